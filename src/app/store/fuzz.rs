//! Fuzzing of what is kept on a device and of its file: whatever stands there, no plan is lost or written over, and what
//! is said is a sentence. Short and always the same in the suite; `tools/fuzz MINUTES` draws new cases.

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use second_engine::plan::history::History;

use crate::app::store::plans::tests::{Fake, days};
use crate::app::store::plans::{Kept, Plans, Shelf, Written, steps};
use crate::app::store::shelf_file::{take, text};

/// Cases of the suite, and of a minute of `tools/fuzz`.
const CASES: u32 = 300;
const A_MINUTE: u32 = 3_000;

fn tried<S: Strategy>(drawn: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>)
where
    S::Value: Clone,
{
    let minutes = std::env::var("SECOND_ENGINE_FUZZ").ok().and_then(|text| text.parse::<u32>().ok());
    let config = ProptestConfig {
        cases: minutes.map_or(CASES, |minutes| minutes.saturating_mul(A_MINUTE)),
        rng_seed: if minutes.is_some() { RngSeed::Random } else { RngSeed::Fixed(11) },
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let found = TestRunner::new(config).run(drawn, test);
    assert!(found.is_ok(), "{found:?}");
}

/// A line as an index has them, or none like it.
fn line() -> impl Strategy<Value = String> {
    let id = prop_oneof![0..8_u32, Just(u32::MAX), any::<u32>()];
    prop_oneof![
        4 => (id.clone(), "\\PC{0,12}").prop_map(|(id, name)| format!("{id}\t{name}")),
        1 => id.clone().prop_map(|id| format!("^{id}")),
        1 => id.prop_map(|id| format!(">{id}")),
        1 => "\\PC{0,20}",
    ]
}

/// The days of the plan that is kept under a number.
fn kept_days(plans: &Plans<Fake>, id: u32) -> Option<f64> {
    plans.read(id).map(|(_, history)| history.present().event.days)
}

#[test]
fn whatever_the_index_holds_no_plan_is_lost_or_written_over() {
    let drawn = (proptest::collection::vec(line(), 0..8), proptest::collection::vec(0..5_u8, 1..6), any::<bool>());
    tried(&drawn, |(index, acts, is_first)| {
        let shelf = Fake::default();
        for (id, n) in [(0, 1.0), (1, 2.0), (5, 3.0)] {
            let key = if id == 0 { "second-engine.plan".to_string() } else { format!("second-engine.plan.{id}") };
            prop_assert!(shelf.put(&key, &days(n).text()));
        }
        prop_assert!(shelf.put("second-engine.plans", &index.join("\n")));
        let plans = Plans(&shelf);
        let mut mine = None;
        for (i, act) in acts.iter().enumerate() {
            let n = 10.0 + i as f64;
            match act {
                0 | 1 => {
                    mine = plans.create(if is_first { "" } else { "Mine" }, &days(n)).map(|kept| (kept, n)).or(mine)
                }
                2 => {
                    mine = mine.map(|(start, old)| match plans.write(&start, &days(n)) {
                        Written::Kept(kept) | Written::Beside(kept) => (kept, n),
                        Written::Failed => (start, old),
                    });
                }
                3 => drop(plans.rename(5, "Other")),
                _ => drop((plans.list(), plans.last(), plans.beside_the_unread())),
            }
            let all = [0, 1, 5].map(|id| kept_days(&plans, id));
            prop_assert_eq!(all, [Some(1.0), Some(2.0), Some(3.0)], "{:?} after {:?}", shelf.0.borrow(), &acts[..=i]);
            if let Some((kept, n)) = &mine {
                prop_assert_eq!(kept_days(&plans, kept.plan.id), Some(*n), "{:?}", shelf.0.borrow());
            }
        }
        Ok(())
    });
}

#[test]
fn whatever_a_file_of_plans_holds_what_is_here_stays() {
    let junk = prop_oneof!["\\PC{0,30}", Just("1e999".to_string()), Just("{}".to_string()), Just("\u{0}".to_string())];
    let drawn = (any::<[u16; 2]>(), junk, any::<bool>());
    tried(&drawn, |(places, junk, is_cut)| {
        let (from, here) = (Fake::default(), Fake::default());
        let (from, here) = (Plans(&from), Plans(&here));
        for n in [2.0, 3.0] {
            prop_assert!(from.create("Taken", &days(n)).is_some());
        }
        let Some(mine) = here.create("Mine", &days(7.0)) else { return Err(TestCaseError::fail("no room")) };
        let whole: Vec<char> = text(&from).chars().collect();
        let at = |place: u16| usize::from(place) * whole.len() / 65_536;
        let [a, b] = [at(places[0].min(places[1])), at(places[0].max(places[1]))];
        let until = if is_cut { b } else { a };
        let file: String =
            whole[..a].iter().copied().chain(junk.chars()).chain(whole[until..].iter().copied()).collect();
        let said = take(&here, &file);
        prop_assert_eq!(kept_days(&here, mine.plan.id), Some(7.0), "{}", file);
        prop_assert!(said.is_none_or(|said| said.ends_with('.') && said.len() < 400));
        Ok(())
    });
}

/// What one of two tabs does, or what happens to what is kept.
#[derive(Clone, Copy, Debug)]
enum Happens {
    /// The tab makes a step and keeps it.
    Step(usize),
    /// The tab is loaded again on its plan.
    Load(usize),
    /// The tab turns to the plan that was worked on last.
    Turn(usize),
    /// A third tab takes away the plan that this one works on.
    Remove(usize),
    /// A third tab makes a plan.
    Make,
    /// The browser forgets everything.
    Clear,
    /// A later page writes more into the tab's plan than this one knows.
    Later(usize),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        6 => (0..2_usize).prop_map(Happens::Step),
        1 => (0..2_usize).prop_map(Happens::Load),
        1 => (0..2_usize).prop_map(Happens::Turn),
        2 => (0..2_usize).prop_map(Happens::Remove),
        1 => Just(Happens::Make),
        1 => Just(Happens::Clear),
        1 => (0..2_usize).prop_map(Happens::Later),
    ]
}

