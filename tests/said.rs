//! Said: the words of every headline and answer against the signs of the figures that they are about, over a grid of 504
//! plans: parts on and off, a second pool with a loan, an event on the calendar, a pool that beats its hurdle.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plans::least_quick_ratio;
use second_engine::book::by_date::{self, DAYS, DatePart, Later};
use second_engine::book::curves::{HeatAxis, PayoffAxis, PayoffPoint};
use second_engine::book::exits::{Exit, ExitRule, Leave, first_due};
use second_engine::book::replay::Event;
use second_engine::book::{Book, corridor, landscape, liquidity, pnl, way};
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::knobs::{KNOBS, LISTS, Unit, help, list_help};
use second_engine::plan::presets::PRESETS;
use second_engine::plan::rules_hedge::{Action, Band};
use second_engine::plan::{
    ChainKind, ChainPlan, ConversionPlan, EventDay, EventName, EventPlan, Plan, PoolToken, Settlement, StrikeRule,
    VixOf,
};
use second_engine::shock::explosions::EXPLOSIONS;
use second_engine::simulation::correlation_map::WINGS;
use second_engine::simulation::cvar;
use second_engine::sizing::checks::cash_flow;
use second_engine::sizing::checks::second_engine as second_engine_rule;
use second_engine::sizing::ledger::SizedPosition;
use second_engine::units::day::Day;
use second_engine::units::{Frac, Points, Usd};
use second_engine::views::book::{date_words, heat_chart, history, odds, payoff_chart};
use second_engine::views::pool::strip::StripState;
use second_engine::views::pool::{growth_chart, strip_chart};
use second_engine::views::report::Report;
use second_engine::views::size::risk::RiskMap;
use second_engine::views::size::sensitivity::{self, Panel};
use second_engine::views::size::{
    self, correlation_chart, frontier_chart, risk, risk_answers, second_engine_check, sensitivities_chart,
    waterfall_chart,
};
use second_engine::views::time::{self, choices, corridor_words};
use second_engine::views::{assemble, hedge, json, pool};
use second_engine::words::{amount, correlation, dates, usd};
use serde_json::Value;

/// What a plan of the grid holds.
const PARTS: [&str; 7] = ["all", "no pool", "no condor", "empty", "rich", "loan", "event"];

/// The plans, each with its place in the grid.
fn grid() -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    for vix in [11.0, 17.0, 45.0] {
        for spx in [None, Some(-0.10), Some(0.04)] {
            for token in [None, Some(0.3)] {
                for days in [5.0, 40.0] {
                    for is_hedged in [true, false] {
                        for parts in PARTS {
                            let mut plan = Plan::default();
                            plan.event.vix = (vix != 17.0).then_some(Points(vix));
                            plan.event.spx = spx.map(Frac);
                            plan.event.token = token.map(Frac);
                            plan.event.days = days;
                            match parts {
                                "rich" => plan.pool_mut(0).unwrap().fee_apr = Frac(0.085),
                                "loan" => {
                                    plan.add_fresh(Kind::Pool);
                                    let second = plan.pool_mut(1).unwrap();
                                    (second.deposit, second.loan) = (Usd(20_000.0), Usd(14_000.0));
                                    second.fee_apr = Frac(0.085);
                                    plan.sizing.pool = Some(2.0);
                                }
                                "event" => {
                                    let event = |days: f64| EventDay {
                                        name: EventName::Fomc,
                                        days,
                                        size: Frac(0.006),
                                        surprise: 0.0,
                                    };
                                    plan.market.events = vec![event(2.0), event(29.0)];
                                }
                                _ => {}
                            }
                            for holding in &mut plan.holdings {
                                holding.on = match holding.kind() {
                                    Kind::Condor => !matches!(parts, "no condor" | "empty"),
                                    Kind::Pool => !matches!(parts, "no pool" | "empty"),
                                    _ => is_hedged,
                                };
                            }
                            let name = format!("VIX {vix} {spx:?} {token:?} {days}d {is_hedged} {parts}");
                            plans.push((name, plan));
                        }
                    }
                }
            }
        }
    }
    plans
}

/// What the grid does not have: pools that lose, a hedge that earns and then costs, a budget that is gone, a day that is the
/// last, today's VIX high, as much in the pool as may be, nothing in it, no cash beside it.
fn rare() -> Vec<(String, Plan)> {
    let named = |name: &str, change: &dyn Fn(&mut Plan)| {
        let mut plan = Plan::default();
        plan.sizing.rules.vetting = false;
        change(&mut plan);
        (format!("rare: {name}"), plan)
    };
    let off = |plan: &mut Plan, kinds: &[Kind]| {
        for holding in &mut plan.holdings {
            holding.on &= !kinds.contains(&holding.kind());
        }
    };
    let poor = |plan: &mut Plan| plan.pool_mut(0).unwrap().fee_apr = Frac(0.005);
    let rich = |plan: &mut Plan| plan.pool_mut(0).unwrap().fee_apr = Frac(0.25);
    let vault = |plan: &mut Plan| {
        off(plan, &[Kind::Layer]);
        plan.add(Holding::new(Terms::Chain(ChainPlan { kind: ChainKind::Vault, ..ChainPlan::default() })));
    };
    vec![
        named("fees pay for nothing", &poor),
        named("settles at the open before any rule", &|plan| {
            plan.market.today = Day::iso("2026-12-08");
            let condor = plan.condor_mut(0).unwrap();
            (condor.days, condor.settles) = (10.0, Settlement::Am);
        }),
        named("sold with a week", &|plan| {
            (plan.market.today, plan.market.vix) = (Day::iso("2026-11-30"), Points(24.0));
            plan.condor_mut(0).unwrap().days = 7.0;
        }),
        named("a roll keeps most", &|plan| {
            let condor = plan.condor_mut(0).unwrap();
            condor.set_levels([5900.0, 5950.0, 6150.0, 6200.0].map(Points));
            (condor.days, condor.opened, condor.fill) = (25.0, 20.0, Some(Points(15.0)));
            (plan.event.vix, plan.event.days, plan.event.spx) = (Some(Points(15.0)), 10.0, Some(Frac(0.0)));
        }),
        named("two pools, no fees", &|plan| {
            poor(plan);
            let pool = plan.pool(0).unwrap().clone();
            plan.add(Holding::new(Terms::Pool(Box::new(pool))));
        }),
        named("a vault is sold", &|plan| {
            vault(plan);
            plan.event.vix = None;
        }),
        named("a vault is sold and VIX rises", &|plan| {
            vault(plan);
            plan.event.vix = Some(Points(45.0));
        }),
        named("no budget left", &|plan| {
            poor(plan);
            off(plan, &[Kind::Condor]);
            plan.account.loss_budget = Frac(0.0001);
            (plan.event.vix, plan.event.days) = (Some(Points(30.0)), 10.0);
        }),
        named("sold for nothing", &|plan| {
            poor(plan);
            plan.condor_mut(0).unwrap().fill = Some(Points(0.05));
            plan.event.vix = Some(Points(30.0));
        }),
        named("the last day", &|plan| {
            off(plan, &[Kind::Pool, Kind::Layer]);
            plan.condor_mut(0).unwrap().days = 7.0;
            plan.event.vix = Some(Points(30.0));
        }),
        named("fees of a year in a month", &|plan| {
            off(plan, &[Kind::Condor, Kind::Layer]);
            plan.pool_mut(0).unwrap().fee_apr = Frac(5.0);
            (plan.event.vix, plan.event.days) = (Some(Points(20.0)), 60.0);
        }),
        named("ETH held far down", &|plan| plan.event.token = Some(Frac(-0.6))),
        named("VIX high today", &|plan| {
            rich(plan);
            plan.market.vix = Points(45.0);
        }),
        named("no condor", &|plan| {
            rich(plan);
            off(plan, &[Kind::Condor]);
            plan.event.vix = Some(Points(45.0));
        }),
        named("nothing in the pool", &|plan| {
            rich(plan);
            plan.pool_mut(0).unwrap().deposit = Usd(0.0);
            plan.event.vix = Some(Points(45.0));
        }),
        named("as much as may be", &|plan| {
            rich(plan);
            plan.event.vix = Some(Points(45.0));
            let book = Book::resolve(plan).unwrap();
            let tab = size::report(&book, &SizedPosition::alone(&book).unwrap());
            plan.pool_mut(0).unwrap().deposit = tab.waterfall.size;
        }),
        named("a little more than may be", &|plan| {
            rich(plan);
            plan.event.vix = Some(Points(45.0));
            let book = Book::resolve(plan).unwrap();
            let tab = size::report(&book, &SizedPosition::alone(&book).unwrap());
            plan.pool_mut(0).unwrap().deposit = Usd(tab.waterfall.size.0 + 40.0);
        }),
        named("calls alone hurt", &|plan| {
            off(plan, &[Kind::Pool, Kind::Layer]);
            let spx = plan.market.spx.0;
            let condor = plan.condor_mut(0).unwrap();
            condor.strikes_by = StrikeRule::Level;
            let strikes = [0.8, 0.801, 1.01, 1.08].map(|share| Points((share * spx).round()));
            [condor.long_put, condor.short_put, condor.short_call, condor.long_call] = strikes;
        }),
        named("a hedge of a few cents", &|plan| {
            off(plan, &[Kind::Layer]);
            plan.add(Holding::new(Terms::Chain(ChainPlan { tokens: 0.001, ..ChainPlan::default() })));
        }),
        named("a token that follows nothing", &|plan| {
            (plan.response.beta_spx, plan.response.beta_vix) = (Some(0.0), Some(0.0));
        }),
        named("a hedge that costs more than the pool pays", &|plan| {
            off(plan, &[Kind::Condor]);
            (0..3).for_each(|nth| plan.layer_mut(nth).unwrap().contracts = Some(80.0));
        }),
        named("the hedge alone", &|plan| {
            off(plan, &[Kind::Condor, Kind::Pool]);
            (0..3).for_each(|nth| plan.layer_mut(nth).unwrap().contracts = Some(4.0));
        }),
        named("a pool that pays in any shock", &|plan| {
            off(plan, &[Kind::Condor]);
            let pool = plan.pool_mut(0).unwrap();
            (pool.token, pool.low, pool.high) = (PoolToken::Stable, 0.9, 1.1);
            plan.event.vix = None;
        }),
        named("a loan dearer than the fees", &|plan| {
            off(plan, &[Kind::Condor, Kind::Layer]);
            let pool = plan.pool_mut(0).unwrap();
            (pool.loan, pool.loan_rate) = (Usd(0.5 * pool.deposit.0), Frac(0.9));
        }),
        named("nothing that pays", &|plan| {
            off(plan, &[Kind::Condor, Kind::Layer]);
            plan.pool_mut(0).unwrap().deposit = Usd(0.0);
        }),
        named("no cash", &|plan| {
            rich(plan);
            (plan.account.cash, plan.account.stablecoins) = (Usd(0.0), Usd(0.0));
            plan.sizing.rules.quick_ratio = false;
            plan.pool_mut(0).unwrap().deposit = Usd(1000.0);
            plan.event.vix = Some(Points(30.0));
        }),
    ]
}

