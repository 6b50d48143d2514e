//! Second-engine test: whether the pool is an engine of its own in this shock, or the condor's loss once more.
//!
//! Source: model book 11.7.

use crate::book::limits::is_past;
use crate::sizing::checks::Check;
use crate::units::Usd;
use crate::words::{amount, fixed, usd};

/// Highest correlation of condor and pool in the shock.
pub const MOST: f64 = 0.3;

/// What it compares; losses and budget positive dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inputs {
    /// Correlation of condor and pool at the shocked VIX and horizon; none where one of them never moves.
    pub correlation: Option<f64>,
    /// What all pools lose in the shock; negative where they gain, none where none is held.
    pub pool_loss: Option<Usd>,
    /// What they bring in a year without a shock.
    pub year_carry: Usd,
    /// How many condors are sold.
    pub condors: usize,
    /// What the whole book loses at the worst point on the way to the shock; negative where it gains on all of it, none
    /// where nothing is held.
    pub book_loss: Option<Usd>,
    /// Loss that it may take.
    pub budget: Usd,
}

/// The three questions; the pool is a second engine where all hold. What is not held cannot be tested.
pub fn second_engine(inputs: &Inputs) -> [Check; 3] {
    let Inputs { correlation, pool_loss, year_carry, condors, book_loss, budget } = *inputs;
    let loss = |loss: Usd| match loss.0 {
        usd if usd.abs() < 0.5 => "comes out even".to_string(),
        usd if usd > 0.0 => format!("loses {}", amount(usd)),
        usd => format!("gains {}", amount(-usd)),
    };
    let condor = if condors > 1 { "condors" } else { "condor" };
    [
        Check {
            label: "Moves on its own in the shock",
            is_unknown: false,
            holds: correlation.map(|rho| rho <= MOST),
            said: match correlation {
                None if pool_loss.is_none() => "no pool is held".into(),
                None if condors == 0 => "no condor is held".into(),
                Some(rho) => format!(
                    "correlation {} with the {condor}, at most {}",
                    crate::words::correlation(rho),
                    fixed(MOST, 1)
                ),
                None => format!("{condor} or pool never moves: nothing to correlate"),
            },
        },
        Check {
            label: "A year's carry pays the shock back",
            is_unknown: false,
            holds: pool_loss.map(|loss| loss.0 <= year_carry.0.max(0.0)),
            said: match pool_loss {
                Some(usd_lost) => format!("{} in the shock, a year brings {}", loss(usd_lost), usd(year_carry.0)),
                None => "no pool is held".into(),
            },
        },
        Check {
            label: "The whole book stays within the budget",
            is_unknown: false,
            holds: book_loss.map(|loss| !is_past(loss.0, budget.0)),
            said: match book_loss.map(|loss| loss.0) {
                None => "nothing is held".into(),
                Some(usd) if usd.abs() < 0.5 => "comes out even at the worst of the way".into(),
                Some(usd) if usd > 0.0 => {
                    format!("loses {} at the worst of the way, of the {} that it may", amount(usd), amount(budget.0))
                }
                Some(usd) => format!("gains {} at the worst of the way", amount(-usd)),
            },
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Inputs = Inputs {
        correlation: Some(0.3),
        pool_loss: Some(Usd(1000.0)),
        condors: 1,
        year_carry: Usd(1000.0),
        book_loss: Some(Usd(7500.0)),
        budget: Usd(7500.0),
    };

    #[test]
    fn each_limit_holds_at_its_edge_and_fails_beyond() {
        let holds = |inputs: &Inputs| second_engine(inputs).map(|check| check.holds.unwrap_or_default());
        assert_eq!(holds(&FINE), [true; 3]);
        assert_eq!(holds(&Inputs { correlation: Some(0.301), ..FINE }), [false, true, true]);
        assert_eq!(holds(&Inputs { pool_loss: Some(Usd(1000.5)), ..FINE }), [true, false, true]);
        assert_eq!(holds(&Inputs { book_loss: Some(Usd(7501.0)), ..FINE }), [true, true, false]);
        // A pool that gains needs no carry.
        assert_eq!(holds(&Inputs { pool_loss: Some(Usd(-5.0)), year_carry: Usd(-100.0), ..FINE }), [true; 3]);
    }

    #[test]
    fn several_condors_are_not_called_one() {
        let said = |condors: usize, correlation| {
            let [moves, ..] = second_engine(&Inputs { condors, correlation, ..FINE });
            moves.said
        };
        assert!(said(1, Some(0.2)).ends_with("with the condor, at most 0.3"), "{}", said(1, Some(0.2)));
        assert!(said(2, Some(0.2)).ends_with("with the condors, at most 0.3"), "{}", said(2, Some(0.2)));
        assert!(said(2, None).starts_with("condors or pool never moves"), "{}", said(2, None));
    }

    #[test]
    fn what_is_not_held_or_does_not_move_is_nothing_to_test() {
        let of = |inputs: &Inputs| second_engine(inputs).map(|check| (check.holds, check.said));
        let [moves, pays, keeps] = of(&Inputs { correlation: None, pool_loss: None, ..FINE });
        assert_eq!((moves.0, moves.1.as_str()), (None, "no pool is held"));
        assert_eq!((pays.0, pays.1.as_str(), keeps.0), (None, "no pool is held", Some(true)));
        let [moves, pays, _] = of(&Inputs { correlation: None, condors: 0, ..FINE });
        assert_eq!((moves.0, moves.1.as_str(), pays.0), (None, "no condor is held", Some(true)));
        let [moves, ..] = of(&Inputs { correlation: None, ..FINE });
        assert!(moves.0.is_none() && moves.1.contains("never moves"), "{}", moves.1);
        let nothing = of(&Inputs { correlation: None, pool_loss: None, book_loss: None, ..FINE });
        assert!(nothing.iter().all(|check| check.0.is_none()), "{nothing:?}");
    }
}
