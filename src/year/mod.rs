//! Year: the programme of a plan walked through years drawn day by day, and how large the pool may be before it ruins one.
//!
//! Condors are sold and left by their rules and the gate, the hedge held and rolled, the pool entered anew and sized by the rules, on
//! the same futures as the odds; beside it other ways to run it, and the pool at many sizes. [`setup()`] prices what all
//! years share; [`setup::Setup::batch`] walks some hundred, the same ones for the same number wherever it is asked for;
//! [`tally::Tally`] counts batches in any order. Source: model book 13 and 14.

pub mod ask;
pub mod calendar;
mod condors;
pub mod figures;
mod futures;
mod grid;
mod layers;
mod legs;
mod layout;
mod pilot;
mod places;
mod pool;
pub mod setup;
mod sizes;
pub mod tally;
mod walk;
pub mod ways;

use crate::numbers::pieces::whole;
use crate::plan::Plan;
use crate::year::ask::Ask;
use crate::year::figures::Year;
use crate::year::setup::Setup;
use crate::year::tally::Tally;

/// What all batches of a plan's years share.
///
/// # Errors
/// A plan that is none, nothing in it that is walked, a number of paths that cannot be, in words.
pub fn setup(plan: &Plan, ask: &Ask) -> Result<Setup, String> {
    whole(making(plan, ask))
}

/// [`setup()`] in pieces.
///
/// # Errors
/// As [`setup()`].
pub async fn making(plan: &Plan, ask: &Ask) -> Result<Setup, String> {
    Ok(Setup::unseen(plan, ask).await?.piloting().await)
}

/// Every batch, one after another.
///
/// # Errors
/// As [`setup()`].
pub fn run(plan: &Plan, ask: &Ask) -> Result<Year, String> {
    let setup = setup(plan, ask)?;
    Ok(all(&setup).year(&setup))
}