/// Which words were asked for, and how often each was met: a word that no plan brings out is not tested.
#[derive(Default)]
struct Met(RefCell<BTreeMap<&'static str, u32>>);

impl Met {
    /// Where `said` holds these words, the figures must be so.
    fn says(&self, plan: &str, said: &str, words: &'static str, holds: bool) {
        let mut met = self.0.borrow_mut();
        let met = met.entry(words).or_default();
        if said.contains(words) {
            *met += 1;
            assert!(holds, "{plan}: {said}");
        }
    }

    /// `said` holds these words where the figures are so, and nowhere else.
    fn means(&self, plan: &str, said: &str, words: &'static str, holds: bool) {
        self.says(plan, said, words, holds);
        assert!(!holds || said.contains(words), "{plan}: no '{words}' in: {said}");
    }

    /// Every word that was asked for was met, but those of which it is known that no plan here says them.
    fn every(&self, but: &[&str]) {
        let met = self.0.borrow();
        let unmet: Vec<&str> = met.iter().filter(|(_, count)| **count == 0).map(|(word, _)| *word).collect();
        assert_eq!(unmet, but, "{met:?}");
    }
}

/// Every text of a JSON value.
fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// No text says that something loses or gains no dollar at all.
fn nothing_is_lost_or_gained(plan: &str, value: &impl serde::Serialize) {
    let value = serde_json::to_value(value).unwrap();
    let mut found = Vec::new();
    texts(&value, &mut found);
    for said in found {
        assert!(!said.contains("$0 is lost") && !said.contains("$0 is gained"), "{plan}: {said}");
        for verb in ["loses", "lose", "gains", "gain", "earns", "earn", "covers", "saves"] {
            let empty = format!("{verb} $0");
            let is_there = said.match_indices(&empty).any(|(at, _)| {
                said[at + empty.len()..].chars().next().is_none_or(|next| {
                    !matches!(next, '.' | ',') || {
                        !said[at + empty.len() + 1..].starts_with(|c: char| c.is_ascii_digit())
                    }
                })
            });
            assert!(!is_there, "{plan}: {said}");
        }
    }
}

/// Words of a text, with what stands round them taken off.
fn bare_words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| c.is_whitespace());
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect()
}

/// The first count of days of a text that does not say whether they are calendar or trading days.
fn unnamed_days(text: &str) -> Option<String> {
    let words = bare_words(text);
    let is_count = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
    let pair = words.windows(2).find(|pair| is_count(pair[0]) && matches!(pair[1], "day" | "days" | "d"));
    let joined = words.iter().find(|word| {
        word.split_once("-day").is_some_and(|(count, rest)| is_count(count) && (rest.is_empty() || rest == "s"))
    });
    // 'On day 20': of which calendar?
    let raw: Vec<&str> = text.split_whitespace().collect();
    let is_nth = |three: &&[&str]| {
        let [which, day, count] = [three[0], three[1], three[2].trim_end_matches(|c: char| !c.is_alphanumeric())];
        which != "trading" && day == "day" && !count.is_empty() && count.chars().all(|c| c.is_ascii_digit())
    };
    let nth = raw.windows(3).find(is_nth);
    pair.map(|pair| pair.join(" ")).or(joined.map(ToString::to_string)).or(nth.map(|three| three.join(" ")))
}

/// Words that nobody knows, or that say two things; each was on the page once.
fn unknown_word(text: &str) -> Option<&'static str> {
    let low = text.to_lowercase();
    let squeezed: String = low.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in ["bends", "% vol point"] {
        if squeezed.contains(word) {
            return Some(word);
        }
    }
    // The link is the spot–vol link, and is called so where it is named.
    if bare_words(&low).windows(2).any(|pair| pair == ["the", "link"]) && !low.contains("spot–vol link") {
        return Some("the link");
    }
    // A section of the model book is a source; it explains nothing where a sentence stands.
    squeezed.contains("model book").then_some("model book")
}

/// Every text of a JSON value that is no source and no name of a rule's file.
fn sentences<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| sentences(item, found)),
        Value::Object(fields) => {
            let said = fields.iter().filter(|(key, _)| key.as_str() != "source" && key.as_str() != "url");
            said.for_each(|(_, field)| sentences(field, found));
        }
        _ => {}
    }
}

