//! Lists: rows of day and value, typed as text or cell by cell.

use crate::plan::holding::MOST;
use crate::plan::knobs::access::Options;
use crate::plan::knobs::input::{Group, Unit, is_next_to_nothing};
use crate::plan::{EventDay, EventName, Plan};
use crate::units::{Frac, Points};
use crate::words::dates::{Counted, wrong_side};
use crate::words::{clip, decimal, number, rounded};

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
    /// A further number of each row, after its name; left out where it is 0.
    pub further: Option<ListNumber>,
    /// What a row begins with.
    pub head: RowHead,
    /// Where a row is a level and words: `25:keep:take_profit`.
    pub words: Option<ListWords>,
}

/// The number that a row begins with; it rises from row to row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowHead {
    /// A day above 0, another in every row.
    Day,
    /// A day above 0, of which there may be several rows.
    Event,
    /// VIX, 0 for whatever it is.
    Vix,
}

impl RowHead {
    /// Whether a row may begin with `x` after `last`.
    fn follows(self, last: Option<f64>, x: f64) -> bool {
        let is_next = last.is_none_or(|last| x > last || (x == last && self == RowHead::Event));
        match self {
            RowHead::Day | RowHead::Event => is_next && x > 0.0 && x <= 1000.0,
            RowHead::Vix => is_next && (0.0..=150.0).contains(&x),
        }
    }
}

/// A further number of each row: a fourth word, 0 where it is left out.
#[derive(Clone, Copy)]
pub struct ListNumber {
    /// Head of its column.
    pub column: &'static str,
    /// What it is called in a sentence.
    pub label: &'static str,
    /// Least and most.
    pub range: [f64; 2],
    /// The number of each row.
    pub get: fn(&Plan) -> Vec<f64>,
    /// Writes the number of each row.
    pub set: fn(&mut Plan, &[f64]),
}

/// How far an event comes out from what was expected.
const SURPRISE: ListNumber = ListNumber {
    column: "Surprise, σ",
    label: "surprise",
    range: [-6.0, 6.0],
    get: |p| p.market.events.iter().map(|event| event.surprise).collect(),
    set: |p, numbers| {
        for (event, x) in p.market.events.iter_mut().zip(numbers) {
            event.surprise = *x;
        }
    },
};

/// A word instead of the value, and further ones, `-` for none.
#[derive(Clone, Copy)]
pub struct ListWords {
    /// Word in links, label on screen; the value of a row is a place among them.
    pub choices: Options,
    /// The further words of each row.
    pub get: fn(&Plan) -> Vec<Vec<Option<usize>>>,
    /// Writes the further words, row by row.
    pub set: fn(&mut Plan, &[Vec<Option<usize>>]),
}

/// A further word that says nothing.
pub const NO_WORD: &str = "-";

