//! Shocks: what the rules would have held on the eve of each explosion, and what the book of that size then made.
//!
//! The plan stands fresh at the event's lowest VIX close, sized by what was known then; the event is put on it as
//! [`crate::book::explosions`] puts it on today's book. Model book 9, 11, 13.

use serde::{Deserialize, Serialize};

use crate::backtest::days::Days;
use crate::backtest::programme::Programme;
use crate::backtest::sizes;
use crate::backtest::ways::{PROMOTER, RULED};
use crate::book::Book;
use crate::book::explosions::put_through;
use crate::book::sized::SizedPool;
use crate::holdings::pool::backing::loan_at;
use crate::numbers::pieces::pause;
use crate::plan::Plan;
use crate::plan::address::Changes;
use crate::shock::explosions::{EXPLOSIONS, Explosion};
use crate::signals::flags;
use crate::units::Usd;
use crate::units::day::Day;

/// A book of one size in an explosion, dollars; a loss is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shocked {
    /// In the pool before it.
    pub held: f64,
    /// Condors, pool and hedge at its end.
    pub pnl: f64,
    /// The same where the way there costs most.
    pub worst: f64,
}

/// One explosion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplosionRow {
    /// As in the table of explosions.
    pub id: String,
    /// On the chip.
    pub name: String,
    /// Day of the lowest VIX close before.
    pub from: Day,
    /// Day of the highest.
    pub to: Day,
    /// VIX on both.
    pub vix: [f64; 2],
    /// Whether the files have the eve; else the token's vol is the plan's, and no signal is known.
    pub has_eve: bool,
    /// Signals of the three that were known on the eve.
    pub known: usize,
    /// Whether the token's move is what happened; else the model's.
    pub is_token_real: bool,
    /// At the size that the rules gave.
    pub with_rules: Shocked,
    /// At the size that is typed.
    pub untouched: Shocked,
    /// Of a promoter: the size without any rule, and no hedge.
    pub promoter: Shocked,
    /// What the walked programme made from the first day to the last, by the rules and untouched; `None` where the history
    /// does not have both days.
    pub walked: Option<[f64; 2]>,
}

/// Every explosion, oldest first, by what is known of all days; `equity` is the programme's on each of those that were
/// walked, by the rules and untouched.
pub async fn of(
    programme: &Programme,
    days: [&Days; 2],
    equity: [&[f64]; 2],
    done: &mut dyn FnMut(),
) -> Vec<ExplosionRow> {
    let mut rows = Vec::new();
    for event in EXPLOSIONS {
        rows.extend(one(programme, days, equity, event).await);
        done();
        pause().await;
    }
    rows
}

async fn one(
    programme: &Programme,
    [known, days]: [&Days; 2],
    equity: [&[f64]; 2],
    event: &Explosion,
) -> Option<ExplosionRow> {
    let [from, to] = [Day::iso(event.from)?, Day::iso(event.to)?];
    let place_in = |days: &Days, day: Day| days.rows.binary_search_by_key(&day, |row| row.day).ok();
    let place = |day: Day| place_in(days, day);
    let row = place_in(known, from).and_then(|place| known.rows.get(place));
    let answers = row.map_or_else(unknown, |row| row.flags.clone());
    let plan = programme.plan_on(from, event.vix_from, row.and_then(|row| row.token_vol), &answers);
    let sizes = if programme.pool.is_some() { sizes::of(&plan).await.unwrap_or_default() } else { Vec::new() };
    let [size, most] = [RULED, PROMOTER].map(|way| sizes.get(way).copied().unwrap_or(0.0));
    let mut bare = plan.clone();
    bare.holdings.iter_mut().filter(|holding| holding.kind().is_hedge()).for_each(|leg| leg.on = false);
    let typed = programme.pool.as_ref().map_or(0.0, |(_, pool)| pool.deposit.0);
    let walked = place(from).zip(place(to)).map(|(from, to)| equity.map(|equity| equity[to] - equity[from]));
    Some(ExplosionRow {
        id: event.id.into(),
        name: event.name.into(),
        from,
        to,
        vix: [event.vix_from, event.vix_to],
        has_eve: row.is_some(),
        known: flags::ROWS.iter().filter(|row| flags::is_known(&answers, row)).count(),
        is_token_real: event.token_move(plan.market.token).is_some(),
        with_rules: at(programme, &plan, size, event)?,
        untouched: at(programme, &plan, typed, event)?,
        promoter: at(programme, &bare, most, event)?,
        walked,
    })
}

/// What is known of the signals on a day of which there is no row.
fn unknown() -> Changes {
    use crate::signals::flags::{Standings, changes};
    use crate::signals::standing::{Standing, Unknown};
    let none = Standing::Unknown { why: Unknown::NoData("that day"), to: None };
    changes(&Standings { divergence: Some(none), big_top: Some(none), correlation: Some((none, None)) })
}

fn at(programme: &Programme, plan: &Plan, usd: f64, event: &Explosion) -> Option<Shocked> {
    let mut plan = plan.clone();
    if let Some(pool) = programme.pool.as_ref().and_then(|(nth, _)| plan.pool_mut(*nth)) {
        // What is borrowed goes with it.
        pool.loan = loan_at(pool.loan, pool.deposit, pool.loan_threshold, Usd(usd));
        pool.deposit = Usd(usd);
    }
    let book = Book::resolve(&plan).ok()?;
    let found = put_through(&book, event, SizedPool::of(&book).as_ref());
    Some(Shocked { held: usd, pnl: found.hedged.0, worst: found.worst.0 })
        .filter(|found| found.pnl.is_finite() && found.worst.is_finite())
}
