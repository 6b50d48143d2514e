//! Twenty links of version 1, as they stand in people's messages: each opens to the plan that its file opens to, and
//! the book comes to the figures on file.
//!
//! `golden/vectors/links.json` holds each link with the plan it opens to, as JSON; `golden/vectors/link_reports.json` the
//! figures of that plan, written by `UPDATE_LINKS=1`. Strips and conversions of version 1 counted in no figure: they come
//! as holdings that are off.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use second_engine::book::limits::LargestPool;
use second_engine::plan::holding::Kind;
use second_engine::plan::{Plan, file, url};
use second_engine::views::report::{Report, evaluate};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Deserialize)]
struct Link {
    group: String,
    link: String,
    plan: Value,
}

/// Figures of a plan of version 1, dollars and points.
#[derive(Deserialize, Serialize)]
struct Figures {
    group: String,
    combined: f64,
    band: [f64; 2],
    condor: f64,
    pool: f64,
    hedge: f64,
    largest_pool: Value,
    budget_gone_at: Option<f64>,
    worst_vix: f64,
    worst_pnl: f64,
    credit: f64,
    reg_t: f64,
    portfolio_margin: f64,
    portfolio_margin_after: f64,
    outlay: f64,
    carry: f64,
    spx: f64,
    token: f64,
}

/// Relative.
const TOLERANCE: f64 = 1e-9;
/// The market's token in the link whose first pool is a stable pair, dollars: what version 1 gave for the same market
/// and shock in the links of other pools.
const TOKEN_BESIDE_A_STABLE_PAIR: f64 = 2391.1666411639003;

fn links() -> Vec<(Link, Figures)> {
    let links: Vec<Link> = serde_json::from_str(include_str!("golden/vectors/links.json")).unwrap();
    let figures: Vec<Figures> = serde_json::from_str(include_str!("golden/vectors/link_reports.json")).unwrap();
    assert_eq!((links.len(), figures.len()), (20, 20));
    links.into_iter().zip(figures).inspect(|(link, figures)| assert_eq!(link.group, figures.group)).collect()
}

fn opened(link: &Link) -> Plan {
    let opened = url::parse(&link.link).unwrap_or_else(|wrong| panic!("{}: {}", link.group, wrong.text));
    assert!(opened.unknown.is_empty() && opened.absent.is_empty(), "{}", link.group);
    opened.plan
}

