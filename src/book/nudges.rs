//! Nudges: what a change of the risk-free rate, of the rate differential and of the dollar's real effective rate each
//! reaches, by which elasticity, and what it comes to in this book. Source: model book 8.

use serde::Serialize;

use crate::book::{Book, pnl};
use crate::holdings::Held;
use crate::holdings::world::World;
use crate::plan::EventPlan;
use crate::units::{Frac, Usd};

/// One nudge and all that it reaches.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Nudge {
    /// `rate`, `differential` or `dollar`: `shock.` before it is its input.
    pub id: &'static str,
    /// How far it moves: a year's rate, or the log of the dollar.
    pub change: Frac,
    /// Token, pool, loan and forward, in this order; pool and loan where a pool is on.
    pub reaches: Vec<Reach>,
}

/// What a nudge does to one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reach {
    /// `token`, `pool`, `loan` or `forward`.
    pub what: &'static str,
    /// Per unit of the nudge: log return of a token that follows; relative value of all pools today; rate of a loan a year;
    /// log of a token's forward of one year.
    pub elasticity: f64,
    /// Where that comes from.
    pub source: &'static str,
    /// What this nudge alone makes in the shock: P&L as set less P&L without it; interest is the loan's, legs on tokens are the
    /// forward's. 0 for the token, whose dollars are those of pools and legs.
    pub usd: Usd,
}

/// Pools before interest, interest, and legs on tokens in one world, dollars.
fn parts(book: &Book, world: &World) -> [f64; 3] {
    let pools = pnl::pools(book, world);
    let on_tokens = book.legs().filter(|leg| matches!(leg.held, Held::Chain(_) | Held::Strip(_) | Held::Conversion(_)));
    [pools.total() + pools.interest, -pools.interest, on_tokens.map(|leg| leg.held.pnl(world)).sum()]
}

/// Relative change of what all pools are worth today per unit of the log return of the tokens in them.
fn of_pools(book: &Book) -> f64 {
    let [mut value, mut slope] = [0.0; 2];
    for position in book.positions() {
        let Some(pool) = &position.pool else { continue };
        let share = pool.delta(position.entry) * position.entry / pool.value(position.entry);
        let follows = |token: Option<usize>, share: f64| if token.is_some() { share } else { 0.0 };
        value += position.deposit.0;
        slope += position.deposit.0 * (follows(position.base, share) + follows(position.quote, 1.0 - share));
    }
    if value > 0.0 { slope / value } else { 0.0 }
}