#[test]
fn every_count_of_days_says_which_and_no_unknown_word_comes_back() {
    let (read, broken) = (Cell::new(0), RefCell::new(BTreeSet::new()));
    let check = |place: &str, text: &str| {
        read.set(read.get() + 1);
        let found = unnamed_days(text).or(unknown_word(text).map(String::from));
        broken.borrow_mut().extend(found.map(|odd| format!("{odd}: {place}: {text}")));
    };
    // Every view of plans in which as much as possible is said.
    let mut plans = grid();
    let (_, plan) = plans.swap_remove(0);
    let mut plans: Vec<Plan> = plans.into_iter().step_by(41).map(|(_, plan)| plan).collect();
    plans.push(plan);
    plans.push(Plan::example());
    for kind in [Kind::Etp, Kind::Chain, Kind::Strip, Kind::Conversion] {
        plans[0].add_fresh(kind);
    }
    plans[0].market.events = vec![EventDay { name: EventName::Fomc, days: 2.0, size: Frac(0.009), surprise: 0.0 }];
    (plans[1].event.vix, plans[1].event.days) = (Some(Points(22.0)), 1.0);
    plans[1].condor_mut(0).unwrap().days = 3.0;
    for plan in &plans {
        let whole: Value = serde_json::from_str(&json::text(plan).unwrap()).unwrap();
        let mut found = Vec::new();
        sentences(&whole, &mut found);
        found.iter().for_each(|text| check("report", text));
        let book = Book::resolve(plan).unwrap();
        for why in odds::whys(&odds::of(&book)) {
            [why.title, why.formula].into_iter().for_each(|text| check("why", text));
            check("why", &why.said);
        }
        for shock in history::of_model(plan) {
            check("history", &shock.words);
        }
        if let Some(said) = history::standing_words(plan) {
            said.iter().for_each(|text| check("history", text));
        }
    }
    let ftx = EXPLOSIONS.iter().find(|one| one.id == "ftx_2022").unwrap();
    history::standing_words(&ftx.put_on(&Plan::default())).unwrap().iter().for_each(|text| check("history", text));
    // Inputs: their labels, their values and what stands behind the '?'.
    for knob in KNOBS {
        let shown = knob.shown(21.0);
        check(knob.id, &shown);
        let is_named = |word: &str| shown.contains(word) && knob.label.to_lowercase().contains(word);
        match knob.unit {
            Unit::Days => assert!(is_named("calendar day"), "{}: {} {shown}", knob.id, knob.label),
            Unit::TradingDays => assert!(is_named("trading day"), "{}: {} {shown}", knob.id, knob.label),
            _ => check(knob.id, knob.label),
        }
        for (_, label) in knob.options().unwrap_or_default() {
            check(knob.id, label);
        }
        check(knob.id, help(knob.id).unwrap().said);
    }
    for preset in PRESETS {
        check(preset.name, preset.name);
    }
    for list in LISTS {
        check(list.id, list_help(list.id).expect("a help").said);
    }
    // What is drawn, and the glossary.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(root.join("tests/pictures")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "svg") {
            let svg = std::fs::read_to_string(&path).unwrap();
            let texts =
                svg.split('>').filter_map(|part| Some(part.split_once("</")?.0)).filter(|text| !text.is_empty());
            texts.for_each(|text| check(&path.display().to_string(), text));
        }
    }
    // Heads of columns stand in the code of the page.
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let code = std::fs::read_to_string(&path).unwrap();
                for head in ["\"Days\"", "\"days\" }", "\"Days left\"", "\\u{a0}d\"", "{} days\""] {
                    if code.contains(head) {
                        check(&path.display().to_string(), &format!("in 1 day: {head}"));
                    }
                }
            }
        }
    }
    let glossary = std::fs::read_to_string(root.join("docs/glossary.md")).unwrap();
    let lines = glossary.lines().filter(|line| !line.starts_with(['#', '-']));
    lines.filter(|line| unnamed_days(line).is_some()).for_each(|line| check("glossary", line));
    let (read, broken) = (read.get(), broken.into_inner());
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(read > 3000, "{read}");
}

#[test]
fn the_reader_of_words_finds_what_it_looks_for() {
    let odd =
        ["in 5 days", "(30\u{a0}d)", "within 1 day.", "its 21-day mean", "on day 20, at best", "2,061 days since"];
    for text in odd {
        assert!(unnamed_days(text).is_some(), "{text}");
    }
    for text in ["in 5 trading days", "30 calendar days", "trading day 20", "Now, 3 of the days", "a day"] {
        assert_eq!(unnamed_days(text), None, "{text}");
    }
    for text in ["it bends upward", "3\u{202f}% vol points", "Model book 11.5", "where the link has SPX"] {
        assert!(unknown_word(text).is_some(), "{text}");
    }
    assert_eq!(unknown_word("follows the spot–vol link; 3 vol points"), None);
}

fn resolved(plan: &Plan) -> (Book, Report) {
    let book = Book::resolve(plan).unwrap();
    let report = assemble::report(&book);
    (book, report)
}

#[test]
fn the_grid_is_large_enough() {
    assert_eq!(grid().len(), 504);
}

#[test]
fn the_book_views_words_hold() {
    let met = Met::default();
    for (name, plan) in grid().into_iter().chain(rare()) {
        let (book, report) = resolved(&plan);
        nothing_is_lost_or_gained(&name, &report);
        let (pnl, worst) = (report.combined.pnl.0, report.combined.worst_on_way.0);
        let said = &report.verdict;
        let is_held = !book.entries.is_empty();
        let is_worse_before = worst.round() < pnl.round().min(0.0);
        met.means(&name, said, "the book loses", is_held && (pnl.round() < 0.0 || is_worse_before));
        met.means(&name, said, "the book gains", is_held && pnl.round() > 0.0 && !is_worse_before);
        met.means(&name, said, "comes out even", is_held && pnl.round() == 0.0);
        met.means(&name, said, "on the way", is_held && is_worse_before);
        met.means(&name, said, "past your budget", -worst - report.combined.budget.0 > 0.5);
        for axis in [PayoffAxis::Spx, PayoffAxis::Vix, PayoffAxis::Token] {
            let payoff = landscape::payoff(&book, &landscape::payoff_places(&book, axis, 41), None);
            // A fall on the link is no better on the chart than on the way to the shock.
            if axis != PayoffAxis::Token
                && way::is_linked(&plan.event)
                && report.combined.worst_vix_on_way.0 > plan.market.vix.0 + 2.0
            {
                let (way, fall) = (report.combined.worst_on_way.0, payoff.worst_fall.unwrap().combined);
                assert!(fall <= way + 0.5, "{name} {axis:?}: {fall} on the chart, {way} on the way");
            }
            let said = payoff_chart::headline(&payoff);
            // No point is lower than what is called the worst, which is the book's own P&L where it stands.
            let least = payoff.worst.combined;
            let drawn = payoff.points.iter().map(|point| point.combined).fold(f64::INFINITY, f64::min);
            let place = match axis {
                PayoffAxis::Spx => payoff.worst.spx,
                PayoffAxis::Vix => payoff.worst.vix,
                PayoffAxis::Token => payoff.worst.token,
            };
            let there = landscape::payoff_at(&book, axis, place).combined;
            assert!(least <= drawn && (there - least).abs() < 0.01, "{name} {axis:?}: {least} {drawn} {there}");
            let is_token = axis == PayoffAxis::Token;
            met.means(&name, &said, "Nothing on this line loses", !is_token && least > -0.5);
            met.means(&name, &said, "No token price on this line loses", is_token && least > -0.5);
            met.means(&name, &said, "Worst", least <= -0.5);
            assert!(least > -0.5 || said.contains(&usd(least)), "{name}: {said} for {least}");
            let falls = payoff.points.iter().filter(|point| point.spx < payoff.now.spx);
            let drawn_fall = falls.map(|point| point.combined).fold(f64::INFINITY, f64::min);
            let worst_fall = payoff.worst_fall.map_or(f64::INFINITY, |fall| fall.combined);
            assert!(worst_fall <= drawn_fall, "{name} {axis:?}: {worst_fall} {drawn_fall}");
            met.says(&name, &said, "falls do not", worst_fall >= -0.5);
            met.says(&name, &said, "the worst fall costs", worst_fall < -0.5 && said.contains(&amount(worst_fall)));
            let [first, last] = [&payoff.points[0], &payoff.points[payoff.points.len() - 1]];
            let beside = [&payoff.points[1], &payoff.points[payoff.points.len() - 2]];
            // To the dollar: a curve that is flat there has no loss that grows.
            let grows = |end: &PayoffPoint, before: &PayoffPoint| {
                end.combined == least && least <= -0.5 && least < before.combined - 0.5
            };
            let is_growing = grows(first, beside[0]) || grows(last, beside[1]);
            met.means(&name, &said, "still growing", is_growing);
            let crash = if first.spx <= last.spx { first } else { last };
            met.says(
                &name,
                &said,
                "the hedge catches up",
                crash.hedge > payoff.worst.hedge && crash.combined > payoff.worst.combined,
            );
            met.says(&name, &said, "it recovers", crash.combined > payoff.worst.combined);
        }
        for axis in [HeatAxis::Spx, HeatAxis::Token] {
            let heat = landscape::heat_over(&book, axis, 9, 7);
            let said = heat_chart::headline(&heat, report.shock.vix_from.0, "ETH");
            let least = heat.pnl.iter().copied().fold(f64::INFINITY, f64::min);
            met.means(&name, &said, "Nothing on this map loses", least > -0.5);
            met.means(&name, &said, "hurts most", least <= -0.5);
            // Places that hurt as much may lie on either side.
            let worst =
                heat.pnl.iter().enumerate().filter(|(_, pnl)| **pnl < least + 1e-6).map(|(i, _)| heat.moves[i % 9]);
            let worst: Vec<f64> = worst.collect();
            met.says(&name, &said, "A big fall", worst.iter().any(|moved| *moved < 0.0));
            met.says(&name, &said, "A big rally", worst.iter().any(|moved| *moved > 0.0));
        }
        for part in by_date::parts(&book) {
            for later in [Later::Linked, Later::Held] {
                let table = by_date::of(&book, &DAYS, part, later);
                let said = date_words::finding(&table);
                let row = table.rows.iter().find(|row| row.is_shock).unwrap();
                let [then, expiry] = [row.pnl[table.shock_column], row.pnl[table.expiry_column]];
                let is_later = table.expiry_column > table.shock_column;
                let [is_more, is_less] = [expiry - then >= 0.5, expiry - then <= -0.5].map(|moves| is_later && moves);
                met.means(&name, &said, "repairs it", then <= -0.5 && is_more);
                met.means(&name, &said, "deepens it", then <= -0.5 && is_less);
                met.means(&name, &said, "adds to it", then > -0.5 && is_more);
                met.means(&name, &said, "takes from it", then > -0.5 && is_less);
                met.means(&name, &said, "leaves", is_later && !is_more && !is_less);
                if part == DatePart::Book && said.contains(" to ") {
                    assert!(said.contains(&usd(pnl)), "{name}: {said} for {pnl}");
                }
            }
        }
    }
    met.every(&["it recovers"]);
}