#[test]
fn an_old_link_and_its_old_file_open_to_the_same_plan() {
    for (link, _) in links() {
        let from_link = opened(&link);
        for text in [link.plan.to_string(), format!(r#"{{"second_engine": 1, "plan": {}}}"#, link.plan)] {
            let from_file = file::open(&text).unwrap_or_else(|wrong| panic!("{}: {}", link.group, wrong.text));
            assert_eq!(from_file.unknown, Vec::<String>::new(), "{}", link.group);
            assert_eq!(from_file.plan, from_link, "{}", link.group);
        }
    }
}

#[test]
fn an_old_link_is_written_as_a_new_one_that_opens_to_the_same_plan() {
    for (link, _) in links() {
        let plan = opened(&link);
        let new = url::fragment(&plan);
        assert!(new.starts_with("v=2"), "{new}");
        assert_eq!(url::parse(&new).unwrap().plan, plan, "{}", link.group);
        assert_eq!(file::open(&file::text(&plan)).unwrap().plan, plan, "{}", link.group);
    }
}

fn near(group: &str, what: &str, got: f64, want: f64) {
    assert!((got - want).abs() <= TOLERANCE * want.abs() + 1e-9, "{group}: {what} {got:.12e} for {want:.12e}");
}

fn largest(report: &Report) -> Value {
    report.combined.largest_pool.map_or(Value::Null, |most| serde_json::to_value(most).unwrap())
}

/// What the plan comes to now.
#[cfg(not(target_arch = "wasm32"))]
fn figures(group: &str, report: &Report) -> Figures {
    let (condor, combined) = (&report.condors[0], &report.combined);
    Figures {
        group: group.into(),
        combined: combined.pnl.0,
        band: combined.band.map(|usd| usd.0),
        condor: report.condor.pnl.0,
        pool: report.pool.pnl.0,
        hedge: report.hedge.pnl.0,
        largest_pool: largest(report),
        budget_gone_at: combined.budget_gone_at.map(|vix| vix.0),
        worst_vix: combined.worst_vix.0,
        worst_pnl: combined.worst_pnl.0,
        credit: condor.credit.0,
        reg_t: condor.reg_t.0,
        portfolio_margin: condor.portfolio_margin.0,
        portfolio_margin_after: condor.portfolio_margin_after.0,
        outlay: report.hedge.outlay.0,
        carry: report.hedge.carry.0,
        spx: report.shock.spx.0,
        token: report.shock.token.0,
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_figures_are_written_anew_where_the_model_book_changes() {
    if std::env::var_os("UPDATE_LINKS").is_none() {
        return;
    }
    // The token is version 1's for ever.
    let of = |(link, old): &(Link, Figures)| Figures {
        token: old.token,
        ..figures(&link.group, &evaluate(&opened(link)).unwrap())
    };
    let now: Vec<Figures> = links().iter().map(of).collect();
    std::fs::write("tests/golden/vectors/link_reports.json", serde_json::to_string_pretty(&now).unwrap()).unwrap();
}

#[test]
fn an_old_plan_comes_to_the_figures_on_file() {
    for (link, old) in links() {
        let report = evaluate(&opened(&link)).unwrap_or_else(|error| panic!("{}: {error}", link.group));
        let is = |what: &str, got: f64, want: f64| near(&link.group, what, got, want);
        let combined = &report.combined;
        is("SPX", report.shock.spx.0, old.spx);
        is("condor", report.condor.pnl.0, old.condor);
        is("pool", report.pool.pnl.0, old.pool);
        is("hedge", report.hedge.pnl.0, old.hedge);
        is("combined", combined.pnl.0, old.combined);
        is("low token", combined.band[0].0, old.band[0]);
        is("high token", combined.band[1].0, old.band[1]);
        is("worst VIX", combined.worst_vix.0, old.worst_vix);
        is("worst", combined.worst_pnl.0, old.worst_pnl);
        assert_eq!(combined.budget_gone_at.is_some(), old.budget_gone_at.is_some(), "{}", link.group);
        if let (Some(now), Some(then)) = (combined.budget_gone_at, old.budget_gone_at) {
            is("budget gone at", now.0, then);
        }
        let condor = &report.condors[0];
        is("credit", condor.credit.0, old.credit);
        is("Reg-T", condor.reg_t.0, old.reg_t);
        is("margin", condor.portfolio_margin.0, old.portfolio_margin);
        is("margin after", condor.portfolio_margin_after.0, old.portfolio_margin_after);
        is("all Reg-T", report.condor.reg_t.0, old.reg_t);
        is("all margin", report.condor.portfolio_margin.0, old.portfolio_margin);
        is("all margin after", report.condor.portfolio_margin_after.0, old.portfolio_margin_after);
        is("outlay", report.hedge.outlay.0, old.outlay);
        is("carry", report.hedge.carry.0, old.carry);
        // On purpose: version 1 named the first pool's token in the shock (1.00 for a pair of dollars), and gave it the
        // betas typed for the shock; now both are the market's, whatever pool stands first.
        let first = link.plan.pointer("/pool/kind").and_then(Value::as_str);
        let is_stable = first == Some("stable_swap");
        assert!(!is_stable || old.token == 1.0, "{}", link.group);
        is("token", report.shock.token.0, if is_stable { TOKEN_BESIDE_A_STABLE_PAIR } else { old.token });
        let usd = |value: &Value| value.pointer("/usd").and_then(Value::as_f64);
        match (usd(&largest(&report)), usd(&old.largest_pool)) {
            (Some(now), Some(then)) => is("largest pool", now, then),
            _ => assert_eq!(largest(&report), old.largest_pool, "{}", link.group),
        }
    }
}

#[test]
fn what_stood_beside_the_book_is_still_there_and_off() {
    let of =
        |group: &str| links().into_iter().find(|(link, _)| link.group == group).map(|(link, _)| opened(&link)).unwrap();
    let strips = of("strip_per_side");
    let terms: Vec<(f64, f64)> = strips.strips().map(|strip| (strip.pool, strip.per_side)).collect();
    assert_eq!(terms, [(1.0, 3.0), (2.0, 2.0)]);
    assert!((0..2).all(|nth| !strips.is_on(Kind::Strip, nth)));
    let conversion = of("conversion.*");
    let terms = conversion.conversion(0).unwrap();
    assert_eq!((terms.strike.0, terms.days, terms.share.0), (1.05, 60.0, 1.0));
    assert!(!conversion.is_on(Kind::Conversion, 0));
    // Switched on it is a leg of the book like any other.
    let mut on = conversion;
    on.holding_mut(Kind::Conversion, 0).unwrap().on = true;
    let report = evaluate(&on).unwrap();
    assert!(report.holdings.iter().any(|one| one.id == "conversion" && one.pnl.0 != 0.0));
    assert!(!matches!(report.combined.largest_pool, Some(LargestPool::None)) || report.combined.pnl.0 < 0.0);
}
