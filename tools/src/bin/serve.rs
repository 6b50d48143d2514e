//! `serve FOLDER [PORT]`: serves a folder on localhost until it is ended.

use second_engine_tools::server::Server;
use std::{env, error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("serve FOLDER [PORT]")?);
    let port = env::args().nth(2).map_or(Ok(8080), |port| port.parse())?;
    let server = Server::start(&folder, "", port).map_err(|error| format!("port {port}: {error}"))?;
    println!("Second Engine is at {} (Ctrl-C ends it)", server.url());
    server.wait();
    Ok(())
}
