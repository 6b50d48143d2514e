//! Model book 10 and 11.5, through the door: a plan resolved into a book.

use std::sync::Arc;

use crate::table::rows;
use second_engine::book::limits::{LargestPool, largest_pool};
use second_engine::book::{Book, corridor, pnl, way};
use second_engine::holdings::Held;
use second_engine::holdings::pool::{Concentrated, Pool};
use second_engine::plan::{Plan, StrikeRule};
use second_engine::units::{Frac, Points, Usd, Vol, Years};
use second_engine::views::assemble;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The book of `vectors/book.json` as a plan.
pub fn plan() -> Plan {
    let book: serde_json::Value = serde_json::from_str(include_str!("vectors/book.json")).unwrap();
    let number = |pointer: &str| book.pointer(pointer).and_then(serde_json::Value::as_f64).expect(pointer);
    let mut plan = Plan::default();
    plan.market.spx = Points(number("/market/spx"));
    plan.market.rate = Frac(number("/market/rate"));
    plan.market.dividend_yield = Frac(number("/market/dividend_yield"));
    plan.market.vix = Points(number("/market/vix"));
    plan.market.vvix = Points(number("/market/vvix"));
    plan.market.token_price = Usd(number("/pool/price"));
    plan.pin_strikes(0, std::array::from_fn(|i| number(&format!("/condor/strikes/{i}"))));
    let condor = plan.condor_mut(0).unwrap();
    assert_eq!(condor.strikes_by, StrikeRule::Level);
    condor.contracts = number("/condor/contracts");
    condor.days = number("/condor/expiry_days");
    condor.fee = Usd(number("/condor/fee_usd_per_contract_and_leg"));
    let pool = plan.pool_mut(0).unwrap();
    pool.deposit = Usd(number("/pool/value_usd"));
    pool.low = number("/pool/range_low");
    pool.high = number("/pool/range_high");
    pool.fee_apr = Frac(number("/pool/fullrange_fee_apr"));
    // The pair's: the token's own residual is the fitted one in the tables.
    pool.token_vol = Some(Vol(number("/pool/sigma_token")));
    pool.gas = Usd(number("/pool/gas_usd"));
    for i in 0..3 {
        let layer = plan.layer_mut(i).unwrap();
        layer.days = number(&format!("/hedge/layers/{i}/days"));
        layer.delta = number(&format!("/hedge/layers/{i}/delta"));
    }
    plan.hedge.budget = Frac(number("/hedge/rate_of_risk_capital_per_year"));
    plan.hedge.vix_share = Frac(number("/hedge/vix_share"));
    plan.account.equity = Usd(number("/limits/risk_capital_usd"));
    plan.account.loss_budget = Frac(number("/limits/loss_budget_usd") / number("/limits/risk_capital_usd"));
    plan
}

/// The book resolved, its range put back where the tables have it: they do not snap bounds to ticks.
pub fn book() -> Book {
    let plan = plan();
    let mut book = Book::resolve(&plan).unwrap();
    let terms = plan.pool(0).unwrap();
    let pool = Concentrated::from_deposit(terms.deposit.0, plan.market.token_price.0, terms.low, terms.high).unwrap();
    for entry in &mut book.entries {
        if let Held::Pool(position) = &mut Arc::make_mut(entry).held {
            position.pool = Some(Pool::Concentrated(pool));
        }
    }
    book
}

/// The same book with the sliders at this VIX and so many trading days.
fn shocked(book: &Book, vix: Points, days: f64) -> Book {
    let mut plan = book.plan.clone();
    (plan.event.vix, plan.event.days) = (Some(vix), days);
    book.resolve_beside(&plan).unwrap()
}

#[test]
fn book_setup_buys_and_sells_at_the_models_prices() {
    for row in rows("book_setup") {
        let book = book();
        let (condor, position) = (book.condors().next().unwrap(), book.positions().next().unwrap());
        row.near("credit_points", condor.credit, 1e-8);
        row.near("fees_at_open_usd", condor.fees().0, 1e-8);
        row.near("contracts", condor.contracts, 0.0);
        let Some(Pool::Concentrated(pool)) = position.pool else { panic!("{position:?}") };
        row.near("L", pool.liquidity(), 1e-11);
        for (i, layer) in (1..).zip(book.layers()) {
            let cell = |name: &str| format!("layer{i}_{name}");
            row.near(&cell("days"), layer.days, 0.0);
            row.near(&cell("contracts"), layer.contracts, 0.0);
            let exact = book.market.vix_strike_at_delta(0.5, Years::from_calendar_days(layer.days)).unwrap();
            row.near(&cell("strike_unrounded"), exact.0, 1e-9);
            row.near(&cell("strike"), layer.strike.0, 0.0);
            row.near(&cell("premium_points"), layer.premium, 1e-9);
        }
        row.near("hedge_outlay_usd", book.layers().map(|layer| layer.outlay().0).sum(), 1e-9);
        let carry = book.layers().map(|layer| layer.carry(&book.market).unwrap().0).sum();
        row.near("hedge_carry_usd_per_year", carry, 1e-9);
    }
}

