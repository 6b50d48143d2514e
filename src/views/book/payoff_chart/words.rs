//! What the payoff says: the finding, how to read it, and the same as a table. All recomputed with the data.

use crate::book::curves::{Growing, Payoff, PayoffAxis, PayoffPoint};
use crate::numbers::by_rising;
use crate::views::book::payoff_chart::{
    PayoffView, SERIES, Series, level, off_chart, pinned, place, place_of_spx, point_at, series,
};
use crate::views::pinned::{CAPTION, NAME, said_usd, with_column};
use crate::views::report::Report;
use crate::words as say;

/// Losses below this many dollars are none.
const NOTHING: f64 = 0.5;

/// A fall smaller than this is none.
const STAYS: f64 = 0.002;

/// The finding in one line: where the book does worst and what happens beyond.
pub fn headline(payoff: &Payoff) -> String {
    let worst = &payoff.worst;
    if payoff.points.len() < 2 || !worst.combined.is_finite() {
        return "No curve: these inputs give no numbers".into();
    }
    if payoff.axis == PayoffAxis::Token {
        return over_token(payoff);
    }
    let usd = say::usd(worst.combined);
    if worst.combined > NOTHING {
        return format!("Nothing on this line loses: {usd} at least, near {}", spot(payoff, worst));
    }
    if worst.combined > -NOTHING {
        return "Nothing on this line loses".into();
    }
    let (crash, rally) = ends(payoff);
    let is_rally = worst.spx > payoff.now.spx;
    let is_edge = worst.spx == crash.spx || worst.spx == rally.spx;
    let grows = if payoff.growing != Growing::Nowhere { ", the edge: still growing beyond the chart" } else { "" };
    let finding = format!("Worst {usd} {} {}", if is_edge { "at" } else { "near" }, spot(payoff, worst));
    if is_rally {
        return match worst_fall(payoff) {
            // The shock's vols and days cost where SPX stays: no fall is worse.
            Some(fall) if fall.spx >= payoff.now.spx * (1.0 - STAYS) => {
                format!(
                    "{finding}, a rally{grows}; with SPX where it is it loses {}, more than at any fall",
                    say::amount(-fall.combined)
                )
            }
            Some(fall) => {
                // What lies beyond the chart's edge nobody has looked at.
                let place = if fall.spx == crash.spx { "as far as the chart goes, at" } else { "near" };
                format!(
                    "{finding}, a rally{grows}; the worst fall costs {} {place} {}",
                    say::amount(-fall.combined),
                    spot(payoff, fall)
                )
            }
            None => format!("{finding}{grows}: rallies hurt, falls do not"),
        };
    }
    if payoff.growing != Growing::Nowhere {
        return format!("{finding}{grows}");
    }
    if is_edge {
        return format!("{finding}, the edge: it hardly moves there");
    }
    if crash.combined > worst.combined + 0.02 * worst.combined.abs() {
        let others = (crash.condor + crash.pool) - (worst.condor + worst.pool);
        let vix = say::vix(worst.vix);
        return if others <= 0.0 {
            format!("{finding}; past VIX {vix} the hedge catches up")
        } else {
            format!("{finding}; past VIX {vix} it recovers")
        };
    }
    format!("{finding}; from there to the chart's edge it hardly moves")
}

/// The finding over the token's price.
fn over_token(payoff: &Payoff) -> String {
    let worst = &payoff.worst;
    let usd = say::usd(worst.combined);
    if worst.combined > -NOTHING {
        return format!("No token price on this line loses: {usd} at least, at {}", say::price(worst.token));
    }
    let at = say::price(worst.token);
    let is_end = |point: Option<&PayoffPoint>| point.is_some_and(|point| point.token == worst.token);
    match payoff.growing {
        Growing::Below | Growing::Above => format!("Worst {usd} at {at}, the edge: still growing beyond the chart"),
        Growing::Nowhere if is_end(payoff.points.first()) || is_end(payoff.points.last()) => {
            format!("Worst {usd} at {at}, the edge: it hardly moves there")
        }
        Growing::Nowhere => format!("Worst {usd} with the token near {at}"),
    }
}

