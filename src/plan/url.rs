//! Link: the plan as a readable address, `#v=1&shock.vix=60`, and back. Only what differs from the default is
//! written, in the order of the table of knobs.

use crate::plan::knobs::{KNOBS, Knob, LISTS};
use crate::plan::positions::MOST;
use crate::plan::{Plan, PoolPlan};
use crate::words::clip;

/// Version of the link's format.
pub const VERSION: u32 = 1;
/// Longest link that is read, in bytes; the longest that the page writes is a few thousand.
pub const LONGEST: usize = 20_000;

/// Key of the view that a link opens with. It is no part of a plan: the page reads it, every other reader passes it by.
pub const VIEW: &str = "view";

/// Ids that were renamed: the old one, the one it is now. Ids in people's links are forever.
pub static ALIASES: &[(&str, &str)] = &[];

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The plan.
    pub plan: Plan,
    /// Keys that nothing here answers to; the rest was used.
    pub unknown: Vec<String>,
}

/// Why nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// The sentence that the person reads.
    pub text: String,
    /// The damaged text, kept for copying.
    pub damaged: String,
}

impl LinkError {
    /// The sentence, with the text it is about.
    pub fn new(text: impl Into<String>, damaged: &str) -> LinkError {
        LinkError { text: text.into(), damaged: damaged.to_string() }
    }
}

/// The fragment, without `#`, that brings this plan back.
pub fn fragment(plan: &Plan) -> String {
    let mut out = format!("v={VERSION}");
    // What a reader of the link knows so far: a row is written where that differs from the plan.
    let mut known = Plan::default();
    for knob in KNOBS {
        let value = knob.value(plan);
        if value == knob.value(&known) {
            continue;
        }
        out.push_str(&format!("&{}={}", knob.id, knob.link_word(plan).unwrap_or_default()));
        // A value outside its range cannot be read back either; it stays in the link so that the reader is told.
        let _ = knob.set(&mut known, value);
    }
    for list in LISTS {
        if list.text(plan) != list.text(&known) {
            out.push_str(&format!("&{}={}", list.id, list.text(plan)));
        }
    }
    let mut moved = plan.clone();
    for index in 1..plan.position_count() {
        out.push_str(&moved.on_position(index, |plan| position_text(plan, index)).unwrap_or_default());
    }
    out
}

/// The rows of the position that stands first, as `&pool2.low=…`. The deposit is always written: it says that the
/// position exists.
fn position_text(plan: &Plan, index: usize) -> String {
    let mut out = String::new();
    let mut known = Plan::default();
    for knob in position_knobs() {
        let value = knob.value(plan);
        if value == knob.value(&known) && knob.id != ALWAYS {
            continue;
        }
        let row = knob.id.strip_prefix(POOL).unwrap_or(knob.id);
        out.push_str(&format!("&pool{}.{row}={}", index + 1, knob.link_word(plan).unwrap_or_default()));
        let _ = knob.set(&mut known, value);
    }
    out
}

const POOL: &str = "pool.";
const ALWAYS: &str = "pool.deposit";

/// The rows that every position has.
fn position_knobs() -> impl Iterator<Item = &'static Knob> {
    KNOBS.iter().filter(|knob| knob.id.starts_with(POOL))
}

/// `pool2.low` as (2, `pool.low`); `None` for any other key.
fn position_key(key: &str) -> Option<(usize, &'static str)> {
    let (number, row) = key.strip_prefix("pool")?.split_once('.')?;
    let number: usize = number.parse().ok().filter(|n| (2..=MOST).contains(n))?;
    position_knobs().find(|knob| knob.id.strip_prefix(POOL) == Some(row)).map(|knob| (number, knob.id))
}

/// Whether an address' fragment, without `#`, means to be a plan (an anchor in the page does not).
pub fn is_link(fragment: &str) -> bool {
    fragment.contains('=')
}

