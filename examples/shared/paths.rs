//! What the examples of drawn paths share.

use std::time::Instant;

use second_engine::odds::figures::Figure;
use second_engine::plan::Plan;

/// The plan in the file that is named, the page's opening one without.
pub fn plan() -> Plan {
    std::env::args()
        .nth(1)
        .map_or_else(Plan::default, |path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

/// A figure and its standard error.
pub fn figure(of: Figure) -> String {
    of.error.map_or(format!("{:.4}", of.value), |error| format!("{:.4} ± {error:.4}", of.value))
}

/// What was found, and the seconds that it took.
pub fn timed<T>(find: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let found = find();
    (found, start.elapsed().as_secs_f64())
}
