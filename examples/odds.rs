//! What the paths of a plan say, and how VIX, SPX and ether move on them beside how they have moved: `cargo run --release --example odds
//! [plan.json]`.

#![allow(clippy::unwrap_used)]

#[path = "shared/paths.rs"]
mod paths;

use paths::{figure, plan, timed};
use second_engine::book::Book;
use second_engine::odds;
use second_engine::odds::ask::Ask;
use second_engine::odds::draws::BATCH;
use second_engine::odds::figures::{FALLS, FAN, Part};
use second_engine::odds::moments::moment::MOMENTS;
use second_engine::odds::setup::Setup;
use second_engine::plan::Plan;
use second_engine::simulation::cvar::{self, Nodes};
use second_engine::units::Usd;
use second_engine::views::odds::place_said;
use second_engine::views::paths::allowed;

fn main() {
    let plan = plan();
    let book = Book::resolve(&plan).unwrap();
    let ask = Ask { rules_size: allowed(&book), ..Ask::of(&book) };
    let (setup, took) = timed(|| odds::setup(&book, &ask).unwrap());
    println!("{} days, {} paths; set up in {took:.3} s", setup.ask.days, setup.ask.paths);
    println!("tables: {:?}", setup.table_error);
    let (tally, took) = timed(|| odds::all(&setup));
    let odds = tally.odds(&setup);
    println!("walked in {took:.3} s: {:.2} million path-days a second", f64::from(odds.paths * odds.days) / took / 1e6);
    for part in &odds.parts {
        println!(
            "\n{:?}: mean {}, past the budget {}, till then {}, loss {}",
            part.part,
            figure(part.end.mean),
            figure(part.end.past_budget),
            figure(part.end.past_budget_till_then),
            figure(part.end.loss)
        );
        println!("  CVaR 95 {}, 99 {}", figure(part.end.cvar_95), figure(part.end.cvar_99));
        for (share, at) in FAN.iter().zip(&part.end.quantiles) {
            println!("  {share}: {}", figure(*at));
        }
        for (share, at) in FALLS.iter().zip(&part.end.drawdowns) {
            println!("  fall, {share}: {}", figure(*at));
        }
    }
    for way in &odds.ways {
        println!(
            "\n{:?}, ${:.0} in the pool: mean {}, past the budget {}, till then {}, CVaR 95 {}, 99 {}",
            way.way,
            way.size.0,
            figure(way.end.mean),
            figure(way.end.past_budget),
            figure(way.end.past_budget_till_then),
            figure(way.end.cvar_95),
            figure(way.end.cvar_99)
        );
    }
    for pool in &odds.pools {
        println!(
            "\npool {}: leaves its range {}, half by day {:?}",
            pool.nth + 1,
            figure(pool.leaves),
            pool.half_left_by
        );
    }
    println!("margin call {}, tails together {:?}", figure(odds.margin_call), odds.tail_dependence.map(figure));
    for band in &odds.bands {
        println!(
            "VIX {} to {}: {:.3} of paths, correlation {:?}",
            band.from.0,
            band.to.0,
            band.share,
            band.correlation.map(figure)
        );
    }
    for size in &odds.curve {
        println!("${:.0}: {}", size.size.0, figure(size.chance));
    }
    println!("largest under {}: {:?}", odds.limit.0, odds.largest);
    let shock = second_engine::book::pnl::of(&book, &book.shock.as_set(0.0)).combined();
    let days = book.shock.event.days;
    println!(
        "the shock's {shock:.0}: {}",
        place_said(tally.place(&setup, days, Usd(shock)).as_ref(), days, odds.days, odds.paths)
    );
    beside_quadrature(&plan);
    converging(&book, &ask);
    moments(&setup);
}

/// What the paths say beside the quadrature of the horizon, whose SPX given VIX is the link's and whose residual is normal.
fn beside_quadrature(plan: &Plan) {
    for days in [5u32, 21] {
        let mut plan = plan.clone();
        plan.event.days = f64::from(days);
        let book = Book::resolve(&plan).unwrap();
        let outcomes = cvar::outcomes_at(&book, Nodes::CHANCE);
        let odds = odds::run(&book, &Ask { days, paths: 40 * BATCH, ..Ask::of(&book) }).unwrap();
        let part = odds.part(Part::Combined).unwrap();
        println!(
            "\n{days} days, paths and quadrature: CVaR 95 {} and {:.0}, mean {} and {:.0}, chance {} and {:.4}",
            figure(part.end.cvar_95),
            outcomes.cvar_95(outcomes.held).0,
            figure(part.end.mean),
            outcomes.mean(outcomes.held).0,
            figure(part.end.past_budget),
            outcomes.chance_beyond(outcomes.held, Usd(book.budget)).0
        );
    }
}

/// Errors by the number of paths.
fn converging(book: &Book, ask: &Ask) {
    for times in [1, 4, 16] {
        let odds = odds::run(book, &Ask { paths: 20 * BATCH * times, ..ask.clone() }).unwrap();
        let part = odds.part(Part::Combined).unwrap();
        println!(
            "{} paths: mean {}, chance {}, CVaR 95 {}",
            odds.paths,
            figure(part.end.mean),
            figure(part.end.past_budget),
            figure(part.end.cvar_95)
        );
    }
}

/// Moments of the dynamics on long paths, computed, and counted in closes.
fn moments(setup: &Setup) {
    let (moments, took) = timed(|| setup.moments());
    println!("\nmoments in {took:.3} s: drawn, computed, counted, errors apart");
    for (moment, one) in MOMENTS.into_iter().zip(&moments) {
        println!(
            "{moment:?}: {}, {:.4}, {}, {:.1}",
            one.drawn.map_or_else(String::new, figure),
            one.computed.unwrap_or(f64::NAN),
            figure(one.counted),
            one.apart().unwrap_or(f64::NAN)
        );
    }
}
