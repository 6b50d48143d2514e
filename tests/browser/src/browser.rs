//! Sessions of a headless browser with an empty profile, each with a driver of its own: two of the three drivers hold
//! one session only.

use crate::Outcome;
use crate::engine::Engine;
use crate::page::Page;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// How long a driver may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// An engine, and where its sessions keep what they keep. Dropping it removes that.
pub struct Browser {
    engine: Engine,
    runtime: Runtime,
    profiles: PathBuf,
    sessions: AtomicU32,
    screen: Option<Screen>,
}

impl Browser {
    /// The engine that the environment asks for ([`Engine::wanted`]).
    pub fn start() -> Outcome<Self> {
        let engine = Engine::wanted()?;
        Ok(Self {
            engine,
            runtime: Builder::new_current_thread().enable_all().build()?,
            profiles: std::env::temp_dir().join(format!("second-engine-{}", std::process::id())),
            sessions: AtomicU32::new(0),
            // The other two draw without a screen.
            screen: (engine == Engine::WebKit).then(Screen::start).transpose()?,
        })
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// A new session with an empty profile; `home` is the address that [`Page::open`] adds fragments to.
    pub fn page(&self, home: &str) -> Outcome<Page<'_>> {
        let number = self.sessions.fetch_add(1, Ordering::Relaxed);
        let profile = self.profiles.join(number.to_string());
        fs::create_dir_all(&profile)?;
        let driver = Driver::start(self.engine, &profile, self.screen.as_ref())?;
        Page::start(&self.runtime, self.engine, driver, self.engine.capabilities(&profile), home)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.profiles);
    }
}

/// A running driver. Dropping it ends it.
pub(crate) struct Driver {
    process: Child,
    pub url: String,
}

impl Driver {
    fn start(engine: Engine, profile: &Path, screen: Option<&Screen>) -> Outcome<Self> {
        let program = engine.driver();
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(&program);
        command.args(engine.driver_arguments(port, profile)).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(screen) = screen {
            // Its window could not be as narrow as a phone with buttons of any size.
            let settings = profile.join("gtk-3.0");
            fs::create_dir_all(&settings)?;
            fs::write(
                settings.join("gtk.css"),
                "* { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px }",
            )?;
            command.env("DISPLAY", &screen.name).env("GDK_BACKEND", "x11").env("GTK_THEME", "Adwaita");
            command.env("XDG_CONFIG_HOME", profile).env("XDG_CACHE_HOME", profile).env("XDG_DATA_HOME", profile);
        }
        let process = command.spawn().map_err(|error| format!("{program} does not start: {error}"))?;
        let driver = Self { process, url: format!("http://127.0.0.1:{port}") };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > PATIENCE {
                return Err(format!("{program} does not listen").into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

/// A screen in memory, for a browser that needs one. Dropping it ends it.
struct Screen {
    process: Child,
    name: String,
}

impl Screen {
    fn start() -> Outcome<Self> {
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2000x1400x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb does not start: {error}"))?;
        let said = process.stdout.take().map(BufReader::new);
        let number = said.and_then(|said| said.lines().next()).ok_or("Xvfb does not say its number")??;
        Ok(Self { process, name: format!(":{number}") })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}
