//! Of chains: what a chain of options offers to the plan: its surface or its smile, its futures, and strikes that it lists.

use crate::calibration::natural::{Fill, Snapped};
use crate::calibration::report::{ChainReport, Then};
use crate::calibration::vix_report::{Off, VixExpiry, VixReport};
use crate::calibration::{Fit, natural, said, said_vix, vix_calls};
use crate::data::chain::OptionChain;
use crate::data::levels::{self, Levels};
use crate::data::occ::Index;
use crate::data::strip::{Future, FuturesStrip};
use crate::plan::Plan;
use crate::plan::holding::Kind;
use crate::views::data::Set;
use crate::views::data::chains::{shape, vix_shape};
use crate::views::data::offers::{Offer, Offered, VIX_OPTION_LEVELS, VOL_LEVELS, bare, sentence};
use crate::words::dates::date;
use crate::words::{fixed, rounded};

/// The two ways to type a credit: the offer's id and its words.
const CREDITS: [(&str, &str); 2] = [("credit", "mid"), ("natural", "the natural")];
/// Digits of a future by parity: those that one is quoted with.
const QUOTED: usize = 2;

/// Adds what a chain offers by its fit.
pub fn of(set: &Set, chain: &OptionChain, fit: Option<&Result<Fit, String>>, plan: &Plan, found: &mut Offered) {
    match fit {
        Some(Ok(Fit::Spx(report))) => of_surface(set, chain, report, plan, found),
        Some(Ok(Fit::Vix(report))) => of_smile(set, chain, report, plan, found),
        Some(Err(why)) => found.why_not.push(why.clone()),
        None => {}
    }
    // Listed strikes need no fit.
    match chain.index {
        Index::Spx => of_condors(set, chain, plan, found),
        Index::Vix => of_layers(set, chain, plan, found),
    }
}

/// The futures that a chain of VIX options says by put–call parity, as if a file of that day had listed them: those of
/// weekly options too, for its calls stand on them.
pub fn futures(chain: &OptionChain, report: &VixReport, plan: &Plan) -> Result<Levels, String> {
    let future = |one: &VixExpiry| Future {
        expiry: one.expiry,
        symbol: one.root.clone(),
        price: rounded(one.forward, QUOTED),
        weekly: false,
    };
    let futures = report.expiries.iter().map(future).collect();
    let strip = FuturesStrip { day: chain.session().or(plan.market.today), futures, account: chain.account.clone() };
    let mut levels = levels::of_parity(&strip, plan)?;
    levels.said.extend(said::day(chain, plan));
    Ok(levels)
}

/// The smile of a chain of VIX options.
fn of_smile(set: &Set, chain: &OptionChain, report: &VixReport, plan: &Plan, found: &mut Offered) {
    let Some(joint) = &report.joint else {
        found.why_not.push("Its quotes are too few to fit a smile of VIX options.".into());
        return;
    };
    let goes = |then: Off| format!("; the plan's goes from {} to {}", fixed(joint.rule.rms, 2), fixed(then.rms, 2));
    let then = joint.then.map(goes).unwrap_or_default();
    let moved = said_vix::moved(report, plan);
    let is_doubtful = said_vix::further(report).is_some();
    let label = if is_doubtful { "Use this smile all the same" } else { "Use this smile" };
    let offer = Offer {
        sentence: format!("Smile of VIX options of {} ({}): {}{then}", date(report.day), set.name, vix_shape(joint)),
        said: said_vix::taken(report).into_iter().chain(moved).chain(said::day(chain, plan)).collect(),
        changes: report.changes.clone(),
        lists: vec![(VIX_OPTION_LEVELS.into(), report.levels.clone())],
        to: chain.session(),
        use_said: Some("a smile of VIX options".into()),
        is_doubtful,
        ..bare(set, "smile", label)
    };
    found.add_of(Ok(offer), plan, "", "The plan has this smile of VIX options already.");
}

/// For each VIX layer the strike that a chain lists, and what it costs there.
fn of_layers(set: &Set, chain: &OptionChain, plan: &Plan, found: &mut Offered) {
    for nth in 0..plan.count(Kind::Layer) {
        let name = plan.name(Kind::Layer, nth);
        let offer = vix_calls::listed(chain, plan, nth).map(|call| {
            let mut words = call.said;
            words.extend(said::day(chain, plan));
            Offer {
                id: format!("call-{}-{}", set.id, nth + 1),
                sentence: sentence(&words, set),
                said: words,
                changes: call.changes,
                to: chain.session(),
                use_said: Some("strikes".into()),
                ..bare(set, "call", &format!("Snap {name} to what is listed"))
            }
        });
        found.add_of(offer, plan, &format!("{name}: "), "Its strike is a listed one already.");
    }
}

