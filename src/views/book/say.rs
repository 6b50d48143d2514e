//! Say: what notes are written with.

use crate::book::Book;
use crate::plan::address::Address;
use crate::views::report::whole::Note;

/// Notes on their way, each named after its holding where there are several of its kind.
pub(super) struct Say<'a> {
    book: &'a Book,
    /// What was said so far.
    pub(super) notes: Vec<Note>,
}

impl Say<'_> {
    /// Nothing said yet.
    pub(super) fn new(book: &Book) -> Say<'_> {
        Say { book, notes: Vec::new() }
    }

    /// Whether a credit is typed for condor `nth`.
    pub(super) fn has_typed_credit(&self, nth: usize) -> bool {
        self.book.plan.condor(nth).is_some_and(|condor| condor.fill.is_some())
    }

    /// A note on an input of holding `nth` of its kind, or of the whole plan.
    pub(super) fn of(&mut self, row: &'static str, nth: usize, text: impl AsRef<str>) {
        let at = Address::new(row, nth);
        self.notes.push(Note { at, text: format!("{}{}", self.book.plan.whose(at), text.as_ref()) });
    }
}
