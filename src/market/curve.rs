//! Variance curve: VIX-style implied volatility for every horizon, and the one rule by which a shock moves it.
//!
//! Events (FOMC, CPI) are taken out of the nodes, the diffusive rest follows the rule, and the events are added
//! back to whatever horizon still holds them. Source: model book 1 and 3.

use std::sync::{Arc, LazyLock};

use crate::numbers::{by_rising, mean_decay};
use crate::units::{Points, Years};

/// VIX's own horizon τ, 30 days.
pub const VIX_HORIZON: Years = Years(30.0 / 365.0);
const BASE_EXPONENT: f64 = 0.3;
/// Least relative rise of total variance between nodes: where it does not rise, a VIX future is worth nothing.
const LEAST_RISE: f64 = 1e-9;

/// Most calendar days ahead of which futures are asked for in every world: a roll's longest two months.
pub const ROLLED_DAYS: usize = 63;
/// The mix of the fitted [`CurveShape`] at VIX's own horizon: the machine's, to its last digit (a test holds it).
const MIX_AT_VIX: f64 = 0.5741183337347573;

/// What a curve tends to, and how fast a move of VIX dies out along it: a fast panic beside a slow regime.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveShape {
    /// Long-run level θ of the base formula.
    pub level: Points,
    /// Weight a of the fast factor, 0 to 1.
    pub fast_weight: f64,
    /// Its speed κ₁, a year.
    pub fast_speed: f64,
    /// Speed κ₂ of the slow one, a year.
    pub slow_speed: f64,
}

/// As fitted on 1990–2026, model book 1, with this level.
impl From<Points> for CurveShape {
    fn from(level: Points) -> CurveShape {
        CurveShape { level, fast_weight: 0.66, fast_speed: 26.9, slow_speed: 2.42 }
    }
}

impl CurveShape {
    /// R(T): how much variance at horizon T moves when VIX² moves by one. Falls in T; R(30 days) = 1.
    pub fn response(&self, horizon: Years) -> f64 {
        self.mix(horizon.0) / self.mix_at_vix()
    }

    fn mix(&self, t: f64) -> f64 {
        self.fast_weight * mean_decay(self.fast_speed * t) + (1.0 - self.fast_weight) * mean_decay(self.slow_speed * t)
    }

    fn mix_at_vix(&self) -> f64 {
        if self.has_fitted_speeds() { MIX_AT_VIX } else { self.mix(VIX_HORIZON.0) }
    }

    fn has_fitted_speeds(&self) -> bool {
        *self == CurveShape::from(self.level)
    }
}

/// A known event: when, and the variance it adds to a curve (points² × years).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Calendar days from the valuation date.
    pub day: f64,
    /// (100 × one-standard-deviation move)².
    pub variance: f64,
}

/// Why entered nodes or events make no curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CurveError {
    /// Events alone exceed this node's variance (its horizon in days).
    EventsExceedNode(f64),
    /// Total variance does not rise from one node to the next (the later horizon in days).
    CalendarArbitrage(f64),
}

/// The curve today, before any shock.
#[derive(Clone, Debug, PartialEq)]
struct Base {
    /// Diffusive VIX today, points.
    vix: f64,
    /// Its long-run level counts where no node was entered.
    shape: CurveShape,
    /// The shape's mix at VIX's own horizon.
    mix_at_vix: f64,
    /// (horizon, diffusive total variance points² × years) by rising horizon; empty uses the base formula.
    nodes: Vec<(f64, f64)>,
    events: Vec<Event>,
    /// The 30 days that begin so many whole days ahead, by those days.
    days: Vec<ThirtyDays>,
}

/// What no move of VIX changes of a horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Horizon {
    /// Years.
    t: f64,
    /// Square of the diffusive level today, points².
    square: f64,
    /// R(t).
    response: f64,
}

