//! Moves: how VIX, SPX and the tokens go from one trading day to the next on a path.
//!
//! Source: model book 8 and 14.

use crate::book::Book;
use crate::holdings::world::TokenTerms;
use crate::numbers::in_line::exp;
use crate::odds::draws::Draws;
use crate::shock::token::{Answer, Rise};
use crate::simulation::dynamics::{Daily, Dynamics, Moved, Spx, Vix};
use crate::units::{Points, TRADING_DAYS};

/// Where a path stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// ln VIX, and what of it passes.
    pub place: Vix,
    /// VIX, points.
    pub vix: f64,
    /// SPX since the start.
    pub spx: Spx,
}

/// What all paths move by.
#[derive(Clone, Debug)]
pub struct Moves {
    /// How VIX and SPX move.
    pub dynamics: Dynamics,
    /// The book's tokens, the market's first.
    pub tokens: Vec<TokenTerms>,
    /// Whether anything in the book hangs on one; they stand still otherwise.
    pub has_tokens: bool,
    /// How each of them answers on a day.
    answers: Vec<Answer>,
    /// Correlation stress.
    stress: f64,
    today: Points,
    daily: Daily,
}

impl At {
    /// Before the first day, VIX at a level.
    pub fn start(vix: Points) -> At {
        At { place: Vix::at(vix), vix: vix.0, spx: Spx::default() }
    }
}

impl Moves {
    /// Of a book.
    pub fn of(book: &Book, dynamics: Dynamics) -> Moves {
        // One day in which nothing is set by hand.
        let shock = book.shock.calm(1.0);
        Moves {
            dynamics,
            tokens: book.shock.tokens.iter().copied().collect(),
            has_tokens: book.hangs_on_tokens(),
            answers: shock.answers(),
            stress: shock.response.correlation,
            today: shock.today.calibration.vix,
            daily: dynamics.daily(),
        }
    }

    /// Today.
    pub fn start(&self) -> At {
        At::start(self.today)
    }

    /// One day of VIX, SPX and the tokens, whose log returns since the start are `returns`; its draws stand at `place`.
    #[inline(always)]
    pub fn step(&self, at: &mut At, returns: &mut [f64], draws: &Draws, place: usize) {
        let moved = Moved { vix: draws.vix[place], own: draws.spx[place], jump: draws.jumps[place] };
        let before = *at;
        at.place = self.daily.vix(before.place, moved.vix, moved.jump);
        at.vix = exp(at.place.log);
        at.spx = self.daily.spx(before.spx, before.vix, moved);
        if !self.has_tokens {
            return;
        }
        let spx = at.spx.log - before.spx.log;
        // A day is a shock of its own, from last night's VIX.
        let rise = Rise::to(at.place.log, at.place.log - before.place.log);
        let root = (1.0 / TRADING_DAYS).sqrt();
        for (answer, log) in self.answers.iter().zip(returns) {
            let mut response = answer.after(rise);
            // Without stress the same to the bit, for two roots.
            if self.stress != 0.0 {
                response = response.stressed(Points(at.vix), self.stress);
            }
            *log += response.beta_spx * spx
                + response.beta_vix * (at.vix - before.vix)
                + response.residual * root * draws.token[place];
        }
    }
}
