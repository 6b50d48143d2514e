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
use second_engine::book::curves::PayoffAxis;
use second_engine::book::{Book, landscape, liquidity, way};
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::knobs::{KNOBS, LISTS, Unit, help};
use second_engine::plan::presets::PRESETS;
use second_engine::plan::{ChainKind, ChainPlan, EventDay, EventName, Plan};
use second_engine::shock::explosions::EXPLOSIONS;
use second_engine::simulation::cvar;
use second_engine::sizing::ledger::SizedPosition;
use second_engine::units::{Frac, Points, Usd};
use second_engine::views::book::{date_words, heat_chart, history, odds, payoff_chart};
use second_engine::views::report::Report;
use second_engine::views::size::{self, corridor_chart, frontier_chart, risk, second_engine_check, waterfall_chart};
use second_engine::views::{assemble, hedge, json, pool};
use second_engine::words::{amount, usd};
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
                                    let event = |days: f64| EventDay { name: EventName::Fomc, days, size: Frac(0.006) };
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
    plans[0].market.events = vec![EventDay { name: EventName::Fomc, days: 2.0, size: Frac(0.009) }];
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
        check(list.id, list.help);
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
        let pnl = report.combined.pnl.0;
        met.says(&name, &report.verdict, "the book loses", pnl < 0.0 || report.combined.worst_on_way.0 < 0.0);
        met.says(&name, &report.verdict, "the book gains", pnl > 0.0);
        met.says(&name, &report.verdict, "comes out even", pnl.abs() < 0.5);
        met.says(
            &name,
            &report.verdict,
            "past your budget",
            -report.combined.worst_on_way.0 > report.combined.budget.0,
        );
        for axis in [PayoffAxis::Spx, PayoffAxis::Vix, PayoffAxis::Token] {
            let payoff = landscape::payoff(&book, &landscape::payoff_places(&book, axis, 41), None);
            let said = payoff_chart::headline(&payoff);
            let least = payoff.points.iter().map(|point| point.combined).fold(f64::INFINITY, f64::min);
            met.says(&name, &said, "Nothing on this line loses", least > -0.5);
            met.says(&name, &said, "No token price on this line loses", least > -0.5);
            met.says(&name, &said, "Worst", least <= -0.5 && said.contains(&usd(payoff.worst.combined)));
            let falls = payoff.points.iter().filter(|point| point.spx < payoff.now.spx);
            let worst_fall = falls.map(|point| point.combined).fold(f64::INFINITY, f64::min);
            met.says(&name, &said, "falls do not", worst_fall >= -0.5);
            met.says(&name, &said, "the worst fall costs", worst_fall < -0.5 && said.contains(&amount(worst_fall)));
            let [first, last] = [&payoff.points[0], &payoff.points[payoff.points.len() - 1]];
            let beside = [&payoff.points[1], &payoff.points[payoff.points.len() - 2]];
            let is_first = payoff.worst == *first;
            let edge = if is_first { (first, beside[0]) } else { (last, beside[1]) };
            // To the dollar: a curve that is flat there has no loss that grows.
            met.says(&name, &said, "still growing", edge.0.combined < edge.1.combined - 0.5);
            let crash = if first.spx <= last.spx { first } else { last };
            met.says(
                &name,
                &said,
                "the hedge catches up",
                crash.hedge > payoff.worst.hedge && crash.combined > payoff.worst.combined,
            );
            met.says(&name, &said, "it recovers", crash.combined > payoff.worst.combined);
        }
        let heat = landscape::heat(&book, 9, 7);
        let said = heat_chart::headline(&heat, report.shock.vix_from.0, "ETH");
        let least = heat.pnl.iter().copied().fold(f64::INFINITY, f64::min);
        met.says(&name, &said, "Nothing on this map loses", least > -0.5);
        met.says(&name, &said, "hurts most", least <= -0.5);
        for part in by_date::parts(&book) {
            for later in [Later::Linked, Later::Held] {
                let table = by_date::of(&book, &DAYS, part, later);
                let said = date_words::finding(&table);
                let row = table.rows.iter().find(|row| row.is_shock).unwrap();
                let [then, expiry] = [row.pnl[table.shock_column], row.pnl[table.expiry_column]];
                met.says(&name, &said, "repairs it", then <= -0.5 && expiry > then);
                met.says(&name, &said, "deepens it", then <= -0.5 && expiry < then);
                met.says(&name, &said, "adds to it", then > -0.5 && expiry > then);
                met.says(&name, &said, "takes from it", then > -0.5 && expiry < then);
                met.says(&name, &said, "leaves", (expiry - then).abs() < 0.5);
                if part == DatePart::Book && said.contains(" to ") {
                    assert!(said.contains(&usd(pnl)), "{name}: {said} for {pnl}");
                }
            }
        }
    }
    met.every(&["it recovers"]);
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
        met.says(&name, said, "it loses", pnl <= -0.5);
        met.says(&name, said, "it pays", pnl >= -0.5);
        met.says(&name, said, "covers", pnl >= -0.5 && lost > 0.0);
        met.says(&name, said, "on top of", pnl < 0.0 && lost > 0.0);
        met.says(&name, said, "lose nothing there", lost <= 0.0);
        met.says(&name, said, "the hedge earns", report.hedge.carry.0 <= -0.5);
        met.says(&name, said, "the hedge costs", report.hedge.carry.0 >= -0.5);
        met.says(&name, said, "There is no hedge", !book.has_hedge());
        let said = hedge::payoff_chart::headline(&tab, &report, false);
        let (layers, others) = (&report.hedge.layers, &report.hedge.others);
        let gains = layers.iter().map(|leg| leg.pnl.0).chain(others.iter().map(|leg| leg.pnl.0)).any(|pnl| pnl > 0.0);
        met.says(&name, &said, "no leg gains", !gains);
        met.says(&name, &said, "most comes from", gains);
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
        let beyond = found.rows.iter().filter(|row| -row.hedged.0 > found.budget.0).count();
        for said in [found.sentence.clone(), hedge::explosions_chart::headline(&found)] {
            met.says(&name, &said, "In none of", beyond == 0);
            met.says(&name, &said, "lose in none", losing == 0);
            met.says(&name, &said, "there is no hedge", !book.has_hedge());
            met.says(&name, &said, "without a hedge", found.rows.iter().all(|row| row.hedge.0 == 0.0));
            met.says(&name, &said, "the hedge takes", found.cuts.median.is_some_and(|cut| cut.0 > -0.001));
            met.says(&name, &said, "the hedge adds", found.cuts.median.is_some_and(|cut| cut.0 < 0.0));
            met.says(&name, &said, "the hedge loses too", found.cuts.median.is_some_and(|cut| cut.0 < 0.0));
        }
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
            met.says(&name, &tab.answer, "the pool earns", year.net.0 >= 0.0);
            met.says(&name, &tab.answer, "the pool loses", year.net.0 < 0.0);
        }
        // Outcomes are dear: a quarter of the grid, spread over all of it.
        if i % 4 != (i / 8) % 4 && !name.starts_with("rare") {
            continue;
        }
        let outcomes = Arc::new(cvar::outcomes(&book));
        let risk = risk::of(&book, &outcomes, report.combined.budget_gone_at);
        nothing_is_lost_or_gained(&name, &risk);
        met.says(&name, &risk.cvar.answer, "within the budget", risk.cvar.cvar.0 <= report.combined.budget.0 + 0.5);
        met.says(&name, &risk.cvar.answer, "past the budget", risk.cvar.cvar.0 > report.combined.budget.0);
        met.says(&name, &risk.cvar.answer, "gain", risk.cvar.cvar.0 <= 0.0);
        let gone = report.combined.budget_gone_at;
        for said in [risk.frontier_answer.clone(), frontier_chart::headline(&risk.frontier, &report)] {
            met.says(&name, &said, "nothing up to VIX 150 costs", gone.is_none());
            let today = report.shock.vix_from;
            met.says(&name, &said, "gone at VIX", gone.is_some_and(|at| at > today));
            met.says(&name, &said, "gone already", gone.is_some_and(|at| at <= today));
            assert!(gone.is_none_or(|at| at > today) || said.contains("already"), "{name}: {said}");
        }
        let spx = book.market.spx.0;
        let said = corridor_chart::headline(&risk.corridor, spx);
        if let Some(last) = risk.corridor.last() {
            met.says(&name, &said, "loses where SPX is now", last.still <= 0.0);
            met.says(&name, &said, "gains", last.still >= 0.0);
        }
        met.says(&name, &risk.cash_answer, "pay in at both ends", risk.cash.ends.iter().all(|end| end.total.0 > 0.0));
        met.says(&name, &risk.cash_answer, "the engines cost", risk.cash.ends.iter().any(|end| end.total.0 <= -0.5));
        met.says(&name, &risk.cash_answer, "fails", risk.cash.ends.iter().any(|end| end.total.0 <= 0.0));
    }
    met.every(&["gone already"]);
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
        met.says(&name, said, "Hold nothing", usd < 0.5);
        met.says(&name, said, ", as you do", (usd - held).abs() <= 0.5);
        met.says(&name, said, " at most; yours is", usd > held);
        met.says(&name, said, "; you hold none", held == 0.0);
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
        met.says(&name, &gap, "The rules save", steward > promoter);
        met.says(&name, &gap, "The rules cost", steward < promoter);
        met.says(&name, &gap, "change nothing", (steward - promoter).abs() <= 0.5);
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
            "This shock alone allows no pool",
            central == second_engine::book::limits::LargestPool::None,
        );
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
        met.says(&name, &report.verdict, "is liquidated", !gone.is_empty());
        assert!(gone.is_empty() || report.verdict.contains("liquidated"), "{name}: {}", report.verdict);
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
