//! Laws of the paths, on any plan that the page can make: what the figures of one run have to do with each other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod plans;

use plans::{any_plan, law, resolve};
use proptest::prelude::*;
use second_engine::book::Book;
use second_engine::odds::ask::Ask;
use second_engine::odds::draws::BATCH;
use second_engine::odds::figures::{EndOdds, Odds, Part};
use second_engine::odds::setup::Setup;
use second_engine::odds::tally::Tally;
use second_engine::odds::{all, setup};
use second_engine::plan::holding::{Kind, Terms};
use second_engine::plan::{FeeBy, Plan, PoolToken, QuoteToken};
use second_engine::units::{Frac, Usd, Vol};

/// Paths of a case.
const PATHS: u32 = 10 * BATCH;
/// Dollars that sums of whole cents may be off by.
const CENTS: f64 = 0.03;

/// The plan walked for as many days as it asks for, six at most.
fn walked(book: &Book) -> Result<(Setup, Tally, Odds), String> {
    let asked = Ask::of(book);
    let setup = setup(book, &Ask { paths: PATHS, days: asked.days.clamp(1, 6), ..asked })?;
    let tally = all(&setup);
    let odds = tally.odds(&setup);
    Ok((setup, tally, odds))
}

/// Every figure of an end is a number; chances are chances, tails lie in order.
fn an_end_is_in_order(name: &str, end: &EndOdds, bar: f64) -> Result<(), TestCaseError> {
    let all = [end.mean, end.loss, end.past_budget, end.past_budget_till_then, end.cvar_95, end.cvar_99];
    let all = all.into_iter().chain(end.quantiles).chain(end.drawdowns);
    let mut each = all.flat_map(|one| [one.value, one.error.unwrap_or(0.0)]);
    prop_assert!(each.all(f64::is_finite), "{name}: {end:?}");
    let chances = [end.loss, end.past_budget, end.past_budget_till_then].map(|one| one.value);
    prop_assert!(chances.iter().all(|chance| (0.0..=1.0).contains(chance)), "{name}: {chances:?}");
    prop_assert!(chances[1] <= chances[2] && chances[1] <= chances[0], "{name}: {chances:?}");
    // What a quantile lies beside is known within its bin; a mean of the lowest is of the bins themselves.
    let slack = bar / 16.0 + CENTS;
    let quantiles = end.quantiles.map(|one| one.value);
    prop_assert!(quantiles.windows(2).all(|two| two[0] <= two[1] + slack), "{name}: {quantiles:?}");
    prop_assert!(end.cvar_95.value <= end.cvar_99.value + CENTS, "{name}: {end:?}");
    prop_assert!(-end.mean.value <= end.cvar_95.value + CENTS, "{name}: {end:?}");
    prop_assert!(-quantiles[1] <= end.cvar_95.value + slack, "{name}: {end:?}");
    let falls = end.drawdowns.map(|one| one.value);
    prop_assert!(falls[0] >= 0.0 && falls.windows(2).all(|two| two[0] <= two[1]), "{name}: {falls:?}");
    Ok(())
}

#[test]
fn figures_of_one_run_agree_with_each_other() {
    law([240, 160], 1_714, &any_plan(), |plan, tally| {
        let Ok(book) = resolve(&plan.0) else { return Ok(()) };
        let (setup, counted, odds) = match walked(&book) {
            Ok(walked) => walked,
            Err(said) => {
                prop_assert!(said.ends_with('.'), "{said}");
                return Ok(());
            }
        };
        tally.count();
        for part in &odds.parts {
            let (name, bar) = (format!("{:?}", part.part), part.bars.first().map_or(0.0, |bar| bar.to.0 - bar.from.0));
            an_end_is_in_order(&name, &part.end, bar)?;
            let shares: f64 = part.bars.iter().map(|bar| bar.share).sum();
            prop_assert!((shares - 1.0).abs() < 1e-9, "{name}: {shares}");
            for (day, fan) in part.fan.iter().enumerate() {
                let slack = bar / 16.0 + CENTS;
                prop_assert!(fan.windows(2).all(|two| two[0] <= two[1] + slack), "{name}, day {day}: {fan:?}");
            }
        }
        for way in &odds.ways {
            an_end_is_in_order(&format!("{:?}", way.way), &way.end, f64::INFINITY)?;
        }
        // Path by path the whole is its parts, and what is not the hedge is the rest.
        let mean = |part: Part| odds.part(part).map_or(f64::NAN, |one| one.end.mean.value);
        let [condor, pool, hedge] = [Part::Condor, Part::Pool, Part::Hedge].map(mean);
        let size = condor.abs() + pool.abs() + hedge.abs();
        let off = mean(Part::Combined) - condor - pool - hedge;
        prop_assert!(off.abs() < CENTS + 1e-12 * size, "{off}");
        prop_assert!((mean(Part::Unhedged) - condor - pool).abs() < CENTS + 1e-12 * size);
        // The same question asked of the last day and of the end.
        let Some(whole) = odds.part(Part::Combined) else { unreachable!() };
        let last = f64::from(setup.ask.days);
        let past = counted.past_budget_after(&setup, last).map(|one| one.value);
        prop_assert_eq!(past, Some(whole.end.past_budget.value));
        let place = |usd: f64| counted.place(&setup, last, Usd(usd)).unwrap();
        let beside = [-1e15, -setup.book.budget, 0.0, 1e15].map(place);
        prop_assert!(beside.iter().all(|one| one.below.value + one.above.value <= 1.0 + 1e-12), "{beside:?}");
        prop_assert!((beside[0].above.value, beside[3].above.value) == (1.0, 0.0), "{beside:?}");
        let levels = beside.map(|one| one.below.value);
        prop_assert!(
            levels[0] == 0.0 && levels[3] == 1.0 && levels.windows(2).all(|two| two[0] <= two[1]),
            "{levels:?}"
        );
        // No piece of a day's bins holds much of all.
        prop_assert!((levels[1] - whole.end.past_budget.value).abs() < 0.015, "{levels:?} {:?}", whole.end.past_budget);
        let bands = odds.bands.iter().flat_map(|band| band.correlation);
        prop_assert!(bands.into_iter().all(|one| (-1.0..=1.0).contains(&one.value)));
        prop_assert!((odds.bands.iter().map(|band| band.share).sum::<f64>() - 1.0).abs() < 1e-9);
        for pool in &odds.pools {
            prop_assert!(pool.left_by.windows(2).all(|two| two[0] <= two[1]) && pool.left_by[0] == 0.0);
            prop_assert_eq!(pool.left_by.last().copied(), Some(pool.leaves.value));
        }
        Ok(())
    });
}

