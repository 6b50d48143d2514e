//! Legs: products and legs on the chain through drawn years, by the rules of the back-test.

use crate::backtest::legs::{Legs, Quote};
use crate::backtest::programme::Programme;
use crate::holdings::etp::Walked;
use crate::market::futures::shocked_vvix;
use crate::market::surface::usual_vvix;
use crate::units::Points;
use crate::year::futures::{Futures, Spot};

/// The legs of one path.
#[derive(Debug, Default)]
pub struct Path {
    legs: Legs,
    products: Vec<Option<Walked>>,
    /// The last close, as futures are read at it, and the token over its price today.
    last: Spot,
    token: f64,
}

/// One close.
#[derive(Clone, Copy, Debug)]
pub struct Close {
    /// Calendar days since today.
    pub time: f64,
    /// ln of the VIX that it came from.
    pub log_anchor: f64,
    /// VIX, points.
    pub vix: f64,
    /// The token's log return since today.
    pub token: f64,
}

impl Path {
    /// None bought yet.
    pub fn start(&mut self, programme: &Programme) {
        self.legs.start(programme.legs.len());
        self.products.clear();
        self.products.resize(programme.legs.len(), None);
        self.token = 1.0;
    }

    /// One close. P&L since today, dollars.
    pub fn step(&mut self, programme: &Programme, futures: &Futures, rate: f64, close: &Close) -> f64 {
        let all = &programme.legs;
        if all.is_empty() {
            return 0.0;
        }
        let anchor = libm::exp(close.log_anchor);
        let now = futures.spot(close.log_anchor, [anchor, close.vix]);
        let token = libm::exp(close.token);
        let vol = programme.token_vol_at(close.vix).0;
        let on_chain = Quote { moved: token / self.token, vol, rate };
        let vvix = shocked_vvix(usual_vvix(Points(anchor)), close.vix / anchor).0 / 100.0;
        let (products, last) = (&mut self.products, &self.last);
        let quote = |place: usize| {
            let Some(terms) = all[place].product else { return Some(on_chain) };
            let moved = match &mut products[place] {
                Some(walked) => walked.step(close.time, |days| futures.at(last, days), |days| futures.at(&now, days)),
                start => {
                    *start = Some(Walked::start(terms.leverage, terms.first_days, |days| futures.at(&now, days)));
                    1.0
                }
            };
            Some(Quote { moved, vol: terms.leverage * vvix, rate })
        };
        let made = self.legs.step(all, close.time, quote, |_, _, _| ());
        (self.last, self.token) = (now, token);
        made
    }
}