/// The surface of a chain of SPX options.
fn of_surface(set: &Set, chain: &OptionChain, report: &ChainReport, plan: &Plan, found: &mut Offered) {
    let Some(joint) = &report.joint else {
        found.why_not.push("No shape is common to the expiries of this chain: there is no surface.".into());
        return;
    };
    if let Some(why) = said::refused(report, plan) {
        found.why_not.push(why);
        return;
    }
    let goes = |then: Then| format!("; the plan's goes from {} to {}", fixed(joint.rule_rms, 2), fixed(then.rms, 2));
    let then = joint.then.map(goes).unwrap_or_default();
    // Still offered: VIX may come later, and the shape is right whatever the level is.
    let is_doubtful = said::further(report).is_some();
    let label = if is_doubtful { "Use this surface all the same" } else { "Use this surface" };
    let offer = Offer {
        sentence: format!("SPX surface of {} ({}): {}{then}", date(report.day), set.name, shape(joint)),
        said: said::taken(report, chain, plan),
        changes: report.changes.clone(),
        lists: vec![(VOL_LEVELS.into(), report.levels.clone())],
        to: Some(report.day),
        use_said: Some("a surface of the plan".into()),
        is_doubtful,
        ..bare(set, "surface", label)
    };
    found.add_of(Ok(offer), plan, "", "The plan has this surface already.");
}

/// For each condor the strikes that a chain lists, and what they bring at mid.
fn of_condors(set: &Set, chain: &OptionChain, plan: &Plan, found: &mut Offered) {
    for nth in 0..plan.count(Kind::Condor) {
        let name = plan.name(Kind::Condor, nth);
        let snapped = match natural::snapped(chain, plan, nth) {
            Ok(snapped) => snapped,
            Err(why) => {
                found.why_not.push(format!("{name}: {why}"));
                continue;
            }
        };
        let credits = CREDITS.iter().zip(&snapped.fills).filter_map(|(way, fill)| {
            let offer = of_credit(set, chain, plan, nth, (way, &snapped, fill.as_ref()?));
            Some((offer, format!("Its credit is the one at {} already.", way.1)))
        });
        let strikes = (of_strikes(set, chain, plan, nth, &snapped), "Its strikes are listed ones already.".into());
        for (offer, same) in std::iter::once(strikes).chain(credits) {
            found.add_of(Ok(offer), plan, &format!("{name}: "), &same);
        }
    }
}

/// One condor on strikes that a chain lists.
fn of_strikes(set: &Set, chain: &OptionChain, plan: &Plan, nth: usize, snapped: &Snapped) -> Offer {
    let mut words = snapped.said.clone();
    words.extend(said::day(chain, plan));
    Offer {
        id: format!("snap-{}-{}", set.id, nth + 1),
        sentence: sentence(&words, set),
        said: words,
        changes: snapped.changes.clone(),
        to: chain.session(),
        use_said: Some("strikes".into()),
        ..bare(set, "snap", &format!("Snap strikes of {}", plan.name(Kind::Condor, nth)))
    }
}

/// The same strikes with what they bring in one of the two ways as the typed credit.
fn of_credit(
    set: &Set,
    chain: &OptionChain,
    plan: &Plan,
    nth: usize,
    ((id, at), snapped, fill): (&(&str, &str), &Snapped, &Fill),
) -> Offer {
    let credit = fixed(fill.credit, 2);
    let mut words =
        vec![format!("{}: credit {credit} points at {at}, on listed strikes.", plan.name(Kind::Condor, nth))];
    words.extend(snapped.model.map(|model| format!("The model's own is {}.", fixed(model, 2))));
    if fill.changes.iter().any(|(_, value)| value.is_none()) {
        words.push("The typed prices of its legs are emptied.".into());
    }
    words.extend(said::day(chain, plan));
    Offer {
        id: format!("{id}-{}-{}", set.id, nth + 1),
        sentence: sentence(&words, set),
        said: words,
        changes: snapped.changes.iter().chain(&fill.changes).cloned().collect(),
        to: chain.session(),
        use_said: Some("a credit".into()),
        ..bare(set, id, &format!("Use the credit at {at}, {credit}"))
    }
}
