//! Derived: what the model fills in where an input is left to it.

use crate::book::{Book, explained};
use crate::holdings::Held;
use crate::holdings::pool::position::concentration;
use crate::plan::address::Address;
use crate::plan::holding::Kind;
use crate::plan::{PoolPlan, Token};
use crate::shock::token::Response;
use crate::sizing::hurdle::{borrowed, hurdle_inputs};
use crate::units::{Frac, Years};
use crate::views::report::Report;

/// The value in use while an input follows the model, in the plan's unit; `None` for other inputs, and for those of a
/// holding that is off.
pub fn value(book: &Book, report: &Report, at: Address) -> Option<f64> {
    match at.kind() {
        Some(Kind::Condor) => condor(report, at),
        Some(Kind::Pool) => pool(book, at),
        Some(Kind::Layer) => {
            let layer = report.hedge.layers.iter().find(|layer| layer.nth == at.nth)?;
            match at.row {
                "layer.contracts" => Some(layer.contracts),
                "layer.strike" => Some(layer.strike.0),
                _ => None,
            }
        }
        Some(Kind::Conversion) => {
            let entry = book.of_kind(Kind::Conversion).find(|entry| entry.nth == at.nth)?;
            let Held::Conversion(conversion) = &entry.held else { return None };
            match at.row {
                "conversion.call" => Some(conversion.parity.call),
                "conversion.put" => Some(conversion.parity.put),
                _ => None,
            }
        }
        Some(Kind::Etp | Kind::Chain | Kind::Strip) => None,
        None => market(book, at.row)
            .or_else(|| of_shock(book, report, at))
            .or_else(|| asked(book, at.row))
            .or_else(|| money(book, at.row)),
    }
}

fn condor(report: &Report, at: Address) -> Option<f64> {
    let condor = report.condors.iter().find(|condor| condor.nth == at.nth)?;
    let [long_put, short_put, short_call, long_call] = condor.strikes.map(|strike| strike.0);
    let leg = |i: usize| condor.legs.get(i).map(|leg| leg.price.0);
    match at.row {
        "condor.long_put" => Some(long_put),
        "condor.short_put" => Some(short_put),
        "condor.short_call" => Some(short_call),
        "condor.long_call" => Some(long_call),
        "condor.fill" => Some(condor.credit.0),
        "condor.long_put_price" => leg(0),
        "condor.short_put_price" => leg(1),
        "condor.short_call_price" => leg(2),
        "condor.long_call_price" => leg(3),
        _ => None,
    }
}

fn pool(book: &Book, at: Address) -> Option<f64> {
    let plan = book.plan.pool(at.nth).filter(|_| book.plan.is_on(Kind::Pool, at.nth))?;
    let market = &book.plan.market;
    // The same with nothing typed.
    let untyped = PoolPlan { token_price: None, token_vol: None, ..plan.clone() };
    let fitted = || Response::fitted(Token::Own, market.vix, book.shock.vix());
    match at.row {
        "pool.token_price" => Some(untyped.base_usd(market).0),
        "pool.token_vol" => Some(untyped.vol_in(market).0),
        "pool.beta_spx" => Some(fitted().beta_spx),
        "pool.beta_vix" => Some(fitted().beta_vix),
        "pool.quote_vol" => Some(Token::Own.vol_in(market).0),
        "pool.quote_beta_spx" => Some(fitted().beta_spx),
        "pool.quote_beta_vix" => Some(fitted().beta_vix),
        "pool.position_apr" => position_apr(book, at),
        // One that is opened today has paid in what it deposits.
        "pool.cover_limit" | "pool.paid_in" => Some(plan.deposit.0),
        _ => None,
    }
}

/// Fee APR of a position in range while the full range's is typed: by its concentration.
fn position_apr(book: &Book, at: Address) -> Option<f64> {
    let (_, position, _) = book.pools().find(|(entry, ..)| entry.nth == at.nth)?;
    Some(position.fee_apr * concentration(position.pool.as_ref()?, position.entry))
}

