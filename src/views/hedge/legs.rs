//! Legs: one row each, what it is, costs and pays in the shock.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::chain::Terms;
use crate::holdings::leg::Leg;
use crate::holdings::vix_layer::Layer;
use crate::shock::Scenario;
use crate::units::{CALENDAR_DAYS, Frac, Usd};
use crate::words::{fixed, number, price};

/// One leg.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LegRow {
    /// `hedge.short`, `hedge.medium`, `hedge.long`, `hedge.etp`, `hedge.chain`: also how its knobs' ids begin.
    pub id: &'static str,
    /// `Short layer`, `VXX-like shares`, …
    pub name: String,
    /// `Call`, `Call spread`, `Shares`, `Puts`, …
    pub kind: &'static str,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Calendar days to expiry today; `None` where it has none.
    pub days: Option<f64>,
    /// Whole contracts or shares, or tokens.
    pub quantity: f64,
    /// Strike or strikes as on screen, empty where it has none: points for layers, dollars otherwise.
    pub strike: String,
    /// Price of one as on screen: points for layers, dollars otherwise.
    pub price: String,
    /// Dollars paid; negative where a premium is received.
    pub outlay: Usd,
    /// Cost a calendar day while nothing happens; `None` for options of 21 days or fewer, which are not rolled.
    pub carry_day: Option<Usd>,
    /// Cost a year while nothing happens.
    pub carry_year: Option<Usd>,
    /// P&L in the shock.
    pub pnl: Usd,
    /// P&L over outlay; `None` where nothing is paid.
    pub per_dollar: Option<Frac>,
    /// `hold`, `roll` or `expired` in the shock.
    pub state: &'static str,
}

pub(super) fn rows(book: &Book, scenario: &Scenario) -> Vec<LegRow> {
    let (today, then) = (book.today(), book.then(scenario));
    let row = |leg: Leg| {
        let carry_year = leg.carry(&today);
        let (outlay, pnl) = (leg.outlay(), leg.pnl(&then));
        let (strike, one) = terms_of(book, leg);
        LegRow {
            id: leg.id(),
            name: name(leg),
            kind: kind(leg),
            is_on: book.plan.hedge.layers().iter().all(|(name, plan)| plan.on || !leg.id().ends_with(name)),
            days: leg.days(),
            quantity: leg.quantity(),
            strike,
            price: one,
            outlay,
            carry_day: carry_year.map(|usd| Usd(usd.0 / CALENDAR_DAYS)),
            carry_year,
            pnl: Usd(pnl),
            per_dollar: (outlay.0 > 0.0).then(|| Frac(pnl / outlay.0)).filter(|x| x.0.is_finite()),
            state: leg.state(scenario.days).word(),
        }
    };
    book.legs().map(row).collect()
}

/// Strikes and the price of one, as on screen.
fn terms_of(book: &Book, leg: Leg) -> (String, String) {
    match leg {
        Leg::Layer(layer) => (strikes(layer), fixed(layer.premium, 2)),
        Leg::Etp(etp) => {
            let strike = etp.calls.map_or(String::new(), |calls| format!("${}", price(calls.strike)));
            (strike, format!("${}", price(etp.paid_for_one())))
        }
        Leg::Chain(chain) => {
            let strike = match chain.terms {
                Terms::Options { put, call: Some(call), .. } => format!("${} / ${}", price(put), price(call)),
                Terms::Options { put, .. } => format!("${}", price(put)),
                Terms::Squared { .. } => String::new(),
            };
            (strike, format!("${}", price(chain.premium)))
        }
    }
}

fn strikes(layer: &Layer) -> String {
    let near = number(layer.strike.0);
    layer.wing.map_or(near.clone(), |wing| format!("{near} / {}", number(wing.0)))
}

/// What a leg is called in tables and on charts.
pub(super) fn name(leg: Leg) -> String {
    match leg {
        Leg::Layer(layer) => match layer.name {
            "short" => "Short layer".into(),
            "medium" => "Medium layer".into(),
            _ => "Long layer".into(),
        },
        other => other.label(),
    }
}

fn kind(leg: Leg) -> &'static str {
    match leg {
        Leg::Layer(layer) if layer.wing.is_some() => "Call spread",
        Leg::Layer(_) => "Call",
        Leg::Etp(etp) if etp.calls.is_some() => "Calls",
        Leg::Etp(_) => "Shares",
        Leg::Chain(chain) => match chain.terms {
            Terms::Options { sold: true, .. } => "Puts sold",
            Terms::Options { call: Some(_), .. } => "Puts and calls",
            Terms::Options { .. } => "Puts",
            Terms::Squared { .. } => "Perpetual",
        },
    }
}
