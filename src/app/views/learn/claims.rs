//! Claims: each in the plan that tests it, over which plans it holds, and in the person's own.

use second_engine::book::Book;
use second_engine::plan::{Plan, url};
use second_engine::views::learn;
use second_engine::views::learn::claim::{Claim, ClaimKind, Finding, Outcome};
use second_engine::views::learn::claims::CLAIMS;
use second_engine::views::learn::search::{Found, Reach, Search};
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::browser::turns::Turns;
use crate::app::store::made::{Pieces, use_made};
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::store::shared::Shared;

/// A claim, what its own plan says, the link to that plan, and where it holds as far as that is known.
#[derive(Clone)]
pub struct Trial {
    claim: &'static Claim,
    finding: Finding,
    link: String,
    found: Option<Found>,
}

/// What a turn goes on with.
enum Work {
    /// Own plans, one a turn: a dozen take longer than a frame.
    Plans(std::slice::Iter<'static, Claim>),
    /// One value of the search of the claim at this place.
    Ranges(usize, Option<Box<Search>>),
}

/// Every claim in its own plan, and then over which plans it holds, a plan a turn. `None` until each has been in its
/// own; they stay while the view does.
#[hook]
pub fn use_trials() -> Option<Shared<Vec<Trial>>> {
    let trials = use_state(|| None::<Shared<Vec<Trial>>>);
    let set = trials.setter();
    use_effect_with((), move |()| {
        let turns = Turns::default();
        let mut all: Vec<Trial> = Vec::new();
        let mut work = Work::Plans(CLAIMS.iter());
        turns.go(move || {
            match &mut work {
                Work::Plans(claims) => match claims.next() {
                    Some(claim) => all.extend(trial(claim)),
                    None => {
                        set.set(Some(Shared::new(all.clone())));
                        work = Work::Ranges(0, all.first().and_then(search_of));
                    }
                },
                Work::Ranges(place, search) => {
                    let step = search.as_mut().map(|search| search.step());
                    // A note has nothing to search, and is done at once.
                    if !matches!(step, Some(None)) {
                        let Some(one) = all.get_mut(*place) else { return false };
                        one.found = step.flatten();
                        if one.found.is_some() {
                            set.set(Some(Shared::new(all.clone())));
                        }
                        let next = *place + 1;
                        work = Work::Ranges(next, all.get(next).and_then(search_of));
                    }
                }
            }
            true
        });
        move || turns.stop()
    });
    (*trials).clone()
}

fn trial(claim: &'static Claim) -> Option<Trial> {
    let finding = claim.finding().ok()?;
    Some(Trial { claim, finding, link: url::fragment(&claim.plan()), found: None })
}

fn search_of(trial: &Trial) -> Option<Box<Search>> {
    Search::new(trial.claim).map(Box::new)
}

/// The view's answer.
pub fn answer(trials: &[Trial]) -> String {
    let reaches: Vec<Reach> = trials.iter().filter_map(|one| Some(one.found.as_ref()?.reach)).collect();
    learn::answer(&reaches, trials.iter().map(|one| one.claim.kind()))
}

/// What the list is made from.
#[derive(Clone, Properties, PartialEq)]
pub struct ClaimsProps {
    /// Every claim, tried.
    pub trials: Shared<Vec<Trial>>,
    /// The person's plan, resolved.
    pub book: Shared<Book>,
    /// The person's plan.
    pub plan: Shared<Plan>,
}

/// The list.
#[component]
pub fn Claims(props: &ClaimsProps) -> Html {
    let rested = use_rested(props.plan.clone(), REST_MS);
    let is_still = rested == props.plan;
    let yours = use_made(rested, is_still, 0.0, || tried(props.book.clone()));
    let is_now = is_still && yours.is_now;
    let yours = yours.value;
    let here = |claim: &Claim| {
        let place = CLAIMS.iter().position(|one| one.id == claim.id)?;
        Some((yours.as_ref()?.get(place)?, is_now))
    };
    let list = |kind: ClaimKind| props.trials.iter().filter(move |one| one.claim.kind() == kind);
    html! {
        <>
            <p class="dek">{ "Each claim is tried in a plan of its own, then with one input of that plan moved over its range, and by the same sum in yours. Loading a plan is one step: undo brings yours back." }</p>
            <ul class="claims">{ for list(ClaimKind::Claim).map(|one| row(one, here(one.claim))) }</ul>
            <h2 class="claims-notes">{ "Notes: said as well, but no plan can decide it" }</h2>
            <ul class="claims">{ for list(ClaimKind::Note).map(|one| row(one, None)) }</ul>
        </>
    }
}

/// Every claim in one book, a claim at a time: some walk the whole way of a shock.
fn tried(book: Shared<Book>) -> Pieces<Vec<Finding>> {
    let (mut claims, mut found) = (CLAIMS.iter(), Vec::new());
    Box::new(move || {
        let Some(claim) = claims.next() else { return Some(std::mem::take(&mut found)) };
        found.push((claim.test)(&book));
        None
    })
}

/// `here` is what the person's plan says, and whether that is of the plan as it is now.
fn row(trial: &Trial, here: Option<(&Finding, bool)>) -> Html {
    let Trial { claim, finding, link, found } = trial;
    let (mark, class) = match finding.outcome {
        Outcome::Holds => ("✓", "ok"),
        Outcome::Fails => ("✗", "no"),
        Outcome::NothingToTest | Outcome::Note => ("—", "none"),
    };
    let range = match (found, claim.kind()) {
        (Some(found), _) => found.text.clone(),
        (None, ClaimKind::Claim) => "Looking for where it holds…".into(),
        (None, ClaimKind::Note) => String::new(),
    };
    html! {
        <li id={format!("claim-{}", claim.id)}>
            <div>
                <h2>{ format!("‘{}’", claim.said) }</h2>
                <p class="claim-text">{ kept(&finding.text) }</p>
                <p class="claim-source">{ format!("{}; {}", claim.source.place, claim.source.date) }</p>
            </div>
            <div class={classes!("claim-found", class)}>
                <span aria-hidden="true">{ mark }</span><b>{ kept(&finding.figure) }</b><span>{ finding.outcome.words() }</span>
                if !range.is_empty() {
                    <p class="claim-range" aria-busy={found.is_none().then_some("true")}>{ kept(&range) }</p>
                }
            </div>
            <div class="claim-yours">
                if let Some((here, is_now)) = here {
                    <p class={(!is_now).then_some("waits")} aria-busy={(!is_now).then_some("true")} title={here.text.clone()}>{ kept(&format!("In yours: {}, {}", here.figure, here.outcome.words())) }</p>
                }
                if claim.kind() == ClaimKind::Claim {
                    <a class="tool" href={format!("#{link}")}>{ "Load this plan" }</a>
                }
            </div>
        </li>
    }
}
