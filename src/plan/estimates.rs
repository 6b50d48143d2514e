//! Estimates: which inputs data have set, and of which days these were. What a person turns by hand is no estimate any
//! more. The data stay on the device; this much travels in links and files, also of what is held, by its address.

use serde::{Deserialize, Serialize};

use super::Plan;
use super::address::Address;
use super::holding::Kind;
use super::knobs::LISTS;
use super::sizing::SizingPlan;
use crate::units::day::Day;
use crate::words::clip;
use crate::words::dates::near;

/// An input that data have set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Estimate {
    /// The input; of a holding by its number among its kind.
    pub of: Address,
    /// First day that the estimate is of, or on which a signal came on; empty where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Last day of the data; empty where they do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

/// Trading days by which data may end before the day that is asked about. House choice: half the shortest window of a
/// signal; behind that more of its days are guessed than known.
pub const MOST_STALE: usize = 10;

/// Whether data that end on one day say nothing of another any more.
pub fn is_stale(to: Day, today: Day) -> bool {
    let since = (to.0.saturating_add(1)..=today.0).map(Day);
    since.filter(|day| day.is_trading_day()).nth(MOST_STALE).is_some()
}

/// Most that a plan keeps: what fifty condors of an account set, a third of the longest link.
pub const MOST: usize = 400;

impl Estimate {
    /// ` since 12 Nov (data to 20 Nov)`, with years where they are not those of the plan's day; empty without days.
    pub fn said(&self, today: Option<Day>) -> String {
        self.worded(today, "data to")
    }

    /// ` since 12 Nov (a file, to 20 Nov)`: the same of a flag, which nothing sets but files. Whose it is a link does not know.
    pub fn said_of_file(&self, today: Option<Day>) -> String {
        self.worded(today, "a file, to")
    }

    fn worded(&self, today: Option<Day>, of: &str) -> String {
        let since = self.since.map_or_else(String::new, |since| format!(" since {}", near(today, since)));
        let to = self.to.map_or_else(String::new, |to| format!(" ({of} {})", near(today, to)));
        format!("{since}{to}")
    }

    /// As in a link: `sizing.big_top:2026-11-12:2026-11-20`, `pool2.low::`.
    fn word(&self) -> String {
        let day = |day: Option<Day>| day.map_or_else(String::new, String::from);
        format!("{}:{}:{}", self.of, day(self.since), day(self.to))
    }

    fn read(word: &str) -> Result<Estimate, String> {
        let wrong = || format!("'{}' in this link names no input that data have set, with its days.", clip(word));
        let mut parts = word.split(':');
        let [Some(of), Some(since), Some(to), None] = [parts.next(), parts.next(), parts.next(), parts.next()] else {
            return Err(wrong());
        };
        let day = |text: &str| match text {
            "" => Ok(None),
            _ => Day::iso(text).map(Some).ok_or_else(wrong),
        };
        Ok(Estimate { of: Address::read(of).ok_or_else(wrong)?, since: day(since)?, to: day(to)? })
    }
}

/// The estimates as in a link.
pub fn words(estimates: &[Estimate]) -> String {
    estimates.iter().map(Estimate::word).collect::<Vec<_>>().join(",")
}

/// Reads [`words`]; whether a plan may have them, [`check`] says.
///
/// # Errors
/// The one that is none.
pub fn read(words: &str) -> Result<Vec<Estimate>, String> {
    words.split(',').filter(|word| !word.is_empty()).map(Estimate::read).collect()
}

/// Whether this plan may have these.
///
/// # Errors
/// Too many, an input twice or one of a holding that is not there, a first day behind the last: a sentence.
pub fn check(all: &[Estimate], plan: &Plan) -> Result<(), String> {
    if all.len() > MOST {
        return Err(format!("{} inputs are marked as set by data; at most {MOST} are read.", all.len()));
    }
    for (i, one) in all.iter().enumerate() {
        let label = one.of.label();
        if one.of.nth >= one.of.kind().map_or(1, |kind| plan.count(kind)) {
            return Err(format!("'{label}' is marked as set by data, of a holding that this plan does not have."));
        }
        if all[..i].iter().any(|other| other.of == one.of) {
            return Err(format!("'{label}' is marked as set by data twice."));
        }
        if one.since.zip(one.to).is_some_and(|(since, to)| since > to) {
            return Err(format!("'{label}' is marked as set by data that end before they begin."));
        }
    }
    Ok(())
}

