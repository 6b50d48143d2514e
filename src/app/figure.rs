//! Figure: a headline that is the finding, the line under it, buttons, the picture, the caption.

use yew::prelude::*;

/// What a figure is made of.
#[derive(Default)]
pub struct Figure {
    /// The finding.
    pub title: String,
    /// What it shows and in which unit.
    pub dek: String,
    /// Buttons.
    pub acts: Html,
    /// `stack` where buttons stand under the headline on a narrow screen.
    pub class: &'static str,
    /// How to read it.
    pub caption: String,
    /// The picture.
    pub body: Html,
}

impl Figure {
    /// On the page.
    pub fn html(self) -> Html {
        html! {
            <figure class="fig">
                <div class={classes!("fig-head", self.class)}>
                    <div><h2>{ self.title }</h2><p class="dek">{ self.dek }</p></div>
                    <div class="acts">{ self.acts }</div>
                </div>
                { self.body }
                if !self.caption.is_empty() {
                    <figcaption class="cap">{ self.caption }</figcaption>
                }
            </figure>
        }
    }
}

/// A small button in a figure's head; a switch where it is pressed or not.
pub fn button(label: &'static str, title: &str, pressed: Option<bool>, press: Callback<()>) -> Html {
    let title = AttrValue::from(title.to_string());
    html! {
        <button type="button" class="tool" title={title.clone()} aria-label={title}
            aria-pressed={pressed.map(|on| on.to_string())} onclick={Callback::from(move |_: MouseEvent| press.emit(()))}>
            { label }
        </button>
    }
}
