//! Big Top: SPX overbought, breadth behind it, and money or the VIX curve stretched. A proxy; off until somebody asks.
//! Source: model book 13.

use crate::signals::advance_decline::{self, Divergence};
use crate::signals::rsi::{self, Rsi};
use crate::signals::series::{Column, join, on};
use crate::signals::standing::{Answer, Signal, Unknown, all, any};
use crate::units::day::Day;

/// Second month of VIX futures over the first from which the curve is stretched.
pub const CONTANGO: f64 = 1.12;
/// VIX9D over VIX below which it is stretched.
pub const COMPLACENT: f64 = 0.85;
/// What it is called.
pub const NAME: &str = "Big Top";

/// What it is read from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// SPX.
    pub spx: &'a [(Day, f64)],
    /// The advance–decline line.
    pub line: &'a [(Day, f64)],
    /// First and second month of VIX futures, where there are any.
    pub futures: Option<[&'a [(Day, f64)]; 2]>,
    /// VIX9D and VIX, where there are any.
    pub vix9d: Option<[&'a [(Day, f64)]; 2]>,
}

/// The proxy day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct BigTop {
    /// RSI of SPX, of all its own days.
    pub rsi: Rsi,
    /// A/D divergence.
    pub divergence: Divergence,
    /// Second month of VIX futures over the first, and VIX9D over VIX.
    pub ratios: Vec<[Option<f64>; 2]>,
    /// On while SPX is overbought, breadth diverges and one of the ratios is stretched; its days are those of all of these.
    pub signal: Signal,
}

/// The proxy. Where only one of the ratios is known and is not stretched, the other might be: not known.
///
/// # Errors
/// A row that is none, in words.
pub fn read(inputs: &Inputs) -> Result<BigTop, String> {
    let joined = join([Column::level("SPX", inputs.spx), Column::any("the A/D line", inputs.line)])?;
    let absent = Unknown::NoData(joined.empty.unwrap_or("SPX and the A/D line on one day"));
    let ratio = |pair: Option<[&[(Day, f64)]; 2]>, [above, below]: [&'static str; 2]| {
        let [above_rows, below_rows] = pair.unwrap_or_default();
        let joined = join([Column::level(above, above_rows), Column::level(below, below_rows)])?;
        let [above, below] = &joined.columns;
        let values = above.iter().zip(below).map(|(above, below)| above / below);
        Ok::<_, String>(joined.days.into_iter().zip(values).collect::<Vec<_>>())
    };
    let futures = ratio(
        inputs.futures.map(|[first, second]| [second, first]),
        ["the second VIX future", "the first VIX future"],
    )?;
    let vix9d = ratio(inputs.vix9d, ["VIX9D", "VIX"])?;
    let [spx, line] = joined.columns;
    // Of SPX's own days: what the line lacks is no move of SPX.
    let rsi = rsi::read("SPX", inputs.spx)?.on(&joined.days, absent);
    let divergence = advance_decline::on_days(joined.days.clone(), line, spx, absent);
    let ratios: Vec<_> = joined.days.iter().map(|day| [on(&futures, *day), on(&vix9d, *day)]).collect();
    let answers = (0..joined.days.len()).map(|row| {
        let [futures, vix9d] = ratios[row];
        let stretched = any(&[
            known(futures, |ratio| ratio >= CONTANGO, "both VIX futures on that day"),
            known(vix9d, |ratio| ratio < COMPLACENT, "VIX9D and VIX on that day"),
        ]);
        all(&[rsi.signal.answers[row], divergence.signal.answers[row], stretched])
    });
    let answers: Vec<Answer> = answers.collect();
    Ok(BigTop { rsi, divergence, ratios, signal: Signal { name: NAME, days: joined.days, answers, absent } })
}

