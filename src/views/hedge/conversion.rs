//! Conversion in words: a pool's tokens sold short by options: what it takes away, what it leaves, whether it pays.

use serde::Serialize;

use crate::book::Book;
use crate::book::conversions::{self, Converted, Written};
use crate::holdings::conversion::{MEV_GATE, Parity, Verdict};
use crate::plan::ConversionPlan;
use crate::words::{amount, fixed, number, price, quantity, share};

/// A conversion of one pool.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConversionReport {
    /// `conversion`, `conversion2`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What its pool is called.
    pub pool: String,
    /// The answer in one sentence.
    pub answer: String,
    /// `ETH`, `BTC` or what the pool's own token is called.
    pub token: String,
    /// Tokens sold short: a share of the pool's delta.
    pub tokens: f64,
    /// Dollars for one base token today.
    pub price: f64,
    /// The token's forward, dollars.
    pub forward: f64,
    /// Strike of both options, dollars.
    pub strike: f64,
    /// Price of the call, dollars a token.
    pub call: f64,
    /// Price of the put, dollars a token.
    pub put: f64,
    /// What it leaves of the pool.
    #[serde(flatten)]
    pub left: Converted,
    /// `short`, `conversion` or `reversal`: what the edge comes to.
    pub verdict: &'static str,
    /// The verdict in words.
    pub label: String,
    /// MEV over its norm.
    pub mev: f64,
    /// Whether the gate is open.
    pub is_gate_open: bool,
    /// What the gate says.
    pub gate: String,
    /// What to know about a typed price.
    pub warning: Option<String>,
}

/// Every conversion that is on and has something to sell short.
pub fn of(book: &Book) -> Vec<ConversionReport> {
    conversions::written(book).filter_map(|one| report(book, &one)).collect()
}

fn report(book: &Book, one: &Written) -> Option<ConversionReport> {
    let left = conversions::of(one.conversion, one.position)?;
    let (parity, tokens) = (one.conversion.parity, one.conversion.tokens);
    let token = one.pool_plan.base_label(&book.plan.market);
    let mev = one.plan.mev_over_norm();
    let is_gate_open = mev > MEV_GATE;
    let verdict = parity.verdict();
    Some(ConversionReport {
        id: one.entry.id(),
        name: one.entry.name.clone(),
        pool: one.pool.name.clone(),
        answer: answer(&left, tokens, &token),
        token,
        tokens,
        price: one.position.entry,
        forward: parity.forward,
        strike: parity.strike,
        call: parity.call,
        put: parity.put,
        verdict: match verdict {
            Verdict::JustAShort => "short",
            Verdict::Conversion => "conversion",
            Verdict::Reversal => "reversal",
        },
        label: label(&parity, verdict, tokens),
        gate: gate(one.plan),
        mev,
        is_gate_open,
        warning: warning(&parity),
        left,
    })
}

/// MEV over its norm, and whether that opens the gate.
fn gate(plan: &ConversionPlan) -> String {
    let over = plan.mev_over_norm();
    let then = match (over > MEV_GATE, plan.gated) {
        (true, _) => "the gate is open",
        (false, true) => "the gate is shut, and this one waits for it: nothing is traded",
        (false, false) => "the gate is shut, and this one is held all the same",
    };
    format!(
        "MEV of {} a day is {} × its norm; the rule puts a conversion on above {} ×: {then}.",
        cents(plan.mev),
        fixed(over, 1),
        number(MEV_GATE)
    )
}

fn answer(left: &Converted, tokens: f64, token: &str) -> String {
    if tokens == 0.0 {
        return format!("No {token} is sold short or bought.");
    }
    let delta = if left.delta_left.abs() < 1e-9 * tokens.abs() { 0.0 } else { left.delta_left };
    let [down, up] = left.left_at_ten.map(|usd| usd.0);
    let way = match (down <= 0.0, up <= 0.0) {
        (true, true) => format!("still costs {} down and {} up", amount(-down), amount(-up)),
        (true, false) => format!("costs {} down and makes {} up", amount(-down), amount(up)),
        (false, true) => format!("makes {} down and costs {} up", amount(down), amount(-up)),
        (false, false) => format!("makes {} down and {} up", amount(down), amount(up)),
    };
    format!(
        "{} {} {token} {} by options takes the delta to {}, but a move of 10\u{202f}% {way}.",
        if tokens < 0.0 { "Buying" } else { "Selling" },
        fixed(tokens.abs(), 3),
        if tokens < 0.0 { "more" } else { "short" },
        quantity(delta)
    )
}

