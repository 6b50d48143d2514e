//! VIX options: their own forwards, and a smile fitted to them as one is to SPX, beside the plan's futures and its smile.
//!
//! Source: model book 2 and 13: the future of the same expiry, never spot, is the underlying.

use crate::calibration::calibrate::{self, day_of, level, market_of, with};
use crate::calibration::fit::{self, Family, Held, Sample};
use crate::calibration::levels;
use crate::calibration::own_vix::{self, Variance};
use crate::calibration::report::Drawn;
use crate::calibration::said;
use crate::calibration::said_vix;
use crate::calibration::vix_report::{Off, VixExpiry, VixFitted, VixJoint, VixReport};
use crate::calibration::vols::{Point, Smile};
use crate::data::chain::{Expiry, OptionChain};
use crate::data::occ::Index;
use crate::market::Market;
use crate::market::smile::Slice;
use crate::market::surface::Shape;
use crate::plan::{Plan, VolLevel};
use crate::units::Years;
use crate::units::day::Day;
use crate::words::rounded;

/// Strikes over the future that count: those that the plan's smile was fitted on, and the puts of which none was.
const COUNTED: [f64; 2] = [0.6, 3.0];
/// Days of the expiries that the common shape is fitted to: a layer's.
const COMMON: [f64; 2] = [7.0, 300.0];
/// Digits behind the point of the shape that a plan takes.
const DIGITS: usize = 4;
/// Standard deviations that some expiry's quotes must reach on both sides, so that the slope is told from the wings.
const FAR: [f64; 2] = [-0.5, 1.0];

/// One expiry on its way.
struct Found<'c> {
    expiry: &'c Expiry,
    days: f64,
    smile: Smile,
    fit: Option<Fitted>,
}

/// What is fitted to it: its sample, its own slice, and θ with which the common shape is nearest.
struct Fitted {
    sample: Sample,
    own: Slice,
    is_common: bool,
    theta: f64,
}

impl Found<'_> {
    /// The quotes that count.
    fn counted(&self) -> Vec<&Point> {
        counted(&self.smile)
    }

    /// How far vols by k are from them.
    fn off(&self, vol: impl Fn(f64) -> f64) -> Off {
        Off::of(&self.counted().iter().map(|one| [vol(one.k), one.mid]).collect::<Vec<_>>())
    }

    /// One over how wide its quotes are, in vol points.
    fn tightness(&self) -> f64 {
        let near = self.counted();
        (near.iter().map(|one| one.weight().powi(2)).sum::<f64>() / (near.len() as f64).max(1.0)).sqrt() / 100.0
    }

    fn years(&self) -> Years {
        Years(self.smile.years)
    }

    /// The vols of a slice by k.
    fn by_slice(&self, slice: Slice) -> impl Fn(f64) -> f64 + use<> {
        let years = self.years();
        move |k| slice.vol(k, years).0
    }

    /// The vols of a market's own smile, by k from its own future.
    fn by_rule(&self, market: &Market) -> impl Fn(f64) -> f64 + use<> {
        let smile = market.vix_smile(self.years());
        move |k| smile.vol(smile.future * k.exp()).0
    }
}

