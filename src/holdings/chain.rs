//! A leg on the chain: options on the token, a perpetual on its square, or the vault that sells puts.
//!
//! Options by Black-76 on the token's forward P·e^((r + δ)T), δ the change of the rate differential, at the pool's own volatility, which a shock moves with VIX.
//! Source: model book 9.

use crate::holdings::world::ROLL_DAYS;
use crate::holdings::world::{Valuation, annualised};
use crate::options::black::{Side, price};
use crate::plan::ChainKind;
use crate::units::{CALENDAR_DAYS, TRADING_DAYS, Usd, Vol, Years};

/// What is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChainTerms {
    /// Options: strikes of the put and, in a strangle, of the call; calendar days; `sold` in the vault.
    Options {
        /// Put's strike, dollars.
        put: f64,
        /// Call's strike, dollars; none but in a strangle.
        call: Option<f64>,
        /// Calendar days to expiry at the valuation date.
        days: f64,
        /// Whether they are sold.
        sold: bool,
    },
    /// A token's worth of P², paying this funding a year.
    Squared {
        /// Continuous rate a year.
        funding: f64,
    },
}

/// The leg, bought (or sold) at the model's price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain {
    /// What is held.
    pub terms: ChainTerms,
    /// Tokens it is on, not negative.
    pub tokens: f64,
    /// Dollars a token at the valuation date.
    pub entry: f64,
    /// Paid a token, dollars; what is received in the vault.
    pub premium: f64,
}

/// Dollars for one option on one token priced `token`, of what discounts and what dollars earn over the token beyond it;
/// intrinsic once expired.
pub fn option(side: Side, token: f64, strike: f64, vol: Vol, left: Years, [rate, differential]: [f64; 2]) -> f64 {
    price(side, token * ((rate + differential) * left.0).exp(), strike, vol.0, left.0, rate)
}

impl Chain {
    /// The leg of these terms bought today.
    pub fn bought(terms: ChainTerms, tokens: f64, today: &Valuation) -> Chain {
        let leg = Chain { terms, tokens, entry: today.token, premium: 0.0 };
        Chain { premium: leg.value_of_one(today), ..leg }
    }

    /// Terms from a plan: strikes as parts of the price out of the money.
    pub fn terms(kind: ChainKind, token: f64, days: f64, [put_otm, call_otm]: [f64; 2], funding: f64) -> ChainTerms {
        let put = token * (1.0 - put_otm);
        let options = |call: Option<f64>, sold: bool| ChainTerms::Options { put, call, days, sold };
        match kind {
            ChainKind::Put => options(None, false),
            ChainKind::Strangle => options(Some(token * (1.0 + call_otm)), false),
            ChainKind::Squared => ChainTerms::Squared { funding },
            ChainKind::Vault => options(None, true),
        }
    }

    /// What it is, in a few words.
    pub fn label(&self) -> &'static str {
        match self.terms {
            ChainTerms::Options { sold: true, .. } => "Put-selling vault",
            ChainTerms::Options { call: Some(_), .. } => "Token strangle",
            ChainTerms::Options { .. } => "Token puts",
            ChainTerms::Squared { .. } => "Squared perpetual",
        }
    }

    /// +1 where it is held, −1 where it is sold.
    pub fn sign(&self) -> f64 {
        if matches!(self.terms, ChainTerms::Options { sold: true, .. }) { -1.0 } else { 1.0 }
    }

    /// Calendar days to expiry at the valuation date; `None` for a perpetual.
    pub fn days(&self) -> Option<f64> {
        match self.terms {
            ChainTerms::Options { days, .. } => Some(days),
            ChainTerms::Squared { .. } => None,
        }
    }

    /// Dollars that what is written on one token is worth then, ≥ 0: the options, or P²/P₀ after funding.
    pub fn value_of_one(&self, then: &Valuation) -> f64 {
        match self.terms {
            ChainTerms::Options { put, call, days, .. } => {
                let (left, rates) = (Years::left(days, then.days), [then.market.rate.0, then.differential]);
                let one = |side, strike| option(side, then.token, strike, then.token_vol, left, rates);
                one(Side::Put, put) + call.map_or(0.0, |strike| one(Side::Call, strike))
            }
            ChainTerms::Squared { funding } => {
                let time = Years::from_trading_days(then.days).0;
                then.token * (then.token / self.entry) * (-funding * time).exp()
            }
        }
    }

    /// Extrinsic value left of the options, dollars, negative of those sold; 0 of the perpetual and once expired.
    pub fn extrinsic(&self, then: &Valuation) -> f64 {
        // Without vol an option is worth its intrinsic value at the forward.
        let still = Valuation { token_vol: Vol(0.0), ..*then };
        match self.terms {
            ChainTerms::Options { .. } if self.tokens != 0.0 => {
                self.sign() * self.tokens * (self.value_of_one(then) - self.value_of_one(&still))
            }
            ChainTerms::Options { .. } | ChainTerms::Squared { .. } => 0.0,
        }
    }

    /// Dollars paid; negative where the premium is received.
    pub fn outlay(&self) -> Usd {
        Usd(self.sign() * self.tokens * self.premium)
    }

    /// Dollars gained between now and then.
    pub fn pnl(&self, then: &Valuation) -> f64 {
        if self.tokens == 0.0 {
            return 0.0;
        }
        self.sign() * self.tokens * (self.value_of_one(then) - self.premium)
    }

    /// Dollars a year it costs while the token and its vol stay: options rolled at 21 days (`None` for 21 or fewer),
    /// the perpetual's first year of funding; negative for the vault, which earns.
    pub fn carry(&self, today: &Valuation) -> Option<Usd> {
        let lost = |days: f64| -self.pnl(&Valuation { days: days * TRADING_DAYS / CALENDAR_DAYS, ..*today });
        match self.terms {
            ChainTerms::Options { days, .. } => annualised(lost((days - ROLL_DAYS).max(0.0)), days),
            ChainTerms::Squared { .. } => Some(Usd(lost(CALENDAR_DAYS))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_put_and_a_call_keep_parity_at_every_vol_and_age() {
        for (token, strike, vol, left, rate) in
            [(3200.0, 2700.0, 0.62, 0.2, 0.04), (900.0, 2700.0, 1.8, 0.01, 0.0), (3200.0, 3200.0, 0.3, 1.0, -0.01)]
        {
            for differential in [0.0, 0.05, -0.03] {
                let one = |side| option(side, token, strike, Vol(vol), Years(left), [rate, differential]);
                let forward = token * (differential * left).exp() - strike * (-rate * left).exp();
                let parity = one(Side::Call) - one(Side::Put) - forward;
                assert!(parity.abs() < 1e-9 * token, "{parity}");
            }
        }
    }
}
