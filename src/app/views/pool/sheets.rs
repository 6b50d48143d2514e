//! Sheets: the pool tab's figures as words, in tables and lists. No formula: every number is the report's.

use second_engine::book::liquidity::QuickRatio;
use second_engine::units::Usd;
use second_engine::views::pool::benchmarks::BenchmarkRow;
use second_engine::views::pool::carry::CarryColumn;
use second_engine::views::pool::{PoolTab, PositionTab};
use second_engine::words;

use crate::app::figures::facts::{Facts, or_dash};
use crate::app::figures::sheet::Sheet;

/// A sheet from words.
pub fn sheet(head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    Sheet { head: head.iter().map(|cell| (*cell).to_string()).collect(), rows }
}

/// Dollars in a table: cents below a hundred.
fn cash(usd: f64) -> String {
    if usd.abs() < 100.0 { words::fixed(usd, 2) } else { words::fixed(usd, 0) }
}

/// What is earned and paid over a day, a month and a year.
pub fn carry(columns: &[CarryColumn; 3]) -> Sheet {
    let row = |name: &str, of: &dyn Fn(&CarryColumn) -> String| {
        std::iter::once(name.to_string()).chain(columns.iter().map(of)).collect::<Vec<_>>()
    };
    let usd = |name: &str, of: fn(&CarryColumn) -> Usd, sign: f64| row(name, &|c| cash(sign * of(c).0));
    sheet(
        &["Dollars", "A day", "A month", "A year"],
        vec![
            row("Time in range", &|c| words::share(c.time_in_range.0, 0)),
            usd("Fees", |c| c.fees, 1.0),
            usd("LVR, the expected IL", |c| c.lvr, -1.0),
            usd("Gas", |c| c.gas, -1.0),
            usd("Loan interest", |c| c.interest, -1.0),
            usd("Insurance premium", |c| c.premium, -1.0),
            usd("Net", |c| c.net, 1.0),
        ],
    )
}

/// The same net, counted by who trades.
pub fn arbitrage(columns: &[CarryColumn; 3]) -> Sheet {
    let row = |name: &str, of: fn(&CarryColumn) -> f64| {
        std::iter::once(name.to_string()).chain(columns.iter().map(|c| cash(of(c)))).collect::<Vec<_>>()
    };
    sheet(
        &["Dollars", "A day", "A month", "A year"],
        vec![
            row("Fees of noise traders", |c| c.noise_fees.0),
            row("Kept by arbitrageurs", |c| -c.arbitrage.0),
            row("Gas, interest, premium", |c| -(c.gas.0 + c.interest.0 + c.premium.0)),
            row("Net", |c| c.net_after_arbitrage.0),
        ],
    )
}

/// What breaks even and when the range is left.
pub fn break_even(tab: &PositionTab) -> Facts {
    let b = &tab.break_even;
    let days = |x: f64| format!("{} days", words::fixed(x, if x < 10.0 { 1 } else { 0 }));
    let exit = b.first_exit;
    vec![
        ("Break-even vol", or_dash(b.vol, |vol| words::share(vol.0, 0))),
        ("Token vol", words::share(b.token_vol.0, 0)),
        ("Break-even fee APR", or_dash(b.apr, |apr| words::share(apr.0, 2))),
        ("Fee APR in use, full range", words::share(b.fee_apr.0, 2)),
        ("Fee rate in range, simple", words::share(b.position_apr.0, 1)),
        ("Leaves the range after, median", or_dash(exit, |exit| days(exit.median_days))),
        ("Mean", or_dash(exit, |exit| days(exit.mean_days))),
        ("Over the top", or_dash(exit, |exit| words::share(exit.above.0, 0))),
    ]
}

/// One benchmark, part by part; it adds up.
pub fn decomposition(row: &BenchmarkRow) -> Vec<(&'static str, f64)> {
    let mut parts = vec![
        ("Price move beyond it", row.price_move.0),
        ("Impermanent loss", row.il.0),
        ("Fees", row.fees.0),
        ("Insurance pays", row.claims.0),
        ("Gas, interest, premium, penalty", -row.costs.0),
    ];
    parts.push(("Pool beyond the benchmark", row.excess.0));
    parts
}

/// All four benchmarks, for a file.
pub fn benchmarks(rows: &[BenchmarkRow; 4]) -> Sheet {
    let head = ["Benchmark", "It gains", "Price move", "IL", "Fees", "Claims", "Costs", "Pool beyond it"];
    let cells = |row: &BenchmarkRow| {
        let usd = [row.benchmark, row.price_move, row.il, row.fees, row.claims, Usd(-row.costs.0), row.excess];
        std::iter::once(row.label.to_string()).chain(usd.map(|usd| words::fixed(usd.0, 2))).collect()
    };
    sheet(&head, rows.iter().map(cells).collect())
}

