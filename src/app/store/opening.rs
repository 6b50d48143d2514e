//! Opening: a link or a file as a step on top of what was there.

use std::rc::Rc;

use second_engine::plan::Plan;
use second_engine::plan::history::History;
use second_engine::plan::url::{self, LinkError, Opened};

use crate::app::store::act::{Act, Damaged};
use crate::app::store::plans::{Kept, partly};
use crate::app::store::refusal::{EngineRefusal, resolve, unused};
use crate::app::store::wrongs::Wrongs;
use crate::app::store::{Leaving, Store};

impl Store {
    /// Begins with what is kept. Where the engine refuses it, with the example beside it: what is kept stays, and its
    /// plan is said and can be copied.
    ///
    /// # Errors
    /// The engine's sentence, where not even the example stands.
    pub fn begin_with(kept: Kept, history: History) -> Result<Store, String> {
        let mut begun = Store::new(history.clone())?;
        // Where it stands on another plan the engine has refused this one.
        if begun.plan() != history.present()
            && let Err(refusal) = resolve(history.present())
        {
            let [name, said] = [&kept.plan.name, &refusal.said];
            let said =
                format!("'{name}' cannot be opened; it stays as it is, and the page shows its own example. {said}");
            begun.damaged = Some(Damaged { said, text: url::fragment(history.present()) });
            begun.leaving = Some(Rc::new(Leaving { name: name.clone(), history }));
        }
        begun.kept = kept;
        Ok(begun)
    }

    /// Begins with a link's plan as a step on top of what is kept, which is not priced: it may be what the engine does not
    /// live through. `None` where the link's own plan is refused.
    pub fn begin_on(kept: Kept, history: &History, opened: &Opened) -> Option<Store> {
        let mut stepped = history.clone();
        stepped.preview(opened.plan.clone());
        stepped.commit();
        let begun = Store::new(stepped).ok().filter(|begun| *begun.plan() == opened.plan)?;
        let leaving = aside(history, &opened.plan, "link");
        Some(Store { damaged: unused(opened, "link"), kept, leaving, steps: 1, ..begun })
    }

    /// The address' plan as a step on top; the default where it is damaged, as the message says. What was kept is one
    /// undo away.
    pub fn begin_at(&mut self, fragment: &str) {
        self.act(Act::OpenLink(fragment.to_string()));
        if let Some(damaged) = self.damaged.as_mut().filter(|damaged| !damaged.text.is_empty()) {
            let kept = "The link was not opened and nothing was changed.";
            damaged.said = damaged.said.replace(kept, "The link cannot be read; the page shows its own example.");
            self.put_aside(&Plan::example(), "link");
            self.act(Act::ResetAll);
            // The address stays what it is, so that the page says the same when it is loaded again.
            self.steps = 0;
        }
    }

    fn put_aside(&mut self, plan: &Plan, what: &str) {
        if self.leaving.is_none() {
            self.leaving = aside(&self.history, plan, what);
        }
    }

    /// Another plan that is kept on this device, with its own steps; nothing where the engine refuses it.
    pub(super) fn take(&mut self, kept: Kept, history: History) {
        match resolve(history.present()) {
            Ok(book) => {
                self.wrong = Wrongs::default();
                self.history = history;
                self.stand_on(book);
                if kept.revision.is_none() {
                    self.notice = Some(partly(&kept.plan.name));
                }
                (self.kept, self.leaving, self.damaged) = (kept, None, None);
                self.steps += 1;
            }
            Err(refusal) => {
                let said = format!("'{}' cannot be opened. {}", kept.plan.name, refusal.said);
                self.damaged = Some(Damaged { said, text: url::fragment(history.present()) });
            }
        }
    }

    /// Back to the example, of the day that the plan is of.
    pub(super) fn reset(&mut self) {
        let mut example = Plan::example();
        example.market.today = self.plan().market.today;
        if let Ok(book) = resolve(&example) {
            self.wrong = Wrongs::default();
            self.show(example, book);
            self.commit();
        }
    }

    pub(super) fn open(&mut self, read: Result<Opened, LinkError>, text: &str, what: &str) {
        let priced = |opened: Opened| {
            let refused = |refusal: EngineRefusal| LinkError::new(refusal.said, text);
            resolve(&opened.plan).map(|book| (opened, book)).map_err(refused)
        };
        match read.and_then(priced) {
            Ok((opened, book)) => {
                self.put_aside(&opened.plan, what);
                self.damaged = unused(&opened, what);
                self.wrong = Wrongs::default();
                self.show(opened.plan, book);
                self.commit();
            }
            Err(wrong) => {
                let said = format!("The {what} was not opened and nothing was changed. {}", wrong.text);
                self.damaged = Some(Damaged { said, text: wrong.damaged });
            }
        }
    }
}

/// What was changed here is kept under its name before this plan, from a link or a file, takes its place.
fn aside(history: &History, plan: &Plan, what: &str) -> Option<Rc<Leaving>> {
    let was = history.present();
    let untouched = [Plan::example(), Plan::default()].contains(&was.undated());
    let is_worth = !untouched && was != plan;
    is_worth.then(|| Rc::new(Leaving { history: history.clone(), name: format!("From a {what}") }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::store::plans::Named;

    #[test]
    fn a_link_opens_without_a_look_at_the_kept_plan_which_is_put_aside() {
        let mut plan = Plan::default();
        plan.event.days = -4.0;
        let (kept, history) = (Kept::default(), History::new(plan.clone()));
        let begin = |link: &str| {
            let opened = url::parse(link).unwrap_or_else(|_| unreachable!());
            Store::begin_on(kept.clone(), &history, &opened)
        };
        // A word about the kept plan would show that the engine was asked for it.
        assert!(begin("v=2&shock.vix=60").is_some_and(|store| {
            store.plan().event.vix.is_some_and(|vix| vix.0 == 60.0)
                && store.book.plan == *store.plan()
                && (store.damaged.is_none() && store.kept == kept && store.steps == 1 && store.history.can_undo())
                && store.leaving.is_some_and(|left| *left.history.present() == plan && left.name == "From a link")
        }));
        let unknown = begin("v=2&shock.vix=60&moon.phase=2").and_then(|store| store.damaged);
        assert!(unknown.is_some_and(|damaged| damaged.said.contains("moon.phase")));
        assert!(begin("v=2&pool.low=5000").is_none());
    }

    #[test]
    fn a_plan_that_is_read_in_part_says_so_when_it_is_turned_to() {
        let said = |revision: Option<u64>| -> Option<String> {
            let kept = Kept { plan: Named { id: 3, name: "Narrow".into() }, revision };
            let mut store = Store::new(History::default()).ok()?;
            store.act(Act::Take(kept, Box::default()));
            store.notice
        };
        assert_eq!(said(Some(7)), None);
        assert!(said(None).is_some_and(|said| said.contains("does not know all that 'Narrow' holds")));
    }
}
