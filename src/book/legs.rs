//! Legs: the hedge of a plan bought at the model's prices, and what each leg gains in a scenario.

use crate::book::resolve::Book;
use crate::holdings::chain::Chain;
use crate::holdings::etp::Etp;
use crate::holdings::leg::{Leg, Valuation};
use crate::holdings::vix_layer::{Layer, strike_of};
use crate::market::Market;
use crate::plan::fault::Fault;
use crate::plan::{EtpKind, Plan};
use crate::shock::Scenario;
use crate::units::{Usd, Vol};
use crate::words::number;

/// Highest strike of a VIX option that a plan may hold, points.
const HIGHEST: f64 = 500.0;
/// Knobs of the spreads, shortest layer first.
const SPREADS: [&str; 3] = ["hedge.short.spread", "hedge.medium.spread", "hedge.long.spread"];

/// Everything that the hedge holds.
pub(super) struct Legs {
    /// Shortest first; a layer that is off holds nothing.
    pub layers: Vec<Layer>,
    /// Exchange-traded product.
    pub etp: Option<Etp>,
    /// Leg on the chain.
    pub chain: Option<Chain>,
}

/// The legs of a plan on today's market.
///
/// # Errors
/// A call spread whose upper strike lies beyond [`HIGHEST`].
pub(super) fn legs(plan: &Plan, market: &Market) -> Result<Legs, Vec<Fault>> {
    let hedge = &plan.hedge;
    let mut faults = Vec::new();
    for ((_, layer), knob) in hedge.layers().into_iter().zip(SPREADS) {
        let strike = strike_of(market, layer).0;
        let upper = strike + layer.spread.0;
        if layer.spread.0 > 0.0 && upper > HIGHEST {
            let text = format!(
                "A spread {} wide over a strike of {} sells a call at {}: strikes go up to {HIGHEST}.",
                number(layer.spread.0),
                number(strike),
                number(upper)
            );
            faults.push(Fault::new(knob, text, Some((HIGHEST - strike).max(0.0).floor())));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let buy =
        |(name, layer)| Layer::bought(market, name, layer, crate::plan::LayerPlan::held(layer, plan.condor.contracts));
    let e = &hedge.etp;
    let of = |quantity| Etp::shares(market, e.leverage.factor(), e.price.0, quantity, e.first_days);
    let c = &hedge.chain;
    let token = plan.market.token_price.0;
    let today = Valuation { market, days: 0.0, token, token_vol: plan.market.token_vol };
    Ok(Legs {
        layers: hedge.layers().into_iter().map(buy).collect(),
        etp: match e.kind {
            EtpKind::None => None,
            EtpKind::Shares => Some(of(e.shares)),
            EtpKind::Calls => Some(of(e.contracts).as_calls(market, e.days, e.otm.0)),
        },
        chain: Chain::terms(c.kind, token, c.days, [c.put_otm.0, c.call_otm.0], c.funding.0)
            .map(|terms| Chain::bought(terms, c.tokens, &today)),
    })
}

impl Book {
    /// Every leg, layers first; layers that are off or hold nothing included.
    pub fn legs(&self) -> impl Iterator<Item = Leg<'_>> {
        let layers = self.layers.iter().map(Leg::Layer);
        layers.chain(self.etp.iter().map(Leg::Etp)).chain(self.chain.iter().map(Leg::Chain))
    }

    /// What legs are priced on in a scenario. Their token is the market's, whatever the pools hold.
    pub fn then<'a>(&self, scenario: &'a Scenario) -> Valuation<'a> {
        let market = &self.plan.market;
        Valuation {
            market: &scenario.market,
            days: scenario.days,
            token: market.token_price.0 * scenario.returns[market.token as usize].exp(),
            token_vol: self.token_vol_in(scenario),
        }
    }

    /// What legs are priced on today.
    pub fn today(&self) -> Valuation<'_> {
        let market = &self.plan.market;
        Valuation { market: &self.market, days: 0.0, token: market.token_price.0, token_vol: market.token_vol }
    }

    fn token_vol_in(&self, scenario: &Scenario) -> Vol {
        self.shock.token_vol(self.plan.market.token_vol, scenario.vix_ratio)
    }

    /// P&L of the legs that hang on VIX: layers and the exchange-traded product.
    pub fn vix_legs_pnl(&self, scenario: &Scenario) -> f64 {
        let layers: f64 = self.layers.iter().map(|layer| layer.pnl(&scenario.market, scenario.days)).sum();
        layers + self.etp.map_or(0.0, |etp| etp.pnl(&self.then(scenario)))
    }

    /// P&L of the leg on the chain.
    pub fn chain_pnl(&self, scenario: &Scenario) -> f64 {
        self.chain.map_or(0.0, |chain| chain.pnl(&self.then(scenario)))
    }

    /// P&L of every leg.
    pub fn hedge_pnl(&self, scenario: &Scenario) -> f64 {
        self.vix_legs_pnl(scenario) + self.chain_pnl(scenario)
    }

    /// Dollars a year that the VIX-linked legs and the leg on the chain cost while nothing happens; legs of 21 days
    /// or fewer, which have no such cost, are left out.
    pub fn carries(&self) -> [Usd; 2] {
        let today = self.today();
        let sum = |is_chain: bool| {
            let legs = self.legs().filter(|leg| matches!(leg, Leg::Chain(_)) == is_chain);
            legs.filter_map(|leg| leg.carry(&today)).sum()
        };
        [sum(false), sum(true)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::black::{OptionGreeks, Side, price};
    use crate::plan::{ChainKind, EtpLeverage};
    use crate::units::{Points, Years};

    fn full() -> Plan {
        let mut plan = Plan::default();
        plan.hedge.etp.kind = EtpKind::Calls;
        plan.hedge.etp.leverage = EtpLeverage::OneAndHalf;
        plan.hedge.chain.kind = ChainKind::Strangle;
        plan
    }

    #[test]
    fn the_legs_add_up_to_the_hedge() {
        let Ok(book) = Book::resolve(&full()) else { unreachable!() };
        let scenario = book.shock.as_set(0.0);
        let sum: f64 = book.legs().map(|leg| leg.pnl(&book.then(&scenario))).sum();
        assert!((sum - book.hedge_pnl(&scenario)).abs() < 1e-9, "{sum}");
        assert_eq!(
            book.legs().map(Leg::id).collect::<Vec<_>>(),
            ["hedge.short", "hedge.medium", "hedge.long", "hedge.etp", "hedge.chain"]
        );
    }

    #[test]
    fn a_spread_that_ends_beyond_every_strike_is_refused_in_words() {
        let mut plan = Plan::default();
        (plan.hedge.long.strike, plan.hedge.long.spread) = (Some(Points(400.0)), Points(150.0));
        let faults = Book::resolve(&plan).err().map(|error| error.faults).unwrap_or_default();
        assert_eq!((faults.len(), faults[0].at.row, faults[0].repair), (1, "hedge.long.spread", Some(100.0)));
        assert!(faults[0].text.contains("550"), "{}", faults[0].text);
    }

    #[test]
    fn a_layer_that_is_off_holds_nothing_and_keeps_its_row() {
        let mut plan = Plan::default();
        plan.hedge.short.on = false;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        assert!(book.layers[0].contracts == 0.0 && book.layers[0].strike.0 > 0.0 && book.layers.len() == 3);
    }

    #[test]
    fn a_call_spread_is_the_difference_of_two_calls_at_every_age() {
        let mut plan = Plan::default();
        (plan.hedge.long.spread, plan.hedge.long.contracts) = (Points(15.0), Some(3.0));
        let Ok(spread) = Book::resolve(&plan) else { unreachable!() };
        let Some(wing) = spread.layers[2].wing else { unreachable!() };
        let mut at = |strike: Points| {
            (plan.hedge.long.spread, plan.hedge.long.strike) = (Points(0.0), Some(strike));
            Book::resolve(&plan).ok()
        };
        let (Some(near), Some(far)) = (at(spread.layers[2].strike), at(wing)) else { unreachable!() };
        for (vix, days) in [(9.0, 5.0), (17.0, 21.0), (45.0, 5.0), (80.0, 160.0)] {
            let pnl = |book: &Book| book.layers[2].pnl(&book.shock_over(days).on_link(Points(vix), 0.0).market, days);
            assert!((pnl(&spread) - (pnl(&near) - pnl(&far))).abs() < 1e-9);
        }
    }

    fn with(kind: ChainKind) -> Book {
        let mut plan = Plan::default();
        plan.hedge.chain.kind = kind;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn the_vault_is_the_puts_sold() {
        let (puts, vault) = (with(ChainKind::Put), with(ChainKind::Vault));
        for vix in [12.0, 17.0, 45.0, 120.0] {
            let pnl = |book: &Book| book.chain_pnl(&book.shock.on_link(Points(vix), 0.0));
            assert!((pnl(&puts) + pnl(&vault)).abs() < 1e-9 && pnl(&puts) != 0.0);
        }
        assert_eq!(vault.chain.map(|leg| leg.outlay().0), puts.chain.map(|leg| -leg.outlay().0));
        assert!(vault.carries()[1].0 < 0.0 && puts.carries()[1].0 > 0.0);
    }

    #[test]
    fn the_squared_perpetual_is_the_square_after_funding() {
        let book = with(ChainKind::Squared);
        let Some(leg) = book.chain else { unreachable!() };
        let then = Valuation { token: 0.5 * leg.entry, days: 252.0, ..book.today() };
        assert!((leg.value_of_one(&then) - 0.25 * leg.entry * (-0.3f64).exp()).abs() < 1e-9);
        assert_eq!(leg.premium, leg.entry);
    }

    #[test]
    fn a_settled_leg_pays_intrinsic() {
        let Some(leg) = with(ChainKind::Strangle).chain else { unreachable!() };
        let book = with(ChainKind::Strangle);
        let then = Valuation { token: 2000.0, days: 100.0, ..book.today() };
        assert_eq!(leg.value_of_one(&then), 3200.0 * 0.85 - 2000.0);
        let then = Valuation { token: 4000.0, ..then };
        assert!((leg.value_of_one(&then) - (4000.0 - 3200.0 * 1.15)).abs() < 1e-9);
    }

    fn difference(one: OptionGreeks, other: OptionGreeks) -> OptionGreeks {
        OptionGreeks {
            delta: one.delta - other.delta,
            gamma: one.gamma - other.gamma,
            vega: one.vega - other.vega,
            theta: one.theta - other.theta,
        }
    }

    /// Central differences of a price of (driver, vol, days).
    fn slopes(at: impl Fn(f64, f64, f64) -> f64, [x, vol, days]: [f64; 3]) -> OptionGreeks {
        let (dx, dv, dt) = (1e-3 * x, 1e-5, 1e-3);
        OptionGreeks {
            delta: (at(x + dx, vol, days) - at(x - dx, vol, days)) / (2.0 * dx),
            gamma: (at(x + dx, vol, days) - 2.0 * at(x, vol, days) + at(x - dx, vol, days)) / (dx * dx),
            vega: 0.01 * (at(x, vol + dv, days) - at(x, vol - dv, days)) / (2.0 * dv),
            theta: -(at(x, vol, days + dt) - at(x, vol, days - dt)) / (2.0 * dt),
        }
    }

    fn near(got: OptionGreeks, want: OptionGreeks) {
        for (got, want) in
            [(got.delta, want.delta), (got.gamma, want.gamma), (got.vega, want.vega), (got.theta, want.theta)]
        {
            assert!((got - want).abs() <= 2e-5 * want.abs() + 1e-9, "{got} {want}");
        }
    }

    fn with_plan(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn a_layers_greeks_are_the_slopes_of_its_price_and_a_spreads_the_difference_of_two() {
        for width in [0.0, 12.0] {
            let book = with_plan(|plan| plan.hedge.medium.spread = Points(width));
            let layer = &book.layers[1];
            let today = book.today();
            let smile = book.market.vix_smile(Years::from_calendar_days(layer.days));
            let rate = book.market.rate.0;
            let of = |strike: f64| {
                let at =
                    |f: f64, v: f64, d: f64| 100.0 * layer.contracts * price(Side::Call, f, strike, v, d / 365.0, rate);
                slopes(at, [smile.future, smile.vol(strike).0, layer.days])
            };
            let wing = layer.wing.map_or(OptionGreeks::default(), |wing| of(wing.0));
            near(Leg::Layer(layer).greeks(&today), difference(of(layer.strike.0), wing));
        }
    }

    #[test]
    fn calls_on_the_product_and_its_shares_have_the_slopes_of_their_price() {
        let book = with_plan(|plan| plan.hedge.etp.kind = EtpKind::Calls);
        let (Some(etp), rate) = (book.etp, book.market.rate.0) else { unreachable!() };
        let Some(calls) = etp.calls else { unreachable!() };
        let at = |s: f64, v: f64, d: f64| {
            let t = d / 365.0;
            100.0 * etp.quantity * price(Side::Call, s * (rate * t).exp(), calls.strike, v, t, rate)
        };
        near(Leg::Etp(&etp).greeks(&book.today()), slopes(at, [etp.price, etp.vol(&book.market).0, calls.days]));
        let shares = with_plan(|plan| plan.hedge.etp.kind = EtpKind::Shares);
        assert_eq!(shares.legs().nth(3).map(|leg| leg.greeks(&shares.today()).delta), Some(100.0));
    }

    #[test]
    fn every_leg_on_the_chain_has_the_slopes_of_its_price() {
        for kind in [ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault] {
            let book = with_plan(|plan| plan.hedge.chain.kind = kind);
            let Some(chain) = book.chain else { unreachable!() };
            let today = book.today();
            let days = chain.days().unwrap_or(100.0);
            let at = |token: f64, vol: f64, left: f64| {
                let then = Valuation { token, token_vol: Vol(vol), days: (days - left) * 252.0 / 365.0, ..today };
                chain.pnl(&then)
            };
            near(Leg::Chain(&chain).greeks(&today), slopes(at, [today.token, today.token_vol.0, days]));
        }
    }
}