fn counted(smile: &Smile) -> Vec<&Point> {
    let level = smile.forward.level;
    smile.points.iter().filter(|one| (COUNTED[0]..=COUNTED[1]).contains(&(one.strike / level))).collect()
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
    let like = shape_of(&market);
    let (mut found, mut variances, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for expiry in &chain.expiries {
        match read(expiry, day, &market, &mut variances) {
            Ok(one) => found.push(one),
            Err(why) => without.push(said::without(expiry, &why)),
        }
    }
    if found.is_empty() {
        let first = without.first().map(|one| format!(" {one}")).unwrap_or_default();
        return Err(format!("No expiry of this chain of VIX options gives vols.{first}"));
    }
    found.sort_by(|a, b| a.days.total_cmp(&b.days));
    variances.sort_by(|a: &Variance, b: &Variance| a.days.total_cmp(&b.days));
    let own_vvix = own_vix::family(&variances, &own_vix::OF_VIX).pop();
    let common = common(&mut found, &like);
    let mut report = VixReport {
        day,
        expiries: Vec::new(),
        without,
        joint: None,
        own_vvix,
        changes: Vec::new(),
        levels: Vec::new(),
        said: Vec::new(),
    };
    let shape = common.map_or(like, |(shape, _)| shape);
    if let Some((shape, is_held)) = common {
        taken(&mut report, (&shape, is_held), &found, plan);
        report.joint = Some(joint(&report, (&shape, is_held), &found, plan, &market));
    }
    report.expiries = found.iter().map(|one| expiry(one, &shape, &market)).collect();
    report.said = said_vix::of(&report);
    Ok(report)
}

/// The shape of a market's own smile.
fn shape_of(market: &Market) -> Shape {
    let own = market.calibration.vix_shape;
    Shape { rho: own.rho, eta: own.wing, gamma: fit::VIX_DECAY }
}

fn read<'c>(expiry: &'c Expiry, day: Day, market: &Market, variances: &mut Vec<Variance>) -> Result<Found<'c>, String> {
    let (smile, days) = calibrate::read(expiry, day, market.rate.0, variances)?;
    let near = counted(&smile);
    if near.is_empty() {
        return Err("none of its quotes is near its future".into());
    }
    let slope = (!smile.reaches(FAR)).then_some(market.calibration.vix_shape.rho);
    let fit = Sample::of(&smile, &near).and_then(|sample| {
        let own = fit::slice(&sample, slope)?;
        Some(Fitted { theta: sample.theta, sample, own, is_common: (COMMON[0]..=COMMON[1]).contains(&days) })
    });
    Ok(Found { expiry, days, smile, fit })
}

