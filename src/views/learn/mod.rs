//! Learn: what is said about the method, each with its source, a plan that tests it, the number that comes out and the
//! range of plans over which it holds; the method's terms; the model book.
//!
//! Neutral wording. A claim can come out either way, in the reader's own plan too; what no plan can decide is a note,
//! and is not counted.

pub mod claim;
pub mod claims;
pub mod condor;
pub mod hedge;
pub mod notes;
pub mod pool;
pub mod search;
pub mod terms;
pub mod text;

use serde::Serialize;

use crate::book::Book;
use crate::views::learn::claim::{Claim, ClaimKind, Finding, Source};
use crate::views::learn::claims::CLAIMS;

/// A claim with what a plan says of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimReport {
    /// Its id.
    pub id: &'static str,
    /// Whether it is counted.
    pub kind: ClaimKind,
    /// What is said.
    pub said: &'static str,
    /// Where and when.
    pub source: Source,
    /// What the plan that tests it says.
    pub tested: Option<Finding>,
    /// What this plan says.
    pub here: Finding,
}

/// The same with the range of plans over which it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RangedClaim {
    /// What is said, and what two plans say of it.
    #[serde(flatten)]
    pub claim: ClaimReport,
    /// Where it holds, the same for every plan; none for a note.
    pub range: Option<search::Found>,
}

/// Every claim with its range: some five hundred plans that are priced beside this book.
pub fn ranged(book: &Book) -> Vec<RangedClaim> {
    let with_range = |(claim, report)| RangedClaim { claim: report, range: search::found(claim) };
    CLAIMS.iter().zip(reports(book)).map(with_range).collect()
}

/// Every claim, by the plan that tests it and by this book.
pub fn reports(book: &Book) -> Vec<ClaimReport> {
    let one = |claim: &Claim| ClaimReport {
        id: claim.id,
        kind: claim.kind(),
        said: claim.said,
        source: claim.source,
        tested: claim.finding().ok(),
        here: (claim.test)(book),
    };
    CLAIMS.iter().map(one).collect()
}

