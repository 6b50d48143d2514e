//! Moved: the plan as it stands on a later day. Days left are fewer, what is over is gone; no level and no price moves.

use super::Plan;
use super::address::Address;
use super::dated::EXPIRIES;
use super::holding::Kind;
use super::knobs::knob;
use crate::units::day::Day;
use crate::words::dates::{date, named_day, short_date};
use crate::words::{calendar_days, listed};

/// A plan on a later day.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// It.
    pub plan: Plan,
    /// Names of what was held and has expired on the way; it is switched off.
    pub expired: Vec<String>,
    /// Names of condors that have: closed trades now, at what they settled at once that is typed.
    pub settled: Vec<String>,
    /// Events and quotes of futures that are over and gone.
    pub passed: usize,
    /// The button that does it.
    pub action: String,
    /// What was done, in words.
    pub said: String,
}

impl Plan {
    /// The plan `day` finds: every expiry, event and futures quote so many calendar days nearer as have passed since the
    /// plan's today. A condor sold at a typed credit was sold so many days earlier, and where it has expired it is a closed
    /// trade whose settlement is not known yet. What else has expired by then is switched off; either keeps its terms, at
    /// their fewest days. Events and quotes of that day and before it are dropped; the ETP's first future is the next where
    /// its own is over. A plan without a date, or one of this day or a later one, is dated and no more: its days left are
    /// taken to be of that day.
    pub fn moved_to(&self, day: Day) -> Moved {
        let passed = self.market.today.map_or(0.0, |today| day.since(today));
        let (mut plan, mut expired, mut settled) = (self.clone(), Vec::new(), Vec::new());
        plan.market.today = Some(day);
        let Some(today) = self.market.today.filter(|_| passed > 0.0) else {
            let said = format!("Dates the plan {}: days pass as New York trades from now on.", date(day));
            return Moved { plan, expired, settled, passed: 0, action: format!("Date it {}", short_date(day)), said };
        };
        for knob in EXPIRIES.into_iter().filter_map(knob) {
            let Some(kind) = knob.kind() else { continue };
            for nth in 0..self.count(kind) {
                let at = Address::new(knob.id, nth);
                let Some(left) = self.value(at).map(|days| days - passed) else { continue };
                // A condor lives until it settles on its last day; a VIX option has settled that morning.
                let early =
                    self.condor(nth).filter(|_| kind == Kind::Condor).map_or(0.0, |condor| condor.settles.early());
                let least = knob.range[0];
                // Between its fewest and its days of today it is in range; next to nothing is nothing.
                let stands = if left - least < 1e-9 { least } else { left };
                let _ = plan.set(at, Some(stands));
                if left >= least + early || !self.applies(at) {
                    continue;
                }
                let sold = plan.condor_mut(nth).filter(|_| kind == Kind::Condor);
                match sold.filter(|condor| condor.fill.is_some() && condor.contracts > 0.0) {
                    Some(condor) if condor.closed => {}
                    Some(condor) if self.is_on(kind, nth) => {
                        condor.closed = true;
                        settled.push(self.name(kind, nth));
                    }
                    _ => {
                        if self.is_on(kind, nth) {
                            expired.push(self.name(kind, nth));
                        }
                        plan.holding_mut(kind, nth).into_iter().for_each(|holding| holding.on = false);
                    }
                }
            }
        }
        // A typed credit is of the day that it was paid on.
        let oldest = knob("condor.opened").map_or(0.0, |knob| knob.range[1]);
        for nth in 0..plan.count(Kind::Condor) {
            if let Some(condor) = plan.condor_mut(nth).filter(|condor| condor.fill.is_some()) {
                // To a millionth, so that a and then b is both at once.
                condor.opened = ((1e6 * (condor.opened + passed)).round() / 1e6).min(oldest);
            }
        }
        for nth in 0..plan.count(Kind::Etp) {
            if let Some(etp) = plan.etp_mut(nth) {
                let left = etp.first_days - passed;
                etp.first_days = if left >= 1.0 { left } else { day.next_vix_expiry().since(day) };
            }
        }
        let dated = self.market.events.len() + self.market.futures.len();
        plan.market.events.iter_mut().for_each(|event| event.days -= passed);
        plan.market.events.retain(|event| event.days > 0.0);
        plan.market.futures.iter_mut().for_each(|quote| quote.days -= passed);
        plan.market.futures.retain(|quote| quote.days > 0.0);
        // Days that pass turn no input by hand; of quotes that are all over nothing is left that data have set.
        plan.estimates.clone_from(&self.estimates);
        if plan.market.futures.is_empty() {
            plan.forget_estimate("market.futures".into());
        }
        let gone = dated - plan.market.events.len() - plan.market.futures.len();
        let said = words([today, day], passed, [&expired, &settled], gone);
        Moved { plan, expired, settled, passed: gone, action: format!("Move to {}", short_date(day)), said }
    }

