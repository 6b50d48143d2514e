//! Field: a box for a number or a text. What is typed stays as typed until it is left; what cannot be used stays even then.

use gloo::timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::controls::scale::steps;

/// Pause in typing after which what is wrong is said, milliseconds.
const REST_MS: u32 = 700;

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
    /// Whether a number is typed: a phone shows digits then.
    #[prop_or(true)]
    pub is_number: bool,
    /// Whether the model fills it in.
    #[prop_or_default]
    pub is_linked: bool,
    /// Id of the message under the row, where there is one.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Told what is typed.
    pub typed: Callback<String>,
    /// Told when typing has paused.
    #[prop_or_default]
    pub rest: Callback<()>,
    /// Told how many steps a key moves; without it the box holds no number that steps.
    #[prop_or_default]
    pub nudge: Option<Callback<f64>>,
    /// Told when it is left.
    pub commit: Callback<()>,
    /// Told when what was typed is taken back by Escape.
    #[prop_or_default]
    pub forget: Option<Callback<()>>,
}

/// How many steps a key moves the number in a box by; keys that move the caret move nothing.
fn box_steps(key: &str, is_shift: bool) -> Option<f64> {
    match key {
        "[" => Some(-1.0),
        "]" => Some(1.0),
        // What Shift makes of the two keys.
        "{" => Some(-10.0),
        "}" => Some(10.0),
        "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" => steps(key, is_shift),
        _ => None,
    }
}

/// A box with its unit.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let draft = use_state_eq(|| None::<String>);
    let pause = use_mut_ref(|| None::<Timeout>);
    let oninput = {
        let (draft, typed, rest, pause) = (draft.clone(), props.typed.clone(), props.rest.clone(), pause.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            draft.set(Some(text.clone()));
            typed.emit(text);
            let rest = rest.clone();
            // The pause before this one is dropped, and with it its timer.
            *pause.borrow_mut() = Some(Timeout::new(REST_MS, move || rest.emit(())));
        })
    };
    let waiting = pause.clone();
    let onchange = {
        let (draft, commit) = (draft.clone(), props.commit.clone());
        Callback::from(move |_: Event| {
            *pause.borrow_mut() = None;
            draft.set(None);
            commit.emit(());
        })
    };
    let onblur = {
        let draft = draft.clone();
        Callback::from(move |_: FocusEvent| draft.set(None))
    };
    let onkeydown = {
        let (draft, nudge, forget) = (draft.clone(), props.nudge.clone(), props.forget.clone());
        let is_wrong = props.error.is_some();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(forget) = forget.as_ref().filter(|_| (draft.is_some() || is_wrong) && event.key() == "Escape") {
                // What is open stays so: this Escape was the box's.
                event.stop_propagation();
                *waiting.borrow_mut() = None;
                draft.set(None);
                forget.emit(());
            }
            if let (Some(nudge), Some(by)) = (&nudge, box_steps(&event.key(), event.shift_key())) {
                event.prevent_default();
                draft.set(None);
                nudge.emit(by);
            }
        })
    };
    let onkeyup = {
        let (commit, can_step) = (props.commit.clone(), props.nudge.is_some());
        Callback::from(move |event: KeyboardEvent| {
            if can_step && box_steps(&event.key(), false).is_some() {
                commit.emit(());
            }
        })
    };
    let (onfocus, onmouseup) = use_selecting();
    let text = draft.as_ref().map_or_else(|| props.text.clone(), |draft| draft.clone().into());
    html! {
        <span class={classes!("field", props.is_linked.then_some("linked"))}>
            <input id={props.id.clone()} type="text" inputmode={if props.is_number { "decimal" } else { "text" }} autocomplete="off" spellcheck="false"
                aria-label={props.label.clone()} aria-invalid={props.error.is_some().then_some("true")}
                aria-describedby={props.error.clone()} data-draft={if draft.is_some() { "yes" } else { "no" }} value={text}
                {oninput} {onchange} {onblur} {onkeydown} {onkeyup} {onfocus} {onmouseup} />
            if !props.unit.is_empty() {
                <span aria-hidden="true">{ props.unit }</span>
            }
        </span>
    }
}

/// Whatever brings the focus selects all, so that typing replaces it. The click that brings it would set the caret
/// when the button is let go; a second click does.
#[hook]
fn use_selecting() -> (Callback<FocusEvent>, Callback<MouseEvent>) {
    let is_fresh = use_mut_ref(|| false);
    let onfocus = {
        let is_fresh = is_fresh.clone();
        Callback::from(move |event: FocusEvent| {
            event.target_unchecked_into::<HtmlInputElement>().select();
            *is_fresh.borrow_mut() = true;
        })
    };
    let onmouseup = Callback::from(move |event: MouseEvent| {
        if std::mem::take(&mut *is_fresh.borrow_mut()) {
            event.prevent_default();
            event.target_unchecked_into::<HtmlInputElement>().select();
        }
    });
    (onfocus, onmouseup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_arrows_step_and_shift_makes_ten_of_one() {
        let keys = [("[", false), ("]", false), ("{", true), ("}", true), ("ArrowUp", true), ("PageDown", false)];
        assert_eq!(keys.map(|(key, shift)| box_steps(key, shift)), [-1.0, 1.0, -10.0, 10.0, 10.0, -10.0].map(Some));
        assert_eq!(["ArrowLeft", "Home", "1"].map(|key| box_steps(key, false)), [None; 3]);
    }
}