/// Thirty days that begin later, and what no move of VIX changes of them; events aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThirtyDays {
    ends: [Horizon; 2],
    /// Diffusive variance today, points² × years.
    variance: f64,
    /// What a point² of VIX² adds to it, years.
    answer: f64,
}

/// A variance curve on one date with VIX at one level.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    base: Arc<Base>,
    /// Diffusive VIX now, points.
    vix: f64,
    /// Calendar days since the valuation date: events up to then are over.
    elapsed: f64,
}

impl Curve {
    /// Today's curve through VIX and whichever of the nodes (horizon in days, points) were entered; a level alone has the
    /// fitted speeds.
    ///
    /// Without nodes: the median shape, m₀(T) = v₀ (θ/v₀)^(1 − R(T)^0.3).
    ///
    /// # Errors
    /// Events that exceed a node, or nodes whose total variance does not rise.
    pub fn new(
        vix: Points,
        shape: impl Into<CurveShape>,
        nodes: &[(f64, Points)],
        events: &[Event],
    ) -> Result<Curve, CurveError> {
        let shape = shape.into();
        let diffusive = |days: f64, points: f64| {
            let total = diffusive_total(points, days, events_between(events, 0.0, days));
            if total > 0.0 { Ok(total) } else { Err(CurveError::EventsExceedNode(days)) }
        };
        let at_vix = diffusive(30.0, vix.0)?;
        let mut entered = Vec::new();
        if !nodes.is_empty() {
            entered.push((30.0, at_vix));
            for &(days, points) in nodes {
                entered.push((days, diffusive(days, points.0)?));
            }
            entered = by_rising(entered, |node| node.0);
            if let Some(pair) = entered.windows(2).find(|pair| pair[1].1 <= pair[0].1 * (1.0 + LEAST_RISE)) {
                return Err(CurveError::CalendarArbitrage(pair[1].0));
            }
        }
        let vix = (at_vix / VIX_HORIZON.0).sqrt();
        let nodes = entered.into_iter().map(|(days, total)| (days / 365.0, total)).collect();
        let (mix_at_vix, events) = (shape.mix_at_vix(), events.to_vec());
        let mut base = Base { vix, shape, mix_at_vix, nodes, events, days: Vec::new() };
        base.days = base.rolled_days();
        Ok(Curve { base: Arc::new(base), vix, elapsed: 0.0 })
    }

    /// The same curve after `days` calendar days with VIX untouched: events that are over fall out.
    pub fn aged(&self, days: f64) -> Curve {
        Curve { elapsed: self.elapsed + days, ..self.clone() }
    }

    /// The same curve with VIX at `vix`, events of the next 30 days included in it.
    ///
    /// Where those events alone exceed `vix`, the diffusive rest is held at one point.
    pub fn moved_to(&self, vix: Points) -> Curve {
        self.with_diffusive(vix, self.events_in(VIX_HORIZON))
    }

    /// The same curve with VIX at `vix` as the calendar of the valuation date has it: at that date's level the curve only
    /// ages, whatever passes. Events that are over take their variance with them, those that came within 30 days add theirs.
    pub fn moved_as_today(&self, vix: Points) -> Curve {
        self.with_diffusive(vix, events_between(&self.base.events, 0.0, 30.0))
    }

    /// With what a level leaves beside these events; one point at the least.
    fn with_diffusive(&self, vix: Points, events: f64) -> Curve {
        let variance = diffusive_total(vix.0, 30.0, events) / VIX_HORIZON.0;
        Curve { vix: variance.max(1.0).sqrt(), ..self.clone() }
    }

    /// Whether events alone come to more than the level that it was moved to: one point is left beside them.
    pub fn is_all_events(&self) -> bool {
        self.vix <= 1.0
    }

    /// The same level on the date of another curve: what its events leave beside them stays.
    pub fn dated_as(&self, other: &Curve) -> Curve {
        Curve { elapsed: other.elapsed, ..self.clone() }
    }

