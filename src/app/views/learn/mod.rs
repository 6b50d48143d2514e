//! The tab to learn from: what is said in public about the method, each with the plan that tests it as a link.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use second_engine::plan::url;
use second_engine::views::learn::{CLAIMS, Claim, Finding, Outcome, answer};
use yew::prelude::*;

use crate::app::store::kept::use_kept;
use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <LearnView ..props.clone() /> }
}

/// A claim, what its own plan says, and the link to that plan.
type Tested = (&'static Claim, Finding, String);

/// Every claim in its own plan, one a turn: a dozen plans take longer than a frame. `None` until all are there; they
/// stay while the view does.
#[hook]
fn use_tested() -> Option<Shared<Vec<Tested>>> {
    let tested = use_state(|| None::<Shared<Vec<Tested>>>);
    let set = tested.setter();
    use_effect_with((), move |()| {
        let next = Rc::new(RefCell::new(None::<Timeout>));
        try_next(Vec::new(), 0, set, next.clone());
        move || *next.borrow_mut() = None
    });
    (*tested).clone()
}

fn try_next(mut found: Vec<Tested>, place: usize, set: UseStateSetter<Option<Shared<Vec<Tested>>>>, next: Next) {
    let Some(claim) = CLAIMS.get(place) else { return set.set(Some(Shared::new(found))) };
    let slot = next.clone();
    *next.borrow_mut() = Some(Timeout::new(0, move || {
        found.extend(claim.finding().ok().map(|finding| (claim, finding, url::fragment(&claim.plan()))));
        try_next(found, place + 1, set, slot);
    }));
}

type Next = Rc<RefCell<Option<Timeout>>>;

/// The panel.
#[component]
fn LearnView(props: &ViewProps) -> Html {
    let tested = use_tested();
    let yours = use_kept(props.plan.clone(), true, || {
        let tried = |claim: &Claim| (claim.test)(&props.book, &props.report);
        CLAIMS.iter().map(|claim| (claim.id, tried(claim))).collect::<Vec<_>>()
    });
    let (Some(tested), Some(yours)) = (tested, yours) else {
        return html! { <div class="room" aria-busy="true"></div> };
    };
    let findings: Vec<Finding> = tested.iter().map(|(_, finding, _)| finding.clone()).collect();
    let row = |(claim, finding, fragment): &Tested| {
        let here = yours.iter().find(|(id, _)| *id == claim.id).map(|(_, finding)| finding);
        let (mark, class) = match finding.outcome {
            Outcome::Holds => ("✓", "ok"),
            Outcome::Fails => ("✗", "no"),
            Outcome::NothingToTest => ("—", "none"),
        };
        html! {
            <li id={format!("claim-{}", claim.id)}>
                <div>
                    <h2>{ format!("‘{}’", claim.said) }</h2>
                    <p class="claim-text">{ &finding.text }</p>
                </div>
                <p class={classes!("claim-found", class)}>
                    <span aria-hidden="true">{ mark }</span><b>{ finding.figure.replace("−$", "−\u{2060}$") }</b><span>{ finding.outcome.words() }</span>
                </p>
                <div class="claim-yours">
                    if let Some(here) = here {
                        <p title={here.text.clone()}>{ format!("In yours: {}, {}", here.figure, here.outcome.words()) }</p>
                    }
                    <a class="tool" href={format!("#{fragment}")}>{ "Load this plan" }</a>
                </div>
            </li>
        }
    };
    html! {
        <>
            <p class="answer" id="learn-answer">{ answer(&findings) }</p>
            <p class="dek">{ "Each claim is tried in a plan of its own, and by the same sum in yours. Loading a plan is one step: undo brings yours back." }</p>
            <ul class="claims">{ for tested.iter().map(row) }</ul>
        </>
    }
}
