//! Histogram: P&L at the end of the paths, those past the budget in the colour of loss.

use crate::draw::scene::Scene;
use crate::odds::figures::{Bar, Figure, Odds, Part, PartOdds};
use crate::units::day::Day;
use crate::views::odds::bars::{self, Bars, Manner, Named};
use crate::views::odds::say::{by_then, chance, none_walked, of_part, paths, share, whole};
use crate::views::pinned::{self, Table};
use crate::words::{self, amount, usd};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct HistogramView<'a> {
    /// What the paths say.
    pub odds: &'a Odds,
    /// Those of plan A, where one is pinned.
    pub pinned: Option<&'a Odds>,
    /// Of which part.
    pub part: Part,
    /// The shock's trading day and P&L of this part, where it is marked.
    pub shock: Option<(f64, f64)>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// The finding: how many end past the budget and how many lose nothing.
pub fn headline(odds: &Odds, part: Part) -> String {
    let Some(found) = odds.part(part).filter(|_| odds.paths > 0) else { return none_walked().into() };
    if odds.paths == 1 {
        return format!("{}: the only path so far ends at {}", whole(part), usd(found.end.quantiles[3].value));
    }
    let past = match found.end.past_budget.value {
        0.0 => "no path ends".to_string(),
        _ => format!("{} of paths end", share(found.end.past_budget)),
    };
    let kept = Figure { value: 1.0 - found.end.loss.value, ..found.end.loss };
    let words = format!("{past} past the budget, {} at zero or above", share(kept));
    of_part(part, &words)
}

/// How to read it.
pub fn caption(odds: &Odds, part: Part, today: Option<Day>) -> String {
    format!(
        "{} {}, {}, in dollars. Bars past the budget of {} are red; the first and the last hold what lies beyond.",
        by_then(odds, today),
        lowered(whole(part)),
        paths(odds),
        amount(odds.budget.0)
    )
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The bars, the budget, the middle and the shock.
pub fn scene(view: &HistogramView) -> Scene {
    let part = view.odds.part(view.part).filter(|_| view.odds.paths > 0);
    let budget = -view.odds.budget.0;
    let past = part.map(|part| part.end.past_budget).filter(|chance| chance.value > 0.0);
    let named = [
        view.shock.map(|(day, usd)| Named { usd, name: shock_named(view.odds, day), manner: Manner::Event }),
        Some(Named { usd: budget, name: "budget".into(), manner: Manner::Limit }),
        part.map(|part| Named { usd: part.end.quantiles[3].value, name: "middle".into(), manner: Manner::Middle }),
    ];
    bars::drawn(&Bars {
        title: headline(view.odds, view.part),
        description: description(view),
        bars: part.map_or(&[], |part| &part.bars),
        pinned: of_a(view).map_or(&[], |part| &part.bars),
        limit: (budget, past.map(|chance| format!("{} of paths", share(chance)))),
        named: named.into_iter().flatten().collect(),
        width: view.width,
        height: view.height,
    })
}

/// A shock of another day than the bars' last one says which.
fn shock_named(odds: &Odds, day: f64) -> String {
    if day == f64::from(odds.days) {
        "the shock".into()
    } else {
        format!("the shock of trading day {}", words::number(day))
    }
}

/// The part in plan A, where it is walked.
fn of_a<'a>(view: &HistogramView<'a>) -> Option<&'a PartOdds> {
    view.pinned.filter(|a| a.paths > 0)?.part(view.part)
}

fn description(view: &HistogramView) -> String {
    let title = headline(view.odds, view.part);
    let Some(part) = view.odds.part(view.part).filter(|_| view.odds.paths > 1) else { return format!("{title}.") };
    let shock = |(day, at)| format!(" {} is at {}.", words::capital(&shock_named(view.odds, day)), usd(at));
    let shock = view.shock.map_or_else(String::new, shock);
    let middle = part.end.quantiles[3].value;
    let a = of_a(view).map_or_else(String::new, |a| {
        format!(" The middle:{}", pinned::said_usd(Some(a.end.quantiles[3].value), middle))
    });
    format!(
        "{title}. Bars of P&L at the end from {} to {}, the middle at {}, the budget at {}.{shock}{a}",
        usd(part.bars.first().map_or(0.0, |bar| bar.from.0)),
        usd(part.bars.last().map_or(0.0, |bar| bar.to.0)),
        usd(middle),
        usd(-view.odds.budget.0)
    )
}

/// Headings and a row for every bar.
pub fn table(odds: &Odds, part: Part) -> Table {
    let head = ["From", "To", "Share of paths"].map(String::from).to_vec();
    (head, rows(odds.part(part).map_or(&[], |part| &part.bars)))
}

/// A row for every bar.
pub fn rows(bars: &[Bar]) -> Vec<Vec<String>> {
    bars.iter()
        .map(|bar| vec![usd(bar.from.0), usd(bar.to.0), chance(Figure { value: bar.share, error: bar.error })])
        .collect()
}