/// Ends of the curve: lowest SPX, highest SPX.
fn ends(payoff: &Payoff) -> (&PayoffPoint, &PayoffPoint) {
    let first = payoff.points.first().unwrap_or(&payoff.now);
    let last = payoff.points.last().unwrap_or(&payoff.now);
    if first.spx <= last.spx { (first, last) } else { (last, first) }
}

/// The worst point below today's SPX, where it loses.
fn worst_fall(payoff: &Payoff) -> Option<&PayoffPoint> {
    payoff.worst_fall.as_ref().filter(|fall| fall.combined < -NOTHING)
}

fn spot(payoff: &Payoff, point: &PayoffPoint) -> String {
    match payoff.axis {
        PayoffAxis::Spx => {
            let unit = if point.spx >= 1000.0 { 10.0 } else { 1.0 };
            format!("SPX {}", say::fixed((point.spx / unit).round() * unit, 0))
        }
        PayoffAxis::Vix => format!("VIX {}", say::vix(point.vix)),
        PayoffAxis::Token => format!("token {}", say::price(point.token)),
    }
}

/// How to read the chart: break-evens, the band, and what lies off to the sides.
pub fn caption(view: &PayoffView) -> String {
    let payoff = view.payoff;
    let marks: Vec<String> = payoff.break_evens.iter().map(|x| level(payoff.axis, *x)).collect();
    let mut out = match marks.len() {
        0 => "No break-even on this line.".to_string(),
        1 => format!("Break-even {}.", marks[0]),
        _ => format!("Break-evens {}.", say::listed(&marks)),
    };
    let token = view.token;
    if payoff.axis == PayoffAxis::Token {
        let shock = &payoff.shock;
        out += &format!(
            " SPX stays at {} and VIX at {}, where the shock puts them",
            say::fixed(shock.spx, 0),
            say::vix(shock.vix)
        );
        out += match view.report.condors.len() {
            0 => ".",
            1 => "; the condor does not move.",
            _ => "; the condors do not move.",
        };
        let shock = &view.report.shock;
        if !view.report.condors.is_empty() && shock.is_token_linked && shock.is_spx_linked {
            out += &format!(
                " At expiry {} has moved on from each place by what SPX and VIX do to it until then.",
                view.token
            );
        }
        out += &others(view.report, view.token);
        if !payoff.bounds.is_empty() {
            out += " Drag the handles to move the pool's bounds.";
        }
        return out + of_a(view);
    }
    let correlation = view.report.shock.correlation;
    let has_band = payoff.points.iter().any(|p| p.low != p.high);
    if has_band {
        out += &format!(" Grey band: what {token} may do on its own.");
    }
    if has_band && correlation.is_finite() {
        let share = say::share(correlation * correlation, 0);
        out += &format!(" SPX and VIX explain {share} of {token}'s moves here, so read the band, not the line.");
    }
    let bounds = distinct(off_chart(view, |_| true).into_iter().map(|(_, price)| price));
    let strikes = view.report.condors.iter().filter(|condor| condor.contracts > 0.0).flat_map(|condor| condor.strikes);
    let strikes = distinct(strikes.filter(|k| place_of_spx(payoff, k.0).is_none()).map(|k| k.0));
    let mut off = several(&bounds, "pool bounds", |price| format!("{token} {}", say::price(price)));
    off.extend(several(&strikes, "strikes", |level| format!("strike {}", say::fixed(level, 0))));
    let verb = if bounds.len() + strikes.len() == 1 { "lies" } else { "lie" };
    let handles = handles(view).filter(|_| payoff.axis == PayoffAxis::Spx);
    out += &match (handles, off.is_empty()) {
        (None, true) => String::new(),
        (Some(words), true) => format!(" {words}."),
        (Some(words), false) => format!(" {words}; {} {verb} off the chart.", say::listed(&off)),
        (None, false) => format!(" Off the chart: {}.", say::listed(&off)),
    };
    out + of_a(view)
}

/// How tokens beside the market's move along its price, where pools hold any; another answer than where it is typed.
pub fn others(report: &Report, token: &str) -> String {
    if report.pools.iter().all(|pool| pool.is_on_market_token) {
        return String::new();
    }
    format!(
        " Other tokens are taken along by what is unusual in {token}'s move; once that move is typed they make it too."
    )
}

