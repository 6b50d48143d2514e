//! The VIX slider's picture: the book along the link as a ridge over the slider's own track.

use crate::draw::clip;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Point, Scene, Text};
use crate::draw::ticks::Axis;
use crate::views::book::gone::{self, Gone};
use crate::views::pinned;
use crate::words as say;

/// VIX at the ends of the track.
pub const VIX: [f64; 2] = [9.0, 150.0];

/// What the track shows and how wide.
#[derive(Clone, Copy, Debug)]
pub struct RidgeView<'a> {
    /// VIX and combined dollars along the link, rising VIX.
    pub line: &'a [(f64, f64)],
    /// VIX now.
    pub vix_from: f64,
    /// VIX after the shock.
    pub vix: f64,
    /// The loss budget in dollars, positive; what is beyond it is pressed into the last quarter of the ridge.
    pub budget: f64,
    /// Smallest VIX at which the budget is gone.
    pub budget_gone_at: Option<f64>,
    /// Whether SPX follows VIX; where it is typed, the ridge and its post are those of the link all the same.
    pub is_linked: bool,
    /// Css pixels; the height is [`HEIGHT`].
    pub width: f64,
    /// Whether it is drawn for the phone's dock.
    pub is_narrow: bool,
    /// Plan A's line along its own link.
    pub pinned: Option<&'a [(f64, f64)]>,
}

/// Css pixels from top to bottom.
pub const HEIGHT: f64 = 66.0;
/// Css pixels from the top to the line of no gain, and how far the ridge reaches to both sides of it.
const ZERO: f64 = 15.0;
const TALL: f64 = 14.0;
/// Css pixels from the top to the slider's track.
const TRACK: f64 = 43.0;

fn axis(width: f64) -> Axis {
    Axis::new((VIX[0], 1.0), (VIX[1], width - 1.0), true)
}

/// Css pixel of a VIX on a track of this width.
pub fn vix_to_px(vix: f64, width: f64) -> f64 {
    axis(width).px(vix.clamp(VIX[0], VIX[1]))
}

/// VIX at a css pixel of a track of this width.
pub fn px_to_vix(px: f64, width: f64) -> f64 {
    axis(width).at(px)
}

/// The picture, on whatever is under it.
pub fn scene(view: &RidgeView) -> Scene {
    let mut scene = Scene::new(view.width, HEIGHT, Some(Role::Bg));
    scene.title = format!("VIX {} after the shock", say::vix(view.vix));
    scene.description = format!("The book with SPX following VIX, all else as set; {}.", gone::clause(gone_in(view)));
    if let Some(a) = view.pinned {
        let [a, b] = [a, view.line].map(|line| pinned::value_at(line, view.vix));
        scene.description += &pinned::said_usd(a, b.unwrap_or(0.0));
    }
    if scene.width < 60.0 {
        return scene;
    }
    ridge(&mut scene, view, ZERO, TALL);
    notch(&mut scene, view, ZERO, TRACK);
    scale(&mut scene, view, TRACK);
    thumb(&mut scene, view, TRACK);
    scene
}

fn ridge(scene: &mut Scene, view: &RidgeView, zero: f64, tall: f64) {
    let most = view.line.iter().map(|(_, usd)| usd.abs()).filter(|x| x.is_finite()).fold(1.0, f64::max);
    let (budget, width) = (view.budget.abs(), scene.width);
    let place = |(vix, usd): &(f64, f64)| (vix_to_px(*vix, width), zero - reach(*usd, budget, most) * tall);
    let mut outline: Vec<Point> = view.line.iter().map(place).filter(|p| p.1.is_finite()).collect();
    if let (Some(first), Some(last)) = (outline.first().copied(), outline.last().copied()) {
        outline.extend([(last.0, zero), (first.0, zero)]);
    }
    let above = Bounds { left: 0.0, top: zero - tall, right: scene.width, bottom: zero };
    let below = Bounds { top: zero, bottom: zero + tall, ..above };
    for (side, role) in [(above, Role::Profit), (below, Role::Loss)] {
        scene.area(clip::polygon(&outline, &side), Paint { role, opacity: 0.8 });
    }
    scene.level(zero, 0.0, scene.width, Role::Edge, &[]);
    if let Some(a) = view.pinned {
        let line: Vec<Point> = a.iter().map(place).collect();
        scene.line(&line, pinned::ROLE, pinned::WIDTH, &[]);
    }
}

