//! Layout: where a table has its date and its numbers, and the series that its rows make.

use crate::data::account::{Account, Rhythm};
use crate::data::beyond::{self, PRICES};
use crate::data::cell::{Cell, cell};
use crate::data::known_closes::told;
pub use crate::data::rule::Rule;
use crate::data::series::{Column, Series, What};
use crate::data::table::{Head, Pace, Rows, line};
use crate::data::written_date::{Order, Written, likely};
use crate::units::day::Day;
use crate::words::clip;

/// That nobody says what prices are of.
pub const UNNAMED: &str =
    "The file does not say what these prices are of, and their closes are none that are known here.";
/// Years that a row may be of.
const YEARS: [i32; 2] = [1900, 2100];

/// One column of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the series.
    pub name: String,
    /// Its place in the table.
    pub at: usize,
    /// What its numbers may be.
    pub rule: Rule,
}

/// Where a table has what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Name of the format.
    pub format: &'static str,
    /// Records before the first row.
    pub from: usize,
    /// Column of the date.
    pub date: usize,
    /// Columns that are read.
    pub fields: Vec<Field>,
    /// The one of them without which a row says nothing.
    pub main: usize,
    /// The one that says as much where the main one is blank, where there is such a one.
    pub instead: Option<usize>,
    /// Calendar days by which a price is older than its row: a snapshot at midnight closes the day before.
    pub behind: i32,
}

impl Layout {
    /// The layout with these columns of a header, those that it has: (name in the table, name in the series, rule). The
    /// main one is the one that is called so in the series. `None` without it or without the date.
    pub fn of(
        head: &Head<'_>,
        header: usize,
        format: &'static str,
        date: &str,
        wanted: &[(&str, &str, Rule)],
        main: &str,
    ) -> Option<Layout> {
        let field = |(there, here, rule): &(&str, &str, Rule)| {
            Some(Field { name: (*here).into(), at: head.column(header, there)?, rule: *rule })
        };
        let fields: Vec<Field> = wanted.iter().filter_map(field).collect();
        let main = fields.iter().position(|field| field.name == main)?;
        let date = head.column(header, date)?;
        Some(Layout { format, from: header.saturating_add(1), date, fields, main, instead: None, behind: 0 })
    }

    /// The layout with every column of a header to which `named` gives a name in the series and a rule, by its name in lower
    /// case; the main one is the first whose name in the series `main` takes. `None` without it or without a date.
    pub fn of_named(
        head: &Head<'_>,
        header: usize,
        format: &'static str,
        named: &dyn Fn(&str) -> Option<(String, Rule)>,
        main: &dyn Fn(&str) -> bool,
    ) -> Option<Layout> {
        let field = |(at, cell): (usize, &String)| {
            named(&cell.to_ascii_lowercase()).map(|(name, rule)| Field { name, at, rule })
        };
        let fields: Vec<Field> = head.cells(header).iter().enumerate().filter_map(field).collect();
        let main = fields.iter().position(|field| main(&field.name))?;
        let date = head.column(header, "date")?;
        Some(Layout { format, from: header.saturating_add(1), date, fields, main, instead: None, behind: 0 })
    }

    /// The same with the four prices of a day under their usual names, and a volume where there is one.
    pub fn of_prices(head: &Head<'_>, header: usize, format: &'static str, date: &str) -> Option<Layout> {
        let wanted = PRICES.map(|name| (name, name, Rule::Price));
        let all: Vec<_> = wanted.into_iter().chain([("volume", "volume", Rule::Size)]).collect();
        Layout::of(head, header, format, date, &all, "close")
    }

    /// Reads the rows. What they are of is `what`; where that is none it is told by its closes.
    ///
    /// # Errors
    /// No row that can be read, fewer than are refused, dates in two orders, or that it was stopped.
    pub fn read(&self, head: &Head<'_>, what: Option<What>, pace: &mut Pace<'_>) -> Result<Series, String> {
        let mut reading = Reading {
            layout: self,
            head,
            account: Account::new(self.format),
            rows: Vec::new(),
            values: Vec::new(),
            tally: Tally::default(),
        };
        reading.rows(pace)?;
        reading.series(what)
    }
}

