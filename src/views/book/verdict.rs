//! Verdict: the one sentence on top.

use crate::book::Book;
use crate::book::limits::LargestPool;
use crate::plan::holding::Kind;
use crate::views::report::whole::Report;
use crate::words::{amount, at_most, percent, share, vix};

/// What the shock does and how large the sized pool may be, in words.
pub(in crate::views) fn of(book: &Book, report: &Report) -> String {
    let shock = &report.shock;
    if book.entries.is_empty() {
        return "Nothing is switched on: the book is empty.".into();
    }
    let days = match shock.days {
        0.0 => "at once".to_string(),
        1.0 => "in 1 day".to_string(),
        d => format!("in {} days", crate::words::number(d)),
    };
    let names_token = book.hangs_on_tokens();
    let token = if names_token {
        format!(", {}\u{a0}{}", book.plan.market.token.name(), percent(shock.token_return.0, 0))
    } else {
        String::new()
    };
    let pnl = report.combined.pnl.0;
    let verb = if pnl.round() == 0.0 {
        "comes out even at"
    } else if pnl < 0.0 {
        "loses"
    } else {
        "gains"
    };
    let over = -pnl - report.combined.budget.0;
    let past = if over > 0.5 { format!(" and {} past your budget", amount(over)) } else { String::new() };
    format!(
        "VIX {} → {} {days}, SPX\u{a0}{}{token}: the book {verb} {}, {} of equity{past}.{}",
        vix(shock.vix_from.0),
        vix(shock.vix.0),
        percent(shock.spx_return.0, 1),
        amount(pnl),
        share(report.combined.share_of_equity.0.abs(), 1),
        sized(book, report)
    )
}

/// How large the sized pool may be; nothing where no pool is on.
fn sized(book: &Book, report: &Report) -> String {
    let (Some(largest), Some(nth)) = (report.combined.largest_pool, book.plan.sized_pool()) else {
        return String::new();
    };
    let others = book.positions().count() > 1;
    let name = if others { book.plan.name(Kind::Pool, nth) } else { "A pool".into() };
    let survives = match largest {
        LargestPool::Unlimited => format!("{name} of any size survives: it does not lose here"),
        LargestPool::UpTo(most) => format!("{name} of up to {} survives", at_most(most.0)),
        LargestPool::None if others => format!("{name} has no room: the rest of the book uses up the budget"),
        LargestPool::None => "No pool fits: the rest of the book uses up the budget".to_string(),
    };
    let yours = match book.sized_position() {
        Some(position) if position.pool.is_some() => format!("; yours is {}.", amount(position.deposit.0)),
        _ => "; you hold none.".to_string(),
    };
    format!(" {survives}{yours}")
}
