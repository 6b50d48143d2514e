//! Ask: how many paths, how far, and which.

use serde::{Deserialize, Serialize};

use crate::book::{Book, landscape};
use crate::plan::holding::Terms;
use crate::plan::{EventPlan, Plan};
use crate::units::{Frac, Usd};

/// Most paths of one run.
const MOST_PATHS: u32 = 10_000_000;
/// Most trading days of a path where nothing in the book expires.
pub const MOST_DAYS: u32 = 252;

/// Most that a plan may ask for.
const LONGEST: f64 = 504.0;

/// What is asked of the paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Paths drawn.
    pub paths: u32,
    /// Trading days that each goes.
    pub days: u32,
    /// Which draws.
    pub seed: u32,
    /// Chance of losing more than the budget that a pool may bring with it.
    pub limit: Frac,
    /// The size of the sized pool that the rules allow, where it is known.
    pub rules_size: Option<Usd>,
}

impl Ask {
    /// As the book's plan asks.
    pub fn of(book: &Book) -> Ask {
        let plan = &book.plan.odds;
        Ask {
            paths: plan.paths as u32,
            days: plan.until.map_or_else(|| to_expiry(book).max(shocks_day(book)), |days| days as u32),
            seed: plan.seed as u32,
            limit: plan.limit,
            rules_size: None,
        }
    }

    /// The same, the size that the rules allow known.
    pub fn with_rules_size(self, usd: Usd) -> Ask {
        Ask { rules_size: Some(usd), ..self }
    }

    /// What can be walked, and what was not as asked.
    ///
    /// # Errors
    /// Nothing held, no path, too many of them, no day.
    pub(super) fn bounded(&self, book: &Book) -> Result<(Ask, Option<String>), String> {
        if !book.holds_anything() {
            return Err("Nothing is held: no path gains or loses anything.".into());
        }
        check_paths(self.paths)?;
        if self.days == 0 {
            return Err("Paths of no day go nowhere: ask for one day at least.".into());
        }
        let expiries =
            book.entries.iter().filter(|entry| entry.held.quantity() != 0.0).filter_map(|entry| entry.held.days());
        let last = expiries.fold(0.0, f64::max);
        let most = if last > 0.0 { until(book, last) as u32 } else { MOST_DAYS }.max(shocks_day(book));
        let cut = (self.days > most).then(|| {
            let why = if last > 0.0 { "the last expiry in the book" } else { "a year" };
            format!("Paths go {most} trading days, to {why}, and not {}.", self.days)
        });
        let severe = (!book.plan.response.is_central()).then(|| {
            "The severity of the shock is not in the paths: SPX goes its own way on them. The line under the verdict and the CVaR cap in Size count it.".to_string()
        });
        let said: Vec<String> = [cut, severe].into_iter().flatten().collect();
        let said = (!said.is_empty()).then(|| said.join(" "));
        Ok((Ask { days: self.days.min(most), ..self.clone() }, said))
    }
}

/// A plan of which the paths are the same, whatever its shock: of that it keeps whether VIX is set, since today's VIX is then
/// read by the calendar of its date ([`crate::shock::Shock::calm`]), and its day where paths may have to go on to it.
pub fn walked(plan: &Plan) -> Plan {
    let vix = plan.event.vix.map(|_| plan.market.vix);
    let condors = plan.each().filter(|one| one.2.on).filter_map(|one| match &one.2.terms {
        Terms::Condor(condor) => Some(condor.days),
        _ => None,
    });
    let last = condors.fold(0.0, f64::max);
    // Trading days are fewer than calendar days, by holidays to no less than this.
    let is_sooner = plan.event.days <= FEWEST_TRADING * last;
    let days = if plan.odds.until.is_some() || is_sooner { 1.0 } else { plan.event.days };
    Plan { event: EventPlan { vix, ..EventPlan::calm(days) }, ..plan.clone() }
}

/// Trading days of a calendar day at least, over a stretch that matters.
const FEWEST_TRADING: f64 = 0.4;

/// The last whole trading day of the shock, the first at least.
fn shocks_day(book: &Book) -> u32 {
    book.shock.event.days.clamp(1.0, LONGEST) as u32
}

/// # Errors
/// No path, too many of them, in words.
pub fn check_paths(paths: u32) -> Result<(), String> {
    match paths {
        0 => Err("No path is drawn: ask for one at least.".into()),
        paths if paths > MOST_PATHS => {
            Err("More than 10 million paths are asked for: a hundredth of them is exact enough.".into())
        }
        _ => Ok(()),
    }
}

/// Trading days that paths go where the plan says none: to the last condor's expiry, without one to the hedge's last, and a
/// month without either.
pub fn to_expiry(book: &Book) -> u32 {
    let expiry = landscape::last_expiry(book);
    if expiry > 0.0 { until(book, expiry).min(LONGEST) as u32 } else { 21 }
}

/// Whole trading days after which so many calendar days are over.
fn until(book: &Book, calendar: f64) -> f64 {
    (book.shock.clock.trading_days(calendar) - 1e-9).ceil().max(1.0)
}
