//! Zone: where files are dropped, pasted or chosen; how far they are, and which were not read and why.

use second_engine::views::data::sets;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::frame::top::opens;
use crate::app::reader::desk::{self, Seen};
use crate::app::reader::drop::listed;
use crate::app::reader::protocol::Refused;

/// What the zone shows.
#[derive(Clone, PartialEq, Properties)]
pub struct ZoneProps {
    /// What is known of the reader.
    pub seen: Seen,
}

/// The zone. A file that is dropped anywhere on the page comes here.
#[component]
pub fn Zone(props: &ZoneProps) -> Html {
    let Seen { doing, is_busy, refused, said, failed, forgotten, tab, .. } = &props.seen;
    let chooser = use_node_ref();
    let choose = opens(&chooser);
    let chosen = Callback::from(|event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        let files = input.files().map(|files| listed(&files)).unwrap_or_default();
        // The same one may be opened again.
        input.set_value("");
        if !files.is_empty() {
            desk::take(files);
        }
    });
    let stop = Callback::from(|_: MouseEvent| desk::stop());
    let recall = Callback::from(|_: MouseEvent| desk::recall());
    let again = Callback::from(|_: MouseEvent| desk::ask_again());
    html! {
        <>
        <div class="drop-zone" id="drop-zone">
            <div>
                <p><b>{ "Drop files here, or anywhere on the page" }</b></p>
                <p class="note">{ "VIX and its family, SPX, a token, VIX futures, option chains, advances and declines, pool days, positions of a broker. A file may be pasted too. They stay on this device." }</p>
            </div>
            <button type="button" class="tool update" id="choose-files" onclick={choose}>{ "Choose files" }</button>
            <input ref={chooser} class="sr" type="file" id="data-files" multiple=true tabindex="-1" aria-label="Files to read" onchange={chosen} />
        </div>
        <div class="read-said" id="read-said" role="status" aria-busy={is_busy.to_string()}>
            if *is_busy {
                <p>
                    { doing.as_ref().map_or_else(|| "Reading…".to_string(), |doing| format!("{}: ", doing.name)) }
                    if let Some(doing) = doing {
                        <progress max="1" value={doing.share.to_string()} aria-label={doing.name.clone()}></progress>
                    }
                    <button type="button" class="tool" id="stop-reading" onclick={stop}>{ "Stop" }</button>
                </p>
            }
            if let [first, second, third, rest @ ..] = &said[..] {
                { for [first, second, third].map(|said| html! { <p>{ said }</p> }) }
                if !rest.is_empty() {
                    <details><summary>{ "and more" }</summary>{ for rest.iter().map(|said| html! { <p>{ said }</p> }) }</details>
                }
            } else {
                { for said.iter().map(|said| html! { <p>{ said }</p> }) }
            }
            { for refused.iter().map(not_read) }
            if let Some(name) = forgotten {
                <p>{ format!("{name} is forgotten.") }<button type="button" class="tool" id="undo-forget" title={format!("{name} is here again, as it was")} onclick={recall}>{ "Undo" }</button></p>
            }
            { for tab.iter().filter_map(|tab| sets::unkept(&tab.sets)).map(|said| html! { <p class="note">{ said }</p> }) }
            { for tab.iter().flat_map(|tab| &tab.problems).map(|said| html! { <p class="note">{ said }</p> }) }
            if let Some(failed) = failed {
                <p class="err">{ failed }<button type="button" class="tool" id="read-again" onclick={again}>{ "Try again" }</button></p>
            }
        </div>
        </>
    }
}

/// A file that was not read; one that is kept all the same can be forgotten.
fn not_read(file: &Refused) -> Html {
    let forget = file.kept.map(|id| {
        let name = format!("Forget {}", file.name);
        let onclick = Callback::from(move |_: MouseEvent| desk::forget(id));
        html! { <button type="button" class="tool" aria-label={name} {onclick}>{ "Forget" }</button> }
    });
    html! { <p class="err"><b>{ &file.name }</b>{ format!(": {}", file.said) }{ forget }</p> }
}
