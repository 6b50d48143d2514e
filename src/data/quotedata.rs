//! Cboe quotedata: a chain as cboe.com's delayed quotes and its old quotedata.dat save it.
//!
//! A name line with the level, a date line, a header in which calls and puts have the same names left and right of `Strike`,
//! then a row for each strike of an expiry and root. The symbols say expiry and root in every layout; the first column
//! writes its date as it likes. Expired options of the same day have no volatility.

use std::collections::BTreeMap;

use csv::StringRecord;

use crate::data::account::Account;
use crate::data::cell::{Cell, cell};
use crate::data::chain::{Expiry, OptionChain, Quote, Side};
use crate::data::occ::{self, Occ};
use crate::data::stamp;
use crate::data::table::{Head, Pace, Rows, line};
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{clip, listed, number};

/// Its name.
pub const NAME: &str = "Cboe option chain (quotedata)";

/// Columns of one side.
#[derive(Clone, Copy, Debug)]
struct Columns {
    symbol: usize,
    bid: usize,
    ask: usize,
    iv: Option<usize>,
    open_interest: Option<usize>,
}

/// Where the table has what.
#[derive(Clone, Copy, Debug)]
struct Places {
    header: usize,
    strike: usize,
    call: Columns,
    put: Columns,
}

fn places(head: &Head<'_>) -> Option<Places> {
    let header = head.header(&["calls", "strike", "puts", "bid", "ask"])?;
    let strike = head.column(header, "strike")?;
    let side = |symbol: &str, is_here: &dyn Fn(usize) -> bool| {
        let cells = head.cells(header);
        let column = |names: &[&str]| {
            let is_named = |cell: &String| names.iter().any(|name| cell.eq_ignore_ascii_case(name));
            cells.iter().enumerate().find(|(at, cell)| is_here(*at) && is_named(cell)).map(|(at, _)| at)
        };
        Some(Columns {
            symbol: column(&[symbol])?,
            bid: column(&["bid"])?,
            ask: column(&["ask"])?,
            iv: column(&["iv"]),
            open_interest: column(&["open interest", "open int"]),
        })
    };
    Some(Places { header, strike, call: side("calls", &|at| at < strike)?, put: side("puts", &|at| at > strike)? })
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    places(head).is_some()
}

/// What was put right, by kind.
#[derive(Default)]
struct Tally {
    cleaned: usize,
    repeated: usize,
    crossed: usize,
    bare: usize,
}

/// Strikes in thousandths of a point, by expiry and root.
type Found = BTreeMap<(Day, String), BTreeMap<i64, Quote>>;

/// Reads it.
///
/// # Errors
/// A chain of another product, no row that can be read, or that it was stopped.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<OptionChain, String> {
    let places =
        places(head).ok_or("A Cboe chain has calls and puts left and right of the strike; this one has not.")?;
    let mut account = Account::new(NAME);
    let (mut found, mut tally, mut index) = (Found::new(), Tally::default(), None);
    let mut rows = Rows::behind(head, places.header.saturating_add(1), pace)?;
    while let Some((record, place)) = rows.record()? {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match row(record, &places, head, &mut tally) {
            Ok((occ, quote)) => {
                let (of, _) = occ::index(occ.root).ok_or_else(|| {
                    let root = clip(occ.root);
                    format!("This is Cboe's chain of {root}, another product: chains of SPX and of VIX options are read here.")
                })?;
                match index {
                    Some(known) if known != of => {
                        account.refuse(
                            || line(head.text, place),
                            format!("{} is of another index than the rows before it.", occ.root),
                        );
                        continue;
                    }
                    _ => index = Some(of),
                }
                let strikes = found.entry((occ.expiry, occ.root.to_string())).or_default();
                if strikes.insert((quote.strike * 1_000.0).round() as i64, quote).is_some() {
                    tally.repeated = tally.repeated.saturating_add(1);
                }
            }
            Err(reason) => account.refuse(|| line(head.text, place), reason),
        }
    }
    let Some(index) = index else {
        let why = account.refusals.first().map(|one| format!(" Line {}: {}", one.line, one.reason)).unwrap_or_default();
        return Err(format!("This looks like a {NAME}, but no row of it can be read.{why}"));
    };
    account.repair(
        tally.repeated,
        "strike is there twice: the later row was kept.",
        "strikes are there twice: the later row of each was kept.",
    );
    account.repair(
        tally.cleaned,
        "number had separators of thousands, taken off.",
        "numbers had separators of thousands, taken off.",
    );
    account.repair(
        tally.crossed,
        "quote has a bid above its ask and gives no mid.",
        "quotes have a bid above their ask and give no mid.",
    );
    account.repair(
        tally.bare,
        "quote lacks its bid or its ask: what is not there was read as 0.",
        "quotes lack their bid or their ask: what is not there was read as 0.",
    );
    let chain = OptionChain { index, made: None, spot: spot(head, places.header), expiries: expiries(found), account };
    told(chain, head, places.header)
}

