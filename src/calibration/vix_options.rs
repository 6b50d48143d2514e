//! VIX options: their own forwards and vols beside the plan's futures and its smile of VIX options.
//!
//! Source: model book 2 and 13: the future of the same expiry, never spot, is the underlying.

use serde::{Deserialize, Serialize};

use crate::calibration::calibrate::{day_of, days_left, market_of};
use crate::calibration::forward;
use crate::calibration::left_out::LeftOut;
use crate::calibration::said;
use crate::calibration::vols::Smile;
use crate::data::chain::{Expiry, OptionChain};
use crate::data::occ::Index;
use crate::market::Market;
use crate::plan::Plan;
use crate::units::Years;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{capital, fixed, number};

/// Strikes over the future that count: those that the plan's smile was fitted on, and the puts of which none was.
const COUNTED: [f64; 2] = [0.6, 3.0];

/// One quote, vols as fractions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixPoint {
    /// Strike, points.
    pub strike: f64,
    /// ln(K/F).
    pub k: f64,
    /// Of the bid.
    pub bid: f64,
    /// Of the ask.
    pub ask: f64,
    /// Of the mid.
    pub mid: f64,
    /// By the plan's smile on the plan's future, as far from it.
    pub rule: f64,
}

/// One expiry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixExpiry {
    /// The last day.
    pub expiry: Day,
    /// Days until it settles, to the hour.
    pub days: f64,
    /// `VIX` or `VIXW`.
    pub root: String,
    /// Its future by put–call parity, points.
    pub forward: f64,
    /// What a point at expiry is worth today.
    pub discount: f64,
    /// The plan's future of that expiry, points.
    pub rule_future: f64,
    /// Pairs of call and put that the future is read from.
    pub pairs: usize,
    /// Quotes out of the money that give a vol, and those that do not.
    pub quotes: usize,
    /// Those that do not.
    pub left_out: LeftOut,
    /// Vol at the money.
    pub atm_vol: f64,
    /// The plan's.
    pub rule_atm_vol: f64,
    /// The plan's vols less the quotes', mean in vol points.
    pub rule_mean: f64,
    /// Root of the mean square of the same.
    pub rule_rms: f64,
    /// Root of the mean square of the same over the quote's vol.
    pub rule_relative: f64,
    /// Its quotes by rising strike.
    pub points: Vec<VixPoint>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VixReport {
    /// The day of the quotes.
    pub day: Day,
    /// Expiries that give vols, by days.
    pub expiries: Vec<VixExpiry>,
    /// Those that give none, and why, a sentence each.
    pub without: Vec<String>,
    /// The futures by parity as a plan's quotes: calendar days and points, one an expiry.
    pub futures: Vec<(f64, f64)>,
    /// What was found, a sentence each.
    pub said: Vec<String>,
}

/// The VIX options of a chain beside those of a plan.
///
/// # Errors
/// A sentence: it is a chain of SPX options, its day is not known, or no expiry of it gives vols.
pub fn of(chain: &OptionChain, plan: &Plan) -> Result<VixReport, String> {
    if chain.index != Index::Vix {
        return Err("This is a chain of SPX options: it has no futures of VIX.".into());
    }
    let day = day_of(chain, plan)?;
    let market = market_of(plan)?;
    let (mut expiries, mut without) = (Vec::new(), Vec::new());
    for expiry in &chain.expiries {
        match one(expiry, day, &market) {
            Ok(found) => expiries.push(found),
            Err(why) => without.push(said::without(expiry, &why)),
        }
    }
    if expiries.is_empty() {
        let first = without.first().map(|one| format!(" {one}")).unwrap_or_default();
        return Err(format!("No expiry of this chain of VIX options gives vols.{first}"));
    }
    expiries.sort_by(|a: &VixExpiry, b: &VixExpiry| a.days.total_cmp(&b.days));
    let mut futures: Vec<(f64, f64)> = expiries.iter().map(|one| (one.expiry.since(day), one.forward)).collect();
    futures.dedup_by_key(|one| one.0);
    let mut report = VixReport { day, expiries, without, futures, said: Vec::new() };
    report.said = sentences(&report);
    Ok(report)
}

fn one(expiry: &Expiry, day: Day, market: &Market) -> Result<VixExpiry, String> {
    let days = days_left(expiry, day);
    if days <= 0.0 {
        return Err("it has settled".into());
    }
    let years = Years::from_calendar_days(days);
    let forward = forward::of(&expiry.quotes, years.0, market.rate.0)?;
    let smile = Smile::of(&expiry.quotes, forward, years.0)?;
    let rule = market.vix_smile(years);
    let level = forward.level;
    let points: Vec<VixPoint> = smile
        .points
        .iter()
        .filter(|one| (COUNTED[0]..=COUNTED[1]).contains(&(one.strike / level)))
        .map(|one| {
            let [bid, ask] = one.bid_and_ask(&smile);
            let rule = rule.vol(rule.future * one.k.exp()).0;
            VixPoint { strike: one.strike, k: one.k, bid, ask, mid: one.mid, rule }
        })
        .collect();
    if points.is_empty() {
        return Err("none of its quotes is near its future".into());
    }
    let mean = |of: &dyn Fn(&VixPoint) -> f64| points.iter().map(of).sum::<f64>() / points.len() as f64;
    Ok(VixExpiry {
        expiry: expiry.day,
        days,
        root: expiry.root.clone(),
        forward: level,
        discount: forward.discount,
        rule_future: rule.future,
        pairs: forward.pairs,
        quotes: smile.points.len(),
        left_out: smile.left_out,
        atm_vol: smile.atm,
        rule_atm_vol: rule.vol(rule.future).0,
        rule_mean: 100.0 * mean(&|one| one.rule - one.mid),
        rule_rms: 100.0 * mean(&|one| (one.rule - one.mid).powi(2)).sqrt(),
        rule_relative: mean(&|one| (one.rule / one.mid - 1.0).powi(2)).sqrt(),
        points,
    })
}

