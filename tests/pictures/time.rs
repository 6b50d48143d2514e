//! Time: what is held on one calendar, and what time alone brings.

use second_engine::book::by_date::{self, DAYS, DatePart};
use second_engine::book::curves::HeatAxis;
use second_engine::book::greeks::{self, Against, Greek};
use second_engine::book::greeks_by_day::{self, Scenario};
use second_engine::book::{Book, corridor, explained};
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::plan::holding::Kind;
use second_engine::plan::{EventDay, EventName, MarketPlan, Plan};
use second_engine::units::day::Day;
use second_engine::units::{Frac, Points};
use second_engine::views::time::corridor_chart::{self, CorridorView};
use second_engine::views::time::crush_chart::{self, CrushView};
use second_engine::views::time::decay_chart::{self, DecayView};
use second_engine::views::time::explained_chart::{self, ExplainedView};
use second_engine::views::time::greeks_chart::{self, GreeksView};
use second_engine::views::time::lanes_chart::{self, LanesView};
use second_engine::views::time::{choices, decay_of, of, trades, walk};
use second_engine::views::{assemble, report::Report};
use second_engine::words::signed;

use crate::check;

/// Two condors, three events.
fn plan() -> Plan {
    let mut plan = Plan::default();
    let event = |days, size, name| EventDay { days, size: Frac(size), name, surprise: 0.0 };
    plan.market.events = vec![
        event(9.0, 0.009, EventName::Fomc),
        event(12.0, 0.008, EventName::Cpi),
        event(13.0, 0.004, EventName::Ppi),
    ];
    plan.add_fresh(Kind::Condor);
    if let Some(condor) = plan.condor_mut(1) {
        (condor.days, condor.contracts) = (24.0, 2.0);
    }
    plan
}

fn book(plan: &Plan) -> Book {
    Book::resolve(plan).expect("a plan")
}

fn decay(book: &Book, (width, height): (f64, f64)) -> Scene {
    let (passed, posts) = (decay_of(book), decay_chart::posts(book));
    let (parts, today) = ([book.has_condor(), book.has_pool(), book.has_hedge()], book.plan.market.today);
    decay_chart::scene(&DecayView { passed: &passed, pinned: &[], posts: &posts, parts, today, width, height })
}

fn lanes(book: &Book, (width, height): (f64, f64)) -> Scene {
    let today = book.plan.market.today;
    let (lanes, events, shock) = (lanes_chart::lanes(book), decay_chart::events(book), lanes_chart::shock_day(book));
    lanes_chart::scene(&LanesView { lanes: &lanes, pinned: &[], events: &events, shock, today, width, height })
}

#[test]
fn what_time_alone_brings() {
    let book = book(&plan());
    check("decay-wide-light", &decay(&book, (900.0, 320.0)), Palette::Light);
    let dated = self::book(&Plan { market: MarketPlan { today: Day::iso("2026-11-25"), ..plan().market }, ..plan() });
    check("decay-dated-light", &decay(&dated, (900.0, 320.0)), Palette::Light);
    check("decay-phone-dark", &decay(&book, (358.0, 280.0)), Palette::Dark);
}

fn crush(book: &Book, (width, height): (f64, f64)) -> Scene {
    crush_chart::scene(&CrushView { crush: &crush_chart::of(book), pinned: &[], width, height })
}

#[test]
fn what_the_events_do_to_vix() {
    let mut told = plan();
    check("crush-wide-light", &crush(&book(&told), (900.0, 300.0)), Palette::Light);
    told.market.today = Day::iso("2026-11-25");
    told.market.events[0].surprise = 2.0;
    check("crush-dated-light", &crush(&book(&told), (900.0, 300.0)), Palette::Light);
    check("crush-phone-dark", &crush(&book(&told), (358.0, 280.0)), Palette::Dark);
}

