//! A scene as a file: plotters' SVG, with dashes, weights and halos added, and sixteenths of a pixel as its grid.

use plotters::backend::SVGBackend;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, text_anchor::HPos,
};

use crate::draw::palette::Palette;
use crate::draw::render::{FINE, Pen, Surface, render};
use crate::draw::scene::Scene;
use crate::draw::text::FONT;

/// The scene as an SVG document of its own.
pub fn svg(scene: &Scene, palette: Palette) -> String {
    let (width, height) = ((scene.width * FINE).round() as u32, (scene.height * FINE).round() as u32);
    let mut body = String::new();
    let notes = {
        let inner = SVGBackend::with_string(&mut body, (width, height));
        let mut sheet = Sheet { inner, pen: Pen::default(), notes: Vec::new() };
        // Writing to a string cannot fail.
        let _ = render(scene, palette, &mut sheet);
        sheet.notes
    };

    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         stroke-linejoin=\"round\" font-family='{FONT}' style=\"font-variant-numeric:tabular-nums\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        scene.width,
        scene.height,
        escaped(&scene.title),
        escaped(&scene.description),
    );
    let mut notes = notes.into_iter();
    for line in body.lines().filter(|line| ["<rect", "<poly", "<circ", "<text"].iter().any(|tag| line.starts_with(tag)))
    {
        match notes.next() {
            Some(Note::Attribute(attribute)) => {
                out += line.trim_end_matches("/>");
                out += &attribute;
                out += "/>";
            }
            Some(Note::Instead(element)) => out += &element,
            None => out += line,
        }
        out.push('\n');
    }
    out + "</svg>\n"
}

/// What becomes of an element that plotters wrote.
enum Note {
    /// It gets one more attribute, or none.
    Attribute(String),
    /// It is replaced.
    Instead(String),
}

struct Sheet<'a> {
    inner: SVGBackend<'a>,
    pen: Pen,
    notes: Vec<Note>,
}

impl Surface for Sheet<'_> {
    fn pen(&mut self, pen: Pen) {
        self.pen = pen;
    }
}

type Done = Result<(), DrawingErrorKind<std::io::Error>>;

impl DrawingBackend for Sheet<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Done {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Done {
        self.inner.present()
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Done {
        self.notes.push(Note::Attribute(String::new()));
        self.inner.draw_rect(a, b, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let dash: Vec<String> = self.pen.dash.iter().map(|x| (x * FINE).to_string()).collect();
        let attribute =
            if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dash.join(" ")) };
        self.notes.push(Note::Attribute(attribute));
        self.inner.draw_path(path, style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.notes.push(Note::Attribute(String::new()));
        self.inner.fill_polygon(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        self.notes.push(Note::Attribute(String::new()));
        self.inner.draw_circle(at, radius, style, fill)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, words: &str, style: &S, at: BackendCoord) -> Done {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let halo = self.pen.halo.map_or(String::new(), |colour| {
            format!(
                " paint-order=\"stroke\" stroke=\"{}\" stroke-opacity=\"{}\" stroke-width=\"{}\"",
                hex(colour),
                colour.alpha,
                3.0 * FINE
            )
        });
        let colour = style.color();
        self.notes.push(Note::Instead(format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" font-size=\"{}\" font-weight=\"{}\" opacity=\"{}\" fill=\"{}\"{halo}>{}</text>",
            at.0, at.1, style.size(), self.pen.weight, colour.alpha, hex(colour), escaped(words)
        )));
        self.inner.draw_text(words, style, at)
    }
}

fn hex(colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    format!("#{r:02X}{g:02X}{b:02X}")
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::palette::Role;
    use crate::draw::scene::Text;

    #[test]
    fn every_mark_comes_out_with_its_own_dash_and_weight() {
        let mut scene = Scene::new(10.0, 10.0, Some(Role::Bg));
        scene.line(&[(0.0, 0.0), (1.0, 1.0)], Role::Ink, 1.0, &[]);
        scene.text(Text::new((1.0, 1.0), "a<b", Role::Ink).set_in(11.0, 600).on_plate(0.9));
        scene.line(&[(0.0, 0.0), (1.0, 1.0)], Role::Ink, 2.0, &[4.0, 3.0]);
        let file = svg(&scene, Palette::Light);
        assert_eq!(file.matches("<polyline").count(), 2);
        assert!(file.lines().nth(3).is_some_and(|line| line.starts_with("<rect")));
        assert!(file.contains("font-weight=\"600\"") && file.contains("a&lt;b</text>"));
        let dashed = file.lines().find(|line| line.contains("stroke-width=\"32\""));
        assert!(dashed.is_some_and(|line| line.contains("stroke-dasharray=\"64 48\"")));
    }
}
