//! `shots [fragment] [view]`: every view on three screens, light and dark, whole, into target/shots/; and what is cut,
//! overprinted or too wide in it, in words. In another engine than Chromium its name comes first.

use second_engine_browser::browser::Browser;
use second_engine_browser::engine::Engine;
use second_engine_browser::page::{FAULTS, Page};
use second_engine_browser::{Outcome, dist, project};
use second_engine_tools::server::Server;
use std::path::Path;

const SCREENS: [(u32, u32); 3] = [(1440, 900), (1920, 1080), (390, 844)];
const VIEWS: [&str; 8] = ["book", "time", "size", "hedge", "pool", "odds", "data", "learn"];

fn main() -> Outcome {
    let fragment = std::env::args().nth(1).unwrap_or_default();
    let wanted = std::env::args().nth(2).unwrap_or_default();
    let folder = project("target/shots");
    std::fs::create_dir_all(&folder)?;
    let server = Server::start(&dist(), "", 0)?;
    let browser = Browser::start()?;
    let engine = match browser.engine() {
        Engine::Chromium => String::new(),
        other => format!("{other}-").to_lowercase(),
    };
    let page = browser.page(&server.url())?;
    for (width, height) in SCREENS {
        page.set_viewport(width, height)?;
        for theme in ["light", "dark"] {
            page.open_at(&format!("theme={theme}"), &fragment)?;
            for view in VIEWS.into_iter().filter(|view| view.contains(&wanted)) {
                shoot(&page, &folder, view, &format!("{engine}{width}-{theme}-{view}.png"))?;
            }
        }
    }
    Ok(())
}

fn shoot(page: &Page, folder: &Path, view: &str, name: &str) -> Outcome {
    page.show_view(view)?;
    page.see_all()?;
    std::thread::sleep(std::time::Duration::from_millis(300));
    page.screenshot(&folder.join(name))?;
    println!("target/shots/{name}");
    let faults = page.run_js(FAULTS, &[])?;
    for fault in faults.as_array().into_iter().flatten() {
        println!("    {}", fault.as_str().unwrap_or_default());
    }
    Ok(())
}
