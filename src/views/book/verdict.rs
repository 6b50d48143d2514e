//! Verdict: the one sentence on top.

use crate::book::Book;
use crate::holdings::world::World;
use crate::plan::holding::Kind;
use crate::views::book::liquidations;
use crate::views::report::whole::Report;
use crate::words::{amount, percent, place, share, trading_days, vix};

/// What the way to the shock does, in words. How large the sized pool may be is [`crate::views::size`]'s to say.
pub(in crate::views) fn of(book: &Book, report: &Report, world: &World) -> String {
    let shock = &report.shock;
    if book.entries.is_empty() {
        return "Nothing is switched on: the book is empty.".into();
    }
    let days = match shock.days {
        0.0 => "at once".to_string(),
        d => format!("in {}", trading_days(d)),
    };
    let token = token(book, world)
        .map_or_else(String::new, |(name, by)| format!(", {name}\u{a0}{}", percent(by, usize::from(by.abs() < 0.05))));
    let place = format!(
        "VIX {} → {} {days}, SPX\u{a0}{}{token}",
        vix(shock.vix_from.0),
        vix(shock.vix.0),
        percent(shock.spx_return.0, 1)
    );
    let loans = liquidations::sentence(book, world).map_or_else(String::new, |said| format!(" {said}"));
    format!("{place}: the book {}.{loans}", what(report))
}

/// The token that the book hangs on and its simple return: the market's where a pool of it or a leg on the chain does, else
/// that of the largest pool that has one. What is written on a pool hangs on that pool's tokens.
fn token(book: &Book, world: &World) -> Option<(String, f64)> {
    let market = &book.plan.market;
    let is_on_market = book.positions().any(|position| position.base == Some(0) || position.quote == Some(0))
        || book.legs().any(|leg| leg.kind == Kind::Chain);
    let (token, name) = if is_on_market {
        (Some(0), market.token.name().to_string())
    } else {
        let (_, position, plan) = book
            .pools()
            .filter(|(_, position, _)| position.base.or(position.quote).is_some())
            .max_by(|a, b| a.1.deposit.0.total_cmp(&b.1.deposit.0))?;
        match position.base {
            None => (position.quote, plan.quote_label(market)),
            base => (base, plan.base_label(market)),
        }
    };
    Some((name, world.log_return(token).exp_m1()))
}

/// What the book makes at the worst of the way, and at the shock itself where that is another place.
fn what(report: &Report) -> String {
    let combined = &report.combined;
    let (end, worst) = (combined.pnl.0, combined.worst_on_way.0);
    let of_equity = share(combined.share_of_equity.0.abs(), 1);
    let over = -worst - combined.budget.0;
    let past = if over > 0.5 { format!(", {} past your budget", amount(over)) } else { String::new() };
    let shocked = match end {
        pnl if pnl.round() == 0.0 => "comes out even".to_string(),
        pnl if pnl < 0.0 => format!("loses {}, {of_equity} of equity", amount(pnl)),
        pnl => format!("gains {}, {of_equity} of equity", amount(pnl)),
    };
    if worst.round() >= end.round() || worst.round() >= 0.0 {
        return format!("{shocked}{past}");
    }
    let at = place(combined.worst_vix_on_way.0, combined.worst_spx_on_way.map(|spx| spx.0));
    let end = place(report.shock.vix.0, combined.worst_spx_on_way.map(|_| report.shock.spx_return.0));
    // Where neither VIX nor SPX has moved another move is the way.
    let [at, end] = if at == end { ["before its end".into(), "its end".into()] } else { [format!("at {at}"), end] };
    format!("loses as much as {} on the way, {at}{past}; at {end} it {shocked}", amount(worst))
}
