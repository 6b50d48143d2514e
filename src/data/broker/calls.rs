//! Calls: VIX calls of an account that are layers of a hedge: bought ones, and spreads of a bought and a sold one.

use crate::data::broker::legs::Leg;
use crate::plan::LayerPlan;
use crate::units::Points;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{calendar_days, fixed, number};

/// Bought VIX calls of one strike, or spreads of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Calls {
    /// The day on whose morning they settle.
    pub expiry: Day,
    /// Strike of the bought call, points.
    pub strike: f64,
    /// Points from there up to the sold one; 0 is a plain call.
    pub spread: f64,
    /// How many, whole.
    pub contracts: f64,
    /// Points paid for each; none where the file does not say.
    pub price: Option<f64>,
}

impl Calls {
    /// `10 VIX 21 Jan 2026 30 call`, `10 VIX 21 Jan 2026 30/40 call spread`.
    pub fn name(&self) -> String {
        let strikes = match self.spread {
            spread if spread > 0.0 => format!("{}/{} call spread", number(self.strike), number(self.strike + spread)),
            _ => format!("{} call", number(self.strike)),
        };
        format!("{} VIX {} {strikes}", number(self.contracts), date(self.expiry))
    }

    /// What was read, a sentence.
    pub fn said(&self, today: Day) -> String {
        let paid = match self.price {
            Some(price) => format!("paid {} each", fixed(price, 2)),
            None => "no price".into(),
        };
        format!("Read: {}, {}, {paid}.", self.name(), calendar_days(self.expiry.since(today)))
    }

    /// As a layer of a plan of this day.
    ///
    /// # Errors
    /// They are gone by then, a sentence.
    pub fn layer(&self, today: Day) -> Result<LayerPlan, String> {
        let days = self.expiry.since(today);
        match days {
            ..0.0 => Err(format!("{}: expired on {}.", self.name(), date(self.expiry))),
            0.0 => Err(format!("{}: settles at today's open.", self.name())),
            _ => Ok(LayerPlan {
                days,
                per_ten: 0.0,
                contracts: Some(self.contracts),
                strike: Some(Points(self.strike)),
                spread: Points(self.spread),
                ..LayerPlan::default()
            }),
        }
    }
}

/// The layers that VIX options of one expiry make, and the legs that are left. Each sold call stands against the bought one
/// of the nearest lower strike.
pub fn parted(group: Vec<Leg>) -> (Vec<Calls>, Vec<Leg>) {
    let is_whole = |leg: &Leg| leg.quantity.fract() == 0.0;
    let (calls, mut left): (Vec<Leg>, Vec<Leg>) = group.into_iter().partition(|leg| leg.call && is_whole(leg));
    let (mut bought, mut sold): (Vec<Leg>, Vec<Leg>) = calls.into_iter().partition(|leg| leg.quantity > 0.0);
    bought.sort_by(|a, b| a.strike.total_cmp(&b.strike));
    sold.sort_by(|a, b| a.strike.total_cmp(&b.strike));
    let mut found = Vec::new();
    for mut short in sold {
        for long in bought.iter_mut().rev().filter(|long| long.strike < short.strike) {
            let contracts = long.quantity.min(-short.quantity);
            if contracts > 0.0 {
                found.push(Calls {
                    spread: short.strike - long.strike,
                    price: long.price.zip(short.price).map(|(paid, got)| paid - got),
                    ..plain(long, contracts)
                });
                long.quantity -= contracts;
                short.quantity += contracts;
            }
        }
        if short.quantity < 0.0 {
            left.push(short);
        }
    }
    found.extend(bought.iter().filter(|long| long.quantity > 0.0).map(|long| plain(long, long.quantity)));
    (found, left)
}

fn plain(leg: &Leg, contracts: f64) -> Calls {
    Calls { expiry: leg.expiry, strike: leg.strike, spread: 0.0, contracts, price: leg.price }
}

/// Why a leg on VIX is in no layer, a sentence.
pub fn reason(leg: &Leg) -> String {
    let why = match () {
        () if !leg.call => "a plan holds calls on VIX and no puts",
        () if leg.quantity.fract() != 0.0 => "no whole number of contracts",
        () => "sold, and no bought call of a lower strike stands against it",
    };
    format!("Left out: {}: {why}.", leg.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::occ::Index;

    const EXPIRY: Day = Day(20_474);

    fn leg(quantity: f64, strike: f64, call: bool, price: f64) -> Leg {
        Leg {
            index: Index::Vix,
            root: "VIX".into(),
            expiry: EXPIRY,
            strike,
            call,
            quantity,
            price: Some(price),
            trade: String::new(),
        }
    }

    #[test]
    fn bought_calls_are_layers_and_sold_ones_make_spreads_of_them() {
        let (found, left) = parted(vec![
            leg(10.0, 25.0, true, 1.5),
            leg(-4.0, 40.0, true, 0.5),
            leg(-2.0, 20.0, true, 2.5),
            leg(3.0, 15.0, false, 1.0),
            leg(1.5, 30.0, true, 1.0),
        ]);
        let names: Vec<String> = found.iter().map(Calls::name).collect();
        assert_eq!(names, ["4 VIX 21 Jan 2026 25/40 call spread", "6 VIX 21 Jan 2026 25 call"]);
        assert_eq!([found[0].price, found[1].price], [Some(1.0), Some(1.5)]);
        let why: Vec<String> = left.iter().map(reason).collect();
        assert_eq!(
            why,
            [
                "Left out: 3 VIX 21 Jan 2026 15 put: a plan holds calls on VIX and no puts.",
                "Left out: 1.5 VIX 21 Jan 2026 30 call: no whole number of contracts.",
                "Left out: −2 VIX 21 Jan 2026 20 call: sold, and no bought call of a lower strike stands against it."
            ]
        );
    }

    #[test]
    fn they_are_a_layer_by_strike_and_contracts_until_they_expire() {
        let calls = plain(&leg(10.0, 30.0, true, 0.85), 10.0);
        let layer = calls.layer(Day(20_420));
        assert!(layer.is_ok_and(|layer| (layer.days, layer.contracts, layer.strike, layer.spread.0)
            == (54.0, Some(10.0), Some(Points(30.0)), 0.0)));
        assert_eq!(calls.said(Day(20_420)), "Read: 10 VIX 21 Jan 2026 30 call, 54 calendar days, paid 0.85 each.");
        assert!(calls.layer(EXPIRY).is_err_and(|said| said.ends_with("settles at today's open.")));
        let gone = calls.layer(Day(EXPIRY.0 + 1));
        assert_eq!(gone, Err("10 VIX 21 Jan 2026 30 call: expired on 21 Jan 2026.".into()));
    }
}
