//! Agreement: wherever the page shows the same quantity twice, both places show the same, to the cent.
//!
//! 1,500 drawn plans; `SECOND_ENGINE_LONG=1` draws 10,500. The memo on paper prints the report's own verdict and holdings
//! and the tab of Time's own sentences and tables, so it has no pair of its own. The places that show the shock are compared once more with VIX untouched and events that
//! pass on the way, by either calendar (model book 10).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use std::cell::OnceCell;
use std::sync::Arc;

use plans::{Drawn, Tally, any_plan, law, resized, resolve};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestCaseResult};
use second_engine::book::by_date::{self, DatePart, Later};
use second_engine::book::careful;
use second_engine::book::curves::{HeatAxis, PayoffAxis, PayoffPoint};
use second_engine::book::explosions::{self, Broken, ExplosionRow};
use second_engine::book::limits::LargestPool;
use second_engine::book::sized::SizedPool;
use second_engine::book::way::{self, Scan};
use second_engine::book::{Book, landscape, pnl};
use second_engine::plan::holding::Kind;
use second_engine::plan::{EventDay, EventName, Plan, VixOf, url};
use second_engine::shock::explosions::EXPLOSIONS;
use second_engine::simulation::cvar;
use second_engine::units::{Frac, Points};
use second_engine::views::book::compare::{self, Side};
use second_engine::views::book::odds;
use second_engine::views::report::Report;
use second_engine::views::size::SizeTab;
use second_engine::views::{assemble, hedge, json, pool, size};
use second_engine::words::{amount, usd};

/// A plan with everything that is computed from it once.
struct Case {
    plan: Plan,
    book: Book,
    scan: Arc<Scan>,
    report: Report,
    /// Size and binding rule of the same plan made worthy, once they were asked for.
    worthy: OnceCell<Option<(f64, &'static str)>>,
    /// Half a cent, or what a double holds of figures this large.
    cent: f64,
}

impl Case {
    fn new(plan: &Plan) -> Option<Case> {
        let book = resolve(plan).ok()?;
        let scan = Arc::new(way::scan(&book));
        let report = assemble::report_with(&book, &scan);
        let parts = report.parts.iter().map(|part| part.usd.0.abs());
        let largest = parts.chain(report.pools.iter().map(|pool| pool.deposit.0)).fold(0.0, f64::max);
        Some(Case {
            plan: plan.clone(),
            cent: 0.005f64.max(1e-12 * largest),
            book,
            scan,
            report,
            worthy: OnceCell::new(),
        })
    }

    /// A line of the breakdown; 0 where there is none.
    fn part(&self, id: &str) -> f64 {
        self.report.parts.iter().find(|part| part.id == id).map_or(0.0, |part| part.usd.0)
    }

    /// Combined P&L in the shock.
    fn pnl(&self) -> f64 {
        self.report.combined.pnl.0
    }

    /// Whether all of the event follows VIX.
    fn is_linked(&self) -> bool {
        plans::is_linked(&self.plan.event)
    }

    /// One plan in so many, the same ones every time.
    fn is_one_in(&self, count: u64) -> bool {
        self.is_nth_of(0, count)
    }

    /// The same, other ones for each `nth` below `count`.
    fn is_nth_of(&self, nth: u64, count: u64) -> bool {
        let mixed = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        (url::fragment(&self.plan).bytes().fold(0xcbf2_9ce4_8422_2325, mixed) >> 32) % count == nth
    }

    fn same(&self, what: &str, shown: f64, also: f64) -> TestCaseResult {
        prop_assert!((shown - also).abs() <= self.cent, "{what}: {shown} for {also}");
        Ok(())
    }

    /// The same away from the shock, where figures may be larger than any that the report has.
    fn same_there(&self, what: &str, shown: f64, also: f64) -> TestCaseResult {
        let cent = self.cent.max(1e-12 * also.abs());
        prop_assert!((shown - also).abs() <= cent, "{what}: {shown} for {also}");
        Ok(())
    }
}

type Law = fn(&Case, &Tally) -> TestCaseResult;

/// Pairs of places, each with the cases in a thousand that must really be compared: a new one is a row.
const PAIRS: [(&str, u32, Law); 21] = [
    ("the verdict and the combined figure", 900, the_verdict_says_the_combined_figure),
    ("the breakdown and the tiles", 900, the_breakdown_is_the_tiles),
    ("the details and the tiles", 850, the_details_are_the_tiles),
    ("the payoff's shock and the tiles, on every axis", 900, the_payoff_meets_the_tiles),
    ("the payoff's crosshair at the shock and the tiles", 600, the_crosshair_meets_the_tiles),
    ("the heat map at the shock and the verdict", 600, the_heat_map_meets_the_verdict),
    ("the date table's own cell and the tiles", 900, the_date_tables_meet_the_tiles),
    ("the slider's ridge and the verdict", 50, the_ridge_meets_the_verdict),
    ("the way and the verdict", 900, the_way_ends_at_the_verdict),
    ("the stress cap and the largest pool", 500, the_stress_cap_is_the_largest_pool),
    ("a largest pool up to a figure and books with it and more", 30, the_largest_pool_breaks_the_budget),
    ("no largest pool and a book with next to nothing in it", 99, where_no_pool_survives_its_gas_is_too_much),
    ("any largest pool and a book with the risk capital in it", 97, where_any_pool_survives_the_capital_does),
    ("the Size view's answer and its waterfall", 108, the_answer_is_the_waterfall),
    ("the answer of a plan that may hold something", 32, the_answer_of_a_worthy_plan_is_its_waterfall),
    ("the answer of a plan that the stress cap binds", 9, the_answer_under_the_stress_cap_is_its_waterfall),
    ("the hedge view and the report", 900, the_hedge_view_is_the_report),
    ("the pool view and the report", 80, the_pool_view_is_the_report),
    ("two plans side by side and the report", 900, compared_plans_are_their_reports),
    ("the odds' explosions and the hedge view's", 12, the_odds_count_the_same_explosions),
    ("the JSON door and the page", 20, the_json_door_says_the_same),
];

/// What follows a word of the verdict, up to the next space, comma or full stop: `$8,400`.
fn after(text: &str, word: &str) -> Option<String> {
    let rest = &text[text.rfind(word)? + word.len()..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || "$,.e".contains(c))).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches([',', '.']).to_string())
}

