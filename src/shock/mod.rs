//! Shock: VIX moves, and SPX, the token, vols, fees and the peg follow unless the person holds them.

pub mod explosions;
pub mod path;
pub mod spot_vol;
pub mod token;

use crate::market::Market;
use crate::market::futures::shocked_vvix;
use crate::plan::{ShockPlan, Token};
use crate::shock::spot_vol::Link;
use crate::shock::token::Response;
use crate::units::{CALENDAR_DAYS, Frac, Points, TRADING_DAYS, Usd, Vol};

/// VIX range of the model.
pub const VIX_RANGE: [f64; 2] = [9.0, 150.0];
/// VIX gained per standard deviation of a macro surprise, in logs.
const SURPRISE: f64 = 0.06;
/// Token log return per log change of the dollar.
const BETA_DOLLAR: f64 = -1.0;
/// Below this price of a quote token the depth is that of a broken peg.
const BROKEN_PEG: f64 = 0.98;

/// The world after a shock: what every instrument is priced on. Dollars, points, decimals as named.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Market then.
    pub market: Market,
    /// Trading days passed.
    pub days: f64,
    /// Token price in dollars.
    pub token: f64,
    /// Log return of every token (ETH, BTC), for positions with a token of their own; one residual moves both.
    pub returns: [f64; 2],
    /// Dollars a quote token is worth.
    pub peg: f64,
    /// VIX then over VIX before: drives vols, fees, gas and depth; 1 while VIX is untouched.
    pub vix_ratio: f64,
}

/// A shock on a market: fixed terms, evaluated at any VIX.
#[derive(Clone, Debug)]
pub struct Shock {
    /// Today.
    pub today: Market,
    /// What the person set.
    pub plan: ShockPlan,
    /// Which token.
    pub token: Token,
    /// Token price in dollars today.
    pub token_price: Usd,
    /// Whether the pool's base is a dollar itself: then only the peg moves it.
    pub is_stable_pair: bool,
    link: Link,
    aged: crate::market::curve::Curve,
}

/// The tokens of one shock at one VIX.
pub struct TokenMoves<'a> {
    shock: &'a Shock,
    vix: Points,
    /// ETH's, BTC's.
    responses: [Response; 2],
}

impl TokenMoves<'_> {
    /// Moves the tokens of a scenario to `z` residual deviations from where SPX and VIX put them.
    pub fn apply(&self, scenario: &mut Scenario, spx_return: f64, z: f64) {
        let shock = self.shock;
        let response = &self.responses[shock.token as usize];
        let own = if shock.is_stable_pair { 0.0 } else { shock.return_by(response, self.vix, spx_return, z) };
        scenario.token = shock.token_price.0 * own.exp();
        scenario.returns = self.returns(spx_return, own, z);
    }

    /// Log returns of both; the first pool's own is `own` unless its base is a dollar.
    fn returns(&self, spx_return: f64, own: f64, z: f64) -> [f64; 2] {
        let is_own = |i: usize| i == self.shock.token as usize && !self.shock.is_stable_pair;
        std::array::from_fn(|i| {
            if is_own(i) { own } else { self.shock.return_by(&self.responses[i], self.vix, spx_return, z) }
        })
    }
}

impl Shock {
    /// The shock of a plan, `days` trading days long (the plan's own or another horizon).
    pub fn new(
        today: Market,
        plan: &ShockPlan,
        days: f64,
        token: Token,
        token_price: Usd,
        is_stable_pair: bool,
    ) -> Shock {
        let link = Link::new(today.calibration.vix, days, plan.severity);
        let aged = today.curve.aged(days * CALENDAR_DAYS / TRADING_DAYS);
        let plan = ShockPlan { days, ..plan.clone() };
        Shock { today, plan, token, token_price, is_stable_pair, link, aged }
    }

    /// The spot–vol link of this horizon and severity.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// VIX after the shock as set, macro surprise included; today's level while untouched.
    pub fn vix(&self) -> Points {
        let set = self.plan.vix.unwrap_or(self.today.calibration.vix).0;
        Points((set * (SURPRISE * self.plan.surprise).exp()).clamp(VIX_RANGE[0].min(set), VIX_RANGE[1].max(set)))
    }

    /// Whether VIX stays untouched: the curve only ages, and events that pass take their variance with them.
    pub fn is_vix_untouched(&self) -> bool {
        self.plan.vix.is_none() && self.plan.surprise == 0.0
    }

    /// SPX log return: as set, or on the link at this VIX.
    pub fn spx_return(&self, vix: Points) -> f64 {
        match self.plan.spx {
            Some(Frac(x)) => x.ln_1p(),
            None => self.link.spx_return(vix).0,
        }
    }

