//! Signals of the files that were read: where each stands, on how many days it acted, and what its chart draws.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::plan::Plan;
use crate::signals::flags::Standings;
use crate::signals::standing::Standing;
use crate::sizing::rules;
use crate::units::day::Day;
use crate::views::data::flags;
use crate::views::data::offers::Offer;
use crate::views::data::read_signals::{self, Read};
use crate::views::data::readings::Readings;
use crate::views::data::thin;
use crate::views::pinned::Table;
use crate::words::dates::date;
use crate::words::{fixed, listed, number, rounded};

/// Decimals of what a chart draws.
const DECIMALS: usize = 4;

/// What a plan without a day leaves open.
const NO_DAY: &str = "The plan does not say its day: each signal stands where its files end, however old they are. With today's date those that end more than ten trading days before are not known.";

/// Where a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalState {
    /// It acts.
    On,
    /// It is known not to.
    Off,
    /// Not known: never a pass.
    Unknown,
}

/// One signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalRow {
    /// As its flag is called: `ad_divergence`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: SignalState,
    /// What it reads now, in few words; a dash where that is not known.
    pub now: String,
    /// What it acts at.
    pub acts_at: String,
    /// Days up to the plan's day on which it acted.
    pub acted: usize,
    /// Days up to then on which it is known.
    pub known: usize,
    /// The last day on which it acted.
    pub last: Option<Day>,
    /// The same in words: `now`, `12 Mar 2026`, `never`, `not known`; `31 Oct 2025, its last day` where the plan is of no
    /// day.
    pub last_said: String,
    /// Where it stands with the dates: `No Big Top (data to 20 Nov)`.
    pub standing: String,
    /// Whether it sets a flag; else it is shown only.
    pub sets: bool,
    /// What is left of the pool while it acts; `None` where it sets nothing or that is not known.
    pub factor: Option<f64>,
    /// Names of the files it is read from.
    pub files: Vec<String>,
    /// What else is worth knowing, a sentence each.
    pub notes: Vec<String>,
    /// Why it is not offered to the plan, a sentence; empty where it is or sets nothing.
    pub why_not: String,
}

/// What the chart of a signal is drawn from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalSeries {
    /// As in [`SignalRow::id`].
    pub id: String,
    /// Name of the signal.
    pub name: String,
    /// What its line is, with its unit: `A/D line less its mean of 21 days, stocks`.
    pub line: String,
    /// The finding.
    pub headline: String,
    /// Days, rising: at most six hundred, the extremes among them.
    pub days: Vec<Day>,
    /// The line; `None` where it is not known.
    pub values: Vec<Option<f64>>,
    /// What it is held against.
    pub thresholds: Vec<Option<f64>>,
    /// First and last day of every run on which the signal acted, all of them.
    pub runs: Vec<[Day; 2]>,
}

/// What is said of the signals.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// A row a signal, those that set a flag first.
    pub rows: Vec<SignalRow>,
    /// What their charts draw.
    pub series: Vec<SignalSeries>,
    /// What they offer.
    pub offers: Vec<Offer>,
    /// Which act, a sentence.
    pub acting: String,
    /// Rows that are none, a sentence each.
    pub problems: Vec<String>,
}

/// All signals of what was read.
pub fn of(readings: &Readings, plan: &Plan, book: Option<&Book>) -> Found {
    let today = plan.market.today;
    let reads = read_signals::all(&readings.all, plan, book);
    let standing = |id: &str| reads.iter().find(|read| read.id == id).map(|read| read.signal.standing(today));
    let correlation = reads.iter().find_map(|read| read.correlations);
    let standings = Standings {
        divergence: standing("ad_divergence"),
        big_top: standing("big_top"),
        correlation: standing("correlation_alarm").map(|standing| (standing, correlation)),
    };
    let flags = flags::of(readings, &standings, plan);
    let row = |read: &Read| {
        let why_not = flags.why_not.iter().find(|(id, _)| *id == read.id).map(|(_, why)| why.clone());
        SignalRow { why_not: why_not.unwrap_or_default(), ..row(read, readings, today) }
    };
    let rows: Vec<SignalRow> = reads.iter().map(row).collect();
    let series = reads.iter().zip(&rows).map(|(read, row)| series(read, row, today)).collect();
    let mut problems: Vec<String> =
        reads.iter().filter(|read| read.sets).filter_map(|read| read.wrong.clone()).collect();
    problems.dedup();
    if today.is_none() && rows.iter().any(|row| row.known > 0) {
        problems.push(NO_DAY.into());
    }
    Found { acting: acting(&rows, plan), rows, series, offers: flags.offers, problems }
}

