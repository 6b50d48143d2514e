//! Landscape: the book over SPX, VIX, both, and time. None of it moves with the VIX slider while SPX is linked.

use crate::book::Book;
use crate::book::at_vix;
use crate::book::curves::{BoundPlace, Growing, Heat, HeatAxis, KnownCurves, Payoff, PayoffAxis, PayoffPoint, Places};
use crate::book::pnl::{self, Streams};
use crate::book::token_axis;
use crate::book::way::SECTIONS;
use crate::holdings::Entry;
use crate::holdings::world::World;
use crate::numbers::pieces::{pause, whole};
use crate::numbers::{self, bracketed_root, is_lower};
use crate::plan::holding::Kind;
use crate::shock::Shock;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::Points;

/// Ends of the heat map: simple returns of SPX or of the token, and VIX levels.
const HEAT_MOVES: [f64; 2] = [-0.15, 0.09];
const HEAT_TOKEN_MOVES: [f64; 2] = [-0.6, 0.4];
const HEAT_LEVELS: [f64; 2] = [10.0, 100.0];

fn between([low, high]: [f64; 2], i: usize, n: usize) -> f64 {
    low + (high - low) * i as f64 / n.saturating_sub(1).max(1) as f64
}

/// Calendar days to the last condor's expiry, or where there is none to the last option's of the hedge; 0 without one.
pub fn last_expiry(book: &Book) -> f64 {
    let last = |entries: &mut dyn Iterator<Item = &Entry>| {
        entries.filter(|entry| entry.held.quantity() > 0.0).filter_map(|entry| entry.held.days()).fold(0.0, f64::max)
    };
    let condors = last(&mut book.of_kind(Kind::Condor));
    if condors > 0.0 { condors } else { last(&mut book.legs()) }
}

/// Trading days to that expiry; at least the shock's own.
pub fn expiry_days(book: &Book) -> f64 {
    book.shock.clock.trading_days(last_expiry(book)).max(book.shock.event.days)
}

/// The book at one place: SPX log return and VIX, at the shock's date and at the last expiry.
fn point(book: &Book, shocks: [&Shock; 2], spx_return: f64, vixes: [Points; 2]) -> PayoffPoint {
    let [world, late] = [0, 1].map(|i| shocks[i].world(vixes[i], spx_return, 0.0));
    point_in(book, [world, late], spx_return, vixes[0])
}

/// The book in two worlds, the shock's date and the last expiry, and over the band of the first.
fn point_in(book: &Book, [world, late]: [World; 2], spx_return: f64, vix: Points) -> PayoffPoint {
    PayoffPoint { expiry: pnl::of(book, &late).combined(), ..point_then(book, world, spx_return, vix) }
}

/// The book in the world of the shock's date and over its band; nothing of the last expiry.
fn point_then(book: &Book, world: World, spx_return: f64, vix: Points) -> PayoffPoint {
    let shock = &book.shock;
    let band = shock.response.band;
    let condor = pnl::condors(book, &world);
    // What hangs on SPX and VIX alone is the same over the whole band.
    let (moved, still): (Vec<&Entry>, Vec<&Entry>) = book.legs().partition(|leg| leg.held.hangs_on_tokens());
    let layers: f64 = still.iter().map(|leg| leg.held.pnl(&world)).sum();
    let [mut middle, mut low, mut high] = [[0.0; 2]; 3];
    if book.has_pool() || !moved.is_empty() {
        let streams = Streams::new(book, &world);
        let mut there = world.clone();
        let tokens = shock.token_moves(vix);
        let mut at = |z: f64| {
            tokens.apply(&mut there, spx_return, z);
            let legs: f64 = moved.iter().map(|leg| leg.held.pnl(&there)).sum();
            [pnl::pools_with(book, &streams, &there).total(), legs]
        };
        (middle, low, high) = (at(0.0), at(-band), at(band));
    }
    let (pool, hedge) = (middle[0], layers + middle[1]);
    let banded = |[pool, legs]: [f64; 2]| condor + pool + (layers + legs);
    PayoffPoint {
        spx: world.market.spx.0,
        vix: vix.0,
        token: world.token,
        condor,
        pool,
        hedge,
        combined: condor + pool + hedge,
        low: banded(low),
        high: banded(high),
        expiry: 0.0,
    }
}

