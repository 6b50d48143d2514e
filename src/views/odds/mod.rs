//! The odds tab: what drawn paths say of the book, in one sentence, three charts and their tables.

pub mod bars;
pub mod convergence_chart;
pub mod fan_chart;
pub mod histogram_chart;
pub mod moments;
pub mod say;
pub mod size_curve;
pub mod sizes_chart;
pub mod tables;
pub mod ways;

use crate::odds::figures::{Figure, Odds, Part, Place};
use crate::plan::Plan;
use crate::views::odds::fan_chart::MIDDLE;
use crate::views::odds::say::{by_then, chance, lost, none_walked};
use crate::words::{amount, number, rounded, trading_days, usd};

/// The least share of paths that stand level with the shock of which it is said.
const LEVEL: f64 = 0.005;
/// Of how many paths a place is said, the fewest that tell it from all of them.
const OF_PATHS: [f64; 4] = [100.0, 1_000.0, 10_000.0, 100_000.0];

/// How often the book loses more than its budget, and where the middle path ends.
pub fn answer(odds: &Odds, plan: &Plan) -> String {
    let Some(part) = odds.part(Part::Combined).filter(|_| odds.paths > 0) else {
        return format!("{}.", none_walked());
    };
    let by = by_then(odds, plan.market.today);
    let ends = part.end.quantiles[MIDDLE];
    let middle = ends.value;
    if odds.paths == 1 {
        return format!("{by} the only path so far ends at {}: one path says no chance.", usd(middle));
    }
    let often = match part.end.past_budget.value {
        0.0 => format!("in none of {} paths", number(f64::from(odds.paths))),
        _ => format!("in {} of paths", chance(part.end.past_budget)),
    };
    let ends = match rounded(middle, 0) {
        0.0 => "ends at $0".to_string(),
        usd if usd > 0.0 => format!("earns {}", lost(Figure { value: middle, ..ends })),
        _ => format!("loses {}", lost(Figure { value: -middle, ..ends })),
    };
    format!("{by} the book loses more than its {} {often}; the middle path {ends}.", amount(odds.budget.0))
}

/// Whether two shocks, each its trading days and P&L, are one to the cent: text between threads may cost a last digit.
pub fn is_one_shock(a: [f64; 2], b: [f64; 2]) -> bool {
    (a[0] - b[0]).abs() < 1e-9 && (a[1] - b[1]).abs() < 0.005
}

/// Where a shock of so many trading days stands among the paths at the end of its day; of those that are walked, which go
/// `last` days, there is a place where it is not over later. It is said of no more of them than there are.
pub fn place_said(place: Option<&Place>, days: f64, last: u32, paths: u32) -> String {
    let Some(place) = place.filter(|_| paths > 0) else {
        return if paths == 0 {
            format!("{}.", none_walked())
        } else {
            format!(
                "The shock takes {} and the paths end after {}: it is not placed among them.",
                trading_days(days),
                number(f64::from(last))
            )
        };
    };
    let day = days.max(1.0) as usize;
    let [below, above] = [place.below, place.above].map(|share| share.value.clamp(0.0, 1.0));
    if below.is_nan() || above.is_nan() {
        return format!("{}.", none_walked());
    }
    let after = format!(" after {}", trading_days(day as f64));
    let (than, share) = if below > above { ("better", below) } else { ("worse", above) };
    let level = 1.0 - below - above;
    // Many end at one amount where what a condor can gain or lose has an end.
    match (share > 0.0, level >= LEVEL) {
        (false, true) => format!("The shock is level with {}{after}.", of_paths(level, paths)),
        (_, true) => {
            let [share, level] = [share, level].map(|share| of_paths(share, paths));
            format!("The shock is {than} than {share} and level with {level}{after}.")
        }
        (_, false) => format!("The shock is {than} than {}{after}.", of_paths(share, paths)),
    }
}

