//! Address of a plan: a readable fragment, `#v=2&shock.vix=60`, and back. Only what differs from the default plan is
//! written, in the order of the table of knobs. Ours, for a
//! fragment whose every `%` was escaped by a mail program, and one with a lone `%`, are read too.

use super::Plan;
use super::address::Address;
use super::estimates;
use super::holding::{Holding, Kind, MOST, Terms, opening};
use super::knobs::{KNOBS, LISTS, TEXTS};
use super::legacy;
use crate::numbers::by_rising;
use crate::words::clip;

/// Version of the link's format.
pub const VERSION: u32 = 2;
/// Longest link that is read and given out, in bytes; a plan of a hundred holdings takes some ten thousand.
pub const LONGEST: usize = 60_000;

/// Key that lists the kinds of what is held, where that differs from the plan that the page opens with.
const HOLDINGS: &str = "holdings";
/// Key that lists the inputs that data have set.
const DATA: &str = "data";
/// Key of the view that the page shows: the page's affair.
pub const VIEW: &str = "view";

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The plan.
    pub plan: Plan,
    /// Keys that nothing here answers to; the rest was used.
    pub unknown: Vec<String>,
    /// Inputs of holdings that the plan does not hold, by the number that they had; a file has none.
    pub absent: Vec<Address>,
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
    let kinds: Vec<Kind> = plan.holdings.iter().map(Holding::kind).collect();
    if kinds != opening().iter().map(Holding::kind).collect::<Vec<_>>() {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        out.push_str(&format!("&{HOLDINGS}={}", words.join(",")));
    }
    // What a reader of the link knows so far: a row is written where that differs from the plan.
    let mut known = Plan { holdings: fresh(&kinds), ..Plan::default() };
    for knob in KNOBS {
        for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
            let value = knob.value(plan, nth);
            if value == knob.value(&known, nth) {
                continue;
            }
            let word = knob.link_word(plan, nth).unwrap_or_default();
            out.push_str(&format!("&{}={word}", Address::new(knob.id, nth)));
            // A value outside its range cannot be read back either; it stays in the link so that the reader is told.
            let _ = knob.set(&mut known, nth, value);
        }
    }
    for text in TEXTS {
        for nth in 0..plan.count(text.kind) {
            if let Some(value) = text.value(plan, nth).filter(|value| !value.is_empty()) {
                out.push_str(&format!("&{}={}", Address::new(text.id, nth), encoded(value)));
            }
        }
    }
    for list in LISTS {
        let text = list.text(plan);
        if text != list.text(&known) {
            out.push_str(&format!("&{}={text}", list.id));
        }
    }
    if !plan.estimates.is_empty() {
        out.push_str(&format!("&{DATA}={}", estimates::words(&plan.estimates)));
    }
    out
}

/// Fresh holdings of these kinds.
fn fresh(kinds: &[Kind]) -> Vec<Holding> {
    let mut counts = [0; Kind::ALL.len()];
    let one = |kind: &Kind| {
        let nth = counts[*kind as usize];
        counts[*kind as usize] += 1;
        Holding::new(Terms::fresh(*kind, nth))
    };
    kinds.iter().map(one).collect()
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
    if fragment.len() <= LONGEST {
        return recall(fragment);
    }
    let said = format!(
        "This link is {} characters long; at most {LONGEST} are read. The page shows its own example instead.",
        fragment.chars().count()
    );
    Err(LinkError::new(said, fragment))
}

/// The same for what the page has kept itself, however long it is.
///
/// # Errors
/// The sentence that says what is wrong, with the damaged text.
pub fn recall(fragment: &str) -> Result<Opened, LinkError> {
    read(fragment).map_err(|said| LinkError::new(said, fragment))
}

/// The fragment of a link to this plan; empty where it is too long to be read.
pub fn link(plan: &Plan) -> String {
    Some(fragment(plan)).filter(|link| link.len() <= LONGEST).unwrap_or_default()
}

