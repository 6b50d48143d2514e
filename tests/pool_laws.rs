//! Laws of the second engine: whatever the plan, its figures are finite, add up, and agree with simulated paths.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use second_engine::book::Book;
use second_engine::data;
use second_engine::data::Imported;
use second_engine::holdings::pool::carry::Carry;
use second_engine::holdings::pool::exit_time::ExitTime;
use second_engine::holdings::pool::range::Range;
use second_engine::holdings::pool::{Concentrated, Pool};
use second_engine::plan::knobs::{Access, KNOBS, Unit, knob};
use second_engine::plan::{FeeBy, Plan, PoolKind, PoolPlan};
use second_engine::units::{Frac, Usd, Vol, Years};
use second_engine::views::assemble;
use second_engine::views::pool;
use second_engine::views::pool::PoolTab;

fn tab(plan: &Plan) -> Option<PoolTab> {
    let book = Book::resolve(plan).ok()?;
    Some(pool::report(book, &assemble::report(book)))
}

/// One to three positions, every pool knob of each somewhere in its slider or, more rarely, in its whole range.
fn any_pools() -> impl Strategy<Value = Plan> {
    let turns = KNOBS.iter().filter(|knob| knob.id.starts_with("pool.")).count();
    let one = proptest::collection::vec((0.0..1.0f64, 0..12u8), turns);
    let shock = (9.0..150.0f64, 0.0..60.0f64, -0.6..0.0f64, 0.8..1.05f64);
    (proptest::collection::vec(one, 1..4), shock).prop_map(|(positions, (vix, days, crypto, peg))| {
        let mut plan = Plan { more_pools: vec![PoolPlan::default(); positions.len() - 1], ..Plan::default() };
        for (i, turned) in positions.iter().enumerate() {
            plan.on_position(i, |plan| turn(plan, turned));
        }
        for (id, x) in [("shock.vix", vix), ("shock.days", days.floor()), ("shock.crypto", crypto), ("shock.peg", peg)]
        {
            knob(id).unwrap().set(&mut plan, Some(x)).unwrap();
        }
        plan
    })
}

fn turn(plan: &mut Plan, turned: &[(f64, u8)]) {
    for (knob, &(share, how)) in KNOBS.iter().filter(|knob| knob.id.starts_with("pool.")).zip(turned) {
        // Most rows stay where they are, so that plans resolve.
        if how > 4 {
            continue;
        }
        let [low, high] = match (knob.access, knob.window) {
            (Access::Choice(options, ..), _) => [0.0, options.len() as f64 - 0.001],
            (Access::Switch(..), _) => [0.0, 1.999],
            (_, Some(window)) if how > 0 => window(plan),
            _ => [knob.range[0], knob.range[1]],
        };
        let x = if knob.is_log && low > 0.0 { low * (high / low).powf(share) } else { low + share * (high - low) };
        let is_whole = matches!(knob.access, Access::Choice(..) | Access::Switch(..)) || knob.unit == Unit::Count;
        let _ = knob.set(plan, Some(if is_whole { x.floor() } else { x }));
    }
    if plan.pool.low > plan.pool.high {
        std::mem::swap(&mut plan.pool.low, &mut plan.pool.high);
    }
    plan.pool.loan = Usd(plan.pool.loan.0.min(plan.pool.loan_threshold.0 * plan.pool.deposit.0));
}

