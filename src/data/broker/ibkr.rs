//! Interactive Brokers: the Activity Statement as CSV, many tables in one, each row led by its section and by `Header` or
//! `Data`. Open positions are read; their lots repeat the summary.

use csv::StringRecord;

use crate::data::account::Account;
use crate::data::broker::condors::{Positions, positions};
use crate::data::broker::legs::{Leg, Legs, Other, option_name};
use crate::data::broker::named;
use crate::data::cell::{Decimals, cell};
use crate::data::occ;
use crate::data::table::{Head, Pace, Rows, line};
use crate::units::day::Day;

/// Its name.
pub const NAME: &str = "Interactive Brokers statement";

/// Whether it is one: its second column says what a row is, and a table of positions or the statement's own comes first.
pub fn looks_like(head: &Head<'_>) -> bool {
    let is_header = |row: &Vec<String>| {
        row.get(1).is_some_and(|kind| kind == "Header")
            && (row.first().is_some_and(|section| section == "Statement")
                || row.iter().any(|cell| cell == "DataDiscriminator"))
    };
    head.rows.iter().any(is_header)
}

/// Columns of a table of open positions.
struct Columns {
    section: String,
    discriminator: Option<usize>,
    symbol: usize,
    quantity: usize,
    multiplier: Option<usize>,
    basis: Option<usize>,
    price: Option<usize>,
}

impl Columns {
    /// The columns of a header; `None` where it is that of another table.
    fn of(record: &StringRecord) -> Option<Columns> {
        let at = |names: &[&str]| record.iter().position(|cell| names.iter().any(|name| cell.trim() == *name));
        // Trades have a time, positions a price at the close.
        at(&["Close Price"])?;
        if at(&["Date/Time"]).is_some() {
            return None;
        }
        Some(Columns {
            section: record.get(0)?.to_string(),
            discriminator: at(&["DataDiscriminator"]),
            symbol: at(&["Symbol"])?,
            quantity: at(&["Quantity"])?,
            multiplier: at(&["Mult", "Multiplier"]),
            basis: at(&["Cost Basis"]),
            price: at(&["Cost Price"]),
        })
    }

    /// What a row of the table holds; none where it repeats another.
    fn leg(&self, record: &StringRecord) -> Result<Option<Result<Leg, Other>>, String> {
        let text = |at: usize| record.get(at).unwrap_or_default().trim();
        let number = |at: Option<usize>| at.and_then(|at| cell(text(at), Decimals::Point).number());
        if self.discriminator.is_some_and(|at| !text(at).eq_ignore_ascii_case("Summary")) {
            return Ok(None);
        }
        let symbol = text(self.symbol);
        let first = symbol.split_whitespace().next().unwrap_or_default();
        let of_name = || named::read(symbol).map(|one| (first, one.expiry, one.strike, one.call));
        let of_code = || occ::read(symbol).map(|occ| (occ.root, occ.expiry, occ.strike, occ.call));
        let Some((root, expiry, strike, call)) = of_code().or_else(of_name) else {
            return Ok(Some(Err(Other::plain(symbol))));
        };
        let Some((index, _)) = occ::index(root) else {
            return Ok(Some(Err(Other::option(&option_name(root, expiry, strike, call), root))));
        };
        let quantity = named::quantity(text(self.quantity))?;
        let each = |basis: f64| basis.abs() / (quantity.abs() * number(self.multiplier).unwrap_or(100.0));
        let price = number(self.basis).map(each).or_else(|| number(self.price)).filter(|price| price.is_finite());
        Ok(Some(Ok(Leg { index, root: root.into(), expiry, strike, call, quantity, price, trade: String::new() })))
    }
}

/// Reads it.
///
/// # Errors
/// Nothing in it is an option on SPX or VIX, or that it was stopped.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Positions, String> {
    let (mut account, mut legs) = (Account::new(NAME), Legs::default());
    let (mut columns, mut day): (Option<Columns>, Option<Day>) = (None, None);
    let mut rows = Rows::of(head, pace);
    while let Some((record, place)) = rows.record()? {
        match (record.get(1), record.get(2)) {
            (Some("Header"), _) => columns = Columns::of(record),
            (Some("Data"), Some("Period")) => {
                let period = record.get(3).unwrap_or_default();
                day = named::day(period.rsplit_once(" - ").map_or(period, |(_, last)| last));
            }
            (Some("Data"), _) => {
                let here = columns.as_ref().filter(|columns| record.get(0) == Some(columns.section.as_str()));
                let Some(columns) = here else { continue };
                match columns.leg(record) {
                    Ok(None) => {}
                    Ok(Some(Ok(leg))) => {
                        legs.add(leg).unwrap_or_else(|reason| account.refuse(|| line(head.text, place), reason));
                    }
                    Ok(Some(Err(other))) => legs.other(other),
                    Err(reason) => account.refuse(|| line(head.text, place), reason),
                }
            }
            _ => {}
        }
    }
    positions(&legs, day, account)
}

#[cfg(test)]
mod tests {
    use crate::data::broker::condors::Positions;
    use crate::data::{Imported, read};
    use crate::units::day::Day;

    fn found(text: &str) -> Positions {
        match read(text) {
            Ok(Imported::Positions(positions)) => *positions,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn open_positions_are_read_among_other_tables() {
        let text = "\u{feff}Statement,Header,Field Name,Field Value\nStatement,Data,Period,\"November 1, 2025 - November 28, 2025\"\nOpen Positions,Header,DataDiscriminator,Asset Category,Currency,Symbol,Quantity,Mult,Cost Price,Cost Basis,Close Price,Value,Unrealized P/L,Code\nOpen Positions,Data,Summary,Stocks,USD,AAPL,100,1,250,25000,251,25100,100,\nOpen Positions,Data,Summary,Equity and Index Options,USD,SPXW 16JAN26 5985 P,5,100,20,\"10,000\",20,10000,0,\nOpen Positions,Data,Lot,Equity and Index Options,USD,SPXW 16JAN26 5985 P,5,100,20,10000,20,10000,0,\nOpen Positions,Data,Summary,Equity and Index Options,USD,SPXW 16JAN26 6035 P,-5,100,26,-13000,26,-13000,0,\nOpen Positions,Data,Summary,Equity and Index Options,USD,SPXW 16JAN26 6715 C,-5,100,10,-5000,10,-5000,0,\nOpen Positions,Data,Summary,Equity and Index Options,USD,SPXW 16JAN26 6765 C,5,100,4,2000,4,2000,0,\nOpen Positions,Total,,Equity and Index Options,USD,,,,,-6000,,-6000,0,\nTrades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price\nTrades,Data,Order,Equity and Index Options,USD,VIX 21JAN26 30 C,\"2025-11-20, 10:00:00\",1,1,1\n";
        let found = found(text);
        assert_eq!((found.condors.len(), found.condors[0].credit, found.legs.len()), (1, Some(12.0), 0));
        assert_eq!((found.day, found.why.len()), (Day::of(2025, 11, 28), 1));
        let stock: String =
            text.lines().filter(|line| !line.contains("SPXW")).map(|line| format!("{line}\n")).collect();
        assert!(read(&stock).is_err_and(|said| said.contains("it holds AAPL")));
    }
}
