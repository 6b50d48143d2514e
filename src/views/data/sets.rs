//! Sets: what was read of each file, over which days, what was put right, and what it is used for.

use serde::{Deserialize, Serialize};

use crate::data::Imported;
use crate::data::account::{Account, Rhythm};
use crate::units::day::Day;
use crate::views::data::Set;
use crate::views::data::offers::Offered;
use crate::views::data::readings::Readings;
use crate::views::data::say::Say;
use crate::views::pinned::Table;
use crate::words::dates::date;
use crate::words::{calendar_days, trading_days};
use crate::words::{capital, listed, number};

/// Years of days that can be written.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;
/// Trading days without a row up to which what is covered is one stretch.
const WITHOUT: f64 = 5.0;
/// Calendar days in which no more than so many trading days are.
const NEAR: f64 = 7.0;

/// A line that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Line of the file, from 1.
    pub line: usize,
    /// Why, a sentence.
    pub reason: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetRow {
    /// Number of the file.
    pub id: u64,
    /// Its name.
    pub file: String,
    /// What it is: `VIX, daily`.
    pub what: String,
    /// Its format: `Cboe index history`; empty for what has no rows.
    pub format: String,
    /// First day; `None` where the file does not say.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Rows that were read.
    pub rows: usize,
    /// Days that are missing, in few words: `13 trading days`.
    pub gaps: String,
    /// The same in a sentence that names the first of them; empty where there is none to name.
    pub gaps_said: String,
    /// Stretches with rows, each from and to as parts of [`super::DataTab::scale`]; more than five trading days without a
    /// row end one.
    pub coverage: Vec<[f64; 2]>,
    /// How many rows and numbers were put right.
    pub repaired: usize,
    /// What was put right, a sentence each.
    pub repairs: Vec<String>,
    /// What else is worth knowing, a sentence each.
    pub remarks: Vec<String>,
    /// Lines that were refused.
    pub refused: usize,
    /// The first of them.
    pub refusals: Vec<Refused>,
    /// What is reckoned from it: `betas, RSI`.
    pub used_for: String,
    /// Why it is not used, or something of it cannot be put into the plan, a sentence each.
    pub why_not: Vec<String>,
    /// What the plan has of it already, a sentence each.
    pub has: Vec<String>,
    /// Size, bytes.
    pub bytes: usize,
    /// The day it was kept on this device; `None` where it was not.
    pub kept: Option<Day>,
    /// What the person says of it.
    pub say: Say,
    /// What may be said of it.
    pub may_say: Vec<Say>,
}

impl SetRow {
    /// What was put right and what is missing, a sentence each.
    pub fn put_right(&self) -> impl Iterator<Item = &String> {
        self.repairs.iter().chain(std::iter::once(&self.gaps_said).filter(|said| !said.is_empty()))
    }

    /// That lines were refused which are not named one by one, where some were.
    pub fn more_refused(&self) -> Option<String> {
        let more = self.refused.checked_sub(self.refusals.len()).filter(|more| *more > 0)?;
        Some(format!("{} more lines were refused.", number(more as f64)))
    }
}

/// The scale of all coverage: from 1990 to the last day of any file, of the plan or of the closes that the page carries.
pub fn scale(sets: &[Set], others: impl IntoIterator<Item = Day>) -> [Day; 2] {
    let last = sets.iter().filter_map(|set| span(&set.read)).map(|[_, to]| to);
    let from = Day::RANGE[0];
    [from, last.chain(others).max().unwrap_or(from).max(Day(from.0 + 1))]
}

/// A row a file.
pub fn rows(readings: &Readings, offered: &[Offered], scale: [Day; 2]) -> Vec<SetRow> {
    let each = readings.sets.iter().enumerate();
    each.map(|(nth, set)| row(readings, nth, set, offered.get(nth), scale)).collect()
}

