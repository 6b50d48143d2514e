//! Inputs' props: what the rows of a holding are made from.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::holding::Kind;
use second_engine::views::report::{Note, Report};
use yew::prelude::*;

use crate::app::store::Dispatch;
use crate::app::store::shared::Shared;
use crate::app::store::wrongs::Wrongs;

/// What the rows are made from.
#[derive(Properties, Clone)]
pub struct InputsProps {
    /// What they are inputs of.
    pub kind: Kind,
    /// Which of its kind, 0 the first.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: Wrongs,
    /// Told what changed.
    pub dispatch: Dispatch,
}

/// Equal where the rows look the same: a shock that moves changes none of them but a pool's betas.
impl PartialEq for InputsProps {
    fn eq(&self, other: &InputsProps) -> bool {
        let (a, b) = (&self.plan, &other.plan);
        let vix = |props: &InputsProps| props.plan.event.vix.filter(|_| props.kind == Kind::Pool);
        (self.kind, self.nth, &self.name) == (other.kind, other.nth, &other.name)
            && (&a.market, &a.holdings, &a.account) == (&b.market, &b.holdings, &b.account)
            && self.wrong == other.wrong
            && vix(self) == vix(other)
            && notes(&self.report).eq(notes(&other.report))
    }
}

/// What is to be known about inputs outside of the shock.
fn notes(report: &Report) -> impl Iterator<Item = &Note> {
    report.notes.iter().filter(|note| note.at.kind().is_some())
}
