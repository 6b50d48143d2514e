//! Odds: futures drawn day by day, and how likely it is that the plan's holdings, held, lose so much on them.
//!
//! [`setup()`] prices the tables that all paths share, from the plan alone. [`setup::Setup::batch`] walks some hundred paths, the
//! same ones for the same number wherever it is asked for; [`tally::Tally`] counts batches in any order and says what they say
//! so far. [`run`] is all of it at once. Source: model book 14.

mod amounts;
pub mod ask;
pub mod axis;
pub mod batches;
pub mod bins;
pub mod convergence;
pub mod cut;
pub mod draws;
mod falls;
pub mod figures;
mod layout;
pub mod moments;
pub mod moves;
pub mod one_step;
mod pilot;
pub mod pools;
pub mod progress;
pub mod reading;
pub mod setup;
pub mod tables;
pub mod tally;
mod walk;
pub mod ways;

use crate::book::Book;
use crate::numbers::pieces::whole;
use crate::odds::ask::Ask;
use crate::odds::batches::FEWEST;
use crate::odds::convergence::{Refined, refine};
use crate::odds::draws::Start;
use crate::odds::figures::Odds;
use crate::odds::setup::Setup;
use crate::odds::tally::Tally;
use crate::simulation::dynamics::Dynamics;

/// What all batches of a book's paths share.
///
/// # Errors
/// Nothing held, or a number of paths or days that cannot be walked, in words.
pub fn setup(book: &Book, ask: &Ask) -> Result<Setup, String> {
    whole(making(book, ask))
}

/// [`setup()`] in pieces.
///
/// # Errors
/// As [`setup()`].
pub async fn making(book: &Book, ask: &Ask) -> Result<Setup, String> {
    with(book, ask, Dynamics::of(&book.plan), Start::Sobol).await
}

/// The same with dynamics and starts of its own.
async fn with(book: &Book, ask: &Ask, dynamics: Dynamics, start: Start) -> Result<Setup, String> {
    Ok(Setup::unseen(book, ask, dynamics, start).await?.piloting().await)
}

/// Every batch, one after another.
///
/// # Errors
/// As [`setup()`].
pub fn run(book: &Book, ask: &Ask) -> Result<Odds, String> {
    let setup = setup(book, ask)?;
    Ok(all(&setup).odds(&setup))
}

/// Every batch of a setup, counted.
pub fn all(setup: &Setup) -> Tally {
    let mut tally = Tally::default();
    for index in 0..setup.batches() {
        tally.add(&setup.batch(index));
    }
    tally
}

