//! Shock: VIX moves, and SPX, the token, vols, fees and the peg follow unless the person holds them.

pub mod base_rate;
pub mod closes;
pub mod explosions;
pub mod path;
pub mod spot_vol;
pub mod token;

use std::sync::Arc;

use crate::holdings::world::{Close, TokenTerms, Tokens, World};
use crate::market::Market;
use crate::market::futures::shocked_vvix;
use crate::plan::{EventPlan, MarketPlan, ResponsePlan, Token, VixOf};
use crate::shock::spot_vol::{Link, VIX_RANGE};
use crate::shock::token::{Answer, Response};
use crate::units::clock::Clock;
use crate::units::{Frac, Points, Usd, Vol};

/// VIX gained per standard deviation of a macro surprise, in logs.
const SURPRISE: f64 = 0.06;
/// Below this price of a quote token the depth is that of a broken peg.
const BROKEN_PEG: f64 = 0.98;

/// A shock on a market: fixed terms, evaluated at any VIX.
#[derive(Clone, Debug)]
pub struct Shock {
    /// Today.
    pub today: Market,
    /// What happens.
    pub event: EventPlan,
    /// How the world answers.
    pub response: ResponsePlan,
    /// What passes with its trading days.
    pub clock: Clock,
    /// The book's tokens, the market's first.
    pub tokens: Tokens,
    /// Dollars for one of the market's token today.
    pub token_price: Usd,
    /// Its volatility today.
    pub token_vol: Vol,
    link: Link,
    /// VIX as set where that is calmer than VIX was ever seen to become within the event's own days.
    calmer: Option<Points>,
    aged: crate::market::curve::Curve,
    /// Time passed by its day, in 252nds of a year.
    passed: f64,
    /// The closes on the way, where they are known.
    closes: Option<Arc<[Close]>>,
}

/// VIX after an event as set, macro surprise included; today's level while untouched.
fn vix_of(event: &EventPlan, today: Points) -> Points {
    surprised(event.vix.unwrap_or(today), event.surprise)
}

/// VIX at `set` after surprises of so many standard deviations together, held in VIX's range. Model book 8.
pub fn surprised(set: Points, deviations: f64) -> Points {
    let moved = set.0 * (SURPRISE * deviations).exp();
    Points(moved.clamp(VIX_RANGE[0].min(set.0), VIX_RANGE[1].max(set.0)))
}

/// VIX as set, where that is calmer than it was ever seen to become within the event's days.
fn calmer_than_seen(link: &Link, event: &EventPlan, today: Points) -> Option<Points> {
    let is_set = event.vix.is_some() || event.surprise != 0.0;
    Some(vix_of(event, today)).filter(|vix| is_set && vix.0 < link.calmest().0)
}

/// The tokens of one shock at one VIX.
pub struct TokenMoves<'a> {
    shock: &'a Shock,
    vix: Points,
    /// How each token answers and the log move that it is held at, the market's first.
    responses: Vec<(Response, Option<f64>)>,
}

impl TokenMoves<'_> {
    /// Moves the tokens of a world to `z` residual deviations from where SPX and VIX put them.
    pub fn apply(&self, world: &mut World, spx_return: f64, z: f64) {
        for ((response, held), log) in self.responses.iter().zip(world.returns.iter_mut()) {
            *log = self.shock.return_by(response, *held, self.vix, [spx_return, z]);
        }
        world.token = self.shock.token_price.0 * world.log_return(Some(0)).exp();
    }
}

impl Shock {
    /// An event on today's market, its own days long.
    pub fn new(today: Market, plan: &MarketPlan, tokens: Tokens, event: EventPlan, response: ResponsePlan) -> Shock {
        let link = Link::new(today.calibration.vix, event.days, response.severity);
        let clock = Clock(plan.today);
        let (aged, passed) = (today.curve.aged(clock.calendar_days(event.days)), clock.passed(event.days));
        let (token_price, token_vol) = (plan.token_price, plan.token_vol);
        let calmer = calmer_than_seen(&link, &event, today.calibration.vix);
        Shock {
            today,
            event,
            response,
            clock,
            tokens,
            token_price,
            token_vol,
            link,
            calmer,
            aged,
            passed,
            closes: None,
        }
    }

    /// Another event on the same market, answered by the same response; nobody knows the way to it.
    pub fn with_event(&self, event: EventPlan) -> Shock {
        let link = Link::new(self.today.calibration.vix, event.days, self.response.severity);
        let aged = self.today.curve.aged(self.clock.calendar_days(event.days));
        let passed = self.clock.passed(event.days);
        let calmer = calmer_than_seen(&link, &event, self.today.calibration.vix);
        Shock { event, link, calmer, aged, passed, closes: None, ..self.clone() }
    }

