//! Ways: who of the plan, the rules and a promoter loses more than the budget, and how often, in one sentence.

use crate::odds::figures::{Odds, WayOdds};
use crate::odds::ways::Way;
use crate::sizing::rules::baseline;
use crate::views::odds::say::{none_walked, share};
use crate::words;

/// Where no pool is sized, so that nobody can size it in another way.
pub fn none_sized() -> &'static str {
    "No pool is sized here, so neither the rules nor a promoter hold another book than yours."
}

/// The finding: how often each ends past the budget.
pub fn headline(odds: &Odds) -> String {
    match odds.paths {
        0 => return none_walked().into(),
        1 => return "One path says no chance of any size".into(),
        _ => {}
    }
    let one = |(nth, way): (usize, &WayOdds)| {
        let often = match (way.end.past_budget.value, nth) {
            (0.0, 0) => "no path".into(),
            (0.0, _) => "none".into(),
            (_, 0) => format!("{} of paths", share(way.end.past_budget)),
            _ => share(way.end.past_budget),
        };
        let who = match way.way {
            Way::Held => "as held",
            Way::Rules => "by the rules",
            Way::Promoter => "for a promoter",
        };
        format!("{often} {who}{}", if way.size.0 > 0.0 { "" } else { " (no pool)" })
    };
    let all: Vec<String> = odds.ways.iter().enumerate().map(one).collect();
    format!("Past the budget at the end: {}", all.join(", "))
}

/// How to read it.
pub fn caption() -> String {
    format!(
        "Dollars and shares of paths, ± one standard error; a promoter puts {} of risk capital into the pool and has no hedge",
        words::share(baseline::MOST, 0)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::odds::ask::Ask;
    use crate::odds::draws::BATCH;
    use crate::odds::figures::Figure;
    use crate::units::Usd;

    fn walked(paths: u32) -> Odds {
        let book = Book::opening();
        let ask = Ask { days: 3, paths, rules_size: Some(Usd(0.0)), ..Ask::of(&book) };
        let Ok(odds) = crate::odds::run(&book, &ask) else { unreachable!() };
        odds
    }

    #[test]
    fn the_finding_says_how_often_each_ends_past_the_budget_and_who_has_no_pool() {
        let mut odds = walked(20 * BATCH);
        for (way, value) in odds.ways.iter_mut().zip([0.0682, 0.0, 0.34]) {
            way.end.past_budget = Figure { value, error: Some(0.004) };
        }
        assert_eq!(
            headline(&odds),
            "Past the budget at the end: 6.8\u{202f}% of paths as held, none by the rules (no pool), 34.0\u{202f}% for a promoter"
        );
        odds.ways[0].end.past_budget = Figure::default();
        assert!(
            headline(&odds).starts_with("Past the budget at the end: no path as held, none by"),
            "{}",
            headline(&odds)
        );
        assert!(caption().contains("a promoter puts 25\u{202f}% of risk capital into"), "{}", caption());
        odds.paths = 0;
        assert_eq!(headline(&odds), none_walked());
        assert_eq!(headline(&walked(1)), "One path says no chance of any size");
    }
}
