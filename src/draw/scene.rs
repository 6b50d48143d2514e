//! A picture as plain data: marks in css pixels, coloured by role; the renderer alone knows what draws them.

use crate::draw::palette::Role;
use crate::draw::text;

/// A place in css pixels: from the left, from the top.
pub type Point = (f64, f64);

/// A rectangle in css pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub top: f64,
    /// Largest x.
    pub right: f64,
    /// Largest y.
    pub bottom: f64,
}

impl Bounds {
    /// Pixels from left to right, at least 0.
    pub fn width(&self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    /// Pixels from top to bottom, at least 0.
    pub fn height(&self) -> f64 {
        (self.bottom - self.top).max(0.0)
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Bounds) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether `other` lies in this one.
    pub fn holds(&self, other: &Bounds) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }

    /// Whether the point lies in it, edges included.
    pub fn has(&self, (x, y): Point) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    /// Larger by `by` pixels on every side.
    pub fn grown(&self, by: f64) -> Bounds {
        Bounds { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Corners, clockwise from the upper left.
    pub fn corners(&self) -> Vec<Point> {
        vec![(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
    }

    /// Outline with corners of this radius, as a polygon.
    pub fn rounded(&self, radius: f64) -> Vec<Point> {
        let r = radius.min(self.width() / 2.0).min(self.height() / 2.0).max(0.0);
        // Centres, and the way in which each quarter sets out: right, down, left, up.
        let centres = [
            (self.right - r, self.top + r, (0.0, -1.0)),
            (self.right - r, self.bottom - r, (1.0, 0.0)),
            (self.left + r, self.bottom - r, (0.0, 1.0)),
            (self.left + r, self.top + r, (-1.0, 0.0)),
        ];
        let steps = ((r * 1.5).ceil() as usize).clamp(3, 24);
        let corner = |(x, y, (dx, dy)): (f64, f64, Point)| {
            (0..=steps).map(move |i| {
                // Cosine and sine by half the tangent: on the circle, and without the page's only use of either.
                let t = i as f64 / steps as f64;
                let (cos, sin) = ((1.0 - t * t) / (1.0 + t * t), 2.0 * t / (1.0 + t * t));
                (x + r * (dx * cos - dy * sin), y + r * (dy * cos + dx * sin))
            })
        };
        centres.into_iter().flat_map(corner).collect()
    }
}

/// A role at an opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// Which colour.
    pub role: Role,
    /// 0 to 1, on top of the colour's own.
    pub opacity: f64,
}

impl From<Role> for Paint {
    fn from(role: Role) -> Paint {
        Paint { role, opacity: 1.0 }
    }
}

/// Which end of the words stands at the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first letter.
    Start,
    /// Half way.
    Middle,
    /// The last letter.
    End,
}

/// Words on a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// On the baseline.
    pub at: Point,
    /// What it says.
    pub words: String,
    /// Which end stands at the point.
    pub anchor: Anchor,
    /// Height of the letters, css pixels.
    pub size: f64,
    /// 400, 500 or 600.
    pub weight: u16,
    /// The colour of the letters; those of a plate are its own.
    pub paint: Paint,
    /// Whether a 3 px edge of the ground keeps lines off the letters.
    pub has_halo: bool,
    /// The plate under it, if it stands on one.
    pub plate: Option<Paint>,
}

impl Text {
    /// Eleven-pixel words of weight 400 that begin at the point.
    pub fn new(at: Point, words: impl Into<String>, paint: impl Into<Paint>) -> Text {
        Text {
            at,
            words: words.into(),
            anchor: Anchor::Start,
            size: 11.0,
            weight: 400,
            paint: paint.into(),
            has_halo: false,
            plate: None,
        }
    }

    /// The same, held at this end.
    pub fn anchored(self, anchor: Anchor) -> Text {
        Text { anchor, ..self }
    }

    /// The same, at this size and weight.
    pub fn set_in(self, size: f64, weight: u16) -> Text {
        Text { size, weight, ..self }
    }

    /// The same with a halo.
    pub fn with_halo(self) -> Text {
        Text { has_halo: true, ..self }
    }

    /// The same on a plate of the ground.
    pub fn on_plate(self, opacity: f64) -> Text {
        Text { plate: Some(Paint { role: Role::Bg, opacity }), ..self }
    }

    /// The room it takes when its words are `width` pixels wide; with a plate, the plate.
    pub fn extent_of(&self, width: f64) -> Bounds {
        let pad = if self.plate.is_some() { 4.0 + 0.5 * (self.size - 11.0).max(0.0) } else { 0.0 };
        let left = match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - width / 2.0,
            Anchor::End => self.at.0 - width,
        };
        let (above, below) = if self.plate.is_some() {
            (1.05 * self.size, 0.42 * self.size)
        } else {
            (0.85 * self.size, 0.2 * self.size)
        };
        Bounds { left: left - pad, top: self.at.1 - above, right: left + width + pad, bottom: self.at.1 + below }
    }

