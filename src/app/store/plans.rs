//! Plans: those kept on this device by name, and which of them a tab works on. Pure but for the shelf it is given.
//!
//! The first plan has the key that older pages kept their only one under. A body is the history's text under a line
//! with its revision, drawn anew at each writing, which tells a tab whether another one has written since.

use second_engine::plan::Plan;
use second_engine::plan::history::History;

/// Where text is kept by key: the browser's storage, or a map in tests.
pub trait Shelf {
    /// The text under this key.
    fn get(&self, key: &str) -> Option<String>;
    /// Keeps it; whether that worked.
    fn put(&self, key: &str, text: &str) -> bool;
    /// Takes it away.
    fn remove(&self, key: &str);
    /// Every key that begins like this.
    fn keys(&self, start: &str) -> Vec<String>;
    /// A number that was not drawn before, in no tab.
    fn draw(&self) -> u64;
}

/// Numbers and names of the plans, a line each; after `^` the highest number that was ever given, after `>` the plan that
/// was worked on last.
const INDEX: &str = "second-engine.plans";
const BODY: &str = "second-engine.plan";
const FIRST: &str = "My plan";
/// Most text of a body that has more than the present plan, in bytes: a few plans of many long steps leave room for others.
const MOST_TEXT: usize = 500_000;
/// Longest name, in characters.
pub const LONGEST_NAME: usize = 40;

/// A plan by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its number; 0 is the first.
    pub id: u32,
    /// Its name.
    pub name: String,
}

/// What a tab knows of the plan that it works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Number and name.
    pub plan: Named,
    /// The revision that this tab has read or written; none of what it could not wholly read, and does not write over.
    pub revision: Option<u64>,
}

impl Default for Kept {
    fn default() -> Self {
        Kept { plan: Named { id: 0, name: FIRST.into() }, revision: Some(0) }
    }
}

/// What came of writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is kept, or was already.
    Kept(Kept),
    /// Another tab had written since, or what stands there was not wholly read: both are kept, this one under a new name.
    Beside(Kept),
    /// The shelf takes nothing.
    Failed,
}

/// The plans of a shelf.
pub struct Plans<'a, S>(pub &'a S);

fn body_key(id: u32) -> String {
    if id == 0 { BODY.into() } else { format!("{BODY}.{id}") }
}

fn id_of(key: &str) -> Option<u32> {
    let rest = key.strip_prefix(BODY)?;
    if rest.is_empty() { Some(0) } else { rest.strip_prefix('.')?.parse().ok() }
}

