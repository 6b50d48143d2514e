//! Search: for which values of one input a claim holds in its own plan. One step is one plan, so that the page can
//! take a turn for each.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::views::learn::claim::{Claim, Outcome, Scan};

/// How many of the values are tried before it is asked where the answer turns.
const COARSE: usize = 16;
/// Values where ratios are equal.
const RATIOS: usize = 256;

impl Scan {
    fn last(&self) -> usize {
        let [from, to] = self.ends;
        if self.step > 0.0 { ((to - from) / self.step).round().max(1.0) as usize } else { RATIOS }
    }

    fn value(&self, i: usize) -> f64 {
        let [from, to] = self.ends;
        if self.step > 0.0 {
            // Without the dust of the sum.
            return (1e9 * (from + self.step * i as f64)).round() / 1e9;
        }
        let x = from * (to / from).powf(i as f64 / self.last() as f64);
        let unit = 10f64.powi(x.abs().log10().floor() as i32 - 2);
        (x / unit).round() * unit
    }
}

/// Over which part of the values that were tried a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// All of them.
    Everywhere,
    /// Some.
    Part,
    /// None.
    Nowhere,
}

/// Where a claim holds: for which values of one input of its own plan, whatever the reader's.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Found {
    /// The input that moves, of the first holding of its kind.
    pub knob: &'static str,
    /// What it is, in words.
    pub name: &'static str,
    /// First and last value with something to test, in the plan's unit; none where no plan has.
    pub tried: Option<[f64; 2]>,
    /// From where to where it holds, both ends tried; several where it comes and goes.
    pub holds: Vec<[f64; 2]>,
    /// Over which part.
    pub reach: Reach,
    /// In one sentence.
    pub text: String,
}

/// A search under way.
pub struct Search {
    claim: &'static Claim,
    scan: Scan,
    plan: Plan,
    book: Option<Book>,
    tried: BTreeMap<usize, Option<Outcome>>,
}

impl Search {
    /// Nothing tried yet; `None` for a note.
    pub fn new(claim: &'static Claim) -> Option<Search> {
        let plan = claim.plan();
        Some(Search { claim, scan: claim.scan?, book: Book::resolve(&plan).ok(), plan, tried: BTreeMap::new() })
    }

    /// Tries one more value; what was found, once there is nothing left to try.
    pub fn step(&mut self) -> Option<Found> {
        let Some(i) = self.next() else { return Some(self.found()) };
        let plan = self.plan_at(i);
        let book = match &self.book {
            Some(book) => book.resolve_beside(&plan),
            None => Book::resolve(&plan),
        };
        self.tried.insert(i, book.ok().map(|book| (self.claim.test)(&book).outcome));
        None
    }

    fn plan_at(&self, i: usize) -> Plan {
        let mut plan = self.plan.clone();
        let _ = plan.set(Address::new(self.scan.knob, 0), Some(self.scan.value(i)));
        plan
    }

    fn next(&self) -> Option<usize> {
        let last = self.scan.last();
        let mut coarse = (0..=COARSE).map(|k| k * last / COARSE);
        coarse.find(|i| !self.tried.contains_key(i)).or_else(|| {
            let mut pairs = self.tried.iter().zip(self.tried.iter().skip(1));
            pairs.find(|((i, a), (j, b))| a != b && *j - *i > 1).map(|((i, _), (j, _))| (i + j) / 2)
        })
    }

    /// Where it holds, of what has been tried.
    fn found(&self) -> Found {
        let known: Vec<(usize, bool)> = self
            .tried
            .iter()
            .filter_map(|(i, outcome)| Some((*i, (*outcome)?)))
            .filter(|(_, outcome)| *outcome != Outcome::NothingToTest)
            .map(|(i, outcome)| (i, outcome == Outcome::Holds))
            .collect();
        let name = self.scan.name;
        let say = |i: usize| (self.scan.say)(&self.plan_at(i));
        let nowhere = Found {
            knob: self.scan.knob,
            name,
            tried: None,
            holds: Vec::new(),
            reach: Reach::Nowhere,
            text: "No plan that was tried has anything to test.".into(),
        };
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return nowhere };
        let (low, high) = (say(first.0), say(last.0));
        let mut runs: Vec<[usize; 2]> = Vec::new();
        for pair in known.chunk_by(|a, b| a.1 == b.1).filter(|run| run[0].1) {
            runs.push([pair[0].0, pair[pair.len() - 1].0]);
        }
        let one = |[from, to]: &[usize; 2]| match (*from == first.0, *to == last.0) {
            _ if from == to => format!("at {}", say(*from)),
            (true, false) => format!("up to {}", say(*to)),
            (false, true) => format!("from {} up", say(*from)),
            _ => format!("from {} to {}", say(*from), say(*to)),
        };
        let (reach, text) = match runs.as_slice() {
            [] => (Reach::Nowhere, format!("{name}: holds nowhere from {low} to {high}.")),
            [[from, to]] if *from == first.0 && *to == last.0 => {
                (Reach::Everywhere, format!("{name}: holds all the way from {low} to {high}."))
            }
            runs => {
                let all: Vec<String> = runs.iter().map(one).collect();
                (Reach::Part, format!("{name}: holds {}; tried from {low} to {high}.", all.join(" and ")))
            }
        };
        let values = |run: [usize; 2]| run.map(|i| self.scan.value(i));
        let holds = runs.iter().copied().map(values).collect();
        Found { tried: Some(values([first.0, last.0])), holds, reach, text, ..nowhere }
    }
}

/// Where a claim holds, in one go; `None` for a note.
pub fn found(claim: &'static Claim) -> Option<Found> {
    let mut search = Search::new(claim)?;
    // Every step tries a value that was not tried before, so the loop ends.
    loop {
        if let Some(found) = search.step() {
            return Some(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::learn::claims::CLAIMS;

    /// Every edge that any claim prints: the plan there comes out as printed, its neighbour the other way; and half way
    /// between two values that were tried and agree nothing else comes out.
    #[test]
    fn where_a_range_ends_the_next_plan_comes_out_the_other_way_for_every_claim() {
        let (mut edges, mut between) = (0, 0);
        for claim in CLAIMS {
            let Some(mut search) = Search::new(claim) else { continue };
            let found = loop {
                if let Some(found) = search.step() {
                    break found;
                }
            };
            // Afresh, from the plan alone.
            let outcome = |i: usize| Book::resolve(&search.plan_at(i)).ok().map(|book| (claim.test)(&book).outcome);
            let tried: Vec<(usize, Option<Outcome>)> = search.tried.iter().map(|(i, outcome)| (*i, *outcome)).collect();
            for pair in tried.windows(2) {
                let [(i, a), (j, b)] = [pair[0], pair[1]];
                if a == b {
                    if j - i > 1 {
                        assert_eq!(outcome((i + j) / 2), a, "{}: {} at {}", claim.id, found.text, (i + j) / 2);
                        between += 1;
                    }
                    continue;
                }
                assert_eq!(j - i, 1, "{}: {}", claim.id, found.text);
                assert_eq!([outcome(i), outcome(j)], [a, b], "{}: {}", claim.id, found.text);
                let inside = if a == Some(Outcome::Holds) { i } else { j };
                if [a, b].contains(&Some(Outcome::Holds)) {
                    let said = (search.scan.say)(&search.plan_at(inside));
                    assert!(found.text.contains(&said), "{}: {} without {said}", claim.id, found.text);
                    edges += 1;
                }
            }
        }
        assert!(edges >= 19 && between > 250, "{edges} edges, {between} between");
    }
}
