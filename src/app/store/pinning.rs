//! Pinning: the plan on the page becomes plan A, changes places with it, or becomes it.

use std::rc::Rc;

use second_engine::plan::Plan;

use crate::app::store::Store;
use crate::app::store::pinned::Pinned;
use crate::app::store::refusal::resolve;
use crate::app::store::shared::Shared;
use crate::app::store::wrongs::Wrongs;

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
            self.wrong = Wrongs::default();
            self.show(plan.clone(), book);
            self.commit();
        }
    }
}