/// The book at one place of the payoff's axis: the crosshair's numbers, from the same sums as the curves.
pub fn payoff_at(book: &Book, axis: PayoffAxis, place: f64) -> PayoffPoint {
    point_at(book, axis, place, &book.shock.over(expiry_days(book)))
}

/// VIX at the last expiry: on the link over all the time passed by then, or where it is held while SPX is free. The same
/// for every axis, so that one place has one value at expiry. Model book 10.
fn later_vix(late: &Shock, vix: Points, spx_return: f64) -> Points {
    if late.event.spx.is_some() { vix } else { late.vix_for(spx_return) }
}

/// SPX's log return and VIX on the shock's date at one place of the axis of either.
fn there(book: &Book, axis: PayoffAxis, place: f64) -> (f64, Points) {
    let shock = &book.shock;
    if axis == PayoffAxis::Spx {
        let x = (place / book.market.spx.0).ln();
        return (x, shock.vix_for(x));
    }
    let vix = Points(place);
    (shock.event.spx.map_or_else(|| shock.link().spx_return(vix).0, |_| shock.spx_return(vix)), vix)
}

fn point_at(book: &Book, axis: PayoffAxis, place: f64, late: &Shock) -> PayoffPoint {
    if axis == PayoffAxis::Token {
        return token_axis::point(book, place, late);
    }
    let (x, vix) = there(book, axis, place);
    let later = if axis == PayoffAxis::Spx { late.vix_for(x) } else { later_vix(late, vix, x) };
    point(book, [&book.shock, late], x, [vix, later])
}

/// The combined P&L alone at one place of the axis, on the shock's date.
fn combined_at(book: &Book, axis: PayoffAxis, place: f64) -> f64 {
    let shock = &book.shock;
    let world = if axis == PayoffAxis::Token {
        token_axis::on_its_day(shock, place)
    } else {
        let (x, vix) = there(book, axis, place);
        shock.world(vix, x, 0.0)
    };
    pnl::of(book, &world).combined()
}

/// Places of the payoff's points: `n` where the strikes and a bad week are in view, and as many more at the same
/// distance as the shock itself needs.
pub fn payoff_places(book: &Book, axis: PayoffAxis, n: usize) -> Places {
    let n = n.max(2);
    if axis == PayoffAxis::Token {
        return token_axis::places(book, n);
    }
    if axis == PayoffAxis::Vix {
        return Places { axis, ends: VIX_RANGE, n, below: 0, above: 0 };
    }
    let spx = book.market.spx.0;
    let shocked = spx * book.shock.spx_return(book.shock.vix()).exp();
    let (mut low, mut high) = (0.89 * spx, 1.07 * spx);
    for condor in book.condors().filter(|condor| condor.contracts > 0.0) {
        let [k1, _, _, k4] = condor.strikes;
        (low, high) = (low.min(0.985 * k1).max(0.4 * spx), high.max(1.008 * k4).min(2.0 * spx));
    }
    let step = (high - low) / (n - 1) as f64;
    // A quarter of the range at a time, so that a drag far out seldom draws another one.
    let chunk = (n - 1).div_ceil(4);
    let beyond = |gap: f64| ((gap.max(0.0) / step).ceil() as usize).div_ceil(chunk) * chunk;
    let below = beyond(low - 0.985 * shocked);
    let above = beyond(1.01 * shocked - high);
    if below + above > n || below as f64 * step >= low {
        // A move that large is drawn with wider steps instead of more.
        return Places { axis, ends: [low.min(0.985 * shocked), high.max(1.01 * shocked)], n, below: 0, above: 0 };
    }
    Places { axis, ends: [low, high], n, below, above }
}

