//! What an answer costs: `cargo bench`. Numbers of one machine are only for comparison with themselves.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use second_engine::book::curves::PayoffAxis;
use second_engine::book::setup::Setup;
use second_engine::options::black::{Side, price};
use second_engine::plan::Plan;
use second_engine::report::evaluate;
use second_engine::units::{Usd, Years};

fn engine(bench: &mut Criterion) {
    let plan = Plan::default();
    let setup = Setup::resolve(&plan).unwrap();
    bench.bench_function("one option", |b| {
        b.iter(|| price(Side::Put, black_box(6000.0), 5700.0, 0.18, 0.12, 0.04));
    });
    bench.bench_function("one surface slice: θ and four vols", |b| {
        b.iter(|| {
            let smile = setup.market.spx_smile(Years(black_box(45.0 / 365.0)));
            setup.condor.strikes.map(|strike| smile.vol(strike))
        });
    });
    bench.bench_function("one plan resolved", |b| b.iter(|| Setup::resolve(black_box(&plan))));
    bench.bench_function("one evaluation", |b| b.iter(|| evaluate(black_box(&plan))));
    bench.bench_function("a heat map of 81 × 61", |b| b.iter(|| black_box(&setup).heat(81, 61)));
    let places = setup.payoff_places(PayoffAxis::Spx, 401);
    bench.bench_function("a payoff of 401 points", |b| b.iter(|| black_box(&setup).payoff(&places, None)));
    bench.bench_function("the hedge's solvers", |b| b.iter(|| black_box(&setup).hedge_solvers()));
    bench.bench_function("the hedge's rules along 80 days", |b| b.iter(|| black_box(&setup).hedge_replay()));
    let outcomes = setup.outcomes();
    bench.bench_function("outcomes over the horizon", |b| b.iter(|| black_box(&setup).outcomes()));
    let deposit = outcomes.held;
    bench.bench_function("CVaR at one size", |b| b.iter(|| outcomes.cvar_95(black_box(deposit))));
    bench.bench_function("largest pool by CVaR", |b| b.iter(|| outcomes.largest_within(Usd(black_box(9000.0)))));
    bench.bench_function("correlation map of 8 × 4 × 3", |b| b.iter(|| black_box(&setup).correlation_map()));
    bench.bench_function("frontier", |b| b.iter(|| black_box(&setup).frontier(setup.budget)));
    bench.bench_function("corridor", |b| b.iter(|| black_box(&setup).corridor()));
    let report = setup.report();
    let risk = setup.risk_map(&outcomes, report.combined.budget_gone_at);
    bench.bench_function("tests that move with the slider", |b| {
        b.iter(|| black_box(&setup).engine_test(&report, &risk, None));
    });
}

criterion_group!(benches, engine);
criterion_main!(benches);
