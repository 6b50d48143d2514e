//! Of sets: what each file offers to the plan: its last level, its strip of futures, what an account holds, a pool.

use crate::book::Book;
use crate::calibration::natural::{Fill, Snapped};
use crate::calibration::report::{ChainReport, Then};
use crate::calibration::vix_options::{VixExpiry, VixReport};
use crate::calibration::{Fit, natural, said};
use crate::data::Imported;
use crate::data::chain::OptionChain;
use crate::data::defillama::Yields;
use crate::data::history::pool_days;
use crate::data::levels::{self, FUTURES, Levels};
use crate::data::occ::Index;
use crate::data::series::What;
use crate::data::strip::{Future, FuturesStrip};
use crate::data::uniswap::V3Position;
use crate::plan::address::Address;
use crate::plan::holding::{Holding, Kind, Terms};
use crate::plan::{MarketPlan, Plan, PoolPlan, PoolToken};
use crate::units::day::Day;
use crate::views::data::Set;
use crate::views::data::chains::shape;
use crate::views::data::of_positions;
use crate::views::data::offers::{Offer, Offered, SAME, VOL_LEVELS, bare, written};
use crate::views::data::readings::Readings;
use crate::views::data::sets::span;
use crate::words::dates::date;
use crate::words::{amount, fixed, listed, number, price, rounded, share};

/// Calendar days from the plan's day beyond which a level's button says the day it is of.
const OLD: f64 = 10.0;
/// The two ways to type a credit: the offer's id and its words.
const CREDITS: [(&str, &str); 2] = [("credit", "mid"), ("natural", "the natural")];
/// Digits of a future by parity: those that one is quoted with.
const QUOTED: usize = 2;

/// What each file offers to this plan, in the order of the files; chains by their fits.
pub fn of(readings: &Readings, fits: &[Option<Result<Fit, String>>], plan: &Plan) -> Vec<Offered> {
    let fit = |nth: usize| fits.get(nth).and_then(Option::as_ref);
    (0..readings.sets.len()).map(|nth| of_set(readings, nth, fit(nth), plan)).collect()
}

fn of_set(readings: &Readings, nth: usize, fit: Option<&Result<Fit, String>>, plan: &Plan) -> Offered {
    let mut found = Offered::default();
    let Some(set) = readings.sets.get(nth) else { return found };
    if set.is_aside() {
        found.why_not.push("It is set aside: nothing of it is used.".into());
        return found;
    }
    found.why_not.extend(later(&set.read, readings.today));
    if let Some(other) = readings.instead(nth).and_then(|other| readings.sets.get(other)) {
        found.why_not.push(match readings.uses(nth).is_empty() {
            true => format!("{} is of the same and is read instead.", other.name),
            false => format!("{} is of the same and reaches further: the last level is its.", other.name),
        });
        return found;
    }
    match &set.read {
        Imported::Series(series) if series.what == What::Unnamed => {
            found.why_not.push("Choose what its prices are of under Read as, and they are used.".into());
        }
        Imported::Series(series) if series.what == What::PoolDays => {
            match pool_days::yields(&series.until(readings.today)) {
                Ok(yields) => of_yields(set, &yields, plan, &mut found),
                Err(why) => found.why_not.push(why),
            }
        }
        Imported::Series(series) => {
            match levels::of_series(series, plan) {
                // It is read for signals alone.
                Err(_) if !levels::is_level(&series.what) && !readings.uses(nth).is_empty() => {}
                levels => {
                    let offer = levels.map(|levels| of_levels(set, levels, plan));
                    let is_held_up = offer.as_ref().is_ok_and(|offer| is_held_up(offer, plan));
                    found.add(offer, plan);
                    if is_held_up {
                        found.why_not.push("The plan's vol levels stand in the way, which are parts of another VIX: empty that list first.".into());
                    }
                }
            }
        }
        Imported::Strip(strip) => {
            found.add(levels::of_strip(strip, plan).map(|levels| of_levels(set, levels, plan)), plan);
        }
        Imported::Chain(chain) => {
            match fit {
                Some(Ok(Fit::Spx(report))) => of_surface(set, chain, report, plan, &mut found),
                Some(Ok(Fit::Vix(report))) => found.add(of_futures(set, chain, report, plan), plan),
                Some(Err(why)) => found.why_not.push(why.clone()),
                None => {}
            }
            if chain.index == Index::Spx {
                of_condors(set, chain, plan, &mut found);
            }
        }
        Imported::Positions(positions) => of_positions::of(set, positions, plan, &mut found),
        Imported::Yields(yields) => match readings.today.filter(|today| yields.dates[1] > *today) {
            Some(today) => found.why_not.push(format!(
                "Its last day, {}, is after the plan's, {}: no fee APR is taken.",
                date(yields.dates[1]),
                date(today)
            )),
            None => of_yields(set, yields, plan, &mut found),
        },
        Imported::Position(position) => found.add(of_pool(set, position, plan), plan),
    }
    found
}