fn read(fragment: &str) -> Result<Opened, String> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let undone = |part: &str| decoded(part).ok_or("This link holds bytes that are not text.");
    for part in fragment.split('&').filter(|part| !part.is_empty()) {
        if let Some((key, value)) = part.split_once('=') {
            pairs.push((undone(key)?, undone(value)?));
            continue;
        }
        // Programs that pass links on may encode the signs between keys and values too.
        for part in undone(part)?.split('&') {
            let Some((key, value)) = part.split_once('=') else {
                return Err(format!("This link is cut or mixed up: '{}' has no value.", clip(part)));
            };
            pairs.push((key.to_string(), value.to_string()));
        }
    }
    let value = |id: &str| pairs.iter().rev().find(|(key, _)| key == id).map(|(_, value)| value.as_str());
    let version = match value("v").map(str::parse::<u32>) {
        None => VERSION,
        Some(Ok(version)) if (1..=VERSION).contains(&version) => version,
        Some(Ok(newer)) if newer > VERSION => {
            return Err(format!(
                "This link is of version {newer}; this page reads version {VERSION}. Update the page."
            ));
        }
        Some(_) => return Err("This link's version is not a number that exists.".into()),
    };
    let mut plan = Plan::default();
    let listed = value(HOLDINGS).map(kinds).transpose()?;
    let estimates = value(DATA).map(estimates::read).transpose()?.unwrap_or_default();
    if let Some(kinds) = &listed {
        plan.holdings = fresh(kinds);
    }
    let (pairs, switched_off) = legacy::pairs(legacy::bands(pairs), version);
    let mut keys: Vec<(Address, &str)> = Vec::new();
    let (mut unknown, mut absent) = (Vec::new(), Vec::new());
    for (key, word) in &pairs {
        match Address::read(key) {
            Some(at) => keys.push((at, word)),
            None if ["v", HOLDINGS, VIEW, DATA].contains(&key.as_str()) => {}
            None => unknown.push(clip(key)),
        }
    }
    let named = if listed.is_some() {
        // A holding that the list does not have.
        keys.retain(|(at, _)| {
            let exists = at.kind().is_none_or(|kind| at.nth < plan.count(kind));
            if !exists {
                absent.push(*at);
            }
            exists
        });
        Vec::new()
    } else {
        // In version 1 the numbers of a link could have gaps.
        missing(&mut plan, &mut keys, &switched_off, version == 1, &mut absent)
    };
    write(&mut plan, &keys, &named)?;
    estimates::check(&estimates, &plan)?;
    plan.estimates = estimates;
    Ok(Opened { plan, unknown, absent })
}

/// Adds the holdings that keys name beyond those of the default plan, by rising number; one behind a gap does not
/// exist, or moves up where there may be gaps. Comes back with the number that each added one had in the link.
fn missing(
    plan: &mut Plan,
    keys: &mut Vec<(Address, &str)>,
    switched_off: &[Kind],
    has_gaps: bool,
    absent: &mut Vec<Address>,
) -> Vec<((Kind, usize), usize)> {
    let mut named = Vec::new();
    for kind in Kind::ALL {
        let there = plan.count(kind);
        let numbers =
            keys.iter().filter(|(at, _)| at.kind() == Some(kind) && at.nth >= there).map(|(at, _)| at.nth).collect();
        let mut numbers: Vec<usize> = by_rising(numbers, |nth| *nth as f64);
        numbers.dedup();
        for number in numbers {
            let nth = plan.count(kind);
            let mut holding = Holding::new(Terms::fresh(kind, nth));
            holding.on = !switched_off.contains(&kind);
            if number >= MOST || (number > nth && !has_gaps) || !plan.add(holding) {
                let is_far = |at: &Address| at.kind() == Some(kind) && at.nth == number;
                absent.extend(keys.iter().map(|(at, _)| *at).filter(is_far));
                keys.retain(|(at, _)| !is_far(at));
                continue;
            }
            for (at, _) in keys.iter_mut().filter(|(at, _)| at.kind() == Some(kind) && at.nth == number) {
                at.nth = nth;
            }
            named.push(((kind, nth), number));
        }
    }
    named
}

