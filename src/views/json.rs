//! JSON door: a plan's text in, the report and every view out; what the command line and JavaScript share.

use std::sync::Arc;

use serde::Serialize;

use crate::book::by_date::{self, DatePart, DateTable, Later};
use crate::book::corridor::{self, Week};
use crate::book::curves::{Heat, HeatAxis, Payoff, PayoffAxis};
use crate::book::decay::Passed;
use crate::book::exits::{self, Exit};
use crate::book::explained::{self, Explanation};
use crate::book::greeks_by_day::{self, DayGreeks, Scenario};
use crate::book::landscape;
use crate::book::nudges::{self, Nudge};
use crate::book::way::{self, Allowed, Scan};
use crate::book::{Book, careful};
use crate::plan::address::Address;
use crate::plan::knobs::KNOBS;
use crate::plan::{Plan, file};
use crate::simulation::cvar;
use crate::sizing::levers::Levers;
use crate::views::book::history::{self, HistoryRow};
use crate::views::book::odds::{self, Odds};
use crate::views::hedge::conversion::ConversionReport;
use crate::views::hedge::explosions::ExplosionsReport;
use crate::views::hedge::{HedgeRange, HedgeTab};
use crate::views::learn::{self, RangedClaim};
use crate::views::pool::{self, PoolTab};
use crate::views::report::Report;
use crate::views::size::actions::Action;
use crate::views::size::risk::{self, RiskMap};
use crate::views::size::second_engine_check::{self, EngineTest};
use crate::views::size::sensitivity::{self, Panel};
use crate::views::size::{self, SizeTab};
use crate::views::time::TimeTab;
use crate::views::time::memo::TimeMemo;
use crate::views::time::walk::WalkReport;
use crate::views::{assemble, derived, hedge, time};

/// Points of a payoff, columns and rows of the heat map, levels of the P&L by VIX.
const POINTS: usize = 81;
const HEAT: [usize; 2] = [25, 19];
const LEVELS: usize = 61;

/// Everything that the page says about a plan: the report, and every view's figures.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Whole {
    /// [`crate::VERSION`]: the version of Second Engine that says it.
    pub version: &'static str,
    /// What the plan comes to.
    #[serde(flatten)]
    pub report: Report,
    /// How large the sized pool may be, as it stands behind the verdict on the page; `None` where no pool is on.
    pub verdict_size: Option<String>,
    /// What the model fills in where an input that may follow it is left empty, in the plan's units.
    pub in_use: Vec<InUse>,
    /// How often such a shock was, and how likely the budget is broken.
    pub odds: Odds,
    /// What changes of rate, differential and dollar reach, by which elasticity, and what each alone comes to.
    pub nudges: Vec<Nudge>,
    /// The figures of each view, by its name on the page.
    pub views: Views,
}

/// What stands for an input that is left to the model.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InUse {
    /// The input.
    pub at: Address,
    /// What is reckoned with, in the plan's unit.
    pub value: f64,
}

/// The figures of each view.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Views {
    /// Book: the book over SPX, VIX, both, and time.
    pub book: BookView,
    /// Size: how large the sized pool may be, rule by rule, and its risk.
    pub size: SizeView,
    /// Hedge: each leg, solvers, rules along a path.
    pub hedge: HedgeView,
    /// Pool: what liquidity earns and risks.
    pub pool: PoolTab,
    /// Time: what waiting brings, and closing or rolling against it.
    pub time: TimeView,
    /// Learn: claims about the method, each by this plan and over the range of plans in which it holds.
    pub learn: Vec<RangedClaim>,
}

/// The book view's curves.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BookView {
    /// Over SPX, VIX and tokens on the link.
    pub payoff_spx: Payoff,
    /// Over VIX.
    pub payoff_vix: Payoff,
    /// Over the price of the market's token; `None` where nothing held hangs on tokens.
    pub payoff_token: Option<Payoff>,
    /// Combined P&L on the link by VIX: (VIX, dollars).
    pub pnl_by_vix: Vec<(f64, f64)>,
    /// Over SPX × VIX.
    pub heat: Heat,
    /// Over the market's token × VIX; `None` where nothing held hangs on tokens.
    pub heat_token: Option<Heat>,
    /// Every explosion on this book, as the history menu has it.
    pub history: Vec<HistoryRow>,
    /// Over SPX × date, all of it on the link.
    pub dates: DateTable,
    /// The same of each held part where more than one is, and of all these with VIX and tokens held where the row has
    /// them on the shock's day.
    pub other_dates: Vec<DateTable>,
    /// The whole book by the token's price and trading day, on the link; none where nothing hangs on a token.
    pub dates_token: Option<DateTable>,
    /// By the token's price what `other_dates` has by SPX; empty where nothing hangs on a token.
    pub other_dates_token: Vec<DateTable>,
}

