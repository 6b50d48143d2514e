//! Input: one row of the table, its value in a plan, its bounds and its words.

use super::access::{Access, Asks, Options};
use crate::plan::Plan;
use crate::plan::condor::CLOSED_AT;
use crate::plan::holding::Kind;
use crate::plan::sizing::RUIN_CAP;
use crate::units::day::Day;
use crate::words::dates::{date, read_day};

/// Where a row stands on the page; the first word of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Levels today.
    Market,
    /// Of a condor.
    Condor,
    /// Of a pool.
    Pool,
    /// Of a layer of VIX calls.
    Layer,
    /// Of an exchange-traded product.
    Etp,
    /// Of a leg on the chain.
    Chain,
    /// Of an impermanent-loss strip.
    Strip,
    /// Of a conversion.
    Conversion,
    /// Budget, solvers and rules of the hedge.
    Hedge,
    /// Money and limits.
    Account,
    /// When condors are left.
    Exits,
    /// Where the P&L of the shock is explained from.
    Explain,
    /// Paths drawn and how VIX moves on them.
    Odds,
    /// Event and response.
    Shock,
    /// The sized pool, rule by rule.
    Sizing,
}

/// What the number on screen is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain index level, no unit shown.
    Index,
    /// Index or VIX points.
    Points,
    /// Dollars.
    Usd,
    /// A decimal in the plan, per cent on screen.
    Percent,
    /// A decimal in the plan, per cent a year on screen.
    PercentYear,
    /// Calendar days.
    Days,
    /// Trading days.
    TradingDays,
    /// A whole number.
    Count,
    /// A plain number.
    Number,
    /// A multiple, shown with ×.
    Times,
    /// A pool price: quote per base as shown.
    Price,
    /// A day of the calendar: whole days since 1 January 1970, shown as a date.
    Day,
}

impl Unit {
    /// What a plan's number is multiplied by on screen.
    pub fn screen_factor(self) -> f64 {
        match self {
            Unit::Percent | Unit::PercentYear => 100.0,
            _ => 1.0,
        }
    }
}

/// One input.
#[derive(Clone, Copy)]
pub struct Knob {
    /// Dotted id: link key, DOM id, test name. Forever.
    pub id: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Words beside it.
    pub label: &'static str,
    /// Unit on screen.
    pub unit: Unit,
    /// Least, most and step, in the plan's unit.
    pub range: [f64; 3],
    /// Reads and writes the field.
    pub access: Access,
    /// Window of the slider where narrower than the range; it may follow the plan.
    pub window: Option<fn(&Plan, usize) -> [f64; 2]>,
    /// Whether the slider moves in logs.
    pub is_log: bool,
    /// Whether it hides under 'more'.
    pub is_advanced: bool,
    /// Whether it matters for this plan.
    pub applies: fn(&Plan, usize) -> bool,
}

/// Whether a number, in the plan's unit, is not 0 and too small to mean anything: formulas divide by it.
pub(super) fn is_next_to_nothing(x: f64) -> bool {
    x != 0.0 && x.abs() < 1e-12
}

impl Knob {
    /// The field of holding `nth` of its kind (0 for what is the whole plan's) as a number in the plan's unit; `None`
    /// while it follows the model, and where there is no such holding. Choices count from 0.
    pub fn value(&self, plan: &Plan, nth: usize) -> Option<f64> {
        self.access.get(plan, nth)
    }

    /// Writes the field; `None` lets it follow the model again, or brings the default back where it cannot. Nothing
    /// happens where there is no such holding.
    ///
    /// # Errors
    /// A sentence with the value and the allowed range, where the value lies outside; the plan is untouched.
    pub fn set(&self, plan: &mut Plan, nth: usize, value: Option<f64>) -> Result<(), String> {
        if let Some(x) = value {
            self.check(x)?;
        }
        let value = value.or_else(|| if self.is_auto() { None } else { self.initial(nth) });
        self.access.set(plan, nth, value);
        Ok(())
    }

    /// What stands in this field of a fresh holding `nth` of its kind, or of the plan that the page opens with.
    pub fn initial(&self, nth: usize) -> Option<f64> {
        self.access.initial(nth)
    }

    /// Words in links and labels on screen, where it is one of several.
    pub fn options(&self) -> Option<Options> {
        if let Asks::Choice(options) = self.access.asks() { Some(options) } else { None }
    }

    /// Whether it may be left to the model.
    pub fn is_auto(&self) -> bool {
        matches!(self.access.asks(), Asks::Auto)
    }

