//! Legacy: links and files of version 1, in which a plan had one condor, one pool and more of them, three layers, and
//! one each of the rest; and those of any version in which the hedge's rules were four bands between three edges. They
//! open for ever.

use serde_json::{Map, Value, json};

use super::holding::Kind;
use super::knobs::adaptive::BANDS;
use crate::numbers::by_rising;
use crate::words::{clip, decimal};

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

/// Where the four bands began, with what stood there where nothing was typed; the first began at 0.
const EDGES: [(&str, f64); 3] = [("low_edge", 15.0), ("middle_edge", 20.0), ("high_edge", 25.0)];
/// What was done in them, with what stood there where nothing was typed.
const ACTIONS: [(&str, &str); 4] =
    [("calm", "refresh"), ("normal", "hold"), ("raised", "keep"), ("high", "take_profit")];

/// Whether this field was one of the four bands'.
fn is_of_bands(field: &str) -> bool {
    EDGES.iter().any(|one| one.0 == field) || ACTIONS.iter().any(|one| one.0 == field)
}

/// Bands as rows, from VIX and the action's word: by rising VIX, of two that began together the later, which is what the
/// count of edges below VIX came to.
fn rows(edges: [f64; 3], actions: [String; 4]) -> Vec<(f64, String)> {
    let from = by_rising(edges.to_vec(), |edge| *edge);
    let mut rows: Vec<(f64, String)> = std::iter::once(0.0).chain(from).zip(actions).collect();
    rows.dedup_by(|later, row| {
        let is_same = later.0 == row.0;
        if is_same {
            std::mem::swap(later, row);
        }
        is_same
    });
    rows
}

/// Pairs of a link in which the four bands, where any is named, have become the table.
pub fn bands(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let head = "hedge_rules.";
    let (old, mut now): (Vec<_>, Vec<_>) =
        pairs.into_iter().partition(|(key, _)| key.strip_prefix(head).is_some_and(is_of_bands));
    if old.is_empty() || now.iter().any(|(key, _)| key == BANDS.id) {
        return now;
    }
    let said = |field: &str| {
        let word = old.iter().rev().find(|(key, _)| key.strip_prefix(head) == Some(field)).map(|(_, word)| word.trim());
        word.filter(|word| !word.is_empty())
    };
    let actions = ACTIONS.map(|(field, usual)| said(field).unwrap_or(usual).to_string());
    let words = EDGES.map(|(field, usual)| said(field).map_or_else(|| usual.to_string(), String::from));
    // What is no number stands where it stood, and is told.
    let numbers: Option<Vec<f64>> = words.iter().map(|word| decimal(word)).collect();
    let text: Vec<String> = match numbers.as_deref() {
        Some(&[low, middle, high]) => {
            rows([low, middle, high], actions).into_iter().map(|(from, action)| format!("{from}:{action}")).collect()
        }
        _ => std::iter::once("0".to_string()).chain(words).zip(actions).map(|(a, b)| format!("{a}:{b}")).collect(),
    };
    now.push((BANDS.id.to_string(), text.join(";")));
    now
}

