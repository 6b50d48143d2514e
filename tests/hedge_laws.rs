//! Laws of the hedge along a path: cash and layers change by price moves and costs alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(not(target_arch = "wasm32"))]

mod plans;

use plans::{Drawn, any_plan, law, resolve};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use second_engine::book::Book;
use second_engine::book::replay::{self, Day, Event, Replay, Track, Trade};
use second_engine::market::Market;
use second_engine::market::smile::VixShape;
use second_engine::options::black::Side;
use second_engine::plan::Plan;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::knob;
use second_engine::plan::rules_hedge::{Action, AdaptivePlan, Band};
use second_engine::units::{Frac, Points, Usd, Years};
use second_engine::views::assemble;

const LONG: usize = 2;

/// The default plan's layers with so many contracts each.
fn replay<'a>(plan: &'a Plan, market: &'a Market, rules: &'a AdaptivePlan, contracts: [f64; 3]) -> Replay<'a> {
    Replay { market, rules, layers: plan.layers().zip(contracts).collect(), nth: vec![0, 1, 2] }
}

fn run(rules: &AdaptivePlan, contracts: [f64; 3], path: &[f64]) -> [Track; 2] {
    let plan = Plan::default();
    let market = Book::resolve(&plan).unwrap().market;
    replay(&plan, &market, rules, contracts).run(path)
}

/// Legs between levels, each so many days long, in logs.
fn any_path() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((9.0..120.0f64, 1..40u32), 1..7).prop_map(|legs| {
        let mut path = vec![17.0f64];
        for (to, days) in legs {
            let from = path.last().copied().unwrap_or(17.0);
            path.extend((1..=days).map(|i| from * (to / from).powf(f64::from(i) / f64::from(days))));
        }
        path
    })
}

fn any_action() -> impl Strategy<Value = Action> {
    (0..4usize).prop_map(|i| Action::ALL[i])
}

/// Up to six bands, with own actions of up to four layers.
fn any_rules() -> impl Strategy<Value = AdaptivePlan> {
    let own = prop::collection::vec(prop::option::of(any_action()), 0..5);
    let bands = prop::collection::vec((0.5..25.0f64, any_action(), own), 0..7);
    (bands, 0.0..=1.0f64, 0.0..60.0f64, 0.0..5.0f64, any::<bool>()).prop_map(|(rows, moved, roll, cost, from_0)| {
        let mut from = if from_0 { 0.0 } else { 12.0 };
        let band = |(wide, all, own): (f64, Action, Vec<Option<Action>>)| {
            let band = Band { from: Points(from), all, own };
            from += wide;
            band
        };
        let bands = rows.into_iter().map(band).collect();
        AdaptivePlan { bands, moved: Frac(moved), roll_days: roll, cost: Usd(cost), ..AdaptivePlan::default() }
    })
}

/// What both tracks of a replay must do: the value moves by prices and costs alone, cash by trades alone.
fn changes_by_price_moves_and_costs_alone(replay: &Replay, path: &[f64]) -> TestCaseResult {
    for track in &replay.run(path) {
        let none = || vec![0.0; replay.layers.len()];
        let mut before =
            Day { contracts: none(), prices: none(), strikes: none(), days_left: none(), ..Day::default() };
        let mut cash = 0.0;
        for (t, day) in track.days.iter().enumerate() {
            let then = replay.market_on(t, path[t]);
            // What was held last night, priced again by itself: never through the ledger.
            let moved: f64 = (0..before.contracts.len())
                .filter(|&i| before.contracts[i] > 0.0)
                .map(|i| {
                    let left = Years::from_calendar_days((before.days_left[i] - 365.0 / 252.0).max(0.0));
                    let price = |strike: f64| then.vix_smile(left).price(Side::Call, strike, then.rate.0);
                    let spread = replay.layers[i].0.spread.0;
                    let wing = second_engine::holdings::vix_layer::wing_of(Points(before.strikes[i]), Points(spread));
                    let now = price(before.strikes[i]) - wing.map_or(0.0, |wing| price(wing.0));
                    100.0 * before.contracts[i] * (now - before.prices[i])
                })
                .sum();
            let trades = || track.trades.iter().filter(|trade| trade.day == t);
            let costs: f64 = trades().map(|trade| trade.cost).sum();
            // To the cent, or what a double holds of the contracts' worth.
            let worth: f64 = day.contracts.iter().zip(&day.prices).map(|(n, price)| 100.0 * n * price).sum();
            let room = 0.005f64.max(1e-11 * (worth + day.cash.abs() + before.cash.abs()));
            prop_assert!((day.value - before.value - moved + costs).abs() < room, "day {t}");
            cash += trades().map(Trade::cash).sum::<f64>();
            prop_assert!((day.cash - cash).abs() < room);
            for (i, held) in before.contracts.iter().enumerate() {
                let turned: f64 = trades().filter(|trade| trade.layer == i).map(|trade| trade.contracts).sum();
                prop_assert_eq!(held + turned, day.contracts[i]);
                prop_assert!(day.contracts[i] >= 0.0 && day.contracts[i].fract() == 0.0);
            }
            before = day.clone();
        }
    }
    Ok(())
}

