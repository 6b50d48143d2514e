//! File: the plan as JSON, `{"second_engine": 2, "plan": {…}}`, and back; what Save writes and Open reads.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::address::Address;
use super::estimates::{self, Estimate};
use super::holding::{Holding, Kind, MOST, Terms};
use super::knobs::{KNOBS, Knob, LISTS, TEXTS};
use super::url::{LinkError, Opened, VERSION};
use super::{CondorPlan, Plan, StrikeRule, legacy};
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
        Some(version) if version.as_u64().is_some_and(|version| (1..=u64::from(VERSION)).contains(&version)) => {
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
    let is_ours =
        |name: &String| known.contains_key(name) || name == "estimates" || legacy::FIELDS.contains(&name.as_str());
    if !groups.is_empty() && !groups.keys().any(is_ours) {
        return Err("This JSON belongs to another program: nothing in it is a part of a plan.".into());
    }
    let is_old = legacy::is_old(groups);
    let mut groups = if is_old { legacy::plan(groups)? } else { groups.clone() };
    legacy::bands_of_file(&mut groups)?;
    let mut unknown = Vec::new();
    let mut plan = Plan::default();
    for (name, group) in &groups {
        if name == "holdings" {
            plan.holdings = holdings(group, &mut unknown)?;
            continue;
        }
        if name == "estimates" {
            plan.estimates = estimates(group)?;
            continue;
        }
        match (known.get(name).and_then(Value::as_object), group.as_object()) {
            (Some(rows), Some(group)) => {
                // The person's file may say 'shock' for both halves of it.
                let shown = if is_old && (name == "event" || name == "response") { "shock" } else { name };
                look_at(shown, group, rows, &mut unknown, |one| {
                    serde_json::from_value::<Plan>(json!({ name: one })).is_ok()
                })?;
            }
            (Some(_), None) => return Err(format!("'{name}' in this file must be a group of fields.")),
            (None, _) => unknown.push(clip(name)),
        }
    }
    let mut rest = groups;
    rest.remove("holdings");
    rest.remove("estimates");
    legacy::first_smile(&mut rest);
    legacy::promoter_of_before(&mut rest);
    let read: Plan = serde_json::from_value(Value::Object(rest)).map_err(|wrong| wrong.to_string())?;
    let plan = Plan { holdings: plan.holdings, estimates: plan.estimates, ..read };
    check(&plan)?;
    estimates::check(&plan.estimates, &plan)?;
    // In one order, whatever the order in which a reader keeps fields.
    unknown.sort();
    Ok(Opened { plan, unknown, absent: Vec::new() })
}

/// The list of inputs that data have set.
fn estimates(list: &Value) -> Result<Vec<Estimate>, String> {
    Vec::deserialize(list)
        .map_err(|wrong| format!("'estimates' in this file cannot be {}: {wrong}.", clip(&list.to_string())))
}

/// The list of holdings, each with the fields of its kind; what a holding leaves out is its kind's.
fn holdings(list: &Value, unknown: &mut Vec<String>) -> Result<Vec<Holding>, String> {
    let Some(list) = list.as_array() else {
        return Err("'holdings' in this file must be a list.".into());
    };
    if list.len() > MOST {
        return Err(format!("This file holds {} holdings; at most {MOST} are read.", list.len()));
    }
    let mut counts = [0; Kind::ALL.len()];
    let mut found = Vec::with_capacity(list.len());
    for (i, one) in list.iter().enumerate() {
        let Some(fields) = one.as_object() else {
            return Err(format!("Holding {} in this file must be a group of fields.", i + 1));
        };
        let word = fields.get("kind").and_then(Value::as_str).unwrap_or_default();
        let Some(kind) = Kind::of_word(word) else {
            return Err(format!("Holding {} in this file is a '{}', which is nothing known.", i + 1, clip(word)));
        };
        let nth = counts[kind as usize];
        counts[kind as usize] += 1;
        let whose = if nth == 0 { String::new() } else { format!("{} {}: ", kind.label(), nth + 1) };
        found.push(holding(kind, nth, fields, unknown).map_err(|said| format!("{whose}{said}"))?);
    }
    Ok(found)
}

