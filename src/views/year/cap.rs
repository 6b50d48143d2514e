//! Cap: what the years say of the size as a cap that the sizing keeps, and how one that is set stands beside them.

use serde::Serialize;

use crate::odds::batches::is_without_error;
use crate::odds::figures::{Figure, LargestSize};
use crate::odds::reading::largest_between;
use crate::plan::sizing::{RUIN_CAP, SizingPlan};
use crate::sizing::rules::ruin_cap::RULE;
use crate::units::Usd;
use crate::views::odds::say::{limit, share};
use crate::views::year::ruin_chart::rarest;
use crate::words::amount;
use crate::year::figures::Year;

/// One button.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Button {
    /// On it.
    pub label: String,
    /// Rows and what they become, all in one step.
    pub changes: Vec<(&'static str, Option<f64>)>,
}

/// What is said of a cap and what may be done about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Offer {
    /// In a sentence or two.
    pub said: String,
    /// Its buttons, the first one first; empty where there is no cap and none to take.
    pub buttons: Vec<Button>,
}

/// Sizes nearer than this are one, dollars.
const SAME: f64 = 1.0;

/// What whole years offer to a plan of which the rules allow so much today; none while years are missing, of so few
/// that nothing says how far they can be trusted, and without a pool.
pub fn offer(year: &Year, sizing: &SizingPlan, rules: Option<f64>) -> Option<Offer> {
    let (found, last) = (year.largest[0]?, year.curve.last()?);
    if year.paths != year.of || is_without_error(year.paths) {
        return None;
    }
    let of_them = of_years(found, year);
    let off = Button { label: "Take the cap off".into(), changes: vec![(RUIN_CAP, None)] };
    // A cap of nothing would not make ruin rarer.
    if let (LargestSize::None, Some(one)) = (found, rarest(year, 2.0)) {
        let said = format!(
            "{of_them}; with {} in it {} are. No cap makes ruin rarer than that: what else is held does it.",
            amount(one.size.0),
            share(one.hedged)
        );
        return Some(Offer { said, buttons: sizing.ruin_cap.map(|_| off).into_iter().collect() });
    }
    let Some(cap) = sizing.ruin_cap.filter(|_| sizing.rules.ruin) else {
        let said = match found {
            LargestSize::Every => format!("{of_them}: there is no cap to take."),
            LargestSize::None => {
                format!("{of_them}. A cap of $0 keeps the pool out; it makes nothing else of the book safer.")
            }
            LargestSize::UpTo(_) => {
                let today = rules.map_or_else(String::new, |usd| of_today(usd, taken(found)));
                format!(
                    "{of_them}. As a cap it is one of your rules and stays as many dollars until you change it.{today}"
                )
            }
        };
        return Some(Offer { said, buttons: take(found).into_iter().collect() });
    };
    if stands(cap, year) {
        let said = format!("Your cap of {} is what these years say, as far as they can tell.", amount(cap.0));
        return Some(Offer { said, buttons: vec![off] });
    }
    let say = match found {
        LargestSize::UpTo(_) => amount(taken(found).unwrap_or(0.0)),
        LargestSize::None => "$0, for without any pool ruin is over your limit".into(),
        LargestSize::Every => format!("none, for ruin stays under your limit up to {}", amount(last.size.0)),
    };
    let said = format!("Your cap of {} is not of these years: they say {say}.", amount(cap.0));
    Some(Offer { said, buttons: take(found).into_iter().chain([off]).collect() })
}

/// What the years say of the size, without a full stop.
fn of_years(found: LargestSize, year: &Year) -> String {
    let limit = limit(year.limit);
    match (found, year.curve.first(), year.curve.last()) {
        (LargestSize::UpTo(_), ..) => {
            format!("These years reach your {limit} of ruin at {} of pool", amount(taken(found).unwrap_or(0.0)))
        }
        (LargestSize::None, Some(first), _) => {
            format!("Even without any pool {} of these years are ruin, over your {limit}", share(first.hedged))
        }
        (_, _, last) => {
            let most = amount(last.map_or(0.0, |one| one.size.0));
            format!("These years reach your {limit} of ruin at no size up to {most}")
        }
    }
}

