//! Base rate: how often VIX really went as far as a shock within so many days. Source: model book 10.

use serde::Serialize;

use crate::shock::closes::{self, FIRST_DAY, LAST_DAY};
use crate::units::{Frac, Points};

/// Days near today's level below which no share is given.
pub const FEWEST: usize = 100;
/// How far from today's level a close is still near it.
pub const NEAR: f64 = 0.1;

/// How often it happened.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BaseRate {
    /// Trading days within which VIX is to get there.
    pub within: usize,
    /// Whether it is a fall that is looked for.
    pub is_fall: bool,
    /// Days whose close was within a tenth of today's level and that have so many days after them.
    pub days: usize,
    /// Those of them after which a close of those days was as high (or, of a fall, as low).
    pub hits: usize,
    /// Hits that are told apart: one counts anew when so many days have passed since the last one counted.
    pub episodes: usize,
    /// Hits over days; `None` where there are fewer than [`FEWEST`] days.
    pub share: Option<Frac>,
    /// First and last day of the closes.
    pub covered: [&'static str; 2],
}

/// How often VIX went from near `from` to at least `to` (at most, where that is lower) within `days` trading days, by its
/// closes since 1990. Part of a day counts as a day, and an instant as one: closes see no less.
pub fn base_rate(from: Points, to: Points, days: f64) -> BaseRate {
    // What is no number counts as an instant.
    let within = if days > 1.0 { days.ceil().min(1e4) as usize } else { 1 };
    let is_fall = to.0 < from.0;
    let closes = closes::vix();
    // Closes are whole hundredths: what is typed may be off by the last digit of a binary number.
    const SLACK: f64 = 1e-6;
    let is_near = |close: f64| (close - 100.0 * from.0).abs() <= NEAR * 100.0 * from.0 + SLACK;
    let is_there = |close: f64| {
        if is_fall { close <= 100.0 * to.0 + SLACK } else { close >= 100.0 * to.0 - SLACK }
    };
    // From the last day back: the nearest day after each one on which VIX was there.
    let mut next = None;
    let mut hits = Vec::new();
    let mut near = 0;
    for (day, &close) in closes.iter().enumerate().rev() {
        if day + within < closes.len() && is_near(close as f64) {
            near += 1;
            if next.is_some_and(|next| next <= day + within) {
                hits.push(day);
            }
        }
        if is_there(close as f64) {
            next = Some(day);
        }
    }
    let mut counted: Option<usize> = None;
    let mut episodes = 0;
    for &day in hits.iter().rev() {
        if counted.is_none_or(|last| day - last >= within) {
            counted = Some(day);
            episodes += 1;
        }
    }
    BaseRate {
        within,
        is_fall,
        days: near,
        hits: hits.len(),
        episodes,
        share: (near >= FEWEST).then(|| Frac(hits.len() as f64 / near as f64)),
        covered: [FIRST_DAY, LAST_DAY],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_shock_never_happened() {
        let rate = base_rate(Points(17.0), Points(45.0), 5.0);
        assert_eq!((rate.days, rate.hits, rate.episodes, rate.share), (2061, 0, 0, Some(Frac(0.0))));
    }

    #[test]
    fn a_higher_shock_happened_less_often_and_a_longer_one_more_often() {
        let hits = |to: f64, days: f64| base_rate(Points(17.0), Points(to), days).hits;
        assert!(hits(20.0, 5.0) > hits(25.0, 5.0) && hits(25.0, 5.0) > hits(35.0, 5.0));
        assert!(hits(25.0, 1.0) < hits(25.0, 5.0) && hits(25.0, 5.0) < hits(25.0, 21.0));
    }

    #[test]
    fn a_fall_is_looked_for_below() {
        let rate = base_rate(Points(30.0), Points(20.0), 21.0);
        let deeper = base_rate(Points(30.0), Points(15.0), 21.0);
        assert!(rate.is_fall && deeper.hits < rate.hits && rate.hits < rate.days);
    }

    #[test]
    fn a_level_that_was_hardly_ever_seen_gives_no_share() {
        let rate = base_rate(Points(70.0), Points(80.0), 5.0);
        assert!(rate.days < FEWEST && rate.share.is_none());
        assert_eq!(base_rate(Points(150.0), Points(150.0), 5.0).days, 0);
    }

    #[test]
    fn any_number_of_days_is_answered() {
        assert_eq!(base_rate(Points(17.0), Points(20.0), 0.0), base_rate(Points(17.0), Points(20.0), 1.0));
        assert_eq!(base_rate(Points(17.0), Points(20.0), 4.2), base_rate(Points(17.0), Points(20.0), 5.0));
        for days in [f64::NAN, f64::INFINITY, -3.0, 252.0, 1e9] {
            let rate = base_rate(Points(17.0), Points(20.0), days);
            assert!(rate.hits <= rate.days && rate.episodes <= rate.hits);
        }
    }
}