fn the_verdict_says_the_combined_figure(case: &Case, tally: &Tally) -> TestCaseResult {
    let combined = &case.report.combined;
    let (said, end) = (&case.report.verdict, combined.pnl.0);
    if case.book.entries.is_empty() {
        prop_assert!(said.contains("empty") && end == 0.0, "{said}");
        return Ok(());
    }
    // The name of a pool may hold any word: the loans' sentence is not part of it.
    let said = said.split(" The loan").next().unwrap_or_default();
    if end.round() == 0.0 {
        prop_assert!(said.contains("comes out even"), "{said} for {end}");
    } else {
        let [word, other] = if end < 0.0 { ["loses $", "gains $"] } else { ["gains $", "loses $"] };
        let shown = after(said, &word[..word.len() - 1]);
        prop_assert_eq!(shown, Some(amount(end)), "{}", said);
        prop_assert!(!said.contains(other), "{said} for {end}");
    }
    if said.contains("on the way") {
        let worst = combined.worst_on_way.0;
        prop_assert_eq!(after(said, "as much as "), Some(amount(worst)), "{}", said);
        prop_assert!(worst < end && worst < 0.0, "{said}: {worst} {end}");
    } else {
        prop_assert!(combined.worst_on_way.0.round() >= end.round().min(0.0), "{said}: {}", combined.worst_on_way.0);
    }
    tally.count();
    Ok(())
}

fn the_breakdown_is_the_tiles(case: &Case, tally: &Tally) -> TestCaseResult {
    let report = &case.report;
    for (id, pnl) in [("condor", report.condor.pnl), ("pool", report.pool.pnl), ("hedge", report.hedge.pnl)] {
        case.same(id, case.part(id), pnl.0)?;
        let is_line = |line: &str| line.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'));
        let lines = report.parts.iter().filter(|part| is_line(&part.id));
        case.same(&format!("lines of {id}"), lines.map(|part| part.usd.0).sum(), pnl.0)?;
    }
    case.same("combined", case.part("combined"), case.pnl())?;
    case.same("tiles", report.condor.pnl.0 + report.pool.pnl.0 + report.hedge.pnl.0, case.pnl())?;
    let share = report.combined.share_of_equity.0 * case.plan.account.equity.0;
    case.same("share of equity", share, case.pnl())?;
    tally.count();
    Ok(())
}

fn the_details_are_the_tiles(case: &Case, tally: &Tally) -> TestCaseResult {
    let report = &case.report;
    let kind = |id: &str| Kind::of_word(id.trim_end_matches(|c: char| c.is_ascii_digit())).unwrap();
    let sum = |is_meant: &dyn Fn(Kind) -> bool| -> f64 {
        report.holdings.iter().filter(|one| is_meant(kind(&one.id))).map(|one| one.pnl.0).sum()
    };
    case.same("holdings", sum(&|_| true), case.pnl())?;
    case.same("condors", sum(&|kind| kind == Kind::Condor), report.condor.pnl.0)?;
    case.same("pools", sum(&|kind| kind == Kind::Pool), report.pool.pnl.0)?;
    case.same("legs", sum(&|kind| kind.is_hedge()), report.hedge.pnl.0)?;
    let of = |id: &str| report.holdings.iter().find(|one| one.id == id).map(|one| one.pnl.0);
    let condors = report.condors.iter().map(|one| (&one.id, one.pnl.0));
    let pools = report.pools.iter().map(|one| (&one.id, one.money.pnl.0));
    let layers = report.hedge.layers.iter().map(|one| (&one.id, one.pnl.0));
    let others = report.hedge.others.iter().map(|one| (&one.id, one.pnl.0));
    for (id, pnl) in condors.chain(pools).chain(layers).chain(others) {
        let held = of(id);
        prop_assert!(held.is_some(), "{id} is no holding");
        case.same(id, pnl, held.unwrap_or(f64::NAN))?;
    }
    if report.holdings.len() > 1 {
        tally.count();
    }
    Ok(())
}

fn meets(case: &Case, what: &str, point: &PayoffPoint) -> TestCaseResult {
    let report = &case.report;
    case.same(&format!("{what}, condor"), point.condor, report.condor.pnl.0)?;
    case.same(&format!("{what}, pool"), point.pool, report.pool.pnl.0)?;
    case.same(&format!("{what}, hedge"), point.hedge, report.hedge.pnl.0)?;
    case.same(&format!("{what}, combined"), point.combined, case.pnl())?;
    // Over the token's own price there is no band of it.
    if what == "Token" {
        return Ok(());
    }
    // Far out the band is many times what the cent is taken of.
    let [low, high] = report.combined.band;
    case.same_there(&format!("{what}, lower end of the band"), point.low, low.0)?;
    case.same_there(&format!("{what}, upper end of the band"), point.high, high.0)
}

