//! Odds: the line under the verdict, its figures to be asked 'why?'. It follows at rest; until then it is not to be read.
//! Once the view of odds has walked all paths of this plan, its chance is theirs.

use second_engine::numbers::pieces::in_pieces;
use second_engine::plan::Plan;
use second_engine::views::book::odds::{ByPaths, Odds, Why, making, whys, with};
use yew::prelude::*;

use crate::app::figures::sentence::{Strong, sentence};
use crate::app::frame::odds_props::OddsProps;
use crate::app::odds::desk::use_whole;
use crate::app::odds::horizon::{HORIZON, Joined};
use crate::app::reader::desk::hold;
use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::made::use_made;
use crate::app::store::rested::{REST_MS, use_rested};

/// The line.
#[component]
pub fn OddsLine(props: &OddsProps) -> Html {
    let OddsProps { book, plan } = props;
    let rested = use_rested(plan.clone(), REST_MS);
    // What is there belongs to the plan that rested: while another one is on the page its words keep their room and say
    // nothing.
    let is_now = rested == *plan;
    use_effect_with(!is_now, |is_dragged| hold(*is_dragged));
    let made = use_made(link_key(plan), is_now, 0.0, || {
        let book = book.clone();
        in_pieces(async move { making(&book).await })
    });
    let is_now = is_now && made.is_now;
    let odds = use_kept(rested, is_now, || made.value.as_ref().map(|steady| with(book, **steady)));
    let walked = use_whole(HORIZON, is_now.then_some(&**plan));
    let Some(odds) = odds.as_ref().and_then(|odds| odds.as_ref()) else { return Html::default() };
    let by_paths = by_paths(odds, plan, walked.as_deref());
    let odds = by_paths.as_ref().unwrap_or(odds);
    let strong = |why: Why| Strong {
        figure: why.figure,
        title: why.title,
        formula: why.formula.into(),
        said: why.said,
        source: why.source,
    };
    // On a phone each part has its own lines.
    let part = |text: &str| {
        let said = sentence(text, whys(odds).into_iter().map(strong).collect());
        html! { <span class="part">{ said }</span> }
    };
    let parts = odds.sentence.split_inclusive("; ").map(part);
    html! {
        <p id="odds-line" class={(!is_now).then_some("stale")} aria-busy={(!is_now).to_string()}>{ for parts }</p>
    }
}

/// With the chance that the paths give, where they are walked: they are those of any shock and know of no severity, what was
/// asked of them is of one shock's day.
pub fn by_paths(odds: &Odds, plan: &Plan, walked: Option<&Joined>) -> Option<Odds> {
    let joined = walked.filter(|joined| plan.response.is_central() && joined.shock[0] == plan.event.days)?;
    Some(odds.clone().by_paths(ByPaths { paths: joined.odds.paths, chance: joined.past_budget? }))
}