/// Every number of a tab is finite: serde writes one that is not as null, so nulls may stand only where none is meant.
fn check_finite(tab: &PoolTab) {
    let value = serde_json::to_value(tab).unwrap();
    let optional = [
        "below",
        "above",
        "loan",
        "fair_month",
        "first_exit",
        "reit",
        "strip",
        "vol",
        "apr",
        "typed",
        "range",
        "tokens",
        "ratio",
        "impact",
        "impact_after",
        "best_days",
        "times_per_year",
        "liquidation_price",
    ];
    fn look(value: &serde_json::Value, key: &str, optional: &[&str]) {
        match value {
            serde_json::Value::Null => assert!(optional.contains(&key), "{key} is no number"),
            serde_json::Value::Array(rows) => rows.iter().for_each(|row| look(row, key, optional)),
            serde_json::Value::Object(rows) => rows.iter().for_each(|(key, row)| look(row, key, optional)),
            _ => {}
        }
    }
    look(&value, "", &optional);
    assert!(!tab.answer.contains("NaN") && !tab.answer.contains('—'), "{}", tab.answer);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, rng_seed: RngSeed::Fixed(2025), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_gives_finite_figures_that_add_up(plan in any_pools()) {
        let Ok(book) = Book::resolve(&plan) else { return Ok(()) };
        let report = assemble::report(book);
        let tab = pool::report(book, &report);
        check_finite(&tab);
        let part = |id: &str| report.parts.iter().find(|part| part.id == id).map(|part| part.usd.0);
        let lines: f64 = report.parts.iter().filter(|part| part.id.starts_with("pool.")).map(|part| part.usd.0).sum();
        let scale = 1e-9 * plan.positions().map(|pool| pool.deposit.0).sum::<f64>() + 0.005;
        prop_assert!((lines - part("pool").unwrap()).abs() < scale, "{lines}");
        for (row, total) in tab.benchmarks.iter().map(|row| (row, report.pool.pnl.0))
            .chain(tab.positions.iter().flat_map(|one| one.benchmarks.iter().map(|row| (row, f64::NAN))))
        {
            let sum = row.price_move.0 + row.il.0 + row.fees.0 + row.claims.0 - row.costs.0;
            prop_assert!((sum - row.excess.0).abs() < scale);
            prop_assert!(total.is_nan() || (row.excess.0 + row.benchmark.0 - total).abs() < scale);
        }
        for one in &tab.positions {
            for column in &one.carry {
                let room = 1e-9 * (column.fees.0.abs() + column.lvr.0.abs() + one.deposit.0);
                prop_assert!((column.net.0 - column.net_after_arbitrage.0).abs() < room, "one loss is counted twice");
                prop_assert!(column.lvr.0 >= 0.0 && column.arbitrage.0 <= column.lvr.0 * (1.0 + 1e-12));
                prop_assert!((0.0..=1.0 + 1e-6).contains(&column.time_in_range.0));
            }
            for point in &one.curve {
                prop_assert!(point.il <= 1e-9 * point.hodl, "the pool beats holding at {}", point.price);
                prop_assert!(point.leftover <= 1e-8 * (point.hodl + one.deposit.0), "over-hedged at {}", point.price);
            }
            prop_assert!(one.strip.as_ref().is_none_or(|strip| strip.worst_leftover.0 <= 0.0));
            prop_assert!(one.growth.curve.iter().all(|point| point.compounded.0 >= 0.0));
        }
    }

    #[test]
    fn inverting_the_quote_changes_no_figure(plan in any_pools()) {
        let mut flipped = plan.clone();
        for i in 0..plan.position_count() {
            flipped.on_position(i, |plan| {
                let on = 1.0 - f64::from(u8::from(plan.pool.inverted));
                knob("pool.inverted").unwrap().set(plan, Some(on))
            });
        }
        if let (Some(a), Some(b)) = (tab(&plan), tab(&flipped)) {
            for (a, b) in a.positions.iter().zip(&b.positions) {
                prop_assert_eq!(a.range, b.range);
                prop_assert_eq!(a.carry, b.carry);
                prop_assert_eq!(&a.benchmarks, &b.benchmarks);
            }
        }
    }
}