fn weeks(book: &Book, axis: HeatAxis, (width, height): (f64, f64)) -> Scene {
    let (weeks, marks) = (corridor::of(book), corridor_chart::marks(book, axis));
    let now = [book.market.spx.0, book.shock.token_price.0];
    let (weeks, marks, is_hedged) = (&weeks, &marks, book.has_hedge());
    corridor_chart::scene(&CorridorView { weeks, pinned: &[], axis, now, marks, is_hedged, width, height })
}

#[test]
fn break_even_corridor() {
    let plan = Plan::default();
    let dated = Plan { market: MarketPlan { today: Day::iso("2026-11-27"), ..plan.market.clone() }, ..plan.clone() };
    let (plain, dated) = (book(&plan), book(&dated));
    check("corridor-wide-light", &weeks(&dated, HeatAxis::Spx, (900.0, 280.0)), Palette::Light);
    check("corridor-token-light", &weeks(&dated, HeatAxis::Token, (900.0, 280.0)), Palette::Light);
    check("corridor-phone-dark", &weeks(&plain, HeatAxis::Spx, (358.0, 260.0)), Palette::Dark);
}

#[test]
fn the_corridors_table_has_a_row_a_week_and_a_column_for_every_figure() {
    let opening = book(&Plan::default());
    let corridor = corridor::of(&opening);
    let (head, rows) = corridor_chart::table(&corridor, &[], "ETH", true);
    assert!(rows.len() == 7 && head.len() == 15 && rows.iter().all(|row| row.len() == head.len()));
    assert_eq!(head[6], "Without the hedge, ETH");
    let (head, _) = corridor_chart::table(&corridor, &[], "ETH", false);
    assert!(head.len() == 11 && head.iter().all(|name| !name.contains("hedge")));
    assert!(corridor_chart::is_on_token(&corridor) && !corridor_chart::is_on_token(&[]));
    assert_eq!(corridor_chart::marks(&opening, HeatAxis::Token).len(), 2);
    let bare = book(&Plan { holdings: Vec::new(), ..Plan::default() });
    for (book, axis) in [(&opening, HeatAxis::Token), (&bare, HeatAxis::Spx)] {
        for size in [(0.0, 0.0), (90.0, 30.0), (200.0, 300.0), (f64::NAN, f64::INFINITY)] {
            let _ = weeks(book, axis, size);
        }
    }
    assert_eq!(weeks(&bare, HeatAxis::Spx, (500.0, 300.0)).title, "Nothing held, no corridor");
}

#[test]
fn what_is_held_on_one_calendar() {
    let book = book(&plan());
    check("lanes-wide-light", &lanes(&book, (900.0, 300.0)), Palette::Light);
    let dated = self::book(&Plan { market: MarketPlan { today: Day::iso("2026-11-25"), ..plan().market }, ..plan() });
    check("lanes-dated-light", &lanes(&dated, (900.0, 300.0)), Palette::Light);
    check("lanes-phone-dark", &lanes(&book, (358.0, 280.0)), Palette::Dark);
}

fn dollars(book: &Book, (width, height): (f64, f64)) -> Scene {
    let (told, from) = (explained::of(book), explained_chart::from_words(book));
    explained_chart::scene(&ExplainedView { told: &told, pinned: None, from: &from, width, height })
}

fn greek(book: &Book, (greek, against): (Greek, Against), (width, height): (f64, f64)) -> Scene {
    let found = greeks::curves(book, DatePart::Book, greek, against);
    let today = book.plan.market.today;
    greeks_chart::scene(&GreeksView { found: &found, one: None, pinned: None, token: "ETH", today, width, height })
}