fn market(book: &Book, row: &str) -> Option<f64> {
    let shape = || book.market.calibration.skew.shape(book.market.curve.vix(), book.market.vvix);
    match row {
        "market.skew" => return Some(shape().rho),
        "market.wing" => return Some(shape().eta),
        "market.decay" => return Some(shape().gamma),
        _ => {}
    }
    let days = match row {
        "market.vix9d" => 9.0,
        "market.vix3m" => 93.0,
        "market.vix6m" => 184.0,
        _ => return None,
    };
    Some(book.market.curve.level(Years::from_calendar_days(days)).0)
}

/// What is asked of a shock: where it is explained from, how far odds are drawn.
fn asked(book: &Book, row: &str) -> Option<f64> {
    Some(match row {
        "explain.vix" => book.plan.market.vix.0,
        "explain.spx" => explained::start(book).spx_return.exp_m1(),
        "explain.token" => explained::start(book).returns.first().copied().unwrap_or(0.0).exp_m1(),
        "odds.until" => f64::from(crate::odds::ask::to_expiry(book)),
        "odds.half_life" => crate::simulation::dynamics::Dynamics::of(&book.plan).half_life(),
        _ => return None,
    })
}

/// [`value`] of the inputs of the shock, which is all that the first screen has boxes for; `None` of any other.
pub fn of_shock(book: &Book, report: &Report, at: Address) -> Option<f64> {
    let shock = &report.shock;
    Some(match at.row {
        "shock.vix" => book.plan.market.vix.0,
        "shock.spx" => shock.spx_return.0,
        "shock.token" => book.plan.event.held_for(shock.token_return).0,
        "shock.eth" => moved(book, Token::Eth),
        "shock.btc" => moved(book, Token::Btc),
        "shock.beta_spx" => shock.beta_spx,
        "shock.beta_vix" => shock.beta_vix,
        "shock.residual" => shock.residual.0,
        "shock.vvix" => shock.vvix.0,
        "shock.token_vol" => shock.token_vol.0,
        "shock.fee_multiple" => shock.fee_multiple,
        "shock.gas_multiple" => shock.gas_multiple,
        "shock.depth" => shock.depth,
        _ => return None,
    })
}

/// Simple return of a token in the shock, that of the market's where the book is not of it.
fn moved(book: &Book, token: Token) -> f64 {
    let place = book.shock.tokens.iter().position(|one| one.token == token).unwrap_or(0);
    book.plan.event.held_for(Frac(book.shock.as_set(0.0).log_return(Some(place)).exp_m1())).0
}

fn money(book: &Book, row: &str) -> Option<f64> {
    let plan = &book.plan;
    Some(match row {
        "hedge.budget_usd" => plan.account.risk_capital().0 * plan.hedge.budget.0,
        "sizing.pool" => plan.sized_pool()? as f64 + 1.0,
        "sizing.risk_free" => plan.market.rate.0,
        "sizing.borrowed" => borrowed(plan),
        "sizing.debt_cost" => book.sized_plan()?.loan_rate.0,
        "sizing.equity_cost" => {
            let position = book.sized_position()?;
            hurdle_inputs(plan, book.sized_plan()?, position, position.pool.as_ref()?).hurdle().capm.0
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    use crate::plan::knobs::KNOBS;
    use crate::views::assemble;

    #[test]
    fn every_input_that_may_follow_the_model_has_a_value_that_it_may_take() {
        let plan = Plan::one_more_of_each();
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let report = assemble::report(&book);
        // Of a token's vetting nobody knows what is empty.
        for knob in KNOBS.iter().filter(|knob| knob.is_auto() && knob.left_empty() == "follows the model") {
            for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
                let at = Address::new(knob.id, nth);
                let found = value(&book, &report, at);
                assert!(found.is_some_and(|x| knob.check(x).is_ok()), "{at}: {found:?}");
            }
        }
    }
}