fn row(readings: &Readings, nth: usize, set: &Set, offered: Option<&Offered>, scale: [Day; 2]) -> SetRow {
    let account = set.read.account();
    let [from, to] = span(&set.read).map_or([None; 2], |days| days.map(Some));
    let mut uses: Vec<String> = readings.uses(nth).into_iter().map(String::from).collect();
    uses.extend(offered.iter().flat_map(|offered| &offered.offers).flat_map(|offer| offer.use_said.clone()));
    uses.dedup();
    let mut why_not: Vec<String> = readings.wrong(nth).map(String::from).into_iter().collect();
    why_not.extend(offered.into_iter().flat_map(|offered| offered.why_not.clone()));
    let remarks = match &set.read {
        Imported::Position(position) => position.note().into_iter().collect(),
        _ => account.map(|account| account.remarks.clone()).unwrap_or_default(),
    };
    SetRow {
        id: set.id,
        file: set.name.clone(),
        what: what(&set.read),
        format: account.map(|account| capital(account.format)).unwrap_or_default(),
        from,
        to,
        rows: account.map_or(1, |account| account.rows),
        gaps: account.map_or_else(|| "—".into(), gaps),
        gaps_said: account.and_then(Account::gaps_said).unwrap_or_default(),
        coverage: coverage(&set.read, scale),
        repaired: account.map_or(0, Account::put_right),
        repairs: account.map(|one| one.repairs.iter().map(|repair| repair.said.clone()).collect()).unwrap_or_default(),
        remarks,
        refused: account.map_or(0, |account| account.refused),
        refusals: account.map(refusals).unwrap_or_default(),
        used_for: match offered {
            _ if !uses.is_empty() => uses.join(", "),
            Some(offered) if !offered.has.is_empty() => "what the plan has already".into(),
            _ => "nothing".into(),
        },
        why_not,
        has: offered.map(|offered| offered.has.clone()).unwrap_or_default(),
        bytes: set.bytes,
        kept: set.kept,
        say: set.say,
        may_say: Say::of(&set.read),
    }
}

fn refusals(account: &Account) -> Vec<Refused> {
    account.refusals.iter().map(|one| Refused { line: one.line, reason: one.reason.clone() }).collect()
}

/// What a file is, as a table heads it.
pub fn what(read: &Imported) -> String {
    match read {
        Imported::Position(_) => "Uniswap v3 position".into(),
        Imported::Series(series) => {
            let how = if series.account.gaps.rhythm == Rhythm::Irregular { "" } else { ", daily" };
            format!("{}{how}", capital(&series.what.name()))
        }
        Imported::Chain(chain) => format!("{} options", chain.index.name()),
        Imported::Strip(_) => "VIX futures, one day".into(),
        Imported::Positions(_) => "Broker’s positions".into(),
    }
}

/// First and last day of what a file says; of a chain its session, of a strip and of positions their day. None where one of
/// them is in no year that is written with four digits.
pub fn span(read: &Imported) -> Option<[Day; 2]> {
    let days = match read {
        Imported::Series(series) => Some([*series.days.first()?, *series.days.last()?]),
        Imported::Chain(chain) => chain.session().map(|day| [day; 2]),
        Imported::Strip(strip) => strip.day.map(|day| [day; 2]),
        Imported::Positions(positions) => positions.day.map(|day| [day; 2]),
        Imported::Position(_) => None,
    };
    days.filter(|days| days.iter().all(|day| YEARS.contains(&day.date().0)))
}

fn gaps(account: &Account) -> String {
    let count = account.gaps.count;
    match account.gaps.rhythm {
        Rhythm::Irregular => "—".into(),
        _ if count == 0 => "none".into(),
        Rhythm::Trading => trading_days(count as f64),
        Rhythm::Calendar => calendar_days(count as f64),
    }
}

/// Stretches of days with rows, as parts of the scale.
fn coverage(read: &Imported, [from, to]: [Day; 2]) -> Vec<[f64; 2]> {
    let part = |day: Day| (day.since(from) / to.since(from)).clamp(0.0, 1.0);
    let stretches = match read {
        Imported::Series(series) if series.account.gaps.rhythm != Rhythm::Irregular => stretches(&series.days),
        read => span(read).into_iter().collect(),
    };
    stretches.into_iter().map(|ends| ends.map(part)).collect()
}

fn stretches(days: &[Day]) -> Vec<[Day; 2]> {
    let mut found: Vec<[Day; 2]> = Vec::new();
    for &day in days {
        match found.last_mut() {
            Some([_, last]) if day.since(*last) <= NEAR || day.trading_days_since(*last) - 1.0 <= WITHOUT => {
                *last = day;
            }
            _ => found.push([day; 2]),
        }
    }
    found
}