    /// VIX: the curve at 30 days, events included.
    pub fn vix(&self) -> Points {
        self.level(VIX_HORIZON)
    }

    /// Speed of the fast factor, a year.
    pub fn fast_speed(&self) -> f64 {
        self.base.shape.fast_speed
    }

    /// m(T) in points, events included; the diffusive level at T = 0.
    pub fn level(&self, horizon: Years) -> Points {
        if horizon.0 <= 0.0 {
            return Points(self.diffusive_level(0.0));
        }
        Points((self.total_variance(horizon) / horizon.0).sqrt())
    }

    /// m²T in points² × years, events included; rises with T.
    pub fn total_variance(&self, horizon: Years) -> f64 {
        self.diffusive_variance(horizon) + self.events_in(horizon)
    }

    /// w(T): forward 30-day variance at T in points², the events of both end days in it: a VIX future settles
    /// in the morning of day T, before that day's event.
    pub fn forward_variance(&self, start: Years) -> f64 {
        let days = self.ahead(start);
        let diffusive = days.variance_at([self.base.vix, self.vix]);
        (diffusive + self.events_from_to(start, Years(days.ends[1].t))) / VIX_HORIZON.0
    }

    /// The thirty days that begin so far ahead, wherever VIX goes.
    pub fn ahead(&self, start: Years) -> ThirtyDays {
        let known = self.base.days.get((start.calendar_days() + 0.5) as usize);
        let known = known.filter(|days| days.ends[0].t == start.0).copied();
        known.unwrap_or_else(|| self.base.thirty_days(start))
    }

    /// Variance of the events still to come within the horizon, points² × years.
    pub fn events_in(&self, horizon: Years) -> f64 {
        self.events_from_to(Years(0.0), horizon)
    }

    /// Both end days count, except that an event of the curve's own date is over.
    fn events_from_to(&self, start: Years, end: Years) -> f64 {
        if self.base.events.is_empty() {
            return 0.0;
        }
        // A whisker on either side keeps 30/365·365 from losing day 30.
        let after = (start.calendar_days() - 1e-9).max(0.0);
        events_between(&self.base.events, self.elapsed + after, self.elapsed + end.calendar_days() + 1e-9)
    }

    fn diffusive_variance(&self, horizon: Years) -> f64 {
        self.variance_at(&self.base.at(horizon.0))
    }

    fn diffusive_level(&self, t: f64) -> f64 {
        self.square_at(&self.base.at(t)).sqrt()
    }

    fn variance_at(&self, horizon: &Horizon) -> f64 {
        self.square_at(horizon) * horizon.t
    }

    /// Square of the diffusive level with VIX where it is, points².
    fn square_at(&self, horizon: &Horizon) -> f64 {
        horizon.square_at([self.base.vix, self.vix])
    }
}

impl Horizon {
    /// Square of the diffusive level once VIX has gone from one level to another, points².
    fn square_at(&self, [now, then]: [f64; 2]) -> f64 {
        let Horizon { square, response, .. } = *self;
        if now == then {
            square
        } else if then > now {
            square + (then * then - now * now) * response
        } else {
            square * (then / now).powf(2.0 * response)
        }
    }
}

impl ThirtyDays {
    fn new(ends: [Horizon; 2]) -> ThirtyDays {
        let over = |of: fn(&Horizon) -> f64| of(&ends[1]) * ends[1].t - of(&ends[0]) * ends[0].t;
        ThirtyDays { ends, variance: over(|end| end.square), answer: over(|end| end.response) }
    }

    /// Diffusive variance once VIX has gone from one level to another, points² × years.
    fn variance_at(&self, [now, then]: [f64; 2]) -> f64 {
        if then >= now {
            self.variance + (then * then - now * now) * self.answer
        } else {
            let [from, to] = self.ends.map(|end| end.square_at([now, then]) * end.t);
            to - from
        }
    }

