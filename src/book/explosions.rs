//! Explosions: today's book, with the hedge and without, in what really happened 22 times from 1987 to 2026.
//!
//! Each event is put on today by [`Explosion::put_on`], the same that a row of History does to the page. Ratios, not
//! levels: a hedge bought at VIX 17 is not the one that was for sale at VIX 10. Nothing is rolled on the way; condors and
//! VIX layers that expire on it settle at SPX and VIX of their own day's close, everything else at the end's level, path
//! unknown. House choice.

use serde::Serialize;

use crate::book::limits::is_past;
use crate::book::pnl::{self, Pnl};
use crate::book::sized::SizedPool;
use crate::book::{Book, way};
use crate::holdings::Held;
use crate::holdings::vix_layer::State;
use crate::numbers::pieces::{pause, whole};
use crate::numbers::{by_rising, is_lower};
use crate::shock::Shock;
use crate::shock::closes;
use crate::shock::explosions::{EXPLOSIONS, Explosion, answered};
use crate::units::{Frac, Points, Usd};

/// One explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplosionRow {
    /// As in the table of explosions.
    pub id: &'static str,
    /// On the chip.
    pub name: &'static str,
    /// Date of the lowest VIX close before.
    pub from: &'static str,
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
    /// P&L of condors and pools at its end, dollars.
    pub unhedged: Usd,
    /// P&L of the hedge at its end, dollars.
    pub hedge: Usd,
    /// P&L of all together at its end, dollars.
    pub hedged: Usd,
    /// All together where the way there costs most; the end where nothing before it costs more.
    pub worst: Usd,
    /// VIX there.
    pub worst_vix: Points,
    /// Part of the loss that the hedge takes away, above 1 where it gains more; `None` where nothing is lost.
    pub cut: Option<Frac>,
    /// Whether a condor or a leg settled on the way.
    pub is_settled: bool,
    /// Whether one of them did so at the end's level because no close says what it paid on its own day.
    pub is_path_unknown: bool,
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

/// How many explosions cost more than a budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Broken {
    /// Those in which the book loses more somewhere from today to the end.
    pub count: usize,
    /// Of those, in how many only on the way and not at the end.
    pub on_way: usize,
    /// All explosions that are counted.
    pub total: usize,
}

impl ExplosionRow {
    /// Whether it costs more than a budget, at the end or on the way there.
    pub fn breaks(&self, budget: f64) -> bool {
        is_past(-self.worst.0, budget)
    }
}

/// How many of these rows cost more than a budget, at the end or on the way there: the rule by which the book survives a
/// shock and the worst-of-set cap is found ([`crate::book::way`]).
pub fn broken(rows: &[ExplosionRow], budget: f64) -> Broken {
    let count = rows.iter().filter(|row| row.breaks(budget)).count();
    let at_end = rows.iter().filter(|row| is_past(-row.hedged.0, budget)).count();
    Broken { count, on_way: count - at_end, total: rows.len() }
}

/// The same of a book without its rows: a way is walked only until it breaks the budget.
pub fn count(book: &Book) -> Broken {
    whole(counting(book))
}

/// [`count`], with a pause after each explosion.
pub async fn counting(book: &Book) -> Broken {
    let sized = SizedPool::of(book);
    let held = held(book);
    let mut broken = Broken { total: EXPLOSIONS.len(), ..Broken::default() };
    for event in EXPLOSIONS {
        let shock = shock_on(book, event);
        let is_at_end = is_past(-pnl::of(book, &shock.as_set(0.0)).combined(), book.budget);
        if is_at_end || way::any(book, &shock, sized.as_ref(), |stop| is_past(-stop.combined(held), book.budget)) {
            broken.count += 1;
            broken.on_way += usize::from(!is_at_end);
        }
        pause().await;
    }
    broken
}

/// Today's book in every explosion, oldest first.
pub fn of(book: &Book) -> Vec<ExplosionRow> {
    whole(making(book))
}

/// [`of`], with a pause after each explosion.
pub async fn making(book: &Book) -> Vec<ExplosionRow> {
    let sized = SizedPool::of(book);
    let mut rows = Vec::new();
    for event in EXPLOSIONS {
        rows.push(put_through(book, event, sized.as_ref()));
        pause().await;
    }
    rows
}