    /// The plan without its date: 252 trading days last 365 days again.
    pub fn undated(&self) -> Plan {
        let mut plan = self.clone();
        plan.market.today = None;
        plan
    }
}

/// What moving on does.
fn words([today, day]: [Day; 2], passed: f64, [expired, settled]: [&[String]; 2], gone: usize) -> String {
    let mut said = format!(
        "From {} to {}: {} fewer to every expiry and event. Levels and prices stay as typed; condors keep their strikes and credit, VIX calls strike and count; pools and VIX calls are worth their price of then.",
        named_day(day, today),
        named_day(today, day),
        calendar_days(passed)
    );
    if !expired.is_empty() {
        let [has, is] = if expired.len() == 1 { ["has", "is"] } else { ["have", "are"] };
        said += &format!(" {} {has} expired and {is} switched off.", listed(expired));
    }
    if !settled.is_empty() {
        let [has, is] = if settled.len() == 1 { ["has", "is a closed trade"] } else { ["have", "are closed trades"] };
        said += &format!(" {} {has} expired and {is} now: type what a condor settled at.", listed(settled));
    }
    match gone {
        0 => {}
        1 => said += " One event or futures quote is over and goes.",
        _ => said += &format!(" {gone} events and futures quotes are over and go."),
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{EventDay, EventName, FutureQuote, Settlement};
    use crate::units::{Frac, Points};

    fn day(text: &str) -> Day {
        Day::iso(text).unwrap_or_else(|| unreachable!())
    }

    /// One of each kind, on Saturday 28 November, with events and quotes.
    fn dated() -> Plan {
        let mut plan = Plan::one_more_of_each();
        plan.market.today = Some(day("2026-11-28"));
        let event = |days: f64| EventDay { days, size: Frac(0.009), name: EventName::Fomc, surprise: 1.5 };
        plan.market.events = [2.5, 11.0, 40.0].map(event).into();
        plan.market.futures = [18.0, 53.0].map(|days| FutureQuote { days, level: Points(19.0) }).into();
        plan
    }

    #[test]
    fn every_expiry_is_so_many_days_nearer_and_what_is_over_is_gone() {
        let plan = dated();
        let moved = plan.moved_to(day("2026-12-28"));
        let rows = |plan: &Plan, id: &'static str| -> Vec<Option<f64>> {
            (0..2).map(|nth| plan.value(Address::new(id, nth))).collect()
        };
        assert_eq!(rows(&moved.plan, "condor.days"), [Some(15.0), Some(15.0)]);
        // The first layer had 30 days: a VIX option of today has settled.
        assert_eq!(rows(&moved.plan, "layer.days"), [Some(1.0), Some(80.0)]);
        assert_eq!([0, 1].map(|nth| moved.plan.is_on(Kind::Layer, nth)), [false, true]);
        assert_eq!(moved.plan.market.events.iter().map(|event| event.days).collect::<Vec<_>>(), [10.0]);
        assert_eq!(moved.plan.market.futures.iter().map(|quote| quote.days).collect::<Vec<_>>(), [23.0]);
        assert_eq!((moved.passed, moved.plan.market.today), (3, Some(day("2026-12-28"))));
        // Its first future had 28 days; the next one expires on 20 January.
        assert_eq!(moved.plan.etp(0).map(|etp| etp.first_days), Some(23.0));
        assert_eq!(
            moved.said,
            "From Sat 28 Nov to Mon 28 Dec: 30 calendar days fewer to every expiry and event. Levels and prices stay as typed; condors keep their strikes and credit, VIX calls strike and count; pools and VIX calls are worth their price of then. VIX calls 1, IL strip and Conversion have expired and are switched off. 3 events and futures quotes are over and go."
        );
        assert_eq!(moved.action, "Move to 28 Dec");
        assert_eq!(moved.expired, ["VIX calls 1", "IL strip", "Conversion"]);
        // Nothing else.
        let back = Plan { holdings: plan.holdings.clone(), market: plan.market.clone(), ..moved.plan.clone() };
        assert_eq!(back, plan);
    }

    #[test]
    fn a_condor_lives_to_its_settlement_and_no_longer() {
        let mut plan = dated();
        let after = |plan: &Plan, days: f64| {
            let moved = plan.moved_to(day("2026-11-28").plus(days)).plan;
            (moved.condor(0).map(|condor| condor.days), moved.is_on(Kind::Condor, 0))
        };
        assert_eq!(
            [44.0, 45.0, 46.0].map(|days| after(&plan, days)),
            [(Some(1.0), true), (Some(0.0), true), (Some(0.0), false)]
        );
        plan.a_condor().settles = Settlement::Am;
        assert_eq!([44.0, 45.0].map(|days| after(&plan, days)), [(Some(1.0), true), (Some(0.0), false)]);
    }

    #[test]
    fn a_condor_of_a_known_credit_that_expires_is_a_closed_trade_and_stays_one() {
        let mut plan = dated();
        (plan.a_condor().fill, plan.a_condor().opened) = (Some(Points(12.8)), 10.0);
        let moved = plan.moved_to(day("2026-11-28").plus(46.0));
        let closed = moved.plan.condor(0).map(|one| (one.closed, one.closed_at, one.fill, one.opened, one.days));
        assert_eq!(closed, Some((true, None, Some(Points(12.8)), 56.0, 0.0)));
        assert!(moved.plan.is_on(Kind::Condor, 0) && moved.settled == ["Condor 1"]);
        assert!(
            moved.said.contains(" Condor 1 has expired and is a closed trade now: type what a condor settled at."),
            "{}",
            moved.said
        );
        // What is typed of it then is kept on every later day, with the day on which it was sold.
        let mut then = moved.plan;
        then.a_condor().closed_at = Some(Points(3.0));
        let later = then.moved_to(day("2026-11-28").plus(100.0));
        assert!(later.plan.is_on(Kind::Condor, 0) && later.settled.is_empty(), "{later:?}");
        let kept = later.plan.condor(0).map(|one| (one.closed_at, one.opened));
        assert_eq!(kept, Some((Some(Points(3.0)), 110.0)));
    }

    #[test]
    fn moving_by_a_and_then_by_b_is_moving_by_both() {
        let start = day("2026-11-28");
        let mut plan = dated();
        plan.a_condor().days = 45.1;
        // Of a known credit, and closed.
        for (nth, closed) in [(0, false), (1, true)] {
            let Some(condor) = plan.condor_mut(nth) else { unreachable!() };
            (condor.fill, condor.closed) = (Some(Points(9.0)), closed);
        }
        for a in (0..240).step_by(7) {
            for b in (0..240).step_by(11) {
                let [first, both] = [a, a + b].map(|days| plan.moved_to(start.plus(f64::from(days))).plan);
                assert_eq!(first.moved_to(start.plus(f64::from(a + b))).plan, both, "{a} and {b}");
            }
        }
    }

    #[test]
    fn a_plan_without_a_date_is_dated_and_none_moves_back() {
        let plan = Plan::default();
        let moved = plan.moved_to(day("2026-11-28"));
        assert_eq!((moved.plan.undated(), moved.plan.market.today), (plan, Some(day("2026-11-28"))));
        assert_eq!(moved.said, "Dates the plan 28 Nov 2026: days pass as New York trades from now on.");
        let earlier = moved.plan.moved_to(day("2026-11-01"));
        assert_eq!((earlier.plan.undated(), earlier.passed), (Plan::default(), 0));
    }
}