impl<S: Shelf> Plans<'_, S> {
    fn index(&self) -> String {
        self.0.get(INDEX).unwrap_or_default()
    }

    /// Every plan, in the order in which they were made, and last those that no index names any more; never empty.
    pub fn list(&self) -> Vec<Named> {
        let text = self.index();
        let named = |line: &str| {
            let (id, name) = line.split_once('\t')?;
            Some(Named { id: id.parse().ok()?, name: name.to_string() })
        };
        let mut plans: Vec<Named> = text.lines().filter_map(named).collect();
        let mut lost: Vec<u32> = self.0.keys(BODY).iter().filter_map(|key| id_of(key)).collect();
        lost.retain(|id| plans.iter().all(|plan| plan.id != *id));
        plans.extend(lost.into_iter().map(|id| match id {
            0 => Kept::default().plan,
            id => Named { id, name: format!("Recovered {id}") },
        }));
        if plans.is_empty() { vec![Kept::default().plan] } else { plans }
    }

    /// The highest number that a plan has or had: none is given twice, or a tab that works on a plan that is gone would
    /// write over another one.
    fn highest(&self, plans: &[Named]) -> u32 {
        let given = self.index().lines().find_map(|line| line.strip_prefix('^')?.parse().ok()).unwrap_or(0);
        plans.iter().map(|plan| plan.id).fold(given, u32::max)
    }

    /// The plan that was worked on last.
    pub fn last(&self) -> Named {
        let (text, plans) = (self.index(), self.list());
        let last = text.lines().find_map(|line| line.strip_prefix('>')?.parse::<u32>().ok());
        let place = plans.iter().position(|plan| Some(plan.id) == last).unwrap_or(0);
        plans.into_iter().nth(place).unwrap_or_else(|| Kept::default().plan)
    }

    /// What is kept of the plan of this number, as it is.
    pub fn body(&self, id: u32) -> Option<String> {
        self.0.get(&body_key(id))
    }

    /// Where the tab begins that finds nothing it could read: beside what is kept, so that nothing is written over.
    pub fn beside_the_unread(&self) -> Option<(Kept, String)> {
        let plan = self.last();
        let body = self.body(plan.id)?;
        Some((Kept { plan, revision: None }, body))
    }

    fn write_index(&self, plans: &[Named], last: u32) -> bool {
        let lines: String = plans.iter().map(|plan| format!("{}\t{}\n", plan.id, plan.name)).collect();
        let text = format!("{lines}^{}\n>{last}\n", self.highest(plans));
        self.0.get(INDEX).as_deref() == Some(&*text) || self.0.put(INDEX, &text)
    }

    /// The plan of this number with its steps; `None` where there is none, or none that can be read.
    pub fn read(&self, id: u32) -> Option<(Kept, History)> {
        let plan = self.list().into_iter().find(|plan| plan.id == id)?;
        let body = self.body(id)?;
        let read = History::read(steps(&body)).ok()?;
        Some((Kept { plan, revision: read.is_whole.then(|| revision(&body)) }, read.history))
    }

    /// The plan that stands at this plan now.
    pub fn find(&self, wanted: &Plan) -> Option<(Kept, History)> {
        self.list().iter().filter_map(|plan| self.read(plan.id)).find(|(_, history)| history.present() == wanted)
    }

    /// Keeps the tab's plan. Where another tab has written other steps since, both are kept.
    pub fn write(&self, tab: &Kept, history: &History) -> Written {
        let (id, text) = (tab.plan.id, history.text());
        let stored = self.body(id);
        let now = stored.as_deref().map(revision);
        let is_same = stored.as_deref().map(steps).is_some_and(|stored| {
            let is_read = || History::read(stored).is_ok_and(|read| read.history == *history);
            stored == text || tab.revision.is_none() && is_read()
        });
        if !is_same && now.is_some() && now != tab.revision {
            return self.create(&tab.plan.name, history).map_or(Written::Failed, Written::Beside);
        }
        let mut plans = self.list();
        let name = match plans.iter().find(|plan| plan.id == id) {
            Some(plan) => plan.name.clone(),
            // Another tab has taken it away; work on it brings it back.
            None => self.free_name(&tab.plan.name),
        };
        if !plans.iter().any(|plan| plan.id == id) {
            plans.push(Named { id, name: name.clone() });
        }
        let revision = if is_same { tab.revision.and(now) } else { self.put_steps(id, &text) };
        if revision.is_none() && !is_same {
            return Written::Failed;
        }
        // Without the index it is kept all the same, and found by its key.
        self.write_index(&plans, id);
        Written::Kept(Kept { plan: Named { id, name }, revision })
    }

    /// Keeps steps under a new revision: all, or as many of the latest as there is room for.
    fn put_steps(&self, id: u32, text: &str) -> Option<u64> {
        let mut text = text;
        loop {
            let rest = shorter(text);
            if text.len() <= MOST_TEXT || rest.is_none() {
                let kept = self.put_body(id, text);
                if kept.is_some() {
                    return kept;
                }
            }
            text = rest?;
        }
    }

    fn put_body(&self, id: u32, text: &str) -> Option<u64> {
        let revision = self.0.draw();
        self.0.put(&body_key(id), &format!("#{revision}\n{text}")).then_some(revision)
    }

    /// A new plan with these steps, called like this or, where that is taken, nearly; `None` where the shelf is full.
    pub fn create(&self, name: &str, history: &History) -> Option<Kept> {
        self.make(name, |id| self.put_steps(id, &history.text()))
    }

    /// The same with a body's steps as they are, also those that this page cannot read.
    pub fn create_as_it_is(&self, name: &str, steps: &str) -> Option<Kept> {
        self.make(name, |id| self.put_body(id, steps))
    }

    fn make(&self, name: &str, put: impl FnOnce(u32) -> Option<u64>) -> Option<Kept> {
        let mut plans = self.list();
        let is_free = |id: &u32| self.body(*id).is_none();
        let id = (self.highest(&plans).saturating_add(1)..=u32::MAX).chain(1..u32::MAX).find(is_free)?;
        let plan = Named { id, name: self.free_name(name) };
        plans.push(plan.clone());
        let revision = put(id)?;
        if self.write_index(&plans, id) {
            return Some(Kept { plan, revision: Some(revision) });
        }
        self.0.remove(&body_key(id));
        None
    }

    /// Calls a plan otherwise; the name that it has then, `None` where the shelf takes nothing.
    pub fn rename(&self, id: u32, name: &str) -> Option<String> {
        let mut plans = self.list();
        let own = plans.iter().find(|plan| plan.id == id).map(|plan| plan.name.clone()).unwrap_or_default();
        let wanted = clean(name);
        if wanted.is_empty() || wanted == own {
            return Some(own);
        }
        let name = self.free_name(&wanted);
        plans.iter_mut().filter(|plan| plan.id == id).for_each(|plan| plan.name.clone_from(&name));
        self.write_index(&plans, self.last().id).then_some(name)
    }

    /// Takes a plan away; the last one stays.
    pub fn remove(&self, id: u32) {
        let mut plans = self.list();
        if plans.len() < 2 {
            return;
        }
        plans.retain(|plan| plan.id != id);
        let last = self.last().id;
        let next = if last == id { plans.last().map_or(0, |plan| plan.id) } else { last };
        // First what takes room.
        self.0.remove(&body_key(id));
        self.write_index(&plans, next);
    }

    /// The name itself, or with the first number that makes it one that no plan has.
    fn free_name(&self, wanted: &str) -> String {
        let (wanted, plans) = (clean(wanted), self.list());
        let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        let stem = if stem.is_empty() { FIRST } else { stem };
        let is_free = |name: &str| plans.iter().all(|plan| plan.name != name);
        if !wanted.is_empty() && is_free(&wanted) {
            return wanted;
        }
        (2..).map(|i| format!("{stem} {i}")).find(|name| is_free(name)).unwrap_or(wanted)
    }
}

