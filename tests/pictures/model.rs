//! The default plan's figures from the engine, for the charts of the book view.

use second_engine::book::Book;
use second_engine::book::curves::{Heat, Payoff, PayoffAxis};
use second_engine::book::landscape;
use second_engine::plan::Plan;
use second_engine::units::Points;
use second_engine::views::assemble;
use second_engine::views::report::Report;

/// The default plan with VIX ending here, changed.
pub fn book(vix: f64, change: impl FnOnce(&mut Plan)) -> (Book, Report) {
    let mut plan = Plan::default();
    plan.event.vix = Some(Points(vix));
    change(&mut plan);
    let book = Book::resolve(&plan).expect("a plan");
    let report = assemble::report(&book);
    (book, report)
}

/// The payoff of a book over one of its axes.
pub fn payoff(book: &Book, axis: PayoffAxis, count: usize) -> Payoff {
    landscape::payoff(book, &landscape::payoff_places(book, axis, count), None)
}

/// The default plan's payoff with its report.
pub fn opening(axis: PayoffAxis, vix: f64, count: usize) -> (Payoff, Report) {
    let (book, report) = book(vix, |_| ());
    (payoff(&book, axis, count), report)
}

/// The default plan's heat map.
pub fn heat(columns: usize, rows: usize) -> Heat {
    landscape::heat(&book(45.0, |_| ()).0, columns, rows)
}