/// A row before the order of its dates is known.
struct Raw {
    written: Written,
    /// Where it begins in the text.
    place: usize,
    /// Where its numbers begin among all.
    values: usize,
}

/// What was put right, by kind.
#[derive(Default)]
struct Tally {
    empty: usize,
    blank: usize,
    cleaned: usize,
    no_price: usize,
}

/// A series in the making.
struct Reading<'a, 't> {
    layout: &'a Layout,
    head: &'a Head<'t>,
    account: Account,
    rows: Vec<Raw>,
    values: Vec<Option<f64>>,
    tally: Tally,
}

/// A row with its day.
struct Dated {
    day: Day,
    second: i32,
    place: usize,
    values: usize,
}

impl Reading<'_, '_> {
    fn rows(&mut self, pace: &mut Pace<'_>) -> Result<(), String> {
        let mut rows = Rows::behind(self.head, self.layout.from, pace)?;
        let mut numbers = Vec::new();
        while let Some((record, place)) = rows.record()? {
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            numbers.clear();
            match self.row(record, &mut numbers) {
                Ok(None) => self.tally.empty = self.tally.empty.saturating_add(1),
                Ok(Some(written)) => {
                    self.rows.push(Raw { written, place, values: self.values.len() });
                    self.values.append(&mut numbers);
                }
                Err(reason) => self.account.refuse(|| line(self.head.text, place), reason),
            }
        }
        Ok(())
    }

    /// The date of a row and its numbers; none where its main cell is blank.
    fn row(&mut self, record: &csv::StringRecord, numbers: &mut Vec<Option<f64>>) -> Result<Option<Written>, String> {
        let date = record.get(self.layout.date).unwrap_or_default();
        let written = Written::read(date).ok_or_else(|| format!("'{}' is no date.", clip(date.trim())))?;
        let (mut blank, mut cleaned, mut no_price) = (0_usize, 0_usize, 0_usize);
        for (nth, field) in self.layout.fields.iter().enumerate() {
            let is_main = nth == self.layout.main;
            let Some(text) = record.get(field.at) else {
                if is_main {
                    return Err(format!("It is cut short: it has {} cells and no {}.", record.len(), field.name));
                }
                numbers.push(None);
                blank = blank.saturating_add(1);
                continue;
            };
            let read = cell(text, self.head.decimals);
            let wrong = |why: &str| Err(format!("'{}' is no {}: {why}.", clip(text.trim()), field.name));
            let number = match read {
                Cell::Wrong => return wrong("it is no finite number"),
                Cell::Blank if is_main && !self.has_instead(record) => return Ok(None),
                Cell::Blank => {
                    blank = blank.saturating_add(1);
                    None
                }
                Cell::Number(x) | Cell::Cleaned(x) => Some(x),
            };
            if matches!(read, Cell::Cleaned(_)) {
                cleaned = cleaned.saturating_add(1);
            }
            match (field.rule, number) {
                (Rule::Price, Some(x)) if x <= 0.0 && is_main => return wrong("a price is above 0"),
                (Rule::Price, Some(0.0)) => {
                    no_price = no_price.saturating_add(1);
                    numbers.push(None);
                }
                (Rule::Price, Some(x)) if x < 0.0 => return wrong("a price is above 0"),
                (Rule::Size, Some(x)) if x < 0.0 => return wrong("it cannot be below 0"),
                (_, number) => numbers.push(number),
            }
        }
        self.tally.blank = self.tally.blank.saturating_add(blank);
        self.tally.cleaned = self.tally.cleaned.saturating_add(cleaned);
        self.tally.no_price = self.tally.no_price.saturating_add(no_price);
        Ok(Some(written))
    }

