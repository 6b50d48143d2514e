//! Store: the plan with its history, what is typed wrong, and what the plan comes to. An act says what changed.

pub mod act;
pub mod holdings;
pub mod kept;
pub mod looked;
pub mod made;
pub mod opening;
pub mod parse;
pub mod plans;
pub mod pinned;
pub mod pinning;
pub mod refusal;
pub mod rested;
pub mod shared;
pub mod shelf_file;
pub mod storage;
pub mod told;
pub mod turned;
pub mod typing;
pub mod wrongs;

use std::rc::Rc;
use std::sync::Arc;

use second_engine::book::Book;
use second_engine::book::way::{self, Scan};
use second_engine::plan::address::Address;
use second_engine::plan::history::History;
use second_engine::plan::holding::Holding;
use second_engine::plan::knobs::knob;
use second_engine::plan::{Plan, StrikeRule, url};
use second_engine::views::assemble;
use second_engine::views::report::Report;
use yew::{Reducible, UseReducerDispatcher};

use crate::app::store::act::{Act, Annotate, Ask, Damaged, Wrong};
use crate::app::store::kept::link_key;
use crate::app::store::pinned::Pinned;
use crate::app::store::plans::Kept;
use crate::app::store::refusal::{EngineRefusal, refusal, resolve};
use crate::app::store::shared::Shared;
use crate::app::store::turned::{CHOOSES_STRIKES, STRIKES, turned};
use crate::app::store::wrongs::Wrongs;

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
    /// The book on every way to a shock: kept while only where VIX and SPX end moves.
    pub scan: Arc<Scan>,
    /// What knows the notes, once it is there.
    annotate: Option<Annotate>,
    /// By input or list.
    pub wrong: Wrongs,
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
    /// The last question, and how many there were.
    pub asked: (Option<Ask>, u32),
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

/// The report, with its notes once the chunk is there that has them.
fn reported(book: &Book, scan: &Scan, annotate: Option<Annotate>) -> Report {
    let report = assemble::report_with(book, scan);
    let notes = annotate.map(|annotate| annotate(book, &report)).unwrap_or_default();
    Report { notes, ..report }
}

