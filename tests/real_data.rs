//! Every file that `SECOND_ENGINE_DATA` has in `import`, read: what it is, how many rows, from when to when, what is missing
//! and what was put right. Without the folder that is said and nothing is tried.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use std::io::Write;

use second_engine::backtest::programme::Programme;
use second_engine::backtest::{self, days};
use second_engine::book::Book;
use second_engine::calibration::calibrate;
use second_engine::calibration::report::ChainReport;
use second_engine::calibration::said;
use second_engine::data::account::{Account, Rhythm};
use second_engine::data::chain::OptionChain;
use second_engine::data::known_closes::{CLOSES, OF};
use second_engine::data::series::{Series, What};
use second_engine::data::strip::FuturesStrip;
use second_engine::data::{Imported, levels, read_bytes};
use second_engine::market::Market;
use second_engine::market::surface::usual_vvix;
use second_engine::numbers::pieces::whole;
use second_engine::odds::moments::counted::{COUNTED, STRETCHES};
use second_engine::odds::moments::figures;
use second_engine::odds::moments::moment::{MOMENTS, Moment};
use second_engine::odds::moments::sums::{Stretch, Sums};
use second_engine::plan::{Plan, Token};
use second_engine::signals::histories::Histories;
use second_engine::signals::series::on;
use second_engine::signals::standing::Standing;
use second_engine::signals::{advance_decline, betas};
use second_engine::units::day::Day;
use second_engine::units::{Points, Years};
use second_engine::views::data::offers::Beside;
use second_engine::views::data::{self, DataTab, Set};
use second_engine::words::number;
use serde_json::Value;

/// A file of the folder; says on standard error that the test did not run where there is no folder.
fn file(test: &str, name: &str) -> Option<Vec<u8>> {
    let Ok(folder) = std::env::var("SECOND_ENGINE_DATA") else {
        // Not by `eprintln!`, which the runner of the tests keeps to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: SECOND_ENGINE_DATA names no folder");
        return None;
    };
    let path = format!("{folder}/{name}");
    Some(std::fs::read(&path).expect(&path))
}

fn found(bytes: &[u8], name: &str) -> Imported {
    read_bytes(bytes, &mut |_| true).unwrap_or_else(|said| panic!("{name}: {said}"))
}

fn day(text: &str) -> Day {
    Day::iso(text).expect(text)
}

/// Lines of a file that are not empty.
fn lines(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).lines().filter(|line| !line.trim().is_empty()).count()
}

/// What is wanted of a history.
struct Wanted {
    name: &'static str,
    /// Lines by the README of the files, and how many of them come before the first row.
    lines: usize,
    headers: usize,
    what: What,
    rows: usize,
    dates: [&'static str; 2],
    gaps: (Rhythm, usize),
    /// Rows without a main number.
    blank: usize,
    refused: usize,
    /// What else is said to have been put right.
    repairs: &'static [(&'static str, usize)],
    /// What else is said, and how often where it is counted.
    remarks: &'static [(&'static str, usize)],
    last: f64,
}

