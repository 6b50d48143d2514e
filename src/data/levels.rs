//! Levels: what the last day of a history, or a strip of VIX futures, makes of a plan's market.

use crate::data::series::{Series, What};
use crate::data::strip::{FuturesStrip, last_of};
use crate::plan::Plan;
use crate::plan::address::Changes;
use crate::plan::knobs::LISTS;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{calendar_days, listed, number};

/// Row of the plan's VIX futures.
pub const FUTURES: &str = "market.futures";

/// What is to be set in a plan, and what the person must know about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// Inputs and their values in the plan's units.
    pub changes: Changes,
    /// VIX futures, calendar days from the plan's day and points; none where they stay.
    pub futures: Option<Vec<(f64, f64)>>,
    /// The day of which the prices are at the latest, where the file says none and that is before the plan's.
    pub before: Option<Day>,
    /// What is taken and what is not, a sentence each.
    pub said: Vec<String>,
}

/// Whether a plan's market has a level of this, or futures.
pub fn is_level(what: &What) -> bool {
    !matches!(what, What::Vxo | What::Breadth | What::PoolDays | What::PoolYields | What::Named(_) | What::Unnamed)
}

/// The last close of a history up to the plan's day as levels of this plan: VIX and its family, SPX, the plan's token or its vol by DVOL; of a
/// history of VIX futures its last strip.
///
/// # Errors
/// The history is of nothing that a plan's market has, or as [`of_strip`].
pub fn of_series(series: &Series, plan: &Plan) -> Result<Levels, String> {
    let known = series.until(plan.market.today);
    if known.days.is_empty() && !series.days.is_empty() {
        return Err("All of its rows are of days after the plan’s: nothing is taken.".into());
    }
    if matches!(series.what, What::VixFutures | What::VixMonths) {
        return of_strip(&last_of(&known)?, plan);
    }
    let (day, close) = known.last().ok_or("This history has no day.")?;
    let name = series.what.name();
    let held = plan.market.token;
    let (row, value) = match series.what {
        What::Vix => ("market.vix", close),
        What::Vix9d => ("market.vix9d", close),
        What::Vix3m => ("market.vix3m", close),
        What::Vix6m => ("market.vix6m", close),
        What::Vvix => ("market.vvix", close),
        What::Spx => ("market.spx", close),
        What::Coin(token) if token == held => ("market.token_price", close),
        What::Dvol(token) if token == held => ("market.token_vol", 0.01 * close),
        What::Coin(token) | What::Dvol(token) => {
            let [this, other] = [token, held].map(|token| What::Coin(token).name());
            return Err(format!("This history is of {this}, and the plan's token is {other}: nothing is taken."));
        }
        _ => return Err(format!("The market of a plan has no level of {name}: nothing is taken.")),
    };
    let mut said = vec![format!("{name} {} of {}.", number(close), date(day))];
    said.extend(other_day(plan, day));
    Ok(Levels { changes: vec![(row.into(), Some(value))], said, ..Levels::default() })
}

/// Monthly futures of a strip as the plan's quotes, in calendar days from the plan's day, else from the strip's own.
///
/// # Errors
/// Neither the file nor the plan says its day, or no monthly future is still to expire.
pub fn of_strip(strip: &FuturesStrip, plan: &Plan) -> Result<Levels, String> {
    of_futures(strip, plan, ["monthly VIX", "quoted on"])
}

/// The same of futures that a chain of options says by put–call parity, weekly ones among them.
///
/// # Errors
/// As [`of_strip`].
pub fn of_parity(strip: &FuturesStrip, plan: &Plan) -> Result<Levels, String> {
    of_futures(strip, plan, ["VIX", "by put–call parity of its options of"])
}