    /// Whether a row whose main cell is blank says as much in another.
    fn has_instead(&self, record: &csv::StringRecord) -> bool {
        let field = self.layout.instead.and_then(|nth| self.layout.fields.get(nth));
        let text = field.and_then(|field| record.get(field.at));
        text.is_some_and(|text| cell(text, self.head.decimals) != Cell::Blank)
    }

    /// Which number of a date is the month: as one of the dates settles, else the month first.
    fn order(&mut self) -> Result<Order, String> {
        let settled =
            |order: Order| self.rows.iter().find(|row| row.written.order() == Some(order)).map(|row| row.place);
        let [month, day] = [Order::MonthFirst, Order::DayFirst].map(settled);
        if let (Some(month), Some(day)) = (month, day) {
            let [month, day] = [month, day].map(|place| line(self.head.text, place));
            return Err(format!(
                "Line {month} writes the month first and line {day} the day: the dates of this file are mixed, and the others cannot be told."
            ));
        }
        let is_open = month.or(day).is_none() && self.rows.iter().any(|row| matches!(row.written, Written::Either(..)));
        if is_open {
            let order = likely(|| self.rows.iter().map(|row| row.written));
            let which = match order {
                Order::MonthFirst => "read with the month first.",
                Order::DayFirst => "read with the day first, so that its days follow one another.",
            };
            self.account.remarks.push(format!("No date tells whether the month or the day comes first: {which}"));
            return Ok(order);
        }
        Ok(if day.is_some() { Order::DayFirst } else { Order::MonthFirst })
    }

    fn series(mut self, what: Option<What>) -> Result<Series, String> {
        let order = self.order()?;
        let mut rows = Vec::with_capacity(self.rows.len());
        for Raw { written, place, values } in std::mem::take(&mut self.rows) {
            let is_of_this_time = |day: &Day| (YEARS[0]..=YEARS[1]).contains(&day.date().0);
            match written.day(order).filter(|(day, _)| is_of_this_time(day)) {
                Some((day, second)) => {
                    let behind = if second == 0 { self.layout.behind } else { 0 };
                    rows.push(Dated { day: Day(day.0.saturating_sub(behind)), second, place, values });
                }
                None => self.account.refuse(|| line(self.head.text, place), "There is no such day."),
            }
        }
        self.sort(&mut rows);
        let main = self.layout.main;
        let days: Vec<Day> = rows.iter().map(|row| row.day).collect();
        let closes: Vec<Option<f64>> = rows.iter().map(|row| self.value(row, main)).collect();
        let what = what.or_else(|| told(&days, &closes)).unwrap_or(What::Unnamed);
        self.refuse_impossible(&mut rows, &what);
        self.account.rows = rows.len();
        self.checked(rows.len())?;
        let days: Vec<Day> = rows.iter().map(|row| row.day).collect();
        let column = |(nth, field): (usize, &Field)| Column {
            name: field.name.clone(),
            values: rows.iter().map(|row| self.value(row, nth)).collect(),
        };
        let mut columns: Vec<Column> = self.layout.fields.iter().enumerate().map(column).collect();
        let bad = beyond::outside(&mut columns);
        let impossible = beyond::impossible(&mut columns, main, &what);
        self.say_repairs([bad, impossible]);
        let account = &mut self.account;
        let rhythm = Rhythm::of(&days, what.rhythm());
        account.find_gaps(&days, rhythm);
        if rhythm == Rhythm::Trading {
            let shut = days.iter().filter(|day| !day.is_trading_day()).count();
            account.remark(
                shut,
                "row is of a day on which New York is shut; it stays.",
                "rows are of days on which New York is shut; they stay.",
            );
        }
        if what == What::Unnamed {
            account.remarks.push(UNNAMED.into());
        }
        Ok(Series { what, days, columns, main, account: self.account })
    }

    /// The number of a row in a column.
    fn value(&self, row: &Dated, column: usize) -> Option<f64> {
        self.values.get(row.values.saturating_add(column)).copied().flatten()
    }

