//! Shown: what rows and boxes are made from.

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::views::report::Report;

use crate::app::store::wrongs::Wrongs;

/// What rows are made from.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The plan, resolved.
    pub book: &'a Book,
    /// The plan.
    pub plan: &'a Plan,
    /// What it comes to.
    pub report: &'a Report,
    /// What is typed wrong.
    pub wrong: &'a Wrongs,
    /// Which pool the rows of a pool are of, where no address says it.
    pub selected: usize,
    /// What the model fills in; the first screen has only what fills in its own boxes.
    pub derive: fn(&Book, &Report, Address) -> Option<f64>,
}

impl Shown<'_> {
    /// The row's address: of the selected pool where it is a pool's.
    pub fn at(&self, row: &'static str) -> Address {
        let at = Address::from(row);
        if at.is_of(Kind::Pool) { Address { nth: self.selected, ..at } } else { at }
    }

    /// The row of each holding that is meant: the selected pool's where it is a pool's, else every one of its kind.
    pub fn each(&self, row: &'static str) -> impl Iterator<Item = Address> {
        let (at, count) = (self.at(row), Address::from(row).kind().map(|kind| self.plan.count(kind)));
        let places = if at.is_of(Kind::Pool) { at.nth..at.nth + 1 } else { 0..count.unwrap_or(1) };
        places.map(move |nth| Address { nth, ..at })
    }

    /// What the model fills in, in the plan's unit; `None` where a value is typed, or where nothing fills it in.
    pub fn derived(&self, at: Address) -> Option<f64> {
        if self.plan.value(at).is_some() { None } else { (self.derive)(self.book, self.report, at) }
    }
}