/// Both engines' Greeks.
pub fn greeks(tab: &PoolTab) -> Sheet {
    let short = |x: f64| words::fixed(x, if x.abs() < 10.0 { 2 } else { 0 });
    let mut pool = 0;
    let rows = tab.greeks.iter().map(|row| {
        let name = match row.tokens {
            None => row.name.clone(),
            Some(_) => {
                let index = tab.positions.get(pool).map_or(pool, |one| one.index);
                pool += 1;
                format!("Pool {}", index + 1)
            }
        };
        vec![
            format!("{name}, {}", row.driver),
            or_dash(row.tokens, |tokens| words::fixed(tokens, 3)),
            short(row.delta_percent.0),
            short(row.gamma_percent.0),
            short(row.greeks.vega),
            short(row.greeks.theta),
        ]
    });
    sheet(&["Engine", "Tokens", "Delta", "Gamma", "Vega", "Theta"], rows.collect())
}

/// Time value over the shock's days.
pub fn time_value(tab: &PoolTab) -> Facts {
    let t = &tab.time_value;
    vec![
        ("Condor, time alone", words::usd(t.condor.0)),
        ("Pool, time alone", words::usd(t.pool.0)),
        ("Its fees", words::usd(t.pool_fees.0)),
        ("Its expected value change", words::usd(t.pool_value_change.0)),
    ]
}

/// The loan; nothing where there is none.
pub fn loan(tab: &PositionTab) -> Option<Facts> {
    let loan = tab.loan?;
    let pair = |a: String, b: String| format!("{a} → {b}");
    Some(vec![
        ("Debt, now and then", pair(words::amount(loan.debt.0), words::amount(loan.debt_after.0))),
        ("Health, now and then", pair(words::fixed(loan.health, 2), words::fixed(loan.health_after, 2))),
        ("Liquidation price", or_dash(loan.liquidation_price, |usd| words::price(usd.0))),
        ("In this shock", if loan.is_liquidated { "liquidated".into() } else { "holds".into() }),
        ("Penalty", words::amount(loan.penalty.0)),
    ])
}

/// The finding about the loan.
pub fn loan_finding(tab: &PositionTab) -> String {
    match tab.loan {
        None => "No loan".into(),
        Some(loan) if loan.is_liquidated => {
            format!("This shock liquidates it: {} of penalty", words::amount(loan.penalty.0))
        }
        Some(loan) => match loan.liquidation_price {
            Some(price) => format!("It holds in this shock; liquidation at {}", words::price(price.0)),
            None => "No fall of the price liquidates it".into(),
        },
    }
}

/// The cap and its cover.
pub fn insurance(tab: &PositionTab, shown: impl Fn(f64) -> String) -> Facts {
    let i = &tab.insurance;
    let at = |price: f64, move_: f64, loss: f64| {
        format!("{}, {}: {}", shown(price), words::percent(move_, 0), words::usd(-loss))
    };
    let trigger = |t: Option<second_engine::views::pool::safety::TriggerReport>| {
        or_dash(t, |t| at(t.price, t.price_move.0, t.loss.0))
    };
    vec![
        ("Cap reached below, you lost", trigger(i.below)),
        ("Cap reached above, you gained", trigger(i.above)),
        ("Paid out in this shock", words::amount(i.payout.0)),
        ("Insurer fails to pay, then", words::share(i.haircut.0, 0)),
        ("Premium asked, a year", words::amount(i.premium.0)),
        ("Fair premium, a month", or_dash(i.fair_month, |usd| words::amount(usd.0))),
    ]
}

/// The finding about the cap.
pub fn insurance_finding(tab: &PositionTab) -> String {
    let i = &tab.insurance;
    if i.payout.0 > 0.5 {
        format!("The insurer pays {} in this shock", words::amount(i.payout.0))
    } else {
        format!("A cap of {} on impermanent loss", words::share(i.deductible.0, 1))
    }
}

/// Compounding.
pub fn growth(tab: &PositionTab) -> Facts {
    let g = &tab.growth;
    vec![
        ("APR, simple", words::share(g.apr.0, 2)),
        ("APY, gas off", words::share(g.apy.0, 2)),
        ("Best interval", or_dash(g.best_days, |days| format!("{} days", words::fixed(days, 0)))),
        ("Times a year", or_dash(g.times_per_year, |times| words::fixed(times, 1))),
    ]
}

