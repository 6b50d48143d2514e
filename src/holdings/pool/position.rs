//! Position: one liquidity position of a plan with its terms, loan and insurance, ready to be priced.

use crate::holdings::pool::fee_rate::FeeSource;
use crate::holdings::pool::insurance::Insurance;
use crate::holdings::pool::loan::Loan;
use crate::holdings::pool::range::Range;
use crate::holdings::pool::ticks::{Base, FeeTier, Ticks};
use crate::holdings::pool::{Pool, PoolError};
use crate::holdings::world::{TokenTerms, Tokens, World};
use crate::plan::fault::Fault;
use crate::plan::{FeeBy, MarketPlan, PoolKind, PoolPlan, RangeBy, Token};
use crate::units::{Frac, Usd, Vol};
use crate::words::{amount, number};

/// The liquidity position with its terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The pool, `None` without a deposit.
    pub pool: Option<Pool>,
    /// Price of base at the valuation date, in what the quote token is worth today: dollars.
    pub entry: f64,
    /// What prices are divided by to stand in quote tokens: dollars for one of them at the valuation date.
    pub quote_usd: f64,
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
    /// Bounds after snapping, dollars of today's quote token per base.
    pub range: Option<[f64; 2]>,
    /// The base token among the book's; `None` in a stable pair.
    pub base: Option<usize>,
    /// The quote token among the book's; `None` for a stablecoin.
    pub quote: Option<usize>,
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
    pub fn resolve(plan: &PoolPlan, market: &MarketPlan, tokens: &mut Tokens) -> Result<Position, Fault> {
        let entry = plan.base_usd(market).0;
        let range = range(plan, market)?;
        let (base, quote) = (base(plan, market, tokens), quote(plan, market, tokens));
        let pool = Pool::bought(plan, entry, range).map_err(pool_fault)?;
        let most = plan.loan_threshold.0 * plan.deposit.0;
        if pool.is_some() && plan.loan.0 > most {
            let text = format!(
                "A loan of {} against {} is liquidated at once: at most {} of it may be owed.",
                amount(plan.loan.0),
                amount(plan.deposit.0),
                amount(most)
            );
            return Err(fault("pool.loan", text, Some(0.5 * most)));
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
            fee_apr: match fee_source {
                Some(source) => source.apr(entry).0,
                None => typed_apr(plan, pool.as_ref(), entry).0,
            },
            fee_source,
            tier: plan.tier,
            block_seconds: plan.block_seconds,
            vol: plan.vol_in(market),
            gas: plan.gas,
            range,
            quote_usd: plan.quote_usd(market).0,
            base,
            quote,
            loan: Loan { principal: plan.loan, rate: plan.loan_rate, threshold: plan.loan_threshold },
            insurance: Insurance {
                premium: plan.cover_premium,
                deductible: plan.deductible,
                cover: plan.cover,
                limit: plan.cover_limit.unwrap_or(plan.deposit),
                is_agreed: plan.cover_limit.is_some(),
            },
        })
    }

    /// Price of base in a world, in today's worth of the quote token.
    pub fn price_in(&self, world: &World) -> f64 {
        let moved = match (self.base, self.quote) {
            // Of two stablecoins the quote is the one that may lose its peg.
            (None, None) => 1.0,
            (None, Some(_)) => world.peg,
            (base, _) => world.log_return(base).exp(),
        };
        self.entry * moved / self.peg_in(world)
    }

    /// Worth of the quote token in a world over today's: the peg of a stablecoin, the move of a token.
    pub fn peg_in(&self, world: &World) -> f64 {
        if self.quote.is_some() { world.log_return(self.quote).exp() } else { world.peg }
    }

    /// Dollars that the position is worth in a world, loans not taken off.
    pub fn dollars_in(&self, world: &World) -> Usd {
        Usd(self.pool.map_or(0.0, |pool| self.peg_in(world) * pool.value(self.price_in(world))))
    }

    /// A price as it is shown: quote tokens per base token.
    pub fn shown(&self, price: f64) -> f64 {
        price / self.quote_usd
    }
}

/// Liquidity of a full-range position that earns the same at `price`: L on Uniswap, value/(2√P) elsewhere.
fn full_range_liquidity(pool: &Pool, price: f64) -> f64 {
    pool.liquidity().unwrap_or_else(|| pool.value(price) / (2.0 * price.sqrt()))
}

/// The base token among the book's. ETH and BTC have the plan's betas and vol; only another token has the pool's.
fn base(plan: &PoolPlan, market: &MarketPlan, tokens: &mut Tokens) -> Option<usize> {
    let token = plan.base_in(market)?;
    Some(tokens.place(match token {
        // Against a stablecoin the pair's vol is the token's.
        Token::Own => TokenTerms {
            token,
            betas: [plan.beta_spx, plan.beta_vix],
            vol: plan.token_vol.filter(|_| plan.quote_in(market).is_none()),
        },
        token => TokenTerms::fitted(token),
    }))
}