/// The size view.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SizeView {
    /// Rule by rule; `None` where there is nothing to size.
    pub size: Option<SizeTab>,
    /// The largest pool on the way with SPX and token one standard error worse; `None` where there is nothing to size.
    pub careful: Option<Allowed>,
    /// The size against one input at a time; empty where there is nothing to size.
    pub sensitivities: Vec<Panel>,
    /// What would have to be true for the full weight; `None` where there is nothing to size.
    pub levers: Option<Levers>,
    /// What may be done beside the size's own actions; empty where there is nothing to size.
    pub offers: Vec<Action>,
    /// CVaR, correlation map, frontier, cash flow.
    pub risk: RiskMap,
    /// Second-engine test, steward's score, gate.
    pub checks: EngineTest,
}

/// The time view.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeView {
    /// What is due, and close, roll or wait in this shock.
    #[serde(flatten)]
    pub tab: TimeTab,
    /// Close, roll, wait once more, decided on the shock's day where it puts the market; `shocked` is what is made by then.
    pub exits_then: Vec<Exit>,
    /// Where the whole book gains, with the hedge and without, week by week, and how likely SPX stays there.
    pub corridor: Vec<Week>,
    /// The same on the shock's own day; absent at once and after its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corridor_on_day: Option<Week>,
    /// The corridor in a sentence or two.
    pub corridor_answer: String,
    /// What time alone brings, by day.
    pub decay: Vec<Passed>,
    /// Every dollar between the place that the plan names, today while untouched, and the shock.
    pub explained: Explanation,
    /// The book on the days of the table, with the shock's levels and with today's.
    pub by_day: [Vec<DayGreeks>; 2],
    /// The exit rules in every explosion.
    pub walk: WalkReport,
    /// What a memo on paper has of it.
    pub memo: TimeMemo,
}

/// The hedge view.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeView {
    /// Legs and budget.
    #[serde(flatten)]
    pub tab: HedgeTab,
    /// Each leg over VIX, and explosions.
    pub range: RangeView,
    /// Rules by VIX band along the plan's path.
    pub replay: hedge::replay::ReplayReport,
    /// Answers of the solvers.
    pub solvers: hedge::solvers::SolversReport,
    /// Every conversion that is on: what it takes away of its pool, what it leaves, whether it pays.
    pub conversions: Vec<ConversionReport>,
}

/// What of the hedge no slider moves.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RangeView {
    /// Each leg over VIX.
    #[serde(flatten)]
    pub range: HedgeRange,
    /// Today's book in what really happened.
    pub explosions: ExplosionsReport,
}

/// Every view of a book; `report` and `scan` are its own.
fn views(book: &Book, report: &Report, scan: &Arc<Scan>) -> Views {
    let outcomes = Arc::new(cvar::outcomes(book));
    let ledger = size::ledger(book, scan, &outcomes);
    let risk = risk::of(book, &outcomes, report.combined.budget_gone_at);
    let (tab, corridor, explained) = (time::of(book, report), corridor::of(book), explained::of(book));
    let payoff = |axis| landscape::payoff(book, &landscape::payoff_places(book, axis, POINTS), None);
    Views {
        book: BookView {
            payoff_spx: payoff(PayoffAxis::Spx),
            payoff_vix: payoff(PayoffAxis::Vix),
            payoff_token: book.hangs_on_tokens().then(|| payoff(PayoffAxis::Token)),
            pnl_by_vix: landscape::pnl_by_vix(book, LEVELS),
            heat: landscape::heat(book, HEAT[0], HEAT[1]),
            heat_token: book.hangs_on_tokens().then(|| landscape::heat_over(book, HeatAxis::Token, HEAT[0], HEAT[1])),
            history: history::rows(book),
            dates: by_date::of(book, &by_date::DAYS, DatePart::Book, Later::Linked),
            dates_token: book
                .hangs_on_tokens()
                .then(|| by_date::over_token(book, &by_date::DAYS, DatePart::Book, Later::Linked)),
            other_dates: other_dates(book, HeatAxis::Spx),
            other_dates_token: other_dates(book, HeatAxis::Token),
        },
        size: SizeView {
            size: ledger.as_ref().map(|ledger| size::report(book, ledger)),
            careful: ledger.as_ref().map(|_| careful::of(book, scan)),
            sensitivities: ledger.as_ref().map_or_else(Vec::new, |ledger| sensitivity::of(book, ledger)),
            levers: ledger.as_ref().map(|ledger| size::levers(book, ledger)),
            offers: ledger.as_ref().map_or_else(Vec::new, |ledger| size::offers::of(book, ledger)),
            checks: second_engine_check::of(book, report, &risk, ledger.as_ref()),
            risk,
        },
        hedge: HedgeView {
            tab: hedge::of(book, report),
            range: RangeView { range: hedge::range(book), explosions: hedge::explosions::of(book) },
            replay: hedge::replay::of(book),
            solvers: hedge::solvers::of(book),
            conversions: hedge::conversion::of(book),
        },
        pool: pool::report_with(book, report, scan),
        time: TimeView {
            memo: time::memo::of(book, &tab, &corridor, &explained),
            tab,
            exits_then: exits::then(book),
            corridor_answer: time::corridor_words::answer(book, &corridor),
            corridor_on_day: corridor::on_day(book),
            corridor,
            decay: time::decay_of(book),
            explained,
            by_day: [Scenario::Shocked, Scenario::Still]
                .map(|scenario| greeks_by_day::by_day(book, &by_date::DAYS, DatePart::Book, scenario)),
            walk: time::walk::of(book),
        },
        learn: learn::ranged(book),
    }
}