/// The same in the groups of a file.
///
/// # Errors
/// The sentence that says which field cannot be read.
pub fn bands_of_file(groups: &mut Map<String, Value>) -> Result<(), String> {
    let Some(rules) = groups.get_mut("hedge_rules").and_then(Value::as_object_mut) else { return Ok(()) };
    let (mut edges, mut actions) = (EDGES.map(|one| one.1), ACTIONS.map(|one| one.1.to_string()));
    let mut is_named = false;
    let wrong = |field: &str, value: &Value| {
        format!("'hedge_rules.{field}' in this file cannot be {}.", clip(&value.to_string()))
    };
    for (edge, (field, _)) in edges.iter_mut().zip(EDGES) {
        let Some(value) = rules.remove(field) else { continue };
        *edge = value.as_f64().ok_or_else(|| wrong(field, &value))?;
        is_named = true;
    }
    for (action, (field, _)) in actions.iter_mut().zip(ACTIONS) {
        let Some(value) = rules.remove(field) else { continue };
        let word = value.as_str().filter(|word| ACTIONS.iter().any(|one| one.1 == *word));
        *action = word.ok_or_else(|| wrong(field, &value))?.to_string();
        is_named = true;
    }
    if is_named && !rules.contains_key("bands") {
        let row = |(from, all): (f64, String)| json!({ "from": from, "all": all });
        rules.insert("bands".into(), rows(edges, actions).into_iter().map(row).collect());
    }
    Ok(())
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

/// Files of before the ruin cap say nothing of its switch. It is on where nothing is said, so of a promoter's every switch
/// but this one would be off, and he would be a promoter no more.
pub fn promoter_of_before(groups: &mut Map<String, Value>) {
    let rules = groups.get_mut("sizing").and_then(|sizing| sizing.get_mut("rules")).and_then(Value::as_object_mut);
    let Some(rules) = rules.filter(|rules| !rules.contains_key("ruin")) else { return };
    if rules.len() >= RULES_OF_BEFORE && rules.values().all(|on| *on == Value::Bool(false)) {
        rules.insert("ruin".into(), Value::Bool(false));
    }
}

/// Switches that there were before it.
const RULES_OF_BEFORE: usize = 11;

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

#[cfg(test)]
mod tests {
    use crate::plan::rules_hedge::Action;
    use crate::plan::sizing::RuleSwitches;
    use crate::plan::{AdaptivePlan, Plan, file, url};

    /// What was done at this VIX between three edges.
    fn four(edges: [f64; 3], actions: [Action; 4], vix: f64) -> Action {
        actions[edges.iter().filter(|edge| vix >= **edge).count()]
    }

    fn same(plan: &Plan, edges: [f64; 3], actions: [Action; 4]) {
        for vix in (0..=300).map(|i| 0.5 * f64::from(i)) {
            let all = plan.hedge_rules.band(vix).map(|band| band.action(0));
            assert_eq!(all, Some(four(edges, actions, vix)), "VIX {vix} in {:?}", plan.hedge_rules.bands);
        }
        assert!(plan.hedge_rules.bands.iter().all(|band| band.own.is_empty()));
    }

    #[test]
    fn profiles_of_files_from_before_the_ruin_cap_are_the_profiles_that_they_were() {
        for rules in [RuleSwitches::STEWARD, RuleSwitches::default(), RuleSwitches::PROMOTER] {
            let mut plan = Plan::default();
            plan.sizing.rules = rules;
            let now = file::text(&plan);
            let before: String = now.lines().filter(|line| !line.trim().starts_with("\"ruin\": ")).collect();
            // Of the year ahead the fall that is ruin goes with it: it is the usual one.
            assert!(now.contains("\"ruin\": ") && !before.contains("\"ruin\": "), "{now}");
            assert_eq!(file::open(&before).map(|opened| opened.plan.sizing.rules), Ok(rules), "{before}");
        }
        // One that says a few switches alone is no profile.
        let some = file::open(r#"{"sizing": {"rules": {"stress": false, "kelly": false}}}"#);
        assert!(some.is_ok_and(|opened| opened.plan.sizing.rules.ruin && !opened.plan.sizing.rules.stress));
    }

    #[test]
    fn four_bands_of_a_link_and_of_a_file_do_at_every_vix_what_they_did() {
        let [refresh, hold, keep, profit] = Action::ALL;
        let usual = [refresh, hold, keep, profit];
        let cases = [
            ("hedge_rules.low_edge=12", r#"{"low_edge": 12}"#, [12.0, 20.0, 25.0], usual),
            ("hedge_rules.high=keep", r#"{"high": "keep"}"#, [15.0, 20.0, 25.0], [refresh, hold, keep, keep]),
            (
                "hedge_rules.calm=hold&hedge_rules.low_edge=16.5&hedge_rules.high_edge=40&hedge_rules.raised=take_profit",
                r#"{"calm": "hold", "low_edge": 16.5, "high_edge": 40, "raised": "take_profit"}"#,
                [16.5, 20.0, 40.0],
                [hold, hold, profit, profit],
            ),
            // Edges that did not rise.
            ("hedge_rules.low_edge=22", r#"{"low_edge": 22}"#, [22.0, 20.0, 25.0], usual),
            ("hedge_rules.middle_edge=15", r#"{"middle_edge": 15}"#, [15.0, 15.0, 25.0], usual),
        ];
        for (link, text, edges, actions) in cases {
            for version in [1, 2] {
                let Ok(opened) = url::parse(&format!("v={version}&{link}")) else { unreachable!("{link}") };
                assert!(opened.unknown.is_empty());
                same(&opened.plan, edges, actions);
                let whole = format!(r#"{{"second_engine": {version}, "plan": {{"hedge_rules": {text}}}}}"#);
                let Ok(opened) = file::open(&whole) else { unreachable!("{whole}") };
                assert!(opened.unknown.is_empty());
                same(&opened.plan, edges, actions);
            }
        }
        let all = r#"{"hedge_rules": {"low_edge": 15.0, "middle_edge": 20.0, "high_edge": 25.0, "calm": "refresh",
            "normal": "hold", "raised": "keep", "high": "take_profit"}}"#;
        assert_eq!(file::open(all).map(|opened| opened.plan.hedge_rules), Ok(AdaptivePlan::default()));
    }

    #[test]
    fn what_cannot_be_a_band_is_told() {
        let link = |text: &str| url::parse(text).err().map(|wrong| wrong.text).unwrap_or_default();
        assert!(link("v=2&hedge_rules.low_edge=low").contains("From VIX 'low' is not a number"));
        assert!(link("v=2&hedge_rules.high_edge=900").contains("900 does not"));
        assert!(link("v=2&hedge_rules.calm=sell").contains("'0:sell'"));
        let said = |text: &str| file::open(text).err().map(|wrong| wrong.text).unwrap_or_default();
        assert!(said(r#"{"hedge_rules": {"low_edge": "low"}}"#).contains("'hedge_rules.low_edge' in this file"));
        assert!(said(r#"{"hedge_rules": {"calm": "sell"}}"#).contains("'hedge_rules.calm' in this file"));
        assert!(
            said(r#"{"hedge_rules": {"bands": [{"from": 20, "all": "keep"}, {"from": 10, "all": "hold"}]}}"#)
                .contains("10 does not")
        );
    }
}