/// Names of a list's rows: a third word of a row, left out where it is the first name.
#[derive(Clone, Copy)]
pub struct ListNames {
    /// Word in links, label on screen, usual value in the plan's unit.
    pub choices: &'static [(&'static str, &'static str, f64)],
    /// The name of each row, as a place among the choices.
    pub get: fn(&Plan) -> Vec<usize>,
    /// Writes the name of each row, as a place among the choices.
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

/// VIX futures as quoted.
pub(super) const FUTURES: ListKnob = ListKnob {
    id: "market.futures",
    group: Group::Market,
    label: "VIX futures",
    example: "20:17.6; 48:18.9",
    get: |p| p.market.futures.iter().map(|quote| (quote.days, quote.level.0)).collect(),
    set: |p, rows| {
        p.market.futures = rows.iter().map(|&(days, x)| crate::plan::FutureQuote { days, level: Points(x) }).collect();
    },
    range: [5.0, 150.0],
    unit: Unit::Points,
    columns: &["Calendar day", "Level"],
    names: None,
    further: None,
    head: RowHead::Day,
    words: None,
};

/// Dates on which SPX is known to move.
pub(super) const EVENTS: ListKnob = ListKnob {
    id: "market.events",
    group: Group::Market,
    label: "Events",
    example: "3:0.009; 12:0.008",
    get: |p| p.market.events.iter().map(|event| (event.days, event.size.0)).collect(),
    set: |p, rows| {
        p.market.events =
            rows.iter().map(|&(days, x)| EventDay { days, size: Frac(x), ..EventDay::default() }).collect();
    },
    range: [0.0, 0.2],
    unit: Unit::Percent,
    columns: &["Calendar day", "Size"],
    names: Some(EVENT_NAMES),
    further: Some(SURPRISE),
    head: RowHead::Event,
    words: None,
};

/// A row as it is read.
struct ReadRow {
    /// Day or VIX, and the value.
    at: (f64, f64),
    /// Place of its name.
    name: usize,
    /// Its further number.
    further: f64,
    /// Its further words.
    words: Vec<Option<usize>>,
}

impl ListKnob {
    /// The list as text.
    pub fn text(&self, plan: &Plan) -> String {
        let names = self.names.map_or_else(Vec::new, |names| (names.get)(plan));
        let further = self.words.map_or_else(Vec::new, |words| (words.get)(plan));
        let numbers = self.further.map_or_else(Vec::new, |numbers| (numbers.get)(plan));
        let name = |i: usize| {
            let number = numbers.get(i).copied().filter(|x| *x != 0.0);
            let word = |name: usize| self.names.and_then(|list| list.choices.get(name)).map_or("", |name| name.0);
            match (names.get(i), number) {
                (Some(name), Some(x)) => format!(":{}:{x}", word(*name)),
                (Some(name @ 1..), None) => format!(":{}", word(*name)),
                _ => String::new(),
            }
        };
        let rows = (self.get)(plan).into_iter().enumerate();
        let row = |(i, (head, x)): (usize, (f64, f64))| {
            let Some(words) = self.words else { return format!("{head}:{x}{}", name(i)) };
            let word = |at: Option<usize>| at.and_then(|at| words.choices.get(at)).map_or(NO_WORD, |one| one.0);
            let own: String = further.get(i).into_iter().flatten().map(|at| format!(":{}", word(*at))).collect();
            format!("{head}:{}{own}", word(Some(x as usize)))
        };
        rows.map(row).collect::<Vec<_>>().join(";")
    }

    /// The rows as a person reads them: `CPI on day 10, 0.8 %, surprise 2`; as a link has them where they begin with a level or
    /// are words, `none` where there are none.
    pub fn said(&self, plan: &Plan) -> String {
        let rows = (self.get)(plan);
        if rows.is_empty() {
            return "none".into();
        }
        if self.words.is_some() || self.head == RowHead::Vix {
            return self.text(plan);
        }
        let names = self.names.map_or_else(Vec::new, |names| (names.get)(plan));
        let numbers = self.further.map_or_else(Vec::new, |numbers| (numbers.get)(plan));
        let row = |(i, (day, x)): (usize, &(f64, f64))| {
            let label = names.get(i).and_then(|name| self.names?.choices.get(*name)).map_or("", |choice| choice.1);
            let value = self.cell(*x);
            let further = numbers.get(i).filter(|x| **x != 0.0).zip(self.further);
            let further = further.map_or_else(String::new, |(x, of)| format!(", {} {}", of.label, number(*x)));
            format!("{label} on day {}, {value}{further}", number(*day)).trim().to_string()
        };
        rows.iter().enumerate().map(row).collect::<Vec<_>>().join("; ")
    }

    /// One row of the text.
    fn read_row(&self, part: &str) -> Option<ReadRow> {
        let mut words = part.split(':').map(str::trim);
        let head = decimal(words.next()?)?;
        if let Some(list) = self.words {
            let place = |word: &str| list.choices.iter().position(|one| one.0.eq_ignore_ascii_case(word));
            let value = place(words.next()?)? as f64;
            let own = |word: &str| if word == NO_WORD { Some(None) } else { place(word).map(Some) };
            let words: Vec<Option<usize>> = words.map(own).collect::<Option<_>>()?;
            return (words.len() <= MOST).then_some(ReadRow { at: (head, value), name: 0, further: 0.0, words });
        }
        let x = decimal(words.next()?)?;
        let name = match (words.next(), self.names) {
            (None, _) => 0,
            (Some(word), Some(names)) => names.choices.iter().position(|name| name.0.eq_ignore_ascii_case(word))?,
            (Some(_), None) => return None,
        };
        let further = match (words.next(), self.further) {
            (None, _) => 0.0,
            (Some(word), Some(_)) => decimal(word)?,
            (Some(_), None) => return None,
        };
        words.next().is_none().then_some(ReadRow { at: (head, x), name, further, words: Vec::new() })
    }

