//! Every word and figure of Learn's claims, as a table on file; and that every claim can come out either way.
//!
//! `UPDATE_CLAIMS=1 cargo test --test claims` writes the table anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;

use second_engine::book::Book;
use second_engine::plan::url;
use second_engine::views::learn::answer;
use second_engine::views::learn::claim::{ClaimKind, Finding, Outcome};
use second_engine::views::learn::claims::CLAIMS;
use second_engine::views::learn::search;

/// A plan that has something for every claim, and that is far from the opening plan.
const OTHER: &str = "v=2&holdings=condor,pool,layer,layer,layer,chain,strip,conversion&market.vix=24&market.spx=5200\
    &condor.contracts=12&condor.delta=0.1&condor.days=30&pool.deposit=80000&pool.low=2000&pool.high=5000\
    &pool.cover=0.8&chain.kind=put&chain.tokens=10&shock.vix=55&shock.days=8";

fn book(fragment: &str) -> Book {
    let opened = url::parse(fragment).unwrap_or_else(|wrong| panic!("{fragment}: {}", wrong.text));
    Book::resolve(&opened.plan).unwrap_or_else(|error| panic!("{fragment}: {error}"))
}

fn line(found: &Finding) -> String {
    format!("{} | {} | {}", found.figure, found.outcome.words(), found.text)
}

/// The table as it is today.
fn table() -> String {
    let (opening, other) = (book("v=2"), book(OTHER));
    let mut text = format!("Another plan: {OTHER}\n");
    let mut reaches = Vec::new();
    for claim in CLAIMS {
        let own = claim.finding().expect(claim.id);
        writeln!(text, "\n{} ({})", claim.id, if claim.kind() == ClaimKind::Claim { "claim" } else { "note" }).unwrap();
        writeln!(text, "  said    ‘{}’", claim.said).unwrap();
        writeln!(text, "  source  {}; {}", claim.source.place, claim.source.date).unwrap();
        writeln!(text, "  plan    {}", url::fragment(&claim.plan())).unwrap();
        writeln!(text, "  there   {}", line(&own)).unwrap();
        if let Some(found) = search::found(claim) {
            writeln!(text, "  range   {}", found.text).unwrap();
            reaches.push(found.reach);
        }
        writeln!(text, "  opening {}", line(&(claim.test)(&opening))).unwrap();
        writeln!(text, "  another {}", line(&(claim.test)(&other))).unwrap();
    }
    writeln!(text, "\n{}", answer(&reaches, CLAIMS.iter().map(|claim| claim.kind()))).unwrap();
    text
}

#[test]
fn every_word_and_figure_of_the_claims_is_the_one_on_file() {
    let path = format!("{}/tests/claims.txt", env!("CARGO_MANIFEST_DIR"));
    let found = table();
    if std::env::var_os("UPDATE_CLAIMS").is_some() {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let filed = std::fs::read_to_string(&path).unwrap();
    for (found, filed) in found.lines().zip(filed.lines()) {
        assert_eq!(found, filed, "look at the difference with UPDATE_CLAIMS=1");
    }
    assert_eq!(found.lines().count(), filed.lines().count());
}

/// Of every counted claim a plan in which it holds and one in which it does not.
const EITHER: &[(&str, &str, &str)] = &[
    ("cost", "", "condor.contracts=10"),
    ("drawdown", "layer.contracts=10&layer2.contracts=10&layer3.contracts=5", "pool.deposit=200000"),
    ("hedge-above-25", "condor.contracts=10&shock.vix=70", "shock.vix=30"),
    ("net-vega", "layer.contracts=10&layer2.contracts=10&layer3.contracts=5", ""),
    ("long-layer", "", "shock.vix=17.5&shock.days=10"),
    ("crypto-crash", "pool.deposit=200", ""),
    (
        "negative-convexity",
        "holdings=condor,pool,layer,chain&chain.kind=vault&shock.vix=18&shock.days=10&shock.token=-0.03&pool.fee_apr=0",
        "holdings=condor,pool,layer,chain&chain.kind=vault&shock.days=10&shock.token=-0.3",
    ),
    (
        "conversion",
        "holdings=condor,pool,layer,conversion&shock.token=-0.05",
        "holdings=condor,pool,layer,conversion&shock.token=-0.3",
    ),
    (
        "long-vega",
        "condor.strikes_by=level&condor.long_put=7200&condor.short_put=7250&condor.short_call=7300&condor.long_call=7350",
        "",
    ),
    ("odds", "condor.delta=0.05", ""),
    ("ninety", "condor.days=1&condor.delta=0.03", "condor.days=1"),
    ("seven-in-ten", "", "condor.delta=0.3"),
    ("credits", "market.spx=6000", "market.spx=9500"),
    ("daily-range", "market.spx=2200", ""),
    ("doubling", "market.vix=70", ""),
    ("il-cap", "shock.token=-0.05", ""),
    ("fee-spike", "shock.vix=19&shock.days=10", ""),
    ("narrow", "market.token_vol=0.5", "market.token_vol=0.9"),
    ("strip", "holdings=condor,pool,strip&strip.per_side=6", "holdings=condor,pool,strip&strip.per_side=1"),
    ("second-engine", "", "shock.correlation=1"),
    ("share", "pool.deposit=1000&condor.contracts=1", ""),
    ("losing", "market.token_vol=0.9", "market.token_vol=0.5"),
    ("compounding", "pool.gas=0.001", ""),
];

#[test]
fn every_counted_claim_can_come_out_either_way() {
    for claim in CLAIMS.iter().filter(|claim| claim.kind() == ClaimKind::Claim) {
        let (_, holds, fails) = EITHER.iter().find(|row| row.0 == claim.id).unwrap_or_else(|| panic!("{}", claim.id));
        for (changes, wanted) in [(holds, Outcome::Holds), (fails, Outcome::Fails)] {
            let found = (claim.test)(&book(&format!("v=2&{changes}")));
            assert_eq!(found.outcome, wanted, "{} with {changes}: {found:?}", claim.id);
        }
    }
    let counted = CLAIMS.iter().filter(|claim| claim.kind() == ClaimKind::Claim).count();
    assert_eq!(EITHER.len(), counted);
}
