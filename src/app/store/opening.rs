//! Opening: a link or a file as a step on top of what was there.

use second_engine::plan::url::{LinkError, Opened};

use crate::app::store::Store;
use crate::app::store::act::{Act, Damaged};
use crate::app::store::refusal::{EngineRefusal, resolve, unknown};

impl Store {
    /// The address' plan as a step on top; the default where it is damaged, as the message says. What was kept is one
    /// undo away.
    pub fn begin_at(&mut self, fragment: &str) {
        self.act(Act::OpenLink(fragment.to_string()));
        if let Some(damaged) = self.damaged.as_mut().filter(|damaged| !damaged.text.is_empty()) {
            let kept = "The link was not opened and nothing was changed.";
            damaged.said = damaged.said.replace(kept, "The link cannot be read; the page shows its own example.");
            self.act(Act::ResetAll);
        }
    }

    pub(super) fn open(&mut self, read: Result<Opened, LinkError>, text: &str, what: &str) {
        let priced = |opened: Opened| {
            let refused = |refusal: EngineRefusal| LinkError::new(refusal.said, text);
            resolve(&opened.plan).map(|book| (opened, book)).map_err(refused)
        };
        match read.and_then(priced) {
            Ok((opened, book)) => {
                self.damaged = unknown(&opened, what);
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
