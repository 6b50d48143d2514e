//! `shots [fragment]`: the whole page on a wide and a narrow screen, light and dark, into target/shots/.

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
        }
    }
    Ok(())
}
