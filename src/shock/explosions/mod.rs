//! Explosions: what really happened when VIX exploded, 1987–2026, from the lowest close before to the peak close.
//!
//! Facts computed from daily closes: Cboe VIX (VXO for 1987, so its level is not comparable), S&P 500, Cboe VVIX,
//! ETH and BTC in dollars over the same days; as of 2026-11-22. May 2021 and November 2022 were led by crypto: VIX
//! stayed low.
//!
//! [`Explosion::put_on`] is the one place that puts an explosion on today's market; source: model book 9. VIX goes to
//! today's level times the event's own ratio, held in 9 to 150, over the event's days; SPX and the tokens move as they
//! did, those without a market then by their betas. Everything else of the event is calm.

mod table;

use crate::plan::{EventPlan, Plan, ResponsePlan, Token};
use crate::shock::Shock;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::{Frac, Points, TRADING_DAYS};

pub use table::EXPLOSIONS;

/// Where the figures are from, for the person.
pub const SOURCE: &str = "daily closes of Cboe VIX (VXO in 1987) and the S&P 500, of ETH and BTC by Yahoo and CoinMarketCap; from the lowest VIX close before the explosion to its highest; as of 2026-11-22";

/// One explosion. Levels in points, moves as simple returns over the same days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Explosion {
    /// Forever.
    pub id: &'static str,
    /// On the chip.
    pub name: &'static str,
    /// What it was.
    pub what: &'static str,
    /// Date of the lowest VIX close.
    pub from: &'static str,
    /// Date of the highest VIX close.
    pub to: &'static str,
    /// Lowest VIX close.
    pub vix_from: f64,
    /// Highest VIX close.
    pub vix_to: f64,
    /// Trading days in between.
    pub days: f64,
    /// SPX.
    pub spx: f64,
    /// ETH; none before its data.
    pub eth: Option<f64>,
    /// BTC; none before its data.
    pub btc: Option<f64>,
    /// VVIX on both dates; none before its data.
    pub vvix: [Option<f64>; 2],
}

impl Explosion {
    /// Simple return of a token; `None` before its data, and for one without a history here.
    pub fn token_move(&self, token: Token) -> Option<f64> {
        match token {
            Token::Eth => self.eth,
            Token::Btc => self.btc,
            Token::Own => None,
        }
    }

    /// It as an event of a plan's market, in every field; tokens beside the market's where the plan holds them.
    pub fn event_on(&self, plan: &Plan) -> EventPlan {
        let market = &plan.market;
        let vix = market.vix.0 * self.vix_to / self.vix_from;
        let is_apart = |token: Token| market.token != token && plan.holds(token);
        let apart = |token: Token| self.token_move(token).filter(|_| is_apart(token)).map(Frac);
        EventPlan {
            // To a hundredth, as it is quoted.
            vix: Some(Points(((100.0 * vix).round() / 100.0).clamp(VIX_RANGE[0], VIX_RANGE[1]))),
            spx: Some(Frac(self.spx)),
            token: self.token_move(market.token).map(Frac),
            eth: apart(Token::Eth),
            btc: apart(Token::Btc),
            ..EventPlan::calm(self.days)
        }
    }

    /// The plan in this explosion: event, severity and correlation stress are its, no event of the calendar surprises,
    /// everything else stays.
    pub fn put_on(&self, plan: &Plan) -> Plan {
        let (event, response) = (self.event_on(plan), unforced(&plan.response));
        Plan { event, response, market: plan.market.without_surprises(), ..plan.clone() }
    }

    /// Whether the plan's shock is this explosion, and nothing else.
    pub fn stands_in(&self, plan: &Plan) -> bool {
        plan.event_as_it_comes() == self.event_on(plan) && plan.response == unforced(&plan.response)
    }
}

/// The person's response without what they made the shock harder by: betas and band stay.
pub fn unforced(response: &ResponsePlan) -> ResponsePlan {
    let ResponsePlan { severity, correlation, .. } = ResponsePlan::default();
    ResponsePlan { severity, correlation, ..response.clone() }
}

/// What happened, or what the model alone knows, on a shock's market: answered by [`unforced`].
pub fn answered(shock: &Shock, event: EventPlan) -> Shock {
    shock.with(event, unforced(&shock.response))
}

/// The explosion that stands in a plan as its shock.
pub fn standing(plan: &Plan) -> Option<&'static Explosion> {
    EXPLOSIONS.iter().find(|explosion| explosion.stands_in(plan))
}

/// Trading days of the model's own shocks: the same whatever stood before. House choice.
const WEEK: f64 = 5.0;

