//! Plan A beside the plan on the page, in every chart.

use std::sync::Arc;

use second_engine::book::by_date::DatePart;
use second_engine::book::curves::HeatAxis;
use second_engine::book::greeks::{self, Against, Greek};
use second_engine::book::{Book, corridor, explained, landscape, way};
use second_engine::draw::palette::{Palette, Role};
use second_engine::draw::scene::{Mark, Scene};
use second_engine::plan::holding::{Holding, Terms};
use second_engine::plan::{ConversionPlan, EventDay, EventName, MarketPlan, Plan};
use second_engine::simulation::cvar;
use second_engine::units::{Frac, Points, Usd, Vol};
use second_engine::views::assemble;
use second_engine::views::book::heat_chart::{self, HeatView, Relief};
use second_engine::views::book::pnl_by_vix_chart::{self, RidgeView};
use second_engine::views::hedge::break_evens_chart::{self, BreakEvensView};
use second_engine::views::hedge::conversion_chart::{self, ConversionView};
use second_engine::views::hedge::explosions;
use second_engine::views::hedge::explosions_chart::{self, ExplosionsView};
use second_engine::views::hedge::payoff_chart::{self, HedgePayoffView};
use second_engine::views::hedge::put_two_ways_chart::{self, BendView};
use second_engine::views::hedge::replay_chart::{self, ReplayView};
use second_engine::views::hedge::{self, HedgeRange, HedgeTab};
use second_engine::views::pool::growth_chart::{self, GrowthView};
use second_engine::views::pool::strip_chart::{self, StripView};
use second_engine::views::pool::{self, PositionTab};
use second_engine::views::report::Report;
use second_engine::views::size::correlation_chart::{self, CorrelationView};
use second_engine::views::size::frontier_chart::{self, FrontierView};
use second_engine::views::size::risk::{self, RiskMap};
use second_engine::views::size::sensitivities_chart::{self, SensitivitiesView};
use second_engine::views::size::sensitivity::{self, Panel};
use second_engine::views::size::waterfall_chart::{self, WaterfallView};
use second_engine::views::size::{self, SizeTab};
use second_engine::views::time::corridor_chart::{self, CorridorView};
use second_engine::views::time::crush_chart::{self, CrushView};
use second_engine::views::time::decay_chart::{self, DecayView};
use second_engine::views::time::decay_of;
use second_engine::views::time::explained_chart::{self, ExplainedView};
use second_engine::views::time::greeks_chart::{self, GreeksView};
use second_engine::views::time::lanes_chart::{self, LanesView};

use crate::check;

fn book(change: impl FnOnce(&mut Plan)) -> Book {
    let mut plan = Plan::default();
    plan.pool_mut(0).expect("a pool").fee_apr = Frac(0.085);
    plan.add(Holding::new(Terms::Conversion(ConversionPlan::default())));
    change(&mut plan);
    Book::resolve(&plan).expect("a plan")
}

/// A: twice the condors, half the pool, wider; another token vol, fewer calls.
fn a() -> Book {
    book(|plan| {
        plan.condor_mut(0).expect("a condor").contracts *= 2.0;
        let pool = plan.pool_mut(0).expect("a pool");
        (pool.deposit, pool.low, pool.high) = (Usd(15_000.0), 1600.0, 5200.0);
        plan.market.token_vol = Vol(0.8);
        plan.account.loss_budget = Frac(0.02);
        plan.layer_mut(0).expect("a layer").contracts = Some(4.0);
    })
}

fn b() -> Book {
    book(|_| ())
}

/// What a picture says of plan A.
const OF_A: [&str; 3] = [" A: ", " A has", " In A "];

/// Whether a mark is plan A's: a grey line, dot or stretch, the one letter, or A's figure in a cell.
fn is_of_a(mark: &Mark) -> bool {
    match mark {
        Mark::Line { paint, .. } | Mark::Area { paint, .. } => paint.role == Role::Ink3,
        Mark::Dot { fill, edge, .. } => {
            fill.role == Role::Ink3 || edge.is_some_and(|(paint, _)| paint.role == Role::Ink3)
        }
        Mark::Text(text) => text.words == "A" || text.words.starts_with("A ") && text.paint.role == Role::Ink3,
    }
}

