//! Betas: how a token's log returns answer SPX and the VIX family, calm and stress apart, and as they changed.
//!
//! Source: two-factor regression after Ang, Hodrick, Xing and Zhang 2006; model book 13. House choices: a day is of stress
//! where VIX closed at 20 or above on the row before, known before the move, so that nothing is picked by what it explains;
//! fewer than 60 rows are no estimate; the rolling window is a year, drawn once a month.

use crate::plan::address::{Address, Changes};
use crate::plan::knobs::knob;
use crate::signals::regression::{self, Fit, Row};
use crate::signals::series::{Column, Joined, join, stretches};
use crate::signals::standing::Unknown;
use crate::units::day::Day;
use crate::words::dates::near;
use crate::words::{correlation, fixed, number, rounded, share};

/// Lags of the errors.
pub const LAGS: usize = 5;
/// Rows of the longer moves.
pub const LONGER: usize = 5;
/// Fewest rows of an estimate.
pub const FEWEST: usize = 60;
/// Rows of the rolling window.
pub const WINDOW: usize = 252;
/// A window ends on the first row that has a year behind it, and on every so many rows after: once a month.
pub const STEP: usize = 21;
/// VIX at the last close, points, from which a day is one of stress.
pub const STRESS: f64 = 20.0;

/// What stands for volatility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Change of VIX, points.
    Points,
    /// Its log change.
    Log,
    /// Change of VIX over VIX3M: the term structure.
    Slope,
}

impl Factor {
    /// Every one.
    pub const ALL: [Factor; 3] = [Factor::Points, Factor::Log, Factor::Slope];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Factor::Points => "ΔVIX",
            Factor::Log => "Δln VIX",
            Factor::Slope => "Δ(VIX/VIX3M)",
        }
    }

    /// The one that is written so.
    pub fn named(name: &str) -> Option<Factor> {
        Factor::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The move that a beta is said for, and what that move is of the factor.
    pub fn unit(self) -> (&'static str, f64) {
        match self {
            Factor::Points => ("VIX point", 1.0),
            Factor::Log => ("1\u{202f}% of VIX", 0.01),
            Factor::Slope => ("0.01 of VIX/VIX3M", 0.01),
        }
    }
}

/// Which days are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// All.
    All,
    /// VIX below 20 the row before.
    Calm,
    /// VIX at 20 or above.
    Stress,
}

/// Levels that are regressed, dated.
#[derive(Clone, Copy, Debug)]
pub struct Levels<'a> {
    /// The token.
    pub token: &'a [(Day, f64)],
    /// SPX.
    pub spx: &'a [(Day, f64)],
    /// VIX.
    pub vix: &'a [(Day, f64)],
    /// VIX3M, for its slope.
    pub vix3m: &'a [(Day, f64)],
}

/// One move, from the row before to its day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Move {
    day: Day,
    row: Row,
    vix_before: f64,
}

/// Moves in the order of time; gaps between them stand as moves that are not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Moves {
    factor: Factor,
    lags: usize,
    all: Vec<Option<Move>>,
    absent: Option<&'static str>,
    /// What was joined, in words.
    pub said: String,
}

/// Moves on the days that all series have: log returns of token and SPX, the change of the factor.
///
/// # Errors
/// A row that is none, in words.
pub fn read(levels: &Levels, factor: Factor) -> Result<Moves, String> {
    read_over(levels, factor, 1)
}

/// The same over so many rows, one move ending on each row: what a token answers a day late is in it. The moves overlap,
/// and the errors have as many lags more.
///
/// # Errors
/// A row that is none, in words.
pub fn read_over(levels: &Levels, factor: Factor, span: usize) -> Result<Moves, String> {
    Ok(match factor {
        Factor::Points | Factor::Log => of_vix(&join(levels.columns())?, factor, span),
        Factor::Slope => of_slope(&joined_with_slope(levels)?, span),
    })
}

