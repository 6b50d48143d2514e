use second_engine::plan::file;
use second_engine::plan::holding::{Kind, MOST, Terms};

use super::*;

pub(super) fn after(acts: &[Act]) -> Option<Store> {
    let mut store = Store::new(History::default()).ok()?;
    for act in acts {
        store.act(act.clone());
    }
    Some(store)
}

fn low(store: &Store) -> Option<f64> {
    store.plan().value("pool.low".into())
}

pub(super) fn typed(id: &'static str, text: &str) -> Act {
    Act::Typed(id.into(), text.into())
}

#[test]
fn a_drag_is_one_step_and_undo_takes_it_back() {
    let drag: Vec<Act> = (20..60).map(|vix| Act::Preview("shock.vix".into(), Some(f64::from(vix)))).collect();
    let moved = after(&[&drag[..], &[Act::Commit]].concat());
    assert!(moved.is_some_and(|store| store.plan().event.vix.is_some_and(|vix| vix.0 == 59.0)));
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
    assert!(after(&digits).is_some_and(|store| low(&store) == Some(2200.0) && store.wrong != Wrongs::default()));
    let digits = ["2", "25", "250", "2500"].map(|text| typed("pool.low", text));
    assert!(after(&digits).is_some_and(|store| low(&store) == Some(2500.0) && store.wrong == Wrongs::default()));
}

#[test]
fn what_is_wrong_is_said_when_typing_rests_and_stays_said() {
    let is_said = |acts: &[Act]| after(acts).and_then(|store| Some(store.wrong.iter().next()?.1.is_said));
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
    assert!(store.is_some_and(|store| low(&store) == Some(60.0)));
}

#[test]
fn a_credit_that_no_condor_pays_is_refused_in_words() {
    let store = after(&[typed("condor.fill", "940"), Act::Commit]);
    let wrong = store.as_ref().and_then(|store| store.wrong.get(&"condor.fill".into()));
    assert!(wrong.is_some_and(|wrong| wrong.said.contains("50")), "{wrong:?}");
    assert!(store.is_some_and(|store| store.plan().value("condor.fill".into()).is_none()));
    let store = after(&[typed("condor.fill", "9,40"), Act::Commit]);
    assert!(store.is_some_and(|store| store.plan().value("condor.fill".into()) == Some(9.4)));
}

#[test]
fn what_waited_is_used_once_the_other_bound_allows_it() {
    let store = after(&[typed("pool.low", "4,600"), Act::Commit, typed("pool.high", "6,000"), Act::Commit]);
    assert!(store.is_some_and(|store| store.wrong == Wrongs::default() && low(&store) == Some(4600.0)));
}

#[test]
fn moving_one_strike_leaves_the_others_where_they_were() {
    let before = after(&[]).and_then(|store| store.strikes(0));
    let after = after(&[Act::Preview("condor.short_put".into(), Some(6000.0))]).and_then(|store| store.strikes(0));
    let others = |strikes: [f64; 4]| [strikes[0], strikes[2], strikes[3]];
    assert_eq!(before.map(others), after.map(others));
    assert_eq!(after.map(|strikes| strikes[1]), Some(6000.0));
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
    let mut plan = Plan::default();
    plan.event.days = 9.0;
    kept.preview(plan);
    kept.commit();
    let store = Store::new(kept).map(|mut store| {
        store.begin_at("v=1&pool.low=5000");
        store
    });
    assert!(
        store
            .is_ok_and(|store| *store.plan() == Plan::example() && store.damaged.is_some() && store.history.can_undo())
    );
}

#[test]
fn a_link_that_cannot_be_priced_says_why() {
    let store = after(&[Act::OpenLink("v=1&pool.low=5000".into())]);
    assert!(store.is_some_and(|store| store.damaged.is_some_and(|damaged| damaged.text.contains("5000"))));
}

#[test]
fn each_pool_has_its_own_inputs_and_undo_brings_it_back() {
    let second = |row| Address::new(row, 1);
    let two = [Act::Add(Kind::Pool), Act::turn([(second("pool.deposit"), Some(5000.0))])];
    let store = after(&two);
    let deposits = |store: &Store| store.plan().pools().map(|pool| pool.deposit.0).collect::<Vec<_>>();
    assert!(store.is_some_and(|store| deposits(&store) == [30_000.0, 5000.0]));
    let first = after(&[&two[..], &[Act::turn([("pool.fee_apr", Some(0.09))])]].concat());
    let aprs = |store: &Store| store.plan().pools().map(|pool| pool.fee_apr.0).collect::<Vec<_>>();
    assert!(first.is_some_and(|store| aprs(&store) == [0.09, 0.06]));
    let gone = after(&[&two[..], &[Act::Undo, Act::Undo]].concat());
    assert!(gone.is_some_and(|store| *store.plan() == Plan::default()));
    let one = after(&[&two[..], &[Act::Remove(Kind::Pool, 0)]].concat());
    assert!(one.is_some_and(|store| deposits(&store) == [5000.0]));
}