/// The picture, filed, and the same with nothing pinned: it has marks of A's, its words say something of A, and its title
/// is the same.
pub fn pair(id: &str, with: &Scene, without: &Scene) {
    check(&format!("{id}-pinned-light"), with, Palette::Light);
    assert_eq!(with.title, without.title, "{id}");
    let says = |scene: &Scene| OF_A.iter().any(|words| scene.description.contains(words));
    assert!(says(with) && !says(without), "{id}: {} / {}", with.description, without.description);
    let added = with.marks.iter().filter(|mark| !without.marks.contains(mark));
    assert!(added.clone().any(is_of_a), "{id} draws nothing of A: {:?}", added.collect::<Vec<_>>());
}

/// The words that a picture has more with A than without.
fn more(with: &Scene, without: &Scene) -> String {
    let same = with.description.bytes().zip(without.description.bytes()).take_while(|(a, b)| a == b).count();
    with.description.get(same..).unwrap_or_default().to_string()
}

#[test]
fn the_slider_and_the_heat_map() {
    let books = [a(), b()];
    let report = assemble::report(&books[1]);
    let [line_a, line] = books.each_ref().map(|book| landscape::pnl_by_vix(book, 96));
    let ridge = |pinned| {
        pnl_by_vix_chart::scene(&RidgeView {
            line: &line,
            vix_from: 17.0,
            vix: 45.0,
            budget: report.combined.budget.0,
            budget_gone_at: None,
            is_linked: true,
            width: 770.0,
            is_narrow: false,
            pinned,
        })
    };
    pair("ridge", &ridge(Some(&line_a)), &ridge(None));
    let [heat_a, heat] = books.each_ref().map(|book| landscape::heat(book, 49, 37));
    let relief = Relief::new(&heat, report.combined.budget.0);
    let relief_a = Relief::new(&heat_a, books[0].budget);
    let map = |pinned| {
        let (width, height, is_narrow) = (500.0, 388.0, false);
        let (heat, relief, report, token) = (&heat, &relief, &report, "ETH");
        heat_chart::scene(&HeatView { heat, relief, report, token, width, height, is_narrow, pinned })
    };
    let (with, without) = (map(Some((&heat_a, &relief_a))), map(None));
    pair("heat", &with, &without);
    // What the map says of A at the shock is what A's book has there.
    let said = more(&with, &without);
    assert!(said.starts_with(" A: −$") && said.contains("; B − A: +$"), "{said}");
    let rows = heat_chart::table(&heat, Some(&heat_a)).1;
    assert!(rows.len() == 22 && rows[1][0].ends_with(", A") && rows.iter().all(|row| row.len() == 10));
}

fn hedge_of(book: &Book) -> (HedgeTab, HedgeRange, Report) {
    let report = assemble::report(book);
    (hedge::of(book, &report), hedge::range(book), report)
}

#[test]
fn the_hedges_charts() {
    let [(_, range_a, report_a), (tab, range, report)] = [hedge_of(&a()), hedge_of(&b())];
    let payoff = |pinned, per_dollar| {
        let (width, height) = (700.0, 400.0);
        let view = HedgePayoffView { range: &range, tab: &tab, report: &report, per_dollar, width, height, pinned };
        (payoff_chart::scene(&view), payoff_chart::table(&view))
    };
    let with = payoff(Some((&range_a, report_a.hedge.outlay.0)), false);
    pair("hedge-payoff", &with.0, &payoff(None, false).0);
    assert!(with.0.description.contains(" All legs: A: +$"), "{}", with.0.description);
    assert_eq!(with.1.0.last().map(String::as_str), Some("A: all legs"));
    let per_dollar = payoff(Some((&range_a, report_a.hedge.outlay.0)), true).0;
    assert!(per_dollar.description.contains("; B − A: +$") || per_dollar.description.contains("; B − A: −$"));

    let [explosions_a, explosions_b] = [a(), b()].map(|book| explosions::of(&book));
    let explosions = |pinned| {
        let explosions = &explosions_b;
        explosions_chart::scene(&ExplosionsView { explosions, pinned, width: 700.0, height: 480.0 })
    };
    pair("explosions", &explosions(Some(&explosions_a)), &explosions(None));
    let rows = explosions_chart::table(&explosions_b, Some(&explosions_a)).1;
    assert!(rows.len() == 22 && rows.iter().all(|row| row.len() == 15 && row[14] != "—"));

    let bend = |pinned| put_two_ways_chart::scene(&BendView { bend: &range.bend, pinned, width: 520.0, height: 260.0 });
    pair("bend", &bend(Some(&range_a.bend)), &bend(None));
    let found = |pinned| {
        break_evens_chart::scene(&BreakEvensView { found: &range.break_evens, pinned, width: 520.0, height: 240.0 })
    };
    pair("break-evens", &found(Some(&range_a.break_evens)), &found(None));
}

