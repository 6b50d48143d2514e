//! One browser session on the page, in the words of a journey. Every call waits for its answer.

use crate::Outcome;
use crate::beyond::EVENTS;
use crate::bidi::Bidi;
use crate::browser::Driver;
use crate::engine::Engine;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};
use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner, WebDriverResult};
use thirtyfour::{By, Capabilities, Key, TypingData, WebDriver, WebElement};
use tokio::runtime::Runtime;

/// How long anything that is waited for may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// In WebKitGTK, which compiles the engine anew at each load, and slowly: paths and years there take a minute of a busy core.
const MORE_PATIENCE: Duration = Duration::from_secs(120);

/// What is wrong with the layout as it stands: the page wider than its window, elements beyond its edges, words cut by
/// their box, words over other words, sliders that are too short to be of use. Boxes that scroll by themselves may hold more than they show.
pub const FAULTS: &str = "
    const faults = [];
    const name = element => (element.id ? '#' + element.id : element.className?.baseVal ?? element.className) + ' ' + element.textContent.trim().slice(0, 40);
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const shown = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.sr, .skip, .brand-name, [popover]:not(:popover-open)');
    const scrolls = (element, kinds) => {
        for (let up = element; up && up !== document.body; up = up.parentElement)
            if (kinds.includes(getComputedStyle(up).overflowX)) return up;
        return null;
    };
    const words = [];
    for (const element of document.querySelectorAll('body *')) {
        if (!shown(element) || element.closest('svg')) continue;
        const edge = element.getBoundingClientRect();
        if (edge.width === 0) continue;
        if ((edge.right > innerWidth + 0.5 || edge.left < -0.5) && !scrolls(element, ['auto', 'scroll', 'hidden']))
            faults.push('beyond the edge: ' + name(element));
        const style = getComputedStyle(element);
        const cuts = ['hidden', 'clip'].includes(style.overflowX);
        if (cuts && !element.matches('.plot') && element.scrollWidth > element.clientWidth + 1) faults.push('cut: ' + name(element));
        if (element.matches('input') && ['text', 'search'].includes(element.type) && element.scrollWidth > element.clientWidth + 1)
            faults.push('cut in its box: ' + (element.id || element.ariaLabel) + ' ' + element.value);
        if (element.matches('.rng') && edge.width < 140) faults.push(`a slider of ${Math.round(edge.width)} px: ${element.id}`);
        if (element.matches('select')) {
            const pen = document.createElement('canvas').getContext('2d');
            pen.font = style.font;
            const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            const said = element.selectedOptions[0]?.textContent ?? '';
            if (pen.measureText(said).width > room + 2) faults.push(`cut in its list: ${element.id} ${said}`);
        }
        const own = [...element.childNodes].filter(node => node.nodeType === 3 && node.textContent.trim());
        if (own.length && !scrolls(element, ['auto', 'scroll']) && !element.closest('option')) {
            const range = document.createRange();
            for (const node of own) {
                range.selectNodeContents(node);
                for (const r of range.getClientRects()) words.push([r, element]);
            }
        }
    }
    const layer = element => element.closest('.head, .dock, .rail, .menu-sheet, .foot, dialog, [popover]');
    words.sort((a, b) => a[0].top - b[0].top);
    for (let i = 0; i < words.length; i++)
        for (let j = i + 1; j < words.length && words[j][0].top < words[i][0].bottom - 3; j++) {
            const [[a, one], [b, other]] = [words[i], words[j]];
            if (one === other || layer(one) !== layer(other)) continue;
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (wide > 2 && high > 4) faults.push(`over each other: ${name(one)} | ${name(other)}`);
        }
    return [...new Set(faults)].slice(0, 30);
";

/// The browser has ended under its session: no journey can go on there, and none has failed for it.
#[derive(Debug)]
pub struct Gone(String);