/// Two shocks of a week that only the model knows, from today's VIX, everything on the link: VIX two standard deviations of
/// VVIX up, and doubled. Name and event; to be [`answered`] as an explosion is.
pub fn of_model(plan: &Plan) -> [(&'static str, EventPlan); 2] {
    let (vix, vvix) = (plan.market.vix.0, plan.market.vvix.0);
    let two_sigma = vix * (2.0 * vvix / 100.0 * (WEEK / TRADING_DAYS).sqrt()).exp();
    [("2-sigma", two_sigma), ("Doubling", 2.0 * vix)].map(|(name, to)| {
        let to = ((10.0 * to).round() / 10.0).clamp(VIX_RANGE[0], VIX_RANGE[1]);
        (name, EventPlan { vix: Some(Points(to)), ..EventPlan::calm(WEEK) })
    })
}

/// The explosion with this id.
pub fn explosion(id: &str) -> Option<&'static Explosion> {
    EXPLOSIONS.iter().find(|explosion| explosion.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::knobs::{Group, KNOBS};
    use crate::plan::{MarketPlan, PoolPlan, PoolToken};
    use crate::shock::spot_vol::Link;

    #[test]
    fn the_link_misses_the_explosions_by_as_much_as_the_book_says() {
        // Model book 8 as corrected there: 1.9 too mild on average, mean absolute error 3.7 points, RMSE 5.1.
        let misses: Vec<f64> = EXPLOSIONS
            .iter()
            .map(|e| {
                let model = Link::new(Points(e.vix_from), e.days, 1.0).spx_return(Points(e.vix_to)).0.exp_m1();
                100.0 * (model - e.spx)
            })
            .collect();
        let n = misses.len() as f64;
        let mean = misses.iter().sum::<f64>() / n;
        let absolute = misses.iter().map(|m| m.abs()).sum::<f64>() / n;
        let rmse = (misses.iter().map(|m| m * m).sum::<f64>() / n).sqrt();
        assert!(
            (mean - 1.9).abs() < 0.05 && (absolute - 3.7).abs() < 0.05 && (rmse - 5.1).abs() < 0.05,
            "{mean} {absolute} {rmse}"
        );
    }

    /// A plan with every field of event and response turned.
    fn turned() -> Plan {
        let mut plan = Plan::default();
        for (i, knob) in KNOBS.iter().filter(|knob| knob.group == Group::Shock).enumerate() {
            let [low, high, step] = knob.range;
            let at = low + step * ((high - low) / step * (0.2 + 0.02 * i as f64)).floor();
            assert_eq!(knob.set(&mut plan, 0, Some(at)), Ok(()), "{}", knob.id);
        }
        plan.market.vix = Points(23.4);
        plan
    }

    #[test]
    fn an_explosion_sets_every_field_of_the_event_and_nothing_of_the_plan() {
        let (calm, forced) = (Plan { market: turned().market, ..Plan::default() }, turned());
        for explosion in EXPLOSIONS {
            let (a, b) = (explosion.put_on(&calm), explosion.put_on(&forced));
            assert_eq!(a.event, b.event, "{}", explosion.name);
            assert_eq!((b.response.severity, b.response.correlation), (1.0, 0.0));
            let back = Plan { event: forced.event.clone(), response: forced.response.clone(), ..b.clone() };
            assert_eq!(back, forced, "{}", explosion.name);
            assert_eq!(b.response.beta_spx, forced.response.beta_spx);
            assert!(explosion.stands_in(&b) && standing(&b) == Some(explosion) && standing(&forced).is_none());
        }
    }

    #[test]
    fn explosions_in_any_order_give_the_same_event() {
        for market in [MarketPlan::default(), MarketPlan { token: Token::Own, ..MarketPlan::default() }] {
            let plan = Plan { market, ..Plan::default() };
            for last in EXPLOSIONS {
                let alone = last.put_on(&plan);
                for (first, second) in EXPLOSIONS.iter().zip(EXPLOSIONS.iter().rev()) {
                    assert_eq!(last.put_on(&second.put_on(&first.put_on(&plan))), alone);
                }
            }
        }
    }

    #[test]
    fn vix_rises_by_the_events_own_ratio_and_no_farther_than_the_model_goes() {
        let mut plan = Plan::default();
        let to = |id: &str, plan: &Plan| explosion(id).and_then(|e| e.event_on(plan).vix).map(|vix| vix.0);
        assert_eq!(to("mar_2020", &plan), Some(102.76));
        assert_eq!(to("ftx_2022", &plan), Some(18.21));
        assert_eq!(to("oct_1987", &plan), Some(120.72));
        plan.market.vix = Points(40.0);
        assert_eq!((to("mar_2020", &plan), to("ftx_2022", &plan)), (Some(150.0), Some(42.86)));
    }

    #[test]
    fn tokens_move_as_they_did_where_they_traded() {
        let of = |token, id: &str| {
            let mut plan = Plan { market: MarketPlan { token, ..MarketPlan::default() }, ..Plan::default() };
            for other in [PoolToken::Eth, PoolToken::Btc] {
                plan.add(Holding::new(Terms::Pool(Box::new(PoolPlan { token: other, ..PoolPlan::default() }))));
            }
            explosion(id).map(|e| e.event_on(&plan)).map(|event| [event.token, event.eth, event.btc])
        };
        assert_eq!(of(Token::Eth, "mar_2020"), Some([Some(Frac(-0.611)), None, Some(Frac(-0.514))]));
        assert_eq!(of(Token::Btc, "mar_2020"), Some([Some(Frac(-0.514)), Some(Frac(-0.611)), None]));
        assert_eq!(of(Token::Own, "aug_2015"), Some([None, None, Some(Frac(-0.247))]));
        assert_eq!(of(Token::Eth, "oct_2008"), Some([None; 3]));
        // What the plan does not hold is not in the event.
        let alone = explosion("mar_2020").map(|e| e.event_on(&Plan::default()));
        assert!(alone.is_some_and(|event| event.token.is_some() && event.btc.is_none()));
    }

    #[test]
    fn ids_are_unique_and_dates_rise() {
        for pair in EXPLOSIONS.windows(2) {
            assert!(pair[0].id != pair[1].id && pair[0].to < pair[1].to && pair[0].from < pair[0].to);
        }
    }
}