#[test]
fn every_dollar_between_two_dates() {
    let book = book(&plan());
    check("explained-wide-light", &dollars(&book, (900.0, 460.0)), Palette::Light);
    check("explained-phone-dark", &dollars(&book, (358.0, 460.0)), Palette::Dark);
    let mut plan = plan();
    (plan.explain.vix, plan.explain.days) = (Some(Points(24.0)), 3.0);
    plan.market.today = Day::iso("2026-11-25");
    let later = dollars(&self::book(&plan), (900.0, 460.0));
    assert!(
        later.title.starts_with("From VIX 24 on Tue 1 Dec, day 3 to the shock the book loses $"),
        "{}",
        later.title
    );
}

#[test]
fn greeks_against_every_axis() {
    let book = book(&plan());
    check("greeks-wide-light", &greek(&book, (Greek::Delta, Against::Spx), (900.0, 320.0)), Palette::Light);
    check("greeks-vix-light", &greek(&book, (Greek::Vega, Against::Vix), (900.0, 320.0)), Palette::Light);
    check("greeks-phone-dark", &greek(&book, (Greek::Theta, Against::Date), (358.0, 280.0)), Palette::Dark);
    let token = greek(&book, (Greek::Token, Against::Token), (900.0, 320.0));
    assert!(token.title.starts_with("ETH delta of the book: +$"), "{}", token.title);
}

#[test]
fn the_findings_are_those_of_the_figures() {
    let plan = plan();
    let book = book(&plan);
    assert_eq!(
        lanes(&book, (900.0, 300.0)).title,
        "The first exit by days left comes 4 calendar days before the shock"
    );
    let passed = decay_of(&book);
    let last = passed.last().expect("a last day");
    assert_eq!(last.days, 45.0);
    let said = decay(&book, (900.0, 320.0)).title;
    // What is left of the options' extrinsic value stands in picture, table and caption.
    let (head, rows) = decay_chart::table(&passed, &[]);
    assert!(head.ends_with(&["Extrinsic left: condors".into(), "Extrinsic left: hedge".into()]), "{head:?}");
    assert!(rows.iter().all(|row| row.len() == head.len()) && rows[rows.len() - 1][5] == "0", "{rows:?}");
    assert!(decay_chart::caption(&passed).contains("mark less intrinsic at the forward"));
    assert!(!decay_chart::caption(&[]).contains("xtrinsic"));
    let usd = second_engine::words::amount(last.combined());
    assert!(said.starts_with(&format!("Time alone makes {usd} in 45 calendar days: condors ")), "{said}");
    let report: Report = assemble::report(&book);
    let tab = of(&book, &report);
    assert_eq!(tab.exits.iter().map(|exit| exit.name.as_str()).collect::<Vec<_>>(), ["Condor 1", "Condor 2"]);
    let (head, rows) = choices::table(&tab.exits[0], "5 trading days", None);
    assert!(head.len() == 4 && rows.iter().all(|row| row.len() == 4), "{head:?}");
    let (head, rows) = trades::table(&report, None);
    assert!(rows.len() == 3 && rows.iter().all(|row| row.len() == head.len()));
    for scenario in [Scenario::Shocked, Scenario::Still] {
        let by_day = greeks_by_day::by_day(&book, &DAYS, DatePart::Book, scenario);
        let (head, rows) = greeks_chart::days_table(&by_day, None, (DatePart::Book, &by_date::parts(&book)), "ETH");
        assert!(rows.len() == 18 && rows.iter().all(|row| row.len() == head.len() && head.len() == by_day.len() + 1));
        let said = greeks_chart::days_finding(&by_day, scenario);
        assert!(said.contains(" levels at worst ") && said.contains(", at best "), "{said}");
    }
    let walk = walk::of(&book);
    let (head, rows) = walk::table(&walk, None);
    assert!(rows.len() == 22 && rows.iter().all(|row| row.len() == head.len()));
    assert!(walk.better + walk.worse <= 22 && walk.finding.contains("of 22 explosions"), "{}", walk.finding);
}

