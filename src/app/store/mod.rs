//! Store: the plan with its history, what is typed wrong, and what the plan comes to. An act says what changed.

pub mod act;
pub mod kept;
pub mod opening;
pub mod parse;
pub mod plans;
pub mod pinned;
pub mod pools;
pub mod refusal;
pub mod shared;
pub mod storage;
pub mod turned;
pub mod typing;

use std::collections::BTreeMap;
use std::rc::Rc;

use second_engine::book::limits::ReverseStress;
use second_engine::book::resolve::Book;
use second_engine::plan::address::Address;
use second_engine::plan::history::History;
use second_engine::plan::knobs::knob;
use second_engine::plan::{Plan, StrikeRule, file, url};
use second_engine::views::report::Report;
use yew::{Reducible, UseReducerDispatcher};

use crate::app::store::act::{Act, Damaged, Wrong};
use crate::app::store::kept::link_key;
use crate::app::store::pinned::Pinned;
use crate::app::store::plans::Kept;
use crate::app::store::refusal::{EngineRefusal, refusal, resolve};
use crate::app::store::shared::Shared;
use crate::app::store::turned::{STRIKES, turned};

/// Where acts go; passed down as a context.
pub type Dispatch = UseReducerDispatcher<Store>;

/// Everything that the page is made from.
#[derive(Clone)]
pub struct Store {
    /// The plan, before and after.
    pub history: History,
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// Where the budget breaks on the link: kept while only the shock moves along it.
    stress: ReverseStress,
    /// By input or list.
    pub wrong: BTreeMap<Address, Wrong>,
    /// What could not be read.
    pub damaged: Option<Damaged>,
    /// Counts steps, so that effects can follow them.
    pub steps: u32,
    /// Where the plan is kept, and its name.
    pub kept: Kept,
    /// What a link or a file has taken the place of, until it is kept.
    pub leaving: Option<Rc<Leaving>>,
    /// What is to be known of where plans are kept.
    pub notice: Option<String>,
    /// A: the plan with which this one is compared.
    pub pinned: Option<Rc<Pinned>>,
}

/// A plan whose place on the page another one has taken.
#[derive(Debug, PartialEq)]
pub struct Leaving {
    /// It, before and after.
    pub history: History,
    /// What the other one is to be called.
    pub name: String,
}

struct Refusal {
    said: String,
    offers: Vec<f64>,
    waits: bool,
}

impl Store {
    /// Begins with this history, or with the default plan where it cannot be resolved.
    ///
    /// # Errors
    /// The sentence of the engine, where not even the default plan stands.
    pub fn new(history: History) -> Result<Store, String> {
        let (history, book) = match resolve(history.present()) {
            Ok(book) => (history, book),
            Err(_) => (History::default(), resolve(&Plan::default()).map_err(|refusal| refusal.said)?),
        };
        let stress = book.reverse_stress(&book.shock, book.budget);
        let report = Shared::new(book.report_with(stress));
        let (wrong, book) = (BTreeMap::new(), Shared::new(book));
        let (kept, leaving, notice) = (Kept::default(), None, None);
        Ok(Store { history, book, report, stress, wrong, damaged: None, steps: 0, kept, leaving, notice, pinned: None })
    }

    /// The plan now.
    pub fn plan(&self) -> &Plan {
        self.history.present()
    }

    fn show(&mut self, plan: Plan, book: Book) {
        self.history.preview(plan);
        self.stand_on(book);
    }

    fn stand_on(&mut self, book: Book) {
        if link_key(&book.plan) != link_key(&self.book.plan) {
            self.stress = book.reverse_stress(&book.shock, book.budget);
        }
        self.report = Shared::new(book.report_with(self.stress));
        self.book = Shared::new(book);
    }

    fn commit(&mut self) {
        self.history.commit();
        self.wrong.values_mut().for_each(|wrong| wrong.is_said = true);
        self.steps += 1;
    }

