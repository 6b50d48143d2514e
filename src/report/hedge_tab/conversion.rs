//! Conversion: the first pool's tokens sold short by options: what it takes away, what it leaves, whether it pays.

use crate::book::setup::Setup;
use crate::hedge::conversion::{MEV_GATE, Parity, Verdict};
use crate::plan::{Plan, Token};
use crate::units::{CALENDAR_DAYS, Usd};
use crate::words::{amount, fixed, number, price, share};

/// Places of the curve.
const PLACES: i32 = 120;
/// The curve goes from the price over this to the price times this.
const WIDE: f64 = 2.0;

/// The pool alone and with the conversion, were the token at another price at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConversionPoint {
    /// Quote per base.
    pub price: f64,
    /// Change of the pool's value, dollars.
    pub alone: f64,
    /// The same with the synthetic short, its edge and its costs.
    pub together: f64,
}

/// The conversion of the first pool.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversionReport {
    /// The answer in one sentence.
    pub answer: String,
    /// `ETH`, `BTC` or `tokens`.
    pub token: &'static str,
    /// Tokens sold short: the pool's delta.
    pub tokens: f64,
    /// Price today, quote per base.
    pub price: f64,
    /// Terms, prices and costs, dollars a token.
    pub parity: Parity,
    /// Edge of the whole, before costs, dollars.
    pub edge: Usd,
    /// Costs of the whole, dollars, positive.
    pub costs: Usd,
    /// What the edge comes to.
    pub verdict: Verdict,
    /// The verdict in words.
    pub label: String,
    /// Delta that is left, tokens.
    pub delta_left: f64,
    /// Gamma that is left, tokens per dollar: the pool's own, ≤ 0.
    pub gamma_left: f64,
    /// What a move of 10 % down and up still costs, dollars, ≤ 0 before edge and costs.
    pub left_at_ten: [Usd; 2],
    /// MEV over its norm.
    pub mev: f64,
    /// What the gate says.
    pub gate: String,
    /// Whether the gate is open.
    pub is_gate_open: bool,
    /// What to know about a typed price.
    pub warning: Option<String>,
    /// By rising price.
    pub curve: Vec<ConversionPoint>,
}

impl Setup {
    /// The conversion of the first position; `None` without a deposit.
    pub fn conversion(&self) -> Option<ConversionReport> {
        let (plan, position) = (&self.plan.conversion, &self.position);
        let pool = position.pool.as_ref()?;
        let now = position.entry;
        let fair = at_model(&self.plan);
        let parity = Parity {
            call: plan.call.map_or(fair.call, |usd| usd.0),
            put: plan.put.map_or(fair.put, |usd| usd.0),
            costs: plan.costs.0 * now,
            ..fair
        };
        let tokens = pool.delta(now);
        let (edge, costs, verdict) = (parity.edge(), parity.costs, parity.verdict());
        let alone = |to: f64| pool.value(to) - pool.value(now);
        let bent = |to: f64| alone(to) + tokens * Parity::pnl(now, to);
        let curve = (0..=PLACES).map(|i| now * (WIDE.ln() * f64::from(2 * i - PLACES) / f64::from(PLACES)).exp());
        let curve = curve.map(|to| ConversionPoint {
            price: to,
            alone: alone(to),
            together: bent(to) + tokens * (edge - costs),
        });
        let token = match position.token {
            Some(Token::Eth) => "ETH",
            Some(Token::Btc) => "BTC",
            None => "tokens",
        };
        let label = match verdict {
            Verdict::JustAShort => format!(
                "No arbitrage, it is just a short: the edge of {} a token is smaller than costs of {}.",
                cents(edge.abs()),
                cents(costs)
            ),
            Verdict::Conversion => format!(
                "The call is dear: selling it and buying the put earns {} a token beyond costs of {}.",
                cents(edge - costs),
                cents(costs)
            ),
            Verdict::Reversal => format!(
                "The put is dear: as a short this costs {} a token and costs of {}; the reversal would earn it.",
                cents(-edge),
                cents(costs)
            ),
        };
        let left_at_ten = [0.9, 1.1].map(|by| Usd(bent(by * now)));
        let answer = format!(
            "Selling {} {token} short by options takes the delta to 0, but a move of 10\u{202f}% still costs {} down and {} up.",
            fixed(tokens, 3),
            amount(-left_at_ten[0].0),
            amount(-left_at_ten[1].0)
        );
        let mev = plan.mev / plan.mev_norm;
        let is_gate_open = mev > MEV_GATE;
        let gate = format!(
            "MEV is {} × its norm; the rule puts a conversion on above {} ×: the gate is {}.",
            fixed(mev, 1),
            number(MEV_GATE),
            if is_gate_open { "open" } else { "shut" }
        );
        Some(ConversionReport {
            answer,
            token,
            tokens,
            price: now,
            edge: Usd(tokens * edge),
            costs: Usd(tokens * costs),
            verdict,
            label,
            delta_left: pool.delta(now) - tokens,
            gamma_left: pool.gamma(now),
            left_at_ten,
            mev,
            gate,
            is_gate_open,
            warning: warning(&parity),
            curve: curve.collect(),
            parity,
        })
    }
}

