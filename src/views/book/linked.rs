//! Linked: what follows what along a curve, in words that depend on what is typed.
//!
//! The spot–vol link is the fit of SPX on VIX (model book 8). Along SPX, a move of SPX that is typed holds VIX;
//! along VIX it holds SPX. A move of the token that is typed holds the token. A token without a name is one that nothing
//! held hangs on, and is not spoken of.

use crate::book::way::is_linked;
use crate::plan::EventPlan;
use crate::units::{Frac, Usd};
use crate::views::report::ShockReport;
use crate::words::{fixed, listed, percent, vix};

/// Along SPX.
pub fn over_spx(shock: &ShockReport, token: &str) -> String {
    let level = vix(shock.vix.0);
    if token.is_empty() {
        let held = format!("VIX is held at {level}");
        return if shock.is_spx_linked { "VIX follows SPX as fitted (spot–vol link)".into() } else { held };
    }
    match (shock.is_spx_linked, shock.is_token_linked) {
        (true, true) => format!("VIX and {token} follow SPX as fitted (spot–vol link)"),
        (true, false) => format!("VIX follows SPX as fitted (spot–vol link), {token} is held"),
        (false, true) => format!("VIX is held at {level}, {token} follows SPX"),
        (false, false) => format!("VIX is held at {level}, and so is {token}"),
    }
}

/// Along VIX, as the payoff goes.
pub fn over_vix(shock: &ShockReport, token: &str) -> String {
    let spx = percent(shock.spx_return.0, 1);
    if token.is_empty() {
        let held = format!("SPX is held at {spx}");
        return if shock.is_spx_linked { "SPX follows VIX as fitted (spot–vol link)".into() } else { held };
    }
    match (shock.is_spx_linked, shock.is_token_linked) {
        (true, true) => format!("SPX and {token} follow VIX as fitted (spot–vol link)"),
        (true, false) => format!("SPX follows VIX as fitted (spot–vol link), {token} is held"),
        (false, true) => format!("SPX is held at {spx}, {token} follows VIX"),
        (false, false) => format!("SPX is held at {spx}, and so is {token}"),
    }
}

/// Along the link itself, where a typed SPX does not count.
pub fn on_link(is_token_linked: bool, token: &str) -> String {
    if token.is_empty() {
        return "SPX and VIX go together as fitted (spot–vol link)".into();
    }
    let with = if is_token_linked { format!("and {token} with them") } else { format!("{token} is held") };
    format!("SPX and VIX go together as fitted (spot–vol link), {with}")
}

/// What is held by hand beside VIX and SPX, as `With …` goes on; empty where nothing is. The market's token by its name.
pub fn held(event: &EventPlan, token: &str) -> String {
    let moves = [(token, event.token), ("ETH", event.eth), ("BTC", event.btc)];
    let moved = moves.into_iter().filter_map(|(name, by)| Some(format!("{name} held at {}", percent(by?.0, 0))));
    let crypto = (event.crypto.0 != 0.0).then(|| format!("crypto alone at {}", percent(event.crypto.0, 0)));
    let peg = (event.peg.0 != 1.0).then(|| format!("the peg at ${}", fixed(event.peg.0, 2)));
    let rest =
        EventPlan { token: None, eth: None, btc: None, crypto: Frac(0.0), peg: Usd(1.0), spx: None, ..event.clone() };
    let other = (!is_linked(&rest)).then(|| "what else is set".to_string());
    listed(&moved.chain(crypto).chain(peg).chain(other).collect::<Vec<_>>())
}

/// `With SPX following VIX`, and what is held beside it.
pub fn with_spx(held: &str) -> String {
    if held.is_empty() { "With SPX following VIX".into() } else { format!("With SPX following VIX, {held},") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::curves::PayoffAxis;
    use crate::book::{Book, break_evens, landscape, pnl};
    use crate::plan::Plan;
    use crate::units::{Frac, Points};
    use crate::views::assemble;

    fn book(spx: Option<f64>, token: Option<f64>) -> Book {
        let mut plan = Plan::default();
        (plan.event.spx, plan.event.token) = (spx.map(Frac), token.map(Frac));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn what_is_said_to_follow_follows_and_what_is_said_to_be_held_is_held() {
        for (spx, token) in [(None, None), (None, Some(-0.1)), (Some(-0.05), None), (Some(-0.05), Some(-0.1))] {
            let book = book(spx, token);
            let report = assemble::report(&book);
            let (along_spx, along_vix) = (over_spx(&report.shock, "ETH"), over_vix(&report.shock, "ETH"));
            let shock = &book.shock;
            let worlds = [-0.2, 0.05].map(|x: f64| shock.world(shock.vix_for(x), x, 0.0));
            let is_vix_moved = worlds[0].vix_ratio != worlds[1].vix_ratio;
            let says = |said: &str, who: &str| said.contains(&format!("{who} follow"));
            assert_eq!(
                is_vix_moved,
                along_spx.starts_with("VIX and ETH follow") || says(&along_spx, "VIX"),
                "{along_spx}"
            );
            assert_eq!(worlds[0].token != worlds[1].token, says(&along_spx, "ETH"), "{along_spx}");
            // The curve that the words stand over is made of these worlds.
            let level = book.market.spx.0 * 0.05f64.exp();
            assert!(
                (break_evens::at_spx(&book, level).combined() - pnl::of(&book, &worlds[1]).combined()).abs() < 1e-6
            );
            let payoff = [20.0, 60.0].map(|vix| landscape::payoff_at(&book, PayoffAxis::Vix, vix));
            let is_spx_moved = payoff[0].spx != payoff[1].spx;
            assert_eq!(
                is_spx_moved,
                along_vix.starts_with("SPX and ETH follow") || says(&along_vix, "SPX"),
                "{along_vix}"
            );
            assert_eq!(payoff[0].token != payoff[1].token, says(&along_vix, "ETH"), "{along_vix}");
            let [low, high] = [20.0, 60.0].map(|vix| shock.on_link(Points(vix), 0.0));
            assert!(low.market.spx != high.market.spx);
            let linked = on_link(report.shock.is_token_linked, "ETH");
            assert_eq!(low.token != high.token, linked.ends_with("with them"), "{linked}");
        }
    }

    #[test]
    fn a_token_that_nothing_hangs_on_is_not_named() {
        for spx in [None, Some(-0.1)] {
            let book = book(spx, None);
            let shock = assemble::report(&book).shock;
            for said in [over_spx(&shock, ""), over_vix(&shock, ""), on_link(true, "")] {
                assert!(!said.contains("follow SPX") && !said.contains("  ") && !said.contains("with them"), "{said}");
                assert!(!said.ends_with(' ') && !said.contains(", "), "{said}");
            }
        }
    }
}
