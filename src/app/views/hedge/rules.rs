//! Rules: solvers, the replay and the conversions, none of which is drawn again while a shock moves.

use second_engine::plan::holding::Kind;
use second_engine::plan::{EventPlan, Plan, ResponsePlan};
use second_engine::views::hedge::{conversion, replay, solvers};
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::store::Dispatch;
use crate::app::store::kept::use_kept;
use crate::app::store::pinned::use_of_a;
use crate::app::views::hedge::conversion::Conversions;
use crate::app::views::hedge::{replay as replayed_view, solvers as solved_view};
use crate::app::views::props::ViewProps;

/// What the rules are made from.
#[derive(Properties)]
pub struct RulesProps {
    /// The plan and what it comes to.
    pub tab: ViewProps,
}

impl RulesProps {
    /// The plan without its shock.
    fn calm(&self) -> Plan {
        let (event, response) = (EventPlan::default(), ResponsePlan::default());
        Plan { event, response, ..Plan::clone(&self.tab.plan) }
    }
}

/// Equal where nothing here looks different: the solvers follow the shock when it rests.
impl PartialEq for RulesProps {
    fn eq(&self, other: &RulesProps) -> bool {
        let of = |tab: &ViewProps| (tab.step, tab.is_dark);
        of(&self.tab) == of(&other.tab) && self.tab.wrong == other.tab.wrong && self.calm() == other.calm()
    }
}

/// The three parts: solvers and replay where the plan has layers, on or off; conversions where it has a pool to write
/// them on, or one of them.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let tab = &props.tab;
    let room = use_node_ref();
    let (book, looks) = (&tab.book, use_in_view(room.clone()));
    let has = |kind| tab.plan.count(kind) > 0;
    let solved = use_kept(tab.step, looks, || solvers::of(book));
    let replayed = use_kept(props.calm(), looks, || replay::of(book));
    let converted = use_kept(props.calm(), looks, || conversion::of(book));
    let replayed_a = use_of_a(looks, |a| replay::of(&a.book));
    let converted_a = use_of_a(looks, |a| conversion::of(&a.book));
    let dispatch = use_context::<Dispatch>();
    let body = match (dispatch, solved, replayed, converted) {
        (Some(dispatch), Some(solved), Some(replayed), Some(found)) => html! {
            <>
                if has(Kind::Layer) {
                    { solved_view::solvers(tab, &solved, &dispatch) }
                    { replayed_view::replay(tab, &replayed, replayed_a, &dispatch) }
                }
                if has(Kind::Pool) || has(Kind::Conversion) {
                    <Conversions tab={tab.clone()} {found} pinned={converted_a} />
                }
            </>
        },
        _ => Html::default(),
    };
    html! { <div ref={room} class="rules">{ body }</div> }
}
