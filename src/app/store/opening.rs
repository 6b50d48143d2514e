//! Opening: a link or a file as a step on top of what was there.

use std::rc::Rc;

use second_engine::plan::Plan;
use second_engine::plan::history::History;
use second_engine::plan::url::{self, LinkError, Opened};

use crate::app::store::act::{Act, Damaged};
use crate::app::store::plans::Kept;
use crate::app::store::refusal::{EngineRefusal, resolve, unused};
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

    /// What was changed here is kept under its name before this plan, from a link or a file, takes its place.
    fn put_aside(&mut self, plan: &Plan, what: &str) {
        let untouched = [Plan::example(), Plan::default()].contains(self.plan());
        let is_worth = !untouched && self.plan() != plan && self.leaving.is_none();
        if is_worth {
            self.leaving = Some(Rc::new(Leaving { history: self.history.clone(), name: format!("From a {what}") }));
        }
    }

    /// Another plan that is kept on this device, with its own steps; nothing where the engine refuses it.
    pub(super) fn take(&mut self, kept: Kept, history: History) {
        match resolve(history.present()) {
            Ok(book) => {
                self.wrong.clear();
                self.history = history;
                self.stand_on(book);
                (self.kept, self.leaving, self.damaged) = (kept, None, None);
                self.steps += 1;
            }
            Err(refusal) => {
                let said = format!("'{}' cannot be opened. {}", kept.plan.name, refusal.said);
                self.damaged = Some(Damaged { said, text: url::fragment(history.present()) });
            }
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
                self.wrong.clear();
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
