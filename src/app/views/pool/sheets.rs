//! Sheets: the pool tab's figures as words, in tables and lists. No formula: every number is the report's.

use second_engine::book::liquidity::QuickRatio;
use second_engine::holdings::pool::benchmarks::BenchmarkRow;
use second_engine::holdings::pool::since_entry::SinceEntry;
use second_engine::holdings::pool::year::CarryColumn;
use second_engine::sizing::rules::quick_ratio::in_words;
use second_engine::units::{Frac, Usd};
use second_engine::views::pool::safety::TriggerReport;
use second_engine::views::pool::strip::StripState;
use second_engine::views::pool::{PoolTab, PositionTab, WholeBook};
use second_engine::words;

use crate::app::figures::facts::{Facts, or_dash};
use crate::app::figures::sheet::Sheet;

/// A sheet from words.
pub fn sheet(head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    Sheet { head: head.iter().map(|cell| (*cell).to_string()).collect(), rows }
}

/// A price in quote per base as the person reads it in this pool, with its unit: turned round where it is base per
/// quote.
pub fn price(tab: &PositionTab, quote_per_base: f64) -> String {
    tab.quoted().price(quote_per_base)
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
    let usd = |name: &str, of: fn(&CarryColumn) -> f64| row(name, &|c| cash(of(c)));
    sheet(
        &["Dollars", "A day", "A month", "A year"],
        vec![
            row("Time in range", &|c| words::share(c.time_in_range.0, 0)),
            usd("Fees", |c| c.fees.0),
            usd("LVR, the expected IL", |c| -c.lvr.0),
            usd("Gas", |c| -c.gas.0),
            usd("Loan interest", |c| -c.interest.0),
            usd("Insurance premium", |c| -c.premium.0),
            usd("Net", |c| c.net.0),
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
            row("Gas, interest, premium", |c| -c.costs().0),
            row("Net", |c| c.net_after_arbitrage.0),
        ],
    )
}

/// From the day it was opened until today.
pub fn since_entry(since: &SinceEntry) -> Facts {
    vec![
        ("P&L since entry", words::usd(since.pnl.0)),
        ("Paid in, less taken out", words::amount(since.paid_in.0)),
        ("Worth today", words::amount(since.worth.0)),
        ("Fees collected", words::amount(since.collected.0)),
    ]
}

