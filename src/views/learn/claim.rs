//! A claim: what is said, by whom, the plan that tests it and what a plan says of it.

use serde::Serialize;

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::fault::PlanError;

/// The input that moves, and how its plans are told apart.
#[derive(Clone, Copy)]
pub struct Scan {
    /// The knob; of the first holding of its kind.
    pub knob: &'static str,
    /// First and last value, in the plan's unit.
    pub ends: [f64; 2],
    /// Distance of two values that are told apart; 0 for equal ratios to three digits.
    pub step: f64,
    /// What moves, in words.
    pub name: &'static str,
    /// Its value in a plan, in words.
    pub say: fn(&Plan) -> String,
}

/// Whether a claim holds in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// The plan holds nothing that the claim is about.
    NothingToTest,
    /// No plan could decide it.
    Note,
}

impl Outcome {
    /// Within a sentence on screen: `does not hold`.
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::Fails => "does not hold",
            Outcome::NothingToTest => "nothing to test",
            Outcome::Note => "a note, not counted",
        }
    }
}

/// What a plan says of a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// Whether it holds.
    pub outcome: Outcome,
    /// The number that decides, short.
    pub figure: String,
    /// What the number is, and from where on it would be a yes.
    pub text: String,
}

impl Finding {
    pub(super) fn new(holds: bool, figure: String, text: String) -> Finding {
        Finding { outcome: if holds { Outcome::Holds } else { Outcome::Fails }, figure, text }
    }

    pub(super) fn nothing(text: impl Into<String>) -> Finding {
        Finding { outcome: Outcome::NothingToTest, figure: "—".into(), text: text.into() }
    }

    pub(super) fn note(figure: impl Into<String>, text: String) -> Finding {
        Finding { outcome: Outcome::Note, figure: figure.into(), text }
    }
}

/// Whether it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// It can come out either way.
    Claim,
    /// It cannot: arithmetic or an assumption of the model settles it before the plan is read.
    Note,
}

/// Where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Source {
    /// Page, glossary or paper.
    pub place: &'static str,
    /// When, as far as it is known.
    pub date: &'static str,
}

/// One thing that is said.
pub struct Claim {
    /// DOM id. Forever.
    pub id: &'static str,
    /// What is said, in the method's words.
    pub said: &'static str,
    /// Where and when.
    pub source: Source,
    /// Inputs of the default plan that test it: knob, which holding of its kind, value in the plan's unit.
    pub settings: &'static [(&'static str, usize, f64)],
    /// What a plan says of it.
    pub test: fn(&Book) -> Finding,
    /// The input that moves through its plan; none for a note.
    pub scan: Option<Scan>,
}

impl Claim {
    /// Whether it is counted.
    pub fn kind(&self) -> ClaimKind {
        if self.scan.is_some() { ClaimKind::Claim } else { ClaimKind::Note }
    }

    /// The plan that tests it: the default plan with its inputs set, and with what it does not hold yet.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        for (id, nth, value) in self.settings {
            let at = Address::new(id, *nth);
            if let Some(kind) = at.kind().filter(|kind| plan.count(*kind) <= *nth) {
                plan.add_fresh(kind);
            }
            // A setting that its knob refuses is a fault of the table, which a test of the table finds.
            let _ = plan.set(at, Some(*value));
        }
        plan
    }

    /// What its own plan says.
    ///
    /// # Errors
    /// The faults of its plan; a test holds that there are none.
    pub fn finding(&self) -> Result<Finding, PlanError> {
        Ok((self.test)(&Book::resolve(&self.plan())?))
    }
}
