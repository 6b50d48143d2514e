//! Measures the built page: its loads, a drag of the VIX slider in every view with ten pools and five condors, a drag by a
//! real pointer, and a drag of the day's slider in every view, as quick as VIX's. Every figure that has a target is
//! printed with it. Time is measured once more with ten condors and ten pools, by both sliders, each move within a frame; Book
//! with twenty holdings of every kind, which have no targets. The tab of odds is measured by
//! its paths too: `tools/bench paths` does only that. Files are read by their thread alone ([`reading`]).
//!
//! A move is measured twice: script, all that the input has run before the frame is laid out, and task, up to the end
//! of the frame's turn with style, layout and paint. Each place of the slider is visited in several
//! passes: the first finds code that has not run yet; the best of the others is what the code costs.
//!
//! Targets are those of Chromium on a processor of its own speed or four times slower. In Firefox and WebKitGTK
//! (`SECOND_ENGINE_BROWSER`) the drag is measured at its own speed only, and a move has to be over in two frames of 60 Hz.

mod paths;
mod reading;

use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::{Plan, url};
use second_engine_browser::browser::Browser;
use second_engine_browser::engine::Engine;
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, dist};
use second_engine_tools::server::Server;
use serde::Deserialize;
use serde_json::json;

const LOADS: u32 = 5;
const VIEWS: [&str; 8] = ["book", "time", "size", "hedge", "pool", "odds", "data", "learn"];
/// The rows of the plan with every kind of holding.
const TWENTY: &str = "twenty";
/// And of the one with ten condors and ten pools, in Time.
const TEN: &str = "ten and ten, time";
const POOLS: usize = 10;
const CONDORS: usize = 5;
/// A frame of 60 Hz, milliseconds.
const FRAME: f64 = 16.7;
/// What is asked of a move's script, 95 of 100 at most, and of its first pass.
const QUICK: [f64; 2] = [5.0, 10.0];
/// Places of the slider, and how often each is visited.
const PLACES: u32 = 40;
const PASSES: u32 = 6;
/// Moves of the real pointer, one a frame of 60 Hz.
const MOVES: usize = 120;
const MOVE_MS: u64 = 16;

/// A line of 10 Mbit/s with 40 ms of latency.
const LINE: [f64; 2] = [10e6 / 8.0, 40.0];

/// What is asked of a figure.
#[derive(Clone, Copy)]
enum Target {
    AtMost(f64),
    AtLeast(f64),
}
use Target::{AtLeast, AtMost};

/// Sweeps the slider up and down: of each pass, each place's milliseconds of script and of the whole task.
///
/// The input is sent as browsers send the moves of a pointer, in the frame's own turn; what is asked for behind it in
/// the same turn comes when all script that it caused has run, and a message comes when the frame is done.
const DRAG: &str = "
    const [places, passes, css] = arguments;
    const slider = document.querySelector(css);
    const [low, high] = [Number(slider.min), Number(slider.max)];
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const turned = () => new Promise(done => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { channel.port1.close(); done(performance.now()); };
        channel.port2.postMessage(0);
    });
    const moved = value => new Promise(done => {
        let start, script;
        requestAnimationFrame(() => {
            slider.value = value;
            start = performance.now();
            slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        });
        requestAnimationFrame(async () => {
            script = performance.now();
            done([script - start, await turned() - start]);
        });
    });
    return (async () => {
        const found = [];
        for (let pass = 0; pass < passes; pass++) {
            const times = [];
            for (let i = 0; i < places; i++) {
                times.push(await moved(low + (high - low) * (0.5 - 0.5 * Math.cos((i + 0.5) * 2 * Math.PI / places))));
                await frame();
                await turned();
            }
            found.push(times);
        }
        slider.dispatchEvent(new Event('change', { bubbles: true }));
        return found;
    })();
";

/// Notes, from now on, each move of the pointer up to the end of the frame that shows it, and the frames that pass.
const WATCH: &str = "
    window.felt = { moves: [], frames: [] };
    const slider = document.querySelector('#vix-slider');
    slider.addEventListener('pointermove', event => {
        const sent = event.timeStamp;
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { felt.moves.push(performance.now() - sent); channel.port1.close(); };
            channel.port2.postMessage(0);
        });
    });
    const count = now => { felt.frames.push(now); requestAnimationFrame(count); };
    requestAnimationFrame(count);
";

/// Long tasks from the first picture on.
const TASKS: &str = "
    window.tasks = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
