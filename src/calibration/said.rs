//! Said: what a chain's report found, in sentences.

use crate::calibration::bands::Band;
use crate::calibration::left_out::LeftOut;
use crate::calibration::own_vix::OwnVix;
use crate::calibration::report::{ChainReport, Joint};
use crate::data::chain::{Expiry, OptionChain};
use crate::plan::Plan;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{capital, fixed, listed, number, rounded};

/// Expiries that are named one by one.
const NAMED: usize = 4;

/// Why an expiry gives no smile.
pub fn without(expiry: &Expiry, why: &str) -> String {
    format!("{} {}: {why}.", date(expiry.day), expiry.root)
}

/// How many expiries give none, the first of them with why.
pub fn all_without(all: &[String]) -> Option<String> {
    let named = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(" ");
    let more = all.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" And {} more.", number(more as f64)) } else { String::new() };
    (!all.is_empty()).then(|| format!("{} without a smile. {named}{more}", capital(&expiries(all.len()))))
}

/// `one expiry`, `4 expiries`.
pub fn expiries(count: usize) -> String {
    if count == 1 { "one expiry".into() } else { format!("{} expiries", number(count as f64)) }
}

/// Vol points with two digits behind the point.
pub fn points(x: f64) -> String {
    format!("{} vol points", fixed(x, 2))
}

/// What was found, the most important first.
pub fn of(report: &ChainReport, chain: &OptionChain, plan: &Plan) -> Vec<String> {
    let mut said = Vec::new();
    match &report.joint {
        Some(joint) => {
            said.extend(shape(joint, &report.levels));
            said.extend(refused(report, plan));
        }
        None => said.push("No shape is common to the expiries of this chain.".into()),
    }
    said.push(used(report));
    said.extend(all_without(&report.without));
    said.extend(family(report, plan));
    said.extend(day(chain, plan));
    if chain.made == chain.session() && chain.made.is_some() {
        said.push("Quotes count as of the close: where they were saved earlier in the day, vols of the first expiries come out a little high.".into());
    }
    said
}

/// What must be known of it where it is taken over.
pub fn taken(report: &ChainReport, chain: &OptionChain, plan: &Plan) -> Vec<String> {
    let mut said: Vec<String> = further(report).into_iter().chain(refused(report, plan)).collect();
    said.extend(report.joint.iter().flat_map(|joint| shape(joint, &report.levels)));
    said.extend(worse(report));
    said.extend(family(report, plan));
    said.extend(day(chain, plan));
    said
}

/// Vol points by which a part of the smile must be further off than the plan's own surface to be named. House choice: the
/// usual half width of a condor's quotes.
const WORSE: f64 = 1.0;

/// Where on a condor's days the fit is further from the quotes than the plan's own surface, the furthest place; `None` where
/// it is nowhere by more than [`WORSE`].
fn worse(report: &ChainReport) -> Option<String> {
    let more = |band: &&Band| band.rms - band.rule_rms;
    let placed = report.bands.iter().filter(|band| band.z.is_some() && band.days[0] >= 10.0 && more(band) > WORSE);
    let band = placed.reduce(|most, one| if more(&one) > more(&most) { one } else { most })?;
    let place = match band.z? {
        0.0 => "At the money".to_string(),
        z => format!(
            "{} {} the money",
            if z.abs() < 1.5 { "One deviation" } else { "Two deviations" },
            if z < 0.0 { "below" } else { "above" }
        ),
    };
    let [fit, own] = [band.rms, band.rule_rms].map(|rms| fixed(rms, 1));
    let [from, to] = band.days.map(number);
    Some(format!(
        "{place}, {from} to {to} days out, it is {fit} vol points from the quotes and the plan's own surface {own}."
    ))
}

