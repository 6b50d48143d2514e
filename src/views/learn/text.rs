//! Text: the model book and the glossary as blocks, from the files in `docs/`, and the sections that a source names.
//!
//! Only what these files use: headings, paragraphs, bullets, numbered items, tables, and `code` in a line.

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// As it stands.
    Plain(String),
    /// Between backquotes: an id.
    Code(String),
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Heading of this level, 1 the title; a section of the model book begins with its number.
    Heading(usize, String),
    /// Paragraph.
    Paragraph(Vec<Span>),
    /// Bullets; a line that goes on under a bullet is a line of it.
    Bullets(Vec<Vec<Vec<Span>>>),
    /// Numbered items, by their number.
    Numbered(Vec<(String, Vec<Span>)>),
    /// Table: head and rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// The blocks of a file's text, in order; what is no mark stays in the words.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let is_next = std::mem::replace(&mut is_open, !line.trim().is_empty());
        let last = all.last_mut().filter(|_| is_next);
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        let level = words.chars().take_while(|c| *c == '#').count();
        if level > 0 && words[level..].starts_with(' ') {
            all.push(Block::Heading(level, words[level..].trim().to_string()));
            is_open = false;
        } else if let Some(item) = line.strip_prefix("- ") {
            let item = vec![spans(item)];
            match last {
                Some(Block::Bullets(items)) => items.push(item),
                _ => all.push(Block::Bullets(vec![item])),
            }
        } else if let Some((number, item)) = numbered(line) {
            let item = (number.to_string(), spans(item));
            match last {
                Some(Block::Numbered(items)) => items.push(item),
                _ => all.push(Block::Numbered(vec![item])),
            }
        } else if words.starts_with('|') {
            let cells: Vec<String> = words.trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect();
            let is_rule = cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| "-:".contains(c)));
            match last {
                Some(Block::Table(..)) if is_rule => {}
                Some(Block::Table(_, rows)) => rows.push(cells),
                _ => all.push(Block::Table(cells, Vec::new())),
            }
        } else {
            match last {
                Some(Block::Bullets(items)) if line.starts_with("  ") => {
                    items.last_mut().into_iter().for_each(|item| item.push(spans(words)));
                }
                Some(Block::Paragraph(paragraph)) => {
                    paragraph.push(Span::Plain(" ".into()));
                    paragraph.extend(spans(words));
                }
                _ => all.push(Block::Paragraph(spans(words))),
            }
        }
    }
    all
}

/// `3. Baseline weight` as number and words.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let (number, item) = line.split_once(". ")?;
    (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some((number, item))
}

fn spans(line: &str) -> Vec<Span> {
    let parts = line.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    // Between every second pair of backquotes.
    let one = |(i, part): (usize, &str)| if i % 2 == 1 { Span::Code(part.into()) } else { Span::Plain(part.into()) };
    parts.map(one).collect()
}

/// The section number that a heading begins with: `11` of `11 Sizing the second engine`.
pub fn number_of(heading: &str) -> Option<&str> {
    let number = heading.split(' ').next()?;
    (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some(number)
}

/// A piece of a source.
#[derive(Clone, Debug, PartialEq)]
pub enum Cited {
    /// Words.
    Words(String),
    /// A section of the model book, as it is cited: `11.5`; empty for the whole book.
    Section(String, String),
}

const BOOK: &str = "odel book";

/// A source in pieces: what it says, and each section of the model book that it cites with the words that cite it.
pub fn cited(source: &str) -> Vec<Cited> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(BOOK) {
        // The letter before it, small or capital, is the book's.
        let start = rest[..at].char_indices().next_back().map_or(at, |(i, _)| i);
        push(&mut found, &rest[..start]);
        let name = &rest[start..at + BOOK.len()];
        rest = &rest[at + BOOK.len()..];
        match section(rest.trim_start()) {
            None => found.push(Cited::Section(name.into(), String::new())),
            Some(first) => {
                found.push(Cited::Section(format!("{name} {first}"), first.into()));
                rest = &rest.trim_start()[first.len()..];
                while let Some(next) = rest.strip_prefix(", ").and_then(section) {
                    push(&mut found, ", ");
                    found.push(Cited::Section(next.into(), next.into()));
                    rest = &rest[2 + next.len()..];
                }
            }
        }
    }
    push(&mut found, rest);
    found
}

fn push(found: &mut Vec<Cited>, words: &str) {
    if !words.is_empty() {
        found.push(Cited::Words(words.into()));
    }
}

