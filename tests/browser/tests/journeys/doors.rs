//! Three doors, one answer: what a script gets from the page is what the library says natively.

use crate::plans::{self, Drawn, any_plan};
use crate::{Journey, expect, report_of, same, shows};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use second_engine::book::Book;
use second_engine::plan::knobs::{KNOBS, Knob};
use second_engine::plan::{Plan, file, url};
use second_engine::views::json::evaluate_json;
use second_engine::views::paths;
use second_engine_browser::Outcome;
use second_engine_browser::page::Page;
use serde_json::{Value, json};

/// Plans that are compared.
const PLANS: usize = 50;
const SEED: u64 = 20_260_101;
/// How far two numbers may be apart, relative to the larger.
const RELATIVE: f64 = 1e-9;
const DUST: f64 = 1e-12;

pub const JOURNEYS: &[Journey] = &[
    ("the page's door for scripts gives the library's report for fifty plans", |visit| {
        visit.page.open("")?;
        let [priced, refused] = drawn(PLANS)?;
        same(unturned(&priced), Vec::new())?;
        let plans: Vec<String> = priced.iter().chain(&refused).map(file::text).collect();
        let answers = answers(visit.page, &plans)?;
        for (i, (text, answer)) in plans.iter().zip(&answers).enumerate() {
            let native = evaluate_json(text);
            expect(native.is_ok() == (i < PLANS), &native)?;
            agree(&native, answer).map_err(|error| format!("plan {i}: {error}\n{text}"))?;
        }
        // An engine compiles anew what it runs often: that moves no digit.
        let again = self::answers(visit.page, &plans[..2])?;
        expect(again == answers[..2], "the first plans have other figures when they are asked again")
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
    (
        "the page's doors for paths promise the library's figures to the last digit, one wish after another, and refuse in words",
        |visit| {
            let page = visit.page;
            page.open("")?;
            page.wait_until_all_is_there()?;
            let plan = r#"{"odds": {"paths": 1500}, "market": {"today": "2026-12-01"}, "sizing": {"ruin_cap": 9000}}"#;
            let wishes = json!([
                ["odds", plan],
                ["year", plan],
                ["odds", "{\"odds\": {\"paths\": 0}}"],
                ["year", "{\"holdings\": []}"]
            ]);
            page.run_js(
                "window.said = null;
                 Promise.all(arguments[0].map(([door, plan]) => secondEngine[door](plan).then(
                     report => ({ report }), wrong => ({ said: wrong.message, error: wrong instanceof window.Error }))))
                     .then(said => { window.said = said; });",
                &[wishes],
            )?;
            page.wait_until("window.said !== null")?;
            let answers: Vec<Value> = serde_json::from_value(page.eval_js("window.said")?)?;
            for (door, answer) in ["odds", "year"].into_iter().zip(&answers) {
                agree(&paths::answered(door, plan), answer).map_err(|error| format!("{door}: {error}"))?;
            }
            agree(&paths::answered("odds", r#"{"odds": {"paths": 0}}"#), &answers[2])?;
            agree(&paths::answered("year", r#"{"holdings": []}"#), &answers[3])?;
            // What no plan can be is refused as at the other door.
            page.run_js(
                "window.said = null; secondEngine.year(7).catch(wrong => { window.said = wrong.message; });",
                &[],
            )?;
            page.wait_until("window.said === \"A plan is JSON text, such as '{}', or an object that JSON can hold.\"")
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

/// What the page answers for each text: `report`, or `said` with whether it was an `Error`. A few at a time: a slow engine
/// would answer all of them later than a driver waits.
fn answers(page: &Page, texts: &[String]) -> Outcome<Vec<Value>> {
    page.wait_until_all_is_there()?;
    let mut answers = Vec::new();
    for few in texts.chunks(5) {
        let found = page.run_js(
            "return arguments[0].map(text => {
                 try { return { report: secondEngine.evaluate(text) }; }
                 catch (wrong) { return { said: wrong.message, error: wrong instanceof window.Error }; }
             });",
            &[json!(few)],
        )?;
        answers.extend(serde_json::from_value::<Vec<Value>>(found)?);
    }
    Ok(answers)
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

/// So many plans that can be priced as the laws draw them, and those that were refused on the way.
fn drawn(count: usize) -> Outcome<[Vec<Plan>; 2]> {
    let mut runner = TestRunner::new(plans::config(0, SEED));
    let (mut priced, mut refused) = (Vec::new(), Vec::new());
    while priced.len() < count {
        let Drawn(plan) = any_plan().new_tree(&mut runner).map_err(|why| why.to_string())?.current();
        let list = if Book::resolve(&plan).is_ok() { &mut priced } else { &mut refused };
        list.push(plan);
    }
    Ok([priced, refused])
}

/// Inputs that all these plans leave at one value.
fn unturned(plans: &[Plan]) -> Vec<&'static str> {
    let values = |knob: &Knob| {
        plans
            .iter()
            .filter(|plan| knob.kind().is_none_or(|kind| plan.count(kind) > 0))
            .map(|plan| knob.value(plan, 0))
            .collect::<Vec<_>>()
    };
    let is_left = |knob: &&Knob| values(knob).windows(2).all(|pair| pair[0] == pair[1]);
    KNOBS.iter().filter(is_left).map(|knob| knob.id).collect()
}