#[test]
fn the_rules_and_the_conversion() {
    let [replay_a, replay] = [a(), b()].map(|book| hedge::replay::of(&book));
    let drawn = |pinned| replay_chart::scene(&ReplayView { replay: &replay, pinned, width: 700.0, height: 420.0 });
    pair("replay", &drawn(Some(&replay_a)), &drawn(None));
    let (head, rows) = replay_chart::table(&replay, Some(&replay_a));
    assert!(rows.iter().all(|row| row.len() == head.len() && row.last().is_some_and(|cell| cell != "—")));
    let [one_a, one] = [a(), b()].map(|book| hedge::conversion::of(&book).remove(0));
    let drawn =
        |pinned| conversion_chart::scene(&ConversionView { conversion: &one, pinned, width: 700.0, height: 380.0 });
    pair("conversion", &drawn(Some(&one_a)), &drawn(None));
}

fn position(book: &Book) -> PositionTab {
    pool::report(book, &assemble::report(book)).positions.remove(0)
}

#[test]
fn the_pools_charts() {
    let [a, b] = [position(&a()), position(&b())];
    let strip = |pinned| strip_chart::scene(&StripView { tab: &b, pinned, width: 700.0, height: 400.0 });
    pair("strip", &strip(Some(&a)), &strip(None));
    let growth = |pinned| growth_chart::scene(&GrowthView { growth: &b.growth, pinned, width: 700.0, height: 300.0 });
    pair("growth", &growth(Some(&a.growth)), &growth(None));
    let rows = growth_chart::table(&b.growth, Some(&a.growth)).1;
    assert!(rows.iter().all(|row| row.len() == 6 && row[5] != "—"));
}

fn size_of(book: &Book) -> (SizeTab, Vec<Panel>, RiskMap, Report) {
    let outcomes = Arc::new(cvar::outcomes(book));
    let ledger = size::ledger(book, &Arc::new(way::scan(book)), &outcomes).expect("a position");
    let report = assemble::report(book);
    let risk = risk::of(book, &outcomes, report.combined.budget_gone_at);
    (size::report(book, &ledger), sensitivity::of(book, &ledger), risk, report)
}

#[test]
fn the_sizes_charts() {
    let books = [a(), b()];
    let [(tab_a, panels_a, risk_a, report_a), (tab, panels, risk, report)] = books.each_ref().map(size_of);
    let fall = |pinned| {
        let held = tab.held.0;
        waterfall_chart::scene(&WaterfallView { fall: &tab.waterfall, pinned, held, width: 760.0, height: 460.0 })
    };
    pair("waterfall", &fall(Some(&tab_a.waterfall)), &fall(None));
    let rows = waterfall_chart::table(&tab.waterfall, Some(&tab_a.waterfall)).1;
    assert!(rows.iter().all(|row| row.len() == 6 && row[5] != "—"));
    let each = |pinned| {
        let (held, width, height) = (tab.held.0, 1000.0, 236.0);
        sensitivities_chart::scene(&SensitivitiesView { panels: &panels, pinned, held, width, height })
    };
    pair("sensitivities", &each(&panels_a), &each(&[]));
    let map = |pinned| {
        let (wing, days) = (0, risk.cvar.days);
        correlation_chart::scene(&CorrelationView { map: &risk.map, pinned, wing, days, width: 560.0, height: 360.0 })
    };
    pair("correlation", &map(Some(&risk_a.map)), &map(None));
    let breaks = |pinned| {
        let frontier = &risk.frontier;
        frontier_chart::scene(&FrontierView { frontier, pinned, report: &report, width: 560.0, height: 360.0 })
    };
    pair("frontier", &breaks(Some((&risk_a.frontier, report_a.combined.budget_gone_at))), &breaks(None));
    assert_eq!(Points(17.0), books[0].market.calibration.vix);
}

