//! tastytrade: the history of transactions, of today's 21 columns or the 15 of before, and the positions as they are on
//! screen. Columns are found by name; transactions are netted.

use csv::StringRecord;

use crate::data::account::Account;
use crate::data::broker::condors::{Positions, positions};
use crate::data::broker::legs::{Leg, Legs, Other, option_name};
use crate::data::broker::named;
use crate::data::cell::{Decimals, cell};
use crate::data::occ;
use crate::data::table::{Head, Pace, Rows, line};
use crate::units::day::Day;
use crate::words::clip;

/// Its name.
pub const NAME: &str = "tastytrade export";

/// The header of one of the three layouts.
fn header(head: &Head<'_>) -> Option<usize> {
    let layouts: [&[&str]; 3] = [
        &["action", "symbol", "instrument type", "quantity", "underlying symbol"],
        &["transaction code", "symbol", "buy/sell", "open/close", "quantity"],
        &["symbol", "type", "quantity", "exp date", "strike price", "call/put"],
    ];
    layouts.iter().find_map(|names| head.header(names))
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    header(head).is_some()
}

/// Reads it.
///
/// # Errors
/// Nothing in it is an option on SPX or VIX, or that it was stopped.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Positions, String> {
    let at = header(head).ok_or("A tastytrade export has a symbol and a quantity; this one has not.")?;
    let is_of_trades = head.column(at, "buy/sell").or_else(|| head.column(at, "action")).is_some();
    let (mut account, mut legs) = (Account::new(NAME), Legs::default());
    let mut rows = Rows::behind(head, at.saturating_add(1), pace)?;
    while let Some((record, place)) = rows.record()? {
        let row = Row { record, head, at };
        let symbol = row.text(&["symbol"]);
        let underlying = row.text(&["underlying symbol", "root symbol"]);
        let Some(option) = row.option() else {
            // Deposits and the like have no symbol.
            if !matches!(symbol, "" | "--") {
                legs.other(match row.named() {
                    Some((root, expiry, strike, call)) => Other::option(
                        &option_name(root, expiry, strike, call),
                        if underlying.is_empty() { root } else { underlying },
                    ),
                    None => Other::plain(symbol),
                });
            }
            continue;
        };
        let added = if row.is_gone() {
            legs.gone(option)
        } else {
            row.quantity(is_of_trades).and_then(|quantity| legs.add(Leg { quantity, ..option }))
        };
        if let Err(reason) = added {
            account.refuse(|| line(head.text, place), reason);
        }
    }
    if is_of_trades {
        account.remarks.push(
            "The positions are what the transactions leave: what was opened before the first of them is not in it."
                .into(),
        );
    }
    positions(&legs, None, account)
}

/// A row under its header.
struct Row<'r, 't> {
    record: &'r StringRecord,
    head: &'r Head<'t>,
    at: usize,
}

