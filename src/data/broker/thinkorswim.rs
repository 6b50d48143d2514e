//! thinkorswim: the Position Statement of Monitor, and the trades of an Account Statement.
//!
//! Positions stand below the symbol of their underlying, in columns that the person chose. Trades are netted: what was
//! opened before the statement begins is not in it.

use csv::StringRecord;

use crate::data::account::Account;
use crate::data::broker::condors::{Positions, positions};
use crate::data::broker::legs::{Leg, Legs, Other, option_name};
use crate::data::broker::named;
use crate::data::cell::{Decimals, cell};
use crate::data::occ::{self, Index};
use crate::data::table::{Head, Pace, Rows, line};
use crate::words::clip;

/// Its name.
pub const NAME: &str = "thinkorswim statement";

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    let begins =
        |cell: &String| cell.starts_with("Position Statement for") || cell.starts_with("Account Statement for");
    head.rows.iter().flatten().any(begins)
        || head.header(&["instrument", "qty", "mark"]).is_some()
        || head.header(&["exec time", "spread", "pos effect", "strike"]).is_some()
}

/// Columns of the part that is being read.
enum Part {
    None,
    Positions { instrument: usize, quantity: usize, price: Option<usize> },
    Trades { side: usize, quantity: usize, symbol: usize, expiry: usize, strike: usize, kind: usize, price: usize },
}

/// The part whose header a record is.
fn part(record: &StringRecord) -> Option<Part> {
    let at = |name: &str| record.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    if let (Some(instrument), Some(quantity)) = (at("Instrument"), at("Qty")) {
        return Some(Part::Positions { instrument, quantity, price: at("Trade Price") });
    }
    Some(Part::Trades {
        side: at("Side").filter(|_| at("Pos Effect").is_some())?,
        quantity: at("Qty")?,
        symbol: at("Symbol")?,
        expiry: at("Exp")?,
        strike: at("Strike")?,
        kind: at("Type")?,
        price: at("Price")?,
    })
}

/// Reads it.
///
/// # Errors
/// Nothing in it is an option on SPX or VIX, or that it was stopped.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Positions, String> {
    let (mut account, mut legs) = (Account::new(NAME), Legs::default());
    let (mut now, mut underlying, mut is_of_trades) = (Part::None, String::new(), false);
    let mut rows = Rows::of(head, pace);
    while let Some((record, place)) = rows.record()? {
        if let Some(next) = part(record) {
            now = next;
            continue;
        }
        let text = |at: usize| record.get(at).unwrap_or_default().trim();
        let read = match now {
            Part::None => continue,
            Part::Positions { instrument, quantity, price } => {
                let name = text(instrument);
                let is_option =
                    name.split_whitespace().next_back().and_then(named::is_call).is_some() && name.contains(' ');
                if is_option {
                    position(name, &underlying, text(quantity), price.map(text).unwrap_or_default())
                } else {
                    if is_symbol(name) && occ::index(name).is_none() && !text(quantity).is_empty() {
                        legs.other(Other::plain(name));
                    }
                    if is_symbol(name) {
                        underlying = name.to_string();
                    }
                    continue;
                }
            }
            Part::Trades { side, quantity, symbol, expiry, strike, kind, price } => {
                if record.iter().filter(|cell| !cell.trim().is_empty()).count() < 4 {
                    now = Part::None;
                    continue;
                }
                is_of_trades = true;
                let name = format!("{} {} {}", text(expiry), text(strike), text(kind));
                let signed = if text(side).eq_ignore_ascii_case("SELL") { -1.0 } else { 1.0 };
                position(&name, text(symbol), text(quantity), text(price))
                    .map(|leg| Leg { quantity: signed * leg.quantity.abs(), ..leg })
            }
        };
        match read {
            Ok(leg) => legs.add(leg).unwrap_or_else(|reason| account.refuse(|| line(head.text, place), reason)),
            Err(Wrong::Other(other)) => legs.other(other),
            Err(Wrong::Row(reason)) => account.refuse(|| line(head.text, place), reason),
        }
    }
    if is_of_trades {
        account.remarks.push(
            "The positions are what the trades of the statement leave: what was opened before it begins is not in it."
                .into(),
        );
    }
    positions(&legs, day(head), account)
}

/// Why a row is no leg.
enum Wrong {
    /// Another product.
    Other(Other),
    /// A row that cannot be read.
    Row(String),
}

fn is_symbol(name: &str) -> bool {
    (1..=8).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'/' | b'.' | b'$'))
}

