//! What an answer costs: `cargo bench`. Numbers of one machine are only for comparison with themselves.

#![allow(missing_docs, clippy::unwrap_used)]

use second_engine::book::landscape;
use second_engine::simulation::cvar;
use second_engine::views::assemble;
use second_engine::views::size::risk;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use second_engine::book::Book;
use second_engine::book::curves::PayoffAxis;
use second_engine::options::black::{Side, price};
use second_engine::plan::Plan;
use second_engine::units::{Usd, Years};
use second_engine::views::report::evaluate;

fn engine(bench: &mut Criterion) {
    let plan = Plan::default();
    let book = Book::resolve(&plan).unwrap();
    bench.bench_function("one option", |b| {
        b.iter(|| price(Side::Put, black_box(6000.0), 5700.0, 0.18, 0.12, 0.04));
    });
    bench.bench_function("one surface slice: θ and four vols", |b| {
        b.iter(|| {
            let smile = book.market.spx_smile(Years(black_box(45.0 / 365.0)));
            book.condor.strikes.map(|strike| smile.vol(strike))
        });
    });
    bench.bench_function("one plan resolved", |b| b.iter(|| Book::resolve(black_box(&plan))));
    bench.bench_function("one evaluation", |b| b.iter(|| evaluate(black_box(&plan))));
    bench.bench_function("a heat map of 81 × 61", |b| b.iter(|| black_box(&book).heat(81, 61)));
    let places = landscape::payoff_places(book, PayoffAxis::Spx, 401);
    bench.bench_function("a payoff of 401 points", |b| b.iter(|| black_box(&book).payoff(&places, None)));
    bench.bench_function("the hedge's solvers", |b| b.iter(|| black_box(&book).hedge_solvers()));
    bench.bench_function("the hedge's rules along 80 days", |b| b.iter(|| black_box(&book).hedge_replay()));
    let outcomes = cvar::outcomes(book);
    bench.bench_function("outcomes over the horizon", |b| b.iter(|| black_box(&book).outcomes()));
    let deposit = outcomes.held;
    bench.bench_function("CVaR at one size", |b| b.iter(|| outcomes.cvar_95(black_box(deposit))));
    bench.bench_function("largest pool by CVaR", |b| b.iter(|| outcomes.largest_within(Usd(black_box(9000.0)))));
    bench.bench_function("correlation map of 8 × 4 × 3", |b| b.iter(|| black_box(&book).correlation_map()));
    bench.bench_function("frontier", |b| b.iter(|| black_box(&book).frontier(book.budget)));
    bench.bench_function("corridor", |b| b.iter(|| black_box(&book).corridor()));
    let report = assemble::report(book);
    let risk = risk::of(book, &outcomes, report.combined.budget_gone_at);
    bench.bench_function("tests that move with the slider", |b| {
        b.iter(|| black_box(&book).engine_test(&report, &risk, None));
    });
}

criterion_group!(benches, engine);
criterion_main!(benches);