fn wanted() -> Vec<Wanted> {
    let w = |name, [lines, headers, rows]: [usize; 3], what, dates, gaps, last| Wanted {
        name,
        lines,
        headers,
        what,
        rows,
        dates,
        gaps,
        blank: 0,
        refused: 0,
        repairs: &[],
        remarks: &[],
        last,
    };
    use Rhythm::{Calendar, Trading};
    vec![
        Wanted {
            repairs: &[("outside", 47)],
            remarks: &[("New York is shut", 31)],
            ..w(
                "01_cboe_VIX_History.csv",
                [9235, 1, 9234],
                What::Vix,
                ["1990-01-02", "2026-07-22"],
                (Trading, 4),
                16.64,
            )
        },
        Wanted {
            repairs: &[("outside", 47)],
            remarks: &[("New York is shut", 31)],
            ..w(
                "02_datasets_vix-daily_iso.csv",
                [9236, 1, 9235],
                What::Vix,
                ["1990-01-02", "2026-07-23"],
                (Trading, 4),
                18.7,
            )
        },
        Wanted {
            blank: 293,
            ..w("03_fred_VXOCLS.csv", [8417, 1, 8123], What::Vxo, ["1986-01-02", "2018-04-05"], (Trading, 9), 19.98)
        },
        Wanted {
            blank: 302,
            remarks: &[("New York is shut", 28)],
            ..w(
                "03b_fred_VIXCLS_blanks.csv",
                [9474, 1, 9171],
                What::Vix,
                ["1990-01-02", "2026-04-23"],
                (Trading, 3),
                19.31,
            )
        },
        w(
            "04_yahoo_ETH-USD_ohlcv.csv",
            [3132, 1, 3131],
            What::Coin(Token::Eth),
            ["2017-11-09", "2026-06-05"],
            (Calendar, 0),
            1_607.209_960_937_5,
        ),
        Wanted {
            remarks: &[("turned round", 0), ("blank", 1)],
            ..w(
                "05_coinmarketcap_ETH_descending.csv",
                [972, 1, 971],
                What::Coin(Token::Eth),
                ["2015-08-07", "2018-04-03"],
                (Calendar, 0),
                416.89,
            )
        },
        // New York was shut on 29 and 30 October 2012, by Sandy, and on 5 December 2018, in mourning: none of these is missing.
        w(
            "06_vix_futures_VX1-8_wide.csv",
            [3712, 1, 3711],
            What::VixFutures,
            ["2007-04-02", "2021-12-23"],
            (Trading, 0),
            21.6518,
        ),
        Wanted {
            refused: 1,
            ..w(
                "08_advance_decline.csv",
                [753, 1, 751],
                What::Breadth,
                ["2023-06-21", "2026-06-17"],
                (Trading, 0),
                363.0,
            )
        },
        w(
            "13_yfinance_multiheader_GSPC.csv",
            [6501, 3, 6498],
            What::Spx,
            ["2000-01-03", "2025-10-31"],
            (Trading, 0),
            6_840.200_195_312_5,
        ),
        Wanted {
            repairs: &[("sorted by date", 664), ("of 0", 2)],
            ..w(
                "14_uniswap_v3_poolDayData_88e6.csv",
                [698, 1, 697],
                What::PoolDays,
                ["2021-05-05", "2023-04-01"],
                (Calendar, 0),
                f64::NAN,
            )
        },
        Wanted {
            repairs: &[("of 0", 538)],
            remarks: &[("blank", 8725), ("New York is shut", 66)],
            ..w(
                "15_vixcentral_contango.csv",
                [2851, 1, 2850],
                What::VixMonths,
                ["2010-05-24", "2021-06-11"],
                (Trading, 0),
                16.5505,
            )
        },
        Wanted {
            remarks: &[("turned round", 0)],
            ..w(
                "16_deribit_ETH_DVOL_descending.csv",
                [1841, 1, 1840],
                What::Dvol(Token::Eth),
                ["2021-03-24", "2026-04-06"],
                (Calendar, 0),
                69.71,
            )
        },
    ]
}

/// Every line of the file is a header, a row, or accounted for.
fn adds_up(account: &Account, wanted: &Wanted, bytes: &[u8]) {
    let name = wanted.name;
    assert_eq!(lines(bytes), wanted.lines, "{name}: lines");
    let all = account.rows + account.refused + account.repaired("left out.") + account.repaired("repeat");
    assert_eq!(all, wanted.lines - wanted.headers, "{name}: {account:?}");
    let left = account.repairs.iter().find(|one| one.said.contains("were left out.")).map_or(0, |one| one.count);
    assert_eq!((left, account.refused), (wanted.blank, wanted.refused), "{name}");
}

#[test]
fn every_history_is_read_with_its_counts() {
    let test = "every_history_is_read_with_its_counts";
    for wanted in wanted() {
        let name = wanted.name;
        let Some(bytes) = file(test, &format!("import/{name}")) else { return };
        let Imported::Series(series) = found(&bytes, name) else { panic!("{name} is no history") };
        let Series { what, days, columns, account, .. } = &*series;
        adds_up(account, &wanted, &bytes);
        assert_eq!((what, days.len(), account.rows), (&wanted.what, wanted.rows, wanted.rows), "{name}");
        assert_eq!(account.dates, Some(wanted.dates.map(day)), "{name}");
        assert_eq!((account.gaps.rhythm, account.gaps.count), wanted.gaps, "{name}: {:?}", account.gaps.first);
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{name}");
        assert!(columns.iter().all(|column| column.values.len() == days.len()), "{name}");
        for (words, count) in wanted.repairs {
            assert_eq!(account.repaired(words), *count, "{name}: {words} in {:?}", account.repairs);
        }
        for (words, count) in wanted.remarks {
            let begins = number(*count as f64);
            let is_it = |said: &&String| said.contains(words) && (said.starts_with(&begins) || *count == 0);
            assert!(account.remarks.iter().any(|said| is_it(&said)), "{name}: {words} in {:?}", account.remarks);
        }
        if !wanted.last.is_nan() {
            assert_eq!(series.last().map(|last| last.1), Some(wanted.last), "{name}");
        }
    }
}

