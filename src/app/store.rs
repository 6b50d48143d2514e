//! Store: the plan with its history, what is typed wrong, and what the plan comes to. An act says what changed.

use std::collections::BTreeMap;
use std::rc::Rc;

use second_engine::book::limits::ReverseStress;
use second_engine::book::setup::Setup;
use second_engine::plan::history::History;
use second_engine::plan::knobs::{Knob, LISTS, ListKnob, knob};
use second_engine::plan::link::{LinkError, Opened};
use second_engine::plan::{Plan, PoolPlan, StrikeRule, link};
use second_engine::report::Report;
use yew::Reducible;

use super::curves::link_key;
use super::handle::turned;
use super::refusal::{EngineRefusal, refusal, resolve, unknown};
use super::shared::Shared;
use super::typed;

/// What a person typed that cannot be used, and what is used instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// As typed.
    pub text: String,
    /// Why not.
    pub said: String,
    /// A value that would do, in the plan's unit.
    pub repair: Option<f64>,
    /// Whether another input may make it right.
    pub waits: bool,
}

/// A link or file that was not, or not wholly, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// What was wrong.
    pub said: String,
    /// The text, for copying; empty where all of it was used.
    pub text: String,
}

/// What changed.
#[derive(Clone, Debug)]
pub enum Act {
    /// A knob is on the move; empty links it.
    Preview(&'static str, Option<f64>),
    /// Text in a knob's or list's box.
    Typed(&'static str, String),
    /// A strike moves this many points from where it stands, as one step.
    Nudge(&'static str, f64),
    /// What is previewed becomes a step.
    Commit,
    /// Several knobs at once, as one step.
    Turn(Vec<(&'static str, Option<f64>)>),
    /// What is wrong in this box is thrown away; the plan's value stands there again.
    Forget(&'static str),
    /// This position comes to the front: every `pool.*` knob and figure is then its own.
    Choose(usize),
    /// One more position, like the one in front, which it becomes.
    AddPool,
    /// The position in front goes.
    RemovePool,
    /// The position in front becomes this one.
    TakePool(Box<PoolPlan>),
    /// Back to the default, everything.
    ResetAll,
    /// One step back.
    Undo,
    /// One step forward.
    Redo,
    /// An address' fragment, without `#`.
    OpenLink(String),
    /// What was read from a file, and its text.
    OpenFile(Box<Result<Opened, LinkError>>, String),
    /// The note about a damaged link or file has been read.
    Dismiss,
}

/// Everything that the page is made from.
#[derive(Clone)]
pub struct Store {
    /// The plan, before and after.
    pub history: History,
    /// Which position is in front; 0 is the first. Not part of the plan: a link opens with the first.
    pub front: usize,
    /// The plan with the position in front as its first, resolved.
    pub setup: Shared<Setup>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// Where the budget breaks on the link: kept while only the shock moves along it.
    stress: ReverseStress,
    /// By knob or list id.
    pub wrong: BTreeMap<&'static str, Wrong>,
    /// What could not be read.
    pub damaged: Option<Damaged>,
    /// Counts steps, so that effects can follow them.
    pub steps: u32,
}

struct Refusal {
    said: String,
    repair: Option<f64>,
    waits: bool,
}

impl Store {
    /// Begins with this history, or with the default plan where it cannot be resolved.
    ///
    /// # Errors
    /// The sentence of the engine, where not even the default plan stands.
    pub fn new(history: History) -> Result<Store, String> {
        let (history, setup) = match resolve(history.present()) {
            Ok(setup) => (history, setup),
            Err(_) => (History::default(), resolve(&Plan::default()).map_err(|refusal| refusal.said)?),
        };
        let stress = setup.reverse_stress(&setup.shock, setup.budget);
        let report = Shared::new(setup.report_with(stress));
        let (wrong, setup) = (BTreeMap::new(), Shared::new(setup));
        Ok(Store { history, front: 0, setup, report, stress, wrong, damaged: None, steps: 0 })
    }

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

    /// Puts back what was typed wrong before the page was left.
    pub fn type_again(&mut self, id: &str, text: &str) {
        let known = knob(id).map(|knob| knob.id).or_else(|| LISTS.iter().map(|list| list.id).find(|list| *list == id));
        if let Some(id) = known {
            self.typed(id, text.to_string());
            if self.history.is_moving() {
                self.history.roll_back();
                self.resolve_again();
            }
        }
    }

    /// The plan now.
    pub fn plan(&self) -> &Plan {
        self.history.present()
    }

    fn show(&mut self, plan: Plan, setup: Setup) {
        self.history.preview(plan);
        self.stand_on(setup);
    }

    fn stand_on(&mut self, setup: Setup) {
        if link_key(&setup.plan) != link_key(&self.setup.plan) {
            self.stress = setup.reverse_stress(&setup.shock, setup.budget);
        }
        self.report = Shared::new(setup.report_with(self.stress));
        self.setup = Shared::new(setup);
    }

    fn commit(&mut self) {
        self.history.commit();
        self.steps += 1;
    }

    /// The plan with these knobs turned. Strikes that the model has set are pinned first, so that moving one
    /// leaves the others where they are.
    fn turned(&self, changes: &[(&'static str, Option<f64>)]) -> Result<(Plan, Setup), (&'static str, Refusal)> {
        let mut plan = self.plan().clone();
        for &(id, value) in changes {
            let Some(knob) = knob(id) else { continue };
            let pins = STRIKES.contains(&id) && value.is_some() || id == "condor.strikes_by" && value == Some(0.0);
            if pins && plan.condor.strikes_by != StrikeRule::Level {
                plan.pin_strikes(self.report.condor.strikes.map(|strike| strike.0));
            }
            let set = plan.on_position(self.front, |plan| knob.set(plan, value)).unwrap_or(Ok(()));
            set.map_err(|said| (id, Refusal { said, repair: None, waits: false }))?;
        }
        let last = changes.last().map_or("", |(id, _)| id);
        let setup = self.resolve(&plan).map_err(|mut refusal| {
            let blamed = refusal.knob;
            if blamed != last {
                refusal.repair = None;
            }
            (last, Refusal { said: refusal.said, repair: refusal.repair, waits: true })
        })?;
        Ok((plan, setup))
    }

    fn turn(&mut self, changes: &[(&'static str, Option<f64>)], text: Option<String>) {
        match self.turned(changes) {
            Ok((plan, setup)) => {
                self.show(plan, setup);
                for (id, _) in changes {
                    self.wrong.remove(id);
                }
                self.retry();
            }
            Err((id, refusal)) => {
                let value = changes.iter().find(|(changed, _)| *changed == id).and_then(|(_, value)| *value);
                let text =
                    text.unwrap_or_else(|| knob(id).zip(value).map_or(String::new(), |(k, x)| typed::text(k, x)));
                let Refusal { said, repair, waits } = refusal;
                self.wrong.insert(id, Wrong { text, said, repair, waits });
            }
        }
    }

    /// What waited for another input gets its chance.
    fn retry(&mut self) {
        let waiting: Vec<(&'static str, String)> =
            self.wrong.iter().filter(|(_, wrong)| wrong.waits).map(|(id, wrong)| (*id, wrong.text.clone())).collect();
        for (id, text) in waiting {
            let Some(value) = knob(id).and_then(|knob| typed::value(knob, &text).ok()) else { continue };
            if let Ok((plan, setup)) = self.turned(&[(id, value)]) {
                self.show(plan, setup);
                self.wrong.remove(id);
            }
        }
    }

    fn nudge(&mut self, id: &'static str, by: f64) {
        let strikes = self.report.condor.strikes.map(|strike| strike.0);
        if let Some(i) = STRIKES.iter().position(|strike| *strike == id) {
            self.act(turned(id, strikes[i] + by, strikes, false));
            self.commit();
        }
    }

    /// What is typed is read against the last step: of 4600, neither 4 nor 46 nor 460 was meant.
    fn typed(&mut self, id: &'static str, text: String) {
        if self.history.is_moving() {
            self.history.roll_back();
            self.resolve_again();
        }
        if let Some(knob) = knob(id) {
            self.typed_number(knob, text);
        } else if let Some(list) = LISTS.iter().find(|list| list.id == id) {
            self.typed_list(list, text);
        }
    }

    fn typed_number(&mut self, knob: &'static Knob, text: String) {
        match typed::value(knob, &text) {
            Ok(value) => self.turn(&[(knob.id, value)], Some(text)),
            Err(said) => {
                self.wrong.insert(knob.id, Wrong { text, said, repair: None, waits: false });
            }
        }
    }

    fn typed_list(&mut self, list: &'static ListKnob, text: String) {
        let mut plan = self.plan().clone();
        let read = list.set_text(&mut plan, &text).and_then(|()| self.resolve(&plan).map_err(|refusal| refusal.said));
        match read {
            Ok(setup) => {
                self.wrong.remove(list.id);
                self.show(plan, setup);
            }
            Err(said) => {
                self.wrong.insert(list.id, Wrong { text, said, repair: None, waits: false });
            }
        }
    }

    fn open(&mut self, read: Result<Opened, LinkError>, text: &str, what: &str) {
        let priced = |opened: Opened| {
            let refused = |refusal: EngineRefusal| LinkError::new(refusal.said, text);
            resolve(&opened.plan).map(|setup| (opened, setup)).map_err(refused)
        };
        match read.and_then(priced) {
            Ok((opened, setup)) => {
                self.damaged = unknown(&opened, what);
                self.front = 0;
                self.wrong.clear();
                self.show(opened.plan, setup);
                self.commit();
            }
            Err(wrong) => {
                let said = format!("The {what} was not opened and nothing was changed. {}", wrong.text);
                self.damaged = Some(Damaged { said, text: wrong.damaged });
            }
        }
    }

    fn step(&mut self, step: fn(&mut History)) {
        step(&mut self.history);
        self.resolve_again();
        self.steps += 1;
    }

    /// Every plan in the history has been resolved once, so it can be again.
    fn resolve_again(&mut self) {
        self.front = self.front.min(self.plan().more_pools.len());
        if let Ok(setup) = self.resolve(self.plan()) {
            self.stand_on(setup);
        }
    }

    /// The plan with the position in front as its first, resolved: what the page shows and turns is that position's.
    fn resolve(&self, plan: &Plan) -> Result<Setup, EngineRefusal> {
        let mut shown = plan.clone();
        let beside = |plan: &Plan| self.setup.resolve_beside(plan).map_err(refusal);
        shown.on_position(self.front, |plan| beside(plan)).unwrap_or_else(|| beside(plan))
    }

    /// Another list of positions, with another one in front, as one step; nothing where the engine refuses it.
    fn reorder(&mut self, front: usize, change: impl FnOnce(&mut Plan)) {
        let mut plan = self.plan().clone();
        change(&mut plan);
        let before = std::mem::replace(&mut self.front, front.min(plan.more_pools.len()));
        match self.resolve(&plan) {
            Ok(setup) => {
                self.wrong.retain(|id, _| !id.starts_with("pool."));
                self.show(plan, setup);
                self.commit();
            }
            Err(refusal) => {
                self.front = before;
                let said = format!("The position was not taken. {}", refusal.said);
                self.damaged = Some(Damaged { said, text: String::new() });
            }
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Preview(id, value) => self.turn(&[(id, value)], None),
            Act::Typed(id, text) => self.typed(id, text),
            Act::Nudge(id, by) => self.nudge(id, by),
            Act::Commit => self.commit(),
            Act::Turn(changes) => {
                self.turn(&changes, None);
                self.commit();
            }
            Act::Forget(id) => {
                self.wrong.remove(id);
            }
            Act::Choose(front) => self.reorder(front, |_| ()),
            Act::AddPool => {
                let like = self.setup.plan.pool.clone();
                self.reorder(usize::MAX, |plan| {
                    plan.add_position(like);
                });
            }
            Act::RemovePool => {
                let front = self.front;
                self.reorder(front.saturating_sub(1), |plan| plan.remove_position(front));
            }
            Act::TakePool(pool) => {
                let front = self.front;
                self.reorder(front, |plan| {
                    plan.on_position(front, |plan| plan.pool = *pool);
                });
            }
            Act::ResetAll => {
                self.front = 0;
                if let Ok(setup) = resolve(&Plan::default()) {
                    self.wrong.clear();
                    self.show(Plan::default(), setup);
                    self.commit();
                }
            }
            Act::Undo => self.step(History::undo),
            Act::Redo => self.step(History::redo),
            Act::OpenLink(fragment) => self.open(link::parse(&fragment), &fragment, "link"),
            Act::OpenFile(read, text) => self.open(*read, &text, "file"),
            Act::Dismiss => self.damaged = None,
        }
    }
}

impl Reducible for Store {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut next = Rc::unwrap_or_clone(self);
        next.act(act);
        Rc::new(next)
    }
}

/// The four strikes, lowest first.
pub const STRIKES: [&str; 4] = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];

#[cfg(test)]
mod tests {
    use super::*;

    fn after(acts: &[Act]) -> Option<Store> {
        let mut store = Store::new(History::default()).ok()?;
        for act in acts {
            store.act(act.clone());
        }
        Some(store)
    }

    fn typed(id: &'static str, text: &str) -> Act {
        Act::Typed(id, text.into())
    }

    #[test]
    fn a_drag_is_one_step_and_undo_takes_it_back() {
        let drag: Vec<Act> = (20..60).map(|vix| Act::Preview("shock.vix", Some(f64::from(vix)))).collect();
        let moved = after(&[&drag[..], &[Act::Commit]].concat());
        assert!(moved.is_some_and(|store| store.plan().shock.vix.is_some_and(|vix| vix.0 == 59.0)));
        let back = after(&[&drag[..], &[Act::Commit, Act::Undo]].concat());
        assert!(back.is_some_and(|store| *store.plan() == Plan::default() && !store.history.can_undo()));
    }

    #[test]
    fn what_cannot_be_used_stays_typed_and_the_plan_stays_good() {
        let store = after(&[typed("pool.low", "4,600"), Act::Commit]);
        let wrong = store.as_ref().and_then(|store| store.wrong.get("pool.low"));
        assert!(wrong.is_some_and(|wrong| wrong.text == "4,600" && wrong.waits));
        assert!(store.is_some_and(|store| *store.plan() == Plan::default()));
    }

    #[test]
    fn of_a_number_typed_digit_by_digit_only_the_whole_counts() {
        let digits = ["4", "46", "460", "4600"].map(|text| typed("pool.low", text));
        assert!(after(&digits).is_some_and(|store| store.plan().pool.low == 2200.0 && !store.wrong.is_empty()));
        let digits = ["2", "25", "250", "2500"].map(|text| typed("pool.low", text));
        assert!(after(&digits).is_some_and(|store| store.plan().pool.low == 2500.0 && store.wrong.is_empty()));
    }

    #[test]
    fn what_waited_is_used_once_the_other_bound_allows_it() {
        let store = after(&[typed("pool.low", "4,600"), Act::Commit, typed("pool.high", "6,000"), Act::Commit]);
        assert!(store.is_some_and(|store| store.wrong.is_empty() && store.plan().pool.low == 4600.0));
    }

    #[test]
    fn moving_one_strike_leaves_the_others_where_they_were() {
        let before = after(&[]).map(|store| store.report.condor.strikes);
        let after = after(&[Act::Preview("condor.short_put", Some(6000.0))]).map(|store| store.report.condor.strikes);
        let others = |strikes: [second_engine::units::Points; 4]| [strikes[0], strikes[2], strikes[3]];
        assert_eq!(before.map(others), after.map(others));
        assert_eq!(after.map(|strikes| strikes[1].0), Some(6000.0));
    }

    #[test]
    fn a_damaged_link_changes_nothing_and_is_kept() {
        let store = after(&[Act::OpenLink("v=1&shock.vix=900".into())]);
        assert!(store.is_some_and(|store| {
            *store.plan() == Plan::default() && store.damaged.is_some_and(|damaged| damaged.text == "v=1&shock.vix=900")
        }));
    }

    #[test]
    fn the_page_opens_the_default_where_the_address_is_damaged() {
        let mut kept = History::default();
        kept.preview(Plan {
            shock: second_engine::plan::ShockPlan { days: 9.0, ..Default::default() },
            ..Plan::default()
        });
        kept.commit();
        let store = Store::new(kept).map(|mut store| {
            store.begin_at("v=1&pool.low=5000");
            store
        });
        assert!(store.is_ok_and(|store| *store.plan() == Plan::default()
            && store.damaged.is_some()
            && store.history.can_undo()));
    }

    #[test]
    fn a_link_that_cannot_be_priced_says_why() {
        let store = after(&[Act::OpenLink("v=1&pool.low=5000".into())]);
        assert!(store.is_some_and(|store| store.damaged.is_some_and(|damaged| damaged.text.contains("5000"))));
    }

    #[test]
    fn knobs_turn_the_position_in_front_and_undo_brings_it_back() {
        let two = [Act::AddPool, Act::Turn(vec![("pool.deposit", Some(5000.0))])];
        let store = after(&two);
        let deposits = |store: &Store| store.plan().positions().map(|pool| pool.deposit.0).collect::<Vec<_>>();
        assert!(store.as_ref().is_some_and(|store| deposits(store) == [30_000.0, 5000.0] && store.front == 1));
        assert!(store.is_some_and(|store| store.setup.plan.pool.deposit.0 == 5000.0));
        let first = after(&[&two[..], &[Act::Choose(0), Act::Turn(vec![("pool.fee_apr", Some(0.09))])]].concat());
        let aprs = |store: &Store| store.plan().positions().map(|pool| pool.fee_apr.0).collect::<Vec<_>>();
        assert!(first.is_some_and(|store| aprs(&store) == [0.09, 0.06]));
        let gone = after(&[&two[..], &[Act::Undo, Act::Undo]].concat());
        assert!(gone.is_some_and(|store| *store.plan() == Plan::default() && store.front == 0));
        let one = after(&[&two[..], &[Act::Choose(0), Act::RemovePool]].concat());
        assert!(one.is_some_and(|store| deposits(&store) == [5000.0] && store.front == 0));
    }

    #[test]
    fn two_acts_before_one_redraw_both_count() {
        let store = after(&[Act::Preview("shock.vix", Some(60.0)), Act::Preview("shock.days", Some(9.0))]);
        assert!(store.is_some_and(|store| {
            store.plan().shock.vix.is_some_and(|vix| vix.0 == 60.0) && store.plan().shock.days == 9.0
        }));
    }
}
