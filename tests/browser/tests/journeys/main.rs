//! Journeys of a person through the built page, in a real browser. The names are sentences that are true.
//!
//! Run alone: `tools/serve` once (it builds the page), then `cargo test -p second-engine-browser -- word`,
//! where only journeys whose name has the word in it run; with `--short` those of [`short`]. `SECOND_ENGINE_BROWSER`
//! names the engine: chromium, firefox or webkit. What an engine's driver cannot do is told as skipped, with the reason.

mod access;
mod bad_input;
mod chart;
mod data;
mod delivery;
mod doors;
mod extremes;
mod file;
mod hedge;
mod hedge_rules;
mod inputs;
mod later;
mod learn;
mod link;
mod odds;
mod offline;
mod phone;
mod pinned;
// The plans that the laws draw.
#[path = "../../../plans/mod.rs"]
mod plans;
mod pool;
mod rail;
mod risk;
mod shell;
mod short;
mod size;
mod threads;
mod time;
mod slider;
mod typed;
mod views;

use second_engine::plan;
use second_engine::views::report::{Report, evaluate};
use second_engine::words;
use second_engine_browser::beyond::Lacking;
use second_engine_browser::browser::Browser;
use second_engine_browser::page::{Gone, Page};
use second_engine_browser::{Outcome, dist};
use second_engine_tools::server::Server;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// What a journey starts from: a running browser with an open page, and the server the page comes from.
/// The journeys share it, and each finds it as at a first visit; one that needs a server of its own starts one.
pub struct Visit<'a> {
    pub browser: &'a Browser,
    pub page: &'a Page<'a>,
}

