//! Betas of the files that were read: by factor, calm and stress apart, moves over five days beside, as they changed, and what
//! they would put into the scenario.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::plan::Plan;
use crate::signals::betas::{self, Betas, Factor, Sample};
use crate::signals::standing::Unknown;
use crate::units::day::Day;
use crate::views::data::offers::{Beside, Offer, written};
use crate::views::data::readings::{Place, Readings};
use crate::views::pinned::Table;
use crate::words::dates::date;
use crate::words::{correlation, fixed, listed, number, rounded};

/// Part of a daily beta by which that of five days must be larger for it to be said that days miss something.
const LARGER: f64 = 0.25;
/// Decimals that are kept: more than the errors have.
const DECIMALS: usize = 8;

/// An estimate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// To SPX, and its standard error.
    pub spx: [f64; 2],
    /// To the factor, per unit of it (a VIX point, a log change of 1, a ratio of 1), and its standard error.
    pub factor: [f64; 2],
    /// Moves.
    pub count: usize,
    /// Part of the variance that is explained, 0 to 1.
    pub r_squared: f64,
    /// Correlation of SPX and the factor.
    pub correlation: f64,
    /// What that multiplies each error by.
    pub inflation: f64,
    /// Day of the first move.
    pub from: Day,
    /// Day of the last.
    pub to: Day,
}

/// A sample of a factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BetaRow {
    /// `all`, `calm`, `stress`, `five_days`.
    pub id: String,
    /// Its name: `VIX at 20 or above`.
    pub name: String,
    /// The estimate; `None` where there is none.
    pub fitted: Option<Fitted>,
    /// The estimate in a sentence, or why there is none.
    pub said: String,
    /// Why it is not offered to the plan, a sentence; empty where it is.
    pub why_not: String,
}

/// The estimate over one year up to a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rolling {
    /// The last day of the year.
    pub day: Day,
    /// To SPX, and its standard error; `None` where there is no estimate.
    pub spx: Option<[f64; 2]>,
    /// To the factor.
    pub factor: Option<[f64; 2]>,
}

/// Betas to SPX and one factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BetaTable {
    /// The factor as it is written: `ΔVIX`.
    pub factor: String,
    /// Whether its betas may be put into the plan: of ΔVIX alone.
    pub is_offered: bool,
    /// What was joined, in words.
    pub said: String,
    /// All days, calm, stress, moves over five days.
    pub rows: Vec<BetaRow>,
    /// Betas to SPX and to a VIX point that the plan has in its shock; `None` of other factors, and where the plan cannot
    /// be reckoned.
    pub in_plan: Option<[f64; 2]>,
    /// Where each of the two is from: `by the model`, `typed`, `set by data (data to 20 Nov)`.
    pub sources: [String; 2],
    /// What it finds: the headline while it is shown.
    pub headline: String,
    /// How they changed, a year at a time, once a month.
    pub rolling: Vec<Rolling>,
}

/// What is said of the betas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// A table a factor.
    pub tables: Vec<BetaTable>,
    /// The headline.
    pub said: String,
    /// What they offer.
    pub offers: Vec<Offer>,
    /// Rows that are none, a sentence each.
    pub problems: Vec<String>,
}

const SAMPLES: [(&str, Sample); 3] = [("all", Sample::All), ("calm", Sample::Calm), ("stress", Sample::Stress)];

fn name(id: &str) -> String {
    match id {
        "calm" => format!("VIX below {} the day before", number(betas::STRESS)),
        "stress" => format!("VIX at {} or above the day before", number(betas::STRESS)),
        "five_days" => "moves over five days".into(),
        _ => "all days".into(),
    }
}