/// Kinds that are off together, as what is written on a pool is off with it, and what they alone are called.
const OFF: [(&[Kind], &str); 8] = [
    (&[Kind::Condor], "condor"),
    (&[Kind::Pool, Kind::Strip, Kind::Conversion], "pool"),
    (&[Kind::Layer], "layer"),
    (&[Kind::Etp], "etp"),
    (&[Kind::Chain, Kind::Strip, Kind::Conversion], "on the chain"),
    (&[Kind::Strip], "strip"),
    (&[Kind::Conversion], "conversion"),
    (&[Kind::Layer, Kind::Etp], "vix-linked leg"),
];

/// What is said of a kind that is off: that there is none of it, and what could be switched on.
const ABSENT: [&str; 8] = [
    "without both a condor and a pool",
    "without a condor",
    "neither condor nor pool",
    "no condor",
    "there is no pool",
    "no pool",
    "no layer",
    "there is no hedge: switch a layer on",
];

/// A kind that is off has no word in the report or in any view of this book, but that there is none of it. The claims are
/// of the method, not of this book.
#[test]
fn what_is_off_is_in_no_sentence() {
    let mut all = Plan::default();
    for kind in Kind::ALL.into_iter().filter(|kind| Plan::default().count(*kind) == 0) {
        assert!(all.add_fresh(kind));
    }
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for (off, noun) in OFF.into_iter().chain([(&[][..], "")]) {
        for (vix, has_hedge) in [12.0, 30.0, 60.0].into_iter().flat_map(|vix| [(vix, true), (vix, false)]) {
            let mut plan = all.clone();
            plan.event.vix = Some(Points(vix));
            for holding in &mut plan.holdings {
                holding.on = !off.contains(&holding.kind()) && (has_hedge || !holding.kind().is_hedge());
            }
            let mut value = serde_json::to_value(json::whole(&Book::resolve(&plan).unwrap())).unwrap();
            value["views"]["learn"].take();
            let mut found = Vec::new();
            texts(&value, &mut found);
            assert!(found.len() > 300, "{}", found.len());
            for text in found {
                let said = ABSENT.iter().fold(text.to_lowercase(), |said, absent| said.replace(absent, ""));
                assert!(off.is_empty() || !said.contains(noun), "{off:?} at VIX {vix}: {text}");
                named.extend(OFF.iter().map(|(_, noun)| *noun).filter(|noun| said.contains(noun)));
            }
        }
    }
    // Each is named where it is on: none is off in words that the page does not use.
    assert_eq!(named, OFF.map(|(_, noun)| noun).into());
}

#[test]
fn the_hedge_views_words_hold() {
    let met = Met::default();
    for (name, plan) in grid().into_iter().chain(rare()) {
        let (book, report) = resolved(&plan);
        let tab = hedge::of(&book, &report);
        let solved = hedge::solvers::of(&book);
        nothing_is_lost_or_gained(&name, &tab);
        nothing_is_lost_or_gained(&name, &solved);
        let (lost, pnl) = (-(report.condor.pnl.0 + report.pool.pnl.0), report.hedge.pnl.0);
        let said = &tab.answer;
        let (is_held, carry) = (book.has_hedge(), report.hedge.carry.0);
        met.means(&name, said, "it loses $", is_held && pnl <= -0.5);
        met.means(&name, said, "it pays $", is_held && pnl >= 0.5);
        met.means(&name, said, "it pays nothing", is_held && pnl.abs() < 0.5);
        met.means(&name, said, "covers", is_held && pnl >= 0.5 && lost > 0.0);
        met.means(&name, said, "on top of", is_held && pnl <= -0.5 && lost > 0.0);
        let (engines, said_of) = (tab.engines, said.replace("loses nothing", "lose nothing"));
        met.means(&name, &said_of, "lose nothing there", is_held && lost <= 0.0 && !engines.is_empty());
        met.means(&name, said, "neither condor nor pool to cover", is_held && engines.is_empty());
        met.means(&name, said, "the hedge earns", is_held && carry < -0.5);
        met.means(&name, said, "the hedge costs", is_held && carry >= -0.5);
        met.means(&name, said, "There is no hedge", !is_held);
        let said = hedge::findings::cover(report.hedge.coverage, tab.efficiency, is_held, tab.engines);
        met.means(&name, &said, "Covers", is_held && lost > 0.0 && pnl / lost >= -0.0005);
        met.means(&name, &said, "It covers nothing: it loses", is_held && lost > 0.0 && pnl / lost < -0.0005);
        met.means(&name, &said, "Nothing to cover", is_held && lost <= 0.0);
        met.means(&name, &said, "No hedge is held", !is_held);
        let said = hedge::payoff_chart::headline(&tab, &report, false);
        let (layers, others) = (&report.hedge.layers, &report.hedge.others);
        let gains = layers.iter().map(|leg| leg.pnl.0).chain(others.iter().map(|leg| leg.pnl.0)).any(|pnl| pnl > 0.0);
        met.means(&name, &said, "no leg gains", is_held && !gains);
        met.means(&name, &said, "most comes from", is_held && gains);
        // Without the layers, the only hedge of the grid, the book is condors and pool.
        for question in &solved.questions {
            let said = &question.answer;
            let is_vega = question.id == "zero_vega";
            met.says(
                &name,
                said,
                "Without layers the book loses",
                lost > 0.0 && lost <= report.combined.budget.0 + 1e-6,
            );
            met.says(&name, said, "Without layers the book gains", is_vega || lost <= 0.0);
            met.says(&name, said, "there is no loss to cover", lost <= 0.0);
            met.says(&name, said, "To cover", lost > 0.0);
        }
    }
    met.every(&[]);
}

#[test]
fn the_explosions_words_hold() {
    let met = Met::default();
    // What happens is no part of it, but for the days.
    let plans = grid().into_iter().chain(rare());
    for (name, plan) in plans.filter(|(_, plan)| plan.event.vix.is_none() && plan.event.spx.is_none()) {
        let (book, _) = resolved(&plan);
        let found = hedge::explosions::of(&book);
        nothing_is_lost_or_gained(&name, &found);
        let losing = found.rows.iter().filter(|row| row.unhedged.0 < 0.0).count();
        let beyond = found.rows.iter().filter(|row| -row.worst.0 > found.budget.0 + 0.5).count();
        let (is_held, median) = (book.has_hedge(), found.cuts.median.map(|cut| cut.0));
        let is_cut = |cut: Option<f64>| cut.is_some_and(|cut| cut >= -0.0005);
        let is_added = |cut: Option<f64>| cut.is_some_and(|cut| cut < -0.0005);
        let mean = found.cuts.mean.map(|cut| cut.0);
        let said = &found.sentence;
        met.means(&name, said, "In none of", beyond == 0);
        met.means(&name, said, "the book loses more than its budget", beyond > 0);
        met.means(&name, said, "there is no hedge", !is_held && losing > 0);
        met.means(&name, said, "takes away", is_held && (is_cut(median) || is_cut(mean)));
        met.means(&name, said, "adds", is_held && (is_added(median) || is_added(mean)));
        let said = hedge::explosions_chart::headline(&found);
        let pays = found.rows.iter().any(|row| row.hedge.0 != 0.0);
        met.means(&name, &said, "None of", beyond == 0);
        let said = said.replace("loses in none", "lose in none");
        met.means(&name, &said, "lose in none", losing == 0 && !found.engines.is_empty());
        met.means(&name, &said, "nothing but the hedge is held", found.engines.is_empty());
        met.means(&name, &said, "without a hedge", !pays && losing > 0);
        met.means(&name, &said, "the hedge takes", pays && median.is_some_and(|cut| cut >= 0.0));
        met.means(&name, &said, "the hedge loses too", pays && median.is_some_and(|cut| cut < 0.0));
        assert_eq!(median.is_some(), losing > 0, "{name}");
    }
    met.every(&[]);
}

