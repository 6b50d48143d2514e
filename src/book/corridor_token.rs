//! Corridor over the token alone: between which prices the whole book gains on a date while SPX and VIX stand where they are
//! today, and how likely the token stays there by its own volatility.
//!
//! The corridor's own axis is SPX, with the token on the link: what a token does by itself is not in it. Source: model book 10.

use serde::Serialize;

use crate::book::pnl::Streams;
use crate::book::staying::{Chance, Stretch};
use crate::book::{Book, pnl, token_axis};
use crate::holdings::{Entry, Held};
use crate::numbers::bracketed_root;
use crate::units::Years;

/// Steps of the scan over the token's price, equal in logs.
const STEPS: u32 = 120;
/// As far either way, in deviations of the token's own law to the date, and in logs.
const REACH: f64 = 8.0;
const FAR: [f64; 2] = [0.2, 3.0];

/// One date.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TokenAlone {
    /// Stretches of the token's price in which the book gains, dollars, rising; an end that is `None` is open as far as the
    /// token's own law reaches.
    pub gains: Vec<Stretch>,
    /// How likely the token is in one of them, and was on every date before.
    pub chance: Chance,
    /// Whether nothing held moves with SPX or VIX but by what a token does: then this is all there is to stay in.
    pub is_all: bool,
}

/// Variance of the token's log return over so many calendar days, by its volatility as typed.
pub fn variance(book: &Book, days: f64) -> f64 {
    book.today.token_vol.0.powi(2) * Years::from_calendar_days(days).0
}

/// A date so many calendar days from today, without its chance; `None` where nothing held hangs on tokens, or the token has
/// no volatility.
pub fn on(book: &Book, days: f64) -> Option<TokenAlone> {
    let reach = (REACH * variance(book, days).sqrt()).clamp(FAR[0], FAR[1]);
    if !book.hangs_on_tokens() || book.today.token_vol.0 <= 0.0 {
        return None;
    }
    let (now, shock) = (book.shock.token_price.0, book.shock.calm(book.shock.clock.trading_days(days)));
    let rest = shock.untouched(shock.event.days);
    // What hangs on SPX and VIX alone is the same at every price.
    let (moved, still): (Vec<&Entry>, Vec<&Entry>) = book.legs().partition(|leg| leg.held.hangs_on_tokens());
    let fixed = pnl::condors(book, &rest) + still.iter().map(|leg| leg.held.pnl(&rest)).sum::<f64>();
    let streams = Streams::new(book, &rest);
    let at = |log: f64| {
        let there = token_axis::with_token(&shock, rest.clone(), now * log.exp());
        let pools = pnl::pools_with(book, &streams, &there).total();
        fixed + pools + moved.iter().map(|leg| leg.held.pnl(&there)).sum::<f64>()
    };
    let place = |i: u32| reach * (2.0 * f64::from(i) / f64::from(STEPS) - 1.0);
    let seen: Vec<(f64, bool)> = (0..=STEPS).map(|i| (place(i), at(place(i)) > 0.0)).collect();
    let mut gains: Vec<Stretch> = Vec::new();
    let mut from = seen.first().filter(|first| first.1).map(|_| None);
    for (last, next) in seen.iter().zip(seen.iter().skip(1)).filter(|(last, next)| last.1 != next.1) {
        let Some(zero) = bracketed_root(last.0, next.0, at).map(|log| now * log.exp()) else { continue };
        match from.take() {
            Some(start) => gains.push([start, Some(zero)]),
            None => from = Some(Some(zero)),
        }
    }
    gains.extend(from.map(|start| [start, None]));
    let on_chain = |held: &Held| matches!(held, Held::Pool(_) | Held::Chain(_) | Held::Strip(_) | Held::Conversion(_));
    let is_all = book.entries.iter().filter(|entry| entry.held.quantity() != 0.0).all(|entry| on_chain(&entry.held));
    Some(TokenAlone { gains, chance: Chance::default(), is_all })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::corridor;
    use crate::book::place::Place;
    use crate::numbers::normal_cdf;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;

    fn book(kinds: &[Kind]) -> Book {
        let mut plan = Plan::default();
        plan.holdings.retain(|holding| kinds.contains(&holding.kind()));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    /// P&L with the token at a price and nothing else moved, by the place of the attribution and not by this file's way.
    fn pnl_at(book: &Book, days: f64, price: f64) -> f64 {
        let rest = Place::untouched(&book.shock, book.shock.clock.trading_days(days));
        let returns = vec![(price / book.shock.token_price.0).ln(); rest.returns.len()];
        pnl::of(book, &Place { returns, ..rest }.world(&book.shock)).combined()
    }

    #[test]
    fn at_every_edge_the_book_is_at_zero_and_between_them_above() {
        for kinds in [&[Kind::Pool][..], &[Kind::Condor, Kind::Pool, Kind::Layer]] {
            let book = book(kinds);
            for week in corridor::of(&book) {
                let days = 7.0 * week.weeks;
                let Some(alone) = week.token_alone else { unreachable!() };
                for edge in alone.gains.iter().flatten().flatten() {
                    assert!(pnl_at(&book, days, *edge).abs() < 1e-5, "{edge}: {}", pnl_at(&book, days, *edge));
                }
                for [low, high] in &alone.gains {
                    let middle = (low.unwrap_or(500.0) * high.unwrap_or(20_000.0)).sqrt();
                    assert!(pnl_at(&book, days, middle) > 0.0);
                }
                assert_eq!(alone.is_all, kinds.len() == 1);
            }
        }
    }

    /// In closed form at the first date: nothing was before it.
    #[test]
    fn the_chance_is_the_tokens_own_law_and_nothing_of_spx() {
        let book = book(&[Kind::Pool]);
        let weeks = corridor::of(&book);
        let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { unreachable!() };
        let Some(alone) = &first.token_alone else { unreachable!() };
        let deviation = (book.today.token_vol.0.powi(2) * 7.0 / 365.0).sqrt();
        let below = |price: f64| normal_cdf((price / book.shock.token_price.0).ln() / deviation + 0.5 * deviation);
        let inside: f64 = alone.gains.iter().map(|[low, high]| high.map_or(1.0, below) - low.map_or(0.0, below)).sum();
        assert!((alone.chance.inside - inside).abs() < 1e-12, "{alone:?} {inside}");
        assert_eq!(alone.chance.stayed, alone.chance.inside);
        // A month of it stays less often than SPX on its link would: ether's own volatility is several times as large.
        let Some(alone) = &last.token_alone else { unreachable!() };
        assert!(alone.chance.stayed < last.chance.stayed && alone.chance.stayed > 0.0, "{alone:?} {:?}", last.chance);
        assert!(alone.chance.error < 1e-6);
    }

    #[test]
    fn without_a_token_there_is_none() {
        let book = book(&[Kind::Condor, Kind::Layer]);
        assert!(corridor::of(&book).iter().all(|week| week.token_alone.is_none()));
    }
}
