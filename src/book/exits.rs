//! Exits: closing a condor now, rolling it now or waiting, each taken to the same shock; the three once more where they are
//! decided on the shock's day; and which exit rule is due when.
//!
//! Source: model book 12. Every figure counts from the day on which the condor was sold, so the three can be set side by
//! side; closing and opening cost a fee and slippage a leg. No odds of a recovery are claimed.

use serde::Serialize;

use crate::book::Book;
use crate::book::resolve::condor::rolled;
use crate::holdings::condor::Condor;
use crate::holdings::margin::portfolio_margin;
use crate::holdings::world::World;
use crate::holdings::{Entry, Held};
use crate::market::Market;
use crate::plan::holding::Kind;
use crate::plan::{CondorPlan, ExitsPlan, Plan, Settlement};
use crate::units::day::Day;
use crate::units::{Frac, MULTIPLIER, Points, Usd, Years};

/// What to do with a condor, today or on the shock's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leave {
    /// Buy it back.
    Close,
    /// Buy it back and sell a later one by the same rule.
    Roll,
    /// Leave it.
    Wait,
}

/// What one of the three comes to, dollars since the condor was sold, costs counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Choice {
    /// Which.
    pub way: Leave,
    /// Strikes that are then held, rising; `None` where nothing is.
    pub strikes: Option<[Points; 4]>,
    /// Calendar days that it then has left.
    pub days: Option<f64>,
    /// The day on which what it is rolled into expires, where the date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// Credit of what is then held, points.
    pub credit: Option<Points>,
    /// Most that what is then held can lose by itself, before fees; positive.
    pub max_loss: Option<Usd>,
    /// What changes hands on the day that is asked; negative is paid.
    pub cash: Usd,
    /// P&L that is realised on that day, fees since the open counted; `None` where nothing is closed.
    pub realised: Option<Usd>,
    /// Costs of the trades of that day, positive.
    pub costs: Usd,
    /// P&L in the shock.
    pub shocked: Usd,
    /// P&L on the same day with VIX and SPX where they are.
    pub still: Usd,
    /// P&L at its own expiry where SPX stays where the shock puts it.
    pub stays: Usd,
    /// Least that it can end with.
    pub worst: Usd,
    /// Most.
    pub best: Usd,
    /// Portfolio margin in the shock.
    pub margin: Usd,
}

/// A rule by which a condor is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExitRule {
    /// Enough of the credit is gained.
    Profit,
    /// Too much of it is lost.
    Stop,
    /// Too few days are left.
    Days,
}

/// A condor, what the rules say of it and what may be done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Exit {
    /// As in the report of condors.
    pub id: String,
    /// Its place among the plan's condors, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// The day of its expiry, where today's date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// Share of the credit gained at the mark of the day that is asked; negative is lost. `None` without a credit.
    pub gained: Option<Frac>,
    /// The same in the shock.
    pub gained_then: Option<Frac>,
    /// The rule that is due on the day that is asked.
    pub due: Option<ExitRule>,
    /// The rule that is due in the shock.
    pub due_then: Option<ExitRule>,
    /// Calendar days from the day that is asked to the one on which too few are left; 0 where that is past.
    pub days_until: f64,
    /// Whether that is a rule's doing; else it runs to its expiry.
    pub has_days_rule: bool,
    /// Whether it has settled before the shock's day, so that waiting ends where SPX is then: its path is not known.
    pub settles_before: bool,
    /// Close, roll, wait. No roll where the rule of the strikes finds none.
    pub choices: Vec<Choice>,
    /// Which of them keeps most in the shock.
    pub best: Leave,
}

impl Exit {
    /// What one of the three comes to; no roll where the rule of the strikes finds none.
    pub fn choice(&self, way: Leave) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.way == way)
    }
}

/// Calendar days apart that are the same hour.
const SAME_HOUR: f64 = 0.01;
/// Points below which a gain is dust.
const DUST: f64 = 1e-6;

/// Dollars that trading all four legs costs: a fee and the slippage a leg.
pub fn cost(condor: &Condor, exits: &ExitsPlan) -> f64 {
    4.0 * condor.contracts * (condor.fee + MULTIPLIER * exits.slippage.0)
}

/// Share of the credit gained where it costs `value` points to buy back.
pub fn gained(condor: &Condor, value: f64) -> Option<Frac> {
    // What the fit of vols to a credit leaves is nothing gained.
    let gain = condor.credit - value;
    (condor.credit > 0.0).then(|| Frac(if gain.abs() < DUST { 0.0 } else { gain / condor.credit }))
}

