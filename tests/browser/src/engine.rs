//! The engines the page is driven in: how each is started, and with what.

use crate::Outcome;
use serde_json::{Value, json};
use std::fmt::{self, Display, Formatter};
use std::path::Path;
use thirtyfour::Capabilities;

/// A browser engine with a WebDriver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    /// Firefox, the ESR where that is what is installed.
    Firefox,
    /// WebKitGTK in its MiniBrowser.
    WebKit,
}
use Engine::{Chromium, Firefox, WebKit};

/// What keeps Chromium quiet, quick and repeatable without a screen or a network.
const CHROMIUM_FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    // Containers give it little shared memory, and a tab that wants more dies.
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--window-size=1440,900",
];

/// Where Debian keeps WebKit's browser; others have it on the PATH.
const MINI_BROWSERS: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
];

impl Engine {
    /// The one that `SECOND_ENGINE_BROWSER` names: `chromium`, which is what is meant without, `firefox` or `webkit`.
    pub fn wanted() -> Outcome<Self> {
        match std::env::var("SECOND_ENGINE_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Ok(Chromium),
            Ok("firefox") => Ok(Firefox),
            Ok("webkit") => Ok(WebKit),
            Ok(other) => Err(format!("SECOND_ENGINE_BROWSER is chromium, firefox or webkit, not {other:?}").into()),
        }
    }

    /// The program that drives it: the one of the variable of its name, else the one on the PATH.
    pub(crate) fn driver(self) -> String {
        let (variable, program) = match self {
            Chromium => ("CHROMEDRIVER", "chromedriver"),
            Firefox => ("GECKODRIVER", "geckodriver"),
            WebKit => ("WEBKIT_WEBDRIVER", "WebKitWebDriver"),
        };
        std::env::var(variable).unwrap_or_else(|_| program.to_owned())
    }

    /// What the driver is told: its port and where its browser may keep a profile.
    pub(crate) fn driver_arguments(self, port: u16, profile: &Path) -> Vec<String> {
        let port = format!("--port={port}");
        match self {
            Chromium | WebKit => vec![port],
            // The journeys change settings that are the system's on a real machine.
            Firefox => vec![
                port,
                "--websocket-port=0".to_owned(),
                "--allow-system-access".to_owned(),
                format!("--profile-root={}", profile.display()),
            ],
        }
    }

    /// What a session is asked to be.
    pub(crate) fn capabilities(self, profile: &Path) -> Capabilities {
        let wanted = match self {
            Chromium => {
                let profile = format!("--user-data-dir={}", profile.display());
                let flags: Vec<&str> = CHROMIUM_FLAGS.into_iter().chain([profile.as_str()]).collect();
                json!({
                    "browserName": "chrome",
                    "goog:chromeOptions": { "args": flags },
                    "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
                })
            }
            Firefox => json!({
                "browserName": "firefox",
                "webSocketUrl": true,
                "moz:firefoxOptions": {
                    "args": ["-headless", "--width=1440", "--height=1000"],
                    "prefs": {
                        "layout.css.devPixelsPerPx": "1.0",
                        // A script may read the clipboard without a person's leave.
                        "dom.events.testing.asyncClipboard": true,
                        "browser.translations.enable": false,
                        "datareporting.policy.dataSubmissionEnabled": false,
                    },
                },
            }),
            WebKit => {
                let there = MINI_BROWSERS.into_iter().find(|path| Path::new(path).exists());
                json!({
                    "browserName": "MiniBrowser",
                    "webkitgtk:browserOptions": { "binary": there.unwrap_or("MiniBrowser"), "args": ["--automation", "--full-screen", "--javascript-can-open-windows-automatically=true"] },
                })
            }
        };
        match wanted {
            Value::Object(wanted) => wanted.into(),
            _ => Capabilities::new(),
        }
    }
}

impl Display for Engine {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Chromium => "Chromium",
            Firefox => "Firefox",
            WebKit => "WebKitGTK",
        })
    }
}