/// One row: what its symbols say, and its quotes.
fn row<'r>(
    record: &'r StringRecord,
    places: &Places,
    head: &Head<'_>,
    tally: &mut Tally,
) -> Result<(Occ<'r>, Quote), String> {
    let text = |at: usize| record.get(at).unwrap_or_default().trim();
    let symbol =
        |at: usize| occ::read(text(at)).ok_or_else(|| format!("'{}' is no symbol of an option.", clip(text(at))));
    let (call, put) = (symbol(places.call.symbol)?, symbol(places.put.symbol)?);
    if !call.call || put.call || (call.root, call.expiry) != (put.root, put.expiry) {
        return Err(format!(
            "Its call {} and its put {} are no pair.",
            clip(text(places.call.symbol)),
            clip(text(places.put.symbol))
        ));
    }
    let (mut cleaned, mut bare, mut crossed) = (0_usize, 0_usize, 0_usize);
    let mut numbered = |at: usize, what: &str| match cell(text(at), head.decimals) {
        Cell::Wrong => Err(format!("'{}' is no {what}: it is no finite number.", clip(text(at)))),
        Cell::Number(x) | Cell::Cleaned(x) if x < 0.0 => Err(format!("A {what} of {} cannot be below 0.", number(x))),
        Cell::Cleaned(x) => {
            cleaned = cleaned.saturating_add(1);
            Ok(Some(x))
        }
        read => Ok(read.number()),
    };
    let strike = numbered(places.strike, "strike")?.ok_or("The row has no strike.")?;
    if (strike - call.strike).abs() > 1e-3 || (strike - put.strike).abs() > 1e-3 {
        return Err(format!(
            "Its strike is {} and its symbols say {} and {}.",
            number(strike),
            number(call.strike),
            number(put.strike)
        ));
    }
    let mut side = |columns: &Columns| -> Result<Side, String> {
        let (bid, ask) = (numbered(columns.bid, "bid")?, numbered(columns.ask, "ask")?);
        match bid.zip(ask) {
            Some((bid, ask)) => crossed = crossed.saturating_add(usize::from(bid > ask)),
            None => bare = bare.saturating_add(1),
        }
        let iv = columns.iv.map(|at| numbered(at, "volatility")).transpose()?.flatten();
        let held = columns.open_interest.map(|at| numbered(at, "open interest")).transpose()?.flatten();
        Ok(Side {
            bid: bid.unwrap_or(0.0),
            ask: ask.unwrap_or(0.0),
            iv: iv.filter(|iv| *iv > 0.0),
            open_interest: held.unwrap_or(0.0),
        })
    };
    let quote = Quote { strike, call: side(&places.call)?, put: side(&places.put)? };
    tally.cleaned = tally.cleaned.saturating_add(cleaned);
    tally.bare = tally.bare.saturating_add(bare);
    tally.crossed = tally.crossed.saturating_add(crossed);
    Ok((call, quote))
}

fn expiries(found: Found) -> Vec<Expiry> {
    let expiry = |((day, root), strikes): ((Day, String), BTreeMap<i64, Quote>)| {
        let am = occ::index(&root).is_some_and(|(_, am)| am);
        Expiry { day, root, am, quotes: strikes.into_values().collect() }
    };
    found.into_iter().map(expiry).collect()
}

