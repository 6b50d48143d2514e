//! chromedriver as a child process, and sessions of headless Chromium with an empty profile.

use crate::Outcome;
use crate::page::Page;
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use thirtyfour::{CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities};
use tokio::runtime::{Builder, Runtime};

/// What keeps Chromium quiet, quick and repeatable without a screen or a network.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--window-size=1440,900",
];

/// A running chromedriver. Dropping it ends it, and the profiles of its sessions go.
pub struct Browser {
    driver: Child,
    url: String,
    runtime: Runtime,
    profiles: PathBuf,
    sessions: AtomicU32,
}

impl Browser {
    /// Starts chromedriver (`CHROMEDRIVER`, else the one on the PATH) on a free port.
    pub fn start() -> Outcome<Self> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut driver = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program} does not start: {error}"))?;
        let lines = BufReader::new(driver.stdout.take().ok_or("chromedriver has no output")?).lines();
        let port: u16 = lines
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok())
            .ok_or("chromedriver does not say its port")?;
        Ok(Self {
            url: format!("http://127.0.0.1:{port}"),
            runtime: Builder::new_current_thread().enable_all().build()?,
            profiles: std::env::temp_dir().join(format!("second-engine-{}", driver.id())),
            sessions: AtomicU32::new(0),
            driver,
        })
    }

    /// A new session with an empty profile; `home` is the address that [`Page::open`] adds fragments to.
    pub fn page(&self, home: &str) -> Outcome<Page<'_>> {
        let number = self.sessions.fetch_add(1, Ordering::Relaxed);
        let profile = self.profiles.join(number.to_string());
        fs::create_dir_all(&profile)?;
        let mut wanted = DesiredCapabilities::chrome();
        for flag in FLAGS {
            wanted.add_arg(flag)?;
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        wanted.set("goog:loggingPrefs", json!({ "browser": "ALL", "performance": "ALL" }))?;
        Page::start(&self.runtime, &self.url, wanted, home)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = fs::remove_dir_all(&self.profiles);
    }
}
