//! Table: a text as records of cells, by the `csv` crate; its head, and its rows one after the other, which may be stopped.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::data::cell::{Decimals, settles};

/// Said where the person stopped.
pub const STOPPED: &str = "Stopped: nothing of this file was taken.";
/// Bytes and records of a head.
const HEAD_BYTES: usize = 65_536;
const HEAD_RECORDS: usize = 40;
/// Bytes that are looked through for a number that settles how decimal parts are set off.
const SETTLED_BYTES: usize = 1 << 20;
/// Records between two looks at whether to stop.
const STEP: usize = 512;
/// Lines that one record may go over, cells that it may have.
const MOST_LINES: usize = 50;
const MOST_CELLS: usize = 1_000;

/// What is told how far the work is, as a share of the text, and answers whether to go on.
pub struct Pace<'p>(pub &'p mut dyn FnMut(f64) -> bool);

impl Pace<'_> {
    /// # Errors
    /// [`STOPPED`].
    pub fn at(&mut self, share: f64) -> Result<(), String> {
        if (self.0)(share.clamp(0.0, 1.0)) { Ok(()) } else { Err(STOPPED.into()) }
    }
}

/// The beginning of a text.
#[derive(Clone, Debug)]
pub struct Head<'t> {
    /// The whole text.
    pub text: &'t str,
    /// What parts its cells.
    pub delimiter: u8,
    /// How decimal parts are set off in it.
    pub decimals: Decimals,
    /// Its first records, cells trimmed.
    pub rows: Vec<Vec<String>>,
}

