//! Doors of the paths: what drawn futures say of a plan, as JSON, of the book as it is held and of the year ahead; the same
//! on the command line, to JavaScript and in Rust.
//!
//! [`crate::views::json`] answers at once, paths take seconds: so they have doors of their own. How many there are, how far
//! they go and from which seed is the plan's own `odds`; the same plan says the same digits on every machine.

use serde::Serialize;

use crate::book::{Book, pnl};
use crate::numbers::pieces::whole;
use crate::odds;
use crate::odds::ask::Ask;
use crate::odds::convergence::Refined;
use crate::odds::figures::{FALLS, FAN, Figure, Odds, Place};
use crate::odds::moments::ThreeWays;
use crate::odds::moments::moment::{MOMENTS, Moment};
use crate::odds::one_step::OneStep;
use crate::plan::Plan;
use crate::sizing::ledger::SizedPosition;
use crate::units::Usd;
use crate::views::odds::{answer, moments, place_said};
use crate::views::year::cap::{self, Offer};
use crate::views::{json, year as said};
use crate::year::figures::Year;
use crate::year::{self, ask};

/// Everything that the tab Odds says of the book as it is held.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OddsReport {
    /// `second-engine-odds/1`: what this text is.
    pub schema: &'static str,
    /// [`crate::VERSION`]: the version of Second Engine that says it.
    pub version: &'static str,
    /// The answer in a sentence.
    pub answer: String,
    /// Shares of paths below each of a part's `quantiles` and each line of its `fan`.
    pub fan_shares: [f64; 7],
    /// Shares of paths whose deepest fall stays below each of a part's `drawdowns`.
    pub fall_shares: [f64; 3],
    /// What the rules allow in the sized pool; none where nothing can be sized.
    pub allowed: Option<Usd>,
    /// The figures, each with its standard error.
    pub odds: Odds,
    /// Where the shock's P&L stands among the paths on its trading day; none where they end before.
    pub place: Option<Place>,
    /// The same in a sentence.
    pub place_said: String,
    /// Share of paths past the budget on the shock's trading day; none where none goes so far or it is no whole day.
    pub past_budget: Option<Figure>,
    /// The whole book by quadrature over one step to the end, beside the paths; none where it has no price over it.
    pub one_step: Option<OneStep>,
    /// How VIX, SPX and ether move: on the paths, by formula and in closes.
    pub moments: Vec<MomentRow>,
    /// Standard errors of the whole book's figures at every doubling of the paths, from 4,096 on; all of them last.
    pub convergence: Vec<Refined>,
}

/// One moment three ways; shares, vols and changes as decimals, VIX in points.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MomentRow {
    /// What it is.
    pub name: String,
    /// By the paths; none where the plan has no such token.
    pub drawn: Option<Figure>,
    /// By formula; none where there is none.
    pub computed: Option<f64>,
    /// In closes.
    pub counted: Figure,
    /// Which closes.
    pub closes: &'static str,
    /// How many errors of both what is drawn lies above what was counted, below with a minus; none without an error.
    pub apart: Option<f64>,
}

/// Everything that the tab Odds says of the year ahead.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearReport {
    /// `second-engine-year/1`: what this text is.
    pub schema: &'static str,
    /// [`crate::VERSION`]: the version of Second Engine that says it.
    pub version: &'static str,
    /// The answer in a sentence.
    pub answer: String,
    /// Shares of years below each of a way's `quantiles` and each line of its `fan`.
    pub fan_shares: [f64; 7],
    /// Shares of years whose deepest fall stays below each of a way's `falls`.
    pub fall_shares: [f64; 3],
    /// What the rules allow in the sized pool today by the plan as it stands; none where nothing can be sized.
    pub allowed: Option<Usd>,
    /// The figures, each with its standard error.
    pub year: Year,
    /// The cap that the chance of ruin comes to, or how the plan's own stands beside it; none without a pool and of
    /// so few years that they have no error.
    pub ruin_cap: Option<Offer>,
    /// What the years are made of and what is left out of them, a sentence each.
    pub notes: Vec<String>,
}

/// What the paths say of a plan's book as it is held.
///
/// # Errors
/// The faults of the plan, or why there are no paths of it, in words.
pub fn odds(plan: &Plan) -> Result<OddsReport, String> {
    let book = Book::resolve(plan).map_err(|wrong| wrong.to_string())?;
    let allowed = allowed(&book);
    let setup = odds::setup(&book, &Ask { rules_size: allowed, ..Ask::of(&book) })?;
    let (tally, convergence) = odds::refining(&setup);
    let odds = tally.odds(&setup);
    let (days, shocked) = (book.shock.event.days, pnl::of(&book, &book.shock.as_set(0.0)).combined());
    let place = tally.place(&setup, days, Usd(shocked));
    let moment = |(moment, three): (Moment, &ThreeWays)| MomentRow {
        name: moments::name(moment),
        drawn: three.drawn,
        computed: three.computed,
        counted: three.counted,
        closes: moments::closes(moment),
        apart: three.apart(),
    };
    Ok(OddsReport {
        schema: "second-engine-odds/1",
        version: crate::VERSION,
        answer: answer(&odds, plan),
        fan_shares: FAN,
        fall_shares: FALLS,
        allowed,
        place,
        place_said: place_said(place.as_ref(), days, odds.days, odds.paths),
        past_budget: tally.past_budget_after(&setup, days),
        convergence,
        one_step: whole(setup.finding_one_step()),
        moments: MOMENTS.into_iter().zip(&setup.moments()).map(moment).collect(),
        odds,
    })
}

