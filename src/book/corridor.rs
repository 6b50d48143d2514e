//! Corridor: week by week to the last expiry, between which SPX levels the whole book is above zero while VIX and the token
//! follow on the link, with the hedge and without, and how likely SPX stays there.
//!
//! Source: model book 10.

use std::f64::consts::LN_2;

use serde::Serialize;

use crate::book::corridor_token::{self, TokenAlone};
use crate::book::staying::{self, Chance, Date, Stretch};
use crate::book::{Book, decay, landscape, pnl};
use crate::holdings::world::World;
use crate::numbers::bracketed_root;
use crate::numbers::pieces::{pause, whole};
use crate::plan::holding::Kind;
use crate::shock::Shock;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::day::Day;
use crate::units::{Points, Years};

/// Steps of the scan over VIX, equal in logs.
const STEPS: usize = 96;
/// Weeks shown at most: beyond, every so many are left out of the rows, none of what is asked.
const MOST: usize = 8;
/// Dates asked at most: each week of a year.
const ASKED: usize = 52;
/// As much more of the variance that hardly anything comes between two dates.
const HARDLY: f64 = 0.01;
/// As far below and above today, in logs, SPX is scanned where the link does not reach: half and twice.
const FAR: f64 = LN_2;
/// Steps of the scan there, in logs.
const BEYOND: f64 = 0.01;

/// Where the combined P&L is zero on the link.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BreakEven {
    /// VIX there; beyond an end of the link that of the end.
    pub vix: Points,
    /// SPX there.
    pub spx: Points,
}

/// Where the book gains without its hedge.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Unhedged {
    /// Stretches of SPX, rising.
    pub gains: Vec<Stretch>,
    /// The same on the price of the market's token, dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_gains: Option<Vec<Stretch>>,
    /// How likely SPX is in one of them, and was on every date before.
    pub chance: Chance,
}

/// What expires on a corridor's last date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Ends {
    /// The condor, or the last of several.
    Condor,
    /// The hedge's last option, where no condor lives.
    Option,
}

/// One date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Week {
    /// Calendar weeks from today; the last is the last expiry, or where nothing expires 30 calendar days.
    pub weeks: f64,
    /// What expires then, on the last date; `None` before it, and where nothing expires.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<Ends>,
    /// Trading days from today.
    pub days: f64,
    /// How many dates are asked up to it, itself among them: each week up to a year, and the last.
    pub dates: usize,
    /// Its date, where today's is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// By falling VIX, so by rising SPX; empty where the book has one sign all the way.
    pub break_evens: Vec<BreakEven>,
    /// Stretches of SPX in which the book gains, rising; an end that is `None` is open: none from half to twice today's SPX.
    pub gains: Vec<Stretch>,
    /// The same on the price of the market's token, dollars, rising; `None` where nothing held hangs on tokens, or its
    /// price does not go one way along the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_gains: Option<Vec<Stretch>>,
    /// How likely SPX is in one of the stretches, and was on every date before.
    pub chance: Chance,
    /// The same without the hedge.
    pub unhedged: Unhedged,
    /// The same over the token alone, SPX and VIX where they are today; `None` where nothing held hangs on tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_alone: Option<TokenAlone>,
    /// Combined P&L with nothing moved but time, dollars.
    pub still: f64,
}

/// Calendar weeks to the corridor's last date, the one up to which waiting is looked at, and what expires then; `None` where
/// nothing is held. A condor may outlast what waiting is looked at for.
fn end(book: &Book) -> Option<(f64, Option<Ends>)> {
    let condor = book.live_condors().map(|condor| condor.days).fold(0.0, f64::max);
    if condor > 0.0 {
        return Some((condor / 7.0, Some(Ends::Condor)));
    }
    let (expiry, last) = (landscape::last_expiry(book), decay::last_day(book));
    // Waiting is looked at for so long only: an option may outlast it.
    let option = (expiry > 0.0 && expiry <= last).then_some(Ends::Option);
    (book.has_pool() || book.has_hedge()).then_some((last / 7.0, option))
}

/// The corridor, a row a week, then the last expiry; empty where nothing is held. Of many weeks every so many are rows; the
/// chance of having stayed is that of each.
pub fn of(book: &Book) -> Vec<Week> {
    whole(making(book))
}

