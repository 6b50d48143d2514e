//! Calibrate: a chain of SPX options made into a report: forwards, vols, slices, the common shape and its errors.

use crate::book::Book;
use crate::calibration::arbitrage;
use crate::calibration::bands::{self, Errors};
use crate::calibration::fit::{self, Common, FITTED, Family, Held, Sample};
use crate::calibration::forward;
use crate::calibration::levels;
use crate::calibration::own_vix::{self, OwnVix, Variance};
use crate::calibration::report::{ChainReport, Drawn, ExpiryFit, Joint, Then};
use crate::calibration::said;
use crate::calibration::vols::{Point, Smile};
use crate::data::chain::{Expiry, OptionChain};
use crate::data::occ::Index;
use crate::market::Market;
use crate::market::smile::Slice;
use crate::market::surface::Shape;
use crate::plan::address::Address;
use crate::plan::condor::Settlement;
use crate::plan::knobs::knob;
use crate::plan::{Plan, VolLevel};
use crate::units::Years;
use crate::units::day::Day;
use crate::words::rounded;

/// Most points of a slice that are drawn.
const DRAWN: usize = 60;
/// Standard deviations within which they lie.
const SHOWN: [f64; 2] = [-5.0, 4.0];
/// Days of the expiries that the common shape is fitted to: a condor's.
const COMMON: [f64; 2] = [7.0, 100.0];
/// Standard deviations that some expiry's quotes must reach on both sides, so that ρ is told from η.
const FAR: [f64; 2] = [-1.0, 0.5];
/// Largest θ over the smallest, so that γ is told.
const APART: f64 = 1.5;

/// Share by which SPX of the plan is another market's. House choice.
const FAR_SPOT: f64 = 0.02;

/// One expiry on its way.
struct Found<'c> {
    expiry: &'c Expiry,
    days: f64,
    smile: Smile,
    sample: Sample,
    own: Slice,
    is_common: bool,
    theta: f64,
}

/// Days until an expiry settles, counted from the close of a day.
pub fn days_left(expiry: &Expiry, day: Day) -> f64 {
    let settles = if expiry.am { Settlement::Am } else { Settlement::Pm };
    expiry.day.since(day) - settles.early()
}

/// The day that a chain's quotes are of: its own session, else the plan's day.
///
/// # Errors
/// Neither says one.
pub fn day_of(chain: &OptionChain, plan: &Plan) -> Result<Day, String> {
    chain.session().or(plan.market.today).ok_or_else(|| {
        "Neither the file nor the plan says the day of the quotes: enter today's date, so that days to the expiries can be counted.".into()
    })
}

/// The plan's own market, whatever it holds.
///
/// # Errors
/// Its first fault.
pub fn market_of(plan: &Plan) -> Result<Market, String> {
    let bare = Plan { holdings: Vec::new(), ..plan.clone() };
    Book::resolve(&bare).map(|book| book.market.clone()).map_err(|error| {
        let first = error.faults.first().map(|fault| fault.text.clone()).unwrap_or_default();
        format!("The plan's own surface cannot be made. {first}")
    })
}

