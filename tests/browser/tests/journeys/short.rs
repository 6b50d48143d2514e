//! The journeys that every engine makes in `tools/test`: each view, and what engines answer differently (fonts and
//! layout, input boxes, focus and keys, pointers, canvas, files, links, storage, the worker, print, accessibility).
//! `tools/test --firefox` and `--webkit` make all of them.

use crate::Journey;
use second_engine_browser::Outcome;

/// Words of their names, those of one thing together.
const WORDS: [&str; 26] = [
    // It arrives.
    "the page loads without a word",
    "the content security policy",
    "cannot start says so",
    "the rest of the page comes once",
    // Every view, in every width.
    "nothing is cut, overprinted or too wide in any view",
    "a click and a key turn to each view",
    "dragging VIX moves the waterfall",
    "the hedge tab answers first",
    "the pool tab answers in one sentence",
    "every claim shows",
    // Slider, keys, charts.
    "dragging VIX changes verdict",
    "every chart can be read as a table",
    "dragging a handle moves its strike",
    "every picture and table can be saved",
    "the readout follows the mouse",
    // Boxes, plans, files, links.
    "a click selects what stands in a box",
    "Escape takes back",
    "plans are kept by name",
    "where the browser has no room, that is said once",
    "what Save writes",
    "a shared link brings",
    "on paper stands a memo",
    // No network, a bad download.
    "once loaded the page works without a network",
    "kept files that are damaged",
    // For everyone.
    "axe finds nothing to object to where everything is open",
    "Tab comes to every control",
];

/// The journeys of these names.
pub fn of(all: &[Journey]) -> Outcome<Vec<Journey>> {
    let unknown = WORDS.into_iter().find(|word| !all.iter().any(|(name, _)| name.contains(word)));
    match unknown {
        Some(word) => Err(format!("no journey is called '{word}'").into()),
        None => Ok(all.iter().filter(|(name, _)| WORDS.iter().any(|word| name.contains(word))).copied().collect()),
    }
}
