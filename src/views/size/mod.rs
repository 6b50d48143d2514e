//! The size tab: how large the pool may be, rule by rule, and what to do about it.
//!
//! [`ledger`] does not move with the VIX slider and can be kept; [`report`] does.

pub mod actions;
pub mod answer;
pub mod correlation_chart;
pub mod cvar_report;
pub mod facts;
pub mod frontier_chart;
pub mod offers;
pub mod risk;
pub mod risk_answers;
pub mod second_engine_check;
pub mod sensitivities_chart;
pub mod sensitivity;
pub mod waterfall_chart;

use std::sync::Arc;

use serde::Serialize;

use crate::book::limits::{self, LargestPool};
use crate::book::way::{self, Allowed, Scan};
use crate::book::{Book, careful};
use crate::numbers::pieces::whole;
use crate::plan::Plan;
use crate::plan::holding::Kind;
use crate::plan::sizing::{RuleSwitches, ShockSet};
use crate::simulation::cvar::{self, Outcomes};
use crate::sizing::irr::Irr;
use crate::sizing::ledger::SizedPosition;
use crate::sizing::levers::{self, Levers};
use crate::sizing::rules::{baseline, stress_cap};
use crate::sizing::stressed::SizingShock;
use crate::sizing::waterfall::{Waterfall, waterfall};
use crate::sizing::{Case, RULES, Rule, size};
use crate::units::{Frac, Points, Usd};
use crate::views::book::notes;
use crate::views::hedge::profiles::{self, ProfileHedge};
use crate::views::report::Report;
use crate::views::size::actions::Action;
use crate::views::size::facts::Fact;
use crate::words::{amount, share};

/// Everything the size tab shows but the sensitivities.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SizeTab {
    /// How much and by which rule: what stands behind the verdict.
    pub headline: String,
    /// The same, and what this shock then costs.
    pub answer: String,
    /// Rule by rule.
    pub waterfall: Waterfall,
    /// In the pool now; 0 without one.
    pub held: Usd,
    /// Combined P&L of this shock with the answer in the pool.
    pub pnl_there: Usd,
    /// The worst of it on the way to this shock, and VIX there.
    pub worst_there: Usd,
    /// VIX there.
    pub worst_vix_there: Points,
    /// What the pool must earn a year.
    pub hurdle: Frac,
    /// What it earns; none where there is no IRR.
    pub irr: Option<Irr>,
    /// IRR over the hurdle; none where there is no IRR.
    pub distance: Option<Frac>,
    /// Deposit that IRR and cash flows are of, dollars: what the rules allow, else the one that they weigh.
    pub irr_deposit: Usd,
    /// The same in words: `of the $26,803 that the rules allow; you hold $30,000`.
    pub irr_of: String,
    /// Hurdle and IRR, each with its sum.
    pub facts: Vec<Fact>,
    /// What is odd about the inputs, in words.
    pub warnings: Vec<String>,
    /// Steward, yours now, promoter.
    pub profiles: [ProfileRow; 3],
    /// What the book may lose, positive; 0 is none.
    pub budget: Usd,
    /// What to do now.
    pub actions: Vec<Action>,
}

/// One way to hold the same book in the same shock.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProfileRow {
    /// `Steward`, `Yours now`, `Promoter, rules off`.
    pub label: &'static str,
    /// In the pool.
    pub size: Usd,
    /// What makes it so large: the rule that binds, what is held, or no rule.
    pub by: String,
    /// Combined P&L at the worst of the way to this shock.
    pub pnl: Usd,
    /// Loss as a share of the budget, ≥ 0; none without a budget.
    pub of_budget: Option<Frac>,
    /// The hedge that goes with it.
    pub hedge: ProfileHedge,
    /// What the hedge makes where the combined P&L is worst.
    pub hedge_pnl: Usd,
}

/// What steward against promoter comes to, with the part that decides it: pools, or the hedges of the two.
pub fn gap([steward, _, promoter]: &[ProfileRow; 3]) -> String {
    let gap = steward.pnl.0 - promoter.pnl.0;
    let hedge = steward.hedge_pnl.0 - promoter.hedge_pnl.0;
    let by = if (gap - hedge).abs() >= hedge.abs() { "pool" } else { "hedge" };
    match gap {
        gap if gap > 0.5 => format!("The rules save {}, most of it by the {by}", amount(gap)),
        gap if gap < -0.5 => format!("The rules cost {} here, most of it by the {by}", amount(-gap)),
        _ => "The rules change nothing here".into(),
    }
}

/// What the person reads where nothing can be sized.
pub fn no_position(plan: &Plan) -> &'static str {
    match plan.sized_pool() {
        None => "No pool is on: there is nothing to size.",
        Some(_) => "The pool's terms allow no deposit at today's price: there is nothing to size.",
    }
}

/// What sizing needs and does not move with the VIX slider; none where no pool is on, or its terms allow no deposit. The
/// outcomes are [`crate::simulation::cvar::outcomes`].
pub fn ledger(book: &Book, scan: &Arc<Scan>, outcomes: &Arc<Outcomes>) -> Option<SizedPosition> {
    SizedPosition::new(book, scan, outcomes.clone())
}

/// The answer and what stands beside it, for a reader who asks once; none where there is nothing to size.
pub fn said(book: &Book, report_of: &Report) -> Option<String> {
    let scan = Arc::new(way::scan(book));
    let tab = report(book, &ledger(book, &scan, &Arc::new(cvar::outcomes(book)))?);
    let [beside, _] = beside(report_of, &tab, &careful::of(book, &scan));
    Some(format!("{} {beside}", tab.answer))
}