/// The level in the lines before the header: `Last: 4604.3701`, or the second cell of the old layout's name line.
fn spot(head: &Head<'_>, header: usize) -> Option<f64> {
    let before = head.rows.get(..header)?;
    let level = |text: &str| cell(text, head.decimals).number().filter(|x| *x > 0.0);
    let last = before.iter().flatten().find_map(|cell| level(cell.strip_prefix("Last:")?));
    last.or_else(|| level(before.first()?.get(1)?))
}

/// The chain with its day, and with what else is worth knowing.
fn told(mut chain: OptionChain, head: &Head<'_>, header: usize) -> Result<OptionChain, String> {
    let first = chain.expiries.first().map(|expiry| expiry.day);
    let last = chain.expiries.last().map(|expiry| expiry.day);
    let [Some(first), Some(last)] = [first, last] else { return Err("This chain has no expiry.".into()) };
    let before = head.rows.get(..header).unwrap_or_default();
    let stamp = before
        .iter()
        .rev()
        .find_map(|row| stamp::read(&row.iter().take(3).cloned().collect::<Vec<_>>().join(" "), first));
    chain.made = stamp.map(|stamp| stamp.day);
    let strikes = chain.strikes();
    let roots: Vec<String> = {
        let mut roots: Vec<String> = chain.expiries.iter().map(|expiry| expiry.root.clone()).collect();
        roots.sort();
        roots.dedup();
        roots
    };
    let both = chain.expiries.windows(2).filter(|pair| pair[0].day == pair[1].day).count();
    let dates = chain.expiries.len().saturating_sub(both);
    let session = chain.session();
    let account = &mut chain.account;
    account.rows = strikes;
    let mut said = vec![format!(
        "Options on {} ({}), {dates} expiries from {} to {}{}.",
        chain.index.name(),
        listed(&roots),
        date(first),
        date(last),
        if both > 0 { format!(", on {both} of them both roots") } else { String::new() }
    )];
    said.push(match (chain.made, session) {
        (Some(made), Some(session)) if made != session => {
            format!("Saved on {}, no trading day: the quotes are of {}.", date(made), date(session))
        }
        (Some(made), _) => format!("Saved on {}.", date(made)),
        (None, _) => "The file does not say its day: give it before the chain is used.".into(),
    });
    if stamp.is_some_and(|stamp| stamp.guessed) {
        said.push(
            "The month of the date line is in another language: it is that which lies nearest to the first expiry."
                .into(),
        );
    }
    said.push(match chain.spot {
        Some(spot) => format!("{} stands at {}.", chain.index.name(), number(spot)),
        None => "The file does not say the level of the index: put-call parity will.".into(),
    });
    account.remarks = said;
    Ok(chain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Imported;
    use crate::data::occ::Index;

    const HEAD: &str = "Expiration Date,Calls,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest,Strike,Puts,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest\n";

    fn line_of(expiry: &str, root: &str, strike: f64) -> String {
        let code = format!("{:08}", (strike * 1000.0) as i64);
        format!(
            "{expiry},{root}260116C{code},0,0,10.1,10.5,3,0.1512,0.5,0.01,120,{strike},{root}260116P{code},0,0,9.1,9.5,3,0.1612,-0.5,0.01,220\n"
        )
    }

    fn chain(text: &str) -> OptionChain {
        match crate::data::read(text) {
            Ok(Imported::Chain(chain)) => *chain,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn both_roots_of_a_day_stay_apart() {
        let rows: String = [6900.0, 6800.0]
            .iter()
            .flat_map(|k| ["SPX", "SPXW"].map(|root| line_of("Fri Jan 16 2026", root, *k)))
            .collect();
        let text = format!(
            "\nS&P 500 INDEX,Last: 6850.25,Change: 1.5\n\"Date: January 10, 2026 at 10:52 AM EST\",Bid: 1,Ask: 2\n{HEAD}{rows}"
        );
        let read = chain(&text);
        assert_eq!(
            (read.index, read.spot, read.made, read.session()),
            (Index::Spx, Some(6850.25), Day::of(2026, 1, 10), Day::of(2026, 1, 9))
        );
        let roots: Vec<(&str, bool, usize)> =
            read.expiries.iter().map(|one| (one.root.as_str(), one.am, one.quotes.len())).collect();
        assert_eq!(roots, [("SPX", true, 2), ("SPXW", false, 2)]);
        let quote = read.expiries[0].quotes[0];
        assert_eq!(
            (quote.strike, quote.call.iv, quote.put.bid, quote.put.open_interest),
            (6800.0, Some(0.1512), 9.1, 220.0)
        );
        assert!(read.account.remarks[1].contains("no trading day"), "{:?}", read.account.remarks);
    }

    #[test]
    fn without_preamble_saved_again_or_old_it_is_the_same_chain() {
        let rows = line_of("16-01-26", "SPXW", 6900.0);
        let bare = chain(&format!("{HEAD}{rows}"));
        assert_eq!((bare.made, bare.spot, bare.strikes()), (None, None, 1));
        let excel = rows.replace(",6900,", ",\"6,900.00\",");
        let saved = chain(&format!(
            "Standard & Poors 500 Index,Last: 6850.25,Change: 1,,,\n\"Date: 12 janvier 2026 à 10:52\",Bid: 1,,,\n{HEAD}{excel}"
        ));
        assert_eq!((saved.expiries, saved.made), (bare.expiries.clone(), Day::of(2026, 1, 12)));
        assert_eq!(saved.account.repaired("thousands"), 1);
        let old = HEAD.replace("Open Interest", "Open Int").replace("Volume", "Vol");
        let old = chain(&format!(
            "^SPX (Standard & Poors 500 Index),6850.25,-1.5\nJan 12 2026 @ 18:24 ET,Bid,6849,Ask,6851,Size,1x1,Vol,\n{old}{rows}"
        ));
        assert_eq!((old.expiries, old.spot, old.made), (bare.expiries, Some(6850.25), Day::of(2026, 1, 12)));
    }

    #[test]
    fn options_on_vix_are_read_and_another_product_is_named() {
        let vix = chain(&format!("{HEAD}{}", line_of("", "VIXW", 17.5)));
        assert_eq!((vix.index, vix.expiries[0].am), (Index::Vix, true));
        let spy = crate::data::read(&format!("{HEAD}{}", line_of("", "SPY", 690.0)));
        assert!(spy.is_err_and(|said| said.starts_with("This is Cboe's chain of SPY, another product")));
    }

    #[test]
    fn quotes_without_a_side_are_counted_and_give_no_mid() {
        let good = line_of("", "SPXW", 6900.0);
        let bare = good.replace(",10.1,10.5,", ",10.1,NaN,").replace(",9.1,9.5,", ",,9.5,");
        let other = line_of("", "SPXW", 6905.0).replace(",10.1,10.5,", ",10.6,10.5,");
        let read = chain(&format!("{HEAD}{bare}{other}"));
        assert_eq!([read.account.repaired("lack"), read.account.repaired("above")], [2, 1]);
        let mids: Vec<_> = read.expiries[0].quotes.iter().flat_map(|one| [one.call.mid(), one.put.mid()]).collect();
        assert_eq!(mids, [None, None, None, Some(9.3)]);
    }

    #[test]
    fn rows_that_contradict_themselves_are_refused_and_counted() {
        let good = line_of("", "SPXW", 6900.0);
        let text = format!(
            "{HEAD}{good}{good}{}{}{}{}",
            good.replace(",6900,", ",6905,"),
            good.replace("10.1", "x"),
            good.replace("SPXW260116P", "SPXW260123P"),
            good.replace(",9.1,9.5,", ",-1,9.5,")
        );
        let account = chain(&text).account;
        assert_eq!((account.rows, account.repaired("twice"), account.refused), (1, 1, 4));
        let lines: Vec<usize> = account.refusals.iter().map(|one| one.line).collect();
        assert_eq!(lines, [4, 5, 6, 7]);
        assert!(crate::data::read(&format!("{HEAD}a,b,c\n")).is_err_and(|said| said.contains("no row of it")));
    }
}
