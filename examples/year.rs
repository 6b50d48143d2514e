//! What a year of a plan's programme comes to, and how large its pool may be: `cargo run --release --example year
//! [plan.json]`.

#![allow(clippy::unwrap_used)]

#[path = "shared/paths.rs"]
mod paths;

use paths::{figure, plan, timed};
use second_engine::year;
use second_engine::year::ask::Ask;

fn main() {
    let plan = plan();
    let (setup, took) = timed(|| year::setup(&plan, &Ask::of(&plan)).unwrap());
    println!("set up in {took:.3} s");
    let (tally, took) = timed(|| year::all(&setup));
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
