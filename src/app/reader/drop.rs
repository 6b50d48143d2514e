//! Drop: files dropped on the page, and text pasted where nothing is typed into, wherever the person is.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{body, document_element, window};
use js_sys::{Array, Reflect};
use second_engine::data::{is_file, is_plan, uniswap};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, Event, File, FileList};
use yew::prelude::*;

use crate::app::frame::open;
use crate::app::reader::desk;
use crate::app::reader::protocol::PASTED;
use crate::app::store::Dispatch;
use crate::app::views::which::View;

/// Where the page's own script holds what was dropped early, and what tells it to hold no more: as in `start.js`.
const EARLY: &str = "early";
const HEARD: &str = "second-engine-hears";
/// What the page is marked with while files hang over it.
const OVER: &str = "data-drop";

/// Where files may go.
#[derive(Clone, PartialEq, Properties)]
pub struct DropProps {
    /// Brings a view to the front.
    pub turn: Callback<View>,
}

/// Hears what is dropped and pasted on the page as long as it stands; draws nothing.
#[component]
pub fn Dropping(props: &DropProps) -> Html {
    let dispatch = use_context::<Dispatch>();
    use_effect_with((), {
        let turn = props.turn.clone();
        move |()| {
            let listeners = dispatch.map(|dispatch| {
                let files = early();
                if !files.is_empty() {
                    take(files, &dispatch, &turn);
                }
                listen(&dispatch, &turn)
            });
            move || drop(listeners)
        }
    });
    Html::default()
}

fn listen(dispatch: &Dispatch, turn: &Callback<View>) -> Vec<EventListener> {
    let on = |name: &'static str, act: Box<dyn Fn(&Event)>| {
        EventListener::new_with_options(&window(), name, EventListenerOptions::enable_prevent_default(), move |event| {
            act(event);
        })
    };
    let over = |event: &Event| {
        if carried(event).is_some_and(|carried| has_files(&carried)) {
            event.prevent_default();
            let _ = body().set_attribute(OVER, "");
        }
    };
    let leave = |event: &Event| {
        // Of elements that are left for others within the page the related one is there.
        if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
            let _ = body().remove_attribute(OVER);
        }
    };
    let fall = {
        let (dispatch, turn) = (dispatch.clone(), turn.clone());
        move |event: &Event| {
            let _ = body().remove_attribute(OVER);
            let files =
                carried(event).and_then(|carried| carried.files()).map(|files| listed(&files)).unwrap_or_default();
            if !files.is_empty() {
                event.prevent_default();
                take(files, &dispatch, &turn);
            }
        }
    };
    let paste = {
        let (dispatch, turn) = (dispatch.clone(), turn.clone());
        move |event: &Event| {
            if event.target().is_some_and(|target| takes_text(&target)) {
                return;
            }
            let Some(carried) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) else {
                return;
            };
            let files = carried.files().map(|files| listed(&files)).unwrap_or_default();
            let text = carried.get_data("text/plain").unwrap_or_default();
            if !files.is_empty() {
                event.prevent_default();
                take(files, &dispatch, &turn);
                return;
            }
            let is_plan = is_plan(&text);
            if !is_plan && !is_file(&text) {
                return;
            }
            event.prevent_default();
            let Ok(file) = File::new_with_str_sequence(&Array::of1(&text.into()), PASTED) else { return };
            if is_plan {
                open::open(&file, &dispatch);
            } else {
                turn.emit(View::Data);
                desk::take(vec![file]);
            }
        }
    };
    vec![
        on("dragover", Box::new(over)),
        on("dragleave", Box::new(leave)),
        on("drop", Box::new(fall)),
        on("paste", Box::new(paste)),
    ]
}

/// Files that were dropped before this part of the page was there: the page's own script holds them until it is told that
/// they are heard.
fn early() -> Vec<File> {
    let root = document_element();
    let held = Reflect::get(&root, &EARLY.into()).ok();
    let _ = Event::new(HEARD).is_ok_and(|event| root.dispatch_event(&event).is_ok());
    let held = held.and_then(|held| held.dyn_into::<Array>().ok());
    held.into_iter().flat_map(|held| held.iter().collect::<Vec<_>>()).filter_map(|file| file.dyn_into().ok()).collect()
}

fn carried(event: &Event) -> Option<DataTransfer> {
    event.dyn_ref::<DragEvent>()?.data_transfer()
}

fn has_files(carried: &DataTransfer) -> bool {
    carried.types().iter().any(|kind| kind.as_string().is_some_and(|kind| kind == "Files"))
}

/// The files of a list.
pub fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|i| files.get(i)).collect()
}

/// Whether what is pasted there is typed into it.
fn takes_text(target: &web_sys::EventTarget) -> bool {
    let is_one = |element: &Element| {
        element.closest("input, textarea, select, [contenteditable]").is_ok_and(|one| one.is_some())
    };
    target.dyn_ref::<Element>().is_some_and(is_one)
}

/// Opens a plan; every other file is data, and the view that says what was read comes to the front.
pub fn take(files: Vec<File>, dispatch: &Dispatch, turn: &Callback<View>) {
    let (unsure, data): (Vec<File>, Vec<File>) = files.into_iter().partition(may_be_plan);
    for file in unsure {
        let (dispatch, turn, whole) = (dispatch.clone(), turn.clone(), file.clone());
        let tell = move |text: Result<String, String>| {
            // Of all that is read here one thing comes as JSON; anything else is a plan, or was to be one.
            if text.is_ok_and(|text| !is_plan(&text) && uniswap::looks_like(&text)) {
                turn.emit(View::Data);
                desk::take(vec![whole.clone()]);
            } else {
                open::open(&whole, &dispatch);
            }
        };
        open::read(&file, Callback::from(tell));
    }
    if !data.is_empty() {
        turn.emit(View::Data);
        desk::take(data);
    }
}

/// What Save writes ends like this, and so does what other programs write.
fn may_be_plan(file: &File) -> bool {
    file.name().to_ascii_lowercase().ends_with(".json")
}