/// What stands beside the headline: what the shock alone allows, where that is not said already, and the careful figure
/// apart, which can be asked why.
pub fn beside(report: &Report, tab: &SizeTab, careful: &Allowed) -> [String; 2] {
    let says = |largest: LargestPool| match largest {
        LargestPool::None => "no pool".to_string(),
        LargestPool::UpTo(usd) => amount(usd.0),
        LargestPool::Unlimited => "any up to the risk capital".to_string(),
    };
    let Some(central) = report.combined.largest_pool else { return Default::default() };
    let worse = says(careful.largest);
    let is_said = tab.waterfall.binding == stress_cap::RULE.id || tab.headline.contains("would allow");
    // Where other rules allow less than it, it is no figure to hold.
    let is_idle = limits::room(careful.largest) >= tab.waterfall.size.0.max(0.5);
    if is_idle {
        let words = if is_said { String::new() } else { format!("This shock alone allows {}.", says(central)) };
        return [words, String::new()];
    }
    let words = match says(central) {
        _ if is_said => format!("Careful figure: {worse}."),
        alone if alone == worse => format!("This shock alone and the careful figure allow {worse}."),
        alone => format!("This shock alone allows {alone}, careful figure {worse}."),
    };
    [words, worse]
}

/// What is read behind the verdict: the headline and what stands beside it, or why nothing can be sized; none where no pool
/// is on.
pub fn line(plan: &Plan, report: &Report, sized: Option<(&SizeTab, &Allowed)>) -> Option<String> {
    plan.sized_pool()?;
    let Some((tab, careful)) = sized else { return Some(no_position(plan).into()) };
    let [beside, _] = beside(report, tab, careful);
    Some(format!("{} {beside}", tab.headline).trim_end().to_string())
}

/// What the careful figure is.
pub const CAREFUL: &str = "the smallest pool on the way with SPX one standard error and the token one deviation of its residual off, each on the side that leaves less";

/// The size tab on a ledger of this book or of one that differs in where VIX ends.
pub fn report(book: &Book, ledger: &SizedPosition) -> SizeTab {
    report_with(book, ledger, &profiles::of(book))
}

/// The same with hedges of the three profiles that are known already: they do not move with the VIX slider.
pub fn report_with(book: &Book, ledger: &SizedPosition, hedges: &[ProfileHedge; 3]) -> SizeTab {
    let shocked = ledger.shocked(book);
    let case = ledger.case(&shocked, &ledger.as_is());
    let fall = waterfall(&case);
    let irr = case.irr.ok();
    let (worst_vix_there, worst_there) = shocked.way.worst(fall.size.0);
    let pool = one_of_several(book).unwrap_or_else(|| "the pool".into());
    let actions = actions::actions(book, ledger, &shocked, &fall);
    let stays = actions.first().is_some_and(|first| actions::is_kept_by(first, &fall));
    let [mut headline, costs] = answer::answer(ledger, &shocked, &case, &fall, (&pool, stays));
    if let Some(said) = actions::disagreement(&actions) {
        headline = format!("{}; {said}.", headline.trim_end_matches('.'));
    }
    let fall = Waterfall { freed: actions::freed(book, &actions, &fall), ..fall };
    SizeTab {
        answer: format!("{headline} {costs}"),
        headline,
        held: Usd(ledger.held),
        pnl_there: Usd(shocked.end.combined(fall.size.0)),
        worst_there,
        worst_vix_there,
        hurdle: ledger.hurdle.rate,
        irr,
        distance: irr.map(|irr| Frac(irr.annual.0 - ledger.hurdle.rate.0)),
        irr_deposit: Usd(case.deposit),
        irr_of: facts::of_deposit(&case, fall.size.0, ledger.held),
        facts: facts::facts(ledger, &shocked, &case),
        warnings: size_warnings(book, ledger, &case),
        profiles: profiles(hedges, ledger, &shocked, &case),
        budget: Usd(ledger.budget),
        actions,
        waterfall: fall,
    }
}

/// What would have to be true for the full weight, one thing at a time.
pub fn levers(book: &Book, ledger: &SizedPosition) -> Levers {
    whole(making_levers(book, ledger))
}

/// [`levers()`] in pieces.
pub async fn making_levers(book: &Book, ledger: &SizedPosition) -> Levers {
    let shocked = ledger.shocked(book);
    levers::levers(ledger, &shocked, &|vix| Some(ledger.shocked(&with_vix(book, vix)?))).await
}

/// The same with VIX ending elsewhere.
fn with_vix(book: &Book, vix: f64) -> Option<Book> {
    let mut plan = book.plan.clone();
    plan.put_vix(Some(Points(vix)));
    book.resolve_beside(&plan).ok()
}

fn size_warnings(book: &Book, ledger: &SizedPosition, case: &Case) -> Vec<String> {
    let mut warnings = Vec::new();
    if case.irr.is_ok_and(|irr| irr.is_ambiguous) {
        warnings.push(
            "The cash flows change sign more than once, so several rates would do; the one nearest to 0 is shown."
                .to_string(),
        );
    }
    if ledger.budget > ledger.risk_capital {
        warnings.push(format!(
            "The loss budget, {}, is more than the risk capital, {}.",
            crate::words::amount(ledger.budget),
            crate::words::amount(ledger.risk_capital)
        ));
    }
    if let Some(limit) = book.sized_plan().and_then(|plan| plan.cover_limit.filter(|_| plan.cover.0 > 0.0)) {
        warnings.push(format!("The cover pays at most {}, however large the pool.", crate::words::amount(limit.0)));
    }
    if !way::is_linked(&book.shock.event) {
        warnings.push(notes::HELD.to_string());
    }
    if let Some(name) = one_of_several(book) {
        warnings.push(format!("{name} is sized; the other pools stay as they are."));
    }
    let legs: Vec<&str> = book.legs_on_sized().map(|leg| leg.name.as_str()).collect();
    if !legs.is_empty() {
        warnings.push(format!(
            "{} {} and shrinks with the pool, at today's price, and what it carries is the hedge's and in no IRR; every other \
             leg stays as it is.",
            legs.join(", "),
            if legs.len() > 1 { "each grows" } else { "grows" }
        ));
    }
    warnings
}