";
const LONGEST: &str = "Math.max(0, ...tasks.filter(task => task.startTime > readyAt).map(task => task.duration))";
const ARRIVED: &str =
    "performance.getEntriesByType('resource').find(entry => /later-.*wasm$/.test(entry.name)).responseEnd";
const PAINT: &str = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";

fn main() -> Outcome {
    let server = Server::start(&dist(), "", 0)?;
    let browser = Browser::start()?;
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let mut found = Findings::default();

    println!("{:<46}{:>9}{:>9}", "Milliseconds", "median", "p95");
    let is_chromium = browser.engine() == Engine::Chromium;
    if "loads".contains(&wanted) && is_chromium {
        loads(&browser, &server, &mut found)?;
    }
    if "paths".contains(&wanted) && is_chromium {
        paths::measure(&browser, &server, &mut found)?;
    }
    if "files".contains(&wanted) && is_chromium {
        reading::read(&browser, &server, &mut found)?;
    }
    let plan = format!("{}&view=", url::fragment(&many(CONDORS)));
    if wanted == "link" {
        println!("{plan}");
        return Ok(());
    }
    for slowdown in [1, 4].into_iter().filter(|slowdown| *slowdown == 1 || is_chromium) {
        for view in VIEWS.into_iter().filter(|view| wanted == "views" || view.contains(&wanted)) {
            let of = Dragged { name: view, fragment: format!("{plan}{view}"), targets: Some(QUICK), slowdown };
            drag(&browser, &server, &of, &mut found)?;
        }
        for view in VIEWS.into_iter().filter(|view| wanted == "views" || view.contains(&wanted)) {
            let of = Dragged { name: view, fragment: format!("{plan}{view}"), targets: Some(QUICK), slowdown };
            drag_day(&browser, &server, &of, &mut found)?;
        }
        if wanted == "views" || TWENTY.contains(&wanted) {
            let fragment = format!("{}&view=book", url::fragment(&twenty()));
            drag(&browser, &server, &Dragged { name: TWENTY, fragment, targets: None, slowdown }, &mut found)?;
        }
        if slowdown == 1 && (wanted == "views" || TEN.contains(&wanted)) {
            let fragment = format!("{}&view=time", url::fragment(&many(POOLS)));
            let of = Dragged { name: TEN, fragment, targets: Some([FRAME; 2]), slowdown };
            drag(&browser, &server, &of, &mut found)?;
            drag_day(&browser, &server, &of, &mut found)?;
        }
    }
    found.end()
}

/// First paint, readiness, what the second part costs when it arrives, and readiness over a slow line.
fn loads(browser: &Browser, server: &Server, found: &mut Findings) -> Outcome {
    for slowdown in [1, 4] {
        let (mut paints, mut readies, mut longest) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..LOADS {
            let page = slowed(browser, server, slowdown)?;
            page.open("")?;
            page.run_js(TASKS, &[])?;
            paints.extend(page.eval_js(PAINT)?.as_f64());
            readies.extend(page.eval_js("readyAt")?.as_f64());
            settle(&page)?;
            longest.extend(page.eval_js(LONGEST)?.as_f64());
        }
        found.row(&format!("first paint, {slowdown}×"), paints, [None, None]);
        found.row(&format!("ready, {slowdown}×"), readies, [None, None]);
        let target = (slowdown == 1).then_some(AtMost(50.0));
        found.row(&format!("longest task of the arrival, {slowdown}×"), longest, [target, None]);
    }
    let (mut readies, mut arrivals) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        let page = slowed(browser, server, 1)?;
        page.limit_line(LINE[0], LINE[1])?;
        page.open("")?;
        readies.extend(page.eval_js("readyAt")?.as_f64());
        settle(&page)?;
        arrivals.extend(page.eval_js(ARRIVED)?.as_f64());
    }
    found.row("ready at 10 Mbit/s and 40 ms", readies, [Some(AtMost(600.0)), None]);
    found.row("the rest fetched, on the same line", arrivals, [None, None]);
    Ok(())
}

/// What is dragged: a view of a plan's link, under a name, on a processor so many times slower.
struct Dragged {
    name: &'static str,
    fragment: String,
    /// Of the script of a move at its own speed, and of its first pass; without them nothing has a target.
    targets: Option<[f64; 2]>,
    slowdown: u32,
}

