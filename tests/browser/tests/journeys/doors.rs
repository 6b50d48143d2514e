//! Three doors, one answer: what a script gets from the page is what the library says natively.

use crate::{Journey, expect, report_of, same, shows};
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::{KNOBS, Knob, LISTS, Unit};
use second_engine::plan::{Plan, file, url};
use second_engine::views::json::evaluate_json;
use second_engine::views::report::evaluate;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::{Value, json};

/// Plans that are compared, every knob turned.
const PLANS: usize = 50;
/// Rows that came after the dice were first thrown: the plans drawn stay what they were, and these are turned in two more.
const LATER: [&str; 5] =
    ["market.fast_weight", "market.fast_speed", "market.slow_speed", "market.vol_speed", "condor.vol_shift"];
/// How far two numbers may be apart, relative to the larger.
const RELATIVE: f64 = 1e-9;
const DUST: f64 = 1e-12;

pub const JOURNEYS: &[Journey] = &[
    ("the page's door for scripts gives the library's report for fifty plans", |visit| {
        visit.page.open("")?;
        let (mut plans, mut refused) = (Vec::new(), Vec::new());
        let mut dice = Dice(20_260_101);
        while plans.len() < PLANS {
            let plan = mended(turned(&mut dice), &mut refused)?;
            plans.push(file::text(&plan));
        }
        plans.extend([0, 1].map(|end| file::text(&later_rows_at(end))));
        let whole = plans.len();
        plans.append(&mut refused);
        let answers = answers(visit.page, &plans)?;
        for (i, (text, answer)) in plans.iter().zip(&answers).enumerate() {
            let native = evaluate_json(text);
            expect(native.is_ok() == (i < whole), &native)?;
            agree(&native, answer).map_err(|error| format!("plan {i}: {error}\n{text}"))?;
        }
        Ok(())
    }),
    (
        "the twenty old links and their files give the library's whole reports at the page's door, and open in the page",
        |visit| {
            visit.page.open("")?;
            let old: Vec<Value> = serde_json::from_str(include_str!("../../../golden/vectors/links.json"))?;
            same(old.len(), 20)?;
            let links: Vec<&str> = old.iter().filter_map(|one| one["link"].as_str()).collect();
            let opened = links.iter().map(|link| Ok(file::text(&url::parse(link).map_err(|wrong| wrong.text)?.plan)));
            let mut texts = opened.collect::<Outcome<Vec<String>>>()?;
            // As the program of version 1 wrote it.
            texts.extend(old.iter().map(|one| one["plan"].to_string()));
            let answers = answers(visit.page, &texts)?;
            for (i, (text, answer)) in texts.iter().zip(&answers).enumerate() {
                let native = evaluate_json(text);
                expect(native.is_ok(), &native)?;
                agree(&native, answer).map_err(|error| format!("{}: {error}", links[i % links.len()]))?;
            }
            for link in links {
                visit.page.open(link)?;
                shows(visit.page, &report_of(link)?).map_err(|error| format!("{link}: {error}"))?;
            }
            Ok(())
        },
    ),
    ("the page's door for scripts refuses with the library's sentence, thrown as an Error", |visit| {
        visit.page.open("")?;
        let texts = [
            "",
            "VIX,17",
            "[1, 2]",
            r#"{"name": "left-pad"}"#,
            r#"{"shock": {"vix": 900}}"#,
            r#"{"shock": {"vix": "high"}}"#,
            r#"{"shock": {"vix": 60, "moon": 2}, "zoo": {}}"#,
            r#"{"pool": {"low": 5000}}"#,
            r#"{"condor": {"strikes_by": "level", "short_put": 5900}}"#,
            r#"{"condor": {"contracts": 2.5}}"#,
            r#"{"market": {"vix3m": 9}, "pool": {"low": 5000}}"#,
            r#"{"second_engine": 9, "plan": {}}"#,
        ]
        .map(String::from);
        for (text, answer) in texts.iter().zip(answers(visit.page, &texts)?) {
            let native = evaluate_json(text);
            expect(native.is_err(), text)?;
            agree(&native, &answer).map_err(|error| format!("{text}: {error}"))?;
        }
        Ok(())
    }),
    (
        "whatever no plan can be is refused at the door for scripts in a sentence, a value within one by its name",
        |visit| {
            let page = visit.page;
            page.open("v=2&shock.vix=60")?;
            page.wait_until_all_is_there()?;
            let said = page.run_js(
            "const ring = {}; ring.ring = ring;
             const odd = [undefined, null, 7, NaN, 7n, true, Symbol('plan'), () => 7, class {}, ring, { toJSON() { throw 7 } },
                 { big: 7n }, new Proxy({}, { get() { throw 7 } }), new Date(NaN), [], [[]], new Uint8Array(9), new Map(), window,
                 new String('{}'), new Proxy({}, { getPrototypeOf() { throw 7 } })];
             const within = [NaN, Infinity, -Infinity, undefined, () => 7, Symbol('vix'), 7n, new Map()].map(vix => ({ shock: { vix } }));
             return [odd, within].map(all => all.map(plan => {
                 try { secondEngine.evaluate(plan); return 'a report'; }
                 catch (wrong) { return wrong instanceof window.Error && !(wrong instanceof WebAssembly.RuntimeError) ? wrong.message : 'a trap'; }
             }));",
            &[],
        )?;
            let [odd, within]: [Vec<String>; 2] = serde_json::from_value(said)?;
            expect(odd.len() == 21 && odd.iter().all(|said| said.len() > 9 && said.ends_with('.')), &odd)?;
            let kinds = [
                "NaN",
                "Infinity",
                "-Infinity",
                "undefined",
                "a function",
                "a symbol",
                "a bigint",
                "an object of another kind",
            ];
            same(within, kinds.map(|kind| format!("'vix' is {kind}, which JSON cannot hold.")).into())?;
            let as_object = "JSON.stringify(JSON.parse(secondEngine.evaluate({ shock: { vix: 60 } })).verdict)";
            let as_text = "JSON.stringify(JSON.parse(secondEngine.evaluate('{\"shock\": {\"vix\": 60}}')).verdict)";
            same(page.eval_js(as_object)?, page.eval_js(as_text)?)?;
            shows(page, &report_of("v=2&shock.vix=60")?)
        },
    ),
    ("a plan of nothing but defaults is the report that the page shows", |visit| {
        visit.page.open("")?;
        visit.page.wait_until_all_is_there()?;
        let report = visit.page.eval_js("JSON.parse(secondEngine.evaluate('{}'))")?;
        same(report["verdict"].as_str(), Some(&*visit.page.text("#verdict")?))?;
        same(report["schema"].as_str(), Some("second-engine-report/2"))
    }),
];