#[test]
fn time() {
    let books = [a(), b()];
    let [of_a, of_b] = [&books[0], &books[1]].map(decay_of);
    let posts = decay_chart::posts(&books[1]);
    let (parts, today) = ([true, true, true], None);
    let passed = |pinned| {
        decay_chart::scene(&DecayView {
            passed: &of_b,
            pinned,
            posts: &posts,
            parts,
            today,
            width: 760.0,
            height: 320.0,
        })
    };
    pair("decay", &passed(&of_a), &passed(&[]));
    let events = |plan: Plan, surprise: f64| {
        let event = |days, size, name| EventDay { days, size: Frac(size), name, surprise };
        let events = vec![event(9.0, 0.009, EventName::Fomc), event(38.0, 0.008, EventName::Cpi)];
        let plan = Plan { market: MarketPlan { events, ..plan.market.clone() }, ..plan };
        crush_chart::of(&Book::resolve(&plan).expect("a plan"))
    };
    let [crush_a, crush_b] = [events(books[0].plan.clone(), 0.0), events(books[1].plan.clone(), 2.0)];
    let crush = |pinned| crush_chart::scene(&CrushView { crush: &crush_b, pinned, width: 760.0, height: 300.0 });
    pair("crush", &crush(&crush_a.printed), &crush(&[]));
    let [lanes_a, lanes_b] = [&books[0], &books[1]].map(lanes_chart::lanes);
    let shock = lanes_chart::shock_day(&books[1]);
    let calendar = |pinned| {
        lanes_chart::scene(&LanesView {
            lanes: &lanes_b,
            pinned,
            events: &[],
            shock,
            today,
            width: 760.0,
            height: 320.0,
        })
    };
    pair("lanes", &calendar(&lanes_a), &calendar(&[]));
    let [told_a, told] = [&books[0], &books[1]].map(explained::of);
    let dollars = |pinned| {
        let (told, from) = (&told, "today");
        explained_chart::scene(&ExplainedView { told, pinned, from, width: 760.0, height: 460.0 })
    };
    pair("explained", &dollars(Some(&told_a)), &dollars(None));
    let (head, rows) = explained_chart::table(&told, Some(&told_a));
    assert!(
        head.last().is_some_and(|name| name == "A: in the shock") && rows.iter().all(|row| row.len() == head.len())
    );
    let of = |book: &Book| greeks::curves(book, DatePart::Book, Greek::Vega, Against::Spx);
    let [found_a, found] = [of(&books[0]), of(&books[1])];
    let curves = |pinned| {
        let (found, token) = (&found, "ETH");
        greeks_chart::scene(&GreeksView { found, one: None, pinned, token, today, width: 760.0, height: 320.0 })
    };
    pair("greeks", &curves(Some(&found_a)), &curves(None));
    let (head, rows) = greeks_chart::table(&found, Some(&found_a), "ETH");
    assert!(head.len() == 4 && rows.iter().all(|row| row.len() == 4));
    let [weeks_a, weeks] = [&books[0], &books[1]].map(corridor::of);
    let now = [books[1].market.spx.0, books[1].shock.token_price.0];
    let stretches = |pinned, axis| {
        let (weeks, marks) = (&weeks, &[]);
        let (width, height) = (760.0, 280.0);
        corridor_chart::scene(&CorridorView { weeks, pinned, axis, now, marks, is_hedged: true, width, height })
    };
    pair("corridor", &stretches(&weeks_a, HeatAxis::Spx), &stretches(&[], HeatAxis::Spx));
    let said = more(&stretches(&weeks_a, HeatAxis::Spx), &stretches(&[], HeatAxis::Spx));
    assert!(said.starts_with(" A: Chance ") && said.contains(". At expiry the book gains from "), "{said}");
    let on_token = [&weeks_a[..], &[]].map(|a| stretches(a, HeatAxis::Token).marks.len());
    assert!(on_token[0] > on_token[1]);
    let rows = corridor_chart::table(&weeks, &weeks_a, "ETH", true).1;
    assert!(rows.iter().all(|row| row.len() == 17 && row[15] != "—" && row[16] != "—"));
}

#[test]
fn the_same_plan_pinned_differs_nowhere() {
    let b = position(&b());
    let scene =
        growth_chart::scene(&GrowthView { growth: &b.growth, pinned: Some(&b.growth), width: 700.0, height: 300.0 });
    assert!(scene.description.ends_with(" A has the same."));
}
