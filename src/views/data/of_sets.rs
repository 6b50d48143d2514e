//! Of sets: what each file offers to the plan: its last level, its strip of futures, what an account holds, a pool.

use crate::book::Book;
use crate::calibration::Fit;
use crate::data::Imported;
use crate::data::history::yields_of;
use crate::data::levels::{self, FUTURES, Levels};
use crate::data::series::What;
use crate::data::uniswap::V3Position;
use crate::data::yields::Yields;
use crate::plan::address::{Address, Changes};
use crate::plan::holding::{Holding, Kind, Terms};
use crate::plan::{MarketPlan, Plan, PoolPlan, PoolToken};
use crate::units::day::Day;
use crate::views::data::Set;
use crate::views::data::offers::{Offer, Offered, SAME, VOL_LEVELS, bare, sentence, written};
use crate::views::data::readings::Readings;
use crate::views::data::sets::span;
use crate::views::data::{of_chains, of_positions};
use crate::words::dates::date;
use crate::words::{amount, capital, fixed, listed, number, price, share};

/// Calendar days from the plan's day beyond which a level's button says the day it is of.
const OLD: f64 = 10.0;

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
        Imported::Series(series) if let Some(yields) = yields_of(&series.until(readings.today)) => match yields {
            Ok(yields) => of_yields(set, &yields, plan, &mut found),
            // That all of its days are after the plan's is said above.
            Err(why) if !series.days_until(readings.today).is_empty() => found.why_not.push(why),
            Err(_) => {}
        },
        Imported::Series(series) => {
            match levels::of_series(series, plan) {
                // It is read for signals alone.
                Err(_) if !levels::is_level(&series.what) && !readings.uses(nth).is_empty() => {}
                levels => {
                    let offer = levels.map(|levels| {
                        let another = of_another(&levels, plan);
                        let mut offer = of_levels(set, levels, plan);
                        if is_held_up(&offer, plan) {
                            return emptying(offer);
                        }
                        offer.said.extend(another);
                        offer
                    });
                    found.add(offer, plan);
                }
            }
        }
        Imported::Strip(strip) => {
            found.add(levels::of_strip(strip, plan).map(|levels| of_levels(set, levels, plan)), plan);
        }
        Imported::Chain(chain) => {
            if let Some(Ok(Fit::Vix(report))) = fit {
                found.add(of_chains::futures(chain, report, plan).map(|levels| of_levels(set, levels, plan)), plan);
            }
            of_chains::of(set, chain, fit, plan, &mut found);
        }
        Imported::Positions(positions) => of_positions::of(set, positions, plan, &mut found),
        Imported::Position(position) => found.add(of_pool(set, position, plan), plan),
    }
    found
}

/// How many rows of a history are of days after the plan's.
pub fn later(read: &Imported, today: Option<Day>) -> Option<String> {
    let (Imported::Series(series), Some(today)) = (read, today) else { return None };
    let count = series.days.len() - series.days_until(Some(today)).len();
    let rows = if count == 1 { "1 row is".to_string() } else { format!("{} rows are", number(count as f64)) };
    (count > 0).then(|| format!("{rows} of days after the plan's, {}: not read.", date(today)))
}