/// Ready over due, calm and in the shock.
pub fn quick(tab: &PoolTab) -> Sheet {
    let row = |name: &str, of: &dyn Fn(&QuickRatio) -> String| {
        vec![name.to_string(), of(&tab.quick_calm), of(&tab.quick_stressed)]
    };
    let usd = |name: &str, of: fn(&QuickRatio) -> Usd| row(name, &|q| words::fixed(of(q).0, 0));
    sheet(
        &["Dollars", "Calm", "In the shock"],
        vec![
            usd("Cash and stablecoins", |q| q.at_hand),
            usd("Out of the pools, within slippage", |q| q.withdrawable),
            usd("Margin call", |q| q.margin_call),
            usd("Hedge rolls due", |q| q.rolls),
            usd("Loans", |q| q.loans),
            usd("Gas to leave", |q| q.gas),
            row("Quick ratio", &|q| or_dash(q.ratio, |x| words::fixed(x, 2))),
        ],
    )
}

/// Leaving this position.
pub fn exit(tab: &PositionTab) -> Facts {
    let e = &tab.exit;
    let pair = |a: String, b: String| format!("{a} → {b}");
    let share = |x| or_dash(x, |x: second_engine::units::Frac| words::share(x.0, 2));
    vec![
        ("Leaves within slippage", pair(words::amount(e.withdrawable.0), words::amount(e.withdrawable_after.0))),
        ("Impact of selling every token", pair(share(e.impact), share(e.impact_after))),
    ]
}

/// The options of the strip.
pub fn options(tab: &PositionTab) -> Option<Sheet> {
    let strip = tab.strip.as_ref().filter(|strip| !strip.options.is_empty())?;
    let rows = strip.options.iter().map(|row| {
        vec![
            if row.is_put { "Put" } else { "Call" }.to_string(),
            words::price(row.strike),
            words::fixed(row.quantity, 3),
            words::fixed(row.cost.0, 2),
        ]
    });
    Some(sheet(&["Buy", "Strike", "Tokens", "Cost $"], rows.collect()))
}

/// What the strip costs against what it takes away.
pub fn strip(tab: &PositionTab) -> Facts {
    let Some(strip) = &tab.strip else { return Vec::new() };
    vec![
        ("Cost, 30 days", words::amount(strip.cost.0)),
        ("Expected IL, 30 days", words::amount(strip.expected_il.0)),
        ("Most that is left in range", words::usd(strip.worst_leftover.0)),
        ("It is left at", words::price(strip.worst_at)),
        ("Without options there", words::usd(strip.unhedged_there.0)),
    ]
}

/// The REIT.
pub fn reit(tab: &PositionTab) -> Option<Facts> {
    let r = tab.reit?;
    let [week, month, quarter] = r.stretch.map(|x| words::percent(x.0, 1));
    Some(vec![
        ("Fair price, D / (r − g)", words::amount(r.fair)),
        ("Price beyond it", words::percent(r.premium.0, 1)),
        ("Pair's stretch: week", week),
        ("Month", month),
        ("Three months", quarter),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use second_engine::book::resolve::Book;
    use second_engine::plan::{Plan, PoolPlan};

    fn tab(change: impl FnOnce(&mut Plan)) -> Option<PoolTab> {
        let mut plan = Plan::default();
        change(&mut plan);
        let book = Book::resolve(&plan).ok()?;
        Some(book.pool_tab(&book.report()))
    }

    #[test]
    fn both_ways_of_counting_end_at_the_same_net() {
        let tab = tab(|plan| plan.pool.loan = Usd(9000.0));
        let ends = tab.map(|tab| [carry(&tab.carry), arbitrage(&tab.carry)].map(|sheet| sheet.rows.last().cloned()));
        assert!(ends.is_some_and(|[a, b]| a.is_some() && a == b));
    }

    #[test]
    fn the_parts_of_every_benchmark_add_up_to_its_last_line() {
        let tab = tab(|_| ());
        assert!(tab.is_some_and(|tab| tab.benchmarks.iter().all(|row| {
            let parts = decomposition(row);
            let sum: f64 = parts[..parts.len() - 1].iter().map(|part| part.1).sum();
            (sum - row.excess.0).abs() < 0.005
        })));
    }

    #[test]
    fn pools_are_called_by_their_place_in_the_plan() {
        let tab = tab(|plan| plan.more_pools = vec![PoolPlan::default(); 2]);
        let names = |tab: &PoolTab| greeks(tab).rows.into_iter().map(|mut row| row.remove(0)).collect::<Vec<_>>();
        assert!(tab.is_some_and(|tab| names(&tab) == ["Condor, SPX", "Pool 1, ETH", "Pool 2, ETH", "Pool 3, ETH"]));
    }

    #[test]
    fn there_is_no_loan_without_one_and_no_strip_without_options() {
        assert!(
            tab(|_| ()).is_some_and(|tab| loan(&tab.positions[0]).is_none() && options(&tab.positions[0]).is_none())
        );
        let hedged = tab(|plan| plan.pool.strip_per_side = 3.0);
        assert!(hedged.is_some_and(|tab| options(&tab.positions[0]).is_some_and(|sheet| sheet.rows.len() == 6)));
    }
}
