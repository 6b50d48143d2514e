//! Progress: how far a run is, and which run the figures are of.

use second_engine::views::odds::say::walked;
use second_engine::words::{kept, number};
use yew::prelude::*;

use crate::app::odds::desk::Desk;
use crate::app::odds::run::Run;
use crate::app::odds::seen::Seen;

/// What is said of a run.
pub struct Progress {
    /// Begins the ids.
    pub id: &'static str,
    /// What is walked: paths, years.
    pub unit: &'static str,
    /// How many are asked for.
    pub of: f64,
    /// How many the figures are of.
    pub done: Option<u32>,
}

/// The answer, or why there is none yet.
pub fn said<R: Run>(seen: &Seen<R>, unit: &str, answer: impl Fn(&R::Figures) -> String) -> String {
    match (&seen.found, seen.fault) {
        (Some(Ok(figures)), _) => answer(figures),
        (Some(Err(why)), _) => why.clone(),
        (None, Some(fault)) => fault.into(),
        (None, None) if seen.is_stopped => format!("Stopped before the first {unit} were counted."),
        (None, None) => format!("The first {unit} are being walked."),
    }
}

const OF_SIZE_BEFORE: &str = "What is said of the size that the rules allow is of the one before.";

/// A line with a bar and a way to stop, or one to walk again.
pub fn progress<R: Run>(desk: Desk<R>, seen: &Seen<R>, shown: &Progress) -> Html {
    let Progress { id, unit, of, done } = *shown;
    let is_running = seen.is_running;
    let press = Callback::from(move |_: MouseEvent| if is_running { desk.stop() } else { desk.again() });
    let [act, label] = if is_running { ["stop", "Stop"] } else { ["again", "Run again"] };
    // There is nothing to walk.
    let is_refused = !is_running && matches!(seen.found, Some(Err(_))) && seen.is_now;
    // What is counted may be of the run before, of more.
    let counted = if seen.counted > of { 0.0 } else { seen.counted };
    let left = seen.left.map_or_else(String::new, |left| format!(", {} s left", number(left.ceil())));
    let which = match (&seen.found, seen.is_now) {
        (Some(Ok(_)), false) => "The figures shown are of the plan before.".to_string(),
        (Some(Ok(_)), true) if !seen.is_whole => {
            let size = if seen.is_sized { String::new() } else { format!(" {OF_SIZE_BEFORE}") };
            format!("The figures shown are of the {unit} so far.{size}")
        }
        (Some(Ok(_)), true) if !seen.is_sized && !seen.is_running => OF_SIZE_BEFORE.into(),
        (Some(Ok(_)), true) if !seen.is_sized => {
            format!("Of all {unit} already; these are walked for the size that the rules allow now.")
        }
        _ => String::new(),
    };
    html! {
        <div class="read-said odds-run" id={format!("{id}-run")} aria-busy={seen.is_running.to_string()} data-whole={(seen.is_whole && seen.is_sized).to_string()}>
            <p>
                if seen.is_running {
                    { format!("{} of {} {unit}{left}", number(counted), number(of)) }
                    <progress max={of.to_string()} value={counted.to_string()} aria-label={format!("{unit} walked")}></progress>
                } else {
                    // Without figures it is the answer.
                    if let Some(fault) = seen.fault.filter(|_| seen.found.is_some()) { { format!("{fault} ") } }
                    if seen.is_stopped { { "Stopped. " } }
                    if seen.is_stopped || seen.fault.is_some() { { format!("{which} ") } }
                    if let Some(done) = done { { format!("{}. ", walked(done, unit)) } }
                }
                // One button, so that it keeps the focus while what it does changes.
                if !is_refused {
                    <button key="run" type="button" class="tool" id={format!("{id}-{act}")} onclick={press}>{ label }</button>
                }
                if seen.is_running { <span class="note">{ &which }</span> }
            </p>
            if seen.is_here { <p class="note-row" id={format!("{id}-here")}>{ here(unit, seen.is_whole) }</p> }
        </div>
    }
}

/// The same of plan A's paths, in few words: nothing while they wait for those of the plan, and once they are there.
pub fn progress_of_a<R: Run>(desk: Desk<R>, seen: &Seen<R>, unit: &str, of: f64) -> Html {
    let stop = Callback::from(move |_: MouseEvent| desk.stop());
    let again = Callback::from(move |_: MouseEvent| desk.again());
    let why = match &seen.found {
        Some(Err(why)) if seen.is_now => Some(why.as_str()),
        // They are there, whatever has failed since.
        _ if seen.is_whole => None,
        _ => seen.fault,
    };
    let ended = |said: String| {
        html! {
            <p id="odds-a" class="note-row">
                { kept(&said) }
                <button type="button" class="tool" id="odds-a-again" onclick={again}>{ "Run again" }</button>
            </p>
        }
    };
    match why {
        _ if seen.is_running => html! {
            <p id="odds-a" class="note-row">
                { format!("A: {} of {} {unit} ", number(seen.counted), number(of)) }
                <button type="button" class="tool" id="odds-a-stop" onclick={stop}>{ "Stop" }</button>
            </p>
        },
        Some(why) => ended(format!("A is not among these figures. {why} ")),
        None if seen.is_stopped && !seen.is_whole => {
            ended(format!("A is not among these figures: its {unit} were stopped. "))
        }
        None => Html::default(),
    }
}

/// Why it takes so long, or took.
fn here(unit: &str, is_whole: bool) -> String {
    let [walks, takes] = if is_whole { ["walked", "took"] } else { ["walks", "takes"] };
    format!(
        "This browser starts no thread beside the page, so the page {walks} the {unit} itself, a little between one picture and the next: that {takes} longer."
    )
}
