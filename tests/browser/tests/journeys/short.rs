//! The journeys that every engine makes in `tools/test`: each view, and what engines answer differently (fonts and
//! layout, input boxes, focus and keys, pointers, canvas, files, links, storage, the worker, print, accessibility).
//! `tools/test --firefox` and `--webkit` make all of them.

use crate::Journey;
use second_engine_browser::Outcome;

/// Words of their names, those of one thing together.
const WORDS: [&str; 55] = [
    // It arrives.
    "the page loads without a word",
    "no request leaves the origin",
    "the content security policy",
    "the page works under any path",
    "cannot start says so",
    "the theme follows the system",
    "the rest of the page comes once",
    // Every view, in every width.
    "nothing is cut, overprinted or too wide in any view",
    "figures of many digits",
    "a click and a key turn to each view",
    "the head stays in sight",
    "dragging VIX moves the waterfall",
    "the hedge tab answers first",
    "the pool tab answers in one sentence",
    "the risk below the sizing",
    "every claim shows",
    "a term is found",
    "every holding has its row",
    "what is added opens with the focus",
    // Slider, keys, charts.
    "dragging VIX changes verdict",
    "the odds follow the slider",
    "arrow keys nudge a slider",
    "a drag is one step",
    "the payoff reads along SPX",
    "every chart can be read as a table",
    "keys on a handle",
    "dragging a handle moves its strike",
    "a click on the heat map",
    "the menus of the shock close",
    "every picture and table can be saved",
    "the readout follows the mouse",
    "nothing jumps while VIX",
    "a drawn path's levels",
    // Boxes, plans, files, links.
    "a click selects what stands in a box",
    "a number that reads two ways",
    "Escape takes back",
    "what is no price, no number",
    "plans are kept by name",
    "two tabs that both changed",
    "where the browser keeps nothing",
    "what Save writes",
    "every plan of this device",
    "a shared link brings",
    "without a clipboard",
    "a link put into the address",
    "whatever is handed to the door",
    "on paper stands a memo",
    // A phone, no network, a bad download.
    "on a phone",
    "once loaded the page works without a network",
    "an update is announced",
    "kept files that are damaged",
    "traps at start",
    // For everyone.
    "axe finds nothing to object to where everything is open",
    "Tab comes to every control",
    "Tab stays in the help",
];

/// The journeys of these names.
pub fn of(all: Vec<Journey>) -> Outcome<Vec<Journey>> {
    let unknown = WORDS.into_iter().find(|word| !all.iter().any(|(name, _)| name.contains(word)));
    match unknown {
        Some(word) => Err(format!("no journey is called '{word}'").into()),
        None => Ok(all.into_iter().filter(|(name, _)| WORDS.iter().any(|word| name.contains(word))).collect()),
    }
}
