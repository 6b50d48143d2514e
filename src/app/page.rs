//! Page: the store on top, the parts below, each told only what it shows.

use std::rc::Rc;

use second_engine::book::curves::PayoffAxis;
use second_engine::plan::Plan;
use second_engine::words;
use yew::prelude::*;

use crate::app::browser::live::Live;
use crate::app::browser::observers::{use_dark, use_in_view, use_narrow};
use crate::app::controls::compare_menu::Compared;
use crate::app::controls::derived::token;
use crate::app::controls::plan_menu::Shelved;
use crate::app::controls::popover::{Ask, Asker, Pop};
use crate::app::figures::differences::differences;
use crate::app::frame::banner::banner;
use crate::app::frame::dock::{Dock, dock};
use crate::app::frame::foot::foot;
use crate::app::frame::help::Help;
use crate::app::frame::keys::use_keys;
use crate::app::frame::rail::Rail;
use crate::app::frame::shock_bar::ShockBar;
use crate::app::frame::top::Top;
use crate::app::store::Dispatch;
use crate::app::store::Store;
use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::shared::Shared;
use crate::app::store::storage::use_keeping;
use crate::app::views::book::breakdown::parts;
use crate::app::views::book::curves::use_payoff;
use crate::app::views::book::dates::DatesFigure;
use crate::app::views::book::details::details;
use crate::app::views::book::heat_map::HeatMap;
use crate::app::views::book::payoff::PayoffFigure;
use crate::app::views::book::verdict::verdict;
use crate::app::views::tabs::Tabs;

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
    let sheet = crate::app::frame::sheet_state::use_sheet();
    let (heart, pair) = (use_node_ref(), use_node_ref());
    let (sees_heart, sees_pair) = (use_in_view(heart.clone()), use_in_view(pair.clone()));
    let keeping = use_keeping(&store);
    let (book, report) = (store.book.clone(), store.report.clone());
    let plan = use_shared_plan(store.plan());
    let (selected, select) = use_selected(&plan);
    let found = store.pinned.as_ref().map(|a| a.differences(&plan, &report));
    let compared = Compared(found.as_ref().map(|(_, sentence)| sentence.clone().into()));
    let shelved = Shelved {
        kept: store.kept.clone(),
        notice: store.notice.clone().map(AttrValue::from),
        saved: keeping.saved.clone(),
        flush: keeping.flush,
    };
    let asked = {
        let help = help.clone();
        Callback::from(move |()| help.set(*help + 1))
    };
    use_keys(dispatch.clone(), asked.clone());

    let line = link_key(&plan);
    let ridge = use_kept(line.clone(), true, || book.ridge(96)).unwrap_or_else(|| Shared::new(Vec::new()));
    let payoff = use_payoff(&book, *axis, 401, sees_heart);
    let heat = use_kept(line, sees_pair, || book.heat(81, 61));
    let no_a = store.pinned.is_none();
    let a = store.pinned.as_ref().map_or_else(|| book.clone(), |a| a.book.clone());
    // Plan A's curves are drawn while it is pinned.
    let pinned = use_payoff(&a, *axis, 401, sees_heart && !no_a).filter(|_| !no_a);
    crate::app::browser::print::use_light_paper();
    crate::app::browser::ready::use_ready();

    let turn = {
        let axis = axis.clone();
        Callback::from(move |to| axis.set(to))
    };
    let combined = &report.combined;
    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
        <ContextProvider<Asker> context={asker}>
        <ContextProvider<Shelved> context={shelved.clone()}>
        <ContextProvider<Compared> context={compared}>
            <a class="skip" href="#main" onclick={Callback::from(skip)}>{ "Skip to the verdict" }</a>
            <Top plan={plan.clone()} can_undo={store.history.can_undo()} can_redo={store.history.can_redo()} saved={shelved.saved.clone()}
                help={asked.clone()} sheet={sheet.open.clone()} />
            { store.damaged.as_ref().map(|damaged| banner(damaged, dispatch.clone())).unwrap_or_default() }
            <ShockBar plan={plan.clone()} report={report.clone()} wrong={store.wrong.clone()} ridge={ridge.clone()} {is_dark} />
            <div class="frame">
                <Rail plan={plan.clone()} report={report.clone()} wrong={store.wrong.clone()} {selected} close={sheet.close.clone()} dispatch={dispatch.clone()} />
                <main id="main" tabindex="-1">
                    { found.map(|(found, sentence)| differences(&found, &sentence)).unwrap_or_default() }
                    { verdict(&plan, &report) }
                    <section class="heart" ref={heart} aria-label="Payoff">
                        <PayoffFigure {payoff} report={report.clone()} token={token(&plan)} is_inverted={plan.pool.inverted}
                            axis={*axis} {turn} {is_dark} {is_narrow} {pinned} />
                        { parts(&report) }
                    </section>
                    <section class="pair" ref={pair} aria-label="Every shock, every day">
                        <HeatMap {heat} report={report.clone()} {is_dark} {is_narrow} />
                        <DatesFigure book={book.clone()} is_in_view={sees_pair} />
                    </section>
                    { details(&plan, &report) }
                    <Tabs book={book.clone()} plan={plan.clone()} report={report.clone()} wrong={store.wrong.clone()}
                        {selected} {select} step={store.steps} {is_dark} />
                </main>
            </div>
            { foot(&asked) }
            <button type="button" class="scrim" aria-label="Close the plan" onclick={crate::app::frame::top::emit(&sheet.close)}></button>
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
            <Help asked={*help} />
            <Live step={store.steps} said={live(&report.verdict)} />
        </ContextProvider<Compared>>
        </ContextProvider<Shelved>>
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

/// Which pool is looked at, and how to look at another: the page's affair, and no part of the plan.
#[hook]
fn use_selected(plan: &Plan) -> (usize, Callback<usize>) {
    let selected = use_state_eq(|| 0_usize);
    let set = selected.setter();
    let select = use_callback((), move |i: usize, ()| set.set(i));
    ((*selected).min(plan.position_count() - 1), select)
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