/// All betas of what was read.
pub fn of(readings: &Readings, plan: &Plan, book: Option<&Book>) -> Found {
    let all = &readings.all;
    let token = plan.market.token.name();
    let shock = book.map(|book| book.shock.market_response(book.shock.vix()));
    let mut found = Found::default();
    let mut offered: Vec<(&'static str, Betas)> = Vec::new();
    for (factor, read) in Factor::ALL.into_iter().zip(betas::read_all(&all.levels())) {
        let [moves, slower] = match read {
            Ok(moves) => moves,
            Err(said) => {
                found.problems.push(said);
                continue;
            }
        };
        let daily = SAMPLES.map(|(id, sample)| (id, moves.betas(sample)));
        let fits = daily.into_iter().chain([("five_days", slower.betas(Sample::All))]);
        let is_offered = factor == Factor::Points;
        let mut rows = Vec::new();
        for (id, fit) in fits {
            rows.push(row(id, &fit, token, plan.market.today));
            if let (true, Ok(fit)) = (is_offered, fit) {
                offered.push((id, fit));
            }
        }
        let rolling = moves.rolling().into_iter().map(|(day, fit)| rolled(day, &fit)).collect();
        let in_plan = shock.as_ref().filter(|_| is_offered).map(|shock| [shock.beta_spx, shock.beta_vix]);
        found.tables.push(BetaTable {
            factor: factor.name().into(),
            is_offered,
            said: moves.said.clone(),
            headline: headline(&rows, token),
            rows,
            in_plan: in_plan.filter(|betas| betas.iter().all(|x| x.is_finite())),
            sources: [("shock.beta_spx", plan.response.beta_spx), ("shock.beta_vix", plan.response.beta_vix)]
                .map(|(row, beta)| source(plan, row, beta.is_some())),
            rolling,
        });
    }
    for (id, fit) in &offered {
        let made = offer(id, fit, &offered, readings, plan).and_then(|offer| offer.checked(plan));
        let row = found.tables.first_mut().and_then(|table| table.rows.iter_mut().find(|row| row.id == *id));
        match (made, row) {
            (Ok(offer), _) => found.offers.push(offer),
            (Err(why), Some(row)) => row.why_not = why,
            (Err(_), None) => {}
        }
    }
    found.said = found.tables.first().map(|table| table.headline.clone()).unwrap_or_default();
    found
}

/// Where a beta of the plan is from.
fn source(plan: &Plan, row: &'static str, is_typed: bool) -> String {
    match plan.estimate(row) {
        Some(one) => format!("set by data{}", one.said(plan.market.today)),
        None if is_typed => "typed".into(),
        None => "by the model".into(),
    }
}

fn finite(x: f64) -> f64 {
    if x.is_finite() { rounded(x, DECIMALS) } else { 0.0 }
}

fn fitted(fit: &Betas) -> Fitted {
    let pair = |nth: usize| [fit.fit.betas[nth], fit.fit.errors[nth]].map(finite);
    Fitted {
        spx: pair(0),
        factor: pair(1),
        count: fit.fit.count,
        r_squared: finite(fit.fit.r_squared),
        correlation: finite(fit.fit.correlation),
        inflation: finite(fit.fit.inflation()),
        from: fit.days[0],
        to: fit.days[1],
    }
}

fn row(id: &str, fit: &Result<Betas, Unknown>, token: &str, today: Option<Day>) -> BetaRow {
    let said = match fit {
        Ok(fit) => fit.said(token, today),
        Err(why) => format!("Not known: {}.", why.said(today)),
    };
    BetaRow { id: id.into(), name: name(id), fitted: fit.as_ref().ok().map(fitted), said, why_not: String::new() }
}

fn rolled(day: Day, fit: &Result<Betas, Unknown>) -> Rolling {
    let pair = |nth: usize| fit.as_ref().ok().map(|one| [one.fit.betas[nth], one.fit.errors[nth]].map(finite));
    Rolling { day, spx: pair(0), factor: pair(1) }
}

/// What days miss: the beta over five days beside the daily one where it is larger, else that daily ones may.
fn missed(id: &str, all: &[(&'static str, Betas)], token: &str) -> String {
    let of = |id: &str| all.iter().find(|one| one.0 == id).map(|one| one.1.fit.betas[0]);
    let general = format!(
        "Daily betas leave out what comes a day late: {token} closes at another hour than New York and answers for days."
    );
    // Both are of all days: beside another sample they say nothing of it.
    match (of("all").filter(|_| id == "all"), of("five_days")) {
        (Some(daily), Some(slow)) if slow > (1.0 + LARGER) * daily.max(0.0) => format!(
            "{general} Over five days {token} moved by {}\u{202f}% per 1\u{202f}% of SPX, over one {}.",
            fixed(slow, 2),
            fixed(daily, 2)
        ),
        _ => general,
    }
}

fn offer(
    id: &str,
    fit: &Betas,
    all: &[(&'static str, Betas)],
    readings: &Readings,
    plan: &Plan,
) -> Result<Offer, String> {
    let token = plan.market.token.name();
    let files = listed(&readings.names(&[Place::Token, Place::Spx, Place::Vix]));
    let [from, to] = fit.days;
    let mut said = vec![fit.said(token, plan.market.today)];
    if id != "five_days" {
        said.push(missed(id, all, token));
    }
    if let Ok(changes) = fit.changes()
        && changes.iter().any(|(_, value)| value.is_some_and(|value| value < 0.0))
        && fit.fit.betas[0] < 0.0
    {
        said.push(format!("Its sign is odd: {token} would rise while SPX falls."));
    }
    Ok(Offer {
        id: format!("betas-{id}"),
        beside: Beside::Betas(id.into()),
        label: "Use these".into(),
        sentence: format!(
            "Betas of {token}, {}: {} to SPX, {}\u{202f}% per VIX point ({files}, {} to {})",
            name(id),
            fixed(fit.fit.betas[0], 2),
            fixed(100.0 * fit.fit.betas[1], 2),
            date(from),
            date(to)
        ),
        said,
        changes: written(&fit.changes()?),
        lists: Vec::new(),
        holdings: Vec::new(),
        from: Some(from),
        to: Some(to),
        dated: Vec::new(),
        what: files,
        use_said: None,
        is_doubtful: false,
    })
}

/// Calm against stress by one factor, where both are known, each with its error.
fn headline(rows: &[BetaRow], token: &str) -> String {
    let of = |id: &str| rows.iter().find(|row| row.id == id).and_then(|row| row.fitted.as_ref()).map(|one| one.spx);
    let said = |[beta, error]: [f64; 2]| format!("{}\u{202f}% (± {})", fixed(beta, 2), fixed(error, 2));
    match (of("calm"), of("stress"), of("all")) {
        (Some(calm), Some(stress), _) => {
            format!("{token} moves by {} per 1\u{202f}% of SPX in calm and by {} in stress", said(calm), said(stress))
        }
        (_, _, Some(all)) => format!("{token} moves by {} per 1\u{202f}% of SPX", said(all)),
        _ => "No betas: they take histories of the token, SPX and what stands for volatility".into(),
    }
}

/// Headings and a row a factor and sample.
pub fn table(tables: &[BetaTable]) -> Table {
    let head = [
        "Factor",
        "Sample",
        "To SPX",
        "± s.e.",
        "To the factor",
        "± s.e.",
        "Moves",
        "R²",
        "Correlation of the two",
        "Errors times",
        "To SPX in the plan",
        "To VIX in the plan",
        "From",
        "To",
    ];
    let row = |table: &BetaTable, row: &BetaRow| {
        let mut cells = vec![table.factor.clone(), row.name.clone()];
        let plan = |nth: usize| table.in_plan.map_or_else(|| "—".into(), |betas| fixed(betas[nth], [2, 4][nth]));
        match &row.fitted {
            Some(fit) => {
                cells.extend(fit.spx.map(|x| fixed(x, 2)));
                cells.extend(fit.factor.map(|x| fixed(x, 4)));
                cells.extend([
                    number(fit.count as f64),
                    fixed(fit.r_squared, 2),
                    correlation(fit.correlation),
                    fixed(fit.inflation, 1),
                    plan(0),
                    plan(1),
                    date(fit.from),
                    date(fit.to),
                ]);
            }
            None => {
                cells.push(row.said.clone());
                cells.resize(head.len(), "—".into());
            }
        }
        cells
    };
    let rows = tables.iter().flat_map(|table| table.rows.iter().map(|one| row(table, one))).collect();
    (head.map(String::from).to_vec(), rows)
}