#[test]
fn what_is_wrong_in_a_pool_moves_up_with_it_and_names_it() {
    let wrong = [
        Act::Add(Kind::Pool),
        Act::Add(Kind::Pool),
        Act::Typed(Address::new("pool.low", 2), "x".into()),
        Act::Typed(Address::new("pool.low", 1), "y".into()),
        Act::Typed("market.vix".into(), "z".into()),
        Act::Remove(Kind::Pool, 1),
    ];
    let texts = after(&wrong)
        .map(|store| store.wrong.iter().map(|(at, wrong)| (at.to_string(), wrong.text.clone())).collect::<Vec<_>>());
    assert_eq!(texts, Some(vec![("market.vix".into(), "z".into()), ("pool2.low".into(), "x".into())]));
    let said = after(&wrong[..3]).and_then(|store| Some(store.wrong.iter().next()?.1.said.clone()));
    assert!(said.is_some_and(|said| said.starts_with("Pool 3: Lower bound")));
}

#[test]
fn the_page_shows_the_book_of_the_plan_as_it_is() {
    let turned = [
        Act::Add(Kind::Pool),
        Act::turn([(Address::new("pool.token", 1), Some(2.0)), (Address::new("pool.kind", 1), Some(0.0))]),
        Act::turn([("shock.beta_spx", Some(3.0))]),
        Act::turn([(Address::new("pool.deposit", 1), Some(9000.0))]),
    ];
    // Whatever was turned last, and on whichever pool: one plan has one report.
    let store = after(&turned);
    let alone = store.as_ref().and_then(|store| Book::resolve(store.plan()).ok()).map(|book| assemble::report(&book));
    // Its notes come with the chunk.
    let alone = alone.map(|report| Report { notes: Vec::new(), ..report });
    assert!(store.is_some_and(|store| Some(&*store.report) == alone.as_ref()));
}

#[test]
fn a_link_or_file_puts_aside_what_was_changed_and_nothing_else() {
    let aside = |acts: &[Act]| after(acts).and_then(|store| store.leaving).map(|left| left.history.present().clone());
    let link = || Act::OpenLink("v=1&shock.vix=60".into());
    let changed = Act::turn([("shock.days", Some(9.0))]);
    assert_eq!(aside(&[link()]), None);
    assert_eq!(aside(&[changed.clone(), link()]).map(|plan| plan.event.days), Some(9.0));
    assert_eq!(aside(&[changed.clone(), Act::OpenLink("v=1&shock.days=9".into())]), None);
    assert_eq!(aside(&[changed.clone(), Act::OpenLink("v=1&shock.days=x".into())]), None);
    let text = r#"{"shock": {"vix": 60}}"#;
    let file = Act::OpenFile(Box::new(file::open(text)), text.into());
    assert_eq!(aside(&[changed, file, link()]).map(|plan| plan.event.days), Some(9.0));
}

/// Steps of so many days, of which the engine refuses the middle one.
fn with_a_bad_step() -> History {
    let mut history = History::default();
    for days in [9.0, -4.0, 12.0] {
        let mut plan = Plan::default();
        plan.event.days = days;
        history.preview(plan);
        history.commit();
    }
    history
}

#[test]
fn undo_goes_on_over_a_step_that_the_engine_refuses() {
    let store = Store::new(with_a_bad_step()).map(|mut store| {
        store.act(Act::Undo);
        store
    });
    assert!(store.is_ok_and(|store| store.plan().event.days == 9.0 && store.book.plan == *store.plan()));
}

#[test]
fn a_step_that_is_passed_over_is_said_and_can_be_copied() {
    let said = Store::new(with_a_bad_step()).ok().and_then(|mut store| {
        store.act(Act::Undo);
        store.damaged
    });
    let damaged = said.unwrap_or(Damaged { said: String::new(), text: String::new() });
    assert!(damaged.said.contains("passed over") && damaged.text.contains("shock.days=-4"), "{damaged:?}");
    let quiet = after(&[typed("shock.days", "9"), Act::Commit, Act::Undo]);
    assert!(quiet.is_some_and(|store| store.damaged.is_none()));
}

