//! Benchmarks: the shocked position against four ways of not being in the pool. Each row adds up.

use serde::Serialize;

use crate::holdings::pool::pnl::PoolPnl;
use crate::units::Usd;

/// P&L beyond one benchmark: price move + IL + fees + claims − costs, dollars.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BenchmarkRow {
    /// `hodl`, `half`, `dollars`, `token`.
    pub id: &'static str,
    /// Words on screen.
    pub label: &'static str,
    /// What the benchmark itself gains.
    pub benchmark: Usd,
    /// Holding the deposit's own mix, less the benchmark.
    pub price_move: Usd,
    /// Pool less holding, ≤ 0.
    pub il: Usd,
    /// Fees earned.
    pub fees: Usd,
    /// Insurance paid out.
    pub claims: Usd,
    /// Gas + interest + premium + liquidation penalty; positive.
    pub costs: Usd,
    /// The sum: P&L less the benchmark's.
    pub excess: Usd,
}

/// The four rows for a deposit of so many dollars whose base token went to `ratio` times its dollar price.
pub fn rows(deposit: f64, ratio: f64, pnl: &PoolPnl) -> [BenchmarkRow; 4] {
    let mixed = |share: f64| deposit * share * (ratio - 1.0);
    [
        ("hodl", "Holding the same tokens", pnl.price_move),
        ("half", "Half token, half dollars", mixed(0.5)),
        ("dollars", "All dollars", 0.0),
        ("token", "All token", mixed(1.0)),
    ]
    .map(|(id, label, benchmark)| row(id, label, benchmark, pnl))
}

fn row(id: &'static str, label: &'static str, benchmark: f64, pnl: &PoolPnl) -> BenchmarkRow {
    BenchmarkRow {
        id,
        label,
        benchmark: Usd(benchmark),
        price_move: Usd(pnl.price_move - benchmark),
        il: Usd(pnl.divergence),
        fees: Usd(pnl.fees),
        claims: Usd(pnl.claims),
        costs: Usd(pnl.gas + pnl.interest + pnl.premium + pnl.penalty),
        excess: Usd(pnl.total() - benchmark),
    }
}

/// Rows of several pools as one: benchmarks add up, and so does each row; `total` is their P&L together.
pub fn together(each: &[&[BenchmarkRow; 4]], total: &PoolPnl) -> [BenchmarkRow; 4] {
    let named = rows(0.0, 1.0, total);
    std::array::from_fn(|i| {
        let benchmark = each.iter().map(|rows| rows[i].benchmark.0).sum();
        row(named[i].id, named[i].label, benchmark, total)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    proptest! {
        // The same draws every time.
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2023), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_row_adds_up_to_the_cent(
            ratio in 0.01..5.0f64, p in -3e4..3e4f64, il in -3e4..0.0f64, fees in 0.0..1e4f64, cost in 0.0..1e3f64,
        ) {
            let pnl = PoolPnl {
                price_move: p, divergence: il, fees, gas: cost, interest: cost, premium: 1.0, claims: 7.0, penalty: cost,
            };
            for row in rows(3e4, ratio, &pnl) {
                let sum = row.price_move.0 + row.il.0 + row.fees.0 + row.claims.0 - row.costs.0;
                prop_assert!((sum - row.excess.0).abs() < 1e-6);
                prop_assert!((row.excess.0 + row.benchmark.0 - pnl.total()).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn pools_together_beat_each_benchmark_by_what_each_does() {
        let one = PoolPnl { price_move: -900.0, divergence: -40.0, fees: 30.0, gas: 5.0, ..PoolPnl::default() };
        let two = PoolPnl { price_move: 100.0, divergence: -1.0, claims: 2.0, ..PoolPnl::default() };
        let [a, b] = [rows(9000.0, 0.8, &one), rows(500.0, 1.3, &two)];
        for (i, row) in together(&[&a, &b], &one.plus(&two)).iter().enumerate() {
            assert!((row.excess.0 - a[i].excess.0 - b[i].excess.0).abs() < 1e-9 && row.id == a[i].id);
            let sum = row.price_move.0 + row.il.0 + row.fees.0 + row.claims.0 - row.costs.0;
            assert!((sum - row.excess.0).abs() < 1e-9);
        }
        assert!(together(&[], &PoolPnl::default()).iter().all(|row| row.excess == Usd(0.0)));
    }
}