/// The payoff chart's curves; what `known` holds at the same places of the same book is taken over, but for where its shock
/// ends.
pub fn payoff(book: &Book, places: &Places, known: Option<KnownCurves>) -> Payoff {
    let axis = places.axis;
    let expiry_days = expiry_days(book);
    let late = book.shock.over(expiry_days);
    let place = |i: usize| places.at(i);
    let at = |place: f64| point_at(book, axis, place, &late);
    let shock = &book.shock;
    let calmest = [shock.calmest(), late.calmest()];
    // A shock calmer than VIX ever became moves the points whose VIX is no higher than that, and no others.
    let stays = |was: [Points; 2], p: &PayoffPoint, i: usize| {
        let shock = [shock, &late][i];
        was[i] == calmest[i] || shock.vix_for((p.spx / book.market.spx.0).ln()).0 > was[i].0.max(calmest[i].0)
    };
    let point_of = |i: usize| {
        let old = known.and_then(|KnownCurves { places: theirs, payoff, is_same_day }| {
            let point = payoff.points.get(places.index_in(i, theirs)?)?;
            if payoff.expiry_days != expiry_days || !stays(payoff.calmest, point, 1) {
                return None;
            }
            if is_same_day && (axis == PayoffAxis::Vix || stays(payoff.calmest, point, 0)) {
                return Some(*point);
            }
            // The other axes stand still on the shock's own day: from there every day comes to another expiry.
            (axis == PayoffAxis::Spx).then(|| {
                let (x, vix) = there(book, axis, place(i));
                PayoffPoint { expiry: point.expiry, ..point_then(book, shock.world(vix, x, 0.0), x, vix) }
            })
        });
        old.unwrap_or_else(|| at(place(i)))
    };
    let points: Vec<PayoffPoint> = (0..places.count()).map(point_of).collect();
    let combined = |place: f64| combined_at(book, axis, place);
    let break_evens = points
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[1].combined == 0.0 || pair[0].combined * pair[1].combined < 0.0)
        .filter_map(|(i, _)| bracketed_root(place(i), place(i + 1), combined))
        .collect();
    let today = book.market.calibration.vix;
    let bounds = bounds(book, &points, &place);
    let mut now = point(book, [shock, &late], 0.0, [today, later_vix(&late, today, 0.0)]);
    now.token = shock.token_price.0;
    let lowest = |counted: &dyn Fn(&PayoffPoint) -> bool| {
        let (i, between) = lowest(&points, places, &combined, counted)?;
        let (lowest, between) = (points[i], at(between));
        Some(if counted(&between) && is_lower(between.combined, lowest.combined) { between } else { lowest })
    };
    let worst = lowest(&|_| true).unwrap_or(now);
    let falls = |p: &PayoffPoint| p.spx < now.spx;
    let worst_fall = if falls(&worst) { Some(worst) } else { lowest(&falls) };
    let shocked = shocked_with(book, axis, &late);
    let growing = growing(&points);
    Payoff { axis, break_evens, now, shock: shocked, worst, worst_fall, growing, bounds, points, calmest, expiry_days }
}

/// Which of the points that are `counted` is lowest, and the place beside it, between the points too, where the combined
/// curve is: by the sections by which the way to a shock finds its worst.
fn lowest(
    points: &[PayoffPoint],
    places: &Places,
    combined: &dyn Fn(f64) -> f64,
    counted: &dyn Fn(&PayoffPoint) -> bool,
) -> Option<(usize, f64)> {
    let those = (0..points.len()).filter(|i| counted(&points[*i]));
    let i = those.reduce(|low, i| if is_lower(points[i].combined, points[low].combined) { i } else { low })?;
    let beside = [i.saturating_sub(1), (i + 1).min(points.len() - 1)].map(|i| places.at(i));
    Some((i, numbers::lowest(beside, SECTIONS, combined)))
}

/// Dollars from one point to the next by which a loss grows at the least.
const GROWS: f64 = 0.5;

/// At which end the worst point lies while the loss still grows there.
fn growing(points: &[PayoffPoint]) -> Growing {
    let worst = points.iter().map(|p| p.combined).fold(f64::INFINITY, f64::min);
    let grows = |end: &PayoffPoint, before: &PayoffPoint| {
        end.combined <= worst && end.combined < 0.0 && end.combined < before.combined - GROWS
    };
    match points {
        [first, second, ..] if grows(first, second) => Growing::Below,
        [.., before, last] if grows(last, before) => Growing::Above,
        _ => Growing::Nowhere,
    }
}

/// The book at the shock itself: VIX as set, not the one that an axis reads back from SPX and that goes no lower than
/// VIX was ever seen to fall.
pub fn shocked_point(book: &Book, axis: PayoffAxis) -> PayoffPoint {
    shocked_with(book, axis, &book.shock.over(expiry_days(book)))
}

