//! Calibration: a chain made of a known surface gives it back; bad quotes give a sentence, never a panic or no number.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use second_engine::book::Book;
use second_engine::calibration::calibrate;
use second_engine::calibration::report::ChainReport;
use second_engine::calibration::vix_options;
use second_engine::data::account::Account;
use second_engine::data::chain::{Expiry, OptionChain, Quote, Side};
use second_engine::data::occ::Index;
use second_engine::market::Market;
use second_engine::market::surface::Shape;
use second_engine::options::black;
use second_engine::plan::address::Address;
use second_engine::plan::{FutureQuote, MarketPlan, Plan, VolLevel};
use second_engine::units::day::Day;
use second_engine::units::{Points, Years};

/// A plan that has taken over what a report offers.
fn taken(report: &ChainReport, before: &Plan) -> Plan {
    let mut plan = before.clone();
    for (id, value) in &report.changes {
        plan.set(Address::read(id).unwrap(), *value).unwrap();
    }
    plan.market.vol_levels = VolLevel::of(&report.levels);
    plan
}

/// The forward so many days ahead.
fn forward(days: f64) -> f64 {
    6000.0 * (0.03 * days / 365.0).exp()
}

fn chain(shape: &Shape, days: &[i32], change: impl Fn(&mut Quote)) -> OptionChain {
    let made = Day(20_600);
    let expiry = |ahead: &i32| {
        let (days, years) = (f64::from(*ahead), f64::from(*ahead) / 365.0);
        let slice = shape.slice(0.04 * years);
        let side = |of, strike: f64| {
            let k = (strike / forward(days)).ln();
            let vol = (slice.total_variance(k) / years).sqrt();
            let mid = black::price(of, forward(days), strike, vol, years, 0.045);
            Side { bid: 0.999 * mid, ask: 1.001 * mid, ..Side::default() }
        };
        let quote = |i: i32| {
            let strike = 3000.0 + 10.0 * f64::from(i);
            let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
            let mut quote = Quote { strike, call, put };
            change(&mut quote);
            quote
        };
        let quotes = (0..450).map(quote).collect();
        Expiry { day: Day(made.0 + ahead), root: "SPXW".into(), am: false, quotes }
    };
    let expiries = days.iter().map(expiry).collect();
    OptionChain { index: Index::Spx, made: Some(made), spot: None, expiries, account: Account::new("Test") }
}

#[test]
fn a_chain_of_a_known_surface_gives_back_its_shape_and_its_forwards() {
    for (rho, eta, gamma) in [(-0.7, 1.3, 0.42), (-0.3, 1.0, 0.3)] {
        let made = chain(&Shape { rho, eta, gamma }, &[10, 30, 60, 90], |_| ());
        let report = calibrate::of(&made, &Plan::default()).unwrap();
        let joint = report.joint.as_ref().unwrap();
        for (found, wanted) in [(joint.rho, rho), (joint.eta, eta), (joint.gamma, gamma)] {
            assert!((found - wanted).abs() < 1e-4, "{joint:?}");
        }
        assert!(joint.arbitrage.is_free && joint.rms < 1e-4);
        for one in &report.expiries {
            assert!((one.forward / forward(one.days) - 1.0).abs() < 1e-6, "{one:?}");
            assert!(one.points.len() <= 60 && one.rms < 1e-4);
        }
    }
}

#[test]
fn bad_quotes_give_a_sentence() {
    let shape = Shape { rho: -0.6, eta: 1.2, gamma: 0.385 };
    let said = |change: &dyn Fn(&mut Quote)| {
        calibrate::of(&chain(&shape, &[10, 30], change), &Plan::default()).err().unwrap_or_default()
    };
    for change in [
        &(|quote: &mut Quote| quote.put = Side::default()) as &dyn Fn(&mut Quote),
        &|quote| std::mem::swap(&mut quote.call.bid, &mut quote.call.ask),
        &|quote| quote.call.bid = f64::NAN,
        &|quote| {
            (quote.call, quote.put) =
                (Side { bid: 5.0, ask: 5.1, ..quote.call }, Side { bid: 5.0, ask: 5.1, ..quote.put })
        },
    ] {
        assert!(said(change).starts_with("No expiry of this chain gives a smile. "), "{}", said(change));
    }
    let mut one = chain(&shape, &[30], |_| ());
    let report = calibrate::of(&one, &Plan::default()).unwrap();
    assert!(report.joint.is_some_and(|joint| joint.is_gamma_held && joint.expiries == 1));
    one.expiries[0].quotes.truncate(1);
    assert!(calibrate::of(&one, &Plan::default()).is_err());
    one.expiries.clear();
    assert!(calibrate::of(&one, &Plan::default()).is_err());
}

