//! Paths: how long the tab of odds takes from a click until all paths of the opening book are walked, what that is a second
//! and a core, and how the slider feels meanwhile, with threads and without.

use second_engine_browser::Outcome;
use second_engine_browser::browser::Browser;
use second_engine_browser::page::Page;
use second_engine_tools::server::Server;
use serde_json::json;

use crate::Target::{AtLeast, AtMost};
use crate::{DRAG, Findings, Move, PLACES, settle, slowed};

/// Runs of each; every one on a page of its own.
const RUNS: u32 = 3;
/// Passes of the slider.
const PASSES: u32 = 2;
/// As many as are not walked while the slider is dragged.
const ENDLESS: &str = "v=2&odds.paths=10000000";
/// The page walks the paths itself.
const WITHOUT_THREADS: &str = "window.Worker = class { constructor() { throw new Error('none'); } };";
const CORES: &str = "Math.min(navigator.hardwareConcurrency, 8)";

/// One kind of paths.
struct Kind {
    name: &'static str,
    fragment: &'static str,
    /// Clicks that begin them, the last of them timed.
    clicks: &'static [&'static str],
    run: &'static str,
    path_days: f64,
    /// Seconds at most, where that is asked.
    within: Option<f64>,
}

const KINDS: [Kind; 2] = [
    Kind {
        name: "100,000 paths",
        fragment: "v=2&odds.paths=100000",
        clicks: &["#view-odds"],
        run: "#odds-run",
        path_days: 100_000.0 * 32.0,
        within: Some(2.0),
    },
    Kind {
        name: "10,000 years",
        fragment: "v=2&odds.paths=10000",
        clicks: &["#view-odds", "#odds-ahead button:last-child"],
        run: "#year-run",
        path_days: 10_000.0 * 252.0,
        within: None,
    },
];

/// Clicks, and says the milliseconds until the run that begins is whole; looks once a frame.
const WALK: &str = "
    const [css, run] = arguments;
    const begun = performance.now();
    document.querySelector(css).click();
    return new Promise(done => {
        const look = () => {
            const is_whole = document.querySelector(run)?.dataset.whole === 'true';
            if (is_whole) done(performance.now() - begun); else requestAnimationFrame(look);
        };
        look();
    });
";

/// Everything about paths.
pub fn measure(browser: &Browser, server: &Server, found: &mut Findings) -> Outcome {
    for kind in &KINDS {
        let (mut seconds, mut speeds) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            let page = slowed(browser, server, 1)?;
            page.open(kind.fragment)?;
            settle(&page)?;
            let Some((last, before)) = kind.clicks.split_last() else { continue };
            for css in before {
                page.click(css)?;
                page.wait_until("document.querySelector('#odds-run')?.dataset.whole === 'true'")?;
            }
            let took = 1e-3 * page.run_js(WALK, &[json!(last), json!(kind.run)])?.as_f64().unwrap_or(f64::INFINITY);
            let cores = page.eval_js(CORES)?.as_f64().unwrap_or(1.0);
            seconds.push(took);
            speeds.push(1e-6 * kind.path_days / took / cores);
        }
        found.row(&format!("{}, seconds till all are walked", kind.name), seconds, [kind.within.map(AtMost), None]);
        let million = kind.within.is_some().then_some(AtLeast(1.0));
        found.row(&format!("{}, million days a second a core", kind.name), speeds, [million, None]);
    }
    for (name, script) in [("threads walk", ""), ("the page walks", WITHOUT_THREADS)] {
        let page = slowed(browser, server, 1)?;
        page.open(ENDLESS)?;
        settle(&page)?;
        page.run_js(script, &[])?;
        page.click("#view-odds")?;
        page.wait_until("document.querySelector('#odds-run progress')?.value > 0")?;
        drag(&page, name, found)?;
    }
    Ok(())
}

/// The slider while something is walked: what is walked is that of the plan before, until the slider is let go.
pub fn drag(page: &Page, name: &str, found: &mut Findings) -> Outcome {
    let asked = [json!(PLACES), json!(PASSES), json!("#vix-slider")];
    let passes: Vec<Vec<Move>> = serde_json::from_value(page.run_js(DRAG, &asked)?)?;
    let all = |of: fn(&Move) -> f64| passes.iter().flatten().map(of).collect::<Vec<f64>>();
    found.row(&format!("slider while {name}: script"), all(|one| one.0), [None, Some(AtMost(16.7))]);
    found.row(&format!("slider while {name}: task"), all(|one| one.1), [None, Some(AtMost(33.0))]);
    Ok(())
}
