//! The tables of explosions and of daily closes against the files they were made from, where `SECOND_ENGINE_DATA` names
//! their folder; without it against their own checksums.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(not(target_arch = "wasm32"))]

use std::io::Write;

use second_engine::shock::closes::{self, FIRST_DAY, LAST_DAY};
use second_engine::shock::explosions::{EXPLOSIONS, Explosion};
use serde_json::Value;

/// A file of the folder; says on standard error that the test did not run where there is no folder.
fn read(test: &str, file: &str) -> Option<String> {
    let Ok(folder) = std::env::var("SECOND_ENGINE_DATA") else {
        // Not by `eprintln!`, which the runner of the tests keeps to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: SECOND_ENGINE_DATA names no folder");
        return None;
    };
    let path = format!("{folder}/{file}");
    Some(std::fs::read_to_string(&path).expect(&path))
}

#[test]
fn the_table_of_explosions_is_the_files_where_the_file_is_there() {
    let test = "the_table_of_explosions_is_the_files_where_the_file_is_there";
    let Some(text) = read(test, "explosions.json") else { return };
    let rows: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    assert_eq!(rows.len(), EXPLOSIONS.len());
    for (row, explosion) in rows.iter().zip(EXPLOSIONS) {
        let number = |field: &str| row[field].as_f64();
        assert_eq!(number("vix_low"), Some(explosion.vix_from), "{}", explosion.name);
        assert_eq!(number("vix_peak_close"), Some(explosion.vix_to), "{}", explosion.name);
        assert_eq!(number("td_to_peak"), Some(explosion.days), "{}", explosion.name);
        assert_eq!([&row["vix_low_date"], &row["vix_peak_date"]], [explosion.from, explosion.to], "{}", explosion.name);
        let near = |field: &str, held: Option<f64>| match (number(field), held) {
            (Some(percent), Some(held)) => (percent / 100.0 - held).abs() < 1e-9,
            (percent, held) => percent.is_none() && held.is_none(),
        };
        assert!(near("spx_lowVIX_to_peakVIX_pct", Some(explosion.spx)), "{}", explosion.name);
        assert!(near("ETH_lowVIX_to_peakVIX_pct", explosion.eth), "{}", explosion.name);
        assert!(near("BTC_lowVIX_to_peakVIX_pct", explosion.btc), "{}", explosion.name);
        assert_eq!([number("VVIX_low"), number("VVIX_peak")], explosion.vvix, "{}", explosion.name);
    }
}

/// One day's closes; none where the token did not trade.
struct Closes {
    event: String,
    date: String,
    vix: f64,
    spx: f64,
    eth: Option<f64>,
    btc: Option<f64>,
}

fn closes(text: &str) -> Vec<Closes> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("event,date,vix,spx,eth,btc"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cells[i].parse().ok();
        Closes {
            event: cells[0].into(),
            date: cells[1].into(),
            vix: number(2).expect(line),
            spx: number(3).expect(line),
            eth: number(4),
            btc: number(5),
        }
    };
    lines.map(row).collect()
}

#[test]
fn every_explosion_is_what_the_daily_closes_say_between_its_two_days() {
    let test = "every_explosion_is_what_the_daily_closes_say_between_its_two_days";
    let Some(text) = read(test, "explosion_closes.csv") else { return };
    let days = closes(&text);
    let events: Vec<&[Closes]> = days.chunk_by(|a, b| a.event == b.event).collect();
    assert_eq!(events.len(), EXPLOSIONS.len());
    for Explosion { name, from, to, vix_from, vix_to, days, spx, eth, btc, .. } in EXPLOSIONS {
        let is_it = |event: &&&[Closes]| event.iter().any(|d| d.date == *from) && event.iter().any(|d| d.date == *to);
        let event = events.iter().find(is_it).unwrap_or_else(|| unreachable!("{name}"));
        let place = |date: &str| event.iter().position(|day| day.date == date).expect(name);
        let (first, last) = (place(from), place(to));
        let (low, peak) = (&event[first], &event[last]);
        assert_eq!(((last - first) as f64, low.vix, peak.vix), (*days, *vix_from, *vix_to), "{name}");
        assert!(event[first..=last].iter().all(|day| day.vix >= low.vix && day.vix <= peak.vix), "{name}");
        // Up to the peak's own day; Ether's closes end on 5 June 2026, three days before the last peak.
        let moved = |of: fn(&Closes) -> Option<f64>| {
            let end = event[first..=last].iter().rev().find_map(of)?;
            Some(end / of(low)? - 1.0)
        };
        // SPX is held to a hundredth of a per cent, the tokens to a tenth.
        for (what, found, held, room) in [
            ("SPX", moved(|day| Some(day.spx)), Some(*spx), 5.1e-5),
            ("ETH", moved(|day| day.eth), *eth, 5.1e-4),
            ("BTC", moved(|day| day.btc), *btc, 5.1e-4),
        ] {
            assert_eq!(found.is_some(), held.is_some(), "{name}: {what}");
            let gap = found.zip(held).map_or(0.0, |(found, held)| (found - held).abs());
            assert!(gap < room, "{name}: {what} {found:?} for {held:?}");
        }
    }
}