    /// The first cell of a row that holds no number, with its column's name; `None` where a cell is missing.
    fn no_number<'a>(&self, part: &'a str) -> Option<(&'static str, &'a str)> {
        let words: Vec<&str> = part.split(':').map(str::trim).collect();
        let numbers = if self.words.is_some() { 1 } else { 2 };
        let cells = self.columns.iter().copied().zip(words.iter().copied()).take(words.len().min(numbers));
        let further = self.further.map(|number| number.column).zip(words.get(3).copied());
        cells.chain(further).find(|(_, word)| decimal(word).is_none())
    }

    /// What a row must look like.
    fn shape(&self) -> String {
        let Some(words) = self.words else { return "day:value".into() };
        let known: Vec<&str> = words.choices.iter().map(|one| one.0).collect();
        format!("VIX:{}", known.join("|"))
    }

    /// Reads the text; what rows begin with must rise.
    ///
    /// # Errors
    /// A sentence that names the row that cannot be read.
    pub fn set_text(&self, plan: &mut Plan, text: &str) -> Result<(), String> {
        let (mut rows, mut names, mut numbers, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let Some(row) = self.read_row(part) else {
                if let Some((column, word)) = self.no_number(part) {
                    let is_day = self.head != RowHead::Vix && part.trim().starts_with(word);
                    let wrong = is_day.then(|| wrong_side(word, plan.clock(), Counted::Calendar)).flatten();
                    if let Some(wrong) = wrong {
                        return Err(format!("{}: {wrong}", self.label));
                    }
                    let row = rows.len() + 1;
                    return Err(match word {
                        "" => format!("{}: row {row} has no number for {column}.", self.label),
                        _ => format!("{}: {column} '{}' is not a number.", self.label, clip(word)),
                    });
                }
                return Err(format!(
                    "{}: '{}' is not {}, like {}.",
                    self.label,
                    clip(part),
                    self.shape(),
                    self.example
                ));
            };
            rows.push(row.at);
            names.push(row.name);
            numbers.push(row.further);
            words.push(row.words);
        }
        self.check(&rows)?;
        self.check_further(&rows, &numbers)?;
        (self.set)(plan, &rows);
        if let Some(list) = self.names {
            (list.set)(plan, &names);
        }
        if let Some(list) = self.further {
            (list.set)(plan, &numbers);
        }
        if let Some(list) = self.words {
            (list.set)(plan, &words);
        }
        Ok(())
    }

    /// Whether the rows of a plan may stand in it.
    ///
    /// # Errors
    /// A sentence that names the row.
    pub fn check_in(&self, plan: &Plan) -> Result<(), String> {
        let rows = (self.get)(plan);
        self.check(&rows)?;
        self.check_further(&rows, &self.further.map_or_else(Vec::new, |numbers| (numbers.get)(plan)))
    }

    fn check_further(&self, rows: &[(f64, f64)], numbers: &[f64]) -> Result<(), String> {
        let Some(ListNumber { label, range: [low, high], .. }) = self.further else { return Ok(()) };
        let Some((&(head, _), &x)) = rows.iter().zip(numbers).find(|(_, x)| !(low..=high).contains(*x)) else {
            let tiny = numbers.iter().find(|x| is_next_to_nothing(**x));
            return tiny.map_or(Ok(()), |tiny| Err(format!("{}: {tiny:e} is next to nothing.", self.label)));
        };
        let [x, head, low, high] = [x, head, low, high].map(number);
        Err(format!("{}: a {label} of {x} on day {head} is out of range. It may be {low} to {high}.", self.label))
    }

    /// Whether these rows may stand in a plan.
    ///
    /// # Errors
    /// A sentence that names the row.
    pub fn check(&self, rows: &[(f64, f64)]) -> Result<(), String> {
        if rows.len() > MOST_ROWS {
            return Err(format!("{}: {} rows are too many; at most {MOST_ROWS} are read.", self.label, rows.len()));
        }
        let mut last = None;
        for (nth, row) in rows.iter().enumerate() {
            self.fault(nth, last, *row).map_or(Ok(()), Err)?;
            last = Some(row.0);
        }
        Ok(())
    }

