//! A Uniswap v3 position's past, as the subgraph keeps it: what was paid in, taken out and collected.

use crate::holdings::pool::ticks::Base;

/// Amounts since the position was opened; none where the file does not hold them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Past {
    /// token0 and token1 paid in.
    pub deposited: [Option<f64>; 2],
    /// Both taken out.
    pub withdrawn: [Option<f64>; 2],
    /// Both collected as fees.
    pub collected: [Option<f64>; 2],
    /// Dollars paid in, taken out and collected, each at its own day's prices.
    pub dollars: [Option<f64>; 3],
}

/// How far the two amounts paid in may disagree about the price of that day.
const AGREES: f64 = 0.02;

/// What a position is now, as far as its past needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Which token is the base.
    pub base: Base,
    /// Bounds in dollars per base token, rising.
    pub bounds: [f64; 2],
    /// Liquidity in √(token · dollar).
    pub liquidity: f64,
}

impl Past {
    /// From the fields of this name; amounts below 0 are none.
    pub fn read(field: impl Fn(&str) -> Option<String>) -> Past {
        let amount = |name: &str| field(name)?.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0);
        let both = |name: &str| [0, 1].map(|i| amount(&format!("{name}Token{i}")));
        Past {
            deposited: both("deposited"),
            withdrawn: both("withdrawn"),
            collected: both("collectedFees"),
            dollars: ["amountDepositedUSD", "amountWithdrawnUSD", "amountCollectedUSD"].map(amount),
        }
    }

    /// Dollars paid in less those taken out, at the prices of those days: as the file says, else by the price that the
    /// two amounts of one deposit imply in this range. None where neither is there, or where something was taken out
    /// without its dollars.
    pub fn paid_in(&self, now: &Now) -> Option<f64> {
        if let Some(paid) = self.dollars[0] {
            return Some((paid - self.dollars[1].unwrap_or(0.0)).max(0.0));
        }
        if self.withdrawn.iter().flatten().any(|x| *x > 0.0) {
            return None;
        }
        let [base, quote] = by_role(now.base, self.deposited);
        let (base, quote, [low, high], liquidity) = (base?, quote?, now.bounds, now.liquidity);
        // y = L(√P − √Pa) gives the price of that day, and x must say the same.
        let root = quote / liquidity + low.sqrt();
        let implied = liquidity * (1.0 / root - 1.0 / high.sqrt());
        let is_one_deposit = quote > 0.0 && base > 0.0 && (implied / base - 1.0).abs() < AGREES;
        is_one_deposit.then_some(quote + root * root * base)
    }

    /// Dollars of fees collected: as the file says, else at `price` dollars per token; 0 where nothing is known of any.
    pub fn collected(&self, now: &Now, price: f64) -> f64 {
        let [base, quote] = by_role(now.base, self.collected);
        self.dollars[2].unwrap_or_else(|| price * base.unwrap_or(0.0) + quote.unwrap_or(0.0))
    }
}

/// Amounts of token0 and token1 as base and quote.
fn by_role(base: Base, [a, b]: [Option<f64>; 2]) -> [Option<f64>; 2] {
    if base == Base::Token0 { [a, b] } else { [b, a] }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::data::uniswap::{V3Position, read};
    use crate::plan::PoolPlan;

    const SUBGRAPH: &str = include_str!("../../tests/fixtures/uniswap_subgraph.json");

    /// The position with these amounts of USDC and WETH paid in.
    fn paid(usdc: f64, weth: f64) -> V3Position {
        let deposited = format!("\"depositedToken0\": \"{usdc}\", \"depositedToken1\": \"{weth}\"");
        read(&SUBGRAPH.replacen("\"depositedToken0\": \"10000.5\"", &deposited, 1)).unwrap()
    }

    #[test]
    fn one_deposit_tells_the_price_of_its_day_and_what_was_paid() {
        let of = read(SUBGRAPH).unwrap();
        let [low, high] = of.bounds().unwrap();
        let (root, liquidity) = (2500f64.sqrt(), of.human_liquidity());
        let (x, y) = (liquidity * (1.0 / root - 1.0 / high.sqrt()), liquidity * (root - low.sqrt()));
        let one = paid(y, x);
        assert!((one.past.paid_in(&one.now().unwrap()).unwrap() / (2500.0 * x + y) - 1.0).abs() < 1e-9);
        // Two amounts that no price explains are not explained.
        let two = paid(y, 2.0 * x);
        assert_eq!(two.past.paid_in(&two.now().unwrap()), None);
        assert_eq!(of.past.paid_in(&of.now().unwrap()), None);
        let plan = one.pool_plan(3000.0, &PoolPlan::default()).unwrap();
        assert!(plan.paid_in.is_some_and(|usd| (usd.0 / (2500.0 * x + y) - 1.0).abs() < 1e-9));
    }

    #[test]
    fn dollars_in_the_file_are_taken_as_they_are_and_fees_are_counted() {
        let dollars = "\"amountDepositedUSD\": \"50000\", \"amountWithdrawnUSD\": \"8000\", \"collectedFeesToken1\": \"0.5\", \"collectedFeesToken0\": \"100\"";
        let of = read(&SUBGRAPH.replacen("\"collectedFeesToken0\": \"0\"", dollars, 1)).unwrap();
        assert_eq!(of.past.paid_in(&of.now().unwrap()), Some(42_000.0));
        assert!((of.past.collected(&of.now().unwrap(), 3000.0) - 1600.0).abs() < 1e-9);
    }

    #[test]
    fn decimals_that_the_token_does_not_have_are_refused() {
        let wrong = SUBGRAPH.replacen("\"decimals\": \"6\"", "\"decimals\": \"18\"", 1);
        assert!(read(&wrong).is_err_and(|said| said.contains("USDC has 6 decimals, not 18")));
        // On a chain whose addresses are not known here the worth tells: nothing.
        let elsewhere = wrong.replacen("0xa0b8", "0xb0b8", 1);
        let said = read(&elsewhere).unwrap().pool_plan(3000.0, &PoolPlan::default());
        assert!(said.is_err_and(|said| said.contains("less than a cent")));
    }
}
