//! History: what really happened, on today's book, and in words what the link alone would have had.

use serde::Serialize;

use crate::book::explosions::shock_on;
use crate::book::{Book, pnl};
use crate::plan::{EventPlan, Plan};
use crate::shock::explosions::{self, EXPLOSIONS, Explosion, standing, unforced};
use crate::shock::spot_vol::{Link, VIX_RANGE};
use crate::shock::{Shock, surprised};
use crate::words::{fixed, number, percent, signed, trading_days, vix};

/// An explosion on today's book.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HistoryRow {
    /// Its id, forever.
    pub id: &'static str,
    /// Month or name, and year: `Feb 2018`.
    pub name: &'static str,
    /// Its own levels, and the event that plays it again.
    #[serde(skip)]
    pub explosion: &'static Explosion,
    /// What it was and when, with its own levels.
    pub about: String,
    /// Trading days from its low to its peak.
    pub days: f64,
    /// Simple return of SPX over them.
    pub spx: f64,
    /// VIX today and at its end.
    pub vix: [f64; 2],
    /// Simple return of the market's token; `None` where it did not trade and follows by its betas.
    pub token: Option<f64>,
    /// What the book comes to, dollars.
    pub pnl: f64,
    /// The comparison: SPX's simple return on the link at the same VIX.
    pub linked_spx: f64,
    /// What the book comes to there, dollars.
    pub linked_pnl: f64,
    /// The link's SPX and P&L at the same VIX, in words.
    pub link: String,
}

/// Every explosion on today's book, oldest first.
pub fn rows(book: &Book) -> Vec<HistoryRow> {
    EXPLOSIONS.iter().map(|explosion| row(book, explosion)).collect()
}

fn row(book: &Book, explosion: &'static Explosion) -> HistoryRow {
    let event = explosion.event_on(&book.plan);
    let (token, to) = (event.token, event.vix.unwrap_or(book.plan.market.vix));
    let on_link = EventPlan { spx: None, token: None, eth: None, btc: None, ..event.clone() };
    let comes_to = |shock: &Shock| pnl::of(book, &shock.as_set(0.0)).combined();
    let really = shock_on(book, explosion);
    let linked = explosions::answered(&book.shock, on_link);
    let spx = linked.spx_return(to).exp_m1();
    let linked_pnl = comes_to(&linked);
    HistoryRow {
        id: explosion.id,
        name: explosion.name,
        explosion,
        about: about(explosion),
        days: explosion.days,
        spx: explosion.spx,
        vix: [book.plan.market.vix.0, to.0],
        token: token.map(|token| token.0),
        pnl: comes_to(&really),
        linked_spx: spx,
        linked_pnl,
        link: format!("SPX {}: {}", percent(spx, 1), signed(linked_pnl)),
    }
}

/// What an explosion was and when.
pub fn about(explosion: &Explosion) -> String {
    format!(
        "{}: {}. VIX {} on {} to {} on {}.",
        explosion.name, explosion.what, explosion.vix_from, explosion.from, explosion.vix_to, explosion.to
    )
}

/// What stands beside the shock's VIX, in short and as a sentence: where surprises move it to, or which explosion it is with
/// what the link alone would have.
pub fn standing_words(plan: &Plan) -> Option<[String; 2]> {
    let event = plan.event_as_it_comes();
    if event.surprise != 0.0 {
        let set = event.vix.unwrap_or(plan.market.vix);
        let moved = fixed(surprised(set, event.surprise).0, 1);
        return Some([
            format!("VIX {moved} with its surprises"),
            format!(
                "The surprises until then, {} σ together, move VIX from {} to {moved}; every figure of the page is at that level.",
                number(event.surprise),
                vix(set.0)
            ),
        ]);
    }
    let explosion = standing(plan)?;
    let to = plan.event.vix.unwrap_or(plan.market.vix);
    let spx = Link::new(plan.market.vix, plan.event.days, plan.response.severity).spx_move(to).0;
    // VIX goes no farther than the model does: from a high one an event's own ratio would.
    let ratio = explosion.vix_to / explosion.vix_from * plan.market.vix.0;
    let capped = if ratio > VIX_RANGE[1] + 0.05 { " but for VIX, held at 150" } else { "" };
    let short = format!("{}, as it was{capped}; on the spot–vol link SPX {}", explosion.name, percent(spx, 1));
    let whole = format!(
        "{} Here on your book from your VIX by the same ratio{}, with the days and moves that it had. At this VIX the spot–vol link alone would have SPX at {}, where it really made {}.",
        about(explosion),
        if capped.is_empty() { String::new() } else { format!(" (to {}, held at 150)", vix(ratio)) },
        percent(spx, 1),
        percent(explosion.spx, 1)
    );
    Some([short, whole])
}

