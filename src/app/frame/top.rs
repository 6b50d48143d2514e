//! Top bar: name, what is saved, undo, redo, open, save, share, theme, help.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use second_engine::plan::{Plan, url};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::app::browser::dom::{address, is_dark, mark, store, tell};
use crate::app::controls::icons::{CHAIN, PLAN, REDO, UNDO, brand, icon, theme};
use crate::app::controls::plan_menu::PlanMenu;
use crate::app::controls::shelved::Shelved;
use crate::app::later::{self, Arrival};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// What the bar shows.
#[derive(Properties, PartialEq)]
pub struct TopProps {
    /// The plan, asked when something is done with it.
    pub plan: Callback<(), Shared<Plan>>,
    /// Whether there is a step to take back.
    pub can_undo: bool,
    /// Whether there is a step to bring back.
    pub can_redo: bool,
    /// When the plan was last kept.
    pub saved: Option<AttrValue>,
    /// What tells the plan from the one that is pinned.
    pub compared: Option<AttrValue>,
    /// Opens the help.
    pub help: Callback<()>,
    /// Opens the sheet on a phone.
    pub sheet: Callback<()>,
}

/// The bar.
#[component]
pub fn Top(props: &TopProps) -> Html {
    let offline = use_mark("data-offline");
    let unkept = use_mark("data-unkept");
    let update = use_mark("data-update");
    let chooser = use_node_ref();
    let name = use_context::<Shelved>().map_or_else(String::new, |shelved| shelved.kept.plan.name);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let act = |act: Act| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(act.clone()))
    };
    let choose = opens(&chooser);
    let save = {
        let plan = props.plan.clone();
        let name = name.clone();
        Callback::from(move |_: MouseEvent| {
            let (name, plan) = (name.clone(), plan.emit(()));
            later::with(move |later| (later.save_plan)(&name, &plan));
        })
    };
    let (first, then) = match (offline, &unkept) {
        (Some(_), _) => ("Works offline", " · works offline"),
        (None, Some(_)) => ("Not kept offline", " · not kept offline"),
        (None, None) => ("", ""),
    };
    let saved = props.saved.as_ref().map_or(first.into(), |at| format!("Saved on this device {at}{then}"));
    let help = emit(&props.help);
    // Before the chunk is there the buttons keep their places.
    let waiting = |icon: Html, said: &'static str| html! { <button type="button" class="tool" disabled=true>{ icon }{ said }</button> };
    let later = use_context::<Arrival>().unwrap_or_default().here();
    let compare =
        later.map_or_else(|| waiting(Html::default(), "Compare"), |later| (later.compare)(props.compared.clone()));
    let link = {
        let plan = props.plan.clone();
        // Empty where the plan is too long for one.
        Callback::from(move |()| {
            Some(url::link(&plan.emit(())))
                .filter(|link| !link.is_empty())
                .map_or_else(String::new, |link| address(&link))
        })
    };
    let share = later.map_or_else(|| waiting(icon(CHAIN), "Share"), |later| (later.share)(&link));
    html! {
        <div class="top">
            <h1 class="brand">{ brand() }<span class="brand-name">{ "Second Engine" }</span></h1>
            <PlanMenu />
            <span class="note only-wide" id="saved" title={unkept}>{ saved }</span>
            <span class="grow"></span>
            if update.is_some() {
                <button type="button" class="tool update" id="update" onclick={Callback::from(|_: MouseEvent| tell("second-engine-apply-update"))}>{ "Update ready: reload" }</button>
            }
            <button type="button" class="tool" id="undo" disabled={!props.can_undo} title="Undo (Ctrl Z)" aria-label="Undo" onclick={act(Act::Undo)}>
                { icon(UNDO) }<span class="only-wide">{ "Undo" }</span></button>
            <button type="button" class="tool only-wide" id="redo" disabled={!props.can_redo} title="Redo (Ctrl Shift Z)" onclick={act(Act::Redo)}>{ icon(REDO) }{ "Redo" }</button>
            <span class="bar only-wide"></span>
            <span class="only-wide">{ compare }</span>
            <button type="button" class="tool only-wide" id="open" onclick={choose.clone()}>{ "Open" }</button>
            <button type="button" class="tool only-wide" id="save" onclick={save.clone()}>{ "Save" }</button>
            <input ref={chooser} class="sr" type="file" id="file" accept=".json,application/json" tabindex="-1" aria-label="A plan to open" onchange={open(dispatch.clone())} />
            { share }
            <button type="button" class="tool only-phone" id="open-sheet" onclick={emit(&props.sheet)}>{ icon(PLAN) }{ "Book" }</button>
            <span class="bar only-wide"></span>
            <button type="button" class="tool only-wide" id="theme" aria-label="Switch light and dark" onclick={Callback::from(|_: MouseEvent| turn_theme())}>{ theme() }</button>
            <button type="button" class="tool only-wide" id="help" aria-label="Keys and help" onclick={help.clone()}>{ "?" }</button>
            <button type="button" class="tool only-phone" aria-label="More: save, open, undo, theme, help" popovertarget="more-menu">
                { icon(crate::app::controls::icons::MORE) }</button>
            <div id="more-menu" class="menu" popover="auto">
                <button type="button" class="tool" disabled={!props.can_redo} onclick={act(Act::Redo)}>{ "Redo" }</button>
                <button type="button" class="tool" onclick={choose}>{ "Open a plan" }</button>
                <button type="button" class="tool" onclick={save}>{ "Save the plan" }</button>
                <button type="button" class="tool" onclick={Callback::from(|_: MouseEvent| turn_theme())}>{ "Light or dark" }</button>
                <button type="button" class="tool" onclick={help}>{ "Keys and help" }</button>
            </div>
        </div>
    }
}

/// A click that tells nothing but itself.
pub fn emit(to: &Callback<()>) -> Callback<MouseEvent> {
    let to = to.clone();
    Callback::from(move |_| to.emit(()))
}

fn open(dispatch: Dispatch) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let dispatch = dispatch.clone();
        if let Some(file) = chosen(&event) {
            later::with(move |later| (later.open_file)(&file, &dispatch));
        }
    })
}

/// A click that opens the browser's list of files.
pub fn opens(chooser: &NodeRef) -> Callback<MouseEvent> {
    let chooser = chooser.clone();
    Callback::from(move |_| {
        if let Some(input) = chooser.cast::<HtmlInputElement>() {
            input.click();
        }
    })
}

/// The file that was chosen.
pub fn chosen(event: &Event) -> Option<File> {
    let input = event.target_unchecked_into::<HtmlInputElement>();
    let file = input.files()?.get(0);
    // The same one may be opened again.
    input.set_value("");
    file
}

fn turn_theme() {
    let theme = if is_dark() { "light" } else { "dark" };
    store("second-engine.theme", theme);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme);
    }
}

/// What the page's shell has said of this, before the app arrived or since. What it says of one may end another.
#[hook]
fn use_mark(data: &'static str) -> Option<AttrValue> {
    let said = move || mark(data).map(AttrValue::from);
    let mark = use_state_eq(said);
    let set = mark.setter();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "second-engine-mark", move |_| set.set(said()));
        move || drop(listener)
    });
    (*mark).clone()
}
