//! What a year of a plan's programme comes to, and how large its pool may be: `cargo run --release --example year
//! [plan.json]`.

#![allow(clippy::unwrap_used)]

use std::time::Instant;

use second_engine::odds::figures::Figure;
use second_engine::plan::Plan;
use second_engine::year;
use second_engine::year::ask::Ask;
use second_engine::year::tally::Tally;

fn figure(of: Figure) -> String {
    of.error.map_or(format!("{:.4}", of.value), |error| format!("{:.4} ± {error:.4}", of.value))
}

fn main() {
    let plan = std::env::args()
        .nth(1)
        .map_or_else(Plan::default, |path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap());
    let start = Instant::now();
    let setup = year::setup(&plan, &Ask::of(&plan)).unwrap();
    println!("set up in {:.3} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let mut tally = Tally::default();
    for index in 0..setup.batches() {
        tally.add(&setup.batch(index));
    }
    let took = start.elapsed().as_secs_f64();
    let year = tally.year(&setup);
    println!("walked in {took:.3} s: {:.2} million path-days a second", f64::from(year.paths * year.days) / took / 1e6);
    println!("equity {}, ruin below {}, the rules allow {}", year.equity.0, year.ruin.0, year.allowed.0);
    for one in &year.ways {
        println!("\n{:?}: mean {}, loss {}, ruin {}", one.way, figure(one.mean), figure(one.loss), figure(one.ruin));
        println!("  condors, pool, hedge: {:?}", one.parts.map(figure));
        println!("  years: {:?}", one.quantiles.map(figure));
        println!("  falls: {:?}", one.falls.map(figure));
    }
    for one in &year.curve {
        println!("{:>10.0}: {}, without the hedge {}", one.size.0, figure(one.hedged), figure(one.unhedged));
    }
    println!("{:?}", year.largest);
}