    /// Refuses the rows whose main number is none that their thing can have.
    fn refuse_impossible(&mut self, rows: &mut Vec<Dated>, what: &What) {
        let name = self.layout.fields.get(self.layout.main).map_or("close", |field| &field.name);
        let why = |row: &Dated| beyond::why_not(what, name, self.value(row, self.layout.main)?);
        let mut wrong: Vec<(usize, String)> = rows.iter().filter_map(|row| Some((row.place, why(row)?))).collect();
        wrong.sort();
        rows.retain(|row| why(row).is_none());
        for (place, reason) in wrong {
            self.account.refuse(|| line(self.head.text, place), reason);
        }
    }

    /// Says what was put right: on the way here, and so many prices outside their day's and outside what can be.
    fn say_repairs(&mut self, [outside, impossible]: [usize; 2]) {
        let Tally { empty, blank, cleaned, no_price } = self.tally;
        let account = &mut self.account;
        let main = self.layout.fields.get(self.layout.main).map_or("close", |field| &field.name);
        account.repair(
            empty,
            &format!("row has no {main} and was left out."),
            &format!("rows have no {main} and were left out."),
        );
        account.repair(
            cleaned,
            "number had separators or signs of money, taken off.",
            "numbers had separators or signs of money, taken off.",
        );
        account.repair(no_price, "price of 0 counts as none.", "prices of 0 count as none.");
        account.repair(
            outside,
            "row has a price outside its low and high: that price was left out, the close stays.",
            "rows have a price outside their low and high: that price was left out, the close stays.",
        );
        account.repair(
            impossible,
            "number beside the main one cannot be: it was left out, the row stays.",
            "numbers beside the main one cannot be: they were left out, the rows stay.",
        );
        account.remark(blank, "cell of another column is blank.", "cells of other columns are blank.");
    }

    /// Rows by date, one a day: the last of each.
    fn sort(&mut self, rows: &mut Vec<Dated>) {
        let is_falling = rows.len() > 1 && rows.windows(2).all(|pair| pair[1].day <= pair[0].day);
        let moved = rows.windows(2).filter(|pair| pair[1].day < pair[0].day).count();
        if is_falling && moved > 0 {
            self.account.remarks.push("The newest row comes first: the order was turned round.".into());
        } else {
            self.account.repair(
                moved,
                "row was earlier than the one before it: sorted by date.",
                "rows were earlier than the one before them: sorted by date.",
            );
        }
        rows.sort_by_key(|row| (row.day, row.second, row.place));
        let is_within_a_day =
            rows.windows(2).any(|pair| pair[0].day == pair[1].day && pair[0].second != pair[1].second);
        let before = rows.len();
        rows.reverse();
        rows.dedup_by_key(|row| row.day);
        rows.reverse();
        let repeated = before.saturating_sub(rows.len());
        self.account.repair(
            repeated,
            "row repeats a date: the last of them was kept.",
            "rows repeat a date: the last of each was kept.",
        );
        if is_within_a_day {
            // A high of the last hour is no day's.
            for (start, nth) in rows.iter().flat_map(|row| (0..self.layout.fields.len()).map(|nth| (row.values, nth))) {
                if nth != self.layout.main
                    && let Some(value) = self.values.get_mut(start.saturating_add(nth))
                {
                    *value = None;
                }
            }
            self.account.remarks.push(
                "There are several rows a day: only their last close is a day's, so that nothing else was kept.".into(),
            );
        }
    }

    /// That more was read than refused.
    fn checked(&self, kept: usize) -> Result<(), String> {
        let Account { format, refused, .. } = self.account;
        let first = self.account.refusals.first();
        let why = first.map(|one| format!(" Line {}: {}", one.line, one.reason)).unwrap_or_default();
        if kept == 0 {
            return Err(format!("This looks like {format}, but no row of it can be read.{why}"));
        }
        if refused > kept {
            return Err(format!(
                "This looks like {format}, but {refused} of its rows cannot be read and {kept} can.{why}"
            ));
        }
        Ok(())
    }
}
