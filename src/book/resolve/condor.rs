//! Resolving a condor: its strikes by their rule, the vols that its credit and its prices tell, what is typed of its past.

use crate::book::leg_prices;
use crate::holdings::condor::Condor;
use crate::holdings::fill;
use crate::market::Market;
use crate::market::spx::SpxSmile;
use crate::options::strikes::{shorts_at_delta, shorts_at_move, with_wings};
use crate::plan::fault::Fault;
use crate::plan::{CondorPlan, StrikeRule};
use crate::units::{Points, Vol, Years};
use crate::words::number;

/// Short put and short call by a condor's rule, unrounded, on the smile of its expiry, hand shifts in it; SPX itself where
/// no strike has the delta. Typed strikes are no rule's: SPX too.
pub(crate) fn shorts_on(c: &CondorPlan, smile: &SpxSmile, spx: Points) -> [f64; 2] {
    let found = match c.strikes_by {
        StrikeRule::Level => None,
        StrikeRule::Delta => shorts_at_delta(smile, c.delta),
        StrikeRule::ExpectedMove => Some(shorts_at_move(smile, spx, c.multiple)),
    };
    found.unwrap_or([spx.0, spx.0])
}

fn strikes(c: &CondorPlan, market: &Market, wings: [Points; 2]) -> Result<[f64; 4], Fault> {
    if c.strikes_by == StrikeRule::Level {
        let typed = [c.long_put.0, c.short_put.0, c.short_call.0, c.long_call.0];
        let ids = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];
        let names = ["Long put", "Short put", "Short call", "Long call"];
        if let Some(i) = (1..4).find(|&i| typed[i] <= typed[i - 1]) {
            let text = format!(
                "{} {} must be above {} {}: strikes rise from long put to long call.",
                names[i],
                number(typed[i]),
                names[i - 1].to_ascii_lowercase(),
                number(typed[i - 1])
            );
            return Err(Fault::new(ids[i], text, Some(typed[i - 1] + 5.0)));
        }
        return Ok(typed);
    }
    let smile = market.spx_smile(Years::from_calendar_days(c.days_left())).shifted(c.vol_shift);
    let strikes = with_wings(shorts_on(c, &smile, market.spx), wings);
    if strikes[0] <= 0.0 && strikes[1] <= CondorPlan::default().width.0 && c.strikes_by == StrikeRule::ExpectedMove {
        let text = format!(
            "{} × the expected move puts the short put at {}: strikes must be above 0.",
            number(c.multiple),
            number(strikes[1])
        );
        return Err(Fault::new("condor.multiple", text, Some(CondorPlan::default().multiple)));
    }
    if strikes[0] <= 0.0 {
        let text = format!(
            "Wings {} wide put the long put at {}: strikes must be above 0.",
            number(wings[0].0),
            number(strikes[0])
        );
        return Err(Fault::new("condor.width", text, Some(50.0)));
    }
    Ok(strikes)
}

/// A condor of these strikes before anything is priced.
pub(crate) fn unpriced(c: &CondorPlan, strikes: [f64; 4]) -> Condor {
    Condor {
        strikes,
        contracts: c.held(),
        days: c.days_left(),
        sold_days: c.days_left() + c.opened,
        credit: 0.0,
        shift: c.vol_shift,
        offset: Vol(0.0),
        own: [None; 4],
        fee: c.fee.0,
        model_credit: 0.0,
        is_fill_in_range: true,
        settled: None,
    }
}

/// A condor's terms on a market.
pub(crate) fn resolved(c: &CondorPlan, market: &Market) -> Result<Condor, Fault> {
    with_wings_of(c, market, c.wings())
}

fn with_wings_of(c: &CondorPlan, market: &Market, wings: [Points; 2]) -> Result<Condor, Fault> {
    let strikes = strikes(c, market, wings)?;
    let expiry = Years::from_calendar_days(c.days_left());
    let smile = market.spx_smile(expiry).shifted(c.vol_shift);
    let mut condor = unpriced(c, strikes);
    condor.settled = (condor.days <= 0.0).then_some(market.spx.0);
    condor.model_credit = condor.value(market, expiry);
    condor.own = leg_prices::own_vols(c, &condor, &smile, market.rate)?;
    condor.credit = match c.fill {
        Some(fill) => fill.0,
        None if condor.own == [None; 4] => condor.model_credit,
        None => condor.value(market, expiry),
    };
    check_trade(c)?;
    // What was paid on an earlier day says nothing of today's vols. Where every leg has its own price there is nothing left
    // to shift. Either way the P&L starts at what the two differ by.
    if c.fill.is_some() && c.opened <= 0.0 && condor.settled.is_none() && condor.own.contains(&None) {
        let offset = fill::offset(&condor, &smile, market.rate.0);
        condor.is_fill_in_range = offset.is_some();
        condor.offset = offset.unwrap_or(Vol(0.0));
    }
    Ok(condor)
}

/// The condor that this one is rolled into today: sold by its rule of strikes, or the one for a roll where it has levels,
/// with `days` to its expiry, wings as wide and strikes and price on vols as far off the model's as they are now. `None`
/// where the rule finds no strikes.
pub fn rolled(c: &CondorPlan, held: &Condor, market: &Market, days: f64) -> Option<Condor> {
    let mut terms = CondorPlan {
        days,
        strikes_by: c.roll_rule(),
        vol_shift: Vol(c.vol_shift.0 + held.offset.0),
        fill: None,
        opened: 0.0,
        closed: false,
        ..c.clone()
    };
    terms.set_prices([None; 4]);
    with_wings_of(&terms, market, c.wings()).ok()
}

/// Whether what is typed of a trade's past can be.
fn check_trade(c: &CondorPlan) -> Result<(), Fault> {
    if c.closed && c.fill.is_none() {
        let text = "A closed condor needs the credit that it was sold for: type it, or switch Closed off.";
        return Err(Fault::new("condor.fill", text, None));
    }
    // What it settled at may be typed later.
    if c.closed && c.closed_at.is_none() && !c.has_expired() {
        let text = "A closed condor needs what it was bought back for: type that first, or 0.";
        return Err(Fault::new("condor.closed_at", text, None));
    }
    match c.fill {
        Some(fill) if c.put_credit.0 > 0.0 && c.put_credit.0 > fill.0 => {
            let [put, whole] = [c.put_credit.0, fill.0].map(number);
            let text = format!("The put side’s credit of {put} is more than the whole, {whole}.");
            Err(Fault::new("condor.put_credit", text, Some(fill.0.max(0.0))))
        }
        _ => Ok(()),
    }
}