/// What breaks even and when the range is left.
pub fn break_even(tab: &PositionTab) -> Facts {
    let b = &tab.break_even;
    let days = |x: f64| format!("{} calendar days", words::fixed(x, if x < 10.0 { 1 } else { 0 }));
    let exit = b.first_exit;
    vec![
        ("Break-even vol", or_dash(b.vol, |vol| words::share(vol.0, 0))),
        ("Token vol", words::share(b.token_vol.0, 0)),
        ("Break-even fee APR", or_dash(b.apr, |apr| words::share(apr.0, 2))),
        ("Fee APR in use, full range", words::share(b.fee_apr.0, 2)),
        ("Fee APR in use, this position now", words::share(b.position_apr.0, 1)),
        ("Leaves the range after, median", or_dash(exit, |exit| days(exit.median_days))),
        ("Mean", or_dash(exit, |exit| days(exit.mean_days))),
        ("By a rise of the base token", or_dash(exit, |exit| words::share(exit.above.0, 0))),
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
    let rows = tab.whole_book.greeks.iter().map(|row| {
        vec![
            format!("{}, {}", row.name, row.driver),
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
    let t = &tab.whole_book.time_value;
    vec![
        ("Condors, time alone", words::usd(t.condor.0)),
        ("Pools, time alone", words::usd(t.pool.0)),
        ("Their fees", words::usd(t.pool_fees.0)),
        ("Their expected value change", words::usd(t.pool_value_change.0)),
    ]
}

/// The loan; nothing where there is none.
pub fn loan(tab: &PositionTab) -> Option<Facts> {
    let loan = tab.loan?;
    let pair = |a: String, b: String| format!("{a} → {b}");
    Some(vec![
        ("Debt, now and then", pair(words::amount(loan.debt.0), words::amount(loan.debt_after.0))),
        ("Health, now and then", pair(words::fixed(loan.health, 2), words::fixed(loan.health_after, 2))),
        ("Liquidation price", or_dash(loan.liquidation_price, |at| price(tab, at))),
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
            Some(at) => format!("It holds in this shock; liquidation at {}", price(tab, at)),
            None => "No fall of the price liquidates it".into(),
        },
    }
}

/// The cap and its cover.
pub fn insurance(tab: &PositionTab) -> Facts {
    let i = &tab.insurance;
    let at = |t: TriggerReport| {
        let moved = tab.quoted().moved(t.price_move);
        format!("{}, {}: {}", price(tab, t.price), words::percent(moved.0, 0), words::usd(-t.loss.0))
    };
    let trigger = |t: Option<TriggerReport>| or_dash(t, at);
    vec![
        ("Cap reached as the base falls", trigger(i.below)),
        ("Cap reached as the base rises", trigger(i.above)),
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
        ("Fee APR of a year, simple", words::share(g.apr.0, 2)),
        ("APY of the fees, gas off", words::share(g.apy.0, 2)),
        ("Net of LVR, interest, premium", words::percent(g.net.0, 2)),
        (
            "Best interval",
            or_dash(g.best_days.filter(|_| g.is_worthwhile), |days| format!("{} calendar days", words::fixed(days, 0))),
        ),
        ("Times a year", or_dash(g.times_per_year.filter(|_| g.is_worthwhile), |times| words::fixed(times, 1))),
    ]
}

/// Beyond this a ratio only says that next to nothing falls due.
const AMPLE: f64 = 100.0;

/// A quick ratio in words.
pub fn quick_ratio(ratio: Option<f64>) -> String {
    match ratio {
        None => "nothing falls due".into(),
        Some(x) if x > AMPLE => format!("over {}", words::fixed(AMPLE, 0)),
        Some(x) => in_words(x),
    }
}

/// Ready over due today, in the shock, and where on the way it is less.
pub fn quick_finding(whole: &WholeBook) -> String {
    let [calm, shock] = [whole.quick_calm.ratio, whole.quick_stressed.ratio].map(quick_ratio);
    let lowest = whole
        .least_on_way()
        .map_or_else(String::new, |(at, quick)| format!(", least at {at} on the way: {}", quick_ratio(quick.ratio)));
    format!("Quick ratio: {calm} calm, {shock} in the shock{lowest}")
}

/// Ready over due, calm, in the shock and where on the way it is least.
pub fn quick(tab: &PoolTab) -> Sheet {
    let whole = &tab.whole_book;
    // Where it is least on the way there is a column of its own, but where that is the shock itself.
    let lowest = whole.least_on_way();
    let row = |name: &str, of: &dyn Fn(&QuickRatio) -> String| {
        let on_way = lowest.as_ref().map(|(_, quick)| quick);
        let columns = [Some(&whole.quick_calm), Some(&whole.quick_stressed), on_way];
        std::iter::once(name.to_string()).chain(columns.into_iter().flatten().map(of)).collect()
    };
    let usd = |name: &str, of: fn(&QuickRatio) -> Usd| row(name, &|q| words::fixed(of(q).0, 0));
    let on_way = lowest.as_ref().map(|(at, _)| format!("At {at}"));
    let heads: Vec<&str> = ["Dollars", "Calm", "In the shock"].into_iter().chain(on_way.as_deref()).collect();
    sheet(
        &heads,
        vec![
            usd("Cash and stablecoins", |q| q.at_hand),
            usd("Out of the pools, within slippage", |q| q.withdrawable),
            usd("Margin call", |q| q.margin_call),
            usd("Hedge rolls due", |q| q.rolls),
            usd("Loans", |q| q.loans),
            usd("Gas to leave", |q| q.gas),
            // Short, or the last column is off a phone's edge.
            row("Quick ratio", &|q| q.ratio.map_or_else(|| "none due".into(), |ratio| quick_ratio(Some(ratio)))),
        ],
    )
}

/// Leaving this position.
pub fn exit(tab: &PositionTab) -> Facts {
    let e = &tab.exit;
    let pair = |a: String, b: String| format!("{a} → {b}");
    let share = |x| or_dash(x, |x: Frac| words::share(x.0, 2));
    vec![
        (
            "Comes out within slippage, on its own curve",
            pair(words::amount(e.withdrawable.0), words::amount(e.withdrawable_after.0)),
        ),
        ("Selling every base token to others loses", pair(share(e.impact), share(e.impact_after))),
        ("Sold into liquidity of", words::number(e.liquidity)),
    ]
}

/// The options of the strip.
pub fn options(tab: &PositionTab) -> Option<Sheet> {
    let strip = tab.strip.as_ref().filter(|strip| !strip.options.is_empty())?;
    let rows = strip.options.iter().map(|row| {
        vec![
            if row.is_put { "Put" } else { "Call" }.to_string(),
            tab.quoted().bare(row.strike),
            words::fixed(row.quantity, 3),
            words::fixed(row.cost.0, 2),
        ]
    });
    let unit = format!("Strike, {}", tab.quoted().unit());
    Some(sheet(&["Buy", &unit, "Tokens", "Cost $"], rows.collect()))
}

/// The strips that are held, each with what it makes in the shock; none where none is.
pub fn held_strips(tab: &PositionTab) -> Option<Sheet> {
    let strip = tab.strip.as_ref().filter(|strip| strip.state == StripState::Held)?;
    let rows = strip.held.iter().map(|one| {
        vec![
            one.name.clone(),
            one.options.to_string(),
            words::number(one.days),
            words::fixed(one.cost.0, 2),
            words::signed(one.pnl.0),
        ]
    });
    Some(sheet(&["In the book", "Options", "Calendar days", "Cost $", "In the shock $"], rows.collect()))
}

/// What the strip costs against what it takes away.
pub fn strip(tab: &PositionTab) -> Facts {
    let Some(strip) = &tab.strip else { return Vec::new() };
    vec![
        ("Calendar days", words::number(strip.days)),
        ("Cost", words::amount(strip.cost.0)),
        ("Expected IL in those days", words::amount(strip.expected_il.0)),
        ("Most that is left in range", words::usd(strip.worst_leftover.0)),
        ("It is left at", price(tab, strip.worst_at)),
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
    use second_engine::book::Book;
    use second_engine::plan::holding::{Holding, Kind, Terms};
    use second_engine::plan::{Plan, PoolPlan, PoolToken, QuoteToken, StripPlan};
    use second_engine::views::assemble;
    use second_engine::views::pool::report;

    fn tab(change: impl FnOnce(&mut Plan)) -> PoolTab {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        report(&book, &assemble::report(&book))
    }

    fn add(plan: &mut Plan, terms: Terms) {
        plan.add(Holding::new(terms));
    }

    /// The same pool, its price as ETH per BTC where it is not turned round.
    fn on_btc(inverted: bool) -> PoolTab {
        tab(|plan| {
            plan.holdings.clear();
            let [low, high] = if inverted { [1.0 / 40.0, 1.0 / 25.0] } else { [25.0, 40.0] };
            let terms =
                PoolPlan { token: PoolToken::Btc, quote: QuoteToken::Eth, inverted, low, high, ..PoolPlan::default() };
            add(plan, Terms::Pool(Box::new(terms)));
        })
    }

    #[test]
    fn both_ways_of_counting_end_at_the_same_net() {
        let tab = tab(|plan| {
            if let Some(pool) = plan.pool_mut(0) {
                pool.loan = Usd(9000.0);
            }
        });
        let ends = [carry(&tab.positions[0].carry), arbitrage(&tab.positions[0].carry)];
        let [a, b] = ends.map(|sheet| sheet.rows.last().cloned());
        assert!(a.is_some() && a == b);
        assert!(loan(&tab.positions[0]).is_some());
    }

    #[test]
    fn the_parts_of_every_benchmark_add_up_to_its_last_line() {
        let all = tab(|_| ()).all_pools;
        assert!(all.is_some_and(|all| all.benchmarks.iter().all(|row| {
            let parts = decomposition(row);
            let sum: f64 = parts[..parts.len() - 1].iter().map(|part| part.1).sum();
            (sum - row.excess.0).abs() < 0.005
        })));
    }

    #[test]
    fn pools_are_called_by_their_names() {
        let tab = tab(|plan| {
            add(plan, Terms::fresh(Kind::Pool, 1));
            plan.holdings[2].name = "Main".into();
        });
        let names: Vec<String> = greeks(&tab).rows.into_iter().map(|mut row| row.remove(0)).collect();
        assert_eq!(names, ["Condor, SPX", "Pool 1, ETH", "Main, ETH"]);
    }

    #[test]
    fn there_is_no_loan_without_one_and_a_strip_is_held_or_proposed() {
        let plain = tab(|_| ());
        let one = &plain.positions[0];
        assert!(loan(one).is_none() && held_strips(one).is_none() && options(one).is_some());
        let hedged = tab(|plan| add(plan, Terms::Strip(StripPlan { per_side: 2.0, ..StripPlan::default() })));
        let one = &hedged.positions[0];
        assert!(held_strips(one).is_some_and(|sheet| sheet.rows.len() == 1));
        assert!(options(one).is_some_and(|sheet| sheet.rows.len() == 4));
    }

    #[test]
    fn a_pool_alone_quoted_in_another_token_has_a_number_everywhere() {
        for tab in [on_btc(false), on_btc(true)] {
            let one = &tab.positions[0];
            let lists = [break_even(one), insurance(one), growth(one), strip(one), exit(one), time_value(&tab)];
            let words = lists.into_iter().flatten().map(|(_, said)| said);
            let sheets = [carry(&one.carry), greeks(&tab), quick(&tab)];
            let cells = sheets.into_iter().flat_map(|sheet| sheet.rows).flatten();
            assert!(words.chain(cells).all(|said| !said.contains("NaN") && !said.contains("inf")));
        }
    }

    #[test]
    fn prices_are_read_the_way_the_person_reads_them() {
        let [straight, turned] = [on_btc(false), on_btc(true)].map(|tab| strip(&tab.positions[0]));
        let at = |facts: &Facts| facts.iter().find(|fact| fact.0 == "It is left at").map(|fact| fact.1.clone());
        assert!(at(&straight).is_some() && at(&straight) != at(&turned));
    }
}
