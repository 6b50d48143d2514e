//! Said: what a chain's report found, in sentences.

use crate::calibration::left_out::LeftOut;
use crate::calibration::own_vix::OwnVix;
use crate::calibration::report::{ChainReport, Joint};
use crate::data::chain::{Chain, Expiry};
use crate::plan::Plan;
use crate::words::dates::date;
use crate::words::{capital, fixed, listed, number};

/// Expiries that are named one by one.
const NAMED: usize = 4;

/// Why an expiry gives no smile.
pub fn without(expiry: &Expiry, why: &str) -> String {
    format!("{} {}: {why}.", date(expiry.day), expiry.root)
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
pub fn of(report: &ChainReport, chain: &Chain, plan: &Plan) -> Vec<String> {
    let mut said = Vec::new();
    match &report.joint {
        Some(joint) => said.extend(shape(joint)),
        None => said.push("No shape is common to the expiries of this chain.".into()),
    }
    said.push(used(report));
    if !report.without.is_empty() {
        let named = report.without.iter().take(NAMED).cloned().collect::<Vec<_>>().join(" ");
        let more = report.without.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" And {} more.", number(more as f64)) } else { String::new() };
        said.push(format!("{} without a smile. {named}{more}", capital(&expiries(report.without.len()))));
    }
    said.extend(family(report, plan));
    said.extend(day(chain, plan));
    if chain.made == chain.session() && chain.made.is_some() {
        said.push("Quotes count as of the close: where they were saved earlier in the day, vols of the first expiries come out a little high.".into());
    }
    said
}

/// What must be known of it where it is taken over.
pub fn taken(report: &ChainReport, chain: &Chain, plan: &Plan) -> Vec<String> {
    let mut said = report.joint.as_ref().map(shape).unwrap_or_default();
    let further = report.joint.as_ref().and_then(|joint| Some((joint.then?.rms, joint.rule_rms)));
    if further.is_some_and(|(then, now)| then > now) {
        said.push("That is further from these quotes than the plan's surface is now.".into());
    }
    said.extend(family(report, plan));
    said.extend(day(chain, plan));
    said
}

/// Whose day the quotes are of, where that is not plain.
pub fn day(chain: &Chain, plan: &Plan) -> Option<String> {
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
fn shape(joint: &Joint) -> Vec<String> {
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
    match &joint.then {
        Some(then) => said.push(format!(
            "With this surface the plan is {} from the quotes, for its level still follows VIX by rule; with a vol shift of {} points more it is {}.",
            fixed(then.rms, 2),
            fixed(100.0 * then.shift, 2),
            points(then.shifted_rms)
        )),
        None => said.push("The plan refuses this surface: one of its levels does not go with the plan's others.".into()),
    }
    if joint.arbitrage.is_free {
        said.push("No butterfly and no calendar spread of the fit pays for nothing.".into());
    }
    said.extend(joint.arbitrage.fails.iter().cloned());
    said
}

/// How many quotes are used, and what is left out.
fn used(report: &ChainReport) -> String {
    let quotes: usize = report.expiries.iter().map(|one| one.quotes).sum();
    let mut left = LeftOut::default();
    for one in &report.expiries {
        left += one.left_out;
        left += LeftOut { no_bid: 0, crossed: 0, wide: 0, no_vol: 0, off: one.pairs_left_out.off };
    }
    let left = left.said().map(|words| format!("; left out are {words}")).unwrap_or_default();
    format!(
        "{} quotes out of the money of {} on {}{left}.",
        number(quotes as f64),
        expiries(report.expiries.len()),
        date(report.day)
    )
}

/// The chain's own VIX beside the plan's.
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
    let [founded, not] = [true, false].map(|is_founded| {
        let these = report.own_vix.iter().filter(move |own| own.is_founded == is_founded);
        these.map(|own| if is_founded { one(own) } else { own.name.clone() }).collect::<Vec<String>>()
    });
    let founded = (!founded.is_empty()).then(|| {
        format!("By the strips of its own options this chain has {}, which are taken over too.", listed(&founded))
    });
    let not = (!not.is_empty()).then(|| {
        format!("Its own {} cannot be told: strips are cut, or expiries too far from those days.", listed(&not))
    });
    founded.into_iter().chain(not).collect()
}