impl Gone {
    /// Each driver names it at the first question after it, and knows of no session from then on.
    fn of(error: &WebDriverError) -> Option<Self> {
        let said = error.to_string();
        let has_ended = matches!(error.as_inner(), WebDriverErrorInner::InvalidSessionId(_))
            || [
                "session deleted",
                "tab crashed",
                "not connected to DevTools",
                "Failed to decode response from marionette",
            ]
            .iter()
            .any(|sign| said.contains(sign));
        has_ended.then(|| Self(said.lines().take(4).map(str::trim).collect::<Vec<_>>().join(" ")))
    }
}

impl Display for Gone {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "the browser has ended: {}", self.0)
    }
}
impl std::error::Error for Gone {}

/// A browser session on the page. Dropping it closes the browser.
pub struct Page<'browser> {
    runtime: &'browser Runtime,
    pub(crate) engine: Engine,
    pub(crate) bidi: Option<RefCell<Bidi>>,
    session: Option<WebDriver>,
    home: String,
    // After the session, which it still has to end.
    _driver: Driver,
}

impl<'browser> Page<'browser> {
    pub(crate) fn start(
        runtime: &'browser Runtime,
        engine: Engine,
        driver: Driver,
        wanted: Capabilities,
        home: &str,
    ) -> Outcome<Self> {
        let session = runtime.block_on(WebDriver::new(driver.url.as_str(), wanted))?;
        // A benchmark is one script.
        runtime.block_on(session.set_script_timeout(Duration::from_secs(300)))?;
        let socket = session.capabilities().get("webSocketUrl").and_then(Value::as_str).map(str::to_owned);
        let bidi = socket.map(|url| Bidi::open(&url, &EVENTS)).transpose()?.map(RefCell::new);
        let page = Self { runtime, engine, bidi, session: Some(session), home: home.to_owned(), _driver: driver };
        page.witness_all()?;
        Ok(page)
    }

    pub(crate) fn ask<T, F: Future<Output = WebDriverResult<T>>>(
        &self,
        question: impl FnOnce(WebDriver) -> F,
    ) -> Outcome<T> {
        let driver = self.session.clone().ok_or("the session has ended")?;
        self.runtime.block_on(question(driver)).map_err(|error| match Gone::of(&error) {
            Some(gone) => gone.into(),
            None => error.into(),
        })
    }

    /// As at a first visit: nothing typed is kept, the window is wide, the system light, the logs empty.
    pub fn start_afresh(&self) -> Outcome {
        // The app saves on being left, so only then forget; from a page of its own process, for the browser's door
        // to the storage may be quicker than what the app writes.
        self.goto(&format!("{}icon.svg", self.home))?;
        // The plan of a link that says nothing: the opening example may change, journeys are not about its figures.
        self.eval_js("localStorage.clear(), sessionStorage.clear()")?;
        // The files that were read. Nobody has them open: the page is left.
        self.eval_js(
            "new Promise(done => { const gone = indexedDB.deleteDatabase('second-engine'); gone.onsuccess = gone.onerror = gone.onblocked = () => done(1) })",
        )?;
        self.eval_js("localStorage['second-engine.plan'] = '#1\\n=v=2\\n'")?;
        self.set_viewport(1440, 900)?;
        self.set_system_theme("light")?;
        self.slow_down(1.0)?;
        self.complaints()?;
        self.requests().map(drop)
    }

    /// The engine that it runs in.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The address of the page without a fragment.
    pub fn home(&self) -> &str {
        &self.home
    }

    /// Loads the page with this fragment (without '#', may be empty) and waits until the app is ready.
    pub fn open(&self, fragment: &str) -> Outcome {
        self.open_at("", fragment)
    }

    /// The same with a query, such as `theme=dark`.
    pub fn open_at(&self, query: &str, fragment: &str) -> Outcome {
        let url = match (query, fragment) {
            ("", "") => self.home.clone(),
            (query, "") => format!("{}?{query}", self.home),
            ("", fragment) => format!("{}#{fragment}", self.home),
            (query, fragment) => format!("{}?{query}#{fragment}", self.home),
        };
        // Through an empty page: a change of the fragment alone would not load anything.
        self.goto("about:blank")?;
        self.goto(&url)?;
        self.wait_until_ready()
    }

