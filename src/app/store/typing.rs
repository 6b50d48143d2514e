//! Typing: text in a box, read against the last step; what waits for another input; what is typed again after a reload.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Knob, LISTS, ListKnob, TextKnob, Unit, knob, text as text_knob};
use second_engine::words::dates::{Counted, days_to, wrong_side};

use crate::app::store::Store;
use crate::app::store::act::Wrong;
use crate::app::store::parse::{self, Typed};

/// What a date in a box is counted in; `None` in a box of anything but days.
fn counted(at: Address, unit: Unit) -> Option<Counted> {
    match (unit, at.row) {
        (Unit::Days, "condor.opened") => Some(Counted::Ago),
        (Unit::Days, _) => Some(Counted::Calendar),
        (Unit::TradingDays, _) => Some(Counted::Trading),
        _ => None,
    }
}

impl Store {
    /// What is typed is read against the last step: of 4600, neither 4 nor 46 nor 460 was meant. Nothing happens where
    /// there is no such holding.
    pub(super) fn typed(&mut self, at: Address, text: String) {
        if at.kind().is_some_and(|kind| at.nth >= self.plan().count(kind)) {
            return;
        }
        if self.history.is_moving() {
            self.history.roll_back();
            self.resolve_again();
        }
        if let Some(knob) = knob(at.row) {
            self.typed_number(at, knob, text);
        } else if let Some(list) = LISTS.iter().find(|list| list.id == at.row) {
            self.typed_list(list, text);
        } else if let Some(knob) = text_knob(at.row) {
            self.typed_name(at, knob, text);
        }
    }

    fn typed_name(&mut self, at: Address, knob: &'static TextKnob, text: String) {
        let mut plan = self.plan().clone();
        let named = knob.set(&mut plan, at.nth, &text).map_err(|said| self.plan().named(at, &said));
        let read = named.and_then(|()| self.resolve(&plan).map_err(|refusal| refusal.said));
        self.take_or_refuse(at, text, plan, read);
    }

    /// The plan with what was typed, or what is wrong with it beside its box.
    fn take_or_refuse(&mut self, at: Address, text: String, plan: Plan, read: Result<Book, String>) {
        match read {
            Ok(book) => {
                self.wrong.remove(&at);
                self.show(plan, book);
            }
            Err(said) => self.refuse(at, Wrong { text, said, offers: Vec::new(), waits: false, is_said: false }),
        }
    }

    fn typed_number(&mut self, at: Address, knob: &'static Knob, text: String) {
        let (said, offers) = match parse::read(knob, &text, self.plan().value(at)) {
            Ok(Typed::Is(value)) => return self.turn(&[(at, value)], Some(text)),
            Ok(Typed::Either(readings)) => (parse::question(knob, &text), readings.to_vec()),
            Err(said) => {
                let (clock, counted) = (self.plan().clock(), counted(at, knob.unit));
                let wrong = counted.and_then(|counted| wrong_side(&text, clock, counted));
                match counted.filter(|_| wrong.is_none()).and_then(|counted| days_to(&text, clock, counted)) {
                    Some(days) => return self.turn(&[(at, Some(days))], Some(text)),
                    None => (wrong.unwrap_or(said), Vec::new()),
                }
            }
        };
        let said = self.plan().named(at, &said);
        self.refuse(at, Wrong { text, said, offers, waits: false, is_said: false });
    }

    fn typed_list(&mut self, list: &'static ListKnob, text: String) {
        let mut plan = self.plan().clone();
        let read = list.set_text(&mut plan, &text).and_then(|()| self.resolve(&plan).map_err(|refusal| refusal.said));
        plan.forget_changed(self.plan());
        self.take_or_refuse(list.id.into(), text, plan, read);
    }

    /// Says what is wrong in a box once nobody types in it.
    pub(super) fn rested(&mut self, at: Address) {
        if let Some(wrong) = self.wrong.get_mut(&at) {
            wrong.is_said = true;
        }
    }

    /// Ends a step.
    pub(super) fn commit(&mut self) {
        self.retry();
        self.history.commit();
        self.wrong.say();
        self.steps += 1;
    }