fn row(read: &Read, readings: &Readings, today: Option<Day>) -> SignalRow {
    let signal = &read.signal;
    let until = signal.until(today);
    let answers = &signal.answers[..until.min(signal.answers.len())];
    let known = answers.iter().filter(|answer| answer.is_ok()).count();
    let acted = answers.iter().filter(|answer| **answer == Ok(true)).count();
    let last = answers.iter().rposition(|answer| *answer == Ok(true)).and_then(|row| signal.days.get(row)).copied();
    let standing = signal.standing(today);
    let state = match standing {
        Standing::On { .. } => SignalState::On,
        Standing::Off { .. } => SignalState::Off,
        Standing::Unknown { .. } => SignalState::Unknown,
    };
    let last_said = match (state, last) {
        (SignalState::On, _) if today.is_some() => "now".into(),
        (SignalState::On, Some(last)) => format!("{}, its last day", date(last)),
        (_, Some(last)) => date(last),
        _ if known > 0 => "never".into(),
        _ => "not known".into(),
    };
    let standing = match &read.wrong {
        Some(wrong) => format!("{} not known: {wrong}", read.name),
        None => standing.said(signal.name, today),
    };
    SignalRow {
        id: read.id.into(),
        name: read.name.into(),
        state,
        now: read.now.clone().unwrap_or_else(|| "—".into()),
        acts_at: read.acts_at.clone(),
        acted,
        known,
        last,
        last_said,
        standing,
        sets: read.sets,
        factor: read.factor.map(|factor| rounded(factor, DECIMALS)),
        files: readings.names(read.places),
        notes: read.notes.iter().cloned().chain(signal.unknown_said(today)).collect(),
        why_not: String::new(),
    }
}

fn series(read: &Read, row: &SignalRow, today: Option<Day>) -> SignalSeries {
    let kept = thin::kept(&read.values);
    let pick = |values: &[Option<f64>]| -> Vec<Option<f64>> {
        kept.iter().map(|at| values.get(*at).copied().flatten().map(|x| rounded(x, DECIMALS))).collect()
    };
    let headline = match row.known {
        0 => format!("{} is known on no day", row.name),
        known => {
            let days = format!("{} of {} trading days", number(row.acted as f64), number(known as f64));
            match (row.state, row.last) {
                (SignalState::On, _) => format!("{} {}, and did on {days}", row.name, acts(1, today)),
                (_, Some(last)) => format!("{} acted on {days}, last on {}", row.name, date(last)),
                (_, None) => format!("{} acted on none of {} trading days", row.name, number(known as f64)),
            }
        }
    };
    SignalSeries {
        id: row.id.clone(),
        name: row.name.clone(),
        line: read.line.into(),
        headline,
        days: kept.iter().filter_map(|at| read.signal.days.get(*at)).copied().collect(),
        values: pick(&read.values),
        thresholds: pick(&read.thresholds),
        runs: runs(read),
    }
}

fn runs(read: &Read) -> Vec<[Day; 2]> {
    let mut found: Vec<[Day; 2]> = Vec::new();
    let mut was_on = false;
    for (day, answer) in read.signal.days.iter().zip(&read.signal.answers) {
        let is_on = *answer == Ok(true);
        match found.last_mut() {
            Some([_, last]) if is_on && was_on => *last = *day,
            _ if is_on => found.push([*day; 2]),
            _ => {}
        }
        was_on = is_on;
    }
    found
}

impl SignalSeries {
    /// Days on which it came on.
    pub fn triggers(&self) -> Vec<Day> {
        self.runs.iter().map(|[from, _]| *from).collect()
    }
}