const AXES: [PayoffAxis; 3] = [PayoffAxis::Spx, PayoffAxis::Vix, PayoffAxis::Token];

fn the_payoff_meets_the_tiles(case: &Case, tally: &Tally) -> TestCaseResult {
    for axis in AXES {
        let payoff = landscape::payoff(&case.book, &landscape::payoff_places(&case.book, axis, 3), None);
        meets(case, &format!("{axis:?}"), &payoff.shock)?;
        let shock = &case.report.shock;
        prop_assert!((payoff.shock.spx / shock.spx.0 - 1.0).abs() < 1e-12, "{axis:?}");
        prop_assert!((payoff.shock.vix - shock.vix.0).abs() < 1e-9, "{axis:?}");
        prop_assert!((payoff.shock.token / shock.token.0 - 1.0).abs() < 1e-9, "{axis:?}");
    }
    tally.count();
    Ok(())
}

fn the_crosshair_meets_the_tiles(case: &Case, tally: &Tally) -> TestCaseResult {
    let book = &case.book;
    for axis in AXES {
        let point = landscape::payoff_at(book, axis, landscape::shocked_place(book, axis));
        // Over SPX VIX follows it: where it does not lead back to the shock's VIX, the shock is no point of the curve.
        if axis != PayoffAxis::Spx || (point.vix - case.report.shock.vix.0).abs() < 1e-9 {
            meets(case, &format!("{axis:?}"), &point)?;
        }
    }
    tally.count();
    Ok(())
}

fn the_heat_map_meets_the_verdict(case: &Case, tally: &Tally) -> TestCaseResult {
    let (book, shock) = (&case.book, &case.book.shock);
    let vix = shock.vix();
    // The map's own row at the shock's VIX, with the shock's SPX as its one column.
    let mut heat = landscape::heat_without_rows(book, HeatAxis::Spx, 1, 1);
    (heat.levels, heat.moves) = (vec![vix.0], vec![shock.spx_return(vix).exp_m1()]);
    landscape::add_row(book, &mut heat);
    prop_assert_eq!(heat.pnl.len(), 1);
    case.same("cell", heat.pnl[0], case.pnl())?;
    if book.hangs_on_tokens() {
        // The same over the token, and the whole row is the payoff over its price.
        let mut heat = landscape::heat_without_rows(book, HeatAxis::Token, 3, 1);
        let now = shock.token_price.0;
        heat.levels = vec![vix.0];
        heat.moves.push(shock.as_set(0.0).token / now - 1.0);
        landscape::add_row(book, &mut heat);
        prop_assert_eq!(heat.pnl.len(), 4);
        case.same("cell over the token", heat.pnl[3], case.pnl())?;
        for (by, pnl) in heat.moves.iter().zip(&heat.pnl) {
            let point = landscape::payoff_at(book, PayoffAxis::Token, now * (1.0 + by));
            case.same_there("row over the token", *pnl, point.combined)?;
        }
    }
    // Every cell is the whole book's P&L at its own SPX and VIX.
    let heat = landscape::heat(book, 3, 2);
    for (i, pnl) in heat.pnl.iter().enumerate() {
        let (level, spx_move) = (Points(heat.levels[i / 3]), heat.moves[i % 3]);
        let there = pnl::of(book, &shock.world(level, spx_move.ln_1p(), 0.0));
        case.same_there("cell of the map", *pnl, there.combined())?;
    }
    tally.count();
    Ok(())
}

fn the_date_tables_meet_the_tiles(case: &Case, tally: &Tally) -> TestCaseResult {
    let report = &case.report;
    for later in [Later::Linked, Later::Held] {
        for (part, pnl) in [
            (DatePart::Book, report.combined.pnl),
            (DatePart::Condor, report.condor.pnl),
            (DatePart::Pool, report.pool.pnl),
            (DatePart::Hedge, report.hedge.pnl),
        ] {
            let table = by_date::of(&case.book, &[0.0], part, later);
            let rows: Vec<_> = table.rows.iter().filter(|row| row.is_shock).collect();
            prop_assert_eq!(rows.len(), 1);
            case.same(&format!("{part:?} {later:?}"), rows[0].pnl[table.shock_column], pnl.0)?;
            if case.book.hangs_on_tokens() {
                let table = by_date::over_token(&case.book, &[0.0], part, later);
                let rows: Vec<_> = table.rows.iter().filter(|row| row.is_shock).collect();
                prop_assert_eq!(rows.len(), 1);
                case.same(&format!("{part:?} {later:?} by token"), rows[0].pnl[table.shock_column], pnl.0)?;
            }
        }
    }
    tally.count();
    Ok(())
}

fn the_ridge_meets_the_verdict(case: &Case, tally: &Tally) -> TestCaseResult {
    if !case.is_linked() {
        return Ok(());
    }
    let vix = case.report.shock.vix.0;
    case.same("ridge", pnl::on_link(&case.book, &case.book.shock, vix), case.pnl())?;
    // The slider's picture is that curve at its own levels.
    let line = landscape::pnl_by_vix(&case.book, 3);
    for (level, usd) in line {
        case.same("picture", usd, pnl::on_link(&case.book, &case.book.shock, level))?;
    }
    // Past where the budget is gone it is gone, and not before.
    if let Some(gone) = case.report.combined.budget_gone_at {
        let there = pnl::on_link(&case.book, &case.book.shock, gone.0);
        let budget = case.book.budget;
        prop_assert!(there <= -budget + case.cent + 1e-6 * budget, "{there} at {} for {budget}", gone.0);
    }
    tally.count();
    Ok(())
}

