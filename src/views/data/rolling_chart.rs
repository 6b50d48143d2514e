//! The rolling chart: the token's beta to SPX, or to what stands for volatility, over a year at a time, with one standard
//! error to both sides.

use crate::draw::clip;
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Point, Scene};
use crate::signals::betas::Factor;
use crate::units::day::Day;
use crate::views::data::betas::Rolling;
use crate::views::data::signals_chart::{with_room, years};
use crate::views::pinned::Table;
use crate::words::dates::date;
use crate::words::{fixed, number, rounded};

/// Which of the two betas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rolled {
    /// To SPX.
    Spx,
    /// To this, per move of it that a beta is said for.
    Factor(Factor),
}

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct RollingView<'a> {
    /// By rising day, once a month.
    pub rolling: &'a [Rolling],
    /// Which beta of them.
    pub of: Rolled,
    /// The token's name.
    pub token: &'a str,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// Betas with their errors by day: to SPX as they are, to a factor the percent that the token moves.
fn known(view: &RollingView) -> impl Iterator<Item = (Day, [f64; 2])> {
    let of = view.of;
    view.rolling.iter().filter_map(move |one| {
        let pair = match of {
            Rolled::Spx => one.spx?,
            Rolled::Factor(factor) => one.factor?.map(|x| 100.0 * factor.unit().1 * x),
        };
        Some((one.day, pair))
    })
}

/// The finding: where it lay least and most, and where it stands.
pub fn headline(view: &RollingView) -> String {
    let betas = || known(view).map(|(_, [beta, _])| beta);
    let Some((day, [last, error])) = known(view).last() else {
        return "No year of moves yet: no rolling beta".into();
    };
    let [low, high] = [betas().fold(last, f64::min), betas().fold(last, f64::max)].map(|x| fixed(x, 2));
    let token = view.token;
    let (moved, last, error) = match view.of {
        Rolled::Spx => (format!("{low} to {high} times SPX"), fixed(last, 2), fixed(error, 2)),
        Rolled::Factor(factor) => (
            format!("{low} to {high}\u{202f}% per {}", factor.unit().0),
            format!("{}\u{202f}%", fixed(last, 2)),
            format!("{}\u{202f}%", fixed(error, 2)),
        ),
    };
    format!("{token} moved by {moved}, a year at a time; {last} ± {error} in the year to {}", date(day))
}

/// The beta over the last day of each year, one standard error to both sides shaded.
pub fn scene(view: &RollingView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view);
    scene.description = format!("{}. One standard error to both sides is shaded.", scene.title);
    let line = |of: fn([f64; 2]) -> f64| -> Vec<Point> {
        known(view).map(|(day, pair)| (f64::from(day.0), of(pair))).collect()
    };
    let [low, beta, high] = [line(|[b, e]| b - e), line(|[b, _]| b), line(|[b, e]| b + e)];
    if beta.len() < 2 {
        return scene;
    }
    let name = match view.of {
        Rolled::Spx => "To SPX",
        Rolled::Factor(factor) => factor.name(),
    };
    let curves = [Curve { name, role: Role::Ink, width: 2.0, dash: &[], points: beta }];
    let ends: Vec<f64> = low.iter().chain(&high).map(|point| point.1).chain([0.0]).collect();
    let lines = with_room(Lines::new(&scene, &curves, &ends, 20.0, false));
    if !lines.has_room() {
        return scene;
    }
    lines.grid_in(&mut scene, |x| number(rounded(x, 2)));
    let band: Vec<Point> = high.iter().chain(low.iter().rev()).map(|point| lines.px(*point)).collect();
    scene.area(clip::polygon(&band, &lines.area), Role::Band);
    let mut taken = Taken::default();
    lines.draw(&mut scene, &curves, &mut taken);
    years(&mut scene, &lines);
    scene
}

/// Headings and a row a month; to the factor the percent that the token moves, as it is drawn.
pub fn table(rolling: &[Rolling], factor: &str) -> Table {
    let (per, unit) = Factor::named(factor).map_or((factor, 0.01), |factor| factor.unit());
    let to = format!("% per {per}");
    let head = ["Year to", "To SPX", "± s.e.", &to, "± s.e."].map(String::from).to_vec();
    let cells = |pair: Option<[f64; 2]>, decimals: usize| {
        pair.map_or_else(|| ["—".to_string(), "—".to_string()], |pair| pair.map(|x| fixed(x, decimals)))
    };
    let row = |one: &Rolling| {
        let [spx, factor] = [cells(one.spx, 2), cells(one.factor.map(|pair| pair.map(|x| 100.0 * unit * x)), 2)];
        std::iter::once(date(one.day)).chain(spx).chain(factor).collect()
    };
    (head, rolling.iter().map(row).collect())
}
