//! Tables: every figure of the paths with its standard error.

use crate::odds::figures::{BandOdds, EndOdds, Figure, Odds, Part, PoolOdds, WayOdds};
use crate::odds::one_step::OneStep;
use crate::odds::ways::Way;
use crate::plan::Plan;
use crate::plan::holding::Kind;
use crate::views::odds::fan_chart::MIDDLE;
use crate::views::odds::say::{NONE, chance, correlation, gained, lost, name, way_name};
use crate::views::pinned::{Table, with_column};
use crate::words::dates::shock_day;
use crate::words::{amount, number, trading_days, usd, vix};

/// How a figure is said.
type Said = fn(Figure) -> String;
/// A row: its name, which figure of a part and of a way, and how it is said.
type Row = (&'static str, fn(&EndOdds) -> Figure, Said);

const ROWS: [Row; 10] = [
    ("Mean", |end| end.mean, gained),
    ("Median", |end| end.quantiles[MIDDLE], gained),
    ("Chance of a loss", |end| end.loss, chance),
    ("Past the budget at the end", |end| end.past_budget, chance),
    ("Past the budget on any day", |end| end.past_budget_till_then, chance),
    ("Mean loss of the worst 5\u{202f}% (CVaR 95)", |end| end.cvar_95, lost),
    ("Mean loss of the worst 1\u{202f}% (CVaR 99)", |end| end.cvar_99, lost),
    ("Deepest fall, half of paths stay below", |end| end.drawdowns[0], lost),
    ("Deepest fall, 95\u{202f}% stay below", |end| end.drawdowns[1], lost),
    ("Deepest fall, 99\u{202f}% stay below", |end| end.drawdowns[2], lost),
];

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Table {
    (head.map(String::from).to_vec(), rows.map(Vec::from).collect())
}

/// Every figure of every part; those of plan A's whole book last, where one is pinned.
pub fn parts(odds: &Odds, a: Option<&Odds>) -> Table {
    let cell = |odds: &Odds, part: Part, (_, of, said): &Row| {
        odds.part(part).filter(|_| odds.paths > 0).map_or_else(|| NONE.into(), |part| said(of(&part.end)))
    };
    let head = std::iter::once("P&L".to_string()).chain(Part::ALL.map(|part| name(part).to_string())).collect();
    let row = |row: &Row| {
        std::iter::once(row.0.to_string()).chain(Part::ALL.into_iter().map(|part| cell(odds, part, row))).collect()
    };
    let table = (head, ROWS.iter().map(row).collect());
    let Some(a) = a else { return table };
    with_column(table, "A: combined", ROWS.iter().map(|row| Some(cell(a, Part::Combined, row))))
}

/// Every figure of the whole book as it is held, by the rules' size and a promoter's.
pub fn ways(odds: &Odds) -> Table {
    let all = || odds.ways.iter();
    let row = |name: &str, cell: &dyn Fn(&WayOdds) -> String| {
        std::iter::once(name.to_string()).chain(all().map(cell)).collect::<Vec<String>>()
    };
    let size = |way: &WayOdds| if way.size.0 > 0.0 { amount(way.size.0) } else { "nothing".into() };
    let hedge = |way: &WayOdds| if way.way == Way::Promoter { "none" } else { "as held" }.to_string();
    let figures = ROWS
        .iter()
        .map(|(name, of, said)| row(name, &|way| if odds.paths == 0 { NONE.into() } else { said(of(&way.end)) }));
    let head = row("P&L of the whole book", &|way| way_name(way.way).into());
    (head, [row("In the sized pool", &size), row("Hedge", &hedge)].into_iter().chain(figures).collect())
}

/// Every pool: how often a day ends outside its range, by when half have left, how often its loan is called.
pub fn pools(odds: &Odds, plan: &Plan) -> Table {
    let market = &plan.market;
    let row = |pool: &PoolOdds| {
        let terms = plan.pool(pool.nth);
        let on = |day: Option<u32>| day.map_or("never".into(), |day| shock_day(market.today, f64::from(day)));
        let by = match pool.half_left_by {
            _ if odds.paths == 0 => NONE.into(),
            None => "fewer than half leave".into(),
            Some(day) => {
                let [first, last] = pool.half_left_between;
                let between = if first == last { String::new() } else { format!(" ({} to {})", on(first), on(last)) };
                format!("{}{between}", on(Some(day)))
            }
        };
        let called = |figure| if odds.paths == 0 { NONE.to_string() } else { chance(figure) };
        let [leaves, by] = match terms.map(|terms| terms.bounds_in(market)) {
            Some(None) => ["full range".into(), NONE.into()],
            _ if pool.is_out => ["is out of it today".into(), NONE.into()],
            _ => [called(pool.leaves), by],
        };
        let is_lent = terms.is_none_or(|terms| terms.loan.0 > 0.0);
        let liquidated = if is_lent { called(pool.liquidated) } else { "no loan".into() };
        [plan.name(Kind::Pool, pool.nth), leaves, by, liquidated]
    };
    table(["Pool", "Leaves its range", "Half have left by", "Loan called"], odds.pools.iter().map(row))
}

/// Condors against pools by VIX at the end.
pub fn bands(odds: &Odds, one_step: Option<&OneStep>) -> Table {
    let last = odds.bands.len().saturating_sub(1);
    let row = |(nth, band): (usize, &BandOdds)| {
        let [from, to] = [band.from.0, band.to.0].map(vix);
        let levels = match nth {
            0 => format!("below {to}"),
            nth if nth == last => format!("{from} and above"),
            _ => format!("{from} to {to}"),
        };
        let of_paths =
            if odds.paths == 0 { NONE.into() } else { chance(Figure { value: band.share, error: band.share_error }) };
        let step = one_step.and_then(|step| step.bands.get(nth)?.correlation);
        let step = step.map_or_else(|| NONE.into(), crate::words::correlation);
        [levels, of_paths, band.correlation.map_or_else(|| NONE.into(), correlation), step]
    };
    let head = ["VIX at the end", "Share of paths", "Condors against pools", "By quadrature, in one step"];
    table(head, odds.bands.iter().enumerate().map(row))
}

/// What is of no part: margin, tails, the whole book in one step beside its paths, and how exact all of it is.
pub fn others(odds: &Odds, one_step: Option<&OneStep>) -> Table {
    let called = if odds.paths == 0 { NONE.into() } else { chance(odds.margin_call) };
    let tails = odds.tail_dependence.map_or_else(|| NONE.into(), chance);
    let marks = odds.table_error;
    let off = format!(
        "{} rms, {} at worst over {} marks",
        amount(marks.rms),
        amount(marks.worst),
        number(f64::from(marks.marks))
    );
    let [mean, tail, past] = one_step.zip(odds.part(Part::Combined)).map_or_else(Default::default, |(step, part)| {
        let end = &part.end;
        let past = chance(Figure { value: step.past_budget.0, error: Some(step.past_budget_error.0) });
        [
            format!("{}; paths {}", usd(step.mean.0), gained(end.mean)),
            format!("{}; paths {}", lost(Figure { value: step.cvar_95.0, error: None }), lost(end.cvar_95)),
            format!("{past}; paths {}", chance(end.past_budget)),
        ]
    });
    let rows = [
        ["Condors’ margin call beyond cash and stablecoins", &called],
        ["Pools among their worst 5\u{202f}% where condors are", &tails],
        ["Mean by quadrature, in one step", &mean],
        ["CVaR 95\u{202f}% by quadrature, in one step", &tail],
        ["Past the budget by quadrature, in one step", &past],
        ["Marks by tables are off by", &off],
        ["Paths", &format!("{} of {}", number(f64::from(odds.paths)), number(f64::from(odds.of)))],
        ["Each goes", &trading_days(f64::from(odds.days))],
    ];
    let is_said = |row: &[&str; 2]| !row[1].is_empty();
    table(["What", "Figure"], rows.into_iter().filter(is_said).map(|row| row.map(String::from)))
}
