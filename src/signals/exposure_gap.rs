//! Exposure gap: how far the condors' delta has moved from the slope of the pools' IL curve, and the momentum of that.
//! Descriptive: nothing says that it forecasts, and it sets nothing.
//!
//! Source: model book 13. House choices: what is held today, strikes, days left, ranges and deposits as they are, is
//! repriced at the SPX, VIX and token price of each day, so that a history tells how today's positions would have leaned
//! there; pools count whose pair is the market's token against a stablecoin; what moves less than a millionth of risk
//! capital does not move.

use std::ops::Range;

use crate::book::Book;
use crate::plan::EventPlan;
use crate::shock::explosions::answered;
use crate::shock::spot_vol::VIX_RANGE;
use crate::signals::macd::{self, Macd};
use crate::signals::rsi::{self, Rsi};
use crate::signals::series::{Column, join, stretches};
use crate::signals::standing::{Answer, Signal, Unknown, lacking};
use crate::units::Points;
use crate::units::day::Day;
use crate::words::dates::date;

/// Days of mean and deviation, the day itself counted.
pub const WINDOW: usize = 60;
/// Deviation of an exposure, a part of risk capital, up to which it does not move.
const LEAST_DEVIATION: f64 = 1e-6;
/// What it is called.
pub const NAME: &str = "exposure gap widening";
/// What its RSI is called.
pub const RSI_NAME: &str = "exposure gap RSI of 70 or more";

/// Levels that a book is repriced at, dated.
#[derive(Clone, Copy, Debug)]
pub struct Levels<'a> {
    /// SPX.
    pub spx: &'a [(Day, f64)],
    /// VIX.
    pub vix: &'a [(Day, f64)],
    /// Dollars for one of the market's token.
    pub token: &'a [(Day, f64)],
}

/// What a book leans on, day by day, as parts of risk capital per 100 % of SPX and of the token.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposures {
    /// A: dollar delta of the condors.
    pub condors: Vec<(Day, f64)>,
    /// B: slope of the pools' IL curve, dollars: what they hold of the token more than at entry.
    pub pools: Vec<(Day, f64)>,
    /// Names of the pools that do not count.
    pub left_out: Vec<String>,
}

/// The exposures of a book at the levels of each day in common.
///
/// # Errors
/// A row that is none, or a level at which a condor has no price, in words.
pub fn exposures(book: &Book, levels: &Levels) -> Result<Exposures, String> {
    let columns =
        [Column::level("SPX", levels.spx), Column::level("VIX", levels.vix), Column::level("the token", levels.token)];
    let joined = join(columns)?;
    let capital = book.plan.account.risk_capital().0;
    let today = book.market.calibration.vix;
    let still = answered(&book.shock, EventPlan { vix: Some(today), ..EventPlan::calm(0.0) });
    let counts = |base: Option<usize>, quote: Option<usize>| base == Some(0) && quote.is_none();
    let left_out = book.pools().filter(|(_, one, _)| one.pool.is_some() && !counts(one.base, one.quote));
    let mut found =
        Exposures { left_out: left_out.map(|(entry, ..)| entry.name.clone()).collect(), ..Exposures::default() };
    let [spx, vix, token] = &joined.columns;
    for (row, &day) in joined.days.iter().enumerate() {
        let vix = Points(vix[row].clamp(VIX_RANGE[0], VIX_RANGE[1]));
        let mut world = still.still(vix, (spx[row] / book.market.spx.0).ln());
        if let Some(market_token) = world.returns.first_mut() {
            *market_token = (token[row] / book.shock.token_price.0).ln();
        }
        let smiles = world.market.spx_smiles();
        let delta: f64 = book.condors().map(|condor| condor.delta_on(&world, &smiles)).sum();
        let slope = book.positions().filter(|one| counts(one.base, one.quote)).filter_map(|one| {
            let price = one.price_in(&world);
            Some((one.pool?.delta(price) - one.pool?.delta(one.entry)) * price)
        });
        let (condors, pools) = (delta * spx[row] / capital, slope.sum::<f64>() / capital);
        if !(condors.is_finite() && pools.is_finite()) {
            return Err(format!("At the levels of {} what is held has no price.", date(day)));
        }
        found.condors.push((day, condors));
        found.pools.push((day, pools));
    }
    Ok(found)
}