fn of_futures(strip: &FuturesStrip, plan: &Plan, [which, quoted]: [&str; 2]) -> Result<Levels, String> {
    let today = plan.market.today.or(strip.day);
    let today = today.ok_or(
        "Neither the file nor the plan says today's date: enter it, so that days to the expiries can be counted.",
    )?;
    let weeklies = strip.futures.iter().filter(|future| future.weekly).count();
    let (later, gone): (Vec<_>, Vec<_>) =
        strip.futures.iter().filter(|future| !future.weekly).partition(|future| future.expiry > today);
    let list = LISTS.iter().find(|list| list.id == FUTURES).ok_or("A plan has no VIX futures.")?;
    let [low, high] = list.range;
    let is_level = |price: f64| (low..=high).contains(&price);
    let rows: Vec<(f64, f64)> = later
        .iter()
        .filter(|future| is_level(future.price))
        .map(|future| (future.expiry.since(today), future.price))
        .collect();
    let out = later.len().saturating_sub(rows.len());
    if rows.is_empty() {
        return Err(format!("No {which} future of this file expires after {}: nothing is taken.", date(today)));
    }
    list.check(&rows)?;
    let ends = later.first().zip(later.last()).map(|(first, last)| match later.len() {
        1 => format!(", {}", date(first.expiry)),
        _ => format!(", {} to {}", date(first.expiry), date(last.expiry)),
    });
    let futures = if rows.len() == 1 { "future" } else { "futures" };
    let quoted = strip.day.map_or_else(String::new, |day| format!(", {quoted} {}", date(day)));
    let mut said = vec![format!("{} {which} {futures}{}{quoted}.", rows.len(), ends.unwrap_or_default())];
    // No file has a price of a future that is gone.
    let first = strip.futures.iter().map(|future| future.expiry).min();
    let before = first.filter(|first| strip.day.is_none() && *first < today);
    said.extend(before.map(|before| old_said(gone.len(), gone.len().saturating_add(later.len()), before)));
    let mut left = Vec::new();
    let mut leave = |count: usize, what: &str| {
        if count > 0 {
            left.push(format!("{} {what}", number(count as f64)));
        }
    };
    leave(weeklies, "weekly");
    leave(gone.len(), "expired");
    leave(out, &format!("outside {} to {} points", number(low), number(high)));
    if !left.is_empty() {
        said.push(format!("Left out: {}.", listed(&left)));
    }
    said.extend(strip.day.and_then(|day| other_day(plan, day)));
    Ok(Levels { futures: Some(rows), before, said, ..Levels::default() })
}

/// That a strip is old: so many of its months have expired, or a weekly future alone.
fn old_said(gone: usize, months: usize, before: Day) -> String {
    let which = match gone {
        0 => "Its first future, a weekly one, has expired".into(),
        1 => format!("1 of its {} months has expired", number(months as f64)),
        _ => format!("{} of its {} months have expired", number(gone as f64), number(months as f64)),
    };
    format!("{which}: it is of {} or before, and its prices are old.", date(before))
}

/// That the plan is of another day, where it is.
fn other_day(plan: &Plan, day: Day) -> Option<String> {
    let today = plan.market.today?;
    let apart = today.since(day);
    let which = if apart > 0.0 { "before" } else { "after" };
    (apart != 0.0).then(|| format!("That is {} {which} the plan's day, {}.", calendar_days(apart.abs()), date(today)))
}