/// The finding: what reaches furthest back.
pub fn headline(rows: &[SetRow]) -> String {
    let Some((first, row)) = rows.iter().filter_map(|row| Some((row.from?, row))).min_by_key(|(from, _)| *from) else {
        return if rows.is_empty() { "No file is read".into() } else { "No file says its days".into() };
    };
    let name = row.what.split(',').next().unwrap_or_default();
    let year = first.date().0;
    let reach = if row.to == row.from { format!("{name} of {}", date(first)) } else { format!("{name} since {year}") };
    match rows.len() {
        1 => reach,
        _ => format!("{reach}, everything else from then on or later"),
    }
}

/// What is missing, put right and refused, in a few words.
pub fn repaired(row: &SetRow) -> String {
    let mut said = Vec::new();
    if row.gaps != "none" && row.gaps != "—" {
        said.push(format!("{} missing", row.gaps));
    }
    if row.repaired > 0 {
        said.push(format!("{} put right", number(row.repaired as f64)));
    }
    if row.refused > 0 {
        said.push(format!("{} refused", number(row.refused as f64)));
    }
    if said.is_empty() { "none".into() } else { said.join(", ") }
}

/// Headings and a row a file.
pub fn table(rows: &[SetRow]) -> Table {
    let head = ["File", "What", "From", "To", "Rows", "Missing", "Put right", "Refused", "Used for"];
    let day = |day: Option<Day>| day.map_or_else(|| "—".into(), date);
    let row = |row: &SetRow| {
        vec![
            row.file.clone(),
            row.what.clone(),
            day(row.from),
            day(row.to),
            number(row.rows as f64),
            row.gaps.clone(),
            if row.repairs.is_empty() { "none".into() } else { row.repairs.join(" ") },
            number(row.refused as f64),
            row.used_for.clone(),
        ]
    };
    (head.map(String::from).to_vec(), rows.iter().map(row).collect())
}

/// Headings and a row for everything that was put right, missing or refused, of all files.
pub fn repairs_table(rows: &[SetRow]) -> Table {
    let head = ["File", "Line", "What"].map(String::from).to_vec();
    let mut found = Vec::new();
    for row in rows {
        let mut add = |line: String, said: &str| found.push(vec![row.file.clone(), line, said.to_string()]);
        row.put_right().for_each(|said| add("—".into(), said));
        row.refusals.iter().for_each(|one| add(number(one.line as f64), &one.reason));
        if let Some(more) = row.more_refused() {
            add("—".into(), &more);
        }
    }
    (head, found)
}

/// That files are gone with the page, where the device could not keep some: a sentence.
pub fn unkept(rows: &[SetRow]) -> Option<String> {
    let names: Vec<String> = rows.iter().filter(|row| row.kept.is_none()).map(|row| row.file.clone()).collect();
    match names.len() {
        0 => None,
        n if n == rows.len() => Some("This browser keeps no files here: they are gone when the page is closed.".into()),
        _ => Some(format!("This browser could not keep {}: gone when the page is closed.", listed(&names))),
    }
}

/// What all files come to: rows, what was put right, refused lines, in a sentence; empty without files.
pub fn said(rows: &[SetRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let count = |of: fn(&SetRow) -> usize| rows.iter().map(of).sum::<usize>();
    let several = |n: usize, one: &str, many: &str| format!("{} {}", number(n as f64), if n == 1 { one } else { many });
    let sets = several(rows.len(), "set", "sets");
    let all = several(count(|row| row.rows), "row", "rows");
    let mut more = Vec::new();
    if let repaired @ 1.. = count(|row| row.repaired) {
        more.push(format!("{} put right, all listed", several(repaired, "row or number", "rows and numbers")));
    }
    if let refused @ 1.. = count(|row| row.refused) {
        more.push(several(refused, "line refused", "lines refused"));
    }
    let more = if more.is_empty() { "nothing had to be repaired".into() } else { more.join("; ") };
    format!("{sets} read, {all}; {more}.")
}