/// The gap day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// D: deviations of A from its mean of 60 days less those of B; `None` where one of them is not known.
    pub gap: Vec<Option<f64>>,
    /// MACD of it: line, signal and histogram, from the first day of each run of it on.
    pub momentum: Vec<Option<[f64; 3]>>,
    /// RSI of that line; it answers on the days on which its MACD does.
    pub rsi: Rsi,
    /// On while the line is above its signal; its days are those of all of these.
    pub signal: Signal,
}

/// The gap of two exposures, dated.
///
/// # Errors
/// A row that is none, in words.
pub fn of(condors: &[(Day, f64)], pools: &[(Day, f64)]) -> Result<Gap, String> {
    let joined = join([Column::any("the condors' delta", condors), Column::any("the pools' slope", pools)])?;
    let absent = Unknown::NoData(joined.empty.unwrap_or("condors and pools on one day"));
    let (days, rows) = (joined.days, joined.columns[0].len());
    let [a, b] = [0, 1].map(|column| (&joined.columns[column], joined.names[column]));
    let mut known: Vec<Result<f64, Unknown>> = Vec::with_capacity(rows);
    for stretch in stretches(&days) {
        known.extend(stretch.clone().map(|row| {
            if let Some(why) = lacking(&days, &stretch, row, WINDOW) {
                return Err(why);
            }
            let score =
                |(values, name): (&Vec<f64>, _)| score(&values[row + 1 - WINDOW..=row]).ok_or(Unknown::Flat(name));
            Ok(score(a)? - score(b)?)
        }));
    }
    let (mut momentum, mut index) = (vec![None; rows], vec![None; rows]);
    let mut answers: Vec<Answer> = known.iter().map(|one| one.map(|_| false)).collect();
    let mut bought: Vec<Answer> = answers.clone();
    for run in runs(&known) {
        let gap: Vec<f64> = known[run.clone()].iter().filter_map(|one| one.ok()).collect();
        let Macd { line, signal, histogram } = macd::of(&gap);
        for (place, (row, rsi)) in run.zip(rsi::of(&line)).enumerate() {
            momentum[row] = Some([line[place], signal[place], histogram[place]]);
            index[row] = rsi;
            answers[row] = match place + 1 {
                has if has < macd::NEEDS => {
                    Err(Unknown::TooFew { has: has + WINDOW - 1, needs: macd::NEEDS + WINDOW - 1 })
                }
                _ => Ok(histogram[place] > 0.0),
            };
            bought[row] = answers[row].map(|_| rsi.is_some_and(|rsi| rsi >= rsi::OVERBOUGHT));
        }
    }
    let gap = known.into_iter().map(Result::ok).collect();
    let rsi = Rsi { values: index, signal: Signal { name: RSI_NAME, days: days.clone(), answers: bought, absent } };
    Ok(Gap { gap, momentum, rsi, signal: Signal { name: NAME, days, answers, absent } })
}

/// How many deviations the last value lies from the mean of all, the deviation with n − 1; `None` where they do not move.
fn score(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let deviation = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    values.last().filter(|_| deviation > LEAST_DEVIATION).map(|last| (last - mean) / deviation)
}