/// The answer in one sentence: over which part of the range that was tried each claim holds. `reaches` are those of the
/// claims whose search is done, `kinds` those of everything on the list.
pub fn answer(reaches: &[search::Reach], kinds: impl Iterator<Item = ClaimKind>) -> String {
    use search::Reach;
    let (claims, notes): (Vec<ClaimKind>, Vec<ClaimKind>) = kinds.partition(|kind| *kind == ClaimKind::Claim);
    let (claims, notes) = (claims.len(), notes.len());
    if reaches.len() < claims {
        return format!("Each of {claims} claims is tried over a range of plans: {} are done.", reaches.len());
    }
    let count = |reach| reaches.iter().filter(|one| **one == reach).count();
    format!(
        "Of {claims} claims about the method {} {} in every plan that was tried, {} in some of them and {} in none; {notes} more are notes, which no plan can decide.",
        count(Reach::Everywhere),
        if count(Reach::Everywhere) == 1 { "holds" } else { "hold" },
        count(Reach::Part),
        count(Reach::Nowhere)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::address::Address;
    use crate::plan::holding::Kind;
    use crate::plan::knobs::knob;
    use crate::plan::url;
    use crate::views::learn::claim::Outcome;

    fn found(id: &str) -> Finding {
        let claim = CLAIMS.iter().find(|claim| claim.id == id);
        claim.and_then(|claim| claim.finding().ok()).unwrap_or_else(|| Finding::nothing("no such claim"))
    }

    #[test]
    fn fees_are_put_back_as_often_here_as_in_the_pools_view_and_explosions_stay_as_the_odds_have_it() {
        for plan in [Plan::default(), Plan::example()] {
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let said = |id: &str| {
                let place = CLAIMS.iter().position(|claim| claim.id == id);
                place.and_then(|place| reports(&book).into_iter().nth(place)).map(|report| report.here)
            };
            let pool = crate::views::pool::report(&book, &crate::views::assemble::report(&book));
            let times = pool.positions.first().and_then(|one| one.growth.times_per_year);
            let wanted = times.map(|times| format!("{} × a year", crate::words::fixed(times, 1)));
            assert!(wanted.is_some());
            assert_eq!(said("compounding").map(|here| here.figure), wanted);
            let broken = crate::views::book::odds::of(&book).explosions.unwrap_or_default();
            let stay = format!("in {} of {} explosions", broken.total - broken.count, broken.total);
            assert!(said("share").is_some_and(|here| here.text.contains(&stay)), "{stay}");
        }
    }

    #[test]
    fn every_claim_has_a_source_loads_as_a_link_and_has_a_figure() {
        for claim in CLAIMS {
            let plan = claim.plan();
            assert_eq!(url::parse(&url::fragment(&plan)).ok().map(|opened| opened.plan).as_ref(), Some(&plan));
            for (id, nth, value) in claim.settings {
                assert_eq!(knob(id).and_then(|knob| knob.value(&plan, *nth)), Some(*value), "{} {id}", claim.id);
            }
            let found = found(claim.id);
            let is_note = claim.kind() == ClaimKind::Note;
            assert_eq!(found.outcome == Outcome::Note, is_note, "{}: {found:?}", claim.id);
            assert!(found.outcome != Outcome::NothingToTest, "{}: {found:?}", claim.id);
            assert!(is_note || (found.figure != "—" && found.text.contains(" a yes")), "{}: {found:?}", claim.id);
            assert!(!claim.source.place.is_empty() && !claim.source.date.is_empty(), "{}", claim.id);
            let scan = claim.scan.map(|scan| (knob(scan.knob).is_some(), scan.ends[0] < scan.ends[1]));
            assert!(scan.is_none_or(|scan| scan == (true, true)), "{}", claim.id);
        }
        let counted = CLAIMS.iter().filter(|claim| claim.kind() == ClaimKind::Claim).count();
        assert!(counted >= 20 && CLAIMS.len() > counted);
    }

    #[test]
    fn every_claim_can_be_tried_on_an_empty_book() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        for one in reports(&book) {
            let said = &one.here.text;
            assert!(!said.is_empty() && !said.contains("NaN") && !said.contains("inf "), "{}: {said}", one.id);
        }
    }

    fn tried(change: impl FnOnce(&mut Plan)) -> Vec<ClaimReport> {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        reports(&book)
    }

    fn here<'a>(all: &'a [ClaimReport], id: &str) -> &'a Finding {
        let Some(found) = all.iter().find(|one| one.id == id) else { unreachable!() };
        &found.here
    }

    #[test]
    fn a_plan_with_two_of_each_answers_every_claim_and_names_the_pool_that_it_is_tried_on() {
        let all = tried(|plan| {
            for kind in [Kind::Condor, Kind::Pool, Kind::Chain, Kind::Chain, Kind::Strip, Kind::Conversion, Kind::Layer]
            {
                plan.add_fresh(kind);
            }
            // One leg on the chain is bought, one sold.
            assert!(plan.set(Address { row: "chain.kind", nth: 1 }, Some(3.0)).is_ok());
            plan.sizing.pool = Some(2.0);
            // Cover of the pool that is not sized is cover too.
            if let Some(pool) = plan.pool_mut(0) {
                pool.cover = crate::units::Frac(1.0);
            }
        });
        // What is said of a one-day condor is tried on none of 45 days.
        assert!(here(&all, "ninety").text.starts_with("It is said of a one-day condor: yours has 45 calendar days"));
        for one in all.iter().filter(|one| one.id != "ninety") {
            assert!(one.here.outcome != Outcome::NothingToTest && one.tested.is_some(), "{one:?}");
        }
        assert!(here(&all, "il-cap").text.starts_with("Pool 2: ") && here(&all, "narrow").text.starts_with("Pool 2: "));
        // Both pools' deposits of $30 000 over $250 000.
        assert!(here(&all, "share").text.contains("A pool of 24"), "{}", here(&all, "share").text);
    }

    #[test]
    fn one_layer_cannot_be_set_against_another_and_a_bought_put_is_told_from_a_sold_one() {
        let all = tried(|plan| {
            plan.remove(Kind::Layer, 2);
            plan.remove(Kind::Layer, 1);
            plan.add_fresh(Kind::Chain);
        });
        assert_eq!(here(&all, "long-layer").outcome, Outcome::NothingToTest);
        assert_eq!(here(&all, "negative-convexity").outcome, Outcome::NothingToTest);
        assert!(found("negative-convexity").text.contains("concave: it loses more"));
        assert_ne!(here(&all, "drawdown").outcome, Outcome::NothingToTest);
    }

    #[test]
    fn where_the_sized_pool_is_empty_the_one_that_holds_something_is_tried() {
        let all = tried(|plan| {
            plan.add_fresh(Kind::Pool);
            if let Some(pool) = plan.pool_mut(0) {
                pool.deposit = crate::units::Usd(0.0);
            }
        });
        for id in ["il-cap", "narrow", "strip", "compounding", "losing", "fee-spike", "share"] {
            assert!(here(&all, id).outcome != Outcome::NothingToTest, "{id}");
        }
    }

    #[test]
    fn with_everything_off_there_is_nothing_to_test_of_what_is_held() {
        let all = tried(|plan| plan.holdings.iter_mut().for_each(|holding| holding.on = false));
        // What the market alone decides is still decided.
        let of_market = ["credits", "daily-range", "doubling"];
        for one in all.iter().filter(|one| one.kind == ClaimKind::Claim) {
            let nothing = one.here.outcome == Outcome::NothingToTest;
            assert_eq!(nothing, !of_market.contains(&one.id), "{one:?}");
        }
    }

    #[test]
    fn a_correlation_is_the_one_of_the_second_engine_check_on_size() {
        for vix in [20.0, 45.0, 80.0] {
            let mut plan = Plan::default();
            plan.event.vix = Some(crate::units::Points(vix));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let report = crate::views::assemble::report(&book);
            let outcomes = std::sync::Arc::new(crate::simulation::cvar::outcomes(&book));
            let risk = crate::views::size::risk::of(&book, &outcomes, report.combined.budget_gone_at);
            let check = crate::views::size::second_engine_check::of(&book, &report, &risk, None);
            let all = reports(&book);
            let learn = here(&all, "second-engine");
            assert!(check.second[0].said.contains(&learn.figure), "{} and {}", check.second[0].said, learn.figure);
            assert_eq!(check.second[0].holds, Some(learn.outcome == Outcome::Holds));
        }
    }

    #[test]
    fn claims_that_arithmetic_settles_are_settled() {
        // Vega of a sold condor is negative; a 0.6 σ interval holds about 45 % (published by the normal table: 0.4515).
        assert_eq!(found("long-vega").outcome, Outcome::Fails);
        assert_eq!(found("odds").outcome, Outcome::Fails);
        // The method's published credits against the model's at SPX 6,000, VIX 17 and two levels of VVIX; model book 5.
        for (vvix, figure, outcome) in
            [(95.0, "0.67 · 1.15 · 1.73", Outcome::Holds), (90.0, "0.68 · 1.18 · 1.76", Outcome::Fails)]
        {
            let mut plan = Plan::default();
            (plan.market.spx, plan.market.vvix) = (crate::units::Points(6000.0), crate::units::Points(vvix));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let one = here(&reports(&book), "credits").clone();
            assert_eq!((one.figure.as_str(), one.outcome), (figure, outcome), "{}", one.text);
        }
        // 20 % / √252 of SPX 6,400.
        assert_eq!(found("daily-range").figure, "± 81 points");
    }

    #[test]
    fn the_answer_counts_what_is_done() {
        use search::Reach::{Everywhere, Nowhere, Part};
        let kinds = |claims: usize, notes: usize| {
            std::iter::repeat_n(ClaimKind::Claim, claims).chain(std::iter::repeat_n(ClaimKind::Note, notes))
        };
        assert!(answer(&[Part], kinds(3, 1)).contains("1 are done"));
        let said = answer(&[Part, Part, Nowhere, Everywhere], kinds(4, 2));
        assert!(said.contains("1 holds in every plan") && said.contains("2 in some of them and 1 in none; 2 more"));
    }
}
