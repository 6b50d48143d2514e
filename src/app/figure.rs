//! Figure: a headline that is the finding, the line under it, buttons, the picture, the caption.

use yew::prelude::*;

/// What a figure is made of.
#[derive(Properties, PartialEq)]
pub struct FigureProps {
    /// The finding.
    pub title: AttrValue,
    /// What it shows and in which unit.
    pub dek: AttrValue,
    /// Buttons.
    #[prop_or_default]
    pub acts: Html,
    /// Whether buttons stand under the headline where it is narrow.
    #[prop_or_default]
    pub is_stacked: bool,
    /// How to read it.
    #[prop_or_default]
    pub caption: AttrValue,
    /// The picture.
    pub children: Html,
}

/// A figure.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    html! {
        <figure class="fig">
            <div class={classes!("fig-head", props.is_stacked.then_some("stack"))}>
                <div><h2>{ props.title.clone() }</h2><p class="dek">{ props.dek.clone() }</p></div>
                <div class="acts">{ props.acts.clone() }</div>
            </div>
            { props.children.clone() }
            if !props.caption.is_empty() {
                <figcaption class="cap">{ props.caption.clone() }</figcaption>
            }
        </figure>
    }
}

/// A small button in a figure's head.
#[derive(Properties, PartialEq)]
pub struct ActProps {
    /// What it says.
    pub label: AttrValue,
    /// Its whole name.
    pub title: AttrValue,
    /// Whether it is a switch, and on.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Told when pressed.
    pub press: Callback<()>,
}

/// A small button.
#[component]
pub fn ActButton(props: &ActProps) -> Html {
    let press = props.press.clone();
    html! {
        <button type="button" class="tool" title={props.title.clone()} aria-label={props.title.clone()}
            aria-pressed={props.pressed.map(|on| on.to_string())} onclick={Callback::from(move |_: MouseEvent| press.emit(()))}>
            { props.label.clone() }
        </button>
    }
}