    /// Loads an address and does not wait for the app.
    pub fn goto(&self, url: &str) -> Outcome {
        self.ask(|driver| async move { driver.goto(url).await })?;
        self.witness_loaded()
    }

    /// Goes on in a frame of the page, until another address is loaded.
    pub fn enter_frame(&self, css: &str) -> Outcome {
        let frame = self.find(css)?;
        self.ask(|_| async move { frame.enter_frame().await })
    }

    /// Loads the page again and waits until the app is ready.
    pub fn reload(&self) -> Outcome {
        self.load_again()?;
        self.witness_loaded()?;
        self.wait_until_ready()
    }

    /// Opens a new tab and goes on there.
    pub fn new_tab(&self) -> Outcome {
        self.open_tab()?;
        self.witness_new_tab()
    }

    /// The app says so itself, by `data-ready` on the root element.
    pub fn wait_until_ready(&self) -> Outcome {
        self.wait_until("document.documentElement.dataset.ready !== undefined").map_err(|error| {
            let said =
                "document.getElementById('cannot-start')?.innerText ?? location.href + ' ' + document.readyState";
            format!("{error}; the page says {:?}", self.eval_js(said))
        })?;
        // It may have loaded itself again meanwhile.
        self.witness_loaded()
    }

    /// Waits until a JavaScript expression is true. Between two pages there is none that could say so.
    pub fn wait_until(&self, expression: &str) -> Outcome {
        let start = Instant::now();
        loop {
            match self.eval_js(expression) {
                Ok(Value::Bool(true)) => return Ok(()),
                Err(error) if error.is::<Gone>() || start.elapsed() > self.patience() => return Err(error),
                Ok(_) if start.elapsed() > self.patience() => {
                    return Err(format!("still not true after {:?}: {expression}", self.patience()).into());
                }
                _ => std::thread::sleep(Duration::from_millis(25)),
            }
        }
    }

    /// The plan in the address once it has rested for half a second: the page writes it after the step, and a later step
    /// may still be on its way.
    pub fn settled_address(&self) -> Outcome<String> {
        let read = || self.eval_js("location.hash.slice(1)");
        let (start, mut last, mut since) = (Instant::now(), read()?, Instant::now());
        while since.elapsed() < Duration::from_millis(500) {
            if start.elapsed() > self.patience() {
                return Err(format!("the address still moves after {:?}: {last}", self.patience()).into());
            }
            std::thread::sleep(Duration::from_millis(25));
            let now = read()?;
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
        Ok(last.as_str().unwrap_or_default().to_owned())
    }

    fn patience(&self) -> Duration {
        if self.engine == Engine::WebKit { MORE_PATIENCE } else { PATIENCE }
    }

    /// The value of a JavaScript expression; a promise is awaited.
    pub fn eval_js(&self, expression: &str) -> Outcome<Value> {
        self.run_js(&format!("return ({expression})"), &[])
    }

    /// What a JavaScript function body returns; `arguments` holds the arguments, a promise is awaited.
    pub fn run_js(&self, body: &str, arguments: &[Value]) -> Outcome<Value> {
        let arguments = arguments.to_vec();
        self.ask(|driver| async move { Ok(driver.execute(body, arguments).await?.json().clone()) })
    }

    /// The text of the first element that a CSS selector finds, as a person sees it.
    pub fn text(&self, css: &str) -> Outcome<String> {
        let found =
            self.run_js("return document.querySelector(arguments[0])?.innerText.trim() ?? null", &[json!(css)])?;
        // A joiner keeps a sign with its dollars; it is no word.
        Ok(found.as_str().ok_or_else(|| format!("nothing on the page matches {css}"))?.replace('\u{2060}', ""))
    }

    /// Turns to a view by a click on its name, and waits for its answer.
    pub fn show_view(&self, view: &str) -> Outcome {
        self.run_js("document.getElementById(`view-${arguments[0]}`).click()", &[json!(view)])?;
        let answer = match view {
            "book" => "document.querySelector('#readout b') !== null".to_owned(),
            view => format!("document.querySelector('#{view}-answer')?.textContent.length > 20"),
        };
        self.wait_until(&answer)
    }

    /// Waits for the first element that a CSS selector finds and brings it into view.
    pub fn show(&self, css: &str) -> Outcome {
        self.find(css)?;
        self.run_js("document.querySelector(arguments[0])?.scrollIntoView()", &[json!(css)])?;
        Ok(())
    }

    /// Scrolls to the end and back until everything below has come into view once.
    pub fn see_all(&self) -> Outcome {
        self.run_js(
            "const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 40)));
             return (async () => {
                 for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
                     scrollTo(0, y);
                     await frame();
                 }
                 scrollTo(0, 0);
                 await frame();
             })();",
            &[],
        )
        .map(drop)
    }

