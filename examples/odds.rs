//! What the paths of a plan say, and how VIX moves on them beside how it has moved: `cargo run --release --example odds
//! [plan.json]`.

#![allow(clippy::unwrap_used)]

use std::time::Instant;

use second_engine::book::Book;
use second_engine::odds::ask::Ask;
use second_engine::odds::draws::{BATCH, Source, Start};
use second_engine::odds::figures::{FALLS, FAN, Figure, Part};
use second_engine::odds::{self, tally::Tally};
use second_engine::plan::Plan;
use second_engine::simulation::cvar::{self, Nodes};
use second_engine::simulation::dynamics::{Dynamics, HELD};
use second_engine::units::Usd;

fn figure(of: Figure) -> String {
    of.error.map_or(format!("{:.4}", of.value), |error| format!("{:.4} ± {error:.4}", of.value))
}

fn main() {
    let plan = std::env::args()
        .nth(1)
        .map_or_else(Plan::default, |path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap());
    let book = Book::resolve(&plan).unwrap();
    let ask = Ask::of(&book);
    let start = Instant::now();
    let setup = odds::setup(&book, &ask).unwrap();
    println!("{} days, {} paths; set up in {:.3} s", setup.ask.days, setup.ask.paths, start.elapsed().as_secs_f64());
    println!("tables: {:?}", setup.table_error);
    let start = Instant::now();
    let mut tally = Tally::default();
    for index in 0..setup.batches() {
        tally.add(&setup.batch(index));
    }
    let took = start.elapsed().as_secs_f64();
    let odds = tally.odds(&setup);
    println!("walked in {took:.3} s: {:.2} million path-days a second", f64::from(odds.paths * odds.days) / took / 1e6);
    for part in &odds.parts {
        println!(
            "\n{:?}: mean {}, past the budget {}, till then {}, loss {}",
            part.part,
            figure(part.mean),
            figure(part.past_budget),
            figure(part.past_budget_till_then),
            figure(part.loss)
        );
        println!("  CVaR 95 {}, 99 {}", figure(part.cvar_95), figure(part.cvar_99));
        for (share, at) in FAN.iter().zip(&part.quantiles) {
            println!("  {share}: {}", figure(*at));
        }
        for (share, at) in FALLS.iter().zip(&part.drawdowns) {
            println!("  fall, {share}: {}", figure(*at));
        }
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
    let day = book.shock.event.days as u32;
    println!("the shock's {shock:.0} on day {day}: worse than {}", figure(tally.place(&setup, day, Usd(shock))));
    beside_quadrature(&plan);
    converging(&book, &ask);
    history();
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
            figure(part.cvar_95),
            outcomes.cvar_95(outcomes.held).0,
            figure(part.mean),
            outcomes.mean(outcomes.held).0,
            figure(part.past_budget),
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
            figure(part.mean),
            figure(part.past_budget),
            figure(part.cvar_95)
        );
    }
}

/// Moments of VIX on long paths beside those of 1990 to 2026.
fn history() {
    let dynamics = Dynamics::default();
    let (days, batches) = (1512, 20);
    let source = Source { seed: 1, start: Start::Random, days };
    let count = BATCH as usize;
    let (mut levels, mut squares, mut ups) = (Vec::new(), 0.0, [0usize; 3]);
    let mut moves = 0usize;
    for batch in 0..batches {
        let draws = source.draws(batch, count, &dynamics);
        let mut logs = vec![dynamics.resting_log(); count];
        let mut past: Vec<Vec<f64>> = vec![Vec::new(); count];
        for day in 0..days {
            for (i, log) in logs.iter_mut().enumerate() {
                let at = day * count + i;
                *log += dynamics.reversion / 252.0 * (dynamics.resting_log() - *log)
                    + dynamics.diffusion / 252f64.sqrt() * draws.vix[at]
                    + draws.jumps[at];
                *log = log.clamp(HELD[0].ln(), HELD[1].ln());
                past[i].push(*log);
            }
        }
        for path in &past {
            // The first two years only bring VIX to its rest.
            let path = &path[504..];
            levels.extend(path.iter().step_by(21));
            squares += path.windows(2).map(|two| (two[1] - two[0]).powi(2)).sum::<f64>();
            moves += path.len() - 1;
        }
        for (up, h) in ups.iter_mut().zip([1usize, 5, 21]) {
            // Two deviations up, as what is seen is measured.
            let rises = || past.iter().flat_map(|path| path[504..].windows(h + 1).step_by(h).map(move |w| w[h] - w[0]));
            let spread = (rises().map(|rise| rise * rise).sum::<f64>() / rises().count() as f64).sqrt();
            *up = (100.0 * (2.0 * spread).exp_m1()).round() as usize;
        }
    }
    levels.sort_by(f64::total_cmp);
    let at = |share: f64| levels[(levels.len() as f64 * share) as usize].exp();
    println!(
        "\nVIX at 5, 50, 95, 99 of a hundred: {:.1}, {:.1}, {:.1}, {:.1}; seen 11.4, 17.6, 33.0, 46.7",
        at(0.05),
        at(0.5),
        at(0.95),
        at(0.99)
    );
    println!("daily deviation of ln VIX {:.1} %; seen 6.8 %", 100.0 * (squares / moves as f64).sqrt());
    println!("two-sigma moves up over 1, 5, 21 days: {ups:?} %; seen 15, 31, 54 %");
}
