//! Estimates: which inputs data have set, and of which days these were. What a person turns by hand is no estimate any
//! more. The data stay on the device; this much travels in links and files.

use serde::{Deserialize, Serialize};

use super::Plan;
use super::address::Address;
use super::sizing::SizingPlan;
use crate::units::day::Day;
use crate::words::clip;
use crate::words::dates::near;

/// An input that data have set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Estimate {
    /// The input; none of a holding.
    pub of: Address,
    /// First day that the estimate is of, or on which a signal came on; empty where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Last day of the data.
    pub to: Day,
}

/// Trading days by which data may end before the day that is asked about. House choice: half the shortest window of a
/// signal; behind that more of its days are guessed than known.
pub const MOST_STALE: usize = 10;

/// Whether data that end on one day say nothing of another any more.
pub fn is_stale(to: Day, today: Day) -> bool {
    let since = (to.0.saturating_add(1)..=today.0).map(Day);
    since.filter(|day| day.is_trading_day()).nth(MOST_STALE).is_some()
}

/// Most that a plan keeps: fewer than it has inputs.
pub const MOST: usize = 60;

impl Estimate {
    /// Whether an input may be one: not a holding's, for these may move.
    pub fn may_be_of(at: Address) -> bool {
        at.kind().is_none()
    }

    /// ` since 12 Nov (data to 20 Nov)`, with years where they are not those of the plan's day.
    pub fn said(&self, today: Option<Day>) -> String {
        let since = self.since.map_or_else(String::new, |since| format!(" since {}", near(today, since)));
        format!("{since} (data to {})", near(today, self.to))
    }

    /// As in a link: `sizing.big_top:2026-11-12:2026-11-20`.
    fn word(&self) -> String {
        format!("{}:{}:{}", self.of, self.since.map_or_else(String::new, String::from), String::from(self.to))
    }

    fn read(word: &str) -> Result<Estimate, String> {
        let wrong = || format!("'{}' in this link names no input that data have set, with its days.", clip(word));
        let mut parts = word.split(':');
        let [Some(of), Some(since), Some(to), None] = [parts.next(), parts.next(), parts.next(), parts.next()] else {
            return Err(wrong());
        };
        let since = Some(since).filter(|since| !since.is_empty()).map(|since| Day::iso(since).ok_or_else(wrong));
        Ok(Estimate {
            of: Address::read(of).ok_or_else(wrong)?,
            since: since.transpose()?,
            to: Day::iso(to).ok_or_else(wrong)?,
        })
    }
}

/// The estimates as in a link.
pub fn words(estimates: &[Estimate]) -> String {
    estimates.iter().map(Estimate::word).collect::<Vec<_>>().join(",")
}

/// Reads [`words`].
///
/// # Errors
/// The one that is none, and what [`check`] says.
pub fn read(words: &str) -> Result<Vec<Estimate>, String> {
    let all: Vec<Estimate> =
        words.split(',').filter(|word| !word.is_empty()).map(Estimate::read).collect::<Result<_, _>>()?;
    check(&all)?;
    Ok(all)
}

/// Whether a plan may have these.
///
/// # Errors
/// Too many, an input twice or one of a holding, a first day behind the last: a sentence.
pub fn check(all: &[Estimate]) -> Result<(), String> {
    if all.len() > MOST {
        return Err(format!("{} inputs are marked as set by data; at most {MOST} are read.", all.len()));
    }
    for (i, one) in all.iter().enumerate() {
        let label = one.of.label();
        if !Estimate::may_be_of(one.of) {
            return Err(format!("'{label}' is marked as set by data, which only inputs of no holding can be."));
        }
        if all[..i].iter().any(|other| other.of == one.of) {
            return Err(format!("'{label}' is marked as set by data twice."));
        }
        if one.since.is_some_and(|since| since > one.to) {
            return Err(format!("'{label}' is marked as set by data that end before they begin."));
        }
    }
    Ok(())
}

impl Plan {
    /// What data have set an input by, where they have.
    pub fn estimate(&self, row: &str) -> Option<&Estimate> {
        self.estimates.iter().find(|one| one.of.row == row)
    }

    /// What stands under an input that data have set.
    pub fn estimate_words(&self, at: Address) -> Option<String> {
        let one = self.estimate(at.row).filter(|one| one.of == at)?;
        Some(format!("Set by data{}.", one.said(self.market.today)))
    }

    /// What the rules of the size read: a flag that data have turned off is not known once these end too long before the
    /// plan's day. One that they have turned on stays on.
    pub fn sizing_as_known(&self) -> SizingPlan {
        let mut sizing = self.sizing.clone();
        let is_old =
            |row: &str| self.estimate(row).zip(self.market.today).is_some_and(|(one, today)| is_stale(one.to, today));
        for (row, flag) in [
            ("sizing.ad_divergence", &mut sizing.ad_divergence),
            ("sizing.big_top", &mut sizing.big_top),
            ("sizing.correlation_alarm", &mut sizing.correlation_alarm),
        ] {
            if *flag == Some(false) && is_old(row) {
                *flag = None;
            }
        }
        sizing
    }

    /// Marks an input as set by data of these days; one of a holding is not marked.
    pub fn mark_estimate(&mut self, of: Address, since: Option<Day>, to: Day) {
        self.forget_estimate(of);
        if Estimate::may_be_of(of) && self.estimates.len() < MOST {
            self.estimates.push(Estimate { of, since: since.filter(|since| *since <= to), to });
            // In one order, so that the same marks are the same plan.
            self.estimates.sort_by_key(|one| one.of.to_string());
        }
    }