/// Reads a fragment, without `#`.
///
/// # Errors
/// The sentence that says what is wrong, with the damaged text.
pub fn parse(fragment: &str) -> Result<Opened, LinkError> {
    let wrong = |text: String| LinkError::new(text, fragment);
    if fragment.len() > LONGEST {
        return Err(wrong(format!(
            "This link is {} characters long; at most {LONGEST} are read. The page shows its own example instead.",
            fragment.chars().count()
        )));
    }
    let text = decoded(fragment).ok_or_else(|| wrong("This link holds bytes that are not text.".into()))?;
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for part in text.split('&').filter(|part| !part.is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            return Err(wrong(format!("This link is cut or mixed up: '{}' has no value.", clip(part))));
        };
        let key = ALIASES.iter().find(|(old, _)| *old == key).map_or(key, |(_, now)| now);
        pairs.push((key, value));
    }
    let value = |id: &str| pairs.iter().rev().find(|(key, _)| *key == id).map(|(_, value)| *value);
    match value("v").map(str::parse::<u32>) {
        None | Some(Ok(VERSION)) => {}
        Some(Ok(newer)) if newer > VERSION => {
            return Err(wrong(format!("This link is of version {newer}; this page reads version {VERSION}.")));
        }
        Some(_) => return Err(wrong("This link's version is not a number that exists.".into())),
    }
    let mut plan = Plan::default();
    for knob in KNOBS {
        if let Some(word) = value(knob.id) {
            knob.set_word(&mut plan, word).map_err(wrong)?;
        }
    }
    for list in LISTS {
        if let Some(word) = value(list.id) {
            list.set_text(&mut plan, word).map_err(wrong)?;
        }
    }
    read_positions(&pairs, &mut plan).map_err(wrong)?;
    let is_known = |key: &str| {
        key == "v"
            || key == VIEW
            || KNOBS.iter().any(|knob| knob.id == key)
            || LISTS.iter().any(|list| list.id == key)
            || position_key(key).is_some()
    };
    let unknown = pairs.iter().filter(|(key, _)| !is_known(key)).map(|(key, _)| clip(key)).collect();
    Ok(Opened { plan, unknown })
}

/// Further positions, by rising number; a number that no key has is left out.
fn read_positions(pairs: &[(&str, &str)], plan: &mut Plan) -> Result<(), String> {
    let keys: Vec<((usize, &str), &str)> =
        pairs.iter().filter_map(|(key, word)| Some((position_key(key)?, *word))).collect();
    for number in 2..=MOST {
        if !keys.iter().any(|((n, _), _)| *n == number) {
            continue;
        }
        plan.more_pools.push(PoolPlan::default());
        let word = |id: &str| keys.iter().rev().find(|(key, _)| *key == (number, id)).map(|(_, word)| *word);
        let read = |plan: &mut Plan| {
            position_knobs().try_for_each(|knob| word(knob.id).map_or(Ok(()), |word| knob.set_word(plan, word)))
        };
        let index = plan.more_pools.len();
        plan.on_position(index, read).unwrap_or(Ok(())).map_err(|said| format!("Pool {number}: {said}"))?;
    }
    Ok(())
}

