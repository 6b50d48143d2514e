//! The fixture of every format is read as what it is, and looks like no other format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;

use second_engine::data::table::Head;
use second_engine::data::{FORMATS, read};
use second_engine::plan::Plan;
use second_engine::units::day::Day;
use second_engine::views::data::offers::Beside;
use second_engine::views::data::{self, DataTab, Set};

/// Fixture, the format that it is of, and how what it is begins.
const FILES: [(&str, &str, &str); 26] = [
    ("breadth.csv", "Table of advances and declines", "a history of advances and declines"),
    ("cboe.csv", "Cboe index history", "a history of VIX ("),
    ("cboe_iso.csv", "Cboe index history", "a history of prices whose name"),
    ("cboe_short.csv", "Cboe index history", "a history of VVIX"),
    ("coingecko.csv", "CoinGecko history", "a history of prices whose name"),
    ("coinmarketcap.csv", "CoinMarketCap history", "a history of prices whose name"),
    ("coinmarketcap_semicolons.csv", "CoinMarketCap history", "a history of prices whose name"),
    ("cryptodatadownload.csv", "CryptoDataDownload history", "a history of ETH"),
    ("defillama.csv", "DefiLlama pool CSV", "a history of a pool"),
    ("dvol.csv", "Deribit DVOL history", "a history of ETH DVOL"),
    ("fred.csv", "FRED series", "a history of VIX"),
    ("ibkr.csv", "Interactive Brokers statement", "an account's positions"),
    ("optionnet.csv", "OptionNET Explorer report", "an account's positions"),
    ("pool_days.csv", "Uniswap v3 poolDayData", "a history of a pool"),
    ("quotedata.csv", "Cboe option chain (quotedata)", "a chain of options on SPX"),
    ("quotedata_old.csv", "Cboe option chain (quotedata)", "a chain of options on VIX"),
    ("quotedata_vix.csv", "Cboe option chain (quotedata)", "a chain of options on VIX"),
    ("strip.csv", "Cboe futures settlement strip", "a strip of VIX futures"),
    ("tastytrade.csv", "tastytrade export", "an account's positions"),
    ("tastytrade_positions.csv", "tastytrade export", "an account's positions"),
    ("thinkorswim.csv", "thinkorswim statement", "an account's positions"),
    ("thinkorswim_trades.csv", "thinkorswim statement", "an account's positions"),
    ("vix_futures.csv", "VIX futures by place", "a history of VIX futures"),
    ("vixcentral.csv", "vixcentral history", "a history of VIX futures"),
    ("yahoo.csv", "Yahoo daily prices", "a history of prices whose name"),
    ("yfinance.csv", "yfinance download", "a history of SPX"),
];
/// Formats whose fixtures lie elsewhere.
const ELSEWHERE: [&str; 1] = ["Uniswap v3 position"];

fn fixtures() -> BTreeMap<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/files");
    let all = std::fs::read_dir(folder).expect(folder).map(|entry| entry.unwrap().path());
    all.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

#[test]
fn every_fixture_is_read_as_what_it_is() {
    let fixtures = fixtures();
    assert_eq!(fixtures.keys().map(String::as_str).collect::<Vec<_>>(), FILES.map(|file| file.0));
    for (name, _, what) in FILES {
        let found = read(&fixtures[name]).unwrap_or_else(|said| panic!("{name}: {said}"));
        assert!(found.what().starts_with(what), "{name} is {}", found.what());
    }
}

#[test]
fn every_fixture_looks_like_one_format_and_every_format_has_one() {
    let fixtures = fixtures();
    for (name, format, _) in FILES {
        let head = Head::of(&fixtures[name]);
        let like = FORMATS.iter().filter(|one| (one.looks_like)(&head)).map(|one| one.name);
        // Any twelve values look like a position's: it comes last in the table.
        let like: Vec<&str> = like.filter(|name| *name != FORMATS[FORMATS.len() - 1].name).collect();
        assert_eq!(like, [format], "{name}");
    }
    let has = |format: &str| FILES.iter().any(|file| file.1 == format) || ELSEWHERE.contains(&format);
    let bare: Vec<&str> = FORMATS.iter().map(|format| format.name).filter(|name| !has(name)).collect();
    assert!(bare.is_empty(), "{bare:?} have no fixture");
}

#[test]
fn every_fixture_has_its_row_in_the_data_view_and_an_offer_or_why_there_is_none() {
    let sets: Vec<Set> = fixtures()
        .into_iter()
        .zip(1..)
        .map(|((name, text), id)| Set::new(id, &name, text.len(), None, read(&text).expect(&name)))
        .collect();
    let mut plan = Plan::default();
    for today in [None, Day::iso("2025-11-28"), Day::iso("2026-01-16")] {
        plan.market.today = today;
        let tab = data::of(&sets, &plan);
        assert_eq!(serde_json::from_str::<DataTab>(&serde_json::to_string(&tab).unwrap()).unwrap(), tab);
        assert_eq!(tab.sets.len(), FILES.len());
        for row in &tab.sets {
            let is_offered = tab.offers.iter().any(|offer| offer.beside == Beside::Set(row.id));
            assert!(is_offered || !row.why_not.is_empty() || row.used_for != "nothing", "{row:?}");
            assert!(row.coverage.iter().flatten().all(|part| (0.0..=1.0).contains(part)), "{row:?}");
        }
        for offer in &tab.offers {
            assert!(offer.put_on(&plan).is_ok_and(|then| then != plan), "{offer:?}");
        }
        let mut ids: Vec<&str> = tab.offers.iter().map(|offer| offer.id.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    }
}

#[test]
fn what_is_of_another_kind_is_refused_in_words() {
    let fixtures = fixtures();
    let refused = |text: &str| read(text).err().unwrap_or_else(|| panic!("was read: {text}"));
    let spy = fixtures["quotedata.csv"].replace("SPXW", "SPY").replace("SPX2", "SPY2");
    assert!(refused(&spy).starts_with("This is Cboe's chain of SPY, another product"), "{}", refused(&spy));
    let stocks = fixtures["tastytrade_positions.csv"].replace("VIX   260121C00030000", "AAPL");
    assert!(refused(&stocks).contains("it holds AAPL"), "{}", refused(&stocks));
    assert!(refused("<!DOCTYPE html>\n<html><head><title>CSV</title>").contains("web page"));
    assert!(refused("name,amount,comment,x\na,1,b,c\n").contains("none of the formats"));
    for (name, text) in &fixtures {
        let head: String = text.lines().take(2).map(|line| format!("{line}\n")).collect();
        let cut = read(&head);
        assert!(cut.is_err() || name != "quotedata.csv", "a head alone is no file: {name}");
    }
}
