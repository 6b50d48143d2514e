//! One browser session on the page, in the words of a journey. Every call waits for its answer.

use crate::Outcome;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::fs;
use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, ChromeCapabilities, Key, TypingData, WebDriver};
use tokio::runtime::Runtime;

/// How long anything that is waited for may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Collects what the browser would only mention in passing; runs before any script of the page.
const WITNESS: &str = "
    window.violations = [];
    addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI), true);
    window.events = [];
    for (const name of ['second-engine-offline-ready', 'second-engine-update'])
        addEventListener(name, () => events.push(name));
    new MutationObserver(() => { window.readyAt ??= performance.now(); })
        .observe(document, { subtree: true, attributeFilter: ['data-ready'] });
";

/// A browser session on the page. Dropping it closes the browser.
pub struct Page<'browser> {
    runtime: &'browser Runtime,
    driver: Option<WebDriver>,
    home: String,
}

impl<'browser> Page<'browser> {
    pub(crate) fn start(
        runtime: &'browser Runtime,
        url: &str,
        wanted: ChromeCapabilities,
        home: &str,
    ) -> Outcome<Self> {
        let driver = runtime.block_on(WebDriver::new(url, wanted))?;
        let page = Self { runtime, driver: Some(driver), home: home.to_owned() };
        page.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WITNESS }))?;
        Ok(page)
    }

    fn ask<T, F: Future<Output = WebDriverResult<T>>>(&self, question: impl FnOnce(WebDriver) -> F) -> Outcome<T> {
        let driver = self.driver.clone().ok_or("the session has ended")?;
        Ok(self.runtime.block_on(question(driver))?)
    }

    /// As at a first visit: nothing typed is kept, the window is wide, the system light, the logs empty.
    pub fn start_afresh(&self) -> Outcome {
        self.goto("about:blank")?; // the app saves on leaving: only then forget
        let kept = json!({ "origin": self.home, "storageTypes": "local_storage" });
        self.cdp("Storage.clearDataForOrigin", kept)?;
        self.set_viewport(1440, 900)?;
        self.set_system_theme("light")?;
        self.slow_down(1.0)?;
        self.complaints()?;
        self.requests().map(drop)
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
        self.ask(|driver| async move { driver.goto(url).await })
    }

    /// Loads the page again and waits until the app is ready.
    pub fn reload(&self) -> Outcome {
        self.ask(|driver| async move { driver.refresh().await })?;
        self.wait_until_ready()
    }

    /// Opens a new tab and goes on there.
    pub fn new_tab(&self) -> Outcome {
        self.ask(|driver| async move {
            let tab = driver.new_tab().await?;
            driver.switch_to_window(tab).await
        })?;
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WITNESS })).map(drop)
    }

    /// The app says so itself, by `data-ready` on the root element.
    pub fn wait_until_ready(&self) -> Outcome {
        self.wait_until("document.documentElement.dataset.ready !== undefined")
    }

    /// Waits until a JavaScript expression is true.
    pub fn wait_until(&self, expression: &str) -> Outcome {
        let start = Instant::now();
        while self.eval_js(expression)? != Value::Bool(true) {
            if start.elapsed() > PATIENCE {
                return Err(format!("still not true after {PATIENCE:?}: {expression}").into());
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        Ok(())
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
        let found = self.run_js("return document.querySelector(arguments[0])?.innerText ?? null", &[json!(css)])?;
        Ok(found.as_str().ok_or_else(|| format!("nothing on the page matches {css}"))?.to_owned())
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

    /// Clicks the first element that a CSS selector finds, with the mouse.
    pub fn click(&self, css: &str) -> Outcome {
        self.ask(|driver| async move { driver.find(By::Css(css)).await?.click().await })
    }

    /// Types into the focused element, or into the page where none is: text, or a `thirtyfour::Key`.
    pub fn press(&self, keys: impl Into<TypingData>) -> Outcome {
        let keys = keys.into();
        self.ask(|driver| async move { driver.action_chain().send_keys(keys).perform().await })
    }

    /// The same with a key held down, such as `Key::Control`.
    pub fn press_holding(&self, held: Key, keys: impl Into<TypingData>) -> Outcome {
        let keys = keys.into();
        self.ask(|driver| async move {
            driver.action_chain().key_down(held.clone()).send_keys(keys).key_up(held).perform().await
        })
    }

    /// Drags the first element that a CSS selector finds with the mouse, by so many CSS pixels.
    pub fn drag(&self, css: &str, right: i64, down: i64) -> Outcome {
        self.ask(|driver| async move {
            let handle = driver.find(By::Css(css)).await?;
            handle.scroll_into_view().await?;
            driver.action_chain().drag_and_drop_element_by_offset(&handle, right, down).perform().await
        })
    }

    /// The size of the view in CSS pixels; below 600 wide it is a touch screen with no hover.
    pub fn set_viewport(&self, width: u32, height: u32) -> Outcome {
        let phone = width < 600;
        self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone }))?;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).map(drop)
    }

    /// The system's colour scheme: `light` or `dark`.
    pub fn set_system_theme(&self, theme: &str) -> Outcome {
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).map(drop)
    }

    /// Makes the processor this many times slower; 1 is its own speed.
    pub fn slow_down(&self, times: f64) -> Outcome {
        self.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": times })).map(drop)
    }

    /// Writes the whole page, not only what is in view, as a PNG.
    pub fn screenshot(&self, path: &Path) -> Outcome {
        let size = &self.cdp("Page.getLayoutMetrics", json!({}))?["cssContentSize"];
        let all = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let picture = self.cdp("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "clip": all }))?;
        let picture = picture["data"].as_str().ok_or("the browser sent no picture")?;
        Ok(fs::write(path, STANDARD.decode(picture)?)?)
    }

    /// Any command of the Chrome DevTools Protocol.
    pub fn cdp(&self, method: &str, parameters: Value) -> Outcome<Value> {
        self.ask(|driver| async move { driver.cdp().send_raw(method, parameters).await })
    }

    /// Warnings and errors on the console since the last call.
    pub fn complaints(&self) -> Outcome<Vec<String>> {
        let entries = self.ask(|driver| async move { driver.browser_log().await })?;
        let loud = entries.into_iter().filter(|entry| ["WARNING", "SEVERE"].contains(&entry.level.as_str()));
        // Chromium does not check the integrity of a wasm preload (Trunk writes it) and says so.
        let harmless = |message: &str| message.contains("integrity") && message.contains("preload");
        Ok(loud.map(|entry| entry.message).filter(|message| !harmless(message)).collect())
    }

    /// What the content security policy has refused since the page was loaded.
    pub fn violations(&self) -> Outcome<Vec<String>> {
        Ok(serde_json::from_value(self.eval_js("window.violations")?)?)
    }

    /// The address of every request since the last call, `data:` and `blob:` included.
    pub fn requests(&self) -> Outcome<Vec<String>> {
        let entries = self.ask(|driver| async move { driver.get_log("performance").await })?;
        let address = |message: &str| -> Option<String> {
            let event = &serde_json::from_str::<Value>(message).ok()?["message"];
            let sent = event["method"] == "Network.requestWillBeSent";
            sent.then(|| event["params"]["request"]["url"].as_str().map(str::to_owned))?
        };
        Ok(entries.iter().filter_map(|entry| address(&entry.message)).collect())
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            let _ = self.runtime.block_on(driver.quit());
        }
    }
}
