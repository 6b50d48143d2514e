//! The back-test of the files that one has; a sentence or a row a line.
//!
//! `cargo run --release --example backtest -- [--btc] [--plan FILE] [--from DAY] [--trades] FILE…`: histories of SPX and VIX, and of ETH (or BTC),
//! advances and declines, VIX futures, told by what is in them; the plan is the page's opening one;
//! `--trades` adds every trade as a line of CSV. Exit code 2 and a
//! sentence on standard error where a file cannot be read.

#[path = "shared/answer.rs"]
mod answer;
#[path = "shared/history.rs"]
mod history;

use std::process::ExitCode;

use answer::answer;
use history::history;
use second_engine::backtest::curve::Curve;
use second_engine::backtest::trade::Trade;
use second_engine::backtest::{BackTest, Parts, run};
use second_engine::numbers::pieces::whole;
use second_engine::plan::{Plan, Token, file};
use second_engine::signals::histories::Histories;
use second_engine::units::day::Day;
use second_engine::words::dates::date;
use second_engine::words::{amount, percent, share, usd, vix};

fn main() -> ExitCode {
    answer(said())
}

fn said() -> Result<Vec<String>, String> {
    let (mut plan, mut files, mut with_trades) = (Plan::example(), Vec::new(), false);
    let mut from = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--btc" => plan.market.token = Token::Btc,
            "--from" => {
                let day = words.next().unwrap_or_default();
                from = Some(Day::iso(&day).ok_or_else(|| format!("{day} is no day: 2018-01-02 is one."))?);
            }
            "--trades" => with_trades = true,
            "--plan" => plan = plan_of(&words.next().unwrap_or_default())?,
            path => files.push(history(path)?),
        }
    }
    let all = Histories::of(&files, plan.market.token)?;
    let started = std::time::Instant::now();
    let found = whole(run(&plan, &all, from, &mut |_| {}))?;
    let took = started.elapsed().as_millis();
    let mut lines = lines(&found);
    lines.push(format!("{took} ms."));
    lines.extend(found.trades.iter().filter(|_| with_trades).map(row));
    Ok(lines)
}

/// Part, number, first and last day, end, strikes, contracts, entry, exit, fees earned, costs, P&L.
fn row(trade: &Trade) -> String {
    let strikes: Vec<String> = trade.strikes.iter().map(|strike| format!("{strike:.1}")).collect();
    format!(
        "{:?},{},{},{},{},{},{:.4},{:.4},{:.4},{:.2},{:.2},{:.2}",
        trade.part,
        trade.nth + 1,
        String::from(trade.opened),
        String::from(trade.closed),
        trade.how.word(),
        strikes.join(" "),
        trade.contracts,
        trade.entry,
        trade.exit,
        trade.earned,
        trade.costs,
        trade.pnl
    )
}

fn lines(found: &BackTest) -> Vec<String> {
    let mut lines = vec![found.headline(), found.won_said(), found.broken_said()];
    lines.extend(found.said.clone());
    let fell = |name: &str, curve: &Curve| {
        let fall = curve
            .drawdown
            .map(|fall| format!("{name} fell by {} from {} to {}", usd(-fall.usd), date(fall.from), date(fall.to)));
        let month = curve
            .month
            .map(|month| format!("worst month {}-{:02}: {}", month.year, month.month, percent(month.share, 1)));
        fall.into_iter().chain(month).collect::<Vec<_>>().join("; ")
    };
    lines.extend([fell("By the rules it", &found.with_rules), fell("Untouched it", &found.untouched)]);
    let parts =
        |parts: &Parts| format!("condors {}, pool {}, hedge {}", usd(parts.condor), usd(parts.pool), usd(parts.hedge));
    lines.extend([format!("By the rules: {}", parts(&found.made[0])), format!("Untouched: {}", parts(&found.made[1]))]);
    lines.push(format!("{} trades, {} drawn days", found.trades.len(), found.days.len()));
    for row in &found.rules {
        let how = if row.is_on { "without" } else { "with" };
        lines.push(format!(
            "{how} {}: {}, {} down, {} in the pool",
            row.name,
            amount(row.end),
            share(row.drawdown, 1),
            amount(row.held)
        ));
    }
    for row in &found.explosions {
        let [ruled, typed] = [row.with_rules, row.untouched];
        let walked =
            row.walked.map(|both| format!("; walked {} and {}", usd(both[0]), usd(both[1]))).unwrap_or_default();
        lines.push(format!(
            "{} from VIX {}: held {}, {} ({} at worst); untouched {}, {} ({} at worst){walked}",
            row.name,
            vix(row.vix[0]),
            amount(ruled.held),
            usd(ruled.pnl),
            usd(ruled.worst),
            amount(typed.held),
            usd(typed.pnl),
            usd(typed.worst)
        ));
    }
    lines
}

fn plan_of(path: &str) -> Result<Plan, String> {
    let text = std::fs::read_to_string(path).map_err(|wrong| format!("{path} cannot be read: {wrong}."))?;
    file::open(&text).map(|opened| opened.plan).map_err(|wrong| format!("{path}: {wrong:?}"))
}
