//! OptionNET Explorer: the Detail report, a line for each trade and below it one for each transaction. The symbol of an old
//! option carries the Saturday after its last day: the column of the expiry is trusted, not the symbol.

use std::collections::BTreeSet;

use csv::StringRecord;

use crate::data::account::Account;
use crate::data::broker::condors::{Positions, positions};
use crate::data::broker::legs::{Leg, Legs, Other, option_name};
use crate::data::broker::named;
use crate::data::cell::{Decimals, cell};
use crate::data::occ;
use crate::data::table::{Head, Pace, Rows, line};
use crate::words::clip;

/// Its name.
pub const NAME: &str = "OptionNET Explorer report";

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    let title = head.rows.iter().take(3).flatten().any(|cell| cell.starts_with("ONE Detail Report"));
    title || head.header(&["tradeid", "transaction", "qty", "symbol", "expiry"]).is_some()
}

/// Places of columns by name, in a header.
fn at(record: &[String], name: &str) -> Option<usize> {
    record.iter().position(|cell| cell.eq_ignore_ascii_case(name))
}

/// Columns of a transaction.
struct Columns {
    trade: usize,
    transaction: usize,
    quantity: usize,
    symbol: usize,
    expiry: usize,
    kind: usize,
    price: Option<usize>,
}

impl Columns {
    fn of(row: &[String]) -> Option<Columns> {
        Some(Columns {
            trade: at(row, "TradeId")?,
            transaction: at(row, "Transaction")?,
            quantity: at(row, "Qty")?,
            symbol: at(row, "Symbol")?,
            expiry: at(row, "Expiry")?,
            kind: at(row, "Type")?,
            price: at(row, "Price"),
        })
    }

    /// What a transaction did; the name of another product where it is of one; none where the row is no transaction.
    fn leg(&self, record: &StringRecord) -> Result<Option<Result<Leg, Other>>, String> {
        let text = |at: usize| record.get(at).unwrap_or_default().trim();
        let word = text(self.transaction).to_ascii_uppercase();
        let signed = match () {
            () if word.starts_with("SELL") || word.starts_with("SOLD") => -1.0,
            () if word.starts_with("BUY") || word.starts_with("BOT") || word.starts_with("BOUGHT") => 1.0,
            () => return Ok(None),
        };
        let symbol = text(self.symbol);
        let Some(occ) = occ::read(symbol) else { return Ok(Some(Err(Other::plain(symbol)))) };
        let expiry =
            named::day(text(self.expiry)).ok_or_else(|| format!("'{}' is no expiry.", clip(text(self.expiry))))?;
        let Some((index, _)) = occ::index(occ.root) else {
            return Ok(Some(Err(Other::option(&option_name(occ.root, expiry, occ.strike, occ.call), occ.root))));
        };
        let quantity = named::quantity(text(self.quantity))?;
        let price = self.price.and_then(|at| cell(text(at), Decimals::Point).number());
        let call = named::is_call(text(self.kind)).unwrap_or(occ.call);
        Ok(Some(Ok(Leg {
            index,
            root: occ.root.into(),
            expiry,
            strike: occ.strike,
            call,
            quantity: signed * quantity.abs(),
            price: price.map(f64::abs),
            trade: text(self.trade).into(),
        })))
    }
}

/// Reads it: what the transactions of each open trade leave.
///
/// # Errors
/// Nothing in it is an option on SPX or VIX, or that it was stopped.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Positions, String> {
    let columns = head
        .rows
        .iter()
        .find_map(|row| Columns::of(row))
        .ok_or("An OptionNET Explorer report has a line of transactions in its head; this one has not.")?;
    let status = head.rows.iter().find_map(|row| at(row, "Status").zip(at(row, "TradeId")));
    let (mut account, mut legs) = (Account::new(NAME), Legs::default());
    let mut closed = BTreeSet::new();
    let mut rows = Rows::of(head, pace);
    while let Some((record, place)) = rows.record()? {
        if let Some((status, trade)) = status
            && record
                .get(status)
                .is_some_and(|status| ["Closed", "Expired"].iter().any(|word| status.trim().eq_ignore_ascii_case(word)))
        {
            closed.insert(record.get(trade).unwrap_or_default().trim().to_string());
            continue;
        }
        match columns.leg(record) {
            Ok(Some(Ok(leg))) if closed.contains(&leg.trade) => {}
            Ok(Some(Ok(leg))) => {
                legs.add(leg).unwrap_or_else(|reason| account.refuse(|| line(head.text, place), reason));
            }
            Ok(Some(Err(other))) => legs.other(other),
            Ok(None) => {}
            Err(reason) => account.refuse(|| line(head.text, place), reason),
        }
    }
    let many = closed.len();
    account.remark(many, "trade is closed and was left out.", "trades are closed and were left out.");
    let day = head.rows.iter().flatten().find_map(|cell| named::day(cell.strip_prefix("Date/Time:")?.trim()));
    positions(&legs, day, account)
}

#[cfg(test)]
mod tests {
    use crate::data::{Imported, read};
    use crate::units::day::Day;

    #[test]
    fn open_trades_are_read_by_their_expiry_and_closed_ones_left_out() {
        let mut text = String::from(
            "ONE Detail Report\n\nDate/Time: 11/28/2025 10:00:00 AM\nFilter: [All]\nGrouping: Account\n\n,Account,Expiration,TradeId,TradeName,Underlying,Status,TradeType,OpenDate,CloseDate,DaysToExpiration,DaysInTrade,Margin,Comms,PnL,PnLperc\n,,Account,TradeId,Date,Transaction,Qty,Symbol,Expiry,Type,Description,Underlying,Price,Commission\n",
        );
        for (trade, status) in [(7, "Open"), (8, "Closed")] {
            text += &format!(",IB,1/16/2026,{trade},x,SPX,{status},Condor,11/3/2025,,49,20,1000,1,1,1\n");
            for (word, code, kind, price) in [
                ("Buy", "P05985000", "Put", 20),
                ("Sell", "P06035000", "Put", 26),
                ("Sell", "C06715000", "Call", 10),
                ("Buy", "C06765000", "Call", 4),
            ] {
                let signed = if word == "Buy" { 5 } else { -5 };
                text += &format!(
                    ",,IB,{trade},11/3/2025 10:00:00 AM,{word},{signed},SPX   260117{code},1/16/2026,{kind},x,SPX,{price}.00,1.00\n"
                );
            }
        }
        let Ok(Imported::Positions(found)) = read(&text) else { unreachable!("{:?}", read(&text)) };
        assert_eq!((found.condors.len(), found.condors[0].credit, found.condors[0].contracts), (1, Some(12.0), 5));
        assert_eq!((Some(found.condors[0].expiry), found.day), (Day::of(2026, 1, 16), Day::of(2025, 11, 28)));
        assert_eq!(found.account.remarks[0], "1 trade is closed and was left out.");
    }
}
