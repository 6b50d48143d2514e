//! The tab to learn from: what is said in public about the method, each with the plan that tests it as a link.

use second_engine::plan::url;
use second_engine::views::learn::{CLAIMS, Claim, Finding, Outcome, answer};
use yew::prelude::*;

use crate::app::store::kept::use_kept;
use crate::app::views::props::ViewProps;

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <LearnView ..props.clone() /> }
}

/// The panel.
#[component]
fn LearnView(props: &ViewProps) -> Html {
    // Both keep their value while the page lives or the plan stands.
    let tested = use_kept((), true, || {
        let found = |claim: &'static Claim| Some((claim, claim.finding().ok()?, url::fragment(&claim.plan())));
        CLAIMS.iter().filter_map(found).collect::<Vec<_>>()
    });
    let yours = use_kept(props.plan.clone(), true, || {
        let tried = |claim: &Claim| (claim.test)(&props.book, &props.report);
        CLAIMS.iter().map(|claim| (claim.id, tried(claim))).collect::<Vec<_>>()
    });
    let (Some(tested), Some(yours)) = (tested, yours) else { return Html::default() };
    let findings: Vec<Finding> = tested.iter().map(|(_, finding, _)| finding.clone()).collect();
    let row = |(claim, finding, fragment): &(&'static Claim, Finding, String)| {
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
                    <span aria-hidden="true">{ mark }</span><b>{ &finding.figure }</b><span>{ finding.outcome.words() }</span>
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