    /// The diffusive level today at both ends, points.
    pub fn levels(&self) -> [f64; 2] {
        self.ends.map(|end| end.square.max(0.0).sqrt())
    }

    /// The same days with other levels today, points.
    pub fn with_levels(&self, levels: [f64; 2]) -> ThirtyDays {
        ThirtyDays::new(std::array::from_fn(|i| Horizon { square: levels[i] * levels[i], ..self.ends[i] }))
    }

    /// Forward 30-day variance without events once VIX has gone from one level to another, points².
    pub fn forward_variance(&self, moved: [f64; 2]) -> f64 {
        self.variance_at(moved) / VIX_HORIZON.0
    }
}

/// What speeds alone say of a horizon.
#[derive(Clone, Copy, Debug)]
struct Answer {
    /// Years.
    t: f64,
    /// R(t).
    response: f64,
    /// R(t)^0.3.
    bent: f64,
}

impl Answer {
    fn new(shape: &CurveShape, mix_at_vix: f64, t: f64) -> Answer {
        let response = shape.mix(t) / mix_at_vix;
        Answer { t, response, bent: response.powf(BASE_EXPONENT) }
    }
}

/// Both ends of the thirty days that begin so far ahead.
fn ends(start: Years) -> [f64; 2] {
    [start.0, start.0 + VIX_HORIZON.0]
}

/// Ends of the days that are asked for in every world, at the fitted speeds: a back-test asks for them on every day.
static FITTED: LazyLock<Vec<[Answer; 2]>> = LazyLock::new(|| {
    let shape = CurveShape::from(Points(0.0));
    answers(|t| Answer::new(&shape, MIX_AT_VIX, t))
});

fn answers(at: impl Fn(f64) -> Answer) -> Vec<[Answer; 2]> {
    (0..=ROLLED_DAYS).map(|day| ends(Years::from_calendar_days(day as f64)).map(&at)).collect()
}

impl Base {
    fn thirty_days(&self, start: Years) -> ThirtyDays {
        ThirtyDays::new(ends(start).map(|t| self.at(t)))
    }

    /// The thirty days that begin each whole number of days ahead.
    fn rolled_days(&self) -> Vec<ThirtyDays> {
        let days =
            |all: &[[Answer; 2]]| all.iter().map(|both| ThirtyDays::new(both.map(|end| self.answered(&end)))).collect();
        if self.shape.has_fitted_speeds() { days(&FITTED) } else { days(&answers(|t| self.answer(t))) }
    }

    fn answer(&self, t: f64) -> Answer {
        Answer::new(&self.shape, self.mix_at_vix, t)
    }

    fn at(&self, t: f64) -> Horizon {
        self.answered(&self.answer(t))
    }

    fn answered(&self, answer: &Answer) -> Horizon {
        Horizon { t: answer.t, square: self.square(answer), response: answer.response }
    }

    fn square(&self, &Answer { t, bent, .. }: &Answer) -> f64 {
        let Some((&first, &last)) = self.nodes.first().zip(self.nodes.last()) else {
            let level = self.vix * (self.shape.level.0 / self.vix).powf(1.0 - bent);
            return level * level;
        };
        let outside = if t <= first.0 { first } else { last };
        match self.nodes.windows(2).find(|pair| pair[0].0 < t && t <= pair[1].0) {
            Some(pair) => {
                let share = (t - pair[0].0) / (pair[1].0 - pair[0].0);
                (pair[0].1 + share * (pair[1].1 - pair[0].1)) / t
            }
            None => outside.1 / outside.0,
        }
    }
}

/// Total variance of a level without its events, points² × years. One sum for today's curve and what it is moved to:
/// nothing moved is nothing changed, to the last bit.
fn diffusive_total(points: f64, days: f64, events: f64) -> f64 {
    points * points * days / 365.0 - events
}