/// `11.5` at the start of some words.
fn section(words: &str) -> Option<&str> {
    let end = words.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(words.len());
    let number = words[..end].trim_end_matches('.');
    number.starts_with(|c: char| c.is_ascii_digit()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::{KNOBS, LISTS, help, list_help};
    use crate::sizing::RULES;

    const MODEL: &str = include_str!("../../../docs/model.md");

    fn letters(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    fn words(spans: &[Span]) -> String {
        spans
            .iter()
            .map(|span| match span {
                Span::Plain(x) | Span::Code(x) => x.as_str(),
            })
            .collect()
    }

    fn all_words(blocks: &[Block]) -> String {
        let one = |block: &Block| match block {
            Block::Heading(_, heading) => heading.clone(),
            Block::Paragraph(spans) => words(spans),
            Block::Bullets(items) => items.iter().flatten().map(|line| words(line)).collect(),
            Block::Numbered(items) => items.iter().map(|(n, item)| format!("{n}{}", words(item))).collect(),
            Block::Table(head, rows) => head.iter().chain(rows.iter().flatten()).map(String::as_str).collect(),
        };
        blocks.iter().map(one).collect()
    }

    #[test]
    fn no_word_of_the_model_book_is_lost_and_no_mark_is_left() {
        let blocks = blocks(MODEL);
        assert_eq!(letters(&all_words(&blocks)), letters(MODEL));
        assert!(!MODEL.contains("**") && !MODEL.contains("](") && !MODEL.contains("\n\t"), "a mark that is not read");
        let sections =
            blocks.iter().filter(|block| matches!(block, Block::Heading(2, name) if number_of(name).is_some()));
        assert_eq!(sections.count(), 17);
        for block in &blocks {
            if let Block::Paragraph(spans) = block {
                assert!(!words(spans).starts_with(['-', '#', '|']), "{spans:?}");
            }
        }
    }

    #[test]
    fn each_kind_of_block_is_read() {
        let read = blocks(
            "# T\nOne\ntwo `a.b` three.\n\n- x\n  more\n- y\n1. first\n2. second\n| a | b |\n|---|---|\n| 1 | 2 |",
        );
        let plain = |x: &str| Span::Plain(x.into());
        assert_eq!(
            read,
            [
                Block::Heading(1, "T".into()),
                Block::Paragraph(vec![
                    plain("One"),
                    plain(" "),
                    plain("two "),
                    Span::Code("a.b".into()),
                    plain(" three.")
                ]),
                Block::Bullets(vec![vec![vec![plain("x")], vec![plain("more")]], vec![vec![plain("y")]]]),
                Block::Numbered(vec![("1".into(), vec![plain("first")]), ("2".into(), vec![plain("second")])]),
                Block::Table(vec!["a".into(), "b".into()], vec![vec!["1".into(), "2".into()]]),
            ]
        );
        assert_eq!(blocks(""), []);
    }

    #[test]
    fn a_source_names_its_sections() {
        let section = |said: &str, number: &str| Cited::Section(said.into(), number.into());
        let words = |said: &str| Cited::Words(said.into());
        assert_eq!(cited("Cboe; model book 2"), [words("Cboe; "), section("model book 2", "2")]);
        assert_eq!(
            cited("Model book 11.4, 15"),
            [section("Model book 11.4", "11.4"), words(", "), section("15", "15")]
        );
        assert_eq!(cited("Model book 5; tiers 1.4, 1.1"), [section("Model book 5", "5"), words("; tiers 1.4, 1.1")]);
        assert_eq!(cited("Model book 11, stress cap"), [section("Model book 11", "11"), words(", stress cap")]);
        assert_eq!(cited("Model book"), [section("Model book", "")]);
        assert_eq!(cited("Your broker"), [words("Your broker")]);
        for odd in ["model book 9: 21 days", "odel book", "Model book 1. x", ""] {
            let joined: String = cited(odd)
                .into_iter()
                .map(|one| match one {
                    Cited::Words(x) | Cited::Section(x, _) => x,
                })
                .collect();
            assert_eq!(joined, odd);
        }
    }

    #[test]
    fn every_section_that_a_question_mark_cites_is_in_the_model_book() {
        let mut known = vec![String::new()];
        for block in blocks(MODEL) {
            match block {
                Block::Heading(2, heading) => known.extend(number_of(&heading).map(String::from)),
                Block::Numbered(items) => {
                    let section = known.iter().rev().find(|one| !one.contains('.')).cloned().unwrap_or_default();
                    known.extend(items.into_iter().map(|(number, _)| format!("{section}.{number}")));
                }
                _ => {}
            }
        }
        let knobs = KNOBS.iter().filter_map(|knob| help(knob.id)).map(|help| help.source);
        let sources = knobs
            .chain(LISTS.iter().filter_map(|list| list_help(list.id)).map(|help| help.source))
            .chain(RULES.iter().map(|rule| rule.source));
        let mut count = 0;
        for source in sources {
            for one in cited(source) {
                let Cited::Section(_, number) = one else { continue };
                assert!(known.contains(&number), "{source}: the model book has no section {number}");
                count += 1;
            }
        }
        assert!(count > 100, "{count}");
    }
}