/// Every batch of a setup, counted.
pub fn all(setup: &Setup) -> Tally {
    let mut tally = Tally::default();
    (0..setup.batches()).for_each(|index| tally.add(&setup.batch(index)));
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::days::{Days, Row};
    use crate::backtest::trade::{How, Part, Trade};
    use crate::backtest::walk::walked;
    use crate::numbers::pieces::counted;
    use crate::odds::batches;
    use crate::odds::draws::BATCH;
    use crate::odds::figures::Figure;
    use crate::plan::address::Changes;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::odds::Recentre;
    use crate::plan::{ChainKind, ChainPlan, ConversionPlan, EtpKind, EtpLeverage, EtpPlan, StripPlan};
    use crate::units::day::Day;
    use crate::units::{Frac, Usd};
    use crate::year::ways::Way;

    fn opening(change: impl Fn(&mut Plan)) -> Plan {
        let mut plan = Plan::default();
        plan.odds.paths = f64::from(BATCH);
        change(&mut plan);
        plan
    }

    fn made(plan: &Plan) -> Setup {
        let Ok(setup) = setup(plan, &Ask::of(plan)) else { unreachable!() };
        setup
    }

    fn year_of(plan: &Plan) -> Year {
        let Ok(year) = run(plan, &Ask::of(plan)) else { unreachable!() };
        year
    }

    fn way(year: &Year, way: Way) -> &figures::WayOdds {
        let Some(found) = year.way(way) else { unreachable!("{way:?}") };
        found
    }

    /// The closes of a drawn year from its VIX, the middle of a month of it, and log returns of SPX and the token on each day.
    fn closes(plan: &Plan, setup: &Setup, path: impl Iterator<Item = [f64; 4]>) -> Days {
        let Some(today) = plan.market.today else { unreachable!() };
        let row = |(day, [vix, anchor, spx, token]): (usize, [f64; 4])| Row {
            day: today.plus(setup.calendar.steps[day] as f64),
            vix,
            is_held: false,
            anchor,
            spx: plan.market.spx.0 * spx.exp(),
            token: Some(plan.market.token_price.0 * token.exp()),
            token_vol: Some(setup.programme.token_vol_at(vix)),
            flags: Changes::new(),
        };
        Days { rows: path.enumerate().map(row).collect() }
    }

    #[test]
    fn a_drawn_year_makes_what_the_back_test_makes_of_its_closes() {
        // The back-test prices every day by itself and shares nothing with the tables but the formulas of the book. It has
        // no gate, its fees are those of a bridge, and its gas does not move: all three are taken out.
        let plan = opening(|plan| {
            plan.market.today = Day::iso("2026-01-02");
            plan.odds.gate = false;
            plan.odds.seed = 7.0;
            plan.a_pool().fee_apr = Frac(0.0);
            plan.a_pool().gas = Usd(0.0);
        });
        let setup = made(&plan);
        let (paths, last) = (16, setup.calendar.steps.len());
        let mut seen = Vec::new();
        setup.walk(0, paths, |one| seen.push((one.at, one.ways.to_vec())));
        let place = |way: Way| setup.ways.iter().position(|one| *one == way).unwrap_or(usize::MAX);
        let (ruled, held, typed) = (place(Way::Rules), place(Way::Untouched), place(Way::Typed));
        let mut worst = Vec::new();
        let mut traded = 0;
        for path in seen.chunks(last) {
            let days = closes(&plan, &setup, path.iter().map(|(at, _)| *at));
            let Ok(exact) = whole(walked(&setup.programme, &days, &mut |_| {})) else { unreachable!() };
            let mut most = [0.0_f64; 4];
            for (day, (_, ways)) in exact.days.iter().zip(path) {
                let off = [
                    day.whole[0].condor - ways[ruled].condor,
                    day.whole[1].condor - ways[held].condor,
                    day.whole[0].hedge - ways[ruled].hedge,
                    day.whole[1].pool - ways[typed].pool,
                ];
                most = std::array::from_fn(|i| most[i].max(off[i].abs()));
            }
            worst.push(most);
            traded += exact.trades.len();
        }
        assert!(traded > 500, "{traded}");
        // Dollars, on any day of a year in which each condor may lose 20,000. A strike between two listed ones may be listed
        // as the other: 5 points of 5 condors, at most 2,500 until it is gone; untouched it is not gone before expiry. The
        // mark of one day in a year may stand so near to a rule's threshold that the exit is on another day, and the trade
        // another one. Of these years 14 and 11 are without either.
        let within = |part: usize, usd: f64| worst.iter().filter(|most| most[part] < usd).count();
        assert!(within(0, 400.0) >= paths * 3 / 4 && within(1, 400.0) >= paths * 5 / 8, "{worst:?}");
        assert_eq!([within(1, 2_500.0), within(2, 100.0), within(3, 1e-6)], [paths; 3], "{worst:?}");
    }

    /// Nothing but what is held beside condors, VIX calls and pools: every product and every leg on the chain.
    fn legs_alone() -> Plan {
        let mut plan = opening(|plan| {
            plan.market.today = Day::iso("2026-01-02");
            plan.odds.seed = 7.0;
            plan.holdings.clear();
        });
        for (leverage, kind) in [
            (EtpLeverage::One, EtpKind::Shares),
            (EtpLeverage::OneAndHalf, EtpKind::Shares),
            (EtpLeverage::One, EtpKind::Calls),
            (EtpLeverage::OneAndHalf, EtpKind::Calls),
        ] {
            plan.holdings.push(Holding::new(Terms::Etp(EtpPlan { leverage, kind, ..EtpPlan::default() })));
        }
        for kind in [ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault] {
            let days = if kind == ChainKind::Vault { 14.0 } else { 60.0 };
            plan.holdings.push(Holding::new(Terms::Chain(ChainPlan { kind, days, ..ChainPlan::default() })));
        }
        plan
    }

    #[test]
    fn products_and_legs_on_the_chain_make_of_a_drawn_year_what_the_back_test_makes_of_its_closes_to_the_cent() {
        let all = legs_alone();
        // Each alone, so that none hides behind another, and all at once.
        let each = all.holdings.iter().map(|one| Plan { holdings: vec![one.clone()], ..all.clone() });
        for plan in each.chain([all.clone()]) {
            let setup = made(&plan);
            let mut seen = Vec::new();
            setup.walk(0, 4, |one| seen.push((one.at, one.ways[0])));
            for path in seen.chunks(setup.calendar.steps.len()) {
                let days = closes(&plan, &setup, path.iter().map(|(at, _)| *at));
                let Ok(exact) = whole(walked(&setup.programme, &days, &mut |_| {})) else { unreachable!() };
                let off = exact.days.iter().zip(path).map(|(day, (_, parts))| (day.whole[0].hedge - parts.hedge).abs());
                let worst = off.fold(0.0, f64::max);
                assert!(worst < 0.01, "{:?}: {worst}", plan.holdings);
                // What is left and what is held at the end is all that was made.
                let sum: f64 = exact.trades.iter().map(|trade| trade.pnl).sum();
                let end = path[path.len() - 1].1;
                assert!((sum - end.hedge).abs() < 0.01 && end.hedge == end.total() && sum != 0.0, "{sum} {end:?}");
            }
        }
    }

    /// A pool alone with a strip and a conversion on it, of these calendar days.
    fn written_on(days: [f64; 2], change: impl Fn(&mut Plan)) -> Plan {
        let mut plan = opening(|plan| {
            plan.market.today = Day::iso("2026-01-02");
            plan.odds.seed = 7.0;
            plan.holdings.retain(|holding| holding.kind() == Kind::Pool);
            (plan.a_pool().fee_apr, plan.a_pool().gas) = (Frac(0.0), Usd(0.0));
        });
        let conversion = ConversionPlan { days: days[1], share: Frac(0.5), ..ConversionPlan::default() };
        plan.holdings.push(Holding::new(Terms::Strip(StripPlan { days: days[0], ..StripPlan::default() })));
        plan.holdings.push(Holding::new(Terms::Conversion(conversion)));
        change(&mut plan);
        plan
    }

    #[test]
    fn what_is_written_on_the_pool_makes_of_a_drawn_year_what_the_back_test_makes_of_it_to_the_cent() {
        let lent = |plan: &mut Plan| {
            let pool = plan.a_pool();
            (pool.loan, pool.loan_threshold) = (Usd(0.7 * pool.deposit.0), Frac(0.8));
        };
        // Shorter than a month and left to expire; longer, so that both are rolled at the entries and in between.
        for (plan, is_lent) in [
            (written_on([14.0, 10.0], |_| ()), false),
            (written_on([45.0, 60.0], |_| ()), false),
            (written_on([45.0, 20.0], lent), true),
        ] {
            let setup = made(&plan);
            let place = setup.ways.iter().position(|one| *one == Way::Typed).unwrap_or(usize::MAX);
            let mut seen = Vec::new();
            setup.walk(0, 8, |one| seen.push((one.at, one.ways[place])));
            let mut called = 0;
            for path in seen.chunks(setup.calendar.steps.len()) {
                let days = closes(&plan, &setup, path.iter().map(|(at, _)| *at));
                let Some(mut schedules) = crate::backtest::schedules::Schedules::of(&setup.programme) else {
                    unreachable!()
                };
                let typed = crate::backtest::ways::TYPED;
                for (row, (_, parts)) in days.rows.iter().zip(path) {
                    whole(schedules.step(&setup.programme, row));
                    let off = [schedules.hedge(typed) - parts.hedge, schedules.pnl(typed) - parts.pool];
                    assert!(off.iter().all(|usd| usd.abs() < 0.01), "{off:?} {parts:?}");
                }
                let trades = schedules.trades(typed);
                let [strips, conversions] = [Part::Strip, Part::Conversion]
                    .map(|part| trades.iter().filter(|trade| trade.part == part).count());
                assert!(strips >= 6 && conversions >= 6, "{strips} {conversions}");
                called += trades.iter().filter(|trade| trade.how == How::Liquidated).count();
                let last = days.rows.last().map(|row| schedules.legs_open(typed, row)).unwrap_or_default();
                let written = |trade: &&Trade| matches!(trade.part, Part::Strip | Part::Conversion);
                let sum: f64 = trades.iter().chain(&last).filter(written).map(|trade| trade.pnl).sum();
                let hedge = path[path.len() - 1].1.hedge;
                assert!((sum - hedge).abs() < 0.01 && hedge != 0.0, "{sum} {hedge}");
            }
            assert_eq!(called > 0, is_lent, "{called}");
        }
    }

    #[test]
    fn what_is_written_on_the_pool_grows_with_its_size() {
        // By the rules capped at what is typed: while VIX stays near, both are entered on the same days with as much.
        let plan = written_on([14.0, 10.0], |plan| {
            (plan.a_pool().fee_apr, plan.a_pool().deposit) = (Frac(0.085), Usd(5_000.0));
            plan.sizing.ruin_cap = Some(Usd(5_000.0));
        });
        let setup = made(&plan);
        let place = |way: Way| setup.ways.iter().position(|one| *one == way).unwrap_or(usize::MAX);
        let [rules, typed, none] = [Way::Rules, Way::Typed, Way::NoPool].map(place);
        let (mut is_near, mut compared, mut moved) = (true, 0, 0.0_f64);
        setup.walk(0, 100, |one| {
            let [rules, typed, none] = [rules, typed, none].map(|way| one.ways[way].hedge);
            is_near = one.day == 0 || is_near && (one.at[0] / plan.market.vix.0 - 1.0).abs() < 0.11;
            if is_near {
                assert!((rules - typed).abs() < 1e-6, "{} {rules} {typed}", one.day);
                compared += 1;
                moved = moved.max(typed.abs());
            }
            assert_eq!(none, 0.0);
            let Some((pool, terms)) = one.pool.zip(setup.pool.as_ref()) else { unreachable!() };
            let [once, twice] = [5_000.0, 10_000.0].map(|usd| pool.hedge(terms, usd));
            assert!((once - typed).abs() < 1e-9 && (twice - 2.0 * typed).abs() < 1e-9);
        });
        assert!(compared > 400 && moved > 50.0, "{compared} {moved}");
    }

    #[test]
    fn who_holds_no_hedge_holds_no_product_and_no_leg_on_the_chain() {
        let mut plan = legs_alone();
        plan.holdings.extend(opening(|_| ()).holdings);
        for kind in [Kind::Strip, Kind::Conversion] {
            plan.holdings.push(Holding::new(Terms::fresh(kind, 0)));
        }
        plan.odds.paths = 200.0;
        let bare = opening(|bare| {
            (bare.market.today, bare.odds) = (plan.market.today, plan.odds.clone());
            bare.holdings.retain(|holding| !holding.kind().is_hedge());
        });
        let [year, bare] = [year_of(&plan), year_of(&bare)];
        assert!(year.is_hedged && !bare.is_hedged && year.left_out.is_empty(), "{:?}", year.left_out);
        assert!(way(&year, Way::Rules).parts[2].value != 0.0);
        for one in [Way::NoHedge, Way::Promoter] {
            assert_eq!(way(&year, one).parts[2].value, 0.0);
            assert_eq!(
                way(&year, one).parts[0],
                way(&bare, if one == Way::NoHedge { Way::Rules } else { one }).parts[0]
            );
        }
        // A promoter asks of no hedge how much he may hold.
        assert_eq!(way(&year, Way::Promoter).mean, way(&bare, Way::Promoter).mean);
    }

    #[test]
    fn a_loan_is_called_and_a_cover_pays_in_a_drawn_year_as_in_the_back_test() {
        let plan = opening(|plan| {
            plan.market.today = Day::iso("2026-01-02");
            plan.odds.seed = 7.0;
            plan.holdings.retain(|holding| holding.kind() == Kind::Pool);
            let pool = plan.a_pool();
            (pool.fee_apr, pool.gas) = (Frac(0.0), Usd(0.0));
            (pool.loan, pool.loan_threshold) = (Usd(0.7 * pool.deposit.0), Frac(0.8));
            (pool.cover, pool.cover_premium, pool.deductible) = (Frac(0.9), Frac(0.02), Frac(0.01));
        });
        for limit in [None, Some(Usd(120.0))] {
            let mut plan = plan.clone();
            plan.a_pool().cover_limit = limit;
            let setup = made(&plan);
            let Some(today) = plan.market.today else { unreachable!() };
            let place = |way: Way| setup.ways.iter().position(|one| *one == way).unwrap_or(usize::MAX);
            let (typed, promoter) = (place(Way::Typed), place(Way::Promoter));
            let mut seen = Vec::new();
            setup.walk(0, 8, |one| {
                seen.push((one.at, [typed, promoter].map(|way| (one.ways[way].pool, one.called[way]))))
            });
            let (mut called, mut paid) = (0, 0.0_f64);
            for path in seen.chunks(setup.calendar.steps.len()) {
                let days = closes(&plan, &setup, path.iter().map(|(at, _)| *at));
                let Some(mut schedules) = crate::backtest::schedules::Schedules::of(&setup.programme) else {
                    unreachable!()
                };
                for (row, (_, made)) in days.rows.iter().zip(path) {
                    whole(schedules.step(&setup.programme, row));
                    let exact = [crate::backtest::ways::TYPED, crate::backtest::ways::PROMOTER].map(|way| {
                        let called = schedules.trades(way).iter().any(|trade| trade.how == How::Liquidated);
                        (schedules.pnl(way), called)
                    });
                    for ((exact, was_called), (usd, is_called)) in exact.iter().zip(made) {
                        assert!((exact - usd).abs() < 1e-4 && was_called == is_called, "{exact} {usd}");
                    }
                }
                let trades = schedules.trades(crate::backtest::ways::TYPED);
                called += trades.iter().filter(|trade| trade.how == How::Liquidated).count();
                paid = trades.iter().map(|trade| trade.earned).fold(paid, f64::max);
                // So far down that the lender sells is not for ever: it is entered anew in the next month.
                let last = trades.iter().rposition(|trade| trade.how == How::Liquidated);
                assert!(last.is_none_or(|nth| nth + 1 < trades.len() || trades[nth].closed.since(today) > 300.0));
            }
            assert!(called > 8 && paid > 0.0 && limit.is_none_or(|limit| paid <= 0.5 * limit.0), "{called} {paid}");
        }
    }

    #[test]
    fn what_is_borrowed_makes_no_size_safer() {
        let of = |share: f64| {
            opening(|plan| {
                plan.odds.ruin = Frac(0.1);
                plan.odds.paths = 1024.0;
                plan.a_pool().loan = Usd(share * plan.a_pool().deposit.0);
            })
        };
        let plain = made(&of(0.0));
        let before = all(&plain).year(&plain);
        let mut most = 0.0;
        for share in [0.2, 0.5, 0.7] {
            let setup = made(&of(share)).with_sizes(plain.sizes.clone());
            let year = all(&setup).year(&setup);
            for (one, without) in year.curve.iter().zip(&before.curve) {
                let is_safer = |a: Figure, b: Figure| a.value < b.value;
                assert!(
                    !is_safer(one.hedged, without.hedged) && !is_safer(one.unhedged, without.unhedged),
                    "{share} {one:?}"
                );
            }
            let typed = way(&year, Way::Typed);
            assert!(typed.ruin.value >= way(&before, Way::Typed).ruin.value);
            assert!(typed.mean.value < way(&before, Way::Typed).mean.value);
            // Who holds nothing owes nothing.
            assert_eq!(year.curve[0], before.curve[0]);
            assert!(way(&year, Way::NoPool).called.is_some_and(|called| called.value == 0.0));
            let called = typed.called.map_or(0.0, |called| called.value);
            assert!(called > most, "{share} {called} {most}");
            most = called;
        }
        assert!(most > 0.2, "{most}");
        assert!(before.ways.iter().all(|one| one.called.is_none()));
    }

    #[test]
    fn until_it_is_called_a_loan_costs_its_interest_and_no_more() {
        let of = |loan: bool| {
            opening(|plan| {
                plan.market.today = Day::iso("2026-01-02");
                plan.odds.recentre = Recentre::Never;
                plan.a_pool().loan = Usd(if loan { 0.5 * plan.a_pool().deposit.0 } else { 0.0 });
            })
        };
        let [lent, plain] = [true, false].map(|loan| made(&of(loan)));
        let place = lent.ways.iter().position(|one| *one == Way::Typed).unwrap_or(usize::MAX);
        let (mut one, mut two) = (Vec::new(), Vec::new());
        lent.walk(0, 200, |seen| one.push((seen.day, seen.ways[place].pool, seen.called[place])));
        plain.walk(0, 200, |seen| two.push(seen.ways[place].pool));
        let mut checked = [0; 2];
        for ((day, usd, is_called), without) in one.iter().zip(&two) {
            checked[usize::from(*is_called)] += 1;
            if !is_called {
                let years = lent.calendar.steps[*day] as f64 / crate::units::CALENDAR_DAYS;
                let interest = 0.5 * lent.typed * ((0.08 * years).exp() - 1.0);
                assert!((without - usd - interest).abs() < 1e-6, "{day} {usd} {without} {interest}");
            }
        }
        assert!(checked[0] > 10_000 && checked[1] > 500, "{checked:?}");
    }

    #[test]
    fn the_order_of_batches_and_who_walks_them_change_no_bit() {
        let mut plan = opening(|plan| plan.odds.paths = f64::from(2 * BATCH + 100));
        plan.holdings.extend(legs_alone().holdings);
        for kind in [Kind::Strip, Kind::Conversion] {
            plan.holdings.push(Holding::new(Terms::fresh(kind, 0)));
        }
        let at_once = year_of(&plan);
        let setup = made(&plan);
        for of in [1, 2, 4] {
            let anew = plan.clone();
            let year = batches::tests::by_threads(of, move || made(&anew), Setup::batches, Setup::batch).year(&setup);
            assert_eq!((year.paths, &year), (2 * BATCH + 100, &at_once), "{of} threads");
        }
        let year = at_once;
        let Ok(sent) = serde_json::to_string(&year) else { unreachable!() };
        assert_eq!(serde_json::from_str::<Year>(&sent).ok(), Some(year));
        assert!(Tally::default().year(&setup).ways.iter().all(|way| way.bars.is_empty() && way.mean.value == 0.0));
    }

    #[test]
    fn a_batch_ends_a_piece_with_every_year_and_what_all_share_comes_in_small_ones() {
        let plan = opening(|_| ());
        let (made, pieces) = counted(making(&plan, &Ask::of(&plan)));
        let Ok(setup) = made else { unreachable!() };
        // A market of the grid each, the rules' sizes, the pilot's draws and its years.
        assert!(pieces as usize > setup.grid.nodes().count() + BATCH as usize, "{pieces}");
        let (batch, pieces) = counted(setup.batching(0));
        assert_eq!((batch, pieces), (setup.batch(0), 1 + BATCH + BATCH));
    }

    #[test]
    fn the_curve_says_of_a_size_what_the_way_of_that_size_says() {
        let plan = opening(|plan| plan.odds.ruin = Frac(0.1));
        let year = year_of(&plan);
        let at = |usd: Usd| {
            let Some(one) = year.curve.iter().find(|one| one.size == usd) else { unreachable!("{usd:?}") };
            *one
        };
        assert_eq!(at(Usd(0.0)).hedged, way(&year, Way::NoPool).ruin);
        assert_eq!(at(year.typed).hedged, way(&year, Way::Typed).ruin);
        assert!(at(year.typed).hedged.value > 0.05 && year.is_hedged);
        // Parts are counted in cents, and so is their sum.
        for one in &year.ways {
            let sum: f64 = one.parts.iter().map(|part| part.value).sum();
            assert!((sum - one.mean.value).abs() < 1e-6 * (1.0 + sum.abs()), "{:?}", one.way);
            assert!(one.falls.windows(2).all(|two| two[0].value <= two[1].value));
            assert!(one.quantiles.windows(2).all(|two| two[0].value <= two[1].value));
            assert_eq!(one.fan.len(), 13);
        }
        assert!(way(&year, Way::NoHedge).parts[2].value == 0.0 && way(&year, Way::Promoter).parts[2].value == 0.0);
        assert!(way(&year, Way::Rules).parts[2].value != 0.0);
    }

    #[test]
    fn what_never_moves_never_falls_and_who_loses_more_than_all_has_fallen_by_more() {
        let alone = opening(|plan| plan.holdings.retain(|one| one.kind() == Kind::Pool));
        let falls = |plan: &Plan, of: Way| way(&year_of(plan), of).falls;
        assert_eq!(falls(&alone, Way::NoPool).map(|one| one.value), [0.0; 3]);
        let small = opening(|plan| plan.account.equity = Usd(20_000.0));
        let year = year_of(&small);
        let of = way(&year, Way::Untouched);
        // No top is lower than the equity at the start, nor the end higher than the lowest day.
        let lost = -of.quantiles[1].value / 20_000.0;
        let top_at_most = 1.0 + of.quantiles[6].value.max(0.0) / 20_000.0;
        assert!(lost > 1.0 && of.falls[1].value > lost / top_at_most, "{lost} {:?}", of.falls);
        assert!(of.falls[1].value > 1.05, "{:?}", of.falls);
    }

    #[test]
    fn a_pool_that_only_costs_never_makes_ruin_rarer() {
        // A token that stands still earns no fee here and pays gas and the pool's own fee at every entry: all that a pool
        // can do is lose. Of a pool that moves no such law holds: it may gain where condors lose.
        let plan = opening(|plan| {
            (plan.response.beta_spx, plan.response.beta_vix) = (Some(0.0), Some(0.0));
            plan.response.residual = Some(crate::units::Vol(0.0));
            plan.a_pool().fee_apr = Frac(0.0);
            plan.a_pool().tier = Frac(0.01);
            plan.odds.ruin = Frac(0.08);
        });
        let year = year_of(&plan);
        let chances: Vec<f64> = year.curve.iter().map(|one| one.hedged.value).collect();
        assert!(chances.windows(2).all(|two| two[1] >= two[0]), "{chances:?}");
        assert!(chances[chances.len() - 1] > chances[0], "{chances:?}");
    }

    #[test]
    fn calls_make_ruin_likelier_by_no_more_than_they_can_cost() {
        // On a day on which the book with calls is below L − C, the one without is below L, where C is the most that the calls
        // have lost by any day of any path: a proof, and this is its count.
        let plan = opening(|plan| plan.odds.ruin = Frac(0.1));
        let setup = made(&plan);
        let mut cost = 0.0_f64;
        for index in 0..setup.batches() {
            setup.walk(index, BATCH as usize, |one| cost = cost.max(-one.base[1]));
        }
        assert!(cost > 500.0);
        let deeper = opening(|plan| plan.odds.ruin = Frac(0.1 + cost / plan.account.equity.0));
        let below = made(&deeper).with_sizes(setup.sizes.clone());
        let (year, deeper) = (all(&setup).year(&setup), all(&below).year(&below));
        for (one, below) in year.curve.iter().zip(&deeper.curve) {
            assert!(below.hedged.value <= one.unhedged.value, "{}", one.size.0);
        }
        assert!(year.curve.iter().any(|one| one.hedged.value > 0.0));
    }

    #[test]
    fn what_the_programme_lacks_has_no_way_of_its_own() {
        let ways = |change: fn(&mut Plan)| {
            let plan = opening(change);
            made(&plan).ways
        };
        let condors = ways(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Condor));
        assert_eq!(condors, [Way::Rules, Way::Untouched, Way::Promoter, Way::OtherGate]);
        let pools = ways(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Pool));
        assert!(pools.contains(&Way::Otherwise(Recentre::Never)) && !pools.contains(&Way::NoHedge));
        let refused = |change: fn(&mut Plan)| {
            let plan = opening(change);
            setup(&plan, &Ask::of(&plan)).err().unwrap_or_default()
        };
        assert!(refused(|plan| plan.holdings.clear()).starts_with("No condor, no hedge and no pool"));
        assert!(refused(|plan| plan.odds.paths = 0.0).starts_with("No path"));
        assert!(refused(|plan| plan.odds.paths = 1e9).starts_with("More than 10 million"));
    }

    #[test]
    fn every_kind_of_plan_has_finite_years() {
        let of_each = Plan::one_more_of_each();
        let weighted = opening(|plan| plan.a_pool().kind = crate::plan::PoolKind::Weighted);
        let wild = opening(|plan| {
            plan.market.vix = crate::units::Points(80.0);
            plan.a_pool().deposit = Usd(5e6);
            plan.odds.ruin = Frac(1.0);
            plan.account.equity = Usd(1.0);
        });
        let most = |plan: &mut Plan| {
            let pool = plan.a_pool();
            pool.loan = Usd(pool.loan_threshold.0 * pool.deposit.0);
            (pool.cover, pool.cover_premium, pool.cover_limit) = (Frac(1.0), Frac(1.0), Some(Usd(10.0)));
        };
        let lent = opening(most);
        let own = opening(|plan| {
            plan.a_pool().loan_threshold = Frac(1.0);
            plan.odds.recentre = Recentre::Leaves;
            most(plan);
        });
        for plan in [of_each, weighted, wild, lent, own] {
            let plan = Plan { odds: crate::plan::odds::OddsPlan { paths: 600.0, ..plan.odds.clone() }, ..plan };
            let year = year_of(&plan);
            let is_finite = |figure: &Figure| figure.value.is_finite() && figure.error.is_none_or(f64::is_finite);
            for one in &year.ways {
                let all = one.parts.iter().chain(&one.quantiles).chain(&one.falls);
                assert!(all.chain([&one.mean, &one.loss, &one.ruin]).chain(&one.called).all(is_finite), "{one:?}");
                assert!(one.fan.iter().flatten().all(|usd| usd.is_finite()));
            }
            assert!(year.curve.iter().all(|one| is_finite(&one.hedged) && is_finite(&one.unhedged)));
        }
    }
}
