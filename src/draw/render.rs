//! The one renderer: a scene on plotters' primitives, in sixteenths of a pixel because plotters counts in whole numbers.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};

use crate::draw::palette::{Palette, Role};
use crate::draw::scene::{Anchor, Mark, Paint, Point, Scene, Text};
use crate::draw::text;

/// Units of the backend in a css pixel.
pub const FINE: f64 = 16.0;

/// What plotters has no word for; holds for the shapes that follow.
#[derive(Clone, Copy, Default)]
pub struct Pen {
    /// On and off lengths in css pixels; empty is solid.
    pub dash: &'static [f64],
    /// Weight of the font.
    pub weight: u16,
    /// Colour of the 3 px edge round letters.
    pub halo: Option<BackendColor>,
}

/// A backend that takes a pen as well.
pub trait Surface: DrawingBackend {
    /// Takes this pen for the shapes that follow.
    fn pen(&mut self, pen: Pen);
}

/// A stroke or fill.
struct Stroke {
    colour: BackendColor,
    width: f64,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.colour
    }

    fn stroke_width(&self) -> u32 {
        (self.width * FINE).round().max(1.0) as u32
    }
}

/// A font; what is estimated is in backend units.
struct Font<'a> {
    text: &'a Text,
    colour: BackendColor,
}

impl BackendTextStyle for Font<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.colour
    }

    fn size(&self) -> f64 {
        self.text.size * FINE
    }

    fn anchor(&self) -> Pos {
        let across = match self.text.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(across, VPos::Bottom)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(text::FONT)
    }

    fn layout_box(&self, words: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let width = text::width(words, self.text.size, self.text.weight);
        Ok(((0, 0), fine((width, self.text.size))))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

fn fine((x, y): Point) -> BackendCoord {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

/// The line's points on the backend, those of equal place once.
fn path(points: &[Point]) -> Vec<BackendCoord> {
    let mut path: Vec<BackendCoord> = points.iter().map(|p| fine(*p)).collect();
    path.dedup();
    path
}

/// Draws the scene; the surface must be `FINE` units a css pixel.
///
/// # Errors
/// The surface's own.
pub fn render<S: Surface>(
    scene: &Scene,
    palette: Palette,
    surface: &mut S,
) -> Result<(), DrawingErrorKind<S::ErrorType>> {
    surface.ensure_prepared()?;
    ground(scene, palette, surface)?;
    render_marks(&scene.marks, palette, surface)?;
    surface.present()
}

/// Draws what is under the scene's marks.
///
/// # Errors
/// The surface's own.
pub fn ground<S: Surface>(
    scene: &Scene,
    palette: Palette,
    surface: &mut S,
) -> Result<(), DrawingErrorKind<S::ErrorType>> {
    match scene.ground {
        Some(role) => {
            let colour = palette.colour(role, 1.0);
            surface.draw_rect((0, 0), fine((scene.width, scene.height)), &colour, true)
        }
        None => Ok(()),
    }
}

/// Draws some of a scene's marks over what is there.
///
/// # Errors
/// The surface's own.
pub fn render_marks<S: Surface>(
    marks: &[Mark],
    palette: Palette,
    surface: &mut S,
) -> Result<(), DrawingErrorKind<S::ErrorType>> {
    marks.iter().try_for_each(|mark| draw(mark, palette, surface))
}

fn draw<S: Surface>(mark: &Mark, palette: Palette, surface: &mut S) -> Result<(), DrawingErrorKind<S::ErrorType>> {
    let colour = |paint: &Paint| palette.colour(paint.role, paint.opacity);
    match mark {
        Mark::Line { points, paint, width, dash } => {
            let path = path(points);
            if path.len() > 1 {
                surface.pen(Pen { dash, ..Pen::default() });
                surface.draw_path(path, &Stroke { colour: colour(paint), width: *width })?;
            }
        }
        Mark::Area { points, paint } => surface.fill_polygon(path(points), &colour(paint))?,
        Mark::Dot { at, radius, fill, edge } => {
            let (at, radius) = (fine(*at), (radius * FINE).round() as u32);
            surface.pen(Pen::default());
            surface.draw_circle(at, radius, &colour(fill), true)?;
            if let Some((paint, width)) = edge {
                surface.draw_circle(at, radius, &Stroke { colour: colour(paint), width: *width }, false)?;
            }
        }
        Mark::Text(text) => {
            let halo = text.has_halo.then(|| palette.colour(Role::Bg, 0.8));
            surface.pen(Pen { weight: text.weight, halo, dash: &[] });
            let font = Font { text, colour: colour(&text.paint) };
            if let Some(plate) = &text.plate {
                let (width, _) = surface.estimate_text_size(&text.words, &font)?;
                let outline = text.extent_of(f64::from(width) / FINE).rounded(3.0);
                surface.fill_polygon(path(&outline), &colour(plate))?;
            }
            surface.draw_text(&text.words, &font, fine(text.at))?;
        }
    }
    Ok(())
}
