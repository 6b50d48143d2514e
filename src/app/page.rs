//! Page: the store on top, the parts below, each told only what it shows.

use std::rc::Rc;

use second_engine::book::landscape::pnl_by_vix;
use second_engine::plan::Plan;
use second_engine::words;
use yew::prelude::*;

use crate::app::browser::dom::focus;
use crate::app::browser::live::{live, use_said};
use crate::app::browser::observers::{use_dark, use_narrow};
use crate::app::browser::print::use_paper;
use crate::app::controls::shelved::Shelved;
use crate::app::frame::banner::banner;
use crate::app::frame::dock::{Dock, dock};
use crate::app::frame::keys_props::KeysProps;
use crate::app::frame::odds_props::OddsProps;
use crate::app::frame::rail::Rail;
use crate::app::frame::say::say;
use crate::app::frame::sheet_state::use_sheets;
use crate::app::frame::shock_bar::ShockBar;
use crate::app::frame::top::{Top, emit};
use crate::app::frame::view_state::use_view;
use crate::app::frame::views_row::ViewsRow;
use crate::app::frame::vix::RIDGE;
use crate::app::later::{self, Arrival, failed, use_arrival};
use crate::app::store::act::Act;
use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::looked::use_looked;
use crate::app::store::pinned::A;
use crate::app::store::shared::Shared;
use crate::app::store::storage::use_keeping;
use crate::app::store::{Dispatch, Store};
use crate::app::views;
use crate::app::views::props::ViewProps;
use crate::app::views::which::View;

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
    let (view, turn) = use_view();
    let (help, asked) = use_help();
    let (is_folded, fold) = use_fold(view);
    let (is_dark, is_narrow) = (use_dark(), use_narrow());
    let (is_printed, print) = use_paper();
    let sheets = use_sheets();
    let (arrival, is_missed) = use_arrival();
    let keeping = use_keeping(&store);
    use_effect_with(arrival, {
        let dispatch = dispatch.clone();
        move |arrival| {
            if let Some(later) = arrival.here() {
                dispatch.dispatch(Act::Annotate(later.notes));
            }
        }
    });
    crate::app::browser::ready::use_ready();

    let (book, report, wrong) = (store.book.clone(), store.report.clone(), store.wrong.clone());
    let keys = KeysProps {
        to: [asked.clone(), print.clone()],
        turn: turn.clone(),
        condor: report.condors.first().map(|condor| condor.nth),
    };
    let said = use_said(store.steps, || report.verdict.replace(words::THIN, " "));
    let present = use_present(store.plan());
    let plan = use_shared_plan(store.plan());
    let (selected, select) = use_looked(&plan);
    let a = arrival.here().zip(store.pinned.as_ref());
    let found = a.map(|(later, a)| (later.compared)(a, &plan, &report));
    let compared: Option<AttrValue> = found.as_ref().map(|(_, sentence)| sentence.clone().into());
    let pinned = A(store.pinned.clone());
    let shelved = Shelved {
        kept: store.kept.clone(),
        notice: store.notice.clone().map(AttrValue::from),
        saved: keeping.saved.clone(),
        flush: keeping.flush,
    };
    let ridge = use_kept(link_key(&plan), true, || pnl_by_vix(&book, RIDGE)).unwrap_or_else(|| Shared::new(Vec::new()));
    let shown = ViewProps {
        book: book.clone(),
        plan: plan.clone(),
        report: report.clone(),
        scan: store.scan.clone(),
        wrong: wrong.clone(),
        selected,
        select: select.clone(),
        step: store.steps,
        is_dark,
        is_narrow,
    };
    let vix = plan.event.vix.map_or(report.shock.vix_from.0, |vix| vix.0);
    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
        <ContextProvider<Shelved> context={shelved}>
        <ContextProvider<A> context={pinned}>
        <ContextProvider<Arrival> context={arrival}>
            { skip("main", "Skip to the view") }
            { skip("rail", "Skip to the book") }
            <header class="head">
                <Top plan={present} can_undo={store.history.can_undo()} can_redo={store.history.can_redo()} saved={keeping.saved}
                    {compared} help={asked.clone()} sheet={sheets.book.clone()} />
                <ShockBar book={book.clone()} plan={plan.clone()} report={report.clone()} wrong={wrong.clone()} ridge={ridge.clone()} {is_dark} />
                { say(&report, arrival.draw(|later| (later.size_line)(&shown))) }
                { odds(arrival, OddsProps { book: book.clone(), plan: plan.clone() }) }
                <ViewsRow {view} {turn} step={store.steps} marks={arrival.draw(|later| (later.marks)(&plan))} />
            </header>
            { store.damaged.as_ref().map(|damaged| banner(damaged, dispatch.clone())).unwrap_or_default() }
            if is_missed {
                { failed("try-again") }
            }
            <div class={classes!("frame", is_folded.then_some("folded"))}>
                <Rail {book} plan={plan.clone()} report={report.clone()} {wrong} {selected} {select} is_folded={is_folded && !is_narrow}
                    {fold} close={sheets.close.clone()} {dispatch} />
                <main id="main" tabindex="-1">
                    if is_printed {
                        { arrival.draw(|later| (later.memo)(&plan, &report)) }
                    }
                    if view == View::Book {
                        { found.map(|(found, sentence)| arrival.draw(|later| (later.differences)(&found, &sentence))).unwrap_or_default() }
                    }
                    <section class="view" id={view.id()} key={view.id()} aria-label={view.name()}>{ draw(view, &shown, arrival) }</section>
                </main>
            </div>
            { arrival.draw(|later| (later.foot)(&asked, &print)) }
            <button type="button" class="scrim" aria-label="Close the sheet" onclick={emit(&sheets.close)}></button>
            { dock(&Dock {
                from: report.shock.vix_from.0,
                to: report.shock.vix.0,
                days: report.shock.days,
                value: vix,
                pnl: report.combined.pnl.0,
                ridge,
                budget: report.combined.budget.0,
                gone: report.combined.budget_gone_at.map(|vix| vix.0),
                is_linked: report.shock.is_spx_linked,
                is_dark,
                shock: sheets.shock.clone(),
            }) }
            { arrival.draw(|later| (later.pop)(store.asked.clone())) }
            { arrival.draw(|later| (later.help)(help)) }
            { arrival.draw(|later| (later.dropping)(&keys.turn)) }
            { arrival.draw(|later| (later.keys)(&keys)) }
            { live(said) }
        </ContextProvider<Arrival>>
        </ContextProvider<A>>
        </ContextProvider<Shelved>>
        </ContextProvider<Dispatch>>
    }
}