#[test]
fn pools_of_one_plan_gain_what_each_gains_alone() {
    let second =
        PoolPlan { kind: PoolKind::ConstantProduct, deposit: Usd(12_000.0), loan: Usd(4000.0), ..PoolPlan::default() };
    let third = PoolPlan { kind: PoolKind::StableSwap, cover: Frac(0.5), ..PoolPlan::default() };
    let gain = |pools: &[&PoolPlan]| {
        let mut plan = Plan { pool: pools[0].clone(), ..Plan::default() };
        plan.shock.peg = Usd(0.9);
        plan.more_pools = pools[1..].iter().map(|pool| (*pool).clone()).collect();
        let book = Book::resolve(&plan).unwrap();
        book.pool_pnl(&book.shock, &book.shock.as_set(0.5)).total()
    };
    let first = PoolPlan::default();
    let together = gain(&[&first, &second, &third]);
    let alone = gain(&[&first]) + gain(&[&second]) + gain(&[&third]);
    assert!((together - alone).abs() < 1e-8, "{together} {alone}");
    // Whichever stands first.
    assert!((gain(&[&third, &first, &second]) - together).abs() < 1e-8);
}

#[test]
fn the_lines_of_a_loan_and_a_policy_appear_when_there_is_one() {
    let parts = |plan: &Plan| -> Vec<&'static str> {
        let report = second_engine::views::report::evaluate(plan).unwrap();
        report.parts.iter().map(|part| part.id).filter(|id| id.starts_with("pool.")).collect()
    };
    assert_eq!(parts(&Plan::default()), ["pool.price", "pool.il", "pool.fees", "pool.gas"]);
    let mut plan = Plan::default();
    plan.pool.loan = Usd(20_000.0);
    plan.pool.cover = Frac(0.9);
    plan.pool.cover_premium = Frac(0.03);
    plan.pool.deductible = Frac(0.01);
    plan.shock.crypto = Frac(-0.4);
    let all = [
        "pool.price",
        "pool.il",
        "pool.fees",
        "pool.gas",
        "pool.interest",
        "pool.premium",
        "pool.claims",
        "pool.liquidation",
    ];
    assert_eq!(parts(&plan), all);
    let one = &tab(&plan).unwrap().positions[0];
    let loan = one.loan.unwrap();
    assert!(loan.is_liquidated && loan.health > 1.0 && loan.health_after < 1.0);
    assert!((loan.penalty.0 / loan.debt_after.0 - 0.07).abs() < 1e-12);
    let price = loan.liquidation_price.unwrap().0;
    assert!(one.markers.iter().any(|marker| marker.id == "liquidation" && marker.price == price));
    // The month of five trading days: interest of 8 % on $20 000.
    let interest = 20_000.0 * (0.08f64 * 5.0 / 252.0).exp_m1();
    let report = second_engine::views::report::evaluate(&plan).unwrap();
    let line = report.parts.iter().find(|part| part.id == "pool.interest").unwrap();
    assert!((line.usd.0 + interest).abs() < 1e-9);
}

#[test]
fn a_fault_names_the_knob_and_the_position() {
    let mut plan = Plan::default();
    plan.add_position(PoolPlan { low: 5000.0, high: 4000.0, ..PoolPlan::default() });
    plan.add_position(PoolPlan { weight: Frac(1.5), ..PoolPlan::default() });
    let faults = Book::resolve(&plan).unwrap_err().faults;
    assert_eq!((faults[0].at.row, faults[0].at.nth), ("pool.weight", 2));
    assert!(faults[0].text.starts_with("Pool 3: Token weight"), "{}", faults[0].text);
    plan.more_pools.pop();
    let faults = Book::resolve(&plan).unwrap_err().faults;
    assert_eq!((faults[0].at.row, faults[0].at.nth, faults.len()), ("pool.low", 1, 1));
    plan.more_pools = vec![PoolPlan::default(); 10];
    assert!(Book::resolve(&plan).is_err_and(|error| error.faults[0].text.contains("11 positions")));
}

