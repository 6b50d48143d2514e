//! Terms: the glossary in `docs/glossary.md`, read into what the page can search: each term with what is computed, from
//! which inputs, where it stands on the page and in which section of the model book.

use crate::views::learn::text::{Block, Span, blocks};

/// One term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    /// Anchor: the name's first words in small letters.
    pub id: String,
    /// Its name, and others that it goes by.
    pub name: String,
    /// What is computed.
    pub said: String,
    /// Ids of the inputs that it is computed from.
    pub inputs: Vec<String>,
    /// Where it stands: id of the view, and what the place is called there.
    pub places: Vec<(String, String)>,
    /// Sections of the model book.
    pub sections: Vec<String>,
}

impl Term {
    /// Whether it is about every word that is typed: in its name, in what is said of it or in an input's id.
    pub fn has(&self, typed: &str) -> bool {
        let all = format!("{} {} {}", self.name, self.said, self.inputs.join(" ")).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }

    /// Whether its name has every word that is typed.
    fn is_named(&self, typed: &str) -> bool {
        let name = self.name.to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| name.contains(word))
    }
}

/// The terms that are about what is typed, those of that name first; all of them where nothing is typed.
pub fn found<'a>(terms: &'a [Term], typed: &str) -> Vec<&'a Term> {
    let (named, others): (Vec<_>, Vec<_>) =
        terms.iter().filter(|term| term.has(typed)).partition(|term| term.is_named(typed));
    named.into_iter().chain(others).collect()
}

/// The terms of the glossary's text, in its order.
pub fn terms(text: &str) -> Vec<Term> {
    let mut all: Vec<Term> = Vec::new();
    for block in blocks(text) {
        match block {
            Block::Heading(2, name) => {
                let first = name.split(',').next().unwrap_or_default().to_lowercase();
                let id =
                    first.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>();
                all.push(Term { id: id.join("-"), name, ..Term::default() });
            }
            Block::Paragraph(spans) => all.iter_mut().last().into_iter().for_each(|term| term.said = plain(&spans)),
            Block::Bullets(items) => {
                let Some(term) = all.last_mut() else { continue };
                items.iter().flatten().for_each(|line| facet(term, line));
            }
            _ => {}
        }
    }
    all
}

/// `From: …`, `Where: …` or `Book: …`.
fn facet(term: &mut Term, line: &[Span]) {
    let words = plain(line);
    let Some((kind, rest)) = words.split_once(": ") else { return };
    match kind {
        "From" => {
            let code = |span: &Span| if let Span::Code(id) = span { Some(id.clone()) } else { None };
            term.inputs = line.iter().filter_map(code).collect();
        }
        "Where" => {
            let place = |part: &str| {
                let (view, place) = part.split_once(", ")?;
                Some((view.trim().to_lowercase(), place.trim().to_string()))
            };
            term.places = rest.split("; ").filter_map(place).collect();
        }
        "Book" => term.sections = rest.split(", ").map(String::from).collect(),
        _ => {}
    }
}

fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Plain(words) | Span::Code(words) => words.as_str(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::{LISTS, knob};
    use crate::views::learn::text::number_of;

    const GLOSSARY: &str = include_str!("../../../docs/glossary.md");
    const MODEL: &str = include_str!("../../../docs/model.md");

    #[test]
    fn every_term_says_what_it_is_from_which_inputs_and_in_which_section() {
        let all = terms(GLOSSARY);
        let read = blocks(MODEL);
        let numbers = read.iter().filter_map(|block| match block {
            Block::Heading(2, heading) => number_of(heading),
            _ => None,
        });
        let sections: Vec<&str> = numbers.collect();
        for term in &all {
            let name = &term.name;
            assert!(term.said.len() > 40 && term.said.ends_with('.'), "{name}: {}", term.said);
            assert!(!term.inputs.is_empty() && !term.places.is_empty() && !term.sections.is_empty(), "{term:?}");
            for id in &term.inputs {
                assert!(knob(id).is_some() || LISTS.iter().any(|list| list.id == *id), "{name}: no input {id}");
            }
            for section in &term.sections {
                let whole = section.split('.').next().unwrap_or_default();
                assert!(sections.contains(&whole), "{name}: the model book has no section {section}");
            }
            assert!(all.iter().filter(|other| other.id == term.id).count() == 1, "{name} twice");
        }
        assert!(all.len() > 45, "{}", all.len());
    }

    #[test]
    fn the_methods_own_terms_are_found_under_what_one_would_type() {
        let all = terms(GLOSSARY);
        let wanted = [
            "second engine",
            "ALVH",
            "temporal theta",
            "time-shifting",
            "Big Top",
            "A/D divergence",
            "EDR",
            "quick ratio",
            "steward",
            "promoter",
            "false binary",
            "loyalty",
            "motion",
            "vetting",
            "IL cap",
            "stress cap",
            "CVaR",
            "half-Kelly",
            "WACC",
            "CAPM",
            "IRR",
            "baseline",
            "conversion",
            "reversal",
            "MEV index",
            "adaptive layers",
            "LVR",
            "IL",
            "the link",
            "z band",
            "doubling",
            "2-sigma",
            "P/CF",
            "vol point",
            "bends",
            "private leverage layer",
        ];
        for typed in wanted {
            let found = found(&all, typed);
            assert!(found.first().is_some_and(|term| term.is_named(typed)), "{typed}: {:?}", found.first());
        }
        assert_eq!(found(&all, " ").len(), all.len());
        assert!(found(&all, "zzz").is_empty());
        assert!(found(&all, "pool.slippage").iter().any(|term| term.id == "quick-ratio"));
    }
}
