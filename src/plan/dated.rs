//! Dated: the days of a plan's expiries, where it says which day it is of.

use super::address::Address;
use super::holding::{Holding, Kind, Terms};
use super::knobs::knob;
use super::{ChainKind, EtpKind, Plan, Settlement};
use crate::units::day::Day;
use crate::words::dates;

/// Rows that count calendar days from today to an expiry.
pub const EXPIRIES: [&str; 6] =
    ["condor.days", "layer.days", "etp.days", "chain.days", "strip.days", "conversion.days"];

/// Most trading days that a shock takes.
const MOST_DAYS: f64 = 252.0;

impl Plan {
    /// The day on which holding `nth` of a kind expires; `None` without today's date and for what does not expire.
    pub fn expiry(&self, kind: Kind, nth: usize) -> Option<Day> {
        let row = EXPIRIES.into_iter().find(|row| knob(row).is_some_and(|knob| knob.kind() == Some(kind)))?;
        let at = Address::new(row, nth);
        let days = self.value(at).filter(|_| self.applies(at))?;
        Some(self.market.today?.plus(days))
    }

    /// That day in words, with what is odd about it: `Sat 16 Jan 2027: a Saturday, no trading day`.
    pub fn expiry_words(&self, kind: Kind, nth: usize) -> Option<String> {
        let (today, day) = (self.market.today?, self.expiry(kind, nth)?);
        let said = dates::expiry_words(today, day.since(today));
        let settles = self.condor(nth).filter(|_| kind == Kind::Condor).map(|condor| condor.settles);
        Some(match settles {
            Some(Settlement::Am) if day.is_am_expiry() => format!("{said}, 9:30"),
            Some(Settlement::Am) if day.is_trading_day() => {
                format!("{said}, 9:30: AM options expire on a third Friday")
            }
            _ => said,
        })
    }

    /// The day that an input counts to, or that a trade was made on, in words; `None` for every other input.
    pub fn day_words(&self, at: Address) -> Option<String> {
        if at.row == "condor.opened" {
            let (today, ago) = (self.market.today?, self.value(at).filter(|ago| *ago > 0.0 && self.applies(at))?);
            return Some(format!("Sold on {}", dates::named_day(today, today.plus(-ago))));
        }
        let kind = at.kind().filter(|_| EXPIRIES.contains(&at.row))?;
        self.expiry_words(kind, at.nth)
    }

    /// Where the slider of days ends: trading days to the last expiry of a condor that lives, without one of the hedge's
    /// options, in whole days up to 252 and less than a day as it is; 63 where nothing expires. House choice.
    pub fn days_to_last_expiry(&self) -> f64 {
        match self.last_expiry() {
            None => 63.0,
            // As it can be typed, and not before the expiry.
            Some(days) if days < 1.0 => (1e6 * days).ceil() / 1e6,
            Some(days) => (days - 1e-9).ceil().min(MOST_DAYS),
        }
    }

    /// What the slider of days moves by: a day, a quarter of one where fewer than five are left, a twentieth of the last.
    pub fn day_step(&self) -> f64 {
        match self.days_to_last_expiry() {
            days if days < 1.0 => days / 20.0,
            days if days < 5.0 => 0.25,
            _ => 1.0,
        }
    }

    /// Trading days to the last expiry, whole or not.
    fn last_expiry(&self) -> Option<f64> {
        let on = || self.holdings.iter().filter(|holding| holding.on);
        let condor = |holding: &Holding| match &holding.terms {
            Terms::Condor(terms) if terms.held() > 0.0 && !terms.has_expired() => Some(terms.days_left()),
            _ => None,
        };
        let sold = self.condors_sold();
        let option = |holding: &Holding| match &holding.terms {
            Terms::Layer(terms) if terms.held(sold) > 0.0 => Some(terms.days),
            Terms::Etp(terms) if terms.kind == EtpKind::Calls && terms.contracts > 0.0 => Some(terms.days),
            Terms::Chain(terms) if terms.kind != ChainKind::Squared && terms.tokens > 0.0 => Some(terms.days),
            Terms::Strip(terms) if self.is_on(Kind::Pool, terms.pool_nth()) && terms.per_side > 0.0 => Some(terms.days),
            Terms::Conversion(terms) if self.is_on(Kind::Pool, terms.pool_nth()) && terms.share.0 != 0.0 => {
                Some(terms.days)
            }
            _ => None,
        };
        let last = on().filter_map(condor).reduce(f64::max).or_else(|| on().filter_map(option).reduce(f64::max));
        last.map(|days| self.clock().trading_days(days)).filter(|days| *days > 0.0)
    }

