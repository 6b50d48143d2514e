//! Curve: what a line of equity comes to, by all its days, and which of them are enough to draw it.

use serde::{Deserialize, Serialize};

use crate::units::day::Day;

/// Most days that a drawn line has.
pub const MOST_POINTS: usize = 800;

/// From the highest equity before to the lowest behind it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawdown {
    /// Day of the highest.
    pub from: Day,
    /// Day of the lowest.
    pub to: Day,
    /// Dollars, positive.
    pub usd: f64,
    /// Of the highest, positive.
    pub share: f64,
}

/// A calendar month, from the last close before it to its own last.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// Year.
    pub year: i32,
    /// Month from 1.
    pub month: i32,
    /// Dollars made; a loss is negative.
    pub pnl: f64,
    /// Of the equity before it.
    pub share: f64,
}

/// A line of equity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Dollars at the end.
    pub end: f64,
    /// The deepest drawdown by its share; `None` where it never falls.
    pub drawdown: Option<Drawdown>,
    /// The worst month by its share; `None` where none loses.
    pub month: Option<Month>,
    /// Dollars on each drawn day.
    pub equity: Vec<f64>,
}

/// A line while it is walked.
#[derive(Clone, Debug)]
pub struct Running {
    now: f64,
    first: Option<Day>,
    peak: (f64, Option<Day>),
    worst: Option<Drawdown>,
    before: f64,
    month: Option<(i32, i32)>,
    lowest: Option<Month>,
}

fn share(part: f64, of: f64) -> f64 {
    if of > 0.0 { part / of } else { 0.0 }
}

impl Running {
    /// With so many dollars before the first day.
    pub fn new(start: f64) -> Running {
        Running { now: start, first: None, peak: (start, None), worst: None, before: start, month: None, lowest: None }
    }

    /// The close of a day.
    pub fn push(&mut self, day: Day, equity: f64) {
        let (year, month, _) = day.date();
        if self.month.is_some_and(|last| last != (year, month)) {
            self.end_month();
        }
        (self.month, self.now) = (Some((year, month)), equity);
        let first = *self.first.get_or_insert(day);
        if equity > self.peak.0 || self.peak.1.is_none() && equity >= self.peak.0 {
            self.peak = (equity, Some(day));
        }
        let usd = self.peak.0 - equity;
        let fall = Drawdown { from: self.peak.1.unwrap_or(first), to: day, usd, share: share(usd, self.peak.0) };
        if usd > 0.0 && self.worst.is_none_or(|worst| fall.share > worst.share) {
            self.worst = Some(fall);
        }
    }

    fn end_month(&mut self) {
        let Some((year, month)) = self.month else { return };
        let pnl = self.now - self.before;
        let found = Month { year, month, pnl, share: share(pnl, self.before) };
        if pnl < 0.0 && self.lowest.is_none_or(|lowest| found.share < lowest.share) {
            self.lowest = Some(found);
        }
        self.before = self.now;
    }

    /// What it came to, without a drawn line.
    pub fn ended(mut self) -> Curve {
        self.end_month();
        Curve { end: self.now, drawdown: self.worst, month: self.lowest, equity: Vec::new() }
    }
}

/// Places that draw lines of the same days: the first, the last, those that must be there, and of every stretch the highest
/// and the lowest of each line; at most [`MOST_POINTS`].
pub fn drawn(lines: &[&[f64]], must: &[usize]) -> Vec<usize> {
    let count = lines.iter().map(|line| line.len()).min().unwrap_or(0);
    if count <= MOST_POINTS {
        return (0..count).collect();
    }
    let stretches = (MOST_POINTS - 2 - must.len().min(MOST_POINTS - 2)) / (2 * lines.len());
    let mut places = vec![0, count - 1];
    places.extend(must.iter().copied().filter(|place| *place < count));
    for nth in 0..stretches {
        let stretch = nth * count / stretches..(nth + 1) * count / stretches;
        for line in lines {
            let by = |is_better: fn(f64, f64) -> bool| {
                stretch.clone().reduce(|best, here| if is_better(line[here], line[best]) { here } else { best })
            };
            places.extend(by(|here, best| here > best).into_iter().chain(by(|here, best| here < best)));
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(levels: &[f64]) -> Curve {
        let mut running = Running::new(100.0);
        for (at, level) in levels.iter().enumerate() {
            running.push(Day(20_000 + 10 * at as i32), *level);
        }
        running.ended()
    }

    #[test]
    fn the_deepest_fall_is_from_the_highest_before_it() {
        let found = of(&[100.0, 110.0, 99.0, 120.0, 114.0]);
        let fall = found.drawdown.unwrap_or_else(|| unreachable!());
        assert_eq!((fall.from, fall.to, fall.usd), (Day(20_010), Day(20_020), 11.0));
        assert!((fall.share - 0.1).abs() < 1e-12 && found.end == 114.0);
        assert_eq!(of(&[100.0, 101.0, 101.0]).drawdown, None);
    }

    #[test]
    fn a_month_is_from_the_last_close_before_it_and_a_first_fall_is_from_the_start() {
        // Days 20 000 and 20 010 are in October 2024, the next two in October and November.
        let found = of(&[90.0, 95.0, 95.0, 80.0]);
        let month = found.month.unwrap_or_else(|| unreachable!());
        let (year, nth, _) = Day(20_030).date();
        assert_eq!((month.year, month.month, month.pnl), (year, nth, -15.0));
        assert_eq!(found.drawdown.map(|fall| fall.usd), Some(20.0));
        assert_eq!(of(&[]).month, None);
    }

    #[test]
    fn a_long_line_is_drawn_by_few_points_and_keeps_its_extremes() {
        let line: Vec<f64> = (0..9_000).map(|i| (f64::from(i) / 37.0).sin() * f64::from(i % 101)).collect();
        let other: Vec<f64> = line.iter().rev().copied().collect();
        let places = drawn(&[&line, &other], &[4_321]);
        assert!(places.len() <= MOST_POINTS && places.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(places.contains(&0) && places.contains(&8_999) && places.contains(&4_321));
        for line in [&line, &other] {
            let all = line.iter().copied().fold(f64::MIN, f64::max);
            assert!(places.iter().any(|place| line[*place] == all));
        }
        assert_eq!(drawn(&[&line[..5]], &[]), [0, 1, 2, 3, 4]);
        assert_eq!(drawn(&[&[]], &[]), Vec::<usize>::new());
    }
}