#[test]
fn cash_and_layers_change_by_price_moves_and_costs_alone_to_the_cent() {
    let plan = Plan::default();
    let market = Book::resolve(&plan).unwrap().market;
    let drawn = (any_path(), any_rules(), prop::array::uniform3(0..30u8));
    law([150, 150], 2026, &drawn, |(path, rules, contracts), tally| {
        tally.count();
        changes_by_price_moves_and_costs_alone(&replay(&plan, &market, &rules, contracts.map(f64::from)), &path)
    });
}

#[test]
fn the_layers_of_any_plan_change_by_price_moves_and_costs_alone() {
    law([150, 80], 2027, &(any_plan(), any_path(), any_rules()), |(Drawn(mut plan), path, rules), tally| {
        plan.hedge_rules = rules;
        let Ok(book) = resolve(&plan) else { return Ok(()) };
        let replay = replay::of(&book);
        let on = (0..plan.count(Kind::Layer)).filter(|nth| plan.is_on(Kind::Layer, *nth)).count();
        prop_assert_eq!(replay.layers.len(), on);
        if on > 0 {
            tally.count();
        }
        changes_by_price_moves_and_costs_alone(&replay, &path)
    });
}

#[test]
fn untouched_nothing_is_bought_after_the_first_day() {
    law([150, 150], 2028, &any_path(), |path, tally| {
        let [_, untouched] = run(&AdaptivePlan::default(), [4.0, 4.0, 2.0], &path);
        prop_assert!(untouched.trades.iter().all(|trade| trade.day == 0 || trade.event == Event::Expired));
        prop_assert_eq!(untouched.days.len(), path.len());
        tally.count();
        Ok(())
    });
}

#[test]
fn rules_that_hold_in_every_band_are_never_touching_it() {
    law([150, 150], 2029, &any_path(), |path, tally| {
        let own = vec![Some(Action::Hold); 3];
        let bands = vec![Band::of_all(0.0, Action::Hold), Band { own, ..Band::of_all(30.0, Action::Refresh) }];
        let rules = AdaptivePlan { bands, ..AdaptivePlan::default() };
        let [adaptive, untouched] = run(&rules, [4.0, 4.0, 2.0], &path);
        prop_assert_eq!(adaptive, untouched);
        tally.count();
        Ok(())
    });
}

