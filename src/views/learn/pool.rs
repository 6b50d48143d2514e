//! Claims about the pool.

use crate::book::Book;
use crate::holdings::pool::break_even;
use crate::holdings::pool::compounding::Compounding;
use crate::holdings::pool::insurance::{default_haircut, triggers};
use crate::holdings::pool::year::{self, CarryColumn};
use crate::units::{CALENDAR_DAYS, Frac};
use crate::views::learn::Finding;
use crate::views::pool::{HeldPool, held, strip as strips};
use crate::views::report::Report;
use crate::views::report::pool::Quoted;
use crate::words::{amount, fixed, percent, share, usd};

const NO_POOL: &str = "There is no pool to test it on.";

/// The pool that a claim about one pool is tested on: the sized one, or the first that holds something where that holds
/// nothing.
fn tested(book: &Book) -> Option<HeldPool<'_>> {
    let sized = held(book).find(|(entry, ..)| Some(entry.nth) == book.plan.sized_pool());
    sized.or_else(|| held(book).next())
}

/// A sentence about the pool that a claim is tested on; it begins with the pool's name where several hold something.
fn about(book: &Book, name: &str, text: String) -> String {
    if held(book).nth(1).is_some() { format!("{name}: {text}") } else { text }
}

/// What is lost in dollars where impermanent loss reaches the deductible on the way down.
pub(super) fn il_cap(book: &Book, _: &Report) -> Finding {
    let Some((entry, position, _, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    let cap = position.insurance.deductible;
    let Some(trigger) = triggers(pool, position.entry, cap).0 else {
        return Finding::nothing("This position never loses that much to holding on the way down.");
    };
    let lost = -trigger.value_change.0;
    let text = format!(
        "The cover begins where the price has moved {}; {} of {} is gone by then.",
        percent(trigger.price_move.0, 1),
        amount(lost * position.deposit.0),
        amount(position.deposit.0)
    );
    Finding::new(lost <= cap.0 * (1.0 + 1e-9), format!("{} lost", share(lost, 1)), about(book, &entry.name, text))
}

/// Share of a claim that an insurer pays in this shock; claims are every pool's.
pub(super) fn insurance(book: &Book, report: &Report) -> Finding {
    if !held(book).any(|(_, position, ..)| position.insurance.cover.0 > 0.0) {
        return Finding::nothing("There is no cover to test it on.");
    }
    let paid = 1.0 - default_haircut(report.shock.vix.0 / report.shock.vix_from.0).0;
    let claims: f64 = report.parts.iter().filter(|part| part.id == "pool.claims").map(|part| part.usd.0).sum();
    let text = format!(
        "Mutual cover was suspended in past crashes: at VIX {} the model takes {} of a claim as paid, here {}.",
        crate::words::vix(report.shock.vix.0),
        share(paid, 0),
        amount(claims)
    );
    Finding::new(paid >= 0.9, format!("{} paid", share(paid, 0)), text)
}

/// Fees on the way against impermanent loss in dollars, of every pool.
pub(super) fn fee_spike(book: &Book, report: &Report) -> Finding {
    if !book.has_pool() {
        return Finding::nothing(NO_POOL);
    }
    let lost = report.pool.hodl_after.0 - report.pool.value_after.0;
    let fees = report.pool.fees.0;
    let text = format!(
        "Fees {} × as high at the end earn {} in {} days; rebalancing loses {} to holding, and the price move comes on top.",
        fixed(report.shock.fee_multiple, 1),
        amount(fees),
        crate::words::number(report.shock.days),
        amount(lost)
    );
    Finding::new(fees >= lost * (1.0 - 1e-9), format!("{} against {}", usd(fees), usd(-lost)), text)
}

/// Break-even volatility of this range against the full range's: √(8a) for both.
pub(super) fn narrow(book: &Book, _: &Report) -> Finding {
    let Some((entry, position, _, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    if pool.liquidity().is_none() {
        return Finding::nothing("Only Uniswap pools have a range.");
    }
    let apr = Frac(position.fee_apr);
    let Some(vol) = pool.breakeven_vol(position.entry, apr) else {
        return Finding::nothing("Out of range this position trades nothing.");
    };
    let full = (8.0 * apr.0).sqrt();
    let text = format!(
        "Fees pay for {} of volatility in this range and for {} in the full range: concentration scales fees and loss alike. The token has {}.",
        share(vol.0, 1),
        share(full, 1),
        share(position.vol.0, 0)
    );
    let text = about(book, &entry.name, text);
    Finding::new(vol.0 > full * (1.0 + 1e-9), format!("{} either way", share(vol.0, 0)), text)
}

/// What a few options a side leave of the impermanent loss.
pub(super) fn strip(book: &Book, _: &Report) -> Finding {
    let Some((entry, position, plan, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    let Some(found) = strips::of(book, entry.nth, position, pool) else {
        return Finding::nothing("Only Uniswap pools have a strip here.");
    };
    let [base, quote] = [plan.base_label(&book.plan.market), plan.quote_label(&book.plan.market)];
    let quoted = Quoted { base: &base, quote: &quote, is_inverted: plan.inverted };
    let strip = strips::report(book, &found, position, pool, &book.shock.as_set(0.0), &quoted);
    if strip.options.is_empty() {
        return Finding::nothing("The strip on this pool has no options a side.");
    }
    let left = strip.worst_leftover.0.abs();
    let text = format!(
        "{} options for {} days cost {}, the impermanent loss to expect in that time is {}; inside the range they leave {} at most.",
        strip.options.len(),
        fixed(strip.days, 0),
        amount(strip.cost.0),
        amount(strip.expected_il.0),
        amount(left)
    );
    let text = about(book, &entry.name, text);
    Finding::new(left <= 0.005 * position.deposit.0, format!("all but {}", amount(left)), text)
}

/// Correlation of the token with SPX that the model implies at the shock's VIX.
pub(super) fn second_engine(book: &Book, report: &Report) -> Finding {
    if !book.has_pool() {
        return Finding::nothing(NO_POOL);
    }
    let calm = book.shock.market_response(book.market.calibration.vix).correlation;
    let then = report.shock.correlation;
    let text = format!(
        "Correlation of token and SPX: {} at VIX {}, {} at VIX {}; in this shock condor {} and pool {}. At most 0.30 would be a yes.",
        fixed(calm, 2),
        crate::words::vix(report.shock.vix_from.0),
        fixed(then, 2),
        crate::words::vix(report.shock.vix.0),
        usd(report.condor.pnl.0),
        usd(report.pool.pnl.0)
    );
    Finding::new(then <= 0.3, fixed(then, 2), text)
}

/// The combined loss against the budget with what is deposited in every pool.
pub(super) fn share_of_capital(book: &Book, report: &Report) -> Finding {
    let capital = book.plan.account.risk_capital().0;
    if !book.has_pool() || capital <= 0.0 {
        return Finding::nothing(NO_POOL);
    }
    let deposits: f64 = held(book).map(|(_, position, ..)| position.deposit.0).sum();
    let (pnl, budget) = (report.combined.pnl.0, report.combined.budget.0);
    let text = format!(
        "A pool of {} of risk capital: the book makes {} at VIX {}, the budget is {}; the pool’s part is {}.",
        share(deposits / capital, 0),
        usd(pnl),
        crate::words::vix(report.shock.vix.0),
        amount(budget),
        usd(report.pool.pnl.0)
    );
    Finding::new(pnl >= -budget, usd(pnl), text)
}

/// What arbitrage takes of every pool a year; sandwiches are paid by the trader.
pub(super) fn sandwich(book: &Book, _: &Report) -> Finding {
    if !book.has_pool() {
        return Finding::nothing(NO_POOL);
    }
    let columns = held(book).map(|(_, position, _, pool)| year::column(position, pool, CALENDAR_DAYS));
    let year = columns.fold(CarryColumn::default(), |sum, one| sum.plus(&one));
    let text = format!(
        "Of a sandwich the trader pays and the pool earns the fee of both swaps. What the pool pays is arbitrage: {} of {} lost to rebalancing a year.",
        amount(year.arbitrage.0),
        amount(year.lvr.0)
    );
    Finding::new(false, "$0 a year".into(), text)
}

/// Times a year at which compounding earns the most.
pub(super) fn compounding(book: &Book, _: &Report) -> Finding {
    let Some((entry, position, _, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    let apr = break_even::of(position, pool).position_apr;
    let plan = Compounding { value: position.deposit, apr, gas: position.gas };
    let Some(times) = plan.best_times_per_year() else {
        let is_free = position.gas.0 <= 0.0;
        let why =
            if is_free { "Gas is free here: compound as often as you like." } else { "There are no fees to compound." };
        return Finding::nothing(why);
    };
    let every = if times < 1.0 {
        "not even once a year".to_string()
    } else {
        format!("every {} days", fixed(365.0 / times, 0))
    };
    let text = format!(
        "With gas of {} each time the best is {every}; more often, gas eats the growth.",
        amount(position.gas.0)
    );
    Finding::new(times >= 365.0, format!("{} × a year", fixed(times, 1)), about(book, &entry.name, text))
}