    /// What an empty box says: of a token's vetting, of the day and of what a closed trade cost nobody knows, a cap that is
    /// not set is none, the rest the model fills in.
    pub fn left_empty(&self) -> &'static str {
        if self.id == RUIN_CAP {
            return "no cap";
        }
        let is_fact = self.id.starts_with("pool.vetting.") || self.unit == Unit::Day || self.id == CLOSED_AT;
        if is_fact { "not known" } else { "follows the model" }
    }

    /// Whether it is on or off.
    pub fn is_switch(&self) -> bool {
        matches!(self.access.asks(), Asks::Switch)
    }

    /// The kind of holding that has this row; `None` for what is the whole plan's.
    pub fn kind(&self) -> Option<Kind> {
        self.access.kind()
    }

    /// Whether `x`, in the plan's unit, is a value this field may take.
    ///
    /// # Errors
    /// The sentence that the person reads.
    pub fn check(&self, x: f64) -> Result<(), String> {
        if !x.is_finite() {
            return Err(format!("{} must be a number.", self.label));
        }
        let [low, high, _] = self.range;
        let (low, high) = match self.options() {
            Some(options) => (0.0, options.len() as f64 - 1.0),
            None if self.is_switch() => (0.0, 1.0),
            None => (low, high),
        };
        let is_whole_enough = !matches!(self.unit, Unit::Count) || x.fract() == 0.0;
        if !is_whole_enough {
            return Err(format!("{} must be a whole number, not {}.", self.label, self.shown(x)));
        }
        if self.unit == Unit::Day && x.fract() != 0.0 {
            return Err(format!("{} must be a whole day.", self.label));
        }
        if x < low || x > high {
            // The name says days already.
            let is_days = matches!(self.unit, Unit::Days | Unit::TradingDays);
            let [x, low] = [x, low].map(|x| if is_days { crate::words::number(x) } else { self.shown(x) });
            return Err(format!("{} {x} is out of range. It may be {low} to {}.", self.label, self.shown(high)));
        }
        if is_next_to_nothing(x) {
            return Err(format!("{} is next to nothing: it may be 0 or a size that means something.", self.label));
        }
        Ok(())
    }

    /// The number as it stands on screen, with its unit.
    pub fn shown(&self, x: f64) -> String {
        let number = crate::words::number(x * self.unit.screen_factor());
        match self.unit {
            Unit::Percent => format!("{number}\u{202f}%"),
            Unit::PercentYear => format!("{number}\u{202f}% a year"),
            Unit::Usd if x < 0.0 => format!("{}${}", crate::words::MINUS, crate::words::number(-x)),
            Unit::Usd => format!("${number}"),
            Unit::Times => format!("× {number}"),
            Unit::Days => format!("{number} calendar days"),
            Unit::TradingDays if number == "1" => "1 trading day".into(),
            Unit::TradingDays => format!("{number} trading days"),
            Unit::Points => format!("{number} points"),
            Unit::Day => date(Day(x as i32)),
            _ => number,
        }
    }

    /// The word that stands for the value in a link: a choice's word, a day as 2026-11-28, else the
    /// shortest number that reads back.
    pub fn link_word(&self, plan: &Plan, nth: usize) -> Option<String> {
        let x = self.value(plan, nth)?;
        match self.options() {
            Some(options) => options.get(x as usize).map(|(word, _)| (*word).to_string()),
            None if self.unit == Unit::Day => Some(Day(x as i32).into()),
            None => Some(format!("{x}")),
        }
    }

    /// Reads a link's word; an empty one lets the field follow the model.
    ///
    /// # Errors
    /// The sentence that says what is wrong with it.
    pub fn set_word(&self, plan: &mut Plan, nth: usize, word: &str) -> Result<(), String> {
        if word.is_empty() {
            return self.set(plan, nth, None);
        }
        if let Some(options) = self.options() {
            let Some(i) = options.iter().position(|(name, _)| *name == word) else {
                let names: Vec<&str> = options.iter().map(|(name, _)| *name).collect();
                return Err(format!("{} may be {}, not '{}'.", self.label, names.join(", "), crate::words::clip(word)));
            };
            return self.set(plan, nth, Some(i as f64));
        }
        if self.unit == Unit::Day {
            let day = read_day(word).map_err(|said| format!("{}: {said}", self.label))?;
            return self.set(plan, nth, Some(f64::from(day.0)));
        }
        match crate::words::decimal(word) {
            Some(x) => self.set(plan, nth, Some(x)),
            None => Err(format!("{} must be a number, not '{}'.", self.label, crate::words::clip(word))),
        }
    }
}