/// How far up or down a P&L stands, −1 to 1: three quarters are the budget's, and what is beyond it has the last
/// quarter, so that a book many budgets large is not drawn as level.
fn reach(usd: f64, budget: f64, most: f64) -> f64 {
    if budget <= 0.0 || most <= budget * 4.0 / 3.0 {
        return (usd / most.max(budget * 4.0 / 3.0)).clamp(-1.0, 1.0);
    }
    let (x, end) = (usd.abs() / budget, most / budget);
    let up = if x <= 1.0 { 0.75 * x } else { 0.75 + 0.25 * (x - 1.0) / (end - 1.0) };
    up.clamp(0.0, 1.0).copysign(usd)
}

fn notch(scene: &mut Scene, view: &RidgeView, zero: f64, track: f64) {
    if let Some(vix) = view.budget_gone_at {
        let x = vix_to_px(vix, scene.width);
        scene.line(&[(x, zero - 12.0), (x, track - 2.0)], Role::Loss, 1.5, &[]);
        let words = gone_words(view, vix);
        let name = |dx: f64, anchor| {
            Text::new((x + dx, zero - 4.0), words.clone(), Role::Loss).anchored(anchor).set_in(11.0, 500).with_halo()
        };
        let (left, right) = (name(-6.0, Anchor::End), name(6.0, Anchor::Start));
        let text = match (left.extent().left >= HALO, right.extent().right <= scene.width - HALO) {
            (true, _) => left,
            (false, true) => right,
            // Neither side has room for it: over its own line, whole.
            (false, false) => inside(left, HALO, scene.width - HALO),
        };
        scene.text(text);
    }
}

/// Room at the ends that a word's halo takes, css pixels.
const HALO: f64 = 3.0;

fn gone_in(view: &RidgeView) -> Gone {
    gone::of(view.budget_gone_at, view.vix_from, view.line, view.budget)
}

/// What stands at the notch; a budget that is broken today is gone at no level to come.
fn gone_words(view: &RidgeView, vix: f64) -> String {
    let at = say::vix(vix);
    let linked = if view.is_linked { "" } else { " were SPX to follow VIX" };
    match (gone_in(view), view.is_narrow, view.is_linked) {
        (Gone::Today(_, true), true, true) => "budget: broken at all".into(),
        (Gone::Today(_, true), true, false) => "SPX linked: broken at all".into(),
        (Gone::Today(..), true, true) => format!("budget broken at {at}"),
        (Gone::Today(..), true, false) => format!("SPX linked: broken at {at}"),
        (_, true, true) => format!("budget {at}"),
        (_, true, false) => format!("SPX linked {at}"),
        (Gone::Today(_, true), false, _) => format!("budget broken at every VIX{linked}"),
        (Gone::Today(..), false, _) => format!("budget broken already at {at}{linked}"),
        (_, false, _) => format!("budget gone at {at}{linked}"),
    }
}

/// Track, ticks, travelled part.
fn scale(scene: &mut Scene, view: &RidgeView, track: f64) {
    let width = scene.width;
    let bar = |left: f64, right: f64| Bounds { left, top: track - 2.0, right, bottom: track + 2.0 };
    scene.area(bar(0.0, width).rounded(2.0), Role::Bg3);
    for vix in [9, 11, 12, 13, 14, 16, 17, 18, 19, 25, 35, 40, 45, 60, 70, 90, 100, 110, 130, 140, 150] {
        scene.upright(vix_to_px(f64::from(vix), width), track + 6.0, track + 8.0, Role::Line2, &[]);
    }
    for vix in [10, 15, 20, 30, 50, 80, 120] {
        let x = vix_to_px(f64::from(vix), width);
        scene.upright(x, track + 6.0, track + 11.0, Role::Edge, &[]);
        scene.text(Text::new((x, track + 21.0), vix.to_string(), Role::Ink3).anchored(Anchor::Middle));
    }
    // Up to here nothing moves with the shock.
    let (now, shock) = (vix_to_px(view.vix_from, width), vix_to_px(view.vix, width));
    scene.area(bar(now.min(shock), now.max(shock)).corners(), Role::Ink);
    scene.dot((now, track), 5.0, Role::Bg, Some((Role::Ink, 2.0)));
}

