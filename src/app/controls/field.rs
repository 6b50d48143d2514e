//! Field: a number box. What is typed stays as typed until it is left; what cannot be used stays even then.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::controls::scale::steps;

/// What a box shows and whom it tells.
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// DOM id.
    pub id: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// The value, or the wrong text.
    pub text: AttrValue,
    /// Unit beside it.
    #[prop_or_default]
    pub unit: &'static str,
    /// Whether the model fills it in.
    #[prop_or_default]
    pub is_linked: bool,
    /// Id of the message under the row, where there is one.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Told what is typed.
    pub typed: Callback<String>,
    /// Told how many steps an arrow key moves.
    #[prop_or_default]
    pub nudge: Callback<f64>,
    /// Told when it is left.
    pub commit: Callback<()>,
}

/// A box with its unit.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let draft = use_state_eq(|| None::<String>);
    let oninput = {
        let (draft, typed) = (draft.clone(), props.typed.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            draft.set(Some(text.clone()));
            typed.emit(text);
        })
    };
    let onchange = {
        let (draft, commit) = (draft.clone(), props.commit.clone());
        Callback::from(move |_: Event| {
            draft.set(None);
            commit.emit(());
        })
    };
    let onblur = {
        let draft = draft.clone();
        Callback::from(move |_: FocusEvent| draft.set(None))
    };
    let onkeydown = {
        let (draft, nudge) = (draft.clone(), props.nudge.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let ("ArrowUp" | "ArrowDown", Some(by)) = (event.key().as_str(), steps(&event.key(), event.shift_key()))
            {
                event.prevent_default();
                draft.set(None);
                nudge.emit(by);
            }
        })
    };
    let onkeyup = {
        let commit = props.commit.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "ArrowUp" | "ArrowDown") {
                commit.emit(());
            }
        })
    };
    let text = draft.as_ref().map_or_else(|| props.text.clone(), |draft| draft.clone().into());
    html! {
        <span class={classes!("field", props.is_linked.then_some("linked"))}>
            <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
                aria-label={props.label.clone()} aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={props.error.clone()} data-draft={if draft.is_some() { "yes" } else { "no" }} value={text} {oninput} {onchange} {onblur} {onkeydown} {onkeyup} />
            if !props.unit.is_empty() {
                <span aria-hidden="true">{ props.unit }</span>
            }
        </span>
    }
}