/// [`of`] in pieces: a date, or the chances of one.
pub async fn making(book: &Book) -> Vec<Week> {
    let Some((last, ends)) = end(book) else { return Vec::new() };
    let apart = (last / ASKED as f64).ceil().max(1.0);
    let every = (last / apart / MOST as f64).ceil().max(1.0) as usize;
    let mut weeks: Vec<f64> = (1..=ASKED).map(|i| apart * i as f64).filter(|week| *week < last - 1e-9).collect();
    weeks.push(last);
    let mut rows: Vec<Week> = Vec::with_capacity(weeks.len());
    for weeks in weeks {
        rows.push(row(book, weeks));
        pause().await;
    }
    // What settles in the morning does so on the day of its expiry all the same.
    let sold = book.of_kind(Kind::Condor).filter(|entry| entry.lives());
    let expiry = sold.filter_map(|entry| book.plan.expiry(entry.kind, entry.nth)).max();
    if let Some(last) = rows.last_mut() {
        (last.ends, last.date) = (ends, expiry.or(last.date));
    }
    judge(book, &mut rows).await;
    let end = rows.len();
    rows.iter_mut().zip(1..).for_each(|(row, nth)| row.dates = nth);
    rows.retain(|row| row.dates.is_multiple_of(every) || row.dates == end);
    rows
}

/// One date of the corridor, `weeks` calendar weeks from today, as if it were the only one.
pub fn week(book: &Book, weeks: f64) -> Week {
    let mut only = [row(book, weeks)];
    whole(judge(book, &mut only));
    let [week] = only;
    week
}

/// The shock's own day, which mostly lies between two dates of the corridor; `None` at once and beyond its end.
pub fn on_day(book: &Book) -> Option<Week> {
    let weeks = book.shock.calendar_days() / 7.0;
    (weeks > 0.0 && end(book).is_some_and(|(last, _)| weeks < last)).then(|| week(book, weeks))
}

/// Variance of SPX's log return from today to a date: that of the options at the money. VIX² is more, for it has the skew in
/// it: at VIX 17 its square is 17.7 % over 45 days, at the money they trade at 14.6 %.
pub fn variance(book: &Book, weeks: f64) -> f64 {
    let smile = book.market.spx_smile(Years::from_calendar_days(7.0 * weeks));
    smile.atm_vol().0.powi(2) * smile.expiry.0
}

/// Gives the dates, which rise, their chances.
async fn judge(book: &Book, weeks: &mut [Week]) {
    let spx = book.market.spx.0;
    // Of a later date no less has come. What hardly anything comes before comes with the next: a law that narrow is no
    // quadrature's, but on the last date, which is reckoned in closed form.
    let mut so_far = 0.0_f64;
    let come = |(week, nth): (&Week, usize)| {
        let then = variance(book, week.weeks);
        so_far = if nth == weeks.len() || then > (1.0 + HARDLY) * so_far { so_far.max(then) } else { so_far };
        so_far
    };
    let variances: Vec<f64> = weeks.iter().zip(1..).map(come).collect();
    let dates = |gains: fn(&Week) -> &Vec<Stretch>| -> Vec<Date> {
        let date = |(week, variance): (&Week, &f64)| Date { variance: *variance, gains: gains(week).clone() };
        weeks.iter().zip(&variances).map(date).collect()
    };
    let (with, without) = (dates(|week| &week.gains), dates(|week| &week.unhedged.gains));
    let chances = staying::making(spx, &with).await;
    let unhedged = if with == without { chances.clone() } else { staying::making(spx, &without).await };
    for (week, (with, without)) in weeks.iter_mut().zip(chances.into_iter().zip(unhedged)) {
        (week.chance, week.unhedged.chance) = (with, without);
    }
    let alone = |week: &Week| {
        let gains = week.token_alone.as_ref()?.gains.clone();
        Some(Date { variance: corridor_token::variance(book, 7.0 * week.weeks), gains })
    };
    let dates: Vec<Date> = weeks.iter().filter_map(alone).collect();
    let chances = staying::making(book.shock.token_price.0, &dates).await;
    for (alone, chance) in weeks.iter_mut().filter_map(|week| week.token_alone.as_mut()).zip(chances) {
        alone.chance = chance;
    }
}

/// A place on the line on which the corridor is looked for.
#[derive(Clone, Copy)]
struct Place {
    vix: f64,
    /// SPX log return from today.
    x: f64,
}

/// What is known of a place that was looked at.
struct Seen {
    place: Place,
    /// P&L with the hedge and without, dollars.
    pnl: [f64; 2],
    /// Price of the market's token, dollars.
    token: f64,
}

/// The link of one date and its going on beyond both ends, where VIX stays at the end's, as in the payoff over SPX.
struct Line<'a> {
    book: &'a Book,
    shock: Shock,
}

