//! Shelf file: every plan that is kept on this device as one file, and the way back.

use second_engine::plan::history::History;
use serde_json::{Value, json};

use crate::app::store::plans::{Named, Plans, Shelf, steps};

/// The field by which such a file is known; its value is the version of the format.
const MARK: &str = "second_engine_plans";
const VERSION: u64 = 1;

/// What the file is called.
pub const NAME: &str = "second-engine-plans.json";

/// Every plan with its name and its steps, as they are kept: also what this page cannot read.
pub fn text<S: Shelf>(plans: &Plans<S>) -> String {
    let one = |plan: &Named| {
        let body = plans.body(plan.id)?;
        Some(json!({ "name": plan.name, "steps": steps(&body).lines().collect::<Vec<_>>() }))
    };
    let all: Vec<Value> = plans.list().iter().filter_map(one).collect();
    format!("{:#}", json!({ MARK: VERSION, "plans": all }))
}

/// Takes the plans of such a file in beside those that are kept, and says how it went; `None` where the text is no such
/// file. A plan that is here already, step by step, is not taken twice.
pub fn take<S: Shelf>(plans: &Plans<S>, text: &str) -> Option<String> {
    // A large file of another kind is not read for nothing.
    if !text.contains(MARK) {
        return None;
    }
    let file: Value = serde_json::from_str(text).ok()?;
    let version = file.get(MARK)?;
    if version.as_u64() != Some(VERSION) {
        return Some(format!("This file of plans is of version {version}; this page reads version {VERSION}."));
    }
    let mut here: Vec<String> = plans.list().iter().filter_map(|plan| plans.body(plan.id)).collect();
    let [mut taken, mut known, mut unread, mut left] = [0_usize; 4];
    for plan in file.get("plans").and_then(Value::as_array).into_iter().flatten() {
        let lines = plan.get("steps").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        let name = plan.get("name").and_then(Value::as_str).unwrap_or_default();
        let Ok(read) = History::read(&text) else {
            unread += 1;
            continue;
        };
        // What is not wholly known stays as it is in the file.
        let text = if read.is_whole { read.history.text() } else { text };
        if found_in(&mut here, &text) {
            known += 1;
            continue;
        }
        let made = if read.is_whole { plans.create(name, &read.history) } else { plans.create_as_it_is(name, &text) };
        *(if made.is_some() { &mut taken } else { &mut left }) += 1;
    }
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => String::new(),
        1 => format!(" 1 {one}."),
        count => format!(" {count} {many}."),
    };
    let said = [
        counted(taken, "plan was taken in: it is in the menu", "plans were taken in: they are in the menu"),
        counted(known, "was here already", "were here already"),
        counted(
            unread,
            "cannot be read by this page and stays in the file",
            "cannot be read by this page and stay in the file",
        ),
        counted(left, "found no room", "found no room"),
    ]
    .concat();
    Some(if said.is_empty() { "This file holds no plan.".into() } else { said.trim_start().to_string() })
}

/// Whether one of these bodies has just these steps; it is taken out, so that a plan and its copy are two.
fn found_in(bodies: &mut Vec<String>, text: &str) -> bool {
    let place = bodies.iter().position(|body| steps(body) == text);
    place.map(|i| bodies.swap_remove(i)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::store::plans::tests::{Fake, days, full, names};

    #[test]
    fn every_plan_goes_out_as_one_file_and_comes_back_on_another_device() {
        let (from, to) = (Fake::default(), Fake::default());
        let (from, to) = (Plans(&from), Plans(&to));
        from.write(&Default::default(), &days(1.0));
        assert!(from.create("Narrow", &days(2.0)).is_some());
        to.write(&Default::default(), &days(3.0));
        let said = take(&to, &text(&from));
        assert_eq!(said.as_deref(), Some("2 plans were taken in: they are in the menu."));
        assert_eq!(names(&to), ["My plan", "My plan 2", "Narrow"]);
        assert_eq!(to.find(days(2.0).present()).map(|(kept, _)| kept.plan.name).as_deref(), Some("Narrow"));
        assert_eq!(take(&to, &text(&from)).as_deref(), Some("2 were here already."));
        assert_eq!(names(&to).len(), 3);
        // A copy is a plan of its own.
        assert!(from.create("Copy", &days(2.0)).is_some());
        let said = take(&to, &text(&from));
        assert_eq!(said.as_deref(), Some("1 plan was taken in: it is in the menu. 2 were here already."));
        assert_eq!(names(&to), ["My plan", "My plan 2", "Narrow", "Copy"]);
    }

    #[test]
    fn what_cannot_be_read_goes_out_as_it_is_and_is_counted_when_it_comes_back() {
        let shelf = Fake::default();
        let plans = Plans(&shelf);
        plans.write(&Default::default(), &days(1.0));
        shelf.put("second-engine.plan", "#4\n=v=99&later.input=3\n");
        let file = text(&plans);
        assert!(file.contains("v=99&later.input=3"), "{file}");
        assert_eq!(
            take(&Plans(&Fake::default()), &file).as_deref(),
            Some("1 cannot be read by this page and stays in the file.")
        );
    }

    #[test]
    fn what_this_page_does_not_know_comes_back_with_the_plan() {
        let later = "-v=3&later.row=1\n=v=2&shock.vix=50&later.input=3\n~later\n";
        let (from, to) = (Fake::default(), Fake::default());
        from.put("second-engine.plan", &format!("#4\n{later}"));
        let (file, to) = (text(&Plans(&from)), Plans(&to));
        to.write(&Default::default(), &days(3.0));
        assert_eq!(take(&to, &file).as_deref(), Some("1 plan was taken in: it is in the menu."));
        assert_eq!(to.body(1).as_deref().map(steps), Some(later));
        assert_eq!(to.read(1).map(|(kept, _)| kept.revision), Some(None));
        assert_eq!(take(&to, &file).as_deref(), Some("1 was here already."));
    }

    #[test]
    fn another_file_is_not_one_of_plans_and_a_full_or_strange_one_is_said() {
        let shelf = Fake::default();
        for other in ["", "{", "[]", "{\"second_engine\":2,\"plan\":{}}", "null"] {
            assert_eq!(take(&Plans(&shelf), other), None, "{other}");
        }
        let said = |text: &str| take(&Plans(&shelf), text).unwrap_or_default();
        assert!(said("{\"second_engine_plans\":7}").contains("version 7"));
        for empty in ["{\"second_engine_plans\":1}", "{\"second_engine_plans\":1,\"plans\":7}"] {
            assert_eq!(said(empty), "This file holds no plan.");
        }
        assert_eq!(
            said("{\"second_engine_plans\":1,\"plans\":[7, {}, {\"name\":3}]}"),
            "3 cannot be read by this page and stay in the file."
        );
        let file = "{\"second_engine_plans\":1,\"plans\":[{\"name\":\"A\",\"steps\":[\"=v=2\"]}]}";
        assert_eq!(take(&Plans(&full()), file).as_deref(), Some("1 found no room."));
        assert_eq!(said(file), "1 plan was taken in: it is in the menu.");
    }
}