/// What the page answers for each text: `report`, or `said` with whether it was an `Error`.
fn answers(page: &Page, texts: &[String]) -> Outcome<Vec<Value>> {
    page.wait_until_all_is_there()?;
    let found = page.run_js(
        "return arguments[0].map(text => {
             try { return { report: secondEngine.evaluate(text) }; }
             catch (wrong) { return { said: wrong.message, error: wrong instanceof window.Error }; }
         });",
        &[json!(texts)],
    )?;
    Ok(serde_json::from_value(found)?)
}

fn agree(native: &Result<String, String>, page: &Value) -> Outcome {
    match native {
        Ok(report) => {
            let theirs = page["report"].as_str().ok_or_else(|| format!("the page refused: {}", page["said"]))?;
            close("report", &serde_json::from_str(report)?, &serde_json::from_str(theirs)?, 0.0)
        }
        Err(said) => same(page, &json!({ "said": said, "error": true })),
    }
}

/// Same shape, same words, numbers within `RELATIVE` of the larger; what is left of a difference within `DUST` of the
/// largest number beside it, in its row or in its list, since exp and pow of the two machines may differ in the last digit.
fn close(at: &str, native: &Value, page: &Value, beside: f64) -> Outcome {
    match (native, page) {
        (Value::Object(a), Value::Object(b)) => {
            same(b.keys().collect::<Vec<_>>(), a.keys().collect())?;
            let largest = beside.max(largest(a.values()));
            let beside = |value: &Value| if value.is_object() { 0.0 } else { largest };
            a.iter().try_for_each(|(key, value)| close(&format!("{at}.{key}"), value, &b[key], beside(value)))
        }
        (Value::Array(a), Value::Array(b)) => {
            same(b.len(), a.len())?;
            let fields = a.iter().filter_map(Value::as_object).flat_map(|one| one.values());
            let largest = largest(a.iter().chain(fields));
            a.iter().zip(b).enumerate().try_for_each(|(i, (a, b))| close(&format!("{at}[{i}]"), a, b, largest))
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            let allowed = (RELATIVE * a.abs().max(b.abs())).max(DUST * beside);
            expect((a - b).abs() <= allowed, (at, "native", a, "page", b))
        }
        _ => expect(native == page, (at, "native", native, "page", page)),
    }
}

/// The largest of these that are numbers, without its sign.
fn largest<'a>(values: impl Iterator<Item = &'a Value>) -> f64 {
    values.filter_map(Value::as_f64).fold(0.0, |most, x| x.abs().max(most))
}

