//! Moments: how VIX, SPX and ether move as drawn, as computed and as counted, and whether these agree.

use crate::odds::figures::Figure;
use crate::odds::moments::ThreeWays;
use crate::odds::moments::moment::{BANDS, LAGS, MOMENTS, Moment, REALISED, TOKEN_BANDS, UPS, WIDE, WIDE_BANDS, YEAR};
use crate::views::odds::say::NONE;
use crate::views::pinned::Table;
use crate::words::{THIN, fixed, number, share, trading_days, vix};

/// Errors up to which two figures are said to agree.
const AGREE: f64 = 2.0;

/// Of how many moments what is drawn is within two errors of what was counted.
pub fn headline(moments: &[ThreeWays]) -> String {
    let apart: Vec<f64> = moments.iter().filter_map(ThreeWays::apart).collect();
    let near = apart.iter().filter(|errors| errors.abs() <= AGREE).count();
    if apart.is_empty() {
        return "No moment is drawn yet".into();
    }
    let [near, all] = [near, apart.len()].map(|count| number(count as f64));
    format!("{near} of {all} moments are within two errors of what was counted")
}

/// What the columns are, in one sentence.
pub fn caption() -> String {
    let drawn = number(f64::from(crate::odds::moments::drawn::ALL_PATHS));
    format!(
        "How VIX, SPX and ether move: on {drawn} paths of five years, by formula (without the floor of 8 under VIX), and in \
         closes of Cboe and Yahoo; ± one standard error, today’s VIX forgotten"
    )
}

/// Every moment: drawn, computed, counted, of which closes, and how far apart.
pub fn table(moments: &[ThreeWays]) -> Table {
    let head = ["What", "Drawn", "Computed", "Counted", "Of closes", "Drawn against counted"];
    let row = |(moment, three): (Moment, &ThreeWays)| {
        let said = |figure: Figure| said(moment, figure);
        let computed = three.computed.map(|value| said(Figure { value, error: None }));
        [
            name(moment),
            three.drawn.map_or_else(|| NONE.into(), said),
            computed.unwrap_or_else(|| NONE.into()),
            said(three.counted),
            closes(moment).into(),
            three.apart().map_or_else(|| NONE.into(), apart),
        ]
    };
    let rows = MOMENTS.into_iter().zip(moments).map(|both| row(both).to_vec()).collect();
    (head.map(String::from).to_vec(), rows)
}

/// How many errors apart, in words.
fn apart(errors: f64) -> String {
    if errors.abs() <= AGREE {
        return "within two errors".into();
    }
    format!("{} errors {}", fixed(errors.abs(), 1), if errors > 0.0 { "above" } else { "below" })
}

/// What a moment is, in words.
pub fn name(moment: Moment) -> String {
    let days = |days: usize| trading_days(days as f64);
    match moment {
        Moment::Level(of) => format!("VIX that {} of days close below", share(of, 0)),
        Moment::Deviation => "A day’s change of ln VIX, deviation".into(),
        Moment::Kurtosis => "A day’s change of ln VIX, kurtosis (normal: 3)".into(),
        Moment::Up(nth) => format!("Two deviations of VIX up, {}", days(UPS[nth])),
        Moment::Lag(nth) => format!("ln VIX with itself {} later", days(LAGS[nth])),
        Moment::Beside => "A day’s SPX with its ln VIX, correlation".into(),
        Moment::SpxDeviation => "SPX, deviation a year".into(),
        Moment::Wide(nth) => format!("SPX over {}, deviation a year", days(WIDE[nth])),
        Moment::WideBand(nth) => {
            format!("SPX over {} a year over VIX before, {}", days(WIDE[1]), levels(&WIDE_BANDS, nth))
        }
        Moment::SpxKurtosis => "A day’s SPX, kurtosis (normal: 3)".into(),
        Moment::Realised(nth) => format!("Realised vol of SPX over VIX, {}, mean", days(REALISED[nth])),
        Moment::RealisedRms(nth) => {
            format!("Realised vol of SPX over VIX, {}, root mean square", days(REALISED[nth]))
        }
        Moment::Fall => format!("Deepest fall of SPX in {}, mean", days(YEAR)),
        Moment::Band(nth) => format!("A day’s SPX a year over VIX, {}", levels(&BANDS, nth)),
        Moment::Token(nth) => format!("A day’s ether with its SPX, {}", levels(&TOKEN_BANDS, nth)),
    }
}

