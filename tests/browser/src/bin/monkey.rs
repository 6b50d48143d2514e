//! `monkey [actions] [seed]`: random actions on the page, as many and from that seed; what holds after each of them, and
//! the last of them where it does not.
//!
//! The same seed chooses the same actions on the same page. At the end of each stretch the page is loaded again right after
//! a step, and the plan must be the one that stood there.

use second_engine_browser::browser::Browser;
use second_engine_browser::page::Page;
use second_engine_browser::{Outcome, dist};
use second_engine_tools::server::Server;
use serde::Deserialize;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Actions between two loads of the page.
const STRETCH: u32 = 100;
const SCREENS: [(u32, u32); 4] = [(1440, 900), (390, 844), (1024, 768), (320, 640)];
const THEMES: [&str; 2] = ["light", "dark"];

/// Does random actions one after the other; what they were, and what does not hold.
///
/// Each goes through the element's own events. Left out is what leaves the page: files, downloads, printing, other hosts.
const ACT: &str = r#"
    let [actions, seed] = arguments;
    window.print = () => {};
    const pressed = HTMLElement.prototype.click;
    HTMLElement.prototype.click = function () { if (this.type !== 'file' && !this.download) pressed.call(this); };
    const random = () => {
        seed = (seed + 0x6D2B79F5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const one = list => list[Math.floor(random() * list.length)];
    const TYPED = ['0', '-1', '1', '7', '17,5', '45', '150', '1e9', '-1e308', '1e-320', '99999999999', '6000', '0.5', '-3 %', '',
        '.', 'abc', '1/0', 'NaN', 'Infinity', '∞', '<img src=x onerror=alert(1)>', '💥', ' 2 500,75 ', '2026-12-18', 'SPX', '%00'];
    const KEYS = ['1', '2', '3', '4', '5', 'Escape', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp',
        'Enter', '?', 'a', 'h', 's', 'z', 'r', 'f', 'p', '/', '[', ']'];
    const LINKS = ['v=2', 'v=2&holdings=', 'v=2&holdings=pool', 'v=2&holdings=condor,pool,pool&shock.vix=80&view=size', 'v=2&shock.vix=9&view=hedge',
        'v=9&who=knows', 'nonsense', 'v=2&shock.vix=%', 'v=1&shock.vix=45', 'v=2&pool.low=1e-300&view=pool', 'main'];
    const said = element => `${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''} ${(element.ariaLabel ?? element.textContent).trim().slice(0, 30)}`;
    const fire = (element, event) => element.dispatchEvent(event);
    const settled = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const wrong = () => {
        if (!document.querySelector('main')) return 'the view is gone';
        // The model book may say what is none.
        const text = document.body.innerText.replace(document.querySelector('#model-book')?.innerText ?? '', '');
        // As a figure; what was typed stands in boxes and in quotation marks.
        const bad = text.match(/(^|[\s$€(+−-])(NaN|[Ii]nf(inity)?|undefined|null)(?=[\s%.,;:)]|$)/m);
        if (bad && !/[“"']\s*$/.test(text.slice(0, bad.index + 1))) return 'it says ' + text.slice(Math.max(0, bad.index - 60), bad.index + 40);
        if (document.documentElement.scrollWidth > innerWidth) return `it is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`;
        if (violations.length) return 'the content policy refused ' + violations.join();
        return null;
    };
    const act = () => {
        const all = [...document.querySelectorAll('button, a, input, select, textarea, summary, [tabindex="0"]')].filter(element =>
            element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.type !== 'file'
            && !element.download && !(element.host && element.host !== location.host) && !element.matches('.skip'));
        const element = one(all);
        const kind = random();
        if (kind < 0.08) {
            const key = one(KEYS), ctrlKey = random() < 0.2, target = random() < 0.5 ? element : document.body;
            fire(target, new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
            return `key ${ctrlKey ? 'Ctrl ' : ''}${key} on ${said(target).slice(0, 40)}`;
        }
        if (kind < 0.10) { location.hash = one(LINKS); return `the link ${location.hash}`; }
        if (element.matches('input[type=range]')) {
            element.focus();
            const [low, high] = [Number(element.min), Number(element.max)];
            let value;
            for (let i = 0; i < 3; i++) {
                value = low + (high - low) * random();
                element.value = value;
                fire(element, new InputEvent('input', { bubbles: true }));
            }
            fire(element, new Event('change', { bubbles: true }));
            return `${said(element)} to ${value}`;
        }
        if (element.matches('input:not([type=checkbox]):not([type=radio]), textarea')) {
            element.focus();
            // A name may be any word.
            const value = element.id.endsWith('.name') || element.matches('textarea') ? one(TYPED.slice(-7)) : one(TYPED);
            element.value = value;
            fire(element, new InputEvent('input', { bubbles: true }));
            if (random() < 0.8) fire(element, new Event('change', { bubbles: true }));
            if (random() < 0.5) element.blur();
            return `'${value}' into ${said(element)}`;
        }
        if (element.matches('select')) {
            element.value = one([...element.options]).value;
            fire(element, new Event('change', { bubbles: true }));
            return `${said(element).slice(0, 30)} to ${element.value}`;
        }
        element.focus();
        element.click();
        return `press ${said(element)}`;
    };
    return (async () => {
        const done = [];
        for (let i = 0; i < actions; i++) {
            done.push(act());
            await settled();
            const fault = wrong();
            if (fault) return { done, fault, seed };
        }
        return { done, fault: null, seed };
    })();
"#;

/// The plan on the page, as Save writes it; nothing is downloaded.
const PLAN: &str = "
    const make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
    let plan = null;
    URL.createObjectURL = blob => { plan = blob; return make.call(URL, blob); };
    HTMLAnchorElement.prototype.click = () => {};
    document.getElementById('save').click();
    [URL.createObjectURL, HTMLAnchorElement.prototype.click] = [make, click];
    return plan?.text() ?? null;
";
/// What the page says where a link was not read; its own example stands there then.
const LINK_REFUSED: &str =
    "document.querySelector('#damaged p')?.innerText.startsWith('The link cannot be read') ?? false";

/// What a stretch of actions came to.
#[derive(Deserialize)]
struct Stretch {
    done: Vec<String>,
    fault: Option<String>,
    seed: i64,
}

fn main() -> ExitCode {
    let number = |nth: usize| std::env::args().nth(nth).and_then(|text| text.parse::<u32>().ok());
    let (actions, seed) = (number(1).unwrap_or(2_000), number(2).unwrap_or(1));
    match run(actions, seed) {
        Ok(None) => {
            println!("\n{actions} actions from seed {seed}: the page holds.");
            ExitCode::SUCCESS
        }
        Ok(Some(fault)) => {
            println!("\n{fault}");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("\nThe monkey stopped: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The first thing that did not hold, with the actions that led to it.
fn run(actions: u32, seed: u32) -> Outcome<Option<String>> {
    let server = Server::start(&dist(), "", 0)?;
    let browser = Browser::start()?;
    let page = browser.page(&server.url())?;
    page.start_afresh()?;
    let mut next = i64::from(seed);
    for nth in 0..actions.div_ceil(STRETCH) {
        let (width, height) = SCREENS[nth as usize % SCREENS.len()];
        page.set_viewport(width, height)?;
        let theme = format!("theme={}", THEMES[nth as usize / SCREENS.len() % THEMES.len()]);
        page.open_at(&theme, "")?;
        page.wait_until_all_is_there()?;
        let count = STRETCH.min(actions - nth * STRETCH);
        let stretch: Stretch = serde_json::from_value(page.run_js(ACT, &[json!(count), json!(next)])?)?;
        next = stretch.seed;
        println!("{} actions at {width} px", stretch.done.len());
        if let Some(fault) = fault(&page, &stretch, 30.0 + f64::from(nth % 50))? {
            let last = stretch.done.iter().rev().take(12).rev().map(|line| format!("    {line}\n")).collect::<String>();
            let at = page.eval_js("location.href")?;
            let before = nth * STRETCH + stretch.done.len() as u32;
            return Ok(Some(format!("After {before} actions from seed {seed}: {fault}\n{last}    {at}")));
        }
    }
    Ok(None)
}

/// The plan that stands on the page after a step, and the one that stands there once it is loaded again at once, where they
/// differ.
fn changed_by_loading(page: &Page, vix: f64) -> Outcome<Option<String>> {
    page.set_slider("#vix-slider", vix)?;
    let before = page.run_js(PLAN, &[])?;
    page.reload()?;
    page.wait_until_all_is_there()?;
    if page.eval_js(LINK_REFUSED)? == Value::Bool(true) {
        return Ok(None);
    }
    let after = page.run_js(PLAN, &[])?;
    let texts = [&before, &after].map(|plan| plan.as_str().unwrap_or_default().to_owned());
    let line = texts[0].lines().zip(texts[1].lines()).find(|(before, after)| before != after);
    Ok((before.is_null() || texts[0] != texts[1]).then(|| format!("loading it again changes the plan: {line:?}")))
}

/// What does not hold at the end of a stretch: a figure that is none, a warning on the console, a page that does not answer,
/// a plan that is another one once the page is loaded again.
fn fault(page: &Page, stretch: &Stretch, vix: f64) -> Outcome<Option<String>> {
    if let Some(fault) = &stretch.fault {
        return Ok(Some(fault.clone()));
    }
    if let Some(fault) = changed_by_loading(page, vix)? {
        return Ok(Some(fault));
    }
    let complaints = page.complaints()?;
    Ok((!complaints.is_empty()).then(|| format!("the console says {}", complaints.join("; "))))
}