/// The shock as a pill with its value in it.
fn thumb(scene: &mut Scene, view: &RidgeView, track: f64) {
    let (wide, half) = (if view.is_narrow { 54.0 } else { 50.0 }, if view.is_narrow { 13.0 } else { 11.0 });
    let left = (vix_to_px(view.vix, scene.width) - wide / 2.0).clamp(0.0, (scene.width - wide).max(0.0));
    let pill = Bounds { left, top: track - half, right: left + wide, bottom: track + half };
    scene.area(pill.grown(1.5).rounded(half + 1.5), Role::Bg);
    scene.area(pill.grown(-1.5).rounded(half), Role::Ink);
    let words = say::vix(view.vix);
    scene.text(Text::new((left + wide / 2.0, track + 4.5), words, Role::Bg).anchored(Anchor::Middle).set_in(13.0, 600));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::scene::Mark;

    #[test]
    fn the_track_goes_both_ways() {
        for vix in [9.0, 17.0, 45.0, 150.0] {
            assert!((px_to_vix(vix_to_px(vix, 700.0), 700.0) - vix).abs() < 1e-9);
        }
        assert_eq!(px_to_vix(-50.0, 700.0), 9.0);
    }

    /// The words of the notch, wherever it stands.
    fn notch_words(view: &RidgeView) -> (String, f64, f64) {
        let mut scene = Scene::new(view.width, HEIGHT, None);
        notch(&mut scene, view, ZERO, TRACK);
        let text = scene.marks.iter().find_map(|mark| if let Mark::Text(text) = mark { Some(text) } else { None });
        text.map_or((String::new(), 0.0, 0.0), |text| (text.words.clone(), text.extent().left, text.extent().right))
    }

    #[test]
    fn the_words_of_the_budget_are_cut_at_neither_end() {
        for width in [360.0, 420.0, 700.0, 1100.0] {
            for vix in [9.0, 12.0, 17.0, 25.0, 40.5, 90.0, 149.0] {
                for is_linked in [true, false] {
                    let view = RidgeView {
                        line: &[(9.0, -1.0), (150.0, -20.0)],
                        vix_from: 9.0,
                        vix: 45.0,
                        budget: 10.0,
                        budget_gone_at: Some(vix),
                        is_linked,
                        width,
                        is_narrow: false,
                        pinned: None,
                    };
                    let (words, left, right) = notch_words(&view);
                    assert!(!words.is_empty() && left >= 0.0 && right <= width, "{words} {left} {right} of {width}");
                }
            }
        }
    }

    #[test]
    fn a_book_many_budgets_large_still_falls_to_the_end_of_the_track() {
        for most in [5.0, 12.0, 13.4, 40.0, 1e6] {
            let at = |usd: f64| reach(usd, 10.0, most);
            assert!((at(5.0) - 0.375).abs() < 1e-9 && at(0.0) == 0.0, "{most}");
            let line: Vec<f64> = (0..=50).map(|i| at(-most * f64::from(i) / 50.0)).collect();
            assert!(line.windows(2).all(|pair| pair[1] < pair[0]) && line[50] >= -1.0, "{most}: {line:?}");
        }
        // Without a budget the largest is the end.
        assert_eq!((reach(-2.0, 0.0, 4.0), reach(f64::INFINITY, 1.0, 8.0)), (-0.5, 1.0));
    }

    #[test]
    fn a_budget_that_is_broken_today_says_so_at_its_notch() {
        let of = |line: &[(f64, f64)], is_narrow: bool| {
            let budget_gone_at = Some(17.0);
            let view = RidgeView {
                line,
                vix_from: 17.0,
                vix: 45.0,
                budget: 10.0,
                budget_gone_at,
                is_linked: true,
                width: 700.0,
                is_narrow,
                pinned: None,
            };
            (notch_words(&view).0, scene(&view).description)
        };
        let (words, said) = of(&[(9.0, -11.0), (17.0, -12.0), (150.0, -30.0)], false);
        assert!(words == "budget broken at every VIX" && said.contains("broken at every VIX"), "{words}: {said}");
        let (words, said) = of(&[(9.0, -5.0), (17.0, -12.0), (150.0, -30.0)], false);
        assert!(words == "budget broken already at 17" && said.contains("broken already at today's VIX 17"), "{said}");
        assert_eq!(of(&[(9.0, -5.0), (150.0, -30.0)], true).0, "budget broken at 17");
    }
}
