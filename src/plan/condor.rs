//! Condor: the terms of an SPX iron condor as the person sets them.

use serde::{Deserialize, Serialize};

use crate::units::{Points, Usd, Vol};

/// Row of what a closed trade was bought back for.
pub const CLOSED_AT: &str = "condor.closed_at";

/// How the strikes are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StrikeRule {
    /// The four levels as typed.
    Level,
    /// Short strikes at a forward delta, wings a width away.
    Delta,
    /// Short strikes at a multiple of the expected move, wings a width away.
    ExpectedMove,
}

/// When options settle on the day of their expiry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// At the close, 16:00 in New York: SPXW.
    #[default]
    Pm,
    /// At the open, 9:30: SPX, third Friday.
    Am,
}

impl Settlement {
    /// Days by which it comes before the close.
    pub fn early(self) -> f64 {
        match self {
            Settlement::Pm => 0.0,
            Settlement::Am => 6.5 / 24.0,
        }
    }
}

/// The iron condor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CondorPlan {
    /// Condors sold; 0 is none.
    pub contracts: f64,
    /// Calendar days to the close of its expiry day.
    pub days: f64,
    /// When it settles on that day.
    pub settles: Settlement,
    /// How the strikes are chosen.
    pub strikes_by: StrikeRule,
    /// How those of the condor that it is rolled into are chosen, where its own are levels; by its own rule otherwise.
    pub rolled_by: StrikeRule,
    /// Long put, where strikes are levels.
    pub long_put: Points,
    /// Short put, where strikes are levels.
    pub short_put: Points,
    /// Short call, where strikes are levels.
    pub short_call: Points,
    /// Long call, where strikes are levels.
    pub long_call: Points,
    /// Short strikes' forward delta.
    pub delta: f64,
    /// Short strikes' multiple of the expected move.
    pub multiple: f64,
    /// Wing width, where a rule finds the strikes.
    pub width: Points,
    /// Shift by hand of every implied vol of this expiry, beside that of all.
    pub vol_shift: Vol,
    /// Credit received, where typed; the model's otherwise.
    pub fill: Option<Points>,
    /// What of it was for the put side; 0 while that is not known.
    pub put_credit: Points,
    /// Calendar days since it was sold; of one that is sold today the credit tells today's vols.
    pub opened: f64,
    /// Whether it is closed: then it holds nothing.
    pub closed: bool,
    /// What it was bought back for, where it is closed; 0 where it expired worthless, `None` while that is not typed.
    pub closed_at: Option<Points>,
    /// What the long put trades at, where typed; the model's price otherwise.
    pub long_put_price: Option<Points>,
    /// The short put.
    pub short_put_price: Option<Points>,
    /// The short call.
    pub short_call_price: Option<Points>,
    /// The long call.
    pub long_call_price: Option<Points>,
    /// Fee per contract and leg.
    pub fee: Usd,
}

impl Default for CondorPlan {
    fn default() -> Self {
        CondorPlan {
            contracts: 5.0,
            days: 45.0,
            settles: Settlement::Pm,
            strikes_by: StrikeRule::Delta,
            rolled_by: StrikeRule::Delta,
            long_put: Points(5970.0),
            short_put: Points(6020.0),
            short_call: Points(6720.0),
            long_call: Points(6770.0),
            delta: 0.16,
            multiple: 1.1,
            width: Points(50.0),
            vol_shift: Vol(0.0),
            fill: None,
            put_credit: Points(0.0),
            opened: 0.0,
            closed: false,
            closed_at: None,
            long_put_price: None,
            short_put_price: None,
            short_call_price: None,
            long_call_price: None,
            fee: Usd(1.0),
        }
    }
}

impl CondorPlan {
    /// Condors that are held: none of a closed trade.
    pub fn held(&self) -> f64 {
        if self.closed { 0.0 } else { self.contracts }
    }

    /// The rule by which its strikes are found when it is rolled.
    pub fn roll_rule(&self) -> StrikeRule {
        if self.strikes_by == StrikeRule::Level { self.rolled_by } else { self.strikes_by }
    }

    /// How wide its wings are, puts and calls: its own where the strikes are levels, and those that its roll keeps.
    pub fn wings(&self) -> [Points; 2] {
        match self.strikes_by {
            StrikeRule::Level => [self.short_put.0 - self.long_put.0, self.long_call.0 - self.short_call.0].map(Points),
            _ => [self.width; 2],
        }
    }

    /// Calendar days until it settles: those to the close of its expiry day, 6.5 hours fewer at the open; not negative.
    pub fn days_left(&self) -> f64 {
        (self.days - self.settles.early()).max(0.0)
    }

    /// Whether it has settled by today's close.
    pub fn has_expired(&self) -> bool {
        self.days_left() <= 0.0
    }

    /// Writes the strikes that its rule has found as levels, lowest first, and keeps the rule for its roll.
    pub fn write_down(&mut self, strikes: [Points; 4]) {
        self.rolled_by = self.roll_rule();
        self.set_levels(strikes);
    }

    /// Writes the four strikes as levels, lowest first.
    pub fn set_levels(&mut self, strikes: [Points; 4]) {
        self.strikes_by = StrikeRule::Level;
        [self.long_put, self.short_put, self.short_call, self.long_call] = strikes;
    }

    /// Writes the credit down that it was sold for. What was typed of the put side stays where it was a part of a credit.
    pub fn set_credit(&mut self, credit: Points) {
        if self.fill.is_none() {
            self.put_credit = Points(0.0);
        }
        self.fill = Some(credit);
    }

    /// Typed price of each leg, lowest strike first.
    pub fn prices(&self) -> [Option<Points>; 4] {
        [self.long_put_price, self.short_put_price, self.short_call_price, self.long_call_price]
    }

    /// Writes the four prices, lowest strike first; `None` lets a leg follow the model.
    pub fn set_prices(&mut self, prices: [Option<Points>; 4]) {
        [self.long_put_price, self.short_put_price, self.short_call_price, self.long_call_price] = prices;
    }
}