/// Set at today's level by hand VIX is where it is left alone, by the same calendar: `auto` turns to that of the date when
/// VIX is set (model book 3).
fn typed_where_it_is_vix_is_untouched(case: &Case, tally: &Tally) -> TestCaseResult {
    if !case.book.shock.is_vix_untouched() {
        return Ok(());
    }
    let mut plan = case.plan.clone();
    plan.event.vix = Some(plan.market.vix);
    if plan.response.vix_of == VixOf::Auto {
        plan.response.vix_of = VixOf::Today;
    }
    let Some(typed) = Case::new(&plan) else { return Err(TestCaseError::fail("refused")) };
    case.same("combined", typed.pnl(), case.pnl())?;
    for part in &case.report.parts {
        case.same(&part.id, typed.part(&part.id), part.usd.0)?;
    }
    tally.count();
    Ok(())
}

fn the_way_ends_at_the_verdict(case: &Case, tally: &Tally) -> TestCaseResult {
    let combined = &case.report.combined;
    let held = case.book.sized_position().map_or(0.0, |position| position.deposit.0);
    let way = case.scan.way(&case.book);
    let end = way.0.last().copied().ok_or_else(|| TestCaseError::fail("no end"))?;
    case.same("end", end.parts.combined(held), case.pnl())?;
    prop_assert_eq!(end.vix, case.report.shock.vix.0);
    prop_assert!(combined.worst_on_way.0 <= case.pnl());
    // The worst is the whole book's own P&L at that VIX, which knows no parts, and nothing on the way is below it.
    if case.is_linked() && !case.book.shock.is_vix_untouched() {
        let at = |vix: f64| pnl::on_link(&case.book, &case.book.shock, vix);
        let (worst, vix) = (combined.worst_on_way.0, combined.worst_vix_on_way.0);
        case.same("worst", worst, at(vix))?;
        let ends = [case.book.market.calibration.vix.0, end.vix];
        let slack = 1e-3 * (case.book.budget + worst.abs() + case.pnl().abs()) + case.cent;
        let borrowed = second_engine::sizing::hurdle::borrowed(&case.plan) > 0.0;
        for i in 0..=8 {
            let vix = ends[0] * (ends[1] / ends[0]).powf(f64::from(i) / 8.0);
            prop_assert!(borrowed || at(vix) >= worst - slack, "{} at {vix} under {worst}", at(vix));
        }
    }
    tally.count();
    Ok(())
}

fn the_stress_cap_is_the_largest_pool(case: &Case, tally: &Tally) -> TestCaseResult {
    let Some(largest) = case.report.combined.largest_pool else {
        prop_assert!(case.book.sized_plan().is_none());
        return Ok(());
    };
    let capital = case.plan.account.risk_capital().0;
    let Some(held) = case.book.sized_position().filter(|position| position.pool.is_some()) else { return Ok(()) };
    // What is held survives exactly where the worst of the way is within the budget.
    let (deposit, worst) = (held.deposit.0, case.report.combined.worst_on_way.0);
    let room = match largest {
        LargestPool::None => -1.0,
        LargestPool::UpTo(most) => most.0,
        LargestPool::Unlimited => capital,
    };
    let slack = case.cent + 1e-6 * case.book.budget;
    if deposit < room * (1.0 - 1e-9) {
        prop_assert!(worst >= -case.book.budget - slack, "{deposit} of {room} held: {worst}, {}", case.book.budget);
    }
    // Past a figure; where the rest of the book breaks the budget a pool that gains may mend it, which is no room for one.
    if matches!(largest, LargestPool::UpTo(_)) && deposit > room * (1.0 + 1e-6) + 1.0 {
        prop_assert!(worst <= -case.book.budget + slack, "{deposit} of {room} held: {worst}, {}", case.book.budget);
    }
    tally.count();
    Ok(())
}

/// The worst on the way of a book that is resolved with this much in the sized pool.
fn worst_with(case: &Case, usd: f64) -> Option<f64> {
    Some(Case::new(&resized(&case.plan, usd)?)?.report.combined.worst_on_way.0)
}

fn the_largest_pool_breaks_the_budget(case: &Case, tally: &Tally) -> TestCaseResult {
    let Some(LargestPool::UpTo(most)) = case.report.combined.largest_pool else { return Ok(()) };
    prop_assert!(most.0 < case.plan.account.risk_capital().0);
    if !case.is_one_in(2) {
        return Ok(());
    }
    let (budget, slack) = (case.book.budget, case.cent + 2e-4 * case.book.budget);
    // The first survives, the second does not.
    let ends = [most.0, 1.01 * most.0 + 1e-6 * most.0 + 1.0].map(|usd| worst_with(case, usd));
    if let [Some(there), Some(beyond)] = ends {
        prop_assert!(there >= -budget - slack && beyond < -budget + slack, "{there}, {beyond} for {budget}");
        tally.count();
    }
    Ok(())
}

/// Without what a pool gains: by a typed price of what is written on it a dollar may gain thousands, which is no room for
/// one where the rest of the book breaks the budget.
fn where_no_pool_survives_its_gas_is_too_much(case: &Case, tally: &Tally) -> TestCaseResult {
    if case.report.combined.largest_pool != Some(LargestPool::None) || !case.is_one_in(2) {
        return Ok(());
    }
    let (budget, slack) = (case.book.budget, case.cent + 2e-4 * case.book.budget);
    if let Some(there) = worst_with(case, 1e-9) {
        prop_assert!(there <= -budget + slack, "{there} for {budget}");
        tally.count();
    }
    Ok(())
}

