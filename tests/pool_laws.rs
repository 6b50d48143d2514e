//! Laws of the second engine: whatever the plan, its figures are finite, add up, and agree with simulated paths.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use plans::{Drawn, any_plan, law, resolve};
use proptest::prelude::*;
use second_engine::book::{Book, pnl};
use second_engine::data;
use second_engine::data::Imported;
use second_engine::holdings::pool::carry::Carry;
use second_engine::holdings::pool::exit_time::ExitTime;
use second_engine::holdings::pool::range::Range;
use second_engine::holdings::pool::{Concentrated, Pool};
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Holding, Kind, MOST, Terms};
use second_engine::plan::knobs::knob;
use second_engine::plan::{FeeBy, Plan, PoolKind, PoolPlan, StripPlan};
use second_engine::units::{Frac, Usd, Vol, Years};
use second_engine::views::assemble;
use second_engine::views::pool::{self, PoolTab};
use second_engine::views::report::evaluate;

fn tab(plan: &Plan) -> Option<PoolTab> {
    let book = resolve(plan).ok()?;
    Some(pool::report(&book, &assemble::report(&book)))
}

/// The opening plan with this pool in place of its own.
fn with_pool(pool: PoolPlan) -> Plan {
    let mut plan = Plan::default();
    *plan.pool_mut(0).unwrap() = pool;
    plan
}

