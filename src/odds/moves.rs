//! Moves: how VIX, SPX and the tokens go from one trading day to the next on a path.
//!
//! Source: model book 8 and 14.

use crate::book::Book;
use crate::holdings::world::TokenTerms;
use crate::odds::draws::Draws;
use crate::shock::Shock;
use crate::shock::token::Response;
use crate::simulation::dynamics::{Dynamics, HELD, MEAN_JUMP};
use crate::units::{Points, TRADING_DAYS};

/// Where a path stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// ln VIX.
    pub log_vix: f64,
    /// VIX, points.
    pub vix: f64,
    /// SPX's log return since the start.
    pub spx_return: f64,
}

/// What all paths move by.
#[derive(Clone, Debug)]
pub struct Moves {
    /// How VIX and SPX move.
    pub dynamics: Dynamics,
    /// The book's tokens, the market's first.
    pub tokens: Vec<TokenTerms>,
    has_tokens: bool,
    /// One day in which nothing is set by hand.
    day: Shock,
    /// ū, drift with what jumps take, what of SPX is its own, and the ends that ln VIX is held within.
    rest: f64,
    drift: f64,
    beside: f64,
    held_logs: [f64; 2],
}

impl Moves {
    /// Of a book; tokens stand still where nothing in it hangs on one.
    pub fn of(book: &Book, dynamics: Dynamics) -> Moves {
        Moves {
            dynamics,
            tokens: book.shock.tokens.iter().copied().collect(),
            has_tokens: book.hangs_on_tokens(),
            day: book.shock.calm(1.0),
            rest: dynamics.resting_log(),
            drift: dynamics.drift + dynamics.spx_jump * dynamics.jumps * MEAN_JUMP,
            beside: (1.0 - dynamics.leverage * dynamics.leverage).max(0.0).sqrt(),
            held_logs: HELD.map(libm::log),
        }
    }

    /// Today.
    pub fn start(&self) -> At {
        let vix = self.day.today.calibration.vix.0;
        At { log_vix: libm::log(vix).clamp(self.held_logs[0], self.held_logs[1]), vix, spx_return: 0.0 }
    }

    /// One day of VIX, SPX and the tokens, whose log returns since the start are `returns`; its draws stand at `place`.
    pub fn step(&self, at: &mut At, returns: &mut [f64], draws: &Draws, place: usize) {
        let Moves { dynamics, .. } = self;
        let (step, root) = (1.0 / TRADING_DAYS, (1.0 / TRADING_DAYS).sqrt());
        let (z, jump) = (draws.vix[place], draws.jumps[place]);
        let before = *at;
        let moved = dynamics.reversion * step * (self.rest - before.log_vix) + dynamics.diffusion * root * z + jump;
        at.log_vix = (before.log_vix + moved).clamp(self.held_logs[0], self.held_logs[1]);
        at.vix = libm::exp(at.log_vix);
        let deviation = dynamics.spx_per_vix * before.vix;
        let beside = dynamics.leverage * z + self.beside * draws.spx[place];
        let spx =
            (self.drift - 0.5 * deviation * deviation) * step + deviation * root * beside - dynamics.spx_jump * jump;
        at.spx_return += spx;
        if !self.has_tokens {
            return;
        }
        // A day is a shock of its own, from last night's VIX.
        let rise = at.log_vix - before.log_vix;
        let swell = Response::swell(at.log_vix, rise);
        for (nth, (terms, log)) in self.tokens.iter().zip(returns).enumerate() {
            let fitted = Response::risen(terms.token, rise, swell);
            let response = self.day.answered(nth, terms, fitted, Points(at.vix));
            *log += response.beta_spx * spx
                + response.beta_vix * (at.vix - before.vix)
                + response.residual * root * draws.token[place];
        }
    }
}