/// What is said of a plan that this page cannot read.
pub fn unread(name: &str) -> String {
    format!("This page cannot read '{name}': it may be of a later one. It stays as it is.")
}

/// What is said of a plan of which this page reads only a part.
pub fn partly(name: &str) -> String {
    format!(
        "This page does not know all that '{name}' holds: that stays as it is, and changes are kept as another plan."
    )
}

/// A body's revision.
fn revision(body: &str) -> u64 {
    body.strip_prefix('#').and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0)
}

/// Steps without the older half of those before the present one; without those undone where it is the first; `None` of the
/// present one alone.
fn shorter(text: &str) -> Option<&str> {
    let past = text.lines().take_while(|line| line.starts_with('-')).count();
    if past > 0 {
        return text.splitn(past.div_ceil(2) + 1, '\n').last();
    }
    let end = text.find('\n')? + 1;
    (end < text.len()).then(|| &text[..end])
}

/// A body without its revision.
pub fn steps(body: &str) -> &str {
    if body.starts_with('#') { body.split_once('\n').map_or("", |(_, steps)| steps) } else { body }
}

/// A name of one line, not too long.
fn clean(name: &str) -> String {
    let line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(LONGEST_NAME).collect::<String>().trim().to_string()
}

/// What a plan of this name is called as a file.
pub fn file_name(name: &str) -> String {
    match slug(name).as_str() {
        "" | "my-plan" => "second-engine-plan.json".into(),
        words => format!("second-engine-{words}.json"),
    }
}

/// What the report of a plan of this name is called as a file.
pub fn report_name(name: &str) -> String {
    match slug(name).as_str() {
        "" | "my-plan" => "second-engine-report.json".into(),
        words => format!("second-engine-{words}-report.json"),
    }
}

