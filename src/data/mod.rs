//! Import: text that a person pastes or drops, made into fields of a plan, histories, chains and positions; one file a
//! format.
//!
//! Whole numbers in it are a stranger's: none is computed with unchecked.
#![deny(clippy::arithmetic_side_effects)]

pub mod account;
pub mod beyond;
pub mod broker;
pub mod bytes;
pub mod cell;
pub mod chain;
pub mod exact_json;
pub mod history;
pub mod known_closes;
pub mod known_tokens;
pub mod layout;
pub mod levels;
pub mod named_by_file;
pub mod occ;
pub mod order;
pub mod quotedata;
pub mod rule;
pub mod series;
pub mod stamp;
pub mod strip;
pub mod table;
pub mod uniswap;
pub mod uniswap_past;
pub mod written_date;
pub mod yields;

use broker::condors::Positions;
use broker::{ibkr, optionnet, tastytrade, thinkorswim};
use chain::OptionChain;
use history::{
    breadth, cboe, coingecko, coinmarketcap, cryptodatadownload, defillama, dvol, fred, pool_days, vix_futures,
    vixcentral, yahoo, yfinance,
};
use series::Series;
use strip::FuturesStrip;
use table::{Head, Pace};
use uniswap::V3Position;

use crate::units::day::Day;
use crate::words::dates::date;

/// What a text was.
#[derive(Clone, Debug, PartialEq)]
pub enum Imported {
    /// A Uniswap v3 position.
    Position(Box<V3Position>),
    /// A history, one row a day.
    Series(Box<Series>),
    /// Quotes of options.
    Chain(Box<OptionChain>),
    /// VIX futures of one day.
    Strip(Box<FuturesStrip>),
    /// What an account holds.
    Positions(Box<Positions>),
}