/// How many rows of a history are of days after the plan's.
fn later(read: &Imported, today: Option<Day>) -> Option<String> {
    let (Imported::Series(series), Some(today)) = (read, today) else { return None };
    let count = series.days.len() - series.days_until(Some(today)).len();
    let rows = if count == 1 { "1 row is".to_string() } else { format!("{} rows are", number(count as f64)) };
    (count > 0).then(|| format!("{rows} of days after the plan's, {}: not read.", date(today)))
}

/// `VIX 16.25 of 16 Jan 2026 (VIX.csv)`.
fn sentence(said: &[String], set: &Set) -> String {
    let first = said.first().map_or("", |said| said.trim_end_matches('.'));
    format!("{first} ({})", set.name)
}

/// Whether an offer cannot be taken for the plan's vol levels alone.
fn is_held_up(offer: &Offer, plan: &Plan) -> bool {
    let bare = || Plan { market: MarketPlan { vol_levels: Vec::new(), ..plan.market.clone() }, ..plan.clone() };
    !plan.market.vol_levels.is_empty() && offer.put_on(plan).is_err() && offer.put_on(&bare()).is_ok()
}

/// Which pools a level takes out of their range, a sentence; `None` where none, or the plan cannot be reckoned.
fn out_of_range(levels: &Levels, plan: &Plan) -> Option<String> {
    // No other level moves a pool's price.
    levels.changes.iter().find(|(at, _)| at.row == "market.token_price")?;
    let [before, then] = [Book::resolve(plan).ok()?, Book::resolve(&levels.put_on(plan).ok()?).ok()?];
    let trades = |book: &Book| -> Vec<bool> {
        book.positions().map(|one| one.pool.is_some_and(|pool| pool.in_range(one.entry))).collect()
    };
    let (was, is) = (trades(&before), trades(&then));
    let names: Vec<String> = then.pools().map(|(entry, ..)| entry.name.clone()).collect();
    let out = names.into_iter().zip(was.iter().zip(is)).filter(|(_, (was, is))| **was && !is);
    let out: Vec<String> = out.map(|(name, _)| name).collect();
    let [is, it, its] = if out.len() == 1 { ["is", "it trades", "its"] } else { ["are", "they trade", "their"] };
    (!out.is_empty()).then(|| {
        format!("{} {is} out of range at this price: {it} nothing until {its} bounds are set anew.", listed(&out))
    })
}

fn of_levels(set: &Set, levels: Levels, plan: &Plan) -> Offer {
    let out = out_of_range(&levels, plan);
    let to = match &set.read {
        Imported::Series(series) => series.days_until(plan.market.today).last().copied(),
        read => span(read).map(|[_, to]| to),
    };
    let [this, use_said] = match levels.futures {
        Some(_) => ["these futures", "futures of the plan"],
        None => ["this level", "a level of the plan"],
    };
    let label = match levels.before {
        Some(before) => format!("Use {this}, of {} or before", date(before)),
        None => dated(&format!("Use {this}"), to, plan),
    };
    Offer {
        sentence: sentence(&levels.said, set),
        changes: written(&levels.changes),
        lists: levels.futures.map(|rows| (FUTURES.into(), rows)).into_iter().collect(),
        said: levels.said.into_iter().chain(out).collect(),
        to,
        use_said: Some(use_said.into()),
        ..bare(set, "level", &label)
    }
}

