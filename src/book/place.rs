//! Place: where VIX, SPX, tokens, rate and time stand, each of which can be moved to another place's alone.

use crate::holdings::world::World;
use crate::plan::EventPlan;
use crate::shock::Shock;
use crate::units::Points;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Days, rate, peg and what is set by hand of vols, fees, gas and depth.
    pub event: EventPlan,
    /// VIX.
    pub vix: Points,
    /// Log return of SPX.
    pub spx_return: f64,
    /// Log return of each token, the market's first.
    pub returns: Vec<f64>,
}

/// What can be moved alone: SPX; VIX with its curve, VVIX, vols, fees, gas and depth; time; tokens with the peg; the rates.
pub const DRIVERS: usize = 5;

/// Which of them stand at the other place, in that order.
pub type Moved = [bool; DRIVERS];

impl Place {
    /// Where a shock puts everything.
    pub fn of(shock: &Shock) -> Place {
        let vix = shock.vix();
        let returns = shock.as_set(0.0).returns;
        Place { event: shock.event.clone(), vix, spx_return: shock.spx_return(vix), returns }
    }

    /// So many trading days on, everything where it is today.
    pub fn untouched(shock: &Shock, days: f64) -> Place {
        let vix = shock.today.calibration.vix;
        Place { event: EventPlan::calm(days), vix, spx_return: 0.0, returns: vec![0.0; shock.tokens.count()] }
    }

    /// The world there; of the shock's own place it is the shock's world to the bit.
    pub fn world(&self, shock: &Shock) -> World {
        self.moved(self, [false; DRIVERS], shock)
    }

    /// The world here with what is marked taken from another place. The curve has the level that VIX has at its place, beside
    /// events, on the date of time's: an event's passing is time's.
    pub fn moved(&self, to: &Place, [spx, vix, time, token, rate]: Moved, shock: &Shock) -> World {
        let of = |is_moved: bool| if is_moved { to } else { self };
        let on = |days: f64| {
            let event = EventPlan {
                days,
                peg: of(token).event.peg,
                rate: of(rate).event.rate,
                differential: of(rate).event.differential,
                ..of(vix).event.clone()
            };
            shock.with_event(event).still(of(vix).vix, of(spx).spx_return)
        };
        let days = of(time).event.days;
        let mut world = on(days);
        if vix != time {
            world.market.curve = on(of(vix).event.days).market.curve.dated_as(&world.market.curve);
        }
        world.returns.clone_from(&of(token).returns);
        world.token = shock.token_price.0 * world.log_return(Some(0)).exp();
        world
    }
}
