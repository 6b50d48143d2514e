//! Explosions: today's book, with the hedge and without, in what really happened 22 times from 1987 to 2026.
//!
//! Each event is put on today: VIX goes to today's level times the event's own ratio (held in the model's 9 to 150),
//! over the event's own trading days; SPX makes the event's own move, the token too where it was traded, else the
//! model's. Ratios, not levels: a hedge bought at VIX 17 is not the one that was for sale at VIX 10. Nothing is
//! rolled on the way; what expires on the way is settled at the end's level, path unknown. House choice.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::leg::Leg;
use crate::holdings::vix_layer::State;
use crate::numbers::by_rising;
use crate::plan::ShockPlan;
use crate::shock::VIX_RANGE;
use crate::shock::explosions::{EXPLOSIONS, Explosion};
use crate::units::{Frac, Points, Usd, Years};
use crate::words::share;

/// What is said of the drawdown that this hedge takes away.
pub const CLAIMED_CUT: [f64; 2] = [0.35, 0.40];

/// Today's book in every explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExplosionsReport {
    /// Oldest first.
    pub rows: Vec<ExplosionRow>,
    /// Explosions in which condor and pool lose.
    pub losing: usize,
    /// Median part of the loss that the hedge takes away in those; `None` where there are none.
    pub median_cut: Option<Frac>,
    /// Mean of it; more than the whole loss counts as the whole.
    pub mean_cut: Option<Frac>,
    /// The finding in one sentence.
    pub sentence: String,
}

/// One explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// Whether the token's move is what happened; else the model's.
    pub is_token_real: bool,
    /// Condor and pool.
    pub unhedged: Usd,
    /// The hedge.
    pub hedge: Usd,
    /// All together.
    pub hedged: Usd,
    /// Part of the loss that the hedge takes away, above 1 where it gains more; `None` where nothing is lost.
    pub cut: Option<Frac>,
    /// Whether the condor or a leg settled on the way.
    pub is_settled: bool,
}

/// Today's book in every explosion, with the hedge and without.
pub fn of(book: &Book) -> ExplosionsReport {
    let mut moved = book.clone();
    let rows: Vec<ExplosionRow> = EXPLOSIONS.iter().map(|event| moved.put_through(event)).collect();
    let cuts: Vec<f64> = rows.iter().filter_map(|row| row.cut).map(|cut| cut.0).collect();
    let losing = cuts.len();
    let capped: f64 = cuts.iter().map(|cut| cut.min(1.0)).sum();
    let mean_cut = (losing > 0).then(|| Frac(capped / losing as f64));
    let median_cut = median(cuts).map(Frac);
    let settled = rows.iter().filter(|row| row.is_settled).count();
    let sentence = sentence(book.legs().any(|leg| leg.quantity() > 0.0), [losing, settled], [median_cut, mean_cut]);
    ExplosionsReport { rows, losing, median_cut, mean_cut, sentence }
}

fn put_through(book: &mut Book, event: &Explosion) -> ExplosionRow {
    let from = book.market.calibration.vix.0;
    let vix = Points((from * event.vix_to / event.vix_from).clamp(VIX_RANGE[0], VIX_RANGE[1]));
    book.shock = book.shock_of(&ShockPlan::default(), event.days);
    let shock = &book.shock;
    let x = event.spx.ln_1p();
    let mut scenario = shock.scenario(vix, x, shock.token_return(vix, x, 0.0));
    for (i, real) in [event.eth, event.btc].into_iter().enumerate() {
        let Some(real) = real else { continue };
        scenario.returns[i] = real.ln_1p();
        if shock.token as usize == i && !shock.is_stable_pair {
            scenario.token = shock.token_price.0 * (1.0 + real);
        }
    }
    let token = book.plan.market.token as usize;
    let pnl = book.pnl(shock, &scenario);
    let unhedged = pnl.condor + pnl.pool;
    let settles = |leg: Leg| leg.quantity() > 0.0 && leg.state(event.days) == State::Expired;
    let is_over = book.condor.contracts > 0.0 && Years::left(book.condor.days, event.days).0 <= 0.0;
    ExplosionRow {
        id: event.id,
        name: event.name,
        date: event.to,
        days: event.days,
        vix,
        spx: Frac(event.spx),
        token: Frac(scenario.returns[token].exp_m1()),
        is_token_real: [event.eth, event.btc][token].is_some(),
        unhedged: Usd(unhedged),
        hedge: Usd(pnl.hedge),
        hedged: Usd(unhedged + pnl.hedge),
        cut: (unhedged < 0.0).then(|| Frac(pnl.hedge / -unhedged)).filter(|cut| cut.0.is_finite()),
        is_settled: is_over || book.legs().any(settles),
    }
}

/// The middle one, or the mean of the middle two; `None` of nothing.
fn median(values: Vec<f64>) -> Option<f64> {
    let sorted = by_rising(values, |x| *x);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some(0.5 * (sorted.get(middle.wrapping_sub(1))? + upper)) }
}

fn sentence(is_held: bool, [losing, settled]: [usize; 2], [median, mean]: [Option<Frac>; 2]) -> String {
    let all = EXPLOSIONS.len();
    match (median, mean) {
        (Some(_), Some(_)) if !is_held => {
            format!(
                "Condor and pool lose in {losing} of {all} explosions, and there is no hedge to take any of it away."
            )
        }
        (Some(median), Some(mean)) => {
            let path = match settled {
                0 => String::new(),
                n => format!("; in {n} of them something settled on the way, path unknown"),
            };
            format!(
                "Condor and pool lose in {losing} of {all} explosions; there the hedge takes away {} of the loss in the median and {} on average (the claim is 35–40\u{202f}%){path}.",
                share(median.0, 0),
                share(mean.0, 0)
            )
        }
        _ => format!("Condor and pool lose in none of {all} explosions: there is no loss to take away."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn the_middle_is_the_median() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn every_explosion_is_the_same_shock_set_by_hand() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let report = of(book);
        assert_eq!(report.rows.len(), EXPLOSIONS.len());
        for (event, row) in EXPLOSIONS.iter().zip(&report.rows) {
            let mut plan = Plan::default();
            plan.shock.vix = Some(row.vix);
            plan.shock.days = event.days;
            plan.shock.spx = Some(Frac(event.spx));
            plan.shock.token = event.eth.map(Frac);
            let Ok(by_hand) = book.resolve_beside(&plan) else { unreachable!() };
            let by_hand = by_hand.report();
            assert!((by_hand.hedge.pnl.0 - row.hedge.0).abs() < 0.005, "{}", event.name);
            assert!((by_hand.combined.pnl.0 - row.hedged.0).abs() < 0.005, "{}", event.name);
            assert!((row.unhedged.0 + row.hedge.0 - row.hedged.0).abs() < 1e-9);
        }
    }

    #[test]
    fn without_a_hedge_nothing_is_taken_away() {
        let mut plan = Plan::default();
        for layer in [&mut plan.hedge.short, &mut plan.hedge.medium, &mut plan.hedge.long] {
            layer.on = false;
        }
        let report = Book::resolve(&plan).map(|book| of(book));
        assert!(report.is_ok_and(|report| {
            report.rows.iter().all(|row| row.hedge.0 == 0.0 && row.hedged == row.unhedged)
                && report.sentence.contains("no hedge")
        }));
    }
}
