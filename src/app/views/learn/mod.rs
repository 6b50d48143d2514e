//! The tab to learn from: what is said in public about the method, each with the plan that tests it as a link.

use second_engine::plan::url;
use second_engine::views::learn::{CLAIMS, Claim, Finding, Outcome, answer};
use yew::prelude::*;

use crate::app::browser::turns::Turns;
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
        let turns = Turns::default();
        let (mut found, mut claims) = (Vec::new(), CLAIMS.iter());
        turns.go(move || {
            let Some(claim) = claims.next() else {
                set.set(Some(Shared::new(std::mem::take(&mut found))));
                return false;
            };
            found.extend(claim.finding().ok().map(|finding| (claim, finding, url::fragment(&claim.plan()))));
            true
        });
        move || turns.stop()
    });
    (*tested).clone()
}

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