fn label(parity: &Parity, verdict: Verdict, tokens: f64) -> String {
    let (edge, costs) = (parity.edge(), parity.costs);
    match verdict {
        Verdict::JustAShort => format!(
            "No arbitrage, it is just a {}: the edge of {} a token is smaller than costs of {}.",
            if tokens < 0.0 { "long" } else { "short" },
            cents(edge.abs()),
            cents(costs)
        ),
        Verdict::Conversion if tokens < 0.0 => format!(
            "The call is dear: as a reversal this costs {} a token and costs of {}; the conversion would earn it.",
            cents(edge),
            cents(costs)
        ),
        Verdict::Reversal if tokens < 0.0 => format!(
            "The put is dear: selling it and buying the call earns {} a token beyond costs of {}.",
            cents(-edge - costs),
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
    }
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
    use crate::plan::Plan;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::units::{Frac, Usd};

    fn all(change: impl Fn(&mut Plan)) -> Vec<ConversionReport> {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        of(&book)
    }

    fn converted(change: impl Fn(&mut ConversionPlan)) -> ConversionReport {
        let found = all(|plan| {
            let mut terms = ConversionPlan::default();
            change(&mut terms);
            plan.add(Holding::new(Terms::Conversion(terms)));
        });
        let Some(report) = found.into_iter().next() else { unreachable!() };
        report
    }

    #[test]
    fn at_the_models_prices_it_is_just_a_short() {
        let report = converted(|_| ());
        assert_eq!((report.verdict, report.pool.as_str(), report.token.as_str()), ("short", "Pool", "ETH"));
        assert!(
            report.answer.contains("takes the delta to 0, but a move of 10") && report.answer.contains("still costs")
        );
        let half = converted(|terms| terms.share = Frac(0.5));
        assert!((half.tokens - 0.5 * report.tokens).abs() < 1e-12);
        assert!(half.answer.contains("costs") && half.answer.contains("makes"), "{}", half.answer);
        assert_eq!(converted(|terms| terms.share = Frac(0.0)).answer, "No ETH is sold short or bought.");
    }

    #[test]
    fn a_typed_call_makes_an_edge_and_one_that_cannot_be_is_named() {
        let fair = converted(|_| ());
        let dear = converted(|terms| terms.call = Some(Usd(fair.call + 20.0)));
        assert!((dear.left.edge.0 - 20.0 * dear.tokens).abs() < 1e-6 && dear.verdict == "conversion");
        assert_eq!(dear.warning, None);
        let silly = converted(|terms| terms.call = Some(Usd(9000.0)));
        assert!(silly.warning.is_some_and(|said| said.contains("A call at $9,000 cannot be")));
    }

    #[test]
    fn a_reversal_is_said_as_one_and_the_gate_says_dollars_and_what_it_does() {
        let fair = converted(|_| ());
        let reversal = |put: f64| converted(|terms| (terms.share, terms.put) = (Frac(-1.0), Some(Usd(fair.put + put))));
        assert!(reversal(0.0).label.contains("just a long") && reversal(0.0).answer.starts_with("Buying"));
        assert!(reversal(20.0).label.contains("selling it and buying the call earns"));
        let waits = converted(|terms| terms.gated = true);
        assert!(
            waits.gate.starts_with("MEV of $1.00 a day") && waits.gate.ends_with("nothing is traded."),
            "{}",
            waits.gate
        );
        assert_eq!((waits.tokens, fair.gate.contains("held all the same")), (0.0, true));
    }

    #[test]
    fn the_gate_opens_above_three_times_the_norm() {
        let at = |mev: f64| converted(|terms| terms.mev = mev).is_gate_open;
        assert_eq!([at(3.0), at(3.1)], [false, true]);
    }

    #[test]
    fn each_conversion_that_is_on_has_its_report_and_names_its_pool() {
        let two = |plan: &mut Plan| {
            plan.add_fresh(Kind::Pool);
            for pool in [2.0, 1.0] {
                plan.add(Holding::new(Terms::Conversion(ConversionPlan { pool, ..ConversionPlan::default() })));
            }
        };
        let names: Vec<[String; 2]> = all(two).into_iter().map(|one| [one.id, one.pool]).collect();
        assert_eq!(names, [["conversion", "Pool 2"], ["conversion2", "Pool 1"]]);
        let one = all(|plan| {
            two(plan);
            if let Some(holding) = plan.holding_mut(Kind::Conversion, 0) {
                holding.on = false;
            }
        });
        assert_eq!(one.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["conversion2"]);
        let empty = |plan: &mut Plan| {
            plan.add_fresh(Kind::Conversion);
            if let Some(pool) = plan.pool_mut(0) {
                pool.deposit = Usd(0.0);
            }
        };
        assert_eq!((all(empty), all(|_| ())), (Vec::new(), Vec::new()));
    }
}