fn where_any_pool_survives_the_capital_does(case: &Case, tally: &Tally) -> TestCaseResult {
    if case.report.combined.largest_pool != Some(LargestPool::Unlimited) || !case.is_one_in(2) {
        return Ok(());
    }
    let (budget, slack) = (case.book.budget, case.cent + 2e-4 * case.book.budget);
    if let Some(there) = worst_with(case, case.plan.account.risk_capital().0) {
        prop_assert!(there >= -budget - slack, "{there} for {budget}");
        tally.count();
    }
    Ok(())
}

fn the_answer_is_the_waterfall(case: &Case, tally: &Tally) -> TestCaseResult {
    if case.is_one_in(5) && answered(case)?.is_some() {
        tally.count();
    }
    Ok(())
}

/// The plan with rules that do not ask for a yield, a vetting or ready cash, and a fifth of the capital to lose.
fn worthy(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let rules = &mut plan.sizing.rules;
    (rules.hurdle, rules.vetting, rules.quick_ratio) = (false, false, false);
    plan.account.loss_budget = Frac(0.2);
    plan
}

/// The size and the rule that binds it of one plan in five, made worthy.
fn worthy_answer(case: &Case) -> Result<Option<(f64, &'static str)>, TestCaseError> {
    if let Some(found) = case.worthy.get() {
        return Ok(*found);
    }
    if !case.is_nth_of(1, 5) {
        return Ok(None);
    }
    let Some(worthy) = Case::new(&worthy(&case.plan)) else { return Err(TestCaseError::fail("refused")) };
    let found = answered(&worthy)?.map(|tab| (tab.waterfall.size.0, tab.waterfall.binding));
    Ok(*case.worthy.get_or_init(|| found))
}

fn the_answer_of_a_worthy_plan_is_its_waterfall(case: &Case, tally: &Tally) -> TestCaseResult {
    if worthy_answer(case)?.is_some_and(|(usd, _)| usd > 0.0) {
        tally.count();
    }
    Ok(())
}

fn the_answer_under_the_stress_cap_is_its_waterfall(case: &Case, tally: &Tally) -> TestCaseResult {
    if worthy_answer(case)?.is_some_and(|(_, binding)| binding == "sizing.rule.stress") {
        tally.count();
    }
    Ok(())
}

/// The Size view of a plan once its places say the same; none where there is nothing to size.
fn answered(case: &Case) -> Result<Option<SizeTab>, TestCaseError> {
    let outcomes = Arc::new(cvar::outcomes(&case.book));
    // It makes every outcome anew: one in three.
    let printed = case.is_one_in(3).then(|| size::said(&case.book, &case.report));
    let Some(ledger) = size::ledger(&case.book, &case.scan, &outcomes) else {
        prop_assert!(printed.flatten().is_none());
        return Ok(None);
    };
    let tab = size::report(&case.book, &ledger);
    let [beside, _] = size::beside(&case.report, &tab, &careful::of(&case.book, &case.scan));
    if let Some(printed) = printed {
        prop_assert_eq!(printed, Some(format!("{} {beside}", tab.answer)));
    }
    let (combined, fall) = (&case.report.combined, &tab.waterfall);
    let held = case.book.sized_position().filter(|held| held.pool.is_some()).map_or(0.0, |held| held.deposit.0);
    prop_assert_eq!(tab.held.0, held);
    prop_assert_eq!(tab.budget, combined.budget);
    let yours = &tab.profiles[1];
    prop_assert_eq!((yours.label, yours.size.0), ("Yours now", held));
    case.same("yours now", yours.pnl.0, combined.worst_on_way.0)?;
    // The cap in the waterfall is the largest pool of the report.
    let cap = fall.steps.iter().find(|step| step.id == "sizing.rule.stress").and_then(|step| step.after);
    match combined.largest_pool {
        Some(LargestPool::UpTo(most)) => {
            prop_assert!(cap.is_some_and(|cap| (cap.0 - most.0).abs() <= case.cent), "{cap:?} {most:?}");
        }
        Some(LargestPool::None) => prop_assert_eq!(cap.map(|cap| cap.0), Some(0.0)),
        Some(LargestPool::Unlimited) => prop_assert_eq!(cap, None),
        None => prop_assert!(false, "a sized pool without a largest"),
    }
    // The answer says the size of the waterfall, and what it costs.
    let size = fall.size.0;
    let said = &tab.answer;
    if size < 0.5 {
        // Where less of it breaks the rule that binds further, nothing is no answer either, and nothing is taken out.
        let stays = said.starts_with("No size of ") && tab.actions[0].what.starts_with("No withdrawal");
        prop_assert!(said.starts_with("Hold nothing") || stays, "{said} for {size}");
    } else {
        prop_assert!(said.starts_with(&format!("Hold {} in ", amount(size))), "{said} for {size}");
    }
    let worst = tab.worst_there.0;
    let costs = match worst {
        x if x.abs() < 0.5 => "this shock costs nothing".to_string(),
        x if x > 0.0 => format!("this shock earns {} at least", amount(x)),
        x => format!("this shock costs {}", amount(x)),
    };
    prop_assert!(said.contains(&costs), "{said} for {worst}");
    let way = case.scan.way(&case.book);
    case.same("worst there", way.worst(size).1.0, worst)?;
    prop_assert!(tab.pnl_there.0 >= worst - case.cent, "{} {worst}", tab.pnl_there.0);
    let binds: Vec<_> = fall.steps.iter().filter(|step| step.binds).collect();
    prop_assert_eq!(binds.len(), 1);
    prop_assert_eq!(binds[0].id, fall.binding);
    // As many dollars in the list of what to do.
    let (first, why) = (&tab.actions[0].what, &tab.actions[0].why);
    let is_said = first.contains(&amount((size - held).abs()));
    let is_empty = first.starts_with("Put nothing into ") && held == 0.0 && size < 100.0;
    prop_assert!(first.starts_with("Keep ") || is_empty || is_said, "{first} {why} for {size} of {held}");
    Ok(Some(tab))
}