/// The rule that is due where it costs `value` to buy back with `left` to expiry.
pub fn due(condor: &Condor, exits: &ExitsPlan, value: f64, left: Years) -> Option<ExitRule> {
    if left.0 <= 0.0 {
        return None;
    }
    let gained = gained(condor, value).map(|gained| gained.0);
    if gained.is_some_and(|gained| gained <= -exits.stop) {
        Some(ExitRule::Stop)
    } else if exits.profit.0 < 1.0 && gained.is_some_and(|gained| gained >= exits.profit.0) {
        Some(ExitRule::Profit)
    } else if exits.days > 0.0 && condor.sold_days > exits.days && left.calendar_days() <= exits.days + 1e-9 {
        Some(ExitRule::Days)
    } else {
        None
    }
}

/// The condors that are held and have something left to decide, each with its terms.
pub fn held_of(book: &Book) -> impl Iterator<Item = (&Entry, &Condor, &CondorPlan)> {
    book.of_kind(Kind::Condor).filter_map(|entry| match &entry.held {
        Held::Condor(condor) if condor.lives() => Some((entry, condor, book.plan.condor(entry.nth)?)),
        _ => None,
    })
}

/// What each condor that is held is rolled into today, in their order; no shock moves it.
pub fn rolls(book: &Book) -> Vec<Option<Condor>> {
    held_of(book).map(|(_, condor, plan)| roll_of(book, plan, condor)).collect()
}

/// What one of them is rolled into today; `None` where its rule finds no strikes.
pub fn roll_of(book: &Book, plan: &CondorPlan, held: &Condor) -> Option<Condor> {
    rolled(plan, held, &book.market, roll_days(&book.plan, plan, book.plan.market.today))
}

/// Calendar days to the close of the day on which a condor's roll expires: as many as the plan wants, or where the day is
/// known on which it is rolled, the nearest to them on which options like it do: a third Friday where it settles at the
/// open, else a day of trade.
pub fn roll_days(plan: &Plan, condor: &CondorPlan, day: Option<Day>) -> f64 {
    let wanted = plan.exits.roll_days;
    let expires = |day: Day| match condor.settles {
        Settlement::Am => day.is_am_expiry(),
        Settlement::Pm => day.is_trading_day(),
    };
    let mut near = (0..NEAR).flat_map(|by| [f64::from(by), -f64::from(by)]).map(|by| wanted + by);
    let is_one = |days: &f64| *days > 0.0 && day.is_some_and(|day| expires(day.plus(*days)));
    near.find(is_one).unwrap_or(wanted)
}

/// Calendar days within which there is an expiry of either kind.
const NEAR: i32 = 30;

/// Calendar days from today until each of them has too few left, in their order; no shock moves them.
pub fn days_until(book: &Book) -> Vec<f64> {
    held_of(book).map(|(_, condor, _)| until(condor, &book.plan.exits, book.plan.market.today)).collect()
}

/// Calendar days from a day to the first close at which a condor that settles in `days` has too few left, on a day of trade
/// where the date is known; 0 where it has at once, its own days where it was sold with too few.
pub fn until(condor: &Condor, exits: &ExitsPlan, day: Option<Day>) -> f64 {
    if condor.sold_days <= exits.days {
        return condor.days;
    }
    let first = (condor.days - exits.days - 1e-9).ceil().max(0.0);
    let on = day.map(|day| (day, day.plus(first))).filter(|(_, on)| first > 0.0 && !on.is_trading_day());
    on.map_or(first, |(day, shut)| shut.next_trading_day().since(day)).min(condor.days)
}

/// Calendar days from today to a condor's exit for having too few left; `None` of what has no such exit.
pub fn by_days(book: &Book, held: &Held) -> Option<f64> {
    let (exits, Held::Condor(condor)) = (&book.plan.exits, held) else { return None };
    let days = until(condor, exits, book.plan.market.today);
    (exits.days > 0.0 && condor.lives() && days < condor.days).then_some(days)
}