/// The line under the verdict, and the room kept for it.
fn odds(arrival: Arrival, props: OddsProps) -> Html {
    html! { <div class="odds">{ arrival.draw(|later| (later.odds)(&props)) }</div> }
}

/// The view in front: no other one exists. All but the book come with the chunk.
fn draw(view: View, props: &ViewProps, arrival: Arrival) -> Html {
    match view {
        View::Book => views::book::view(props),
        View::Time => later::show(arrival, |later| (later.time)(props)),
        View::Size => later::show(arrival, |later| (later.size)(props)),
        View::Hedge => later::show(arrival, |later| (later.hedge)(props)),
        View::Pool => later::show(arrival, |later| (later.pool)(props)),
        View::Odds => later::show(arrival, |later| (later.odds_view)(props)),
        View::Data => later::show(arrival, |later| (later.data)(props)),
        View::Learn => later::show(arrival, |later| (later.learn)(props)),
    }
}

/// The fragment is the plan's: a link to a part of the page moves the focus and leaves the address alone.
fn skip(id: &'static str, words: &'static str) -> Html {
    let jump = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(id);
    });
    html! { <a class="skip" href={format!("#{id}")} onclick={jump}>{ words }</a> }
}

/// How often the help was asked for, and what asks: a question before the chunk is there is answered once it is.
#[hook]
fn use_help() -> (u32, Callback<()>) {
    let count = use_mut_ref(|| 0_u32);
    let help = use_state_eq(|| 0_u32);
    let set = help.setter();
    let asked = use_callback((), move |(), ()| {
        let (count, set) = (count.clone(), set.clone());
        later::with(move |_| {
            *count.borrow_mut() += 1;
            set.set(*count.borrow());
        });
    });
    (*help, asked)
}

/// Whether the rail is folded, and what folds it or opens it again. Beside what is read it is folded at first.
#[hook]
fn use_fold(view: View) -> (bool, Callback<()>) {
    let (folded, folded_beside_words) = (use_state_eq(|| false), use_state_eq(|| true));
    let state = if view == View::Learn { folded_beside_words } else { folded };
    let is_folded = *state;
    let fold = use_callback((is_folded, view), move |(), (is_folded, _)| state.set(!is_folded));
    (is_folded, fold)
}

/// The whole plan for whoever asks for it later; the question itself stays the same.
#[hook]
fn use_present(plan: &Plan) -> Callback<(), Shared<Plan>> {
    let shared = use_shared_plan(plan);
    let latest = use_mut_ref(|| shared.clone());
    *latest.borrow_mut() = shared;
    use_callback((), move |(), ()| latest.borrow().clone())
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