/// Part of the loss that the hedge takes away in each explosion, oldest first; `None` where nothing is lost.
pub fn each_cut(book: &Book) -> Vec<Option<Frac>> {
    EXPLOSIONS.iter().map(|event| cut(pnl::of(book, &shock_on(book, event).as_set(0.0)))).collect()
}

/// How much of the loss the hedge takes away in these.
pub fn cuts(each: impl IntoIterator<Item = Option<Frac>>) -> Cuts {
    let cuts: Vec<f64> = each.into_iter().flatten().map(|cut| cut.0).collect();
    let losing = cuts.len();
    let capped: f64 = cuts.iter().map(|cut| cut.min(1.0)).sum();
    Cuts { losing, mean: (losing > 0).then(|| Frac(capped / losing as f64)), median: median(cuts).map(Frac) }
}

fn cut(pnl: Pnl) -> Option<Frac> {
    let unhedged = pnl.condor + pnl.pool;
    (unhedged < 0.0).then(|| Frac(pnl.hedge / -unhedged)).filter(|cut| cut.0.is_finite())
}

/// Dollars in the sized pool.
fn held(book: &Book) -> f64 {
    book.sized_position().map_or(0.0, |position| position.deposit.0)
}

/// A book in one explosion; `sized` is its sized pool.
pub fn put_through(book: &Book, event: &Explosion, sized: Option<&SizedPool>) -> ExplosionRow {
    let shock = shock_on(book, event);
    let (vix, world) = (shock.vix(), shock.as_set(0.0));
    let pnl = pnl::of(book, &world);
    let unhedged = pnl.condor + pnl.pool;
    let hedged = unhedged + pnl.hedge;
    let on_way = way::steps(book, &shock, sized).worst(held(book));
    let (worst_vix, worst) = if is_lower(on_way.1.0, hedged) { on_way } else { (vix, Usd(hedged)) };
    let mut settled = settled(book, world.days).peekable();
    let is_settled = settled.peek().is_some();
    let is_path_unknown = settled.any(|held| !held.settles_on_closes());
    ExplosionRow {
        id: event.id,
        name: event.name,
        from: event.from,
        date: event.to,
        days: event.days,
        vix,
        spx: Frac(event.spx),
        token: Frac(world.log_return(Some(0)).exp_m1()),
        is_token_real: event.token_move(book.plan.market.token).is_some(),
        unhedged: Usd(unhedged),
        hedge: Usd(pnl.hedge),
        hedged: Usd(hedged),
        worst,
        worst_vix,
        cut: cut(pnl),
        is_settled,
        is_path_unknown,
    }
}

/// What is held and has expired once so much time has passed, 252nds of a year.
fn settled(book: &Book, passed: f64) -> impl Iterator<Item = &Held> {
    let held = book.entries.iter().map(|entry| &entry.held);
    held.filter(move |held| held.quantity() > 0.0 && held.state(passed) == State::Expired)
}