    /// The room it takes, its width estimated (never too small for the common system fonts).
    pub fn extent(&self) -> Bounds {
        self.extent_of(text::width(&self.words, self.size, self.weight))
    }
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// An open line.
    Line {
        /// At least two points.
        points: Vec<Point>,
        /// Colour.
        paint: Paint,
        /// Thickness, css pixels.
        width: f64,
        /// On and off lengths in css pixels; empty is solid.
        dash: &'static [f64],
    },
    /// A filled polygon.
    Area {
        /// At least three points; it closes itself.
        points: Vec<Point>,
        /// Colour.
        paint: Paint,
    },
    /// A disc, with or without an edge.
    Dot {
        /// Centre.
        at: Point,
        /// To the middle of the edge.
        radius: f64,
        /// Inside.
        fill: Paint,
        /// Colour and width of the edge.
        edge: Option<(Paint, f64)>,
    },
    /// Words.
    Text(Text),
}

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width, css pixels; 0 draws nothing.
    pub width: f64,
    /// Height, css pixels; 0 draws nothing.
    pub height: f64,
    /// What is under it; `None` for a sheet laid over another picture.
    pub ground: Option<Role>,
    /// The finding in one sentence: the title of its file and of its figure.
    pub title: String,
    /// The picture in one sentence, for those who do not see it.
    pub description: String,
    /// In the order in which they are painted.
    pub marks: Vec<Mark>,
    /// How many of them, from the first on, stay where they are while the shock moves; `None` where nobody has said.
    pub still: Option<usize>,
}

/// Sizes and places beyond this are cut off: no screen has them.
const FAR: f64 = 20_000.0;

fn is_near((x, y): Point) -> bool {
    x.abs() <= FAR && y.abs() <= FAR
}

impl Scene {
    /// An empty picture; a size that is none counts as 0.
    pub fn new(width: f64, height: f64, ground: Option<Role>) -> Scene {
        let size = |x: f64| if x.is_finite() { x.clamp(0.0, FAR) } else { 0.0 };
        Scene {
            width: size(width),
            height: size(height),
            ground,
            title: String::new(),
            description: String::new(),
            marks: Vec::new(),
            still: None,
        }
    }

    /// Adds a line; it breaks where a point is not a number.
    pub fn line(&mut self, points: &[Point], paint: impl Into<Paint>, width: f64, dash: &'static [f64]) {
        let paint = paint.into();
        for run in points.split(|p| !is_near(*p)).filter(|run| run.len() > 1) {
            self.marks.push(Mark::Line { points: run.to_vec(), paint, width, dash });
        }
    }

    /// Adds a level line, set on a pixel so that one pixel stays one pixel.
    pub fn level(&mut self, y: f64, left: f64, right: f64, paint: impl Into<Paint>, dash: &'static [f64]) {
        let y = y.floor() + 0.5;
        self.line(&[(left, y), (right, y)], paint, 1.0, dash);
    }

    /// Adds an upright line, set on a pixel.
    pub fn upright(&mut self, x: f64, top: f64, bottom: f64, paint: impl Into<Paint>, dash: &'static [f64]) {
        let x = x.floor() + 0.5;
        self.line(&[(x, top), (x, bottom)], paint, 1.0, dash);
    }

    /// Adds a filled polygon; points that are not numbers are left out.
    pub fn area(&mut self, points: Vec<Point>, paint: impl Into<Paint>) {
        let points: Vec<Point> = points.into_iter().filter(|p| is_near(*p)).collect();
        if points.len() > 2 {
            self.marks.push(Mark::Area { points, paint: paint.into() });
        }
    }

    /// Adds a disc without an edge, or with one.
    pub fn dot(&mut self, at: Point, radius: f64, fill: impl Into<Paint>, edge: Option<(Role, f64)>) {
        if is_near(at) && radius.is_finite() {
            let edge = edge.map(|(role, width)| (role.into(), width));
            self.marks.push(Mark::Dot { at, radius: radius.max(0.0), fill: fill.into(), edge });
        }
    }

    /// Adds words.
    pub fn text(&mut self, text: Text) {
        if is_near(text.at) && !text.words.is_empty() {
            self.marks.push(Mark::Text(text));
        }
    }

    /// Every point of every mark.
    pub fn points(&self) -> Vec<Point> {
        let of = |mark: &Mark| match mark {
            Mark::Line { points, .. } | Mark::Area { points, .. } => points.clone(),
            Mark::Dot { at, .. } => vec![*at],
            Mark::Text(text) => vec![text.at],
        };
        self.marks.iter().flat_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_where_there_is_no_number() {
        let mut scene = Scene::new(10.0, 10.0, None);
        scene.line(&[(0.0, 0.0), (1.0, 1.0), (f64::NAN, 2.0), (3.0, 3.0), (4.0, 4.0)], Role::Ink, 1.0, &[]);
        assert_eq!(scene.marks.len(), 2);
    }

    #[test]
    fn words_at_their_end_lie_before_the_point() {
        let extent = Text::new((100.0, 20.0), "6,400", Role::Ink).anchored(Anchor::End).extent();
        assert!(extent.right == 100.0 && extent.left < 80.0);
    }
}
