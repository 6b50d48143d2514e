//! Claims about the pool.

use crate::book::limits::is_past;
use crate::book::{Book, explosions, pnl, way};
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::compounding::Compounding;
use crate::holdings::pool::growth::Yields;
use crate::holdings::pool::insurance::triggers;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::year;
use crate::plan::{PoolKind, PoolPlan};
use crate::simulation::correlation_map::{Grid, NODES, correlation_at};
use crate::sizing::checks::second_engine::MOST;
use crate::units::{Frac, Usd, Years};
use crate::views::learn::claim::Finding;
use crate::views::pool::held::{HeldPool, held};
use crate::views::pool::strip as strips;
use crate::views::report::pool::Quoted;
use crate::views::size::risk_answers::days;
use crate::words::{amount, correlation, fixed, percent, share, usd, vix};

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

/// What the pool loses of its deposit in this shock, cover paid, against the deductible.
pub(super) fn il_cap(book: &Book) -> Finding {
    let Some((entry, position, _, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    let cap = position.insurance.deductible;
    let pnl = position.pnl(&book.shock.as_set(0.0));
    let lost = -(pnl.price_move + pnl.divergence + pnl.claims) / position.deposit.0;
    let from = match triggers(pool, position.entry, cap).0 {
        Some(trigger) => format!(
            "The cover begins where the price has moved {}, and by then {} is lost already.",
            percent(trigger.price_move.0, 1),
            share(-trigger.value_change.0, 1)
        ),
        None => "The gap to holding never gets that large on the way down.".into(),
    };
    let text = format!(
        "The pool’s value makes {} in this shock and the cover pays {}; at most {} lost is a yes. {from}",
        usd(pnl.price_move + pnl.divergence),
        amount(pnl.claims),
        share(cap.0, 0)
    );
    let figure = if lost > 0.0 { format!("{} lost", share(lost, 1)) } else { format!("{} gained", share(-lost, 1)) };
    Finding::new(lost <= cap.0, figure, about(book, &entry.name, text))
}

/// Fees on the way against impermanent loss in dollars, of every pool.
/// Dollars that are none.
const SAME: f64 = 0.5;
const NEITHER: &str =
    "It earns no fee and loses nothing to holding: out of its range, or of a pair that does not move.";

pub(super) fn fee_spike(book: &Book) -> Finding {
    if !book.has_pool() {
        return Finding::nothing(NO_POOL);
    }
    let world = book.shock.as_set(0.0);
    let pools = pnl::pools(book, &world);
    let lost = -pools.divergence;
    if pools.fees < SAME && lost.abs() < SAME {
        return Finding::nothing(NEITHER);
    }
    let text = format!(
        "Fees {} × as high at the end earn {} over {}; rebalancing loses {} to holding, and the price move comes on top. Fees of as much are a yes.",
        fixed(world.fee_multiple, 1),
        amount(pools.fees),
        days(world.days),
        amount(lost)
    );
    Finding::new(pools.fees >= lost, format!("{} against {}", usd(pools.fees), usd(-lost)), text)
}

/// Fees less loss to rebalancing a year, expected, of this pool's range and of the full range for the same deposit.
pub(super) fn narrow(book: &Book) -> Finding {
    let Some((entry, position, plan, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    if plan.kind != PoolKind::Concentrated {
        return Finding::nothing("Only Uniswap v3 pools have a range.");
    }
    let full = PoolPlan { kind: PoolKind::ConstantProduct, deposit: position.deposit, ..plan.clone() };
    let Ok(Some(full)) = Pool::bought(&full, position.entry, None) else { return Finding::nothing(NO_POOL) };
    let year = |pool: &Pool| {
        let carry = Carry { pool: *pool, price: position.entry, vol: position.vol, horizon: Years(1.0) };
        carry.expected_fees(Frac(position.fee_apr)) - carry.expected_lvr()
    };
    let (own, wide) = (year(pool), year(&full));
    let text = format!(
        "Expected over a year, fees less loss to rebalancing, time out of range counted: this range {}, the full range {}, at a token volatility of {}. More than the full range is a yes. Fees pay for a volatility of {}; above it a narrower range only loses faster.",
        usd(own),
        usd(wide),
        share(position.vol.0, 0),
        share((8.0 * position.fee_apr).sqrt(), 0)
    );
    Finding::new(own > wide, format!("{} against {}", usd(own), usd(wide)), about(book, &entry.name, text))
}

/// What a few options a side leave of the impermanent loss.
pub(super) fn strip(book: &Book) -> Finding {
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
        "{} options for {} calendar days cost {}, the impermanent loss to expect in that time is {}; inside the range they leave {} at most. Half a per cent of the deposit is a yes.",
        strip.options.len(),
        fixed(strip.days, 0),
        amount(strip.cost.0),
        amount(strip.expected_il.0),
        amount(left)
    );
    let text = about(book, &entry.name, text);
    Finding::new(left <= 0.005 * position.deposit.0, format!("all but {}", amount(left)), text)
}

/// Correlation of condor and pool P&L at the shock's VIX and days: the figure of Size's second-engine check.
pub(super) fn second_engine(book: &Book) -> Finding {
    if !book.has_pool() || !book.has_condor() {
        return Finding::nothing("It takes a condor and a pool to test it.");
    }
    let shock = book.shock.calm(book.shock.event.days);
    let (from, to) = (book.market.calibration.vix, book.shock.vix());
    let grid = Grid::new(NODES);
    let Some(rho) = correlation_at(book, &grid, &shock, to) else {
        return Finding::nothing("Condor or pool never moves: nothing to correlate.");
    };
    let pnl = pnl::of(book, &book.shock.as_set(0.0));
    let today = correlation_at(book, &grid, &shock, from);
    let now = today.map_or_else(String::new, |now| format!("{} at VIX {}, ", correlation(now), vix(from.0)));
    let text = format!(
        "Correlation of condor and pool P&L over {} once VIX stands there, as on Size: {now}{} at VIX {}; at most {} is a yes. It says nothing of the means: in this shock condor {} and pool {}.",
        days(shock.event.days),
        correlation(rho),
        vix(to.0),
        fixed(MOST, 1),
        usd(pnl.condor),
        usd(pnl.pool)
    );
    Finding::new(rho <= MOST, correlation(rho), text)
}

/// The combined loss against the budget with what is deposited in every pool.
pub(super) fn share_of_capital(book: &Book) -> Finding {
    let capital = book.plan.account.risk_capital().0;
    if !book.has_pool() || capital <= 0.0 {
        return Finding::nothing(NO_POOL);
    }
    let deposits: f64 = held(book).map(|(_, position, ..)| position.deposit.0).sum();
    let pnl = pnl::of(book, &book.shock.as_set(0.0));
    let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
    let (at, Usd(worst)) = way::scan_to(book, book.shock.vix().0).way(book).worst(held);
    let on_the_way = if worst < pnl.combined() - 0.5 {
        format!(", and on the way {} at VIX {}", usd(worst), vix(at.0))
    } else {
        String::new()
    };
    let broken = explosions::count(book);
    let text = format!(
        "A pool of {} of risk capital: the book makes {} at VIX {}, the pool alone {}{}. A loss within the budget of {} is a yes; in {} of {} explosions, 1987 to 2026, it would stay within it.",
        share(deposits / capital, 0),
        usd(pnl.combined()),
        vix(book.shock.vix().0),
        usd(pnl.pool),
        on_the_way,
        amount(book.budget),
        broken.total - broken.count,
        broken.total
    );
    Finding::new(!is_past(-worst, book.budget), usd(worst), text)
}

/// Loss to rebalancing against fees, expected over a year, of every pool.
pub(super) fn losing(book: &Book) -> Finding {
    if !book.has_pool() {
        return Finding::nothing(NO_POOL);
    }
    let each = held(book).map(|(_, position, _, pool)| {
        let year = year::column(position, pool, crate::units::CALENDAR_DAYS);
        [year.fees.0, year.lvr.0]
    });
    let [fees, lost] = each.fold([0.0; 2], |sum, one| [sum[0] + one[0], sum[1] + one[1]]);
    if fees < SAME && lost.abs() < SAME {
        return Finding::nothing(NEITHER);
    }
    let text = format!(
        "Expected over a year without a shock, time out of range counted: fees of {}, and {} lost to rebalancing. A loss above the fees is a yes.",
        amount(fees),
        amount(lost)
    );
    Finding::new(lost > fees, format!("{} against {}", usd(fees), usd(-lost)), text)
}

/// Gas of a position; cents where it is less than a dollar.
fn gas(position: &Position) -> String {
    if position.gas.0 < 1.0 { format!("${}", crate::words::number(position.gas.0)) } else { amount(position.gas.0) }
}

/// Times a year at which compounding earns the most.
pub(super) fn compounding(book: &Book) -> Finding {
    let Some((entry, position, _, pool)) = tested(book) else { return Finding::nothing(NO_POOL) };
    // Of an average year, as in the pool's view.
    let apr = Yields::of(position, pool, &year::columns(position, pool)[2]).fees;
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
        format!("every {} calendar days", fixed(365.0 / times, 0))
    };
    let text = format!(
        "With gas of {} each time the best is {every}; more often, gas eats the growth. Daily or more often is a yes.",
        gas(position)
    );
    Finding::new(times >= 365.0, format!("{} × a year", fixed(times, 1)), about(book, &entry.name, text))
}