/// A drag in one view: by script over every place, then by a real pointer.
fn drag(browser: &Browser, server: &Server, dragged: &Dragged, found: &mut Findings) -> Outcome {
    let Dragged { name, fragment, targets, slowdown } = dragged;
    let (has_targets, slowdown) = (targets.is_some(), *slowdown);
    let [quick, first_quick] = targets.unwrap_or(QUICK);
    let is_chromium = browser.engine() == Engine::Chromium;
    let page = slowed(browser, server, slowdown)?;
    page.open(fragment)?;
    page.run_js(TASKS, &[])?;
    settle(&page)?;
    let passes: Vec<Vec<Move>> =
        serde_json::from_value(page.run_js(DRAG, &[json!(PLACES), json!(PASSES), json!("#vix-slider")])?)?;
    let of = |what: fn(&Move) -> f64| {
        let first: Vec<f64> = passes[0].iter().map(what).collect();
        let later = &passes[1..];
        let best = |place: usize| later.iter().map(|pass| what(&pass[place])).fold(f64::INFINITY, f64::min);
        (first, (0..PLACES as usize).map(best).collect::<Vec<f64>>())
    };
    let ((first, best), (_, tasks)) = (of(|one| one.0), of(|one| one.1));
    let at_1 = |target: Target| (slowdown == 1 && is_chromium && has_targets).then_some(target);
    let at_4 = |target: Target| (slowdown == 4 && has_targets).then_some(target);
    found.row(&format!("{name}, {slowdown}×: script"), best, [at_4(AtMost(FRAME)), at_1(AtMost(quick))]);
    found.row(&format!("{name}, {slowdown}×: script, first pass"), first, [None, at_1(AtMost(first_quick))]);
    let two_frames = (!is_chromium && has_targets).then_some(AtMost(33.0));
    found.row(&format!("{name}, {slowdown}×: main-thread task"), tasks, [two_frames, None]);
    if !is_chromium {
        return Ok(());
    }
    if slowdown == 1 {
        let longest = page.eval_js(LONGEST)?.as_f64().unwrap_or(f64::INFINITY);
        found.one(&format!("{name}, 1×: longest task since ready"), longest, at_1(AtMost(50.0)));
    }

    // A fresh page: the watched strokes of the other drag stand in nobody's way.
    let page = slowed(browser, server, slowdown)?;
    page.open(fragment)?;
    settle(&page)?;
    page.run_js(WATCH, &[])?;
    let [_, _, width, _] = page.place("#vix-slider")?;
    let reach = width / 2.0 - 30.0;
    let place = |i: usize| (reach * (i as f64 * std::f64::consts::TAU / MOVES as f64).sin()) as i64;
    let path: Vec<(i64, i64)> = (1..=MOVES).map(|i| (place(i) - place(i - 1), 0)).collect();
    page.hold_for("#vix-slider", &path, MOVE_MS)?;
    page.let_go()?;
    let felt: Felt = serde_json::from_value(page.eval_js("felt")?)?;
    found.row(&format!("{name}, {slowdown}×: pointer to paint"), felt.moves, [None, None]);
    let steps = felt.frames.windows(2).map(|pair| pair[1] - pair[0]).sum::<f64>();
    let frames = 1000.0 * felt.frames.len().saturating_sub(1) as f64 / steps;
    let least = at_1(AtLeast(50.0)).or(at_4(AtLeast(12.0)));
    found.one(&format!("{name}, {slowdown}×: frames a second"), frames, least);
    Ok(())
}

/// A drag of the day's slider in one view, by script over every place: held to what the VIX slider is held to there.
fn drag_day(browser: &Browser, server: &Server, dragged: &Dragged, found: &mut Findings) -> Outcome {
    let Dragged { name, fragment, targets, slowdown } = dragged;
    let is_chromium = browser.engine() == Engine::Chromium;
    let page = slowed(browser, server, *slowdown)?;
    page.open(fragment)?;
    settle(&page)?;
    let asked = [json!(PLACES), json!(PASSES), json!("[id='shock.days-slider']")];
    let passes: Vec<Vec<Move>> = serde_json::from_value(page.run_js(DRAG, &asked)?)?;
    let first = passes[0].iter().map(|one| one.0).collect();
    let best = |place: usize| passes[1..].iter().map(|pass| pass[place].0).fold(f64::INFINITY, f64::min);
    let best = (0..PLACES as usize).map(best).collect();
    let at_1 = |mark: f64| (*slowdown == 1 && is_chromium).then_some(AtMost(mark));
    let at_4 = (*slowdown == 4 && targets.is_some()).then_some(AtMost(FRAME));
    let [quick, first_quick] = targets.map_or([None; 2], |marks| marks.map(at_1));
    let row = format!("{name}, the day's slider, {slowdown}×: script");
    found.row(&row, best, [at_4, quick]);
    found.row(&format!("{row}, first pass"), first, [None, first_quick]);
    Ok(())
}

