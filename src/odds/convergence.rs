//! Convergence: how a run's own errors have fallen as its paths became more.

use serde::{Deserialize, Serialize};

use crate::odds::figures::{EndOdds, Odds, Part};

/// The standard errors of the whole book's figures once so many paths were walked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Refined {
    /// Paths.
    pub paths: u32,
    /// Of the mean P&L at the end, dollars.
    pub mean: f64,
    /// Of the chance of losing more than the budget at the end.
    pub past_budget: f64,
    /// Of the mean loss of the worst hundredth, dollars.
    pub cvar_99: f64,
}

impl Refined {
    /// Of the figures so far; `None` where too few paths are walked to say an error.
    pub fn of(odds: &Odds) -> Option<Refined> {
        Refined::at(odds.paths, &odds.part(Part::Combined)?.end)
    }

    /// Of the whole book's end over so many paths.
    pub fn at(paths: u32, end: &EndOdds) -> Option<Refined> {
        let [mean, past_budget, cvar_99] = [end.mean.error?, end.past_budget.error?, end.cvar_99.error?];
        Some(Refined { paths, mean, past_budget, cvar_99 })
    }

    /// The three errors, in the order they stand.
    pub fn errors(&self) -> [f64; 3] {
        [self.mean, self.past_budget, self.cvar_99]
    }
}

/// Takes in where a run stands now: of what it was before, a point for every doubling of its paths is kept.
pub fn refine(points: &mut Vec<Refined>, now: Option<Refined>) {
    let Some(now) = now else { return };
    points.retain(|point| point.paths < now.paths);
    if let [.., before, last] = points[..]
        && last.paths < before.paths.saturating_mul(2)
    {
        points.pop();
    }
    points.push(now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::numbers::pieces::whole;
    use crate::odds::ask::Ask;
    use crate::odds::draws::{BATCH, REPLICATES, Start};
    use crate::odds::refining;
    use crate::simulation::dynamics::Dynamics;

    fn point(paths: u32) -> Refined {
        Refined { paths, mean: 1.0, past_budget: 1.0, cvar_99: 1.0 }
    }

    #[test]
    fn a_point_stays_for_every_doubling_and_the_last_is_where_the_run_stands() {
        let mut points = Vec::new();
        for paths in (1..=20_000).map(|nth| 500 * nth) {
            refine(&mut points, Some(point(paths)));
            refine(&mut points, None);
        }
        let paths: Vec<u32> = points.iter().map(|point| point.paths).collect();
        assert_eq!((paths.last(), paths.len()), (Some(&10_000_000), 16));
        assert!(paths[..15].windows(2).all(|two| two[1] >= 2 * two[0]), "{paths:?}");
        // The same once more stands once; a run from its beginning keeps what is before it.
        refine(&mut points, Some(point(10_000_000)));
        assert_eq!(points.len(), 16);
        refine(&mut points, Some(point(700)));
        assert_eq!(points.iter().map(|point| point.paths).collect::<Vec<u32>>(), [500, 700]);
    }

    /// A run of the opening book over a week.
    fn run(start: Start) -> Vec<Refined> {
        let book = Book::opening();
        let ask = Ask { days: 5, paths: 16 * REPLICATES * BATCH, ..Ask::of(&book) };
        let Ok(setup) = whole(crate::odds::with(&book, &ask, Dynamics::of(&book.plan), start)) else { unreachable!() };
        refining(&setup).1
    }

    #[test]
    fn errors_fall_by_the_root_of_the_paths_and_from_even_starts_no_more_slowly() {
        let [random, even] = [Start::Random, Start::Sobol].map(run);
        let paths: Vec<u32> = random.iter().map(|point| point.paths / BATCH).collect();
        assert_eq!(paths, [8, 16, 32, 64, 128, 256, 320]);
        // From one point of every replicate on: an error between 20 of them is off by 1/√38 of itself, two over one another
        // by 0.23, four times that is all that is allowed. Chance has 1/√n between them, and 4 ≠ 1 beyond it.
        let room = f64::exp(4.0 * (2.0 / 38.0_f64).sqrt());
        let fallen = |points: &[Refined]| {
            let (first, last) = (points[2], points[6]);
            let root = (f64::from(last.paths) / f64::from(first.paths)).sqrt();
            let by = |nth: usize| last.errors()[nth] / first.errors()[nth] * root;
            [by(0), by(1), by(2)]
        };
        let (by_chance, evenly) = (fallen(&random), fallen(&even));
        assert!(by_chance.iter().all(|by| (1.0 / room..room).contains(by)), "{by_chance:?} within {room}");
        assert!(evenly.iter().all(|by| *by < room), "{evenly:?} below {room}");
        // Nor are they larger where both end.
        let over = |nth: usize| even[6].errors()[nth] / random[6].errors()[nth];
        assert!((0..3).all(|nth| over(nth) < room), "{:?} below {room}", [over(0), over(1), over(2)]);
        // The mean is what such starts are for.
        assert!(over(0) < 1.0, "{}", over(0));
    }
}
