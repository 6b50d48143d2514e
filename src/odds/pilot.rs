//! Pilot: a few paths that no figure is of, which show how far amounts go and what tables are off by.

use crate::holdings::Held;
use crate::odds::axis::rounded;
use crate::odds::draws::Start;
use crate::odds::falls::Fall;
use crate::odds::layout::{AMOUNTS, Layout};
use crate::odds::setup::{Setup, TableError};
use crate::odds::walk::Seen;

/// Their number.
const PILOT: usize = 1024;

/// Part of risk capital: amounts that the pilot saw move by less are scaled by it where their products are summed.
const LEAST_SCALE: f64 = 1.0 / 4000.0;

impl Setup {
    /// With the bins that a few paths ask for, and what tables are off by on these; in pieces.
    pub(super) async fn piloting(self) -> Setup {
        let days = self.shocks.len();
        let mut seen: Vec<[Vec<i64>; AMOUNTS]> = (0..days).map(|_| Default::default()).collect();
        let mut falls: [Vec<Fall>; AMOUNTS] = std::array::from_fn(|_| vec![Fall::default(); PILOT]);
        let (mut marks, mut worst, mut squares) = (0u32, 0.0, 0.0);
        // About 400 marks, spread over days and paths.
        let every = (PILOT * days / 400).max(1);
        let see = |one: &Seen| {
            for (nth, cents) in one.amounts(&self).into_iter().enumerate() {
                seen[one.day - 1][nth].push(cents);
                falls[nth][one.path].go_on(cents);
            }
            if ((one.day - 1) * PILOT + one.path) % every == (37 * one.day) % every
                && let Some(off) = self.off(one)
            {
                marks += 1;
                worst = f64::max(worst, off.abs());
                squares += off * off;
            }
        };
        self.walking(Start::Random, u32::MAX, PILOT, see).await;
        let rms = (squares / f64::from(marks.max(1))).sqrt();
        let falls = falls.map(|all| all.iter().map(|fall| fall.deepest).collect::<Vec<i64>>());
        let layout = Layout::of(&seen, &falls, LEAST_SCALE * self.book.plan.account.risk_capital().0);
        Setup { layout, table_error: TableError { marks, worst, rms }, ..self }
    }

    /// What the tables are off by where a path stands; `None` once something is settled, whose day it was no more.
    fn off(&self, one: &Seen) -> Option<f64> {
        let is_over = |settles: usize| settles <= one.day;
        if self.condors.iter().any(|group| is_over(group.settles))
            || self.vix_legs.iter().any(|group| group.settles.is_some_and(is_over))
            || self.token_legs.iter().any(|leg| leg.settles.is_some_and(is_over))
        {
            return None;
        }
        let world = one.state.world(&self.shocks[one.day - 1]);
        let held = self.book.entries.iter().filter(|entry| !matches!(entry.held, Held::Pool(_)));
        let exact: f64 = held.map(|entry| entry.held.pnl(&world)).sum();
        let stand_in = if self.is_stand_in { one.marks.on_sized } else { 0.0 };
        Some(rounded(one.marks.condor + one.marks.hedge + stand_in - exact))
    }
}