/// Milliseconds of script and of the task.
#[derive(Deserialize)]
struct Move(f64, f64);

#[derive(Deserialize)]
struct Felt {
    moves: Vec<f64>,
    frames: Vec<f64>,
}

/// Ten pools and so many condors beside the example's hedge, each of them another.
fn many(condors: usize) -> Plan {
    let mut plan = Plan::default();
    for (kind, wanted) in [(Kind::Condor, condors), (Kind::Pool, POOLS)] {
        while plan.count(kind) < wanted {
            let nth = plan.count(kind);
            plan.add(Holding::new(Terms::fresh(kind, nth)));
            if let Some(condor) = plan.condor_mut(nth).filter(|_| kind == Kind::Condor) {
                condor.days += 14.0 * nth as f64;
            }
            if let Some(pool) = plan.pool_mut(nth).filter(|_| kind == Kind::Pool) {
                pool.low *= 1.0 - 0.02 * nth as f64;
            }
        }
    }
    plan
}

/// Twenty holdings, of every kind in turn, each of them another.
fn twenty() -> Plan {
    let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
    for kind in Kind::ALL.into_iter().cycle().take(20) {
        let nth = plan.count(kind);
        plan.add_fresh(kind);
        if let Some(condor) = plan.condor_mut(nth).filter(|_| kind == Kind::Condor) {
            condor.days += 14.0 * nth as f64;
        }
        if let Some(pool) = plan.pool_mut(nth).filter(|_| kind == Kind::Pool) {
            pool.low *= 1.0 - 0.02 * nth as f64;
        }
        if let Some(strip) = plan.strip_mut(nth).filter(|_| kind == Kind::Strip) {
            strip.pool = nth as f64 + 1.0;
        }
        if let Some(conversion) = plan.conversion_mut(nth).filter(|_| kind == Kind::Conversion) {
            conversion.pool = nth as f64 + 1.0;
        }
    }
    plan
}

/// Waits for what comes after the first picture, and for what it draws.
fn settle(page: &Page) -> Outcome {
    page.wait_until_all_is_there()?;
    page.run_js("return new Promise(done => setTimeout(done, 1500))", &[]).map(drop)
}

/// A fresh profile on a processor so many times slower, with the pixel ratio of a good screen.
fn slowed<'a>(browser: &'a Browser, server: &Server, slowdown: u32) -> Outcome<Page<'a>> {
    let page = browser.page(&server.url())?;
    page.draw_finely(2.0)?;
    page.slow_down(f64::from(slowdown))?;
    Ok(page)
}

/// What was found, as it is printed.
#[derive(Default)]
struct Findings {
    missed: Vec<String>,
    targets: usize,
}

impl Findings {
    /// Prints median and 95th of a hundred, each against its target.
    fn row(&mut self, name: &str, mut times: Vec<f64>, targets: [Option<Target>; 2]) {
        times.sort_by(f64::total_cmp);
        if times.is_empty() {
            println!("{name:<46}  nothing to measure");
            self.missed.extend(targets.iter().flatten().map(|_| format!("{name}: nothing to measure")));
            return;
        }
        let at = [times[times.len() / 2], times[(times.len() * 95).div_ceil(100) - 1]];
        let said: Vec<String> = (0..2)
            .filter_map(|i| Some(format!("{} {}", ["median", "p95"][i], self.against(name, at[i], targets[i]?))))
            .collect();
        println!("{name:<46}{:>9.1}{:>9.1}   {}", at[0], at[1], said.join(", "));
    }

    fn one(&mut self, name: &str, value: f64, target: Option<Target>) {
        let said = target.map_or_else(String::new, |target| self.against(name, value, target));
        println!("{name:<46}{value:>9.1}{:>9}   {said}", "");
    }

    fn against(&mut self, name: &str, value: f64, target: Target) -> String {
        self.targets += 1;
        let (is_met, said) = match target {
            AtMost(most) => (value <= most, format!("at most {most}")),
            AtLeast(least) => (value >= least, format!("at least {least}")),
        };
        if !is_met {
            self.missed.push(format!("{name}: {value:.1}, {said}"));
        }
        format!("{said}: {}", if is_met { "met" } else { "missed" })
    }

    fn end(&self) -> Outcome {
        println!("\n{} of {} targets met", self.targets - self.missed.len(), self.targets);
        self.missed.iter().for_each(|missed| println!("    missed: {missed}"));
        Ok(())
    }
}