fn events_between(events: &[Event], after: f64, until: f64) -> f64 {
    events.iter().filter(|event| event.day > after && event.day <= until).map(|event| event.variance).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(vix: f64) -> Option<Curve> {
        Curve::new(Points(vix), Points(40.0), &[], &[]).ok()
    }

    #[test]
    fn the_mix_at_vix_is_the_one_that_is_written_down() {
        let mix = CurveShape::from(Points(40.0)).mix(VIX_HORIZON.0);
        assert!((mix / MIX_AT_VIX - 1.0).abs() < 3e-16, "{mix:?}");
    }

    #[test]
    fn other_speeds_still_print_vix_and_a_faster_slow_part_leaves_less_at_the_back() {
        let back = |slow_speed: f64| {
            let shape = CurveShape { slow_speed, ..CurveShape::from(Points(40.0)) };
            assert_eq!(shape.response(VIX_HORIZON), 1.0);
            let Ok(curve) = Curve::new(Points(17.0), shape, &[], &[]) else { unreachable!() };
            let moved = curve.moved_to(Points(45.0));
            assert!((moved.vix().0 - 45.0).abs() < 1e-12);
            moved.level(Years::from_calendar_days(184.0)).0
        };
        assert!(back(6.0) < back(2.42) && back(2.42) < back(1.0));
    }

    #[test]
    fn whole_days_that_are_known_are_what_any_other_day_is() {
        for (to, days) in [(17.0, 0.0), (45.0, 0.0), (9.0, 3.5), (150.0, 20.0)] {
            let Some(curve) = plain(17.0).map(|curve| curve.aged(days).moved_to(Points(to))) else { continue };
            for day in 0..=ROLLED_DAYS {
                let start = Years::from_calendar_days(day as f64);
                let end = Years(start.0 + VIX_HORIZON.0);
                let plain = (curve.diffusive_variance(end) - curve.diffusive_variance(start)) / VIX_HORIZON.0;
                let gap = curve.forward_variance(start) / plain - 1.0;
                assert!(gap.abs() < 1e-13, "VIX {to}, day {day}: {gap:e}");
            }
        }
    }

    #[test]
    fn the_curve_prints_vix_at_thirty_days_before_and_after_a_shock() {
        for (from, to) in [(17.0, 45.0), (40.0, 12.0)] {
            let moved = plain(from).map(|curve| curve.moved_to(Points(to)).vix().0);
            assert!(moved.is_some_and(|vix| (vix - to).abs() < 1e-12));
        }
    }

    #[test]
    fn march_2020_comes_out_as_it_was_seen() {
        // Model book 1: VIX 13.7 → 82.7 gives VIX3M 65.6 (67.7 seen) and VIX6M 56.1 (55.4 seen).
        let curve = plain(13.7).map(|curve| curve.moved_to(Points(82.7)));
        let at = |days| curve.as_ref().map_or(0.0, |c| c.level(Years::from_calendar_days(days)).0);
        assert!((at(93.0) - 65.6).abs() < 0.05 && (at(184.0) - 56.1).abs() < 0.05);
    }

    #[test]
    fn total_variance_never_falls_for_any_shock() {
        for from in [9.0, 17.0, 40.0, 100.0] {
            for to in [9.0, 20.0, 80.0, 150.0] {
                let Some(curve) = plain(from).map(|curve| curve.moved_to(Points(to))) else { continue };
                let mut last = 0.0;
                for day in 1..500 {
                    let total = curve.total_variance(Years::from_calendar_days(f64::from(day)));
                    assert!(total > last, "VIX {from} to {to}, day {day}");
                    last = total;
                }
            }
        }
    }

    #[test]
    fn total_variance_at_thirty_days_and_at_every_node_is_unchanged_by_adding_events() {
        let nodes = [(9.0, Points(15.5)), (93.0, Points(19.0)), (184.0, Points(20.5))];
        for vix in [12.0, 17.0, 33.0, 82.0] {
            for nodes in [&[][..], &nodes.map(|(days, level)| (days, Points(level.0 * vix / 17.0)))] {
                for days in [&[3.0][..], &[30.0], &[31.0], &[2.0, 9.0, 29.5], &[1.0, 8.0, 40.0, 120.0]] {
                    let events: Vec<Event> = days.iter().map(|&day| Event { day, variance: 0.81 }).collect();
                    let [with, without] = [&events[..], &[]].map(|events| {
                        let Ok(curve) = Curve::new(Points(vix), Points(40.0), nodes, events) else { unreachable!() };
                        curve
                    });
                    let entered = nodes.iter().map(|node| node.0).chain([30.0]);
                    for at in entered.map(Years::from_calendar_days) {
                        let gap = with.total_variance(at) / without.total_variance(at) - 1.0;
                        assert!(gap.abs() < 1e-12, "VIX {vix}, events {days:?}, {at:?}: {gap:e}");
                    }
                    // The shock keeps it: VIX is what it was moved to, events or none.
                    let moved = with.moved_to(Points(45.0)).vix().0;
                    assert!((moved - 45.0).abs() < 1e-11, "{moved}");
                }
            }
        }
    }

    #[test]
    fn an_event_is_in_the_curve_until_its_day_has_passed() {
        let event = Event { day: 10.0, variance: 0.81 };
        let curve = Curve::new(Points(17.0), Points(40.0), &[], &[event]);
        let held = |days: f64| curve.as_ref().map_or(-1.0, |c| c.aged(days).events_in(VIX_HORIZON));
        assert_eq!((held(0.0), held(9.9), held(10.0)), (0.81, 0.81, 0.0));
    }

    #[test]
    fn todays_vix_by_todays_calendar_is_the_curve_that_only_ages() {
        let events = [3.0, 12.0, 33.0].map(|day| Event { day, variance: 0.81 });
        for (vix, days) in [(17.0, 0.0), (17.0, 2.0), (17.0, 7.0), (30.0, 20.0), (12.0, 40.0)] {
            let Ok(curve) = Curve::new(Points(vix), Points(40.0), &[], &events) else { unreachable!() };
            let aged = curve.aged(days);
            let moved = aged.moved_as_today(Points(vix));
            for tenor in [5.0, 30.0, 93.0] {
                let [a, b] = [&aged, &moved].map(|curve| curve.level(Years::from_calendar_days(tenor)).0);
                assert!((a - b).abs() < 1e-12, "VIX {vix}, {days} days, {tenor}: {a} {b}");
            }
            // By either calendar nothing else moves where no event passes or comes.
            let [a, b] = [curve.moved_as_today(Points(45.0)), curve.moved_to(Points(45.0))].map(|curve| curve.vix().0);
            assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn a_future_that_settles_on_the_day_of_an_event_still_has_it() {
        let event = Event { day: 10.0, variance: 0.81 };
        let curve = |events: &[Event]| Curve::new(Points(17.0), Points(40.0), &[], events);
        let forward = |days: f64| {
            let at = |curve: &Curve| curve.forward_variance(Years::from_calendar_days(days));
            curve(&[event]).as_ref().map_or(0.0, at)
        };
        let step = forward(10.0) - forward(10.0 + 1e-6);
        assert!((step - 0.81 / VIX_HORIZON.0).abs() < 1e-3, "{step}");
    }

    #[test]
    fn nodes_with_no_variance_between_them_are_refused() {
        let flat = Points(17.0 * (30.0f64 / 93.0).sqrt());
        let refused = Curve::new(Points(17.0), Points(40.0), &[(93.0, flat)], &[]);
        assert_eq!(refused.err(), Some(CurveError::CalendarArbitrage(93.0)));
    }

    #[test]
    fn events_larger_than_vix_are_refused() {
        let event = Event { day: 10.0, variance: 25.0 };
        let refused = Curve::new(Points(12.0), Points(40.0), &[], &[event]);
        assert_eq!(refused.err(), Some(CurveError::EventsExceedNode(30.0)));
    }
}