fn the_hedge_view_is_the_report(case: &Case, tally: &Tally) -> TestCaseResult {
    let report = &case.report;
    let tab = hedge::of(&case.book, report);
    case.same("loss", tab.loss.0, (-(report.condor.pnl.0 + report.pool.pnl.0)).max(0.0))?;
    let legs = hedge::legs::each(&tab.legs, report);
    prop_assert_eq!(legs.len(), case.book.legs().count());
    case.same("legs", legs.iter().map(|leg| leg.holding.pnl.0).sum(), report.hedge.pnl.0)?;
    case.same("outlay", legs.iter().map(|leg| leg.holding.outlay.0).sum(), report.hedge.outlay.0)?;
    if let Some(coverage) = report.hedge.coverage {
        case.same("coverage", coverage.0 * tab.loss.0, report.hedge.pnl.0)?;
    }
    if legs.iter().any(|leg| leg.is_held()) {
        let pnl = report.hedge.pnl.0;
        let said = if pnl.abs() < 0.5 { "it pays nothing".into() } else { amount(pnl) };
        prop_assert!(tab.answer.contains(&said), "{} for {pnl}", tab.answer);
    }
    tally.count();
    Ok(())
}

fn the_pool_view_is_the_report(case: &Case, tally: &Tally) -> TestCaseResult {
    if case.report.pools.is_empty() || !case.is_one_in(5) {
        return Ok(());
    }
    let tab = pool::report(&case.book, &case.report);
    for position in &tab.positions {
        let report = case.report.pools.iter().find(|pool| pool.id == position.id).unwrap();
        prop_assert_eq!((&position.name, &position.pair), (&report.name, &report.pair));
        prop_assert_eq!(position.deposit, report.deposit);
        prop_assert_eq!([position.price, position.price_after], [report.price, report.price_after]);
        prop_assert_eq!(position.range, report.range);
        case.same("fees of a year", position.carry[2].fees.0, report.money.year_fees.0)?;
        case.same("LVR of a year", position.carry[2].lvr.0, report.money.lvr.0)?;
        case.same("net of a year", position.carry[2].net.0, report.money.year_net.0)?;
        let is_liquidated = position.loan.as_ref().is_some_and(|loan| loan.is_liquidated);
        prop_assert_eq!(is_liquidated, report.is_liquidated);
    }
    if let Some(all) = &tab.all_pools {
        case.same("net of all", all.carry[2].net.0, case.report.pool.year_net.0)?;
        prop_assert!(tab.answer.contains(&amount(all.carry[2].net.0.abs())), "{}", tab.answer);
    }
    tally.count();
    Ok(())
}

fn compared_plans_are_their_reports(case: &Case, tally: &Tally) -> TestCaseResult {
    let combined = &case.report.combined;
    let side = Side { plan: &case.plan, report: &case.report };
    let found = compare::differences(side, side);
    let shown = |label: &str| found.results.iter().find(|line| line.label == label).map(|line| line.a.clone());
    for (label, pnl) in [
        ("Combined in the shock", combined.pnl),
        ("Condors", case.report.condor.pnl),
        ("Pools", case.report.pool.pnl),
        ("Hedge", case.report.hedge.pnl),
        ("Worst on the way", combined.worst_on_way),
    ] {
        prop_assert_eq!(shown(label), Some(usd(pnl.0)), "{}", label);
    }
    let largest = match combined.largest_pool {
        Some(LargestPool::Unlimited) => "any up to the risk capital".to_string(),
        Some(LargestPool::UpTo(most)) => amount(most.0),
        Some(LargestPool::None) => "none".into(),
        None => "—".into(),
    };
    prop_assert_eq!(shown("Pool that survives the shock"), Some(largest));
    tally.count();
    Ok(())
}

fn the_odds_count_the_same_explosions(case: &Case, tally: &Tally) -> TestCaseResult {
    if !case.is_one_in(30) {
        return Ok(());
    }
    let odds = odds::of(&case.book);
    if !case.book.holds_anything() {
        prop_assert_eq!(odds.explosions, None);
        return Ok(());
    }
    let report = hedge::explosions::of(&case.book);
    // Each once more as a plan of its own, as the history menu puts it on; the way to it counts where something settled on it.
    let lost = |row: &ExplosionRow| {
        let event = EXPLOSIONS.iter().find(|one| one.id == row.id)?;
        let book = resolve(&event.put_on(&case.plan)).ok()?;
        let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
        let shock = if row.is_settled { explosions::shock_on(&book, event) } else { book.shock.clone() };
        let worst = way::steps(&book, &shock, SizedPool::of(&book).as_ref()).worst(held).1;
        Some([-pnl::of(&book, &shock.as_set(0.0)).combined(), -worst.0])
    };
    let (mut at_end, mut beyond) = (0, 0);
    for row in &report.rows {
        let [end, worst] = lost(row).unwrap_or([f64::NAN; 2]);
        case.same(row.name, -row.hedged.0, end)?;
        at_end += usize::from(end > case.book.budget);
        beyond += usize::from(worst > case.book.budget);
    }
    prop_assert_eq!(odds.explosions, Some(report.broken));
    let Broken { count, on_way, total } = report.broken;
    prop_assert_eq!((count, count - on_way, total), (beyond, at_end, report.rows.len()));
    let counted = if beyond == 0 { "None".into() } else { beyond.to_string() };
    let said = format!("{counted} of {} explosions", report.rows.len()).to_lowercase();
    prop_assert!(odds.sentence.to_lowercase().contains(&said), "{} for {said}", odds.sentence);
    let title = hedge::explosions_chart::headline(&report);
    prop_assert!(title.to_lowercase().starts_with(&said), "{title} for {said}");
    for row in &report.rows {
        case.same(row.name, row.unhedged.0 + row.hedge.0, row.hedged.0)?;
    }
    tally.count();
    Ok(())
}