/// An offer that empties the plan's vol levels, which are parts of another VIX and leave no room for this one.
fn emptying(offer: Offer) -> Offer {
    let why = "The plan's vol levels are parts of another VIX and stand in its way: they are emptied with it.";
    Offer {
        label: format!("{}, and empty the vol levels", offer.label),
        said: offer.said.into_iter().chain([why.into()]).collect(),
        lists: offer.lists.into_iter().chain([(VOL_LEVELS.into(), Vec::new())]).collect(),
        ..offer
    }
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

/// That the levels of a chain are parts of what this one changes, a sentence.
fn of_another(levels: &Levels, plan: &Plan) -> Option<String> {
    let market = &plan.market;
    let [vix, vvix] = ["market.vix", "market.vvix"].map(|row| levels.changes.iter().any(|(at, _)| at.row == row));
    let (name, kept) = match () {
        () if vix && !market.vol_levels.is_empty() => ("VIX", "vol levels"),
        () if vvix && !market.vix_option_levels.is_empty() => ("VVIX", "levels of VIX options"),
        () => return None,
    };
    Some(format!(
        "The plan's {kept} are parts of the {name} that they were found beside: they stay, as parts of this one."
    ))
}

/// That calls of the plan expire beyond the last of these futures, where the curve stands at its level, a sentence.
fn beyond(levels: &Levels, plan: &Plan) -> Option<String> {
    let (last, level) = *levels.futures.as_ref()?.last()?;
    let is_beyond = |nth: &usize| plan.is_on(Kind::Layer, *nth) && plan.layer(*nth).is_some_and(|one| one.days > last);
    let names: Vec<String> =
        (0..plan.count(Kind::Layer)).filter(is_beyond).map(|nth| plan.name(Kind::Layer, nth)).collect();
    let [stand, they] = if names.len() == 1 { ["stands", "its"] } else { ["stand", "their"] };
    (!names.is_empty()).then(|| {
        format!(
            "{} expire later than the last of them and {stand} on its {}, whatever {they} own future is: entered futures are held beyond the last.",
            capital(&listed(&names)),
            fixed(level, 2)
        )
    })
}

fn of_levels(set: &Set, levels: Levels, plan: &Plan) -> Offer {
    let out = [out_of_range(&levels, plan), beyond(&levels, plan)].into_iter().flatten();
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

/// A button's label with the day of its data, where that is long ago: a press must not put the past into today's plan unseen.
fn dated(label: &str, to: Option<Day>, plan: &Plan) -> String {
    let old = to.filter(|to| plan.market.today.is_some_and(|today| today.since(*to).abs() > OLD));
    old.map_or_else(|| label.into(), |to| format!("{label}, of {}", date(to)))
}

/// What a pool's history fills of pool `nth`.
fn filled_by(yields: &Yields, nth: usize) -> Changes {
    let mut changes = vec![("pool.fee_by", Some(0.0)), ("pool.fee_apr", Some(yields.fee_apr.0))];
    changes.extend(yields.tvl.map(|usd| ("pool.vetting.tvl", Some(usd.0))));
    changes.into_iter().map(|(row, x)| (Address::new(row, nth), x)).collect()
}

/// The plan with what a pool's history says of pool `nth`, marked as set by data of its days.
///
/// # Errors
/// A figure that the plan cannot have, in words.
pub fn with_yields(plan: &Plan, yields: &Yields, nth: usize) -> Result<Plan, String> {
    let [from, to] = yields.dates.map(Some);
    let (mut then, changes) = (plan.clone(), filled_by(yields, nth));
    for (at, value) in &changes {
        then.set(*at, *value)?;
    }
    changes.iter().for_each(|(at, _)| then.mark_estimate(*at, from, to));
    Ok(then)
}

/// The mean fee APR of a pool's history, for each pool that the plan holds.
fn of_yields(set: &Set, yields: &Yields, plan: &Plan, found: &mut Offered) {
    let count = plan.count(Kind::Pool);
    if count == 0 {
        found.why_not.push("There is no pool that could earn these yields: add one first.".into());
    }
    for nth in 0..count {
        let name = plan.name(Kind::Pool, nth);
        let mut said = vec![format!("Fee APR {}, simple.", share(yields.fee_apr.0, 2)), yields.note()];
        said.extend(yields.tvl.map(|usd| format!("In the pool {}.", amount(usd.0))));
        let offer = Offer {
            id: format!("yields-{}-{}", set.id, nth + 1),
            sentence: sentence(&said, set),
            said,
            changes: written(&filled_by(yields, nth)),
            from: Some(yields.dates[0]),
            to: Some(yields.dates[1]),
            use_said: Some("fee APR".into()),
            ..bare(set, "yields", &dated(&format!("Use it for {name}"), Some(yields.dates[1]), plan))
        };
        found.add_of(Ok(offer), plan, "", &format!("{name} has it already."));
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