fn holding(kind: Kind, nth: usize, fields: &Map<String, Value>, unknown: &mut Vec<String>) -> Result<Holding, String> {
    let head = kind.id(nth);
    unknown.extend(
        fields
            .keys()
            .filter(|key| !["kind", "name", "on", "terms"].contains(&key.as_str()))
            .map(|key| clip(&format!("{head}.{key}"))),
    );
    let fresh = serde_json::to_value(Terms::fresh(kind, nth)).unwrap_or_default();
    let mut whole = fresh.get("terms").and_then(Value::as_object).cloned().unwrap_or_default();
    let empty = Map::new();
    let given = match fields.get("terms") {
        None => &empty,
        Some(terms) => {
            terms.as_object().ok_or_else(|| format!("'{head}.terms' in this file must be a group of fields."))?
        }
    };
    let rows = whole.clone();
    let stands = |terms: Value| Terms::read(kind, terms);
    look_at(&head, given, &rows, unknown, |one| stands(one).is_ok())?;
    whole.extend(given.iter().filter(|(field, _)| rows.contains_key(*field)).map(|(k, v)| (k.clone(), v.clone())));
    let name = match fields.get("name") {
        None => String::new(),
        Some(name) => name.as_str().ok_or_else(|| format!("'{head}.name' in this file must be a text."))?.to_string(),
    };
    let on = match fields.get("on") {
        None => true,
        Some(on) => on.as_bool().ok_or_else(|| format!("'{head}.on' in this file must be true or false."))?,
    };
    let terms = stands(Value::Object(whole)).map_err(|wrong| format!("'{head}' in this file: {wrong}"))?;
    Ok(Holding { name, on, terms })
}

/// Each field of a group by itself, so that the wrong one can be named.
fn look_at(
    name: &str,
    group: &Map<String, Value>,
    rows: &Map<String, Value>,
    unknown: &mut Vec<String>,
    stands: impl Fn(Value) -> bool,
) -> Result<(), String> {
    for (field, value) in group {
        if !rows.contains_key(field) {
            unknown.push(clip(&format!("{name}.{field}")));
            continue;
        }
        if !stands(json!({ field: value })) {
            return Err(format!("'{name}.{field}' in this file cannot be {}.", clip(&value.to_string())));
        }
        if let (Some(value), Some(row)) = (value.as_object(), rows.get(field).and_then(Value::as_object)) {
            let strange = value.keys().filter(|key| !row.contains_key(*key));
            unknown.extend(strange.map(|key| clip(&format!("{name}.{field}.{key}"))));
        }
    }
    Ok(())
}

/// Every number of a plan against its knob's range, the strikes also where they are not in use, and every name.
fn check(plan: &Plan) -> Result<(), String> {
    let mut probe = plan.clone();
    for holding in &mut probe.holdings {
        if let Terms::Condor(CondorPlan { strikes_by, .. }) = &mut holding.terms {
            *strikes_by = StrikeRule::Level;
        }
        // A name that may not stand names nobody.
        let row = super::knobs::text(&format!("{}.name", holding.kind().word()));
        if row.is_some_and(|row| row.check(&holding.name).is_err()) {
            holding.name.clear();
        }
    }
    for knob in KNOBS {
        for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
            let whose = probe.whose(Address::new(knob.id, nth));
            check_row(&probe, knob, nth).map_err(|said| format!("{whose}{said}"))?;
        }
    }
    for text in TEXTS {
        for nth in 0..plan.count(text.kind) {
            text.check(text.value(plan, nth).unwrap_or_default())
                .map_err(|said| format!("{}: {said}", probe.name(text.kind, nth)))?;
        }
    }
    LISTS.iter().try_for_each(|list| list.check_in(plan))
}