/// A tab: where its plan is kept, its steps, and the days of what it wrote last, while that has to stand somewhere.
type Tab = (Kept, History, Option<f64>);

#[test]
fn whatever_two_tabs_do_what_each_wrote_last_stands_until_it_is_taken_away() {
    let room = prop_oneof![Just(None), (60..2_000_usize).prop_map(Some)];
    let drawn = (proptest::collection::vec(happens(), 1..16), room);
    tried(&drawn, |(all, room)| {
        let shelf = Fake(Default::default(), room, Default::default());
        let plans = Plans(&shelf);
        let mut tabs: [Tab; 2] = [(Kept::default(), days(1.0), None), (Kept::default(), days(1.0), None)];
        // Lines that only a later page knows, by the key that they were written under.
        let mut later: Vec<(u32, String)> = Vec::new();
        for (i, what) in all.iter().enumerate() {
            match *what {
                Happens::Step(t) => {
                    let (kept, mut history, last) = tabs[t].clone();
                    let n = 10.0 + i as f64;
                    history.preview(days(n).present().clone());
                    history.commit();
                    tabs[t] = match plans.write(&kept, &history) {
                        Written::Kept(kept) | Written::Beside(kept) => (kept, history, Some(n)),
                        Written::Failed => (kept.clone(), history, last),
                    };
                    // Who had read what the other one wrote may write over it.
                    let [a, b] = [&tabs[t].0, &tabs[1 - t].0];
                    if a.plan.id == b.plan.id && kept.revision == b.revision && a.revision != b.revision {
                        tabs[1 - t].2 = None;
                    }
                }
                Happens::Load(t) => {
                    if let Some((kept, history)) = plans.read(tabs[t].0.plan.id) {
                        let last = Some(history.present().event.days);
                        tabs[t] = (kept, history, last);
                    }
                }
                Happens::Turn(t) => {
                    if let Some((kept, history)) = plans.read(plans.last().id) {
                        let last = Some(history.present().event.days);
                        tabs[t] = (kept, history, last);
                    }
                }
                Happens::Remove(t) => {
                    let id = tabs[t].0.plan.id;
                    plans.remove(id);
                    if plans.body(id).is_none() {
                        tabs.iter_mut().filter(|tab| tab.0.plan.id == id).for_each(|tab| tab.2 = None);
                        later.retain(|(of, _)| *of != id);
                    }
                }
                Happens::Make => drop(plans.create("", &days(5.0))),
                Happens::Clear => {
                    shelf.0.borrow_mut().clear();
                    tabs.iter_mut().for_each(|tab| tab.2 = None);
                    later.clear();
                }
                Happens::Later(t) => {
                    let id = tabs[t].0.plan.id;
                    let key =
                        if id == 0 { "second-engine.plan".to_string() } else { format!("second-engine.plan.{id}") };
                    if let Some(body) = plans.body(id) {
                        let more = format!("~{i}\n");
                        let body = format!("#{}\n{}{more}", shelf.draw(), steps(&body));
                        if shelf.put(&key, &body) {
                            later.push((id, more));
                        }
                    }
                }
            }
            let stand: Vec<f64> = plans.list().iter().filter_map(|plan| kept_days(&plans, plan.id)).collect();
            for (kept, _, last) in &tabs {
                let is_there = last.is_none_or(|last| stand.contains(&last));
                prop_assert!(is_there, "{last:?} of {kept:?} in {:?} after {:?}", shelf.0.borrow(), &all[..=i]);
            }
            for (id, more) in &later {
                let body = plans.body(*id).unwrap_or_default();
                prop_assert!(body.contains(more.as_str()), "{more} in {body} after {:?}", &all[..=i]);
            }
        }
        Ok(())
    });
}
