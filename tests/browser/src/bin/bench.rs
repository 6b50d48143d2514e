//! Measures the built page: a drag of the VIX slider up to the last stroke on a canvas or change of the page, in the
//! view Book and with each other one, first paint, readiness, the same over a slow line, and what the arrival of the
//! second part of the page costs.
//!
//! Up to the last change and not to the next frame: headless Chromium paints in software, which is no one's speed.

use second_engine_browser::browser::Browser;
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, dist};
use second_engine_tools::server::Server;
use serde_json::json;

const EVENTS: u32 = 200;
const LOADS: u32 = 5;

/// Notes when a canvas was last drawn on or the page last changed, then sweeps the slider up and down: milliseconds
/// from each input event to the last change it caused.
const DRAG: &str = "
    let last = 0;
    new MutationObserver(() => last = performance.now())
        .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    const canvas = CanvasRenderingContext2D.prototype;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(canvas))) {
        if (typeof value !== 'function' || name === 'constructor') continue;
        canvas[name] = function (...all) {
            const result = value.apply(this, all);
            last = performance.now();
            return result;
        };
    }
    const slider = document.querySelector('#vix-slider');
    if (!slider) return [];
    const [low, high] = [Number(slider.min), Number(slider.max)];
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const times = [];
    for (let i = 0; i < arguments[0]; i++) {
        slider.value = low + (high - low) * (0.5 - 0.5 * Math.cos(i / 7));
        const start = performance.now();
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await frame();
        await frame();
        if (last > start) times.push(last - start);
    }
    return times;
";

/// A line of 10 Mbit/s with 40 ms of latency.
const LINE: [f64; 2] = [10e6 / 8.0, 40.0];
const READY_TARGET_MS: f64 = 600.0;

/// From the first picture on: when the second part had been fetched, the longest task of the page's since.
const ARRIVAL: &str = "
    const tasks = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
    return secondEngine.ready.then(() => new Promise(done => setTimeout(() => {
        const chunk = performance.getEntriesByType('resource').find(entry => /later-.*wasm$/.test(entry.name));
        const later = tasks.filter(task => task.startTime > readyAt).map(task => task.duration);
        done([chunk.responseEnd, Math.max(0, ...later)]);
    }, 1000)));
";

const PAINT: &str = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";

fn main() -> Outcome {
    let server = Server::start(&dist(), "", 0)?;
    let browser = Browser::start()?;

    println!("Milliseconds{:>34}{:>9}", "median", "p95");
    for slowdown in [1, 4] {
        let (mut paints, mut readies, mut longest) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..LOADS {
            let page = slowed(&browser, &server, slowdown)?;
            page.open("")?;
            paints.extend(page.eval_js(PAINT)?.as_f64());
            readies.extend(page.eval_js("readyAt")?.as_f64());
            longest.extend(page.run_js(ARRIVAL, &[])?[1].as_f64());
        }
        print_row(&format!("first paint, {slowdown}x slowdown"), paints);
        print_row(&format!("ready, {slowdown}x slowdown"), readies);
        print_row(&format!("longest task after ready, {slowdown}x"), longest);

        let page = slowed(&browser, &server, slowdown)?;
        page.open("")?;
        let times = page.run_js(DRAG, &[json!(EVENTS)])?;
        print_row(&format!("slider to last change, {slowdown}x"), serde_json::from_value(times)?);
    }
    let (mut readies, mut arrivals) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        let page = slowed(&browser, &server, 1)?;
        page.limit_line(LINE[0], LINE[1])?;
        page.open("")?;
        readies.extend(page.eval_js("readyAt")?.as_f64());
        arrivals.extend(page.run_js(ARRIVAL, &[])?[0].as_f64());
    }
    let median = print_row("ready at 10 Mbit/s and 40 ms", readies);
    println!("    target {READY_TARGET_MS}: {}", if median <= READY_TARGET_MS { "met" } else { "missed" });
    print_row("the rest fetched, on the same line", arrivals);
    for view in ["size", "hedge", "pool", "learn"] {
        let page = slowed(&browser, &server, 1)?;
        page.open("")?;
        page.show_view(view)?;
        let times = page.run_js(DRAG, &[json!(EVENTS)])?;
        print_row(&format!("slider in the view {view}"), serde_json::from_value(times)?);
    }
    Ok(())
}

/// A fresh profile on a processor so many times slower, with the pixel ratio of a good screen.
fn slowed<'a>(browser: &'a Browser, server: &Server, slowdown: u32) -> Outcome<Page<'a>> {
    let page = browser.page(&server.url())?;
    page.cdp(
        "Emulation.setDeviceMetricsOverride",
        json!({ "width": 1440, "height": 900, "deviceScaleFactor": 2, "mobile": false }),
    )?;
    page.slow_down(f64::from(slowdown))?;
    Ok(page)
}

/// Prints the median and the 95th of a hundred; the median.
fn print_row(name: &str, mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    match times.len() {
        0 => println!("{name:<37}  nothing to measure"),
        count => println!(
            "{name:<37}{:>9.1}{:>9.1}   ({count} times)",
            times[count / 2],
            times[(count * 95).div_ceil(100) - 1]
        ),
    }
    times.get(times.len() / 2).copied().unwrap_or(f64::INFINITY)
}