fn the_json_door_says_the_same(case: &Case, tally: &Tally) -> TestCaseResult {
    if !case.is_one_in(24) {
        return Ok(());
    }
    let text = json::text(&case.plan).map_err(TestCaseError::fail)?;
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
    // The page's notes come with its second file, from the same function.
    let report = Report { notes: assemble::notes(&case.book, &case.report), ..case.report.clone() };
    let report = serde_json::to_value(&report).unwrap();
    for (field, value) in report.as_object().unwrap() {
        prop_assert_eq!(&whole[field], value, "{}", field);
    }
    let number = |value: &serde_json::Value| value.as_f64().unwrap_or(f64::NAN);
    // What is said in words are the numbers of the file.
    let said = whole["verdict"].as_str().unwrap_or_default();
    let said = said.split(" The loan").next().unwrap_or_default();
    let pnl = number(&whole["combined"]["pnl"]);
    let shown = after(said, "loses ").filter(|_| pnl < 0.0).or_else(|| after(said, "gains "));
    let is_even = case.book.entries.is_empty() || pnl.round() == 0.0;
    prop_assert!(is_even || shown == Some(amount(pnl)), "{said} for {pnl}");
    if let Some(answer) = whole["views"]["size"]["size"]["answer"].as_str() {
        let usd = number(&whole["views"]["size"]["size"]["waterfall"]["size"]);
        let words = if usd < 0.5 { "Hold nothing in ".to_string() } else { format!("Hold {} in ", amount(usd)) };
        let stays = usd < 0.5 && answer.starts_with("No size of ");
        prop_assert!(stays || answer.starts_with(&words), "{answer} for {usd}");
    }
    let book = &whole["views"]["book"];
    let hangs_on_tokens = case.book.hangs_on_tokens();
    for token in ["payoff_token", "heat_token", "dates_token"] {
        prop_assert_eq!(book[token].is_null(), !hangs_on_tokens, "{}", token);
    }
    for payoff in ["payoff_spx", "payoff_vix", "payoff_token"] {
        if !book[payoff].is_null() {
            case.same(payoff, number(&book[payoff]["shock"]["combined"]), case.pnl())?;
        }
    }
    for (heat, axis) in [("heat", HeatAxis::Spx), ("heat_token", HeatAxis::Token)] {
        if !book[heat].is_null() {
            let [columns, rows] = ["moves", "levels"].map(|list| book[heat][list].as_array().unwrap().len());
            prop_assert!(columns > 9 && rows > 9, "{columns} {rows}");
            let again = landscape::heat_over(&case.book, axis, columns, rows);
            prop_assert_eq!(&book[heat], &serde_json::to_value(again).unwrap(), "{}", heat);
        }
    }
    let line = book["pnl_by_vix"].as_array().unwrap();
    prop_assert!(line.len() > 9);
    for point in line {
        let there = pnl::on_link(&case.book, &case.book.shock, number(&point[0]));
        case.same("P&L by VIX", number(&point[1]), there)?;
    }
    let others = ["other_dates", "other_dates_token"].map(|list| book[list].as_array().unwrap());
    let tables = [&book["dates"], &book["dates_token"]]
        .into_iter()
        .filter(|table| !table.is_null())
        .chain(others.into_iter().flatten());
    for table in tables {
        let pnl = match table["part"].as_str() {
            Some("book") => case.report.combined.pnl,
            Some("condor") => case.report.condor.pnl,
            Some("pool") => case.report.pool.pnl,
            Some("hedge") => case.report.hedge.pnl,
            part => return Err(TestCaseError::fail(format!("{part:?} is no part"))),
        };
        let column = table["shock_column"].as_u64().unwrap() as usize;
        let rows: Vec<_> = table["rows"].as_array().unwrap().iter().filter(|row| row["is_shock"] == true).collect();
        prop_assert_eq!(rows.len(), 1);
        let what = format!("dates of {} {}", table["part"], table["later"]);
        case.same(&what, number(&rows[0]["pnl"][column]), pnl.0)?;
    }
    let (past, listed) = (&book["history"], &whole["views"]["hedge"]["range"]["explosions"]["rows"]);
    for (one, row) in past.as_array().unwrap().iter().zip(listed.as_array().unwrap()) {
        prop_assert_eq!((&one["name"], &one["days"]), (&row["name"], &row["days"]));
        case.same("history", number(&one["pnl"]), number(&row["hedged"]))?;
    }
    prop_assert_eq!(past.as_array().unwrap().len(), listed.as_array().unwrap().len());
    let outcomes = Arc::new(cvar::outcomes(&case.book));
    let ledger = size::ledger(&case.book, &case.scan, &outcomes);
    let tab = ledger.as_ref().map(|ledger| size::report(&case.book, ledger));
    let careful = ledger.as_ref().map(|_| careful::of(&case.book, &case.scan));
    let shown = &whole["views"]["size"];
    prop_assert_eq!(&shown["size"], &serde_json::to_value(&tab).unwrap());
    prop_assert_eq!(&shown["careful"], &serde_json::to_value(careful).unwrap());
    if tab.is_some() {
        case.same("size", number(&shown["size"]["profiles"][1]["pnl"]), case.report.combined.worst_on_way.0)?;
    }
    if case.book.holds_anything() {
        prop_assert_eq!(&whole["odds"]["explosions"], &whole["views"]["hedge"]["range"]["explosions"]["broken"]);
    }
    tally.count();
    Ok(())
}

