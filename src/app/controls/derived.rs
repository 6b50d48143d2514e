//! Derived: what the model fills in where a knob is linked, read off the report.

use second_engine::book::position::Position;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::sizing::ledger::hurdle_inputs;
use second_engine::views::hedge::conversion::at_model;
use second_engine::views::report::Report;

/// The value in use while the knob is linked, in the plan's unit; `None` where the report does not say.
pub fn derived(at: Address, plan: &Plan, report: &Report) -> Option<f64> {
    let pool = plan.positions().nth(at.nth)?;
    let layer = |name: &str| report.hedge.layers.iter().find(|layer| layer.name == name);
    let shock = &report.shock;
    let [long_put, short_put, short_call, long_call] = report.condor.strikes.map(|strike| strike.0);
    Some(match at.row {
        "condor.long_put" => long_put,
        "condor.short_put" => short_put,
        "condor.short_call" => short_call,
        "condor.long_call" => long_call,
        "condor.fill" => report.condor.credit.0,
        "pool.token_price" => pool.price_in(&plan.market).0,
        "pool.token_vol" => pool.vol_in(&plan.market).0,
        "pool.cover_limit" => pool.deposit.0,
        "hedge.budget_usd" => plan.account.risk_capital().0 * plan.hedge.budget.0,
        "conversion.call" => at_model(plan).call,
        "conversion.put" => at_model(plan).put,
        "sizing.risk_free" => plan.market.rate.0,
        "sizing.borrowed" => plan.positions().map(|pool| pool.loan.0).sum(),
        "sizing.debt_cost" => plan.pool.loan_rate.0,
        "sizing.equity_cost" => {
            let position = Position::resolve(&plan.pool, &plan.market).ok()?;
            hurdle_inputs(plan, &position, position.pool.as_ref()?).hurdle().capm.0
        }
        "shock.vix" => plan.market.vix.0,
        "shock.spx" => shock.spx_return.0,
        "shock.token" => shock.token_return.0,
        "shock.beta_spx" => shock.beta_spx,
        "shock.beta_vix" => shock.beta_vix,
        "shock.vvix" => shock.vvix.0,
        "shock.token_vol" => shock.token_vol.0,
        "shock.fee_multiple" => shock.fee_multiple,
        "shock.gas_multiple" => shock.gas_multiple,
        _ => {
            let mut words = at.row.split('.').skip(1);
            let layer = layer(words.next()?)?;
            match words.next()? {
                "contracts" => layer.contracts,
                "strike" => layer.strike.0,
                _ => return None,
            }
        }
    })
}

/// What the pool's token is called.
pub fn token(plan: &Plan) -> &'static str {
    match plan.pool.token_in(&plan.market) {
        second_engine::plan::Token::Eth => "ETH",
        second_engine::plan::Token::Btc => "BTC",
    }
}
