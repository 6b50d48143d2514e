//! Lists: rows of day and value, typed as text or cell by cell.

use crate::plan::Plan;
use crate::plan::knobs::{Group, adaptive};
use crate::units::{Frac, Points};

/// A list typed as text: `day:value; day:value`.
#[derive(Clone, Copy)]
pub struct ListKnob {
    /// Dotted id: link key, DOM id. Forever.
    pub id: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Words beside it.
    pub label: &'static str,
    /// What a row looks like.
    pub example: &'static str,
    /// One sentence for the '?'.
    pub help: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The rows as (day, value) in the plan's unit.
    pub get: fn(&Plan) -> Vec<(f64, f64)>,
    /// Writes the rows.
    pub set: fn(&mut Plan, &[(f64, f64)]),
    /// Least and most of the value.
    pub range: [f64; 2],
}

/// Longest list that is read.
pub const MOST_ROWS: usize = 60;

/// Lists, in the order of the page.
pub static LISTS: &[ListKnob] = &[
    ListKnob {
        id: "market.futures",
        group: Group::Market,
        label: "VIX futures",
        example: "20:17.6; 48:18.9",
        help: "VIX futures quotes as days:points; empty uses the variance curve.",
        source: "Cboe; model book 2",
        get: |p| p.market.futures.iter().map(|quote| (quote.days, quote.level.0)).collect(),
        set: |p, rows| {
            p.market.futures =
                rows.iter().map(|&(days, x)| crate::plan::FutureQuote { days, level: Points(x) }).collect();
        },
        range: [5.0, 150.0],
    },
    ListKnob {
        id: "market.events",
        group: Group::Market,
        label: "Events",
        example: "3:0.009; 12:0.008",
        help: "Known events as days:move, the one-standard-deviation SPX move as a decimal (FOMC 0.009, CPI 0.008, PPI 0.004).",
        source: "Model book 3",
        get: |p| p.market.events.iter().map(|event| (event.days, event.size.0)).collect(),
        set: |p, rows| {
            p.market.events = rows.iter().map(|&(days, x)| crate::plan::EventDay { days, size: Frac(x) }).collect();
        },
        range: [0.0, 0.2],
    },
    adaptive::PATH,
];

impl ListKnob {
    /// The list as text.
    pub fn text(&self, plan: &Plan) -> String {
        let rows: Vec<String> = (self.get)(plan).iter().map(|(day, x)| format!("{day}:{x}")).collect();
        rows.join(";")
    }

    /// Reads the text; days must rise.
    ///
    /// # Errors
    /// A sentence that names the row that cannot be read.
    pub fn set_text(&self, plan: &mut Plan, text: &str) -> Result<(), String> {
        let mut rows = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let pair =
                part.split_once(':').and_then(|(day, x)| Some((day.trim().parse().ok()?, x.trim().parse().ok()?)));
            let Some(pair) = pair else {
                return Err(format!(
                    "{}: '{}' is not day:value, like {}.",
                    self.label,
                    crate::words::clip(part),
                    self.example
                ));
            };
            rows.push(pair);
        }
        self.check(&rows)?;
        (self.set)(plan, &rows);
        Ok(())
    }

    /// Whether these rows may stand in a plan.
    ///
    /// # Errors
    /// A sentence that names the row.
    pub fn check(&self, rows: &[(f64, f64)]) -> Result<(), String> {
        if rows.len() > MOST_ROWS {
            return Err(format!("{}: {} rows are too many; at most {MOST_ROWS} are read.", self.label, rows.len()));
        }
        let mut last = 0.0;
        for &(day, x) in rows {
            let [low, high] = self.range;
            if !(day.is_finite() && x.is_finite()) || day <= last || day > 1000.0 {
                return Err(format!("{}: days must rise from above 0 to at most 1000; {day} does not.", self.label));
            }
            if x < low || x > high {
                return Err(format!("{}: {x} on day {day} is out of range. It may be {low} to {high}.", self.label));
            }
            last = day;
        }
        Ok(())
    }
}