/// A call that is bought loses no more than it costs, on any path: past the budget with calls, the rest is past what the
/// budget leaves once they are paid.
#[test]
fn calls_on_vix_make_a_breach_no_likelier_than_their_cost_explains() {
    law([200, 30], 52, &any_plan(), |plan, tally| {
        let mut plan = plan.0;
        plan.holdings.retain(|one| match &one.terms {
            Terms::Condor(_) | Terms::Pool(_) => true,
            Terms::Layer(layer) => layer.spread.0 == 0.0,
            _ => false,
        });
        let Ok(book) = resolve(&plan) else { return Ok(()) };
        let cost: f64 = book.layers().map(|layer| layer.outlay().0).sum();
        let capital = plan.account.risk_capital().0;
        let less = |share: f64, by: f64| Plan {
            account: second_engine::plan::AccountPlan {
                loss_budget: Frac(share - by / capital),
                ..plan.account.clone()
            },
            ..plan.clone()
        };
        // Twice what the calls cost, and where they are cheap a loss that is seen.
        let share = (2.0 * cost / capital).max(0.02);
        if cost <= 0.0 || share > 0.9 {
            return Ok(());
        }
        let [with, rest] = [less(share, 0.0), less(share, cost + 1.0)];
        let (Ok(with), Ok(rest)) = (resolve(&with), resolve(&rest)) else { return Ok(()) };
        let (Ok((.., with)), Ok((.., rest))) = (walked(&with), walked(&rest)) else { return Ok(()) };
        let chance = |odds: &Odds, part: Part| odds.part(part).map_or(f64::NAN, |one| one.end.past_budget.value);
        let (hedged, bare) = (chance(&with, Part::Combined), chance(&rest, Part::Unhedged));
        prop_assert!(hedged <= bare, "{hedged} {bare}");
        if hedged > 0.0 {
            tally.count();
        }
        Ok(())
    });
}

/// A pool whose tokens stand still and which earns nothing has gas, premium and interest and no more.
#[test]
fn a_larger_pool_that_only_costs_makes_a_breach_no_rarer() {
    law([120, 20], 77, &any_plan(), |plan, tally| {
        let mut plan = plan.0;
        plan.holdings.retain(|one| matches!(one.kind(), Kind::Condor | Kind::Pool | Kind::Layer | Kind::Etp));
        let mut is_first = true;
        plan.holdings.retain(|one| one.kind() != Kind::Pool || std::mem::replace(&mut is_first, false));
        let Some(pool) = plan.pool_mut(0) else { return Ok(()) };
        (pool.token, pool.quote) = (PoolToken::Market, QuoteToken::Stable);
        (pool.fee_by, pool.fee_apr, pool.loan, pool.cover_premium) = (FeeBy::Apr, Frac(0.0), Usd(0.0), Frac(0.2));
        (plan.response.beta_spx, plan.response.beta_vix, plan.response.residual) =
            (Some(0.0), Some(0.0), Some(Vol(0.0)));
        let Ok(book) = resolve(&plan) else { return Ok(()) };
        let Ok((.., odds)) = walked(&book) else { return Ok(()) };
        let chances: Vec<f64> = odds.curve.iter().map(|one| one.chance.value).collect();
        prop_assert!(chances.windows(2).all(|two| two[0] <= two[1]), "{chances:?}");
        if chances.first() < chances.last() {
            tally.count();
        }
        Ok(())
    });
}