    /// Another event, answered by another response.
    pub fn with(&self, event: EventPlan, response: ResponsePlan) -> Shock {
        Shock { response, ..self.clone() }.with_event(event)
    }

    /// The same event with the closes on the way to it.
    pub fn by_way_of(self, closes: Arc<[Close]>) -> Shock {
        Shock { closes: Some(closes), ..self }
    }

    /// Another event a part `s` of the way to this one: each close that is known goes as far, in logs of SPX and VIX.
    pub fn part(&self, event: EventPlan, s: f64) -> Shock {
        let (spx, vix) = (self.today.spx.0, self.today.calibration.vix.0);
        let level = |now: f64, then: f64| now * (then / now).powf(s);
        let short = |close: &Close| Close { spx: level(spx, close.spx), vix: level(vix, close.vix), ..*close };
        let closes = self.closes.as_ref().map(|closes| closes.iter().map(short).collect());
        Shock { closes, ..self.with_event(event) }
    }

    /// The same event over another horizon, trading days.
    pub fn over(&self, days: f64) -> Shock {
        // What was set for the event's own days is as calm whatever the day.
        Shock { calmer: self.calmer, ..self.with_event(EventPlan { days, ..self.event.clone() }) }
    }

    /// So many trading days in which nothing is set by hand: how likely a world is says only the response. VIX is read by
    /// the calendar as the event reads it, of today or of its date (model book 10).
    pub fn calm(&self, days: f64) -> Shock {
        let vix = self.event.vix.map(|_| self.today.calibration.vix);
        self.with_event(EventPlan { vix, ..EventPlan::calm(days) })
    }

    /// The world so many trading days on with VIX, SPX and tokens where they are: only time and events have passed.
    pub fn untouched(&self, days: f64) -> World {
        let calm = self.with_event(EventPlan::calm(days));
        calm.still(calm.vix(), 0.0)
    }

    /// Time that has passed on the shock's day, in 252nds of a year.
    pub fn passed(&self) -> f64 {
        self.passed
    }

    /// Calendar days from today to the shock's day.
    pub fn calendar_days(&self) -> f64 {
        self.clock.calendar_days(self.event.days)
    }

    /// The spot–vol link of this horizon and severity.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// VIX after the shock as set, macro surprise included; today's level while untouched.
    pub fn vix(&self) -> Points {
        vix_of(&self.event, self.today.calibration.vix)
    }

    /// Whether VIX stays untouched.
    pub fn is_vix_untouched(&self) -> bool {
        self.event.vix.is_none() && self.event.surprise == 0.0
    }

    /// Whether VIX counts the events of the 30 calendar days from the shock's date, not from today: model book 10.
    pub fn is_vix_of_date(&self) -> bool {
        match self.response.vix_of {
            VixOf::Today => false,
            VixOf::Date => true,
            VixOf::Auto => self.event.vix.is_some(),
        }
    }

    /// SPX log return: as set, or on the link at this VIX.
    pub fn spx_return(&self, vix: Points) -> f64 {
        match self.event.spx {
            Some(Frac(x)) => x.ln_1p(),
            None => self.link.spx_return(vix).0,
        }
    }

    /// VIX that goes with an SPX log return: on the link, or as the slider holds it where SPX is free.
    pub fn vix_for(&self, spx_return: f64) -> Points {
        if self.event.spx.is_some() { self.vix() } else { self.link.vix_from(spx_return, self.calmest()) }
    }

    /// The lowest VIX that is read from SPX: what was ever seen within so many days, or the shock itself where the person
    /// sets it calmer, so that no higher SPX has a higher VIX. Model book 8.
    pub fn calmest(&self) -> Points {
        let seen = self.link.calmest();
        self.calmer.filter(|calmer| calmer.0 < seen.0).unwrap_or(seen)
    }

    /// Response of the market's token at this VIX, overrides and correlation stress included.
    pub fn market_response(&self, vix: Points) -> Response {
        self.response_of(0, vix)
    }

    /// Response of one of the book's tokens. Betas of the response belong to the market's token, a pool's own to its.
    fn response_of(&self, place: usize, vix: Points) -> Response {
        let Some(terms) = self.tokens.iter().nth(place) else { return Response::default() };
        let fitted = Response::fitted(terms.token, self.today.calibration.vix, vix);
        let ([beta_spx, beta_vix], residual) = self.typed_for(place, terms);
        let scaled = fitted.with_betas(beta_spx, beta_vix).scaled_to(terms.token, terms.vol).with_residual(residual);
        scaled.stressed(vix, self.response.correlation)
    }

    /// Betas and residual that are typed for one of the book's tokens.
    fn typed_for(&self, place: usize, terms: &TokenTerms) -> ([Option<f64>; 2], Option<Vol>) {
        if place == 0 {
            ([self.response.beta_spx, self.response.beta_vix], self.response.residual)
        } else {
            (terms.betas, None)
        }
    }