    /// The input is set by hand from now on.
    pub fn forget_estimate(&mut self, at: Address) {
        self.estimates.retain(|one| one.of != at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{file, url};

    fn day(iso: &str) -> Day {
        let Some(day) = Day::iso(iso) else { unreachable!() };
        day
    }

    fn marked() -> Plan {
        let mut plan = Plan::default();
        plan.sizing.big_top = Some(true);
        plan.mark_estimate("sizing.big_top".into(), Some(day("2026-11-12")), day("2026-11-20"));
        plan.mark_estimate(Address::new("pool.low", 1), None, day("2026-11-20"));
        plan.mark_estimate("market.vix".into(), None, day("2026-11-20"));
        plan
    }

    #[test]
    fn links_and_files_carry_which_days_set_an_input() {
        let plan = marked();
        assert_eq!(plan.estimates.len(), 2, "a holding's input is not marked");
        let link = url::fragment(&plan);
        assert!(link.contains("&data=market.vix::2026-11-20,sizing.big_top:2026-11-12:2026-11-20"), "{link}");
        assert_eq!(url::parse(&link).map(|opened| (opened.plan, opened.unknown)), Ok((plan.clone(), Vec::new())));
        assert_eq!(file::open(&file::text(&plan)).map(|opened| (opened.plan, opened.unknown)), Ok((plan, Vec::new())));
    }

    #[test]
    fn what_is_turned_by_hand_is_no_estimate_any_more_and_what_is_not_stays() {
        let mut plan = marked();
        assert_eq!(plan.set("sizing.big_top".into(), Some(0.0)), Ok(()));
        assert_eq!((plan.estimate("sizing.big_top"), plan.estimates.len()), (None, 1));
        assert!(plan.set("market.vix".into(), Some(1e9)).is_err());
        assert!(plan.estimate("market.vix").is_some(), "a refused value changes nothing");
    }

    #[test]
    fn the_same_marks_are_the_same_plan_in_whatever_order_they_were_made() {
        let (mut one, to) = (marked(), day("2026-11-20"));
        one.mark_estimate("sizing.big_top".into(), Some(day("2026-11-12")), to);
        assert_eq!(one, marked());
    }

    #[test]
    fn a_flag_that_old_data_turned_off_is_not_known_and_one_that_they_turned_on_stays() {
        let mut plan = marked();
        plan.sizing.ad_divergence = Some(false);
        plan.mark_estimate("sizing.ad_divergence".into(), None, day("2026-11-20"));
        let flags = |plan: &Plan| {
            let sizing = plan.sizing_as_known();
            [sizing.ad_divergence, sizing.big_top, sizing.correlation_alarm]
        };
        for (today, divergence) in [(None, Some(false)), (Some("2026-12-05"), Some(false)), (Some("2027-03-01"), None)]
        {
            plan.market.today = today.map(day);
            // Nobody's data are behind the third.
            assert_eq!(flags(&plan), [divergence, Some(true), Some(false)], "{today:?}");
        }
    }

    #[test]
    fn its_days_are_said_with_years_where_they_are_not_the_plans() {
        let estimate = marked().estimates[1];
        assert_eq!(estimate.said(Some(day("2026-11-28"))), " since 12 Nov (data to 20 Nov)");
        assert_eq!(estimate.said(Some(day("2028-11-28"))), " since 12 Nov 2026 (data to 20 Nov 2026)");
        let words = marked().estimate_words("market.vix".into());
        assert_eq!(words.as_deref(), Some("Set by data (data to 20 Nov 2026)."));
    }

    #[test]
    fn marks_that_are_none_are_refused_in_words() {
        let said = |words: &str| url::parse(&format!("v=2&data={words}")).err().map(|wrong| wrong.text);
        for wrong in ["moon.phase::2026-11-20", "market.vix", "market.vix:x:2026-11-20", "market.vix::2026-13-40"] {
            assert!(said(wrong).is_some_and(|said| said.contains("names no input")), "{wrong}");
        }
        let [of_holding, twice, backward] = [
            "pool.low::2026-11-20",
            "market.vix::2026-11-20,market.vix::2026-11-20",
            "market.vix:2026-11-21:2026-11-20",
        ];
        assert!(said(of_holding).is_some_and(|said| said.contains("no holding")));
        assert!(said(twice).is_some_and(|said| said.contains("twice")));
        assert!(said(backward).is_some_and(|said| said.contains("before they begin")));
        assert_eq!(said(""), None);
        let many = vec![marked().estimates[0]; MOST + 1];
        assert!(check(&many).is_err_and(|said| said.contains("at most")));
    }

    #[test]
    fn a_file_with_marks_that_are_none_is_refused() {
        let open = |list: &str| {
            file::open(&format!("{{\"second_engine\":2,\"plan\":{{\"estimates\":{list}}}}}"))
                .err()
                .map(|wrong| wrong.text)
        };
        assert!(open("7").is_some_and(|said| said.contains("'estimates'")));
        assert!(
            open("[{\"of\":\"moon.phase\",\"to\":\"2026-11-20\"}]").is_some_and(|said| said.contains("'estimates'"))
        );
        assert!(open("[{\"of\":\"pool.low\",\"to\":\"2026-11-20\"}]").is_some_and(|said| said.contains("no holding")));
        assert_eq!(open("[{\"of\":\"market.vix\",\"to\":\"2026-11-20\"}]"), None);
    }
}
