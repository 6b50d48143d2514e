//! What the page is driven by beyond W3C's WebDriver, and what each engine does for it: Chromium its DevTools, Firefox
//! BiDi and its own settings, WebKitGTK what a window and a script can do. What one cannot do is said here, by
//! [`Page::needs`], and the journey that asked for it counts as skipped with that reason.

use crate::Outcome;
use crate::engine::Engine::{self, Chromium, Firefox, WebKit};
use crate::page::Page;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::Method;
use serde_json::{Value, json};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::extensions::addons::firefox::FirefoxTools;

/// Collects what the browser would only mention in passing; runs before any script of the page, in WebKitGTK right
/// after it has loaded.
const WITNESS: &str = "
    if (!window.events) {
        window.violations = [];
        addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective + ' ' + e.blockedURI), true);
        window.events = [];
        for (const name of ['second-engine-offline-ready', 'second-engine-update'])
            addEventListener(name, () => events.push(name));
        new MutationObserver(() => { window.readyAt ??= performance.now(); })
            .observe(document, { subtree: true, attributeFilter: ['data-ready'] });
    }
";

/// Keeps warnings and errors, where the driver has no log.
const LISTEN: &str = "
    if (!window.complaints) {
        window.complaints = [];
        for (const kind of ['warn', 'error']) {
            const say = console[kind];
            console[kind] = (...words) => { complaints.push(words.join(' ')); say.apply(console, words); };
        }
        addEventListener('error', e => complaints.push(e.message || 'an element did not load'), true);
        addEventListener('unhandledrejection', e => complaints.push(String(e.reason)));
    }
";

/// The events of BiDi that are listened to.
pub(crate) const EVENTS: [&str; 2] = [LOG, REQUEST];
const LOG: &str = "log.entryAdded";
const REQUEST: &str = "network.beforeRequestSent";

/// What an engine's driver cannot do: no failure of the page.
#[derive(Debug)]
pub struct Lacking(String);

impl Display for Lacking {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Lacking {}

impl Page<'_> {
    /// Ends the journey as skipped, for this reason, in every engine but these.
    pub fn needs(&self, engines: &[Engine], why: &str) -> Outcome {
        if engines.contains(&self.engine) { Ok(()) } else { Err(Lacking(format!("{}: {why}", self.engine)).into()) }
    }

