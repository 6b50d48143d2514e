//! Position: one liquidity position of a plan with its terms, loan and insurance, ready to be priced.

use crate::holdings::pool::fee_rate::FeeSource;
use crate::holdings::pool::insurance::Insurance;
use crate::holdings::pool::loan::Loan;
use crate::holdings::pool::range::Range;
use crate::holdings::pool::ticks::{Base, FeeTier, Ticks};
use crate::holdings::pool::{Concentrated, ConstantProduct, Pool, PoolError, StableSwap, Weighted};
use crate::plan::fault::Fault;
use crate::plan::{FeeBy, MarketPlan, PoolKind, PoolPlan, Token};
use crate::shock::Scenario;
use crate::units::{Frac, Usd, Vol};
use crate::words::{amount, number};

/// The liquidity position with its terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The pool, `None` without a deposit.
    pub pool: Option<Pool>,
    /// Price of base in quote at the valuation date.
    pub entry: f64,
    /// Deposit in dollars.
    pub deposit: Usd,
    /// Full-range-equivalent fee APR, typed or from volume.
    pub fee_apr: f64,
    /// Who shares the fees, where the APR comes from volume; own liquidity included.
    pub fee_source: Option<FeeSource>,
    /// Fee of a swap.
    pub tier: Frac,
    /// Seconds between blocks.
    pub block_seconds: f64,
    /// Volatility of the pair at the valuation date.
    pub vol: Vol,
    /// Gas to leave at today's price.
    pub gas: Usd,
    /// Bounds after snapping, quote per base.
    pub range: Option<[f64; 2]>,
    /// The volatile token; `None` where both are dollars.
    pub token: Option<Token>,
    /// Dollars borrowed against it; 0 without a loan.
    pub loan: Loan,
    /// The policy; 0 cover without one.
    pub insurance: Insurance,
}

impl Position {
    /// A pool plan on today's market.
    ///
    /// # Errors
    /// A range that is empty or not a range, a pool that cannot be made, or a loan that would be liquidated at once.
    pub fn resolve(plan: &PoolPlan, market: &MarketPlan) -> Result<Position, Fault> {
        let entry = plan.price_in(market).0;
        let range = range(plan, market)?;
        let pool = pool(plan, entry, range)?;
        let most = plan.loan_threshold.0 * plan.deposit.0;
        if pool.is_some() && plan.loan.0 > most {
            let text = format!(
                "A loan of {} against {} is liquidated at once: at most {} of it may be owed.",
                amount(plan.loan.0),
                amount(plan.deposit.0),
                amount(most)
            );
            return Err(Fault::new("pool.loan", text, Some(0.5 * most)));
        }
        let fee_source = pool.filter(|_| plan.fee_by == FeeBy::Volume).map(|pool| FeeSource {
            fee: plan.tier,
            volume_per_day: plan.volume.0,
            active_liquidity: plan.active_liquidity,
            own_liquidity: full_range_liquidity(&pool, entry),
            diverted: plan.diverted,
        });
        Ok(Position {
            pool,
            entry,
            deposit: plan.deposit,
            fee_apr: fee_source.map_or(plan.fee_apr, |source| source.apr(entry)).0,
            fee_source,
            tier: plan.tier,
            block_seconds: plan.block_seconds,
            vol: plan.vol_in(market),
            gas: plan.gas,
            range,
            token: (plan.kind != PoolKind::StableSwap).then(|| plan.token_in(market)),
            loan: Loan { principal: plan.loan, rate: plan.loan_rate, threshold: plan.loan_threshold },
            insurance: Insurance {
                premium: plan.cover_premium,
                deductible: plan.deductible,
                cover: plan.cover,
                limit: plan.cover_limit.unwrap_or(plan.deposit),
            },
        })
    }

    /// Price of base in quote tokens in a scenario, for a position beside the first.
    pub fn price_in(&self, scenario: &Scenario) -> f64 {
        let moved = self.token.map_or(0.0, |token| scenario.returns[token as usize]);
        self.entry * moved.exp() / scenario.peg
    }

    /// Dollars at a pool price with a quote token worth `peg`; 0 without a deposit.
    pub fn dollars_at(&self, price: f64, peg: f64) -> Usd {
        Usd(self.pool.map_or(0.0, |pool| peg * pool.value(price)))
    }
}

/// Liquidity of a full-range position that earns the same at `price`: L on Uniswap, value/(2√P) elsewhere.
fn full_range_liquidity(pool: &Pool, price: f64) -> f64 {
    match pool {
        Pool::ConstantProduct(pool) => pool.liquidity(),
        Pool::Concentrated(pool) => pool.liquidity(),
        Pool::Weighted(_) | Pool::StableSwap(_) => pool.value(price) / (2.0 * price.sqrt()),
    }
}