/// The date tables over an axis beside that of the whole book on the link; one part alone is the whole book, and none is
/// over a token on which nothing hangs.
fn other_dates(book: &Book, axis: HeatAxis) -> Vec<DateTable> {
    let over = match axis {
        HeatAxis::Spx => by_date::of,
        HeatAxis::Token if book.hangs_on_tokens() => by_date::over_token,
        HeatAxis::Token => return Vec::new(),
    };
    let parts = by_date::parts(book);
    let apart = if parts.len() > 2 { &parts[1..] } else { &[] };
    let of = |part, later| over(book, &by_date::DAYS, part, later);
    let linked = apart.iter().map(|&part| of(part, Later::Linked));
    let held = std::iter::once(&DatePart::Book).chain(apart).map(|&part| of(part, Later::Held));
    linked.chain(held).collect()
}

/// The report and every view of a resolved plan.
pub fn whole(book: &Book) -> Whole {
    let scan = Arc::new(way::scan(book));
    let report = assemble::report_with(book, &scan);
    let report = Report { notes: assemble::notes(book, &report), ..report };
    let views = views(book, &report, &scan);
    let sized = views.size.size.as_ref().zip(views.size.careful.as_ref());
    Whole {
        version: crate::VERSION,
        verdict_size: size::line(&book.plan, &report, sized),
        views,
        in_use: in_use(book, &report),
        odds: odds::of(book),
        nudges: nudges::of(book),
        report,
    }
}

/// Every input that is left to the model, with what it stands for.
fn in_use(book: &Book, report: &Report) -> Vec<InUse> {
    let plan = &book.plan;
    let each = KNOBS
        .iter()
        .filter(|knob| knob.is_auto())
        .flat_map(|knob| (0..knob.kind().map_or(1, |kind| plan.count(kind))).map(|nth| Address::new(knob.id, nth)));
    let left = each.filter(|at| plan.applies(*at) && plan.value(*at).is_none());
    left.filter_map(|at| Some(InUse { at, value: derived::value(book, report, at)? })).collect()
}

/// The report and every view of a plan as JSON text.
///
/// # Errors
/// The faults of the plan, each a sentence.
pub fn text(plan: &Plan) -> Result<String, String> {
    let book = Book::resolve(plan).map_err(|wrong| wrong.to_string())?;
    serde_json::to_string_pretty(&whole(&book)).map_err(|wrong| wrong.to_string())
}

/// The report and every view of a plan file (or a bare plan) as JSON text.
///
/// # Errors
/// One or more sentences for the person: what cannot be read, what is unknown, what is out of range.
pub fn evaluate_json(text: &str) -> Result<String, String> {
    self::text(&plan_of(text)?)
}

