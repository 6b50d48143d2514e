//! Model book 11: hurdle, IRR, baseline, multipliers and caps, each and together.

use crate::table::{Row, rows};
#[cfg(not(target_arch = "wasm32"))]
use second_engine::book::limits::LargestPool;
use second_engine::book::limits::largest_pool;
#[cfg(not(target_arch = "wasm32"))]
use second_engine::book::{Book, pnl, way};
use second_engine::holdings::pool::insurance::triggers;
use second_engine::holdings::pool::{Concentrated, ConstantProduct, Pool};
#[cfg(not(target_arch = "wasm32"))]
use second_engine::plan::Plan;
use second_engine::plan::sizing::SizingPlan;
#[cfg(not(target_arch = "wasm32"))]
use second_engine::simulation::{cvar, within};
use second_engine::sizing::hurdle::HurdleInputs;
use second_engine::sizing::irr::{CashFlows, stress_probability};
use second_engine::sizing::kelly::Kelly;
use second_engine::sizing::rules::{baseline, il_cap};
use second_engine::sizing::stressed::Tightest;
use second_engine::sizing::{Case, Effect, RULES, RuleKind, SetBy, Size, dollars, size};
use second_engine::units::Frac;
#[cfg(not(target_arch = "wasm32"))]
use second_engine::units::{Points, Usd};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn is(row: &Row, column: &str) -> bool {
    row.number(column) == 1.0
}

fn hurdle_inputs(row: &Row) -> HurdleInputs {
    HurdleInputs {
        equity: row.number("E_usd"),
        borrowed: row.number("B_usd"),
        debt_cost: row.number("k_d"),
        tax: row.number("tax"),
        risk_free: row.number("r_f"),
        beta_spx: row.number("beta_m_token"),
        beta_vix: row.number("beta_v_token_per_point"),
        delta_share: row.number("delta_share_Px_over_V"),
        equity_premium: row.number("erp"),
        vol_premium: row.number("lambda_V"),
        equity_cost: None,
    }
}

/// No data have set a signal.
static NOBODY: SetBy = SetBy { ad_divergence: String::new(), big_top: String::new(), correlation_alarm: String::new() };

/// The table counts in shares of risk capital, so capital is one dollar here.
fn case<'a>(row: &Row, plan: &'a SizingPlan) -> Case<'a> {
    let inputs = hurdle_inputs(row);
    let hurdle = inputs.hurdle();
    row.near("beta_S_LP", hurdle.beta_spx, 1e-10);
    row.near("beta_V_LP_per_1.00_VIX", hurdle.beta_vol, 1e-10);
    row.near("k_LP", hurdle.capm.0, 1e-10);
    row.near("wacc", hurdle.wacc.0, 1e-10);
    row.near("hurdle", hurdle.rate.0, 1e-10);
    let months = row.number("months");
    let chance = stress_probability(0.1, months);
    row.near("p_stress", chance, 1e-10);
    let exit = (1.0 - chance) * row.number("V_calm_usd") + chance * row.number("V_stress_usd");
    row.near("expected_exit_usd", exit, 1e-10);
    let flows = vec![row.number("net_flow_per_month_usd"); months as usize];
    let irr = CashFlows { deposit: row.number("deposit_usd"), flows, exit }.irr();
    row.near("irr_effective_annual", irr.unwrap().annual.0, 1e-10);
    // The row has no book that its two caps could come from: each is found from the loss per dollar that makes it. That they
    // are where a book's own losses reach the budget is tested below.
    let cap = |column: &str| largest_pool(0.0, -1.0 / row.number(column), 0.0, 1.0);
    Case {
        set_by: &NOBODY,
        held: 0.0,
        deposit: 0.0,
        too_small_by: None,
        without_big_top: 0.0,
        stress_vix: 0.0,
        stress_spx: None,
        plan,
        risk_capital: 1.0,
        budget: 1.0,
        hurdle,
        irr,
        failed: if is(row, "vetted") { &[] } else { &["Audited"] },
        unvetted: &[],
        quick_ratio: row.optional("quick_ratio").map(|ratio| Tightest { ratio, on_way: None }),
        vix: [17.0, 45.0],
        stress: cap("cap_stress"),
        set: None,
        cvar: cap("cap_cvar"),
        cvar_least: 0.0,
        days: 5.0,
        kelly: Kelly {
            mean: row.number("net_carry_apr") + hurdle.premium.0,
            rate: inputs.risk_free,
            deviation: inputs.delta_share * row.number("sigma_token"),
        },
        il_loss: None,
    }
}

#[test]
fn sizing_is_the_smallest_of_baseline_times_multipliers_and_caps() {
    for row in rows("sizing") {
        let plan = SizingPlan {
            ad_divergence: Some(is(&row, "ad_divergence")),
            big_top: Some(is(&row, "big_top")),
            correlation_alarm: Some(is(&row, "alarm")),
            rho: row.number("rho20_token_vs_minus_dVIX"),
            ..SizingPlan::default()
        };
        let case = case(&row, &plan);
        let weight = case.irr.map_or(0.0, |irr| baseline::weight_at(irr.annual.0, case.hurdle.rate.0));
        row.near("w0", weight, 1e-10);
        let factors = RULES.iter().filter_map(|rule| match (rule.effect)(&case) {
            Effect::Factor(factor) => Some(factor),
            _ => None,
        });
        row.near("multiplier", factors.product(), 1e-10);
        let Size { usd, uncapped, binding } = size(&case, &plan.rules);
        row.near("weight_after_multipliers", uncapped, 1e-10);
        row.near("cap_half_kelly", case.kelly.half(), 1e-10);
        row.near("final_weight", usd, 1e-10);
        let word = match (binding.kind, binding.file) {
            (RuleKind::Cap, "stress_cap") => "stress",
            (RuleKind::Cap, "cvar_cap") => "cvar",
            (RuleKind::Cap, file) => file,
            _ => "multipliers",
        };
        assert_eq!(word, row.text("binding"));
    }
}