/// A band of VIX the night before.
fn levels(bands: &[f64], nth: usize) -> String {
    let end = |i: usize| vix(bands[nth + i]);
    match nth {
        0 => format!("VIX below {}", end(1)),
        nth if nth + 2 == bands.len() => format!("VIX {} and above", end(0)),
        _ => format!("VIX {} to {}", end(0), end(1)),
    }
}

/// Which closes it was counted in.
pub fn closes(moment: Moment) -> &'static str {
    match moment {
        Moment::Level(_) | Moment::Deviation | Moment::Kurtosis | Moment::Up(_) | Moment::Lag(_) => "VIX 1990–2026",
        Moment::Token(_) => "ETH 2017–2025",
        _ => "SPX 2000–2025",
    }
}

/// A figure of a moment with its error: `17.6 ± 1.3`, `53.7 % ± 4.5`, `0.82 ± 0.02`.
fn said(moment: Moment, figure: Figure) -> String {
    let (times, decimals, unit) = match moment {
        Moment::Level(_) | Moment::Kurtosis | Moment::SpxKurtosis => (1.0, 1, String::new()),
        Moment::Deviation | Moment::Up(_) | Moment::SpxDeviation | Moment::Wide(_) | Moment::Fall => {
            (100.0, 1, format!("{THIN}%"))
        }
        _ => (1.0, 2, String::new()),
    };
    let value = format!("{}{unit}", fixed(times * figure.value, decimals));
    // An error is never said to be none.
    let error = |error: f64| {
        let more = (decimals..4).find(|more| times * error * 10f64.powi(*more as i32) >= 0.5);
        fixed(times * error, more.unwrap_or(4))
    };
    figure.error.map_or_else(|| value.clone(), |one| format!("{value} ± {}", error(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three(drawn: Option<[f64; 2]>, counted: [f64; 2]) -> ThreeWays {
        let figure = |[value, error]: [f64; 2]| Figure { value, error: Some(error) };
        ThreeWays { drawn: drawn.map(figure), computed: None, counted: figure(counted) }
    }

    #[test]
    fn two_errors_of_both_together_are_agreement_and_nothing_is_said_without_an_error() {
        let near = three(Some([1.0, 0.3]), [2.0, 0.4]);
        assert_eq!(near.apart().map(apart).as_deref(), Some("within two errors"));
        let above = three(Some([3.25, 0.3]), [2.0, 0.4]);
        assert_eq!(above.apart().map(apart).as_deref(), Some("2.5 errors above"));
        let below = three(Some([0.0, 0.0]), [2.0, 0.4]);
        assert_eq!(below.apart().map(apart).as_deref(), Some("5.0 errors below"));
        let unknown = ThreeWays { drawn: Some(Figure { value: 1.0, error: None }), ..near };
        assert_eq!(
            [unknown.apart(), three(None, [2.0, 0.4]).apart(), three(Some([1.0, 0.0]), [1.0, 0.0]).apart()],
            [None; 3]
        );
        assert_eq!(headline(&[near, above, unknown]), "1 of 2 moments are within two errors of what was counted");
        assert_eq!(headline(&[unknown]), "No moment is drawn yet");
    }

    #[test]
    fn every_moment_has_a_row_of_its_own_name_and_no_cell_is_empty() {
        let moments = vec![three(Some([0.5, 0.0001]), [0.25, 0.02]); MOMENTS.len()];
        let (head, rows) = table(&moments);
        let mut names: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
        assert!(rows.iter().all(|row| row.len() == head.len() && row.iter().all(|cell| !cell.is_empty())), "{rows:?}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), MOMENTS.len());
        assert_eq!(
            rows[6][..4],
            ["Two deviations of VIX up, 1 trading day", "50.0\u{202f}% ± 0.01", "—", "25.0\u{202f}% ± 2.0"]
        );
        assert_eq!(
            (rows[20][0].as_str(), rows[20][3].as_str()),
            ("A day’s SPX a year over VIX, VIX below 15", "0.25 ± 0.02")
        );
        assert_eq!(table(&[]).1.len(), 0);
    }
}