/// Which of profit and stop is first due of each of them while nothing moves, and in how many calendar days: at the close
/// of a trading day to come, before too few days are left. In their order; no shock moves them.
pub fn first_due(book: &Book) -> Vec<Option<(ExitRule, f64)>> {
    let exits = &book.plan.exits;
    let mut found: Vec<Option<(ExitRule, f64)>> = vec![None; held_of(book).count()];
    let until = days_until(book);
    let last = until.iter().copied().fold(0.0, f64::max);
    for day in 1_u32.. {
        let world = book.shock.untouched(f64::from(day));
        let passed = book.shock.clock.calendar_days(f64::from(day));
        if passed >= last || found.iter().all(Option::is_some) {
            break;
        }
        for ((found, until), (_, condor, _)) in found.iter_mut().zip(&until).zip(held_of(book)) {
            if found.is_none() && passed < *until {
                let left = Years::left(condor.days, world.days);
                *found = due(condor, exits, condor.value(&world.market, left), left).map(|rule| (rule, passed));
            }
        }
    }
    found
}

/// Every condor that is held.
pub fn of(book: &Book) -> Vec<Exit> {
    with(book, &rolls(book))
}

/// [`of`] with the [`rolls`] of this book or of one that differs in the shock alone.
pub fn with(book: &Book, rolls: &[Option<Condor>]) -> Vec<Exit> {
    let (shocked, still) = (book.shock.as_set(0.0), book.shock.untouched(book.shock.event.days));
    let asked = Asked { market: &book.market, worlds: [&shocked, &still], day: book.plan.market.today, rest: 0.0 };
    let each = held_of(book).zip(rolls);
    each.map(|((entry, condor, _), roll)| asked.exit(book, entry, condor, roll.as_ref())).collect()
}

/// The shock's day, where the date is known.
pub(super) fn shocked_day(book: &Book) -> Option<Day> {
    Some(book.plan.market.today?.once_passed(book.shock.event.days))
}

/// Every condor that is held on the shock's day, asked there and then: days left, marks, the new condor's strikes and credit
/// are those of that day where the shock puts the market. Nothing moves after it, so that `shocked` and `still` are what is
/// made by then. One that has settled by then is left out.
pub fn then(book: &Book) -> Vec<Exit> {
    let shocked = book.shock.as_set(0.0);
    let passed = shocked.days;
    let that_day = World { days: 0.0, ..shocked };
    let day = shocked_day(book);
    // A part of a day leaves what is sold then the rest of it as well.
    let rest =
        day.zip(book.plan.market.today).map_or(0.0, |(day, today)| day.since(today) - book.shock.calendar_days());
    let asked = Asked { market: &that_day.market, worlds: [&that_day; 2], day, rest };
    let left = held_of(book).filter_map(|(entry, condor, plan)| {
        let days = Years::left(condor.days, passed).calendar_days();
        (days > 0.0).then_some((entry, Condor { days, ..*condor }, plan))
    });
    left.map(|(entry, condor, plan)| {
        let roll = rolled(plan, &condor, asked.market, roll_days(&book.plan, plan, day) + rest);
        asked.exit(book, entry, &condor, roll.as_ref())
    })
    .collect()
}

/// When the exits are asked for.
struct Asked<'a> {
    /// The market of that day, on which everything is traded.
    market: &'a Market,
    /// Where the three are taken to: the shock, and its day with nothing moved.
    worlds: [&'a World; 2],
    /// That day, where the date is known.
    day: Option<Day>,
    /// Calendar days to its close.
    rest: f64,
}

impl Asked<'_> {
    /// A condor that has its days left on that day, and what it is rolled into.
    fn exit(&self, book: &Book, entry: &Entry, condor: &Condor, roll: Option<&Condor>) -> Exit {
        let (exits, shocked) = (&book.plan.exits, self.worlds[0]);
        let (now, then) = (Years::left(condor.days, 0.0), Years::left(condor.days, shocked.days));
        let mark = condor.value(self.market, now);
        let mark_then = condor.value(&shocked.market, then);
        let early = book.plan.condor(entry.nth).map_or(0.0, |condor| condor.settles.early());
        let mut choices = choices(condor, roll, exits, mark, self.worlds);
        for choice in choices.iter_mut().filter(|choice| choice.way == Leave::Roll) {
            choice.expires = self.day.zip(choice.days).map(|(day, days)| day.plus(days - self.rest + early + 1e-9));
        }
        let most = choices.iter().max_by(|a, b| a.shocked.0.total_cmp(&b.shocked.0));
        Exit {
            id: entry.id(),
            nth: entry.nth,
            name: entry.name.clone(),
            expires: book.plan.expiry(entry.kind, entry.nth),
            gained: gained(condor, mark),
            gained_then: gained(condor, mark_then),
            due: due(condor, exits, mark, now),
            due_then: due(condor, exits, mark_then, then),
            days_until: until(condor, exits, self.day),
            has_days_rule: exits.days > 0.0 && condor.sold_days > exits.days,
            // Settled in the shock's own hour it has the shock's SPX.
            settles_before: then.0 <= 0.0 && condor.days + SAME_HOUR < book.shock.calendar_days(),
            best: most.map_or(Leave::Wait, |choice| choice.way),
            choices,
        }
    }
}