/// Writes every key in the order of the table of knobs; of two equal ones the last counts.
fn write(plan: &mut Plan, keys: &[(Address, &str)], named: &[((Kind, usize), usize)]) -> Result<(), String> {
    let of = |row: &'static str| {
        let mut found: Vec<(Address, &str)> = Vec::new();
        for (at, word) in keys.iter().rev().filter(|(at, _)| at.row == row) {
            if !found.iter().any(|(other, _)| other == at) {
                found.push((*at, *word));
            }
        }
        by_rising(found, |(at, _)| at.nth as f64)
    };
    // An error names a holding by the number that the link gave it.
    let whose = |plan: &Plan, at: Address| match at.kind() {
        Some(kind) => {
            let number = named.iter().find(|(to, _)| *to == (kind, at.nth)).map(|(_, number)| number + 1);
            number.map_or_else(|| plan.whose(at), |number| format!("{} {number}: ", kind.label()))
        }
        None => String::new(),
    };
    for knob in KNOBS {
        for (at, word) in of(knob.id) {
            knob.set_word(plan, at.nth, word).map_err(|said| format!("{}{said}", whose(plan, at)))?;
        }
    }
    for text in TEXTS {
        for (at, word) in of(text.id) {
            text.set(plan, at.nth, word).map_err(|said| format!("{}{said}", whose(plan, at)))?;
        }
    }
    for list in LISTS {
        for (_, word) in of(list.id) {
            list.set_text(plan, word)?;
        }
    }
    Ok(())
}

/// The kinds of a list of words.
fn kinds(words: &str) -> Result<Vec<Kind>, String> {
    let one = |word: &str| {
        Kind::of_word(word.trim()).ok_or_else(|| format!("This link holds a '{}', which is nothing known.", clip(word)))
    };
    let kinds: Vec<Kind> = words.split(',').filter(|word| !word.is_empty()).map(one).collect::<Result<_, _>>()?;
    if kinds.len() > MOST {
        return Err(format!("This link holds {} holdings; at most {MOST} are read.", kinds.len()));
    }
    Ok(kinds)
}

