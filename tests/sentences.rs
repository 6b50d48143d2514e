//! Sentences: plans for which a sentence of the page once was false, and what it says now. `tests/said.rs` tries the words
//! over grids; here each has the plan that it takes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;

use second_engine::book::curves::HeatAxis;
use second_engine::book::{Book, landscape};
use second_engine::plan::{Plan, file};
use second_engine::simulation::cvar;
use second_engine::units::{Frac, Points, Usd};
use second_engine::views::book::{heat_chart, odds};
use second_engine::views::json;
use second_engine::views::report::Report;
use second_engine::views::size::{frontier_chart, risk};
use second_engine::views::{assemble, hedge, size};
use second_engine::words::amount;
use serde_json::Value;

fn plan(text: &str) -> Plan {
    let opened = file::open(text).unwrap_or_else(|wrong| panic!("{text}: {}", wrong.text));
    assert!(opened.unknown.is_empty(), "{:?}", opened.unknown);
    opened.plan
}

fn resolved(text: &str) -> (Book, Report) {
    let book = Book::resolve(&plan(text)).unwrap();
    let report = assemble::report(&book);
    (book, report)
}

fn verdict(text: &str) -> String {
    resolved(text).1.verdict
}

/// The whole of the JSON door as text.
fn door(text: &str) -> String {
    json::text(&plan(text)).unwrap()
}

/// The opening example with these fields of its event.
fn example(change: impl Fn(&mut Plan)) -> (Book, Report) {
    let mut plan = Plan::example();
    change(&mut plan);
    let book = Book::resolve(&plan).unwrap();
    let report = assemble::report(&book);
    (book, report)
}

#[test]
fn a_budget_that_only_a_held_move_breaks_is_not_said_to_be_gone_today() {
    for (change, held) in [
        ((|plan: &mut Plan| plan.event.token = Some(Frac(-0.6))) as fn(&mut Plan), "ETH held at −60\u{202f}%"),
        (|plan: &mut Plan| plan.event.crypto = Frac(-0.5), "crypto alone at −50\u{202f}%"),
    ] {
        let (book, report) = example(change);
        assert_eq!(report.combined.budget_gone_at, Some(report.shock.vix_from));
        assert_eq!(report.shock.held, held);
        let risk = risk::of(&book, &Arc::new(cvar::outcomes(&book)), report.combined.budget_gone_at);
        for said in [risk.frontier_answer.clone(), frontier_chart::headline(&risk.frontier, &report)] {
            assert!(said.starts_with(&format!("With {held} the budget of ")), "{said}");
        }
    }
    let (_, free) = example(|_| ());
    assert_eq!(free.shock.held, "");
}

#[test]
fn a_place_that_is_worse_on_the_way_is_told_from_the_end_where_vix_and_spx_stand_still() {
    let strangle = r#"{"holdings": [{"kind": "chain", "terms": {"kind": "strangle", "tokens": 5, "days": 60}}],
        "event": {"vix": null, "crypto": -0.3, "days": 20}}"#;
    let puts = r#"{"holdings": [{"kind": "chain", "terms": {"kind": "put", "tokens": 20, "days": 60}}],
        "event": {"vix": null, "spx": 0, "token": -0.3, "days": 20}}"#;
    for text in [strangle, puts] {
        let said = verdict(text);
        assert!(said.contains(" on the way, before its end") && said.contains("; at its end it gains $"), "{said}");
    }
}