#[test]
fn the_days_round_every_explosion_are_the_daily_closes() {
    let test = "the_days_round_every_explosion_are_the_daily_closes";
    let Some(text) = read(test, "explosion_closes.csv") else { return };
    let days = self::closes(&text);
    for (event, explosion) in days.chunk_by(|a, b| a.event == b.event).zip(EXPLOSIONS) {
        let held = closes::around(explosion).expect(explosion.id);
        assert_eq!(event.iter().map(|day| day.vix).collect::<Vec<_>>(), held.vix, "{}", explosion.name);
        assert_eq!([&event[held.low].date, &event[held.peak].date], [explosion.from, explosion.to]);
        // Moves are held to a tenth of a per cent of the first close.
        let same = |what: &str, of: &dyn Fn(&Closes) -> Option<f64>, moves: &[Option<f64>]| {
            let first = event.iter().find_map(of);
            assert_eq!(event.len(), moves.len());
            for (day, held) in event.iter().zip(moves) {
                let moved = of(day).zip(first).map(|(close, first)| close / first - 1.0);
                assert_eq!(moved.is_some(), held.is_some(), "{what} on {}", day.date);
                let gap = moved.zip(*held).map_or(0.0, |(a, b)| (a - b).abs());
                assert!(gap < 5.1e-4, "{what} on {}: {moved:?} for {held:?}", day.date);
            }
        };
        same("SPX", &|day| Some(day.spx), &held.spx);
        same("ETH", &|day| day.eth, &held.eth);
        same("BTC", &|day| day.btc, &held.btc);
    }
}

#[test]
fn the_table_of_vix_is_every_close_since_1990() {
    let test = "the_table_of_vix_is_every_close_since_1990";
    let Some(text) = read(test, "import/02_datasets_vix-daily_iso.csv") else { return };
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.trim().split(',').collect()).collect();
    let hundredths = |row: &Vec<&str>| (100.0 * row[4].parse::<f64>().expect(row[0])).round() as i64;
    assert_eq!(rows.iter().map(hundredths).collect::<Vec<_>>(), closes::vix());
    assert_eq!([rows.first().map(|row| row[0]), rows.last().map(|row| row[0])], [Some(FIRST_DAY), Some(LAST_DAY)]);
}

/// FNV-1a of 64 bits.
fn checksum(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let mixed = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, mixed)
}

#[test]
fn the_tables_are_those_that_were_held_against_the_files() {
    let vix = closes::vix();
    assert_eq!((vix.len(), FIRST_DAY, LAST_DAY), (9235, "1990-01-02", "2026-07-23"));
    assert_eq!((vix.first(), vix.last()), (Some(&1724), Some(&1870)));
    assert_eq!(checksum(vix.iter().flat_map(|close| close.to_le_bytes())), 0x3c9d_96fc_31f2_2e84);

    assert_eq!(EXPLOSIONS.len(), 22);
    let [first, last] = [EXPLOSIONS.first(), EXPLOSIONS.last()].map(Option::unwrap);
    assert_eq!([first.from, first.to, last.from, last.to], ["1987-10-05", "1987-10-19", "2026-05-29", "2026-06-10"]);
    let row = |one: &Explosion| {
        let Explosion { id, from, to, vix_from, vix_to, days, spx, eth, btc, vvix, .. } = one;
        format!("{id};{from};{to};{vix_from};{vix_to};{days};{spx};{eth:?};{btc:?};{vvix:?}\n")
    };
    assert_eq!(checksum(EXPLOSIONS.iter().map(row).flat_map(String::into_bytes)), 0xe9c9_a33a_82c9_c104);

    let around: Vec<_> = EXPLOSIONS.iter().map(|one| closes::around(one).expect(one.id)).collect();
    let days = |of: &dyn Fn(&closes::Around) -> usize| around.iter().map(of).sum::<usize>();
    let traded = |moves: &[Option<f64>]| moves.iter().flatten().count();
    let counts = [
        days(&|one| one.vix.len()),
        days(&|one| traded(&one.spx)),
        days(&|one| traded(&one.eth)),
        days(&|one| traded(&one.btc)),
    ];
    assert_eq!(counts, [2197, 2197, 1202, 1282]);
    let row = |one: &closes::Around| {
        let closes::Around { low, peak, vix, spx, eth, btc } = one;
        format!("{low};{peak};{vix:?};{spx:?};{eth:?};{btc:?}\n")
    };
    assert_eq!(checksum(around.iter().map(row).flat_map(String::into_bytes)), 0xb231_ba02_8e79_0ab6);
}

#[test]
fn the_day_of_every_vix_close_is_its_files() {
    let test = "the_day_of_every_vix_close_is_its_files";
    let Some(text) = read(test, "import/02_datasets_vix-daily_iso.csv") else { return };
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].to_string(), cells[4].parse::<f64>().expect(line))
    };
    let wanted: Vec<(String, f64)> = text.lines().skip(1).map(row).collect();
    let found: Vec<(String, f64)> =
        closes::dated_vix().into_iter().map(|(day, close)| (String::from(day), close)).collect();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert!(found.0 == wanted.0 && (found.1 - wanted.1).abs() < 0.0051, "{found:?} {wanted:?}");
    }
}
