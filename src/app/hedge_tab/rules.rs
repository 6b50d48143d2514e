//! Rules: solvers, the replay and the conversion, none of which is drawn again while a shock moves.

use second_engine::plan::{Plan, ShockPlan};
use yew::prelude::*;

use super::{conversion, replay, solvers};
use crate::app::curves::use_kept;
use crate::app::row::Dispatch;
use crate::app::tabs::TabProps;

/// What the rules are made from.
#[derive(Properties)]
pub struct RulesProps {
    /// The tab's own.
    pub tab: TabProps,
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
        let of = |tab: &TabProps| (tab.step, tab.front, tab.is_dark, tab.is_in_view);
        of(&self.tab) == of(&other.tab) && self.tab.wrong == other.tab.wrong && self.calm() == other.calm()
    }
}

/// The three parts.
#[component]
pub fn Rules(props: &RulesProps) -> Html {
    let tab = &props.tab;
    let (setup, looks) = (&tab.setup, tab.is_in_view);
    let solved = use_kept((tab.step, tab.front), looks, || setup.hedge_solvers());
    let replayed = use_kept(props.calm(), looks, || setup.hedge_replay());
    let converted = use_kept(props.calm(), looks, || setup.conversion());
    let (Some(dispatch), Some(solved), Some(replayed), Some(converted)) =
        (use_context::<Dispatch>(), solved, replayed, converted)
    else {
        return Html::default();
    };
    html! {
        <>
            { solvers::solvers(tab, &solved, &dispatch) }
            { replay::replay(tab, &replayed, &dispatch) }
            { conversion::conversion(tab, &converted) }
        </>
    }
}