/// The deposit at which a loss that grows with it reaches `budget`; bisected on books that are resolved afresh.
#[cfg(not(target_arch = "wasm32"))]
fn where_it_reaches(plan: &Plan, budget: f64, loss: impl Fn(&Book) -> f64) -> f64 {
    let of = |usd: f64| {
        let mut plan = plan.clone();
        plan.pool_mut(0).unwrap().deposit = Usd(usd);
        loss(&Book::resolve(&plan).unwrap())
    };
    let (mut low, mut high) = (1.0, 5e6);
    assert!(of(low) < budget && of(high) > budget, "{} {budget} {}", of(low), of(high));
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if of(middle) > budget { high = middle } else { low = middle }
    }
    low
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn both_caps_are_where_the_books_own_losses_reach_the_budget() {
    let mut compared = [0; 2];
    for (vix, loss_budget) in [(30.0, 0.08), (45.0, 0.1), (60.0, 0.15), (25.0, 0.2)] {
        let mut plan = Plan::default();
        (plan.event.vix, plan.account.loss_budget) = (Some(Points(vix)), Frac(loss_budget));
        let book = Book::resolve(&plan).unwrap();
        let from = book.market.calibration.vix.0;
        if let LargestPool::UpTo(cap) = way::scan(&book).way(&book).allows(book.budget, 1.0, 1.0).largest {
            let worst = |book: &Book| {
                let steps = ((vix - from) * 20.0).ceil();
                let at = |i: f64| pnl::on_link(book, &book.shock, from + (vix - from) * i / steps);
                (0..=steps as u32).map(|i| -at(f64::from(i))).fold(f64::NEG_INFINITY, f64::max)
            };
            let found = where_it_reaches(&plan, book.budget, worst);
            assert!((cap.0 / found - 1.0).abs() < 1e-4, "VIX {vix}: stress cap {} for {found}", cap.0);
            compared[0] += 1;
        }
        if let LargestPool::UpTo(cap) = within::cap(cvar::outcomes(&book).within(Usd(book.budget))) {
            // The mean of the worst twentieth, the outcome at its edge in part.
            let tail = |book: &Book| {
                let outcomes = cvar::outcomes(book);
                let mut losses: Vec<(f64, f64)> =
                    outcomes.all.iter().map(|one| (-one.pnl(outcomes.held), one.weight)).collect();
                losses.sort_by(|a, b| b.0.total_cmp(&a.0));
                let mut left = 0.05;
                let mut sum = 0.0;
                for (loss, weight) in losses {
                    let taken = f64::min(weight, left);
                    (sum, left) = (sum + taken * loss, left - taken);
                }
                sum / 0.05
            };
            let found = where_it_reaches(&plan, book.budget, tail);
            assert!((cap.0 / found - 1.0).abs() < 1e-6, "VIX {vix}: CVaR cap {} for {found}", cap.0);
            compared[1] += 1;
        }
    }
    assert!(compared[0] >= 2 && compared[1] >= 2, "{compared:?}");
}

#[test]
fn half_kelly_is_half_of_the_edge_over_the_variance() {
    for row in rows("half_kelly") {
        let (mean, deviation) = (
            row.number("net_carry_apr") + row.number("beta_premium"),
            row.number("delta_share") * row.number("sigma_token"),
        );
        row.near("mu", mean, 1e-12);
        row.near("sigma_lp", deviation, 1e-12);
        row.near("half_kelly", Kelly { mean, rate: row.number("r"), deviation }.half(), 1e-12);
    }
}

#[test]
fn il_cap_is_the_budget_over_the_loss_at_the_lower_trigger() {
    for row in rows("il_cap") {
        let pool = match row.optional("r_multiplicative_range") {
            None => Pool::ConstantProduct(ConstantProduct::from_deposit(1.0, 1.0).unwrap()),
            Some(r) => Pool::Concentrated(Concentrated::from_deposit(1.0, 1.0, 1.0 / r, r).unwrap()),
        };
        let below = triggers(&pool, 1.0, Frac(row.number("deductible_of_hodl"))).0.unwrap();
        let loss = -row.number("value_change_at_move_down");
        let cap = dollars(il_cap::cap(Some(-below.value_change.0), 7500.0)).unwrap();
        assert!((cap * loss / 7500.0 - 1.0).abs() < 1e-9, "{cap} {loss}");
    }
}

#[test]
fn the_correlation_rule_takes_off_what_the_alarm_says() {
    for row in rows("correlation_shift") {
        let plan = SizingPlan {
            correlation_alarm: Some(is(&row, "alarm")),
            rho: row.number("rho20_token_vs_minus_dVIX"),
            ..SizingPlan::default()
        };
        let any = rows("sizing").remove(0);
        let case = case(&any, &plan);
        let rule = RULES.iter().find(|rule| rule.file == "correlation_shift").unwrap();
        let Effect::Factor(factor) = (rule.effect)(&case) else { panic!("no factor") };
        row.near("sizing_multiplier", factor, 1e-10);
    }
}
