//! Tables: trades, rules, explosions, days, and both ways beside each other.

use crate::backtest::curve::Curve;
use crate::backtest::shocks::ExplosionRow;
use crate::backtest::trade::{Part, Trade};
use crate::backtest::{BackTest, Parts};
use crate::plan::Plan;
use crate::signals::flags;
use crate::units::day::Day;
use crate::words as say;
use crate::words::dates::date;

/// Signals that the rules ask for.
const SIGNALS: usize = flags::ROWS.len();

/// Headings and rows.
pub type Table = (Vec<String>, Vec<Vec<String>>);

const NONE: &str = "—";
const NOT_KNOWN: &str = "not known";

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Table {
    (head.map(String::from).to_vec(), rows.map(Vec::from).collect())
}

fn day(day: Day) -> String {
    date(day)
}

/// Every trade, as it is called in the plan.
pub fn trades(found: &BackTest, plan: &Plan) -> Table {
    let head = ["What", "From", "To", "End", "Strikes", "Contracts", "Entry", "Exit", "Earned $", "Costs $", "P&L $"];
    let name = |trade: &Trade| plan.name(trade.part.kind(), trade.nth);
    let row = |trade: &Trade| {
        let is_pool = trade.part == Part::Pool;
        let strikes: Vec<String> = trade.strikes.iter().map(|strike| say::number(*strike)).collect();
        let only = |is_there: bool, words: String| if is_there { words } else { NONE.to_string() };
        let price = |x: f64| say::fixed(x, 2);
        [
            name(trade),
            day(trade.opened),
            day(trade.closed),
            trade.how.word().to_string(),
            only(!strikes.is_empty(), strikes.join("/")),
            only(!is_pool, say::quantity(trade.contracts)),
            price(trade.entry),
            price(trade.exit),
            only(is_pool, price(trade.earned)),
            price(trade.costs),
            price(trade.pnl),
        ]
    };
    table(head, found.trades.iter().map(row))
}

/// Each rule switched over.
pub fn rules(found: &BackTest) -> Table {
    let end = found.with_rules.end;
    let head =
        ["Rule", "Asked", "Equity then", "Against the rules", "Deepest fall", "Mean in the pool", "Signal known"];
    let count = |n: usize| say::number(n as f64);
    let rows = found.rules.iter().map(|row| {
        // What no file says is no difference of $0.
        let is_asked = row.known != Some(0);
        let figure = |words: String| if is_asked { words } else { NOT_KNOWN.to_string() };
        [
            say::capital(&row.name),
            if row.is_on { "without it" } else { "with it" }.to_string(),
            figure(say::amount(row.end)),
            figure(say::usd(row.end - end)),
            figure(say::share(row.drawdown, 1)),
            figure(say::amount(row.held)),
            row.known.map_or_else(
                || NONE.to_string(),
                |known| match found.pool_days {
                    0 => "no pool: not asked".to_string(),
                    days => format!("{} of {} trading days", count(known), count(days)),
                },
            ),
        ]
    });
    table(head, rows)
}

/// What the rules would have held on each eve, and the worst on the way with that, with the typed size and with a promoter's.
pub fn explosions(found: &BackTest) -> Table {
    let head = ["Explosion", "VIX", "Rules hold", "Worst by rules", "As typed", "Promoter"];
    let rows = found.explosions.iter().map(|row| {
        [
            row.name.clone(),
            row.vix.map(|vix| say::fixed(vix, 0)).join(" to "),
            say::amount(row.with_rules.held),
            say::usd(row.with_rules.worst),
            say::usd(row.untouched.worst),
            say::usd(row.promoter.worst),
        ]
    });
    table(head, rows)
}

/// What each size would have made at an explosion's end, and what the walk made over its days.
pub fn explosions_made(found: &BackTest) -> Table {
    let head = ["Explosion", "By rules", "As typed", "Promoter", "Walked: rules", "Walked: untouched"];
    let rows = found.explosions.iter().map(|row| {
        let walked = |nth: usize| row.walked.map_or_else(|| NONE.to_string(), |both| say::usd(both[nth]));
        [
            row.name.clone(),
            say::usd(row.with_rules.pnl),
            say::usd(row.untouched.pnl),
            say::usd(row.promoter.pnl),
            walked(0),
            walked(1),
        ]
    });
    table(head, rows)
}