    /// The token's response to SPX and VIX at this VIX, overrides and correlation stress included.
    pub fn response(&self, vix: Points) -> Response {
        self.response_of(self.token, vix)
    }

    /// Betas typed by hand belong to the token that they were typed for.
    fn response_of(&self, token: Token, vix: Points) -> Response {
        let before = self.today.calibration.vix;
        let fitted = Response::fitted(token, before, vix);
        let own = token == self.token;
        let typed = if own { fitted.with_betas(self.plan.beta_spx, self.plan.beta_vix) } else { fitted };
        typed.stressed(vix, self.plan.correlation)
    }

    /// How both tokens answer at this VIX: set up once for many SPX moves.
    pub fn token_moves(&self, vix: Points) -> TokenMoves<'_> {
        let responses = [Token::Eth, Token::Btc].map(|token| self.response_of(token, vix));
        TokenMoves { shock: self, vix, responses }
    }

    /// Token log return given SPX's, `z` standard deviations of its residual away; crypto-only crash included.
    pub fn token_return(&self, vix: Points, spx_return: f64, z: f64) -> f64 {
        if self.is_stable_pair {
            return 0.0;
        }
        self.return_by(&self.response(vix), vix, spx_return, z)
    }

    /// Log return of a token by its response. A move held by hand holds for each of them: house choice.
    fn return_by(&self, response: &Response, vix: Points, spx_return: f64, z: f64) -> f64 {
        let linked = match self.plan.token {
            Some(Frac(y)) => y.ln_1p(),
            None => {
                response.beta_spx * spx_return
                    + response.beta_vix * (vix.0 - self.today.calibration.vix.0)
                    + BETA_DOLLAR * self.plan.dollar.0
            }
        };
        linked + z * response.deviation(self.plan.days) + self.plan.crypto.0.ln_1p()
    }

    /// The world with VIX at `vix`, SPX moved by `spx_return` and the token by `token_return` (logs).
    pub fn scenario(&self, vix: Points, spx_return: f64, token_return: f64) -> Scenario {
        let before = self.today.calibration.vix;
        let ratio = vix.0 / before.0;
        let vvix = self.plan.vvix.unwrap_or_else(|| shocked_vvix(self.today.calibration.vvix, ratio));
        Scenario {
            market: Market {
                spx: Points(self.today.spx.0 * spx_return.exp()),
                curve: self.aged.moved_to(vix),
                rate: Frac(self.today.rate.0 + self.plan.rate.0),
                vvix,
                ..self.today.clone()
            },
            days: self.plan.days,
            token: self.token_price.0 * token_return.exp(),
            returns: self.token_moves(vix).returns(spx_return, token_return, 0.0),
            peg: self.plan.peg.0,
            vix_ratio: ratio,
        }
    }

    /// The world as the person set it, the token `z` residual deviations from its expected move.
    pub fn as_set(&self, z: f64) -> Scenario {
        let vix = self.vix();
        let spx_return = self.spx_return(vix);
        let mut scenario = self.scenario(vix, spx_return, 0.0);
        self.token_moves(vix).apply(&mut scenario, spx_return, z);
        if self.is_vix_untouched() {
            let market = Market { curve: self.aged.clone(), ..scenario.market };
            return Scenario { market, ..scenario };
        }
        scenario
    }

    /// The world on the link at this VIX: SPX follows (even where the person holds it free), the token too.
    pub fn on_link(&self, vix: Points, z: f64) -> Scenario {
        let spx_return = self.link.spx_return(vix).0;
        let mut scenario = self.scenario(vix, spx_return, 0.0);
        self.token_moves(vix).apply(&mut scenario, spx_return, z);
        scenario
    }

    /// Token volatility after VIX went to `ratio` times its level.
    pub fn token_vol(&self, vol: Vol, ratio: f64) -> Vol {
        self.plan.token_vol.unwrap_or(Vol(vol.0 * ratio.powf(token::VOL_ELASTICITY)))
    }

    /// Fee stream as a multiple of today's.
    pub fn fee_multiple(&self, ratio: f64) -> f64 {
        self.plan.fee_multiple.unwrap_or(ratio)
    }

    /// Gas as a multiple of today's.
    pub fn gas_multiple(&self, ratio: f64) -> f64 {
        self.plan.gas_multiple.unwrap_or_else(|| ratio.powf(2.5).clamp(1.0, 50.0))
    }

    /// Withdrawable depth as a multiple of today's.
    pub fn depth(&self, ratio: f64) -> f64 {
        if self.plan.peg.0 < BROKEN_PEG { 0.05 } else { (1.0 / ratio).min(1.0) }
    }
}