    /// The plan with these inputs turned. Strikes that the model has set are pinned first, so that moving one
    /// leaves the others where they are.
    fn turned(&self, changes: &[(Address, Option<f64>)]) -> Result<(Plan, Book), (Address, Refusal)> {
        let mut plan = self.plan().clone();
        for &(at, value) in changes {
            let pins =
                STRIKES.contains(&at.row) && value.is_some() || at.row == "condor.strikes_by" && value == Some(0.0);
            if pins && plan.condor.strikes_by != StrikeRule::Level {
                plan.pin_strikes(self.report.condor.strikes.map(|strike| strike.0));
            }
            if let Err(said) = plan.set(at, value) {
                return Err((at, Refusal { said: plan.named(at, &said), offers: Vec::new(), waits: false }));
            }
        }
        let last = changes.last().map_or_else(|| Address::from(""), |(at, _)| *at);
        let refused = |mut refusal: EngineRefusal| {
            if refusal.at != last {
                refusal.repair = None;
            }
            (last, Refusal { said: refusal.said, offers: refusal.repair.into_iter().collect(), waits: true })
        };
        let book = self.resolve(&plan).map_err(refused)?;
        // An older link may hold such a credit; typing one is refused.
        let typed = changes.iter().any(|(at, _)| at.row == "condor.fill");
        if let Some(fault) = book.impossible_credit().filter(|_| typed) {
            return Err(refused(fault.into()));
        }
        Ok((plan, book))
    }

    fn turn(&mut self, changes: &[(Address, Option<f64>)], text: Option<String>) {
        match self.turned(changes) {
            Ok((plan, book)) => {
                self.show(plan, book);
                for (at, _) in changes {
                    self.wrong.remove(at);
                }
                self.retry();
            }
            Err((at, refusal)) => {
                let value = changes.iter().find(|(changed, _)| *changed == at).and_then(|(_, value)| *value);
                // What is turned by hand is said at once; what is typed, when typing rests.
                let is_said = text.is_none();
                let text =
                    text.unwrap_or_else(|| knob(at.row).zip(value).map_or(String::new(), |(k, x)| parse::text(k, x)));
                let Refusal { said, offers, waits } = refusal;
                self.refuse(at, Wrong { text, said, offers, waits, is_said });
            }
        }
    }

    /// Keeps what is wrong; what is said already stays said while it is typed on.
    fn refuse(&mut self, at: Address, wrong: Wrong) {
        let was_said = self.wrong.get(&at).is_some_and(|wrong| wrong.is_said);
        self.wrong.insert(at, Wrong { is_said: wrong.is_said || was_said, ..wrong });
    }

    fn nudge(&mut self, at: Address, by: f64) {
        let strikes = self.report.condor.strikes.map(|strike| strike.0);
        if let Some(i) = STRIKES.iter().position(|strike| *strike == at.row) {
            self.act(turned(at, strikes[i] + by, strikes, false));
            self.commit();
        }
    }

    /// One step, and on over steps that this engine refuses: an older page may have kept them.
    fn step(&mut self, step: fn(&mut History)) {
        let before = self.history.clone();
        loop {
            let last = self.history.clone();
            step(&mut self.history);
            if let Ok(book) = self.resolve(self.plan()) {
                self.stand_on(book);
                self.steps += 1;
                return;
            }
            if self.history == last {
                self.history = before;
                return;
            }
        }
    }

    /// The last step again, which has been resolved once.
    fn resolve_again(&mut self) {
        if let Ok(book) = self.resolve(self.plan()) {
            self.stand_on(book);
        }
    }

    /// The plan resolved, with what it shares with the one that stands.
    fn resolve(&self, plan: &Plan) -> Result<Book, EngineRefusal> {
        self.book.resolve_beside(plan).map_err(refusal)
    }

