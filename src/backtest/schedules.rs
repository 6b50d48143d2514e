//! Schedules: the days on which the pool is left and entered anew, for every way to size it.
//!
//! Sizes are asked each month, when a signal answers otherwise of which a rule of that way hangs (with a rule off its signal
//! moves nothing, so that what a rule changes is that rule's alone), and, but of a promoter and of the typed size, when VIX
//! has left the level at which they were asked. Model book 13.

use crate::backtest::days::Row;
use crate::backtest::pool::{Pool, Stake};
use crate::backtest::programme::Programme;
use crate::backtest::sizes;
use crate::backtest::trade::Trade;
use crate::backtest::ways::{PROMOTER, TYPED, switches};
use crate::numbers::pieces::pause;
use crate::plan::address::Changes;
use crate::plan::sizing::RuleSwitches;
use crate::sizing::RULES;

/// Share of VIX by which a close has to be above or below the one of the last asking. House choice.
pub const JUMP: f64 = 0.25;

/// Rows of signals, and whether VIX moves it too.
type MovedBy = (Vec<&'static str>, bool);

/// Ways whose pool is left and entered on the same days.
struct Schedule<'a> {
    pool: Pool<'a>,
    /// Rows of the signals whose answers move it.
    watched: Vec<&'static str>,
    /// The ways, one a stake of the pool.
    ways: Vec<usize>,
    month: Option<(i32, i32)>,
    answers: Changes,
    /// Whether its sizes hang on VIX: with no rule of the size they do not.
    is_ruled: bool,
    /// VIX at which sizes were asked last.
    asked_at: Option<f64>,
}

/// Every way to size the pool.
pub struct Schedules<'a> {
    all: Vec<Schedule<'a>>,
    /// The schedule and the stake of each way.
    places: Vec<(usize, usize)>,
    typed: f64,
    /// Days on which the plan was none that can be sized.
    pub unsized_days: usize,
}

/// Rows of the signals that rules which are on hang on.
fn watched(rules: &RuleSwitches) -> Vec<&'static str> {
    RULES.iter().filter(|rule| (rule.is_on)(rules)).filter_map(|rule| rule.signal).collect()
}

impl Schedule<'_> {
    /// Whether sizes are to be asked on a day: a new month, another answer of what it watches, or another VIX.
    fn is_due(&mut self, row: &Row) -> bool {
        let (year, month, _) = row.day.date();
        let answers: Changes = row.flags.iter().filter(|(at, _)| self.watched.contains(&at.row)).copied().collect();
        let has_jumped = self.is_ruled && self.asked_at.is_some_and(|vix| (row.vix - vix).abs() > JUMP * vix);
        let is_due = has_jumped || self.month != Some((year, month)) || self.answers != answers;
        if is_due {
            (self.month, self.answers, self.asked_at) = (Some((year, month)), answers, Some(row.vix));
        }
        is_due
    }

    fn resize(&mut self, row: &Row, sizes: &[f64]) {
        let own: Vec<f64> = self.ways.iter().map(|way| sizes.get(*way).copied().unwrap_or(0.0)).collect();
        self.pool.resize(row, &own);
    }
}

impl<'a> Schedules<'a> {
    /// Nothing held yet; `None` where the programme has no pool.
    pub fn of(programme: &'a Programme) -> Option<Schedules<'a>> {
        let terms = programme.pool.as_ref()?;
        let rules = switches(&programme.plan.sizing.rules);
        let mut groups: Vec<(MovedBy, Vec<usize>)> = Vec::new();
        let mut places = Vec::new();
        for watched in rules.iter().map(watched).chain([Vec::new()]) {
            let way = places.len();
            let moved_by = (watched, way < PROMOTER);
            let group = groups.iter().position(|group| group.0 == moved_by).unwrap_or(groups.len());
            if group == groups.len() {
                groups.push((moved_by, Vec::new()));
            }
            places.push((group, groups[group].1.len()));
            groups[group].1.push(way);
        }
        let schedule = |((watched, is_ruled), ways): (MovedBy, Vec<usize>)| Schedule {
            pool: Pool::new(terms, &programme.plan.market, ways.len()).with_legs(&programme.pool_legs),
            watched,
            ways,
            month: None,
            answers: Changes::new(),
            is_ruled,
            asked_at: None,
        };
        let all = groups.into_iter().map(schedule).collect();
        Some(Schedules { all, places, typed: terms.1.deposit.0, unsized_days: 0 })
    }

    /// One day's close. Sizes are asked once for all that are due.
    pub async fn step(&mut self, programme: &Programme, row: &Row) {
        self.all.iter_mut().for_each(|one| one.pool.step(row));
        if !Pool::can_enter(row) {
            for one in self.all.iter_mut().filter(|one| one.pool.is_silent(row)) {
                one.resize(row, &[]);
                one.month = None;
            }
            return;
        }
        let due: Vec<usize> =
            self.all.iter_mut().enumerate().filter_map(|(i, one)| one.is_due(row).then_some(i)).collect();
        if due.is_empty() {
            return;
        }
        let found = sizes::on(programme, row).await;
        self.unsized_days += usize::from(found.is_none());
        let mut sizes = found.unwrap_or_else(|| vec![0.0; TYPED]);
        sizes.push(self.typed);
        due.into_iter().for_each(|i| self.all[i].resize(row, &sizes));
        pause().await;
    }

    fn place(&self, way: usize) -> Option<(&Pool<'a>, usize)> {
        let (schedule, stake) = *self.places.get(way)?;
        Some((&self.all.get(schedule)?.pool, stake))
    }

    /// P&L of a way since the first day, dollars.
    pub fn pnl(&self, way: usize) -> f64 {
        self.place(way).map_or(0.0, |(pool, stake)| pool.pnl(stake))
    }

    /// P&L of a way since the first day by what is written on the pool, dollars.
    pub fn hedge(&self, way: usize) -> f64 {
        self.place(way).map_or(0.0, |(pool, stake)| pool.hedge(stake))
    }

    /// What a way has written on it at the end.
    pub fn legs_open(&self, way: usize, row: &Row) -> Vec<Trade> {
        self.place(way).map_or_else(Vec::new, |(pool, stake)| pool.legs_open(stake, row))
    }

    fn stake(&self, way: usize) -> Option<&Stake> {
        self.place(way).and_then(|(pool, stake)| pool.stakes.get(stake))
    }

    /// Dollars that a way has in the pool.
    pub fn usd(&self, way: usize) -> f64 {
        self.stake(way).map_or(0.0, |stake| stake.usd)
    }

    /// Every time that a way left the pool, or what is written on it.
    pub fn trades(&self, way: usize) -> &[Trade] {
        self.stake(way).map_or(&[], |stake| &stake.trades)
    }

    /// What a way has in it at the end.
    pub fn still_open(&self, way: usize, row: &Row) -> Option<Trade> {
        self.place(way).and_then(|(pool, stake)| pool.still_open(stake, row))
    }
}
