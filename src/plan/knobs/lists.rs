//! Lists: rows of day and value, typed as text or cell by cell.

use crate::plan::knobs::{Group, Unit, adaptive};
use crate::plan::{EventName, Plan};
use crate::units::{Frac, Points};
use crate::words::decimal;

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
    /// What the value is counted in on screen.
    pub unit: Unit,
    /// Heads of its table: day, value. Empty where it is typed as one text.
    pub columns: &'static [&'static str],
    /// What rows can be called.
    pub names: Option<ListNames>,
}

/// Names of a list's rows: a third word of a row, left out where it is the first name.
#[derive(Clone, Copy)]
pub struct ListNames {
    /// Word in links, label on screen, usual value in the plan's unit.
    pub choices: &'static [(&'static str, &'static str, f64)],
    /// The name of each row, as a place among the choices.
    pub get: fn(&Plan) -> Vec<usize>,
    /// Writes them.
    pub set: fn(&mut Plan, &[usize]),
}

/// Usual sizes of events: model book 3.
const EVENT_NAMES: ListNames = ListNames {
    choices: &[("other", "Other", 0.005), ("fomc", "FOMC", 0.009), ("cpi", "CPI", 0.008), ("ppi", "PPI", 0.004)],
    get: |p| {
        p.market.events.iter().map(|e| EventName::ALL.iter().position(|name| *name == e.name).unwrap_or(0)).collect()
    },
    set: |p, names| {
        for (event, name) in p.market.events.iter_mut().zip(names) {
            event.name = EventName::ALL.get(*name).copied().unwrap_or_default();
        }
    },
};

/// Longest list that is read.
pub const MOST_ROWS: usize = 60;

/// Lists, in the order of the page.
pub static LISTS: &[ListKnob] = &[
    ListKnob {
        id: "market.futures",
        group: Group::Market,
        label: "VIX futures",
        example: "20:17.6; 48:18.9",
        help: "VIX futures quotes: calendar days to expiry and price in points; with none the variance curve is used.",
        source: "Cboe; model book 2",
        get: |p| p.market.futures.iter().map(|quote| (quote.days, quote.level.0)).collect(),
        set: |p, rows| {
            p.market.futures =
                rows.iter().map(|&(days, x)| crate::plan::FutureQuote { days, level: Points(x) }).collect();
        },
        range: [5.0, 150.0],
        unit: Unit::Points,
        columns: &["Calendar day", "Level"],
        names: None,
    },
    ListKnob {
        id: "market.events",
        group: Group::Market,
        label: "Events",
        example: "3:0.009; 12:0.008",
        help: "Known events: calendar days from now and the one-standard-deviation SPX move they bring (usually FOMC 0.9\u{202f}%, CPI 0.8\u{202f}%, PPI 0.4\u{202f}%).",
        source: "Model book 3",
        get: |p| p.market.events.iter().map(|event| (event.days, event.size.0)).collect(),
        set: |p, rows| {
            p.market.events = rows
                .iter()
                .map(|&(days, x)| crate::plan::EventDay { days, size: Frac(x), name: EventName::Other })
                .collect();
        },
        range: [0.0, 0.2],
        unit: Unit::Percent,
        columns: &["Calendar day", "Size"],
        names: Some(EVENT_NAMES),
    },
    adaptive::PATH,
];

impl ListKnob {
    /// The list as text.
    pub fn text(&self, plan: &Plan) -> String {
        let names = self.names.map_or_else(Vec::new, |names| (names.get)(plan));
        let word = |i: usize| match (self.names, names.get(i)) {
            (Some(list), Some(name @ 1..)) => {
                list.choices.get(*name).map_or(String::new(), |name| format!(":{}", name.0))
            }
            _ => String::new(),
        };
        let rows = (self.get)(plan).into_iter().enumerate();
        rows.map(|(i, (day, x))| format!("{day}:{x}{}", word(i))).collect::<Vec<_>>().join(";")
    }

    /// One row of the text: day, value, place of its name among the choices.
    fn read_row(&self, part: &str) -> Option<(f64, f64, usize)> {
        let mut words = part.split(':').map(str::trim);
        let (day, x) = (decimal(words.next()?)?, decimal(words.next()?)?);
        let name = match (words.next(), self.names) {
            (None, _) => 0,
            (Some(word), Some(names)) => names.choices.iter().position(|name| name.0.eq_ignore_ascii_case(word))?,
            (Some(_), None) => return None,
        };
        words.next().is_none().then_some((day, x, name))
    }

    /// The first cell of a row that holds no number, with its column's name; `None` where a cell is missing.
    fn no_number<'a>(&self, part: &'a str) -> Option<(&'static str, &'a str)> {
        let words: Vec<&str> = part.split(':').map(str::trim).collect();
        let cells = self.columns.iter().copied().zip(words.iter().copied());
        cells.take(words.len().min(2)).find(|(_, word)| decimal(word).is_none())
    }

    /// Reads the text; days must rise.
    ///
    /// # Errors
    /// A sentence that names the row that cannot be read.
    pub fn set_text(&self, plan: &mut Plan, text: &str) -> Result<(), String> {
        let (mut rows, mut names) = (Vec::new(), Vec::new());
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((day, x, name)) = self.read_row(part) else {
                if let Some((column, word)) = self.no_number(part) {
                    return Err(format!("{}: {column} '{}' is not a number.", self.label, crate::words::clip(word)));
                }
                return Err(format!(
                    "{}: '{}' is not day:value, like {}.",
                    self.label,
                    crate::words::clip(part),
                    self.example
                ));
            };
            rows.push((day, x));
            names.push(name);
        }
        self.check(&rows)?;
        (self.set)(plan, &rows);
        if let Some(list) = self.names {
            (list.set)(plan, &names);
        }
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