#[test]
fn the_published_strip_costs_what_it_should() {
    // $10 000 on 1600–2500 at 2000, σ 80 %, 30 days, no rate: 1 + 1 options cost 488.26, E[IL] is 521.62.
    let mut plan = Plan::default();
    plan.market.rate = Frac(0.0);
    plan.market.token_price = Usd(2000.0);
    plan.market.token_vol = Vol(0.8);
    plan.pool = PoolPlan {
        low: 1600.0,
        high: 2500.0,
        deposit: Usd(10_000.0),
        strip_per_side: 1.0,
        tier: Frac(0.0001),
        ..PoolPlan::default()
    };
    let tab = tab(&plan).unwrap();
    let strip = tab.positions[0].strip.as_ref().unwrap();
    // Bounds snap to ticks of 0.01 %.
    assert!((strip.cost.0 - 488.26).abs() < 0.2 && (strip.expected_il.0 - 521.62).abs() < 0.2, "{strip:?}");
    assert!((strip.worst_leftover.0 + 156.0).abs() < 1.0, "{strip:?}");
}

#[test]
fn the_opening_plan_says_what_the_pool_earns() {
    let tab = tab(&Plan::default()).unwrap();
    assert!(tab.answer.starts_with("Fees of $"), "{}", tab.answer);
    assert!(tab.answer.contains("break-even vol 69\u{202f}% against 62\u{202f}%"), "{}", tab.answer);
    let year = tab.carry[2];
    assert!(year.time_in_range.0 < 0.9 && year.net.0 > 0.0, "{year:?}");
    assert_eq!(year.expected_value_change.0, -year.lvr.0);
    assert!(tab.greeks[0].greeks.vega < 0.0 && tab.greeks[1].greeks.vega < 0.0 && tab.greeks[1].greeks.gamma < 0.0);
    let none = Plan { pool: PoolPlan { deposit: Usd(0.0), ..PoolPlan::default() }, ..Plan::default() };
    assert!(self::tab(&none).unwrap().answer.contains("no pool"));
}

#[test]
fn fees_by_volume_and_typed_fees_of_the_same_apr_are_one_thing() {
    let mut plan = Plan::default();
    plan.pool.fee_by = FeeBy::Volume;
    let book = Book::resolve(&plan).unwrap();
    let by_volume = book.pool_pnl(&book.shock, &book.shock.as_set(0.0));
    plan.pool.fee_by = FeeBy::Apr;
    plan.pool.fee_apr = Frac(book.position.fee_apr);
    let book = Book::resolve(&plan).unwrap();
    assert_eq!(book.pool_pnl(&book.shock, &book.shock.as_set(0.0)), by_volume);
}

#[test]
fn a_pasted_position_is_the_position_on_the_chain() {
    let Ok(Imported::Position(pasted)) = data::read(include_str!("fixtures/uniswap_subgraph.json")) else {
        panic!("no position")
    };
    let price = pasted.price_then().unwrap();
    let plan = Plan { pool: pasted.pool_plan(price, &PoolPlan::default()).unwrap(), ..Plan::default() };
    let position = Book::resolve(&plan).unwrap().position;
    let Some(Pool::Concentrated(pool)) = position.pool else { panic!("{position:?}") };
    assert!((pool.liquidity() / pasted.human_liquidity() - 1.0).abs() < 1e-9);
    let [low, high] = pasted.bounds().unwrap();
    assert!(1000.0 < low && low < price && price < high && high < 10_000.0, "{low} {price} {high}");
    let [a, b] = position.range.unwrap();
    assert!((a / low - 1.0).abs() < 1e-12 && (b / high - 1.0).abs() < 1e-12);
    assert!(tab(&plan).unwrap().answer.contains("break-even vol"));
    // A link brings it back exactly.
    let link = second_engine::plan::url::fragment(&plan);
    assert_eq!(second_engine::plan::url::parse(&link).unwrap().plan, plan);
}

/// Marsaglia's xorshift64*, and two normals by Box and Muller.
struct Normals(u64);

impl Normals {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The starred variant: the plain one's bits are too linear.
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn pair(&mut self) -> [f64; 2] {
        let (radius, angle) = ((-2.0 * self.uniform().ln()).sqrt(), std::f64::consts::TAU * self.uniform());
        [radius * angle.cos(), radius * angle.sin()]
    }
}