/// The quote token among the book's.
fn quote(plan: &PoolPlan, market: &MarketPlan, tokens: &mut Tokens) -> Option<usize> {
    let token = plan.quote_in(market)?;
    Some(tokens.place(match token {
        Token::Own => TokenTerms { token, betas: [plan.quote_beta_spx, plan.quote_beta_vix], vol: plan.quote_vol },
        token => TokenTerms::fitted(token),
    }))
}

/// The full-range-equivalent APR that was typed, or the one that makes the position earn what was typed for it while in
/// range: over its concentration.
fn typed_apr(plan: &PoolPlan, pool: Option<&Pool>, entry: f64) -> Frac {
    match (plan.fee_by, plan.position_apr, pool) {
        (FeeBy::Position, Some(apr), Some(pool)) => Frac(apr.0 / concentration(pool, entry)),
        _ => plan.fee_apr,
    }
}

/// Fees of a position in range over those of the full range of the same value, > 0: 2L√P/V, at the nearer bound where
/// the price is outside; 1 for Balancer and Curve, whose APR is of the value.
pub fn concentration(pool: &Pool, price: f64) -> f64 {
    let inside = pool.bounds().map_or(price, |(low, high)| price.clamp(low, high));
    let over = pool.liquidity().map_or(1.0, |liquidity| 2.0 * liquidity * inside.sqrt() / pool.value(price));
    if over.is_finite() && over > 0.0 { over } else { 1.0 }
}

/// Tick grid of a pair, none for a stablecoin: USDC/WETH (base is token1); else base and quote as token0 and token1,
/// with the decimals that their contracts have (6 for a stablecoin, 8 for bitcoin, 18 otherwise).
pub fn ticks(base: Option<Token>, quote: Option<Token>, tier: Frac) -> Ticks {
    let spacing = FeeTier::ALL.iter().find(|row| row.fee() == tier).map_or(10, |row| row.spacing());
    let decimals = |token| match token {
        None => 6,
        Some(Token::Btc) => 8,
        Some(Token::Eth | Token::Own) => 18,
    };
    match (base, quote) {
        (Some(Token::Eth | Token::Own), None) => Ticks { base: Base::Token1, decimals0: 6, decimals1: 18, spacing },
        _ => Ticks { base: Base::Token0, decimals0: decimals(base), decimals1: decimals(quote), spacing },
    }
}

/// Bounds on the tick grid, quote per base; `None` where the pool has none.
fn range(plan: &PoolPlan, market: &MarketPlan) -> Result<Option<[f64; 2]>, Fault> {
    if plan.kind != PoolKind::Concentrated {
        return Ok(None);
    }
    if plan.range_by == RangeBy::Level && plan.low >= plan.high {
        let text = format!("Lower bound {} must be below the upper bound, {}.", number(plan.low), number(plan.high));
        return Err(fault("pool.low", text, Some(plan.high / 2.0)));
    }
    let price = plan.price_in(market);
    let typed = match plan.range_by {
        RangeBy::Level if plan.inverted => Range { low: plan.low, high: plan.high }.inverted(),
        RangeBy::Level => Range { low: plan.low, high: plan.high },
        RangeBy::Factor => Range::multiplicative(price, plan.factor).map_err(pool_fault)?,
        RangeBy::Width => Range::additive(price, plan.width.0).map_err(pool_fault)?,
    };
    let ticks = ticks(plan.base_in(market), plan.quote_in(market), plan.tier);
    let (low, high) = ticks.snapped_range(typed).map_err(pool_fault)?;
    let quote = plan.quote_usd(market).0;
    Ok(Some([low.price * quote, high.price * quote]))
}

fn pool_fault(error: PoolError) -> Fault {
    let (knob, repair) = match error {
        PoolError::Price(_) => ("pool.token_price", None),
        PoolError::Deposit(_) => ("pool.deposit", None),
        PoolError::Range { .. } => ("pool.low", None),
        PoolError::Factor(_) => ("pool.factor", Some(2.0)),
        PoolError::Width(_) => ("pool.width", Some(0.1)),
        PoolError::Weight(_) => ("pool.weight", Some(0.5)),
        PoolError::Amplification(_) => ("pool.amplification", Some(100.0)),
    };
    fault(knob, error.to_string(), repair)
}

