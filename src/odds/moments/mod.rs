//! Moments: how VIX, SPX and ether move day by day, counted one way on drawn paths and on closes, each with its error.
//!
//! The error of a moment is that between stretches of days, each left out in turn: Quenouille 1949, Tukey 1958, by blocks as
//! days next to each other are not independent. Source: model book 14.

pub mod computed;
pub mod counted;
pub mod drawn;
pub mod moment;
pub mod sums;

use serde::{Deserialize, Serialize};

use crate::odds::figures::Figure;
use crate::odds::moments::moment::{MOMENTS, Moment};
use crate::odds::moments::sums::Sums;

/// One moment three ways.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreeWays {
    /// By the paths; none where the plan has no such token.
    pub drawn: Option<Figure>,
    /// By a closed form or the quadrature, where there is one.
    pub computed: Option<f64>,
    /// By the closes.
    pub counted: Figure,
}

impl ThreeWays {
    /// How many errors of both what is drawn lies above what is counted, below with a minus; none without an error.
    pub fn apart(&self) -> Option<f64> {
        let drawn = self.drawn?;
        let error = drawn.error?.hypot(self.counted.error?);
        (error > 0.0).then(|| (drawn.value - self.counted.value) / error)
    }
}

/// Every one of [`MOMENTS`] of some stretches together, and the error between them: none where there are too few days.
pub fn figures(stretches: &[Sums]) -> Vec<Option<Figure>> {
    let together = |without: Option<usize>| {
        let mut all = Sums::default();
        stretches.iter().enumerate().filter(|(nth, _)| Some(*nth) != without).for_each(|(_, one)| all.add(one));
        all
    };
    let (all, n) = (together(None), stretches.len() as f64);
    let without: Vec<Sums> = (0..stretches.len()).map(|nth| together(Some(nth))).collect();
    let figure = |moment: Moment| {
        let values: Option<Vec<f64>> = without.iter().map(|sums| sums.value(moment)).collect();
        let error = values.filter(|values| values.len() > 1).map(|values| {
            let mean = values.iter().sum::<f64>() / n;
            (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() * (n - 1.0) / n).sqrt()
        });
        all.value(moment).map(|value| Figure { value, error })
    };
    MOMENTS.into_iter().map(figure).collect()
}
