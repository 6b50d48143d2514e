//! Scenes on a canvas: plotters' canvas backend with dashes, font weights, halos and text that is measured without the page.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use second_engine::draw::palette::Palette;
use second_engine::draw::render::{FINE, Pen, Surface, ground, render, render_marks};
use second_engine::draw::scene::{Mark, Scene};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

/// Draws the scene, `dpr` device pixels to a css pixel; what was on the canvas is gone.
///
/// The canvas takes its size in device pixels here and its size on the page from the style sheet. Does nothing where
/// the browser gives no context.
pub fn draw(canvas: &HtmlCanvasElement, scene: &Scene, palette: Palette, dpr: f64) {
    let (width, height, dpr) = sized(canvas, scene, dpr);
    let Some(mut board) = Board::new(canvas, scene, dpr) else { return };
    board.clear(width, height);
    // A canvas that refuses a shape has lost its context; the next drawing brings everything back.
    let _ = render(scene, palette, &mut board);
}

fn sized(canvas: &HtmlCanvasElement, scene: &Scene, dpr: f64) -> (u32, u32, f64) {
    let dpr = if dpr.is_finite() { dpr.clamp(0.5, 8.0) } else { 1.0 };
    let (width, height) = ((scene.width * dpr).round() as u32, (scene.height * dpr).round() as u32);
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    (width, height, dpr)
}

/// A canvas that is drawn often: the marks that stayed as they were in the last two drawings, from the first one on, are
/// kept on a layer of their own and come back as one picture.
pub struct Easel {
    canvas: HtmlCanvasElement,
    /// What was drawn last.
    last: Option<(Rc<Scene>, Palette, f64)>,
    /// How many of its first marks may be kept.
    same: usize,
    /// A canvas for them, and how many are on it: 0 where none that still holds.
    layer: Option<HtmlCanvasElement>,
    count: usize,
}

/// Fewer marks than these are drawn as quickly as a layer is.
const WORTH_KEEPING: usize = 12;

impl Easel {
    /// With nothing drawn yet.
    pub fn new(canvas: HtmlCanvasElement) -> Easel {
        Easel { canvas, last: None, same: 0, layer: None, count: 0 }
    }

    /// Whether it is this canvas.
    pub fn stands_on(&self, canvas: &HtmlCanvasElement) -> bool {
        self.canvas == *canvas
    }

    /// Draws the scene, unless it is the one that stands there. Whether [`Easel::keep`] would make the next one quicker.
    pub fn draw(&mut self, scene: &Rc<Scene>, palette: Palette, dpr: f64) -> bool {
        let same = match &self.last {
            Some((last, colours, density)) => {
                let is_alike = (*colours, *density, last.width, last.height, last.ground)
                    == (palette, dpr, scene.width, scene.height, scene.ground);
                if is_alike && last.marks == scene.marks {
                    return false;
                }
                let pairs = last.marks.iter().zip(&scene.marks);
                if is_alike { pairs.take_while(|(a, b)| a == b).count() } else { 0 }
            }
            None => 0,
        };
        if self.count > same {
            self.count = 0;
        }
        match &self.layer {
            Some(layer) if self.count > 0 => self.over(layer, &scene.marks[self.count..], scene, palette, dpr),
            _ => draw(&self.canvas, scene, palette, dpr),
        }
        self.last = Some((scene.clone(), palette, dpr));
        self.same = same.min(scene.still.unwrap_or(same));
        // Where nobody has said what stays, what is the same by chance would come and go.
        let is_more = self.count == 0 || scene.still.is_some();
        is_more && scene.ground.is_some() && self.is_worth_keeping()
    }

    /// Whether enough stayed as it was beyond what is kept.
    fn is_worth_keeping(&self) -> bool {
        self.same >= self.count + WORTH_KEEPING
    }

    /// Keeps what stayed as it was. It takes as long as a drawing: not for the turn of a frame.
    pub fn keep(&mut self) {
        let Some((scene, palette, dpr)) = &self.last else { return };
        if self.is_worth_keeping() {
            let layer = self.layer.take().or_else(canvas);
            self.count = if layer.as_ref().is_some_and(|layer| keep(layer, scene, self.same, *palette, *dpr)) {
                self.same
            } else {
                0
            };
            self.layer = layer;
        }
    }

    fn over(&self, layer: &HtmlCanvasElement, marks: &[Mark], scene: &Scene, palette: Palette, dpr: f64) {
        let (_, _, dpr) = sized(&self.canvas, scene, dpr);
        let Some(mut board) = Board::new(&self.canvas, scene, dpr) else { return };
        board.lay(layer);
        let _ = render_marks(marks, palette, &mut board);
    }
}

/// A canvas that stands nowhere.
fn canvas() -> Option<HtmlCanvasElement> {
    web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()
}

/// The first marks of the scene on this canvas; whether they are there.
fn keep(layer: &HtmlCanvasElement, scene: &Scene, count: usize, palette: Palette, dpr: f64) -> bool {
    let (width, height, dpr) = sized(layer, scene, dpr);
    let Some(mut board) = Board::new(layer, scene, dpr) else { return false };
    board.clear(width, height);
    ground(scene, palette, &mut board).is_ok() && render_marks(&scene.marks[..count], palette, &mut board).is_ok()
}

/// Offers what the canvas shows as a PNG file of this name.
pub fn png(canvas: &HtmlCanvasElement, name: &str) {
    let name = name.to_string();
    let offer = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            download(&blob, &name);
        }
    });
    let _ = canvas.to_blob(offer.unchecked_ref());
}