impl Plan {
    /// What data have set an input by, where they have; of a holding's by its address.
    pub fn estimate(&self, at: impl Into<Address>) -> Option<&Estimate> {
        let at = at.into();
        self.estimates.iter().find(|one| one.of == at)
    }

    /// What stands under an input: the day that it counts to, and that data have set it.
    pub fn words_under(&self, at: Address) -> Option<String> {
        let set = self.estimate(at).map(|one| format!("Set by data{}.", one.said(self.market.today)));
        match (self.day_words(at), set) {
            (Some(day), Some(set)) => Some(format!("{day}. {set}")),
            (day, set) => day.or(set),
        }
    }

    /// What the rules of the size read: a flag that data have turned off is not known once these end too long before the
    /// plan's day. One that they have turned on stays on.
    pub fn sizing_as_known(&self) -> SizingPlan {
        let mut sizing = self.sizing.clone();
        let is_old = |row: &'static str| {
            self.estimate(row)
                .and_then(|one| one.to)
                .zip(self.market.today)
                .is_some_and(|(to, today)| is_stale(to, today))
        };
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

    /// Marks an input as set by data of these days.
    pub fn mark_estimate(&mut self, of: Address, since: Option<Day>, to: Option<Day>) {
        self.forget_estimate(of);
        if self.estimates.len() < MOST {
            let is_before = |since: &Day| to.is_none_or(|to| *since <= to);
            self.estimates.push(Estimate { of, since: since.filter(is_before), to });
            self.order_estimates();
        }
    }

    /// In one order, so that the same marks are the same plan. One by one: slices' own sort would be 3 KB of the first
    /// download.
    fn order_estimates(&mut self) {
        for estimate in std::mem::take(&mut self.estimates) {
            let name = estimate.of.to_string();
            let place = self.estimates.partition_point(|one| one.of.to_string() <= name);
            self.estimates.insert(place, estimate);
        }
    }

    /// The input is set by hand from now on.
    pub fn forget_estimate(&mut self, at: Address) {
        self.estimates.retain(|one| one.of != at);
    }

    /// What is another value than in the plan before is set by hand from now on: strikes that were pinned, a range that
    /// followed its pair, terms that were read in its place, a list that was typed.
    pub fn forget_changed(&mut self, before: &Plan) {
        let mut kept = std::mem::take(&mut self.estimates);
        let list = |at: Address| LISTS.iter().find(|list| list.id == at.row);
        kept.retain(|one| {
            let is_same = list(one.of).is_none_or(|list| list.text(self) == list.text(before));
            is_same && self.value(one.of) == before.value(one.of)
        });
        self.estimates = kept;
    }

    /// Marks of a holding that is taken away go with it; those of the ones behind it follow them.
    pub(super) fn forget_holding(&mut self, kind: Kind, nth: usize) {
        self.estimates.retain(|one| !(one.of.is_of(kind) && one.of.nth == nth));
        for one in &mut self.estimates {
            if one.of.is_of(kind) && one.of.nth > nth {
                one.of.nth -= 1;
            }
        }
        self.order_estimates();
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
        plan.mark_estimate("sizing.big_top".into(), Some(day("2026-11-12")), Some(day("2026-11-20")));
        plan.mark_estimate("market.vix".into(), None, Some(day("2026-11-20")));
        plan
    }

