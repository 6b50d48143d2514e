//! Pinned: plan A, resolved once, with which the plan on the page is compared.

use std::rc::Rc;

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::views::book::compare::{Differences, Side, differences};
use second_engine::views::report::Report;

use crate::app::store::Store;
use crate::app::store::refusal::resolve;
use crate::app::store::shared::Shared;

/// Plan A.
#[derive(PartialEq)]
pub struct Pinned {
    /// It.
    pub plan: Shared<Plan>,
    /// Resolved.
    pub book: Shared<Book>,
    /// What it comes to.
    pub report: Shared<Report>,
}

impl Pinned {
    /// What tells the plan on the page from this one, and the sentence about it.
    pub fn differences(&self, plan: &Plan, report: &Report) -> (Differences, String) {
        let (a, b) = (Side { plan: &self.plan, report: &self.report }, Side { plan, report });
        let found = differences(a, b);
        let sentence = found.sentence(a, b);
        (found, sentence)
    }
}

impl Store {
    pub(super) fn pin(&mut self) {
        let plan = Shared::new(self.plan().clone());
        self.pinned = Some(Rc::new(Pinned { plan, book: self.book.clone(), report: self.report.clone() }));
    }

    pub(super) fn swap_pinned(&mut self) {
        let Some(a) = self.pinned.clone() else { return };
        self.pin();
        self.become_plan(&a.plan);
    }

    pub(super) fn copy_pinned(&mut self) {
        if let Some(a) = self.pinned.clone() {
            self.become_plan(&a.plan);
        }
    }

    fn become_plan(&mut self, plan: &Plan) {
        if let Ok(book) = resolve(plan) {
            self.wrong.clear();
            self.show(plan.clone(), book);
            self.commit();
        }
    }
}