#[test]
fn the_odd_rows_that_are_known_are_treated_as_such() {
    let test = "the_odd_rows_that_are_known_are_treated_as_such";
    let Some(bytes) = file(test, "import/01_cboe_VIX_History.csv") else { return };
    let Imported::Series(vix) = found(&bytes, "VIX") else { panic!("no history") };
    let of = |column: &str| vix.column(column).into_iter().find(|(on, _)| *on == day("2004-11-08")).map(|(_, x)| x);
    // An open of 2.58 below a low of more than 13.
    assert!(of("open").is_none() && of("low").is_some_and(|low| low > 10.0) && of("close").is_some());
    let Some(bytes) = file(test, "import/08_advance_decline.csv") else { return };
    let Imported::Series(breadth) = found(&bytes, "A/D") else { panic!("no history") };
    let refusal = &breadth.account.refusals[0];
    assert!(refusal.line == 753 && refusal.reason.contains("18 Jun 2026 counts 374 stocks"), "{refusal:?}");
    // Six markets, both counts of each.
    assert_eq!(breadth.columns.len(), 12);
}

/// File, lines, lines before the first row, level of the index, day saved, session, first and last expiry, expiries with
/// both roots on one day, quotes.
type Quoted = (&'static str, [usize; 2], Option<f64>, [Option<&'static str>; 2], [&'static str; 2], usize);

const CHAINS: [Quoted; 5] = [
    (
        "09_cboe_spx_quotedata_ru_locale.csv",
        [3119, 4],
        Some(4604.3701),
        [Some("2023-12-09"), Some("2023-12-08")],
        ["2023-12-08", "2023-12-29"],
        16,
    ),
    ("10_spx_quotedata_nopreamble_ddmmyy_first800.csv", [800, 1], None, [None, None], ["2022-09-13", "2022-09-16"], 5),
    (
        "11_cboe_spx_quotedata_truncated_strikes_2026.csv",
        [976, 4],
        Some(6632.1899),
        [Some("2026-03-14"), Some("2026-03-13")],
        ["2026-03-13", "2031-12-19"],
        59,
    ),
    (
        "12_cboe_spx_quotedata_excel_resaved_2022-07-12.csv",
        [9692, 3],
        Some(3856.28),
        [Some("2022-07-12"), Some("2022-07-12")],
        ["2022-07-12", "2027-12-17"],
        52,
    ),
    (
        "17_spx_chain_2020-03-20.csv",
        [3839, 3],
        Some(2304.92),
        [Some("2020-03-22"), Some("2020-03-20")],
        ["2020-03-23", "2020-06-19"],
        15,
    ),
];

#[test]
fn every_chain_is_read_with_its_counts() {
    let test = "every_chain_is_read_with_its_counts";
    for (name, [total, before], spot, days, ends, expiries) in CHAINS {
        let Some(bytes) = file(test, &format!("import/{name}")) else { return };
        let Imported::Chain(chain) = found(&bytes, name) else { panic!("{name} is no chain") };
        let OptionChain { made, account, .. } = &*chain;
        // The README counts the empty line that some of these files begin with.
        assert_eq!(String::from_utf8_lossy(&bytes).lines().count(), total, "{name}");
        assert_eq!(
            chain.strikes() + account.refused + account.repaired("there twice"),
            total - before,
            "{name}: {account:?}"
        );
        assert_eq!((account.refused, account.repaired("there twice")), (0, 0), "{name}: {account:?}");
        assert_eq!(chain.spot, spot, "{name}");
        assert_eq!([*made, chain.session()], days.map(|one| one.map(day)), "{name}");
        let first_last = [&chain.expiries[0], &chain.expiries[chain.expiries.len() - 1]].map(|expiry| expiry.day);
        assert_eq!((first_last, chain.expiries.len()), (ends.map(day), expiries), "{name}");
        for expiry in &chain.expiries {
            assert_eq!(expiry.am, expiry.root == "SPX", "{name}");
            assert!(expiry.quotes.windows(2).all(|pair| pair[0].strike < pair[1].strike), "{name} {expiry:?}");
        }
        let both = chain.expiries.windows(2).any(|pair| pair[0].day == pair[1].day && pair[0].root != pair[1].root);
        assert!(both, "{name} has SPX and SPXW on one day");
    }
}

#[test]
fn the_settlement_strip_is_read_and_put_on_a_plan() {
    let name = "07_cboe_futures_settlement_curve.csv";
    let test = "the_settlement_strip_is_read_and_put_on_a_plan";
    let Some(bytes) = file(test, &format!("import/{name}")) else { return };
    let Imported::Strip(strip) = found(&bytes, name) else { panic!("no strip") };
    let FuturesStrip { futures, account, day: of, .. } = &*strip;
    assert_eq!((lines(&bytes), futures.len(), account.refused, *of), (14, 13, 0, None));
    let weeklies: Vec<&str> = futures.iter().filter(|one| one.weekly).map(|one| one.symbol.as_str()).collect();
    assert_eq!(weeklies, ["VX30/N6", "VX31/Q6", "VX32/Q6", "VX34/Q6", "VX35/U6"]);
    let mut plan = Plan::default();
    plan.market.today = Some(day("2026-07-23"));
    let found = levels::of_strip(&strip, &plan).unwrap();
    let quotes = found.put_on(&plan).unwrap().market.futures;
    assert_eq!((quotes.len(), quotes[0].days, quotes[0].level.0, quotes[7].level.0), (8, 27.0, 19.5133, 22.65));
    // Four months later it says that it is old.
    assert_eq!(found.before, None);
    plan.market.today = Some(day("2026-11-27"));
    let old = levels::of_strip(&strip, &plan).unwrap();
    let said = "4 of its 8 months have expired: it is of 29 Jul 2026 or before, and its prices are old.";
    assert_eq!((old.before, old.said[1].as_str()), (Some(day("2026-07-29")), said));
}

#[test]
fn closes_by_which_files_are_told_are_those_of_the_files() {
    let test = "closes_by_which_files_are_told_are_those_of_the_files";
    let Some(explosions) = file(test, "explosions.json") else { return };
    let Some(closes) = file(test, "explosion_closes.csv") else { return };
    let rows: Vec<Value> = serde_json::from_slice(&explosions).expect("JSON");
    let closes = String::from_utf8(closes).expect("text");
    let mut seen = 0;
    for (on, known) in CLOSES {
        let date = String::from(Day(*on));
        let end = |name: &str| rows.iter().find(|row| row[name] == date.as_str());
        let (row, side) = match (end("vix_low_date"), end("vix_peak_date")) {
            (Some(row), _) => (row, "low"),
            (_, Some(row)) => (row, "peak"),
            _ => panic!("{date} is no end of an explosion"),
        };
        let levels =
            ["VIX9D", "VIX3M", "VIX6M", "VVIX"].map(|name| row[format!("{name}_{side}")].as_f64().unwrap_or(0.0));
        assert_eq!(known[1..5], levels, "{date}");
        let daily = closes
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>())
            .find(|cells| cells[1] == date)
            .expect("a day");
        let near = |cell: &str, known: f64| (cell.parse().unwrap_or(0.0) - known).abs() < 0.0051;
        for (cell, known) in [(daily[2], known[0]), (daily[3], known[5]), (daily[4], known[6]), (daily[5], known[7])] {
            assert!(near(cell, known), "{date}: {cell} {known}");
        }
        seen += 1;
    }
    assert!(seen > 40 && OF.len() == 8);
}

