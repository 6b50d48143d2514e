//! Words that keep out of each other's way.

use crate::draw::clip;
use crate::draw::scene::{Bounds, Point, Text};
use crate::numbers::by_rising;

/// Room that is taken: what was placed so far, and lines to stay clear of.
#[derive(Default)]
pub struct Taken {
    boxes: Vec<Bounds>,
    lines: Vec<Vec<Point>>,
}

impl Taken {
    /// Takes this room.
    pub fn add(&mut self, extent: Bounds) {
        self.boxes.push(extent);
    }

    /// Takes the room along this line; words may lie on it where there is no better place.
    pub fn add_line(&mut self, points: &[Point]) {
        self.lines.push(points.to_vec());
    }

    /// Whether nothing was placed within `gap` pixels.
    pub fn is_free(&self, extent: &Bounds, gap: f64) -> bool {
        let wanted = extent.grown(gap);
        !self.boxes.iter().any(|taken| taken.overlaps(&wanted))
    }

    /// The text if there is room for it, which it then takes.
    pub fn place(&mut self, text: Text, gap: f64) -> Option<Text> {
        let extent = text.extent();
        self.is_free(&extent, gap).then(|| {
            self.add(extent);
            text
        })
    }

    /// Pixels of lines inside the room.
    fn covered(&self, extent: &Bounds) -> f64 {
        self.lines.iter().map(|line| clip::length(line, extent)).sum()
    }

    /// The candidate in the box that hides least of the lines; the earlier wins a tie. It takes its room.
    pub fn place_best(&mut self, candidates: impl IntoIterator<Item = Text>, area: &Bounds) -> Option<Text> {
        let mut best: Option<(f64, Text)> = None;
        for text in candidates {
            let extent = text.extent();
            if !area.holds(&extent) || !self.is_free(&extent, 2.0) {
                continue;
            }
            let covered = self.covered(&extent);
            if best.as_ref().is_none_or(|(least, _)| covered < least - 1.0) {
                best = Some((covered, text));
            }
        }
        let (_, text) = best?;
        self.add(text.extent());
        Some(text)
    }
}

/// The heights moved apart to `gap` as little as possible, in the same order, within `top` to `bottom` where they fit.
pub fn spread(heights: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let order: Vec<usize> = by_rising((0..heights.len()).collect(), |i| heights[*i]);
    let mut y: Vec<f64> = order.iter().map(|i| if heights[*i].is_finite() { heights[*i] } else { bottom }).collect();
    for _ in 0..40 {
        for j in 1..y.len() {
            let short = gap - (y[j] - y[j - 1]);
            if short > 0.0 {
                y[j] += short / 2.0;
                y[j - 1] -= short / 2.0;
            }
        }
    }
    let mut floor = top;
    for place in y.iter_mut() {
        *place = place.max(floor);
        floor = *place + gap;
    }
    let mut ceiling = bottom;
    for place in y.iter_mut().rev() {
        *place = place.min(ceiling);
        ceiling = *place - gap;
    }
    let mut out = vec![0.0; y.len()];
    for (i, place) in order.into_iter().zip(y) {
        out[i] = place;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::palette::Role;

    #[test]
    fn heights_keep_their_order_and_their_gap() {
        let y = spread(&[100.0, 40.0, 101.0, 99.0], 15.0, 0.0, 110.0);
        assert!(y[1] < y[3] && y[3] < y[0] && y[0] < y[2]);
        let mut sorted = y.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|p| p[1] - p[0] > 14.0));
        assert!(sorted[3] <= 110.0);
    }

    #[test]
    fn two_texts_do_not_share_a_place() {
        let mut taken = Taken::default();
        let text = Text::new((10.0, 10.0), "6,400", Role::Ink);
        assert!(taken.place(text.clone(), 2.0).is_some());
        assert!(taken.place(text, 2.0).is_none());
    }

    #[test]
    fn words_go_where_they_hide_no_line() {
        let mut taken = Taken::default();
        taken.add_line(&[(0.0, 10.0), (100.0, 10.0)]);
        let at = |y: f64| Text::new((10.0, y), "budget", Role::Ink);
        let area = Bounds { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 };
        assert_eq!(taken.place_best([at(14.0), at(50.0)], &area).map(|t| t.at.1), Some(50.0));
    }
}
