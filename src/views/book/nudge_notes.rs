//! What a nudge reaches, said beside its input.

use crate::book::Book;
use crate::book::nudges::{self, Nudge};
use crate::views::book::say::Say;
use crate::words::{listed, number, percent, usd};

/// One sentence for each nudge that is set.
pub(super) fn of(book: &Book, say: &mut Say) {
    let event = &book.plan.event;
    if [event.rate, event.differential, event.dollar].iter().all(|change| change.0 == 0.0) {
        return;
    }
    for nudge in nudges::of(book).iter().filter(|nudge| nudge.change.0 != 0.0) {
        let row = match nudge.id {
            "rate" => "shock.rate",
            "differential" => "shock.differential",
            _ => "shock.dollar",
        };
        say.of(row, 0, sentence(nudge));
    }
}

/// `Alone it moves a token that follows by −2.0 % …`.
fn sentence(nudge: &Nudge) -> String {
    let one = |reach: &crate::book::nudges::Reach| {
        let moved = percent(reach.elasticity * nudge.change.0, 2);
        let by = number(crate::words::rounded(reach.elasticity, 3));
        let dollars = if reach.usd.0.abs() < 0.5 { String::new() } else { format!(" ({})", usd(reach.usd.0)) };
        match reach.what {
            "token" => format!("a token that follows {moved} (elasticity {by})"),
            "pool" => format!("pools {moved}{dollars}"),
            "loan" => format!("a loan's rate {moved}{dollars}"),
            _ => format!(
                "a token's forward of 365 calendar days {moved}{}",
                if dollars.is_empty() { String::new() } else { format!(", legs on tokens{dollars}") }
            ),
        }
    };
    format!("This alone moves {}.", listed(&nudge.reaches.iter().map(one).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use crate::book::Book;
    use crate::plan::Plan;
    use crate::units::{Frac, Usd};
    use crate::views::assemble;

    fn said(row: &str, change: impl Fn(&mut Plan)) -> Option<String> {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let notes = assemble::report(&book).notes;
        notes.into_iter().find(|note| note.at.row == row).map(|note| note.text)
    }

    #[test]
    fn a_nudge_says_what_it_reaches_and_none_says_nothing() {
        for row in ["shock.rate", "shock.differential", "shock.dollar"] {
            assert_eq!(said(row, |_| ()), None);
        }
        let dollar = said("shock.dollar", |plan| plan.event.dollar = Frac(0.02)).unwrap_or_default();
        assert!(
            dollar.starts_with("This alone moves a token that follows −2.00\u{202f}% (elasticity −1), pools −"),
            "{dollar}"
        );
        assert!(
            dollar.contains("a loan's rate +0.00\u{202f}%") || dollar.contains("a loan's rate 0.00\u{202f}%"),
            "{dollar}"
        );
        let loan = said("shock.differential", |plan| {
            plan.event.differential = Frac(0.03);
            plan.a_pool().loan = Usd(5_000.0);
        });
        assert!(loan.as_ref().is_some_and(|said| said.contains("a loan's rate +3.00\u{202f}% (−$")), "{loan:?}");
    }
}