/// Offers the blob as a file of this name.
pub fn download(blob: &Blob, name: &str) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let document = web_sys::window().and_then(|window| window.document());
    let anchor = document.and_then(|document| document.create_element("a").ok());
    if let Some(anchor) = anchor.and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok()) {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    // Safari reads the blob after the click.
    Timeout::new(20_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}

/// A canvas for shapes in sixteenths of a css pixel.
struct Board {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    dpr: f64,
    pen: Pen,
    is_dashed: bool,
    /// Weight and hundredths of a size that the context is set to.
    font: Cell<(u16, u32)>,
    /// Colours of strokes and fills that the context is set to.
    inks: [Cell<Option<Ink>>; 2],
}

/// A colour, comparable.
type Ink = ((u8, u8, u8), u64);
const STROKE: usize = 0;
const FILL: usize = 1;

type Failure = <CanvasBackend as DrawingBackend>::ErrorType;
type Done = Result<(), DrawingErrorKind<Failure>>;

impl Board {
    /// What stands on a ground of its own needs no canvas that one can see through, and is copied, not blended. The
    /// first question decides it.
    fn new(canvas: &HtmlCanvasElement, scene: &Scene, dpr: f64) -> Option<Board> {
        let wanted = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&wanted, &"alpha".into(), &scene.ground.is_none().into());
        let context = canvas.get_context_with_context_options("2d", &wanted).ok()??.dyn_into().ok()?;
        let inner = CanvasBackend::with_canvas_object(canvas.clone())?;
        Some(Board {
            inner,
            context,
            dpr,
            pen: Pen::default(),
            is_dashed: false,
            font: Cell::default(),
            inks: Default::default(),
        })
    }

    fn clear(&self, width: u32, height: u32) {
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        self.begin();
    }

    /// As every drawing begins; from here on a unit is a css pixel.
    fn begin(&self) {
        self.context.set_line_join("round");
        self.context.set_line_cap("butt");
        self.context.set_text_baseline("alphabetic");
        self.dash(&[]);
        let _ = self.context.set_transform(self.dpr, 0.0, 0.0, self.dpr, 0.0, 0.0);
    }

    /// A picture of the same size under what follows.
    fn lay(&self, layer: &HtmlCanvasElement) {
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        let _ = self.context.draw_image_with_html_canvas_element(layer, 0.0, 0.0);
        self.begin();
    }

    /// The browser reads a colour each time it is set.
    fn ink(&self, which: usize, colour: BackendColor) {
        let wanted = Some((colour.rgb, colour.alpha.to_bits()));
        if self.inks[which].replace(wanted) == wanted {
            return;
        }
        match which {
            STROKE => self.context.set_stroke_style_str(&css(colour)),
            _ => self.context.set_fill_style_str(&css(colour)),
        }
    }

    fn line<S: BackendStyle>(&self, style: &S) {
        self.ink(STROKE, style.color());
        self.context.set_line_width(f64::from(style.stroke_width()) / FINE);
    }

    /// The path on the context; whether it has points.
    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) -> bool {
        let mut path = path.into_iter().map(|at| (f64::from(at.0) / FINE, f64::from(at.1) / FINE));
        let Some((x, y)) = path.next() else { return false };
        self.context.begin_path();
        self.context.move_to(x, y);
        path.for_each(|(x, y)| self.context.line_to(x, y));
        true
    }

    fn dash(&self, lengths: &[f64]) {
        let list: js_sys::Array = lengths.iter().map(|x| JsValue::from_f64(*x)).collect();
        let _ = self.context.set_line_dash(&list);
    }

    fn set_font<S: BackendTextStyle>(&self, style: &S) {
        let weight = self.pen.weight.max(100);
        // The browser parses a font each time it is set.
        let wanted = (weight, (style.size() * 100.0) as u32);
        if self.font.replace(wanted) != wanted {
            self.context.set_font(&format!("{weight} {}px {}", style.size() / FINE, style.family().as_str()));
        }
    }
}

impl Surface for Board {
    fn pen(&mut self, pen: Pen) {
        if self.is_dashed || !pen.dash.is_empty() {
            self.dash(pen.dash);
        }
        self.is_dashed = !pen.dash.is_empty();
        self.pen = pen;
    }
}

impl DrawingBackend for Board {
    type ErrorType = Failure;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Done {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Done {
        self.inner.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Done {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &colour, true)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Done {
        let [x, y, width, height] = [a.0, a.1, b.0 - a.0, b.1 - a.1].map(|length| f64::from(length) / FINE);
        if fill {
            self.ink(FILL, style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.line(style);
            self.context.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.line(style);
        if self.trace(path) {
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.ink(FILL, style.color());
        if self.trace(path) {
            self.context.close_path();
            self.context.fill();
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        self.context.begin_path();
        let [x, y, radius] = [f64::from(at.0), f64::from(at.1), f64::from(radius)].map(|length| length / FINE);
        let _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        if fill {
            self.ink(FILL, style.color());
            self.context.fill();
        } else {
            self.line(style);
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, words: &str, style: &S, at: BackendCoord) -> Done {
        let (x, y) = (f64::from(at.0) / FINE, f64::from(at.1) / FINE);
        self.set_font(style);
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        if let Some(halo) = self.pen.halo {
            self.ink(STROKE, halo);
            self.context.set_line_width(3.0);
            let _ = self.context.stroke_text(words, x, y);
        }
        self.ink(FILL, style.color());
        let _ = self.context.fill_text(words, x, y);
        Ok(())
    }

    /// By the canvas: asking the page would force it to lay itself out.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        words: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Failure>> {
        self.set_font(style);
        let width = self.context.measure_text(words).map_or(0.0, |metrics| metrics.width());
        Ok(((width * FINE).ceil() as u32, style.size().ceil() as u32))
    }
}

fn css(colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    format!("rgba({r},{g},{b},{})", colour.alpha)
}