/// One format: its name, how it is recognised and read.
pub struct Format {
    /// Words on screen.
    pub name: &'static str,
    /// Whether a text with this head looks like it.
    pub looks_like: fn(&Head<'_>) -> bool,
    /// Reads it.
    pub read: fn(&Head<'_>, &mut Pace<'_>) -> Result<Imported, String>,
}

/// Formats, the more particular first.
pub static FORMATS: &[Format] = &[
    Format {
        name: defillama::NAME,
        looks_like: defillama::looks_like,
        read: |head, pace| of(defillama::read(head, pace), Imported::Series),
    },
    Format {
        name: quotedata::NAME,
        looks_like: quotedata::looks_like,
        read: |head, pace| of(quotedata::read(head, pace), Imported::Chain),
    },
    Format {
        name: strip::NAME,
        looks_like: strip::looks_like,
        read: |head, pace| of(strip::read(head, pace), Imported::Strip),
    },
    Format {
        name: pool_days::NAME,
        looks_like: pool_days::looks_like,
        read: |head, pace| of(pool_days::read(head, pace), Imported::Series),
    },
    Format {
        name: vix_futures::NAME,
        looks_like: vix_futures::looks_like,
        read: |head, pace| of(vix_futures::read(head, pace), Imported::Series),
    },
    Format {
        name: vixcentral::NAME,
        looks_like: vixcentral::looks_like,
        read: |head, pace| of(vixcentral::read(head, pace), Imported::Series),
    },
    Format {
        name: breadth::NAME,
        looks_like: breadth::looks_like,
        read: |head, pace| of(breadth::read(head, pace), Imported::Series),
    },
    Format {
        name: yfinance::NAME,
        looks_like: yfinance::looks_like,
        read: |head, pace| of(yfinance::read(head, pace), Imported::Series),
    },
    Format {
        name: coingecko::NAME,
        looks_like: coingecko::looks_like,
        read: |head, pace| of(coingecko::read(head, pace), Imported::Series),
    },
    Format {
        name: cryptodatadownload::NAME,
        looks_like: cryptodatadownload::looks_like,
        read: |head, pace| of(cryptodatadownload::read(head, pace), Imported::Series),
    },
    Format {
        name: dvol::NAME,
        looks_like: dvol::looks_like,
        read: |head, pace| of(dvol::read(head, pace), Imported::Series),
    },
    Format {
        name: coinmarketcap::NAME,
        looks_like: coinmarketcap::looks_like,
        read: |head, pace| of(coinmarketcap::read(head, pace), Imported::Series),
    },
    Format {
        name: fred::NAME,
        looks_like: fred::looks_like,
        read: |head, pace| of(fred::read(head, pace), Imported::Series),
    },
    Format {
        name: cboe::NAME,
        looks_like: cboe::looks_like,
        read: |head, pace| of(cboe::read(head, pace), Imported::Series),
    },
    Format {
        name: yahoo::NAME,
        looks_like: yahoo::looks_like,
        read: |head, pace| of(yahoo::read(head, pace), Imported::Series),
    },
    Format {
        name: thinkorswim::NAME,
        looks_like: thinkorswim::looks_like,
        read: |head, pace| of(thinkorswim::read(head, pace), Imported::Positions),
    },
    Format {
        name: tastytrade::NAME,
        looks_like: tastytrade::looks_like,
        read: |head, pace| of(tastytrade::read(head, pace), Imported::Positions),
    },
    Format {
        name: ibkr::NAME,
        looks_like: ibkr::looks_like,
        read: |head, pace| of(ibkr::read(head, pace), Imported::Positions),
    },
    Format {
        name: optionnet::NAME,
        looks_like: optionnet::looks_like,
        read: |head, pace| of(optionnet::read(head, pace), Imported::Positions),
    },
    // Any twelve values may be one: last.
    Format {
        name: uniswap::NAME,
        looks_like: |head| uniswap::looks_like(head.text),
        read: |head, _| of(uniswap::read(head.text), Imported::Position),
    },
];

fn of<T>(read: Result<T, String>, kind: fn(Box<T>) -> Imported) -> Result<Imported, String> {
    read.map(|found| kind(Box::new(found)))
}

/// Reads a text of any known format.
///
/// # Errors
/// The sentence that says what is wrong with it.
pub fn read(text: &str) -> Result<Imported, String> {
    bytes::checked(text)?;
    read_text(text.trim_start_matches('\u{feff}'), &mut Pace(&mut |_| true))
}

/// Reads a file of any known format. `progress` is told the share that is done, 0 to 1, and answers whether to go on.
///
/// # Errors
/// The sentence that says what is wrong with it; [`table::STOPPED`] where it was not to go on.
pub fn read_bytes(bytes: &[u8], progress: &mut dyn FnMut(f64) -> bool) -> Result<Imported, String> {
    let (text, remark) = bytes::text(bytes)?;
    let mut found = read_text(&text, &mut Pace(progress))?;
    if let (Some(account), Some(remark)) = (found.account_mut(), remark) {
        account.remarks.push(remark);
    }
    Ok(found)
}

fn read_text(text: &str, pace: &mut Pace<'_>) -> Result<Imported, String> {
    pace.at(0.0)?;
    let head = Head::of(text);
    match FORMATS.iter().find(|format| (format.looks_like)(&head)) {
        Some(format) => (format.read)(&head, pace),
        None if is_plan(text) => Err("This is a plan: open it with Open at the top of the page.".into()),
        None => {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
            Err(format!("This is none of the formats that are read here: {}.", names.join(", ")))
        }
    }
}

/// Whether a text in JSON is a plan, or plans, rather than anything that is read here.
pub fn is_plan(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"second_engine")
}

/// Longest text on one line, bytes, that may be a value which somebody copied and nothing to read.
const LONGEST_VALUE: usize = 120;

/// Whether a text that is pasted where nothing is typed into is to be read as a file is: it has several lines, or is JSON that
/// is longer than a value.
pub fn is_file(text: &str) -> bool {
    let text = text.trim();
    text.contains('\n') || (text.len() > LONGEST_VALUE && text.starts_with(['{', '[']))
}

impl Imported {
    /// What it is, as in 'This is …'.
    pub fn what(&self) -> String {
        match self {
            Imported::Position(_) => "a Uniswap v3 position".into(),
            Imported::Series(series) => format!("a history of {} ({})", series.what.name(), series.account.format),
            Imported::Chain(chain) => format!("a chain of options on {}", chain.index.name()),
            Imported::Strip(_) => "a strip of VIX futures".into(),
            Imported::Positions(positions) => format!("an account's positions ({})", positions.account.format),
        }
    }

    /// Why it cannot have been read on this day: the last row of a history is of a later one. A day more is let through, for
    /// tokens close by another clock.
    pub fn is_ahead_of(&self, today: Day) -> Option<String> {
        let Imported::Series(series) = self else { return None };
        let last = *series.days.last()?;
        let said = || format!("Its last row is of {}, and today is {}: its dates are none.", date(last), date(today));
        (last.since(today) > 1.0).then(said)
    }