impl Line<'_> {
    fn on_link(&self, vix: f64) -> Place {
        Place { vix, x: self.shock.link().spx_return(Points(vix)).0 }
    }

    fn world(&self, Place { vix, x }: Place) -> World {
        self.shock.world(Points(vix), x, 0.0)
    }

    /// Places by rising SPX.
    fn places(&self) -> Vec<Place> {
        // No calmer than so many days have ever made it, or the shock itself.
        let ends = match self.shock.response.severity {
            // A link that does not move SPX has VIX where it is at every SPX.
            0.0 => [self.book.market.calibration.vix.0; 2],
            _ => [self.shock.calmest().0, VIX_RANGE[1]],
        };
        let logs = ends.map(f64::ln);
        let [calm, wild] = ends.map(|vix| self.on_link(vix));
        // From the top down: SPX rises.
        let on_link = |i: usize| match i {
            0 => wild,
            STEPS => calm,
            i => self.on_link((logs[1] + (logs[0] - logs[1]) * i as f64 / STEPS as f64).exp().clamp(ends[0], ends[1])),
        };
        // As many steps as lead from an end of the link so far out, and none where the link itself does.
        let steps = |far: f64| (far / BEYOND).ceil().max(0.0) as usize;
        let (below, above) = (steps(wild.x + FAR), steps(FAR - calm.x));
        let beyond = |end: Place, by: f64| Place { x: end.x + by * BEYOND, ..end };
        let low = (1..=below).rev().map(|i| beyond(wild, -(i as f64)));
        let high = (1..=above).map(|i| beyond(calm, i as f64));
        let linked = if ends[0] == ends[1] { 0..=0 } else { 0..=STEPS };
        low.chain(linked.map(on_link)).chain(high).collect()
    }

    fn look(&self, place: Place) -> Seen {
        let world = self.world(place);
        let pnl = pnl::of(self.book, &world);
        Seen { place, pnl: [pnl.combined(), pnl.condor + pnl.pool], token: world.token }
    }

    /// Where a P&L that has two signs at two neighbours is zero between them.
    fn zero(&self, from: Place, to: Place, at: &impl Fn(Place) -> f64) -> Option<Place> {
        if from.vix == to.vix {
            let beyond = |x: f64| Place { x, ..from };
            return bracketed_root(from.x, to.x, |x| at(beyond(x))).map(beyond);
        }
        bracketed_root(from.vix, to.vix, |vix| at(self.on_link(vix))).map(|vix| self.on_link(vix))
    }

    /// The stretches between zeros in which a P&L is positive, by rising SPX; `which` is its place in [`Seen::pnl`].
    fn gains(&self, seen: &[Seen], which: usize, at: impl Fn(Place) -> f64) -> Vec<[Option<Place>; 2]> {
        let gains = |one: &Seen| one.pnl[which] > 0.0;
        let mut found = Vec::new();
        let mut from = seen.first().filter(|first| gains(first)).map(|_| None);
        for (last, now) in seen.iter().zip(seen.iter().skip(1)).filter(|(last, now)| gains(last) != gains(now)) {
            let Some(zero) = self.zero(last.place, now.place, &at) else { continue };
            match from.take() {
                Some(start) => found.push([start, Some(zero)]),
                None => from = Some(Some(zero)),
            }
        }
        found.extend(from.map(|start| [start, None]));
        found
    }
}

/// One date without its chances.
fn row(book: &Book, weeks: f64) -> Week {
    let days = book.shock.clock.trading_days(7.0 * weeks);
    let line = Line { book, shock: book.shock.over(days) };
    let seen: Vec<Seen> = line.places().into_iter().map(|place| line.look(place)).collect();
    let with = line.gains(&seen, 0, |place| pnl::of(book, &line.world(place)).combined());
    let without = if book.has_hedge() {
        line.gains(&seen, 1, |place| {
            let world = line.world(place);
            pnl::condors(book, &world) + pnl::pools(book, &world).total()
        })
    } else {
        with.clone()
    };
    let spx = |place: Place| book.market.spx.0 * place.x.exp();
    let on_spx = |found: &[[Option<Place>; 2]]| found.iter().map(|ends| ends.map(|end| end.map(spx))).collect();
    let rises = book.hangs_on_tokens().then(|| one_way(&seen)).flatten();
    let on_token = |found: &[[Option<Place>; 2]]| {
        let stretch = |ends: &[Option<Place>; 2]| ends.map(|end| end.map(|place| line.world(place).token));
        let rising: Vec<Stretch> = found.iter().map(stretch).collect();
        match rises? {
            true => Some(rising),
            false => Some(rising.into_iter().rev().map(|[low, high]| [high, low]).collect()),
        }
    };
    let zeros = with.iter().flatten().flatten();
    let break_even = |place: &Place| BreakEven { vix: Points(place.vix), spx: Points(spx(*place)) };
    Week {
        weeks,
        ends: None,
        days,
        dates: 1,
        date: book.plan.market.today.map(|today| today.plus(7.0 * weeks + 1e-9)),
        break_evens: zeros.map(break_even).collect(),
        gains: on_spx(&with),
        token_gains: on_token(&with),
        chance: Chance::default(),
        unhedged: Unhedged { gains: on_spx(&without), token_gains: on_token(&without), chance: Chance::default() },
        token_alone: corridor_token::on(book, 7.0 * weeks),
        still: pnl::of(book, &line.shock.untouched(days)).combined(),
    }
}