#[test]
fn a_fit_does_not_depend_on_the_shape_and_the_levels_that_it_sets() {
    // Quotes near the money alone, a penny off the shape: many shapes are about as near.
    let narrow = chain(&Shape { rho: -0.6, eta: 1.9, gamma: 0.36 }, &[10, 30, 60, 77], |quote| {
        let off = 0.02 * ((quote.strike / 10.0) % 7.0 - 3.0);
        for side in [&mut quote.call, &mut quote.put] {
            (side.bid, side.ask) = ((side.bid + off).max(0.0), side.ask + off);
        }
        if !(5950.0..=6050.0).contains(&quote.strike) {
            (quote.call, quote.put) = (Side::default(), Side::default());
        }
    });
    let mut plan = Plan::default();
    let before = calibrate::of(&narrow, &plan).unwrap();
    for (id, value) in &before.changes {
        plan.set(Address::read(id).unwrap(), *value).unwrap();
    }
    (plan.market.vix.0, plan.market.vvix.0) = (31.0, 140.0);
    let after = calibrate::of(&narrow, &plan).unwrap();
    assert!(before.changes.iter().any(|(id, _)| id == "market.wing"), "{:?}", before.changes);
    assert_eq!(before.changes, after.changes);
}

#[test]
fn spx_of_a_chain_is_taken_along_only_where_the_plans_is_another() {
    let mut made = chain(&Shape { rho: -0.7, eta: 1.3, gamma: 0.42 }, &[10, 30, 60], |_| ());
    let spx = |made: &OptionChain| {
        let report = calibrate::of(made, &Plan::default()).unwrap();
        let is_said = report.said.iter().any(|said| said.starts_with("SPX "));
        let set = report.changes.iter().find(|(id, _)| id == "market.spx").and_then(|(_, value)| *value);
        assert_eq!(is_said, set.is_some(), "{:?}", report.said);
        set
    };
    assert_eq!(spx(&made), None);
    made.spot = Some(6500.0);
    assert_eq!(spx(&made), None);
    made.spot = Some(3818.8);
    assert_eq!(spx(&made), Some(3818.8));
}

/// A level that is left out is off by half a percent at most: a tenth of a vol point at a vol of 20.
#[test]
fn a_plan_that_takes_a_surface_over_has_the_vols_of_its_quotes_at_every_strike_and_expiry() {
    let (shape, days) = (Shape { rho: -0.55, eta: 1.2, gamma: 0.36 }, [10, 30, 60, 90]);
    let mut before = Plan::default();
    before.market.vix = Points(20.5);
    let report = calibrate::of(&chain(&shape, &days, |_| ()), &before).unwrap();
    assert!(report.levels.iter().any(|one| (one.1 - 1.0).abs() > 0.02), "the rule has it already: {:?}", report.levels);
    let plan = taken(&report, &before);
    let gap = |plan: &Plan| {
        let market = Book::resolve(plan).unwrap().market.clone();
        let each =
            days.iter().flat_map(|days| (-8..=6).map(move |step| (f64::from(*days) / 365.0, 0.25 * f64::from(step))));
        let off = each.map(|(years, sd)| {
            let smile = market.spx_smile(Years(years));
            let k = sd * 0.2 * years.sqrt();
            let quoted = (shape.slice(0.04 * years).total_variance(k) / years).sqrt();
            (smile.vol(smile.forward * k.exp()).0 - quoted).abs()
        });
        off.fold(0.0, f64::max)
    };
    let without = Plan { market: MarketPlan { vol_levels: Vec::new(), ..plan.market.clone() }, ..plan.clone() };
    let [with, without_levels] = [gap(&plan), gap(&without)];
    assert!(with < 1.2e-3 && without_levels > 4.0 * with, "{with} {without_levels}");
    // Put into the plan it is the plan's: what the chain says then changes nothing more.
    let again = calibrate::of(&chain(&shape, &days, |_| ()), &plan).unwrap();
    assert_eq!((&again.changes, &again.levels), (&report.changes, &report.levels));
    // A shock keeps the part, whatever VIX is.
    let shocked = |plan: &Plan| -> Market { Book::resolve(plan).unwrap().shock.still(Points(40.0), -0.1).market };
    let [turned, ruled] = [&plan, &without].map(|plan| shocked(plan).spx_smile(Years(30.0 / 365.0)).slice.theta.sqrt());
    let ratio = report.levels.iter().find(|one| one.0 == 30.0).map_or(1.0, |one| one.1);
    assert!((turned / ruled / ratio - 1.0).abs() < 0.01, "{turned} {ruled} {ratio}");
}