fn position(name: &str, underlying: &str, quantity: &str, price: &str) -> Result<Leg, Wrong> {
    let option = named::read(name);
    let other = || {
        let said = option.map(|one| option_name(underlying, one.expiry, one.strike, one.call));
        Wrong::Other(Other::option(said.as_deref().unwrap_or(underlying), underlying))
    };
    let (index, _) = occ::index(underlying).ok_or_else(other)?;
    let option = option.ok_or_else(|| Wrong::Row(format!("'{}' names no option.", clip(name))))?;
    let quantity = named::quantity(quantity).map_err(Wrong::Row)?;
    let root = match index {
        Index::Spx if option.weekly || underlying == "SPXW" => "SPXW",
        Index::Spx => "SPX",
        Index::Vix => "VIX",
    };
    Ok(Leg {
        index,
        root: root.into(),
        expiry: option.expiry,
        strike: option.strike,
        call: option.call,
        quantity,
        price: cell(price, Decimals::Point).number().map(f64::abs),
        trade: String::new(),
    })
}

/// The day in `Position Statement for … on 12/29/21 11:49:04`.
fn day(head: &Head<'_>) -> Option<crate::units::day::Day> {
    let first = head.rows.iter().flatten().find(|cell| cell.starts_with("Position Statement for"))?;
    named::day(first.rsplit_once(" on ")?.1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
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

    const STATEMENT: &str = "Position Statement for 000000000 (nobody) on 11/28/25 11:49:04\n\nNone\nInstrument,Qty,Days,Trade Price,Mark,Mrk Chng,P/L Open,P/L Day,BP Effect\nSPX,,,,,,($330.00),$0.00,\"($25,000.00)\"\nS&P 500 INDEX,0,,.00,6700.00,N/A,$0.00,$0.00,\n100 (Weeklys) 16 JAN 26 5985 PUT,+5,49,20.00,20.10,N/A,($30.00),$0.00,\n100 (Weeklys) 16 JAN 26 6035 PUT,-5,49,26.00,26.10,N/A,$30.00,$0.00,\n100 (Weeklys) 16 JAN 26 6715 CALL,-5,49,10.00,10.10,N/A,$30.00,$0.00,\n100 (Weeklys) 16 JAN 26 6765 CALL,+5,49,4.00,4.10,N/A,$30.00,$0.00,\nVIX,,,,,,$10.00,$0.00,\n100 21 JAN 26 30 CALL,+10,54,.85,.90,N/A,$10.00,$0.00,\nAAPL,+100,,250.00,251.00,N/A,$100.00,$0.00,\n100 16 JAN 26 260 CALL,-1,49,3.00,3.10,N/A,$0.00,$0.00,\n";

    #[test]
    fn a_position_statement_gives_the_condor_and_the_calls() {
        let found = found(STATEMENT);
        let condor = &found.condors[0];
        assert_eq!((condor.contracts, condor.weeklys, condor.credit), (5, true, Some(12.0)));
        let calls = &found.layers[0];
        assert_eq!((found.legs.len(), calls.contracts, calls.strike, calls.price), (0, 10.0, 30.0, Some(0.85)));
        assert_eq!(
            found.why,
            [
                "AAPL: no option, but a stock, a fund, a future or the like.",
                "AAPL 16 Jan 2026 260 call: an option on AAPL, neither SPX nor VIX."
            ]
        );
        assert_eq!((found.day, found.account.put_right()), (Day::of(2025, 11, 28), 0));
        let stock = "Position Statement for 0 (x) on 11/28/25 11:49:04\n\nInstrument,Qty,Days,Trade Price,Mark\nAAPL,+100,,250.00,251.00\n";
        assert!(read(stock).is_err_and(|said| said.contains("it holds AAPL")));
    }

    #[test]
    fn trades_of_an_account_statement_are_netted() {
        let text = "Account Statement for 0 (x) since 11/1/25 through 11/28/25\n\nAccount Trade History\n,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type\n,11/3/25 15:23:00,IRON CONDOR,SELL,-2,TO OPEN,SPX,16 JAN 26,6715,CALL,10.00,12.00,LMT\n,,,BUY,+2,TO OPEN,SPX,16 JAN 26,6765,CALL,4.00,CREDIT,\n,,,SELL,-2,TO OPEN,SPX,16 JAN 26,6035,PUT,26.00,,\n,,,BUY,+2,TO OPEN,SPX,16 JAN 26,5985,PUT,20.00,,\n,11/4/25 15:23:00,SINGLE,BUY,+1,TO OPEN,VIX,21 JAN 26,30,CALL,.85,.85,LMT\n,11/5/25 15:23:00,SINGLE,SELL,-1,TO CLOSE,VIX,21 JAN 26,30,CALL,.95,.95,LMT\n\nProfits and Losses\nSymbol,Description,P/L Open\nSPX,INDEX,1\n";
        let found = found(text);
        assert_eq!(
            (found.condors.len(), found.condors[0].contracts, found.condors[0].credit, found.legs.len()),
            (1, 2, Some(12.0), 0)
        );
        assert_eq!((found.condors[0].weeklys, found.condors[0].am), (false, Some(true)));
    }
}