/// A share of so many paths, by the roundest number that tells it from all of them.
fn of_paths(share: f64, paths: u32) -> String {
    let all = f64::from(paths);
    if share >= 1.0 {
        return match paths {
            1 => "the only path".into(),
            _ if all < OF_PATHS[1] => format!("each of {} paths", number(all)),
            _ => "every path".into(),
        };
    }
    let whole = |of: &f64| rounded(share * of, 0) < *of && *of <= all.max(OF_PATHS[0]);
    match OF_PATHS.into_iter().find(whole) {
        Some(of) => format!("{} of {} paths", number(rounded(share * of, 0)), number(of)),
        None => "all but a few paths".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::draw::scene::{Mark, Scene};
    use crate::numbers::by_rising;
    use crate::odds::ask::Ask;
    use crate::odds::draws::BATCH;
    use crate::odds::figures::{LargestSize, PartOdds};
    use crate::odds::tally::Tally;
    use crate::units::day::Day;
    use crate::units::{Frac, Usd};
    use crate::views::odds::fan_chart::FanView;
    use crate::views::odds::histogram_chart::HistogramView;
    use crate::views::odds::sizes_chart::SizesView;

    /// The opening book over four trading days: no path, one, and some.
    fn all() -> [Odds; 3] {
        [0, 1, 20 * BATCH].map(|paths| {
            let ask = Ask { days: 4, paths: paths.max(1), ..Ask::of(&Book::opening()) };
            let Ok(setup) = crate::odds::setup(&Book::opening(), &ask) else { unreachable!() };
            let tally = if paths == 0 { Tally::default() } else { crate::odds::all(&setup) };
            tally.odds(&setup)
        })
    }

    fn dated() -> Plan {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-12-01");
        plan
    }

    fn with(odds: &Odds, change: impl Fn(&mut PartOdds)) -> Odds {
        let mut odds = odds.clone();
        odds.parts.iter_mut().for_each(change);
        odds
    }

    fn figure(value: f64, error: f64) -> Figure {
        Figure { value, error: Some(error) }
    }

    fn words(scene: &Scene) -> Vec<&str> {
        fn said(mark: &Mark) -> Option<&str> {
            if let Mark::Text(text) = mark { Some(&text.words) } else { None }
        }
        scene.marks.iter().filter_map(said).collect()
    }

    fn scenes(odds: &Odds, (width, height): (f64, f64)) -> Vec<Scene> {
        let today = dated().market.today;
        let mut found =
            vec![sizes_chart::scene(&SizesView { odds, pinned: Some(odds), rules: Some(11_300.0), width, height })];
        for part in Part::ALL {
            for shock in [None, Some(-9_292.4), Some(1e9), Some(f64::NAN)] {
                let shock = shock.map(|usd| (3.0, usd));
                found.push(histogram_chart::scene(&HistogramView {
                    odds,
                    pinned: Some(odds),
                    part,
                    shock,
                    width,
                    height,
                }));
                found.push(fan_chart::scene(&FanView { odds, pinned: Some(odds), part, today, shock, width, height }));
            }
        }
        found
    }

    #[test]
    fn no_path_one_path_and_no_room_are_sentences_and_finite() {
        let [none, one, many] = all();
        assert_eq!([none.paths, one.paths, many.paths], [0, 1, 20 * BATCH]);
        let bare = Odds { parts: Vec::new(), curve: Vec::new(), example: Vec::new(), largest: None, ..none.clone() };
        for odds in [&none, &one, &many, &bare] {
            for size in [(700.0, 300.0), (358.0, 300.0), (90.0, 30.0), (0.0, 0.0), (f64::NAN, f64::INFINITY)] {
                for scene in scenes(odds, size) {
                    assert!(scene.points().iter().all(|(x, y)| x.is_finite() && y.is_finite()), "{scene:?}");
                    assert!(!scene.title.is_empty() && !scene.description.contains("NaN"), "{}", scene.title);
                    assert!(odds.paths > 0 || scene.marks.is_empty(), "{}", scene.title);
                }
            }
            for plan in [dated(), Plan::default()] {
                let said = answer(odds, &plan);
                assert!(said.ends_with('.') && !said.contains("NaN"), "{said}");
            }
        }
        assert_eq!(answer(&none, &dated()), "No path is walked yet.");
        assert!(
            answer(&one, &dated()).contains("By 7 Dec the only path so far ends at "),
            "{}",
            answer(&one, &dated())
        );
        assert!(sizes_chart::headline(&bare).starts_with("No pool is sized"));
        let size =
            |odds| sizes_chart::scene(&SizesView { odds, pinned: None, rules: None, width: 700.0, height: 280.0 });
        assert!(size(&bare).marks.is_empty() && size(&many).marks.len() > 20);
    }

    #[test]
    fn the_answer_names_day_budget_chance_and_the_middle() {
        let [_, _, many] = all();
        let said = |chance: Figure, middle: f64, plan: &Plan| {
            let mut odds = with(&many, |part| {
                part.end.past_budget = chance;
                part.end.quantiles[MIDDLE] = figure(middle, 31.0);
            });
            (odds.budget, odds.days) = (Usd(7_500.0), 24);
            answer(&odds, plan)
        };
        let often = figure(0.0682, 0.0049);
        assert_eq!(
            said(often, 2_140.2, &dated()),
            "By 6 Jan 2027 the book loses more than its $7,500 in 6.8\u{202f}% ± 0.5 of paths; the middle path earns $2,140 ± $31."
        );
        assert_eq!(
            said(often, -310.0, &Plan::default()),
            "After 24 trading days the book loses more than its $7,500 in 6.8\u{202f}% ± 0.5 of paths; the middle path loses $310 ± $31."
        );
        let none = said(figure(0.0, 0.0), 0.2, &dated());
        assert!(none.contains("in none of 10,240 paths; the middle path ends at $0."), "{none}");
    }

    #[test]
    fn findings_say_exact_figures() {
        let [_, _, many] = all();
        let odds =
            with(&many, |part| (part.end.past_budget, part.end.loss) = (figure(0.0682, 0.0049), figure(0.19, 0.01)));
        let said = |part| histogram_chart::headline(&odds, part);
        assert_eq!(said(Part::Combined), "6.8\u{202f}% of paths end past the budget, 81.0\u{202f}% at zero or above");
        assert!(said(Part::Unhedged).starts_with("The book without its hedge: 6.8"), "{}", said(Part::Unhedged));
        let never = with(&odds, |part| part.end.past_budget = figure(0.0, 0.0));
        assert!(histogram_chart::headline(&never, Part::Combined).starts_with("No path ends past the budget, 81.0"));
        let up_to = |usd: f64| LargestSize::UpTo(Usd(usd));
        let sized_between = |largest, largest_between| {
            let mut odds = Odds { largest: Some(largest), largest_between, limit: Frac(0.05), ..many.clone() };
            odds.curve[0].chance = figure(0.348, 0.006);
            sizes_chart::headline(&odds)
        };
        let sized = |largest| sized_between(largest, Some([up_to(18_060.0), up_to(19_340.0)]));
        let none_to = sized_between(up_to(34_136.0), Some([LargestSize::None, up_to(36_006.0)]));
        assert_eq!(none_to, "Up to $34,136, none to $36,006, of pool the chance stays under your 5\u{202f}%");
        let to_all = sized_between(up_to(57_894.0), Some([up_to(52_000.0), LargestSize::Every]));
        assert!(to_all.starts_with("Up to $57,894, $52,000 to every one, of pool"), "{to_all}");
        assert!(sized_between(up_to(18_700.0), None).starts_with("Up to $18,700 of pool"));
        assert_eq!(
            sized(LargestSize::UpTo(Usd(18_700.0))),
            "Up to $18,700 ± $640 of pool the chance stays under your 5\u{202f}%"
        );
        assert_eq!(sized(LargestSize::None), "Without any pool the chance is 34.8\u{202f}%, over your 5\u{202f}%");
        assert!(sized(LargestSize::Every).starts_with("At every size up to $"));
        let today = dated().market.today;
        let fan = |low: [f64; 5]| {
            let odds = Odds { budget: Usd(7_500.0), ..many.clone() };
            let odds = with(&odds, |part| part.fan.iter_mut().zip(low).for_each(|(day, usd)| day[1] = usd));
            fan_chart::headline(&odds, Part::Combined, today)
        };
        assert_eq!(
            fan([0.0, -10.0, -7_600.0, -9_000.0, -1.0]),
            "On 3 Dec for the first time one path in twenty is past the $7,500 budget"
        );
        assert_eq!(fan([0.0, -10.0, -20.0, -5.0, 1.0]), "On every day 19 paths in 20 are above −$20, lowest on 3 Dec");
        assert_eq!(fan([0.0, 10.0, 20.0, 5.0, 1.0]), "On no day is one path in twenty below zero");
    }

    #[test]
    fn a_chance_has_the_digits_that_its_error_leaves() {
        let said = [(0.123, 0.004), (0.0682, 0.0003), (0.0001, 0.00005), (0.0, 1e-5), (1.0, 1e-4), (0.9996, 0.002)];
        let said = said.map(|(value, error)| say::chance(figure(value, error)).replace('\u{202f}', ""));
        assert_eq!(
            said,
            ["12.3% ± 0.4", "6.82% ± 0.03", "0.010% ± 0.005", "0.000% ± 0.001", "100.00% ± 0.01", "99.96% ± 0.20"]
        );
        assert_eq!(say::chance(Figure { value: 0.123, error: None }), "12.3\u{202f}%");
        assert_eq!(say::gained(figure(-310.4, 31.0)), "−$310 ± $31");
        assert_eq!(
            [say::lost(figure(9_100.0, 210.0)), say::lost(figure(-5.0, 1.0))],
            ["$9,100 ± $210", "gains $5 ± $1"]
        );
    }

    #[test]
    fn a_place_is_never_all_paths_unless_it_is() {
        let beside =
            |below: f64, level: f64| Place { below: figure(below, 0.001), above: figure(1.0 - level - below, 0.001) };
        let place_said = |below: f64, paths: u32| place_said(Some(&beside(below, 0.0)), 5.9, 8, paths);
        let said = [0.03, 0.0, 0.97, 1.0, 0.0004, 1e-7, f64::NAN].map(|place| place_said(place, 10_000_000));
        assert_eq!(
            said,
            [
                "The shock is worse than 97 of 100 paths after 5 trading days.",
                "The shock is worse than every path after 5 trading days.",
                "The shock is better than 97 of 100 paths after 5 trading days.",
                "The shock is better than every path after 5 trading days.",
                "The shock is worse than 9,996 of 10,000 paths after 5 trading days.",
                "The shock is worse than all but a few paths after 5 trading days.",
                "No path is walked yet.",
            ]
        );
        // Of 300 paths no thousand are told.
        let few = [0.0033, 0.0, 0.03].map(|place| place_said(place, 300));
        assert_eq!(
            few,
            [
                "The shock is worse than all but a few paths after 5 trading days.",
                "The shock is worse than each of 300 paths after 5 trading days.",
                "The shock is worse than 97 of 100 paths after 5 trading days.",
            ]
        );
        assert_eq!(place_said(0.0, 0), "No path is walked yet.");
        // Of a condor alone: at its largest loss, at its largest gain, between the two, and on one path or all of them.
        let level = |below: f64, level: f64, paths: u32| super::place_said(Some(&beside(below, level)), 5.0, 5, paths);
        let said = [(0.0, 0.227, 100_000), (0.6, 0.4, 100_000), (0.1, 0.2, 100_000), (0.0, 1.0, 1), (0.0, 1.0, 512)];
        assert_eq!(
            said.map(|(below, tied, paths)| level(below, tied, paths)),
            [
                "The shock is worse than 77 of 100 paths and level with 23 of 100 paths after 5 trading days.",
                "The shock is better than 60 of 100 paths and level with 40 of 100 paths after 5 trading days.",
                "The shock is worse than 70 of 100 paths and level with 20 of 100 paths after 5 trading days.",
                "The shock is level with the only path after 5 trading days.",
                "The shock is level with each of 512 paths after 5 trading days.",
            ]
        );
        assert_eq!(place_said(0.0, 1), "The shock is worse than the only path after 5 trading days.");
        assert_eq!(
            super::place_said(None, 9.0, 3, 512),
            "The shock takes 9 trading days and the paths end after 3: it is not placed among them."
        );
        assert_eq!(super::place_said(None, 9.0, 3, 0), "No path is walked yet.");
    }

    #[test]
    fn the_pictures_name_what_is_marked() {
        let [_, _, many] = all();
        let many = with(&many, |part| part.end.past_budget = figure(0.0682, 0.0049));
        let usd = many.part(Part::Combined).map_or(0.0, |part| part.bars[0].from.0);
        let shock = Some((f64::from(many.days), usd));
        for (width, height) in [(700.0, 300.0), (358.0, 300.0)] {
            let view = HistogramView { odds: &many, pinned: None, part: Part::Combined, shock, width, height };
            let scene = histogram_chart::scene(&view);
            let said = words(&scene);
            for wanted in ["the shock −$", "middle ", "budget −$"] {
                assert!(said.iter().any(|said| said.contains(wanted)), "{wanted} in {said:?}");
            }
            let other = histogram_chart::scene(&HistogramView { shock: Some((2.0, usd)), ..view });
            let is_named = |said: &&str| said.starts_with("the shock of trading day 2 −$");
            assert!(words(&other).iter().any(is_named), "{:?}", words(&other));
            let far = histogram_chart::scene(&HistogramView { shock: Some((2.0, -1e7)), ..view });
            assert!(words(&far).contains(&"← the shock of trading day 2 −$10,000,000"), "{:?}", words(&far));
            let today = dated().market.today;
            let fan = FanView {
                odds: &many,
                pinned: None,
                part: Part::Combined,
                today,
                shock: Some((2.0, -50.0)),
                width,
                height,
            };
            let scene = fan_chart::scene(&fan);
            let said = words(&scene);
            assert!(
                ["now", "middle", "5\u{202f}%", "95\u{202f}%", "3 Dec", "the shock"]
                    .iter()
                    .all(|word| said.contains(word)),
                "{said:?}"
            );
            let rules = Some(many.held.0 / 2.0);
            let sizes = sizes_chart::scene(&SizesView { odds: &many, pinned: None, rules, width, height });
            let said = words(&sizes);
            assert!(said.iter().any(|said| said.starts_with("held $")), "{said:?}");
            assert!(said.iter().any(|said| said.starts_with("rules $")), "{said:?}");
        }
    }

    #[test]
    fn every_table_has_a_cell_for_every_heading() {
        for odds in all() {
            let tables = [
                (tables::parts(&odds, None), 10),
                (tables::parts(&odds, Some(&odds)), 10),
                (tables::ways(&odds), 12),
                (tables::pools(&odds, &dated()), odds.pools.len()),
                (tables::bands(&odds, None), 5),
                (tables::others(&odds, None), 5),
                (histogram_chart::table(&odds, Part::Pool), odds.parts[1].bars.len()),
                (fan_chart::table(&odds, Some(&odds), Part::Combined, None), if odds.paths == 0 { 0 } else { 5 }),
                (sizes_chart::table(&odds, None), if odds.paths == 0 { 0 } else { odds.curve.len() }),
            ];
            for ((head, rows), count) in tables {
                assert_eq!(rows.len(), count, "{head:?}");
                let is_full = |row: &Vec<String>| row.len() == head.len() && row.iter().all(|cell| !cell.is_empty());
                assert!(rows.iter().all(is_full), "{head:?} {rows:?}");
            }
            let (_, rows) = tables::parts(&odds, Some(&odds));
            let is_empty = |row: &Vec<String>| row[1..].iter().all(|cell| cell == say::NONE);
            assert_eq!(rows.iter().all(is_empty), odds.paths == 0);
        }
    }

    /// A is on another grid of sizes, twice as likely to break its budget; it ends halfway along this one.
    #[test]
    fn plan_a_stands_beside_the_sizes_as_far_as_its_own_reach() {
        let [_, _, mut b] = all();
        // In equal steps.
        b.curve.retain(|one| one.size != b.held);
        let mut a = b.clone();
        for one in &mut a.curve {
            (one.size.0, one.chance.value) = (0.5 * one.size.0, 2.0 * one.chance.value);
        }
        let (head, rows) = sizes_chart::table(&b, Some(&a));
        assert_eq!(head.last().map(String::as_str), Some("A"));
        let half = b.curve.len() / 2;
        for (i, row) in rows.iter().enumerate() {
            let wanted = if i <= half {
                say::chance(Figure { value: a.curve[2 * i].chance.value, error: None })
            } else {
                "—".to_string()
            };
            assert_eq!(row.last(), Some(&wanted), "{i}");
        }
        let view = SizesView { odds: &b, pinned: Some(&a), rules: None, width: 700.0, height: 280.0 };
        let scene = sizes_chart::scene(&view);
        assert!(words(&scene).contains(&"A"), "{:?}", words(&scene));
        assert!(scene.description.ends_with(&format!(" A: {}.", sizes_chart::headline(&a))), "{}", scene.description);
        let alone = sizes_chart::scene(&SizesView { pinned: None, ..view });
        assert!(!words(&alone).contains(&"A") && !alone.description.contains(" A: "));
    }

    #[test]
    fn bars_are_as_wide_as_their_dollars_and_together_all_paths() {
        let [_, _, many] = all();
        let Some(part) = many.part(Part::Combined) else { unreachable!() };
        let shares: f64 = part.bars.iter().map(|bar| bar.share).sum();
        assert!((shares - 1.0).abs() < 1e-9);
        let budget = -by_rising(part.bars.clone(), |bar| -bar.share)[0].to.0 + 1.0;
        let odds = Odds { budget: Usd(budget), ..many.clone() };
        let view =
            HistogramView { odds: &odds, pinned: None, part: Part::Combined, shock: None, width: 700.0, height: 300.0 };
        let red = |scene: Scene| {
            let is_red = |mark: &&Mark| matches!(mark, Mark::Area { paint, .. } if paint.role == crate::draw::palette::Role::Loss);
            scene.marks.iter().filter(is_red).count()
        };
        let past = part.bars.iter().filter(|bar| bar.share > 0.0 && bar.from.0 < -budget).count();
        assert_eq!(red(histogram_chart::scene(&view)), past);
    }
}