/// The correlation map's headline and the answers beside it.
fn correlations_hold(met: &Met, name: &str, risk: &RiskMap) {
    let map = &risk.map;
    for which in 0..WINGS.len() {
        let said = correlation_chart::headline(map, which);
        let most = map.cells.iter().filter_map(|cell| cell.wings[which].correlation).reduce(f64::max);
        met.means(name, &said, "Nothing to correlate", most.is_none());
        met.means(name, &said, "never move together", most.is_some_and(|most| most <= 0.005));
        met.means(name, &said, "at most", most.is_some_and(|most| most > 0.005));
        assert!(most.is_none_or(|most| most <= 0.005 || said.contains(&correlation(most))), "{name}: {said}");
    }
    let said = &risk.answer;
    let column = map.days.iter().position(|day| *day == risk.cvar.days).unwrap();
    let cells: Vec<_> = (0..map.levels.len()).filter_map(|level| map.cell(level, column)).collect();
    let is_any = cells.iter().any(|cell| cell.wings[0].correlation.is_some());
    met.means(name, said, "there is nothing to correlate", !is_any);
    let last = cells.last().unwrap();
    let both_lose = last.wings[0].own.mean.0 < 0.0 && last.pool.mean.0 < 0.0;
    met.means(name, said, "both lose on average", is_any && both_lose);
    let framed = last.wings[0].correlation.is_some_and(|rho| rho > second_engine_rule::MOST);
    met.means(name, said, "fall together", is_any && framed);
    met.means(name, said, "correlate at most", is_any && !framed);
    let in_tail = risk.cvar.pools_in_tail.map_or(0.0, |tail| tail[0].0);
    let [loses, gains] = [["pool loses", "pools lose"], ["pool gains", "pools gain"]]
        .map(|verbs| verbs.iter().any(|verb| said.contains(&format!("{verb} {} on average", amount(in_tail)))));
    assert_eq!([loses, gains], [is_any && in_tail < 0.0, is_any && in_tail >= 0.0], "{name}: {said} for {in_tail}");
    let said = risk_answers::implied(map);
    let gap = map.implied.first().zip(map.implied.last()).map(|(low, high)| high.0 - low.0);
    met.means(name, &said, "as much at any VIX", gap.is_some_and(|gap| gap.abs() < 0.01));
    met.means(name, &said, "more when VIX is high", gap.is_some_and(|gap| gap >= 0.01));
    met.means(name, &said, "less when VIX is high", gap.is_some_and(|gap| gap <= -0.01));
}

/// The sentence of Time: which condor is left first and when, what the book makes until then and in the shock, and which of
/// the three keeps more than waiting.
#[test]
fn the_time_views_words_hold() {
    let met = Met::default();
    for (i, (name, mut plan)) in grid().into_iter().chain(rare()).enumerate() {
        match i % 6 {
            0 | 3 => plan.market.today = Day::iso("2026-11-30"),
            1 => plan.exits.days = 0.0,
            2 => (plan.exits.days, plan.market.today) = (0.0, Day::iso("2026-11-30")),
            _ => {}
        }
        // Calm as most of them are, a profit target comes before the days are few.
        if (i / 6) % 2 == 0 {
            plan.exits.profit = Frac(1.0);
        }
        let (book, report) = resolved(&plan);
        let tab = time::of(&book, &report);
        nothing_is_lost_or_gained(&name, &tab);
        let (said, exits) = (&tab.answer, &tab.exits);
        let is_held = !book.entries.is_empty();
        met.means(&name, said, "Nothing is switched on", !is_held);
        met.means(&name, said, "No condor to leave", is_held && exits.is_empty());
        if exits.is_empty() {
            continue;
        }
        let due: Vec<_> = exits.iter().filter(|exit| exit.due.is_some()).collect();
        // Of several the one that comes first is spoken of.
        let rules: Vec<Option<(ExitRule, f64)>> = first_due(&book);
        let until = |i: usize| (exits[i].due.is_none(), rules[i].map_or(exits[i].days_until, |rule| rule.1));
        let firsts = (0..exits.len()).filter(|i| (0..exits.len()).all(|other| until(other) >= until(*i)));
        let firsts: Vec<usize> = firsts.collect();
        let first: Vec<&Exit> = firsts.iter().map(|i| &exits[*i]).collect();
        if let ([exit], true, today) = (first.as_slice(), due.is_empty(), plan.market.today) {
            let rule = rules[firsts[0]].map(|rule| rule.0);
            met.means(&name, said, " comes to its profit target ", rule == Some(ExitRule::Profit));
            met.means(&name, said, " comes to its stop ", rule == Some(ExitRule::Stop));
            let (is_left, days) = (exit.has_days_rule || rule.is_some(), until(firsts[0]).1);
            let by_days = exit.has_days_rule && rule.is_none();
            met.means(&name, said, "be left in ", by_days && today.is_none());
            met.means(&name, said, "be left on ", by_days && today.is_some() && days > 0.0);
            met.means(&name, said, " settles in ", !is_left && today.is_none());
            met.means(&name, said, " settles on ", !is_left && today.is_some());
            if let Some(today) = today {
                let day = if is_left { today.plus(days) } else { exit.expires.unwrap() };
                assert!(said.contains(&format!(" on {}, in ", dates::named_day(today, day))), "{name}: {said}");
                assert!(day.is_trading_day() || !is_left, "{name}: {said}");
            }
        }
        // Of up to three others each is told apart, of those that come first one stands for all.
        let others: Vec<&Exit> = (0..exits.len()).filter(|i| !firsts.contains(i)).map(|i| &exits[i]).collect();
        let told = first.iter().take(1).chain(others.iter().filter(|_| others.len() <= 3));
        let paths = told.filter(|exit| exit.settles_before).count();
        assert_eq!(said.matches(" on a path that is not known.").count(), paths, "{name}: {said}");
        met.says(&name, said, " on a path that is not known.", paths > 0);
        met.means(&name, said, " the gate opens no new condor today", plan.market.vix.0 > 20.0);
        let [kept, loses] = [said.contains(" the book makes "), said.contains(" the book loses ")];
        if let [exit] = first.as_slice() {
            assert!(said.starts_with(&choices::name(exit)), "{name}: {said}");
            let of = |way| exit.choices.iter().find(|choice| choice.way == way).map(|choice| choice.shocked.0);
            let ways = [Leave::Close, Leave::Roll, Leave::Wait].map(of);
            let most = ways.into_iter().flatten().fold(f64::NEG_INFINITY, f64::max);
            let other = match ways {
                [close, roll, Some(wait)] if wait == most => {
                    close.into_iter().chain(roll).fold(f64::NEG_INFINITY, f64::max)
                }
                [.., wait] => wait.unwrap(),
            };
            let is_same = most - other < 0.5;
            let to = exit.choice(Leave::Roll).and_then(|roll| roll.expires);
            let left = |way| exit.choice(way).and_then(|choice| choice.days);
            let is_back = left(Leave::Roll).zip(left(Leave::Wait)).is_some_and(|(roll, wait)| roll < wait - 0.5);
            let back = if is_back { " back" } else { "" };
            let to = to.map_or_else(String::new, |day| format!("{back} to {}", dates::short_date(day)));
            let rolling = format!("rolling today{to}");
            assert_eq!(said.matches("rolling today").count(), said.matches(&rolling).count(), "{name}: {said}");
            let said = &said.replace(&rolling, "rolling today");
            for (way, words) in
                ways.into_iter().zip(["; closing today keeps ", "; rolling today keeps ", "; waiting keeps "])
            {
                met.says(&name, said, words, way == Some(most) && !is_same);
            }
            if is_same {
                assert!(said.contains(" come to the same"), "{name}: {said}");
            } else {
                assert!(said.contains(&format!(" keeps {} more than ", amount(most - other))), "{name}: {said}");
            }
            // And the third of them: against waiting too, or where that keeps most against what it keeps.
            if let [Some(close), Some(roll), Some(wait)] = ways {
                let (third, words) = match most {
                    most if most == wait => (most - close.min(roll), "more than"),
                    most => {
                        let by = close.min(roll) - wait;
                        let by = if most == close.max(roll) { by } else { unreachable!() };
                        (
                            by.abs(),
                            if by.abs() < 0.5 {
                                "as much"
                            } else if by > 0.0 {
                                "more."
                            } else {
                                "less."
                            },
                        )
                    }
                };
                let figure = if words == "as much" { words.to_string() } else { format!("{} {words}", amount(third)) };
                assert!(said.contains(&figure), "{name}: {figure}: {said}");
            }
            let pnl = report.combined.pnl.0;
            assert!(
                said.contains(&format!(" the book {} {}; ", if pnl < 0.0 { "loses" } else { "makes" }, amount(pnl))),
                "{name}: {said}"
            );
        }
        assert!(kept || loses, "{name}: {said}");
    }
    met.every(&[]);
}