/// An explosion as a shock on a book's market, by way of its closes where they settle something.
pub fn shock_on(book: &Book, event: &Explosion) -> Shock {
    let shock = answered(&book.shock, event.event_on(&book.plan));
    let asks_closes = settled(book, shock.passed()).any(Held::settles_on_closes);
    if asks_closes { closes::on_the_way(shock, event) } else { shock }
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
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{ChainPlan, Plan};

    #[test]
    fn the_middle_is_the_median() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn every_explosion_is_what_its_row_of_history_makes_of_the_page() {
        let mut first = Plan::default();
        first.add_fresh(Kind::Condor);
        first.add_fresh(Kind::Pool);
        first.add(Holding::new(Terms::Chain(ChainPlan::default())));
        if let Some(pool) = first.pool_mut(1) {
            pool.token = crate::plan::PoolToken::Btc;
            (pool.low, pool.high) = (1e4, 1e6);
        }
        // What was pressed before: a book in another shock sees the same.
        let mut forced = first.clone();
        (forced.event.crypto, forced.event.peg, forced.event.surprise) = (Frac(-0.3), Usd(0.8), 2.0);
        (forced.response.severity, forced.response.correlation) = (2.0, 0.7);
        let [Ok(book), Ok(forced)] = [Book::resolve(&first), Book::resolve(&forced)] else { unreachable!() };
        let rows = of(&book);
        assert_eq!(rows.len(), EXPLOSIONS.len());
        assert_eq!(rows, of(&forced));
        assert_eq!(each_cut(&forced), rows.iter().map(|row| row.cut).collect::<Vec<_>>());
        let mut settled = 0;
        for (event, row) in EXPLOSIONS.iter().zip(&rows) {
            let Ok(pressed) = forced.resolve_beside(&event.put_on(&forced.plan)) else { unreachable!() };
            let world = pressed.shock.as_set(0.0);
            let pnl = pnl::of(&pressed, &world);
            // The page knows no way to it: what expires before it settles at its end.
            let by_closes = |is_meant: fn(Kind) -> bool| -> f64 {
                let meant = pressed.entries.iter().filter(|entry| is_meant(entry.kind));
                meant
                    .filter_map(|entry| Some(at_its_close(&pressed, &entry.held, event)? - entry.held.pnl(&world)))
                    .sum()
            };
            let (of_hedge, of_all) = (by_closes(Kind::is_hedge), by_closes(|_| true));
            settled += usize::from(of_all != 0.0);
            assert!((pnl.hedge + of_hedge - row.hedge.0).abs() < 1e-6, "{} {row:?}", event.name);
            assert!((pnl.combined() + of_all - row.hedged.0).abs() < 1e-6, "{} {row:?}", event.name);
            assert!((row.unhedged.0 + row.hedge.0 - row.hedged.0).abs() < 1e-9);
            let moved = [event.eth, event.btc].into_iter().zip(&world.returns);
            assert!(moved.into_iter().all(|(real, log)| real.is_none_or(|real| (log.exp_m1() - real).abs() < 1e-12)));
        }
        assert!(settled >= 5, "{settled}");
    }

    /// P&L of a condor or a VIX layer that expires before an event's end: its intrinsic value at the first close on which
    /// nothing of it is left, at 252 trading days in 365.
    fn at_its_close(book: &Book, held: &Held, event: &Explosion) -> Option<f64> {
        let around = closes::around(event)?;
        let expiry = held.days()?;
        let day = (0..event.days as usize).find(|day| expiry - *day as f64 * 365.0 / 252.0 <= 1e-9)?;
        let (low, then) = (around.low, around.low + day);
        match held {
            Held::Condor(condor) => {
                let spx = book.market.spx.0 * (1.0 + around.spx[then]?) / (1.0 + around.spx[low]?);
                Some(condor.dollars(condor.credit - condor.intrinsic(spx)) - condor.fees().0)
            }
            Held::Layer(layer) => {
                let vix = (book.market.calibration.vix.0 * around.vix[then] / around.vix[low]).clamp(9.0, 150.0);
                Some(100.0 * layer.contracts * ((vix - layer.strike.0).max(0.0) - layer.premium))
            }
            _ => None,
        }
    }

    #[test]
    fn half_way_there_what_has_settled_is_half_way_in_logs() {
        let mut plan = Plan::default();
        plan.a_condor().days = 10.0;
        let (Ok(book), Some(event)) = (Book::resolve(&plan), EXPLOSIONS.iter().find(|event| event.id == "oct_2008"))
        else {
            unreachable!()
        };
        let Some(condor) = book.condors().next() else { unreachable!() };
        let (shock, market) = (shock_on(&book, event), &book.market);
        let [whole, half] = [1.0, 0.5].map(|s| way::part_of(&shock, s).as_set(0.0));
        let (Some(there), Some(between)) = (whole.settled_at(10.0), half.settled_at(10.0)) else { unreachable!() };
        for (now, then, half) in
            [(market.spx.0, there.spx, between.spx), (market.calibration.vix.0, there.vix, between.vix)]
        {
            assert!((half * half / (now * then) - 1.0).abs() < 1e-12, "{now} {then} {half}");
        }
        let pays = condor.dollars(condor.credit - condor.intrinsic(between.spx)) - condor.fees().0;
        assert!((condor.pnl(&half) - pays).abs() < 1e-9);
        // Nobody knows the way to another event.
        assert!(shock.over(30.0).as_set(0.0).closes.is_none() && shock.untouched(30.0).closes.is_none());
    }

    #[test]
    fn a_path_is_unknown_only_where_no_close_says_what_was_paid() {
        let settled = |change: fn(&mut Plan)| {
            let mut plan = Plan::default();
            plan.a_condor().days = 10.0;
            change(&mut plan);
            let rows = Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default();
            [rows.iter().filter(|row| row.is_settled).count(), rows.iter().filter(|row| row.is_path_unknown).count()]
        };
        let [with_condor, unknown] = settled(|_| ());
        assert!(with_condor > 10 && unknown == 0, "{with_condor} {unknown}");
        let [_, unknown] = settled(|plan| {
            plan.add(Holding::new(Terms::Chain(ChainPlan { days: 10.0, ..ChainPlan::default() })));
        });
        assert_eq!(unknown, with_condor);
    }

    #[test]
    fn more_explosions_break_a_smaller_budget() {
        let book = Book::opening();
        let rows = of(&book);
        let within = |budget: f64| broken(&rows, budget);
        let counts = [0.0, 1000.0, 5000.0, 20_000.0, 1e9].map(|budget| within(budget).count);
        assert!(counts.windows(2).all(|pair| pair[0] >= pair[1]) && counts[0] > counts[3], "{counts:?}");
        assert_eq!((counts[4], within(0.0).total), (0, 22));
        assert_eq!(broken(&[], book.budget), Broken::default());
    }

    #[test]
    fn an_explosion_breaks_the_budget_where_the_worst_of_its_way_does_as_in_the_worst_of_set_cap() {
        // Many calls: the end gains where the way still loses.
        let mut plan = Plan::default();
        for nth in 0..3 {
            if let Some(layer) = plan.layer_mut(nth) {
                layer.contracts = Some(14.0);
            }
        }
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let rows = of(&book);
        let worst = |event: &Explosion| {
            let sized = SizedPool::of(&book);
            way::steps(&book, &shock_on(&book, event), sized.as_ref()).worst(30_000.0)
        };
        // The row shows where that is and what it costs there, no better than the end.
        for (event, row) in EXPLOSIONS.iter().zip(&rows) {
            let (vix, pnl) = worst(event);
            assert!((row.worst.0 - pnl.0).abs() < 1e-6 && row.worst.0 <= row.hedged.0, "{row:?}");
            assert!(row.worst_vix == vix || row.worst == row.hedged, "{row:?}");
            let [low, high] = [book.market.calibration.vix, row.vix];
            assert!(low <= row.worst_vix && row.worst_vix <= high, "{row:?}");
        }
        let worst = |event: &Explosion| -worst(event).1.0;
        let losses: Vec<f64> = EXPLOSIONS.iter().map(worst).collect();
        let mut on_way = 0;
        for budget in losses.iter().flat_map(|loss| [loss * 0.999, loss * 1.001]).filter(|budget| *budget > 0.0) {
            let found = broken(&rows, budget);
            assert_eq!(found, count(&Book { budget, ..book.clone() }), "{budget}");
            assert_eq!(found.count, losses.iter().filter(|loss| is_past(**loss, budget)).count(), "{budget}");
            let at_end = rows.iter().filter(|row| is_past(-row.hedged.0, budget)).count();
            assert_eq!(found.count - found.on_way, at_end);
            on_way += found.on_way;
        }
        assert!(on_way > 0);
    }

    #[test]
    fn a_book_of_nothing_loses_nothing() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        let rows = Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default();
        assert!(rows.len() == EXPLOSIONS.len() && rows.iter().all(|row| row.hedged.0 == 0.0 && !row.is_settled));
        assert_eq!(cuts(rows.iter().map(|row| row.cut)), Cuts::default());
        assert_eq!(cuts([]), Cuts::default());
    }
}
