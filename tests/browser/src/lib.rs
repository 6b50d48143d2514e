//! The built page in a real browser. Journeys, benchmark and screenshots all drive it through [`page::Page`];
//! [`browser::Browser`] opens sessions of an [`engine::Engine`]; what W3C's WebDriver does not give is in [`beyond`]; the
//! pages come from the tools' file server.

pub mod beyond;
mod bidi;
pub mod browser;
pub mod engine;
pub mod page;

use std::path::PathBuf;

/// What a step of a journey returns: an error ends the journey and is its report.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// A folder or file of the project, by its path from the root.
pub fn project(path: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}

/// The built page.
pub fn dist() -> PathBuf {
    project("dist")
}