    /// Runs the witness before the scripts of each page of this tab.
    pub(crate) fn witness_all(&self) -> Outcome {
        match self.engine {
            Chromium => self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WITNESS })).map(drop),
            Firefox => {
                let function = format!("() => {{ {WITNESS} }}");
                self.bidi("script.addPreloadScript", json!({ "functionDeclaration": function })).map(drop)
            }
            WebKit => Ok(()),
        }
    }

    /// Opens a tab, in WebKitGTK a window: a tab behind others draws nothing there.
    pub(crate) fn open_tab(&self) -> Outcome {
        let engine = self.engine;
        self.ask(|driver| async move {
            let tab = if engine == WebKit { driver.new_window().await? } else { driver.new_tab().await? };
            driver.switch_to_window(tab).await
        })
    }

    /// Puts this tab before the others, which are hidden then.
    pub fn come_to_front(&self) -> Outcome {
        self.needs(&[Chromium], "only Chromium's DevTools bring a tab to the front")?;
        self.cdp("Page.bringToFront", json!({})).map(drop)
    }

    /// The same in a tab that has just been opened: what Firefox is told holds for every tab.
    pub(crate) fn witness_new_tab(&self) -> Outcome {
        if self.engine == Chromium { self.witness_all() } else { Ok(()) }
    }

    /// Runs it now, where it could not run before.
    pub(crate) fn witness_loaded(&self) -> Outcome {
        match self.engine {
            Chromium | Firefox => Ok(()),
            WebKit => self.run_js(&format!("{WITNESS}{LISTEN}"), &[]).map(drop),
        }
    }

    /// Loads the page again as a person does. Firefox's driver would go round the page's worker.
    pub(crate) fn load_again(&self) -> Outcome {
        match self.engine {
            Chromium | WebKit => self.ask(|driver| async move { driver.refresh().await }),
            Firefox => {
                self.run_js("window.isOld = true; location.reload();", &[])?;
                let is_new = "window.isOld === undefined && document.readyState === 'complete'";
                for _ in 0..1000 {
                    // In between there is no page that could answer.
                    if self.eval_js(is_new).is_ok_and(|said| said == true) {
                        return Ok(());
                    }
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err("the page does not load again".into())
            }
        }
    }

    /// Waits until the page has felt what mouse and keys have just done: WebKit's driver answers before.
    pub(crate) fn felt(&self) -> Outcome {
        match self.engine {
            Chromium | Firefox => Ok(()),
            WebKit => {
                let frames = "return new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))";
                // What was done may have been to leave the page.
                let _ = self.run_js(frames, &[]);
                Ok(())
            }
        }
    }

    /// A touch screen tells the page that nothing hovers there.
    pub fn be_without_hover(&self) -> Outcome {
        self.needs(&[Chromium, Firefox], "its screen is never one for fingers")
    }

    /// A key, so many times in a row; in WebKitGTK each once the page has felt the one before.
    pub fn press_often(&self, key: &str, times: usize) -> Outcome {
        match self.engine {
            Chromium | Firefox => self.press(key.repeat(times)),
            WebKit => (0..times).try_for_each(|_| self.press(key)),
        }
    }

    /// The size of the view in CSS pixels; below 600 wide it is a touch screen with no hover.
    pub fn set_viewport(&self, width: u32, height: u32) -> Outcome {
        let phone = width < 600;
        match self.engine {
            Chromium => {
                self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone }))?;
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
                self.cdp("Emulation.setDeviceMetricsOverride", metrics).map(drop)
            }
            Firefox => {
                let capabilities = if phone { COARSE } else { FINE_AND_HOVERING };
                for pointer in ["ui.primaryPointerCapabilities", "ui.allPointerCapabilities"] {
                    self.set_preference(pointer, json!(capabilities))?;
                }
                for touch in ["dom.w3c_touch_events.enabled", "ui.useOverlayScrollbars"] {
                    self.set_preference(touch, json!(i32::from(phone)))?;
                }
                let tab = self.ask(|driver| async move { driver.window().await })?.to_string();
                let viewport = json!({ "width": width, "height": height });
                self.bidi("browsingContext.setViewport", json!({ "context": tab, "viewport": viewport }))?;
                self.wait_until(&format!("innerWidth === {width} && innerHeight === {height}"))
            }
            WebKit => {
                // The window has a frame and a bar of its own.
                for _ in 0..3 {
                    let now = self.eval_js("[innerWidth, innerHeight]")?;
                    let side = |i: usize| now[i].as_i64().unwrap_or_default();
                    if [side(0), side(1)] == [i64::from(width), i64::from(height)] {
                        return Ok(());
                    }
                    let (right, down) = (i64::from(width) - side(0), i64::from(height) - side(1));
                    self.ask(|driver| async move {
                        let rect = driver.get_window_rect().await?;
                        let (width, height) = ((rect.width + right) as u32, (rect.height + down) as u32);
                        driver.set_window_rect(0, 0, width, height).await
                    })?;
                    std::thread::sleep(Duration::from_millis(100));
                }
                let now = self.eval_js("[innerWidth, innerHeight]")?;
                Err(Lacking(format!("{}: a window of {width} × {height} comes out as {now}", self.engine)).into())
            }
        }
    }

    /// The system's colour scheme: `light` or `dark`.
    pub fn set_system_theme(&self, theme: &str) -> Outcome {
        match self.engine {
            Chromium => {
                let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
                self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).map(drop)
            }
            Firefox => {
                let number = if theme == "dark" { 0 } else { 1 };
                self.set_preference("layout.css.prefers-color-scheme.content-override", json!(number))
            }
            WebKit if theme == "light" => Ok(()),
            WebKit => self.needs(&[Chromium, Firefox], "the system's theme cannot change while it runs"),
        }
    }

    /// Makes the processor this many times slower; 1 is its own speed.
    pub fn slow_down(&self, times: f64) -> Outcome {
        if times != 1.0 {
            self.needs(&[Chromium], "only Chromium's DevTools slow the processor")?;
        }
        match self.engine {
            Chromium => self.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": times })).map(drop),
            Firefox | WebKit => Ok(()),
        }
    }

    /// Draws so many pixels for each CSS pixel of a wide window, where the driver can.
    pub fn draw_finely(&self, ratio: f64) -> Outcome {
        match self.engine {
            Chromium => {
                let screen = json!({ "width": 1440, "height": 900, "deviceScaleFactor": ratio, "mobile": false });
                self.cdp("Emulation.setDeviceMetricsOverride", screen).map(drop)
            }
            Firefox => {
                self.set_viewport(1440, 900)?;
                self.set_preference("layout.css.devPixelsPerPx", json!(ratio.to_string()))
            }
            WebKit => self.set_viewport(1440, 900),
        }
    }

    /// From now on the line carries so many bytes a second, and every answer comes so many milliseconds later.
    pub fn limit_line(&self, bytes_per_second: f64, latency_ms: f64) -> Outcome {
        self.needs(&[Chromium], "only Chromium's DevTools slow the line")?;
        let (rate, latency) = (bytes_per_second, latency_ms);
        self.cdp(
            "Network.emulateNetworkConditions",
            json!({ "offline": false, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate }),
        )
        .map(drop)
    }

    /// Nothing comes from the browser's own store of files from now on, only from the page's worker or the host.
    pub fn forget_downloads(&self) -> Outcome {
        match self.engine {
            Chromium => {
                self.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true }))?;
                self.cdp("Network.clearBrowserCache", json!({})).map(drop)
            }
            Firefox => self.run_privileged("Services.cache2.clear();", &[]).map(drop),
            WebKit => self.needs(&[Chromium, Firefox], "its store of files cannot be emptied"),
        }
    }

    /// The page may keep no more than this many bytes.
    pub fn limit_storage(&self, bytes: u64) -> Outcome {
        self.needs(&[Chromium], "only Chromium's DevTools limit what a page may keep")?;
        let origin = self.home().split('/').take(3).collect::<Vec<_>>().join("/");
        self.cdp("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": bytes })).map(drop)
    }

    /// A script may read the clipboard as one that a person has let.
    pub fn open_clipboard(&self) -> Outcome {
        match self.engine {
            Chromium => {
                let granted = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
                self.cdp("Browser.grantPermissions", granted).map(drop)
            }
            Firefox => Ok(()),
            WebKit => self.needs(&[Chromium, Firefox], "a script may not read the clipboard"),
        }
    }

    /// A finger put down at the first place in the window, moved through the others and lifted.
    pub fn touch(&self, path: &[(f64, f64)]) -> Outcome {
        self.needs(&[Chromium, Firefox], "its driver has no finger")?;
        let mut steps = Vec::new();
        for (i, (x, y)) in path.iter().enumerate() {
            let milliseconds = if i == 0 { 0 } else { 30 };
            steps.push(json!({ "type": "pointerMove", "x": *x as i64, "y": *y as i64, "duration": milliseconds }));
            if i == 0 {
                steps.push(json!({ "type": "pointerDown", "button": 0 }));
            }
        }
        steps.push(json!({ "type": "pointerUp", "button": 0 }));
        let finger =
            json!({ "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" }, "actions": steps });
        self.command("/actions", json!({ "actions": [finger] })).map(drop)
    }

    /// Writes the whole page, not only what is in view, as a PNG.
    pub fn screenshot(&self, path: &Path) -> Outcome {
        let picture =
            match self.engine {
                Chromium => return self.screenshot_below(path, 0.0),
                Firefox => self.ask(|driver| async move {
                    FirefoxTools::new(driver.handle().clone()).full_screenshot_as_png().await
                })?,
                // It draws what is in its window, so that is as high as the page while it does.
                WebKit => {
                    let sides = "[innerWidth, innerHeight, document.documentElement.scrollHeight]";
                    let [width, height, whole]: [u32; 3] = serde_json::from_value(self.eval_js(sides)?)?;
                    self.set_viewport(width, whole.min(HIGHEST))?;
                    self.felt()?;
                    let picture = self.ask(|driver| async move { driver.screenshot_as_png().await })?;
                    self.set_viewport(width, height)?;
                    picture
                }
            };
        Ok(fs::write(path, picture)?)
    }

    /// The same from this many pixels below the top, by Chromium.
    pub fn screenshot_below(&self, path: &Path, top: f64) -> Outcome {
        self.needs(&[Chromium], "only Chromium draws a part of the page")?;
        let size = &self.cdp("Page.getLayoutMetrics", json!({}))?["cssContentSize"];
        let height = size["height"].as_f64().unwrap_or_default() - top;
        let clip = json!({ "x": 0, "y": top, "width": size["width"], "height": height, "scale": 1 });
        let picture = self.cdp("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "clip": clip }))?;
        let picture = picture["data"].as_str().ok_or("the browser sent no picture")?;
        Ok(fs::write(path, STANDARD.decode(picture)?)?)
    }

    /// Warnings and errors on the console since the last call.
    pub fn complaints(&self) -> Outcome<Vec<String>> {
        match self.engine {
            Chromium => {
                let entries = self.ask(|driver| async move { driver.browser_log().await })?;
                let loud = entries.into_iter().filter(|entry| ["WARNING", "SEVERE"].contains(&entry.level.as_str()));
                Ok(loud.map(|entry| entry.message).collect())
            }
            Firefox => {
                let entries = self.happened(LOG)?;
                let loud =
                    entries.iter().filter(|entry| ["warn", "error"].iter().any(|level| entry["level"] == *level));
                Ok(loud.map(|entry| entry["text"].as_str().unwrap_or_default().to_owned()).collect())
            }
            WebKit => Ok(serde_json::from_value(self.eval_js("window.complaints?.splice(0) ?? []")?)?),
        }
    }

    /// The address of every request since the last call, `data:` and `blob:` included.
    pub fn requests(&self) -> Outcome<Vec<String>> {
        match self.engine {
            Chromium => {
                let entries = self.ask(|driver| async move { driver.get_log("performance").await })?;
                let address = |message: &str| -> Option<String> {
                    let event = &serde_json::from_str::<Value>(message).ok()?["message"];
                    let sent = event["method"] == "Network.requestWillBeSent";
                    sent.then(|| event["params"]["request"]["url"].as_str().map(str::to_owned))?
                };
                Ok(entries.iter().filter_map(|entry| address(&entry.message)).collect())
            }
            Firefox => {
                let events = self.happened(REQUEST)?;
                Ok(events.iter().filter_map(|event| event["request"]["url"].as_str().map(str::to_owned)).collect())
            }
            // Those of the page as it stands: from here on, none before.
            WebKit => {
                let asked = "performance.getEntries().map(entry => entry.name).filter(name => name.includes(':'))";
                Ok(serde_json::from_value(self.eval_js(asked)?)?)
            }
        }
    }

    /// A command of the Chrome DevTools Protocol.
    fn cdp(&self, method: &str, parameters: Value) -> Outcome<Value> {
        self.ask(|driver| async move { driver.cdp().send_raw(method, parameters).await })
    }

    /// A command of WebDriver BiDi.
    fn bidi(&self, method: &str, parameters: Value) -> Outcome<Value> {
        self.bidi.as_ref().ok_or("no BiDi")?.borrow_mut().ask(method, parameters)
    }

    fn happened(&self, event: &str) -> Outcome<Vec<Value>> {
        self.bidi.as_ref().ok_or("no BiDi")?.borrow_mut().take(event)
    }

    /// Sets a preference of Firefox.
    fn set_preference(&self, name: &str, value: Value) -> Outcome {
        let set = match &value {
            Value::String(_) => "Services.prefs.setStringPref(...arguments);",
            Value::Bool(_) => "Services.prefs.setBoolPref(...arguments);",
            _ => "Services.prefs.setIntPref(...arguments);",
        };
        self.run_privileged(set, &[json!(name), value]).map(drop)
    }

    /// Runs a script with the rights of Firefox itself.
    fn run_privileged(&self, body: &str, arguments: &[Value]) -> Outcome<Value> {
        self.command("/moz/context", json!({ "context": "chrome" }))?;
        let done = self.run_js(body, arguments);
        self.command("/moz/context", json!({ "context": "content" }))?;
        done
    }

    /// A command that WebDriver's library has no words for.
    fn command(&self, endpoint: &str, body: Value) -> Outcome {
        let command = Command::ExtensionCommand(Box::new(Own(endpoint.into(), body)));
        self.ask(|driver| async move { driver.handle().cmd(command).await.map(drop) })
    }
}

/// No window on a screen in memory is higher.
const HIGHEST: u32 = 12_000;

/// Bits of a pointer's media features, as Firefox counts them.
const COARSE: i32 = 1;
const FINE_AND_HOVERING: i32 = 2 | 4;

#[derive(Debug)]
struct Own(Arc<str>, Value);

impl ExtensionCommand for Own {
    fn parameters_json(&self) -> Option<Value> {
        Some(self.1.clone())
    }
    fn method(&self) -> Method {
        Method::POST
    }
    fn endpoint(&self) -> Arc<str> {
        self.0.clone()
    }
}