#[test]
fn the_pool_and_risk_views_words_hold() {
    let met = Met::default();
    for (i, (name, plan)) in grid().into_iter().chain(rare()).enumerate() {
        let (book, report) = resolved(&plan);
        let tab = pool::report(&book, &report);
        nothing_is_lost_or_gained(&name, &tab);
        if let Some(all) = &tab.all_pools {
            let year = &all.carry[2];
            met.says(&name, &tab.answer, "do not pay for", year.fees.0 < year.lvr.0);
            let is_one = tab.positions.len() == 1;
            met.means(&name, &tab.answer, "the pool earns", is_one && year.net.0 >= 0.0);
            met.means(&name, &tab.answer, "the pool loses", is_one && year.net.0 < 0.0);
        }
        // Outcomes are dear: a quarter of the grid, spread over all of it.
        if i % 4 != (i / 8) % 4 && !name.starts_with("rare") {
            continue;
        }
        let outcomes = Arc::new(cvar::outcomes(&book));
        let risk = risk::of(&book, &outcomes, report.combined.budget_gone_at);
        nothing_is_lost_or_gained(&name, &risk);
        let (cvar, said) = (risk.cvar.cvar.0, &risk.cvar.answer);
        let is_past = cvar - report.combined.budget.0 > 0.5;
        met.means(&name, said, "within the budget", cvar >= 0.5 && !is_past);
        met.means(&name, said, "past the budget", cvar >= 0.5 && is_past);
        met.means(&name, said, "gain", cvar <= -0.5);
        met.means(&name, said, "come out even", cvar.abs() < 0.5);
        correlations_hold(&met, &name, &risk);
        let gone = report.combined.budget_gone_at;
        for said in [risk.frontier_answer.clone(), frontier_chart::headline(&risk.frontier, &report)] {
            met.means(&name, &said, "nothing up to VIX 150 costs", gone.is_none());
            let today = report.shock.vix_from;
            met.means(&name, &said, "gone at VIX", gone.is_some_and(|at| at > today));
            met.says(&name, &said, "gone already", gone.is_some_and(|at| at <= today));
            assert!(gone.is_none_or(|at| at > today) || said.contains("already"), "{name}: {said}");
            assert!(said.contains(&report.shock.held), "{name}: {said}");
        }
        let weeks = corridor::of(&book);
        nothing_is_lost_or_gained(&name, &weeks);
        if let Some(last) = weeks.last() {
            let said = corridor_words::at_expiry(&weeks, book.market.spx.0);
            // With SPX where it is now VIX is where the link has it by then: in a year of calm SPX has risen.
            let shock = book.shock.over(last.days);
            let there = shock.world(shock.link().vix_from(0.0, shock.calmest()), 0.0, 0.0);
            let here = pnl::of(&book, &there).combined();
            met.says(&name, &said, "loses where SPX is now", here <= 0.0);
            met.says(&name, &said, "the book gains", here >= 0.0);
            let (said, chance) = (corridor_words::headline(&weeks, book.has_hedge()), last.chance.stayed);
            met.means(&name, &said, "without the hedge", book.has_hedge());
            assert_eq!(said.starts_with("Chance 0 of 100"), chance == 0.0, "{name}: {said}");
            assert!(!said.starts_with("Chance 100 of 100") || chance > 1.0 - 1e-9, "{name}: {said}");
            assert!(corridor_words::answer(&book, &weeks).ends_with(&format!(". {said}.")), "{name}");
        }
        met.says(&name, &risk.cash_answer, "pay in at both ends", risk.cash.ends.iter().all(|end| end.total.0 > 0.0));
        met.says(&name, &risk.cash_answer, "the engines cost", risk.cash.ends.iter().any(|end| end.total.0 <= -0.5));
        met.says(&name, &risk.cash_answer, "fails", risk.cash.ends.iter().any(|end| end.total.0 <= 0.0));
    }
    met.every(&["less when VIX is high"]);
}

/// Small pools on borrowed money with little cash beside them: their rules allow more, and more of them owes more.
fn borrowed() -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    for vix in [30.0, 45.0, 60.0] {
        for owed in [0.4, 0.6] {
            for cash in [500.0, 4000.0] {
                let mut plan = Plan::default();
                let pool = plan.pool_mut(0).unwrap();
                (pool.deposit, pool.loan, pool.fee_apr) = (Usd(2000.0), Usd(2000.0 * owed), Frac(0.25));
                (pool.slippage, pool.loan_threshold) = (Frac(0.005), Frac(0.95));
                (plan.account.cash, plan.account.stablecoins) = (Usd(cash), Usd(0.0));
                (plan.account.loss_budget, plan.sizing.rules.vetting) = (Frac(0.2), false);
                plan.event.vix = Some(Points(vix));
                plan.condor_mut(0).unwrap().contracts = 1.0;
                plans.push((format!("borrowed VIX {vix}, owed {owed}, cash {cash}"), plan));
            }
        }
    }
    plans
}

/// Ready cash over what falls due where on the way it is least at this size, from a book that is resolved with it; new money pays for more.
fn quick(plan: &Plan, book: &Book, usd: f64) -> f64 {
    let mut other = plan.clone();
    let pool = other.pool_mut(plan.sized_pool().unwrap()).unwrap();
    if pool.loan.0 > 0.0 {
        pool.loan = Usd(pool.loan.0 * usd / pool.deposit.0 * (1.0 - 1e-12));
    }
    pool.deposit = Usd(usd);
    least_quick_ratio(&book.resolve_beside(&other).unwrap())
}

/// What is lost on the way at this size, from a book that is resolved with it; positive dollars.
fn lost(plan: &Plan, book: &Book, usd: f64) -> f64 {
    let mut other = plan.clone();
    let pool = other.pool_mut(plan.sized_pool().unwrap()).unwrap();
    if pool.loan.0 > 0.0 {
        pool.loan = Usd(pool.loan.0 * usd / pool.deposit.0 * (1.0 - 1e-12));
    }
    pool.deposit = Usd(usd);
    let other = book.resolve_beside(&other).unwrap();
    -way::scan_to(&other, other.shock.vix().0).way(&other).worst(usd).1.0
}

/// The cash-flow test's words, the book's own P&L once more from the whole book with VIX set there and nothing else by hand.
fn cash_flows_hold(met: &Met, name: &str, plan: &Plan, book: &Book) {
    let test = cash_flow::of(book);
    let said = risk_answers::cash(&test);
    let [low, high] = &test.ends;
    let dear = if low.total.0 < high.total.0 { low } else { high };
    let told = if test.passes && low.mark.0 < high.mark.0 { low } else { dear };
    let told = if test.passes && low.mark.0 >= high.mark.0 { high } else { told };
    let mut there = plan.clone();
    there.event = EventPlan { vix: Some(told.vix), ..EventPlan::calm(test.days) };
    // VIX is read by the calendar as in the shock: of today while that is untouched.
    if plan.event.vix.is_none() {
        there.response.vix_of = VixOf::Today;
    }
    let pnl = assemble::report(&book.resolve_beside(&there).unwrap()).combined.pnl.0;
    met.means(name, &said, "The engines pay in at both ends", low.total.0 > 0.0 && high.total.0 > 0.0);
    met.means(name, &said, "the cash-flow test fails", low.total.0 <= 0.0 || high.total.0 <= 0.0);
    met.means(name, &said, "the engines bring in nothing", dear.total.0 <= 0.0 && dear.total.0 > -0.5);
    met.means(name, &said, "the engines cost $", dear.total.0 <= -0.5);
    met.says(name, &said, "the book as a whole loses", test.passes && pnl < 0.0);
    for end in test.ends.iter().filter(|end| test.passes && end.mark.0 < -0.5) {
        assert!(said.contains(&amount(end.mark.0)), "{name}: {said}");
    }
    met.says(name, &said, " The book as a whole loses", !test.passes && pnl < 0.0);
    met.says(name, &said, " The book as a whole gains", !test.passes && pnl > 0.0);
    let is_named = said.contains("book as a whole");
    assert!(is_named || pnl.abs() <= 0.51 || (test.passes && pnl > 0.0), "{name}: {pnl} {said}");
    assert!(!is_named || said.contains(&amount(pnl.abs())), "{name}: {pnl} {said}");
}

