//! `shots [fragment]`: the whole page and each tab on a wide and a narrow screen, light and dark, into target/shots/.

use second_engine_browser::browser::Browser;
use second_engine_browser::{Outcome, dist, project};
use second_engine_tools::server::Server;

fn main() -> Outcome {
    let fragment = std::env::args().nth(1).unwrap_or_default();
    let folder = project("target/shots");
    std::fs::create_dir_all(&folder)?;
    let server = Server::start(&dist(), "", 0)?;
    let browser = Browser::start()?;
    let page = browser.page(&server.url())?;
    for (width, height) in [(1440, 900), (390, 844)] {
        page.set_viewport(width, height)?;
        for theme in ["light", "dark"] {
            page.open_at(&format!("theme={theme}"), &fragment)?;
            let name = format!("{width}-{theme}.png");
            page.screenshot(&folder.join(&name))?;
            println!("target/shots/{name}");
            let tabs = page.eval_js("[...document.querySelectorAll('[role=tab]')].map(tab => tab.id)")?;
            for tab in tabs.as_array().into_iter().flatten() {
                let id = tab.as_str().unwrap_or_default();
                page.show_tab(id.trim_start_matches("tab-"))?;
                // Parts further down are made once they come into view, and pictures drawn once they know their size.
                for _ in 0..3 {
                    page.run_js("scrollTo(0, document.documentElement.scrollHeight)", &[])?;
                    std::thread::sleep(std::time::Duration::from_millis(300));
                }
                let top = page.eval_js("document.querySelector('.tabs').getBoundingClientRect().top + scrollY")?;
                let name = format!("{width}-{theme}-{id}.png");
                page.screenshot_below(&folder.join(&name), top.as_f64().unwrap_or_default())?;
                println!("target/shots/{name}");
            }
        }
    }
    Ok(())
}