/// The three for a condor that costs `mark` to buy back today.
fn choices(condor: &Condor, roll: Option<&Condor>, exits: &ExitsPlan, mark: f64, worlds: [&World; 2]) -> Vec<Choice> {
    let cost_now = cost(condor, exits);
    let realised = condor.dollars(condor.credit - mark) - condor.fees().0 - cost_now;
    let close = Choice {
        way: Leave::Close,
        strikes: None,
        days: None,
        expires: None,
        credit: None,
        max_loss: None,
        cash: Usd(-condor.dollars(mark) - cost_now),
        realised: Some(Usd(realised)),
        costs: Usd(cost_now),
        shocked: Usd(realised),
        still: Usd(realised),
        stays: Usd(realised),
        worst: Usd(realised),
        best: Usd(realised),
        margin: Usd(0.0),
    };
    let roll = roll.map(|new| {
        // Its own fees are among the costs of the day.
        let new = Condor { fee: 0.0, ..*new };
        let cost_new = cost(&Condor { fee: condor.fee, ..new }, exits);
        let choice = held(Leave::Roll, &new, realised - cost_new, worlds);
        Choice {
            cash: Usd(condor.dollars(new.credit - mark) - cost_now - cost_new),
            // What both slip by is paid with what is closed.
            realised: Some(Usd(realised - new.dollars(4.0 * exits.slippage.0))),
            costs: Usd(cost_now + cost_new),
            ..choice
        }
    });
    std::iter::once(close).chain(roll).chain([held(Leave::Wait, condor, 0.0, worlds)]).collect()
}

/// A condor held from today, with what was made before.
fn held(way: Leave, condor: &Condor, before: f64, [shocked, still]: [&World; 2]) -> Choice {
    let [worst, best] = ends(condor);
    let at = |level: f64| before + condor.dollars(condor.credit - condor.intrinsic(level)) - condor.fees().0;
    Choice {
        way,
        strikes: Some(condor.strikes.map(Points)),
        days: Some(condor.days),
        expires: None,
        credit: Some(Points(condor.credit)),
        max_loss: Some(condor.max_loss()),
        cash: Usd(0.0),
        realised: None,
        costs: Usd(0.0),
        shocked: Usd(before + condor.pnl(shocked)),
        still: Usd(before + condor.pnl(still)),
        stays: Usd(at(shocked.market.spx.0)),
        worst: Usd(before + worst),
        best: Usd(before + best),
        margin: portfolio_margin(condor, &shocked.market, Years::left(condor.days, shocked.days)),
    }
}

/// Least and most that a condor can end with, fees counted: at one of its strikes.
fn ends(condor: &Condor) -> [f64; 2] {
    let at = |strike: f64| condor.dollars(condor.credit - condor.intrinsic(strike)) - condor.fees().0;
    let ends = condor.strikes.map(at);
    [ends.into_iter().fold(f64::INFINITY, f64::min), ends.into_iter().fold(f64::NEG_INFINITY, f64::max)]
}

#[cfg(test)]
mod tests {
    /// A day of the expiry whose close was today, and the morning of an early settlement.
    #[test]
    fn what_has_settled_today_leaves_nothing_to_decide() {
        for (days, settles) in [(0.0, Settlement::Pm), (0.2, Settlement::Am)] {
            let mut plan = Plan::default();
            (plan.a_condor().days, plan.a_condor().settles) = (days, settles);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            assert!(with(&book, &rolls(&book)).is_empty(), "{days}");
        }
    }

    use super::*;
    use crate::book::as_traded;
    use crate::plan::holding::Terms;
    use crate::plan::{EventPlan, MarketPlan};

