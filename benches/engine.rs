//! What an answer costs: `cargo bench`. Numbers of one machine are only for comparison with themselves.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use second_engine::book::curves::PayoffAxis;
use second_engine::book::{Book, corridor, frontier, landscape, replay, way};
use second_engine::odds::ask::Ask;
use second_engine::options::black::{Side, price};
use second_engine::plan::Plan;
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::shock::base_rate::base_rate;
use second_engine::shock::closes;
use second_engine::signals::betas::{self, Factor, Sample};
use second_engine::signals::{advance_decline, correlation_shift, exposure_gap, macd, rsi};
use second_engine::simulation::{correlation_map, cvar};
use second_engine::units::day::Day;
use second_engine::units::{Points, Usd, Years};
use second_engine::views::book::odds;
use second_engine::views::report::evaluate;
use second_engine::views::size::{self, risk, second_engine_check};
use second_engine::views::{assemble, hedge, json};

/// A plan of twenty holdings, of every kind in turn, each condor with an expiry of its own.
fn twenty() -> Plan {
    let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
    for i in 0..20 {
        let kind = Kind::ALL[i % Kind::ALL.len()];
        let nth = plan.count(kind);
        plan.add(Holding::new(Terms::fresh(kind, nth)));
        if let Some(condor) = plan.condor_mut(nth).filter(|_| kind == Kind::Condor) {
            condor.days += 14.0 * nth as f64;
        }
    }
    plan
}

fn engine(bench: &mut Criterion) {
    let plan = Plan::default();
    let book = Book::resolve(&plan).unwrap();
    bench.bench_function("one option", |b| {
        b.iter(|| price(Side::Put, black_box(6000.0), 5700.0, 0.18, 0.12, 0.04));
    });
    let strikes = book.condors().next().unwrap().strikes;
    bench.bench_function("one surface slice: θ and four vols", |b| {
        b.iter(|| {
            let smile = book.market.spx_smile(Years(black_box(45.0 / 365.0)));
            strikes.map(|strike| smile.vol(strike))
        });
    });
    bench.bench_function("one plan resolved", |b| b.iter(|| Book::resolve(black_box(&plan))));
    bench.bench_function("one evaluation", |b| b.iter(|| evaluate(black_box(&plan))));
    bench.bench_function("a heat map of 81 × 61", |b| b.iter(|| landscape::heat(black_box(&book), 81, 61)));
    let places = landscape::payoff_places(&book, PayoffAxis::Spx, 401);
    bench.bench_function("a payoff of 401 points", |b| {
        b.iter(|| landscape::payoff(black_box(&book), &places, None));
    });
    bench.bench_function("the hedge's solvers", |b| b.iter(|| hedge::solvers::of(black_box(&book))));
    bench.bench_function("the hedge's rules along 80 days", |b| {
        let path: Vec<f64> = (0..80).map(|day| 17.0 + 28.0 * (0.08 * f64::from(day)).sin().abs()).collect();
        b.iter(|| replay::of(black_box(&book)).run(&path));
    });
    bench.bench_function("how often a shock was", |b| {
        b.iter(|| base_rate(black_box(Points(17.0)), black_box(Points(45.0)), 21.0));
    });
    bench.bench_function("the odds that the slider does not move", |b| b.iter(|| odds::steady(black_box(&book))));
    let outcomes = cvar::outcomes(&book);
    bench.bench_function("outcomes over the horizon", |b| b.iter(|| cvar::outcomes(black_box(&book))));
    let deposit = outcomes.held;
    bench.bench_function("CVaR at one size", |b| b.iter(|| outcomes.cvar_95(black_box(deposit))));
    bench.bench_function("largest pool by CVaR", |b| b.iter(|| outcomes.within(Usd(black_box(9000.0)))));
    bench.bench_function("correlation map of 8 × 4 × 3", |b| b.iter(|| correlation_map::of(black_box(&book))));
    bench.bench_function("frontier", |b| b.iter(|| frontier::of(black_box(&book), book.budget)));
    bench.bench_function("corridor", |b| b.iter(|| corridor::of(black_box(&book))));
    let report = assemble::report(&book);
    let risk = risk::of(&book, &outcomes, report.combined.budget_gone_at);
    bench.bench_function("tests that move with the slider", |b| {
        b.iter(|| second_engine_check::of(black_box(&book), &report, &risk, None));
    });
    let ask = Ask::of(&book);
    let setup = second_engine::odds::setup(&book, &ask).unwrap();
    bench.bench_function("the tables of all paths", |b| {
        b.iter(|| second_engine::odds::setup(black_box(&book), &ask));
    });
    bench.bench_function("a batch of 512 paths of 32 days", |b| b.iter(|| setup.batch(black_box(3))));
    let tally = second_engine::odds::all(&setup);
    bench.bench_function("what 10,000 paths say", |b| b.iter(|| tally.odds(black_box(&setup))));
    let outcomes = std::sync::Arc::new(outcomes);
    let ledger = size::ledger(&book, &Arc::new(way::scan(&book)), &outcomes).unwrap();
    bench.bench_function("the size, rule by rule", |b| b.iter(|| size::report(black_box(&book), &ledger)));
}