/// That the plan would be further from the quotes than it is; `None` where it would not, as far as two digits say.
pub fn further(report: &ChainReport) -> Option<String> {
    let joint = report.joint.as_ref()?;
    let [then, now] = [joint.then?.rms, joint.rule_rms].map(|rms| fixed(rms, 2));
    let is_further = joint.then?.rms > joint.rule_rms && then != now;
    // Where it takes VIX along its level is of the quotes' day already.
    let hint = match report.changes.iter().any(|(id, _)| id == "market.vix") {
        true => String::new(),
        false => format!(
            ": it takes no VIX along, so type VIX of {} first if the plan's is of another day",
            date(report.day)
        ),
    };
    is_further.then(|| {
        format!("With this surface the plan is further from these quotes than now, {then} vol points rms instead of {now}{hint}.")
    })
}

/// What is to be typed before the plan takes this surface; `None` where it takes it.
pub fn refused(report: &ChainReport, plan: &Plan) -> Option<String> {
    if report.joint.as_ref()?.then.is_some() {
        return None;
    }
    let set = |id: &str| report.changes.iter().any(|(of, _)| of == id);
    let market = &plan.market;
    let levels = [
        ("VIX", "market.vix", Some(market.vix)),
        ("VIX9D", "market.vix9d", market.vix9d),
        ("VIX3M", "market.vix3m", market.vix3m),
        ("VIX6M", "market.vix6m", market.vix6m),
    ];
    let old: Vec<String> = levels
        .into_iter()
        .filter(|(_, id, _)| !set(id))
        .filter_map(|(name, _, typed)| Some(format!("{name} (the plan has {})", fixed(typed?.0, 2))))
        .collect();
    let taken: Vec<String> = report
        .own_vix
        .iter()
        .filter(|own| set(&own.id()))
        .map(|own| format!("{} {}", own.name, fixed(own.level, 2)))
        .collect();
    if old.is_empty() || taken.is_empty() {
        return Some(
            "The plan refuses this surface: its events or its skew do not go with the levels of this chain.".into(),
        );
    }
    Some(format!(
        "Type {} of {} first, then this surface can be used: {} of this chain cannot stand beside the plan's.",
        listed(&old),
        date(report.day),
        listed(&taken)
    ))
}

/// Whose day the quotes are of, where that is not plain.
pub fn day(chain: &OptionChain, plan: &Plan) -> Option<String> {
    match (chain.session(), plan.market.today) {
        (Some(session), Some(today)) if session != today => Some(format!(
            "The quotes are of {}, the plan of {}: what is taken over is of the quotes' day.",
            date(session),
            date(today)
        )),
        (None, Some(today)) => Some(format!("The file says no day: days count from the plan's, {}.", date(today))),
        _ => None,
    }
}

/// The common shape, its errors, and its arbitrage.
fn shape(joint: &Joint, levels: &[(f64, f64)]) -> Vec<String> {
    let [from, to] = joint.days.map(|days| number(days.round()));
    let over = if joint.expiries == 1 {
        format!("one expiry of {from} days")
    } else {
        format!("{} of {from} to {to} days", expiries(joint.expiries))
    };
    let mut said = vec![format!(
        "Skew {}, wings {}, decay {} over {over}: {} rms from the quotes within two standard deviations; the plan's own surface is {}.",
        fixed(joint.rho, 2),
        fixed(joint.eta, 2),
        fixed(joint.gamma, 3),
        points(joint.rms),
        points(joint.rule_rms)
    )];
    if joint.is_rho_held {
        said.push("No quote is far enough from the money to tell skew from wings: the skew is the plan's.".into());
    }
    if joint.is_gamma_held {
        said.push("The expiries are too alike to tell the decay: it is the plan's.".into());
    }
    said.extend(joint.then.map(|then| {
        format!(
            "With this surface the plan is {} from the quotes: {}.",
            points(then.rms),
            match levels.last() {
                Some((last, _)) => format!(
                    "it takes the chain's level along at {} of its expiries, between which it is straight, as parts of what VIX gives them; beyond the {} calendar days of the last the part is that one's, and every shock keeps them",
                    number(levels.len() as f64),
                    number(last.round())
                ),
                None => "its level still follows VIX by rule, for the plan's VIX is of another day: type VIX of the quotes' day first".into(),
            }
        )
    }));
    if joint.arbitrage.is_free {
        said.push(format!("No butterfly and no calendar spread of the fit over {over} pays for nothing."));
    }
    said.extend(joint.arbitrage.fails.iter().cloned());
    said
}

