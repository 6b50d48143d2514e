//! File: the plan as JSON, `{"second_engine": 1, "plan": {…}}`, and back; what Save writes and Open reads.

use serde_json::{Map, Value, json};

use crate::plan::knobs::{Access, KNOBS, Knob, LISTS};
use crate::plan::positions::MOST;
use crate::plan::url::{LinkError, Opened, VERSION};
use crate::plan::{Plan, StrikeRule};
use crate::words::clip;

/// Largest file that is read, in bytes.
pub const LARGEST: usize = 1_000_000;

/// The file's text.
pub fn text(plan: &Plan) -> String {
    let value = json!({ "second_engine": VERSION, "plan": plan });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

/// Reads a file: the whole of it, or a bare plan.
///
/// # Errors
/// The sentence that says what is wrong, with the damaged text.
pub fn open(text: &str) -> Result<Opened, LinkError> {
    read(text).map_err(|said| LinkError::new(said, text))
}

fn read(text: &str) -> Result<Opened, String> {
    if text.trim().is_empty() {
        return Err("This file is empty.".into());
    }
    if text.len() > LARGEST {
        return Err(format!("This file is {} bytes long; a plan is a few thousand.", text.len()));
    }
    let value: Value = serde_json::from_str(text)
        .map_err(|wrong| format!("This file is not JSON: line {}, column {}.", wrong.line(), wrong.column()))?;
    let fields = match value.get("second_engine") {
        Some(version) if version.as_u64() == Some(u64::from(VERSION)) => {
            value.get("plan").ok_or("This file says that it is a plan of Second Engine, but holds none.")?
        }
        Some(version) => {
            let version = clip(&version.to_string());
            return Err(format!("This file is of version {version}; this page reads version {VERSION}."));
        }
        None => &value,
    };
    let known = serde_json::to_value(Plan::default()).map_err(|wrong| wrong.to_string())?;
    let (Some(groups), Some(known)) = (fields.as_object(), known.as_object()) else {
        return Err("This JSON is not a plan of Second Engine.".into());
    };
    if !groups.is_empty() && groups.keys().all(|name| name != MORE_POOLS && !known.contains_key(name)) {
        return Err("This JSON belongs to another program: nothing in it is a part of a plan.".into());
    }
    let mut unknown = Vec::new();
    for (name, group) in groups {
        if name == MORE_POOLS {
            look_at_positions(group, known, &mut unknown)?;
            continue;
        }
        match (known.get(name).and_then(Value::as_object), group.as_object()) {
            (Some(rows), Some(group)) => look_at(name, group, rows, &mut unknown)?,
            (Some(_), None) => return Err(format!("'{name}' in this file must be a group of fields.")),
            (None, _) => unknown.push(clip(name)),
        }
    }
    let plan: Plan = serde_json::from_value(fields.clone()).map_err(|wrong| wrong.to_string())?;
    check(&plan)?;
    Ok(Opened { plan, unknown })
}

/// The list of further positions, each like the group `pool`.
const MORE_POOLS: &str = "more_pools";

fn look_at_positions(list: &Value, known: &Map<String, Value>, unknown: &mut Vec<String>) -> Result<(), String> {
    let (Some(list), Some(rows)) = (list.as_array(), known.get("pool").and_then(Value::as_object)) else {
        return Err(format!("'{MORE_POOLS}' in this file must be a list of positions."));
    };
    if list.len() >= MOST {
        return Err(format!("This file holds {} positions; at most {MOST} are read.", list.len() + 1));
    }
    for (i, position) in list.iter().enumerate() {
        let Some(fields) = position.as_object() else {
            return Err(format!("'{MORE_POOLS}' in this file must be a list of positions."));
        };
        let mut strange = Vec::new();
        look_at("pool", fields, rows, &mut strange).map_err(|said| format!("Pool {}: {said}", i + 2))?;
        unknown.extend(strange.into_iter().map(|key| key.replacen("pool.", &format!("pool{}.", i + 2), 1)));
    }
    Ok(())
}

/// Each field of a group by itself, so that the wrong one can be named.
fn look_at(
    name: &str,
    group: &Map<String, Value>,
    rows: &Map<String, Value>,
    unknown: &mut Vec<String>,
) -> Result<(), String> {
    for (field, value) in group {
        if !rows.contains_key(field) {
            unknown.push(clip(&format!("{name}.{field}")));
            continue;
        }
        let alone = json!({ name: { field: value } });
        if serde_json::from_value::<Plan>(alone).is_err() {
            return Err(format!("'{name}.{field}' in this file cannot be {}.", clip(&value.to_string())));
        }
        if let (Some(value), Some(row)) = (value.as_object(), rows.get(field).and_then(Value::as_object)) {
            let strange = value.keys().filter(|key| !row.contains_key(*key));
            unknown.extend(strange.map(|key| clip(&format!("{name}.{field}.{key}"))));
        }
    }
    Ok(())
}

/// Every number of a plan against its knob's range, the strikes also where they are not in use.
fn check(plan: &Plan) -> Result<(), String> {
    let mut probe = plan.clone();
    probe.condor.strikes_by = StrikeRule::Level;
    check_rows(&mut probe, |_| true)?;
    for index in 1..plan.position_count() {
        let said = probe.on_position(index, |probe| check_rows(probe, |knob| knob.id.starts_with("pool.")));
        said.unwrap_or(Ok(())).map_err(|said| format!("Pool {}: {said}", index + 1))?;
    }
    LISTS.iter().try_for_each(|list| list.check(&(list.get)(plan)))
}

fn check_rows(plan: &mut Plan, is_meant: fn(&Knob) -> bool) -> Result<(), String> {
    for knob in KNOBS.iter().filter(|knob| is_meant(knob)) {
        let Some(x) = knob.value(plan) else { continue };
        knob.check(x)?;
        if let Access::Choice(options, ..) = knob.access {
            let mut same = plan.clone();
            if knob.set(&mut same, Some(x)).is_ok() && same != *plan {
                let names: Vec<&str> = options.iter().map(|(_, label)| *label).collect();
                return Err(format!("{} may be {}.", knob.label, names.join(", ")));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        open(text).map_or_else(|wrong| wrong.text, |_| String::new())
    }

    #[test]
    fn what_is_saved_is_opened() {
        let mut plan = Plan::default();
        plan.shock.days = 0.1 + 0.2;
        plan.condor.fill = Some(crate::units::Points(12.35));
        assert_eq!(LISTS[0].set_text(&mut plan, LISTS[0].example), Ok(()));
        assert_eq!(LISTS[1].set_text(&mut plan, "3:0.009;12:0.008:cpi"), Ok(()));
        assert_eq!(open(&text(&plan)), Ok(Opened { plan, unknown: Vec::new() }));
    }

    #[test]
    fn a_bare_plan_is_a_plan_and_what_it_leaves_out_is_the_default() {
        let opened = open(r#"{"shock": {"vix": 60}}"#);
        assert!(opened.is_ok_and(|o| o.plan.shock.vix.is_some_and(|vix| vix.0 == 60.0) && o.plan.shock.days == 5.0));
    }

    #[test]
    fn each_kind_of_wrong_file_has_its_sentence() {
        assert_eq!(said(" \n"), "This file is empty.");
        assert!(said("VIX,17").contains("not JSON: line 1"));
        assert!(said(r#"{"name": "left-pad", "version": "1.3.0"}"#).contains("another program"));
        assert!(said("[1, 2]").contains("not a plan"));
        assert!(said(r#"{"second_engine": 7, "plan": {}}"#).contains("version 7"));
        assert!(said(r#"{"second_engine": 1}"#).contains("holds none"));
        assert!(said(r#"{"shock": {"vix": "high"}}"#).contains("'shock.vix' in this file cannot be \"high\""));
        assert!(said(r#"{"shock": 5}"#).contains("'shock' in this file must be a group"));
        assert!(said(r#"{"shock": {"vix": 900}}"#).contains("may be 9 points to 150 points"));
        assert!(said(r#"{"condor": {"short_put": -5}}"#).contains("Short put"));
        assert!(said(r#"{"pool": {"tier": 0.02}}"#).contains("Fee tier may be"));
        assert!(
            said(r#"{"market": {"futures": [{"days": 5, "level": 17}, {"days": 3, "level": 17}]}}"#)
                .contains("days must rise")
        );
        assert!(said(&" 1".repeat(LARGEST)).contains("bytes long"));
    }

    #[test]
    fn further_positions_are_saved_opened_and_checked() {
        let mut plan = Plan::default();
        assert!(!text(&plan).contains("more_pools"));
        plan.add_position(crate::plan::PoolPlan { low: 900.0, ..Default::default() });
        assert_eq!(open(&text(&plan)), Ok(Opened { plan, unknown: Vec::new() }));
        assert!(said(r#"{"more_pools": 3}"#).contains("list of positions"));
        assert!(said(r#"{"more_pools": [{"deposit": -4}]}"#).starts_with("Pool 2: Deposit"));
        assert!(said(r#"{"more_pools": [{"deposit": "much"}]}"#).starts_with("Pool 2: 'pool.deposit'"));
        let many = format!(r#"{{"more_pools": [{}]}}"#, ["{}"; 10].join(","));
        assert!(said(&many).contains("11 positions"));
        let unknown = open(r#"{"more_pools": [{"moon": 1}]}"#).map(|opened| opened.unknown);
        assert_eq!(unknown, Ok(vec!["pool2.moon".to_string()]));
    }

    #[test]
    fn fields_that_nobody_knows_are_told_and_the_rest_is_used() {
        let opened = open(r#"{"second_engine": 1, "plan": {"shock": {"days": 3, "moon": 1}, "zoo": {}}}"#);
        let unknown = opened.as_ref().map(|o| o.unknown.clone());
        assert_eq!(unknown, Ok(vec!["shock.moon".to_string(), "zoo".to_string()]));
        assert!(opened.is_ok_and(|o| o.plan.shock.days == 3.0));
    }
}