/// The sized pool's name where several are on.
fn one_of_several(book: &Book) -> Option<String> {
    let nth = book.plan.sized_pool().filter(|_| book.positions().count() > 1)?;
    Some(book.plan.name(Kind::Pool, nth))
}

/// What the set of shocks, which is the person's for every profile, does not ask.
fn left_out(set: &ShockSet) -> String {
    let all = set.explosions();
    match all.iter().filter(|is_in| !**is_in).count() {
        0 => String::new(),
        out if out == all.len() => "; the set, yours too, holds no explosion".into(),
        out => format!("; the set, yours too, leaves out {out} of {} explosions", all.len()),
    }
}

fn profiles(
    [steward, yours, promoter]: &[ProfileHedge; 3],
    ledger: &SizedPosition,
    shocked: &SizingShock,
    case: &Case,
) -> [ProfileRow; 3] {
    let row = |(label, (usd, by), hedge): (&'static str, (f64, String), &ProfileHedge)| {
        let [pnl, made] = hedge.worst(&shocked.way, usd);
        let of_budget = (ledger.budget > 0.0).then(|| Frac((-pnl).max(0.0) / ledger.budget));
        ProfileRow { label, size: Usd(usd), by, pnl: Usd(pnl), of_budget, hedge: hedge.clone(), hedge_pnl: Usd(made) }
    };
    let kept = size(case, &RuleSwitches::STEWARD);
    let free = size(case, &RuleSwitches::PROMOTER);
    let own = size(case, &case.plan.rules);
    let binds = if kept.usd > 0.0 { "binds" } else { "leaves no room" };
    let yours_off = |rule: &&Rule| (rule.is_on)(&RuleSwitches::STEWARD) && !(rule.is_on)(&case.plan.rules);
    let off: Vec<&str> = RULES.iter().filter(yours_off).map(|rule| rule.name).collect();
    let name = kept.binding.name;
    let by = match off.as_slice() {
        [] => format!("{name} {binds}: every rule is on, as yours are{}", left_out(&case.plan.set)),
        [one] if *one == name => format!("{name}, which you have off, {binds}"),
        [one] => format!("{name} {binds}; {one}, which you have off, is on"),
        [one, other] => format!("{name} {binds}; {one} and {other}, which you have off, are on"),
        many => format!("{name} {binds}; {} rules that you have off are on", many.len()),
    };
    let held = match ledger.held {
        held if held <= 0.0 => "you hold none".to_string(),
        held if held > own.usd + 0.5 => {
            format!("as held, {} over your rules’ {}", amount(held - own.usd), amount(own.usd))
        }
        held if held < own.usd - 0.5 => {
            format!("as held, {} under your rules’ {}", amount(own.usd - held), amount(own.usd))
        }
        _ => "as held, what your rules allow".to_string(),
    };
    let quarter = format!("{} of risk capital", share(baseline::MOST, 0));
    [
        ("Steward", (kept.usd, by), steward),
        ("Yours now", (ledger.held, held), yours),
        ("Promoter, rules off", (free.usd, quarter), promoter),
    ]
    .map(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    use crate::views::size::actions::text;

    /// The tab of the default plan with fees that beat the hurdle, changed.
    fn tab(change: impl FnOnce(&mut Plan)) -> SizeTab {
        let mut plan = Plan::default();
        plan.a_pool().fee_apr = Frac(0.085);
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        report(&book, &ledger)
    }

    /// What is offered beside the tab's own actions.
    fn offered(change: impl FnOnce(&mut Plan)) -> Vec<Action> {
        let mut plan = Plan::default();
        plan.a_pool().fee_apr = Frac(0.085);
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        offers::of(&book, &ledger)
    }

    #[test]
    fn on_the_book_that_the_page_opens_with_a_cap_binds_and_moves_as_vix_is_dragged() {
        let binding = [20.0, 30.0, 40.0, 45.0, 60.0, 80.0].map(|vix| {
            let mut plan = Plan::example();
            plan.event.vix = Some(Points(vix));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
            let fall = report(&book, &ledger).waterfall;
            (fall.binding, fall.size.0.round())
        });
        let [il, stress] = ["sizing.rule.il", "sizing.rule.stress"];
        assert_eq!(binding.map(|(rule, _)| rule), [il, il, il, stress, stress, stress], "{binding:?}");
        // The page's own sentence at 45; less and less beyond, never more.
        assert_eq!(binding[3].1, 34_066.0, "{binding:?}");
        assert!(binding.windows(2).all(|pair| pair[1].1 <= pair[0].1) && binding[3].1 > binding[4].1, "{binding:?}");
    }

    #[test]
    fn the_headline_of_the_profiles_names_what_decides_it() {
        let row = |pnl: f64, hedge_pnl: f64| ProfileRow {
            pnl: Usd(pnl),
            hedge_pnl: Usd(hedge_pnl),
            ..tab(|_| ()).profiles[0].clone()
        };
        let said = |steward: [f64; 2], promoter: [f64; 2]| {
            gap(&[row(steward[0], steward[1]), row(0.0, 0.0), row(promoter[0], promoter[1])])
        };
        assert_eq!(said([-1000.0, 500.0], [-4000.0, 0.0]), "The rules save $3,000, most of it by the pool");
        assert_eq!(said([-1000.0, 2500.0], [-4000.0, 0.0]), "The rules save $3,000, most of it by the hedge");
        assert_eq!(said([-900.0, -800.0], [-100.0, 0.0]), "The rules cost $800 here, most of it by the hedge");
        assert_eq!(said([10.0, 0.0], [10.2, 0.0]), "The rules change nothing here");
    }

    #[test]
    fn the_sentence_names_the_rule_that_binds_and_what_the_shock_costs() {
        let tab = tab(|_| ());
        assert_eq!(
            tab.answer,
            "Hold $26,803 in the pool, not $30,000: the stress cap binds, tightest at VIX 45. At that size this shock costs $7,500, the whole loss budget."
        );
        assert_eq!(tab.waterfall.binding, "sizing.rule.stress");
        assert!((tab.pnl_there.0 + 7500.0).abs() < 1e-6 && tab.worst_vix_there == Points(45.0));
    }

    #[test]
    fn a_ruin_cap_of_the_plan_binds_where_it_is_the_least_and_none_is_a_row_without_a_limit() {
        let step = |tab: &SizeTab| tab.waterfall.steps.iter().find(|step| step.id == "sizing.rule.ruin").cloned();
        let none = step(&tab(|_| ()));
        assert!(none.is_some_and(|row| row.after.is_none() && row.is_on && row.finds == "none is set"));
        let capped = |usd: f64| tab(|plan| plan.sizing.ruin_cap = Some(Usd(usd)));
        let ten = capped(10_000.0);
        assert!(ten.answer.starts_with("Hold $10,000 in the pool, not $30,000: the ruin cap binds."), "{}", ten.answer);
        assert!(step(&ten).is_some_and(|row| row.binds && row.after == Some(Usd(10_000.0))));
        let nothing = capped(0.0).answer;
        assert!(
            nothing.starts_with("Hold nothing in the pool, not $30,000: the ruin cap leaves no room."),
            "{nothing}"
        );
        let off = tab(|plan| {
            plan.sizing.ruin_cap = Some(Usd(10_000.0));
            plan.sizing.rules.ruin = false;
        });
        assert_eq!(off.answer, tab(|_| ()).answer);
        assert!(step(&off).is_some_and(|row| !row.is_on && row.after == Some(Usd(10_000.0))));
    }

    #[test]
    fn the_size_is_found_by_the_worst_of_the_way_and_the_sentence_says_where() {
        let tab = tab(|plan| {
            plan.event.vix = Some(Points(120.0));
            plan.account.loss_budget = Frac(0.025);
        });
        assert!(
            tab.answer.contains("the stress cap binds, tightest at VIX ") && tab.answer.contains("on its way, at VIX"),
            "{}",
            tab.answer
        );
        assert!(tab.worst_vix_there.0 < 119.0 && tab.pnl_there.0 > tab.worst_there.0 + 1.0);
        assert!((tab.worst_there.0 / -tab.budget.0 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn taking_out_what_gains_says_what_it_costs() {
        // Ether doubles in the shock: a steward who holds nothing there gives the gain away.
        let tab = tab(|plan| {
            plan.a_pool().fee_apr = Frac(0.0);
            plan.event.token = Some(Frac(0.3));
            plan.event.spx = Some(Frac(-0.1));
        });
        assert!(
            tab.answer.starts_with("Hold nothing")
                && tab.answer.contains("The $30,000 that you hold gains there: with it "),
            "{}",
            tab.answer
        );
        // The stress cap is on and speaks against it: no withdrawal is offered, and both sides are named.
        let [offer, ..] = tab.actions.as_slice() else { unreachable!() };
        assert!(offer.what.starts_with("No withdrawal of $30,000 from Pool is offered"), "{offer:?}");
        assert!(offer.why.starts_with("Baseline would have $0 (IRR "), "{offer:?}");
        assert!(
            offer.why.contains("Stress cap would keep $30,000: with $0 $4,473 is lost, with $30,000 $2,324")
                && offer.changes.is_empty()
                && offer.refused.iter().any(|by| by.starts_with("Stress cap would keep")),
            "{offer:?}"
        );
        assert!(tab.profiles[0].pnl.0 < tab.profiles[1].pnl.0);
    }

    #[test]
    fn a_withdrawal_that_no_rule_that_is_on_speaks_against_is_offered_and_says_what_it_costs() {
        let tab = tab(|plan| {
            plan.a_pool().fee_apr = Frac(0.0);
            (plan.event.token, plan.event.spx) = (Some(Frac(0.3)), Some(Frac(-0.1)));
            plan.sizing.rules.stress = false;
        });
        assert!(tab.actions[0].what.starts_with("Withdraw all $30,000"), "{:?}", tab.actions[0]);
        assert!(tab.actions[0].why.contains("that you hold gains there: with it "), "{:?}", tab.actions[0]);
    }

    #[test]
    fn a_pool_that_gains_where_the_rest_breaks_the_budget_stays() {
        // Condors alone break the budget, so the cap leaves no room; taking the pool out makes the same loss larger.
        let tab = tab(|plan| {
            (plan.event.token, plan.event.spx) = (Some(Frac(0.3)), Some(Frac(-0.1)));
            plan.account.loss_budget = Frac(0.005);
        });
        assert_eq!(tab.waterfall.size, Usd(0.0), "{}", tab.answer);
        assert!(tab.actions[0].what.starts_with("No withdrawal of $30,000"), "{:?}", tab.actions[0]);
        assert!(tab.actions.iter().all(|one| !one.what.starts_with("Withdraw")), "{:?}", tab.actions);
    }

    #[test]
    fn cash_is_raised_for_what_falls_due_after_the_withdrawal() {
        let raised = |deposit: f64| {
            let tab = tab(|plan| {
                plan.account.cash = Usd(0.0);
                plan.sizing.rules.quick_ratio = false;
                plan.a_pool().deposit = Usd(deposit);
            });
            tab.actions.into_iter().find(|one| one.kind == actions::Doing::Raise)
        };
        // What comes out of the pool is cash: a large withdrawal leaves nothing to raise.
        let then = raised(30_000.0);
        assert!(
            then.as_ref().is_some_and(|one| one.why.contains("after the withdrawal") && one.changes.is_empty()),
            "{then:?}"
        );
        assert!(then.is_some_and(|one| one.what.starts_with("Then raise $")));
        assert_eq!(raised(200_000.0), None);
    }

    #[test]
    fn a_token_that_fails_is_left_once_and_a_pool_that_is_not_held_is_not_left() {
        let left = |deposit: f64, fees: f64| {
            tab(|plan| {
                plan.a_pool().vetting.audited = Some(false);
                (plan.a_pool().deposit, plan.a_pool().fee_apr) = (Usd(deposit), Frac(fees));
            })
            .actions
        };
        for fees in [0.085, 0.0] {
            let held = left(30_000.0, fees);
            assert!(held[0].what.starts_with("Withdraw all") && held[0].why.contains("fails: Audited"), "{held:?}");
            assert!(held[0].kind == actions::Doing::Withdraw && !held[0].changes.is_empty());
        }
        assert!(left(0.0, 0.085)[0].what.starts_with("Put nothing into"));
    }

    #[test]
    fn more_than_the_cash_at_hand_pays_for_is_new_money() {
        let why = |cash: f64, stablecoins: f64| {
            let tab = tab(|plan| {
                (plan.a_pool().deposit, plan.event.vix) = (Usd(5_000.0), None);
                (plan.account.cash, plan.account.stablecoins) = (Usd(cash), Usd(stablecoins));
            });
            tab.actions[0].why.clone()
        };
        assert!(why(25_000.0, 0.0).contains("It takes new money: $25,000 is at hand"), "{}", why(25_000.0, 0.0));
        let enough = why(250_000.0, 100_000.0);
        assert!(enough.ends_with("It is counted as new money: the $350,000 at hand stay."), "{enough}");
    }

    #[test]
    fn a_larger_hedge_is_offered_in_whole_contracts_and_only_where_every_rule_allows_what_is_held() {
        let asked = |change: &dyn Fn(&mut Plan)| {
            let mut plan = Plan::default();
            plan.a_pool().fee_apr = Frac(0.085);
            change(&mut plan);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
            whole(offers::larger_hedge(&book, &ledger))
        };
        let Some(offer) = asked(&|_| ()) else { unreachable!() };
        assert!(offer.what.starts_with("Or keep $30,000 in Pool and hold ") && !offer.what.contains('.'), "{offer:?}");
        // The IL cap allows $38,010 whatever the hedge: nothing is offered beyond it.
        assert_eq!(asked(&|plan| plan.a_pool().deposit = Usd(60_000.0)), None);
        assert_eq!(asked(&|plan| plan.a_pool().deposit = Usd(10_000.0)), None);
    }

    #[test]
    fn the_sentence_names_the_pool_where_several_are_on() {
        let two = |plan: &mut Plan| {
            plan.add_fresh(Kind::Pool);
            plan.sizing.pool = Some(2.0);
        };
        let answer = tab(two).answer;
        assert!(answer.starts_with("Hold ") && answer.contains(" in Pool 2"), "{answer}");
        assert!(!answer.contains("the pool"), "{answer}");
    }

    #[test]
    fn nothing_is_said_to_be_nothing_and_why() {
        let poor = tab(|plan| plan.a_pool().fee_apr = Frac(0.06));
        assert!(poor.answer.starts_with("Hold nothing in the pool, not $30,000: its IRR of 5.3"), "{}", poor.answer);
        assert!(poor.answer.contains("the other rules would allow $25,9"), "{}", poor.answer);
        let unsafe_token = tab(|plan| plan.a_pool().vetting.audited = Some(false));
        assert!(
            unsafe_token.answer.contains("the token's vetting says no (fails: Audited)"),
            "{}",
            unsafe_token.answer
        );
        let broke = tab(|plan| plan.account.loss_budget = Frac(0.0));
        assert!(broke.answer.contains("leaves no room"), "{}", broke.answer);
        assert!(broke.profiles.iter().all(|row| row.of_budget.is_none()));
    }

    #[test]
    fn without_a_pool_it_says_how_much_one_may_be() {
        let tab = tab(|plan| plan.a_pool().deposit = Usd(0.0));
        assert!(
            tab.answer.starts_with("Hold $26,8") && tab.answer.contains("; you hold none: the stress cap"),
            "{}",
            tab.answer
        );
        assert!(tab.actions[0].what.starts_with("You may add up to $26,8"), "{}", tab.actions[0].what);
    }

    #[test]
    fn a_shock_in_which_nothing_is_lost_leaves_other_rules() {
        let calm = tab(|plan| plan.event.vix = None);
        assert!(
            calm.answer.contains("the IL cap binds") && calm.answer.contains("this shock earns"),
            "{}",
            calm.answer
        );
        assert!(calm.actions[0].what.starts_with("You may add"));
    }

    #[test]
    fn a_promoter_takes_a_quarter_whatever_the_shock() {
        let tab = tab(|plan| plan.sizing.rules = RuleSwitches::PROMOTER);
        assert!(tab.answer.contains("a promoter keeps no rule and takes 25"), "{}", tab.answer);
        assert_eq!(tab.waterfall.size, Usd(62_500.0));
        assert_eq!(tab.profiles[2].size, tab.waterfall.size);
        // The same book and shock beside a steward's: the rules are worth the difference.
        assert!(tab.profiles[0].size.0 < 27_000.0 && tab.profiles[0].pnl.0 > tab.profiles[2].pnl.0);
    }

    #[test]
    fn no_irr_is_told_in_words() {
        // An exit that costs more gas than the pool is worth.
        let tab = tab(|plan| {
            plan.a_pool().gas = Usd(100_000.0);
            plan.account.risk_share = Frac(0.1);
        });
        assert!(tab.irr.is_none() && tab.distance.is_none());
        assert!(tab.answer.contains("it has no IRR, the cash flows never change sign"), "{}", tab.answer);
    }

    #[test]
    fn a_budget_beyond_the_risk_capital_is_named() {
        let tab = tab(|plan| {
            plan.account.loss_budget = Frac(0.2);
            plan.account.risk_share = Frac(0.1);
        });
        assert!(
            tab.warnings.iter().any(|said| said.contains("$50,000") && said.contains("$25,000")),
            "{:?}",
            tab.warnings
        );
    }

    #[test]
    fn a_token_that_nobody_has_vetted_is_no_pass_and_no_failure() {
        use crate::plan::Vetting;
        let (known, unknown) = (tab(|_| {}), tab(|plan| plan.a_pool().vetting = Vetting::UNKNOWN));
        let step = |tab: &SizeTab| tab.waterfall.steps.iter().find(|step| step.id == "sizing.rule.vetting").cloned();
        let mark = |tab: &SizeTab| step(tab).map(|step| step.mark);
        assert_eq!((mark(&known), mark(&unknown)), (Some("pass".into()), Some("unknown".into())));
        assert_eq!(known.waterfall.size, unknown.waterfall.size);
        assert!(unknown.answer.contains("Not known of its token, and no pass: Audited,"), "{}", unknown.answer);
        assert!(!known.answer.contains("Not known"), "{}", known.answer);
    }

    #[test]
    fn the_big_top_sends_what_it_frees_to_the_hedge_in_whole_calls() {
        let near = |deposit: f64| {
            move |plan: &mut Plan| {
                plan.sizing.big_top = Some(true);
                plan.sizing.rules = RuleSwitches { hurdle: true, big_top: true, ..RuleSwitches::PROMOTER };
                plan.a_pool().deposit = Usd(deposit);
            }
        };
        // Half of the full weight is freed of a pool that holds it; of one that is small enough, or none, nothing.
        let fall = tab(near(80_000.0)).waterfall;
        assert!((fall.freed.0 - fall.size.0).abs() < 0.02 * fall.size.0);
        let put = |deposit: f64| offered(near(deposit)).into_iter().find(|one| one.what.starts_with("Put $"));
        let Some(full) = put(80_000.0) else { unreachable!() };
        let calls = |plan: &Plan| [0, 1, 2].map(|nth| plan.layer(nth).map_or(0.0, |layer| layer.held(10.0)));
        let mut before = Plan::default();
        before.a_pool().fee_apr = Frac(0.085);
        near(80_000.0)(&mut before);
        let Some(then) = full.done(&before) else { unreachable!() };
        let (now, more) = (calls(&Plan::default()), calls(&then));
        assert!(more.iter().zip(now).all(|(more, now)| *more > now && more.fract() == 0.0), "{more:?} {}", full.why);
        // What the calls leave of it is cash.
        assert!(then.account.cash.0 >= 25_000.0 + (80_000.0 - fall.size.0 - fall.freed.0) - 100.0, "{}", full.why);
        for small in [0.0, 20_000.0] {
            assert!(tab(near(small)).waterfall.freed == Usd(0.0) && put(small).is_none());
        }
    }

    #[test]
    fn the_cash_that_a_withdrawal_frees_is_in_the_quick_ratio_by_which_it_is_offered() {
        use crate::sizing::kept::{At, kept};
        use crate::sizing::rules::quick_ratio;
        let mut met = 0;
        for (cash, loan, deposit) in [(0.0, 0.0, 60e3), (400.0, 0.0, 80e3), (0.0, 9e3, 60e3), (1e3, 20e3, 120e3)] {
            let mut plan = Plan::default();
            plan.a_pool().fee_apr = Frac(0.085);
            plan.sizing.rules.quick_ratio = false;
            (plan.a_pool().deposit, plan.a_pool().loan, plan.account.cash) = (Usd(deposit), Usd(loan), Usd(cash));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
            let (tab, shocked) = (report(&book, &ledger), ledger.shocked(&book));
            let [withdraw, ..] = tab.actions.as_slice() else { unreachable!() };
            let Some(then) = withdraw.done(&plan).filter(|_| withdraw.kind == actions::Doing::Withdraw) else {
                continue;
            };
            // The book with it done, from nothing: its quick ratio is the one that the offer was asked with.
            let Ok(after) = Book::resolve(&then) else { unreachable!() };
            let Some(asked) = SizedPosition::alone(&after) else { unreachable!() };
            let freed = then.account.cash.0 - cash;
            let at_hand = |cash: f64| At { ledger: &ledger, shocked: &shocked, usd: tab.waterfall.size.0, cash };
            let fresh = asked.shocked(&after);
            let done = At { ledger: &asked, shocked: &fresh, usd: asked.held, cash: 0.0 };
            let [said, there, without] =
                [at_hand(freed), done, at_hand(0.0)].map(|at| kept(&quick_ratio::RULE, &at).past);
            assert!(freed > 1_000.0 && (said - there).abs() < 1e-9, "{said} {there}");
            met += u32::from(without > said + 0.01);
        }
        assert!(met >= 2, "{met}");
    }

    #[test]
    fn a_withdrawal_that_the_quick_ratio_asks_for_goes_just_so_far_that_nothing_is_asked_after_it() {
        let mut met = 0;
        for (cash, loan, deposit) in [(0.0, 0.0, 60e3), (100.0, 0.0, 30e3), (0.0, 9e3, 30e3), (1e3, 20e3, 120e3)] {
            let mut plan = Plan::default();
            plan.a_pool().fee_apr = Frac(0.085);
            (plan.a_pool().deposit, plan.a_pool().loan, plan.account.cash) = (Usd(deposit), Usd(loan), Usd(cash));
            plan.account.stablecoins = Usd(0.0);
            // Three condors and few calls: what falls due is more than what is ready.
            if let Some(condor) = plan.condor_mut(0) {
                condor.contracts = 3.0;
            }
            for nth in 0..3 {
                if let Some(layer) = plan.layer_mut(nth) {
                    layer.contracts = Some(if nth < 2 { 1.0 } else { 0.0 });
                }
            }
            let first = |plan: &Plan| {
                let Ok(book) = Book::resolve(plan) else { unreachable!() };
                let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
                let tab = report(&book, &ledger);
                let Some(first) = tab.actions.first() else { unreachable!() };
                (first.clone(), tab.waterfall.size.0, tab.waterfall.binding)
            };
            let (withdraw, allowed, binding) = first(&plan);
            let Some(then) = withdraw.done(&plan).filter(|_| withdraw.kind == actions::Doing::Withdraw) else {
                continue;
            };
            let (after, size, _) = first(&then);
            assert_eq!(after.kind, actions::Doing::Keep, "{} {} {} of {size}", withdraw.what, withdraw.why, after.what);
            assert!((size - allowed).abs() < 1.0 + 1e-4 * allowed, "{} {size} {allowed}", withdraw.why);
            met += u32::from(binding == "sizing.rule.quick_ratio");
        }
        assert!(met >= 2, "{met}");
    }

    #[test]
    fn a_withdrawal_makes_and_loses_no_money_but_its_gas_with_all_that_is_written_on_the_pool() {
        for kinds in [vec![], vec![Kind::Strip], vec![Kind::Strip, Kind::Conversion]] {
            let mut plan = Plan::default();
            for kind in &kinds {
                plan.add_fresh(*kind);
            }
            (plan.a_pool().deposit, plan.a_pool().loan, plan.a_pool().fee_apr) = (Usd(60e3), Usd(9e3), Frac(0.085));
            // With a strip the pool gains in the shock, and the stress cap would keep it.
            plan.sizing.rules.stress = false;
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
            let tab = report(&book, &ledger);
            let Some(first) = tab.actions.first() else { unreachable!() };
            let Some(then) = first.done(&plan).filter(|_| first.kind == actions::Doing::Withdraw) else {
                unreachable!("{} {}", first.what, first.why)
            };
            let Ok(after) = Book::resolve(&then) else { unreachable!() };
            let owned = |book: &Book, plan: &Plan| {
                let legs: f64 = book.legs_on_sized().map(|leg| leg.held.outlay().0).sum();
                let pool = plan.pool(0).map_or(0.0, |pool| pool.deposit.0 - pool.loan.0);
                plan.account.cash.0 + pool + legs
            };
            let (before, left) = (owned(&book, &plan), owned(&after, &then));
            let gas = ledger.position.gas.0;
            assert!((before - left - gas).abs() < 1.0, "{kinds:?}: {before} {left} {gas}");
            assert_eq!(first.why.contains("with it, which"), !kinds.is_empty(), "{}", first.why);
        }
    }

    #[test]
    fn the_list_reads_as_plain_text() {
        let tab = tab(|plan| {
            plan.account.cash = Usd(0.0);
            plan.sizing.rules.quick_ratio = false;
        });
        let said = text(&tab.answer, &tab.actions, [17.0, 45.0, 5.0]);
        assert!(said.starts_with("VIX 17 → 45 in 5 trading days. Hold $"), "{said}");
        assert!(
            said.contains("\n- Withdraw $") && said.contains("\n- Then raise $") && said.contains("not advice"),
            "{said}"
        );
    }

    #[test]
    fn each_row_of_the_profiles_says_why_its_pool_is_so_large() {
        let rows = |change: fn(&mut Plan)| tab(change).profiles.map(|row| row.by);
        let [steward, yours, promoter] = rows(|plan| plan.sizing.rules = RuleSwitches::STEWARD);
        let asked = "; the set, yours too, leaves out 3 of 7 explosions";
        assert!(steward.ends_with(&format!(": every rule is on, as yours are{asked}")), "{steward}");
        assert!(yours.starts_with("as held, $") && yours.contains(" over your rules’ $"), "{yours}");
        assert_eq!(promoter, "25\u{202f}% of risk capital");
        let [steward, yours, _] = rows(|plan| plan.sizing.rules = RuleSwitches::PROMOTER);
        assert!(steward.ends_with("rules that you have off are on"), "{steward}");
        let [steward, ..] = rows(|plan| plan.sizing.rules = RuleSwitches { stress: false, ..RuleSwitches::STEWARD });
        assert!(steward.ends_with("; the stress cap, which you have off, is on"), "{steward}");
        assert!(yours.contains(" under your rules’ $62,500"), "{yours}");
        assert_eq!(rows(|plan| plan.a_pool().deposit = Usd(0.0))[1], "you hold none");
    }

    #[test]
    fn hurdle_and_irr_say_which_deposit_they_are_of() {
        let said = |change: fn(&mut Plan)| {
            let tab = tab(change);
            let fact = tab.facts.iter().find(|fact| fact.label == "IRR").map(|fact| fact.with.clone());
            let of = amount(tab.irr_deposit.0);
            assert!(tab.irr_of.contains(&of), "{} {of}", tab.irr_of);
            assert!(fact.is_some_and(|with| tab.irr.is_none() || with.ends_with(&of)));
            (tab.irr_of, tab.waterfall.size.0, tab.irr_deposit.0)
        };
        let (words, size, of) = said(|_| ());
        assert_eq!(words, "of the $26,803 that the rules allow; you hold $30,000");
        assert!((size - of).abs() < 0.5);
        let (words, ..) = said(|plan| plan.a_pool().deposit = Usd(0.0));
        assert!(words.ends_with("that the rules allow; you hold none"), "{words}");
        // What is not allowed has an IRR all the same: of as much as the other rules leave, not of what is held.
        fn rate(plan: &mut Plan) {
            (plan.a_pool().fee_apr, plan.sizing.rules.kelly) = (Frac(0.03), false);
        }
        let (words, size, of) = said(rate);
        let others = tab(|plan| {
            rate(plan);
            plan.sizing.rules.hurdle = false;
        });
        let others = others.waterfall.size.0;
        assert_eq!(words, format!("of the {} that the rules weigh and do not allow; you hold $30,000", amount(others)));
        assert!(
            size == 0.0 && (of - others).abs() < 0.5 && (20_000.0..30_000.0).contains(&others),
            "{size} {of} {others}"
        );
        // Where they leave nothing either, of the full weight.
        let (words, ..) = said(|plan| plan.a_pool().fee_apr = Frac(0.03));
        assert!(words.starts_with("of the $62,500 that the rules weigh"), "{words}");
    }

    #[test]
    fn with_spx_held_by_hand_the_tightest_point_names_spx_too() {
        let by_hand = tab(|plan| plan.event.spx = Some(Frac(-0.12)));
        assert!(
            by_hand.headline.contains("tightest at VIX ") && by_hand.headline.contains(", SPX\u{a0}−"),
            "{}",
            by_hand.headline
        );
        assert!(!tab(|_| ()).headline.contains("SPX"));
        // The worst of the way lies before the shock, at a VIX that does not move: only SPX tells where.
        let mut plan = Plan::default();
        plan.event.vix = Some(plan.market.vix);
        plan.event.spx = Some(Frac(0.25));
        plan.event.days = 0.0;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let report = crate::views::assemble::report(&book);
        let by = report.combined.worst_spx_on_way;
        assert!(by.is_some_and(|spx| spx.0 > 0.0 && spx.0 <= 0.25), "{by:?}");
        if report.combined.worst_on_way.0 < report.combined.pnl.0 - 0.5 {
            assert!(report.verdict.contains("on the way, at VIX 17, SPX\u{a0}+"), "{}", report.verdict);
        }
    }

    #[test]
    fn where_a_rule_leaves_less_than_gas_takes_that_rule_says_no_and_not_the_yield_of_a_few_dollars() {
        let mut plan = Plan::default();
        (plan.a_pool().fee_apr, plan.a_pool().deposit) = (Frac(0.085), Usd(0.0));
        plan.account.cash.0 = 0.0;
        plan.account.stablecoins.0 = 0.0;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        let tab = report(&book, &ledger);
        assert_eq!((tab.waterfall.binding, tab.waterfall.size.0), ("sizing.rule.quick_ratio", 0.0), "{}", tab.headline);
        assert!(!tab.headline.contains("IRR"), "{}", tab.headline);
        assert!(tab.irr.is_some_and(|irr| irr.annual.0 > 0.0));
    }

    #[test]
    fn where_rules_disagree_about_a_withdrawal_the_headline_says_so() {
        let mut plan = Plan::default();
        (plan.event.vix, plan.event.spx) = (Some(Points(40.0)), Some(Frac(0.05)));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        let tab = report(&book, &ledger);
        let refused = &tab.actions[0];
        assert!(refused.kind == actions::Doing::Withdraw && refused.changes.is_empty());
        assert!(
            refused.refused.iter().all(|by| refused.why.contains(by)) && !refused.refused.is_empty(),
            "{refused:?}"
        );
        assert!(tab.headline.contains("the rules disagree"), "{}", tab.headline);
    }

    #[test]
    fn a_short_layer_is_rolled() {
        let due = |deposit: f64, cash: f64| {
            offered(|plan| {
                plan.a_layer(0).days = 18.0;
                plan.a_pool().deposit.0 = deposit;
                plan.account.cash.0 = cash;
            })
        };
        let roll = |offers: &[Action]| {
            offers.iter().find(|one| one.what.contains("VIX calls 1, 2 calls, into 30 calendar days")).cloned()
        };
        let offered = roll(&due(5_000.0, 25_000.0));
        assert!(
            offered.as_ref().is_some_and(|roll| roll.what.starts_with("Roll ") && !roll.changes.is_empty()),
            "{offered:?}"
        );
        // One that breaks a rule, or that nothing pays for, is not offered, and says why.
        let breaks = roll(&due(30_000.0, 25_000.0));
        assert!(
            breaks.as_ref().is_some_and(|roll| roll.changes.is_empty()
                && !roll.refused.is_empty()
                && roll.why.contains("Stress cap would be broken")),
            "{breaks:?}"
        );
        let unpaid = roll(&due(5_000.0, 0.0));
        assert!(
            unpaid.as_ref().is_some_and(|roll| roll.changes.is_empty()
                && !roll.refused.is_empty()
                && roll.why.contains("more than the cash at hand")),
            "{unpaid:?}"
        );
    }

    #[test]
    fn along_vix_the_panel_passes_through_the_answer() {
        let mut plan = Plan::default();
        plan.a_pool().fee_apr = Frac(0.085);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        let panels = sensitivity::of(&book, &ledger);
        assert_eq!(panels.len(), 4);
        for panel in &panels {
            assert!(panel.points.len() >= 6, "{}", panel.id);
        }
        let severity = &panels[1];
        let at = severity.points.iter().find(|point| (point.x - 1.0).abs() < 1e-12);
        let answer = report(&book, &ledger).waterfall.size;
        assert!(at.is_some_and(|point| point.size == answer && point.binding == "the stress cap"));
        // Every point is what the page says there: the hurdle, CVaR and the set move with the input.
        let typed = panels[2].points[2];
        plan.response.beta_spx = Some(typed.x);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        assert!((report(&book, &ledger).waterfall.size.0 / typed.size.0 - 1.0).abs() < 1e-9);
        // A shock below today's VIX stands on its panel.
        plan.event.vix = Some(Points(11.0));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        let panel = &sensitivity::of(&book, &ledger)[0];
        assert_eq!((panel.now, panel.points.first().map(|point| point.x)), (11.0, Some(11.0)));
    }
}