    /// A value as its column shows it.
    fn cell(&self, x: f64) -> String {
        let value = number(rounded(x * self.unit.screen_factor(), 6));
        if self.unit == Unit::Percent { format!("{value}\u{202f}%") } else { value }
    }

    /// What is wrong with a row after one that begins with `last`; `None` where nothing is.
    fn fault(&self, nth: usize, last: Option<f64>, (head, x): (f64, f64)) -> Option<String> {
        let [low, high] = self.range;
        if !(head.is_finite() && x.is_finite() && self.head.follows(last, head)) {
            let must = match self.head {
                _ if self.head != RowHead::Vix && !(head > 0.0 && head <= 1000.0) => {
                    let (day, nth) = (number(head), nth + 1);
                    return Some(format!("{}: row {nth}: {day} is no day ahead, above 0 to at most 1000.", self.label));
                }
                RowHead::Day => "days must rise from above 0 to at most 1000",
                RowHead::Event => "days must not fall, from above 0 to at most 1000",
                RowHead::Vix => "VIX must rise from row to row, from 0 to at most 150",
            };
            return Some(format!("{}: {must}; {} does not.", self.label, number(head)));
        }
        if let Some(tiny) = [head, x].into_iter().find(|x| is_next_to_nothing(*x)) {
            return Some(format!("{}: {tiny:e} is next to nothing.", self.label));
        }
        let day = number(head);
        let [said, low, high] = [x, low, high].map(|x| self.cell(x));
        (x < self.range[0] || x > self.range[1])
            .then(|| format!("{}: {said} on day {day} is out of range. It may be {low} to {high}.", self.label))
    }

