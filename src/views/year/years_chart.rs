//! Years: what they make by one way, those that lose in the colour of loss.

use crate::draw::scene::Scene;
use crate::odds::figures::Figure;
use crate::views::odds::bars::{self, Bars, Manner, Named};
use crate::views::odds::fan_chart::MIDDLE;
use crate::views::odds::histogram_chart::rows;
use crate::views::odds::say::{none_walked, share};
use crate::views::pinned::{self, Table};
use crate::views::year::say::name;
use crate::words::{amount, usd};
use crate::year::figures::{WayOdds, Year};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct YearsView<'a> {
    /// What the years say.
    pub year: &'a Year,
    /// What they say of plan A, where one is pinned.
    pub pinned: Option<&'a Year>,
    /// The place of the way among them.
    pub way: usize,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// A way's years; `None` before the first.
pub(super) fn of(year: &Year, way: usize) -> Option<&WayOdds> {
    year.ways.get(way).filter(|one| year.paths > 0 && !one.bars.is_empty())
}

/// The same way's years of plan A; `None` where none is pinned, or it has no such way.
pub(super) fn of_a<'a>(year: &Year, a: Option<&'a Year>, way: usize) -> Option<&'a WayOdds> {
    let (a, way) = (a?, of(year, way)?.way);
    a.ways.iter().find(|one| a.paths > 0 && one.way == way && !one.bars.is_empty())
}

/// The finding: how many years gain, and what the worst twentieth lose.
pub fn headline(year: &Year, way: usize) -> String {
    let Some(found) = of(year, way) else { return none_walked().into() };
    if year.paths == 1 {
        return format!("The only year so far makes {}", usd(found.mean.value));
    }
    let kept = Figure { value: 1.0 - found.loss.value, ..found.loss };
    format!("{} of years end at zero or above, one in twenty below {}", share(kept), usd(found.quantiles[1].value))
}

/// How to read it.
pub fn caption(year: &Year, way: usize) -> String {
    let way = year.ways.get(way).map_or_else(String::new, |one| name(one.way, year));
    format!(
        "{way}: dollars that a year makes, of an account of {}, share of years. Years that lose are red; the first and the last bar hold what lies beyond.",
        amount(year.equity.0)
    )
}

/// The bars, zero, ruin and the middle.
pub fn scene(view: &YearsView) -> Scene {
    let year = view.year;
    let found = of(year, view.way);
    let middle =
        found.map(|one| Named { usd: one.quantiles[MIDDLE].value, name: "middle".into(), manner: Manner::Middle });
    let a = of_a(year, view.pinned, view.way);
    let a_middle = a.zip(found).map_or_else(String::new, |(a, b)| {
        let [a, b] = [a, b].map(|way| way.quantiles[MIDDLE].value);
        format!(" The middle:{}", pinned::said_usd(Some(a), b))
    });
    let ruin = Named { usd: year.ruin.0 - year.equity.0, name: "ruin".into(), manner: Manner::Limit };
    let title = headline(year, view.way);
    bars::drawn(&Bars {
        description: format!("{title}. {}{a_middle}", caption(year, view.way)),
        title,
        bars: found.map_or(&[], |one| &one.bars),
        pinned: a.map_or(&[], |one| &one.bars),
        limit: (0.0, found.map(|one| format!("{} of years lose", share(one.loss)))),
        named: middle.into_iter().chain([ruin]).collect(),
        width: view.width,
        height: view.height,
    })
}

/// Headings and a row for every bar.
pub fn table(year: &Year, way: usize) -> Table {
    let head = ["From", "To", "Share of years"].map(String::from).to_vec();
    (head, rows(of(year, way).map_or(&[], |one| &one.bars)))
}