fn many(bench: &mut Criterion) {
    let plan = twenty();
    let book = Book::resolve(&plan).unwrap();
    bench.bench_function("20 holdings: resolved", |b| b.iter(|| Book::resolve(black_box(&plan))));
    let mut moved = plan.clone();
    moved.event.days += 1.0;
    bench.bench_function("20 holdings: resolved beside the plan before", |b| {
        b.iter(|| book.resolve_beside(black_box(&moved)));
    });
    bench.bench_function("20 holdings: one evaluation", |b| b.iter(|| evaluate(black_box(&plan))));
    bench.bench_function("20 holdings: report", |b| b.iter(|| assemble::report(black_box(&book))));
    bench.bench_function("20 holdings: a heat map of 81 × 61", |b| {
        b.iter(|| landscape::heat(black_box(&book), 81, 61));
    });
    bench.bench_function("20 holdings: outcomes over the horizon", |b| b.iter(|| cvar::outcomes(black_box(&book))));
    let (scan, outcomes) = (Arc::new(way::scan(&book)), Arc::new(cvar::outcomes(&book)));
    bench.bench_function("20 holdings: the size, rule by rule", |b| {
        b.iter(|| size::ledger(black_box(&book), &scan, &outcomes).map(|ledger| size::report(&book, &ledger)));
    });
}

/// Signals of a history as long as VIX's own; what is not VIX is made from it.
fn signals(bench: &mut Criterion) {
    let closes = closes::vix();
    let days = std::iter::successors(Day::of(1990, 1, 2), |day| Some(day.next_trading_day()));
    let dated = |of: &dyn Fn(f64, usize) -> f64| -> Vec<(Day, f64)> {
        days.clone()
            .zip(closes.iter().enumerate())
            .map(|(day, (i, close))| (day, of(*close as f64 / 100.0, i)))
            .collect()
    };
    let vix = dated(&|close, _| close);
    let spx = dated(&|close, i| 6000.0 * (-0.05 * (close / 17.0).ln() + 0.01 * (i as f64).sin()).exp());
    let token = dated(&|close, i| 3000.0 * (-0.1 * (close / 17.0).ln() + 0.1 * (0.7 * i as f64).sin()).exp());
    let line = dated(&|close, i| 1000.0 * (0.03 * i as f64).sin() - close);
    bench.bench_function("9,235 days: RSI, MACD, divergence, correlation shift", |b| {
        b.iter(|| {
            let indicators = (rsi::read("SPX", black_box(&spx)), macd::read("SPX", &spx));
            (indicators, advance_decline::read(&line, &spx), correlation_shift::read(&token, &vix))
        });
    });
    let levels = betas::Levels { token: &token, spx: &spx, vix: &vix, vix3m: &[] };
    bench.bench_function("9,235 days: betas, all, calm, stress and rolling", |b| {
        b.iter(|| {
            let moves = betas::read(black_box(&levels), Factor::Points).unwrap();
            ([Sample::All, Sample::Calm, Sample::Stress].map(|sample| moves.betas(sample)), moves.rolling())
        });
    });
    let book = Book::resolve(&Plan::default()).unwrap();
    let levels = exposure_gap::Levels { spx: &spx, vix: &vix, token: &token };
    bench.bench_function("9,235 days: the book's exposures and their gap", |b| {
        b.iter(|| {
            let found = exposure_gap::exposures(black_box(&book), &levels).unwrap();
            exposure_gap::of(&found.condors, &found.pools)
        });
    });
}

/// What the door for scripts and the command line give: the report and every figure of every view.
fn whole(bench: &mut Criterion) {
    for (name, plan) in [("every view", Plan::default()), ("20 holdings: every view", twenty())] {
        let book = Book::resolve(&plan).unwrap();
        bench.bench_function(name, |b| b.iter(|| json::whole(black_box(&book))));
    }
}

criterion_group!(benches, engine, many);
criterion_group! { name = slow; config = Criterion::default().sample_size(10); targets = whole, signals }
criterion_main!(benches, slow);