/// Signals and betas of four of them, against the formulas of the model book typed a second time in plain Python.
#[test]
fn signals_and_betas_of_real_files_are_those_of_a_second_reckoning() {
    let names = ["01_cboe_VIX_History", "13_yfinance_multiheader_GSPC", "04_yahoo_ETH-USD_ohlcv", "08_advance_decline"];
    let files = names.map(|name| {
        let name = format!("import/{name}.csv");
        file("signals", &name).map(|bytes| found(&bytes, &name))
    });
    let files: Vec<Imported> = files.into_iter().flatten().collect();
    if files.is_empty() {
        return;
    }
    let all = Histories::of(&files, Token::Eth).unwrap();
    let divergence = advance_decline::read(&all.line, &all.spx).unwrap().signal;
    let on = divergence.answers.iter().filter(|answer| **answer == Ok(true)).count();
    let known = divergence.answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!((on, known), (80, 575));
    let stands = all.standings(None).unwrap();
    let last = day("2025-10-31");
    assert_eq!(stands.divergence, Some(Standing::On { since: last, is_older: false, to: last }));
    let Some((Standing::Off { to }, Some(both))) = stands.correlation else { panic!("{:?}", stands.correlation) };
    assert_eq!(to, day("2026-06-05"));
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-9, "{found} for {wanted}");
    near(both.short, 0.5553216083142678);
    near(both.long, 0.44356335639654404);
    let moves = betas::read(&all.levels(), betas::Factor::Points).unwrap();
    let fit = moves.betas(betas::Sample::All).unwrap().fit;
    assert_eq!(fit.count, 2_004);
    near(fit.betas[0], 0.7594416788507742);
    near(fit.betas[1], -0.004821578814158755);
    near(fit.errors[0], 0.1837379120420083);
    near(fit.errors[1], 0.0014633281675900602);
}

