//! Rules: solvers, the replay and the conversion, none of which is drawn again while a shock moves.

use second_engine::plan::{Plan, ShockPlan};
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::store::Dispatch;
use crate::app::store::kept::use_kept;
use crate::app::views::hedge::{conversion, replay, solvers};
use crate::app::views::props::ViewProps;

/// What the rules are made from.
#[derive(Properties)]
pub struct RulesProps {
    /// The tab's own.
    pub tab: ViewProps,
}

impl RulesProps {
    /// The plan without its shock.
    fn calm(&self) -> Plan {
        Plan { shock: ShockPlan::default(), ..Plan::clone(&self.tab.plan) }
    }
}

/// Equal where nothing here looks different: the solvers follow the shock when it rests.
impl PartialEq for RulesProps {
    fn eq(&self, other: &RulesProps) -> bool {
        let of = |tab: &ViewProps| (tab.step, tab.is_dark);
        of(&self.tab) == of(&other.tab) && self.tab.wrong == other.tab.wrong && self.calm() == other.calm()
    }
}

/// The three parts.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let tab = &props.tab;
    let room = use_node_ref();
    let (book, looks) = (&tab.book, use_in_view(room.clone()));
    let solved = use_kept(tab.step, looks, || book.hedge_solvers());
    let replayed = use_kept(props.calm(), looks, || book.hedge_replay());
    let converted = use_kept(props.calm(), looks, || book.conversion());
    let dispatch = use_context::<Dispatch>();
    let body = match (dispatch, solved, replayed, converted) {
        (Some(dispatch), Some(solved), Some(replayed), Some(converted)) => html! {
            <>
                { solvers::solvers(tab, &solved, &dispatch) }
                { replay::replay(tab, &replayed, &dispatch) }
                { conversion::conversion(tab, &converted) }
            </>
        },
        _ => Html::default(),
    };
    html! { <div ref={room} class="rules">{ body }</div> }
}
