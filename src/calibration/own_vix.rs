//! Own VIX: what the chain's own strips of options replicate over 9, 30 and 93 days.
//!
//! Source: Cboe, Volatility Index Methodology: variance by strikes, two zero bids in a row end a strip, total variance in
//! proportion between two expiries.

use serde::{Deserialize, Serialize};

use crate::calibration::forward::Forward;
use crate::data::chain::Quote;

/// Most of a strip's variance that may lie past its ends.
const TAIL: f64 = 0.02;

/// What one expiry's strip replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variance {
    /// Days until it settles.
    pub days: f64,
    /// Total variance.
    pub total: f64,
    /// Whether next to nothing of it can lie past the ends of the strip.
    pub is_whole: bool,
}

/// The variance of an expiry's strip; `None` where it has no strike on both sides of its forward.
pub fn of(quotes: &[Quote], forward: &Forward, days: f64) -> Option<Variance> {
    let at = quotes.partition_point(|quote| quote.strike <= forward.level).checked_sub(1)?;
    let middle = quotes.get(at)?;
    let price = 0.5 * (middle.put.mid()? + middle.call.mid()?);
    let (below, above) = (quotes.get(..at)?, quotes.get(at + 1..)?);
    let (mut puts, put_end) = strip(below.iter().rev().map(|quote| (quote.strike, quote.put.mid(), quote.put.bid)));
    let (calls, call_end) = strip(above.iter().map(|quote| (quote.strike, quote.call.mid(), quote.call.bid)));
    let past = |side: &[(f64, f64)], is_ended: bool| if is_ended { 0.0 } else { past(side) };
    let past = past(&puts, put_end) + past(&calls, call_end);
    puts.reverse();
    puts.push((middle.strike, price));
    puts.extend(calls);
    let last = puts.len().checked_sub(1).filter(|last| *last >= 2)?;
    let sum: f64 = (0..=last)
        .map(|i| {
            let (left, right) = (i.saturating_sub(1), (i + 1).min(last));
            let step = (puts[right].0 - puts[left].0) / (right - left) as f64;
            step * puts[i].1 / (puts[i].0 * puts[i].0)
        })
        .sum();
    let total = 2.0 * sum / forward.discount - (forward.level / middle.strike - 1.0).powi(2);
    let is_whole = past / forward.discount <= TAIL * total;
    (total > 0.0 && total.is_finite()).then_some(Variance { days, total, is_whole })
}

/// About what lies past the last strike, were its prices to fall on by the power of the strike by which they fell to there.
fn past(side: &[(f64, f64)]) -> f64 {
    let Some(&(strike, price)) = side.last() else { return f64::INFINITY };
    let before = side.iter().rev().find(|one| (one.0 / strike).ln().abs() > 0.1);
    let power = before.map_or(0.0, |one| (price / one.1).ln() / (strike / one.0).ln());
    // Puts fall by a power above 1, calls by one below 0; what falls more slowly has no end.
    let room = (power - 1.0).abs();
    if (0.0..=1.2).contains(&power) { f64::INFINITY } else { 2.0 * price / strike / room }
}

/// Strikes and mids up to two zero bids in a row, and whether those ended it.
fn strip(quotes: impl Iterator<Item = (f64, Option<f64>, f64)>) -> (Vec<(f64, f64)>, bool) {
    let (mut found, mut zeros) = (Vec::new(), 0);
    for (strike, mid, bid) in quotes {
        zeros = if bid > 0.0 { 0 } else { zeros + 1 };
        if zeros == 2 {
            return (found, true);
        }
        found.extend(mid.filter(|_| strike > 0.0).map(|mid| (strike, mid)));
    }
    (found, false)
}

/// The chain's own reading of an index of the VIX family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnVix {
    /// `VIX9D`, `VIX`, `VIX3M`; `VVIX`.
    pub name: String,
    /// Its days.
    pub days: f64,
    /// Points.
    pub level: f64,
    /// Days of the expiries that it lies between.
    pub between: [f64; 2],
    /// Whether both strips are whole and the expiries near enough: then a plan may take it.
    pub is_founded: bool,
}

impl OwnVix {
    /// The plan's input of it: `market.vix9d`.
    pub fn id(&self) -> String {
        format!("market.{}", self.name.to_ascii_lowercase())
    }
}

/// An index: its name, its days and those of the expiries that are near enough.
pub type Index = (&'static str, f64, [f64; 2]);

/// What options on SPX replicate: near are those of Cboe's own choice, and monthly ones for a quarter.
pub const OF_SPX: [Index; 3] =
    [("VIX9D", 9.0, [1.0, 23.0]), ("VIX", 30.0, [16.0, 65.0]), ("VIX3M", 93.0, [58.0, 140.0])];

/// What options on VIX replicate.
pub const OF_VIX: [Index; 1] = [("VVIX", 30.0, [7.0, 65.0])];

/// Those indices by these variances, by rising days, which lie between two of them.
pub fn family(variances: &[Variance], of: &[Index]) -> Vec<OwnVix> {
    let one = |&(name, days, near): &Index| {
        let above = variances.iter().position(|one| one.days >= days)?;
        let right = variances[above];
        let left = above.checked_sub(1).map(|i| variances[i]).or((right.days - days < 0.5).then_some(right))?;
        let share = if right.days > left.days { (days - left.days) / (right.days - left.days) } else { 0.0 };
        let total = left.total + share * (right.total - left.total);
        let is_near = |one: &Variance| (near[0]..=near[1]).contains(&one.days) && one.is_whole;
        Some(OwnVix {
            name: name.to_string(),
            days,
            level: 100.0 * (total * 365.0 / days).sqrt(),
            between: [left.days, right.days],
            is_founded: is_near(&left) && is_near(&right),
        })
    };
    of.iter().filter_map(one).filter(|one| one.level.is_finite()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::left_out::LeftOut;
    use crate::data::chain::Side;
    use crate::options::black;

    fn variance(days: f64, low: i32) -> Option<Variance> {
        let years = days / 365.0;
        let side = |of, strike| {
            let mid = black::price(of, 5003.0, strike, 0.2, years, 0.03);
            if mid < 0.02 { Side::default() } else { Side { bid: mid - 0.01, ask: mid + 0.01, ..Side::default() } }
        };
        let quotes: Vec<Quote> = (low..1700)
            .map(|i| 5.0 * f64::from(i))
            .map(|strike| Quote { strike, call: side(black::Side::Call, strike), put: side(black::Side::Put, strike) })
            .collect();
        let discount = (-0.03 * years).exp();
        of(&quotes, &Forward { level: 5003.0, discount, pairs: 9, left_out: LeftOut::default() }, days)
    }

    #[test]
    fn a_flat_smile_replicates_itself_and_a_strip_that_is_cut_is_not_founded() {
        let all: Vec<Variance> = [6.0, 13.0, 27.0, 34.0].iter().filter_map(|days| variance(*days, 400)).collect();
        let found = family(&all, &OF_SPX);
        assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["VIX9D", "VIX"]);
        assert!(found.iter().all(|one| one.is_founded && (one.level - 20.0).abs() < 0.02), "{found:?}");
        let cut: Vec<Variance> = [27.0, 34.0].iter().filter_map(|days| variance(*days, 980)).collect();
        assert!(family(&cut, &OF_SPX).iter().all(|one| !one.is_founded && one.level < 19.5));
        assert!(family(&[], &OF_SPX).is_empty() && variance(9.0, 1500).is_none());
    }
}