/// The sensitivities' headline: which input moves the answer most, or that none does.
fn sensitivities_hold(met: &Met, name: &str, panels: &[Panel]) {
    let said = sensitivities_chart::headline(panels);
    let ends = |panel: &Panel| {
        let sizes = || panel.points.iter().map(|point| point.size.0);
        [sizes().fold(f64::INFINITY, f64::min), sizes().fold(0.0, f64::max)]
    };
    let moves: Vec<f64> = panels.iter().map(|panel| ends(panel)[1] - ends(panel)[0]).collect();
    let most = moves.iter().copied().fold(0.0, f64::max);
    met.means(name, &said, "moves the answer most", most > 0.5);
    met.means(name, &said, "leave the answer at", most <= 0.5);
    if most > 0.5 {
        let (panel, _) = panels.iter().zip(&moves).find(|(panel, _)| said.starts_with(panel.label)).unwrap();
        let [low, high] = ends(panel);
        assert!(
            high - low == most && said.ends_with(&format!("by up to {}", amount(most))),
            "{name}: {said} for {most}"
        );
    } else {
        let stays = panels[0].points[0].size.0;
        assert!(said.contains(&format!("leave the answer at {}", amount(stays))), "{name}: {said} for {stays}");
        let binding = panels[0].points[0].binding;
        let is_one = panels.iter().flat_map(|panel| &panel.points).all(|point| point.binding == binding);
        assert_eq!(said.ends_with(&format!(": {binding} binds")), is_one, "{name}: {said}");
    }
}

#[test]
fn the_size_views_words_hold() {
    let met = Met::default();
    for (i, (name, plan)) in grid().into_iter().chain(borrowed()).chain(rare()).enumerate() {
        // Outcomes are dear: a third of the grid, spread over all of it, and every plan of which a rule allows something.
        if i % 3 != (i / 7) % 3
            && !["borrowed", "rare"].iter().any(|start| name.starts_with(start))
            && !name.ends_with("rich")
        {
            continue;
        }
        let (book, report) = resolved(&plan);
        let Some(ledger) = SizedPosition::alone(&book) else { continue };
        let tab = size::report(&book, &ledger);
        nothing_is_lost_or_gained(&name, &tab);
        let (usd, held, budget) = (tab.waterfall.size.0, tab.held.0, report.combined.budget.0);
        let said = &tab.answer;
        let (is_some, is_held) = (usd >= 0.5, held > 0.0);
        // Where less of it breaks the rules further, nothing is no answer either.
        let binds = tab.waterfall.steps.iter().find(|step| step.binds).unwrap().label;
        let first = &tab.actions[0];
        let stays = first.what.starts_with("No withdrawal") && first.refused.iter().any(|no| no.starts_with(binds));
        met.means(&name, said, "Hold nothing", !is_some && !stays);
        met.means(&name, said, "No size of ", !is_some && stays);
        met.means(&name, said, ", as you do", is_some && is_held && (usd - held).abs() <= 0.5);
        met.says(&name, said, ", about what you do", is_some && is_held && (usd - held).abs() < 100.0);
        met.means(&name, said, " at most; yours is", is_some && is_held && usd > held + 0.5);
        met.means(&name, said, "; you hold none", is_some && !is_held);
        met.says(&name, said, " binds", usd > 0.0);
        met.says(&name, said, "is not above the hurdle", tab.distance.is_some_and(|gap| gap.0 <= 0.0));
        met.says(&name, said, "the other rules would allow", usd < 0.5);
        // Once more from books with that much in the pool.
        let [there, now] = [usd, held].map(|usd| lost(&plan, &book, usd));
        let near = 0.5 + 1e-4 * budget;
        met.says(&name, said, "this shock costs nothing", there.abs() < near);
        met.says(&name, said, "this shock costs $", there > -near);
        met.says(&name, said, "this shock earns", there < near);
        met.says(&name, said, "past the loss budget", there > budget - near);
        met.says(&name, said, "the whole loss budget", (there - budget).abs() < near);
        met.says(&name, said, "of the loss budget", there < budget + near);
        met.says(&name, said, "that you hold gains there", there > now && usd < held);
        // The other way round by the tab's own figure.
        let loss = -tab.worst_there.0;
        let is_whole = (loss - budget).abs() < f64::max(0.5, 1e-6 * budget);
        let (costs, is_past) = (loss >= 0.5, !is_whole && loss > budget);
        met.means(&name, said, "this shock costs nothing", loss.abs() < 0.5);
        met.means(&name, said, "this shock costs $", costs);
        met.means(&name, said, "this shock earns", loss <= -0.5);
        met.means(&name, said, "past the loss budget", costs && is_past);
        met.means(&name, said, "the whole loss budget", costs && is_whole);
        met.means(&name, said, "% of the loss budget", costs && !is_whole && !is_past && budget > 0.0 && usd > 0.0);
        // What to do: never what makes this shock dearer while its rule is on.
        let list = &tab.actions;
        let first = &list[0].what;
        met.says(&name, first, "Withdraw ", usd < held && there <= now.max(0.0) + near);
        met.says(&name, first, "Withdraw all", usd < 0.5);
        met.says(&name, first, "You may add", usd > held);
        met.says(&name, first, "Keep ", (usd - held).abs() < 100.0);
        met.says(
            &name,
            first,
            "the rules disagree",
            if usd < held {
                there > now + 0.5 - near
            } else {
                quick(&plan, &book, usd) < quick(&plan, &book, held).min(1.0)
            } && !list[0].refused.is_empty(),
        );
        met.says(&name, first, "No addition of ", usd > held && quick(&plan, &book, usd) < quick(&plan, &book, held));
        let said = &list[0].why;
        met.says(&name, said, "Stress cap would keep", there > now - near);
        met.says(&name, said, "is at hand", usd - held > plan.account.cash.0 + plan.account.stablecoins.0);
        // Cash is raised for what is short after the withdrawal that is offered.
        let left = list[0].done(&plan).filter(|_| usd < held).unwrap_or_else(|| plan.clone());
        let raised = list.iter().find(|one| one.what.starts_with("Raise $"));
        met.says(
            &name,
            raised.map_or("", |one| one.what.as_str()),
            "Raise $",
            least_quick_ratio(&book.resolve_beside(&left).unwrap()) < 1.0,
        );
        // The profiles and the waterfall.
        let gap = size::gap(&tab.profiles);
        let [steward, _, promoter] = [0, 1, 2].map(|i| tab.profiles[i].pnl.0);
        met.means(&name, &gap, "The rules save", steward - promoter > 0.5);
        met.means(&name, &gap, "The rules cost", steward - promoter < -0.5);
        met.means(&name, &gap, "change nothing", (steward - promoter).abs() <= 0.5);
        // Panels are dear: what is not in the grid.
        if !name.starts_with("VIX") || i % 61 == 0 {
            sensitivities_hold(&met, &name, &sensitivity::of(&book, &ledger));
        }
        let said = waterfall_chart::headline(&tab.waterfall);
        let binds = tab.waterfall.steps.iter().find(|step| step.binds).unwrap();
        met.says(&name, &said, "the stress cap", binds.after.is_some_and(|cap| (cap.0 - usd).abs() < 0.5));
        met.says(
            &name,
            &said,
            "the baseline",
            tab.waterfall.steps.iter().all(|step| !step.is_on || step.after.is_none_or(|x| x.0 >= usd - 0.5)),
        );
        // What stands beside it, and the careful figure, which is no larger.
        let scan = way::scan(&book);
        let careful = second_engine::book::careful::of(&book, &scan);
        let room = second_engine::book::limits::room;
        let beside = size::beside(&report, &tab, &careful)[0].clone();
        let central = report.combined.largest_pool.unwrap();
        assert!(room(careful.largest) <= room(central) * (1.0 + 1e-9) + 0.01, "{name}: {careful:?} {central:?}");
        met.says(&name, &beside, "Careful figure", room(careful.largest) < usd.max(0.5));
        met.says(
            &name,
            &beside,
            "This shock alone allows any",
            central == second_engine::book::limits::LargestPool::Unlimited,
        );
        met.says(
            &name,
            &beside,
            "This shock alone and the careful figure allow no pool",
            central == second_engine::book::limits::LargestPool::None,
        );
        cash_flows_hold(&met, &name, &plan, &book);
        // The second-engine test.
        if i % 12 == 0 || name.starts_with("rare") {
            let outcomes = Arc::new(cvar::outcomes(&book));
            let risk = risk::of(&book, &outcomes, report.combined.budget_gone_at);
            let test = second_engine_check::of(&book, &report, &risk, Some(&ledger));
            let loss = -report.combined.worst_on_way.0;
            let fails = test.second.iter().all(|check| check.holds == Some(false));
            met.says(&name, &test.answer, "all three.", test.passes == Some(true) || fails);
            met.says(&name, &test.answer, "nothing to test.", test.passes.is_none());
            met.says(&name, &test.answer, "breaks its budget", loss > budget);
            met.says(&name, &test.answer, "does not pay", report.pool.pnl.0 < 0.0);
            met.says(&name, &test.gate_answer, "no new condor is opened", test.gates[0].is_open == [false; 3]);
        }
    }
    met.every(&["change nothing"]);
}