/// The common shape, and whether its slope is the plan's; θ of each expiry is then the nearest with it.
fn common(found: &mut [Found<'_>], like: &Shape) -> Option<(Shape, bool)> {
    if found.iter().filter_map(|one| one.fit.as_ref()).all(|fit| !fit.is_common) {
        found.iter_mut().filter_map(|one| one.fit.as_mut()).for_each(|fit| fit.is_common = true);
    }
    let fits = found.iter().filter_map(|one| Some((one, one.fit.as_ref()?))).filter(|(_, fit)| fit.is_common);
    // Weeklies are quoted several times as wide as monthly ones.
    let samples: Vec<Sample> = fits.map(|(one, fit)| fit.sample.times(one.tightness())).collect();
    let is_common = |one: &&Found<'_>| one.fit.as_ref().is_some_and(|fit| fit.is_common);
    let is_held = !found.iter().filter(is_common).any(|one| one.smile.reaches(FAR));
    if samples.is_empty() {
        return None;
    }
    let common = fit::common(&samples, like, Held { rho: is_held, gamma: true }, &Family::vix())?;
    let mut thetas = common.thetas.iter();
    for fit in found.iter_mut().filter_map(|one| one.fit.as_mut()) {
        let fitted = if fit.is_common { thetas.next().copied() } else { fit::level(&fit.sample, &common.shape) };
        fit.theta = fitted.unwrap_or(fit.sample.theta);
    }
    Some((common.shape, is_held))
}

/// The smile as inputs of a plan; VVIX only where it is founded.
fn taken(report: &mut VixReport, (shape, is_held): (&Shape, bool), found: &[Found<'_>], plan: &Plan) {
    report.changes.push(("market.vix_option_wing".into(), Some(rounded(shape.eta, DIGITS))));
    if !is_held {
        report.changes.push(("market.vix_option_skew".into(), Some(rounded(shape.rho, DIGITS))));
    }
    report.changes.extend(report.own_vvix.iter().filter(|own| own.is_founded).filter_map(level));
    // Beside the levels of another chain, or typed ones, these would be parts of parts.
    let Some(bare) = changed(plan, &report.changes, &[]) else { return };
    let thetas: Vec<(f64, f64)> = found.iter().filter_map(|one| Some((one.days, one.fit.as_ref()?.theta))).collect();
    report.levels = levels::of_vix(&thetas, &bare);
}

/// The plan's market once the changes are made and its levels of VIX options are these.
fn changed(plan: &Plan, changes: &[(String, Option<f64>)], levels: &[(f64, f64)]) -> Option<Market> {
    let mut then = plan.clone();
    then.market.vix_option_levels = VolLevel::of(levels);
    with(then, changes)
}

fn joint(
    report: &VixReport,
    (shape, is_rho_held): (&Shape, bool),
    found: &[Found<'_>],
    plan: &Plan,
    market: &Market,
) -> VixJoint {
    let of: Vec<(&Found<'_>, &Fitted)> =
        found.iter().filter_map(|one| Some((one, one.fit.as_ref()?))).filter(|(_, fit)| fit.is_common).collect();
    let over = |off: &dyn Fn(&Found<'_>, &Fitted) -> Off| {
        Off::over(&of.iter().map(|(one, fit)| off(one, fit)).collect::<Vec<_>>())
    };
    let then = changed(plan, &report.changes, &report.levels);
    VixJoint {
        rho: shape.rho,
        wing: shape.eta,
        is_rho_held,
        expiries: of.len(),
        days: [of.first(), of.last()].map(|one| one.map_or(0.0, |(one, _)| one.days)),
        off: over(&|one, fit| one.off(one.by_slice(shape.slice(fit.theta)))),
        rule: over(&|one, _| one.off(one.by_rule(market))),
        then: then.map(|then| over(&|one, _| one.off(one.by_rule(&then)))),
    }
}

fn expiry(one: &Found<'_>, shape: &Shape, market: &Market) -> VixExpiry {
    let rule = market.vix_smile(one.years());
    let by_rule = one.by_rule(market);
    let lines = one.fit.as_ref().map(|fit| [one.by_slice(fit.own), one.by_slice(shape.slice(fit.theta))]);
    let point = |point: &Point| {
        let [bid, ask] = point.bid_and_ask(&one.smile);
        let rule = by_rule(point.k);
        // Where nothing is fitted no line stands for the two.
        let [fitted, common] = lines.as_ref().map_or([rule; 2], |lines| [lines[0](point.k), lines[1](point.k)]);
        Drawn { strike: point.strike, k: point.k, bid, ask, mid: point.mid, fitted, common, rule }
    };
    VixExpiry {
        expiry: one.expiry.day,
        days: one.days,
        root: one.expiry.root.clone(),
        forward: one.smile.forward.level,
        discount: one.smile.forward.discount,
        rule_future: rule.future,
        pairs: one.smile.forward.pairs,
        quotes: one.smile.points.len(),
        left_out: one.smile.left_out,
        atm_vol: one.smile.atm,
        rule_atm_vol: rule.vol(rule.future).0,
        fitted: one.fit.as_ref().map(|fit| VixFitted {
            is_common: fit.is_common,
            own: one.off(one.by_slice(fit.own)),
            common: one.off(one.by_slice(shape.slice(fit.theta))),
        }),
        rule: one.off(&by_rule),
        points: one.counted().into_iter().map(point).collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::account::Account;
    use crate::data::chain::{Quote, Side};
    use crate::options::black;
    use crate::plan::FutureQuote;
    use crate::units::Points;

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
            assert!(one.rule.rms < 1e-3 && (one.atm_vol - one.rule_atm_vol).abs() < 0.01, "{one:?}");
            assert!(one.fitted.is_some_and(|fit| fit.own.rms < 1e-2 && fit.common.rms < 1e-2), "{one:?}");
        }
        let joint = report.joint.as_ref().unwrap();
        assert!((joint.rho - 0.9).abs() < 1e-3 && (joint.wing - 0.785).abs() < 1e-3, "{joint:?}");
        assert!(report.levels.iter().all(|(_, ratio)| (ratio - 1.0).abs() < 1e-3), "{:?}", report.levels);
        assert!(report.said[0].contains("0.00 points rms"), "{:?}", report.said);
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<VixReport>(&text).unwrap(), report);
    }

    /// A plan whose market is another one.
    fn other(plan: &Plan, skew: f64, wing: f64, levels: &[(f64, f64)]) -> Plan {
        let mut plan = plan.clone();
        (plan.market.vix_option_skew, plan.market.vix_option_wing) = (skew, wing);
        plan.market.vix_option_levels = VolLevel::of(levels);
        plan
    }

    #[test]
    fn another_smile_comes_back_from_its_own_quotes_and_the_plan_then_prices_them() {
        let mut plan = Plan::default();
        // On entered futures, which VVIX of the chain does not move.
        plan.market.futures = [(18.0, 17.9), (46.0, 18.8), (81.0, 19.6)]
            .map(|(days, level)| FutureQuote { days, level: Points(level) })
            .to_vec();
        for (skew, wing, levels) in
            [(0.6, 1.06, vec![(18.0, 0.88), (81.0, 1.02)]), (0.3, 0.5, vec![(18.0, 1.1)]), (0.95, 1.2, Vec::new())]
        {
            let of_other = other(&plan, skew, wing, &levels);
            let report = of(&chain(&of_other, &[18, 46, 81], |_| ()), &plan).unwrap();
            let joint = report.joint.as_ref().unwrap();
            assert!((joint.rho - skew).abs() < 5e-3 && (joint.wing - wing).abs() < 5e-3, "{joint:?}");
            assert!(!joint.is_rho_held && joint.off.rms < 0.02 && joint.rule.rms > 1.0, "{joint:?}");
            assert!(joint.then.is_some_and(|then| then.rms < 0.25), "{joint:?}");
            let mut then = plan.clone();
            for (id, value) in &report.changes {
                then.set(crate::plan::address::Address::read(id).unwrap(), *value).unwrap();
            }
            then.market.vix_option_levels = VolLevel::of(&report.levels);
            let [want, got] = [&of_other, &then].map(|plan| market_of(plan).unwrap());
            for (days, strike) in [(18.0, 17.0), (46.0, 20.0), (46.0, 30.0), (81.0, 25.0)] {
                let price = |market: &Market| {
                    let smile = market.vix_smile(Years::from_calendar_days(days - 6.5 / 24.0));
                    smile.price(black::Side::Call, strike, market.rate.0)
                };
                let [want, got] = [&want, &got].map(price);
                // Half a tick of VIX options below three points.
                assert!((want - got).abs() < 0.025, "{days} {strike}: {want} {got}");
            }
        }
    }

    #[test]
    fn another_vvix_is_an_error_that_is_said_and_its_levels_are_not_the_smiles() {
        let plan = Plan::default();
        let mut other = plan.clone();
        other.market.vvix.0 *= 1.6;
        let report = of(&chain(&other, &[18, 46], |_| ()), &plan).unwrap();
        assert!(report.expiries.iter().all(|one| one.rule.mean < -5.0 && one.rule.relative > 0.1), "{report:?}");
        assert!(report.levels.is_empty(), "{:?}", report.levels);
        assert!(report.said.iter().any(|said| said.contains("VVIX is of another day")), "{:?}", report.said);
        // The chain's own strips are cut at 49.5: they tell VVIX too low, and are not taken.
        let own = report.own_vvix.as_ref().unwrap();
        assert!(!own.is_founded && report.changes.iter().all(|(id, _)| id != "market.vvix"), "{own:?}");
    }

    #[test]
    fn strips_that_are_whole_tell_vvix_and_it_is_taken_over() {
        let plan = Plan::default();
        let mut other = plan.clone();
        other.market.vvix.0 = 120.0;
        let mut wide = chain(&other, &[18, 46], |_| ());
        let market = market_of(&other).unwrap();
        for expiry in &mut wide.expiries {
            let ahead = f64::from(expiry.day.0 - 20_600) - 6.5 / 24.0;
            let smile = market.vix_smile(Years::from_calendar_days(ahead));
            let side = |of, strike: f64| {
                let mid = smile.price(of, strike, market.rate.0);
                if mid < 0.004 { Side::default() } else { Side { bid: 0.98 * mid, ask: 1.02 * mid, ..Side::default() } }
            };
            let quote = |i: i32| {
                let strike = 5.0 + 0.5 * f64::from(i);
                let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
                Quote { strike, call, put }
            };
            expiry.quotes = (0..400).map(quote).collect();
        }
        let report = of(&wide, &plan).unwrap();
        let own = report.own_vvix.as_ref().unwrap();
        // The rule's smile replicates its VVIX to two or three points: 92 for 90, 106.8 for 105.4 (model book 2).
        assert!(own.is_founded && (own.level - 120.0).abs() < 4.0, "{own:?}");
        assert!(report.changes.iter().any(|(id, _)| id == "market.vvix"), "{:?}", report.changes);
        assert!(report.joint.is_some_and(|joint| joint.then.is_some_and(|then| then.rms < 0.5)));
    }

    #[test]
    fn calls_alone_or_settled_ones_are_a_sentence() {
        let plan = Plan::default();
        let none = of(&chain(&plan, &[18], |quote| quote.put = Side::default()), &plan);
        assert!(none.is_err_and(|said| said.contains("a forward needs 3")));
        assert!(of(&chain(&plan, &[-3], |_| ()), &plan).is_err_and(|said| said.contains("it has settled")));
        let spx = OptionChain { index: Index::Spx, ..chain(&plan, &[18], |_| ()) };
        assert!(of(&spx, &plan).is_err());
        assert!(crate::calibration::of(&chain(&plan, &[18], |_| ()), &plan).is_ok());
    }
}
