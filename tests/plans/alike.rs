//! Alike: two reports of one book whose holdings stand in another order within their kinds.

use second_engine::plan::Plan;
use second_engine::plan::holding::Kind;
use serde_json::Value;

/// How far two numbers may be apart, relative to the larger: the largest pool divides by a slope, which may be small.
const RELATIVE: f64 = 1e-6;
/// The same of the largest number beside them, and of 1: what is left of a difference.
const DUST: f64 = 1e-9;

/// A report of this plan with the ids that its holdings have when number `i` of a kind has become `i + by`.
pub fn renamed(plan: &Plan, by: usize, report: &mut Value) {
    let turned = |word: &str| {
        let kind = Kind::of_word(word.trim_end_matches(|c: char| c.is_ascii_digit()))?;
        let number = &word[kind.word().len()..];
        let nth = if number.is_empty() { 0 } else { number.parse::<usize>().ok()? - 1 };
        (nth < plan.count(kind)).then(|| kind.id((nth + by) % plan.count(kind)))
    };
    rename(report, [""; 2], &turned);
}

/// `field` is the field that the value is in, and what that is a row of.
fn rename(value: &mut Value, [rows, field]: [&str; 2], turned: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, [rows, field], turned)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, one)| rename(one, [field, name], turned)),
        // What a pool is vetted for is named by its row alone.
        Value::String(id) if ["id", "at", "sized_pool", "changes"].contains(&field) && rows != "items" => {
            // A line of the breakdown begins with its group: `pool.fees`, `hedge.layer2`.
            let first = usize::from(["parts", "bars"].contains(&rows));
            let words = id
                .split('.')
                .enumerate()
                .map(|(i, word)| turned(word).filter(|_| i == first).unwrap_or_else(|| word.to_string()));
            *id = words.collect::<Vec<_>>().join(".");
        }
        _ => {}
    }
}

/// Fields that say which of its kind something is, by its place.
const PLACES: [&str; 3] = ["nth", "pool", "layer"];

/// Where two reports do not say the same: rows of a list and words of a sentence may stand in another order.
pub fn differences(a: &Value, b: &Value) -> Vec<String> {
    compare("report", a, b, 1.0)
}

fn compare(at: &str, a: &Value, b: &Value, beside: f64) -> Vec<String> {
    let unless = |same: bool| if same { Vec::new() } else { vec![format!("{at}: {a} and {b}")] };
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            if !a.keys().eq(b.keys()) {
                return vec![format!("{at}: other fields")];
            }
            let beside = largest(a.values()).max(1.0);
            let is_place = |name: &str| PLACES.contains(&name) && a[name].is_u64();
            let rest = a.keys().filter(|name| !is_place(name));
            rest.flat_map(|name| compare(&format!("{at}.{name}"), &a[name], &b[name], beside)).collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let beside = beside.max(largest(a.iter()));
            let each = |i: usize, one: &Value, other: &Value| compare(&format!("{at}[{i}]"), one, other, beside);
            if a.iter().zip(b).enumerate().all(|(i, (one, other))| each(i, one, other).is_empty()) {
                return Vec::new();
            }
            let mut left: Vec<&Value> = b.iter().collect();
            let mut apart = Vec::new();
            for (i, one) in a.iter().enumerate() {
                // Of the rows that are left, the one that is most like it.
                let all = left.iter().map(|other| each(i, one, other)).enumerate();
                if let Some((place, said)) = all.min_by_key(|(_, said)| said.len()) {
                    left.swap_remove(place);
                    apart.extend(said);
                }
            }
            apart
        }
        (Value::Array(a), Value::Array(b)) => vec![format!("{at}: {} rows and {}", a.len(), b.len())],
        (Value::Number(x), Value::Number(y)) => {
            let (x, y) = (x.as_f64().unwrap_or(f64::NAN), y.as_f64().unwrap_or(f64::NAN));
            unless((x - y).abs() <= RELATIVE * x.abs().max(y.abs()) + DUST * beside)
        }
        (Value::String(x), Value::String(y)) => unless(x == y || x.contains(' ') && words(x) == words(y)),
        _ => unless(a == b),
    }
}

/// The words of a sentence, sorted; contracts of layers, `4/4/2`, are several.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || c == '/');
    let mut words: Vec<String> = words.map(|word| word.trim_end_matches([',', ';', '.', ':']).to_lowercase()).collect();
    words.sort();
    words
}

fn largest<'a>(values: impl Iterator<Item = &'a Value>) -> f64 {
    values.filter_map(Value::as_f64).fold(0.0, |most, x| x.abs().max(most))
}