#[test]
fn a_kept_plan_that_the_engine_refuses_stays_while_the_page_shows_its_example() {
    let mut plan = Plan::default();
    plan.event.days = -4.0;
    let kept = Kept { plan: plans::Named { id: 3, name: "Narrow".into() }, revision: Some(7) };
    let begun = Store::begin_with(kept.clone(), History::new(plan.clone()));
    assert!(begun.is_ok_and(|store| {
        *store.plan() == Plan::example()
            && store.kept == kept
            && store.damaged.is_some_and(|damaged| damaged.text.contains("shock.days=-4"))
            && store.leaving.is_some_and(|left| *left.history.present() == plan && left.name == "Narrow")
    }));
    let fine = Store::begin_with(kept, History::new(Plan::default()));
    assert!(fine.is_ok_and(|store| *store.plan() == Plan::default() && store.damaged.is_none()));
}

#[test]
fn another_plan_takes_the_page_with_its_own_steps() {
    let other = Kept { plan: plans::Named { id: 3, name: "Narrow".into() }, revision: Some(7) };
    let mut plan = Plan::default();
    plan.event.days = 12.0;
    let acts = [typed("market.vix", "x"), Act::Take(other.clone(), Box::new(History::new(plan)))];
    let store = after(&acts);
    assert!(store.is_some_and(|store| {
        store.kept == other && store.wrong == Wrongs::default() && store.book.plan.event.days == 12.0 && store.steps > 0
    }));
}

