//! Figure: a headline that is the finding, the line under it, buttons, the picture, the caption.
//!
//! Functions, not components: they keep no state, and every component costs the download a kilobyte.

use second_engine::words::kept;
use yew::prelude::*;

/// A figure: the finding, what it shows and in which unit, buttons, the picture.
pub fn figure(title: impl Into<AttrValue>, dek: impl Into<AttrValue>, acts: Html, picture: Html) -> Html {
    framed([title.into(), dek.into(), AttrValue::default()], acts, picture, "fig-head")
}

/// The same with buttons under the headline where it is narrow, and how to read it under the picture.
pub fn stacked(
    title: impl Into<AttrValue>,
    dek: impl Into<AttrValue>,
    acts: Html,
    picture: Html,
    caption: impl Into<AttrValue>,
) -> Html {
    framed([title.into(), dek.into(), caption.into()], acts, picture, "fig-head stack")
}

fn framed(words: [AttrValue; 3], acts: Html, picture: Html, head: &'static str) -> Html {
    let [title, dek, caption] = words.map(|text| kept(&text));
    html! {
        <figure class="fig">
            <div class={head}>
                <div><h2>{ title }</h2><p class="dek">{ dek }</p></div>
                <div class="acts">{ acts }</div>
            </div>
            { picture }
            if !caption.is_empty() {
                <figcaption class="cap">{ caption }</figcaption>
            }
        </figure>
    }
}

/// A small button in a figure's head: what it says, its whole name, what it does.
pub fn act(label: &'static str, title: impl Into<AttrValue>, press: Callback<()>) -> Html {
    switch(label, title, None, press)
}

/// The same as a switch.
pub fn switch(label: &'static str, title: impl Into<AttrValue>, pressed: Option<bool>, press: Callback<()>) -> Html {
    let title = title.into();
    html! {
        <button type="button" class="tool" title={title.clone()} aria-label={title}
            aria-pressed={pressed.map(|on| on.to_string())} onclick={Callback::from(move |_: MouseEvent| press.emit(()))}>
            { label }
        </button>
    }
}

/// One of several, as a button: its name, what to know of it, whether it stands.
pub fn segment(name: String, title: String, stands: bool, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" aria-pressed={stands.to_string()} {title} {onclick}>{ name }</button> }
}

/// One of several, side by side.
pub fn segments(label: &'static str, names: &[&'static str], chosen: usize, choose: &Callback<usize>) -> Html {
    let one = |(i, name): (usize, &&'static str)| {
        let choose = choose.clone();
        let press = Callback::from(move |_: MouseEvent| choose.emit(i));
        segment((*name).to_string(), (*name).to_string(), i == chosen, press)
    };
    html! { <span class="seg" role="group" aria-label={label}>{ for names.iter().enumerate().map(one) }</span> }
}

/// A line of a list: what, a sentence about it, and a figure.
pub fn item(name: &str, said: &str, figure: String) -> Html {
    html! { <li><span><b>{ name.to_string() }</b>{ kept(&format!(" {said}")) }</span><span>{ figure }</span></li> }
}

/// The room of the table of dates.
pub fn dates_room() -> Html {
    figure("By price and date", " ", Html::default(), html! { <div class="dates-room"></div> })
}