/// Mean and standard error.
fn mean(samples: &[f64]) -> (f64, f64) {
    let n = samples.len() as f64;
    let mean = samples.iter().sum::<f64>() / n;
    let variance = samples.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

const PRICE: f64 = 2000.0;
const VOL: f64 = 0.8;

fn ranged() -> Pool {
    Pool::Concentrated(Concentrated::from_deposit(10_000.0, PRICE, 1600.0, 2500.0).unwrap())
}

#[test]
fn simulated_paths_spend_as_long_in_range_and_lose_as_much() {
    let (days, steps) = (30.0, 30);
    let horizon = Years::from_calendar_days(days);
    let carry = Carry { pool: ranged(), price: PRICE, vol: Vol(VOL), horizon };
    let mut normals = Normals(0x9E37_79B9_7F4A_7C15);
    let (mut inside, mut lost) = (Vec::new(), Vec::new());
    for _ in 0..20_000 {
        // One random time on an exact path: the share in range is right without any step error.
        let mut log: f64 = 0.0;
        let dt = horizon.0 / f64::from(steps);
        let offset = normals.uniform();
        let mut share = 0.0;
        let mut left = 0.0;
        for step in 0..=steps {
            let length = if step == 0 {
                offset
            } else if step == steps {
                1.0 - offset
            } else {
                1.0
            };
            let [z, _] = normals.pair();
            log += -0.5 * VOL * VOL * dt * length + VOL * (dt * length).sqrt() * z;
            left += length;
            if step < steps {
                share += f64::from(u8::from(ranged().in_range(PRICE * log.exp()))) / f64::from(steps);
            }
        }
        assert!((left - f64::from(steps)).abs() < 1e-9);
        inside.push(share);
        let end = PRICE * log.exp();
        lost.push(ranged().value(end) - ranged().hodl(end, PRICE));
    }
    let (share, error) = mean(&inside);
    assert!(
        (share - carry.time_in_range().0).abs() < 3.0 * error,
        "{share} ± {error} against {:?}",
        carry.time_in_range()
    );
    let (il, error) = mean(&lost);
    assert!((il + carry.expected_lvr()).abs() < 3.0 * error, "{il} ± {error} against {}", carry.expected_lvr());
}

#[test]
fn simulated_paths_leave_the_range_when_the_formula_says() {
    let range = Range { low: 1600.0, high: 2500.0 };
    let exit = ExitTime::new(range, PRICE, Vol(VOL)).unwrap();
    let mut normals = Normals(0xD1B5_4A32_D192_ED03);
    // Steps of a tenth of a day, with the chance of having crossed in between (the Brownian bridge's).
    let dt: f64 = 0.1 / 365.0;
    let (low, high) = ((range.low / PRICE).ln(), (range.high / PRICE).ln());
    let mut times = Vec::new();
    let mut above = Vec::new();
    for _ in 0..4000 {
        let (mut log, mut time) = (0.0f64, 0.0f64);
        let over = loop {
            let [z, _] = normals.pair();
            let next = log - 0.5 * VOL * VOL * dt + VOL * dt.sqrt() * z;
            let crossed = |a: f64, b: f64| (-2.0 * a * b / (VOL * VOL * dt)).exp();
            time += dt;
            let over_top = next >= high || normals.uniform() < crossed(high - log, high - next);
            let under = next <= low || normals.uniform() < crossed(log - low, next - low);
            if over_top || under {
                break over_top;
            }
            log = next;
        };
        // On average half a step too late.
        times.push(time - 0.5 * dt);
        above.push(f64::from(u8::from(over)));
    }
    let (found, error) = mean(&times);
    assert!((found - exit.mean().0).abs() < 3.0 * error, "{found} ± {error} against {:?}", exit.mean());
    let (share, error) = mean(&above);
    assert!((share - exit.leaves_above()).abs() < 3.0 * error, "{share} ± {error} against {}", exit.leaves_above());
    times.sort_by(f64::total_cmp);
    let stays = exit.stays(Years(times[2000]));
    assert!((stays - 0.5).abs() < 3.0 * 0.5 / 4000f64.sqrt(), "{stays}");
}
