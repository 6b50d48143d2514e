//! Signals: what dated series say about the market, one file a signal, and how a known one sets the plan.
//!
//! Every signal answers each day by rows of that day and before it. Where it cannot, it is unknown and says why: unknown is
//! never a pass. Model book 13.

pub mod advance_decline;
pub mod betas;
pub mod big_top;
pub mod correlation_shift;
pub mod exposure_gap;
pub mod flags;
pub mod joined;
pub mod histories;
pub mod macd;
pub mod regression;
pub mod rsi;
pub mod series;
pub mod standing;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::day::Day;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use series::tests::trading_days;

    type Dated = Vec<(Day, f64)>;

    /// Levels of any size that is read, on trading days of which some are missing, now and then many in a row.
    fn any_levels() -> impl Strategy<Value = Dated> {
        let row = (-15.0..15.0f64, proptest::bool::weighted(0.97), 1.0..10.0f64);
        let rows = proptest::collection::vec(row, 150..260);
        (rows, 0..140usize, 0..8usize, any::<bool>()).prop_map(|(rows, hole, long, is_wild)| {
            let days = trading_days(rows.len());
            let held = |at: &usize| !(hole..hole + long).contains(at);
            let level = |(exponent, _, near): &(f64, bool, f64)| if is_wild { 10f64.powf(*exponent) } else { *near };
            let kept = rows.iter().enumerate().filter(|(at, row)| row.1 && held(at));
            kept.map(|(at, row)| (days[at], level(row))).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, rng_seed: RngSeed::Fixed(1313), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_figure_of_every_signal_is_a_number_or_none(
            spx in any_levels(), vix in any_levels(), token in any_levels(), other in any_levels(),
        ) {
            let mut figures: Vec<f64> = Vec::new();
            let rsi = rsi::read("SPX", &spx).map_err(TestCaseError::fail)?;
            figures.extend(rsi.values.iter().flatten());
            let macd = macd::read("SPX", &spx).map_err(TestCaseError::fail)?;
            figures.extend(macd.lines.line.iter().chain(&macd.lines.signal).chain(&macd.lines.histogram));
            let inputs = big_top::Inputs { spx: &spx, line: &other, futures: Some([&vix, &token]), vix9d: Some([&token, &vix]) };
            let top = big_top::read(&inputs).map_err(TestCaseError::fail)?;
            figures.extend(top.ratios.iter().flatten().flatten());
            figures.extend(top.divergence.mean.iter().chain(&top.divergence.of_high).flatten());
            let shift = correlation_shift::read(&token, &vix).map_err(TestCaseError::fail)?;
            figures.extend(shift.values.iter().flatten().flat_map(|both| [both.short, both.long, both.threshold()]));
            let gap = exposure_gap::of(&token, &other).map_err(TestCaseError::fail)?;
            figures.extend(gap.gap.iter().chain(&gap.rsi.values).flatten());
            figures.extend(gap.momentum.iter().flatten().flatten());
            let levels = betas::Levels { token: &token, spx: &spx, vix: &vix, vix3m: &other };
            for factor in betas::Factor::ALL {
                let moves = betas::read(&levels, factor).map_err(TestCaseError::fail)?;
                let found = moves.betas(betas::Sample::All);
                figures.extend(found.iter().flat_map(|one| {
                    let fit = one.fit;
                    [fit.intercept, fit.intercept_error, fit.betas[0], fit.betas[1], fit.errors[0], fit.errors[1], fit.r_squared]
                }));
            }
            prop_assert!(figures.len() > 100 && figures.iter().all(|x| x.is_finite()));
            let signals = [&rsi.signal, &macd.signal, &top.signal, &top.divergence.signal, &shift.signal, &gap.signal];
            for signal in signals {
                prop_assert_eq!(signal.days.len(), signal.answers.len());
                let said = signal.standing(None).said(signal.name, None);
                prop_assert!(!said.contains("NaN") && !said.contains("inf"), "{}", said);
            }
        }
    }
}