#[test]
fn book_pnl_is_the_sum_of_its_parts_to_the_cent() {
    let book = book();
    let held = book.condors().next().unwrap();
    for row in rows("book_pnl") {
        let vix = Points(row.number("v_points"));
        let shock = book.shock.over(row.number("h_trading_days"));
        let x = shock.link().spx_return(vix).0;
        row.near("x_spx_ln_return", x, 1e-12);
        row.near("y_token_ln_return", shock.token_return(vix, x, 0.0), 1e-12);
        let then = shock.on_link(vix, 0.0);
        row.near("S", then.market.spx.0, 1e-11);
        row.near("P", book.positions().next().unwrap().price_in(&then), 1e-11);
        let usd = |column: &str, got: f64| row.close(column, got, 0.0, 0.01);
        let fees = held.fees().0;
        usd("condor_fees_usd", fees);
        let condor = pnl::condors(&book, &then) + fees;
        usd("condor_pnl_before_fees_usd", condor);
        row.close("condor_value_points", held.credit - condor / held.dollars(1.0), 0.0, 2e-5);
        let pool = pnl::pools(&book, &then);
        usd("lp_value_change_usd", pool.price_move + pool.divergence);
        usd("lp_fees_usd", pool.fees);
        for (i, layer) in (1..).zip(book.layers()) {
            usd(&format!("hedge_layer{i}_usd"), layer.pnl(&then.market, shock.event.days));
        }
        usd("hedge_usd", pnl::hedge(&book, &then));
        usd("total_usd", pnl::of(&book, &then).combined());
        let report = assemble::report(&shocked(&book, vix, shock.event.days));
        usd("total_usd", report.combined.pnl.0);
        match (row.optional("coverage_ratio"), report.hedge.coverage) {
            (Some(_), Some(coverage)) => row.near("coverage_ratio", coverage.0, 1e-8),
            (want, got) => assert_eq!((want, got), (None, None)),
        }
    }
}

#[test]
fn reverse_stress_finds_the_first_vix_that_breaks_the_budget_and_the_worst() {
    let book = book();
    for row in rows("reverse_stress") {
        let shock = book.shock.over(row.number("h_trading_days"));
        let over = Book { shock: shock.clone(), budget: row.number("loss_budget_usd"), ..book.clone() };
        let found = way::scan(&over).reverse;
        match row.text("status") {
            "none_up_to_150" => assert_eq!(found.gone_at, None),
            _ => {
                let vix = found.gone_at.unwrap();
                row.close("smallest_vix_points", vix.0, 0.0, 1e-6);
                row.near("S_there", shock.on_link(vix, 0.0).market.spx.0, 1e-8);
            }
        }
        row.close("worst_vix_on_grid_points", found.worst.0, 0.0, 1e-6);
        row.close("worst_pnl_usd", found.worst_pnl, 0.0, 0.01);
    }
}

#[test]
fn corridor_has_the_roots_of_the_total_on_the_link_week_by_week() {
    let book = book();
    for row in rows("corridor") {
        let week = corridor::week(&book, row.number("week"));
        row.near("h_trading_days", week.days, 1e-11);
        // By rising VIX from where the table's scan began.
        let from = row.number("scan_from_vix_points");
        let roots: Vec<_> = week.break_evens.iter().rev().filter(|zero| zero.vix.0 >= from).collect();
        let zero = roots[row.number("root") as usize - 1];
        row.close("vix_points", zero.vix.0, 0.0, 1e-6);
        row.close("S", zero.spx.0, 0.0, 1e-6);
    }
}

#[test]
fn stress_cap_is_the_deposit_whose_loss_just_fits() {
    for row in rows("stress_cap") {
        let cap = largest_pool(
            row.number("condor_and_hedge_pnl_usd"),
            row.number("lp_pnl_per_usd_without_gas"),
            row.number("gas_usd"),
            row.number("loss_budget_usd"),
        );
        match (row.text("largest_lp_usd"), cap) {
            ("none", cap) => assert_eq!(cap, LargestPool::Unlimited),
            ("0", cap) => assert_eq!(cap, LargestPool::None),
            (_, LargestPool::UpTo(usd)) => row.near("largest_lp_usd", usd.0, 1e-12),
            (want, cap) => panic!("golden {want}, got {cap:?}"),
        }
    }
}