fn known(ratio: Option<f64>, is_stretched: fn(f64) -> bool, what: &'static str) -> Answer {
    ratio.map(is_stretched).ok_or(Unknown::NoData(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::series::tests::dated;
    use crate::signals::standing::Standing;

    const DAYS: usize = 40;

    /// SPX rising, the line falling at last; M2/M1 and VIX9D/VIX as given on every day.
    fn standing(ratios: [Option<f64>; 2], is_rising: bool) -> Standing {
        let spx = dated(&(0..DAYS).map(|i| 5000.0 + if is_rising { 1.0 } else { -1.0 } * i as f64).collect::<Vec<_>>());
        let line = dated(&(0..DAYS).map(|i| if i < 35 { i as f64 } else { 0.0 }).collect::<Vec<_>>());
        let flat = dated(&[20.0; DAYS]);
        let [futures, vix9d] = ratios.map(|ratio| ratio.map(|ratio| dated(&[20.0 * ratio; DAYS])));
        let inputs = Inputs {
            spx: &spx,
            line: &line,
            futures: futures.as_deref().map(|second| [&flat[..], second]),
            vix9d: vix9d.as_deref().map(|vix9d| [vix9d, &flat[..]]),
        };
        read(&inputs).map_or(Standing::Off { to: Day(0) }, |found| found.signal.standing(None))
    }

    #[test]
    fn it_takes_all_three_and_one_ratio_is_enough() {
        let day = |row: usize| dated(&[0.0; DAYS])[row].0;
        let on = Standing::On { since: day(35), is_older: false, to: day(39) };
        assert_eq!(standing([Some(1.13), Some(0.9)], true), on);
        assert_eq!(standing([Some(1.0), Some(0.84)], true), on);
        assert_eq!(standing([Some(1.13), None], true), on);
        let off = Standing::Off { to: day(39) };
        assert_eq!(standing([Some(1.11), Some(0.85)], true), off);
        // SPX falls: whatever is missing, it is none.
        assert_eq!(standing([None, None], false), off);
    }

    #[test]
    fn a_ratio_that_nobody_gave_might_be_stretched() {
        let why = |standing: Standing| if let Standing::Unknown { why, .. } = standing { Some(why) } else { None };
        let (futures, vix9d) = ("both VIX futures on that day", "VIX9D and VIX on that day");
        assert_eq!(why(standing([None, Some(0.9)], true)), Some(Unknown::NoData(futures)));
        assert_eq!(why(standing([Some(1.0), None], true)), Some(Unknown::NoData(vix9d)));
        assert_eq!(why(standing([None, None], true)), Some(Unknown::NoData(futures)));
    }

    #[test]
    fn later_rows_change_no_earlier_answer_and_bad_ones_are_refused() {
        let spx = dated(&(0..60).map(|i| 5000.0 + 30.0 * f64::from(i % 7) + 10.0 * f64::from(i)).collect::<Vec<_>>());
        let line = dated(&(0..60).map(|i| f64::from((i * 37) % 11)).collect::<Vec<_>>());
        let vix = dated(&[20.0; 60]);
        let short = dated(&(0..60).map(|i| 15.0 + f64::from(i % 5)).collect::<Vec<_>>());
        let answers = |rows: usize| {
            let inputs = Inputs { spx: &spx[..rows], line: &line[..rows], futures: None, vix9d: Some([&short, &vix]) };
            read(&inputs).map(|found| found.signal.answers).unwrap_or_default()
        };
        let all = answers(60);
        assert!(all.contains(&Ok(true)) || all.contains(&Ok(false)));
        for rows in 0..60 {
            assert_eq!(answers(rows)[..], all[..rows], "{rows}");
        }
        let bad = [(spx[0].0, f64::NAN)];
        assert!(read(&Inputs { spx: &spx, line: &line, futures: Some([&bad, &vix]), vix9d: None }).is_err());
        let none =
            read(&Inputs { spx: &[], line: &line, futures: None, vix9d: None }).map(|none| none.signal.standing(None));
        assert_eq!(none, Ok(Standing::Unknown { why: Unknown::NoData("SPX"), to: None }));
    }

    #[test]
    fn its_rsi_is_that_of_spx_alone_whatever_days_the_line_has() {
        // It rises, then wanders.
        let wave = |i: i32| 5000.0 + 20.0 * f64::from(i.min(75)) + 30.0 * f64::from((i * 7) % 4 + (i / 75) * (i % 3));
        let spx = dated(&(0..160).map(wave).collect::<Vec<_>>());
        let flat = dated(&[20.0; 160]);
        // The line begins later, lacks a day now and then and once nine days in a row.
        let has = |i: &usize| *i >= 45 && !(90..99).contains(i) && !i.is_multiple_of(13);
        let line: Vec<(Day, f64)> = (0..160).filter(has).map(|i| (spx[i].0, ((i * 7) % 5) as f64)).collect();
        let read = |line: &[(Day, f64)], spx: &[(Day, f64)]| {
            let inputs = Inputs { spx, line, futures: None, vix9d: Some([&flat, &flat]) };
            super::read(&inputs).map(|found| found.rsi)
        };
        let (Ok(found), Ok(alone)) = (read(&line, &spx), rsi::read("SPX", &spx)) else { unreachable!() };
        assert_eq!(found.signal.days, line.iter().map(|row| row.0).collect::<Vec<_>>());
        for ((day, value), answer) in found.signal.days.iter().zip(&found.values).zip(&found.signal.answers) {
            let row = alone.signal.days.iter().position(|one| one == day).unwrap_or(usize::MAX);
            assert_eq!((value, answer), (&alone.values[row], &alone.signal.answers[row]), "{day:?}");
            // SPX has moves enough before the first of them, also behind what the line lacks.
            assert!(value.is_some());
        }
        assert!(found.signal.answers.contains(&Ok(true)) && found.signal.answers.contains(&Ok(false)));
        for rows in [60, 100, 130] {
            let to = spx[rows].0;
            let count = line.iter().filter(|row| row.0 <= to).count();
            let later: Vec<(Day, f64)> =
                spx.iter().map(|(day, x)| if *day > to { (*day, 3.0 * x) } else { (*day, *x) }).collect();
            let Ok(then) = read(&line, &later) else { unreachable!() };
            assert_eq!(then.values[..count], found.values[..count]);
            assert_ne!(then.values, found.values);
        }
        // A gap of SPX itself is one: nothing is known until it has moves enough again.
        let broken = [&spx[..100], &spx[106..]].concat();
        let Ok(broken) = read(&line, &broken) else { unreachable!() };
        let behind = broken.signal.days.iter().position(|day| *day >= spx[106].0).unwrap_or(usize::MAX);
        assert!(matches!(broken.signal.answers[behind], Err(Unknown::SinceHole { needs: 15, .. })));
        assert!(broken.values[behind - 1].is_some() && broken.values[behind].is_none());
    }
}
