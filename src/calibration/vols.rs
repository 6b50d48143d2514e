//! Vols: what the out-of-the-money quotes of an expiry imply on its forward, and how much each is to be believed.

use crate::calibration::forward::{Forward, count_fault};
use crate::calibration::left_out::LeftOut;
use crate::data::chain::Quote;
use crate::numbers::normal_pdf;
use crate::options::black::Side;
use crate::options::implied::implied_vol;

/// Vol that is added to half of bid–ask before it weighs: a penny's quote is not known that well.
const LEAST_ERROR: f64 = 0.001;

/// An out-of-the-money quote as a vol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Strike, points.
    pub strike: f64,
    /// ln(K/F).
    pub k: f64,
    /// The mid's vol.
    pub mid: f64,
    /// Half of bid–ask in vol, by vega.
    pub half: f64,
    /// Bid and ask in points.
    pub quote: [f64; 2],
}

impl Point {
    /// Square root of what its squared deviation counts: vega over spread.
    pub fn weight(&self) -> f64 {
        1.0 / (self.half + LEAST_ERROR)
    }

    /// Vols of bid and ask.
    pub fn bid_and_ask(&self, smile: &Smile) -> [f64; 2] {
        let vol = |price: f64| smile.implied(self.strike, price);
        let [bid, ask] = self.quote;
        [vol(bid).unwrap_or(self.mid - self.half).max(0.0), vol(ask).unwrap_or(self.mid + self.half)]
    }
}

/// The quotes of one expiry as vols, by rising strike.
#[derive(Clone, Debug, PartialEq)]
pub struct Smile {
    /// Its forward and discount.
    pub forward: Forward,
    /// Years until it settles.
    pub years: f64,
    /// Its out-of-the-money quotes.
    pub points: Vec<Point>,
    /// Those that give no vol.
    pub left_out: LeftOut,
    /// At-the-money vol between the two quotes nearest the forward.
    pub atm: f64,
}

impl Smile {
    /// Of quotes by rising strike.
    ///
    /// # Errors
    /// A sentence where no quote on one side of the forward gives a vol.
    pub fn of(quotes: &[Quote], forward: Forward, years: f64) -> Result<Smile, String> {
        let mut smile = Smile { forward, years, points: Vec::new(), left_out: LeftOut::default(), atm: 0.0 };
        for quote in quotes.iter().filter(|quote| quote.strike > 0.0) {
            let side = if quote.strike < forward.level { &quote.put } else { &quote.call };
            let Some(mid) = side.mid() else {
                count_fault(side, &mut smile.left_out);
                continue;
            };
            // From here on half of bid–ask is more than half of the mid.
            if side.ask > 3.0 * side.bid {
                smile.left_out.wide += 1;
                continue;
            }
            let k = (quote.strike / forward.level).ln();
            match smile.implied(quote.strike, mid).filter(|vol| (1e-3..5.0).contains(vol)) {
                Some(vol) => {
                    let deviation = vol * years.sqrt();
                    let d1 = -k / deviation + 0.5 * deviation;
                    let vega = forward.discount * forward.level * normal_pdf(d1) * years.sqrt();
                    let half = (0.5 * (side.ask - side.bid) / vega.max(1e-12)).min(vol);
                    smile.points.push(Point { strike: quote.strike, k, mid: vol, half, quote: [side.bid, side.ask] });
                }
                None => smile.left_out.no_vol += 1,
            }
        }
        let at = smile.points.partition_point(|one| one.k < 0.0);
        let (Some(below), Some(above)) = (at.checked_sub(1).and_then(|i| smile.points.get(i)), smile.points.get(at))
        else {
            return Err("its quotes give vols on one side of the forward alone".into());
        };
        let share = -below.k / (above.k - below.k);
        smile.atm = below.mid + share * (above.mid - below.mid);
        Ok(smile)
    }

    fn implied(&self, strike: f64, price: f64) -> Option<f64> {
        let side = if strike < self.forward.level { Side::Put } else { Side::Call };
        let undiscounted = price / self.forward.discount;
        implied_vol(side, undiscounted, self.forward.level, strike, self.years, 0.0).ok().filter(|vol| vol.is_finite())
    }

    /// Standard deviations at the money that a place is from the forward.
    pub fn z(&self, k: f64) -> f64 {
        k / (self.atm * self.years.sqrt())
    }

    /// Points within these standard deviations.
    pub fn within(&self, [low, high]: [f64; 2]) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(move |one| (low..=high).contains(&self.z(one.k)))
    }

    /// Whether its quotes reach as far as that on both sides, in standard deviations.
    pub fn reaches(&self, [below, above]: [f64; 2]) -> bool {
        let [low, high] = self.reach();
        low <= below && high >= above
    }

    /// How far its quotes reach, in standard deviations.
    pub fn reach(&self) -> [f64; 2] {
        let end = |point: Option<&Point>| point.map_or(0.0, |one| self.z(one.k));
        [end(self.points.first()), end(self.points.last())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::chain;
    use crate::options::black;

    #[test]
    fn every_quote_out_of_the_money_gives_the_vol_that_priced_it_and_bad_ones_are_counted() {
        let vol = |strike: f64| 0.2 - 0.3 * (strike / 6000.0).ln();
        let side = |of, strike: f64| {
            let mid = black::price(of, 6000.0, strike, vol(strike), 0.1, 0.04);
            chain::Side { bid: 0.99 * mid, ask: 1.01 * mid, ..chain::Side::default() }
        };
        let mut quotes: Vec<Quote> = (0..40)
            .map(|i| 5200.0 + 40.0 * f64::from(i))
            .map(|strike| Quote { strike, call: side(Side::Call, strike), put: side(Side::Put, strike) })
            .collect();
        quotes[0].put.bid = 0.0;
        quotes[1].put.bid = 100.0;
        quotes[2].put.ask = 100.0;
        (quotes[3].put.bid, quotes[3].put.ask) = (7000.0, 7001.0);
        let forward = Forward { level: 6000.0, discount: (-0.004f64).exp(), pairs: 9, left_out: LeftOut::default() };
        let Ok(smile) = Smile::of(&quotes, forward, 0.1) else { unreachable!() };
        assert_eq!(smile.left_out, LeftOut { no_bid: 1, crossed: 1, wide: 1, no_vol: 1, off: 0 });
        for point in &smile.points {
            assert!((point.mid - vol(point.strike)).abs() < 1e-10, "{point:?}");
            let [bid, ask] = point.bid_and_ask(&smile);
            assert!(bid < point.mid && point.mid < ask && (ask - bid - 2.0 * point.half).abs() < 0.05 * point.half);
        }
        assert!((smile.atm - 0.2).abs() < 1e-4 && smile.reach()[0] < -1.0);
        assert!(Smile::of(&quotes[30..], forward, 0.1).is_err());
    }
}