/// The three, each with what it reaches; one that is 0 costs nothing to ask.
pub fn of(book: &Book) -> Vec<Nudge> {
    let (shock, event) = (&book.shock, &book.shock.event);
    let response = &shock.response;
    let pools = of_pools(book);
    let is_free = event.token.is_none();
    let token = |beta: f64| if is_free { beta } else { 0.0 };
    let none = "Nothing: model book 8";
    let arithmetic = "Arithmetic: model book 6, 8";
    let each = [
        (
            "rate",
            event.rate,
            [0.0, 1.0, 1.0],
            [none, "House choice: floating, one for one"],
            EventPlan { rate: Frac(0.0), ..event.clone() },
        ),
        (
            "differential",
            event.differential,
            [token(response.beta_differential), response.loan_differential, 1.0],
            ["No source: as typed", "House choice, as typed"],
            EventPlan { differential: Frac(0.0), ..event.clone() },
        ),
        (
            "dollar",
            event.dollar,
            [token(response.beta_dollar), 0.0, 0.0],
            ["House choice, as typed", "Owed in dollars: nothing"],
            EventPlan { dollar: Frac(0.0), ..event.clone() },
        ),
    ];
    let as_set = each.iter().any(|(_, change, ..)| change.0 != 0.0).then(|| parts(book, &shock.as_set(0.0)));
    let one =
        |(id, change, [beta, loan, carry], [of_token, of_loan], without): (_, Frac, [f64; 3], [&'static str; 2], _)| {
            let made = match as_set.filter(|_| change.0 != 0.0) {
                None => [0.0; 3],
                Some(set) => {
                    let bare = parts(book, &shock.with_event(without).as_set(0.0));
                    std::array::from_fn(|i| set[i] - bare[i])
                }
            };
            let reach = |what, elasticity, source, usd| Reach { what, elasticity, source, usd: Usd(usd) };
            let of_pools = [reach("pool", beta * pools, arithmetic, made[0]), reach("loan", loan, of_loan, made[1])];
            let forward = reach("forward", beta + carry, "Covered interest parity: model book 8", made[2]);
            let token = reach("token", beta, of_token, 0.0);
            let of_pools = of_pools.into_iter().filter(|_| book.has_pool());
            Nudge { id, change, reaches: std::iter::once(token).chain(of_pools).chain([forward]).collect() }
        };
    each.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::units::Years;

    /// An instant at today's VIX with a loan, a leg of each kind on tokens, and one nudge.
    fn book(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::one_more_of_each();
        (plan.event.vix, plan.event.days) = (Some(plan.market.vix), 21.0);
        (plan.event.spx, plan.event.crypto) = (Some(Frac(0.0)), Frac(0.0));
        (plan.a_pool().loan, plan.a_pool().loan_rate) = (Usd(4_000.0), Frac(0.05));
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    fn reach(book: &Book, id: &str, what: &str) -> (f64, f64) {
        let nudges = of(book);
        let reach = nudges.iter().find(|nudge| nudge.id == id);
        let found = reach.and_then(|nudge| nudge.reaches.iter().find(|reach| reach.what == what));
        found.map_or((f64::NAN, f64::NAN), |reach| (reach.elasticity, reach.usd.0))
    }

    const STEP: f64 = 1e-4;
    type Set = fn(&mut Plan, f64);
    const EACH: [(&str, Set); 3] = [
        ("rate", |plan, x| plan.event.rate = Frac(x)),
        ("differential", |plan, x| plan.event.differential = Frac(x)),
        ("dollar", |plan, x| plan.event.dollar = Frac(x)),
    ];

    #[test]
    fn every_nudge_moves_token_pool_loan_and_forward_by_its_stated_elasticity() {
        let betas = |plan: &mut Plan| (plan.response.beta_differential, plan.response.loan_differential) = (-5.0, 0.8);
        for (id, set) in EACH {
            let [low, high] = [-STEP, STEP].map(|x| {
                book(|plan| {
                    betas(plan);
                    set(plan, x);
                })
            });
            let [before, after] = [&low, &high].map(|book| book.shock.as_set(0.0));
            let slope = |of: &dyn Fn(&Book, &World) -> f64| (of(&high, &after) - of(&low, &before)) / (2.0 * STEP);
            let close = |what: &str, seen: f64| {
                let (stated, _) = reach(&high, id, what);
                assert!((seen - stated).abs() < 2e-4 * (1.0 + stated.abs()), "{id} {what}: {seen}, stated {stated}");
            };
            close("token", slope(&|_, world| world.log_return(Some(0))));
            let rate = |book: &Book, world: &World| {
                book.positions()
                    .find(|one| one.loan.principal.0 > 0.0)
                    .map_or(f64::NAN, |one| one.loan_in(world).rate.0)
            };
            close("loan", slope(&rate));
            // A forward of one year as an option on the token sees it: put–call parity of the leg's own price.
            let forward = |_: &Book, world: &World| {
                let one = |side| {
                    let rates = [world.market.rate.0, world.differential];
                    crate::holdings::chain::option(side, world.token, 3200.0, world.token_vol, Years(1.0), rates)
                };
                let apart = one(crate::options::black::Side::Call) - one(crate::options::black::Side::Put);
                (3200.0 + apart * world.market.rate.0.exp()).ln()
            };
            close("forward", slope(&forward));
            // The pool's value at the world's price, over what was put in.
            let value = |book: &Book, world: &World| {
                let worth = |one: &crate::holdings::pool::position::Position| {
                    let worth = |pool: crate::holdings::pool::Pool| one.peg_in(world) * pool.value(one.price_in(world));
                    one.pool.map_or(0.0, worth)
                };
                book.positions().map(worth).sum::<f64>() / book.positions().map(|one| one.deposit.0).sum::<f64>()
            };
            close("pool", slope(&value));
        }
    }

    #[test]
    fn what_a_nudge_makes_is_in_the_books_pnl_and_one_of_nothing_makes_nothing() {
        for (id, set) in EACH {
            let bare = book(|plan| plan.response.beta_differential = -5.0);
            let nudged = book(|plan| {
                plan.response.beta_differential = -5.0;
                set(plan, 0.02);
            });
            assert!(of(&bare).iter().flat_map(|nudge| &nudge.reaches).all(|reach| reach.usd.0 == 0.0));
            let [pool, loan, forward] = ["pool", "loan", "forward"].map(|what| reach(&nudged, id, what).1);
            let on_tokens = |book: &Book| {
                let world = book.shock.as_set(0.0);
                let parts = parts(book, &world);
                parts.iter().sum::<f64>()
            };
            let all = on_tokens(&nudged) - on_tokens(&bare);
            assert!((pool + loan + forward - all).abs() < 1e-8, "{id}: {pool} {loan} {forward}, {all}");
            assert!(forward.abs() > 0.1, "{id} moves no leg on a token: {forward}");
            let is_free = |usd: f64, what: &str| assert!(usd.abs() > 1.0, "{id} does not move the {what}: {usd}");
            match id {
                "rate" => is_free(loan, "loan"),
                "differential" => {
                    is_free(loan, "loan");
                    is_free(pool, "pool");
                }
                _ => {
                    is_free(pool, "pool");
                    assert_eq!(loan, 0.0);
                }
            }
        }
    }

    #[test]
    fn without_a_beta_the_differential_leaves_the_token_where_it_is() {
        let nudged = book(|plan| plan.event.differential = Frac(0.03));
        let bare = book(|_| ());
        let [a, b] = [&nudged, &bare].map(|book| book.shock.as_set(0.0));
        assert_eq!((a.token, a.market.rate), (b.token, b.market.rate));
        assert_eq!(reach(&nudged, "differential", "pool"), (0.0, 0.0));
        let (_, loan) = reach(&nudged, "differential", "loan");
        // 4,000 dollars at 3 % more for 21 trading days, interest on interest beside it.
        assert!((loan / (-4_000.0 * 0.03 * 21.0 / 252.0) - 1.0).abs() < 0.01, "{loan}");
        // A token that is held by hand is held.
        let held = book(|plan| (plan.event.token, plan.event.dollar) = (Some(Frac(-0.2)), Frac(0.05)));
        assert!((held.shock.as_set(0.0).token / 3200.0 - 0.8).abs() < 1e-9);
        assert_eq!(reach(&held, "dollar", "token").0, 0.0);
    }
}
