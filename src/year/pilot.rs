//! Pilot: a few paths that no figure is of, which show how far amounts go and how large a pool is worth looking at.

use crate::numbers::by_rising;
use crate::odds::bins::dollars;
use crate::odds::draws::Start;
use crate::odds::setup::sizes_to;
use crate::units::Usd;
use crate::year::layout::{Layout, fall_places};
use crate::year::setup::Setup;
use crate::year::tally::{Line, month_of};
use crate::year::walk::Seen;

/// Their number.
const PILOT: usize = 512;
/// Share of the pilot that the largest size that is looked at ruins.
const RUINED: f64 = 0.6;
/// A size so small that its fees dilute nobody's, and so large that gas is nothing beside it.
const SMALL: f64 = 10_000.0;

impl Setup {
    /// With the sizes and the bins that a few paths ask for; in pieces.
    pub(super) async fn piloting(self) -> Setup {
        let walked = Setup { start: Start::Random, ..self.clone() };
        let mut seen: Vec<Vec<Vec<i64>>> = vec![Vec::new(); self.ways.len()];
        let mut falls: Vec<Vec<i64>> = vec![Vec::with_capacity(PILOT); self.ways.len()];
        let mut lines = vec![Line::new(self.equity); self.ways.len()];
        let last = self.calendar.last();
        // The size that would ruin each path.
        let mut ruinous = vec![f64::INFINITY; PILOT];
        let factor = walked.pool.as_ref().map_or(0.0, |terms| terms.factor(SMALL));
        let see = |one: &Seen| {
            if let Some((pool, terms)) = one.pool.zip(walked.pool.as_ref()) {
                let room = (walked.equity - walked.ruin_level() + one.base[0] + one.base[1]).max(0.0);
                let lost = -(pool.pnl(terms, SMALL, factor) + pool.hedge(terms, SMALL)) / SMALL;
                let size = if lost > 0.0 { room / lost } else { f64::INFINITY };
                ruinous[one.path] = ruinous[one.path].min(size);
            }
            for (nth, (line, parts)) in lines.iter_mut().zip(one.ways).enumerate() {
                if one.day == 0 {
                    *line = Line::new(walked.equity);
                }
                line.push(walked.equity + dollars(parts.in_cents().iter().sum()));
                if one.day == last {
                    falls[nth].push(fall_places(line.fall));
                }
            }
            if let Some(month) = month_of(one.day) {
                for (way, parts) in seen.iter_mut().zip(one.ways) {
                    way.resize_with(way.len().max(month + 1), Vec::new);
                    way[month].push(parts.in_cents().iter().sum());
                }
            }
        };
        walked.walking(u32::MAX, PILOT, see).await;
        let rising = by_rising(ruinous, |usd| *usd);
        let sizes =
            if self.pool.is_some() { self.sizes_up_to(rising[(RUINED * PILOT as f64) as usize]) } else { Vec::new() };
        Setup { layout: Layout::of(&seen, &falls), ..self.with_sizes(sizes) }
    }

    /// From no pool to this size, no more than twice the equity and no less than what is typed and twice what the rules
    /// allow; these two among them.
    fn sizes_up_to(&self, ruinous: f64) -> Vec<Usd> {
        let rules = self.ask.rules_size.map_or(0.0, |usd| usd.0);
        let least = (1.25 * self.typed).max(2.0 * rules).max(10_000.0);
        let most = ruinous.min(2.0 * self.equity).max(least);
        sizes_to(most, Usd(self.typed), self.ask.rules_size)
    }
}