/// How plan A is read, where it is drawn.
fn of_a(view: &PayoffView) -> &'static str {
    if pinned(view).is_some() { CAPTION } else { "" }
}

/// The levels by rising value, each once.
fn distinct(levels: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut levels = by_rising(levels.collect(), |level| *level);
    levels.dedup();
    levels
}

/// Each of a few levels; of many how many there are and how far they reach.
fn several(levels: &[f64], names: &str, one: impl Fn(f64) -> String) -> Vec<String> {
    match *levels {
        [low, _, _, .., high] => vec![format!("{} {names} from {} to {}", levels.len(), one(low), one(high))],
        _ => levels.iter().map(|level| one(*level)).collect(),
    }
}

/// What can be dragged on the SPX axis; `None` where nothing can.
fn handles(view: &PayoffView) -> Option<&'static str> {
    let has_strikes = view.report.condors.iter().any(|condor| condor.contracts > 0.0);
    match (has_strikes, view.payoff.bounds.is_empty()) {
        (true, false) => Some("Drag the handles to move strikes and pool bounds"),
        (true, true) => Some("Drag the handles to move strikes"),
        (false, false) => Some("Drag the handles to move pool bounds"),
        (false, true) => None,
    }
}

/// One sentence for those who do not see the picture.
pub(super) fn description(view: &PayoffView) -> String {
    let payoff = view.payoff;
    let (from, to) = match (payoff.points.first(), payoff.points.last()) {
        (Some(a), Some(b)) => (level(payoff.axis, place(payoff.axis, a)), level(payoff.axis, place(payoff.axis, b))),
        _ => return "No curve.".into(),
    };
    let name = match payoff.axis {
        PayoffAxis::Spx => "SPX",
        PayoffAxis::Vix => "VIX",
        PayoffAxis::Token => view.token,
    };
    let shock = &payoff.shock;
    let dollars = series(view.report)
        .filter(|series| series.name != "At expiry")
        .map(|series| format!("{} {}", series.name.to_ascii_lowercase(), say::usd((series.value)(shock))));
    let other = pinned(view).map(|a| point_at(a, place(payoff.axis, shock)).map(|point| point.combined));
    let other = other.map_or_else(String::new, |a| said_usd(a, shock.combined));
    format!(
        "Profit and loss over {name} {from} to {to}. At the shock, SPX {} and VIX {}: {}.{other}",
        say::fixed(shock.spx, 0),
        say::vix(shock.vix),
        dollars.collect::<Vec<_>>().join(", "),
    )
}

/// Headings and about 21 rows of the curves, dollars signed without the dollar sign; a part that is nothing anywhere has
/// no column, and a pinned plan has one.
pub fn table(payoff: &Payoff, pinned: Option<&Payoff>) -> (Vec<String>, Vec<Vec<String>>) {
    let is_there = |series: &Series| payoff.points.iter().any(|p| (series.value)(p) != 0.0);
    let parts = SERIES[1..4].iter().filter(|series| is_there(series));
    let shown: Vec<&Series> = parts.chain([&SERIES[4], &SERIES[0]]).collect();
    let last = payoff.points.len().saturating_sub(1);
    let count = last.min(20);
    let rows = (0..=count).filter_map(|i| payoff.points.get((i * last).checked_div(count).unwrap_or(0)));
    let cells = |p: &PayoffPoint| {
        let place = [say::fixed(p.spx, 0), say::vix(p.vix), say::price(p.token)];
        place.into_iter().chain(shown.iter().map(|series| say::signed((series.value)(p)))).collect()
    };
    let names = ["SPX", "VIX", "Token"].into_iter().chain(shown.iter().map(|series| series.name));
    let table = (names.map(String::from).collect(), rows.clone().map(cells).collect());
    let Some(a) = pinned.filter(|a| a.axis == payoff.axis) else { return table };
    let at = |p: &PayoffPoint| point_at(a, place(a.axis, p)).map(|point| say::signed(point.combined));
    with_column(table, NAME, rows.map(at))
}