    /// The first row of a text that cannot be used by itself or after those before it, from 0.
    pub fn wrong_row(&self, text: &str) -> Option<usize> {
        let mut last = None;
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).enumerate().find_map(|(nth, part)| {
            let Some(row) = self.read_row(part) else { return Some(nth) };
            let further =
                self.further.is_some_and(|number| !(number.range[0]..=number.range[1]).contains(&row.further));
            let is_wrong = further || self.fault(nth, last, row.at).is_some();
            last = Some(row.at.0);
            is_wrong.then_some(nth)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::adaptive;
    use crate::plan::rules_hedge::Action;
    use crate::plan::{file, url};

    fn bands(text: &str) -> (Plan, Result<(), String>) {
        let mut plan = Plan::default();
        let read = adaptive::BANDS.set_text(&mut plan, text);
        (plan, read)
    }

    #[test]
    fn rows_are_said_as_a_person_reads_them() {
        let mut plan = Plan::default();
        assert_eq!(EVENTS.said(&plan), "none");
        assert_eq!(EVENTS.set_text(&mut plan, "10:0.008:cpi:2;16:0.009:fomc"), Ok(()));
        assert_eq!(EVENTS.said(&plan), "CPI on day 10, 0.8\u{202f}%, surprise 2; FOMC on day 16, 0.9\u{202f}%");
        let (banded, _) = bands("0:refresh;25:hold");
        assert_eq!(adaptive::BANDS.said(&banded), adaptive::BANDS.text(&banded));
    }

    #[test]
    fn the_row_that_is_wrong_is_known_and_named() {
        let row = |text: &str| EVENTS.wrong_row(text);
        assert_eq!([row("3:0.009;9:0.01"), row("-2:0.009;9:0.01"), row("3:0.009;9:much")], [None, Some(0), Some(1)]);
        assert_eq!([row("9:0.009;3:0.01"), row("3:0.009:fomc:99"), row("3:9")], [Some(1), Some(0), Some(0)]);
        let mut plan = Plan::default();
        let mut told = |text: &str| EVENTS.set_text(&mut plan, text).err().unwrap_or_default();
        assert_eq!(told("3:0.009;-2:0.01"), "Events: row 2: −2 is no day ahead, above 0 to at most 1000.");
        assert_eq!(told("3:0.009;:0.01"), "Events: row 2 has no number for Calendar day.");
    }

    #[test]
    fn a_refusal_is_as_short_for_a_number_of_three_hundred_digits() {
        for text in ["-1e308:keep", "0:keep;1e300:keep"] {
            let (_, read) = bands(text);
            assert!(read.is_err_and(|said| said.len() < 120), "{text}");
        }
        let read = adaptive::PATH.set_text(&mut Plan::default(), "10:1e308");
        assert!(read.as_ref().is_err_and(|said| said.len() < 120), "{read:?}");
    }

    #[test]
    fn a_table_of_bands_grows_and_comes_back_from_its_text_its_link_and_its_file() {
        let text = "0:refresh;12.5:hold:-:keep;18:keep;22:keep:take_profit:take_profit;30:take_profit;60:hold:-:-:-";
        let (plan, read) = bands(text);
        assert_eq!((read, plan.hedge_rules.bands.len()), (Ok(()), 6));
        assert_eq!(plan.hedge_rules.bands[3].own(1), Some(Action::TakeProfit));
        assert_eq!(adaptive::BANDS.text(&plan), text);
        assert_eq!(url::parse(&url::fragment(&plan)).map(|opened| opened.plan), Ok(plan.clone()));
        assert_eq!(file::open(&file::text(&plan)).map(|opened| opened.plan), Ok(plan));
        // One layer's own action is a difference that a link tells.
        let (own, _) = bands("0:refresh;15:hold;20:keep:hold;25:take_profit");
        assert!(url::fragment(&own).contains("hedge_rules.bands="), "{}", url::fragment(&own));
        let (none, read) = bands("");
        assert_eq!((read, url::parse(&url::fragment(&none)).map(|opened| opened.plan)), (Ok(()), Ok(none)));
    }

    #[test]
    fn a_row_of_bands_that_cannot_be_is_named() {
        let said = |text: &str| bands(text).1.err().unwrap_or_default();
        assert_eq!(
            said("0:hold;20:keep;20:hold"),
            "Rules by VIX band: VIX must rise from row to row, from 0 to at most 150; 20 does not."
        );
        assert!(said("200:hold").ends_with("200 does not.") && said("-1:hold").ends_with("−1 does not."));
        assert_eq!(said("x:hold"), "Rules by VIX band: From VIX 'x' is not a number.");
        assert!(said("15:sell").contains("'15:sell' is not VIX:refresh|hold|keep|take_profit"), "{}", said("15:sell"));
        assert!(said("15").contains("'15' is not") && said("15:hold:sell").contains("'15:hold:sell'"));
        assert!(!said(&format!("15:hold{}", ":-".repeat(MOST + 1))).is_empty());
    }

    #[test]
    fn an_event_may_carry_a_surprise_and_old_texts_mean_what_they_meant() {
        let mut plan = Plan::default();
        let of = |plan: &Plan| plan.market.events.iter().map(|event| event.surprise).collect::<Vec<_>>();
        assert_eq!(EVENTS.set_text(&mut plan, "3:0.009;12:0.008:cpi"), Ok(()));
        assert_eq!((of(&plan), EVENTS.text(&plan)), (vec![0.0, 0.0], "3:0.009;12:0.008:cpi".into()));
        let text = "3:0.009:other:1.5;12:0.008:cpi:-2;20:0.009:fomc";
        assert_eq!(EVENTS.set_text(&mut plan, text), Ok(()));
        assert_eq!((of(&plan), EVENTS.text(&plan)), (vec![1.5, -2.0, 0.0], text.into()));
        assert_eq!(url::parse(&url::fragment(&plan)).map(|opened| opened.plan), Ok(plan.clone()));
        assert_eq!(file::open(&file::text(&plan)).map(|opened| opened.plan), Ok(plan.clone()));
        let mut said = |text: &str| EVENTS.set_text(&mut plan, text).err().unwrap_or_default();
        assert_eq!(
            said("3:0.009:fomc:7"),
            "Events: a surprise of 7 on day 3 is out of range. It may be \u{2212}6 to 6."
        );
        assert_eq!(said("3:0.009:fomc:much"), "Events: Surprise, σ 'much' is not a number.");
        assert!(said("3:0.009:fomc:1:1").contains("is not day:value"));
        plan.market.events[0].surprise = f64::NAN;
        assert!(EVENTS.check_in(&plan).is_err());
    }
}