#[test]
fn the_token_that_is_named_is_one_that_the_book_hangs_on() {
    let stable = r#"{"holdings": [{"kind": "condor"}, {"kind": "pool", "terms": {"kind": "stable_swap"}}]}"#;
    let (book, report) = resolved(stable);
    assert!(!book.hangs_on_tokens() && !report.verdict.contains("ETH"), "{}", report.verdict);
    assert!(door(stable).contains("\"payoff_token\": null"));
    let bitcoin = r#"{"holdings": [{"kind": "pool", "terms": {"token": "btc"}}]}"#;
    let said = verdict(bitcoin);
    assert!(said.contains(", BTC\u{a0}−") && !said.contains("ETH"), "{said}");
    // A leg that is written on the pool hangs on the pool's token, one on the chain on the market's.
    for (leg, named) in [("strip", "BTC"), ("conversion", "BTC"), ("chain", "ETH")] {
        let beside =
            format!(r#"{{"holdings": [{{"kind": "pool", "terms": {{"token": "btc"}}}}, {{"kind": "{leg}"}}]}}"#);
        let said = verdict(&beside);
        assert!(said.contains(&format!(", {named}\u{a0}−")), "{leg}: {said}");
    }
    let own = r#"{"holdings": [{"kind": "pool", "terms": {"token": "own", "base_name": "ARB", "token_price": 1}}]}"#;
    assert!(verdict(own).contains(", ARB\u{a0}−"), "{}", verdict(own));
}

#[test]
fn a_rule_that_is_broken_by_less_says_what_is_lost_then_and_now() {
    let text = r#"{"market": {"vix": 35}, "event": {"vix": null, "days": 60}, "account": {"cash": 100000, "equity": 50000},
        "sizing": {"rules": {"quick_ratio": false}}, "holdings": [
        {"kind": "condor", "terms": {"contracts": 5, "days": 7, "strikes_by": "expected_move", "multiple": 1.1, "width": 5}},
        {"kind": "pool", "terms": {"deposit": 9000, "fee_apr": 0.5, "kind": "stable_swap", "gas": 0,
          "vetting": {"audited": false}}},
        {"kind": "layer", "terms": {"days": 7, "contracts": 1}},
        {"kind": "conversion", "terms": {"pool": 1, "share": 0.5}}]}"#;
    let said = door(text);
    assert!(said.contains("CVaR 95 would keep $9,000: with $0 $"));
    assert!(!said.contains("$0 is gained") && !said.contains("$0 is lost"));
    // What is lost now is what the view of the risk says.
    let (book, report) = resolved(text);
    let risk = risk::of(&book, &Arc::new(cvar::outcomes(&book)), report.combined.budget_gone_at);
    let now = format!("with $9,000 {} is lost", amount(risk.cvar.cvar.0));
    assert!(said.contains(&now), "{now}");
}

#[test]
fn a_multiplier_that_says_no_says_what_it_found() {
    let quick = r#"{"account": {"cash": 0, "stablecoins": 0}, "holdings": [{"kind": "condor", "terms": {"contracts": 3}},
        {"kind": "pool", "terms": {"fee_apr": 0.5, "slippage": 0}}]}"#;
    let alarm = r#"{"sizing": {"correlation_alarm": true, "rho": 1},
        "holdings": [{"kind": "condor"}, {"kind": "pool", "terms": {"fee_apr": 0.5}}]}"#;
    for (text, word) in [(quick, "the quick ratio says no ("), (alarm, "the correlation shift says no (alarm, ")] {
        let said = door(text);
        assert!(said.contains(word), "{word}");
        assert!(!said.contains("says no, it"), "{word}");
    }
}

#[test]
fn a_hedge_alone_has_no_loss_to_cover_and_nothing_is_said_twice_not_to() {
    let text = r#"{"holdings": [{"kind": "layer", "terms": {"contracts": 4}}], "event": {"vix": 30}}"#;
    let said = door(text);
    for wrong in ["loses nothing in", "loses in none", "of what neither", "neither condor nor pool lose"] {
        assert!(!said.contains(wrong), "{wrong}");
    }
}

#[test]
fn a_reversal_is_bought_in_learn_too() {
    let text = |share: f64| {
        format!(
            r#"{{"holdings": [{{"kind": "pool"}}, {{"kind": "conversion", "terms": {{"pool": 1, "share": {share}}}}}]}}"#
        )
    };
    assert!(door(&text(1.0)).contains("the tokens sold short by options"));
    // The claim's own plan sells them all the same.
    assert!(door(&text(-1.0)).contains("the tokens bought by options"));
}

