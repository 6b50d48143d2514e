//! Typing: text in a box, read against the last step; what waits for another input; what is typed again after a reload.

use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Knob, LISTS, ListKnob, knob};

use crate::app::store::Store;
use crate::app::store::act::Wrong;
use crate::app::store::parse::{self, Typed};

impl Store {
    /// What is typed is read against the last step: of 4600, neither 4 nor 46 nor 460 was meant.
    pub(super) fn typed(&mut self, at: Address, text: String) {
        if self.history.is_moving() {
            self.history.roll_back();
            self.resolve_again();
        }
        if let Some(knob) = knob(at.row) {
            self.typed_number(at, knob, text);
        } else if let Some(list) = LISTS.iter().find(|list| list.id == at.row) {
            self.typed_list(list, text);
        }
    }

    fn typed_number(&mut self, at: Address, knob: &'static Knob, text: String) {
        let (said, offers) = match parse::read(knob, &text, self.plan().value(at)) {
            Ok(Typed::Is(value)) => return self.turn(&[(at, value)], Some(text)),
            Ok(Typed::Either(readings)) => (parse::question(knob, &text), readings.to_vec()),
            Err(said) => (said, Vec::new()),
        };
        let said = self.plan().named(at, &said);
        self.refuse(at, Wrong { text, said, offers, waits: false, is_said: false });
    }

    fn typed_list(&mut self, list: &'static ListKnob, text: String) {
        let mut plan = self.plan().clone();
        let read = list.set_text(&mut plan, &text).and_then(|()| self.resolve(&plan).map_err(|refusal| refusal.said));
        match read {
            Ok(book) => {
                self.wrong.remove(&list.id.into());
                self.show(plan, book);
            }
            Err(said) => {
                self.refuse(list.id.into(), Wrong { text, said, offers: Vec::new(), waits: false, is_said: false });
            }
        }
    }

    /// Says what is wrong in a box once nobody types in it.
    pub(super) fn rested(&mut self, at: Address) {
        if let Some(wrong) = self.wrong.get_mut(&at) {
            wrong.is_said = true;
        }
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
