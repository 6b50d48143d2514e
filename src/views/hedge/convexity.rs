//! Convexity meter: [Π(+x) + Π(−x) − 2Π(0)]/x² of a leg in its own driver, at once; only above 0 does it protect.
//!
//! The driver is what the leg is written on (the future of its expiry, the product's share, the token) and x is 20 %
//! of it, all else held: an option reads its own curvature, a share reads 0. In points of VIX itself the shock rule
//! would be read too: it moves the back of the curve less on the way up than on the way down, and two 110-day calls at
//! VIX 17 gain $139 at 22 and lose $184 at 12. Source: model book 9; driver and x are house choices.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::chain::{Chain, Terms};
use crate::holdings::leg::{Leg, Valuation};
use crate::units::Usd;
use crate::views::hedge::legs::name;
use crate::words::{share, usd};

/// The move x, of the driver's price.
pub const STEP: f64 = 0.2;
/// A bend below this share of what the leg moves by is none.
const FLAT: f64 = 1e-9;

/// How one leg bends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Convexity {
    /// Its line in the breakdown.
    pub id: &'static str,
    /// What it is called.
    pub name: String,
    /// What it is written on.
    pub driver: &'static str,
    /// P&L after +x.
    pub up: Usd,
    /// P&L after −x.
    pub down: Usd,
    /// [Π(+x) + Π(−x) − 2Π(0)]/x², dollars per unit² of the driver's return.
    pub per_square: f64,
    /// Whether it bends upward and somebody holds it: only then does it protect.
    pub protects: bool,
    /// The meter in one sentence.
    pub sentence: String,
}

/// The same put bought and sold, on one token: what convex and concave look like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bend {
    /// Simple return of the token, P&L of the put bought, P&L of the put sold; dollars a token, at once.
    pub points: Vec<[f64; 3]>,
    /// Why negative convexity is no protection.
    pub sentence: String,
}

/// How every leg bends, layers first.
pub fn of(book: &Book) -> Vec<Convexity> {
    let today = book.today();
    let one = |leg: Leg| {
        let at = |x: f64| leg.gain_if(&today, 1.0 + x);
        let (up, down) = (at(STEP), at(-STEP));
        let bend = up + down - 2.0 * at(0.0);
        let name = name(leg);
        Convexity {
            id: leg.id(),
            driver: leg.driver(),
            up: Usd(up),
            down: Usd(down),
            per_square: bend / (STEP * STEP),
            protects: bend > FLAT * (up.abs() + down.abs()),
            sentence: sentence(&name, leg.driver(), [up, down], bend),
            name,
        }
    };
    book.legs().map(one).collect()
}

/// A put of the chain's terms, whatever is held there.
pub(super) fn put_two_ways(book: &Book) -> Bend {
    let today = book.today();
    let plan = &book.plan.hedge.chain;
    let put = today.token * (1.0 - plan.put_otm.0);
    let made = |sold: bool| Chain::bought(Terms::Options { put, call: None, days: plan.days, sold }, 1.0, &today);
    let both = [made(false), made(true)];
    let points = (-12..=8)
        .map(|i| {
            let x = 0.05 * f64::from(i);
            let then = Valuation { token: today.token * (1.0 + x), ..today };
            [x, both[0].pnl(&then), both[1].pnl(&then)]
        })
        .collect();
    Bend {
        points,
        sentence: "Negative convexity is not protection: selling puts earns a premium while nothing happens and loses the more the further the token falls, which is the pool's own risk held twice.".into(),
    }
}

fn sentence(name: &str, driver: &str, [up, down]: [f64; 2], bend: f64) -> String {
    let size = FLAT * (up.abs() + down.abs());
    let verdict = if up == 0.0 && down == 0.0 {
        return format!("{name}: nothing is held.");
    } else if bend > size && driver == "the token" && down < 0.0 {
        "convex, but it leans on a rise: a fall still loses"
    } else if bend > size {
        "convex: it gains more than it loses"
    } else if bend < -size {
        "concave: it loses more than it gains, which is no protection"
    } else {
        "straight: it gains what it would lose, and pays no more in a panic"
    };
    let x = share(STEP, 0);
    format!("{name}, {driver} up {x}: {}; down {x}: {}; {verdict}.", usd(up), usd(down))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ChainKind, EtpKind, Plan};
    use crate::units::Points;

    fn meters(change: impl Fn(&mut Plan)) -> Vec<Convexity> {
        let mut plan = Plan::default();
        change(&mut plan);
        Book::resolve(&plan).map(|book| of(book)).unwrap_or_default()
    }

    #[test]
    fn calls_bend_up_shares_do_not_bend_and_a_spread_near_its_wing_bends_down() {
        let all = meters(|plan| {
            (plan.hedge.short.strike, plan.hedge.short.spread) = (Some(Points(12.0)), Points(7.0));
            plan.hedge.etp.kind = EtpKind::Shares;
        });
        let protects: Vec<bool> = all.iter().map(|one| one.protects).collect();
        assert_eq!(protects, [false, true, true, false]);
        assert!(all[0].per_square < 0.0 && all[3].per_square.abs() < 1e-6, "{all:?}");
    }

    #[test]
    fn a_leg_on_the_chain_protects_only_where_it_is_bought() {
        for (kind, protects) in
            [(ChainKind::Put, true), (ChainKind::Strangle, true), (ChainKind::Squared, true), (ChainKind::Vault, false)]
        {
            let all = meters(|plan| plan.hedge.chain.kind = kind);
            assert_eq!(all[3].protects, protects, "{:?}", all[3]);
        }
        let squared = meters(|plan| plan.hedge.chain.kind = ChainKind::Squared);
        assert!(squared[3].sentence.contains("a fall still loses") && (squared[3].per_square - 32_000.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_sold_is_what_is_bought_upside_down() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let bend = put_two_ways(book);
        assert!(bend.points.iter().all(|[_, bought, sold]| bought + sold == 0.0) && bend.points.len() == 21);
    }
}