/// The same numbers each time (Knuth's multiplier): good enough to turn knobs.
struct Dice(u64);

impl Dice {
    /// At least 0, below 1.
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The opening plan with one more of every kind, every knob of every holding turned to somewhere in its range: two of
/// three within what its slider offers, one that may follow the model left to it every other time, lists filled in one
/// plan of three.
fn turned(dice: &mut Dice) -> Plan {
    let mut plan = Plan::default();
    for kind in Kind::ALL {
        plan.add_fresh(kind);
    }
    for knob in KNOBS.iter().filter(|knob| !LATER.contains(&knob.id)) {
        for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
            let x = somewhere(knob, nth, &plan, dice);
            // Levels are strikes typed by hand: they are for the rule that the dice chose.
            if !knob.id.starts_with("condor.long") && !knob.id.starts_with("condor.short_") {
                let _ = knob.set(&mut plan, nth, x);
            }
        }
    }
    for nth in 0..plan.count(Kind::Pool) {
        if let Some(pool) = plan.pool_mut(nth).filter(|pool| pool.low > pool.high) {
            (pool.low, pool.high) = (pool.high, pool.low);
        }
    }
    for nth in 0..plan.count(Kind::Condor) {
        let mut strikes = [0.0; 4].map(|_: f64| plan.market.spx.0 * (0.7 + 0.6 * dice.roll()));
        strikes.sort_by(f64::total_cmp);
        let rule = plan.condor(nth).map(|condor| condor.strikes_by);
        plan.pin_strikes(nth, strikes);
        if let (Some(condor), Some(rule)) = (plan.condor_mut(nth), rule) {
            condor.strikes_by = rule;
        }
    }
    if dice.roll() < 0.33 {
        for list in LISTS {
            let _ = list.set_text(&mut plan, list.example);
        }
    }
    plan
}

/// The opening plan with the later rows at the lower or upper end of what their sliders offer.
fn later_rows_at(end: usize) -> Plan {
    let mut plan = Plan::default();
    for knob in KNOBS.iter().filter(|knob| LATER.contains(&knob.id)) {
        let ends = knob.window.map_or([knob.range[0], knob.range[1]], |window| window(&plan, 0));
        let _ = knob.set(&mut plan, 0, Some(ends[end]));
    }
    plan
}

/// A value of the knob's range.
fn somewhere(knob: &Knob, nth: usize, plan: &Plan, dice: &mut Dice) -> Option<f64> {
    let [mut low, mut high, _] = knob.range;
    if let (Some(window), true) = (knob.window, dice.roll() < 0.67) {
        let [from, to] = window(plan, nth);
        (low, high) = (from.clamp(low, high), to.clamp(low, high));
    }
    let (at, links) = (dice.roll(), dice.roll() < 0.5);
    let x = match knob.options() {
        Some(options) => (at * options.len() as f64).floor(),
        None if knob.is_switch() => (at * 2.0).floor(),
        None if knob.is_auto() && links => return None,
        None if knob.is_log => (low.max(1e-9).ln() + at * (high / low.max(1e-9)).ln()).exp().clamp(low, high),
        None => low + at * (high - low),
    };
    Some(if knob.unit == Unit::Count { x.round() } else { x })
}

/// A plan that can be priced: each knob that is at fault goes back to its default. What was refused on the way is
/// kept, for the sentences about it must agree as well.
fn mended(mut plan: Plan, refused: &mut Vec<String>) -> Outcome<Plan> {
    for _ in 0..40 {
        let Err(wrong) = evaluate(&plan) else { return Ok(plan) };
        refused.push(file::text(&plan));
        for fault in &wrong.faults {
            // Nodes of the curve, strikes and edges of the bands must be in order, so none is at fault alone.
            let kin: &[&str] = &["market.vix", "condor.", "hedge_rules."];
            let blamed = |id: &str| {
                let of_smile = |row: &str| matches!(row, "market.skew" | "market.wing" | "market.decay");
                id == fault.at.row
                    || of_smile(id) && of_smile(fault.at.row)
                    || kin.iter().any(|kin| fault.at.row.starts_with(kin) && id.starts_with(kin))
            };
            for knob in KNOBS.iter().filter(|knob| blamed(knob.id)) {
                for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
                    knob.set(&mut plan, nth, knob.initial(nth))?;
                }
            }
            for list in LISTS.iter().filter(|list| list.id == fault.at.row) {
                list.set_text(&mut plan, "")?;
            }
        }
    }
    Err(format!("no way out of {:?}: {}", evaluate(&plan).err(), file::text(&plan)).into())
}