/// Rows that are known, without one between them that is not or that a gap parts: what stands 60 rows after a gap has a
/// row before it that is not known.
fn runs(known: &[Result<f64, Unknown>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for row in 0..=known.len() {
        let is_known = known.get(row).is_some_and(Result::is_ok);
        match start {
            None if is_known => start = Some(row),
            Some(first) if !is_known => {
                found.push(first..row);
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Plan, PoolToken};
    use crate::signals::regression::tests::noise;
    use crate::signals::series::tests::dated;
    use crate::signals::standing::Standing;
    use crate::units::{Frac, Usd, Years};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    type Dated = Vec<(Day, f64)>;

    fn walk(seed: u64, count: usize, start: f64, size: f64) -> Dated {
        let mut next = noise(seed);
        let mut level = start;
        let values: Vec<f64> = (0..count)
            .map(|_| {
                level *= (size * next()).exp();
                level
            })
            .collect();
        dated(&values)
    }

    fn resolved(plan: &Plan) -> Book {
        let Ok(book) = Book::resolve(plan) else { unreachable!("{plan:?}") };
        book
    }

    #[test]
    fn at_todays_levels_the_exposures_are_those_of_the_book_that_is_held() {
        let book = resolved(&Plan::default());
        let [spx, vix, token] = [book.market.spx.0, 17.0, book.shock.token_price.0].map(|level| dated(&[level]));
        assert_eq!(book.market.calibration.vix, Points(17.0));
        let Ok(found) = exposures(&book, &Levels { spx: &spx, vix: &vix, token: &token }) else { unreachable!() };
        let delta: f64 = book.condors().map(|condor| condor.greeks_in(&book.today).delta).sum();
        let want = delta * book.market.spx.0 / book.plan.account.risk_capital().0;
        assert!((found.condors[0].1 - want).abs() < 1e-12 * want.abs() && want != 0.0, "{found:?}");
        // At entry the IL curve is flat.
        assert!(found.pools[0].1.abs() < 1e-12 && found.left_out.is_empty());
    }

    /// Both by differences: of the condors' value over SPX, and of V − HODL over the price.
    #[test]
    fn elsewhere_they_are_the_slopes_of_value_and_of_impermanent_loss() {
        let mut plan = Plan::default();
        plan.response.severity = 2.0;
        let book = resolved(&plan);
        let capital = book.plan.account.risk_capital().0;
        let (spx, vix, token) = (0.97 * book.market.spx.0, 24.0, 0.9 * book.shock.token_price.0);
        let at = |spx: f64, token: f64| {
            let rows = [spx, vix, token].map(|level| dated(&[level]));
            exposures(&book, &Levels { spx: &rows[0], vix: &rows[1], token: &rows[2] }).unwrap_or_default()
        };
        let found = at(spx, token);
        let Some(position) = book.positions().next() else { unreachable!() };
        let Some(pool) = position.pool else { unreachable!() };
        let divergence = |price: f64| pool.value(price) - pool.hodl(price, position.entry);
        let h = 1e-4 * token;
        let slope = (divergence(token + h) - divergence(token - h)) / (2.0 * h) * token / capital;
        assert!((found.pools[0].1 / slope - 1.0).abs() < 1e-5 && slope > 0.0, "{found:?} {slope}");
        // Delta with each strike's vol held (4).
        let world = answered(&book.shock, EventPlan { vix: Some(Points(vix)), ..EventPlan::calm(0.0) })
            .still(Points(vix), 0.97f64.ln());
        let Some(condor) = book.condors().next() else { unreachable!() };
        let held = condor.greeks_in(&world).delta * spx / capital;
        assert!((found.condors[0].1 / held - 1.0).abs() < 1e-12, "{found:?} {held}");
        assert!(Years::left(condor.days, world.days).0 > 0.1 && found.condors[0].1 > 0.0);
        // Twice the capital is half the exposure.
        plan.account.equity = Usd(2.0 * plan.account.equity.0);
        let twice = resolved(&plan);
        let rows = [spx, vix, token].map(|level| dated(&[level]));
        let half = exposures(&twice, &Levels { spx: &rows[0], vix: &rows[1], token: &rows[2] }).unwrap_or_default();
        assert!((half.pools[0].1 / found.pools[0].1 - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_pool_of_another_token_is_named_and_left_out_and_no_level_breaks_it() {
        let mut plan = Plan::default();
        plan.pool_mut(0).into_iter().for_each(|pool| pool.token = PoolToken::Stable);
        let book = resolved(&plan);
        let (spx, token) = (dated(&[1e-15, 1.0, 1e15]), dated(&[1e15, 1.0, 1e-15]));
        let vix = dated(&[1e-15, 1e15, 20.0]);
        let found = exposures(&book, &Levels { spx: &spx, vix: &vix, token: &token });
        match &found {
            Ok(found) => {
                assert_eq!(found.left_out, [plan.name(crate::plan::holding::Kind::Pool, 0)]);
                assert!(
                    found.pools.iter().all(|row| row.1 == 0.0) && found.condors.iter().all(|row| row.1.is_finite())
                );
            }
            Err(said) => assert!(said.contains("has no price"), "{said}"),
        }
        let opening = resolved(&Plan::default());
        let found = exposures(&opening, &Levels { spx: &spx, vix: &vix, token: &token });
        assert!(found.is_ok_and(|found| found.pools.iter().chain(&found.condors).all(|row| row.1.is_finite())));
        let none = exposures(&book, &Levels { spx: &[], vix: &vix, token: &token });
        assert!(none.is_ok_and(|none| none.condors.is_empty()));
    }

    #[test]
    fn a_score_is_of_sixty_days_with_n_less_one() {
        let (a, b) = (walk(1, 60, 1.0, 0.1), walk(2, 60, 1.0, 0.1));
        let Ok(found) = of(&a, &b) else { unreachable!() };
        let z = |rows: &Dated| {
            let mean = rows.iter().map(|row| row.1).sum::<f64>() / 60.0;
            let deviation = (rows.iter().map(|row| (row.1 - mean).powi(2)).sum::<f64>() / 59.0).sqrt();
            (rows[59].1 - mean) / deviation
        };
        assert!(found.gap[58].is_none() && found.gap[59].is_some_and(|gap| (gap - z(&a) + z(&b)).abs() < 1e-12));
        assert_eq!(found.momentum[59], Some([0.0; 3]));
    }

    #[test]
    fn momentum_is_the_macd_of_the_gap_and_its_rsi_and_takes_93_days() {
        let (a, b) = (walk(3, 160, 1.0, 0.1), walk(4, 160, 1.0, 0.1));
        let Ok(found) = of(&a, &b) else { unreachable!() };
        let gap: Vec<f64> = found.gap.iter().flatten().copied().collect();
        let macd = macd::of(&gap);
        let rsi = rsi::of(&macd.line);
        assert_eq!(gap.len(), 101);
        let histogram: Vec<f64> = found.momentum[59..].iter().flatten().map(|lines| lines[2]).collect();
        assert_eq!((histogram, &found.rsi.values[59..]), (macd.histogram.clone(), &rsi[..]));
        assert_eq!(found.signal.answers.iter().position(Result::is_ok), Some(92));
        assert_eq!(found.signal.answers[91], Err(Unknown::TooFew { has: 92, needs: 93 }));
        assert_eq!(found.signal.answers[100], Ok(macd.histogram[41] > 0.0));
        // Its RSI answers where the MACD does, on from 70.
        for (row, answer) in found.rsi.signal.answers.iter().enumerate() {
            let wanted = found.signal.answers[row].map(|_| rsi[row - 59].is_some_and(|rsi| rsi >= 70.0));
            assert_eq!(*answer, wanted, "{row}");
        }
        assert!(found.rsi.signal.answers.contains(&Ok(true)) && found.rsi.signal.answers.contains(&Ok(false)));
    }

    #[test]
    fn what_does_not_move_or_is_broken_off_is_not_known() {
        let moving = walk(5, 160, 1.0, 0.1);
        let standing = |a: &Dated, b: &Dated| of(a, b).map(|found| found.signal.standing(None));
        let why = |standing| if let Ok(Standing::Unknown { why, .. }) = standing { Some(why) } else { None };
        assert_eq!(why(standing(&moving, &dated(&[0.3; 160]))), Some(Unknown::Flat("the pools' slope")));
        assert_eq!(why(standing(&dated(&[0.0; 160]), &moving)), Some(Unknown::Flat("the condors' delta")));
        let tiny: Dated = moving.iter().map(|(day, x)| (*day, 1e-7 * x)).collect();
        assert_eq!(why(standing(&tiny, &moving)), Some(Unknown::Flat("the condors' delta")));
        let broken = [&moving[..80], &moving[90..]].concat();
        let Ok(found) = of(&broken, &moving) else { unreachable!() };
        assert!(found.gap[79].is_some() && found.gap[80..139].iter().all(Option::is_none) && found.gap[139].is_some());
        assert!(matches!(found.signal.answers[138], Err(Unknown::SinceHole { has: 59, needs: 60, .. })));
        assert_eq!(found.momentum[139], Some([0.0; 3]));
        assert_eq!(why(standing(&vec![], &moving)), Some(Unknown::NoData("the condors' delta")));
        assert!(of(&moving, &[(moving[0].0, f64::NAN)]).is_err());
    }

    #[test]
    fn a_book_on_a_history_says_the_same_whatever_follows() {
        let mut plan = Plan::default();
        plan.pool_mut(0).into_iter().for_each(|pool| pool.deposit = Usd(30_000.0));
        plan.account.risk_share = Frac(1.0);
        let book = resolved(&plan);
        let (spx, vix, token) = (
            walk(6, 140, book.market.spx.0, 0.01),
            walk(7, 140, 17.0, 0.05),
            walk(8, 140, book.shock.token_price.0, 0.03),
        );
        let read = |rows: usize| {
            let levels = Levels { spx: &spx[..rows], vix: &vix, token: &token };
            exposures(&book, &levels).and_then(|found| of(&found.condors, &found.pools)).map(|gap| gap.signal.answers)
        };
        let Ok(all) = read(140) else { unreachable!() };
        assert!(all[92..].iter().all(Result::is_ok), "{all:?}");
        for rows in [1, 60, 93, 120] {
            assert_eq!(read(rows).as_deref(), Ok(&all[..rows]));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(60), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_knows_no_unit_no_shift_and_no_later_row(
            seed in 0..1_000_000u64, scales in proptest::array::uniform2(0.1..10.0f64), shift in -5.0..5.0f64, keep in 60..159usize,
        ) {
            let (a, b) = (walk(seed, 160, 1.0, 0.1), walk(seed + 1, 160, 1.0, 0.1));
            let moved = |rows: &Dated, scale: f64| rows.iter().map(|(day, x)| (*day, scale * x + shift)).collect::<Dated>();
            let (plain, other) = (of(&a, &b), of(&moved(&a, scales[0]), &moved(&b, scales[1])));
            let (Ok(plain), Ok(other)) = (plain, other) else { return Err(TestCaseError::fail("none")) };
            for (a, b) in plain.gap.iter().zip(&other.gap).skip(59) {
                let (Some(a), Some(b)) = (a, b) else { return Err(TestCaseError::fail("none")) };
                prop_assert!((a - b).abs() < 1e-7);
            }
            prop_assert!(plain.rsi.values.iter().flatten().all(|x| (0.0..=100.0).contains(x)));
            let cut = of(&a[..keep], &b[..keep]).map(|cut| (cut.gap, cut.momentum, cut.rsi.values, cut.rsi.signal.answers, cut.signal.answers));
            let begun = (plain.gap[..keep].to_vec(), plain.momentum[..keep].to_vec(), plain.rsi.values[..keep].to_vec(), plain.rsi.signal.answers[..keep].to_vec(), plain.signal.answers[..keep].to_vec());
            prop_assert_eq!(cut, Ok(begun));
        }
    }
}