/// The name's letters and digits, small, with hyphens between its words.
fn slug(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use second_engine::plan::holding::{Holding, Kind, Terms};
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    /// A shelf in memory, with room for so many bytes where that is bounded, and the last number that was drawn.
    #[derive(Default)]
    pub struct Fake(pub RefCell<BTreeMap<String, String>>, pub Option<usize>, pub Cell<u64>);

    /// A shelf that takes nothing.
    pub fn full() -> Fake {
        Fake(RefCell::default(), Some(0), Cell::default())
    }

    impl Shelf for Fake {
        fn get(&self, key: &str) -> Option<String> {
            self.0.borrow().get(key).cloned()
        }

        fn put(&self, key: &str, text: &str) -> bool {
            let mut kept = self.0.borrow_mut();
            let others = kept.iter().filter(|(other, _)| *other != key);
            let taken: usize = others.map(|(other, text)| other.len() + text.len()).sum();
            let fits = self.1.is_none_or(|room| taken + key.len() + text.len() <= room);
            if fits {
                kept.insert(key.into(), text.into());
            }
            fits
        }

        fn remove(&self, key: &str) {
            self.0.borrow_mut().remove(key);
        }

        fn keys(&self, start: &str) -> Vec<String> {
            self.0.borrow().keys().filter(|key| key.starts_with(start)).cloned().collect()
        }

        fn draw(&self) -> u64 {
            self.2.set(self.2.get() + 1);
            1_000 + self.2.get()
        }
    }

    /// A history of one plan, with so many days.
    pub fn days(days: f64) -> History {
        let mut plan = Plan::default();
        plan.event.days = days;
        History::new(plan)
    }

    /// What the plans of a shelf are called.
    pub fn names(plans: &Plans<Fake>) -> Vec<String> {
        plans.list().into_iter().map(|plan| plan.name).collect()
    }

    fn kept(written: Written) -> Kept {
        match written {
            Written::Kept(kept) | Written::Beside(kept) => kept,
            Written::Failed => Kept::default(),
        }
    }

    #[test]
    fn what_an_older_page_kept_is_the_first_plan() {
        let shelf = Fake::default();
        shelf.put("second-engine.plan", &days(9.0).text());
        let plans = Plans(&shelf);
        assert_eq!((names(&plans), plans.last()), (vec!["My plan".into()], Kept::default().plan));
        assert_eq!(plans.read(0), Some((Kept::default(), days(9.0))));
        let tab = kept(plans.write(&Kept::default(), &days(10.0)));
        assert_eq!(plans.read(0), Some((tab, days(10.0))));
    }

    #[test]
    fn plans_are_made_renamed_and_taken_away() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        let first = kept(plans.write(&Kept::default(), &days(1.0)));
        let second = plans.create("My plan", &days(2.0)).unwrap_or_default();
        assert_eq!((names(&plans), plans.last()), (vec!["My plan".into(), "My plan 2".into()], second.plan.clone()));
        let renamed = |name: &str| plans.rename(second.plan.id, name).unwrap_or_default();
        let names_it_has = ["  Narrow\nwings  ", "My plan", " "].map(renamed);
        assert_eq!(names_it_has, ["Narrow wings", "My plan 2", "My plan 2"]);
        plans.remove(second.plan.id);
        assert_eq!(
            (names(&plans), plans.last(), plans.read(second.plan.id)),
            (vec!["My plan".into()], first.plan, None)
        );
        plans.remove(0);
        assert_eq!(names(&plans), ["My plan"]);
    }

    #[test]
    fn a_number_is_never_given_twice_so_a_tab_on_a_plan_that_is_gone_writes_over_no_other() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        plans.write(&Kept::default(), &days(1.0));
        let tab = plans.create("Mine", &days(2.0)).unwrap_or_default();
        plans.remove(tab.plan.id);
        let other = plans.create("Other", &days(3.0)).unwrap_or_default();
        assert!(tab.plan.id < other.plan.id);
        assert!(matches!(plans.write(&tab, &days(4.0)), Written::Kept(_)));
        assert_eq!(plans.read(other.plan.id).map(|(_, history)| history), Some(days(3.0)));
        assert_eq!(names(&plans), ["My plan", "Other", "Mine"]);
    }

    #[test]
    fn plans_whose_index_is_lost_are_in_the_list_and_no_new_one_is_written_over_them() {
        for junk in [None, Some(""), Some("\t\n>7"), Some("4294967295\tEnd\n")] {
            let shelf = Fake::default();
            let plans = Plans(&shelf);
            plans.write(&Kept::default(), &days(1.0));
            for n in [2.0, 3.0] {
                assert!(plans.create("Mine", &days(n)).is_some());
            }
            match junk {
                None => shelf.remove(INDEX),
                Some(text) => assert!(shelf.put(INDEX, text)),
            }
            let fresh = plans.create("Fresh", &days(4.0)).unwrap_or_default();
            assert!(fresh.plan.id > 2 || junk.is_some_and(|text| text.contains("End")), "{fresh:?}");
            let all: Vec<Option<History>> =
                [0, 1, 2, fresh.plan.id].map(|id| plans.read(id).map(|(_, history)| history)).into();
            assert_eq!(all, [1.0, 2.0, 3.0, 4.0].map(|n| Some(days(n))), "{junk:?}");
            assert!(names(&plans).iter().any(|name| name == "Recovered 1"), "{:?}", names(&plans));
        }
    }

    #[test]
    fn two_tabs_on_one_plan_keep_both_and_the_later_one_gets_a_name() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        let start = kept(plans.write(&Kept::default(), &days(1.0)));
        let (older, newer) = (start.clone(), start);
        let newer = kept(plans.write(&newer, &days(2.0)));
        let beside = plans.write(&older, &days(3.0));
        let Written::Beside(copy) = beside else { panic!("{beside:?}") };
        assert_eq!(copy.plan.name, "My plan 2");
        assert_eq!(plans.read(newer.plan.id).map(|(_, history)| history), Some(days(2.0)));
        assert_eq!(plans.read(copy.plan.id).map(|(_, history)| history), Some(days(3.0)));
        assert!(matches!(plans.write(&copy, &days(4.0)), Written::Kept(_)));
    }

    #[test]
    fn a_tab_with_nothing_new_writes_nothing() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        let tab = kept(plans.write(&Kept::default(), &days(1.0)));
        let before = shelf.0.borrow().clone();
        assert_eq!(plans.write(&tab, &days(1.0)), Written::Kept(tab));
        assert_eq!(plans.write(&Kept::default(), &days(1.0)), Written::Kept(plans.read(0).unwrap_or_default().0));
        assert_eq!(*shelf.0.borrow(), before);
    }

    #[test]
    fn a_plan_that_another_tab_took_away_comes_back_with_the_next_step() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        plans.write(&Kept::default(), &days(1.0));
        let second = plans.create("Narrow", &days(2.0)).unwrap_or_default();
        plans.remove(second.plan.id);
        assert!(matches!(plans.write(&second, &days(3.0)), Written::Kept(_)));
        assert_eq!(names(&plans), ["My plan", "Narrow"]);
    }

    #[test]
    fn a_plan_is_found_by_what_it_says() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        plans.write(&Kept::default(), &days(1.0));
        let second = plans.create("Narrow", &days(2.0)).unwrap_or_default();
        assert_eq!(plans.find(days(2.0).present()).map(|(kept, _)| kept), Some(second));
        assert_eq!(plans.find(days(7.0).present()), None);
    }

    #[test]
    fn what_cannot_be_read_is_never_written_over() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        assert_eq!(plans.beside_the_unread(), None);
        let newer = "=v=99&later.input=3\n";
        shelf.put("second-engine.plan", newer);
        assert_eq!(plans.read(0), None);
        let (kept, text) = plans.beside_the_unread().unwrap_or_default();
        assert_eq!(text, newer);
        assert!(matches!(plans.write(&kept, &days(3.0)), Written::Beside(_)));
        assert_eq!(shelf.get("second-engine.plan").as_deref(), Some(newer));
        assert_eq!(names(&plans), ["My plan", "My plan 2"]);
    }

    #[test]
    fn what_is_read_in_part_is_never_written_over() {
        let known = |n: u32| format!("v=2&shock.days={n}");
        for text in [
            format!("#7\n-v=3&later.row=1\n={}\n", known(3)),
            format!("#7\n-v=2&shock.vix=900\n={}\n", known(3)),
            format!("={}&later.input=3\n", known(3)),
            format!("#7\n={}\n+{}&later.input=3\n", known(3), known(4)),
            format!("#7\n={}\n~what a later page adds\n", known(3)),
        ] {
            let shelf = Fake::default();
            shelf.put("second-engine.plan", &text);
            let plans = Plans(&shelf);
            let (mut tab, mut history) = plans.read(0).unwrap_or_default();
            assert_eq!((tab.revision, history.present().event.days), (None, 3.0), "{text}");
            assert_eq!(plans.write(&tab, &history), Written::Kept(tab.clone()), "{text}");
            for n in [5.0, 6.0] {
                history.preview(days(n).present().clone());
                history.commit();
                let written = plans.write(&tab, &history);
                assert_eq!(matches!(written, Written::Beside(_)), n == 5.0, "{text}");
                tab = kept(written);
            }
            assert_eq!(shelf.get("second-engine.plan").as_ref(), Some(&text));
            assert_eq!(plans.read(tab.plan.id), Some((tab, history)));
            assert_eq!(names(&plans), ["My plan", "My plan 2"]);
        }
    }

    #[test]
    fn a_plan_that_went_and_came_back_is_not_taken_for_the_one_that_was_read() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        assert!(plans.create("Other", &days(9.0)).is_some());
        let start = kept(plans.write(&Kept::default(), &days(1.0)));
        let (a, b) = (start.clone(), start);
        plans.remove(0);
        assert!(matches!(plans.write(&a, &days(2.0)), Written::Kept(_)));
        assert!(matches!(plans.write(&b, &days(3.0)), Written::Beside(_)));
        assert_eq!(plans.read(0).map(|(_, history)| history), Some(days(2.0)));
        // All that the browser keeps was cleared, and the numbers are given again.
        let tab = plans.create("Mine", &days(4.0)).unwrap_or_default();
        shelf.0.borrow_mut().clear();
        (0..=tab.plan.id).for_each(|_| drop(plans.create("Fresh", &days(5.0))));
        assert!(matches!(plans.write(&tab, &days(6.0)), Written::Beside(_)));
        assert_eq!(plans.read(tab.plan.id).map(|(_, history)| history), Some(days(5.0)));
    }

    /// A history of so many steps.
    fn stepped(steps: u32) -> History {
        let mut history = days(0.0);
        for n in 1..=steps {
            history.preview(days(f64::from(n % 200) + 1.0).present().clone());
            history.commit();
        }
        history
    }

    #[test]
    fn where_there_is_no_room_for_all_steps_the_latest_are_kept() {
        let whole = stepped(100);
        for room in [200, 400, 1000, 2000] {
            let shelf = Fake(RefCell::default(), Some(room), Cell::default());
            let plans = Plans(&shelf);
            let tab = kept(plans.write(&Kept::default(), &whole));
            let body = plans.body(0).unwrap_or_default();
            assert!(whole.text().ends_with(steps(&body)) && body.len() > room / 4, "{room}: {body}");
            assert_eq!(plans.read(0).map(|(_, history)| history.present().clone()), Some(whole.present().clone()));
            let mut undone = whole.clone();
            (0..90).for_each(|_| undone.undo());
            assert!(matches!(plans.write(&tab, &undone), Written::Kept(_)));
            assert_eq!(plans.read(0).map(|(_, history)| history.present().clone()), Some(undone.present().clone()));
        }
    }

    #[test]
    fn many_steps_of_a_large_plan_leave_room_for_others() {
        let mut plan = Plan::default();
        let name = "\u{1f984}".repeat(40);
        while plan.add(Holding { name: name.clone(), ..Holding::new(Terms::fresh(Kind::Pool, 0)) }) {}
        let mut history = History::new(plan.clone());
        for n in 1..40 {
            plan.event.days = f64::from(n);
            history.preview(plan.clone());
            history.commit();
        }
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        assert!(matches!(plans.write(&Kept::default(), &history), Written::Kept(_)));
        let body = plans.body(0).unwrap_or_default();
        assert!((200_000..MOST_TEXT + 30).contains(&body.len()), "{}", body.len());
        assert!(plans.read(0).is_some_and(|(_, read)| read.present() == history.present() && read.can_undo()));
    }

    #[test]
    fn a_plan_for_which_there_is_no_room_leaves_nothing_behind() {
        let shelf = Fake(RefCell::default(), Some(60), Cell::default());
        let plans = Plans(&shelf);
        assert_eq!(plans.create("A name that takes the room of the index", &days(2.0)), None);
        assert!(shelf.0.borrow().is_empty(), "{:?}", shelf.0.borrow());
    }

    #[test]
    fn a_full_shelf_is_told() {
        let plans = full();
        let plans = Plans(&plans);
        assert_eq!((plans.write(&Kept::default(), &days(1.0)), plans.create("x", &days(1.0))), (Written::Failed, None));
    }

    #[test]
    fn a_file_is_called_like_its_plan() {
        assert_eq!(file_name("My plan"), "second-engine-plan.json");
        assert_eq!(file_name("Narrow wings / 2"), "second-engine-narrow-wings-2.json");
        assert_eq!(file_name("…"), "second-engine-plan.json");
        assert_eq!(report_name("My plan"), "second-engine-report.json");
        assert_eq!(report_name("Narrow"), "second-engine-narrow-report.json");
    }
}
