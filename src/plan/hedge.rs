//! Terms of the hedge's legs (VIX layers, an exchange-traded product, a leg on the chain) and their budget.

use serde::{Deserialize, Serialize};

use crate::plan::AccountPlan;
use crate::units::{Frac, Points, Usd};

/// Most contracts of one layer.
pub const MOST_CONTRACTS: f64 = 10_000.0;

/// How a layer's strike is chosen where none is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StrikeBy {
    /// At an undiscounted forward delta.
    #[default]
    Delta,
    /// So far above the future of the same expiry.
    Otm,
}

/// One layer of VIX calls or call spreads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct LayerPlan {
    /// Calendar days to expiry.
    pub days: f64,
    /// Calls per ten condors.
    pub per_ten: f64,
    /// Calls bought, where typed; the ratio's, rounded half up, otherwise.
    pub contracts: Option<f64>,
    /// How the strike is chosen.
    pub by: StrikeBy,
    /// Forward delta of the strike.
    pub delta: f64,
    /// Strike above the future of the same expiry, as a part of it.
    pub otm: Frac,
    /// Strike, where typed; by the rule otherwise.
    pub strike: Option<Points>,
    /// Width of a call spread; 0 is a plain call.
    pub spread: Points,
}

impl LayerPlan {
    /// The layers of ALVH by their place: 30, 110 and 220 days with 4, 4 and 2 calls per ten condors; a further one as
    /// the last, without calls.
    pub fn nth(nth: usize) -> LayerPlan {
        let (days, per_ten) = [(30.0, 4.0), (110.0, 4.0), (220.0, 2.0)].get(nth).copied().unwrap_or((220.0, 0.0));
        LayerPlan {
            days,
            per_ten,
            contracts: None,
            by: StrikeBy::Delta,
            delta: 0.5,
            otm: Frac(0.1),
            strike: None,
            spread: Points(0.0),
        }
    }

    /// Contracts beside so many condors: whole.
    pub fn held(&self, condors: f64) -> f64 {
        self.contracts.unwrap_or_else(|| (self.per_ten * condors / 10.0 + 0.5).floor())
    }
}

impl Default for LayerPlan {
    fn default() -> Self {
        LayerPlan::nth(0)
    }
}

/// What is held of the exchange-traded product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EtpKind {
    /// Shares.
    Shares,
    /// Calls on it.
    Calls,
}

/// How many times a day's move of the index it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EtpLeverage {
    /// Once, as VXX.
    One,
    /// One and a half times, as UVXY.
    OneAndHalf,
}

impl EtpLeverage {
    /// The factor.
    pub fn factor(self) -> f64 {
        match self {
            EtpLeverage::One => 1.0,
            EtpLeverage::OneAndHalf => 1.5,
        }
    }
}

/// A product on the S&P 500 VIX Short-Term Futures Index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct EtpPlan {
    /// What is held.
    pub kind: EtpKind,
    /// Its daily leverage.
    pub leverage: EtpLeverage,
    /// Dollars a share now.
    pub price: Usd,
    /// Whole shares, where shares are held.
    pub shares: f64,
    /// Whole calls on 100 shares each, where calls are held.
    pub contracts: f64,
    /// Calendar days to the calls' expiry.
    pub days: f64,
    /// Strike of the calls above today's price, as a part of it.
    pub otm: Frac,
    /// Whole calendar days to the first future's expiry.
    pub first_days: f64,
}

/// What is held on the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChainKind {
    /// Puts on the token.
    Put,
    /// Puts and calls on the token.
    Strangle,
    /// A perpetual whose value goes with the square of the token's price.
    Squared,
    /// A vault that sells puts: the literal 'negative convexity' product.
    Vault,
}

/// The leg on the chain; its token is the market's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ChainPlan {
    /// What is held.
    pub kind: ChainKind,
    /// Tokens that the options, or the square, are on.
    pub tokens: f64,
    /// Calendar days to the options' expiry.
    pub days: f64,
    /// Strike of the put below today's price, as a part of it.
    pub put_otm: Frac,
    /// Strike of the call above today's price, as a part of it.
    pub call_otm: Frac,
    /// Funding that the squared perpetual pays a year, continuous.
    pub funding: Frac,
}

/// What the hedge may cost (ALVH).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct HedgePlan {
    /// Carry that may be spent, of risk capital a year.
    pub budget: Frac,
    /// Carry that may be spent a year, where typed in dollars; by the rate otherwise.
    pub budget_usd: Option<Usd>,
    /// Share of that budget for VIX-linked legs; the rest is for the chain.
    pub vix_share: Frac,
}

impl Default for EtpPlan {
    fn default() -> Self {
        EtpPlan {
            kind: EtpKind::Shares,
            leverage: EtpLeverage::One,
            price: Usd(50.0),
            shares: 100.0,
            contracts: 2.0,
            days: 60.0,
            otm: Frac(0.2),
            first_days: 28.0,
        }
    }
}

impl Default for ChainPlan {
    fn default() -> Self {
        ChainPlan {
            kind: ChainKind::Put,
            tokens: 5.0,
            days: 60.0,
            put_otm: Frac(0.15),
            call_otm: Frac(0.15),
            funding: Frac(0.3),
        }
    }
}

impl Default for HedgePlan {
    fn default() -> Self {
        HedgePlan { budget: Frac(0.015), budget_usd: None, vix_share: Frac(0.6) }
    }
}

impl HedgePlan {
    /// Dollars of carry that may be spent a year: for VIX-linked legs, for the chain.
    pub fn budgets(&self, account: &AccountPlan) -> [Usd; 2] {
        let all = self.budget_usd.map_or(account.risk_capital().0 * self.budget.0, |usd| usd.0);
        [Usd(all * self.vix_share.0), Usd(all * (1.0 - self.vix_share.0))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_follows_the_condors_or_its_own_count() {
        let layer = LayerPlan::nth(0);
        assert_eq!((layer.held(5.0), layer.held(0.0)), (2.0, 0.0));
        assert_eq!(LayerPlan { contracts: Some(7.0), ..layer }.held(0.0), 7.0);
    }

    #[test]
    fn dollars_typed_stand_before_the_rate() {
        let mut plan = HedgePlan::default();
        let account = AccountPlan::default();
        assert_eq!(plan.budgets(&account).map(|usd| usd.0.round()), [2250.0, 1500.0]);
        plan.budget_usd = Some(Usd(1000.0));
        assert_eq!(plan.budgets(&account).map(|usd| usd.0.round()), [600.0, 400.0]);
    }
}
