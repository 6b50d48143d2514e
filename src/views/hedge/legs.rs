//! Legs: what the table of the hedge's legs says beside the report's own rows.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::chain::ChainTerms;
use crate::holdings::strip::Strip;
use crate::holdings::vix_layer::Layer;
use crate::holdings::{Entry, Held};
use crate::units::{CALENDAR_DAYS, Frac, Usd};
use crate::views::report::{HedgeReport, HoldingReport, Report};
use crate::words::{MINUS, fixed, number, price};

/// What one leg is and costs, beside the report's row of the same id.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LegRow {
    /// `layer`, `etp2`: what its inputs' addresses begin with.
    pub id: String,
    /// `Call`, `Call spread`, `Shares`, `Puts`, …
    pub kind: &'static str,
    /// Strike or strikes as on screen, empty where it has none: points for layers, dollars otherwise.
    pub strike: String,
    /// Price of one as on screen: points for layers, dollars otherwise; of the whole strip.
    pub price: String,
    /// Cost a calendar day while nothing happens; `None` for options of 21 days or fewer, which are not rolled.
    pub carry_day: Option<Usd>,
    /// P&L in the shock over outlay; `None` where nothing is paid.
    pub per_dollar: Option<Frac>,
}

/// A leg with all that is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Leg<'a> {
    /// The table's own.
    pub row: &'a LegRow,
    /// Name, quantity, outlay, P&L and state.
    pub holding: &'a HoldingReport,
    /// Cost a year while nothing happens; negative where it earns.
    pub carry: Option<Usd>,
}

impl Leg<'_> {
    /// Whether anything is held of it.
    pub fn is_held(&self) -> bool {
        self.holding.quantity != 0.0
    }

    /// Its name within a sentence, with what it is: `VIX calls 1 (30 calendar days)`.
    pub fn called(&self) -> String {
        called(&self.holding.name, &self.holding.label)
    }
}

/// A name with what it is called by, where that is not the same: `VIX calls 1 (30 calendar days)`.
pub(super) fn called(name: &str, label: &str) -> String {
    if name == label { name.to_string() } else { format!("{name} ({label})") }
}

/// Every leg with its figures in the report, in the order of the rows.
pub fn each<'a>(rows: &'a [LegRow], report: &'a Report) -> Vec<Leg<'a>> {
    let joined = |row: &'a LegRow| {
        let holding = holding(report, &row.id)?;
        Some(Leg { row, holding, carry: carry(&report.hedge, &row.id) })
    };
    rows.iter().filter_map(joined).collect()
}

fn holding<'a>(report: &'a Report, id: &str) -> Option<&'a HoldingReport> {
    report.holdings.iter().find(|holding| holding.id == id)
}

fn carry(hedge: &HedgeReport, id: &str) -> Option<Usd> {
    let layers = hedge.layers.iter().map(|layer| (&layer.id, layer.carry));
    let others = hedge.others.iter().map(|leg| (&leg.id, leg.carry));
    layers.chain(others).find(|(known, _)| *known == id).and_then(|(_, carry)| carry)
}

pub(super) fn rows(book: &Book, report: &Report) -> Vec<LegRow> {
    let row = |leg: &Entry| {
        let id = leg.id();
        let (outlay, pnl) = holding(report, &id).map_or((0.0, 0.0), |of| (of.outlay.0, of.pnl.0));
        let (strike, price) = terms_of(&leg.held);
        LegRow {
            kind: kind(&leg.held),
            strike,
            price,
            carry_day: carry(&report.hedge, &id).map(|usd| Usd(usd.0 / CALENDAR_DAYS)),
            per_dollar: (outlay > 0.0).then(|| Frac(pnl / outlay)).filter(|x| x.0.is_finite()),
            id,
        }
    };
    book.legs().map(row).collect()
}

/// Strikes and the price of one, as on screen.
fn terms_of(held: &Held) -> (String, String) {
    match held {
        Held::Layer(layer) => (strikes(layer), fixed(layer.premium, 2)),
        Held::Etp(etp) => (etp.calls.map_or(String::new(), |calls| dollars(calls.strike)), dollars(etp.paid_for_one())),
        Held::Chain(chain) => {
            let strike = match chain.terms {
                ChainTerms::Options { put, call: Some(call), .. } => format!("{} / {}", dollars(put), dollars(call)),
                ChainTerms::Options { put, .. } => dollars(put),
                ChainTerms::Squared { .. } => String::new(),
            };
            (strike, dollars(chain.premium))
        }
        Held::Strip(strip) => (ends(strip), dollars(strip.premium)),
        Held::Conversion(conversion) => {
            let parity = &conversion.parity;
            let sign = if conversion.tokens < 0.0 { -1.0 } else { 1.0 };
            (dollars(parity.strike), dollars(sign * (parity.put - parity.call) + parity.costs))
        }
        Held::Condor(_) | Held::Pool(_) => (String::new(), String::new()),
    }
}

fn dollars(usd: f64) -> String {
    if usd < 0.0 { format!("{MINUS}${}", price(-usd)) } else { format!("${}", price(usd)) }
}

fn strikes(layer: &Layer) -> String {
    let near = number(layer.strike.0);
    layer.wing.map_or(near.clone(), |wing| format!("{near} / {}", number(wing.0)))
}

/// The lowest and the highest strike of a strip.
fn ends(strip: &Strip) -> String {
    match strip.options.as_slice() {
        [] => String::new(),
        [one] => dollars(one.strike),
        [first, .., last] => format!("{} to {}", dollars(first.strike), dollars(last.strike)),
    }
}

fn kind(held: &Held) -> &'static str {
    match held {
        Held::Condor(_) => "Condor",
        Held::Pool(_) => "Pool",
        Held::Layer(layer) if layer.wing.is_some() => "Call spread",
        Held::Layer(_) => "Call",
        Held::Etp(etp) if etp.calls.is_some() => "Calls",
        Held::Etp(_) => "Shares",
        Held::Chain(chain) => match chain.terms {
            ChainTerms::Options { sold: true, .. } => "Puts sold",
            ChainTerms::Options { call: Some(_), .. } => "Puts and calls",
            ChainTerms::Options { .. } => "Puts",
            ChainTerms::Squared { .. } => "Perpetual",
        },
        Held::Strip(_) => "Puts and calls",
        Held::Conversion(conversion) if conversion.tokens < 0.0 => "Calls bought, puts sold",
        Held::Conversion(_) => "Calls sold, puts bought",
    }
}
