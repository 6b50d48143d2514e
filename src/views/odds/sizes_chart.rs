//! Sizes: the chance of losing more than the budget by the size of the sized pool, under the limit or over it.

use crate::draw::palette::Role;
use crate::draw::scene::Scene;
use crate::odds::figures::{Figure, LargestSize, Odds};
use crate::units::day::Day;
use crate::views::odds::say::{by_then, chance, largest, limit, none_walked, share};
use crate::views::odds::size_curve::{self, Line, Named, SizeCurve};
use crate::views::pinned::{self, Table, with_column};
use crate::words::amount;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct SizesView<'a> {
    /// What the paths say.
    pub odds: &'a Odds,
    /// What they say of plan A, where one is pinned.
    pub pinned: Option<&'a Odds>,
    /// The size that the rules allow, where it is known.
    pub rules: Option<f64>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// The finding: the largest size under the limit.
pub fn headline(odds: &Odds) -> String {
    let limit = limit(odds.limit);
    let (Some(first), Some(last)) = (odds.curve.first(), odds.curve.last()) else {
        return "No pool is sized here: there is no chance by size".into();
    };
    match odds.largest {
        _ if odds.paths == 0 => none_walked().into(),
        _ if odds.paths == 1 => "One path says no chance by size".into(),
        Some(LargestSize::UpTo(size)) => {
            let size = largest(size, odds.largest_between);
            format!("Up to {size} of pool the chance stays under your {limit}")
        }
        Some(LargestSize::Every) => {
            format!("At every size up to {} the chance stays under your {limit}", amount(last.size.0))
        }
        Some(LargestSize::None) | None => {
            format!("Without any pool the chance is {}, over your {limit}", share(first.chance))
        }
    }
}

/// How to read it.
pub fn caption(odds: &Odds, today: Option<Day>) -> String {
    format!(
        "{} the chance that the whole book loses more than {}, by deposit in the sized pool. Bars are one standard error to either side.",
        by_then(odds, today),
        amount(odds.budget.0)
    )
}

/// A's chances at the sizes of this curve.
fn of_a(odds: &Odds, a: Option<&Odds>) -> Vec<Option<Figure>> {
    let of = a.filter(|a| a.paths > 1).into_iter().flat_map(|a| &a.curve);
    let points: Vec<(f64, f64)> = of.map(|one| (one.size.0, one.chance.value)).collect();
    size_curve::of_a(&points, odds.curve.iter().map(|one| one.size.0))
}

/// The curve with its errors, the limit, the sizes held and allowed; A's beside it.
pub fn scene(view: &SizesView) -> Scene {
    let odds = view.odds;
    let title = headline(odds);
    let marked = |name: &str, size: f64| format!(" {name}: {}.", amount(size));
    let rules = view.rules.map_or_else(String::new, |size| marked("The rules allow", size));
    let walked = odds.curve.iter().filter(|_| odds.paths > 0);
    let points = walked.map(|one| (one.size.0, one.chance)).collect();
    let rule = view.rules.map(|size| Named { size, name: "rules", is_first: true });
    let mut lines = vec![Line { name: "", role: Role::Pool, dash: &[], points }];
    let beside = of_a(odds, view.pinned);
    let sizes = odds.curve.iter().map(|one| one.size.0);
    let mut a = String::new();
    if let Some((pinned, line)) = view.pinned.zip(Line::of_a(sizes.zip(beside))) {
        a = format!(" A: {}.", headline(pinned));
        lines.push(line);
    }
    size_curve::drawn(&SizeCurve {
        description: format!("{title}.{rules}{}{a}", marked("Held", odds.held.0)),
        title,
        lines,
        limit: (odds.limit.0, &format!("your limit, {}", limit(odds.limit))),
        named: rule.into_iter().chain([Named { size: odds.held.0, name: "held", is_first: false }]).collect(),
        width: view.width,
        height: view.height,
    })
}

/// Headings and a row for every size; plan A's chance there last, where one is pinned.
pub fn table(odds: &Odds, a: Option<&Odds>) -> Table {
    let head = ["Pool", "Chance of losing more than the budget"].map(String::from).to_vec();
    let sizes = odds.curve.iter().filter(|_| odds.paths > 0);
    let table = (head, sizes.map(|one| vec![amount(one.size.0), chance(one.chance)]).collect());
    match a {
        Some(_) => with_column(table, pinned::NAME, of_a(odds, a).into_iter().map(|one| one.map(chance))),
        None => table,
    }
}