/// The surface of an SPX chain beside that of a plan.
///
/// # Errors
/// A sentence: it is a chain of VIX options, its day is not known, or no expiry of it gives a smile.
pub fn of(chain: &OptionChain, plan: &Plan) -> Result<ChainReport, String> {
    if chain.index != Index::Spx {
        return Err("This is a chain of VIX options: it has no surface of SPX.".into());
    }
    let day = day_of(chain, plan)?;
    let market = market_of(plan)?;
    let like = market.calibration.skew.shape(market.curve.vix(), market.vvix);
    let (mut found, mut variances, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for expiry in &chain.expiries {
        match read(expiry, day, plan.market.rate.0, &mut variances) {
            Ok((smile, days)) => match near(&smile).map(|sample| (fit::slice(&sample, slope(&smile, &like)), sample)) {
                Some((Some(own), sample)) => {
                    let is_common = (COMMON[0]..=COMMON[1]).contains(&days);
                    found.push(Found { expiry, days, smile, theta: sample.theta, sample, own, is_common });
                }
                _ => without.push(said::without(expiry, "fewer than three of its quotes are near the money")),
            },
            Err(why) => without.push(said::without(expiry, &why)),
        }
    }
    if found.is_empty() {
        let first = without.first().map(|one| format!(" {one}")).unwrap_or_default();
        return Err(format!("No expiry of this chain gives a smile.{first}"));
    }
    found.sort_by(|a, b| a.days.total_cmp(&b.days));
    variances.sort_by(|a: &Variance, b: &Variance| a.days.total_cmp(&b.days));
    if found.iter().all(|one| !one.is_common) {
        found.iter_mut().for_each(|one| one.is_common = true);
    }
    let samples: Vec<Sample> = found.iter().filter(|one| one.is_common).map(|one| one.sample.clone()).collect();
    let held = held(&found);
    let common = fit::common(&samples, &like, held, &Family::spx());
    if let Some(common) = &common {
        let of = found.iter_mut().filter(|one| one.is_common);
        of.zip(&common.thetas).for_each(|(one, theta)| one.theta = *theta);
        for one in found.iter_mut().filter(|one| !one.is_common) {
            one.theta = fit::level(&one.sample, &common.shape).unwrap_or(one.sample.theta);
        }
    }
    let shape = common.as_ref().map_or(like, |common| common.shape);
    let errors: Vec<(f64, Errors)> = found
        .iter()
        .map(|one| {
            (
                one.days,
                errors(&one.smile, [&|k| slice_vol(&shape.slice(one.theta), k, one), &|k| rule(&market, k, one)]),
            )
        })
        .collect();
    let own_vix = own_vix::family(&variances, &own_vix::OF_SPX);
    let mut levels = Vec::new();
    let mut changes = common.as_ref().map(|common| changes(common, held, &own_vix)).unwrap_or_default();
    // What is typed of the level is of another chain, or by hand: this chain has its own.
    changes
        .extend((plan.market.vol_shift.0 != 0.0 && common.is_some()).then(|| ("market.vol_shift".into(), Some(0.0))));
    let mut then = changed(plan, &changes, &[]);
    if common.is_some() {
        // Beside the plan's VIX a level of another market cannot stand; beside the chain's own, however roughly told, it may.
        let vix = own_vix.iter().find(|own| own.name == "VIX" && !own.is_founded).and_then(level);
        if let (None, Some(vix)) = (&then, vix) {
            let with: Vec<_> = changes.iter().cloned().chain([vix]).collect();
            then = changed(plan, &with, &[]);
            changes = if then.is_some() { with } else { changes };
        }
        if let Some(market) = &then {
            let thetas: Vec<(f64, f64)> = found.iter().map(|one| (one.days, one.theta)).collect();
            levels = levels::of(&thetas, &shape, market);
            then = changed(plan, &changes, &levels);
        }
        changes.extend(spot_apart(chain, plan).map(|spot| ("market.spx".into(), Some(spot))));
    }
    let joint = common.as_ref().map(|common| joint(common, held, &found, &errors, then.as_ref()));
    let expiries: Vec<ExpiryFit> =
        found.iter().zip(&errors).map(|(one, (_, errors))| expiry(one, errors, &shape, &market)).collect();
    let mut report = ChainReport {
        day,
        expiries,
        without,
        joint,
        bands: bands::of(&errors),
        own_vix,
        changes,
        levels,
        said: Vec::new(),
    };
    report.said = said::of(&report, chain, plan);
    Ok(report)
}

/// Forward, strip and vols of one expiry.
pub fn read(expiry: &Expiry, day: Day, rate: f64, variances: &mut Vec<Variance>) -> Result<(Smile, f64), String> {
    let days = days_left(expiry, day);
    if days <= 0.0 {
        return Err("it has settled".into());
    }
    let years = Years::from_calendar_days(days).0;
    let forward = forward::of(&expiry.quotes, years, rate)?;
    variances.extend(own_vix::of(&expiry.quotes, &forward, days));
    Ok((Smile::of(&expiry.quotes, forward, years)?, days))
}

/// What a smile gives to a fit.
fn near(smile: &Smile) -> Option<Sample> {
    Sample::of(smile, &smile.within(FITTED).collect::<Vec<_>>())
}

/// The slope that an expiry's own slice takes from the plan, where its quotes do not tell it.
fn slope(smile: &Smile, like: &Shape) -> Option<f64> {
    (!smile.reaches(FAR)).then_some(like.rho)
}

/// What the quotes do not tell.
fn held(found: &[Found<'_>]) -> Held {
    let common = || found.iter().filter(|one| one.is_common);
    let thetas = common().map(|one| one.sample.theta);
    let (least, most) = thetas.fold((f64::INFINITY, 0.0_f64), |(a, b), x| (a.min(x), b.max(x)));
    Held { rho: !common().any(|one| one.smile.reaches(FAR)), gamma: most < APART * least }
}

fn slice_vol(slice: &Slice, k: f64, of: &Found<'_>) -> f64 {
    slice.vol(k, Years(of.smile.years)).0
}

/// The vol of a plan's own surface as far from its forward.
fn rule(market: &Market, k: f64, of: &Found<'_>) -> f64 {
    let smile = market.spx_smile(Years(of.smile.years));
    smile.vol(smile.forward * k.exp()).0
}

/// Errors of two surfaces in vol points at every quote within the bands' reach.
fn errors(smile: &Smile, of: [&dyn Fn(f64) -> f64; 2]) -> Errors {
    let reach = bands::WHOLE + 0.5;
    let one = |point: &Point| (smile.z(point.k), of.map(|vol| 100.0 * (vol(point.k) - point.mid)));
    smile.within([-reach, reach]).map(one).collect()
}

/// The surface of the chain as inputs of a plan; levels of VIX only where they are founded.
fn changes(common: &Common, held: Held, own_vix: &[OwnVix]) -> Vec<(String, Option<f64>)> {
    let shape = common.shape;
    let mut changes = vec![("market.wing".to_string(), Some(shape.eta))];
    if !held.rho {
        changes.push(("market.skew".into(), Some(shape.rho)));
    }
    if !held.gamma {
        changes.push(("market.decay".into(), Some(shape.gamma)));
    }
    changes.extend(own_vix.iter().filter(|own| own.is_founded).filter_map(level));
    changes
}

/// A level of the VIX family as an input, as it is printed, where it is in that input's range.
pub fn level(own: &OwnVix) -> Option<(String, Option<f64>)> {
    let level = rounded(own.level, 2);
    is_in(&own.id(), level).then(|| (own.id(), Some(level)))
}

fn is_in(id: &str, x: f64) -> bool {
    let fits = Address::read(id).and_then(|at| knob(at.row));
    fits.is_some_and(|knob| knob.range[0] <= x && x <= knob.range[1])
}

/// SPX of a chain, where the file says it and the plan's is another one by more than 2 %.
pub fn spot_apart(chain: &OptionChain, plan: &Plan) -> Option<f64> {
    let typed = plan.market.spx.0;
    chain.spot.filter(|spot| (typed / spot - 1.0).abs() > FAR_SPOT && is_in("market.spx", *spot))
}

/// The plan's market once the changes are made and its vol levels are these.
fn changed(plan: &Plan, changes: &[(String, Option<f64>)], levels: &[(f64, f64)]) -> Option<Market> {
    let mut then = plan.clone();
    then.market.vol_levels = VolLevel::of(levels);
    with(then, changes)
}

/// A plan's market once these inputs are set; `None` where one is refused, or all of it.
pub fn with(plan: Plan, changes: &[(String, Option<f64>)]) -> Option<Market> {
    market_of(&set_all(plan, changes)?).ok()
}

/// A plan once these inputs are set; `None` where one is refused.
pub fn set_all(mut plan: Plan, changes: &[(String, Option<f64>)]) -> Option<Plan> {
    for (id, value) in changes {
        plan.set(Address::read(id)?, *value).ok()?;
    }
    Some(plan)
}

fn joint(common: &Common, held: Held, found: &[Found<'_>], errors: &[(f64, Errors)], then: Option<&Market>) -> Joint {
    let of: Vec<&Found<'_>> = found.iter().filter(|one| one.is_common).collect();
    let root = |each: &[f64]| (each.iter().map(|x| x * x).sum::<f64>() / (each.len() as f64).max(1.0)).sqrt();
    let both: Vec<[[f64; 2]; 2]> = found
        .iter()
        .zip(errors)
        .filter(|(one, _)| one.is_common)
        .filter_map(|(_, (_, errors))| bands::whole(errors))
        .collect();
    let rms = |i: usize| root(&both.iter().map(|one| one[1][i]).collect::<Vec<f64>>());
    let then = then.map(|market| {
        let one = |one: &&Found<'_>| {
            let own = |k: f64| rule(market, k, one);
            bands::whole(&self::errors(&one.smile, [&own, &own]))
        };
        Then { rms: root(&of.iter().filter_map(one).map(|both| both[1][0]).collect::<Vec<_>>()) }
    });
    let slices: Vec<(Day, f64, Slice)> =
        of.iter().map(|one| (one.expiry.day, one.days, common.shape.slice(one.theta))).collect();
    Joint {
        rho: common.shape.rho,
        eta: common.shape.eta,
        gamma: common.shape.gamma,
        is_rho_held: held.rho,
        is_gamma_held: held.gamma,
        expiries: of.len(),
        days: [of.first(), of.last()].map(|one| one.map_or(0.0, |one| one.days)),
        rms: rms(0),
        rule_rms: rms(1),
        then,
        arbitrage: arbitrage::of(&common.shape, &slices),
    }
}

fn expiry(one: &Found<'_>, errors: &Errors, shape: &Shape, market: &Market) -> ExpiryFit {
    let (smile, own) = (&one.smile, &one.own);
    let common = shape.slice(one.theta);
    let own_vol = |k: f64| slice_vol(own, k, one);
    let own_rms = bands::whole(&self::errors(smile, [&own_vol, &own_vol])).map_or(0.0, |both| both[1][0]);
    let [common_rms, rule_rms] = bands::whole(errors).map_or([0.0; 2], |both| both[1]);
    let drawn: Vec<&Point> = smile.within(SHOWN).collect();
    let step = drawn.len().div_ceil(DRAWN).max(1);
    let point = |point: &&Point| {
        let [bid, ask] = point.bid_and_ask(smile);
        Drawn {
            strike: point.strike,
            k: point.k,
            bid,
            ask,
            mid: point.mid,
            fitted: own_vol(point.k),
            common: slice_vol(&common, point.k, one),
            rule: rule(market, point.k, one),
        }
    };
    ExpiryFit {
        expiry: one.expiry.day,
        days: one.days,
        root: one.expiry.root.clone(),
        forward: smile.forward.level,
        discount: smile.forward.discount,
        pairs: smile.forward.pairs,
        pairs_left_out: smile.forward.left_out,
        quotes: smile.points.len(),
        left_out: smile.left_out,
        is_common: one.is_common,
        theta: own.theta,
        atm_vol: own_vol(0.0),
        rho: own.rho,
        is_rho_held: !smile.reaches(FAR),
        phi: own.phi,
        rms: own_rms,
        common_rms,
        rule_rms,
        points: drawn.iter().step_by(step).map(point).collect(),
    }
}