/// Whether the token rises all along with SPX, or falls all along; `None` where it stands still or turns.
fn one_way(seen: &[Seen]) -> Option<bool> {
    let pairs = || seen.iter().zip(seen.iter().skip(1)).map(|(a, b)| b.token - a.token);
    if pairs().all(|by| by > 0.0) {
        Some(true)
    } else if pairs().all(|by| by < 0.0) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::holding::Terms;
    use crate::units::{Frac, Usd};

    #[test]
    fn weeks_have_dates_where_today_is_known_and_the_last_is_the_expirys() {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-11-28");
        plan.a_condor().settles = crate::plan::Settlement::Am;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let dates: Vec<_> = of(&book).iter().filter_map(|week| week.date).map(String::from).collect();
        assert_eq!(
            (dates.first().map(String::as_str), dates.last().map(String::as_str)),
            (Some("2026-12-05"), Some("2027-01-12"))
        );
    }

    fn book(change: impl FnOnce(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    /// Books of every sort: mild and hard links, a calm VIX, a quiet or perverse token, one part alone.
    fn books() -> Vec<Book> {
        let changes: [fn(&mut Plan); 9] = [
            |_| (),
            |plan| plan.response.severity = 0.3,
            |plan| plan.response.severity = 4.0,
            |plan| plan.response.severity = 0.0,
            |plan| plan.market.vix = Points(11.0),
            |plan| plan.response.beta_spx = Some(-1.0),
            |plan| plan.event.token = Some(Frac(-0.1)),
            |plan| plan.a_pool().deposit = Usd(0.0),
            |plan| plan.a_condor().days = 400.0,
        ];
        changes.map(book).into()
    }

    /// P&L with SPX at this level, as the payoff over SPX has it: with the hedge and without.
    fn at_spx(book: &Book, week: &Week, spx: f64) -> [f64; 2] {
        let shock = book.shock.over(week.days);
        let x = (spx / book.market.spx.0).ln();
        let pnl = pnl::of(book, &shock.world(shock.link().vix_from(x, shock.calmest()), x, 0.0));
        [pnl.combined(), pnl.condor + pnl.pool]
    }

    #[test]
    fn weeks_run_to_the_expiry_and_their_stretches_join_the_break_evens() {
        let corridor = of(&book(|_| ()));
        assert!(corridor.len() == 7 && corridor.last().is_some_and(|week| (week.weeks - 45.0 / 7.0).abs() < 1e-12));
        for week in books().iter().flat_map(of) {
            let ends: Vec<f64> = week.gains.iter().flatten().flatten().copied().collect();
            assert_eq!(ends, week.break_evens.iter().map(|zero| zero.spx.0).collect::<Vec<_>>());
            assert!(ends.windows(2).all(|pair| pair[0] <= pair[1]), "{ends:?}");
        }
    }

    #[test]
    fn at_every_edge_the_book_comes_to_nothing_with_the_hedge_and_without() {
        let mut found = [0; 2];
        for book in books() {
            for week in of(&book) {
                for (i, gains) in [&week.gains, &week.unhedged.gains].into_iter().enumerate() {
                    for edge in gains.iter().flatten().flatten() {
                        let there = at_spx(&book, &week, *edge)[i];
                        assert!(there.abs() < 1e-5, "{edge}: {there}");
                        found[i] += 1;
                    }
                }
            }
        }
        assert!(found[0] > 60 && found[1] > 60, "{found:?}");
    }

    #[test]
    fn between_its_edges_the_book_gains_and_beside_them_it_loses_also_where_the_link_does_not_reach() {
        for book in books().into_iter().take(4) {
            for week in of(&book) {
                for i in 0..=120 {
                    let spx = book.market.spx.0 * (0.55 + 0.01 * f64::from(i));
                    let pnl = at_spx(&book, &week, spx);
                    for (gains, pnl) in [&week.gains, &week.unhedged.gains].into_iter().zip(pnl) {
                        let is_in = |[low, high]: &Stretch| {
                            low.is_none_or(|low| low < spx) && high.is_none_or(|high| spx < high)
                        };
                        assert!(pnl.abs() < 1.0 || gains.iter().any(is_in) == (pnl > 0.0), "{spx}: {pnl} {gains:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn without_the_hedge_is_the_plan_with_its_hedge_taken_out() {
        for mut plan in books().into_iter().map(|book| book.plan) {
            let Ok(with) = Book::resolve(&plan) else { unreachable!() };
            plan.holdings.retain(|holding| !holding.kind().is_hedge());
            let Ok(without) = Book::resolve(&plan) else { unreachable!() };
            let of_both = of(&with);
            assert!(with.has_hedge() && !without.has_hedge());
            for (week, bare) in of_both.iter().zip(of(&without)) {
                assert_eq!(week.unhedged, bare.unhedged);
                assert!(bare.gains == bare.unhedged.gains && bare.chance == bare.unhedged.chance);
            }
        }
    }

    #[test]
    fn the_tokens_edges_are_its_prices_where_spx_has_its_own() {
        let book = book(|_| ());
        for week in of(&book) {
            let shock = book.shock.over(week.days);
            let Some(on_token) = &week.token_gains else { unreachable!() };
            let prices = on_token.iter().flatten().flatten().copied();
            for (zero, price) in week.break_evens.iter().zip(prices) {
                let world = shock.world(zero.vix, (zero.spx.0 / book.market.spx.0).ln(), 0.0);
                assert!((world.token / price - 1.0).abs() < 1e-12, "{zero:?} {price}");
            }
            assert_eq!(on_token.iter().flatten().flatten().count(), week.break_evens.len());
        }
    }

    #[test]
    fn a_token_that_falls_when_spx_rises_has_its_edges_the_other_way_round_and_one_that_stands_still_has_none() {
        let all = books();
        let turned = of(&all[5]);
        for week in &turned {
            let Some(on_token) = &week.token_gains else { continue };
            let ends: Vec<f64> = on_token.iter().flatten().flatten().copied().collect();
            assert!(ends.windows(2).all(|pair| pair[0] <= pair[1]), "{ends:?}");
            assert_eq!(week.gains.first().map(|ends| ends[0].is_none()), on_token.last().map(|ends| ends[1].is_none()));
        }
        assert!(of(&all[6]).iter().all(|week| week.token_gains.is_none() && week.unhedged.token_gains.is_none()));
        let bare = book(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Condor));
        assert!(of(&bare).iter().all(|week| week.token_gains.is_none()));
    }

    /// Against the condor's own chance of profit at its expiry, which other code reckons: lognormal at the money, and with the
    /// smile.
    #[test]
    fn being_inside_at_expiry_is_the_condors_own_chance_of_profit() {
        for days in [7.0, 45.0, 200.0] {
            let book = book(|plan| {
                plan.holdings.retain(|holding| holding.kind() == Kind::Condor);
                (plan.a_condor().days, plan.a_condor().fee) = (days, Usd(0.0));
            });
            let (corridor, Some(condor)) = (of(&book), book.condors().next()) else { unreachable!() };
            let inside = corridor.last().map_or(0.0, |week| week.chance.inside);
            let smile = condor.smile(&book.market, Years::from_calendar_days(days));
            let (plain, whole) = (condor.profit_probability_lognormal(&smile).0, condor.profit_probability(&smile).0);
            // The forward of so many days drifts, the corridor's SPX does not.
            assert!((inside - plain).abs() < 0.01 && (inside - whole).abs() < 0.03, "{days}: {inside} {plain} {whole}");
        }
    }

    /// A day more is a week more to ask and no other law.
    #[test]
    fn the_chance_of_staying_falls_by_little_with_each_day_more_however_many_rows_are_shown() {
        let stayed = |days: f64| {
            let corridor = of(&book(|plan| plan.a_condor().days = days));
            let last = corridor.last().map(|last| (last.dates, last.chance.stayed));
            (corridor.len(), last.unwrap_or_default())
        };
        let (few, (_, at_56)) = stayed(56.0);
        let (rows, (dates, at_57)) = stayed(57.0);
        assert_eq!((few, rows, dates), (8, 5, 9));
        assert!((at_57 - at_56).abs() < 0.03, "{at_56} {at_57}");
        assert_eq!(stayed(371.0).1.0, 27, "beyond a year every second week is asked");
    }

    #[test]
    fn chances_are_of_the_stretches_and_of_the_variance_at_the_money() {
        for book in books() {
            let corridor = of(&book);
            for of in [|week: &Week| week.chance, |week: &Week| week.unhedged.chance] {
                let chances: Vec<Chance> = corridor.iter().map(of).collect();
                assert!(chances.iter().all(|one| (0.0..=1.0).contains(&one.inside) && one.stayed >= 0.0));
                assert!(chances.iter().all(|one| one.stayed <= one.inside && one.error < 1e-7), "{chances:?}");
                assert!(chances.windows(2).all(|pair| pair[1].stayed <= pair[0].stayed));
            }
        }
        let book = book(|_| ());
        let (all, alone) = (of(&book), week(&book, 3.0));
        assert_eq!(alone.chance.inside, all[2].chance.inside);
        assert_eq!((alone.chance.stayed, &alone.gains), (alone.chance.inside, &all[2].gains));
    }

    #[test]
    fn a_long_condor_has_no_more_rows_than_a_screen() {
        let mut plan = Plan::default();
        plan.a_condor().days = 400.0;
        assert!(Book::resolve(&plan).is_ok_and(|book| of(&book).len() <= MOST + 1));
        plan.a_condor().contracts = 0.0;
        assert!(Book::resolve(&plan).is_ok_and(|book| of(&book).len() <= MOST + 1));
    }

    /// Layers that no longer go by the condors beside them.
    fn own_count(plan: &mut Plan) {
        for holding in &mut plan.holdings {
            if let Terms::Layer(layer) = &mut holding.terms {
                layer.contracts = Some(4.0);
            }
        }
    }

    #[test]
    fn the_shocks_own_day_has_a_date_between_the_weeks_and_none_at_once_or_beyond_the_end() {
        let on = |days: f64| book(|plan| plan.event.days = days);
        let there = on(9.0);
        let Some(found) = on_day(&there) else { unreachable!() };
        assert!((found.days - 9.0).abs() < 1e-9 && !found.break_evens.is_empty(), "{found:?}");
        for one in &found.break_evens {
            let x = (one.spx.0 / there.market.spx.0).ln();
            let pnl = pnl::of(&there, &there.shock.world(one.vix, x, 0.0)).combined();
            assert!(pnl.abs() < 1e-3, "{one:?} {pnl}");
        }
        assert!(on_day(&on(0.0)).is_none() && on_day(&on(60.0)).is_none());
    }

    #[test]
    fn without_a_condor_it_runs_to_the_hedges_last_option_without_one_thirty_days_and_of_nothing_there_is_none() {
        let end = |kinds: &[Kind]| {
            let corridor = of(&book(|plan| {
                plan.holdings.retain(|holding| kinds.contains(&holding.kind()));
                own_count(plan);
            }));
            corridor.last().map(|last| ((7.0 * last.weeks).round(), last.ends, !last.gains.is_empty()))
        };
        assert_eq!(end(&[Kind::Condor, Kind::Layer, Kind::Pool]), Some((45.0, Some(Ends::Condor), true)));
        assert_eq!(end(&[Kind::Layer, Kind::Pool]), Some((220.0, Some(Ends::Option), true)));
        assert_eq!(end(&[Kind::Pool]), Some((30.0, None, true)));
        assert_eq!(end(&[]), None);
        // An option that outlasts what waiting is looked at for does not expire on the last date.
        let long = of(&book(|plan| {
            plan.holdings.retain(|holding| holding.kind() == Kind::Layer);
            own_count(plan);
            plan.layer_mut(2).into_iter().for_each(|layer| layer.days = 500.0);
        }));
        assert_eq!(long.last().map(|last| ((7.0 * last.weeks).round(), last.ends)), Some((400.0, None)));
        // Nor does one that settles today.
        let settled = of(&book(|plan| {
            plan.a_condor().days = 0.0;
            plan.market.today = Day::iso("2026-11-30");
            own_count(plan);
        }));
        let last = settled.last().map(|last| (last.ends, last.date));
        assert_eq!(last, Some((Some(Ends::Option), Day::iso("2027-07-08"))));
    }
}
