//! Page: the store on top, the parts below, each told only what it shows.

use std::rc::Rc;

use second_engine::book::curves::PayoffAxis;
use second_engine::plan::Plan;
use second_engine::words;
use yew::prelude::*;

use super::ask::{Ask, Asker, Pop};
use super::banner::banner;
use super::curves::{link_key, use_kept, use_payoff};
use super::dates::DatesProps;
use super::derived::token;
use super::dock::{Dock, dock};
use super::foot::foot;
use super::heat_map::HeatMap;
use super::keeping::use_keeping;
use super::keys::use_keys;
use super::later::{self, failed, use_arrival};
use super::live::Live;
use super::parts::parts;
use super::payoff::PayoffFigure;
use super::rail::Rail;
use super::row::Dispatch;
use super::shared::Shared;
use super::shock_bar::ShockBar;
use super::sight::{use_dark, use_in_view, use_narrow};
use super::store::Store;
use super::tabs::Tabs;
use super::top::Top;
use super::verdict::verdict;

/// What the page begins with.
#[derive(Properties)]
pub struct PageProps {
    /// The store, read once.
    pub store: Rc<Store>,
}

impl PartialEq for PageProps {
    fn eq(&self, other: &PageProps) -> bool {
        Rc::ptr_eq(&self.store, &other.store)
    }
}

/// The whole page.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let store = use_reducer(|| Store::clone(&props.store));
    let dispatch: Dispatch = store.dispatcher();
    let (ask, asker) = use_asker();
    let axis = use_state_eq(|| PayoffAxis::Spx);
    let help = use_state_eq(|| 0_u32);
    let is_dark = use_dark();
    let is_narrow = use_narrow();
    let sheet = super::sheet_state::use_sheet();
    let (heart, pair) = (use_node_ref(), use_node_ref());
    let (sees_heart, sees_pair) = (use_in_view(heart.clone()), use_in_view(pair.clone()));
    let (arrival, is_missed) = use_arrival();
    let saved = use_keeping(&store);
    let (setup, report) = (store.setup.clone(), store.report.clone());
    let asked = {
        let help = help.clone();
        Callback::from(move |()| {
            let help = help.clone();
            later::with(move |_| help.set(*help + 1));
        })
    };
    use_keys(dispatch.clone(), asked.clone());

    let whole = use_shared_plan(store.plan());
    // With the position in front as the first: what every part shows and turns.
    let plan = use_shared_plan(&setup.plan);
    let line = link_key(&plan);
    let ridge = use_kept(line.clone(), true, || setup.ridge(96)).unwrap_or_else(|| Shared::new(Vec::new()));
    let payoff = use_payoff(&setup, *axis, 401, sees_heart);
    let heat = use_kept(line, sees_pair, || setup.heat(81, 61));
    let dates = DatesProps { setup: setup.clone(), plan: plan.clone(), is_in_view: sees_pair };
    super::paper::use_light_paper();
    super::ready::use_ready();

    let turn = {
        let axis = axis.clone();
        Callback::from(move |to| axis.set(to))
    };
    let combined = &report.combined;
    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
        <ContextProvider<Asker> context={asker}>
            <a class="skip" href="#main" onclick={Callback::from(skip)}>{ "Skip to the verdict" }</a>
            <Top plan={whole} can_undo={store.history.can_undo()} can_redo={store.history.can_redo()} {saved}
                help={asked.clone()} sheet={sheet.open.clone()} />
            { store.damaged.as_ref().map(|damaged| banner(damaged, dispatch.clone())).unwrap_or_default() }
            if is_missed {
                { failed("try-again") }
            }
            <ShockBar plan={plan.clone()} report={report.clone()} wrong={store.wrong.clone()} ridge={ridge.clone()} {is_dark} />
            <div class="frame">
                <Rail plan={plan.clone()} report={report.clone()} wrong={store.wrong.clone()} close={sheet.close.clone()} dispatch={dispatch.clone()} />
                <main id="main" tabindex="-1">
                    { verdict(&plan, &report) }
                    <section class="heart" ref={heart} aria-label="Payoff">
                        <PayoffFigure {payoff} report={report.clone()} token={token(&plan)} is_inverted={plan.pool.inverted}
                            axis={*axis} {turn} {is_dark} {is_narrow} />
                        { parts(&report) }
                    </section>
                    <section class="pair" ref={pair} aria-label="Every shock, every day">
                        <HeatMap {heat} report={report.clone()} {is_dark} {is_narrow} />
                        { arrival.here().map_or_else(later::dates_room, |later| (later.dates)(&dates)) }
                    </section>
                    { later::show(arrival, |later| (later.details)(&plan, &report)) }
                    <Tabs setup={setup.clone()} plan={plan.clone()} report={report.clone()} wrong={store.wrong.clone()}
                        front={store.front} step={store.steps} {is_dark} {arrival} />
                </main>
            </div>
            { foot(&asked) }
            <button type="button" class="scrim" aria-label="Close the plan" onclick={super::top::emit(&sheet.close)}></button>
            { dock(&Dock {
                from: report.shock.vix_from.0,
                to: report.shock.vix.0,
                value: plan.shock.vix.map_or(report.shock.vix_from.0, |vix| vix.0),
                pnl: combined.pnl.0,
                ridge,
                budget: combined.budget.0,
                gone: combined.budget_gone_at.map(|vix| vix.0),
                is_dark,
            }) }
            <Pop ask={ask.0} count={ask.1} />
            { arrival.here().map(|later| (later.help)(*help)).unwrap_or_default() }
            <Live step={store.steps} said={live(&report.verdict)} />
        </ContextProvider<Asker>>
        </ContextProvider<Dispatch>>
    }
}

fn live(verdict: &str) -> AttrValue {
    verdict.replace(words::THIN, " ").into()
}

/// The fragment is the plan's: the link to the verdict moves the focus and leaves the address alone.
fn skip(event: MouseEvent) {
    event.prevent_default();
    let main = gloo::utils::document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(main).ok()) {
        let _ = main.focus();
    }
}

/// The plan behind a count of owners, the same one while it is equal.
#[hook]
fn use_shared_plan(plan: &Plan) -> Shared<Plan> {
    let kept = use_mut_ref(|| Shared::new(plan.clone()));
    let mut kept = kept.borrow_mut();
    if **kept != *plan {
        *kept = Shared::new(plan.clone());
    }
    kept.clone()
}

#[hook]
fn use_asker() -> ((Option<Ask>, u32), Asker) {
    let ask = use_state(|| (None::<Ask>, 0_u32));
    let count = use_mut_ref(|| 0_u32);
    let set = ask.setter();
    let callback = use_callback((), move |asked: Ask, ()| {
        *count.borrow_mut() += 1;
        set.set((Some(asked), *count.borrow()));
    });
    ((*ask).clone(), Asker(callback))
}
