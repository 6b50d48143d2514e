//! History: undo and redo as a list of plans. A drag previews many plans and commits once: one step.

use std::rc::Rc;

use crate::plan::Plan;
use crate::plan::url::{fragment, recall};

/// Most steps that are kept.
pub const MOST_STEPS: usize = 200;

/// The plan now, those before it and those undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    past: Vec<Rc<Plan>>,
    present: Rc<Plan>,
    future: Vec<Rc<Plan>>,
    /// The plan before the drag that is going on.
    before: Option<Rc<Plan>>,
}

/// What was read of a history that was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    /// The plans.
    pub history: History,
    /// Whether nothing is left out: each line is a step, each key in it known. What is not whole is not written over.
    pub is_whole: bool,
}

impl History {
    /// A history that begins here.
    pub fn new(present: Plan) -> History {
        History { present: Rc::new(present), ..History::default() }
    }

    /// The plan now, previews included.
    pub fn present(&self) -> &Plan {
        &self.present
    }

    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty() || self.is_moving()
    }

    /// Whether there is a step to bring back.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Whether the plan now is a preview that differs from the last commit.
    pub fn is_moving(&self) -> bool {
        self.before.as_ref().is_some_and(|before| *before != self.present)
    }

    /// Shows a plan without making it a step yet.
    pub fn preview(&mut self, plan: Plan) {
        let last = std::mem::replace(&mut self.present, Rc::new(plan));
        self.before.get_or_insert(last);
    }

    /// Throws the preview away: the plan is that of the last step again.
    pub fn roll_back(&mut self) {
        if let Some(before) = self.before.take() {
            self.present = before;
        }
    }

    /// Makes what is previewed a step; nothing where nothing changed.
    pub fn commit(&mut self) {
        let Some(before) = self.before.take() else { return };
        if before == self.present {
            return;
        }
        self.past.push(before);
        self.future.clear();
        if self.past.len() > MOST_STEPS {
            self.past.remove(0);
        }
    }

    /// Takes back the last step (a running drag first becomes one).
    pub fn undo(&mut self) {
        self.commit();
        if let Some(plan) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.present, plan));
        }
    }

    /// Brings back what was undone last.
    pub fn redo(&mut self) {
        self.commit();
        if let Some(plan) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.present, plan));
        }
    }

    /// The history as text, for keeping between visits: a link a line, before it whether it was undone (`+`), is now
    /// (`=`) or was before (`-`). Small, readable, and safe against an older page's fields.
    pub fn text(&self) -> String {
        let line = |mark: char, plan: &Rc<Plan>| format!("{mark}{}\n", fragment(plan));
        let past = self.past.iter().map(|plan| line('-', plan));
        let present = std::iter::once(line('=', &self.present));
        past.chain(present).chain(self.future.iter().map(|plan| line('+', plan))).collect()
    }

    /// Reads [`History::text`]; steps that cannot be read any more are left out, and that is told.
    ///
    /// # Errors
    /// The sentence that says why there is no plan in it.
    pub fn read(text: &str) -> Result<Recalled, String> {
        let (mut past, mut present, mut future) = (Vec::new(), None, Vec::new());
        let mut is_whole = true;
        for line in text.lines() {
            let (mark, link) = line.split_at_checked(1).unwrap_or_default();
            let read = recall(link);
            is_whole &= read.as_ref().is_ok_and(|opened| opened.unknown.is_empty());
            match (mark, read) {
                ("=", read) if present.is_none() => present = Some(Rc::new(read.map_err(|wrong| wrong.text)?.plan)),
                ("-", Ok(opened)) => past.push(Rc::new(opened.plan)),
                ("+", Ok(opened)) => future.push(Rc::new(opened.plan)),
                _ => is_whole = false,
            }
        }
        let present = present.ok_or("What was saved here is not a plan.")?;
        Ok(Recalled { history: History { past, present, future, before: None }, is_whole })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::file;
    use crate::plan::holding::{Holding, Kind, MOST, Terms};
    use crate::plan::knobs::{KNOBS, LISTS, LONGEST_TEXT, TEXTS};
    use crate::plan::url::LONGEST;

    fn days(days: f64) -> Plan {
        let mut plan = Plan::default();
        plan.event.days = days;
        plan
    }

    fn stepped(steps: usize) -> History {
        let mut history = History::default();
        for i in 0..steps {
            history.preview(days((i % 7) as f64));
            history.commit();
        }
        history
    }

    #[test]
    fn a_drag_is_one_step() {
        let mut history = History::default();
        for x in 6..30 {
            history.preview(days(f64::from(x)));
        }
        history.commit();
        history.undo();
        assert_eq!(history.present(), &Plan::default());
        assert!(!history.can_undo() && history.can_redo());
        history.redo();
        assert_eq!(history.present(), &days(29.0));
    }

    #[test]
    fn a_drag_that_comes_back_is_no_step() {
        let mut history = History::default();
        history.preview(days(9.0));
        history.preview(Plan::default());
        history.commit();
        assert!(!history.can_undo());
    }

    #[test]
    fn a_preview_that_is_thrown_away_leaves_nothing() {
        let mut history = stepped(2);
        let last = history.present().clone();
        history.preview(days(9.0));
        history.roll_back();
        assert!(*history.present() == last && !history.is_moving());
    }

    #[test]
    fn undo_in_a_drag_takes_the_drag_back() {
        let mut history = History::default();
        history.preview(days(9.0));
        assert!(history.can_undo());
        history.undo();
        assert_eq!(history.present(), &Plan::default());
        history.undo();
        assert_eq!(history.present(), &Plan::default());
    }

    #[test]
    fn a_new_step_forgets_what_was_undone() {
        let mut history = stepped(3);
        history.undo();
        history.preview(days(99.0));
        history.commit();
        assert!(!history.can_redo());
    }

    #[test]
    fn only_so_many_steps_are_kept() {
        let mut history = stepped(MOST_STEPS + 50);
        for _ in 0..MOST_STEPS {
            assert!(history.can_undo());
            history.undo();
        }
        assert!(!history.can_undo());
    }

    #[test]
    fn it_survives_a_reload() {
        let mut history = stepped(5);
        history.undo();
        assert_eq!(History::read(&history.text()), Ok(Recalled { history, is_whole: true }));
        assert!(History::read("{}").is_err());
        assert!(History::read("").is_err());
    }

    #[test]
    fn what_is_left_out_is_told() {
        let read = |text: &str| History::read(text).map(|read| (read.is_whole, read.history.past.len()));
        assert_eq!(read("-v=2&shock.days=3\n=v=2\n+v=2&shock.days=4\n"), Ok((true, 1)));
        for text in [
            "-v=3\n-v=2&shock.days=3\n=v=2\n",
            "-v=2&shock.days=3\n=v=2&later.input=3\n",
            "-v=2&shock.days=3\n=v=2\n+v=2&later.input=3\n",
            "-v=2&shock.days=3\n=v=2\n=v=2\n",
            "-v=2&shock.days=3\n=v=2\n~v=2\n",
            "-v=2&shock.days=3\n=v=2\nλ\n",
        ] {
            assert_eq!(read(text), Ok((false, 1)), "{text}");
        }
    }

    /// A plan of as many holdings of a kind as there may be, with names of the longest text, every input turned to a
    /// number of many digits.
    fn largest(kind: Kind) -> Plan {
        let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
        while plan.add(Holding::new(Terms::fresh(kind, 0))) {}
        for knob in KNOBS {
            let [low, high, _] = knob.range;
            for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
                let turned = low + (high - low) * (nth as f64 + 1.0) / 303.0;
                let last = knob.options().map_or(turned, |options| options.len() as f64 - 1.0);
                for value in [1.0, turned.round(), turned, last] {
                    let mut next = plan.clone();
                    if knob.set(&mut next, nth, Some(value)).is_ok() {
                        plan = next;
                    }
                }
            }
        }
        for nth in 0..MOST {
            for text in TEXTS.iter().filter(|text| text.kind == kind) {
                assert_eq!(text.set(&mut plan, nth, &"\u{1f984}".repeat(LONGEST_TEXT)), Ok(()));
            }
        }
        for list in LISTS {
            assert_eq!(list.set_text(&mut plan, list.example), Ok(()));
        }
        plan
    }

    #[test]
    fn the_largest_plan_of_every_kind_is_kept_and_saved_and_comes_back() {
        let mut longest = 0;
        for kind in Kind::ALL {
            let plan = largest(kind);
            assert_eq!(plan.count(kind), MOST);
            let history = History::new(plan.clone());
            longest = longest.max(history.text().len());
            assert_eq!(History::read(&history.text()), Ok(Recalled { history, is_whole: true }), "{kind:?}");
            assert_eq!(file::open(&file::text(&plan)).map(|opened| opened.plan), Ok(plan), "{kind:?}");
        }
        assert!(longest > LONGEST, "{longest}");
    }
}
