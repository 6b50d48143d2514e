//! Legacy: links and files of version 1, in which a plan had one condor, one pool and more of them, three layers, and
//! one each of the rest. They open for ever.

use serde_json::{Map, Value, json};

use super::holding::Kind;

/// Pairs of a link of version 1 under today's keys; of version 2 as they are. Beside them the kinds that version 1
/// showed without holding them: they come as holdings that are off.
pub fn pairs(pairs: Vec<(String, String)>, version: u32) -> (Vec<(String, String)>, Vec<Kind>) {
    if version > 1 {
        return (pairs, Vec::new());
    }
    let mut off = vec![Kind::Strip, Kind::Conversion];
    let mut now = Vec::with_capacity(pairs.len());
    let has = |id: &str| pairs.iter().rev().find(|(key, _)| key == id).map(|(_, word)| word.clone());
    for (kind, key) in [(Kind::Etp, "hedge.etp.kind"), (Kind::Chain, "hedge.chain.kind")] {
        if has(key).is_none_or(|word| word == "none") {
            off.push(kind);
        }
    }
    let mut strips = 0;
    for (key, word) in pairs {
        if matches!(key.as_str(), "hedge.etp.kind" | "hedge.chain.kind") && word == "none" {
            // The holding exists, off.
            now.push((format!("{}.on", key.trim_start_matches("hedge.").trim_end_matches(".kind")), "0".into()));
        } else if let Some(pool) = key.strip_suffix(".strip_per_side").and_then(|head| head.strip_prefix("pool")) {
            if word != "0" && (pool.is_empty() || pool.parse::<usize>().is_ok()) {
                strips += 1;
                let strip = if strips == 1 { "strip".to_string() } else { format!("strip{strips}") };
                now.push((format!("{strip}.per_side"), word));
                now.push((format!("{strip}.pool"), if pool.is_empty() { "1".into() } else { pool.to_string() }));
            }
        } else {
            now.push((key, word));
        }
    }
    (now, off)
}

/// Fields that only a plan of version 1 has.
pub const FIELDS: [&str; 5] = ["condor", "pool", "more_pools", "conversion", "shock"];

/// Fields of the hedge that have become holdings.
const HEDGE: [(&str, &str); 5] =
    [("short", "layer"), ("medium", "layer"), ("long", "layer"), ("etp", "etp"), ("chain", "chain")];

/// Whether these fields are of version 1.
pub fn is_old(fields: &Map<String, Value>) -> bool {
    let in_hedge = |hedge: &Map<String, Value>| HEDGE.iter().any(|(field, _)| hedge.contains_key(*field));
    FIELDS.iter().any(|field| fields.contains_key(*field))
        || fields.get("hedge").and_then(Value::as_object).is_some_and(in_hedge)
}

/// Files wrote every number, the smile of the model book's first text with them: all three of it are nothing typed.
pub fn first_smile(groups: &mut Map<String, Value>) {
    const FIRST: [(&str, f64); 3] = [("skew", -0.53), ("wing", 1.55), ("decay", 0.385)];
    let Some(market) = groups.get_mut("market").and_then(Value::as_object_mut) else { return };
    if FIRST.iter().all(|(field, first)| market.get(*field).and_then(Value::as_f64) == Some(*first)) {
        for (field, _) in FIRST {
            market.remove(field);
        }
    }
}

/// A plan of version 1 with its holdings as a list and its shock as event and response.
///
/// # Errors
/// The sentence that says which part cannot be read.
pub fn plan(fields: &Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut now = fields.clone();
    let mut holdings = Vec::new();
    let group = |name: &str, value: Option<Value>| match value {
        None => Ok(Map::new()),
        Some(Value::Object(group)) => Ok(group),
        Some(_) => Err(format!("'{name}' in this file must be a group of fields.")),
    };
    let condor = group("condor", now.remove("condor"))?;
    holdings.push(held("condor", true, condor));
    let mut pools = vec![group("pool", now.remove("pool"))?];
    match now.remove("more_pools") {
        None => {}
        Some(Value::Array(more)) => {
            for (i, one) in more.into_iter().enumerate() {
                let of = |_| format!("'more_pools' in this file must be a list of positions (number {}).", i + 2);
                pools.push(group("more_pools", Some(one)).map_err(of)?);
            }
        }
        Some(_) => return Err("'more_pools' in this file must be a list of positions.".into()),
    }
    let mut strips = Vec::new();
    for (i, mut pool) in pools.into_iter().enumerate() {
        if let Some(per_side) = pool.remove("strip_per_side").filter(|options| options.as_f64() != Some(0.0)) {
            let terms = json!({ "pool": i + 1, "per_side": per_side });
            strips.push(held("strip", false, terms.as_object().cloned().unwrap_or_default()));
        }
        holdings.push(held("pool", true, pool));
    }
    let mut hedge = group("hedge", now.remove("hedge"))?;
    for (i, (field, kind)) in HEDGE.into_iter().enumerate() {
        let name = format!("hedge.{field}");
        let is_there = hedge.contains_key(field);
        let mut terms = group(&name, hedge.remove(field))?;
        let on = if kind == "layer" {
            terms.remove("on").is_none_or(|on| on != Value::Bool(false))
        } else {
            let none = terms.get("kind").is_none_or(|word| word == "none");
            if none {
                terms.remove("kind");
            }
            !none
        };
        if kind == "layer" {
            let mut whole = serde_json::to_value(super::LayerPlan::nth(i)).unwrap_or_default();
            if let Some(whole) = whole.as_object_mut() {
                whole.extend(terms);
                terms = std::mem::take(whole);
            }
        }
        let is_untouched = match kind {
            "etp" => says_nothing(&terms, super::EtpPlan::default()),
            _ => says_nothing(&terms, super::ChainPlan::default()),
        };
        if kind == "layer" || is_there && (on || !is_untouched) {
            holdings.push(held(kind, on, terms));
        }
    }
    now.insert("hedge".into(), Value::Object(hedge));
    holdings.extend(strips);
    let conversion = group("conversion", now.remove("conversion"))?;
    if !says_nothing(&conversion, super::ConversionPlan::default()) {
        holdings.push(held("conversion", false, conversion));
    }
    now.insert("holdings".into(), Value::Array(holdings));
    let (mut event, mut response) = (Map::new(), Map::new());
    for (field, value) in group("shock", now.remove("shock"))? {
        match field.as_str() {
            "severity" | "correlation" | "band" | "beta_spx" | "beta_vix" => response.insert(field, value),
            _ => event.insert(field, value),
        };
    }
    now.insert("event".into(), Value::Object(event));
    now.insert("response".into(), Value::Object(response));
    Ok(now)
}

/// Whether these terms are the usual ones: a file wrote them all, a link none.
fn says_nothing(terms: &Map<String, Value>, usual: impl serde::Serialize) -> bool {
    let usual = serde_json::to_value(usual).unwrap_or_default();
    terms.iter().all(|(field, value)| {
        let same = &usual[field.as_str()];
        value == same || value.as_f64().is_some_and(|x| same.as_f64() == Some(x))
    })
}

fn held(kind: &str, on: bool, terms: Map<String, Value>) -> Value {
    json!({ "kind": kind, "on": on, "terms": terms })
}