/// `acts now`; where the plan is of no day, `acts at the end of its data`.
fn acts(count: usize, today: Option<Day>) -> String {
    let [acts, its] = if count == 1 { ["acts", "its"] } else { ["act", "their"] };
    if today.is_some() { format!("{acts} now") } else { format!("{acts} at the end of {its} data") }
}

/// How many of the signals that set a flag act: a headline.
pub fn headline(rows: &[SignalRow], today: Option<Day>) -> String {
    let count = |state| rows.iter().filter(|row| row.sets && row.state == state).count();
    let [on, off, unknown] = [SignalState::On, SignalState::Off, SignalState::Unknown].map(count);
    let rest = match (unknown, off) {
        (0, _) => String::new(),
        (1, _) => "; one is not known".into(),
        (n, _) => format!("; {n} are not known"),
    };
    match on {
        0 if off == 0 => "No signal is known".into(),
        0 => format!("No signal is known to act{rest}"),
        on => format!("{on} of {} signals {}{rest}", on + off + unknown, acts(on, today)),
    }
}

/// Which signals act, and what that does to the pool: in the plan, or once they are put into it.
fn acting(rows: &[SignalRow], plan: &Plan) -> String {
    let of = |state| rows.iter().filter(move |row| row.sets && row.state == state);
    let unknown: Vec<String> = of(SignalState::Unknown).map(|row| row.name.clone()).collect();
    let are = if unknown.len() == 1 { "is" } else { "are" };
    let on: Vec<String> = of(SignalState::On).map(|row| does(row, plan)).collect();
    let rest = if unknown.is_empty() { String::new() } else { format!(" {} {are} not known.", listed(&unknown)) };
    match on.len() {
        0 if unknown.is_empty() => format!("No signal {}.", acts(1, plan.market.today)),
        0 => format!("No signal is known to act.{rest}"),
        1 => format!("One signal {}: {}.{rest}", acts(1, plan.market.today), listed(&on)),
        n => format!("{n} signals {}: {}.{rest}", acts(n, plan.market.today), listed(&on)),
    }
}

/// `the correlation shift cuts the pool × 0.82`.
fn does(row: &SignalRow, plan: &Plan) -> String {
    let sizing = &plan.sizing;
    let (name, flag, is_rule_on, factor) = match row.id.as_str() {
        "ad_divergence" => {
            (rules::ad_divergence::RULE.name, sizing.ad_divergence, sizing.rules.ad_divergence, row.factor)
        }
        "big_top" => (rules::big_top::RULE.name, sizing.big_top, sizing.rules.big_top, row.factor),
        _ => {
            let rule = rules::correlation_shift::RULE;
            let held = sizing.correlation_alarm == Some(true);
            let of_plan = Some(rules::correlation_shift::left(sizing.rho));
            (rule.name, sizing.correlation_alarm, sizing.rules.correlation, if held { of_plan } else { row.factor })
        }
    };
    let times = match factor {
        Some(factor) if plan.sized_pool().is_some() => format!("the pool × {}", fixed(factor, 2)),
        _ => return name.into(),
    };
    match flag {
        _ if !is_rule_on => format!("{name}, whose rule is off"),
        Some(true) => format!("{name} cuts {times}"),
        _ => format!("{name}, which cuts {times} once it is put into the plan"),
    }
}

/// Headings and a row a signal.
pub fn table(rows: &[SignalRow]) -> Table {
    let head = ["Signal", "Now", "Acts at", "Acted, trading days", "Known", "Last", "Stands"];
    let row = |row: &SignalRow| {
        vec![
            if row.sets { row.name.clone() } else { format!("{}, shown only", row.name) },
            row.now.clone(),
            row.acts_at.clone(),
            number(row.acted as f64),
            number(row.known as f64),
            row.last_said.clone(),
            row.standing.clone(),
        ]
    };
    (head.map(String::from).to_vec(), rows.iter().map(row).collect())
}

/// Headings and a row for every run of days on which a signal acted.
pub fn runs_table(all: &[SignalSeries]) -> Table {
    let head = ["Signal", "From", "To"].map(String::from).to_vec();
    let of = |one: &SignalSeries| -> Vec<Vec<String>> {
        one.runs.iter().map(|[from, to]| vec![one.name.clone(), date(*from), date(*to)]).collect()
    };
    (head, all.iter().flat_map(of).collect())
}