    fn exit(change: impl Fn(&mut Plan)) -> (Exit, Book) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(first) = of(&book).into_iter().next() else { unreachable!() };
        (first, book)
    }

    fn choice(exit: &Exit, way: Leave) -> &Choice {
        let Some(choice) = exit.choice(way) else { unreachable!() };
        choice
    }

    /// In a part of a day what is sold has the rest of it as well: its days run to its own expiry from the hour of the shock, as
    /// those of the one that is held do.
    #[test]
    fn on_a_part_of_a_day_the_days_of_both_run_from_its_hour() {
        for days in [0.25, 0.5, 1.0, 1.5, 4.75] {
            let (_, book) = exit(|plan| {
                plan.market.today = Day::iso("2026-12-04");
                plan.event.days = days;
            });
            let (Some(exit), Some(today)) = (then(&book).into_iter().next(), book.plan.market.today) else {
                unreachable!()
            };
            for way in [Leave::Roll, Leave::Wait] {
                let one = choice(&exit, way);
                let expires = one.expires.or(exit.expires).map_or(0.0, |day| day.since(today));
                let runs = one.days.unwrap_or_default() + book.shock.calendar_days();
                assert!((runs - expires).abs() < 1e-9, "{days} {way:?}: {runs} {expires}");
            }
        }
    }

    /// Of a condor without a rule of days, and of one that settles at the open.
    #[test]
    fn only_a_rule_of_days_makes_a_condor_due_to_be_left() {
        let has = |days: f64, settles: Settlement| {
            exit(|plan| (plan.a_condor().days, plan.a_condor().settles) = (days, settles)).0.has_days_rule
        };
        assert!(has(45.0, Settlement::Pm) && has(46.0, Settlement::Am));
        assert!(!has(14.0, Settlement::Pm) && !has(10.0, Settlement::Am) && !has(0.5, Settlement::Pm));
        assert!(!exit(|plan| plan.exits.days = 0.0).0.has_days_rule);
        let before = |days: f64| exit(|plan| (plan.a_condor().days, plan.event.days) = (4.0, days)).0.settles_before;
        assert!(before(5.0) && !before(1.0));
        // Of four calendar days without a date: 2.76 trading days are its own hour.
        assert!(!before(4.0 * 252.0 / 365.0) && before(4.1 * 252.0 / 365.0));
    }

    #[test]
    fn a_roll_is_into_the_nearest_day_on_which_such_options_expire() {
        let to = |today: &str, settles: Settlement, days: f64| {
            let (first, _) = exit(|plan| {
                plan.market.today = Day::iso(today);
                plan.a_condor().settles = settles;
                plan.exits.roll_days = days;
            });
            let roll = choice(&first, Leave::Roll);
            (roll.days, roll.expires)
        };
        // 45 days on are Saturday 9 January 2027.
        assert_eq!(to("2026-11-25", Settlement::Pm, 45.0), (Some(44.0), Day::iso("2027-01-08")));
        assert_eq!(to("2026-11-25", Settlement::Pm, 44.0), (Some(44.0), Day::iso("2027-01-08")));
        let (days, day) = to("2026-11-25", Settlement::Am, 45.0);
        assert_eq!(day, Day::iso("2027-01-15"));
        assert!(days.is_some_and(|days| (days - 51.0 + 6.5 / 24.0).abs() < 1e-9), "{days:?}");
        // Good Friday 2027 is 26 March; without a date nothing is known of days.
        assert_eq!(to("2027-03-25", Settlement::Pm, 1.0).1, Day::iso("2027-03-29"));
        let (first, _) = exit(|_| ());
        assert_eq!((choice(&first, Leave::Roll).days, choice(&first, Leave::Roll).expires), (Some(45.0), None));
    }

    #[test]
    fn waiting_is_what_the_report_says_of_the_condor() {
        let (exit, book) = exit(|_| ());
        let wait = choice(&exit, Leave::Wait);
        let Some(condor) = book.condors().next() else { unreachable!() };
        assert!((wait.shocked.0 - condor.pnl(&book.shock.as_set(0.0))).abs() < 1e-9);
        assert!((wait.worst.0 + condor.max_loss().0 + condor.fees().0).abs() < 1e-6);
        assert!((wait.best.0 - condor.max_gain().0 + condor.fees().0).abs() < 1e-6);
        assert_eq!((wait.cash, wait.realised, wait.costs), (Usd(0.0), None, Usd(0.0)));
    }

    /// Every close before the one that is found has none due, and on that one the rule is.
    #[test]
    fn the_first_rule_of_gain_or_loss_is_the_first_close_at_which_it_is_due_while_nothing_moves() {
        let mut found = 0;
        for (days, profit, fill) in [(53.0, 0.5, None), (53.0, 0.25, None), (30.0, 0.5, Some(6.0)), (200.0, 0.9, None)]
        {
            let mut plan = Plan::default();
            (plan.market.today, plan.exits.profit) = (Day::iso("2026-11-30"), Frac(profit));
            (plan.a_condor().days, plan.a_condor().fill) = (days, fill.map(Points));
            plan.a_condor().opened = if fill.is_some() { 10.0 } else { 0.0 };
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let (first, until) = (first_due(&book)[0], days_until(&book)[0]);
            let on = |day: u32| {
                let mut there = plan.clone();
                (there.event.vix, there.event.spx, there.event.days) = (None, Some(Frac(0.0)), f64::from(day));
                let Ok(there) = Book::resolve(&there) else { unreachable!() };
                let due = of(&there)[0].due_then.filter(|rule| *rule != ExitRule::Days);
                due.map(|rule| (rule, there.shock.calendar_days()))
            };
            let walked = (1..=252).map(|day| (day, on(day)));
            let walked = walked.take_while(|(day, _)| book.shock.clock.calendar_days(f64::from(*day)) < until);
            let want = walked.filter_map(|(_, due)| due).next();
            assert_eq!(first.map(|one| one.0), want.map(|one| one.0), "{days} {profit}");
            assert!(first.zip(want).is_none_or(|(a, b)| (a.1 - b.1).abs() < 1e-9), "{first:?} {want:?}");
            found += u32::from(first.is_some());
        }
        assert!(found >= 2, "{found}");
    }

    /// A shock's day ends at 252 trading days, a condor does not: gained on the day found and not on the one before.
    #[test]
    fn a_target_more_than_a_year_ahead_is_found() {
        let mut plan =
            Plan { market: MarketPlan { today: Day::iso("2026-11-30"), ..MarketPlan::default() }, ..Plan::default() };
        (plan.a_condor().days, plan.exits.profit) = (500.0, Frac(0.8));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let (Some((rule, days)), Some(condor)) = (first_due(&book)[0], book.condors().next()) else { unreachable!() };
        let gained_by = |day: f64| {
            let world = book.shock.untouched(day);
            gained(condor, condor.value(&world.market, Years::left(condor.days, world.days))).map_or(0.0, |x| x.0)
        };
        let day = book.shock.clock.trading_days(days);
        assert!(rule == ExitRule::Profit && day > 252.0 && days < days_until(&book)[0], "{days}");
        assert!(gained_by(day) >= 0.8 && gained_by(day - 1.0) < 0.8, "{}", gained_by(day - 1.0));
    }

    /// Closing and selling the same condor again leaves the same condor, poorer by both trades' costs: nothing else changes.
    #[test]
    fn closing_and_reopening_the_same_trade_changes_only_costs() {
        let (exit, book) = exit(|plan| {
            let strikes = Book::resolve(plan).ok().and_then(|book| book.condors().next().map(|c| c.strikes));
            plan.pin_strikes(0, strikes.unwrap_or_default());
            plan.exits.roll_days = 45.0;
        });
        let [roll, wait] = [Leave::Roll, Leave::Wait].map(|way| choice(&exit, way));
        let Some(condor) = book.condors().next() else { unreachable!() };
        let costs = 2.0 * cost(condor, &book.plan.exits);
        // Four legs of five contracts at a dollar and five points' hundredths, twice.
        assert!((costs - 2.0 * 4.0 * 5.0 * 6.0).abs() < 1e-9, "{costs}");
        assert_eq!(roll.strikes, wait.strikes);
        assert!((roll.costs.0 - costs).abs() < 1e-9 && (roll.cash.0 + costs).abs() < 1e-6, "{roll:?}");
        for (rolled, waited) in
            [(roll.shocked, wait.shocked), (roll.still, wait.still), (roll.stays, wait.stays), (roll.worst, wait.worst)]
        {
            assert!((waited.0 - rolled.0 - costs).abs() < 1e-6, "{rolled:?} {waited:?}");
        }
    }

    /// Levels 25 wide below and 75 above: the roll by delta has its own shorts and those wings, whatever a rule's width says.
    #[test]
    fn a_roll_of_typed_strikes_keeps_their_own_wings() {
        let (exit, _) = exit(|plan| plan.pin_strikes(0, [5995.0, 6020.0, 6720.0, 6795.0]));
        let Some([a, b, c, d]) = choice(&exit, Leave::Roll).strikes else { unreachable!() };
        assert_eq!((b.0 - a.0, d.0 - c.0), (25.0, 75.0));
        assert!(
            b.0 != 6020.0
                && choice(&exit, Leave::Roll).max_loss < choice(&exit, Leave::Wait).max_loss.map(|x| Usd(1.5 * x.0))
        );
    }

    #[test]
    fn a_closed_condor_ends_the_same_whatever_comes() {
        let calm = exit(|plan| (plan.a_condor().fill, plan.a_condor().opened) = (Some(Points(16.0)), 20.0)).0;
        let storm = exit(|plan| {
            (plan.a_condor().fill, plan.a_condor().opened) = (Some(Points(16.0)), 20.0);
            plan.event.vix = Some(Points(80.0));
        });
        let [a, b] = [&calm, &storm.0].map(|exit| choice(exit, Leave::Close));
        assert_eq!(a, b);
        let Some(condor) = storm.1.condors().next() else { unreachable!() };
        let open = condor.dollars(condor.credit - condor.value(&storm.1.market, Years::left(condor.days, 0.0)));
        assert!((a.shocked.0 - (open - condor.fees().0 - 120.0)).abs() < 1e-6, "{a:?}");
    }

    /// Gained and days left, and what is due: profit at 50 %, stop at 2 ×, out at 21 days.
    #[test]
    fn rules_are_due_at_their_thresholds_and_not_before() {
        let (_, book) = exit(|_| ());
        let Some(condor) = book.condors().next() else { unreachable!() };
        let exits = &book.plan.exits;
        let at = |gained: f64, days: f64| {
            due(condor, exits, condor.credit * (1.0 - gained), Years::from_calendar_days(days))
        };
        for (gained, days, wanted) in [
            (0.49, 30.0, None),
            (0.50, 30.0, Some(ExitRule::Profit)),
            (-1.99, 30.0, None),
            (-2.0, 30.0, Some(ExitRule::Stop)),
            (0.0, 21.5, None),
            (0.0, 21.0, Some(ExitRule::Days)),
            (-2.5, 10.0, Some(ExitRule::Stop)),
            (0.6, 10.0, Some(ExitRule::Profit)),
            // Settled: nothing is left to take or to leave early.
            (0.9, 0.0, None),
            (-3.0, 0.0, None),
        ] {
            assert_eq!(at(gained, days), wanted, "{gained} {days}");
        }
    }

    #[test]
    fn every_condor_that_is_held_has_its_own_and_a_closed_one_none() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Condor);
        plan.add_fresh(Kind::Condor);
        for (nth, days) in [(1, 10.0), (2, 60.0)] {
            if let Some(condor) = plan.condor_mut(nth) {
                (condor.days, condor.opened) = (days, 30.0);
            }
        }
        if let Some(condor) = plan.condor_mut(2) {
            (condor.fill, condor.closed, condor.closed_at) = (Some(Points(9.0)), true, Some(Points(4.0)));
        }
        assert!(plan.each().filter(|(.., holding)| matches!(holding.terms, Terms::Condor(_))).count() == 3);
        let exits = Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default();
        assert_eq!(exits.iter().map(|exit| exit.id.as_str()).collect::<Vec<_>>(), ["condor", "condor2"]);
        assert!(exits[0].due.is_none() && exits[1].due == Some(ExitRule::Days), "{exits:?}");
        assert!((exits[0].days_until - 24.0).abs() < 1e-9 && exits[1].days_until == 0.0);
        // Sold today with ten days: no rule of 21 is meant for it, and it is left at its expiry.
        plan.condor_mut(1).into_iter().for_each(|condor| condor.opened = 0.0);
        let exits = Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default();
        assert!(exits[1].due.is_none() && exits[1].days_until == 10.0, "{exits:?}");
    }

    #[test]
    fn a_condor_is_left_on_a_day_of_trade() {
        let until = |today: &str, days: f64| {
            let (exit, book) = exit(|plan| {
                plan.market.today = Day::iso(today);
                plan.a_condor().days = days;
            });
            Some(exit.days_until).zip(book.plan.market.today).map(|(days, today)| (days, today.plus(days)))
        };
        // Christmas 2026 is a Friday.
        assert_eq!(until("2026-11-30", 46.0), Some((28.0, Day::iso("2026-12-28").unwrap_or(Day(0)))));
        assert_eq!(until("2026-11-30", 45.0), Some((24.0, Day::iso("2026-12-24").unwrap_or(Day(0)))));
    }

    /// Days pass and SPX moves, VIX stays: what is asked on a later day is what a plan of that day asks of the same trade with
    /// SPX there. With VIX moved it is not: a plan's own VIX bends the curve as a calm market's does, a shock's as a shock.
    #[test]
    fn asked_on_a_later_day_the_three_are_those_of_a_plan_of_that_day() {
        let (start, moves) = (Day::iso("2026-11-30"), Frac(-0.03));
        for (fill, days) in [(None, 1.0), (None, 5.0), (None, 14.0), (Some(Points(16.0)), 5.0)] {
            let mut plan = Plan::default();
            (plan.market.today, plan.a_condor().fill) = (start, fill);
            plan.event = EventPlan { spx: Some(moves), ..EventPlan::calm(days) };
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(day) = start.map(|start| start.once_passed(days)) else { unreachable!() };
            let mut moved = as_traded::of(&book).moved_to(day).plan;
            moved.market.spx = Points(moved.market.spx.0 * (1.0 + moves.0));
            moved.event = EventPlan { spx: Some(Frac(0.0)), ..EventPlan::calm(0.0) };
            let asked = |plan: &Plan| Book::resolve(plan).map(|book| of(&book)).unwrap_or_default();
            let ([here], [there]) = (&then(&book)[..], &asked(&moved)[..]) else { unreachable!() };
            assert_eq!((here.expires, here.due, here.due_then), (there.expires, there.due, there.due_then));
            assert_eq!((here.days_until, here.best), (there.days_until, there.best));
            // Vols that the credit told are kept as a shift of whole digits of a plan, dollars of thousands: a cent.
            let same = |a: &Choice, b: &Choice| {
                let of =
                    |c: &Choice| [c.cash, c.costs, c.shocked, c.still, c.stays, c.worst, c.best, c.margin].map(|x| x.0);
                assert!(of(a).iter().zip(of(b)).all(|(a, b)| (a - b).abs() < 0.01), "{fill:?} {days}: {a:?} {b:?}");
                assert_eq!((a.strikes, a.days), (b.strikes, b.days));
            };
            for way in [Leave::Close, Leave::Wait] {
                same(choice(here, way), choice(there, way));
            }
            // The trade's own strikes are typed by then; what it is rolled into is found by its rule all the same.
            let [one, other] = [here, there].map(|exit| choice(exit, Leave::Roll));
            assert_eq!(one.days, Some(45.0));
            if fill.is_none() {
                let fresh =
                    |c: &Choice| (c.strikes, c.credit.map(|x| (1e6 * x.0).round()), (100.0 * c.margin.0).round());
                assert_eq!(fresh(one), fresh(other), "{days}");
            }
        }
    }

    /// In the shock or before it, the trade is the same one: closed there it has what waiting has made less the costs, and
    /// kept it ends where it would have ended.
    #[test]
    fn decided_in_the_shock_closing_is_waiting_until_then_less_its_costs() {
        let (today, book) = exit(|plan| plan.event.days = 10.0);
        let [there] = &then(&book)[..] else { unreachable!() };
        let [close, wait, roll] = [Leave::Close, Leave::Wait, Leave::Roll].map(|way| choice(there, way));
        let waited = choice(&today, Leave::Wait);
        let apart = |a: Usd, b: Usd| (a.0 - b.0).abs();
        assert!(apart(close.shocked, waited.shocked - close.costs) < 1e-6, "{close:?} {waited:?}");
        assert!(apart(wait.shocked, waited.shocked) < 1e-6 && apart(wait.stays, waited.stays) < 1e-6);
        assert!(apart(roll.shocked, close.shocked - close.costs) < 1e-6, "{roll:?}: a fresh one has made nothing");
        assert_eq!((there.gained, there.due), (today.gained_then, today.due_then));
        assert!(wait.days.is_some_and(|left| (left - (45.0 - 10.0 * 365.0 / 252.0)).abs() < 1e-9));
    }

    #[test]
    fn what_has_settled_by_the_shock_is_not_asked_there() {
        let (_, book) = exit(|plan| (plan.a_condor().days, plan.event.days) = (5.0, 10.0));
        assert!(then(&book).is_empty());
    }
}
