//! Answers: each part of the risk in a sentence.

use crate::book::Book;
use crate::book::frontier::Frontier;
use crate::simulation::correlation_map::CorrelationMap;
use crate::sizing::checks::cash_flow::{CashFlow, CashFlowTest};
use crate::sizing::checks::second_engine::MOST;
use crate::units::Points;
use crate::views::book::gone::{self, Gone};
use crate::views::book::linked;
use crate::views::engines::Engines;
use crate::views::size::cvar_report::CvarReport;
use crate::words::{amount, correlation, fixed, rounded, share, trading_days, usd, vix};

/// `an instant`, `1 trading day`, `5 trading days`.
pub fn days(count: f64) -> String {
    match count {
        d if d <= 0.0 => "an instant".into(),
        d => trading_days(rounded(d, 2)),
    }
}

/// Where condors and pools stop being two engines, given VIX and over all of it.
pub(super) fn map(book: &Book, map: &CorrelationMap, report: &CvarReport) -> String {
    let engines = Engines::of(book);
    let (condor, whose) = if engines.condors > 1 { ("condors", "condors'") } else { ("condor", "condor's") };
    let (pool, gains): (_, fn(f64) -> String) = if engines.pools > 1 { ("pools", gain) } else { ("pool", gains) };
    let Some(column) = map.days.iter().position(|day| *day == report.days) else { return String::new() };
    let cells: Vec<_> = (0..map.levels.len()).filter_map(|row| map.cell(row, column)).collect();
    let rho = |i: usize| cells[i].wings[0].correlation;
    let Some(most) = (0..cells.len()).filter_map(rho).reduce(f64::max) else {
        return "Without both a condor and a pool there is nothing to correlate.".into();
    };
    // The lowest level from which it holds all the way up.
    let from = |holds: &dyn Fn(usize) -> bool| (0..cells.len()).rev().take_while(|i| holds(*i)).last();
    let together = from(&|i| rho(i).is_some_and(|rho| rho > MOST));
    let both_lose = from(&|i| cells[i].wings[0].own.mean.0 < 0.0 && cells[i].pool.mean.0 < 0.0);
    let over = days(report.days);
    let first = match together {
        Some(i) => format!(
            "From VIX {} up {condor} and {pool} fall together: correlation up to {} over {over}. It is not a second engine there.",
            vix(cells[i].vix.0),
            correlation(most)
        ),
        None => format!("At a given VIX {condor} and {pool} correlate at most {} over {over}.", correlation(most)),
    };
    let in_tail = report.pools_in_tail.map_or(0.0, |tail| tail[0].0);
    let second = match both_lose {
        Some(i) => format!(
            " {} VIX moves both: from {} up both lose on average, and in the {whose} worst 5 % the {pool} {}.",
            if together.is_some() { "And" } else { "But" },
            vix(cells[i].vix.0),
            gains(in_tail)
        ),
        None => format!(" In the {whose} worst 5 % the {pool} {}.", gains(in_tail)),
    };
    first + &second
}

/// How the token's correlation with the shock, SPX and VIX together, goes with VIX from the lowest level to the highest.
pub fn implied(map: &CorrelationMap) -> String {
    let (Some(low), Some(high)) = (map.implied.first(), map.implied.last()) else {
        return "There is no token to correlate with the shock.".into();
    };
    let how = match high.0 - low.0 {
        gap if gap.abs() < 0.01 => "as much at any VIX",
        gap if gap > 0.0 => "more when VIX is high",
        _ => "less when VIX is high",
    };
    let (from, to) = (correlation(low.0), correlation(high.0));
    let ends = [map.levels.first(), map.levels.last()].map(|level| level.map_or_else(String::new, |at| vix(at.0)));
    format!("The token moves with SPX and VIX {how}: {from} at VIX {}, {to} at VIX {}.", ends[0], ends[1])
}

/// `loses $3,950 on average`.
fn gains(usd: f64) -> String {
    format!("{} {} on average", if usd < 0.0 { "loses" } else { "gains" }, amount(usd.abs()))
}

/// `lose $3,950 on average`, of several.
fn gain(usd: f64) -> String {
    format!("{} {} on average", if usd < 0.0 { "lose" } else { "gain" }, amount(usd.abs()))
}