/// What it would do today.
fn of_today(rules: f64, cap: Option<f64>) -> String {
    match cap {
        Some(cap) if rules > cap + SAME => {
            format!(" Your rules allow {} today: it would take them down to it.", amount(rules))
        }
        Some(cap) if rules > cap - SAME => " Your rules allow as much today.".into(),
        _ if rules < SAME => " Today your rules allow nothing: it binds once they would allow more.".into(),
        _ => format!(" Today your rules allow {}, less than that: it binds once they would allow more.", amount(rules)),
    }
}

/// The cap that the years come to, whole dollars as it is said; none where they need none.
fn taken(found: LargestSize) -> Option<f64> {
    found.usd().map(f64::round)
}

/// Value and switch in one step.
fn take(found: LargestSize) -> Option<Button> {
    let cap = taken(found)?;
    let changes = vec![(RUIN_CAP, Some(cap)), (RULE.id, Some(1.0))];
    Some(Button { label: format!("Use {} as a cap", amount(cap)), changes })
}

/// Whether a cap lies among the sizes that one standard error more of ruin, or one less, would come to: other sizes on the
/// curve, a cap's own among them, move what is read between two of them.
fn stands(cap: Usd, year: &Year) -> bool {
    let curve: Vec<(Usd, Figure)> = year.curve.iter().map(|one| (one.size, one.hedged)).collect();
    let between = largest_between(&curve, year.limit.0);
    let ends = between.map(|ends| ends.map(|end| end.usd().unwrap_or(f64::INFINITY)));
    ends.is_some_and(|[low, high]| cap.0 >= low - SAME && cap.0 <= high + SAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odds::reading::largest_at;
    use crate::plan::Plan;
    use crate::plan::odds::Recentre;
    use crate::plan::sizing::RuleSwitches;
    use crate::units::Frac;
    use crate::year::figures::RuinOdds;

    /// Ruin rises straight with the size from `none` by `slope` a dollar, known to ± 0.2 %, up to $100,000.
    fn year(none: f64, slope: f64) -> Year {
        let one = |i: i32| {
            let size = 10_000.0 * f64::from(i);
            let hedged = Figure { value: none + slope * size, error: Some(0.002) };
            RuinOdds { size: Usd(size), hedged, unhedged: hedged }
        };
        let curve: Vec<RuinOdds> = (0..=10).map(one).collect();
        let by_size: Vec<(Usd, Figure)> = curve.iter().map(|one| (one.size, one.hedged)).collect();
        let found = largest_at(&by_size, 0.05, 0.0);
        Year {
            paths: 10_000,
            of: 10_000,
            days: 252,
            equity: Usd(250_000.0),
            ruin: Usd(200_000.0),
            limit: Frac(0.05),
            recentre: Recentre::Month,
            gate: true,
            is_hedged: true,
            has_condors: true,
            ways: Vec::new(),
            curve,
            largest: [found, found],
            largest_between: [None, None],
            typed: Usd(30_000.0),
            allowed: Usd(34_066.0),
            left_out: Vec::new(),
        }
    }

    fn with(cap: Option<f64>) -> SizingPlan {
        SizingPlan { ruin_cap: cap.map(Usd), ..SizingPlan::default() }
    }

    fn said(year: &Year, cap: Option<f64>, rules: f64) -> (String, Vec<String>) {
        let Some(offer) = offer(year, &with(cap), Some(rules)) else { unreachable!() };
        (offer.said, offer.buttons.into_iter().map(|button| button.label).collect())
    }

    #[test]
    fn the_size_that_the_years_reach_is_offered_whole_and_taken_with_its_switch_in_one_step() {
        let year = year(0.01, 0.04 / 53_576.4);
        let sizing = SizingPlan { rules: RuleSwitches::PROMOTER, ..with(None) };
        let Some(found) = offer(&year, &sizing, Some(60_000.0)) else { unreachable!() };
        assert_eq!(
            found.said,
            "These years reach your 5\u{202f}% of ruin at $53,576 of pool. As a cap it is one of your rules and stays as many dollars until you change it. Your rules allow $60,000 today: it would take them down to it."
        );
        assert_eq!(found.buttons[0].label, "Use $53,576 as a cap");
        let mut plan = Plan { sizing, ..Plan::default() };
        for (row, value) in &found.buttons[0].changes {
            assert_eq!(plan.set((*row).into(), *value), Ok(()));
        }
        assert_eq!((plan.sizing.ruin_cap, plan.sizing.rules.ruin), (Some(Usd(53_576.0)), true));
        assert!(said(&year, None, 34_066.0).0.ends_with(" less than that: it binds once they would allow more."));
        assert!(said(&year, None, 0.0).0.ends_with(" your rules allow nothing: it binds once they would allow more."));
    }

    #[test]
    fn a_cap_stands_within_one_error_of_the_years_and_beyond_it_the_new_one_is_offered() {
        // ± 0.2 % at 0.05 % a thousand dollars: $4,000 to either side of $60,000.
        let year = year(0.02, 0.03 / 60_000.0);
        for cap in [56_000.0, 60_000.0, 64_000.0] {
            let (said, buttons) = said(&year, Some(cap), cap);
            assert!(said.ends_with("is what these years say, as far as they can tell."), "{said}");
            assert_eq!(buttons, ["Take the cap off"]);
        }
        for cap in [0.0, 55_990.0, 64_010.0, 1e12] {
            let (said, buttons) = said(&year, Some(cap), cap);
            assert_eq!(said, format!("Your cap of {} is not of these years: they say $60,000.", amount(cap)));
            assert_eq!(buttons, ["Use $60,000 as a cap", "Take the cap off"]);
        }
    }

    #[test]
    fn where_no_size_ruins_there_is_no_cap_to_take_and_where_every_one_does_it_is_nothing() {
        let (safe, lost) = (year(0.01, 1e-7), year(0.12, 1e-6));
        assert_eq!(
            said(&safe, None, 1e4),
            (
                "These years reach your 5\u{202f}% of ruin at no size up to $100,000: there is no cap to take.".into(),
                vec![]
            )
        );
        assert_eq!(
            said(&safe, Some(4e4), 4e4),
            (
                "Your cap of $40,000 is not of these years: they say none, for ruin stays under your limit up to $100,000.".into(),
                vec!["Take the cap off".to_string()]
            )
        );
        let (words, buttons) = said(&lost, None, 1e4);
        assert!(words.starts_with("Even without any pool 12.0\u{202f}% of these years are ruin, over your"), "{words}");
        assert_eq!(buttons, ["Use $0 as a cap"]);
        assert_eq!(said(&lost, Some(0.0), 0.0).1, ["Take the cap off"]);
        let (words, buttons) = said(&lost, Some(5e4), 5e4);
        assert!(words.ends_with("they say $0, for without any pool ruin is over your limit."), "{words}");
        assert_eq!(buttons, ["Use $0 as a cap", "Take the cap off"]);
    }

    #[test]
    fn where_a_pool_makes_ruin_rarer_nothing_is_not_offered_as_a_cap() {
        let mut year = year(0.12, 1e-6);
        year.curve[2].hedged.value = 0.09;
        let (words, buttons) = said(&year, None, 1e4);
        assert!(words.contains("; with $20,000 in it 9.0\u{202f}% are. No cap makes ruin rarer"), "{words}");
        assert_eq!((buttons, said(&year, Some(0.0), 0.0).1), (vec![], vec!["Take the cap off".to_string()]));
    }

    #[test]
    fn nothing_is_offered_before_all_years_are_walked_nor_of_one_nor_without_a_pool() {
        let whole = year(0.01, 1e-6);
        let some = Year { paths: 1, ..whole.clone() };
        let one = Year { paths: 1, of: 1, ..whole.clone() };
        let none = Year { curve: Vec::new(), largest: [None, None], ..whole.clone() };
        for year in [some, one, none] {
            assert_eq!(offer(&year, &with(Some(1e4)), None), None);
        }
        assert!(offer(&whole, &with(None), None).is_some());
    }
}