impl Levels {
    /// The plan with these levels.
    ///
    /// # Errors
    /// A level out of the range of its input, in words; the plan stays as it was.
    pub fn put_on(&self, plan: &Plan) -> Result<Plan, String> {
        let mut then = plan.clone();
        for (address, value) in &self.changes {
            then.set(*address, *value)?;
        }
        if let (Some(rows), Some(list)) = (&self.futures, LISTS.iter().find(|list| list.id == FUTURES)) {
            list.check(rows)?;
            (list.set)(&mut then, rows);
        }
        Ok(then)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::{Imported, read};
    use crate::plan::FutureQuote;
    use crate::units::{Points, Usd, Vol};

    fn levels(text: &str, plan: &Plan) -> Result<Levels, String> {
        match read(text).unwrap() {
            Imported::Series(series) => of_series(&series, plan),
            Imported::Strip(strip) => of_strip(&strip, plan),
            other => unreachable!("{other:?}"),
        }
    }

    fn of(day: Option<Day>) -> Plan {
        let mut plan = Plan::default();
        plan.market.today = day;
        plan
    }

    #[test]
    fn the_last_close_is_the_level_and_another_day_is_said() {
        let plan = of(Day::of(2026, 1, 20));
        let found = levels("DATE,VIXCLS\n2026-01-15,15.5\n2026-01-16,16.25\n", &plan).unwrap();
        assert_eq!(found.put_on(&plan).unwrap().market.vix, Points(16.25));
        assert_eq!(
            found.said,
            ["VIX 16.25 of 16 Jan 2026.", "That is 4 calendar days before the plan's day, 20 Jan 2026."]
        );
        let then = levels("DATE,VXVCLS\n2026-01-20,19.5\n", &plan).unwrap().put_on(&plan).unwrap();
        assert_eq!(then.market.vix3m, Some(Points(19.5)));
        assert!(levels("DATE,M2SL\n2026-01-20,19.5\n", &plan).is_err_and(|said| said.contains("no level of 'M2SL'")));
        let wild = levels("DATE,VIXCLS\n2026-01-16,4\n", &plan).unwrap();
        assert!(wild.put_on(&plan).is_err_and(|said| said.contains("VIX")));
    }

    #[test]
    fn the_token_is_taken_where_it_is_the_plans() {
        let plan = of(None);
        let dvol = "date,symbol,open,high,low,close\n2026-01-16,ETH,70,71,69,70.5\n";
        let then = levels(dvol, &plan).unwrap().put_on(&plan).unwrap();
        assert!((then.market.token_vol.0 - Vol(0.705).0).abs() < 1e-12);
        assert!(
            levels(&dvol.replace("ETH", "BTC"), &plan)
                .is_err_and(|said| said.contains("of BTC, and the plan's token is ETH"))
        );
        let price = "Price,Close\nTicker,ETH-USD\nDate,\n2026-01-16,3310.5\n";
        assert_eq!(levels(price, &plan).unwrap().put_on(&plan).unwrap().market.token_price, Usd(3310.5));
    }

    #[test]
    fn a_strip_is_the_plans_futures_without_weeklies_and_what_is_past() {
        let strip = "expiration_date,symbol,settlement\n2026-01-21,VX/F6,17.5\n2026-01-28,VX04/F6,18.5\n2026-02-18,VX/G6,18.5\n2026-03-18,VX/H6,19.25\n";
        assert!(levels(strip, &of(None)).is_err_and(|said| said.contains("enter it")));
        let plan = of(Day::of(2026, 1, 21));
        let found = levels(strip, &plan).unwrap();
        let quote = |days: f64, level: f64| FutureQuote { days, level: Points(level) };
        assert_eq!(found.put_on(&plan).unwrap().market.futures, [quote(28.0, 18.5), quote(56.0, 19.25)]);
        assert_eq!(
            found.said,
            ["2 monthly VIX futures, 18 Feb 2026 to 18 Mar 2026.", "Left out: 1 weekly and 1 expired."]
        );
        assert_eq!(found.before, None);
        let old = levels(strip, &of(Day::of(2026, 2, 20))).unwrap();
        assert_eq!(old.before, Day::of(2026, 1, 21));
        let said = "2 of its 3 months have expired: it is of 21 Jan 2026 or before, and its prices are old.";
        assert_eq!(old.said[1], said);
        assert!(levels(strip, &of(Day::of(2027, 1, 1))).is_err_and(|said| said.contains("No monthly VIX future")));
    }

    #[test]
    fn the_last_row_of_a_history_of_futures_is_a_strip_too() {
        let wide = "DATE,VIX,VX1,VX2,SP500\n2026-01-15,15.5,16.5,17.5,6900\n2026-01-16,15.6,16.6,17.6,6910\n";
        let found = levels(wide, &of(None)).unwrap();
        assert_eq!(found.futures, Some(vec![(5.0, 16.6), (33.0, 17.6)]));
        assert_eq!(of(None).market.today, found.put_on(&of(None)).unwrap().market.today);
    }
}