/// Days of each explosion, what was known on its eve, and the sizes that were held into it.
pub fn explosions_eves(found: &BackTest) -> Table {
    let head = [
        "Explosion",
        "Eve",
        "Peak",
        "VIX",
        "Peak VIX",
        "Token",
        "Signals known",
        "Rules hold",
        "Typed",
        "Promoter holds",
    ];
    let rows = found.explosions.iter().map(|row| {
        [
            row.name.clone(),
            day(row.from),
            day(row.to),
            say::vix(row.vix[0]),
            say::vix(row.vix[1]),
            if row.is_token_real { "real" } else { "by its betas" }.to_string(),
            if row.has_eve { format!("{} of {SIGNALS}", row.known) } else { "no file".to_string() },
            say::amount(row.with_rules.held),
            say::amount(row.untouched.held),
            say::amount(row.promoter.held),
        ]
    });
    table(head, rows)
}

/// The drawn days.
pub fn days(found: &BackTest) -> Table {
    let head = ["Day", "Rules $", "Untouched $", "Promoter $", "Condors $", "Pool $", "Hedge $", "In the pool $"];
    let money = |usd: f64| say::fixed(usd, 2);
    let equity = found.with_rules.equity.iter().zip(found.untouched.equity.iter().zip(&found.promoter.equity));
    let lines = found.days.iter().zip(equity).zip(found.parts.iter().zip(&found.held));
    let rows = lines.map(|((at, (ruled, (untouched, promoter))), (parts, held))| {
        let Parts { condor, pool, hedge } = *parts;
        [
            day(*at),
            money(*ruled),
            money(*untouched),
            money(*promoter),
            money(condor),
            money(pool),
            money(hedge),
            money(*held),
        ]
    });
    table(head, rows)
}

/// By the rules, untouched and a promoter beside each other.
pub fn compared(found: &BackTest) -> Table {
    let curves = [&found.with_rules, &found.untouched, &found.promoter];
    let [won, lost, same] = found.won();
    let of = |won: usize| format!("{} of {}", say::number(won as f64), say::number(found.explosions.len() as f64));
    let none = || NONE.to_string();
    let fall = |curve: &Curve| curve.drawdown.map_or_else(none, |fall| say::share(fall.share, 1));
    let when =
        |curve: &Curve| curve.drawdown.map_or_else(none, |fall| format!("{} to {}", day(fall.from), day(fall.to)));
    let month = |curve: &Curve| curve.month.map_or_else(none, |month| say::percent(month.share, 1));
    let mut rows: Vec<[String; 4]> = Vec::new();
    let mut row = |name: &str, [ruled, untouched, promoter]: [String; 3]| {
        rows.push([name.to_string(), ruled, untouched, promoter]);
    };
    row("Equity at the end", curves.map(|curve| say::amount(curve.end)));
    row("Condors", found.made.map(|made| say::usd(made.condor)));
    row("Pool", found.made.map(|made| say::usd(made.pool)));
    row("Hedge", found.made.map(|made| say::usd(made.hedge)));
    row("Deepest fall", curves.map(fall));
    row("From, to", curves.map(when));
    row("Worst month", curves.map(month));
    row("Explosions by the eve: better in", [of(won), of(lost), none()]);
    row("as good in", [of(same), of(same), none()]);
    row("past the budget in", found.broken().map(of));
    let worst =
        |of: fn(&ExplosionRow) -> f64| found.explosions.iter().map(of).reduce(f64::min).map_or_else(none, say::usd);
    let worsts = [worst(|row| row.with_rules.worst), worst(|row| row.untouched.worst), worst(|row| row.promoter.worst)];
    row("worst of them", worsts);
    table(["What", "By the rules", "Untouched", "Promoter"], rows.into_iter())
}