    fn reset(&mut self) {
        if let Ok(book) = resolve(&Plan::default()) {
            self.wrong.clear();
            self.show(Plan::default(), book);
            self.commit();
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Preview(at, value) => self.turn(&[(at, value)], None),
            Act::Typed(at, text) => self.typed(at, text),
            Act::Rested(at) => self.rested(at),
            Act::Nudge(at, by) => self.nudge(at, by),
            Act::Commit => self.commit(),
            Act::Turn(changes) => {
                self.turn(&changes, None);
                self.commit();
            }
            Act::Forget(at) => {
                self.wrong.remove(&at);
            }
            Act::AddPool(like) => self.add_pool(like),
            Act::RemovePool(index) => self.remove_pool(index),
            Act::TakePool(index, pool) => self.take_pool(index, *pool),
            Act::ResetAll => self.reset(),
            Act::Undo => self.step(History::undo),
            Act::Redo => self.step(History::redo),
            Act::OpenLink(fragment) => self.open(url::parse(&fragment), &fragment, "link"),
            Act::OpenFile(text) => self.open(file::open(&text), &text, "file"),
            Act::Dismiss => self.damaged = None,
            Act::Keep(kept, said) => {
                self.kept = kept;
                self.leaving = None;
                self.notice = said.or(self.notice.take());
            }
            Act::Take(kept, history) => self.take(kept, *history),
            Act::Rename(name) => self.kept.plan.name = name,
            Act::Heard => self.notice = None,
            Act::Pin => self.pin(),
            Act::Unpin => self.pinned = None,
            Act::SwapPinned => self.swap_pinned(),
            Act::CopyPinned => self.copy_pinned(),
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
        Act::Typed(id.into(), text.into())
    }

    #[test]
    fn a_drag_is_one_step_and_undo_takes_it_back() {
        let drag: Vec<Act> = (20..60).map(|vix| Act::Preview("shock.vix".into(), Some(f64::from(vix)))).collect();
        let moved = after(&[&drag[..], &[Act::Commit]].concat());
        assert!(moved.is_some_and(|store| store.plan().shock.vix.is_some_and(|vix| vix.0 == 59.0)));
        let back = after(&[&drag[..], &[Act::Commit, Act::Undo]].concat());
        assert!(back.is_some_and(|store| *store.plan() == Plan::default() && !store.history.can_undo()));
    }

    #[test]
    fn what_cannot_be_used_stays_typed_and_the_plan_stays_good() {
        let store = after(&[typed("pool.low", "4,600"), Act::Commit]);
        let wrong = store.as_ref().and_then(|store| store.wrong.get(&"pool.low".into()));
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
    fn what_is_wrong_is_said_when_typing_rests_and_stays_said() {
        let is_said = |acts: &[Act]| after(acts).and_then(|store| Some(store.wrong.values().next()?.is_said));
        let low = Address::from("pool.low");
        assert_eq!(is_said(&[typed("pool.low", "x")]), Some(false));
        assert_eq!(is_said(&[typed("pool.low", "x"), Act::Rested(low)]), Some(true));
        assert_eq!(is_said(&[typed("pool.low", "x"), Act::Commit]), Some(true));
        assert_eq!(is_said(&[typed("pool.low", "x"), Act::Rested(low), typed("pool.low", "xy")]), Some(true));
        assert_eq!(is_said(&[Act::Preview(low, Some(9000.0))]), Some(true));
    }

    #[test]
    fn a_number_that_reads_two_ways_is_asked_about_and_nothing_changes() {
        let store = after(&[Act::turn([("pool.low", Some(60.0))]), typed("pool.low", "1,234")]);
        let wrong = store.as_ref().and_then(|store| store.wrong.get(&"pool.low".into()));
        assert!(wrong.is_some_and(|wrong| wrong.offers == [1.234, 1234.0]), "{wrong:?}");
        assert!(store.is_some_and(|store| store.plan().pool.low == 60.0));
    }

    #[test]
    fn a_credit_that_no_condor_pays_is_refused_in_words() {
        let store = after(&[typed("condor.fill", "940"), Act::Commit]);
        let wrong = store.as_ref().and_then(|store| store.wrong.get(&"condor.fill".into()));
        assert!(wrong.is_some_and(|wrong| wrong.said.contains("50")), "{wrong:?}");
        assert!(store.is_some_and(|store| store.plan().condor.fill.is_none()));
        let store = after(&[typed("condor.fill", "9,40"), Act::Commit]);
        assert!(store.is_some_and(|store| store.plan().condor.fill.map(|credit| credit.0) == Some(9.4)));
    }

    #[test]
    fn what_waited_is_used_once_the_other_bound_allows_it() {
        let store = after(&[typed("pool.low", "4,600"), Act::Commit, typed("pool.high", "6,000"), Act::Commit]);
        assert!(store.is_some_and(|store| store.wrong.is_empty() && store.plan().pool.low == 4600.0));
    }

    #[test]
    fn moving_one_strike_leaves_the_others_where_they_were() {
        let before = after(&[]).map(|store| store.report.condor.strikes);
        let after =
            after(&[Act::Preview("condor.short_put".into(), Some(6000.0))]).map(|store| store.report.condor.strikes);
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
    fn each_pool_has_its_own_inputs_and_undo_brings_it_back() {
        let second = |row| Address::new(row, 1);
        let two = [Act::AddPool(0), Act::turn([(second("pool.deposit"), Some(5000.0))])];
        let store = after(&two);
        let deposits = |store: &Store| store.plan().positions().map(|pool| pool.deposit.0).collect::<Vec<_>>();
        assert!(store.is_some_and(|store| deposits(&store) == [30_000.0, 5000.0]));
        let first = after(&[&two[..], &[Act::turn([("pool.fee_apr", Some(0.09))])]].concat());
        let aprs = |store: &Store| store.plan().positions().map(|pool| pool.fee_apr.0).collect::<Vec<_>>();
        assert!(first.is_some_and(|store| aprs(&store) == [0.09, 0.06]));
        let gone = after(&[&two[..], &[Act::Undo, Act::Undo]].concat());
        assert!(gone.is_some_and(|store| *store.plan() == Plan::default()));
        let one = after(&[&two[..], &[Act::RemovePool(0)]].concat());
        assert!(one.is_some_and(|store| deposits(&store) == [5000.0]));
    }

    #[test]
    fn what_is_wrong_in_a_pool_moves_up_with_it_and_names_it() {
        let wrong = [
            Act::AddPool(0),
            Act::AddPool(0),
            Act::Typed(Address::new("pool.low", 2), "x".into()),
            Act::Typed(Address::new("pool.low", 1), "y".into()),
            Act::Typed("market.vix".into(), "z".into()),
            Act::RemovePool(1),
        ];
        let texts = after(&wrong).map(|store| {
            store.wrong.iter().map(|(at, wrong)| (at.to_string(), wrong.text.clone())).collect::<Vec<_>>()
        });
        assert_eq!(texts, Some(vec![("market.vix".into(), "z".into()), ("pool2.low".into(), "x".into())]));
        let said = after(&wrong[..3]).and_then(|store| Some(store.wrong.values().next()?.said.clone()));
        assert!(said.is_some_and(|said| said.starts_with("Pool 3: Lower bound")));
    }

    #[test]
    fn the_page_shows_the_book_of_the_plan_as_it_is() {
        let turned = [
            Act::AddPool(0),
            Act::turn([(Address::new("pool.token", 1), Some(2.0)), (Address::new("pool.kind", 1), Some(0.0))]),
            Act::turn([("shock.beta_spx", Some(3.0))]),
            Act::turn([(Address::new("pool.deposit", 1), Some(9000.0))]),
        ];
        // Whatever was turned last, and on whichever pool: one plan has one report.
        let store = after(&turned);
        let alone = store.as_ref().and_then(|store| Book::resolve(store.plan()).ok()).map(|book| book.report());
        assert!(store.is_some_and(|store| Some(&*store.report) == alone.as_ref()));
    }

    #[test]
    fn a_link_or_file_puts_aside_what_was_changed_and_nothing_else() {
        let aside =
            |acts: &[Act]| after(acts).and_then(|store| store.leaving).map(|left| left.history.present().clone());
        let link = || Act::OpenLink("v=1&shock.vix=60".into());
        let changed = Act::turn([("shock.days", Some(9.0))]);
        assert_eq!(aside(&[link()]), None);
        assert_eq!(aside(&[changed.clone(), link()]).map(|plan| plan.shock.days), Some(9.0));
        assert_eq!(aside(&[changed.clone(), Act::OpenLink("v=1&shock.days=9".into())]), None);
        assert_eq!(aside(&[changed.clone(), Act::OpenLink("v=1&shock.days=x".into())]), None);
        let file = Act::OpenFile(r#"{"shock": {"vix": 60}}"#.into());
        assert_eq!(aside(&[changed, file, link()]).map(|plan| plan.shock.days), Some(9.0));
    }

    #[test]
    fn undo_goes_on_over_a_step_that_the_engine_refuses() {
        let mut history = History::default();
        for days in [9.0, -4.0, 12.0] {
            let mut plan = Plan::default();
            plan.shock.days = days;
            history.preview(plan);
            history.commit();
        }
        let store = Store::new(history).map(|mut store| {
            store.act(Act::Undo);
            store
        });
        assert!(store.is_ok_and(|store| store.plan().shock.days == 9.0 && store.book.plan == *store.plan()));
    }

    #[test]
    fn another_plan_takes_the_page_with_its_own_steps() {
        let other = Kept { plan: plans::Named { id: 3, name: "Narrow".into() }, revision: 7 };
        let mut plan = Plan::default();
        plan.shock.days = 12.0;
        let acts = [typed("market.vix", "x"), Act::Take(other.clone(), Box::new(History::new(plan)))];
        let store = after(&acts);
        assert!(store.is_some_and(|store| {
            store.kept == other && store.wrong.is_empty() && store.book.plan.shock.days == 12.0 && store.steps > 0
        }));
    }

    #[test]
    fn what_is_pinned_stays_while_the_plan_moves_and_can_be_swapped_back() {
        let days = |store: &Store| {
            [Some(store.plan()), store.pinned.as_ref().map(|a| &*a.plan)].map(|plan| plan.map(|plan| plan.shock.days))
        };
        let turned = Act::turn([("shock.days", Some(9.0))]);
        let after = |acts: &[Act]| after(&[&[Act::Pin, turned.clone()], acts].concat());
        assert_eq!(after(&[]).as_ref().map(days), Some([Some(9.0), Some(5.0)]));
        assert_eq!(after(&[Act::SwapPinned]).as_ref().map(days), Some([Some(5.0), Some(9.0)]));
        assert_eq!(after(&[Act::SwapPinned, Act::SwapPinned]).as_ref().map(days), Some([Some(9.0), Some(5.0)]));
        assert_eq!(after(&[Act::CopyPinned]).as_ref().map(days), Some([Some(5.0), Some(5.0)]));
        assert_eq!(after(&[Act::CopyPinned, Act::Undo]).as_ref().map(days), Some([Some(9.0), Some(5.0)]));
        assert_eq!(after(&[Act::Unpin]).as_ref().map(days), Some([Some(9.0), None]));
    }

    #[test]
    fn two_acts_before_one_redraw_both_count() {
        let store =
            after(&[Act::Preview("shock.vix".into(), Some(60.0)), Act::Preview("shock.days".into(), Some(9.0))]);
        assert!(store.is_some_and(|store| {
            store.plan().shock.vix.is_some_and(|vix| vix.0 == 60.0) && store.plan().shock.days == 9.0
        }));
    }
}