/// Plans of each part of the 1,500.
const PLANS: u32 = 375;

/// Those of the pairs that show the shock at its own place.
const AT_THE_SHOCK: [(&str, u32, Law); 10] = [
    ("the breakdown and the tiles", 900, the_breakdown_is_the_tiles),
    ("the details and the tiles", 850, the_details_are_the_tiles),
    ("the Size view's answer and its waterfall", 99, the_answer_is_the_waterfall),
    ("the payoff's shock and the tiles, on every axis", 900, the_payoff_meets_the_tiles),
    ("the payoff's crosshair at the shock and the tiles", 600, the_crosshair_meets_the_tiles),
    ("the heat map at the shock and the verdict", 900, the_heat_map_meets_the_verdict),
    ("the date table's own cell and the tiles", 900, the_date_tables_meet_the_tiles),
    ("the slider's ridge and the verdict", 50, the_ridge_meets_the_verdict),
    ("VIX untouched and VIX set at today's level", 900, typed_where_it_is_vix_is_untouched),
    ("the way and the verdict", 900, the_way_ends_at_the_verdict),
];

/// VIX left alone while events pass: by either calendar one place has one number.
#[test]
fn with_vix_untouched_every_place_of_the_shock_says_the_same() {
    let tallies = AT_THE_SHOCK.map(|_| Tally::default());
    let (passing, crushed) = (Tally::default(), Tally::default());
    let cases = PLANS;
    law([cases, cases * 9 / 10], 1997, &any_plan(), |Drawn(mut plan), tally| {
        plan.put_vix(None);
        let passes = plan.clock().calendar_days(0.5 * plan.event.days).clamp(0.01, 28.0);
        let event = |days: f64, size: f64| EventDay { name: EventName::Fomc, days, size: Frac(size), surprise: 0.0 };
        // Drawn nodes may be too close to each other for an event between them.
        (plan.market.vix9d, plan.market.vix3m, plan.market.vix6m) = (None, None, None);
        plan.market.events = vec![event(passes, 0.006), event(29.0, 0.006), event(31.0, 0.003)];
        let Some(case) = Case::new(&plan) else { return Ok(()) };
        tally.count();
        for ((name, _, pair), tally) in AT_THE_SHOCK.iter().zip(&tallies) {
            pair(&case, tally).map_err(|broken| TestCaseError::fail(format!("{name}: {broken}")))?;
        }
        // The calendar counts: were it not for the switch both rules would be one.
        plan.response.vix_of = if plan.response.vix_of == VixOf::Date { VixOf::Today } else { VixOf::Date };
        if plan.event.days > 1.0
            && let Some(other) = Case::new(&plan)
        {
            passing.count();
            if (other.pnl() - case.pnl()).abs() > case.cent {
                crushed.count();
            }
        }
        Ok(())
    });
    let drawn = plans::config(cases, 1997).cases;
    for ((name, least, _), tally) in AT_THE_SHOCK.iter().zip(&tallies) {
        println!("{name}: {} compared", tally.tested());
        assert!(tally.tested() >= (least * drawn).div_ceil(1000), "{name}: {} compared of {drawn}", tally.tested());
    }
    let (passing, crushed) = (passing.tested(), crushed.tested());
    assert!(2 * crushed > passing && passing > drawn / 3, "{crushed} of {passing} hang on the calendar");
}

fn every_pair_agrees(seed: u64) {
    let tallies = PAIRS.map(|_| Tally::default());
    let cases = PLANS;
    law([cases, cases * 95 / 100], seed, &any_plan(), |Drawn(plan), tally| {
        let Some(case) = Case::new(&plan) else { return Ok(()) };
        tally.count();
        for ((name, _, pair), tally) in PAIRS.iter().zip(&tallies) {
            pair(&case, tally).map_err(|broken| TestCaseError::fail(format!("{name}: {broken}")))?;
        }
        Ok(())
    });
    let drawn = plans::config(cases, seed).cases;
    for ((name, least, _), tally) in PAIRS.iter().zip(&tallies) {
        println!("{name}: {} compared", tally.tested());
        assert!(tally.tested() >= (least * drawn).div_ceil(1000), "{name}: {} compared of {drawn}", tally.tested());
    }
}

macro_rules! quarters {
    ($($name:ident $seed:literal),*) => {$(
        #[test]
        fn $name() {
            every_pair_agrees($seed);
        }
    )*};
}

quarters!(
    the_same_quantity_is_the_same_wherever_it_is_shown 1994,
    the_same_quantity_is_the_same_wherever_it_is_shown_again 1997,
    the_same_quantity_is_the_same_wherever_it_is_shown_once_more 2011,
    the_same_quantity_is_the_same_wherever_it_is_shown_at_last 2024
);