/// The moves by every factor, in the order of [`Factor::ALL`], over a row and over five: each as [`read`] and [`read_over`]
/// have it, the series joined once.
pub fn read_all(levels: &Levels) -> [Result<[Moves; 2], String>; 3] {
    let spans = [1, LONGER];
    let joined = join(levels.columns());
    let slope = joined_with_slope(levels);
    Factor::ALL.map(|factor| match factor {
        Factor::Points | Factor::Log => {
            joined.as_ref().map(|joined| spans.map(|span| of_vix(joined, factor, span))).map_err(String::clone)
        }
        Factor::Slope => slope.as_ref().map(|joined| spans.map(|span| of_slope(joined, span))).map_err(String::clone),
    })
}

impl<'a> Levels<'a> {
    fn columns(&self) -> [Column<'a>; 3] {
        [Column::level("the token", self.token), Column::level("SPX", self.spx), Column::level("VIX", self.vix)]
    }
}

fn joined_with_slope(levels: &Levels) -> Result<Joined<4>, String> {
    let [token, spx, vix] = levels.columns();
    join([token, spx, vix, Column::level("VIX3M", levels.vix3m)])
}

fn of_vix(joined: &Joined<3>, factor: Factor, span: usize) -> Moves {
    moves(joined, factor, span, |[_, _, vix]| if factor == Factor::Log { vix.ln() } else { vix })
}

fn of_slope(joined: &Joined<4>, span: usize) -> Moves {
    moves(joined, Factor::Slope, span, |[_, _, vix, vix3m]| vix / vix3m)
}

/// Token, SPX and VIX are the first three.
fn moves<const N: usize>(joined: &Joined<N>, factor: Factor, span: usize, of: impl Fn([f64; N]) -> f64) -> Moves {
    let span = span.max(1);
    let lags = LAGS + span - 1;
    let at = |row: usize| -> [f64; N] { std::array::from_fn(|column| joined.columns[column][row]) };
    let mut all = Vec::with_capacity(joined.days.len());
    for stretch in stretches(&joined.days) {
        if !all.is_empty() {
            // No lag reaches across.
            all.extend(std::iter::repeat_n(None, lags));
        }
        all.extend(stretch.skip(span).map(|row| {
            let (before, now) = (at(row - span), at(row));
            let moved = [(now[0] / before[0]).ln(), (now[1] / before[1]).ln(), of(now) - of(before)];
            Some(Move { day: joined.days[row], row: moved, vix_before: before[2] })
        }));
    }
    Moves { factor, lags, all, absent: joined.empty, said: joined.said() }
}

/// An estimate with what it is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Betas {
    /// The regression: betas to SPX and to the factor.
    pub fit: Fit,
    /// The factor.
    pub factor: Factor,
    /// The sample.
    pub sample: Sample,
    /// Days of its first and its last move.
    pub days: [Day; 2],
}

impl Moves {
    /// The betas over a sample.
    ///
    /// # Errors
    /// A series without a row, fewer than 60 moves, something that does not move, regressors that are one.
    pub fn betas(&self, sample: Sample) -> Result<Betas, Unknown> {
        self.of(&self.all, sample)
    }

    /// The betas over a year up to one move a month and up to the last, with its day; the first after a year.
    pub fn rolling(&self) -> Vec<(Day, Result<Betas, Unknown>)> {
        let places: Vec<(usize, Day)> =
            self.all.iter().enumerate().filter_map(|(place, one)| Some((place, one.as_ref()?.day))).collect();
        let ends = (WINDOW..=places.len()).step_by(STEP);
        let last = Some(places.len()).filter(|end| *end >= WINDOW && !(end - WINDOW).is_multiple_of(STEP));
        ends.chain(last)
            .map(|end| {
                let ((first, _), (last, day)) = (places[end - WINDOW], places[end - 1]);
                (day, self.of(&self.all[first..=last], Sample::All))
            })
            .collect()
    }