/// Tick grid of the pair that a token trades in: USDC/WETH (base is token1) or WBTC/USDC (base is token0).
pub fn ticks(token: Token, tier: Frac) -> Ticks {
    let spacing = FeeTier::ALL.iter().find(|row| row.fee() == tier).map_or(10, |row| row.spacing());
    match token {
        Token::Eth => Ticks { base: Base::Token1, decimals0: 6, decimals1: 18, spacing },
        Token::Btc => Ticks { base: Base::Token0, decimals0: 8, decimals1: 6, spacing },
    }
}

/// Bounds on the tick grid, quote per base; `None` where the pool has none.
fn range(plan: &PoolPlan, market: &MarketPlan) -> Result<Option<[f64; 2]>, Fault> {
    if plan.kind != PoolKind::Concentrated {
        return Ok(None);
    }
    if plan.low >= plan.high {
        let text = format!("Lower bound {} must be below the upper bound, {}.", number(plan.low), number(plan.high));
        return Err(Fault::new("pool.low", text, Some(plan.high / 2.0)));
    }
    let typed = Range { low: plan.low, high: plan.high };
    let typed = if plan.inverted { typed.inverted() } else { typed };
    let (low, high) = ticks(plan.token_in(market), plan.tier).snapped_range(typed).map_err(pool_fault)?;
    Ok(Some([low.price, high.price]))
}

fn pool(plan: &PoolPlan, entry: f64, range: Option<[f64; 2]>) -> Result<Option<Pool>, Fault> {
    let value = plan.deposit.0;
    if value == 0.0 {
        return Ok(None);
    }
    let made = match (plan.kind, range) {
        (PoolKind::Concentrated, Some([low, high])) => {
            Concentrated::from_deposit(value, entry, low, high).map(Pool::Concentrated)
        }
        (PoolKind::Weighted, _) => Weighted::from_deposit(value, entry, plan.weight.0).map(Pool::Weighted),
        (PoolKind::StableSwap, _) => StableSwap::from_deposit(value, entry, plan.amplification).map(Pool::StableSwap),
        _ => ConstantProduct::from_deposit(value, entry).map(Pool::ConstantProduct),
    };
    made.map(Some).map_err(pool_fault)
}

fn pool_fault(error: PoolError) -> Fault {
    let (knob, repair) = match error {
        PoolError::Price(_) => ("market.token_price", None),
        PoolError::Deposit(_) => ("pool.deposit", None),
        PoolError::Range { .. } | PoolError::Factor(_) | PoolError::Width(_) => ("pool.low", None),
        PoolError::Weight(_) => ("pool.weight", Some(0.5)),
        PoolError::Amplification(_) => ("pool.amplification", Some(100.0)),
    };
    Fault::new(knob, error.to_string(), repair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PoolToken;

    #[test]
    fn a_loan_above_the_threshold_is_refused_in_words() {
        let plan = PoolPlan { loan: Usd(28_000.0), ..PoolPlan::default() };
        let said = Position::resolve(&plan, &MarketPlan::default());
        assert!(said.is_err_and(|fault| fault.at.row == "pool.loan" && fault.text.contains("$24,000")));
        let none = PoolPlan { deposit: Usd(0.0), ..plan };
        assert!(Position::resolve(&none, &MarketPlan::default()).is_ok_and(|position| position.pool.is_none()));
    }

    #[test]
    fn volume_gives_the_apr_and_the_own_deposit_dilutes_it() {
        let market = MarketPlan::default();
        let apr = |deposit: f64| {
            let plan = PoolPlan { fee_by: FeeBy::Volume, deposit: Usd(deposit), ..PoolPlan::default() };
            Position::resolve(&plan, &market).map_or(0.0, |position| position.fee_apr)
        };
        assert!((apr(1.0) - 0.0597).abs() < 2e-4 && apr(3e8) < 0.5 * apr(1.0), "{} {}", apr(1.0), apr(3e8));
    }

    #[test]
    fn an_own_token_has_its_own_grid_price_and_move() {
        let plan = PoolPlan {
            token: PoolToken::Btc,
            token_price: Some(Usd(100_000.0)),
            low: 80_000.0,
            high: 125_000.0,
            ..PoolPlan::default()
        };
        let position = Position::resolve(&plan, &MarketPlan::default());
        assert!(position.is_ok_and(|p| p.entry == 100_000.0 && p.token == Some(Token::Btc)));
    }
}