/// A shock that only the model knows.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelShock {
    /// Forever.
    pub id: &'static str,
    /// On its button.
    pub words: String,
    /// The plan in it.
    pub plan: Plan,
}

/// Shocks of a week that only the model knows, from today's VIX, everything on the link.
pub fn of_model(plan: &Plan) -> [ModelShock; 2] {
    let response = unforced(&plan.response);
    let [two_sigma, doubling] = explosions::of_model(plan);
    [("two_sigma", two_sigma), ("doubling", doubling)].map(|(id, (name, event))| {
        let to = event.vix.unwrap_or(plan.market.vix);
        let spx = Link::new(plan.market.vix, event.days, response.severity).spx_move(to).0;
        let days = trading_days(event.days);
        let words = format!("{name} in {days}: VIX {}, SPX {}", vix(to.0), percent(spx, 1));
        ModelShock {
            id,
            words,
            plan: Plan { event, response: response.clone(), market: plan.market.without_surprises(), ..plan.clone() },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::explosions;
    use crate::units::Frac;

    #[test]
    fn a_row_is_the_explosion_that_the_hedge_view_lists() {
        let book = Book::opening();
        let (rows, listed) = (rows(&book), explosions::of(&book));
        assert_eq!(rows.len(), listed.len());
        for (row, listed) in rows.iter().zip(&listed) {
            assert!((row.pnl - listed.hedged.0).abs() < 1e-6, "{}", row.about);
            assert_eq!((row.explosion.id, row.vix[1]), (listed.id, listed.vix.0));
            assert!(row.about.contains(row.explosion.from) && row.about.contains(row.explosion.to));
        }
    }

    #[test]
    fn what_stands_is_named_with_its_dates_and_what_the_link_would_have() {
        let ftx = EXPLOSIONS.iter().find(|e| e.id == "ftx_2022");
        let Some(mut plan) = ftx.map(|ftx| ftx.put_on(&Plan::default())) else { unreachable!() };
        let Some([short, whole]) = standing_words(&plan) else { unreachable!() };
        assert!(short.starts_with("FTX Nov 2022, as it was; on the spot–vol link SPX"), "{short}");
        assert!(whole.contains("2022-11-07") && whole.contains("2022-11-09") && whole.contains(&percent(-0.0153, 1)));
        plan.event.peg.0 = 0.9;
        assert_eq!(standing_words(&plan), None);
    }

    #[test]
    fn surprises_say_where_they_move_vix_to() {
        let mut plan = Plan::default();
        (plan.event.vix, plan.event.surprise) = (Some(crate::units::Points(24.0)), 1.0);
        let Some([short, whole]) = standing_words(&plan) else { unreachable!() };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        assert_eq!(short, format!("VIX {} with its surprises", fixed(book.shock.vix().0, 1)));
        assert!(whole.contains("1 σ together, move VIX from 24 to 25.5"), "{whole}");
    }

    #[test]
    fn the_models_own_shocks_are_the_same_whatever_stood_before() {
        let calm = of_model(&Plan::default()).map(|shock| (shock.words, shock.plan.event));
        let mut forced = EXPLOSIONS[6].put_on(&Plan::default());
        (forced.event.crypto, forced.response.severity) = (Frac(-0.3), 2.0);
        assert_eq!(of_model(&forced).map(|shock| (shock.words, shock.plan.event)), calm);
        assert!(calm[1].0.starts_with("Doubling in 5 trading days: VIX 34"), "{}", calm[1].0);
    }
}