    fn of(&self, moves: &[Option<Move>], sample: Sample) -> Result<Betas, Unknown> {
        if let Some(name) = self.absent {
            return Err(Unknown::NoData(name));
        }
        let is_in = |one: &&Move| match sample {
            Sample::All => true,
            Sample::Calm => one.vix_before < STRESS,
            Sample::Stress => one.vix_before >= STRESS,
        };
        let kept = || moves.iter().flatten().filter(is_in);
        let has = kept().count();
        let (Some(first), Some(last)) = (kept().next(), kept().next_back()) else {
            return Err(Unknown::TooFew { has, needs: FEWEST });
        };
        if has < FEWEST {
            return Err(Unknown::TooFew { has, needs: FEWEST });
        }
        let rows: Vec<Option<Row>> = moves.iter().map(|one| one.as_ref().filter(is_in).map(|one| one.row)).collect();
        let fit = regression::fit(&rows, self.lags, ["the token", "SPX", self.factor.name()])?;
        Ok(Betas { fit, factor: self.factor, sample, days: [first.day, last.day] })
    }
}

impl Betas {
    /// The estimate in words, with errors, R², how many days and what its regressors share.
    pub fn said(&self, token: &str, today: Option<Day>) -> String {
        let Fit { betas, errors, r_squared, count, correlation: shared, .. } = self.fit;
        let (per, unit) = self.factor.unit();
        let percent = |x: f64| fixed(100.0 * unit * x, 2);
        let sample = match self.sample {
            Sample::All => String::new(),
            Sample::Calm => format!(" that began with VIX below {}", number(STRESS)),
            Sample::Stress => format!(" that began with VIX at {} or above", number(STRESS)),
        };
        format!(
            "{token} moved by {}\u{202f}% per 1\u{202f}% of SPX (standard error {}) and by {}\u{202f}% per {per} ({}). R² {} over {} days{sample}, {} to {}. SPX and {} correlate {}: each error is {} times what it would be if they did not.",
            fixed(betas[0], 2),
            fixed(errors[0], 2),
            percent(betas[1]),
            percent(errors[1]),
            share(r_squared, 0),
            number(count as f64),
            near(today, self.days[0]),
            near(today, self.days[1]),
            self.factor.name(),
            correlation(shared),
            fixed(self.fit.inflation(), 1),
        )
    }