    /// Opens everything in the rail that can be opened, and what is in it: it exists only then.
    pub fn unfold(&self) -> Outcome {
        self.wait_until_all_is_there()?;
        self.wait_until(
            "(() => {
                 const closed = [...document.querySelectorAll('#rail details:not([open]), .menu-sheet details:not([open])')];
                 closed.forEach(part => part.open = true);
                 const empty = [...document.querySelectorAll('#rail > details[open], #rail li > details[open]')].filter(part => part.children.length < 2);
                 return closed.length + empty.length === 0;
             })()",
        )
    }

    /// Moves a slider or fills a box as a person does: `input` while moving, `change` on letting go.
    pub fn set_slider(&self, css: &str, value: f64) -> Outcome {
        let found = self.run_js(
            "const slider = document.querySelector(arguments[0]);
             if (!slider) return false;
             slider.value = arguments[1];
             slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
             slider.dispatchEvent(new Event('change', { bubbles: true }));
             return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true))));",
            &[json!(css), json!(value)],
        )?;
        if found == Value::Bool(true) { Ok(()) } else { Err(format!("nothing on the page matches {css}").into()) }
    }

    /// The first element that a CSS selector finds, once it is there: charts come when they are seen.
    fn find(&self, css: &str) -> Outcome<WebElement> {
        let start = Instant::now();
        loop {
            match self.ask(|driver| async move { driver.find(By::Css(css)).await }) {
                Err(_) if start.elapsed() < self.patience() => std::thread::sleep(Duration::from_millis(25)),
                found => return found,
            }
        }
    }

    /// Clicks the first element that a CSS selector finds, with the mouse.
    pub fn click(&self, css: &str) -> Outcome {
        let element = self.find(css)?;
        self.ask(|_| async move { element.click().await })?;
        self.felt()
    }

    /// Types into the focused element, or into the page where none is: text, or a `thirtyfour::Key`.
    pub fn press(&self, keys: impl Into<TypingData>) -> Outcome {
        let keys = keys.into();
        self.ask(|driver| async move { driver.action_chain().send_keys(keys).perform().await })?;
        self.felt()
    }

    /// The same with keys held down, such as `Key::Control`.
    pub fn press_holding(&self, held: &[Key], keys: impl Into<TypingData>) -> Outcome {
        let keys = keys.into();
        self.ask(|driver| async move {
            let down = held.iter().fold(driver.action_chain(), |chain, key| chain.key_down(key.clone()));
            let typed = down.send_keys(keys);
            held.iter().rev().fold(typed, |chain, key| chain.key_up(key.clone())).perform().await
        })?;
        self.felt()
    }

    /// Drags the first element that a CSS selector finds with the mouse, by so many CSS pixels.
    pub fn drag(&self, css: &str, right: i64, down: i64) -> Outcome {
        self.hold(css, &[(right, down)])?;
        self.let_go()
    }

    /// Presses the mouse on an element's centre and moves it by each of the offsets in turn, without letting go.
    pub fn hold(&self, css: &str, offsets: &[(i64, i64)]) -> Outcome {
        let handle = self.find(css)?;
        self.ask(|driver| async move {
            handle.scroll_into_view().await?;
            let held = driver.action_chain().move_to_element_center(&handle).click_and_hold();
            offsets.iter().fold(held, |chain, (x, y)| chain.move_by_offset(*x, *y)).perform().await
        })?;
        self.felt()
    }

    /// The same with so many milliseconds for each move, all sent in one go.
    pub fn hold_for(&self, css: &str, offsets: &[(i64, i64)], milliseconds: u64) -> Outcome {
        let step = Duration::from_millis(milliseconds);
        let handle = self.find(css)?;
        self.ask(|driver| async move {
            let held = driver.action_chain_with_delay(None, Some(step)).move_to_element_center(&handle);
            let held = held.click_and_hold();
            offsets.iter().fold(held, |chain, (x, y)| chain.move_by_offset(*x, *y)).perform().await
        })?;
        self.felt()
    }

    /// Lets go of what the mouse holds.
    pub fn let_go(&self) -> Outcome {
        self.ask(|driver| async move { driver.action_chain().release().perform().await })?;
        self.felt()
    }

    /// Moves the mouse over an element, this far from its centre, without pressing.
    pub fn hover(&self, css: &str, right: i64, down: i64) -> Outcome {
        let element = self.find(css)?;
        self.ask(|driver| async move {
            element.scroll_into_view().await?;
            let chain = driver.action_chain().move_to_element_center(&element);
            chain.move_by_offset(right, down).perform().await
        })?;
        self.felt()
    }

    /// Clicks at a place in the window, CSS pixels from its upper left corner.
    pub fn click_at(&self, x: f64, y: f64) -> Outcome {
        self.ask(|driver| async move { driver.action_chain().move_to(x as i64, y as i64).click().perform().await })?;
        self.felt()
    }

    /// Puts the keyboard focus on the first element that a CSS selector finds.
    pub fn focus(&self, css: &str) -> Outcome {
        self.find(css)?;
        let found = self.run_js(
            "const element = document.querySelector(arguments[0]);
             element?.focus();
             return element !== null && element === document.activeElement;",
            &[json!(css)],
        )?;
        if found == Value::Bool(true) { Ok(()) } else { Err(format!("{css} does not take the focus").into()) }
    }

    /// Replaces what stands in a box, key by key as a person does; the box keeps the focus.
    pub fn type_into(&self, css: &str, text: &str) -> Outcome {
        self.focus(css)?;
        self.press_holding(&[Key::Control], "a")?;
        match text {
            "" => self.press(Key::Delete),
            text => self.press(text),
        }
    }

    /// Chooses a file for a file input.
    pub fn choose_file(&self, css: &str, file: &Path) -> Outcome {
        let file = file.to_string_lossy().into_owned();
        let input = self.find(css)?;
        self.ask(|_| async move { input.send_keys(file).await })
    }

    /// Left, top, width and height of the first element that a CSS selector finds, CSS pixels in the window.
    pub fn place(&self, css: &str) -> Outcome<[f64; 4]> {
        self.find(css)?;
        let found = self.run_js(
            "const r = document.querySelector(arguments[0])?.getBoundingClientRect();
             return r ? [r.left, r.top, r.width, r.height] : null;",
            &[json!(css)],
        )?;
        serde_json::from_value(found).map_err(|_| format!("nothing on the page matches {css}").into())
    }

    /// Waits until an element reads so.
    pub fn wait_for_text(&self, css: &str, text: &str) -> Outcome {
        let start = Instant::now();
        loop {
            let found = self.text(css)?;
            if found == text {
                return Ok(());
            }
            if start.elapsed() > self.patience() {
                return Err(format!("{css} still reads {found:?} and not {text:?}").into());
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }

    /// Waits for what comes after the first screen.
    pub fn wait_until_all_is_there(&self) -> Outcome {
        self.eval_js("secondEngine.ready.then(() => true)").map(drop)
    }

    /// What the content security policy has refused since the page was loaded.
    pub fn violations(&self) -> Outcome<Vec<String>> {
        Ok(serde_json::from_value(self.eval_js("window.violations")?)?)
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let _ = self.runtime.block_on(session.quit());
        }
    }
}