pub(super) fn cvar(report: &CvarReport) -> String {
    let over = days(report.days.max(1.0));
    if report.cvar.0.abs() < 0.5 {
        return format!("The worst 5 % of outcomes over {over} come out even on average.");
    }
    if report.cvar.0 <= 0.0 {
        return format!("Even the worst 5 % of outcomes over {over} gain {} on average.", amount(-report.cvar.0));
    }
    let gap = report.cvar.0 - report.budget.0;
    let against = if gap > 0.5 {
        format!("{} past the budget of {}", amount(gap), amount(report.budget.0))
    } else {
        format!("within the budget of {}", amount(report.budget.0))
    };
    format!("The worst 5 % of outcomes over {over} lose {} on average, {against}.", amount(report.cvar.0))
}

pub(super) fn frontier(book: &Book, frontier: &Frontier, gone_at: Option<Points>) -> String {
    let budget = format!("budget of {}", amount(book.budget));
    let held = linked::held(&book.shock.event, book.plan.market.token.name());
    let today = book.market.calibration.vix.0;
    let link = match gone::of(gone_at.map(|at| at.0), today, &[], book.budget) {
        Gone::Today(..) if held.is_empty() => format!("The {budget} is gone already at today's VIX {}", vix(today)),
        Gone::Today(..) => format!("With {held} the {budget} is gone already at today's VIX {}", vix(today)),
        Gone::At(at) => {
            let spx = book.shock.link().spx_return(Points(at)).0.exp_m1();
            format!(
                "{} the {budget} is gone at VIX {}, SPX {}",
                linked::with_spx(&held),
                vix(at),
                crate::words::percent(spx, 1)
            )
        }
        Gone::Nowhere => format!("{} nothing up to VIX 150 costs the {budget}", linked::with_spx(&held)),
    };
    let crypto = match frontier.crypto {
        _ if !frontier.hangs_on_tokens => String::new(),
        Some(fall) if fall.0 >= 0.0 => "; the budget is gone before the token falls".into(),
        Some(fall) => format!("; a crypto-only fall of {} does it too", share(-fall.0, 0)),
        None => format!("; a crypto-only fall does not, down to −95 % ({})", usd(frontier.crypto_worst)),
    };
    format!("{link}{crypto}.")
}

/// The cash-flow test of a book; without engines nothing is tested.
pub(super) fn cash_of(book: &Book, test: &CashFlowTest) -> String {
    if Engines::of(book).is_empty() {
        return "There is neither condor nor pool that could pay anything in.".into();
    }
    cash(test)
}

/// The cash-flow test: what the engines pay in, or where they do not, and what the book makes there.
pub fn cash(test: &CashFlowTest) -> String {
    let [low, high] = &test.ends;
    let over = days(test.days);
    let price = |end: &CashFlow| match end.price {
        Some(price) => format!("P/CF {}", fixed(price, 1)),
        None => "P/CF n/m".into(),
    };
    let at = |end: &CashFlow| format!("{} at VIX {}", price(end), vix(end.vix.0));
    if test.passes {
        // Cash that comes in says nothing of what the marks make beside it.
        let loses =
            |end: &CashFlow| (end.mark.0 < -0.5).then(|| format!("{} at VIX {}", amount(-end.mark.0), vix(end.vix.0)));
        let lost: Vec<String> = test.ends.iter().filter_map(loses).collect();
        let beside = if lost.is_empty() {
            String::new()
        } else {
            format!("; the book as a whole loses {} all the same", lost.join(" and "))
        };
        return format!("The engines pay in at both ends of VIX over {over}: {}, {}{beside}.", at(low), at(high));
    }
    let worst = if low.total.0 < high.total.0 { low } else { high };
    // Of the same place: what its marks make is another thing than its cash.
    let beside = match worst.mark.0 {
        mark if mark < -0.5 => format!(" The book as a whole loses {} there.", amount(-mark)),
        mark if mark > 0.5 => format!(" The book as a whole gains {} there.", amount(mark)),
        _ => String::new(),
    };
    if worst.total.0 > -0.5 {
        let at = vix(worst.vix.0);
        return format!("At VIX {at} the engines bring in nothing over {over}: the cash-flow test fails.{beside}");
    }
    format!(
        "At VIX {} the engines cost {} over {over} instead of paying: the cash-flow test fails.{beside}",
        vix(worst.vix.0),
        amount(-worst.total.0)
    )
}