/// Every file at once: each is a row with the counts of above, each signal and beta stands where it stood, and everything
/// that is offered is put on a plan or said why not.
#[test]
fn all_files_at_once_are_counted_and_what_they_offer_is_put_on_or_explained() {
    let test = "all_files_at_once_are_counted_and_what_they_offer_is_put_on_or_explained";
    let names: Vec<&str> = wanted()
        .iter()
        .map(|one| one.name)
        .chain(CHAINS.map(|one| one.0))
        .chain(["07_cboe_futures_settlement_curve.csv"])
        .collect();
    let mut sets = Vec::new();
    for (id, name) in names.iter().enumerate() {
        let Some(bytes) = file(test, &format!("import/{name}")) else { return };
        let read = found(&bytes, name);
        sets.push(Set::new(id as u64, name, bytes.len(), None, read));
    }
    let plan = Plan::default();
    let tab = data::of(&sets, &plan);
    let text = serde_json::to_string(&tab).unwrap();
    assert!(text.len() < 600_000, "{}", text.len());
    assert_eq!(serde_json::from_str::<DataTab>(&text).unwrap(), tab);
    assert_eq!(tab.sets.len(), 18);
    for (row, wanted) in tab.sets.iter().zip(wanted()) {
        assert_eq!((row.rows, row.refused), (wanted.rows, wanted.refused), "{}", row.file);
        assert_eq!([row.from, row.to], wanted.dates.map(|date| Some(day(date))), "{}", row.file);
        let count = wanted.gaps.1;
        assert!(row.gaps.starts_with(&if count == 0 { "none".into() } else { count.to_string() }), "{}", row.gaps);
    }
    let signal = |id: &str| tab.signals.iter().find(|row| row.id == id).unwrap();
    let divergence = signal("ad_divergence");
    assert_eq!(
        (divergence.acted, divergence.known, divergence.last_said.as_str()),
        (80, 575, "31 Oct 2025, its last day")
    );
    assert!(signal("correlation_alarm").standing.ends_with("(data to 5 Jun 2026)"));
    let points = &tab.betas[0];
    let fitted = |id: &str| points.rows.iter().find(|row| row.id == id).and_then(|row| row.fitted.clone()).unwrap();
    let all = fitted("all");
    // Both files of ETH are one history, from 2015 on.
    assert!(all.count == 2_574 && (all.spx[0] - 0.61497972).abs() < 1e-7, "{all:?}");
    // What comes a day late is in five days.
    assert!(fitted("five_days").spx[0] > 1.5 * all.spx[0], "{:?}", fitted("five_days"));
    assert_eq!(fitted("calm").count + fitted("stress").count, all.count);
    assert!(tab.problems.iter().any(|said| said.starts_with("3 files are of VIX: 02_datasets")), "{:?}", tab.problems);
    let place = names.iter().position(|name| name.starts_with("14_")).unwrap();
    let fees = tab.offers.iter().find(|offer| offer.id == format!("yields-{place}-1")).unwrap();
    let apr = fees.changes.iter().find(|(at, _)| at == "pool.fee_apr").and_then(|(_, value)| *value).unwrap();
    assert!((apr - 0.319867720473955).abs() < 1e-9, "{fees:?}");
    assert_eq!((fees.from, fees.to), (Some(day("2023-03-03")), Some(day("2023-04-01"))));
    assert_eq!(tab.sets[0].repaired, 47, "{:?}", tab.sets[0]);
    for offer in &tab.offers {
        let then = offer.put_on(&plan).unwrap_or_else(|said| panic!("{}: {said}", offer.id));
        assert!(then != plan && !offer.sentence.is_empty() && !offer.what.is_empty(), "{offer:?}");
    }
    for row in &tab.sets {
        let is_offered = tab.offers.iter().any(|offer| offer.beside == Beside::Set(row.id));
        assert!(is_offered || !row.why_not.is_empty() || row.used_for != "nothing", "{row:?}");
    }
    for row in tab.signals.iter().filter(|row| row.sets) {
        let is_offered = tab.offers.iter().any(|offer| offer.beside == Beside::Signal(row.id.clone()));
        assert!(is_offered || !row.why_not.is_empty(), "{row:?}");
    }
    for row in &points.rows {
        assert!(
            tab.offers.iter().any(|offer| offer.beside == Beside::Betas(row.id.clone())) || !row.why_not.is_empty()
        );
    }
}

/// Histories of these files; nothing where there is no folder.
fn histories(test: &str, names: &[&str]) -> Option<Histories> {
    let files: Option<Vec<Imported>> = names
        .iter()
        .map(|name| {
            let name = format!("import/{name}.csv");
            file(test, &name).map(|bytes| found(&bytes, &name))
        })
        .collect();
    Some(Histories::of(&files?, Token::Eth).expect("histories"))
}