/// What years of a plan's programme say.
///
/// # Errors
/// As [`odds()`].
pub fn year(plan: &Plan) -> Result<YearReport, String> {
    let book = Book::resolve(plan).map_err(|wrong| wrong.to_string())?;
    let allowed = allowed(&book);
    let year = year::run(plan, &ask::Ask { rules_size: allowed, ..ask::Ask::of(plan) })?;
    Ok(YearReport {
        schema: "second-engine-year/1",
        version: crate::VERSION,
        answer: said::answer(&year),
        fan_shares: FAN,
        fall_shares: FALLS,
        allowed,
        ruin_cap: cap::offer(&year, &plan.sizing, allowed.map(|usd| usd.0)),
        notes: said::say::notes(&year),
        year,
    })
}

/// What the rules allow in the sized pool, as Size says it; none where nothing can be sized.
pub fn allowed(book: &Book) -> Option<Usd> {
    let ledger = SizedPosition::alone(book)?;
    Some(Usd(ledger.size_by(&ledger.shocked(book), &ledger.as_is(), &ledger.plan.rules).usd))
}

/// [`odds()`] of a plan file (or a bare plan) as JSON text.
///
/// # Errors
/// One or more sentences for the person: what cannot be read, what is unknown, what is out of range, why there are no paths.
pub fn odds_json(text: &str) -> Result<String, String> {
    serde_json::to_string_pretty(&odds(&json::plan_of(text)?)?).map_err(|wrong| wrong.to_string())
}

/// [`year()`] of a plan file (or a bare plan) as JSON text.
///
/// # Errors
/// As [`odds_json`].
pub fn year_json(text: &str) -> Result<String, String> {
    serde_json::to_string_pretty(&year(&json::plan_of(text)?)?).map_err(|wrong| wrong.to_string())
}

/// What a door of this name says of a plan's text.
///
/// # Errors
/// As [`odds_json`]; a name that no door has.
pub fn answered(door: &str, text: &str) -> Result<String, String> {
    match door {
        "odds" => odds_json(text),
        "year" => year_json(text),
        _ => Err(format!("There are doors for odds and year, not for '{}'.", crate::words::clip(door))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odds::ways::Way;

    /// The pool earns more than its hurdle, so that the rules allow some of it.
    const FEW: &str = r#"{"odds": {"paths": 4096}, "market": {"today": "2026-12-01"},
        "holdings": [{"kind": "condor"}, {"kind": "pool", "terms": {"fee_apr": 0.085}}, {"kind": "layer"}]}"#;

    #[test]
    fn both_doors_say_the_librarys_figures_with_their_errors() {
        let Ok(plan) = json::plan_of(FEW) else { unreachable!() };
        let (Ok(odds), Ok(year)) = (odds(&plan), year(&plan)) else { unreachable!() };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let ask = Ask { rules_size: odds.allowed, ..Ask::of(&book) };
        assert_eq!(crate::odds::run(&book, &ask).as_ref(), Ok(&odds.odds));
        assert_eq!((odds.odds.paths, odds.odds.parts.len(), odds.moments.len()), (4096, 5, MOMENTS.len()));
        assert!(odds.answer.starts_with("By ") && odds.place_said.starts_with("The shock is "), "{}", odds.answer);
        assert!(odds.allowed.is_some_and(|usd| usd.0 > 0.0) && odds.allowed == year.allowed);
        assert_eq!((year.year.paths, year.year.days), (4096, 252));
        assert!(year.year.ways.len() > 6 && year.year.curve.len() > 5 && year.ruin_cap.is_some());
        // The rules' own book is among the ways.
        let ways: Vec<(Way, Usd)> = odds.odds.ways.iter().map(|one| (one.way, one.size)).collect();
        let rules = odds.allowed.unwrap_or_default();
        assert_eq!(ways, [(Way::Held, odds.odds.held), (Way::Rules, rules), (Way::Promoter, Usd(62_500.0))]);
        // The size that the rules allow is one that is walked, in both.
        let has = |sizes: Vec<Usd>| odds.allowed.is_some_and(|usd| sizes.contains(&usd));
        assert!(has(odds.odds.curve.iter().map(|one| one.size).collect()));
        assert!(has(year.year.curve.iter().map(|one| one.size).collect()));
    }

    #[test]
    fn what_no_paths_are_of_is_said() {
        for (text, said) in [
            (r#"{"odds": {"paths": 0}}"#, "Paths 0 is out of range."),
            (r#"{"odds": {"paths": 1000000000}}"#, "Paths 1,000,000,000 is out of range."),
            (r#"{"odds": {"paths": 2.5}}"#, "Paths must be a whole number"),
            (r#"{"odds": {"moon": 1}}"#, "The plan has fields that this version does not know: odds.moon."),
            ("VIX,17", "This file is not JSON"),
            (r#"{"pool": {"low": 5000}}"#, ""),
        ] {
            for door in ["odds", "year"] {
                let found = answered(door, text);
                assert!(found.as_ref().is_err_and(|why| why.starts_with(said) && why.len() > 20), "{door}: {found:?}");
            }
        }
        let bare = r#"{"holdings": []}"#;
        assert_eq!(answered("odds", bare), Err("Nothing is held: no path gains or loses anything.".into()));
        let none = answered("year", bare);
        assert!(none.as_ref().is_err_and(|why| why.ends_with("there is no programme to run.")), "{none:?}");
        assert_eq!(answered("moon", "{}"), Err("There are doors for odds and year, not for 'moon'.".into()));
    }
}