fn check_row(plan: &Plan, knob: &Knob, nth: usize) -> Result<(), String> {
    let Some(x) = knob.value(plan, nth) else { return Ok(()) };
    knob.check(x)?;
    if let Some(options) = knob.options() {
        let mut same = plan.clone();
        if knob.set(&mut same, nth, Some(x)).is_ok() && same != *plan {
            let names: Vec<&str> = options.iter().map(|(_, label)| *label).collect();
            return Err(format!("{} may be {}.", knob.label, names.join(", ")));
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
        plan.event.days = 0.1 + 0.2;
        plan.a_condor().fill = Some(crate::units::Points(12.35));
        assert_eq!(LISTS[0].set_text(&mut plan, LISTS[0].example), Ok(()));
        assert_eq!(LISTS[1].set_text(&mut plan, "3:0.009;12:0.008:cpi"), Ok(()));
        assert_eq!(open(&text(&plan)), Ok(Opened { plan, unknown: Vec::new(), absent: Vec::new() }));
    }

    #[test]
    fn a_bare_plan_is_a_plan_and_what_it_leaves_out_is_the_default() {
        let opened = open(r#"{"shock": {"vix": 60}}"#);
        assert!(opened.is_ok_and(|o| o.plan.event.vix.is_some_and(|vix| vix.0 == 60.0) && o.plan.event.days == 5.0));
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
    fn every_kind_of_holding_is_saved_opened_and_checked() {
        let mut plan = Plan::one_more_of_each();
        plan.holdings[1].name = "Spring".into();
        plan.holdings[2].on = false;
        assert_eq!(open(&text(&plan)), Ok(Opened { plan, unknown: Vec::new(), absent: Vec::new() }));
        let held = |holding: &str| said(&format!(r#"{{"holdings": [{{"kind": "pool"}}, {holding}]}}"#));
        assert_eq!(held(r#"{"kind": "pool", "terms": {}}"#), "");
        assert!(held(r#"{"kind": "pool", "terms": {"deposit": -4}}"#).starts_with("Pool 2: Deposit"));
        assert!(held(r#"{"kind": "pool", "terms": {"deposit": "much"}}"#).starts_with("Pool 2: 'pool2.deposit'"));
        assert!(held(r#"{"kind": "puddle"}"#).contains("'puddle'"));
        assert!(held(r#"{"kind": "pool", "on": 1}"#).contains("'pool2.on'"));
        assert!(held("7").contains("Holding 2"));
        let many = format!(r#"{{"holdings": [{}]}}"#, [r#"{"kind": "condor"}"#; 101].join(","));
        assert!(said(&many).contains("101 holdings"));
        assert!(said(r#"{"holdings": {}}"#).contains("must be a list"));
        let unknown = open(r#"{"holdings": [{"kind": "condor", "moon": 1, "terms": {"sun": 2}}]}"#);
        assert_eq!(unknown.map(|o| o.unknown), Ok(vec!["condor.moon".to_string(), "condor.sun".to_string()]));
    }

    #[test]
    fn every_text_that_may_not_stand_names_its_holding() {
        for text in TEXTS {
            for (count, nth, whose) in [(1, 0, ""), (2, 0, " 1"), (2, 1, " 2")] {
                let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
                for _ in 0..count {
                    assert!(plan.add_fresh(text.kind));
                }
                for wrong in ["a".repeat(71), "a\u{202e}b".to_string()] {
                    let mut value = serde_json::to_value(&plan).unwrap_or_default();
                    let (_, field) = text.id.split_once('.').unwrap_or_default();
                    let holding = &mut value["holdings"][nth];
                    let own = if field == "name" { &mut holding["name"] } else { &mut holding["terms"][field] };
                    *own = wrong.as_str().into();
                    let expected = text.check(&wrong).err().unwrap_or_default();
                    assert_eq!(said(&value.to_string()), format!("{}{whose}: {expected}", text.kind.label()));
                }
            }
        }
        // Whatever else is wrong, such a name is not read out.
        let hidden = r#"{"holdings": [{"kind": "pool", "name": "a\u202eb", "terms": {"deposit": -4}}]}"#;
        assert!(said(hidden).starts_with("Deposit"), "{}", said(hidden));
    }

    #[test]
    fn files_of_version_1_open_as_they_were() {
        let opened = open(
            r#"{"second_engine": 1, "plan": {"condor": {"days": 30}, "pool": {"low": 900, "strip_per_side": 2},
                "more_pools": [{"deposit": 7, "moon": 1}], "hedge": {"short": {"on": false, "days": 30, "per_ten": 4, "delta": 0.4},
                "etp": {"kind": "none", "price": 40}, "chain": {"kind": "put"}, "budget": 0.02},
                "conversion": {"days": 60}, "shock": {"severity": 1.7, "days": 9}}}"#,
        );
        let Ok(Opened { plan, unknown, .. }) = opened else { unreachable!("{opened:?}") };
        assert_eq!(unknown, ["pool2.moon"]);
        assert_eq!((plan.condor(0).map(|c| c.days), plan.pool(1).map(|p| p.deposit.0)), (Some(30.0), Some(7.0)));
        assert!(
            !plan.is_on(Kind::Layer, 0) && plan.is_on(Kind::Layer, 1) && plan.layer(2).is_some_and(|l| l.days == 220.0)
        );
        assert!(
            !plan.is_on(Kind::Etp, 0) && plan.is_on(Kind::Chain, 0) && plan.etp(0).is_some_and(|e| e.price.0 == 40.0)
        );
        assert!(!plan.is_on(Kind::Strip, 0) && !plan.is_on(Kind::Conversion, 0));
        assert_eq!((plan.response.severity, plan.event.days, plan.hedge.budget.0), (1.7, 9.0, 0.02));
        assert!(said(r#"{"more_pools": 3}"#).contains("list of positions"));
        assert!(said(r#"{"more_pools": [{"deposit": -4}]}"#).starts_with("Pool 2: Deposit"));
    }

    #[test]
    fn fields_that_nobody_knows_are_told_and_the_rest_is_used() {
        let opened = open(r#"{"second_engine": 1, "plan": {"shock": {"days": 3, "moon": 1}, "zoo": {}}}"#);
        let unknown = opened.as_ref().map(|o| o.unknown.clone());
        assert_eq!(unknown, Ok(vec!["shock.moon".to_string(), "zoo".to_string()]));
        assert!(opened.is_ok_and(|o| o.plan.event.days == 3.0));
    }
}
