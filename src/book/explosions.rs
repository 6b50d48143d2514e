//! Explosions: today's book, with the hedge and without, in what really happened 22 times from 1987 to 2026.
//!
//! Each event is put on today: VIX goes to today's level times the event's own ratio (held in the model's 9 to 150),
//! over the event's own trading days; SPX makes the event's own move, ETH and BTC too where they were traded, else the
//! model's. Ratios, not levels: a hedge bought at VIX 17 is not the one that was for sale at VIX 10. Nothing is
//! rolled on the way; what expires on the way is settled at the end's level, path unknown. House choice.

use serde::Serialize;

use crate::book::{Book, pnl};
use crate::holdings::vix_layer::State;
use crate::holdings::world::World;
use crate::numbers::by_rising;
use crate::plan::Token;
use crate::plan::holding::Kind;
use crate::shock::VIX_RANGE;
use crate::shock::explosions::{EXPLOSIONS, Explosion};
use crate::units::{Frac, Points, Usd};

/// One explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplosionRow {
    /// As in the table of explosions.
    pub id: &'static str,
    /// On the chip.
    pub name: &'static str,
    /// Date of the highest VIX close.
    pub date: &'static str,
    /// Trading days.
    pub days: f64,
    /// VIX at the end.
    pub vix: Points,
    /// SPX simple return.
    pub spx: Frac,
    /// Simple return of the market's token.
    pub token: Frac,
    /// Whether the market's token's move is what happened; else the model's.
    pub is_token_real: bool,
    /// Condors and pools.
    pub unhedged: Usd,
    /// The hedge.
    pub hedge: Usd,
    /// All together.
    pub hedged: Usd,
    /// Part of the loss that the hedge takes away, above 1 where it gains more; `None` where nothing is lost.
    pub cut: Option<Frac>,
    /// Whether a condor or a leg settled on the way.
    pub is_settled: bool,
}

/// How much of the loss the hedge takes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cuts {
    /// Explosions in which condors and pools lose.
    pub losing: usize,
    /// Median part of the loss that the hedge takes away in those; `None` where there are none.
    pub median: Option<Frac>,
    /// Mean of it; more than the whole loss counts as the whole.
    pub mean: Option<Frac>,
}

/// Today's book in every explosion, oldest first.
pub fn of(book: &Book) -> Vec<ExplosionRow> {
    EXPLOSIONS.iter().map(|event| put_through(book, event)).collect()
}

/// How much of the loss the hedge takes away in these.
pub fn cuts(rows: &[ExplosionRow]) -> Cuts {
    let cuts: Vec<f64> = rows.iter().filter_map(|row| row.cut).map(|cut| cut.0).collect();
    let losing = cuts.len();
    let capped: f64 = cuts.iter().map(|cut| cut.min(1.0)).sum();
    Cuts { losing, mean: (losing > 0).then(|| Frac(capped / losing as f64)), median: median(cuts).map(Frac) }
}

fn put_through(book: &Book, event: &Explosion) -> ExplosionRow {
    let world = world(book, event);
    let pnl = pnl::of(book, &world);
    let unhedged = pnl.condor + pnl.pool;
    let settles = |kind: Kind| kind == Kind::Condor || kind.is_hedge();
    let is_settled = book.entries.iter().any(|entry| {
        settles(entry.kind) && entry.held.quantity() > 0.0 && entry.held.state(event.days) == State::Expired
    });
    ExplosionRow {
        id: event.id,
        name: event.name,
        date: event.to,
        days: event.days,
        vix: vix(book, event),
        spx: Frac(event.spx),
        token: Frac(world.log_return(Some(0)).exp_m1()),
        is_token_real: happened(event, book.plan.market.token).is_some(),
        unhedged: Usd(unhedged),
        hedge: Usd(pnl.hedge),
        hedged: Usd(unhedged + pnl.hedge),
        cut: (unhedged < 0.0).then(|| Frac(pnl.hedge / -unhedged)).filter(|cut| cut.0.is_finite()),
        is_settled,
    }
}

/// VIX at the end of an explosion put on today.
fn vix(book: &Book, event: &Explosion) -> Points {
    let from = book.market.calibration.vix.0;
    Points((from * event.vix_to / event.vix_from).clamp(VIX_RANGE[0], VIX_RANGE[1]))
}

/// Simple return of a token in an explosion; `None` before its data, and for one without a history here.
fn happened(event: &Explosion, token: Token) -> Option<f64> {
    match token {
        Token::Eth => event.eth,
        Token::Btc => event.btc,
        Token::Own => None,
    }
}

/// Today put through an explosion.
fn world(book: &Book, event: &Explosion) -> World {
    let shock = book.shock.calm(event.days);
    let mut world = shock.world(vix(book, event), event.spx.ln_1p(), 0.0);
    for (terms, log) in shock.tokens.iter().zip(world.returns.iter_mut()) {
        if let Some(real) = happened(event, terms.token) {
            *log = real.ln_1p();
        }
    }
    world.token = shock.token_price.0 * world.log_return(Some(0)).exp();
    world
}

/// The middle one, or the mean of the middle two; `None` of nothing.
fn median(values: Vec<f64>) -> Option<f64> {
    let sorted = by_rising(values, |x| *x);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some(0.5 * (sorted.get(middle.wrapping_sub(1))? + upper)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{ChainPlan, Plan};

    #[test]
    fn the_middle_is_the_median() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn every_explosion_is_the_same_shock_set_by_hand() {
        let mut first = Plan::default();
        first.add_fresh(Kind::Condor);
        first.add_fresh(Kind::Pool);
        first.add(Holding::new(Terms::Chain(ChainPlan::default())));
        let Ok(book) = Book::resolve(&first) else { unreachable!() };
        let rows = of(&book);
        assert_eq!(rows.len(), EXPLOSIONS.len());
        for (event, row) in EXPLOSIONS.iter().zip(&rows) {
            let mut plan = first.clone();
            plan.event.vix = Some(row.vix);
            plan.event.days = event.days;
            plan.event.spx = Some(Frac(event.spx));
            plan.event.token = event.eth.map(Frac);
            let Ok(by_hand) = book.resolve_beside(&plan) else { unreachable!() };
            let pnl = pnl::of(&by_hand, &by_hand.shock.as_set(0.0));
            assert!((pnl.hedge - row.hedge.0).abs() < 0.005, "{}", event.name);
            assert!((pnl.combined() - row.hedged.0).abs() < 0.005, "{}", event.name);
            assert!((row.unhedged.0 + row.hedge.0 - row.hedged.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_second_token_makes_its_own_move() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        if let Some(pool) = plan.pool_mut(1) {
            pool.token = crate::plan::PoolToken::Btc;
            (pool.low, pool.high) = (1e4, 1e6);
        }
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let event = EXPLOSIONS.iter().find(|event| event.eth.is_some() && event.btc.is_some());
        let Some((event, eth, btc)) = event.and_then(|event| Some((event, event.eth?, event.btc?))) else {
            unreachable!()
        };
        let world = world(&book, event);
        assert!((world.returns[0].exp_m1() - eth).abs() < 1e-12 && (world.returns[1].exp_m1() - btc).abs() < 1e-12);
    }

    #[test]
    fn a_book_of_nothing_loses_nothing() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let rows = Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default();
        assert!(rows.len() == EXPLOSIONS.len() && rows.iter().all(|row| row.hedged.0 == 0.0 && !row.is_settled));
        assert_eq!(cuts(&rows), Cuts::default());
        assert_eq!(cuts(&[]), Cuts::default());
    }
}