/// The terms of a plan's conversion at the model's prices, without costs.
pub fn at_model(plan: &Plan) -> Parity {
    let (terms, now) = (&plan.conversion, plan.pool.price_in(&plan.market).0);
    let vol = plan.pool.vol_in(&plan.market);
    Parity::at_model(now, terms.strike.0 * now, terms.days / CALENDAR_DAYS, plan.market.rate.0, vol)
}

/// Dollars a token, with cents where they matter.
fn cents(usd: f64) -> String {
    if usd.abs() < 100.0 { format!("${}", fixed(usd, 2)) } else { amount(usd) }
}

/// Which of the two prices no market can show, and between which bounds it must lie.
fn warning(parity: &Parity) -> Option<String> {
    let discount = (-parity.rate * parity.years).exp();
    let (forward, strike) = (discount * parity.forward, discount * parity.strike);
    let sides = [("call", parity.call, forward - strike, forward), ("put", parity.put, strike - forward, strike)];
    let (name, paid, low, high) = sides.into_iter().find(|(_, paid, low, high)| {
        let room = 1e-9 * high;
        *paid < low.max(0.0) - room || *paid > high + room
    })?;
    Some(format!(
        "A {name} at {} cannot be: with the strike at {} of the price it lies between {} and {}.",
        cents(paid),
        share(parity.strike / parity.forward * (parity.rate * parity.years).exp(), 0),
        cents(low.max(0.0)),
        price(high)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(change: impl Fn(&mut Plan)) -> ConversionReport {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(setup) = Setup::resolve(&plan) else { unreachable!() };
        let Some(report) = setup.conversion() else { unreachable!() };
        report
    }

    #[test]
    fn delta_is_gone_gamma_is_the_pools_and_the_curve_lies_below_its_top() {
        let report = converted(|_| ());
        assert!(report.delta_left == 0.0 && report.gamma_left < 0.0 && report.verdict == Verdict::JustAShort);
        let top = -report.costs.0 + report.edge.0;
        for pair in report.curve.windows(3) {
            assert!(pair.iter().all(|point| point.together <= top + 1e-9));
        }
        // The slope at today's price by a difference, and the curvature: none and the pool's.
        let Ok(setup) = Setup::resolve(&Plan::default()) else { unreachable!() };
        let Some(pool) = setup.position.pool else { unreachable!() };
        let at = |to: f64| pool.value(to) - pool.value(report.price) + report.tokens * Parity::pnl(report.price, to);
        let (step, now) = (1.0, report.price);
        assert!(((at(now + step) - at(now - step)) / (2.0 * step)).abs() < 1e-5);
        let bend = (at(now + step) - 2.0 * at(now) + at(now - step)) / (step * step);
        assert!((bend / report.gamma_left - 1.0).abs() < 1e-4, "{bend} {}", report.gamma_left);
    }

    #[test]
    fn a_typed_call_makes_an_edge_and_one_that_cannot_be_is_named() {
        let fair = converted(|_| ());
        let dear = converted(|plan| plan.conversion.call = Some(Usd(fair.parity.call + 20.0)));
        assert!((dear.edge.0 - 20.0 * dear.tokens).abs() < 1e-6 && dear.verdict == Verdict::Conversion);
        assert_eq!(dear.warning, None);
        let silly = converted(|plan| plan.conversion.call = Some(Usd(9000.0)));
        assert!(silly.warning.is_some_and(|said| said.contains("A call at $9,000 cannot be")));
    }

    #[test]
    fn the_gate_opens_above_three_times_the_norm() {
        let at = |mev: f64| converted(|plan| plan.conversion.mev = mev).is_gate_open;
        assert_eq!([at(3.0), at(3.1)], [false, true]);
        let Ok(none) = Setup::resolve(&Plan {
            pool: crate::plan::PoolPlan { deposit: Usd(0.0), ..Default::default() },
            ..Plan::default()
        }) else {
            unreachable!()
        };
        assert_eq!(none.conversion(), None);
    }
}
