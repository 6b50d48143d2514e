//! Fuzzing of what is kept on a device and of its file: whatever stands there, no plan is lost or written over, and what
//! is said is a sentence. Short and always the same in the suite; `tools/fuzz MINUTES` draws new cases.

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};

use crate::app::store::plans::tests::{Fake, days};
use crate::app::store::plans::{Plans, Shelf, Written};
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