/// The same with where it stood at every doubling, from the fewest batches with an error on.
pub fn refining(setup: &Setup) -> (Tally, Vec<Refined>) {
    let (mut tally, mut points, mut next) = (Tally::default(), Vec::new(), FEWEST as u32);
    for index in 0..setup.batches() {
        tally.add(&setup.batch(index));
        let walked = index + 1;
        if walked == next || walked == setup.batches() {
            next = 2 * walked;
            refine(&mut points, Refined::at(tally.paths(), &tally.whole_book(setup)));
        }
    }
    (tally, points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{liquidity, pnl};
    use crate::holdings::margin::portfolio_margin_of;
    use crate::numbers::pieces::counted;
    use crate::odds::ask::walked;
    use crate::odds::draws::{BATCH, REPLICATES};
    use crate::odds::figures::{Figure, LargestSize, Part};
    use crate::odds::walk::Seen;
    use crate::options::black::{Side, price};
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{EventPlan, Plan, PoolToken, StrikeRule};
    use crate::simulation::cvar::outcomes;
    use crate::simulation::horizon::{VixSteps, vix_levels};
    use crate::units::{Frac, Points, Usd, Vol};

    fn book(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    fn ask(days: u32, paths: u32) -> Ask {
        Ask { days, paths, ..Ask::of(&Book::opening()) }
    }

    fn made(book: &Book, days: u32, paths: u32) -> Setup {
        let Ok(setup) = setup(book, &ask(days, paths)) else { unreachable!() };
        setup
    }

    /// Mean over the paths of what they show on their last day, and its standard error between the replicates.
    fn mean(setup: &Setup, of: impl Fn(&Seen) -> f64) -> [f64; 2] {
        let mut sums = vec![0.0; REPLICATES as usize];
        let last = setup.shocks.len();
        for batch in 0..setup.batches() {
            setup.walk(setup.start, batch, BATCH as usize, |one| {
                if one.day == last {
                    sums[(batch % REPLICATES) as usize] += of(one);
                }
            });
        }
        let each = f64::from(setup.batches() / REPLICATES * BATCH);
        let all: Vec<f64> = sums.iter().map(|sum| sum / each).collect();
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        [mean, (all.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / n / (n - 1.0)).sqrt()]
    }

    #[test]
    fn calls_on_vix_and_on_spx_are_worth_what_blacks_formula_says() {
        let book = Book::opening();
        let still =
            Dynamics { reversion: 0.0, passing: 0.0, jumps: 0.0, drift: 0.03, spx_passing: 0.0, ..Dynamics::default() };
        let years = 21.0 / 252.0;
        let with = |dynamics| {
            let made = whole(super::with(&book, &ask(21, 20 * BATCH), dynamics, Start::Sobol));
            let Ok(setup) = made else { unreachable!() };
            setup
        };
        let setup = with(Dynamics { diffusion: 0.5, ..still });
        for strike in [15.0, 17.0, 20.0] {
            let [got, error] = mean(&setup, |one| (one.state.vix - strike).max(0.0));
            let forward = 17.0 * f64::exp(0.125 * years);
            let want = price(Side::Call, forward, strike, 0.5, years, 0.0);
            assert!((got - want).abs() < 3.0 * error && error < 0.02 * want, "{strike}: {got} ± {error} for {want}");
        }
        let setup = with(Dynamics { diffusion: 0.0, ..still });
        for strike in [6200.0, 6400.0, 6600.0] {
            let [got, error] = mean(&setup, |one| (6400.0 * one.state.spx_return.exp() - strike).max(0.0));
            let want = price(Side::Call, 6400.0 * f64::exp(0.03 * years), strike, 0.12, years, 0.0);
            assert!((got - want).abs() < 3.0 * error && error < 0.02 * want, "{strike}: {got} ± {error} for {want}");
        }
    }

    #[test]
    fn vix_stands_after_the_horizon_where_the_quadrature_says() {
        let setup = made(&Book::opening(), 21, 40 * BATCH);
        let steps = VixSteps { calm: 0.1, jumped: 0.02 };
        let mut levels = vix_levels(Points(17.0), 21.0, steps, &setup.moves.dynamics);
        levels.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
        for share in [0.05, 0.25, 0.5, 0.75, 0.95, 0.99] {
            let mut below = 0.0;
            let found = levels.iter().find(|(_, weight)| {
                below += weight;
                below >= share
            });
            let Some((vix, weight)) = found else { unreachable!() };
            let want = below - 0.5 * weight;
            let [got, error] = mean(&setup, |one| f64::from(u8::from(one.state.vix < vix.0)));
            assert!((got - want).abs() < 3.0 * error + 0.002, "{share}: {got} ± {error} for {want}");
        }
    }

    #[test]
    fn a_hedge_on_vix_alone_has_the_quadratures_mean_and_tail() {
        // SPX given VIX is the link's there and the day's here; calls on VIX know of neither.
        let book = book(|plan| {
            plan.holdings.retain(|holding| holding.kind() == Kind::Layer);
            for nth in 0..3 {
                plan.a_layer(nth).contracts = Some(2.0);
            }
            plan.event.days = 15.0;
        });
        let outcomes = outcomes(&book);
        let Ok(odds) = run(&book, &ask(15, 40 * BATCH)) else { unreachable!() };
        let Some(part) = odds.part(Part::Combined) else { unreachable!() };
        let near = |figure: Figure, want: f64| {
            let error = figure.error.unwrap_or(0.0);
            // The quadrature's own error is a hundredth.
            assert!((figure.value - want).abs() < 3.0 * error + 0.01 * want.abs(), "{figure:?} for {want}");
        };
        near(part.end.mean, outcomes.mean(Usd(0.0)).0);
        near(part.end.cvar_95, outcomes.cvar_95(Usd(0.0)).0);
    }

    #[test]
    fn every_kind_of_holding_is_walked_and_its_marks_are_those_of_its_world() {
        let mut plan = Plan::one_more_of_each();
        let Some(pool) = plan.pool_mut(1) else { unreachable!() };
        (pool.token, pool.quote) = (PoolToken::Eth, crate::plan::QuoteToken::Btc);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let setup = made(&book, 4, BATCH);
        assert!(setup.moves.tokens.len() > 1 && setup.table_error.marks > 100);
        assert!(setup.table_error.worst < 60.0, "{:?}", setup.table_error);
        let odds = all(&setup).odds(&setup);
        assert_eq!((odds.pools.len(), odds.example.len()), (book.positions().count(), 5));
        let finite = |part: &crate::odds::figures::PartOdds| {
            part.fan.iter().flatten().all(|usd| usd.is_finite()) && part.end.cvar_99.value.is_finite()
        };
        assert!(odds.parts.iter().all(finite) && odds.example.iter().all(|usd| usd.is_finite()));
        assert!(odds.parts.iter().all(|part| part.fan[4].windows(2).all(|two| two[0] <= two[1])));
    }

    #[test]
    fn whatever_is_typed_of_the_shock_the_paths_are_those_of_the_plan_that_is_walked() {
        let odds = |plan: &Plan| Book::resolve(plan).map(|book| run(&book, &ask(4, BATCH)));
        for mut plan in [Plan::default(), Plan::one_more_of_each()] {
            plan.market.today = crate::units::day::Day::iso("2026-11-24");
            for vix in [None, Some(Points(60.0))] {
                // Every field, so that a new one is thought of.
                plan.event = EventPlan {
                    vix,
                    days: 12.0,
                    spx: Some(Frac(-0.12)),
                    token: Some(Frac(-0.3)),
                    eth: Some(Frac(-0.2)),
                    btc: Some(Frac(-0.1)),
                    crypto: Frac(-0.15),
                    peg: Usd(0.9),
                    vvix: Some(Points(150.0)),
                    token_vol: Some(Vol(1.4)),
                    fee_multiple: Some(3.0),
                    gas_multiple: Some(9.0),
                    depth: Some(0.2),
                    rate: Frac(0.01),
                    differential: Frac(0.02),
                    dollar: Frac(0.03),
                    surprise: 2.0,
                };
                let (typed, walked) = (odds(&plan), odds(&walked(&plan)));
                assert!(typed.as_ref().is_ok_and(|odds| odds.is_ok()), "{typed:?}");
                assert!(typed == walked, "{vix:?}");
            }
        }
    }

    #[test]
    fn the_order_of_batches_and_who_walks_them_change_no_bit() {
        let book = Book::opening();
        let ask = ask(6, 7 * BATCH + 100);
        let at_once = run(&book, &ask);
        let Ok(setup) = setup(&book, &ask) else { unreachable!() };
        for of in [1, 2, 4] {
            let anew = (book.clone(), ask.clone());
            let each = move || {
                let Ok(setup) = super::setup(&anew.0, &anew.1) else { unreachable!() };
                setup
            };
            let odds = batches::tests::by_threads(of, each, Setup::batches, Setup::batch).odds(&setup);
            assert_eq!(odds.paths, 7 * BATCH + 100);
            assert_eq!(Ok(&odds), at_once.as_ref(), "{of} workers");
            let Ok(sent) = serde_json::to_string(&odds) else { unreachable!() };
            assert_eq!(serde_json::from_str::<Odds>(&sent).ok(), Some(odds));
        }
        let other = run(&book, &Ask { seed: 2, ..ask });
        assert!(other != at_once);
    }

    #[test]
    fn a_batch_ends_a_piece_with_every_day_and_so_does_what_all_share() {
        let book = Book::opening();
        let (made, pieces) = counted(making(&book, &ask(6, BATCH)));
        let Ok(setup) = made else { unreachable!() };
        // Six days each of condors and VIX calls, the draws of the pilot's paths and its days; the first piece begins before any
        // of them.
        assert_eq!(pieces, 1 + 6 + 6 + 1024 + 6);
        let (batch, pieces) = counted(setup.batching(0));
        assert_eq!((batch, pieces), (setup.batch(0), 1 + BATCH + 6));
    }

    #[test]
    fn figures_are_there_at_any_moment_and_the_first_have_no_error() {
        let setup = made(&Book::opening(), 5, BATCH);
        let mut tally = Tally::default();
        assert_eq!((tally.odds(&setup).paths, tally.odds(&setup).parts.len()), (0, 5));
        tally.add(&setup.batch(0));
        assert_eq!(tally.odds(&setup).part(Part::Combined).map(|part| part.end.mean.error), Some(None));
    }

    /// What a tally has of all its numbers, by their places.
    fn room(tally: &Tally) -> usize {
        fn count(value: &serde_json::Value) -> usize {
            match value {
                serde_json::Value::Array(all) => all.iter().map(count).sum(),
                serde_json::Value::Object(all) => all.values().map(count).sum(),
                _ => 1,
            }
        }
        serde_json::to_value(tally).map_or(0, |value| count(&value))
    }

    #[test]
    fn sixteen_times_the_paths_have_a_quarter_of_the_error_and_take_no_more_room() {
        let (few, many) = (REPLICATES, 16 * REPLICATES);
        let runs: Vec<[(Odds, usize); 2]> = (1..5)
            .map(|seed| {
                let book = Book::opening();
                let Ok(setup) = setup(&book, &Ask { seed, ..ask(5, many * BATCH) }) else { unreachable!() };
                let mut tally = Tally::default();
                let mut seen = |from: u32, to: u32| {
                    (from..to).for_each(|index| tally.add(&setup.batch(index)));
                    (tally.odds(&setup), room(&tally))
                };
                [seen(0, few), seen(few, many)]
            })
            .collect();
        // The mean of four squared errors of twenty replicates is a square within a sixth, so two such are within a quarter:
        // twice that is allowed.
        let slack = 1.5;
        let error = |of: fn(&Odds) -> Option<Figure>, which: usize| {
            let one = |run: &[(Odds, usize); 2]| of(&run[which].0).and_then(|figure| figure.error).unwrap_or(f64::NAN);
            (runs.iter().map(|run| one(run).powi(2)).sum::<f64>() / runs.len() as f64).sqrt()
        };
        for which in [
            (|odds| Some(odds.part(Part::Combined)?.end.mean)) as fn(&Odds) -> Option<Figure>,
            |odds| Some(odds.part(Part::Combined)?.end.cvar_95),
            |odds| Some(odds.part(Part::Combined)?.end.past_budget_till_then),
            |odds| Some(odds.part(Part::Pool)?.end.quantiles[1]),
            |odds| odds.tail_dependence,
            |odds| {
                let part = odds.part(Part::Combined)?;
                Some(Figure { value: part.fan[3][1], error: part.fan_errors[3][1] })
            },
        ] {
            let [wide, narrow] = [error(which, 0), error(which, 1)];
            assert!(narrow > 0.0 && narrow * narrow < slack * wide * wide / 16.0, "{wide} {narrow}");
            for run in &runs {
                let [few, many] = [0, 1].map(|i| which(&run[i].0).map_or(f64::NAN, |figure| figure.value));
                assert!((few - many).abs() < 4.0 * wide, "{few} ± {wide}, {many} ± {narrow}");
            }
        }
        for run in &runs {
            assert_eq!(run[0].1, run[1].1);
        }
    }

    #[test]
    fn an_even_sequence_has_the_smaller_error() {
        let book = Book::opening();
        let error = |start, of: fn(&Odds) -> Option<Figure>| {
            let made = whole(with(&book, &ask(10, 40 * BATCH), Dynamics::of(&book.plan), start));
            let Ok(setup) = made else { unreachable!() };
            of(&all(&setup).odds(&setup)).and_then(|figure| figure.error).unwrap_or(f64::NAN)
        };
        for of in [(|odds| Some(odds.part(Part::Combined)?.end.mean)) as fn(&Odds) -> Option<Figure>, |odds| {
            Some(odds.part(Part::Combined)?.end.past_budget)
        }] {
            let [random, mirrored, even] = [Start::Random, Start::Mirrored, Start::Sobol].map(|start| error(start, of));
            assert!(even < 0.8 * random && even < mirrored, "{random} {mirrored} {even}");
        }
    }

    #[test]
    fn on_the_last_day_the_book_is_worth_what_it_is_in_that_world_and_the_parts_add_up_to_the_cent() {
        // Without fees nothing hangs on the way; a put on the token hangs on token and VIX.
        let book = book(|plan| {
            plan.a_pool().fee_apr = Frac(0.0);
            plan.add_fresh(Kind::Chain);
            plan.add_fresh(Kind::Etp);
        });
        let setup = made(&book, 9, BATCH);
        let mut marks = 0;
        setup.walk(Start::Sobol, 3, BATCH as usize, |one| {
            let [condor, pool, hedge, combined, unhedged] = one.marks.in_cents();
            assert_eq!((condor + pool + hedge, condor + pool), (combined, unhedged));
            if one.path % 16 == one.day {
                let world = one.state.world(&setup.shocks[one.day - 1]);
                let exact = pnl::of(&book, &world);
                assert!((one.marks.pool - exact.pool).abs() < 1e-6, "{} {}", one.marks.pool, exact.pool);
                assert!((one.marks.condor - exact.condor).abs() < 25.0, "{} {}", one.marks.condor, exact.condor);
                assert!((one.marks.hedge - exact.hedge).abs() < 25.0, "{} {}", one.marks.hedge, exact.hedge);
                marks += 1;
            }
        });
        assert!(marks > 200, "{marks}");
        assert!(setup.table_error.marks > 100 && setup.table_error.rms < 3.0, "{:?}", setup.table_error);
    }

    #[test]
    fn the_tables_error_is_far_below_the_paths() {
        let book = Book::opening();
        let Ok(setup) = setup(&book, &Ask::of(&book)) else { unreachable!() };
        let odds = all(&setup).odds(&setup);
        let error = odds.part(Part::Combined).and_then(|part| part.end.mean.error);
        assert!(error.is_some_and(|error| setup.table_error.rms < 0.1 * error), "{error:?} {:?}", setup.table_error);
        assert!(setup.table_error.worst < 40.0, "{:?}", setup.table_error);
        // At the size held the curve says what the whole book does.
        let held = odds.curve.iter().find(|one| one.size == odds.held);
        assert_eq!(held.map(|one| one.chance), odds.part(Part::Combined).map(|part| part.end.past_budget));
        assert_eq!(odds.days, 32);
    }

    #[test]
    fn a_condor_that_expires_on_the_way_stays_what_its_own_days_spx_made_it() {
        let book = book(|plan| plan.a_condor().days = 10.0);
        let setup = made(&book, 12, BATCH);
        let settles = setup.condors[0].settles;
        assert_eq!(settles, 7);
        let mut then = vec![0.0; BATCH as usize];
        setup.walk(Start::Sobol, 0, BATCH as usize, |one| {
            if one.day == settles {
                let spx = 6400.0 * one.state.spx_return.exp();
                then[one.path] = book.condors().map(|c| c.dollars(c.credit - c.intrinsic(spx)) - c.fees().0).sum();
            }
            assert!(one.day < settles || (one.marks.condor - then[one.path]).abs() < 1e-6);
        });
    }

    #[test]
    fn a_pool_that_only_costs_never_lowers_the_chance_of_ruin_by_its_size() {
        // Two stablecoins that earn nothing and are insured.
        let book = book(|plan| {
            let pool = plan.a_pool();
            (pool.token, pool.quote) = (PoolToken::Stable, crate::plan::QuoteToken::Stable);
            (pool.fee_apr, pool.cover_premium) = (Frac(0.0), Frac(0.5));
        });
        let odds = run(&book, &ask(8, 8 * BATCH));
        let Ok(odds) = odds else { unreachable!() };
        assert!(odds.curve.len() > 20);
        let mut last = -1.0;
        for one in &odds.curve {
            assert!(one.chance.value >= last, "{one:?}");
            last = one.chance.value;
        }
        assert!(odds.part(Part::Pool).is_some_and(|pool| pool.end.loss.value == 1.0));
    }

    #[test]
    fn fees_stop_out_of_range_and_a_called_loan_stays_called() {
        let book = book(|plan| {
            let now = plan.market.token_price.0;
            let pool = plan.a_pool();
            (pool.low, pool.high) = (0.97 * now, 1.03 * now);
            (pool.loan, pool.fee_apr) = (Usd(0.76 * pool.deposit.0), Frac(0.5));
        });
        let setup = made(&book, 10, 2 * BATCH);
        let mut pools = vec![Default::default(); BATCH as usize];
        let mut called = 0;
        setup.walk(Start::Sobol, 0, BATCH as usize, |one| {
            let (before, now): (pools::PoolState, _) = (pools[one.path], one.pools[0]);
            let price = setup.pools[0].position.entry * one.state.returns[0].exp();
            let is_out = |price: f64| setup.pools[0].position.pool.is_some_and(|pool| !pool.in_range(price));
            if before.liquidated > 0 {
                assert_eq!((now.pnl, now.liquidated), (before.pnl, before.liquidated));
                called += u32::from(one.day == 10);
            } else {
                assert!(now.pnl.fees >= before.pnl.fees && now.left <= one.day as u32);
                assert!(now.left > 0 || !is_out(price));
                assert_eq!(now.liquidated > 0, now.pnl.penalty > 0.0);
            }
            pools[one.path] = now;
        });
        assert!(called > 20, "{called}");
        let odds = all(&setup).odds(&setup);
        let pool = &odds.pools[0];
        assert!(pool.liquidated.value > 0.04 && pool.leaves.value > 0.5 && pool.half_left_by.is_some(), "{pool:?}");
        assert!(pool.left_by.windows(2).all(|two| two[0] <= two[1]) && pool.left_by.len() == 11);
    }

    /// The quick ratio's own call, exactly priced, on every path and day that is said to be called and some that are not.
    #[test]
    fn margin_is_called_on_the_first_day_whose_quick_ratio_has_a_call_beyond_what_is_at_hand() {
        // One condor and two of which one is settled on the way; on a dated plan weekends pass with the trading day behind.
        for (second, cash) in [(None, 2_000.0), (None, 5_000.0), (Some(4.0), 2_000.0), (Some(4.0), 4_000.0)] {
            let book = book(|plan| {
                (plan.account.cash, plan.account.stablecoins) = (Usd(cash), Usd(500.0));
                plan.market.today = crate::units::day::Day::iso("2026-11-25");
                if let Some(days) = second {
                    let near = crate::plan::CondorPlan { days, ..plan.a_condor().clone() };
                    assert!(plan.add(Holding::new(Terms::Condor(near))));
                }
            });
            let setup = made(&book, 12, BATCH);
            let margin = liquidity::margin(&book);
            let mut was_called = vec![false; BATCH as usize];
            let mut called = 0;
            setup.walk(Start::Sobol, 0, BATCH as usize, |one| {
                if !was_called[one.path] && (one.is_called || one.path % 20 == one.day) {
                    let world = one.state.world(&setup.shocks[one.day - 1]);
                    let stop = liquidity::LiquidityStop::new(&book, None, (one.state.vix, None), &world, margin);
                    // What has settled did so at the SPX of its day, which the quick ratio of a later one does not know.
                    let rise = portfolio_margin_of(book.condors(), &world.market, world.days).0 - margin.0;
                    let call = rise - one.marks.condor;
                    let over = call - stop.held.at_hand.0;
                    let apart = (call.max(0.0) - stop.held.margin_call.0).abs();
                    assert!(second.is_some() || apart < 50.0, "{call} {:?}", stop.held);
                    assert!(if one.is_called { over > -50.0 } else { over < 50.0 }, "{over} {}", one.is_called);
                    called += u32::from(one.is_called);
                }
                was_called[one.path] = one.is_called;
            });
            assert!(called > 20, "{second:?} {cash}: {called}");
            let odds = all(&setup).odds(&setup);
            assert!((odds.margin_call.value - f64::from(called) / f64::from(BATCH)).abs() < 1e-9);
        }
    }

    #[test]
    fn without_a_pool_held_its_sizes_are_still_looked_at_and_nothing_of_it_counts() {
        let book = book(|plan| plan.a_pool().deposit = Usd(0.0));
        let ask = ask(5, 4 * BATCH).with_rules_size(Usd(200_000.0));
        let Ok(odds) = run(&book, &ask) else { unreachable!() };
        assert!(odds.part(Part::Pool).is_some_and(|pool| pool.end.mean.value == 0.0 && pool.end.cvar_99.value == 0.0));
        assert_eq!((odds.held, odds.curve.last().map(|one| one.size)), (Usd(0.0), Some(Usd(400_000.0))));
        assert_eq!(
            odds.curve[0].chance,
            odds.part(Part::Combined).map(|part| part.end.past_budget).unwrap_or_default()
        );
        let [first, last] = [odds.curve.first(), odds.curve.last()].map(|one| one.map_or(0.0, |one| one.chance.value));
        assert!(last > first + 0.01, "{first} {last}");
        let Ok(odds) = run(&book, &Ask { limit: Frac(0.5 * (first + last)), ..ask }) else { unreachable!() };
        let Some(LargestSize::UpTo(usd)) = odds.largest else { unreachable!() };
        assert!(usd.0 > 0.0 && usd.0 < 400_000.0);
    }

    #[test]
    fn the_largest_size_is_off_by_as_much_as_seeds_differ() {
        let book = book(|plan| plan.a_pool().deposit = Usd(0.0));
        let of = |seed: u32, limit: f64| {
            let ask = Ask { seed, limit: Frac(limit), ..ask(5, REPLICATES * BATCH).with_rules_size(Usd(200_000.0)) };
            let Ok(odds) = run(&book, &ask) else { unreachable!() };
            odds
        };
        let first = of(1, 1.0);
        assert_eq!((first.largest, first.largest_between), (Some(LargestSize::Every), Some([LargestSize::Every; 2])));
        let ends = [first.curve.first(), first.curve.last()].map(|one| one.map_or(f64::NAN, |one| one.chance.value));
        let found: Vec<[f64; 2]> = (1..9)
            .map(|seed| {
                let odds = of(seed, 0.5 * (ends[0] + ends[1]));
                let Some(LargestSize::UpTo(Usd(usd))) = odds.largest else { unreachable!("{ends:?}") };
                let between = odds.largest_between.and_then(|ends| Some([ends[0].usd()?, ends[1].usd()?]));
                [usd, between.map_or(f64::NAN, |[low, high]| 0.5 * (high - low))]
            })
            .collect();
        let n = found.len() as f64;
        let mean = found.iter().map(|one| one[0]).sum::<f64>() / n;
        let seen = (found.iter().map(|one| (one[0] - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let said = (found.iter().map(|one| one[1] * one[1]).sum::<f64>() / n).sqrt();
        // What eight differ by is known within a quarter; three of these.
        assert!(seen < 1.75 * said && said < 1.75 * seen, "{seen} {said}");
    }

    #[test]
    fn a_shocks_place_among_the_paths_is_the_share_below_it() {
        let setup = made(&Book::opening(), 5, 8 * BATCH);
        let tally = all(&setup);
        let odds = tally.odds(&setup);
        let Some(part) = odds.part(Part::Combined) else { unreachable!() };
        let quartile = tally.place(&setup, 5.0, Usd(part.end.quantiles[2].value));
        assert!((quartile.map_or(f64::NAN, |one| one.below.value) - 0.25).abs() < 0.005, "{quartile:?}");
        let sides = |days: f64, usd: f64| {
            tally.place(&setup, days, Usd(usd)).map(|place| [place.below.value, place.above.value])
        };
        assert_eq!([sides(3.0, 1e9), sides(5.9, -1e9), sides(6.0, -1e9)], [Some([1.0, 0.0]), Some([0.0, 1.0]), None]);
        assert_eq!([0.0, 2.5, 5.0, 6.0].map(|days| setup.day_of(days)), [Some(1), Some(2), Some(5), None]);
        assert!((part.bars.iter().map(|bar| bar.share).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    /// A condor of a settled week: a fifth of the paths end at exactly what the shock loses, however many are sold.
    #[test]
    fn a_shock_at_the_most_that_can_be_lost_is_level_with_the_paths_that_lose_it() {
        for contracts in [1.0, 3.0, 4.0, 5.0, 7.0] {
            let book = condor_alone(|condor| (condor.days, condor.contracts) = (10.0, contracts));
            let setup = made(&book, 7, 16 * BATCH);
            let tally = all(&setup);
            let world = book.resolve_beside(&Plan {
                event: EventPlan { vix: Some(Points(60.0)), ..EventPlan::calm(7.0) },
                ..book.plan.clone()
            });
            let Ok(shocked) = world else { unreachable!() };
            let usd = pnl::of(&shocked, &shocked.shock.as_set(0.0)).combined();
            let Some(place) = tally.place(&setup, 7.0, Usd(usd)) else { unreachable!() };
            let Some(end) = tally.odds(&setup).part(Part::Condor).map(|part| part.end.clone()) else { unreachable!() };
            assert!((end.quantiles[0].value - usd).abs() < 0.1, "{usd} {:?}", end.quantiles);
            assert!(place.below.value == 0.0 && (0.5..0.99).contains(&place.above.value), "{contracts}: {place:?}");
        }
    }

    /// More than half of the paths gain on their only day.
    #[test]
    fn what_has_not_fallen_has_fallen_by_nothing() {
        let odds = all(&made(&Book::opening(), 1, 40 * BATCH));
        let setup = made(&Book::opening(), 1, 40 * BATCH);
        let odds = odds.odds(&setup);
        let Some(part) = odds.part(Part::Combined) else { unreachable!() };
        assert!(part.end.loss.value < 0.5 && part.end.drawdowns[0].value == 0.0, "{:?}", part.end);
        assert!(part.end.drawdowns[1].value > 100.0, "{:?}", part.end.drawdowns);
    }

    /// What none of so many paths did is known to one of them.
    #[test]
    fn what_no_path_did_is_not_said_to_be_impossible() {
        let odds = all(&made(&Book::opening(), 2, 16 * BATCH)).odds(&made(&Book::opening(), 2, 16 * BATCH));
        let one = 1.0 / f64::from(16 * BATCH);
        assert_eq!(odds.margin_call, Figure { value: 0.0, error: Some(one) });
        assert!(odds.curve.iter().all(|size| size.chance.error >= Some(one)), "{:?}", odds.curve);
    }

    /// Condors alone, of which nearly all end at two amounts or few lose at all.
    fn condor_alone(change: impl Fn(&mut crate::plan::CondorPlan)) -> Book {
        book(|plan| {
            plan.holdings.retain(|one| one.kind() == Kind::Condor);
            change(plan.a_condor());
        })
    }

    /// Seven days and three expected moves: some one path in two hundred loses, up to its wings. What the pilot saw of them is
    /// no matter.
    #[test]
    fn rare_losses_stay_in_the_tail_whichever_paths_the_pilot_saw() {
        let far = condor_alone(|condor| {
            (condor.days, condor.strikes_by, condor.multiple) = (7.0, StrikeRule::ExpectedMove, 3.0);
        });
        let mut tails = Vec::new();
        for seed in 1..=4 {
            let ask = Ask { days: 5, paths: 64 * BATCH, seed, ..Ask::of(&far) };
            let Ok(setup) = setup(&far, &ask) else { unreachable!() };
            let odds = all(&setup).odds(&setup);
            let Some(part) = odds.part(Part::Condor) else { unreachable!() };
            let end = &part.end;
            let best = far.condors().next().map_or(0.0, |condor| condor.max_gain().0 - condor.fees().0);
            // Most end at the most that it can gain, to the cent.
            assert!((end.quantiles[3].value - best).abs() < 1.0, "{} {best}", end.quantiles[3].value);
            assert!(part.bars.len() > 1 && end.cvar_99.value > 5.0 * best, "{end:?}");
            tails.push(end.cvar_99);
        }
        for two in tails.windows(2) {
            let error = two[0].error.unwrap_or(0.0).hypot(two[1].error.unwrap_or(0.0));
            assert!((two[0].value - two[1].value).abs() < 4.0 * error, "{tails:?}");
        }
    }

    /// What a day says of the budget is what the end says of it, however many end beside it; and no day is worse than can be.
    #[test]
    fn the_budget_of_a_day_is_counted_and_no_day_is_worse_than_can_be() {
        for share in [0.0742, 0.06, 0.02] {
            let mut plan = condor_alone(|condor| condor.days = 14.0).plan.clone();
            plan.account.loss_budget = Frac(share);
            let Ok(alone) = Book::resolve(&plan) else { unreachable!() };
            let setup = made(&alone, 14, 32 * BATCH);
            let tally = all(&setup);
            let odds = tally.odds(&setup);
            let Some(part) = odds.part(Part::Combined) else { unreachable!() };
            let days = part.fan.len() - 1;
            let at_last = tally.past_budget_after(&setup, days as f64);
            assert_eq!(at_last.map(|one| one.value), Some(part.end.past_budget.value), "{share}");
            let worst = alone.condors().next().map_or(0.0, |condor| condor.max_loss().0 + condor.fees().0);
            assert!(part.fan.iter().flatten().all(|usd| *usd >= -worst - 0.011), "{worst} {:?}", part.fan);
            let place = |usd: f64| tally.place(&setup, days as f64, Usd(usd)).map_or(f64::NAN, |one| one.below.value);
            assert_eq!((place(-worst - 1.0), place(1e6)), (0.0, 1.0));
        }
    }

    /// Settled on the tenth day, it stands where it ended on all that follow: what its days say is what the end says.
    #[test]
    fn a_condor_that_has_settled_stands_still_in_the_fan() {
        let book = book(|plan| plan.a_condor().days = 14.0);
        let setup = made(&book, 15, 32 * BATCH);
        let odds = all(&setup).odds(&setup);
        let Some(part) = odds.part(Part::Condor) else { unreachable!() };
        for day in 11..=15 {
            for (then, end) in part.fan[day].iter().zip(part.end.quantiles) {
                assert!((then - end.value).abs() < 40.0, "day {day}: {then} {}", end.value);
            }
            // At its most and its least to the cent.
            for nth in [0, 1, 5, 6] {
                assert!((part.fan[day][nth] - part.end.quantiles[nth].value).abs() < 0.5, "{:?}", part.fan[day]);
            }
        }
    }

    /// Deep in the tail nothing of the pilot moves: products of what does are no larger than 64 bits hold.
    #[test]
    fn a_condor_that_hardly_ever_loses_is_counted_without_an_overflow() {
        for put in [5800.0, 5700.0, 5500.0] {
            let far = condor_alone(|condor| {
                (condor.days, condor.strikes_by) = (10.0, StrikeRule::Level);
                condor.set_levels([put - 100.0, put, 7000.0, 7050.0].map(Points));
            });
            let setup = made(&far, 7, 40 * BATCH);
            let odds = all(&setup).odds(&setup);
            let correlations = odds.bands.iter().filter_map(|band| band.correlation);
            assert!(correlations.flat_map(|one| [one.value]).all(|x| (-1.0..=1.0).contains(&x)));
        }
    }

    #[test]
    fn what_cannot_be_walked_is_said() {
        let opening = Book::opening();
        let said = |book: &Book, ask: Ask| setup(book, &ask).err().unwrap_or_default();
        let none = book(|plan| plan.holdings.clear());
        assert!(said(&none, ask(5, 100)).starts_with("Nothing is held"));
        assert!(said(&opening, ask(5, 0)).starts_with("No path"));
        assert!(said(&opening, ask(5, 10_000_001)).starts_with("More than 10 million"));
        assert!(said(&opening, ask(0, 100)).starts_with("Paths of no day"));
        let long = made(&opening, 400, 1);
        assert_eq!(long.ask.days, 152);
        assert!(long.note.is_some_and(|note| note.contains("152 trading days")));
    }
}
