//! Said of VIX options: what their report found, in sentences.

use crate::calibration::left_out::LeftOut;
use crate::calibration::said::{self, points};
use crate::calibration::vix_report::{Off, VixExpiry, VixJoint, VixReport};
use crate::plan::Plan;
use crate::words::dates::date;
use crate::words::{fixed, number};

/// What was found, the most important first.
pub fn of(report: &VixReport) -> Vec<String> {
    let mut said = vec![futures(report)];
    match &report.joint {
        Some(joint) => said.extend(shape(joint, report)),
        None => said.push(format!(
            "The plan's smile of VIX options is {}; its quotes are too few to fit one.",
            away(&Off::over(&report.expiries.iter().map(|one| one.rule).collect::<Vec<_>>()))
        )),
    }
    said.extend(furthest(report));
    said.extend(vvix(report));
    let mut left = LeftOut::default();
    report.expiries.iter().for_each(|one| left += one.left_out);
    let quotes = report.expiries.iter().map(|one| one.quotes).sum();
    said.push(said::counted(quotes, report.expiries.len(), report.day, left));
    said.extend(said::all_without(&report.without));
    said
}

/// What must be known of it where it is taken over.
pub fn taken(report: &VixReport) -> Vec<String> {
    let mut said: Vec<String> = further(report).into_iter().collect();
    said.extend(report.joint.iter().flat_map(|joint| shape(joint, report)));
    said.extend(vvix(report));
    said.push("The smile is read from these expiries' own futures, the plan's calls stand on the plan's: use these futures too where they are offered.".into());
    said
}

/// That the plan would be further from the quotes than it is; `None` where it would not, as far as two digits say.
pub fn further(report: &VixReport) -> Option<String> {
    let joint = report.joint.as_ref()?;
    let [then, now] = [joint.then?.rms, joint.rule.rms].map(|rms| fixed(rms, 2));
    // Where it takes VVIX along its level is of the quotes' day already.
    let hint = match taken_vvix(report) {
        Some(_) => String::new(),
        None => format!(": type VVIX of {} first if the plan's is of another day", date(report.day)),
    };
    (joint.then?.rms > joint.rule.rms && then != now).then(|| {
        format!(
            "With this smile the plan is further from these quotes than now, {then} vol points rms instead of {now}{hint}."
        )
    })
}

/// VVIX that a plan takes over with the smile.
fn taken_vvix(report: &VixReport) -> Option<f64> {
    report.changes.iter().find(|(id, _)| id == "market.vvix").and_then(|(_, level)| *level)
}

/// What else moves with VVIX, where it is taken over and is another one.
pub fn moved(report: &VixReport, plan: &Plan) -> Option<String> {
    let level = taken_vvix(report).filter(|level| *level != plan.market.vvix.0)?;
    Some(format!(
        "VVIX goes from {} to {} with it, and so do the wings of the SPX smile, where they are by rule, and VIX futures that are not entered: condors are worth something else then.",
        fixed(plan.market.vvix.0, 2),
        fixed(level, 2)
    ))
}

/// `1.20 vol points rms from the quotes, 1.3 % of them`.
fn away(off: &Off) -> String {
    format!("{} rms from the quotes, {} % of them", points(off.rms), fixed(100.0 * off.relative, 1))
}

fn futures(report: &VixReport) -> String {
    let square = |one: &VixExpiry| (one.rule_future - one.forward).powi(2);
    let mean = report.expiries.iter().map(square).sum::<f64>() / (report.expiries.len() as f64).max(1.0);
    format!(
        "VIX futures by put-call parity at {} of {}: the plan's own are {} points rms from them.",
        said::expiries(report.expiries.len()),
        date(report.day),
        fixed(mean.sqrt(), 2)
    )
}

/// The common shape, its errors and what a plan would take.
fn shape(joint: &VixJoint, report: &VixReport) -> Vec<String> {
    let [from, to] = joint.days.map(|days| number(days.round()));
    let over = match joint.expiries {
        1 => format!("one expiry of {from} days"),
        count => format!("{} of {from} to {to} days", said::expiries(count)),
    };
    let mut said = vec![format!(
        "Smile of VIX options: skew {}, wings {} over {over}: {}, from 0.6 to 3 times their futures; the plan's own smile is {}.",
        fixed(joint.rho, 2),
        fixed(joint.wing, 3),
        away(&joint.off),
        away(&joint.rule)
    )];
    if joint.is_rho_held {
        said.push("No quote is far enough from the money to tell skew from wings: the skew is the plan's.".into());
    }
    said.extend(joint.then.map(|then| {
        let along = match report.levels.len() {
            0 if taken_vvix(report).is_some() => {
                "without levels, which lie too far from what its VVIX gives by rule".to_string()
            }
            0 if report.expiries.iter().all(|one| one.days < 2.0) => {
                "without levels, as no expiry has two days".to_string()
            }
            0 => "without levels, as the plan's VVIX is of another day".to_string(),
            1 => "and one level".into(),
            count => format!("and {} levels by expiry", number(count as f64)),
        };
        format!("Taken over, {along}, the plan's own smile is {}.", away(&then))
    }));
    said
}

/// Where the plan's smile is furthest from the quotes.
fn furthest(report: &VixReport) -> Option<String> {
    let worst = report.expiries.iter().reduce(|a, b| if b.rule.relative > a.rule.relative { b } else { a });
    worst.filter(|_| report.expiries.len() > 1).map(|one| {
        format!(
            "Furthest is the plan's at {}: future {} by parity and {} in the plan, vol at the money {} % and {} %.",
            date(one.expiry),
            fixed(one.forward, 2),
            fixed(one.rule_future, 2),
            fixed(100.0 * one.atm_vol, 1),
            fixed(100.0 * one.rule_atm_vol, 1)
        )
    })
}

/// VVIX of the chain's own strips.
fn vvix(report: &VixReport) -> Option<String> {
    let own = report.own_vvix.as_ref()?;
    let taken = match own.is_founded {
        true => "it is taken over with the smile",
        false => "its strips end before their variance does: not taken over",
    };
    Some(format!("VVIX of the chain's own options is {}: {taken}.", fixed(own.level, 2)))
}