impl<'r> Row<'r, '_> {
    /// The cell of the first of these columns that there is.
    fn text(&self, names: &[&str]) -> &'r str {
        let column = names.iter().find_map(|name| self.head.column(self.at, name));
        column.and_then(|column| self.record.get(column)).unwrap_or_default().trim()
    }

    /// A number; none where the cell is blank or `--`.
    fn number(&self, names: &[&str]) -> Option<f64> {
        cell(self.text(names), Decimals::Point).number()
    }

    /// Root, expiry, strike and whether it is a call of the option that the row is of: by its symbol, else by its columns.
    fn named(&self) -> Option<(&'r str, Day, f64, bool)> {
        let symbol = self.text(&["symbol"]);
        Some(match occ::read(symbol) {
            Some(occ) => (occ.root, occ.expiry, occ.strike, occ.call),
            None => (
                symbol,
                named::day(self.text(&["expiration date", "exp date"]))?,
                self.number(&["strike price", "strike"])?,
                named::is_call(self.text(&["call or put", "call/put"]))?,
            ),
        })
    }

    /// The option on SPX or VIX that the row is of, with its price and no quantity.
    fn option(&self) -> Option<Leg> {
        let (root, expiry, strike, call) = self.named()?;
        let (index, _) = occ::index(root)?;
        // The average price is per share in some rows and per contract in others; the value is not.
        let each = || {
            let contracts = self.number(&["quantity"])?.abs() * self.number(&["multiplier"]).unwrap_or(100.0);
            Some(self.number(&["value"])?.abs() / contracts).filter(|price| price.is_finite())
        };
        let price = each().or_else(|| self.number(&["price", "trade price"]).map(f64::abs));
        Some(Leg { index, root: root.into(), expiry, strike, call, quantity: 0.0, price, trade: String::new() })
    }

    /// Whether the row says that the option expired or was settled.
    fn is_gone(&self) -> bool {
        let kind = self.text(&["sub type", "transaction subcode"]).to_ascii_lowercase();
        ["expiration", "exercise", "assignment", "settle"].iter().any(|word| kind.contains(word))
    }

    /// Contracts, below 0 where they are sold.
    fn quantity(&self, is_of_trades: bool) -> Result<f64, String> {
        let quantity = named::quantity(self.text(&["quantity"]))?;
        if !is_of_trades {
            return Ok(quantity);
        }
        let action = self.text(&["action", "buy/sell"]).to_ascii_uppercase();
        match () {
            () if action.starts_with("SELL") => Ok(-quantity.abs()),
            () if action.starts_with("BUY") => Ok(quantity.abs()),
            () => Err(format!("'{}' is neither a purchase nor a sale.", clip(&action))),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::data::broker::condors::Positions;
    use crate::data::{Imported, read};

    fn found(text: &str) -> Positions {
        match read(text) {
            Ok(Imported::Positions(positions)) => *positions,
            other => unreachable!("{other:?}"),
        }
    }

    const HEAD: &str = "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Total,Currency\n";

    fn trade(action: &str, symbol: &str, value: &str, quantity: f64) -> String {
        format!(
            "2026-01-05T10:00:00-0500,Trade,x,{action},{symbol},Equity Option,x,\"{value}\",{quantity},0,0,0,100,SPXW,SPX,1/16/26,0,x,1,0,USD\n"
        )
    }

    #[test]
    fn transactions_are_netted_newest_first_or_not() {
        let rows = [
            trade("BUY_TO_OPEN", "SPXW  260116P05985000", "-10,000.00", 5.0),
            trade("SELL_TO_OPEN", "SPXW  260116P06035000", "13,000.00", 5.0),
            trade("SELL_TO_OPEN", "SPXW  260116C06715000", "5,000.00", 5.0),
            trade("BUY_TO_OPEN", "SPXW  260116C06765000", "-2,000.00", 5.0),
            trade("BUY_TO_OPEN", "VIX   260121C00030000", "-85.00", 1.0),
            trade("SELL_TO_CLOSE", "VIX   260121C00030000", "95.00", 1.0),
            trade("SELL_TO_OPEN", "SPY   260116C00690000", "95.00", 1.0).replace(",SPX,", ",SPY,"),
            "2026-01-02T10:00:00-0500,Money Movement,Deposit,,,,x,\"1,000.00\",0,,--,0,,,,,,,,\"1,000.00\",USD\n"
                .into(),
        ];
        for text in [rows.concat(), rows.iter().rev().cloned().collect()] {
            let found = found(&format!("{HEAD}{text}"));
            assert_eq!((found.condors.len(), found.condors[0].credit, found.legs.len()), (1, Some(12.0), 0));
            assert!(
                found.why.iter().any(|said| said == "SPY 16 Jan 2026 690 call: an option on SPY, neither SPX nor VIX."),
                "{:?}",
                found.why
            );
        }
        let gone = rows[0].replace(",Trade,x,BUY_TO_OPEN,", ",Receive Deliver,Expiration,,");
        let three = found(&format!("{HEAD}{gone}{}", rows.concat()));
        assert_eq!((three.condors.len(), three.legs.len()), (0, 3));
    }

    #[test]
    fn the_positions_on_screen_and_the_old_layout_are_read() {
        let on_screen = "Account,Symbol,Type,Quantity,Exp Date,DTE,Strike Price,Call/Put,Underlying Last Price,P/L Open\nx,VIX   260121C00030000,OPTION,10,1/21/26,54d,30,CALL,16.5,10\nx,AAPL,EQUITY,100,,,,,250,0\n";
        let found_there = found(on_screen);
        let calls = &found_there.layers[0];
        assert_eq!((found_there.legs.len(), calls.contracts, calls.price), (0, 10.0, None));
        assert_eq!(found_there.why, ["AAPL: no option, but a stock, a fund, a future or the like."]);
        let legacy = "Date/Time,Transaction Code,Transaction Subcode,Symbol,Buy/Sell,Open/Close,Quantity,Expiration Date,Strike,Call/Put,Price,Fees,Amount,Description,Account Reference\n01/05/2026 10:00 AM,Trade,Sell to Open,SPX,Sell,Open,2,01/16/2026,6035,P,26.0,0,0,x,x\n";
        let old = found(legacy);
        assert_eq!((old.legs[0].quantity, old.legs[0].price, old.why.len()), (-2.0, Some(26.0), 1));
    }
}