#[test]
fn what_is_pinned_stays_while_the_plan_moves_and_can_be_swapped_back() {
    let days = |store: &Store| {
        [Some(store.plan()), store.pinned.as_ref().map(|a| &*a.plan)].map(|plan| plan.map(|plan| plan.event.days))
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
    let store = after(&[Act::Preview("shock.vix".into(), Some(60.0)), Act::Preview("shock.days".into(), Some(9.0))]);
    assert!(store.is_some_and(|store| {
        store.plan().event.vix.is_some_and(|vix| vix.0 == 60.0) && store.plan().event.days == 9.0
    }));
}

/// A plan of these holdings and nothing else.
fn holding(holdings: Vec<Holding>) -> Option<Store> {
    Store::new(History::new(Plan { holdings, ..Plan::default() })).ok()
}

fn done(store: Option<Store>, acts: &[Act]) -> Option<Store> {
    store.map(|mut store| {
        acts.iter().for_each(|act| store.act(act.clone()));
        store
    })
}

const PUT: &str = "condor.short_put";

#[test]
fn each_condor_has_its_own_strikes() {
    let second = |row| Address::new(row, 1);
    let two = [Act::Add(Kind::Condor), Act::turn([(second("condor.days"), Some(20.0))])];
    let before = after(&two);
    let moved = done(before.clone(), &[Act::Preview(second(PUT), Some(6150.0)), Act::Commit]);
    let strikes = |store: &Option<Store>, nth| store.as_ref().and_then(|store| store.strikes(nth));
    let condor = |store: &Option<Store>| store.as_ref().and_then(|store| store.plan().condor(0).cloned());
    let put = |store: &Option<Store>| strikes(store, 1).map(|strikes| strikes[1]);
    assert!(strikes(&before, 0).is_some() && strikes(&moved, 0) == strikes(&before, 0));
    assert!(condor(&before).is_some() && condor(&moved) == condor(&before));
    let others = |strikes: [f64; 4]| [strikes[0], strikes[2], strikes[3]];
    assert_eq!(strikes(&moved, 1).map(others), strikes(&before, 1).map(others));
    assert_eq!(put(&moved), Some(6150.0));
    let nudged = done(moved, &[Act::Nudge(second(PUT), 5.0)]);
    assert_eq!(put(&nudged), Some(6155.0));
    assert_eq!(strikes(&nudged, 0), strikes(&before, 0));
}

#[test]
fn a_credit_is_refused_beside_its_own_condor() {
    let store = after(&[Act::Add(Kind::Condor), Act::Typed(Address::new("condor.fill", 1), "60".into()), Act::Commit]);
    let wrong = store.as_ref().map(|store| store.wrong.iter().map(|(at, _)| at.to_string()).collect::<Vec<_>>());
    assert_eq!(wrong, Some(vec!["condor2.fill".into()]));
    assert!(store.is_some_and(|store| store.wrong.iter().all(|(_, wrong)| wrong.said.starts_with("Condor 2: "))));
}

#[test]
fn without_the_first_condor_the_second_is_the_first() {
    let acts = [
        Act::Add(Kind::Condor),
        Act::turn([(Address::new("condor.contracts", 1), Some(2.0))]),
        Act::Typed(Address::new("condor.days", 1), "soon".into()),
        Act::Typed("condor.delta".into(), "wide".into()),
        Act::Commit,
        Act::Remove(Kind::Condor, 0),
    ];
    let store = after(&acts);
    let wrong = store
        .as_ref()
        .map(|store| store.wrong.iter().map(|(at, wrong)| (at.to_string(), wrong.text.clone())).collect::<Vec<_>>());
    assert_eq!(wrong, Some(vec![("condor.days".into(), "soon".into())]));
    let sold = |store: &Store| store.plan().condors().map(|condor| condor.contracts).collect::<Vec<_>>();
    assert_eq!(store.as_ref().map(sold), Some(vec![2.0]));
    let back = done(store, &[Act::Undo]);
    assert_eq!(back.as_ref().map(sold), Some(vec![5.0, 2.0]));
    assert!(back.is_some_and(|store| store.wrong == Wrongs::default()));
}

#[test]
fn every_kind_is_added_to_an_empty_book_and_taken_away_again() {
    let empty = holding(Vec::new());
    assert!(empty.as_ref().is_some_and(|store| store.report.combined.pnl.0 == 0.0 && store.strikes(0).is_none()));
    for kind in Kind::ALL {
        let one = done(empty.clone(), &[Act::Add(kind)]);
        assert_eq!(
            one.as_ref().map(|store| store.plan().holdings.clone()),
            Some(vec![Holding::new(Terms::added(kind, 0))])
        );
        let two = done(one, &[Act::Duplicate(kind, 0)]);
        assert!(two.as_ref().is_some_and(|store| store.plan().count(kind) == 2 && store.damaged.is_none()), "{kind:?}");
        let none = done(two, &[Act::Remove(kind, 0), Act::Remove(kind, 0), Act::Remove(kind, 0)]);
        assert!(none.is_some_and(|store| store.plan().holdings.is_empty()), "{kind:?}");
    }
}

#[test]
fn acts_on_what_is_not_held_do_nothing() {
    let acts = [
        Act::Duplicate(Kind::Etp, 0),
        Act::Remove(Kind::Pool, 7),
        Act::TakeTerms(3, Box::new(Terms::Pool(Box::default()))),
        Act::Nudge(Address::new(PUT, 4), 5.0),
    ];
    let store = after(&acts);
    assert!(store.is_some_and(|store| *store.plan() == Plan::default() && store.damaged.is_none() && store.steps == 0));
    let empty =
        done(holding(Vec::new()), &[Act::Nudge(PUT.into(), 5.0), typed("pool.low", "1000"), typed("pool.low", "x")]);
    assert!(empty.is_some_and(|store| store.plan().holdings.is_empty() && store.wrong == Wrongs::default()));
}

#[test]
fn a_book_ends_at_a_hundred_and_says_so() {
    let many = (0..MOST).map(|_| Holding { on: false, ..Holding::new(Terms::fresh(Kind::Pool, 0)) }).collect();
    let store = done(holding(many), &[Act::Add(Kind::Condor)]);
    assert!(store.is_some_and(|store| {
        store.plan().holdings.len() == MOST && store.damaged.is_some_and(|damaged| damaged.said.contains("100"))
    }));
}

#[test]
fn a_name_is_a_step_and_one_that_cannot_be_read_is_refused() {
    let named = after(&[typed("condor.name", " January "), Act::Commit]);
    assert!(named.as_ref().is_some_and(|store| store.plan().name(Kind::Condor, 0) == "January"));
    assert!(named.as_ref().is_some_and(|store| store.report.condors.iter().all(|condor| condor.name == "January")));
    assert!(done(named, &[Act::Undo]).is_some_and(|store| *store.plan() == Plan::default()));
    let refused = after(&[typed("condor.name", &"x".repeat(60)), Act::Commit]);
    let is_named = |store: &Store| store.wrong.iter().map(|(at, _)| at.row).eq(["condor.name"]);
    assert!(refused.is_some_and(|store| is_named(&store) && *store.plan() == Plan::default()));
}

#[test]
fn a_strike_moved_under_a_typed_credit_takes_the_credit_with_it() {
    let filled = [typed("condor.fill", "9,40"), Act::Commit];
    let fill = |store: &Option<Store>| store.as_ref().and_then(|store| store.plan().value("condor.fill".into()));
    let strike = |store: &Option<Store>| store.as_ref().and_then(|store| store.plan().value("condor.short_put".into()));
    let before = after(&filled);
    let here = strike(&before).unwrap_or_default();
    assert!(here > 0.0, "a typed credit names its strikes");
    let there = [Act::Preview("condor.short_put".into(), Some(here - 20.0)), Act::Commit];
    let moved = after(&[&filled[..], &there].concat());
    assert!(fill(&moved).is_some_and(|credit| credit < 9.2), "{:?}", fill(&moved));
    let back = [Act::Preview("condor.short_put".into(), Some(here)), Act::Commit];
    let back = after(&[&filled[..], &there, &back].concat());
    assert!(fill(&back).is_some_and(|credit| (credit - 9.4).abs() < 1e-4), "{:?}", fill(&back));
    let undone = after(&[&filled[..], &there, &[Act::Undo]].concat());
    assert_eq!(fill(&undone), Some(9.4));
}
