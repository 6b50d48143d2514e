//! The year ahead: what the programme makes of drawn years, in one sentence, three charts and their tables; the cap
//! on the size that they come to.

pub mod cap;
pub mod fan_chart;
pub mod ruin_chart;
pub mod say;
pub mod tables;
pub mod years_chart;

use crate::views::odds::fan_chart::MIDDLE;
use crate::views::odds::say::{chance, gained, none_walked};
use crate::words::{amount, number, usd};
use crate::year::figures::Year;
use crate::year::ways::Way;

/// What a year by the rules makes and how often it is ruin.
pub fn answer(year: &Year) -> String {
    let Some(rules) = year.way(Way::Rules).filter(|_| year.paths > 0) else { return format!("{}.", none_walked()) };
    if year.paths == 1 {
        return format!("The only year so far makes {}: one year says no chance.", usd(rules.mean.value));
    }
    let ruin = match rules.ruin.value {
        0.0 => format!("in none of {} years", number(f64::from(year.paths))),
        _ => format!("in {} of years", chance(rules.ruin)),
    };
    format!(
        "By your rules a year makes {} on average, the middle one {}; the account falls below {} {ruin}.",
        gained(rules.mean),
        gained(rules.quantiles[MIDDLE]),
        amount(year.ruin.0)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::scene::Scene;
    use crate::odds::draws::BATCH;
    use crate::odds::figures::{Figure, LargestSize};
    use crate::plan::Plan;
    use crate::units::day::Day;
    use crate::units::{Frac, Usd};
    use crate::views::pinned::Table;
    use crate::views::year::fan_chart::FanView;
    use crate::views::year::ruin_chart::RuinView;
    use crate::views::year::years_chart::YearsView;
    use crate::year::ask::Ask;
    use crate::year::tally::Tally;

    /// The opening plan: no year, one, and some.
    fn all() -> [Year; 3] {
        let of = |paths: u32| {
            let plan = Plan::default();
            let ask = Ask { paths, ..Ask::of(&plan) };
            let Ok(setup) = crate::year::setup(&plan, &ask) else { unreachable!() };
            setup
        };
        let (one, many) = (of(1), of(2 * BATCH));
        let walked = |setup| crate::year::all(setup).year(setup);
        [Tally::default().year(&many), walked(&one), walked(&many)]
    }

    fn scenes(year: &Year, pinned: Option<&Year>, (width, height): (f64, f64)) -> Vec<Scene> {
        let today = Day::iso("2026-12-01");
        let mut found = vec![ruin_chart::scene(&RuinView { year, pinned, rules: Some(11_300.0), width, height })];
        for way in 0..=year.ways.len() {
            found.push(years_chart::scene(&YearsView { year, pinned, way, width, height }));
            found.push(fan_chart::scene(&FanView { year, pinned, way, today, width, height }));
        }
        found
    }

    #[test]
    fn a_pinned_plans_year_stands_in_every_chart_and_table_and_no_figure_of_the_other_moves() {
        let [none, one, year] = all();
        let mut a = year.clone();
        a.ways.iter_mut().for_each(|way| {
            way.quantiles[MIDDLE].value += 1_000.0;
            way.mean.value += 500.0;
        });
        let size = (700.0, 300.0);
        let (bare, beside) = (scenes(&year, None, size), scenes(&year, Some(&a), size));
        // Behind the last way there is none.
        for (nth, (bare, beside)) in bare.iter().zip(&beside).enumerate().take(bare.len() - 2) {
            let said = |scene: &Scene| [" A: ", " A has "].iter().any(|words| scene.description.contains(words));
            assert!(!said(bare) && said(beside) && bare.title == beside.title, "{nth} {}", beside.description);
            assert!(beside.marks.len() > bare.marks.len(), "{nth}");
        }
        let (plain, table) = (tables::outcomes(&year, None).1, tables::outcomes(&year, Some(&a)).1);
        assert_eq!((&table[..plain.len()], table.len()), (&plain[..], plain.len() + 1));
        let mine = &table[plain.len()];
        assert!(mine[0] == "A: by its own rules" && mine[2] != plain[0][2] && mine[1] == plain[0][1], "{mine:?}");
        let ruin = ruin_chart::table(&year, Some(&a));
        assert!(ruin.0.last().is_some_and(|head| head == "A") && ruin.1.iter().all(|row| row.len() == ruin.0.len()));
        // At its own sizes it has its own chances.
        assert!(ruin.1.iter().all(|row| row.last().is_some_and(|cell| row[1].starts_with(cell.as_str()))), "{ruin:?}");
        assert_eq!(fan_chart::table(&year, Some(&a), 0, None).0.last().map(String::as_str), Some("A: middle"));
        // One that has no years yet, or one alone, has no chances.
        for a in [&none, &one] {
            assert!(
                scenes(&year, Some(a), size)
                    .iter()
                    .flat_map(Scene::points)
                    .all(|(x, y)| x.is_finite() && y.is_finite())
            );
        }
        assert_eq!(tables::outcomes(&year, Some(&none)), tables::outcomes(&year, None));
    }

    #[test]
    fn no_year_one_year_and_no_room_are_sentences_and_finite() {
        let [none, one, many] = all();
        assert_eq!([none.paths, one.paths, many.paths], [0, 1, 2 * BATCH]);
        let bare = Year { ways: Vec::new(), curve: Vec::new(), largest: [None, None], ..none.clone() };
        for year in [&none, &one, &many, &bare] {
            for size in [(700.0, 300.0), (358.0, 300.0), (90.0, 30.0), (0.0, 0.0), (f64::NAN, f64::INFINITY)] {
                for scene in scenes(year, None, size) {
                    assert!(scene.points().iter().all(|(x, y)| x.is_finite() && y.is_finite()), "{scene:?}");
                    assert!(!scene.title.is_empty() && !scene.description.contains("NaN"), "{}", scene.title);
                    assert!(year.paths > 0 || scene.marks.is_empty(), "{}", scene.title);
                }
            }
        }
        assert_eq!(answer(&none), "No path is walked yet.");
        assert!(answer(&one).starts_with("The only year so far makes"), "{}", answer(&one));
        assert!(answer(&many).starts_with("By your rules a year makes"), "{}", answer(&many));
        assert!(answer(&many).contains("falls below $200,000 in "), "{}", answer(&many));
    }

    #[test]
    fn findings_say_exact_figures() {
        let [_, _, many] = all();
        let figure = |value: f64| Figure { value, error: Some(0.001) };
        let with = |largest| {
            let ends = [17_460.0, 19_940.0].map(|usd| LargestSize::UpTo(Usd(usd)));
            let largest_between = [Some(ends), None];
            let mut year = Year { largest: [Some(largest), None], largest_between, limit: Frac(0.05), ..many.clone() };
            year.curve.iter_mut().for_each(|one| one.hedged = figure(0.3));
            year.curve[0].hedged = figure(0.148);
            year
        };
        assert_eq!(
            ruin_chart::headline(&with(LargestSize::UpTo(Usd(18_700.0)))),
            "Up to $18,700 ± $1,240 of pool the chance of ruin within a year stays under your 5\u{202f}%"
        );
        let none = with(LargestSize::None);
        assert_eq!(
            ruin_chart::headline(&none),
            "Without any pool the chance of ruin is 14.8\u{202f}%, over your 5\u{202f}%"
        );
        assert!(ruin_chart::rarest(&none, 2.0).is_none());
        let mut mild = none.clone();
        mild.curve[3].hedged = figure(0.12);
        assert_eq!(ruin_chart::rarest(&mild, 2.0).map(|one| one.size), Some(mild.curve[3].size));
        assert!(ruin_chart::caption(&mild).ends_with(" in the pool, 12.0\u{202f}%."), "{}", ruin_chart::caption(&mild));
        let mut year = many.clone();
        year.ways[0].loss = figure(0.382);
        year.ways[0].quantiles[1] = figure(-31_400.0);
        assert_eq!(
            years_chart::headline(&year, 0),
            "61.8\u{202f}% of years end at zero or above, one in twenty below −$31,400"
        );
        let today = Day::iso("2026-12-01");
        year.ways[0].fan.iter_mut().for_each(|month| month[1] = -60_000.0);
        year.ways[0].fan[0] = [0.0; 7];
        assert_eq!(fan_chart::headline(&year, 0, today), "By 31 Dec one year in twenty is past ruin");
        year.ways[0].fan.iter_mut().for_each(|month| month[1] = -1_000.0);
        assert_eq!(fan_chart::headline(&year, 0, today), "After a year one in twenty stands below −$1,000");
    }

    #[test]
    fn every_table_has_a_cell_for_every_heading_and_every_way_a_name_of_its_own() {
        for year in all() {
            let rows = if year.paths == 0 { 0 } else { year.ways.len() };
            let tables: [(Table, usize); 5] = [
                (tables::outcomes(&year, None), rows),
                (tables::income(&year, None), rows),
                (ruin_chart::table(&year, None), if rows == 0 { 0 } else { year.curve.len() }),
                (years_chart::table(&year, 0), if rows == 0 { 0 } else { year.ways[0].bars.len() }),
                (fan_chart::table(&year, None, 0, None), if rows == 0 { 0 } else { 13 }),
            ];
            for ((head, rows), count) in tables {
                assert_eq!(rows.len(), count, "{head:?}");
                let is_full = |row: &Vec<String>| row.len() == head.len() && row.iter().all(|cell| !cell.is_empty());
                assert!(rows.iter().all(is_full), "{head:?} {rows:?}");
            }
            let mut names: Vec<String> = year.ways.iter().map(|one| say::name(one.way, &year)).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), year.ways.len());
            assert_eq!(say::notes(&year).len(), 2);
        }
    }
}