#[test]
fn the_programme_walks_a_quarter_of_a_century_of_real_closes() {
    let names = ["01_cboe_VIX_History", "13_yfinance_multiheader_GSPC", "04_yahoo_ETH-USD_ohlcv", "08_advance_decline"];
    let Some(all) = histories("the back-test", &names) else { return };
    let plan = Plan::example();
    let run = |all: &Histories| whole(backtest::run(&plan, all, None, &mut |_| {})).expect("a back-test");
    let walked = run(&all);
    assert_eq!((walked.from, walked.to), (day("2000-01-03"), day("2025-10-31")));
    assert_eq!((walked.rows, walked.pool_from), (6_498, Some(day("2018-01-03"))));
    assert!(walked.days.len() <= 800 && walked.explosions.len() == 22);
    assert_eq!(walked, run(&all), "two walks of one history differ");
    for (parts, equity) in walked.parts.iter().zip(&walked.with_rules.equity) {
        assert!((walked.start + parts.total() - equity).abs() < 0.005);
    }
    let pnl: f64 = walked.trades.iter().map(|trade| trade.pnl).sum();
    assert!((walked.start + pnl - walked.with_rules.end).abs() < 0.005);
    // A condor is left after 24 days at the latest, and held for 45 to a long weekend more where it is untouched.
    assert!(walked.trades.iter().filter(|trade| trade.opened < day("2001-01-01")).count() >= 20);
    // What is walked up to a day does not change by what comes after it.
    let until = day("2020-03-16");
    let mut cut = all.clone();
    for rows in [&mut cut.spx, &mut cut.vix, &mut cut.token, &mut cut.line] {
        rows.retain(|row| row.0 <= until);
    }
    let cut = run(&cut);
    let closed = |of: &backtest::BackTest| -> Vec<_> {
        let is_past =
            |trade: &&backtest::trade::Trade| trade.closed <= until && trade.how != backtest::trade::How::Open;
        of.trades.iter().filter(is_past).cloned().collect()
    };
    assert_eq!(closed(&cut), closed(&walked));
    assert_eq!(cut.to, until);
    let _ = writeln!(std::io::stderr(), "{} {}", walked.headline(), walked.won_said());
}

#[test]
fn after_a_jump_the_curve_that_vix_came_from_has_real_futures_where_they_were() {
    let names = ["01_cboe_VIX_History", "13_yfinance_multiheader_GSPC", "06_vix_futures_VX1-8_wide"];
    let Some(all) = histories("the curve of a jump", &names) else { return };
    let programme = Programme::of(&Plan::example());
    let days = days::of(&all).expect("days");
    let (mut count, mut squares) = (0, [0.0, 0.0]);
    for row in days.rows.iter().filter(|row| row.vix < 40.0 && row.vix > 1.3 * row.anchor) {
        let mut bare = Plan { holdings: Vec::new(), ..Plan::default() };
        (bare.market.vix, bare.market.vvix) = (Points(row.vix), usual_vvix(Points(row.vix)));
        let markets: [Market; 2] =
            [programme.market(row, None).expect("a market"), Book::resolve(&bare).expect("a book").market];
        let first = row.day.next_vix_expiry();
        for (seen, expiry) in all.futures.iter().zip([first, first.next_vix_expiry()]) {
            let Some(seen) = on(seen, row.day) else { continue };
            count += 1;
            for (sum, market) in squares.iter_mut().zip(&markets) {
                let future = market.vix_future(Years::from_calendar_days(expiry.since(row.day)));
                *sum += (future.0 / seen).ln().powi(2);
            }
        }
    }
    let [moved, base] = squares.map(|sum: f64| (sum / f64::from(count)).sqrt());
    assert_eq!(count, 400);
    assert!((moved - 0.071).abs() < 5e-4 && (base - 0.158).abs() < 5e-4, "{moved} {base}");
}

/// Each real chain: VIX, VVIX, VIX9D and VIX3M of the plan beside it, and the most that the fit may be off by, rms in vol
/// points within two standard deviations over 10 to 77 days: a tenth above what the model book (13) prints of each, far below
/// the errors that the rule was published with (3). VIX9D and VIX3M of 2022 are the chain's own, VIX9D of 2023 too; its VIX3M and both of 2026 are guesses.
/// They move the rule's error, not the fit's.
const FITTED: [(&str, [f64; 4], f64); 4] = [
    ("09_cboe_spx_quotedata_ru_locale.csv", [12.35, 81.0, 11.76, 14.0], 0.22),
    ("11_cboe_spx_quotedata_truncated_strikes_2026.csv", [27.2, 131.0, 29.0, 26.0], 0.08),
    ("12_cboe_spx_quotedata_excel_resaved_2022-07-12.csv", [26.2, 90.0, 25.15, 28.17], 0.45),
    ("17_spx_chain_2020-03-20.csv", [66.0, 187.0, 83.0, 66.0], 2.65),
];