fn shocked_with(book: &Book, axis: PayoffAxis, late: &Shock) -> PayoffPoint {
    let shock = &book.shock;
    let (vix, spx_return) = (shock.vix(), shock.spx_return(shock.vix()));
    match axis {
        PayoffAxis::Token => point_at(book, axis, shock.as_set(0.0).token, late),
        _ => point(book, [shock, late], spx_return, [vix, later_vix(late, vix, spx_return)]),
    }
}

/// Where the shock stands on the axis, in the axis' unit.
pub fn shocked_place(book: &Book, axis: PayoffAxis) -> f64 {
    let (shock, vix) = (&book.shock, book.shock.vix());
    match axis {
        PayoffAxis::Spx => book.market.spx.0 * shock.spx_return(vix).exp(),
        PayoffAxis::Vix => vix.0,
        PayoffAxis::Token => shock.as_set(0.0).token,
    }
}

/// Where the bounds of the pools on the market's token lie on the axis.
fn bounds(book: &Book, points: &[PayoffPoint], place: &dyn Fn(usize) -> f64) -> Vec<BoundPlace> {
    let shock = &book.shock;
    let mut found = Vec::new();
    for (entry, position, _) in book.pools() {
        let (Some(range), Some(0), None) = (position.range, position.base, position.quote) else { continue };
        // The pool's own price today may differ from the market's; both move alike.
        let scale = position.entry / shock.token_price.0 / shock.event.peg.0;
        for (is_upper, bound) in [(false, range[0]), (true, range[1])] {
            let gap = |p: &PayoffPoint| p.token * scale - bound;
            let crossed = points.windows(2).position(|pair| gap(&pair[0]) * gap(&pair[1]) <= 0.0);
            found.extend(crossed.map(|i| {
                let (a, b) = (gap(&points[i]), gap(&points[i + 1]));
                let share = if a == b { 0.0 } else { a / (a - b) };
                let place = place(i) + share * (place(i + 1) - place(i));
                BoundPlace { pool: entry.nth, is_upper, place, price: position.shown(bound) }
            }));
        }
    }
    found
}

/// Combined P&L over `columns` SPX moves × `rows` VIX levels at the shock's date.
pub fn heat(book: &Book, columns: usize, rows: usize) -> Heat {
    heat_over(book, HeatAxis::Spx, columns, rows)
}

/// The same over moves of SPX or of the market's token.
pub fn heat_over(book: &Book, axis: HeatAxis, columns: usize, rows: usize) -> Heat {
    whole(heating(book, axis, columns, rows))
}

/// [`heat_over`], with a pause after each row.
pub async fn heating(book: &Book, axis: HeatAxis, columns: usize, rows: usize) -> Heat {
    let mut heat = heat_without_rows(book, axis, columns, rows);
    for _ in 0..rows {
        add_row(book, &mut heat);
        pause().await;
    }
    heat
}

/// The next row, where one is missing; its smile is solved once.
pub fn add_row(book: &Book, heat: &mut Heat) {
    let next = heat.pnl.len() / heat.moves.len().max(1);
    if let Some(level) = heat.levels.get(next) {
        let level = Points(*level);
        match heat.axis {
            HeatAxis::Spx => {
                let mut at = at_vix::at(book, &book.shock, level);
                heat.pnl.extend(heat.moves.iter().map(|spx_move| at.combined(spx_move.ln_1p())));
            }
            HeatAxis::Token => heat.pnl.extend(token_axis::row(book, level, &heat.moves)),
        }
    }
}

/// The map before its first row.
pub fn heat_without_rows(book: &Book, axis: HeatAxis, columns: usize, rows: usize) -> Heat {
    let shock = &book.shock;
    let ends = if axis == HeatAxis::Token { HEAT_TOKEN_MOVES } else { HEAT_MOVES };
    let moves: Vec<f64> = (0..columns).map(|i| between(ends, i, columns)).collect();
    let logs = HEAT_LEVELS.map(f64::ln);
    let levels: Vec<f64> = (0..rows).map(|i| between(logs, i, rows).exp()).collect();
    let link = (0..90)
        .map(|i| {
            let vix = between(logs, i, 90).exp();
            if axis == HeatAxis::Token {
                let [middle, low, high] = token_axis::banded(shock, Points(vix));
                return [vix, middle, low, high];
            }
            let x = shock.link().spx_return(Points(vix)).0;
            let error = shock.link().error(Points(vix)).0;
            [vix, x.exp_m1(), (x - 2.0 * error).exp_m1(), (x + 2.0 * error).exp_m1()]
        })
        .collect();
    Heat { axis, moves, levels, pnl: Vec::with_capacity(columns * rows), link }
}

