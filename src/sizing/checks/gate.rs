//! Gate: whether new condors may be opened at this VIX, and whether those held are rolled forward or back.
//!
//! Source: model book 12.

use serde::Serialize;

use crate::units::{Frac, Points, TRADING_DAYS, Vol};

/// Above this EDR condors are rolled forward, a share of the index a day.
pub const ROLL_EDR: f64 = 0.0094;
/// Above this VIX too.
pub const ROLL_VIX: f64 = 16.0;
/// Below the first every tier opens, above the second none does.
pub const GATES: [f64; 2] = [15.0, 20.0];
/// The presets' tiers, the safest first.
pub const TIERS: [&str; 3] = ["Conservative", "Balanced", "Aggressive"];
/// What the printed variant weighs VIX9D and HV20 by; the two do not add up to 1.
pub const PRINTED: [f64; 2] = [0.1, 0.5];

/// Expected daily range: one day's deviation that VIX9D says, VIX9D/√252 of the index.
pub fn edr(vix9d: Points) -> Frac {
    Frac(vix9d.0 / 100.0 / TRADING_DAYS.sqrt())
}

/// The variant as printed: m·(0.1·VIX9D + 0.5·HV20)/√252 with m in [0.8, 2]. Its weights sum to 0.6, so it is lower.
pub fn edr_as_printed(vix9d: Points, hv20: Vol, m: f64) -> Frac {
    let mixed = PRINTED[0] * vix9d.0 / 100.0 + PRINTED[1] * hv20.0;
    Frac(m * mixed / TRADING_DAYS.sqrt())
}

/// Where condors that are held go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// To a later expiry: EDR or VIX is above its trigger.
    Forward,
    /// To a nearer one: neither is.
    Back,
}

/// Which way to roll: forward when EDR is above 0.94 % or VIX above 16, back only when neither holds.
pub fn roll(edr: Frac, vix: Points) -> Roll {
    if edr.0 > ROLL_EDR || vix.0 > ROLL_VIX { Roll::Forward } else { Roll::Back }
}

/// Which tiers may be opened: below VIX 15 all three, to 20 the first two, above none. The hedge never pauses.
pub fn open_tiers(vix: Points) -> &'static [&'static str] {
    match vix.0 {
        v if v < GATES[0] => &TIERS,
        v if v <= GATES[1] => &TIERS[..2],
        _ => &[],
    }
}
