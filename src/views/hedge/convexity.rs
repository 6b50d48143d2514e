//! Convexity in words: which legs bend upward, in what they are written on and in VIX, and why selling puts is no
//! protection.

use serde::Serialize;

use crate::book::Book;
use crate::book::convexity::{Bends, Convexity, Meter, STEP, put_two_ways};
use crate::views::engines::Engines;
use crate::words::{share, usd};

/// The same put bought and sold, on one token: what convex and concave look like.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bend {
    /// Simple return of the token, P&L of the put bought, P&L of the put sold; dollars a token, at once.
    pub points: Vec<[f64; 3]>,
    /// Why negative convexity is no protection.
    pub sentence: String,
}

/// A put bought and the same put sold.
pub(super) fn bend(book: &Book) -> Bend {
    let twice = match Engines::of(book).pools {
        0 => "",
        1 => ", which is the pool's own risk held twice",
        _ => ", which is the pools' own risk held twice",
    };
    Bend {
        points: put_two_ways(book),
        sentence: format!(
            "Negative convexity is not protection: selling puts earns a premium while nothing happens and loses the more the further the token falls{twice}."
        ),
    }
}

/// The meters of the legs that are held in one finding that is true in both drivers.
pub fn finding<'a>(held: impl Iterator<Item = &'a Convexity>) -> String {
    let held: Vec<&Convexity> = held.collect();
    let all = held.len();
    let up = |of: fn(&Convexity) -> Meter| held.iter().filter(|one| of(one).bends() == Bends::Up).count();
    let (own, vix) = (up(|one| one.own), up(|one| one.in_vix));
    let legs = match all {
        0 => return "No leg is held".into(),
        1 => "leg".to_string(),
        n => format!("{n} legs"),
    };
    match (own, vix) {
        (own, vix) if own == vix && own == all && all == 1 => {
            "The leg is convex in what it is written on and in VIX itself".into()
        }
        (own, vix) if own == vix && own == all => {
            format!("All {legs} are convex in what they are written on and in VIX itself")
        }
        (0, 0) if all == 1 => "The leg is convex neither in what it is written on nor in VIX itself".into(),
        (0, 0) => format!("None of {legs} is convex, in what they are written on or in VIX itself"),
        (own, _) if all == 1 => {
            let [yes, no] = ["what it is written on", "VIX itself"];
            let [yes, no] = if own == 1 { [yes, no] } else { [no, yes] };
            format!("The leg is convex in {yes}, not in {no}")
        }
        (own, vix) => {
            let count = |n: usize| match n {
                0 => "none".to_string(),
                n if n == all => "all".into(),
                n => n.to_string(),
            };
            let (own, vix) = (count(own), count(vix));
            format!("Of {legs}, convex are {own} in what they are written on, {vix} in VIX itself")
        }
    }
}

/// The meter in two sentences: what the leg is written on, and VIX itself.
pub fn sentence(meter: &Convexity) -> String {
    let Convexity { name, driver, own, in_vix, .. } = meter;
    let is_on_token = !matches!(driver.as_str(), "its future" | "the share");
    let verdict = match own.bends() {
        Bends::Nothing => return format!("{name}: nothing is held."),
        Bends::Up if is_on_token && own.down.0 < 0.0 => "convex, but it leans on a rise: a fall still loses",
        Bends::Up => "convex: it gains more than it loses",
        Bends::Down => "concave: it loses more than it gains, which is no protection",
        Bends::Not => "straight to a dollar: it gains what it would lose, and pays no more in a panic",
    };
    let in_vix_too = match in_vix.bends() {
        Bends::Nothing => return format!("{name}, {}; {verdict}. VIX alone does not move it.", moves(driver, own)),
        Bends::Up => "convex there: it gains more than it loses",
        Bends::Down => "concave there: it loses more than it gains",
        Bends::Not => "straight there, to a dollar",
    };
    format!("{name}, {}; {verdict}. {}; {in_vix_too}.", moves(driver, own), moves("VIX itself", in_vix))
}

/// `the token up 20 %: +$100; down 20 %: −$80`.
fn moves(driver: &str, meter: &Meter) -> String {
    let x = share(STEP, 0);
    format!("{driver} up {x}: {}; down {x}: {}", usd(meter.up.0), usd(meter.down.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::convexity;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{ChainKind, ChainPlan, Plan};

    fn said(kind: ChainKind, tokens: f64) -> String {
        let mut plan = Plan::default();
        plan.add(Holding::new(Terms::Chain(ChainPlan { kind, tokens, ..ChainPlan::default() })));
        let meters = Book::resolve(&plan).map(|book| convexity::of(&book)).unwrap_or_default();
        meters.last().map(sentence).unwrap_or_default()
    }

    #[test]
    fn a_square_leans_on_a_rise_a_vault_is_concave_and_nothing_is_nothing() {
        assert!(said(ChainKind::Squared, 5.0).contains("a fall still loses"));
        assert!(said(ChainKind::Vault, 5.0).contains("concave"));
        assert!(said(ChainKind::Put, 5.0).contains("On the chain, the token up 20"));
        assert_eq!(said(ChainKind::Put, 0.0), "On the chain: nothing is held.");
        // What is worth cents bends by nothing that can be read.
        let cents = said(ChainKind::Vault, 0.0001);
        assert!(cents.contains("straight to a dollar") && !cents.contains("concave"), "{cents}");
    }

    #[test]
    fn puts_sold_are_the_risk_of_a_pool_once_more_only_where_one_is_held() {
        let said = |pools: usize| {
            let mut plan = Plan::default();
            plan.holdings.retain(|holding| holding.kind() != Kind::Pool);
            (0..pools).for_each(|_| assert!(plan.add_fresh(Kind::Pool)));
            Book::resolve(&plan).map(|book| bend(&book).sentence).unwrap_or_default()
        };
        assert!(said(0).ends_with("the further the token falls."), "{}", said(0));
        assert!(said(1).ends_with("the pool's own risk held twice."), "{}", said(1));
        assert!(said(2).ends_with("the pools' own risk held twice."), "{}", said(2));
    }

    #[test]
    fn both_drivers_are_said_and_the_finding_is_true_in_both() {
        let meters = Book::resolve(&Plan::default()).map(|book| convexity::of(&book)).unwrap_or_default();
        assert!(meters.len() == 3 && meters.iter().all(|one| one.own.bends() == Bends::Up));
        for one in &meters {
            let said = sentence(one);
            let word = if one.in_vix.bends() == Bends::Up { "convex there" } else { "concave there" };
            assert!(said.contains(&format!("VIX itself up 20\u{202f}%: {}", usd(one.in_vix.up.0))), "{said}");
            assert!(said.contains("; convex: it gains more than it loses. VIX") && said.contains(word), "{said}");
        }
        assert_eq!(finding(meters.iter()), "Of 3 legs, convex are all in what they are written on, none in VIX itself");
        assert_eq!(finding(meters[1..2].iter()), "The leg is convex in what it is written on, not in VIX itself");
        assert_eq!(finding(std::iter::empty()), "No leg is held");
        // Only the signs decide: the same legs with what they do in VIX turned round.
        let turned: Vec<Convexity> = meters.iter().map(|one| Convexity { in_vix: one.own, ..one.clone() }).collect();
        assert_eq!(finding(turned.iter()), "All 3 legs are convex in what they are written on and in VIX itself");
    }
}