/// Percent signs undone; `None` where the bytes are not UTF-8. A lone % stays what it is.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |k: usize| bytes.get(i + k).and_then(|byte| (*byte as char).to_digit(16));
        match (bytes[i], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (byte, ..) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::{Access, Unit, knob};

    fn said(fragment: &str) -> String {
        parse(fragment).map_or_else(|wrong| wrong.text, |_| String::new())
    }

    #[test]
    fn the_default_plan_is_the_shortest_link() {
        assert_eq!(fragment(&Plan::default()), "v=1");
        assert_eq!(parse("v=1").map(|opened| opened.plan), Ok(Plan::default()));
    }

    #[test]
    fn every_knob_comes_back_exactly() {
        for knob in KNOBS {
            let [low, high, _] = knob.range;
            let values = match knob.access {
                Access::Choice(options, ..) => (0..options.len()).map(|i| Some(i as f64)).collect(),
                Access::Switch(..) => vec![Some(0.0), Some(1.0)],
                _ if knob.unit == Unit::Count => vec![Some(low), Some(7.0), Some(high), None],
                _ => vec![Some(low), Some(low + (high - low) / 3.0), Some(0.1 * low + 0.9 * high), Some(high), None],
            };
            for value in values {
                let mut plan = Plan::default();
                assert_eq!(knob.set(&mut plan, value), Ok(()), "{}", knob.id);
                let link = fragment(&plan);
                let back = parse(&link).map(|opened| opened.plan);
                assert_eq!(back.as_ref().map(|back| knob.value(back)), Ok(knob.value(&plan)), "{link}");
                assert_eq!(back.map(|back| fragment(&back)), Ok(link));
            }
        }
    }

    #[test]
    fn inverted_bounds_come_back_even_where_they_look_like_the_default() {
        let mut plan = Plan::default();
        plan.pool.inverted = true;
        assert_eq!(parse(&fragment(&plan)).map(|opened| opened.plan), Ok(plan));
    }

    #[test]
    fn lists_come_back_exactly() {
        let mut plan = Plan::default();
        for list in LISTS {
            assert_eq!(list.set_text(&mut plan, list.example), Ok(()));
        }
        plan.market.events[1].name = crate::plan::EventName::Cpi;
        assert!(fragment(&plan).contains("market.futures=20:17.6;48:18.9"));
        assert_eq!(parse(&fragment(&plan)).map(|opened| opened.plan), Ok(plan));
    }

    #[test]
    fn further_positions_come_back_exactly() {
        let mut plan = Plan { more_pools: vec![PoolPlan::default(); 3], ..Plan::default() };
        plan.more_pools[1].low = 0.1 + 0.2;
        plan.more_pools[2].inverted = true;
        plan.more_pools[2].vetting.audited = false;
        let link = fragment(&plan);
        assert!(link.contains("&pool2.deposit=30000&pool3.deposit=30000&pool3.low=0.30000000000000004"), "{link}");
        let opened = parse(&link);
        assert_eq!(opened, Ok(Opened { plan, unknown: Vec::new() }));
    }

    #[test]
    fn a_gap_closes_and_a_wrong_position_is_named() {
        let counts = ["v=1&pool7.low=1000", "v=1&pool2.deposit=5&pool9.deposit=6"]
            .map(|link| parse(link).map(|opened| opened.plan.position_count()));
        assert_eq!(counts, [Ok(2), Ok(3)]);
        assert!(said("v=1&pool3.tier=7").starts_with("Pool 3: Fee tier"));
        let unknown = parse("v=1&pool11.low=3&pool2.moon=1").map(|opened| opened.unknown);
        assert_eq!(unknown, Ok(vec!["pool11.low".to_string(), "pool2.moon".to_string()]));
    }

    #[test]
    fn an_unlinked_field_that_is_linked_again_says_so() {
        let mut plan = Plan::default();
        plan.shock.vix = None;
        assert_eq!(fragment(&plan), "v=1&shock.vix=");
        assert_eq!(parse("v=1&shock.vix=").map(|opened| opened.plan), Ok(plan));
    }

    #[test]
    fn a_key_that_nobody_knows_is_told_and_the_rest_is_used() {
        let opened = parse("v=1&shock.vix=60&moon.phase=2");
        assert_eq!(opened.as_ref().map(|o| o.unknown.clone()), Ok(vec!["moon.phase".to_string()]));
        let vix = knob("shock.vix").and_then(|vix| opened.ok().and_then(|o| vix.value(&o.plan)));
        assert_eq!(vix, Some(60.0));
    }

    #[test]
    fn nonsense_is_refused_in_words_and_kept() {
        assert!(said("v=1&shock.vix=NaN").contains("must be a number"));
        assert!(said("v=1&shock.vix=900").contains("may be 9 points to 150 points"));
        assert!(said("v=1&shock.vix=abc").contains("'abc'"));
        assert!(said("v=1&pool.kind=puddle").contains("'puddle'"));
        assert!(said("v=9").contains("version 9"));
        assert!(said("v=1&shock.v").contains("cut"));
        assert!(said("v=1&shock.vix=%ff").contains("bytes"));
        assert!(said(&"x".repeat(100_000)).contains("100000 characters"));
        let damaged = parse("v=1&shock.vix=900").map_err(|wrong| wrong.damaged);
        assert_eq!(damaged, Err("v=1&shock.vix=900".into()));
    }

    #[test]
    fn percent_signs_are_undone_and_a_lone_one_does_no_harm() {
        let opened = parse("v%3D1&market.futures=20%3A17.6%3B48%3A18.9");
        assert!(opened.is_ok_and(|opened| opened.plan.market.futures.len() == 2));
        assert!(said("v=1&shock.vix=4%").contains("'4%'"));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        assert!(parse("shock.days=3&shock.days=9").is_ok_and(|opened| opened.plan.shock.days == 9.0));
    }
}