fn fault(knob: &'static str, text: String, repair: Option<f64>) -> Fault {
    Fault::new(knob, text, repair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::presets::PRESETS;
    use crate::plan::{Plan, PoolToken, QuoteToken};

    fn resolved(plan: &PoolPlan) -> Result<Position, Fault> {
        let market = MarketPlan::default();
        Position::resolve(plan, &market, &mut Tokens::of(&market))
    }

    #[test]
    fn a_loan_above_the_threshold_is_refused_in_words() {
        let plan = PoolPlan { loan: Usd(28_000.0), ..PoolPlan::default() };
        let said = resolved(&plan);
        assert!(said.is_err_and(|fault| fault.at.row == "pool.loan" && fault.text.contains("$24,000")));
        let none = PoolPlan { deposit: Usd(0.0), ..plan };
        assert!(resolved(&none).is_ok_and(|position| position.pool.is_none()));
    }

    #[test]
    fn every_kind_of_plan_resolves_to_a_pool_of_its_own() {
        let pool = |kind| resolved(&PoolPlan { kind, ..PoolPlan::default() }).ok().and_then(|position| position.pool);
        let mut seen = Vec::new();
        for kind in PoolKind::ALL {
            let Some(pool) = pool(kind) else { unreachable!("{kind:?}") };
            let which = std::mem::discriminant(&pool);
            assert!(!seen.contains(&which), "{kind:?}");
            seen.push(which);
        }
    }

    #[test]
    fn volume_gives_the_apr_and_the_own_deposit_dilutes_it() {
        let apr = |deposit: f64| {
            let plan = PoolPlan { fee_by: FeeBy::Volume, deposit: Usd(deposit), ..PoolPlan::default() };
            resolved(&plan).map_or(0.0, |position| position.fee_apr)
        };
        assert!((apr(1.0) - 0.0597).abs() < 2e-4 && apr(3e8) < 0.5 * apr(1.0), "{} {}", apr(1.0), apr(3e8));
    }

    #[test]
    fn two_stablecoins_earn_what_two_stablecoins_earn_by_apr_and_by_volume() {
        let mut plan = Plan::default();
        let preset = PRESETS.iter().find(|preset| preset.name == "Two stablecoins");
        for (at, value) in preset.map(|preset| preset.changes(&Plan::default(), 0)).unwrap_or_default() {
            assert_eq!(plan.set(at, value), Ok(()));
        }
        let Some(typed) = plan.pool(0).cloned() else { unreachable!() };
        let traded = PoolPlan { fee_by: FeeBy::Volume, ..typed.clone() };
        let [typed, traded] = [typed, traded].map(|plan| resolved(&plan).map_or(0.0, |position| position.fee_apr));
        assert!((typed - 0.011).abs() < 1e-12 && (traded / typed - 1.0).abs() < 0.01, "{typed} {traded}");
    }

    #[test]
    fn a_positions_apr_is_the_full_ranges_times_its_concentration_whichever_is_typed() {
        let by = |fee_by, position_apr| {
            let plan = PoolPlan { fee_by, position_apr, ..PoolPlan::default() };
            let Ok(position) = resolved(&plan) else { unreachable!() };
            let pool = position.pool.unwrap_or_else(|| unreachable!());
            (position.fee_apr, position.fee_apr * concentration(&pool, position.entry))
        };
        let (full, own) = by(FeeBy::Apr, None);
        assert!(full == 0.06 && own > 2.5 * full, "{own}");
        // 35 % of the position is not 35 % of the full range.
        let (full, own) = by(FeeBy::Position, Some(Frac(0.35)));
        assert!((own - 0.35).abs() < 1e-12 && full < 0.14, "{full}");
        assert_eq!(by(FeeBy::Position, None), by(FeeBy::Apr, None));
    }

    #[test]
    fn bounds_follow_the_pairs_own_price_by_a_factor_or_a_width() {
        let range = |range_by| {
            let plan = PoolPlan {
                range_by,
                token: PoolToken::Btc,
                quote: QuoteToken::Eth,
                inverted: true,
                ..PoolPlan::default()
            };
            let position = resolved(&plan).ok();
            position.and_then(|p| p.range.map(|range| range.map(|bound| p.shown(bound)))).unwrap_or_default()
        };
        let price = 31.25;
        let near =
            |[low, high]: [f64; 2], to: [f64; 2]| (low / to[0] - 1.0).abs() < 1e-3 && (high / to[1] - 1.0).abs() < 1e-3;
        assert!(near(range(RangeBy::Factor), [price / 2.0, price * 2.0]), "{:?}", range(RangeBy::Factor));
        assert!(near(range(RangeBy::Width), [price * 0.9, price * 1.1]), "{:?}", range(RangeBy::Width));
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
        let position = resolved(&plan);
        assert!(position.is_ok_and(|p| p.entry == 100_000.0 && p.base == Some(1)));
    }
}