    /// How each of the book's tokens answers on a day of its own, correlation stress apart.
    pub fn answers(&self) -> Vec<Answer> {
        let of = |(place, terms): (usize, &TokenTerms)| {
            let (betas, residual) = self.typed_for(place, terms);
            Answer::of(terms.token, betas, terms.vol, residual)
        };
        self.tokens.iter().enumerate().map(of).collect()
    }

    /// How every token answers at this VIX: set up once for many SPX moves.
    pub fn token_moves(&self, vix: Points) -> TokenMoves<'_> {
        let of = |place| (self.response_of(place, vix), self.held(place));
        let responses = (0..self.tokens.count()).map(of).collect();
        TokenMoves { shock: self, vix, responses }
    }

    /// Log return of the market's token given SPX's, `z` standard deviations of its residual away; crypto-only crash
    /// included.
    pub fn token_return(&self, vix: Points, spx_return: f64, z: f64) -> f64 {
        self.return_by(&self.market_response(vix), self.held(0), vix, [spx_return, z])
    }

    /// The log move that one of the book's tokens is held at. One held for the market's token holds for each that has
    /// none of its own: house choice.
    fn held(&self, place: usize) -> Option<f64> {
        let own = match self.tokens.iter().nth(place).filter(|_| place > 0).map(|terms| terms.token) {
            Some(Token::Eth) => self.event.eth,
            Some(Token::Btc) => self.event.btc,
            Some(Token::Own) | None => None,
        };
        own.or(self.event.token).map(|held| held.0.ln_1p())
    }

    /// Log return of a token, held at a move or by its response to SPX's log return.
    fn return_by(&self, response: &Response, held: Option<f64>, vix: Points, [spx_return, z]: [f64; 2]) -> f64 {
        let linked = match held {
            Some(log) => log,
            None => {
                response.beta_spx * spx_return
                    + response.beta_vix * (vix.0 - self.today.calibration.vix.0)
                    + self.response.beta_dollar * self.event.dollar.0
                    + self.response.beta_differential * self.event.differential.0
            }
        };
        linked + z * response.deviation(self.event.days) + self.event.crypto.0.ln_1p()
    }

    /// The world with VIX at `vix` and SPX moved by `spx_return` (log), the tokens `z` residual deviations from where
    /// these put them.
    pub fn world(&self, vix: Points, spx_return: f64, z: f64) -> World {
        let mut world = self.still(vix, spx_return);
        self.token_moves(vix).apply(&mut world, spx_return, z);
        world
    }

    /// The world with VIX and SPX moved and the tokens where they were.
    pub fn still(&self, vix: Points, spx_return: f64) -> World {
        let ratio = vix.0 / self.today.calibration.vix.0;
        let vvix = self.event.vvix.unwrap_or_else(|| shocked_vvix(self.today.calibration.vvix, ratio));
        let token_vol = self.event.token_vol.unwrap_or(Vol(self.token_vol.0 * ratio.powf(token::VOL_ELASTICITY)));
        World {
            market: Market {
                spx: Points(self.today.spx.0 * spx_return.exp()),
                curve: if self.is_vix_of_date() { self.aged.moved_to(vix) } else { self.aged.moved_as_today(vix) },
                rate: Frac(self.today.rate.0 + self.event.rate.0),
                vvix,
                ..self.today.clone()
            },
            days: self.passed,
            token: self.token_price.0,
            token_vol,
            returns: vec![0.0; self.tokens.count()],
            peg: self.event.peg.0,
            vix_ratio: ratio,
            vol_multiple: token_vol.0 / self.token_vol.0,
            fee_multiple: self.event.fee_multiple.unwrap_or(ratio),
            gas_multiple: self.event.gas_multiple.unwrap_or_else(|| ratio.powf(2.5).clamp(1.0, 50.0)),
            depth: self.event.depth.unwrap_or(if self.event.peg.0 < BROKEN_PEG {
                0.05
            } else {
                (1.0 / ratio).min(1.0)
            }),
            loan_rate_change: self.event.rate.0 + self.response.loan_differential * self.event.differential.0,
            differential: self.event.differential.0,
            closes: self.closes.clone(),
        }
    }

    /// The world as the person set it, the tokens `z` residual deviations from their expected move.
    pub fn as_set(&self, z: f64) -> World {
        self.as_set_off(0.0, z)
    }

    /// The same with SPX's log return this much off what is set or linked.
    pub fn as_set_off(&self, spx_error: f64, z: f64) -> World {
        let vix = self.vix();
        self.world(vix, self.spx_return(vix) + spx_error, z)
    }

    /// The world on the link at this VIX: SPX follows (even where the person holds it free), the tokens too.
    pub fn on_link(&self, vix: Points, z: f64) -> World {
        self.world(vix, self.link.spx_return(vix).0, z)
    }
}