#[test]
fn a_surface_fitted_to_a_real_chain_is_no_further_off_than_the_rule_was_published_with() {
    for (name, [vix, vvix, vix9d, vix3m], most) in FITTED {
        let Some(bytes) = file("a_surface_fitted_to_a_real_chain", &format!("import/{name}")) else { return };
        let Imported::Chain(chain) = found(&bytes, name) else { panic!("{name} is no chain") };
        let mut plan = Plan::default();
        (plan.market.vix.0, plan.market.vvix.0) = (vix, vvix);
        (plan.market.vix9d, plan.market.vix3m) = (Some(Points(vix9d)), Some(Points(vix3m)));
        let report = calibrate::of(&chain, &plan).unwrap();
        let band = report.bands.iter().find(|one| one.days == [10.0, 77.0] && one.z.is_none()).expect(name);
        assert!(band.rms <= most && band.rms < band.rule_rms, "{name}: {band:?}");
        let joint = report.joint.as_ref().expect(name);
        assert!(joint.arbitrage.is_free, "{name}: {:?}", joint.arbitrage);
        assert_eq!(joint.is_rho_held, name.starts_with("11"), "{name}");
        // What the plan takes over of it: the level of an expiry that is left out is off by half a percent at most, 0.15 vol
        // points at a vol of 30.
        let then = joint.then.expect(name);
        assert!(then.rms < joint.rms + 0.16 && then.rms < 0.65 * joint.rule_rms, "{name}: {} {then:?}", joint.rms);
        assert!((8..30).contains(&report.levels.len()), "{name}: {:?}", report.levels);
        // On the day of the 2020 crash the calls' wing is worse than the rule's (calibration.md: 4.5 at two deviations): said.
        let worse = said::taken(&report, &chain, &plan)
            .into_iter()
            .find(|said| said.contains("vol points from the quotes and the"));
        let wing = "Two deviations above the money, 10 to 25 days out, it is 9.5 vol points from the quotes and the plan's own surface 4.9.";
        assert_eq!(worse.as_deref(), name.starts_with("17").then_some(wing), "{name}");
        let text = serde_json::to_string(&report).unwrap();
        assert!(!text.contains("NaN"));
        assert_eq!(serde_json::from_str::<ChainReport>(&text).unwrap(), report, "{name}");
    }
}

/// A chain among the files of the view, as one that is dropped.
fn dropped(test: &str, name: &str) -> Option<Set> {
    let bytes = file(test, &format!("import/{name}"))?;
    Some(Set::new(1, name, bytes.len(), None, found(&bytes, name)))
}

#[test]
fn a_surface_that_is_used_once_is_there_and_one_that_is_further_off_says_so_first() {
    for (name, label, levels) in [
        ("11_cboe_spx_quotedata_truncated_strikes_2026.csv", "Use this surface all the same", [false, true]),
        ("12_cboe_spx_quotedata_excel_resaved_2022-07-12.csv", "Use this surface", [true, true]),
        // VIX9D of 81 cannot stand beside VIX 17: the chain's own VIX comes with it.
        ("17_spx_chain_2020-03-20.csv", "Use this surface", [true, true]),
    ] {
        let Some(set) = dropped("a_surface_that_is_used_once", name) else { return };
        let (sets, plan) = ([set], Plan::example());
        let tab = data::of(&sets, &plan);
        let offer = tab.offers.iter().find(|offer| offer.id == "surface-1").expect(name);
        assert_eq!(offer.label, label, "{name}");
        assert_eq!(
            offer.said[0].starts_with("With this surface the plan is further"),
            label.ends_with("same"),
            "{name}"
        );
        let cut = "Its own VIX9D, VIX and VIX3M cannot be told: strips are cut, or expiries too far from those days.";
        assert_eq!(offer.said.iter().any(|said| said == cut), name.starts_with("11"), "{name}: {:?}", offer.said);
        let set = ["market.vix", "market.spx"].map(|id| offer.changes.iter().any(|(of, _)| of == id));
        assert_eq!(set, levels, "{name}: {:?}", offer.said);
        let again = data::of(&sets, &offer.put_on(&plan).expect(name));
        assert!(again.offers.iter().all(|offer| offer.id != "surface-1"), "{name}: {:?}", again.offers);
        let has = &again.sets[0].has;
        assert!(has.iter().any(|why| why == "The plan has this surface already."), "{name}: {has:?}");
    }
}

#[test]
fn a_plan_that_cannot_take_a_surface_is_told_what_to_type_first() {
    let Some(set) = dropped("a_plan_that_cannot_take_a_surface", "17_spx_chain_2020-03-20.csv") else { return };
    let mut plan = Plan::example();
    plan.market.vix3m = Some(Points(19.0));
    let tab = data::of(&[set], &plan);
    let why_not = &tab.sets[0].why_not;
    let wanted = "Type VIX (the plan has 17.00) and VIX3M (the plan has 19.00) of 20 Mar 2020 first, then this surface can be used: VIX9D 81.26 of this chain cannot stand beside the plan's.";
    assert!(why_not.iter().any(|why| why == wanted), "{why_not:?}");
}