    /// What waited for another input gets its chance.
    pub(super) fn retry(&mut self) {
        let waiting: Vec<(Address, String)> =
            self.wrong.iter().filter(|(_, wrong)| wrong.waits).map(|(at, wrong)| (*at, wrong.text.clone())).collect();
        for (at, text) in waiting {
            let Some(value) = knob(at.row).and_then(|knob| parse::value(knob, &text, self.plan().value(at)).ok())
            else {
                continue;
            };
            if let Ok((plan, book)) = self.turned(&[(at, value)]) {
                self.show(plan, book);
                self.wrong.remove(&at);
            }
        }
    }

    /// Puts back what was typed wrong before the page was left.
    pub fn type_again(&mut self, id: &str, text: &str) {
        let Some(at) = Address::read(id) else { return };
        self.typed(at, text.to_string());
        self.rested(at);
        if self.history.is_moving() {
            self.history.roll_back();
            self.resolve_again();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::app::store::act::Act;
    use crate::app::store::tests::{after, typed};

    #[test]
    fn a_strike_that_waits_for_another_one_is_there_when_that_is_typed_digit_by_digit() {
        let digits = ["5", "58", "585", "5850"].map(|text| typed("condor.long_put", text));
        let store = after(&[&[typed("condor.short_put", "5900"), Act::Commit], &digits[..], &[Act::Commit]].concat());
        let strikes = store.as_ref().and_then(|store| store.strikes(0));
        assert_eq!(strikes.map(|strikes| [strikes[0], strikes[1]]), Some([5850.0, 5900.0]));
        assert!(store.is_some_and(|store| store.wrong.iter().next().is_none()));
    }

    /// On Monday 30 November 2026.
    #[test]
    fn a_date_in_a_box_of_days_is_the_days_to_it() {
        let value = |id: &'static str, text: &str| {
            let store = after(&[typed("market.today", "2026-11-30"), Act::Commit, typed(id, text), Act::Commit])?;
            store.wrong.iter().next().is_none().then(|| store.plan().value(id.into())).flatten()
        };
        for text in ["15 Jan 2027", "2027-01-15", "15 Jan", "Jan 15"] {
            assert_eq!(value("condor.days", text), Some(46.0), "{text}");
        }
        assert_eq!(value("layer.days", "20 Jan 2027"), Some(51.0));
        // Friday of the next week, and the Saturday behind it: trading days.
        assert_eq!(["11 Dec", "12 Dec 2026"].map(|text| value("shock.days", text)), [Some(9.0), Some(10.0)]);
        assert_eq!(value("condor.opened", "6 Nov"), Some(24.0));
        assert_eq!([value("condor.days", "6 Nov 2026"), value("condor.width", "15 Jan 2027")], [None, None]);
    }

    #[test]
    fn a_date_on_the_wrong_side_of_today_says_so_in_its_box_as_does_one_that_nothing_is_counted_from() {
        let said = |today: &str, id: &'static str, text: &str| {
            let store = after(&[typed("market.today", today), Act::Commit, typed(id, text), Act::Commit])?;
            store.wrong.iter().next().map(|(_, wrong)| wrong.said.clone())
        };
        let passed = |id: &'static str| said("2026-11-30", id, "6 Nov 2026").unwrap_or_default();
        for id in ["condor.days", "shock.days", "layer.days"] {
            assert!(passed(id).ends_with("6 Nov 2026 has passed: wanted is today or later."), "{}", passed(id));
        }
        let sold = said("2026-11-30", "condor.opened", "15 Dec 2026").unwrap_or_default();
        assert!(sold.contains("15 Dec 2026 is still to come"), "{sold}");
        let unknown = said("", "condor.days", "15 Jan 2027").unwrap_or_default();
        assert!(unknown.contains("15 Jan 2027 is a date, and the plan’s own day is not known"), "{unknown}");
        let event = said("2026-11-30", "market.events", "6 Nov 2026:0.009:cpi").unwrap_or_default();
        assert!(event.contains("6 Nov 2026 has passed"), "{event}");
    }
}