/// The futures that a chain of VIX options says by put–call parity, as if a file of that day had listed them. Its smile stands
/// beside the plan's, which is a rule and no list of vols.
fn of_futures(set: &Set, chain: &OptionChain, report: &VixReport, plan: &Plan) -> Result<Offer, String> {
    let future = |one: &VixExpiry| Future {
        expiry: one.expiry,
        symbol: one.root.clone(),
        price: rounded(one.forward, QUOTED),
        weekly: one.root != Index::Vix.name(),
    };
    let futures = report.expiries.iter().map(future).collect();
    let strip = FuturesStrip { day: Some(report.day), futures, account: chain.account.clone() };
    let mut levels = levels::of_strip(&strip, plan)?;
    levels.said.push("By put–call parity of its options; their vols are not taken.".into());
    Ok(of_levels(set, levels, plan))
}

/// A button's label with the day of its data, where that is long ago: a press must not put the past into today's plan unseen.
fn dated(label: &str, to: Option<Day>, plan: &Plan) -> String {
    let old = to.filter(|to| plan.market.today.is_some_and(|today| today.since(*to).abs() > OLD));
    old.map_or_else(|| label.into(), |to| format!("{label}, of {}", date(to)))
}

/// The surface of a chain of SPX options.
fn of_surface(set: &Set, chain: &OptionChain, report: &ChainReport, plan: &Plan, found: &mut Offered) {
    let Some(joint) = &report.joint else {
        found.why_not.push("No shape is common to the expiries of this chain: there is no surface.".into());
        return;
    };
    if let Some(why) = said::refused(report, plan) {
        found.why_not.push(why);
        return;
    }
    let goes = |then: Then| format!("; the plan's goes from {} to {}", fixed(joint.rule_rms, 2), fixed(then.rms, 2));
    let then = joint.then.map(goes).unwrap_or_default();
    // Still offered: VIX may come later, and the shape is right whatever the level is.
    let is_doubtful = said::further(report).is_some();
    let label = if is_doubtful { "Use this surface all the same" } else { "Use this surface" };
    let offer = Offer {
        sentence: format!("SPX surface of {} ({}): {}{then}", date(report.day), set.name, shape(joint)),
        said: said::taken(report, chain, plan),
        changes: report.changes.clone(),
        lists: vec![(VOL_LEVELS.into(), report.levels.clone())],
        to: Some(report.day),
        use_said: Some("a surface of the plan".into()),
        is_doubtful,
        ..bare(set, "surface", label)
    };
    match offer.checked(plan) {
        Ok(offer) => found.offers.push(offer),
        Err(why) if why == SAME => found.has.push("The plan has this surface already.".into()),
        Err(why) => found.why_not.push(why),
    }
}

/// For each condor the strikes that a chain lists, and what they bring at mid.
fn of_condors(set: &Set, chain: &OptionChain, plan: &Plan, found: &mut Offered) {
    for nth in 0..plan.count(Kind::Condor) {
        let name = plan.name(Kind::Condor, nth);
        let snapped = match natural::snapped(chain, plan, nth) {
            Ok(snapped) => snapped,
            Err(why) => {
                found.why_not.push(format!("{name}: {why}"));
                continue;
            }
        };
        let credits = CREDITS.iter().zip(&snapped.fills).filter_map(|(way, fill)| {
            let offer = of_credit(set, chain, plan, nth, (way, &snapped, fill.as_ref()?));
            Some((offer, format!("Its credit is the one at {} already.", way.1)))
        });
        let strikes = (of_strikes(set, chain, plan, nth, &snapped), "Its strikes are listed ones already.".into());
        for (offer, same) in std::iter::once(strikes).chain(credits) {
            match offer.checked(plan) {
                Ok(offer) => found.offers.push(offer),
                Err(why) if why == SAME => found.has.push(format!("{name}: {same}")),
                Err(why) => found.why_not.push(format!("{name}: {why}")),
            }
        }
    }
}

/// One condor on strikes that a chain lists.
fn of_strikes(set: &Set, chain: &OptionChain, plan: &Plan, nth: usize, snapped: &Snapped) -> Offer {
    let mut words = snapped.said.clone();
    words.extend(said::day(chain, plan));
    Offer {
        id: format!("snap-{}-{}", set.id, nth + 1),
        sentence: sentence(&words, set),
        said: words,
        changes: snapped.changes.clone(),
        to: chain.session(),
        use_said: Some("strikes".into()),
        ..bare(set, "snap", &format!("Snap strikes of {}", plan.name(Kind::Condor, nth)))
    }
}