    #[test]
    fn links_and_files_carry_which_days_set_an_input() {
        let mut plan = marked();
        plan.add_fresh(Kind::Pool);
        plan.mark_estimate(Address::new("pool.fee_apr", 1), Some(day("2026-10-20")), Some(day("2026-11-20")));
        plan.mark_estimate(Address::new("condor.fill", 0), None, None);
        let link = url::fragment(&plan);
        let marks = "&data=condor.fill::,market.vix::2026-11-20,pool2.fee_apr:2026-10-20:2026-11-20,sizing.big_top:2026-11-12:2026-11-20";
        assert!(link.contains(marks), "{link}");
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
    fn a_holdings_mark_stays_with_it_and_goes_with_it() {
        let (mut plan, to) = (marked(), Some(day("2026-11-20")));
        for nth in 1..3 {
            plan.add_fresh(Kind::Pool);
            plan.mark_estimate(Address::new("pool.low", nth), None, to);
        }
        plan.mark_estimate("layer.days".into(), None, to);
        plan.remove(Kind::Pool, 1);
        let marks: Vec<String> = plan.estimates.iter().map(|one| one.of.to_string()).collect();
        assert_eq!(marks, ["layer.days", "market.vix", "pool2.low", "sizing.big_top"]);
        plan.remove(Kind::Pool, 0);
        assert!(plan.estimate("pool.low").is_some() && plan.estimates.len() == 4);
        plan.remove(Kind::Pool, 0);
        assert!(plan.estimate("pool.low").is_none() && plan.estimates.len() == 3);
    }

    #[test]
    fn what_changes_with_another_input_is_no_estimate_any_more() {
        let (mut before, to) = (marked(), Some(day("2026-11-20")));
        before.pin_strikes(0, [5_900.0, 6_000.0, 6_700.0, 6_800.0]);
        for row in ["condor.short_put", "condor.long_put", "market.futures"] {
            before.mark_estimate(row.into(), None, to);
        }
        let mut plan = before.clone();
        plan.forget_changed(&before);
        assert_eq!(plan, before);
        plan.pin_strikes(0, [5_900.0, 6_005.0, 6_700.0, 6_800.0]);
        plan.forget_changed(&before);
        assert!(plan.estimate("condor.short_put").is_none() && plan.estimate("condor.long_put").is_some());
        assert_eq!(
            LISTS.iter().find(|list| list.id == "market.futures").map(|list| list.set_text(&mut plan, "30:19")),
            Some(Ok(()))
        );
        plan.forget_changed(&before);
        assert_eq!(plan.estimates.len(), before.estimates.len() - 2);
        assert!(plan.estimate("market.futures").is_none());
    }

    #[test]
    fn the_same_marks_are_the_same_plan_in_whatever_order_they_were_made() {
        let (mut one, to) = (marked(), Some(day("2026-11-20")));
        one.mark_estimate("sizing.big_top".into(), Some(day("2026-11-12")), to);
        assert_eq!(one, marked());
    }

    #[test]
    fn a_flag_that_old_data_turned_off_is_not_known_and_one_that_they_turned_on_stays() {
        let mut plan = marked();
        plan.sizing.ad_divergence = Some(false);
        plan.mark_estimate("sizing.ad_divergence".into(), None, Some(day("2026-11-20")));
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
        assert_eq!(estimate.said_of_file(Some(day("2026-11-28"))), " since 12 Nov (a file, to 20 Nov)");
        assert_eq!(estimate.said(Some(day("2028-11-28"))), " since 12 Nov 2026 (data to 20 Nov 2026)");
        let under = |plan: &Plan, row: &'static str| plan.words_under(row.into());
        let mut plan = marked();
        assert_eq!(under(&plan, "market.vix").as_deref(), Some("Set by data (data to 20 Nov 2026)."));
        plan.mark_estimate("condor.days".into(), None, None);
        assert_eq!(under(&plan, "condor.days").as_deref(), Some("Set by data."));
        plan.market.today = Some(day("2026-11-25"));
        let both = under(&plan, "condor.days").unwrap_or_default();
        assert!(both.starts_with("Sat 9 Jan 2027") && both.ends_with(". Set by data."), "{both}");
        assert_eq!(under(&plan, "market.spx"), None);
    }

    #[test]
    fn marks_that_are_none_are_refused_in_words() {
        let said = |words: &str| url::parse(&format!("v=2&data={words}")).err().map(|wrong| wrong.text);
        for wrong in
            ["moon.phase::2026-11-20", "market.vix", "market.vix:x:2026-11-20", "market.vix::2026-13-40", "market.vix:"]
        {
            assert!(said(wrong).is_some_and(|said| said.contains("names no input")), "{wrong}");
        }
        let [of_holding, twice, backward] = [
            "pool2.low::2026-11-20",
            "market.vix::2026-11-20,market.vix::2026-11-20",
            "market.vix:2026-11-21:2026-11-20",
        ];
        assert!(said(of_holding).is_some_and(|said| said.contains("does not have")));
        assert!(said(twice).is_some_and(|said| said.contains("twice")));
        assert!(said(backward).is_some_and(|said| said.contains("before they begin")));
        assert_eq!(said(""), None);
        let many = vec![marked().estimates[0]; MOST + 1];
        assert!(check(&many, &Plan::default()).is_err_and(|said| said.contains("at most")));
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
        assert!(
            open("[{\"of\":\"pool2.low\",\"to\":\"2026-11-20\"}]").is_some_and(|said| said.contains("does not have"))
        );
        assert_eq!(open("[{\"of\":\"market.vix\",\"to\":\"2026-11-20\"}]"), None);
    }
}