impl Store {
    /// Begins with this history, or with the default plan where it cannot be resolved.
    ///
    /// # Errors
    /// The sentence of the engine, where not even the default plan stands.
    pub fn new(history: History) -> Result<Store, String> {
        let (history, book) = match resolve(history.present()) {
            Ok(book) => (history, book),
            Err(_) => {
                let example = Plan::example();
                let book = resolve(&example).map_err(|refusal| refusal.said)?;
                (History::new(example), book)
            }
        };
        let scan = Arc::new(way::scan(&book));
        let report = Shared::new(reported(&book, &scan, None));
        let (wrong, book) = (Wrongs::default(), Shared::new(book));
        let (kept, leaving, notice) = (Kept::default(), None, None);
        Ok(Store {
            history,
            book,
            report,
            scan,
            annotate: None,
            wrong,
            damaged: None,
            steps: 0,
            kept,
            leaving,
            notice,
            pinned: None,
            asked: (None, 0),
        })
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
            self.scan = Arc::new(way::scan(&book));
        }
        self.report = Shared::new(reported(&book, &self.scan, self.annotate));
        self.book = Shared::new(book);
    }

    /// The strikes of condor `nth`, lowest first; `None` for one that is off.
    fn strikes(&self, nth: usize) -> Option<[f64; 4]> {
        let condor = self.report.condors.iter().find(|condor| condor.nth == nth)?;
        Some(condor.strikes.map(|strike| strike.0))
    }

    /// The plan with these inputs turned. Strikes of a condor that the model has set are pinned first, so that moving
    /// one leaves its others where they are.
    fn turned(&self, changes: &[(Address, Option<f64>)]) -> Result<(Plan, Book), (Address, Refusal)> {
        let mut plan = self.plan().clone();
        for &(at, value) in changes {
            // A typed credit is that of the strikes that stand there; the market does not move them under it.
            let pins = (STRIKES.contains(&at.row) || at.row == "condor.fill") && value.is_some()
                || at.row == "condor.strikes_by" && value == Some(0.0);
            let is_free = |plan: &Plan| plan.condor(at.nth).is_some_and(|c| c.strikes_by != StrikeRule::Level);
            if let Some(strikes) = self.strikes(at.nth).filter(|_| pins && is_free(&plan)) {
                plan.pin_strikes(at.nth, strikes);
            }
            if matches!(at.row, "pool.low" | "pool.high") || at.row == "pool.range_by" && value == Some(0.0) {
                plan.pin_range(at.nth);
            }
            if let Err(said) = plan.set(at, value) {
                return Err((at, Refusal { said: plan.named(at, &said), offers: Vec::new(), waits: false }));
            }
        }
        // What was known of one token is not known of another.
        let turned = changes.iter().map(|(at, _)| at).filter(|at| matches!(at.row, "pool.token" | "pool.quote"));
        for Address { nth, .. } in turned {
            let market = plan.market.clone();
            if let (Some(before), Some(pool)) = (self.plan().pool(*nth), plan.pool_mut(*nth)) {
                pool.forget_vetting(before, &market);
            }
        }
        // A preset sets the range with the pair; a pair that is turned alone takes its range along.
        if let [(Address { row: "pool.token" | "pool.quote", nth }, _)] = changes
            && let Some(before) = self.plan().pool(*nth)
        {
            let market = plan.market.clone();
            if let Some(pool) = plan.pool_mut(*nth) {
                pool.follow_pair(before, &market);
            }
        }
        let last = changes.last().map_or_else(|| Address::from(""), |(at, _)| *at);
        let refused = |mut refusal: EngineRefusal| {
            if refusal.at != last {
                refusal.repair = None;
            }
            (last, Refusal { said: refusal.said, offers: refusal.repair.into_iter().collect(), waits: true })
        };
        // What was typed for a leg, and a credit, belongs to the strikes it was paid for.
        let moves = |row: &str| STRIKES.contains(&row) || CHOOSES_STRIKES.contains(&row);
        let moved = changes.iter().map(|(at, _)| *at).filter(|at| moves(at.row));
        let mut typed = Vec::new();
        for at in moved {
            if let Some(condor) = plan.condor_mut(at.nth).filter(|condor| condor.prices() != [None; 4]) {
                typed.push((at.nth, condor.prices()));
                condor.set_prices([None; 4]);
            }
        }
        let mut book = self.resolve(&plan).map_err(refused)?;
        for (nth, prices) in &typed {
            if let Some(condor) = plan.condor_mut(*nth) {
                condor.set_prices(book.moved_prices(&self.book, *nth, *prices));
            }
        }
        if !typed.is_empty() {
            book = self.resolve(&plan).map_err(refused)?;
        }
        let mut repriced = false;
        for at in changes.iter().map(|(at, _)| *at).filter(|at| moves(at.row)) {
            if let (Some(credit), Some(condor)) = (book.moved_credit(&self.book, at.nth), plan.condor_mut(at.nth)) {
                condor.fill = Some(credit);
                repriced = true;
            }
        }
        if repriced {
            book = self.resolve(&plan).map_err(refused)?;
        }
        // An older link may hold such a credit; typing one is refused.
        let mut typed = changes
            .iter()
            .filter(|(at, _)| at.row == "condor.fill" || at.row.ends_with("_price") && at.row.starts_with("condor."));
        if let Some(fault) = typed.find_map(|(at, _)| book.impossible_credit(at.nth)) {
            return Err(refused(fault.into()));
        }
        plan.forget_changed(self.plan());
        Ok((plan, book))
    }

    fn turn(&mut self, changes: &[(Address, Option<f64>)], text: Option<String>) {
        match self.turned(changes) {
            Ok((plan, book)) => {
                self.show(plan, book);
                for (at, _) in changes {
                    self.wrong.remove(at);
                }
                // Half a number may allow it too, and is taken back with all that it did.
                if text.is_none() {
                    self.retry();
                }
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
        let Some(strikes) = self.strikes(at.nth) else { return };
        if let Some(i) = STRIKES.iter().position(|strike| *strike == at.row) {
            self.act(turned(at, strikes[i] + by, strikes, false));
            self.commit();
        }
    }

    /// One step, and on over steps that this engine refuses: an older page may have kept them. The first of them is said,
    /// and can be copied.
    fn step(&mut self, step: fn(&mut History)) {
        let before = self.history.clone();
        let mut skipped = None::<Damaged>;
        loop {
            let last = self.history.clone();
            step(&mut self.history);
            if self.history == last {
                self.history = before;
                break;
            }
            match self.resolve(self.plan()) {
                Ok(book) => {
                    self.forget_moved(before.present());
                    self.stand_on(book);
                    self.steps += 1;
                    break;
                }
                Err(refusal) => {
                    let said = format!("A kept step was passed over: this page cannot use it. {}", refusal.said);
                    skipped.get_or_insert_with(|| Damaged { said, text: url::fragment(self.history.present()) });
                }
            }
        }
        self.damaged = skipped.or(self.damaged.take());
    }

    /// What is typed wrong in a holding is thrown away where other holdings stand than in this plan: its address may be
    /// another one's now.
    fn forget_moved(&mut self, was: &Plan) {
        let kinds = |plan: &Plan| plan.holdings.iter().map(Holding::kind).collect::<Vec<_>>();
        if kinds(was) != kinds(self.plan()) {
            self.wrong.retain(|at| at.kind().is_none());
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
                if self.history.is_moving() {
                    self.history.roll_back();
                    self.resolve_again();
                }
            }
            Act::Annotate(annotate) => {
                self.annotate = Some(annotate);
                self.report = Shared::new(reported(&self.book, &self.scan, self.annotate));
            }
            Act::Add(kind) => self.add(kind),
            Act::Hold(terms) => self.hold(Holding::new(*terms)),
            Act::Duplicate(kind, nth) => self.duplicate(kind, nth),
            Act::Remove(kind, nth) => self.remove(kind, nth),
            Act::Become(plan, not_done) => drop(self.rearrange(not_done, *plan)),
            Act::Estimated(plan) => self.estimated(*plan),
            Act::TakeTerms(nth, terms) => self.take_terms(nth, *terms),
            Act::ResetAll => self.reset(),
            Act::Undo => self.step(History::undo),
            Act::Redo => self.step(History::redo),
            Act::OpenLink(fragment) => self.open(url::parse(&fragment), &fragment, "link"),
            Act::OpenFile(read, text) => self.open(*read, &text, "file"),
            Act::Dismiss => self.damaged = None,
            Act::Keep(kept, said) => {
                self.kept = kept;
                self.leaving = None;
                self.notice = said.or(self.notice.take());
            }
            Act::Take(kept, history) => self.take(kept, *history),
            Act::Rename(name) => self.kept.plan.name = name,
            Act::Tell(said) => self.notice = Some(said),
            Act::Heard => self.notice = None,
            Act::Ask(ask) => {
                self.asked.0 = Some(ask);
                self.asked.1 += 1;
            }
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
mod fuzz;
#[cfg(test)]
mod tests;