#[test]
fn no_level_is_taken_over_beside_a_vix_of_another_day() {
    let shape = Shape { rho: -0.55, eta: 1.2, gamma: 0.36 };
    // Strikes near the money alone tell no VIX: the plan's stays, and is another day's.
    let mut cut = chain(&shape, &[10, 30, 60], |_| ());
    for expiry in &mut cut.expiries {
        expiry.quotes.retain(|quote| (5700.0..6400.0).contains(&quote.strike));
    }
    let of = |vix: f64| {
        let mut plan = Plan::default();
        plan.market.vix = Points(vix);
        calibrate::of(&cut, &plan).unwrap()
    };
    assert!(of(11.0).levels.is_empty() && of(40.0).levels.is_empty() && !of(21.0).levels.is_empty());
}

/// Strike, bid and ask of the call, bid and ask of the put: VIX options that settle on the morning of 19 July 2023, as Cboe's
/// delayed quotes had them after 30 June 2023, VIX 13.59.
const JULY_2023: [[f64; 5]; 18] = [
    [10.0, 4.85, 5.00, 0.00, 0.02],
    [10.5, 4.35, 4.50, 0.00, 0.02],
    [11.0, 3.85, 4.00, 0.00, 0.02],
    [11.5, 3.35, 3.50, 0.00, 0.03],
    [12.0, 2.89, 3.05, 0.00, 0.05],
    [12.5, 2.42, 2.56, 0.03, 0.09],
    [13.0, 1.99, 2.13, 0.09, 0.16],
    [13.5, 1.61, 1.75, 0.20, 0.29],
    [14.0, 1.30, 1.42, 0.38, 0.48],
    [14.5, 1.06, 1.17, 0.62, 0.73],
    [15.0, 0.87, 0.98, 0.93, 1.02],
    [16.0, 0.60, 0.71, 1.66, 1.77],
    [17.0, 0.45, 0.54, 2.48, 2.61],
    [18.0, 0.33, 0.43, 3.35, 3.50],
    [19.0, 0.26, 0.35, 4.25, 4.45],
    [20.0, 0.21, 0.29, 5.20, 5.40],
    [21.0, 0.17, 0.22, 6.15, 6.35],
    [22.0, 0.14, 0.22, 7.15, 7.30],
];

#[test]
fn on_a_real_expiry_of_vix_options_the_smile_lies_within_one_percent_and_prices_calls_between_bid_and_ask() {
    let day = Day::iso("2023-06-30").unwrap();
    let side = |bid, ask| Side { bid, ask, ..Side::default() };
    let quotes = JULY_2023.map(|[strike, b, a, pb, pa]| Quote { strike, call: side(b, a), put: side(pb, pa) }).to_vec();
    let settles = Day::iso("2023-07-19").unwrap();
    let expiries = vec![Expiry { day: settles, root: "VIX".into(), am: true, quotes }];
    let (index, account) = (Index::Vix, Account::new("Test"));
    let chain = OptionChain { index, made: Some(day), spot: None, expiries, account };
    let mut plan = Plan::default();
    (plan.market.today, plan.market.vix) = (Some(day), Points(13.59));
    let report = vix_options::of(&chain, &plan).unwrap();
    let joint = report.joint.as_ref().unwrap();
    // Half of bid and ask is 4 to 20 % of the vols; the rule, of another day's calls, is a tenth and more away.
    assert!(joint.off.relative < 0.01 && joint.rule.relative > 0.1, "{joint:?}");
    assert!((joint.rho - 0.600).abs() < 0.005 && (joint.wing - 1.063).abs() < 0.005, "{joint:?}");
    let mut then = plan.clone();
    for (id, value) in &report.changes {
        then.set(Address::read(id).unwrap(), *value).unwrap();
    }
    // VVIX of the day is not known: this much takes the level along.
    then.market.vvix = Points(80.0);
    let report = vix_options::of(&chain, &then).unwrap();
    then.market.vix_option_levels = VolLevel::of(&report.levels);
    then.market.futures = vec![FutureQuote { days: 19.0, level: Points(report.expiries[0].forward) }];
    let market = calibrate::market_of(&then).unwrap();
    let smile = market.vix_smile(Years::from_calendar_days(report.expiries[0].days));
    for [strike, bid, ask, ..] in JULY_2023.into_iter().filter(|quote| quote[0] >= 15.0) {
        let price = smile.price(black::Side::Call, strike, market.rate.0);
        assert!((bid - 0.01..=ask + 0.01).contains(&price), "{strike}: {price} of {bid} to {ask}");
    }
}
