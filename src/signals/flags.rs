//! Flags: what the standings of signals set in the plan when the person says so. Model book 11.4, 13.

use crate::plan::address::{Address, Changes};
use crate::plan::knobs::knob;
use crate::signals::correlation_shift::Correlations;
use crate::signals::standing::Standing;
use crate::words::rounded;

/// Signals that were read; one that was not asked about leaves its flag as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standings {
    /// A/D divergence.
    pub divergence: Option<Standing>,
    /// Big Top.
    pub big_top: Option<Standing>,
    /// Correlation alarm, with the correlations on the day of its standing.
    pub correlation: Option<(Standing, Option<Correlations>)>,
}

/// The flags as they stand: on, off, or not known where the signal is, never off in its place; with the alarm ρ₂₀, to
/// more digits than its error has, where it is known.
pub fn changes(standings: &Standings) -> Changes {
    let correlation = standings.correlation.map(|(standing, _)| standing);
    let flags = ROWS.into_iter().zip([standings.divergence, standings.big_top, correlation]);
    let flag = |(row, standing): (&'static str, Option<Standing>)| {
        let place = place(row, standing?.is_on())?;
        Some((Address::from(row), Some(place)))
    };
    let mut changes: Changes = flags.filter_map(flag).collect();
    let rho = standings.correlation.and_then(|(standing, both)| both.filter(|_| standing.is_on().is_some()));
    changes.extend(rho.map(|both| (Address::from("sizing.rho"), Some(rounded(both.short, 4)))));
    changes
}

/// Rows of the three flags.
pub const ROWS: [&str; 3] = ["sizing.ad_divergence", "sizing.big_top", "sizing.correlation_alarm"];

/// Whether these answers say that a flag is on, or that it is off.
pub fn is_known(changes: &Changes, row: &str) -> bool {
    let unknown = place(row, None);
    changes.iter().any(|(at, value)| at.row == row && *value != unknown)
}

/// The place that an answer has among the words of a flag.
fn place(row: &str, is_on: Option<bool>) -> Option<f64> {
    let word = match is_on {
        Some(false) => "0",
        Some(true) => "1",
        None => "unknown",
    };
    knob(row)?.options()?.iter().position(|option| option.0 == word).map(|place| place as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::signals::standing::Unknown;
    use crate::units::day::Day;

    const ON: Standing = Standing::On { since: Day(20_000), is_older: false, to: Day(20_010) };
    const OFF: Standing = Standing::Off { to: Day(20_010) };
    const UNKNOWN: Standing = Standing::Unknown { why: Unknown::NoData("SPX"), to: None };
    const BOTH: Correlations = Correlations { short: 0.886_082_5, long: 0.36 };

    fn set(standings: Standings) -> Plan {
        let mut plan = Plan::default();
        for (at, value) in changes(&standings) {
            assert_eq!(plan.set(at, value), Ok(()));
        }
        plan
    }

    #[test]
    fn each_flag_becomes_what_its_signal_is_and_unknown_is_never_off() {
        for (standing, flag) in [(ON, Some(true)), (OFF, Some(false)), (UNKNOWN, None)] {
            let all = set(Standings {
                divergence: Some(standing),
                big_top: Some(standing),
                correlation: Some((standing, Some(BOTH))),
            });
            let sizing = &all.sizing;
            assert_eq!([sizing.ad_divergence, sizing.big_top, sizing.correlation_alarm], [flag; 3]);
            assert_eq!(sizing.rho, if flag.is_some() { 0.8861 } else { Plan::default().sizing.rho });
        }
    }

    #[test]
    fn what_was_not_asked_about_stays_as_it_is() {
        assert_eq!(changes(&Standings::default()), []);
        let one = set(Standings { big_top: Some(UNKNOWN), ..Standings::default() });
        let mut plan = Plan::default();
        plan.sizing.big_top = None;
        assert_eq!(one, plan);
    }
}
