//! Worst of a set: the stress cap in every chosen shock, the smallest of them. Model book 11.5.
//!
//! An explosion is put on today's market as everywhere ([`explosions::Explosion::put_on`]). The two model shocks are on the
//! link.

use crate::plan::sizing::ShockSet;
use crate::plan::{EventPlan, Plan};
use crate::shock::VIX_RANGE;
use crate::shock::explosions::{self, explosion};
use crate::sizing::{Case, Effect, Kind, Rule, most};
use crate::units::{Frac, Points};
use crate::words::amount;

/// The rule.
pub const RULE: Rule = Rule {
    id: "sizing.rule.set",
    file: "worst_of_set",
    label: "Worst of the set",
    name: "the worst shock of the set",
    kind: Kind::Cap,
    clear: |_| "",
    is_on: |rules| rules.set,
    effect: |case: &Case| Effect::Cap(case.set.map_or(crate::book::limits::LargestPool::Unlimited, |(_, cap)| cap)),
    finds: |case| match case.set {
        None => "no shock chosen".into(),
        Some((name, _)) => format!("{name} within {}", amount(case.budget)),
    },
    sum: |case| {
        let most = case.set.map_or_else(|| "no shock chosen".into(), |(name, cap)| format!("{name}: {}", most(cap)));
        ["the smallest stress cap over the chosen shocks".into(), most]
    },
    source: "Model book 9 and 11.5",
};

/// The shocks chosen in a plan, by name.
pub fn chosen(plan: &Plan) -> Vec<(&'static str, EventPlan)> {
    let ShockSet { two_sigma, doubling, aug_2024, apr_2025, feb_2018, mar_2020, oct_2008, oct_1987, ftx_2022 } =
        plan.sizing.set;
    let now = plan.market.vix.0;
    let of_model = [(two_sigma, "2-sigma", explosions::two_sigma(plan).0), (doubling, "Doubling", 2.0 * now)];
    let of_history = [
        (aug_2024, "aug_2024"),
        (apr_2025, "apr_2025"),
        (feb_2018, "feb_2018"),
        (mar_2020, "mar_2020"),
        (oct_2008, "oct_2008"),
        (oct_1987, "oct_1987"),
        (ftx_2022, "ftx_2022"),
    ];
    let model = of_model.into_iter().filter(|row| row.0).map(|(_, name, vix)| (name, on_link(plan, vix)));
    let history = of_history.into_iter().filter(|row| row.0).filter_map(|(_, id)| happened(plan, id));
    model.chain(history).collect()
}

/// The person's event with another VIX, everything linked.
fn on_link(plan: &Plan, vix: f64) -> EventPlan {
    EventPlan {
        vix: Some(Points(vix.clamp(VIX_RANGE[0], VIX_RANGE[1]))),
        spx: None,
        token: None,
        eth: None,
        btc: None,
        crypto: Frac(0.0),
        surprise: 0.0,
        ..plan.event.clone()
    }
}

/// An explosion on today's market.
fn happened(plan: &Plan, id: &str) -> Option<(&'static str, EventPlan)> {
    explosion(id).map(|row| (row.name, row.event_on(plan)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explosion_moves_the_market_as_it_did_and_vix_by_its_own_ratio() {
        let mut plan = Plan::default();
        let find = |plan: &Plan, name: &str| chosen(plan).into_iter().find(|row| row.0 == name).map(|row| row.1);
        let march = find(&plan, "Mar 2020");
        assert!(march.is_some_and(|s| s.vix == Some(Points(102.76)) && s.spx.is_some_and(|x| x.0 < -0.25)));
        // 2018: ether traded; 2008: it did not, so its betas move it.
        assert!(find(&plan, "Feb 2018").is_some_and(|s| s.token.is_some()));
        assert!(find(&plan, "Oct 2008").is_some_and(|s| s.token.is_none()));
        plan.market.vix = Points(95.0);
        assert!(chosen(&plan).iter().all(|(_, s)| s.vix >= Some(Points(95.0))));
    }

    #[test]
    fn two_sigma_is_what_vvix_says() {
        let plan = Plan::default();
        let vix = chosen(&plan)[0].1.vix.map_or(0.0, |vix| vix.0);
        assert!((vix / 17.0 - (2.0 * 0.95 * (5.0f64 / 252.0).sqrt()).exp()).abs() < 1e-12);
    }
}