impl<'t> Head<'t> {
    /// The head of a text.
    pub fn of(text: &'t str) -> Head<'t> {
        let end = text.floor_char_boundary(HEAD_BYTES);
        let start = text.get(..end).unwrap_or_default();
        let delimiter = delimiter(start);
        let trimmed =
            |record: StringRecord| record.iter().take(MOST_CELLS).map(|cell| cell.trim().to_string()).collect();
        let rows =
            reader(start, delimiter).into_records().map_while(Result::ok).take(HEAD_RECORDS).map(trimmed).collect();
        Head { text, delimiter, decimals: decimals(text, delimiter), rows }
    }

    /// The place of the first record with all these cells, case aside.
    pub fn header(&self, names: &[&str]) -> Option<usize> {
        let has = |row: &Vec<String>, name: &str| row.iter().any(|cell| cell.eq_ignore_ascii_case(name));
        self.rows.iter().position(|row| names.iter().all(|name| has(row, name)))
    }

    /// Cells of a record; none past the end.
    pub fn cells(&self, record: usize) -> &[String] {
        self.rows.get(record).map_or(&[], Vec::as_slice)
    }

    /// The column of a record by its name, case aside.
    pub fn column(&self, record: usize, name: &str) -> Option<usize> {
        self.cells(record).iter().position(|cell| cell.eq_ignore_ascii_case(name))
    }
}

/// How decimal parts are set off in a text whose cells are parted by this sign: by a point where that is a comma, else as the
/// numbers settle that can be read in one way only. Where none does, tabs come from a clipboard and are read with the point;
/// where two contradict each other, and with semicolons, each cell is read for itself.
fn decimals(text: &str, delimiter: u8) -> Decimals {
    if delimiter == b',' {
        return Decimals::Point;
    }
    let end = text.floor_char_boundary(SETTLED_BYTES);
    let cells = text.get(..end).unwrap_or_default().split(['\n', char::from(delimiter)]);
    let (mut point, mut comma) = (false, false);
    for sign in cells.filter_map(settles) {
        point |= sign == Decimals::Point;
        comma |= sign == Decimals::Comma;
    }
    match (point, comma) {
        (true, false) => Decimals::Point,
        (false, true) => Decimals::Comma,
        (false, false) if delimiter == b'\t' => Decimals::Point,
        _ => Decimals::Either,
    }
}

/// What parts the cells: a semicolon or a tab where most lines have two at least, else a comma.
fn delimiter(start: &str) -> u8 {
    let lines: Vec<&str> = start.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let is_of = |sign: char| lines.iter().filter(|line| line.matches(sign).count() >= 2).count() > lines.len() / 2;
    match () {
        () if is_of(';') => b';',
        () if is_of('\t') => b'\t',
        () => b',',
    }
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The records of a text, one after the other.
pub struct Rows<'t, 'p, 'f> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    record: StringRecord,
    read: usize,
    pace: &'p mut Pace<'f>,
}

impl<'t, 'p, 'f> Rows<'t, 'p, 'f> {
    /// The records of the text that this is the head of, from the first.
    pub fn of(head: &Head<'t>, pace: &'p mut Pace<'f>) -> Rows<'t, 'p, 'f> {
        let reader = reader(head.text, head.delimiter);
        Rows { text: head.text, reader, record: StringRecord::new(), read: 0, pace }
    }

    /// The records behind the first so many.
    ///
    /// # Errors
    /// As [`Rows::record`].
    pub fn behind(head: &Head<'t>, first: usize, pace: &'p mut Pace<'f>) -> Result<Rows<'t, 'p, 'f>, String> {
        let mut rows = Rows::of(head, pace);
        for _ in 0..first {
            if rows.record()?.is_none() {
                break;
            }
        }
        Ok(rows)
    }

    /// The next record, with the place at which it begins; `None` after the last.
    ///
    /// # Errors
    /// [`STOPPED`]; a record that goes over too many lines or cells.
    pub fn record(&mut self) -> Result<Option<(&StringRecord, usize)>, String> {
        let from = self.reader.position().byte() as usize;
        if self.read.is_multiple_of(STEP) {
            self.pace.at(from as f64 / self.text.len().max(1) as f64)?;
        }
        let is_there = self.reader.read_record(&mut self.record).unwrap_or(false);
        if !is_there {
            return Ok(None);
        }
        self.read = self.read.saturating_add(1);
        let begins = self.record.position().map_or(from, |at| at.byte() as usize);
        if self.record.len() > MOST_CELLS {
            let said =
                format!("Line {} has {} cells: no table here has so many.", self.line(begins), self.record.len());
            return Err(said);
        }
        let end = self.reader.position().byte() as usize;
        let spanned = self.text.as_bytes().get(begins..end).unwrap_or_default();
        let newlines = spanned.trim_ascii().iter().filter(|byte| **byte == b'\n').take(MOST_LINES).count();
        if newlines >= MOST_LINES {
            let line = self.line(begins);
            return Err(format!(
                "From line {line} on a quotation mark is opened and not closed: no row can be told from the next."
            ));
        }
        Ok(Some((&self.record, begins)))
    }

    /// The line, from 1, of what begins at a place of the text.
    pub fn line(&self, begins: usize) -> usize {
        line(self.text, begins)
    }
}

/// The line, from 1, of what begins at a place of a text; empty lines that stand there are passed over.
pub fn line(text: &str, begins: usize) -> usize {
    let bytes = text.as_bytes();
    let rest = bytes.get(begins..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(**byte, b'\n' | b'\r')).count();
    let before = bytes.get(..begins.saturating_add(blank)).unwrap_or_default();
    let newlines = before.iter().filter(|byte| **byte == b'\n').count();
    // Old Macs end a line by a carriage return alone.
    let ends = if newlines == 0 { before.iter().filter(|byte| **byte == b'\r').count() } else { newlines };
    ends.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(Vec<String>, usize)> {
        let mut go_on = |_: f64| true;
        let mut pace = Pace(&mut go_on);
        let head = Head::of(text);
        let mut rows = Rows::of(&head, &mut pace);
        let mut found = Vec::new();
        while let Ok(Some((record, at))) = rows.record() {
            found.push((record.iter().map(String::from).collect(), line(text, at)));
        }
        found
    }

    #[test]
    fn a_row_has_the_line_that_an_editor_shows() {
        for text in ["a,b\n\n1,2\n\"x\ny\",3\n4,5\n", "a,b\r\n\r\n1,2\r\n\"x\ny\",3\r\n4,5"] {
            let lines: Vec<usize> = records(text).into_iter().map(|(_, line)| line).collect();
            assert_eq!(lines, [1, 3, 4, 6], "{text:?}");
        }
        let mac: Vec<usize> = records("a,b\r1,2\r3,4\r").into_iter().map(|(_, line)| line).collect();
        assert_eq!(mac, [1, 2, 3]);
    }

    #[test]
    fn cells_are_parted_by_what_most_lines_have() {
        assert_eq!(Head::of("a;b;c\n1,5;2;3\n").delimiter, b';');
        assert_eq!(Head::of("a\tb\tc\n1\t2\t3\n").delimiter, b'\t');
        assert_eq!(Head::of("a,b,c\n1,2,3\n").delimiter, b',');
        for (text, decimals) in [
            ("a,b\n1,5\n", Decimals::Point),
            ("Date\tClose\tVolume\n2026-01-02\t6,000\t3,930,120,000\n", Decimals::Point),
            ("Date\tClose\tVolume\n2026-01-02\t6,000\t7\n", Decimals::Point),
            ("Datum;Kurs;x\n02.01.2026;6.000;1\n05.01.2026;6.012,5;1\n", Decimals::Comma),
            ("Date;Close;x\n2026-01-02;6.000;1\n2026-01-05;6012.25;1\n", Decimals::Point),
            ("Date;Close;x\n2026-01-02;6,000;1\n", Decimals::Either),
            ("Date;Close;x\n2026-01-02;6,5;1\n2026-01-05;6.5;1\n", Decimals::Either),
        ] {
            assert_eq!(Head::of(text).decimals, decimals, "{text}");
        }
        assert_eq!(Head::of("x\nDate,Close\n1,2").header(&["close", "DATE"]), Some(1));
    }

    #[test]
    fn it_stops_when_told_and_says_so() {
        let text = "1,2\n".repeat(5_000);
        let mut calls = 0;
        let mut stop = |_: f64| {
            calls += 1;
            calls < 3
        };
        let mut pace = Pace(&mut stop);
        let head = Head::of(&text);
        let mut rows = Rows::of(&head, &mut pace);
        let ended = loop {
            match rows.record() {
                Ok(Some(_)) => {}
                other => break other.map(|_| ()),
            }
        };
        assert_eq!((ended, calls), (Err(STOPPED.into()), 3));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_named() {
        let text = format!("a,b\n1,\"2\n{}", "3,4\n".repeat(200));
        let mut go_on = |_: f64| true;
        let mut pace = Pace(&mut go_on);
        let head = Head::of(&text);
        let mut rows = Rows::of(&head, &mut pace);
        assert!(rows.record().is_ok());
        assert!(rows.record().is_err_and(|said| said.starts_with("From line 2")));
        let wide = ",".repeat(5_000);
        let head = Head::of(&wide);
        assert!(Rows::of(&head, &mut pace).record().is_err_and(|said| said.contains("5001 cells")));
    }
}