/// A name as it stands in a link.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
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
    use crate::plan::knobs::{Unit, knob};
    use crate::units::{Frac, Usd};

    fn said(fragment: &str) -> String {
        parse(fragment).map_or_else(|wrong| wrong.text, |_| String::new())
    }

    #[test]
    fn the_default_plan_is_the_shortest_link() {
        assert_eq!(fragment(&Plan::default()), "v=2");
        for link in ["v=2", "v=1", ""] {
            assert_eq!(parse(link).map(|opened| opened.plan), Ok(Plan::default()));
        }
    }

    #[test]
    fn every_knob_of_every_holding_comes_back_exactly() {
        for knob in KNOBS {
            let [low, high, _] = knob.range;
            let values = match knob.options() {
                Some(options) => (0..options.len()).map(|i| Some(i as f64)).collect(),
                None if knob.is_switch() => vec![Some(0.0), Some(1.0)],
                None if knob.unit == Unit::Count => vec![Some(low), Some(7.0), Some(high), None],
                None if knob.unit == Unit::Day => vec![Some(low), Some(20_785.0), Some(high), None],
                None => {
                    vec![Some(low), Some(low + (high - low) / 3.0), Some(0.1 * low + 0.9 * high), Some(high), None]
                }
            };
            for value in values {
                let mut plan = Plan::one_more_of_each();
                let nth = knob.kind().map_or(0, |kind| plan.count(kind) - 1);
                assert_eq!(knob.set(&mut plan, nth, value), Ok(()), "{}", knob.id);
                let link = fragment(&plan);
                let back = parse(&link);
                assert_eq!(back.as_ref().map(|back| &back.plan), Ok(&plan), "{link}");
                assert_eq!(back.map(|back| fragment(&back.plan)), Ok(link));
            }
        }
    }

    #[test]
    fn names_come_back_whatever_is_in_them() {
        let mut plan = Plan::one_more_of_each();
        plan.holdings[0].name = "a & b = 50 % #1 – ä".into();
        plan.holdings[3].name = "pool2.low=3".into();
        let opened = parse(&fragment(&plan));
        assert_eq!(opened, Ok(Opened { plan: plan.clone(), unknown: Vec::new(), absent: Vec::new() }));
        // The number that tells two of a name apart is said and not kept.
        for holding in &mut plan.holdings {
            holding.name = "A".into();
        }
        let link = fragment(&plan);
        assert!(plan.count(Kind::Pool) > 1 && plan.name(Kind::Pool, 1) == "A 2" && !link.contains("A%202"), "{link}");
        assert_eq!(parse(&link), Ok(Opened { plan, unknown: Vec::new(), absent: Vec::new() }));
    }

    #[test]
    fn a_plan_too_long_for_a_link_has_none() {
        let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
        while plan.add(Holding { name: "\u{1f984}".repeat(40), ..Holding::new(Terms::fresh(Kind::Pool, 0)) }) {
            let (fragment, link) = (fragment(&plan), link(&plan));
            assert_eq!(link == fragment, fragment.len() <= LONGEST);
            assert_eq!(parse(&fragment).is_ok(), !link.is_empty());
            assert_eq!(recall(&fragment).map(|opened| opened.plan).as_ref(), Ok(&plan));
        }
        for pool in &mut plan.holdings {
            if let Terms::Pool(pool) = &mut pool.terms {
                (pool.deposit, pool.low, pool.high) = (Usd(12345.678901234), 1000.123456789, 4000.98765432);
                (pool.fee_apr, pool.width, pool.gas) = (Frac(0.061234567891), Frac(0.123456789012), Usd(12.345678901));
            }
        }
        assert_eq!(link(&plan), "");
        assert_eq!(recall(&fragment(&plan)), Ok(Opened { plan, unknown: Vec::new(), absent: Vec::new() }));
    }

    #[test]
    fn an_empty_book_has_a_link() {
        let plan = Plan { holdings: Vec::new(), ..Plan::default() };
        assert_eq!(fragment(&plan), "v=2&holdings=");
        assert_eq!(parse("v=2&holdings=").map(|opened| opened.plan), Ok(plan));
        assert!(said("v=2&holdings=condor,moon").contains("'moon'"));
        assert!(said(&format!("v=2&holdings={}", ["pool"; 101].join(","))).contains("101 holdings"));
    }

    #[test]
    fn a_holding_that_the_list_does_not_have_is_told() {
        let opened = parse("v=2&holdings=condor&pool.low=1000&condor.days=30");
        assert_eq!(opened.as_ref().map(|o| &o.absent[..]), Ok(&["pool.low".into()][..]));
        assert!(opened.is_ok_and(|o| o.unknown.is_empty() && o.plan.condor(0).is_some_and(|c| c.days == 30.0)));
    }

    #[test]
    fn what_version_1_showed_without_holding_it_comes_switched_off() {
        let plan = |link: &str| parse(link).map(|opened| (opened.plan, opened.unknown.len())).unwrap_or_default();
        let (off, _) = plan("v=1&hedge.etp.price=40&pool.strip_per_side=3&conversion.days=60");
        for kind in [Kind::Etp, Kind::Strip, Kind::Conversion] {
            assert!(off.count(kind) == 1 && !off.is_on(kind, 0), "{kind:?}");
        }
        assert!(off.strip(0).is_some_and(|strip| strip.per_side == 3.0 && strip.pool == 1.0));
        let (on, unknown) =
            plan("v=1&hedge.etp.kind=calls&hedge.chain.kind=vault&hedge.short.on=0&hedge.long.strike=30");
        assert!(on.is_on(Kind::Etp, 0) && on.is_on(Kind::Chain, 0) && !on.is_on(Kind::Layer, 0) && unknown == 0);
        assert!(on.layer(2).is_some_and(|layer| layer.strike.is_some_and(|strike| strike.0 == 30.0)));
    }

    #[test]
    fn inverted_bounds_come_back_even_where_they_look_like_the_default() {
        let mut plan = Plan::default();
        plan.a_pool().inverted = true;
        assert_eq!(parse(&fragment(&plan)).map(|opened| opened.plan), Ok(plan));
    }

    #[test]
    fn lists_come_back_exactly() {
        let mut plan = Plan::default();
        for list in LISTS {
            assert_eq!(list.set_text(&mut plan, list.example), Ok(()));
        }
        assert!(fragment(&plan).contains("market.futures=20:17.6;48:18.9"));
        assert_eq!(parse(&fragment(&plan)).map(|opened| opened.plan), Ok(plan));
    }

    #[test]
    fn further_pools_come_back_exactly() {
        let mut plan = Plan::default();
        for _nth in 1..4 {
            plan.add_fresh(Kind::Pool);
        }
        if let Some(pool) = plan.pool_mut(2) {
            pool.low = 0.1 + 0.2;
        }
        if let Some(pool) = plan.pool_mut(3) {
            pool.inverted = true;
            pool.vetting.audited = Some(false);
        }
        let link = fragment(&plan);
        assert!(link.contains("&pool3.low=0.30000000000000004"), "{link}");
        let opened = parse(&link);
        assert_eq!(opened, Ok(Opened { plan, unknown: Vec::new(), absent: Vec::new() }));
    }

    #[test]
    fn a_gap_closes_and_a_wrong_pool_is_named() {
        let counts = ["v=1&pool7.low=1000", "v=1&pool2.deposit=5&pool9.deposit=6"]
            .map(|link| parse(link).map(|opened| opened.plan.count(Kind::Pool)));
        assert_eq!(counts, [Ok(2), Ok(3)]);
        assert!(said("v=1&pool3.tier=7").starts_with("Pool 3: Fee tier"), "{}", said("v=1&pool3.tier=7"));
        let opened = parse("v=1&pool1000.low=3&pool2.moon=1").map(|opened| (opened.unknown, opened.absent));
        assert_eq!(opened, Ok((vec!["pool2.moon".to_string()], vec![Address::new("pool.low", 999)])));
    }

    #[test]
    fn a_holding_behind_a_gap_does_not_exist_and_is_told() {
        let opened = parse("v=2&pool2.deposit=5&pool4.deposit=1000&layer9.days=30&shock.vix=60");
        let opened = opened.map(|o| (o.plan.count(Kind::Pool), o.plan.count(Kind::Layer), o.unknown, o.absent));
        let absent = vec![Address::new("pool.deposit", 3), Address::new("layer.days", 8)];
        assert_eq!(opened, Ok((2, 3, Vec::new(), absent)));
    }

    #[test]
    fn an_unlinked_field_that_is_linked_again_says_so() {
        let mut plan = Plan::default();
        plan.event.vix = None;
        assert_eq!(fragment(&plan), "v=2&shock.vix=");
        assert_eq!(parse("v=1&shock.vix=").map(|opened| opened.plan), Ok(plan));
    }

    #[test]
    fn a_key_that_nobody_knows_is_told_and_the_rest_is_used() {
        let opened = parse("v=1&shock.vix=60&moon.phase=2");
        assert_eq!(opened.as_ref().map(|o| o.unknown.clone()), Ok(vec!["moon.phase".to_string()]));
        let vix = knob("shock.vix").and_then(|vix| opened.ok().and_then(|o| vix.value(&o.plan, 0)));
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
        assert!(parse("shock.days=3&shock.days=9").is_ok_and(|opened| opened.plan.event.days == 9.0));
    }
}
