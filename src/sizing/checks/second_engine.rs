//! Second-engine test: whether the pool is an engine of its own in this shock, or the condor's loss once more.
//!
//! Source: model book 11.7.

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
    /// What all pools lose in the shock; negative where they gain.
    pub pool_loss: Usd,
    /// What they bring in a year without a shock.
    pub year_carry: Usd,
    /// What the whole book loses at the worst point on the way to the shock; negative where it gains on all of it.
    pub book_loss: Usd,
    /// Loss that it may take.
    pub budget: Usd,
}

/// The three questions; the pool is a second engine where all hold.
pub fn second_engine(inputs: &Inputs) -> [Check; 3] {
    let Inputs { correlation, pool_loss, year_carry, book_loss, budget } = *inputs;
    let loss = |loss: Usd| {
        if loss.0 > 0.0 { format!("loses {}", amount(loss.0)) } else { format!("gains {}", amount(-loss.0)) }
    };
    [
        Check {
            label: "Moves on its own in the shock",
            holds: correlation.is_none_or(|rho| rho <= MOST),
            said: match correlation {
                Some(rho) => format!(
                    "correlation {} with the condor, at most {}",
                    crate::words::correlation(rho),
                    fixed(MOST, 1)
                ),
                None => "condor or pool never moves: nothing to correlate".into(),
            },
        },
        Check {
            label: "A year's carry pays the shock back",
            holds: pool_loss.0 <= year_carry.0.max(0.0),
            said: format!("{} in the shock, a year brings {}", loss(pool_loss), usd(year_carry.0)),
        },
        Check {
            label: "The whole book stays within the budget",
            holds: book_loss.0 <= budget.0,
            said: match book_loss.0 {
                usd if usd > 0.0 => {
                    format!("loses {} at the worst of the way, of the {} that it may", amount(usd), amount(budget.0))
                }
                usd => format!("gains {} at the worst of the way", amount(-usd)),
            },
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Inputs = Inputs {
        correlation: Some(0.3),
        pool_loss: Usd(1000.0),
        year_carry: Usd(1000.0),
        book_loss: Usd(7500.0),
        budget: Usd(7500.0),
    };

    #[test]
    fn each_limit_holds_at_its_edge_and_fails_beyond() {
        let holds = |inputs: &Inputs| second_engine(inputs).map(|check| check.holds);
        assert_eq!(holds(&FINE), [true; 3]);
        assert_eq!(holds(&Inputs { correlation: Some(0.301), ..FINE }), [false, true, true]);
        assert_eq!(holds(&Inputs { pool_loss: Usd(1000.5), ..FINE }), [true, false, true]);
        assert_eq!(holds(&Inputs { book_loss: Usd(7501.0), ..FINE }), [true, true, false]);
        // A pool that gains needs no carry, and one that does not move no correlation.
        assert_eq!(
            holds(&Inputs { pool_loss: Usd(-5.0), year_carry: Usd(-100.0), correlation: None, ..FINE }),
            [true; 3]
        );
    }
}