#[test]
fn strikes_are_snapped_with_the_widths_of_their_wings() {
    let name = "12_cboe_spx_quotedata_excel_resaved_2022-07-12.csv";
    let Some(set) = dropped("strikes_are_snapped", name) else { return };
    let mut plan = Plan::default();
    (plan.market.today, plan.market.spx.0, plan.market.vix.0) = (Some(day("2022-07-12")), 3856.0, 26.2);
    plan.pin_strikes(0, [3400.0, 3450.0, 4180.0, 4230.0]);
    let tab = data::of(&[set], &plan);
    let snap = tab.offers.iter().find(|offer| offer.id == "snap-1-1").expect("strikes");
    let then = snap.put_on(&plan).expect("strikes");
    let condor = then.condor(0).expect("a condor");
    let strikes = [condor.long_put, condor.short_put, condor.short_call, condor.long_call].map(|one| one.0);
    assert_eq!(strikes, [3400.0, 3450.0, 4200.0, 4250.0], "{:?}", snap.said);
    assert!(snap.said.iter().any(|said| said.starts_with("The model says ")), "{:?}", snap.said);
    let credit = tab.offers.iter().find(|offer| offer.id == "credit-1-1").expect("a credit");
    assert!(credit.put_on(&plan).is_ok_and(|then| then.condor(0).is_some_and(|one| one.fill.is_some())));
}

/// Dates and closes of a history.
fn closes(test: &str, name: &str) -> Option<Vec<(Day, f64)>> {
    let bytes = file(test, &format!("import/{name}"))?;
    let Imported::Series(series) = found(&bytes, name) else { panic!("{name} is no history") };
    Some(series.closes())
}

/// Logs of closes and, where there are others on the same days, of these.
fn logs(days: &[(Day, Vec<f64>)], nth: usize) -> Vec<f64> {
    days.iter().map(|(_, closes)| closes[nth].ln()).collect()
}

/// Days in so many stretches, each with the close before it.
fn stretches(days: &[(Day, Vec<f64>)], count: usize) -> Vec<Sums> {
    let moves = days.len() - 1;
    let one = |nth: usize| {
        let days = &days[nth * moves / count..=(nth + 1) * moves / count];
        let all: Vec<Vec<f64>> = (0..days[0].1.len()).map(|nth| logs(days, nth)).collect();
        let returns = |nth: usize| -> Vec<f64> {
            all.get(nth).map_or_else(Vec::new, |logs| logs.windows(2).map(|two| two[1] - two[0]).collect())
        };
        Sums::of(&Stretch { vix: &all[0], spx: &returns(1), token: &returns(2) })
    };
    (0..count).map(one).collect()
}

#[test]
fn moments_that_stand_in_the_book_are_those_of_the_closes() {
    let test = "moments_that_stand_in_the_book_are_those_of_the_closes";
    let names = ["02_datasets_vix-daily_iso.csv", "13_yfinance_multiheader_GSPC.csv", "04_yahoo_ETH-USD_ohlcv.csv"];
    let mut days: Vec<(Day, Vec<f64>)> = Vec::new();
    let mut all = Vec::new();
    for (nth, name) in names.into_iter().enumerate() {
        let Some(closes) = closes(test, name) else { return };
        if nth == 0 {
            days = closes.into_iter().map(|(day, close)| (day, vec![close])).collect();
        } else {
            let on: std::collections::BTreeMap<Day, f64> = closes.into_iter().collect();
            days.retain_mut(|(day, closes)| on.get(day).map(|close| closes.push(*close)).is_some());
        }
        all.push((days.len(), figures(&stretches(&days, STRETCHES[nth]))));
    }
    let lengths: Vec<usize> = all.iter().map(|one| one.0).collect();
    assert_eq!(lengths, [9235, 6498, 2005]);
    for (nth, (moment, counted)) in MOMENTS.into_iter().zip(COUNTED).enumerate() {
        let of = match moment {
            Moment::Level(_) | Moment::Deviation | Moment::Kurtosis | Moment::Up(_) | Moment::Lag(_) => 0,
            Moment::Token(_) => 2,
            _ => 1,
        };
        let figure = all[of].1[nth].expect("enough days");
        for (found, known) in [figure.value, figure.error.expect("stretches")].into_iter().zip(counted) {
            // Known to four digits.
            assert!((found - known).abs() <= 6e-4 * known.abs(), "{moment:?}: {figure:?} for {counted:?}");
        }
    }
}