#[test]
fn every_table_has_the_figures_of_a_beside_those_of_the_plan() {
    // A holds the first condor alone, twice as large, and is shocked further.
    let (plan, mut of_a) = (plan(), Plan::default());
    of_a.condor_mut(0).expect("a condor").contracts *= 2.0;
    of_a.event.vix = Some(Points(50.0));
    let [b, a] = [&plan, &of_a].map(book);
    let [report, report_a]: [Report; 2] = [&b, &a].map(assemble::report);
    let [tab, tab_a] = [of(&b, &report), of(&a, &report_a)];

    let (head, rows) = choices::table(&tab.exits[0], "5 trading days", Some(&tab_a.exits));
    let at = rows.iter().position(|row| row[0] == "A, in its own shock").expect("a row of A's");
    assert!(rows[at - 1][0].starts_with("In the shock") && rows[at].len() == head.len());
    for (cell, heading) in rows[at][1..].iter().zip(&tab.exits[0].choices) {
        let same = tab_a.exits[0].choices.iter().find(|choice| choice.way == heading.way).expect("the same way");
        assert_eq!(*cell, signed(same.shocked.0));
    }
    let (_, rows) = choices::table(&tab.exits[1], "5 trading days", Some(&tab_a.exits));
    assert!(rows[at][1..].iter().all(|cell| cell == "—"), "A has no second condor: {:?}", rows[at]);

    let last = |rows: &[Vec<String>]| rows.iter().filter_map(|row| row.last().cloned()).collect::<Vec<_>>();
    let (head, rows) = trades::table(&report, Some(&report_a));
    let total = signed(report_a.condor.trade.total.0);
    assert_eq!(head.last().map(String::as_str), Some("A: total"));
    assert_eq!(last(&rows), [total.clone(), "—".into(), total]);

    let (head, rows) = lanes_chart::table(&lanes_chart::lanes(&b), &lanes_chart::lanes(&a), &[]);
    assert_eq!(head.last().map(String::as_str), Some("A: calendar days left"));
    assert!(rows.iter().all(|row| row.len() == head.len()));
    let ends = |name: &str| rows.iter().find(|row| row[0] == name).and_then(|row| row.last()).cloned();
    assert_eq!([ends("Condor 1"), ends("Condor 2")], [Some("45".to_string()), Some("—".to_string())]);

    let days = |book: &Book| greeks_by_day::by_day(book, &[0.0, 2.0, 5.0], DatePart::Book, Scenario::Shocked);
    let (days, days_a) = (days(&b), days(&a));
    let (head, rows) = greeks_chart::days_table(&days, Some(&days_a), (DatePart::Book, &by_date::parts(&b)), "ETH");
    let row = rows.iter().find(|row| row[0] == "A: P&L together").expect("a row of A's");
    assert_eq!(row.len(), head.len());
    let wanted: Vec<String> = days_a[..3].iter().map(|one| signed(one.parts.iter().sum())).collect();
    assert_eq!(row[1..4], wanted);

    let [walked, walked_a] = [&b, &a].map(walk::of);
    let (head, rows) = walk::table(&walked, Some(&walked_a));
    assert_eq!(head.last().map(String::as_str), Some("A: by the rules"));
    assert_eq!(last(&rows), walked_a.rows.iter().map(|row| signed(row.rule.0)).collect::<Vec<_>>());
}

#[test]
fn no_room_and_no_book_draw_nothing_and_do_not_fail() {
    let mut empty = Plan::default();
    empty.holdings.clear();
    for plan in [empty, plan()] {
        let book = book(&plan);
        for size in [(0.0, 0.0), (90.0, 30.0), (358.0, 300.0), (f64::NAN, f64::INFINITY)] {
            let curves = greek(&book, (Greek::Gamma, Against::Vix), size);
            for scene in [decay(&book, size), lanes(&book, size), crush(&book, size), dollars(&book, size), curves] {
                assert!(scene.points().iter().all(|(x, y)| x.is_finite() && y.is_finite()));
            }
        }
    }
}
