//! Say: figures of paths in words, each with its standard error and no digit that the error drowns.

use crate::odds::batches::is_without_error;
use crate::odds::figures::{Figure, LargestSize, Odds, Part};
use crate::odds::ways::Way;
use crate::units::day::Day;
use crate::units::{Frac, Usd};
use crate::words::dates::near;
use crate::words::{self, THIN, amount, fixed, number, rounded, trading_days, usd};

/// Where there is no figure.
pub const NONE: &str = "—";

/// How many the figures are of, `unit` the word for several: `10,000 paths`.
pub fn walked(paths: u32, unit: &str) -> String {
    let count = number(f64::from(paths));
    match paths {
        1 => format!("{count} {}", unit.trim_end_matches('s')),
        _ if is_without_error(paths) => format!("{count} {unit}, too few to say how far they can be trusted"),
        _ => format!("{count} {unit}"),
    }
}

/// What is said before the first path; without a full stop.
pub fn none_walked() -> &'static str {
    "No path is walked yet"
}

/// A part as a column is headed.
pub fn name(part: Part) -> &'static str {
    match part {
        Part::Condor => "Condors",
        Part::Pool => "Pools",
        Part::Hedge => "Hedge",
        Part::Combined => "Combined",
        Part::Unhedged => "Without hedge",
    }
}

/// A way as a column is headed.
pub fn way_name(way: Way) -> &'static str {
    match way {
        Way::Held => "As held",
        Way::Rules => "By the rules",
        Way::Promoter => "Promoter",
    }
}

/// A part as a sentence begins.
pub fn whole(part: Part) -> &'static str {
    match part {
        Part::Condor => "Condors alone",
        Part::Pool => "Pools alone",
        Part::Hedge => "The hedge alone",
        Part::Combined => "The whole book",
        Part::Unhedged => "The book without its hedge",
    }
}

/// A finding of a part, which is named unless it is the whole book; begins with a capital letter.
pub fn of_part(part: Part, finding: &str) -> String {
    match part {
        Part::Combined => words::capital(finding),
        _ => format!("{}: {finding}", whole(part)),
    }
}

/// Its last day: `By 7 Jan`, or `After 29 trading days` where today is not known.
pub fn by_then(odds: &Odds, today: Option<Day>) -> String {
    let days = f64::from(odds.days);
    today.map_or_else(
        || format!("After {}", trading_days(days)),
        |from| format!("By {}", near(today, from.after_trading_days(days))),
    )
}

/// A day of the paths: `1 Dec`, or `trading day 5` where today is not known.
pub fn on_day(day: usize, today: Option<Day>) -> String {
    match (day, today) {
        (0, _) => "now".to_string(),
        (day, Some(from)) => near(today, from.after_trading_days(day as f64)),
        (day, None) => format!("trading day {}", number(day as f64)),
    }
}

/// Decimals of per cent that tell a share from 0 and 1 and show its error.
fn decimals(figure: Figure) -> usize {
    let apart = figure.value.min(1.0 - figure.value);
    let least = [figure.error.unwrap_or(0.0), apart].into_iter().filter(|x| *x > 0.0).fold(1.0, f64::min);
    (1..4).find(|decimals| 100.0 * least >= 0.5 * 0.1_f64.powi(*decimals)).unwrap_or(4) as usize
}

/// A chance alone: `6.8 %`.
pub fn share(figure: Figure) -> String {
    words::share(figure.value, decimals(figure))
}

/// A chance and its error: `6.8 % ± 0.5`.
pub fn chance(figure: Figure) -> String {
    with_error(share(figure), figure, |error| fixed(100.0 * error, decimals(figure)))
}

/// Dollars gained and their error: `+$2,140 ± $31`.
pub fn gained(figure: Figure) -> String {
    with_error(usd(figure.value), figure, amount)
}

/// Dollars lost and their error: `$9,100 ± $210`.
pub fn lost(figure: Figure) -> String {
    let said =
        if rounded(figure.value, 0) < 0.0 { format!("gains {}", amount(figure.value)) } else { amount(figure.value) };
    with_error(said, figure, amount)
}

/// The largest size and what one standard error more of every chance, or one less, would make of it: `$18,700 ± $640`, or
/// `$34,100, none to $36,000,` where one of them has no end.
pub fn largest(size: Usd, between: Option<[LargestSize; 2]>) -> String {
    let said = amount(size.0);
    match between {
        None => said,
        Some([LargestSize::UpTo(low), LargestSize::UpTo(high)]) => {
            format!("{said} ± {}", amount(0.5 * (high.0 - low.0)))
        }
        Some(ends) => {
            let [low, high] = ends.map(|end| match end {
                LargestSize::None => "none".to_string(),
                LargestSize::UpTo(usd) => amount(usd.0),
                LargestSize::Every => "every one".to_string(),
            });
            format!("{said}, {low} to {high},")
        }
    }
}

/// A correlation and its error: `+0.23 ± 0.04`.
pub fn correlation(figure: Figure) -> String {
    with_error(words::correlation(figure.value), figure, |error| fixed(error, 2))
}

fn with_error(said: String, figure: Figure, error_said: impl Fn(f64) -> String) -> String {
    match figure.error {
        Some(error) => format!("{said} ± {}", error_said(error)),
        None => said,
    }
}

/// A limit as it was typed: `5 %`.
pub fn limit(limit: Frac) -> String {
    format!("{}{THIN}%", number(rounded(100.0 * limit.0, 6)))
}

/// So many paths: `1 path`, `10,000 paths`.
pub fn paths(odds: &Odds) -> String {
    format!("{} path{}", number(f64::from(odds.paths)), if odds.paths == 1 { "" } else { "s" })
}

/// Whether a value is less than a chart's width away from what the chart shows: one that is farther would press all else
/// into a corner.
pub fn is_near([low, high]: [f64; 2], value: f64) -> bool {
    let room = (high - low).max(1.0);
    value >= low - room && value <= high + room
}