    /// What 'use these' sets: the two betas of the market's token, to more digits than their errors have.
    ///
    /// # Errors
    /// The scenario's beta is per VIX point: one of another factor is none. A beta outside what may be typed.
    pub fn changes(&self) -> Result<Changes, String> {
        if self.factor != Factor::Points {
            return Err(format!(
                "The scenario asks for the move per VIX point; a beta to {} is none. Estimate it on ΔVIX.",
                self.factor.name()
            ));
        }
        let [spx, vix] = self.fit.betas;
        let changes = [("shock.beta_spx", rounded(spx, 4)), ("shock.beta_vix", rounded(vix, 6))];
        for (id, value) in changes {
            knob(id).map_or(Ok(()), |knob| knob.check(value))?;
        }
        Ok(changes.into_iter().map(|(id, value)| (Address::from(id), Some(value))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::signals::regression::tests::noise;
    use crate::signals::series::tests::{dated, trading_days};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    type Dated = Vec<(Day, f64)>;

    /// SPX, VIX and VIX3M that wander and a token that follows: `beta` on SPX and `slope` per VIX point, which are twice as
    /// large where VIX closed at 20 or above.
    fn made(seed: u64, count: usize, [beta, slope]: [f64; 2], error: f64) -> [Dated; 4] {
        let mut next = noise(seed);
        let (mut token, mut spx, mut vix, mut vix3m) = (vec![3000.0f64], vec![5000.0f64], vec![20.0f64], vec![21.0f64]);
        for row in 1..count {
            let market = 0.02 * next();
            let level = 20.0 + 0.95 * (vix[row - 1] - 20.0) - 60.0 * market + next();
            let moved = level - vix[row - 1];
            let twice = if vix[row - 1] >= STRESS { 2.0 } else { 1.0 };
            token.push(token[row - 1] * (twice * (beta * market + slope * moved) + error * next()).exp());
            spx.push(spx[row - 1] * market.exp());
            vix.push(level);
            vix3m.push(21.0 + 0.5 * (level - 20.0) + 0.5 * next());
        }
        [token, spx, vix, vix3m].map(|values| dated(&values))
    }

    fn levels([token, spx, vix, vix3m]: &[Dated; 4]) -> Levels<'_> {
        Levels { token, spx, vix, vix3m }
    }

    fn betas(series: &[Dated; 4], factor: Factor, sample: Sample) -> Result<Betas, Unknown> {
        read(&levels(series), factor).map_err(|_| Unknown::Collinear)?.betas(sample)
    }

    #[test]
    fn an_answer_that_comes_a_day_late_is_in_moves_over_five_days() {
        let [token, spx, vix, vix3m] = made(3, 900, [1.0, 0.0], 0.002);
        // What the token does on a day becomes known on the next.
        let late: Dated = token.iter().skip(1).zip(&token).map(|(row, before)| (row.0, before.1)).collect();
        let levels = Levels { token: &late, spx: &spx, vix: &vix, vix3m: &vix3m };
        let of = |span| read_over(&levels, Factor::Points, span).map(|moves| moves.betas(Sample::All));
        let (Ok(Ok(daily)), Ok(Ok(slow))) = (of(1), of(LONGER)) else { unreachable!() };
        assert!(daily.fit.betas[0].abs() < 0.3 && slow.fit.betas[0] > 0.8, "{daily:?} {slow:?}");
        assert_eq!((daily.fit.count, slow.fit.count), (898, 894));
        assert_eq!(read(&levels, Factor::Log), read_over(&levels, Factor::Log, 1));
    }

    #[test]
    fn calm_and_stress_are_told_apart_by_the_vix_before_the_move() {
        let series = made(1, 600, [1.2, -0.004], 0.0);
        let of = |sample| {
            let Ok(found) = betas(&series, Factor::Points, sample) else { unreachable!() };
            found.fit
        };
        let [all, calm, stress] = [Sample::All, Sample::Calm, Sample::Stress].map(of);
        assert_eq!(calm.count + stress.count, all.count);
        assert!(calm.count > 150 && stress.count > 150, "{}", calm.count);
        for (fit, times) in [(calm, 1.0), (stress, 2.0)] {
            assert!(
                (fit.betas[0] - 1.2 * times).abs() < 1e-9 && (fit.betas[1] + 0.004 * times).abs() < 1e-12,
                "{fit:?}"
            );
            assert!(fit.r_squared > 1.0 - 1e-9);
        }
        assert!(all.betas[0] > 1.3 && all.betas[0] < 2.3 && all.r_squared < 1.0 - 1e-3, "{all:?}");
    }

    #[test]
    fn every_factor_is_its_own_change() {
        let series = made(2, 400, [1.0, -0.003], 0.01);
        for factor in Factor::ALL {
            let Ok(found) = read(&levels(&series), factor) else { unreachable!() };
            let Some(Some(first)) = found.all.first() else { unreachable!() };
            let [_, spx, vix, vix3m] = series.each_ref().map(|rows| [rows[0].1, rows[1].1]);
            let want = match factor {
                Factor::Points => vix[1] - vix[0],
                Factor::Log => (vix[1] / vix[0]).ln(),
                Factor::Slope => vix[1] / vix3m[1] - vix[0] / vix3m[0],
            };
            assert!((first.row[2] - want).abs() < 1e-12 && (first.row[1] - (spx[1] / spx[0]).ln()).abs() < 1e-15);
            assert_eq!((first.day, first.vix_before), (series[0][1].0, 20.0));
            assert!(found.betas(Sample::All).is_ok_and(|found| found.fit.count == 399), "{factor:?}");
        }
        assert_ne!(
            betas(&series, Factor::Log, Sample::All).map(|one| one.fit.betas),
            betas(&series, Factor::Points, Sample::All).map(|one| one.fit.betas)
        );
    }

    #[test]
    fn what_is_too_little_or_missing_is_no_estimate() {
        let series = made(3, 61, [1.0, -0.003], 0.01);
        assert!(betas(&series, Factor::Points, Sample::All).is_ok());
        let few = series.each_ref().map(|rows| rows[..60].to_vec());
        assert_eq!(betas(&few, Factor::Points, Sample::All), Err(Unknown::TooFew { has: 59, needs: 60 }));
        let without = [&series[0], &series[1], &series[2], &Vec::new()].map(Clone::clone);
        assert_eq!(betas(&without, Factor::Slope, Sample::All), Err(Unknown::NoData("VIX3M")));
        assert!(betas(&without, Factor::Log, Sample::All).is_ok());
        let still = [&series[0], &series[1], &dated(&[20.0; 61]), &series[3]].map(Clone::clone);
        assert_eq!(betas(&still, Factor::Points, Sample::All), Err(Unknown::Flat("ΔVIX")));
        assert_eq!(betas(&still, Factor::Points, Sample::Calm), Err(Unknown::TooFew { has: 0, needs: 60 }));
        // VIX that only mirrors SPX is no second regressor.
        let mirror: Dated = series[1].iter().map(|(day, spx)| (*day, 20.0 * (5000.0 / spx))).collect();
        let one = [&series[0], &series[1], &mirror, &series[3]].map(Clone::clone);
        assert_eq!(betas(&one, Factor::Log, Sample::All), Err(Unknown::Collinear));
        assert!(read(&Levels { vix: &[(Day(0), f64::NAN)], ..levels(&series) }, Factor::Points).is_err());
    }

    #[test]
    fn no_return_and_no_lag_reaches_across_a_gap() {
        let series = made(4, 200, [1.0, -0.003], 0.01);
        let broken = series.each_ref().map(|rows| [&rows[..100], &rows[110..]].concat());
        let Ok(found) = read(&levels(&broken), Factor::Points) else { unreachable!() };
        assert_eq!(found.all.len(), 99 + LAGS + 89);
        assert!(found.all[99..99 + LAGS].iter().all(Option::is_none));
        assert_eq!(found.betas(Sample::All).map(|one| one.fit.count), Ok(188));
        assert!(found.said.contains("1 gap"), "{}", found.said);
    }

    #[test]
    fn moves_of_series_joined_once_are_those_of_each_factor_alone() {
        let series = made(6, 150, [1.0, -0.003], 0.01);
        let levels = levels(&series);
        for (factor, found) in Factor::ALL.into_iter().zip(read_all(&levels)) {
            let alone = read(&levels, factor).and_then(|one| Ok([one, read_over(&levels, factor, LONGER)?]));
            assert!(alone.as_ref().is_ok_and(|[daily, slower]| daily != slower && daily.all.len() == 149));
            assert_eq!(found, alone);
        }
        let bad = [(series[0][0].0, f64::NAN)];
        let refused = read_all(&Levels { vix3m: &bad, ..levels }).map(|found| found.is_err());
        assert_eq!(refused, [false, false, true]);
    }

    #[test]
    fn the_rolling_window_is_a_year_and_reads_no_later_row() {
        let series = made(5, 400, [1.0, -0.003], 0.01);
        let rolling = |rows: usize| {
            let cut = series.each_ref().map(|all| all[..rows].to_vec());
            read(&levels(&cut), Factor::Points).map(|found| found.rolling()).unwrap_or_default()
        };
        let all = rolling(400);
        assert_eq!((all.len(), all[0].0), ((399 - 252) / 21 + 1, trading_days(400)[252]));
        for (rows, months) in [(0, 0), (100, 0), (253, 1), (300, 3), (379, 7)] {
            let some = rolling(rows);
            assert_eq!(some[..months], all[..months], "{rows}");
            // It ends where the rows do.
            let last = trading_days(400)[rows.max(1) - 1];
            assert!(
                some.len() <= months + 1 && (months == 0 || some.last().is_some_and(|one| one.0 == last)),
                "{rows}"
            );
        }
        let year = series.each_ref().map(|all| all[..253].to_vec());
        assert_eq!(all[0].1, betas(&year, Factor::Points, Sample::All));
    }

    fn estimate(betas: [f64; 2], factor: Factor) -> Betas {
        let fit = Fit {
            intercept: 0.0,
            betas,
            intercept_error: 0.001,
            errors: [0.304, 0.001_24],
            r_squared: 0.214,
            count: 2301,
            correlation: -0.8258,
        };
        Betas { fit, factor, sample: Sample::All, days: [Day(17_000), Day(20_777)] }
    }

    #[test]
    fn an_estimate_says_its_errors_and_what_its_regressors_share() {
        let said = estimate([1.2049, -0.0042], Factor::Points).said("ETH", Some(Day(20_785)));
        assert_eq!(
            said,
            "ETH moved by 1.20\u{202f}% per 1\u{202f}% of SPX (standard error 0.30) and by −0.42\u{202f}% per VIX point (0.12). R² 21\u{202f}% over 2,301 days, 18 Jul 2016 to 20 Nov. SPX and ΔVIX correlate −0.83: each error is 1.8 times what it would be if they did not."
        );
        let log = Betas { sample: Sample::Stress, ..estimate([1.0, -0.1], Factor::Log) }.said("ETH", None);
        assert!(log.contains("by −0.10\u{202f}% per 1\u{202f}% of VIX (0.00)"), "{log}");
        assert!(log.contains("days that began with VIX at 20 or above, "), "{log}");
    }

    #[test]
    fn use_these_sets_the_scenarios_two_betas_and_nothing_else() {
        let mut plan = Plan::default();
        let changes = estimate([1.204_949, -0.004_212_34], Factor::Points).changes();
        let Ok(changes) = changes else { unreachable!("{changes:?}") };
        let before = plan.clone();
        for (at, value) in &changes {
            assert_eq!(plan.set(*at, *value), Ok(()));
        }
        assert_eq!((plan.response.beta_spx, plan.response.beta_vix), (Some(1.2049), Some(-0.004_212)));
        plan.response = before.response.clone();
        assert_eq!(plan, before);
        assert!(estimate([1.0, -0.1], Factor::Log).changes().is_err_and(|said| said.contains("Δln VIX is none")));
        assert!(estimate([11.0, 0.0], Factor::Points).changes().is_err_and(|said| said.contains("out of range")));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(2006), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn betas_know_no_unit_of_token_and_spx_and_every_figure_is_one(
            seed in 0..1_000_000u64, count in 61..300usize, beta in -2.0..3.0f64, slope in -0.01..0.01f64, unit in 0.001..1000.0f64,
        ) {
            let series = made(seed, count, [beta, slope], 0.02);
            let mut other = series.clone();
            for row in other[..2].iter_mut().flatten() {
                row.1 *= unit;
            }
            for factor in Factor::ALL {
                let (a, b) = (betas(&series, factor, Sample::All), betas(&other, factor, Sample::All));
                let (Ok(a), Ok(b)) = (a, b) else { return Err(TestCaseError::fail("none")) };
                prop_assert!((a.fit.betas[0] - b.fit.betas[0]).abs() < 1e-7 * a.fit.betas[0].abs().max(1.0));
                prop_assert!((a.fit.errors[1] - b.fit.errors[1]).abs() < 1e-7 * a.fit.errors[1]);
                let figures = [a.fit.intercept, a.fit.intercept_error, a.fit.r_squared, a.fit.correlation, a.fit.inflation()];
                prop_assert!(figures.iter().all(|x| x.is_finite()) && a.fit.errors.iter().all(|x| *x > 0.0));
            }
        }
    }
}