#[test]
fn every_leg_of_the_hedge_adds_up_in_the_report() {
    law([500, 400], 2030, &any_plan(), |Drawn(plan), tally| {
        let Ok(book) = resolve(&plan) else { return Ok(()) };
        let report = assemble::report(&book);
        let hedge = &report.hedge;
        let layers = hedge.layers.iter().map(|one| (one.pnl, Usd(100.0 * one.contracts * one.premium.0), one.carry));
        let others = hedge.others.iter().map(|one| (one.pnl, one.outlay, one.carry));
        let legs: Vec<_> = layers.chain(others).collect();
        prop_assert_eq!(legs.len(), book.legs().count());
        let sums = |each: Vec<f64>| each.iter().fold((0.0, 0.0), |(sum, all), x| (sum + x, all + x.abs()));
        for (what, (sum, all), total) in [
            ("P&L", sums(legs.iter().map(|leg| leg.0.0).collect()), hedge.pnl),
            ("outlay", sums(legs.iter().map(|leg| leg.1.0).collect()), hedge.outlay),
            ("carry", sums(legs.iter().map(|leg| leg.2.map_or(0.0, |usd| usd.0)).collect()), hedge.carry),
        ] {
            prop_assert!((sum - total.0).abs() <= 1e-12 * all + 1e-9, "{what}: {sum} for {}", total.0);
        }
        if legs.len() > 1 {
            tally.count();
        }
        Ok(())
    });
}

#[test]
fn a_spike_moves_part_of_the_short_layers_gain_into_the_long_one() {
    let path: Vec<f64> = (0..=20).map(|i| 17.0 * (60.0f64 / 17.0).powf(f64::from(i) / 20.0)).collect();
    let [adaptive, untouched] = run(&AdaptivePlan::default(), [40.0, 40.0, 20.0], &path);
    let taken: f64 = adaptive.trades.iter().filter(|t| t.event == Event::Taken).map(|t| -t.contracts).sum();
    let moved: f64 = adaptive.trades.iter().filter(|t| t.event == Event::Moved).map(|t| t.contracts).sum();
    assert!(taken > 0.0 && moved > 0.0, "{taken} {moved}");
    let (now, never) = (&adaptive.days[20], &untouched.days[20]);
    assert!(now.contracts[LONG] > never.contracts[LONG] && never.contracts == [40.0, 40.0, 20.0]);
    // No trade below the third edge: there the two books are one.
    let first = adaptive.trades.iter().find(|t| t.day > 0).map_or(0, |t| t.day);
    assert!(path[first] >= 20.0 && adaptive.days[first - 1] == untouched.days[first - 1]);
}

#[test]
fn a_calm_year_rolls_every_layer_before_its_last_three_weeks() {
    let path = vec![14.0; 253];
    let [adaptive, untouched] = run(&AdaptivePlan::default(), [4.0, 4.0, 2.0], &path);
    assert!(adaptive.trades.iter().all(|trade| trade.event != Event::Expired));
    assert!(adaptive.days.iter().skip(1).all(|day| day.days_left.iter().all(|left| *left >= 21.0)));
    let expired = untouched.trades.iter().filter(|trade| trade.event == Event::Expired).count();
    assert_eq!((expired, untouched.days[252].contracts.as_slice()), (3, [0.0; 3].as_slice()));
}

#[test]
fn a_path_of_one_day_buys_and_costs_no_more_than_its_fees() {
    let [adaptive, _] = run(&AdaptivePlan::default(), [4.0, 4.0, 2.0], &[17.0]);
    assert!((adaptive.end() + 10.0).abs() < 1e-9 && adaptive.best() == (0, adaptive.end()));
    let [none, _] = run(&AdaptivePlan::default(), [4.0, 4.0, 2.0], &[]);
    assert_eq!((none.end(), none.costs(), none.best()), (0.0, 0.0, (0, 0.0)));
}

#[test]
fn no_smile_of_vix_options_that_may_be_typed_allows_butterflies() {
    let [skew, wing] = ["market.vix_option_skew", "market.vix_option_wing"].map(|id| knob(id).unwrap().range);
    for rho in [skew[0], 0.0, 0.5, 0.9, skew[1]] {
        for wing in [wing[0], 0.785, 1.2, wing[1]] {
            for theta in [1e-6, 1e-3, 0.05, 0.3, 1.0, 4.0, 50.0] {
                let slice = VixShape { rho, wing }.slice(theta);
                assert!(slice.is_free_of_butterflies(), "{slice:?}");
            }
        }
    }
}