/// The plan of a plan file (or a bare plan), as every door reads it.
///
/// # Errors
/// One or more sentences for the person: what cannot be read, what is unknown, what is out of range.
pub fn plan_of(text: &str) -> Result<Plan, String> {
    let opened = file::open(text).map_err(|wrong| wrong.text)?;
    if !opened.unknown.is_empty() {
        return Err(format!("The plan has fields that this version does not know: {}.", opened.unknown.join(", ")));
    }
    Ok(opened.plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the file of this name in docs, or writes it.
    fn filed(name: &str, schema: &schemars::Schema) {
        let path = format!("{}/docs/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let text = serde_json::to_string_pretty(schema).unwrap_or_default() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            assert!(std::fs::write(&path, &text).is_ok(), "{path}");
        }
        let filed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == filed, "docs/{name}.schema.json is not that of the structs; write it with UPDATE_SCHEMAS=1");
    }

    #[test]
    fn the_schemas_in_docs_are_those_of_the_structs() {
        filed("report", &schemars::schema_for!(Whole));
        filed("plan", &schemars::schema_for!(Plan));
        filed("odds", &schemars::schema_for!(crate::views::paths::OddsReport));
        filed("year", &schemars::schema_for!(crate::views::paths::YearReport));
    }

    #[test]
    fn the_book_has_a_date_table_of_every_held_part_under_both_rules_over_spx_and_the_token() {
        let tables = |plan: &Plan| {
            let Ok(book) = Book::resolve(plan) else { unreachable!() };
            let BookView { other_dates, other_dates_token, .. } = whole(&book).views.book;
            [(HeatAxis::Spx, other_dates), (HeatAxis::Token, other_dates_token)].map(|(axis, all)| {
                assert!(all.iter().all(|table| table.rows.len() > 9 && table.shock_column < table.days.len()));
                assert!(all.iter().all(|table| table.axis == axis));
                all.iter().map(|table| (table.part, table.later)).collect::<Vec<_>>()
            })
        };
        let parts = [DatePart::Condor, DatePart::Pool, DatePart::Hedge];
        let mut wanted = parts.map(|part| (part, Later::Linked)).to_vec();
        wanted.push((DatePart::Book, Later::Held));
        wanted.extend(parts.map(|part| (part, Later::Held)));
        assert_eq!(tables(&Plan::default()), [wanted.clone(), wanted]);
        let nothing = Plan { holdings: Vec::new(), ..Plan::default() };
        assert_eq!(tables(&nothing), [vec![(DatePart::Book, Later::Held)], Vec::new()]);
    }

    #[test]
    fn every_claim_has_the_range_over_which_it_holds_as_the_page_finds_it() -> Result<(), String> {
        use crate::views::learn::claims::CLAIMS;
        let whole: serde_json::Value =
            serde_json::from_str(&text(&Plan::default())?).map_err(|wrong| wrong.to_string())?;
        let listed = whole["views"]["learn"].as_array().ok_or("no claims")?;
        assert_eq!(listed.len(), CLAIMS.len());
        for (claim, listed) in CLAIMS.iter().zip(listed) {
            let (range, Some(found)) = (&listed["range"], learn::search::found(claim)) else {
                assert!(listed["range"].is_null(), "{}", claim.id);
                continue;
            };
            assert_eq!((&listed["id"], &range["text"]), (&claim.id.into(), &found.text.as_str().into()));
            let tried = found.tried.ok_or(claim.id)?;
            assert_eq!(range["tried"], serde_json::json!(tried), "{}", claim.id);
            assert!(
                found.holds.iter().all(|[from, to]| tried[0] <= *from && from <= to && *to <= tried[1]),
                "{found:?}"
            );
            let reach = match found.holds.as_slice() {
                [] => "nowhere",
                [all] if *all == tried => "everywhere",
                _ => "part",
            };
            assert_eq!(range["reach"], reach, "{}", claim.id);
        }
        Ok(())
    }

    #[test]
    fn every_figure_of_an_opening_plan_is_a_number() {
        let said = text(&Plan::default());
        let Ok(said) = said else { unreachable!("{said:?}") };
        let whole: serde_json::Value = serde_json::from_str(&said).unwrap_or_default();
        assert_eq!(whole["schema"], "second-engine-report/2");
        assert_eq!(whole["version"], crate::VERSION);
        assert!(
            whole["odds"]["sentence"].as_str().is_some_and(|said| said.contains("of 2,061 trading days since 1990"))
        );
        // What each explosion would do to the book, and what stands in every box that is left to the model.
        let history = whole["views"]["book"]["history"].as_array().map_or(0, |rows| {
            rows.iter().filter(|row| row["pnl"].is_number() && row["linked_pnl"].is_number()).count()
        });
        assert_eq!(history, 22);
        let in_use = whole["in_use"].as_array().map_or(&[][..], |rows| &rows[..]);
        let of = |id: &str| in_use.iter().find(|row| row["at"] == id).and_then(|row| row["value"].as_f64());
        assert!(
            of("shock.spx").is_some() && of("condor.fill").is_some() && of("market.skew") == Some(-0.6),
            "{in_use:?}"
        );
        for view in ["book", "size", "hedge", "pool", "learn"] {
            assert!(whole["views"][view].to_string().len() > 200, "{view}");
        }
    }
}