/// A sentence, and what shows that it is true.
pub type Journey = (&'static str, fn(&Visit) -> Outcome);

/// Every journey there is: a new file of them is one more name here.
const JOURNEYS: [&[Journey]; 28] = [
    shell::JOURNEYS,
    slider::JOURNEYS,
    views::JOURNEYS,
    extremes::JOURNEYS,
    rail::JOURNEYS,
    chart::JOURNEYS,
    link::JOURNEYS,
    file::JOURNEYS,
    bad_input::JOURNEYS,
    inputs::JOURNEYS,
    typed::JOURNEYS,
    phone::JOURNEYS,
    pinned::JOURNEYS,
    pool::JOURNEYS,
    hedge::JOURNEYS,
    hedge_rules::JOURNEYS,
    size::JOURNEYS,
    time::JOURNEYS,
    data::JOURNEYS,
    odds::JOURNEYS,
    threads::JOURNEYS,
    risk::JOURNEYS,
    learn::JOURNEYS,
    doors::JOURNEYS,
    offline::JOURNEYS,
    delivery::JOURNEYS,
    later::JOURNEYS,
    access::JOURNEYS,
];

/// How many journeys may begin once more in one run, where a browser ends under them: one that ends again and again is
/// ended by the page.
const MAY_END: usize = 2;

fn main() -> ExitCode {
    // cargo may add flags of its own test harness: they mean nothing here.
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    let is_short = std::env::args().any(|word| word == "--short");
    match run(&wanted, is_short) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            println!("The journeys cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the journeys whose name contains the word; the number that failed.
fn run(wanted: &str, is_short: bool) -> Outcome<usize> {
    if !dist().join("index.html").exists() {
        return Err("there is no built page in dist/: run tools/serve or tools/test first".into());
    }
    let server = Server::start(&dist(), "", 0)?;
    let browser = Browser::start()?;
    let mut page = browser.page(&server.url())?;
    let (mut passed, mut failed, mut skipped, mut ended) = (0, Vec::new(), 0, 0);
    let all = JOURNEYS.concat();
    // Asked for by no one, the short ones are looked up all the same: a name that has changed is found here.
    let short = short::of(&all)?;
    let journeys = if is_short { short } else { all };
    for (name, journey) in journeys.into_iter().filter(|(name, _)| name.contains(wanted)) {
        let start = Instant::now();
        let go = |page: &Page| page.start_afresh().and_then(|()| journey(&Visit { browser: &browser, page }));
        let mut outcome = go(&page);
        if let Some(gone) = outcome.as_ref().err().filter(|error| error.is::<Gone>() && ended < MAY_END) {
            println!("Once more, in a new browser, for {gone}");
            ended += 1;
            page = browser.page(&server.url())?;
            outcome = go(&page);
        }
        if outcome.as_ref().is_err_and(|error| error.is::<Gone>()) {
            page = browser.page(&server.url())?;
        }
        match outcome {
            Ok(()) => {
                passed += 1;
                println!("test {name} ... ok ({:.1} s)", start.elapsed().as_secs_f64());
            }
            Err(error) if error.is::<Lacking>() => {
                skipped += 1;
                println!("test {name} ... skipped, {error}");
            }
            Err(error) => {
                println!("test {name} ... FAILED\n    {error}");
                failed.push(format!("test {name} ... FAILED\n    {error}"));
            }
        }
    }
    if ended > 0 {
        println!("\n{ended} begun once more, for their browser had ended");
    }
    // Said once more where the end of a long run is read.
    failed.iter().for_each(|one| println!("{one}"));
    let (verdict, failed) = (if failed.is_empty() { "ok" } else { "FAILED" }, failed.len());
    println!("\ntest result: {verdict}. {passed} passed; {failed} failed; {skipped} skipped, in {}", browser.engine());
    Ok(failed)
}

/// An error with what was found, where something is not as it should be.
pub fn expect(holds: bool, found: impl std::fmt::Debug) -> Outcome {
    if holds { Ok(()) } else { Err(format!("found {found:#?}").into()) }
}

/// The two are equal, or an error with both.
pub fn same<T: PartialEq + std::fmt::Debug>(found: T, wanted: T) -> Outcome {
    if found == wanted { Ok(()) } else { Err(format!("found  {found:?}\n    wanted {wanted:?}").into()) }
}

/// What the library says about the plan of a link's fragment: what the page must show for it.
pub fn report_of(fragment: &str) -> Outcome<Report> {
    let opened = plan::url::parse(fragment).map_err(|wrong| wrong.text)?;
    Ok(evaluate(&opened.plan)?)
}

/// The sentence, the four sums and the phone's dock are those of this report.
pub fn shows(page: &Page, report: &Report) -> Outcome {
    let parts = [
        ("condor", report.condor.pnl),
        ("pool", report.pool.pnl),
        ("hedge", report.hedge.pnl),
        ("combined", report.combined.pnl),
    ];
    page.wait_for_text("#verdict", &report.verdict)?;
    for (name, usd) in parts {
        same(page.text(&format!("#sum-{name}"))?, words::usd(usd.0))?;
    }
    same(page.text("#dock-pnl")?, words::usd(report.combined.pnl.0))
}

/// Waits until a box holds this.
pub fn holds(page: &Page, id: &str, text: &str) -> Outcome {
    page.wait_until(&format!("document.getElementById('{id}').value === '{text}'"))
}

/// Opens the page at this view.
pub fn open_view(visit: &Visit, view: &str, fragment: &str) -> Outcome {
    visit.page.open(fragment)?;
    visit.page.show_view(view)
}

/// A copy of the built page that a journey may damage; the journey removes it.
pub fn scratch_copy(name: &str) -> Outcome<PathBuf> {
    let folder = std::env::temp_dir().join(format!("second-engine-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(dist())? {
        let file = entry?;
        // A file that is packed beside one that a journey edits may be no older by the clock, and would be sent for it.
        let is_packed = [".br", ".gz"].iter().any(|end| file.file_name().to_string_lossy().ends_with(end));
        if !is_packed {
            fs::copy(file.path(), folder.join(file.file_name()))?;
        }
    }
    Ok(folder)
}
