//! Ruin: the chance that a year ruins the account, by how much is in the pool. How large before it blows up.

use crate::draw::palette::Role;
use crate::draw::scene::Scene;
use crate::odds::figures::{Figure, LargestSize};
use crate::units::Usd;
use crate::views::odds::say::{chance, largest, limit, none_walked, share};
use crate::views::odds::size_curve::{self, Line, Named, SizeCurve};
use crate::views::pinned::{self, Table, with_column};
use crate::words::amount;
use crate::year::figures::{RuinOdds, Year};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct RuinView<'a> {
    /// What the years say.
    pub year: &'a Year,
    /// What they say of plan A, where one is pinned.
    pub pinned: Option<&'a Year>,
    /// The size that the rules allow today, where it is known.
    pub rules: Option<f64>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DASHED: &[f64] = &[4.0, 3.0];

/// The finding: the largest size under the limit.
pub fn headline(year: &Year) -> String {
    let limit = limit(year.limit);
    let (Some(first), Some(last)) = (year.curve.first(), year.curve.last()) else {
        return "No pool on the market’s token is sized here: there is no ruin by size".into();
    };
    match year.largest[0] {
        _ if year.paths == 0 => none_walked().into(),
        _ if year.paths == 1 => "One year says no chance by size".into(),
        Some(LargestSize::UpTo(size)) => {
            let size = largest(size, year.largest_between[0]);
            format!("Up to {size} of pool the chance of ruin within a year stays under your {limit}")
        }
        Some(LargestSize::Every) => {
            format!("At every size up to {} the chance of ruin stays under your {limit}", amount(last.size.0))
        }
        Some(LargestSize::None) | None => {
            format!("Without any pool the chance of ruin is {}, over your {limit}", share(first.hedged))
        }
    }
}

/// The size at which ruin is rarest, where it is rarer than without any pool by more than so many errors of both.
pub fn rarest(year: &Year, errors: f64) -> Option<&RuinOdds> {
    let none = year.curve.first()?;
    let least = year.curve.iter().min_by(|a, b| a.hedged.value.total_cmp(&b.hedged.value))?;
    let wide = errors * none.hedged.error?.hypot(least.hedged.error?);
    (least.hedged.value < none.hedged.value - wide).then_some(least)
}

/// How to read it.
pub fn caption(year: &Year) -> String {
    let lines = if year.is_hedged { " Dashed: without the hedge." } else { "" };
    let rarest = rarest(year, 2.0).map_or_else(String::new, |one| {
        format!(" Ruin is rarest with {} in the pool, {}.", amount(one.size.0), share(one.hedged))
    });
    format!(
        "The chance that the account ends a day of the year below {}, by dollars held in the pool all year, condors by your rules. Bars are one standard error to either side.{lines}{rarest}",
        amount(year.ruin.0)
    )
}

/// A's chances, as its hedge is, at the sizes of this curve.
fn of_a(year: &Year, a: Option<&Year>) -> Vec<Option<Figure>> {
    let of = a.filter(|a| a.paths > 1).into_iter().flat_map(|a| &a.curve);
    let points: Vec<(f64, f64)> = of.map(|one| (one.size.0, one.hedged.value)).collect();
    size_curve::of_a(&points, year.curve.iter().map(|one| one.size.0))
}

/// The curve with the hedge and without, A's beside it, the limit, the sizes that are typed and allowed.
pub fn scene(view: &RuinView) -> Scene {
    let year = view.year;
    let title = headline(year);
    let marked = |name: &str, size: f64| format!(" {name}: {}.", amount(size));
    let rules = view.rules.map_or_else(String::new, |size| marked("The rules allow", size));
    let points = |of: fn(&RuinOdds) -> Figure| {
        year.curve.iter().filter(|_| year.paths > 0).map(|one| (one.size.0, of(one))).collect()
    };
    let [with, without] = if year.is_hedged { ["with the hedge", "without"] } else { ["", ""] };
    let mut lines = vec![Line { name: with, role: Role::Pool, dash: &[], points: points(|one| one.hedged) }];
    if year.is_hedged {
        lines.push(Line { name: without, role: Role::Ink3, dash: DASHED, points: points(|one| one.unhedged) });
    }
    let sizes = year.curve.iter().map(|one| one.size.0);
    let mut a = String::new();
    if let Some((pinned, line)) = view.pinned.zip(Line::of_a(sizes.zip(of_a(year, view.pinned)))) {
        a = format!(" A: {}.", headline(pinned));
        lines.push(line);
    }
    let rule = view.rules.map(|size| Named { size, name: "rules", is_first: true });
    let typed = Some(year.typed).filter(|usd| *usd > Usd(0.0));
    let typed = typed.map(|usd| Named { size: usd.0, name: "typed", is_first: false });
    size_curve::drawn(&SizeCurve {
        description: format!("{title}.{rules} {}{a}", caption(year)),
        title,
        lines,
        limit: (year.limit.0, &format!("your limit, {}", limit(year.limit))),
        named: rule.into_iter().chain(typed).collect(),
        width: view.width,
        height: view.height,
    })
}

/// Headings and a row for every size; plan A's chance there last, where one is pinned.
pub fn table(year: &Year, a: Option<&Year>) -> Table {
    let with = if year.is_hedged { "Chance of ruin, with the hedge" } else { "Chance of ruin" };
    let mut head = vec!["Pool".to_string(), with.to_string()];
    head.extend(year.is_hedged.then(|| "Without the hedge".to_string()));
    let row = |one: &RuinOdds| {
        let mut row = vec![amount(one.size.0), chance(one.hedged)];
        row.extend(year.is_hedged.then(|| chance(one.unhedged)));
        row
    };
    let table = (head, year.curve.iter().filter(|_| year.paths > 0).map(row).collect());
    match a {
        Some(_) => with_column(table, pinned::NAME, of_a(year, a).into_iter().map(|one| one.map(chance))),
        None => table,
    }
}