/// A loan that is liquidated, a second pool, an event that passes: what they say of themselves.
#[test]
fn what_loans_pools_and_events_say_holds() {
    let met = Met::default();
    for (name, plan) in grid().into_iter().chain(rare()) {
        let (book, report) = resolved(&plan);
        let gone = liquidity::liquidated(&book, &book.shock.as_set(0.0));
        met.means(&name, &report.verdict, "is liquidated", !gone.is_empty());
        let liquidated = report.pools.iter().filter(|pool| pool.is_liquidated).count();
        assert_eq!(liquidated, gone.len(), "{name}");
        let tab = pool::report(&book, &report);
        let pools = report.pools.iter().filter(|pool| pool.deposit.0 > 0.0).count();
        if let Some(all) = &tab.all_pools {
            let net = all.carry[2].net.0;
            met.says(&name, &tab.answer, "the 2 pools earn", pools > 1 && net >= 0.0);
            met.says(&name, &tab.answer, "the 2 pools lose", pools > 1 && net < 0.0);
        }
    }
    met.every(&[]);
}

/// Plans with what the grid has none of: a strip held and off, conversions of every size and price, fees that compound.
fn written() -> Vec<(String, Plan)> {
    let mut plans = Vec::new();
    for (is_on, options) in [(true, 3.0), (true, 1.0), (false, 3.0)] {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Strip);
        plan.strip_mut(0).unwrap().per_side = options;
        plan.holding_mut(Kind::Strip, 0).unwrap().on = is_on;
        plans.push((format!("strip {is_on} {options}"), plan));
    }
    for share in [-1.0, 0.0, 0.5, 1.0, 1.4, 2.0] {
        for [call, put] in [[None, None], [Some(260.0), None], [None, Some(260.0)]] {
            let mut plan = Plan::default();
            let terms =
                ConversionPlan { share: Frac(share), call: call.map(Usd), put: put.map(Usd), ..Default::default() };
            plan.add(Holding::new(Terms::Conversion(terms)));
            plans.push((format!("conversion {share} {call:?} {put:?}"), plan));
        }
    }
    for (fees, gas) in [(0.0, 10.0), (0.03, 10.0), (0.055, 2000.0), (0.3, 0.0), (0.3, 10.0)] {
        let mut plan = Plan::default();
        let pool = plan.pool_mut(0).unwrap();
        (pool.fee_apr, pool.gas) = (Frac(fees), Usd(gas));
        plans.push((format!("fees {fees}, gas {gas}"), plan));
    }
    plans
}

#[test]
fn what_growth_strips_and_conversions_say_holds() {
    let met = Met::default();
    for (name, plan) in grid().into_iter().step_by(5).chain(rare()).chain(written()) {
        let (book, report) = resolved(&plan);
        for position in &pool::report(&book, &report).positions {
            let growth = &position.growth;
            let last = growth.curve.last().unwrap();
            let gain = last.compounded.0 - last.cash.0;
            let said = growth_chart::headline(growth);
            let (adds, is_losing) = (growth.is_worthwhile && gain >= 0.0, !growth.is_worthwhile && growth.net.0 < 0.0);
            met.means(&name, &said, "Compounding adds", adds);
            met.means(&name, &said, "compounding loses", is_losing && gain < -0.5);
            met.means(&name, &said, "nothing to compound", is_losing && gain >= -0.5);
            met.means(&name, &said, "does not pay its gas", !adds && !is_losing);
            let is_less = last.compounded.0 < last.stock.0;
            met.means(&name, &said, "less than the stock", is_less);
            met.means(&name, &said, "more than the stock", !is_less);
            assert!(said.contains(&amount(last.compounded.0 - last.stock.0)), "{name}: {said}");
            let said = &position.compounding;
            let eats = growth.net.0 < 0.0 && growth.apr.0 > 0.0;
            met.means(&name, said, "loses too", eats);
            met.means(&name, said, "Gas is free", !eats && growth.is_worthwhile && growth.best_days.is_none());
            met.means(&name, said, "Compound every", !eats && growth.is_worthwhile && growth.best_days.is_some());
            met.means(&name, said, "the gas costs more", !eats && !growth.is_worthwhile && growth.best_days.is_some());
            met.means(&name, said, "There are no fees", !eats && !growth.is_worthwhile && growth.best_days.is_none());
            let said = strip_chart::headline(position);
            let strip = position.strip.as_ref();
            let strip = strip.filter(|one| one.state != StripState::Proposed && !one.options.is_empty());
            let il = position.benchmarks[0].il.0;
            met.means(&name, &said, "would leave at most", strip.is_some_and(|one| one.state == StripState::Off));
            met.means(&name, &said, " leave at most", strip.is_some());
            met.means(&name, &said, "impermanent loss takes", strip.is_none() && il < -0.5);
            met.means(&name, &said, "next to no impermanent loss", strip.is_none() && il >= -0.5);
            if let Some(strip) = strip {
                let least = position
                    .curve
                    .iter()
                    .filter(|point| position.range.is_none_or(|[low, high]| (low..=high).contains(&point.price)));
                let least = least.map(|point| point.leftover).fold(0.0, f64::min);
                let left = strip.worst_leftover.0;
                assert!(
                    left <= 0.0 && left <= least + 1e-6 && said.contains(&amount(left)),
                    "{name}: {said} for {left}"
                );
            } else if il < -0.5 {
                assert!(said.contains(&amount(il)), "{name}: {said} for {il}");
            }
        }
        for one in hedge::conversion::of(&book) {
            let (said, tokens) = (&one.answer, one.tokens);
            let [down, up] = one.left.left_at_ten.map(|usd| usd.0);
            let costs = |usd: f64| tokens != 0.0 && usd <= 0.0;
            let makes = |usd: f64| tokens != 0.0 && usd > 0.0;
            met.means(&name, said, "is sold short or bought", tokens == 0.0);
            met.means(&name, said, "Selling", tokens > 0.0);
            met.means(&name, said, "Buying", tokens < 0.0);
            met.means(&name, said, "still costs", costs(down) && costs(up));
            met.means(&name, said, " down and makes", costs(down) && makes(up));
            met.means(&name, said, " down and costs", makes(down) && costs(up));
            assert!(tokens == 0.0 || [down, up].iter().all(|usd| said.contains(&amount(*usd))), "{name}: {said}");
            // The edge of the whole is a gain where it is above 0, whichever way the tokens are traded.
            let (edge, costs) = (one.left.edge.0, one.left.costs.0);
            if tokens != 0.0 {
                met.means(&name, &one.label, "No arbitrage", edge.abs() < costs);
                met.means(&name, &one.label, "earns", edge >= costs);
                met.means(&name, &one.label, "this costs", edge <= -costs);
            }
        }
    }
    met.every(&[]);
}

#[test]
fn what_the_replay_says_holds() {
    let met = Met::default();
    let explosions = (1..=EXPLOSIONS.len()).map(|nth| {
        let mut plan = Plan::default();
        plan.set(Address::new("hedge_rules.from", 0), Some(nth as f64)).unwrap();
        (EXPLOSIONS[nth - 1].name.to_string(), plan)
    });
    let mut still = Plan::default();
    still.hedge_rules.bands = vec![Band::of_all(0.0, Action::Hold)];
    let still = [("rules that hold".to_string(), still)];
    for (name, plan) in grid().into_iter().step_by(31).chain(rare()).chain(explosions).chain(still) {
        let replay = hedge::replay::of(&Book::resolve(&plan).unwrap());
        let (said, is_held) = (&replay.answer, replay.adaptive.trades.iter().any(|trade| trade.day == 0));
        let gain = replay.adaptive.end() - replay.untouched.end();
        met.means(&name, said, "No layer is held", !is_held);
        met.means(&name, said, " more than never touching the hedge", is_held && gain > 0.5);
        met.means(&name, said, " less than never touching the hedge", is_held && gain < -0.5);
        met.means(&name, said, "the same as never touching the hedge", is_held && gain.abs() <= 0.5);
        let later =
            replay.adaptive.trades.iter().filter(|trade| trade.day > 0 && trade.event != Event::Expired).count();
        met.means(&name, said, "they never trade", is_held && later == 0);
        met.means(&name, said, "their one trade", is_held && later == 1);
        met.means(&name, said, "trades cost", is_held && later > 1);
        if is_held {
            assert!(said.contains(&format!("end at {}", usd(replay.adaptive.end()))), "{name}: {said}");
            let record = replay.record;
            let ends = format!("ahead in {} and behind in {}.", record.ahead, record.behind);
            assert!(said.ends_with(&ends) && record.ahead + record.behind <= record.total, "{name}: {said}");
        }
    }
    met.every(&[]);
}