/// How many quotes of how many expiries are used, and what is left out.
pub fn counted(quotes: usize, of: usize, day: Day, left: LeftOut) -> String {
    let left = left.said().map(|words| format!("; left out are {words}")).unwrap_or_default();
    format!("{} quotes out of the money of {} on {}{left}.", number(quotes as f64), expiries(of), date(day))
}

/// How many quotes are used, and what is left out.
fn used(report: &ChainReport) -> String {
    let quotes: usize = report.expiries.iter().map(|one| one.quotes).sum();
    let mut left = LeftOut::default();
    for one in &report.expiries {
        left += one.left_out;
        left += LeftOut { no_bid: 0, crossed: 0, wide: 0, no_vol: 0, off: one.pairs_left_out.off };
    }
    counted(quotes, report.expiries.len(), report.day, left)
}

/// The chain's own VIX and SPX beside the plan's.
fn family(report: &ChainReport, plan: &Plan) -> Vec<String> {
    let market = &plan.market;
    let typed = |name: &str| match name {
        "VIX9D" => market.vix9d,
        "VIX3M" => market.vix3m,
        _ => Some(market.vix),
    };
    let one = |own: &OwnVix| {
        let level = fixed(own.level, 2);
        let typed = typed(&own.name).map(|typed| format!(" (the plan has {})", fixed(typed.0, 2))).unwrap_or_default();
        format!("{} {level}{typed}", own.name)
    };
    let taken = |id: &str| report.changes.iter().find(|(of, _)| of == id).and_then(|(_, value)| *value);
    let of = |is_in: &dyn Fn(&OwnVix) -> bool, words: &dyn Fn(&OwnVix) -> String| -> Vec<String> {
        report.own_vix.iter().filter(|own| is_in(own)).map(words).collect()
    };
    let founded = of(&|own| own.is_founded, &one);
    let rough = of(&|own| !own.is_founded && taken(&own.id()).is_some(), &one);
    // What the plan has of it is what was roughly told before.
    let is_known = |own: &OwnVix| typed(&own.name).is_some_and(|typed| fixed(typed.0, 2) == fixed(own.level, 2));
    let not = of(&|own| !own.is_founded && taken(&own.id()).is_none() && !is_known(own), &|own| own.name.clone());
    let is_refused = report.joint.as_ref().is_some_and(|joint| joint.then.is_none());
    let founded = (!founded.is_empty()).then(|| {
        if is_refused {
            return format!("By the strips of its own options this chain has {}.", listed(&founded));
        }
        let these = if founded.len() == 1 { "which is" } else { "which are" };
        format!("By the strips of its own options this chain has {}, {these} taken over too.", listed(&founded))
    });
    let rough = (!rough.is_empty()).then(|| {
        format!("This chain has {}, roughly told for its strips are cut, which is taken over too: beside the plan's the other levels cannot stand.", listed(&rough))
    });
    let not = (!not.is_empty()).then(|| {
        format!("Its own {} cannot be told: strips are cut, or expiries too far from those days.", listed(&not))
    });
    let spx = taken("market.spx").filter(|_| !is_refused).map(|spx| {
        let [spot, typed] = [spx, market.spx.0].map(|level| number(rounded(level, 1)));
        format!("SPX {spot} of this chain is taken over too (the plan has {typed}).")
    });
    founded.into_iter().chain(rough).chain(spx).chain(not).collect()
}