/// The same strikes with what they bring in one of the two ways as the typed credit.
fn of_credit(
    set: &Set,
    chain: &OptionChain,
    plan: &Plan,
    nth: usize,
    ((id, at), snapped, fill): (&(&str, &str), &Snapped, &Fill),
) -> Offer {
    let credit = fixed(fill.credit, 2);
    let mut words =
        vec![format!("{}: credit {credit} points at {at}, on listed strikes.", plan.name(Kind::Condor, nth))];
    words.extend(snapped.model.map(|model| format!("The model's own is {}.", fixed(model, 2))));
    if fill.changes.iter().any(|(_, value)| value.is_none()) {
        words.push("The typed prices of its legs are emptied.".into());
    }
    words.extend(said::day(chain, plan));
    Offer {
        id: format!("{id}-{}-{}", set.id, nth + 1),
        sentence: sentence(&words, set),
        said: words,
        changes: snapped.changes.iter().chain(&fill.changes).cloned().collect(),
        to: chain.session(),
        use_said: Some("a credit".into()),
        ..bare(set, id, &format!("Use the credit at {at}, {credit}"))
    }
}

/// The mean fee APR of a pool's history, for each pool that the plan holds.
fn of_yields(set: &Set, yields: &Yields, plan: &Plan, found: &mut Offered) {
    let count = plan.count(Kind::Pool);
    if count == 0 {
        found.why_not.push("There is no pool that could earn these yields: add one first.".into());
    }
    for nth in 0..count {
        let mut changes = vec![("pool.fee_by", Some(0.0)), ("pool.fee_apr", Some(yields.fee_apr.0))];
        changes.extend(yields.tvl.map(|usd| ("pool.vetting.tvl", Some(usd.0))));
        let name = plan.name(Kind::Pool, nth);
        let mut said = vec![format!("Fee APR {}, simple.", share(yields.fee_apr.0, 2)), yields.note()];
        said.extend(yields.tvl.map(|usd| format!("In the pool {}.", amount(usd.0))));
        let offer = Offer {
            id: format!("yields-{}-{}", set.id, nth + 1),
            sentence: sentence(&said, set),
            said,
            changes: written(&changes.into_iter().map(|(row, x)| (Address::new(row, nth), x)).collect()),
            from: Some(yields.dates[0]),
            to: Some(yields.dates[1]),
            use_said: Some("fee APR".into()),
            ..bare(set, "yields", &dated(&format!("Use it for {name}"), Some(yields.dates[1]), plan))
        };
        match offer.checked(plan) {
            Ok(offer) => found.offers.push(offer),
            Err(why) if why == SAME => found.has.push(format!("{name} has it already.")),
            Err(why) => found.why_not.push(why),
        }
    }
}

/// A position as one more pool: at the price that it was copied with, else at today's in the plan.
fn of_pool(set: &Set, position: &V3Position, plan: &Plan) -> Result<Offer, String> {
    let like = PoolPlan::default();
    let token = position.token()?;
    let (dollars, source) = match position.price_then() {
        Some(price) => (price, "the pool's when it was copied"),
        None if token == PoolToken::Own => {
            return Err("This position does not say the pool's tick, and the plan has no price of its token.".into());
        }
        None => {
            let today = PoolPlan { token, token_price: None, ..PoolPlan::default() };
            (today.base_usd(&plan.market).0, "today's in the plan")
        }
    };
    let pool = position.pool_plan(dollars, &like)?;
    if plan.pools().any(|held| *held == pool) {
        return Err(SAME.into());
    }
    let pair = format!("{} / {}", position.token0.symbol, position.token1.symbol);
    let range = listed(&[pool.low, pool.high].map(price));
    let mut said = vec![
        format!("{pair}, worth {}.", amount(pool.deposit.0)),
        format!("Its range is {range} {}; price {}, {source}.", pool.price_unit(&plan.market), price(dollars)),
    ];
    said.extend(position.note());
    said.push("To put it in the place of a pool, drop it on the box of that pool's import.".into());
    Ok(Offer {
        sentence: sentence(&said, set),
        holdings: vec![Holding::new(Terms::Pool(Box::new(pool)))],
        said,
        use_said: Some("a pool".into()),
        ..bare(set, "pool", "Add it as a pool")
    })
}