    /// What was read of it; none of the formats that make fields of a pool.
    pub fn account(&self) -> Option<&account::Account> {
        match self {
            Imported::Position(_) => None,
            Imported::Series(series) => Some(&series.account),
            Imported::Chain(chain) => Some(&chain.account),
            Imported::Strip(strip) => Some(&strip.account),
            Imported::Positions(positions) => Some(&positions.account),
        }
    }

    fn account_mut(&mut self) -> Option<&mut account::Account> {
        match self {
            Imported::Position(_) => None,
            Imported::Series(series) => Some(&mut series.account),
            Imported::Chain(chain) => Some(&mut chain.account),
            Imported::Strip(strip) => Some(&mut strip.account),
            Imported::Positions(positions) => Some(&mut positions.account),
        }
    }

    /// What it is and what was read of it, a sentence each.
    pub fn said(&self) -> Vec<String> {
        let mut said = vec![format!("This is {}.", self.what())];
        match self {
            Imported::Position(position) => said.extend(position.note()),
            other => said.extend(other.account().map(account::Account::said).unwrap_or_default()),
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::bytes::LARGEST;
    use super::*;

    #[test]
    fn pasted_rows_are_a_file_and_so_is_json_on_one_line_but_no_value() {
        for text in ["6400", " 30d\n", "{}", "[17.2, 18.1]", &"9".repeat(300), "sell 3 SPX condors"] {
            assert!(!is_file(text), "{text}");
        }
        let position: String = include_str!("../../tests/fixtures/uniswap_subgraph.json").split_whitespace().collect();
        assert!(read(&position).is_ok_and(|read| matches!(read, Imported::Position(_))));
        assert!(is_file(&position) && is_file(&format!("\n [{position}] ")) && is_file("DATE,CLOSE\n2026-01-02,17"));
    }

    #[test]
    fn each_format_is_recognised_and_anything_else_is_said() {
        let csv = "APY,APY_BASE,APY_REWARD,TVL,DATE\n3.5,3.5,,1000,2026-01-02\n";
        assert!(read(csv).is_ok_and(|read| read.what() == "a history of a pool's yields (DefiLlama pool CSV)"));
        assert!(read("hello").is_err_and(|said| said.contains("none of the formats")));
        assert!(read("{\"second_engine\": 2, \"plan\": {}}").is_err_and(|said| said.contains("with Open")));
        assert!(read("{\"a\": 1}").is_err_and(|said| said.contains("none of the formats")));
        assert!(read(" \n").is_err() && read(&"x".repeat(LARGEST + 1)).is_err());
    }

    #[test]
    fn a_history_of_days_to_come_is_none() {
        let ahead = |today: Option<Day>| {
            let found = read("observation_date,VIXCLS\n2026-01-15,15\n2026-01-16,15\n");
            found.ok().zip(today).and_then(|(found, today)| found.is_ahead_of(today))
        };
        assert_eq!(ahead(Day::of(2026, 1, 15)), None);
        assert_eq!(
            ahead(Day::of(2026, 1, 14)).as_deref(),
            Some("Its last row is of 16 Jan 2026, and today is 14 Jan 2026: its dates are none.")
        );
    }

    #[test]
    fn it_may_be_stopped_and_is_told_how_far_it_is() {
        let rows: String =
            (0..5_000).map(|day| format!("{},{}\n", String::from(crate::units::day::Day(10_000 + day)), 15)).collect();
        let file = format!("observation_date,VIXCLS\n{rows}");
        let mut shares = Vec::new();
        let read = read_bytes(file.as_bytes(), &mut |share| {
            shares.push(share);
            true
        });
        assert!(read.is_ok() && shares.windows(2).all(|pair| pair[0] <= pair[1]) && shares.len() > 8);
        let stopped = read_bytes(file.as_bytes(), &mut |share| share < 0.5);
        assert_eq!(stopped, Err(table::STOPPED.into()));
    }

    #[test]
    fn text_in_another_code_is_read_and_that_is_said() {
        let wide: Vec<u8> =
            "\u{feff}observation_date,VIXCLS\n2026-01-16,15\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let said = read_bytes(&wide, &mut |_| true).map(|read| read.said());
        assert!(said.is_ok_and(|said| said[0].starts_with("This is a history of VIX (FRED")
            && said.iter().any(|one| one.contains("UTF-16"))));
    }
}