/// Combined P&L on the link at `n` VIX levels from 9 to 150, equal steps in logs: the slider's picture.
pub fn pnl_by_vix(book: &Book, n: usize) -> Vec<(f64, f64)> {
    let logs = VIX_RANGE.map(f64::ln);
    (0..n)
        .map(|i| {
            let vix = between(logs, i, n).exp().clamp(VIX_RANGE[0], VIX_RANGE[1]);
            (vix, pnl::on_link(book, &book.shock, vix))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{EventPlan, Plan};
    use crate::units::Frac;

    fn opening() -> Option<Book> {
        Book::resolve(&Plan::default()).ok()
    }

    #[test]
    fn every_curve_meets_the_verdict_at_the_shock() {
        let Some(book) = opening() else { unreachable!() };
        let pnl = pnl::of(&book, &book.shock.as_set(0.0)).combined();
        let payoff = payoff(&book, &payoff_places(&book, PayoffAxis::Spx, 401), None);
        assert!((payoff.shock.combined - pnl).abs() < 1e-9);
        assert!((payoff_at(&book, PayoffAxis::Spx, payoff.shock.spx).combined - pnl).abs() < 1e-6);
        assert!((payoff_at(&book, PayoffAxis::Vix, 45.0).combined - pnl).abs() < 1e-9);
    }

    #[test]
    fn the_heat_map_agrees_with_the_book_in_every_cell() {
        let Some(book) = opening() else { unreachable!() };
        let heat = heat(&book, 9, 7);
        for (i, cell) in heat.pnl.iter().enumerate() {
            let (vix, x) = (Points(heat.levels[i / 9]), heat.moves[i % 9].ln_1p());
            let exact = pnl::of(&book, &book.shock.world(vix, x, 0.0)).combined();
            assert!((cell - exact).abs() < 1e-7 * exact.abs().max(1.0), "{cell} {exact}");
        }
    }

    /// Whether two points differ by more than rounding: the link is read back to the last digits only, and from another end
    /// its root may differ in them.
    fn differ(a: &PayoffPoint, b: &PayoffPoint) -> bool {
        let all = |p: &PayoffPoint| [p.spx, p.vix, p.token, p.combined, p.low, p.high, p.expiry];
        all(a).iter().zip(all(b)).any(|(a, b)| (a - b).abs() > 1e-9 * a.abs().max(1.0))
    }

    fn agree(a: &Payoff, b: &Payoff) -> bool {
        let points = b.points.clone();
        !a.points.iter().zip(&points).any(|(a, b)| differ(a, b)) && Payoff { points, ..a.clone() } == *b
    }

    #[test]
    fn a_shock_calmer_than_vix_ever_became_moves_no_point_that_is_not_computed_anew() {
        let at = |vix: f64| {
            let mut plan = Plan::default();
            plan.event.vix = Some(Points(vix));
            Book::resolve(&plan).unwrap_or_else(|_| unreachable!())
        };
        let books = [9.0, 9.6, 30.0].map(at);
        let mut moved = 0;
        for axis in [PayoffAxis::Spx, PayoffAxis::Vix] {
            let places = payoff_places(&books[2], axis, 161);
            for (from, to) in books.iter().flat_map(|from| books.iter().map(move |to| (from, to))) {
                let known = payoff(from, &places, None);
                let points = payoff(to, &places, None).points;
                moved += known.points.iter().zip(&points).filter(|(a, b)| differ(a, b)).count();
                let taken =
                    payoff(to, &places, Some(KnownCurves { places: &places, payoff: &known, is_same_day: true }))
                        .points;
                assert!(!taken.iter().zip(&points).any(|(a, b)| differ(a, b)), "{axis:?} {:?}", known.calmest);
            }
        }
        assert!(moved > 100, "{moved}");
    }

    #[test]
    fn what_is_taken_over_of_another_day_or_a_wider_lattice_is_what_is_computed_anew() {
        let mut plans = vec![Plan::default(), Plan::example(), Plan::one_more_of_each()];
        plans.push(Plan { event: EventPlan { spx: Some(Frac(-0.07)), ..plans[0].event.clone() }, ..plans[0].clone() });
        let on = |plan: &Plan, days: f64, vix: f64| {
            let mut plan = plan.clone();
            (plan.event.vix, plan.event.days) = (Some(Points(vix)), days);
            Book::resolve(&plan).unwrap_or_else(|_| unreachable!())
        };
        let (mut taken, mut all) = (0, 0);
        for plan in &plans {
            for axis in [PayoffAxis::Spx, PayoffAxis::Vix, PayoffAxis::Token] {
                for (day, later, vix, then) in
                    [(5.0, 6.0, 45.0, 45.0), (5.0, 250.0, 45.0, 45.0), (0.0, 13.0, 30.0, 9.0)]
                {
                    let (one, other) = (on(plan, day, vix), on(plan, later, then));
                    let [wide, close] = [21, 41].map(|n| payoff_places(&other, axis, n));
                    let places = payoff_places(&one, axis, 21);
                    let known = payoff(&one, &places, None);
                    let known = KnownCurves { places: &places, payoff: &known, is_same_day: false };
                    let coarse = payoff(&other, &wide, Some(known));
                    assert!(agree(&coarse, &payoff(&other, &wide, None)), "{axis:?} {day} {later}");
                    let known = KnownCurves { places: &wide, payoff: &coarse, is_same_day: true };
                    let fine = payoff(&other, &close, Some(known));
                    assert!(agree(&fine, &payoff(&other, &close, None)), "{axis:?} {day} {later}");
                    all += 1;
                    taken += u32::from((0..wide.count()).any(|i| wide.index_in(i, &places).is_some()));
                    let inside = (0..close.count()).filter(|i| close.index_in(*i, &wide).is_some()).count();
                    assert!(axis == PayoffAxis::Token || inside * 2 == close.count() + 1, "{wide:?} {close:?}");
                }
            }
        }
        assert!(taken * 2 > all, "{taken} of {all}");
    }

    #[test]
    fn a_longer_axis_takes_over_the_points_it_shares_and_holds_the_shock() {
        let at = |vix: f64| {
            let mut plan = Plan::default();
            plan.event.vix = Some(Points(vix));
            plan.event.days = 10.0;
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let places = payoff_places(&book, PayoffAxis::Spx, 81);
            (book, places)
        };
        let ((near, short), (far, long)) = (at(20.0), at(140.0));
        assert!(long.below > 0 && long.is_same_but_for_length(&short), "{short:?} {long:?}");
        let known = payoff(&near, &short, None);
        let grown = payoff(&far, &long, Some(KnownCurves { places: &short, payoff: &known, is_same_day: true }));
        assert_eq!(grown.points, payoff(&far, &long, None).points);
        assert_eq!(grown.points[long.below..long.below + 81], known.points[..]);
        assert!(grown.points[0].spx < grown.shock.spx && grown.points.windows(2).all(|pair| pair[0].spx < pair[1].spx));
    }

    #[test]
    fn a_move_beyond_all_reason_still_has_its_axis() {
        for spx in [-0.85, 1.5] {
            let mut plan = Plan::default();
            plan.event.spx = Some(crate::units::Frac(spx));
            let Ok(book) = Book::resolve(&plan) else { continue };
            let places = payoff_places(&book, PayoffAxis::Spx, 81);
            let (first, last) = (places.at(0), places.at(places.count() - 1));
            let shocked = book.market.spx.0 * (1.0 + spx);
            assert!(places.count() == 81 && first > 0.0 && first < shocked && last > shocked, "{places:?}");
        }
    }

    #[test]
    fn the_worst_point_and_the_break_evens_lie_on_the_curve() {
        let Some(book) = opening() else { unreachable!() };
        let payoff = payoff(&book, &payoff_places(&book, PayoffAxis::Spx, 101), None);
        assert!(payoff.points.iter().all(|p| p.combined >= payoff.worst.combined));
        for &level in &payoff.break_evens {
            assert!(payoff_at(&book, PayoffAxis::Spx, level).combined.abs() < 1e-6);
        }
    }
}