/// The opening plan with these pools in place of its own.
fn with_pools(pools: &[&PoolPlan]) -> Plan {
    let mut plan = Plan::default();
    plan.remove(Kind::Pool, 0);
    for pool in pools {
        assert!(plan.add(Holding::new(Terms::Pool(Box::new((*pool).clone())))));
    }
    plan
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
        "since_entry",
        "strip",
        "vol",
        "apr",
        "typed",
        "range",
        "tokens",
        "ratio",
        // Where nothing falls due anywhere, and where SPX follows VIX.
        "quick_lowest",
        "spx",
        "impact",
        "impact_after",
        "best_days",
        "times_per_year",
        "liquidation_price",
        "all_pools",
        // What nobody has said of a token is unknown.
        "holds",
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

#[test]
fn any_plan_gives_finite_figures_that_add_up() {
    law([600, 400], 2025, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = resolve(&plan) else { return Ok(()) };
        let report = assemble::report(&book);
        let tab = pool::report(&book, &report);
        check_finite(&tab);
        let part = |id: &str| report.parts.iter().find(|part| part.id == id).map_or(0.0, |part| part.usd.0);
        let lines: f64 = report.parts.iter().filter(|part| part.id.starts_with("pool.")).map(|part| part.usd.0).sum();
        let deposits: f64 = book.positions().map(|position| position.deposit.0).sum();
        // A benchmark of all tokens moves as the token does.
        let moved = |at: f64| 1e-9 * deposits * (1.0 + at.abs()) + 0.005;
        let scale = moved(report.shock.token_return.0);
        prop_assert!((lines - part("pool")).abs() < scale, "{lines}");
        let all = tab.all_pools.iter().flat_map(|all| &all.benchmarks).map(|row| (row, report.pool.pnl.0));
        let each = tab.positions.iter().flat_map(|one| {
            let total = report.pools.iter().find(|pool| pool.nth == one.nth).map_or(f64::NAN, |pool| pool.money.pnl.0);
            one.benchmarks.iter().map(move |row| (row, total))
        });
        for (row, total) in all.chain(each) {
            let room = scale + 1e-12 * row.benchmark.0.abs();
            let sum = row.price_move.0 + row.il.0 + row.fees.0 + row.claims.0 - row.costs.0;
            prop_assert!((sum - row.excess.0).abs() < room);
            prop_assert!((row.excess.0 + row.benchmark.0 - total).abs() < room, "{} of {total}", row.excess.0);
        }
        let sum = |of: &dyn Fn(&pool::PositionTab) -> f64| tab.positions.iter().map(of).sum::<f64>();
        if let Some(all) = &tab.all_pools {
            prop_assert!((sum(&|one| one.deposit.0) - all.deposit.0).abs() < scale);
            for (i, column) in all.carry.iter().enumerate() {
                let net = sum(&|one| one.carry[i].net.0);
                let room = 1e-9 * (column.fees.0.abs() + column.lvr.0.abs() + all.deposit.0);
                prop_assert!((net - column.net.0).abs() < room, "{net} for {}", column.net.0);
            }
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
        if !tab.positions.is_empty() {
            tally.count();
        }
        Ok(())
    });
}

#[test]
fn inverting_the_quote_changes_no_figure() {
    law([300, 200], 2026, &any_plan(), |Drawn(plan), tally| {
        let mut flipped = plan.clone();
        let inverted = knob("pool.inverted").unwrap();
        for nth in 0..plan.count(Kind::Pool) {
            inverted.set(&mut flipped, nth, inverted.value(&plan, nth).map(|on| 1.0 - on)).unwrap();
        }
        if let (Some(a), Some(b)) = (tab(&plan), tab(&flipped)) {
            prop_assert_eq!(a.positions.len(), b.positions.len());
            for (a, b) in a.positions.iter().zip(&b.positions) {
                prop_assert_eq!(a.range, b.range);
                prop_assert_eq!(a.carry, b.carry);
                prop_assert_eq!(&a.benchmarks, &b.benchmarks);
            }
            if !a.positions.is_empty() {
                tally.count();
            }
        }
        Ok(())
    });
}

#[test]
fn a_pools_own_figures_are_the_same_whatever_else_is_held() {
    law([300, 200], 2027, &any_plan(), |Drawn(plan), tally| {
        let Some(whole) = tab(&plan) else { return Ok(()) };
        for one in &whole.positions {
            // Alone, with the legs that are written on it.
            let mut alone = plan.clone();
            alone.holdings.iter_mut().for_each(|holding| {
                let is_written = match &holding.terms {
                    Terms::Strip(strip) => strip.pool as usize == one.nth + 1,
                    _ => false,
                };
                holding.on = holding.on && is_written;
            });
            alone.holding_mut(Kind::Pool, one.nth).unwrap().on = true;
            let same = tab(&alone);
            let same = same.as_ref().and_then(|tab| tab.position(one.nth));
            prop_assert_eq!(same, Some(one));
            tally.count();
        }
        Ok(())
    });
}

#[test]
fn pools_of_one_plan_gain_what_each_gains_alone() {
    let second =
        PoolPlan { kind: PoolKind::ConstantProduct, deposit: Usd(12_000.0), loan: Usd(4000.0), ..PoolPlan::default() };
    let third = PoolPlan { kind: PoolKind::StableSwap, cover: Frac(0.5), ..PoolPlan::default() };
    let gain = |pools: &[&PoolPlan]| {
        let mut plan = with_pools(pools);
        plan.event.peg = Usd(0.9);
        let book = Book::resolve(&plan).unwrap();
        pnl::pools(&book, &book.shock.as_set(0.5)).total()
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
    let parts = |plan: &Plan| -> Vec<String> {
        let report = evaluate(plan).unwrap();
        report.parts.into_iter().map(|part| part.id).filter(|id| id.starts_with("pool.")).collect()
    };
    assert_eq!(parts(&Plan::default()), ["pool.price", "pool.il", "pool.fees", "pool.gas"]);
    let mut plan = with_pool(PoolPlan {
        loan: Usd(20_000.0),
        cover: Frac(0.9),
        cover_premium: Frac(0.03),
        deductible: Frac(0.01),
        ..PoolPlan::default()
    });
    plan.event.crypto = Frac(-0.4);
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
    let price = loan.liquidation_price.unwrap();
    assert!(one.markers.iter().any(|marker| marker.id == "liquidation" && marker.price == price));
    // The month of five trading days: interest of 8 % on $20 000.
    let interest = 20_000.0 * (0.08f64 * 5.0 / 252.0).exp_m1();
    let report = evaluate(&plan).unwrap();
    let line = report.parts.iter().find(|part| part.id == "pool.interest").unwrap();
    assert!((line.usd.0 + interest).abs() < 1e-9);
}

#[test]
fn a_fault_names_the_knob_and_the_position() {
    let second = PoolPlan { low: 5000.0, high: 4000.0, ..PoolPlan::default() };
    let third = PoolPlan { weight: Frac(1.5), ..PoolPlan::default() };
    let first = PoolPlan::default();
    let faults = Book::resolve(&with_pools(&[&first, &second, &third])).unwrap_err().faults;
    assert_eq!(faults[0].at, Address::new("pool.weight", 2));
    assert!(faults[0].text.starts_with("Pool 3: Token weight"), "{}", faults[0].text);
    let faults = Book::resolve(&with_pools(&[&first, &second])).unwrap_err().faults;
    assert_eq!((faults[0].at, faults.len()), (Address::new("pool.low", 1), 1));
    let mut plan = with_pools(&[&first]);
    plan.holdings = vec![plan.holdings[0].clone(); MOST + 1];
    assert!(Book::resolve(&plan).is_err_and(|error| error.faults[0].text.contains("101 holdings")));
}

#[test]
fn the_largest_loan_that_is_allowed_is_not_liquidated_before_anything_has_happened() {
    let most = PoolPlan {
        loan: Usd(24_000.0),
        low: 0.00007012586455218844,
        high: 0.0005936148751281019,
        inverted: true,
        ..PoolPlan::default()
    };
    assert_eq!(most.loan.0, most.loan_threshold.0 * most.deposit.0);
    let mut plan = with_pool(most);
    (plan.event.vix, plan.event.days) = (None, 0.0);
    let report = evaluate(&plan).unwrap();
    assert!(
        !report.pools[0].is_liquidated && (report.pools[0].money.pnl.0 + 14.0).abs() < 1e-6,
        "{:?}",
        report.pools[0]
    );
}

#[test]
fn the_published_strip_costs_what_it_should() {
    // $10 000 on 1600–2500 at 2000, σ 80 %, 30 days, no rate: 1 + 1 options cost 488.26, E[IL] is 521.62.
    let mut plan = with_pool(PoolPlan {
        low: 1600.0,
        high: 2500.0,
        deposit: Usd(10_000.0),
        tier: Frac(0.0001),
        ..PoolPlan::default()
    });
    plan.market.rate = Frac(0.0);
    plan.market.token_price = Usd(2000.0);
    plan.market.token_vol = Vol(0.8);
    assert!(plan.add(Holding::new(Terms::Strip(StripPlan { per_side: 1.0, ..StripPlan::default() }))));
    let tab = tab(&plan).unwrap();
    let strip = tab.positions[0].strip.as_ref().unwrap();
    // Bounds snap to ticks of 0.01 %.
    assert!((strip.cost.0 - 488.26).abs() < 0.2 && (strip.expected_il.0 - 521.62).abs() < 0.2, "{strip:?}");
    assert!((strip.worst_leftover.0 + 156.0).abs() < 1.0, "{strip:?}");
    // It is a leg of the book: what it costs is paid, and its P&L is in the hedge's.
    let report = evaluate(&plan).unwrap();
    let leg = report.holdings.iter().find(|one| one.id == "strip").unwrap();
    assert!((leg.outlay.0 - strip.cost.0).abs() < 1e-9 && report.parts.iter().any(|part| part.id == "hedge.strip"));
}

#[test]
fn the_opening_plan_says_what_the_pool_earns() {
    let tab = tab(&Plan::default()).unwrap();
    assert!(tab.answer.starts_with("Fees of $"), "{}", tab.answer);
    assert!(tab.answer.contains("break-even vol 69\u{202f}% against 62\u{202f}%"), "{}", tab.answer);
    let year = tab.positions[0].carry[2];
    assert!(year.time_in_range.0 < 0.9 && year.net.0 > 0.0, "{year:?}");
    assert_eq!(year.expected_value_change.0, -year.lvr.0);
    assert_eq!(tab.all_pools.as_ref().unwrap().carry[2].net, year.net);
    let greeks = &tab.whole_book.greeks;
    assert!(greeks[0].greeks.vega < 0.0 && greeks[1].greeks.vega < 0.0 && greeks[1].greeks.gamma < 0.0);
    let none = with_pool(PoolPlan { deposit: Usd(0.0), ..PoolPlan::default() });
    assert!(self::tab(&none).unwrap().answer.contains("no pool"));
}

#[test]
fn fees_by_volume_and_typed_fees_of_the_same_apr_are_one_thing() {
    let pool = PoolPlan { fee_by: FeeBy::Volume, ..PoolPlan::default() };
    let book = Book::resolve(&with_pool(pool.clone())).unwrap();
    let by_volume = pnl::pools(&book, &book.shock.as_set(0.0));
    let fee_apr = Frac(book.positions().next().unwrap().fee_apr);
    let book = Book::resolve(&with_pool(PoolPlan { fee_by: FeeBy::Apr, fee_apr, ..pool })).unwrap();
    assert_eq!(pnl::pools(&book, &book.shock.as_set(0.0)), by_volume);
}

#[test]
fn a_pasted_position_is_the_position_on_the_chain() {
    let Ok(Imported::Position(pasted)) = data::read(include_str!("fixtures/uniswap_subgraph.json")) else {
        panic!("no position")
    };
    let price = pasted.price_then().unwrap();
    let plan = with_pool(pasted.pool_plan(price, &PoolPlan::default()).unwrap());
    let book = Book::resolve(&plan).unwrap();
    let position = book.positions().next().unwrap();
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
