//! Worst of a set: the stress cap in every chosen shock, the smallest of them. Model book 11.5.
//!
//! Explosions and the model's two shocks are put on today's market as everywhere ([`shock_on`],
//! [`explosions::of_model`]): answered without what the person made their own shock harder by.

use crate::book::Book;
use crate::book::explosions::shock_on;
use crate::plan::sizing::ShockSet;
use crate::shock::Shock;
use crate::shock::explosions::{self, answered, explosion};
use crate::sizing::{Case, Effect, Rule, RuleKind, most};
use crate::words::amount;

/// Cap: the smallest stress cap over the chosen shocks.
pub const RULE: Rule = Rule {
    id: "sizing.rule.set",
    file: "worst_of_set",
    label: "Worst of the set",
    name: "the worst shock of the set",
    kind: RuleKind::Cap,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.set,
    effect: |case: &Case| Effect::Cap(case.set.map_or(crate::book::limits::LargestPool::Unlimited, |(_, cap)| cap)),
    finds: |case| match case.set {
        None => "no shock chosen".into(),
        Some((name, crate::book::limits::LargestPool::None)) => {
            format!("{name} is past {} without a pool", amount(case.budget))
        }
        Some((name, _)) => format!("{name} within {}", amount(case.budget)),
    },
    sum: |case| {
        let most = case.set.map_or_else(|| "no shock chosen".into(), |(name, cap)| format!("{name}: {}", most(cap)));
        ["the smallest stress cap over the chosen shocks".into(), most]
    },
    source: "Model book 9 and 11.5",
};

/// The shocks chosen in a book's plan, by name, as they are put on its market.
pub fn chosen(book: &Book) -> Vec<(&'static str, Shock)> {
    let ShockSet { two_sigma, doubling, aug_2024, apr_2025, feb_2018, mar_2020, oct_2008, oct_1987, ftx_2022 } =
        book.plan.sizing.set;
    let model = explosions::of_model(&book.plan);
    let of_model = [two_sigma, doubling].into_iter().zip(model).filter(|(is_on, _)| *is_on);
    let of_model = of_model.map(|(_, (name, event))| (name, answered(&book.shock, event)));
    let of_history = [
        (aug_2024, "aug_2024"),
        (apr_2025, "apr_2025"),
        (feb_2018, "feb_2018"),
        (mar_2020, "mar_2020"),
        (oct_2008, "oct_2008"),
        (oct_1987, "oct_1987"),
        (ftx_2022, "ftx_2022"),
    ];
    let history = of_history.into_iter().filter(|row| row.0).filter_map(|(_, id)| explosion(id));
    of_model.chain(history.map(|row| (row.name, shock_on(book, row)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::explosions as listed;
    use crate::plan::{EventPlan, Plan};
    use crate::sizing::ledger::SizedPosition;
    use crate::units::{Points, Usd};

    /// The events of a plan's set, by name.
    fn chosen(plan: &Plan) -> Vec<(&'static str, EventPlan)> {
        let Ok(book) = Book::resolve(plan) else { unreachable!() };
        super::chosen(&book).into_iter().map(|(name, shock)| (name, shock.event)).collect()
    }

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
        // To a tenth, as the person's own is set by it.
        assert!((vix - 17.0 * (2.0 * 0.95 * (5.0f64 / 252.0).sqrt()).exp()).abs() <= 0.05 + 1e-9);
    }

    #[test]
    fn what_the_set_costs_is_what_the_list_of_explosions_has_whatever_the_person_made_their_own_harder_by() {
        let mut plan = Plan::default();
        (plan.response.correlation, plan.response.severity) = (1.0, 1.5);
        plan.sizing.set = ShockSet {
            two_sigma: false,
            doubling: false,
            aug_2024: false,
            apr_2025: false,
            feb_2018: false,
            mar_2020: false,
            oct_2008: true,
            oct_1987: false,
            ftx_2022: false,
        };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        let Some(row) = listed::of(&book).into_iter().find(|row| row.id == "oct_2008") else { unreachable!() };
        let found = ledger.worst_of_set(ledger.held);
        assert!(found > 1000.0 && (found + row.worst.0).abs() < 1e-6, "{found} {row:?}");
    }

    #[test]
    fn no_shock_of_the_set_hangs_on_the_persons_own() {
        let mut plan = Plan::default();
        let calm = chosen(&plan);
        plan.event =
            EventPlan { peg: Usd(0.5), vix: Some(Points(80.0)), vvix: Some(Points(200.0)), ..EventPlan::calm(21.0) };
        assert_eq!(chosen(&plan), calm);
    }
}