    /// Events that fall on a day without trade, each in words.
    pub fn events_on_no_trading_day(&self) -> Vec<String> {
        let Some(today) = self.market.today else { return Vec::new() };
        let shut = self.market.events.iter().filter(|event| !today.plus(event.days).is_trading_day());
        shut.map(|event| dates::expiry_words(today, event.days)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{EventDay, EventName};
    use crate::units::Frac;

    /// One of each kind on Wednesday 25 November 2026.
    fn dated() -> Plan {
        let mut plan = Plan::one_more_of_each();
        plan.market.today = Day::iso("2026-11-25");
        plan
    }

    #[test]
    fn the_days_slider_ends_with_the_last_condor_without_one_with_the_hedges_last_option() {
        let mut plan = Plan::default();
        assert_eq!(plan.days_to_last_expiry(), 32.0);
        plan.holdings.retain(|holding| holding.kind() != Kind::Condor);
        // Without condors the layers of so many a condor hold nothing.
        assert_eq!(plan.days_to_last_expiry(), 63.0);
        plan.layer_mut(2).into_iter().for_each(|layer| layer.contracts = Some(2.0));
        assert_eq!(plan.days_to_last_expiry(), 152.0);
        plan.layer_mut(2).into_iter().for_each(|layer| layer.days = 700.0);
        assert_eq!(plan.days_to_last_expiry(), 252.0);
    }

    #[test]
    fn a_strip_and_a_conversion_end_the_slider_too_and_a_condor_that_has_settled_does_not() {
        let mut plan = Plan::one_more_of_each();
        plan.holdings.retain(|holding| holding.kind() == Kind::Pool || holding.kind() == Kind::Strip);
        plan.strip_mut(0).into_iter().for_each(|strip| strip.days = 200.0);
        assert_eq!(plan.days_to_last_expiry(), 139.0);
        plan.holding_mut(Kind::Pool, 0).into_iter().for_each(|holding| holding.on = false);
        assert_eq!(plan.days_to_last_expiry(), 63.0);
        let mut plan = Plan::one_more_of_each();
        for days in [45.0, 0.0] {
            (0..2).for_each(|nth| plan.condor_mut(nth).into_iter().for_each(|condor| condor.days = days));
            assert_eq!(plan.days_to_last_expiry() > 33.0, days == 0.0, "{}", plan.days_to_last_expiry());
        }
    }

    #[test]
    fn the_last_day_is_gone_through_in_parts_and_ends_with_the_expiry() {
        let mut plan = Plan::default();
        let mut of = |days: f64| {
            plan.a_condor().days = days;
            (plan.days_to_last_expiry(), plan.day_step())
        };
        assert_eq!([of(45.0), of(4.0), of(1.6)], [(32.0, 1.0), (3.0, 0.25), (2.0, 0.25)]);
        let (end, step) = of(6.5 / 24.0);
        assert!(
            (6.5 / 24.0 * 252.0 / 365.0..0.188).contains(&end) && (20.0 * step - end).abs() < 1e-12,
            "{end} {step}"
        );
    }

    #[test]
    fn what_expires_says_its_day_and_the_rest_says_none() {
        let mut plan = dated();
        plan.a_condor().days = 51.0;
        let words = |plan: &Plan, kind| plan.expiry_words(kind, 0);
        assert_eq!(words(&plan, Kind::Condor), Some("Fri 15 Jan 2027".into()));
        assert_eq!(plan.day_words("condor.days".into()), words(&plan, Kind::Condor));
        assert_eq!((plan.day_words("condor.width".into()), plan.day_words("market.events".into())), (None, None));
        plan.a_condor().opened = 12.0;
        assert_eq!(plan.day_words("condor.opened".into()), Some("Sold on Fri 13 Nov".into()));
        plan.a_condor().opened = 0.0;
        assert_eq!(plan.day_words("condor.opened".into()), None);
        assert_eq!(words(&plan, Kind::Layer), Some("Fri 25 Dec: Christmas, no trading day".into()));
        assert_eq!((words(&plan, Kind::Pool), words(&plan.undated(), Kind::Condor)), (None, None));
        assert_eq!(words(&plan, Kind::Etp), None);
        plan.etp_mut(0).into_iter().for_each(|etp| etp.kind = EtpKind::Calls);
        plan.chain_mut(0).into_iter().for_each(|chain| chain.kind = ChainKind::Squared);
        assert_eq!(
            (words(&plan, Kind::Etp), words(&plan, Kind::Chain)),
            (Some("Sun 24 Jan 2027: a Sunday, no trading day".into()), None)
        );
    }

    #[test]
    fn an_am_condor_says_when_it_settles_and_that_it_should_be_a_third_friday() {
        let mut plan = dated();
        plan.a_condor().settles = Settlement::Am;
        let words = |plan: &mut Plan, days: f64| {
            plan.a_condor().days = days;
            plan.expiry_words(Kind::Condor, 0)
        };
        assert_eq!(words(&mut plan, 51.0), Some("Fri 15 Jan 2027, 9:30".into()));
        assert_eq!(words(&mut plan, 50.0), Some("Thu 14 Jan 2027, 9:30: AM options expire on a third Friday".into()));
        assert_eq!(words(&mut plan, 52.0), Some("Sat 16 Jan 2027: a Saturday, no trading day".into()));
    }

    #[test]
    fn an_event_without_trade_is_said() {
        let mut plan = dated();
        let event = |days: f64| EventDay { days, size: Frac(0.009), name: EventName::Fomc, surprise: 0.0 };
        plan.market.events = [1.0, 14.0].map(event).into();
        assert_eq!(plan.events_on_no_trading_day(), ["Thu 26 Nov: Thanksgiving, no trading day"]);
        assert!(plan.undated().events_on_no_trading_day().is_empty());
    }
}