#[test]
fn a_cost_that_nobody_knows_keeps_no_budget() {
    let text = r#"{"holdings": [{"kind": "condor"}, {"kind": "layer", "terms": {"days": 20, "contracts": 40}}]}"#;
    let (book, report) = resolved(text);
    let tab = hedge::of(&book, &report);
    assert!(tab.kept.starts_with("Whether the hedge keeps its budget a year is not known"), "{}", tab.kept);
    assert!(door(text).contains("is too short to be rolled: what it costs a year is not known."));
    let (book, report) = resolved(r#"{"holdings": [{"kind": "condor"}]}"#);
    let none = hedge::of(&book, &report).kept;
    assert!(none.starts_with("There is no hedge that could break its budget a year"), "{none}");
}

#[test]
fn without_a_layer_no_call_is_looked_at() {
    let said = door(r#"{"holdings": [{"kind": "condor"}], "event": {"vix": 80}}"#);
    assert!(said.contains("No layer is on that a call could be taken from."));
    assert!(!said.contains("No call on offer gains"));
}

#[test]
fn days_that_began_at_the_shocks_level_did_not_rise_to_it() {
    for (vix, words) in [(17.25, "VIX near 17 was 17.25 or more within"), (16.5, "VIX near 17 was 16.5 or less within")]
    {
        let (book, _) = example(|plan| {
            plan.event.vix = Some(Points(vix));
            plan.event.days = 1.0;
        });
        let said = odds::of(&book).sentence;
        assert!(said.contains(words) && !said.contains("VIX rose") && !said.contains("VIX fell"), "{said}");
    }
    let (book, _) = example(|plan| plan.event.vix = Some(Points(25.0)));
    assert!(odds::of(&book).sentence.starts_with("VIX rose from near 17 to 25 within"));
}

#[test]
fn the_share_of_equity_that_is_said_to_be_enough_is_enough() {
    let plan = Plan::example();
    let said = json::text(&plan).unwrap();
    let at = said.find("a loss budget of $").expect("the opening example has no such lever");
    let words: String = said[at..].chars().take(60).collect();
    let number =
        |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect::<String>().parse::<f64>();
    let usd = number(words.split('(').next().unwrap().trim()).unwrap();
    let share = number(words.split('(').nth(1).unwrap().split('%').next().unwrap()).unwrap();
    assert!(share / 100.0 * plan.account.equity.0 >= usd - 1.0, "{words}");
}

#[test]
fn a_small_move_that_is_not_worth_it_says_how_much_it_is() {
    let near = |usd: f64| {
        let mut plan = Plan::example();
        plan.pool_mut(0).unwrap().deposit = Usd(usd);
        json::text(&plan).unwrap()
    };
    // About the size that the opening example's rules allow.
    let said = near(30_000.0);
    let at = said.find("Hold $").unwrap() + 6;
    let size: String = said[at..].chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    let size: f64 = size.replace(',', "").parse().unwrap();
    let said = near(size + 60.0);
    assert!(said.contains(" as it is: $") && said.contains(" less is not worth a move"));
}

#[test]
fn a_map_that_does_not_hang_on_spx_names_no_move_of_it() {
    let headline = |text: &str| {
        let (book, report) = resolved(text);
        let heat = landscape::heat_over(&book, HeatAxis::Spx, 17, 17);
        heat_chart::headline(&heat, report.shock.vix_from.0, "ETH")
    };
    let calls = r#"{"holdings": [{"kind": "layer", "terms": {"contracts": 1}}]}"#;
    assert_eq!(headline(calls), "A low VIX hurts most, wherever SPX goes");
    assert!(!headline(r#"{"holdings": [{"kind": "condor"}]}"#).contains("wherever"));
}

#[test]
fn a_book_that_holds_nothing_fails_no_test_of_cash() {
    let text =
        r#"{"holdings": [{"kind": "condor", "terms": {"contracts": 0}}, {"kind": "pool", "terms": {"deposit": 0}}]}"#;
    let (book, report) = resolved(text);
    let risk = risk::of(&book, &Arc::new(cvar::outcomes(&book)), report.combined.budget_gone_at);
    assert_eq!(risk.cash_answer, "There is neither condor nor pool that could pay anything in.");
}

#[test]
fn no_pool_is_said_once_where_the_careful_figure_is_the_same() {
    let text = r#"{"account": {"loss_budget": 0.001},
        "holdings": [{"kind": "condor", "terms": {"contracts": 5}}, {"kind": "pool", "terms": {"fee_apr": 0}}]}"#;
    let (book, report) = resolved(text);
    let said = size::said(&book, &report).unwrap();
    assert!(said.ends_with(" This shock alone and the careful figure allow no pool."), "{said}");
    assert_eq!(door(text).matches("allow no pool").count(), 1);
}

#[test]
fn the_json_says_the_whole_sentence_on_top() {
    let (book, report) = example(|_| ());
    let whole = json::whole(&book);
    let (tab, careful) = (whole.views.size.size.unwrap(), whole.views.size.careful.unwrap());
    let [beside, _] = size::beside(&report, &tab, &careful);
    let said = whole.verdict_size.unwrap();
    assert!(said.starts_with("Hold $") && said.starts_with(&tab.headline) && said.ends_with(&beside), "{said}");
    assert_eq!(said.len(), tab.headline.len() + beside.len() + usize::from(!beside.is_empty()));
    // Where there is nothing to size, why; without a pool nothing, as on the page.
    assert_eq!(size::line(&book.plan, &report, None).as_deref(), Some(size::no_position(&book.plan)));
    let without = door(r#"{"holdings": [{"kind": "condor"}]}"#);
    assert_eq!(serde_json::from_str::<Value>(&without).unwrap()["verdict_size"], Value::Null);
}