fn sentences(report: &VixReport) -> Vec<String> {
    let count = report.expiries.len() as f64;
    let rms = |of: &dyn Fn(&VixExpiry) -> f64| {
        (report.expiries.iter().map(|one| of(one).powi(2)).sum::<f64>() / count).sqrt()
    };
    let future = rms(&|one| one.rule_future - one.forward);
    let mut said = vec![
        format!(
            "VIX futures by put-call parity at {} of {}: the plan's own are {} points rms from them.",
            said::expiries(report.expiries.len()),
            date(report.day),
            fixed(future, 2)
        ),
        format!(
            "The plan's smile of VIX options is {} rms from the quotes, {} % of them.",
            said::points(rms(&|one| one.rule_rms)),
            fixed(100.0 * rms(&|one| one.rule_relative), 1)
        ),
    ];
    let worst = report.expiries.iter().reduce(|a, b| if b.rule_relative > a.rule_relative { b } else { a });
    said.extend(worst.filter(|_| report.expiries.len() > 1).map(|one| {
        format!(
            "Furthest at {}: future {} by parity and {} in the plan, vol at the money {} % and {} %.",
            date(one.expiry),
            fixed(one.forward, 2),
            fixed(one.rule_future, 2),
            fixed(100.0 * one.atm_vol, 1),
            fixed(100.0 * one.rule_atm_vol, 1)
        )
    }));
    if !report.without.is_empty() {
        let first = report.without.first().cloned().unwrap_or_default();
        let all = capital(&said::expiries(report.without.len()));
        let more = if report.without.len() > 1 {
            format!(" And {} more.", number(report.without.len() as f64 - 1.0))
        } else {
            String::new()
        };
        said.push(format!("{all} without vols. {first}{more}"));
    }
    said
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::account::Account;
    use crate::data::chain::{Quote, Side};
    use crate::options::black;

    /// VIX options as a plan's own market prices them, at expiries so many days ahead.
    fn chain(plan: &Plan, days: &[i32], change: impl Fn(&mut Quote)) -> OptionChain {
        let market = market_of(plan).unwrap();
        let made = Day(20_600);
        let expiry = |ahead: &i32| {
            let day = Day(made.0 + ahead);
            let smile = market.vix_smile(Years::from_calendar_days(f64::from(*ahead) - 6.5 / 24.0));
            let side = |of, strike| {
                let mid = smile.price(of, strike, market.rate.0);
                Side { bid: 0.98 * mid, ask: 1.02 * mid, ..Side::default() }
            };
            let quote = |i: i32| {
                let strike = 10.0 + 0.5 * f64::from(i);
                let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
                let mut quote = Quote { strike, call, put };
                change(&mut quote);
                quote
            };
            Expiry { day, root: "VIX".into(), am: true, quotes: (0..80).map(quote).collect() }
        };
        OptionChain {
            index: Index::Vix,
            made: Some(made),
            spot: None,
            expiries: days.iter().map(expiry).collect(),
            account: Account::new("Test"),
        }
    }

    #[test]
    fn the_plans_own_options_come_back_without_an_error() {
        let plan = Plan::default();
        let report = of(&chain(&plan, &[18, 46, 81], |_| ()), &plan).unwrap();
        assert_eq!((report.expiries.len(), report.without.len()), (3, 0));
        for one in &report.expiries {
            assert!((one.forward / one.rule_future - 1.0).abs() < 1e-6, "{one:?}");
            assert!(one.rule_rms < 1e-3 && (one.atm_vol - one.rule_atm_vol).abs() < 0.01, "{}", one.rule_rms);
        }
        assert!(report.said[0].contains("0.00 points rms"), "{:?}", report.said);
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<VixReport>(&text).unwrap(), report);
    }

    #[test]
    fn another_vvix_is_an_error_that_is_said_and_bad_quotes_are_a_sentence() {
        let plan = Plan::default();
        let mut other = plan.clone();
        other.market.vvix.0 *= 1.2;
        let report = of(&chain(&other, &[18, 46], |_| ()), &plan).unwrap();
        assert!(report.expiries.iter().all(|one| one.rule_mean < -5.0 && one.rule_relative > 0.1), "{report:?}");
        let none = of(&chain(&plan, &[18], |quote| quote.put = Side::default()), &plan);
        assert!(none.is_err_and(|said| said.contains("a forward needs 3")));
        assert!(of(&chain(&plan, &[-3], |_| ()), &plan).is_err_and(|said| said.contains("it has settled")));
        let spx = OptionChain { index: Index::Spx, ..chain(&plan, &[18], |_| ()) };
        assert!(of(&spx, &plan).is_err());
        assert!(crate::calibration::of(&chain(&plan, &[18], |_| ()), &plan).is_ok());
    }
}
