//! Equity: the programme by the rules and untouched, day by day, explosions marked.

use crate::backtest::BackTest;
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines, inside};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Scene, Text};
use crate::numbers::by_rising;
use crate::units::day::Day;
use crate::words as say;
use crate::words::dates::date;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct EquityView<'a> {
    /// What was walked.
    pub found: &'a BackTest,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DASHED: &[f64] = &[4.0, 3.0];
const DOTTED: &[f64] = &[2.0, 2.0];
/// Pixels between two years, middle to middle.
const APART: f64 = 44.0;

/// How to read it.
pub fn caption(found: &BackTest) -> String {
    let said = format!(
        "Equity from {} to {}: condors, pool and hedge of this plan at the model’s prices on real closes, costs taken. Dashed: highest VIX close of an explosion.",
        date(found.from),
        date(found.to)
    );
    if found.days.len() == found.rows {
        return said;
    }
    let [drawn, rows] = [found.days.len(), found.rows].map(|count| say::number(count as f64));
    format!(
        "{said} Drawn, and in the table and the CSV, are {drawn} of {rows} trading days: ends and extremes of stretches."
    )
}

fn curves(found: &BackTest) -> [Curve; 3] {
    let of = |name, role, width, dash, equity: &[f64]| {
        let points = found.days.iter().zip(equity).map(|(day, usd)| (f64::from(day.0), *usd)).collect();
        Curve { name, role, width, dash, points }
    };
    [
        of("Promoter", Role::Ink3, 1.25, DOTTED, &found.promoter.equity),
        of("Untouched", Role::Ink3, 1.5, &[], &found.untouched.equity),
        of("By the rules", Role::Ink, 2.5, &[], &found.with_rules.equity),
    ]
}

/// Every line of equity.
pub fn scene(view: &EquityView) -> Scene {
    let found = view.found;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = say::headline(&found.headline());
    scene.description = description(found);
    let curves = curves(found);
    let lines = Lines::new(&scene, &curves, &[found.start], 20.0, false);
    if !lines.has_room() || found.days.len() < 2 {
        return scene;
    }
    lines.grid(&mut scene);
    let mut taken = Taken::default();
    marks(&mut scene, found, &lines, &mut taken);
    lines.draw(&mut scene, &curves, &mut taken);
    let first = found.from.date().0;
    let years = (first + 1..=found.to.date().0).filter_map(|year| Some((year, Day::of(year, 1, 1)?)));
    let years: Vec<f64> = years.map(|(_, day)| f64::from(day.0)).collect();
    lines.places_at(&mut scene, &years, APART, |day| Day(day as i32).date().0.to_string());
    scene
}

/// Explosions that were walked, those of the highest VIX first, as far as their names have room.
fn marks(scene: &mut Scene, found: &BackTest, lines: &Lines, taken: &mut Taken) {
    let walked = found.explosions.iter().filter(|row| row.walked.is_some()).collect();
    for row in by_rising(walked, |row: &&crate::backtest::shocks::ExplosionRow| -row.vix[1]) {
        let x = lines.x.px(f64::from(row.to.0));
        let text = Text::new((x, lines.area.top - 7.0), row.name.clone(), Role::Ink3).anchored(Anchor::Middle);
        let text = inside(text, lines.area.left, scene.width);
        if let Some(text) = taken.place_best([text], &lines.area.grown(20.0)) {
            scene.upright(x, lines.area.top, lines.area.bottom, Role::Line2, DASHED);
            scene.text(text);
        }
    }
}

fn description(found: &BackTest) -> String {
    let fall = |name: &str, curve: &crate::backtest::curve::Curve| {
        curve.drawdown.map_or_else(
            || format!("{name} it never falls."),
            |fall| {
                format!(
                    "{name} it falls most from {} to {}, by {}.",
                    date(fall.from),
                    date(fall.to),
                    say::amount(fall.usd)
                )
            },
        )
    };
    let ruled = fall("By the rules", &found.with_rules);
    let [untouched, promoter] = [fall("Untouched", &found.untouched), fall("Of a promoter", &found.promoter)];
    format!("{} {ruled} {untouched} {promoter}", found.headline())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::pieces::whole;
    use crate::plan::Plan;
    use crate::signals::histories::Histories;
    use crate::views::data::backtest::tables;

    /// A year in which VIX explodes in March 2020 as it did, roughly.
    fn found() -> BackTest {
        let Some(first) = Day::iso("2019-09-03") else { unreachable!() };
        let days: Vec<Day> = std::iter::successors(Some(first), |day| Some(day.next_trading_day())).take(250).collect();
        let shock = |at: usize| (-((at as f64 - 135.0) / 12.0).powi(2)).exp();
        let of = |level: &dyn Fn(usize) -> f64| days.iter().enumerate().map(|(at, day)| (*day, level(at))).collect();
        let all = Histories {
            spx: of(&|at| 3_000.0 * (1.0 - 0.3 * shock(at)) + (at % 3) as f64),
            vix: of(&|at| 14.0 + 60.0 * shock(at)),
            token: of(&|at| 200.0 * (1.0 - 0.5 * shock(at)) + (at % 5) as f64),
            ..Histories::default()
        };
        whole(crate::backtest::run(&Plan::example(), &all, None, &mut |_| {}))
            .unwrap_or_else(|said| unreachable!("{said}"))
    }

    #[test]
    fn both_lines_their_names_and_the_explosion_stand_in_the_picture() {
        let found = found();
        let words = |scene: &Scene| -> Vec<String> {
            let of = |mark: &crate::draw::scene::Mark| match mark {
                crate::draw::scene::Mark::Text(text) => Some(text.words.clone()),
                _ => None,
            };
            scene.marks.iter().filter_map(of).collect()
        };
        for (width, height) in [(800.0, 260.0), (360.0, 200.0)] {
            let scene = super::scene(&EquityView { found: &found, width, height });
            let words = words(&scene);
            for wanted in ["By the rules", "Untouched", "Promoter", "2020", "Mar 2020"] {
                assert!(words.iter().any(|word| word == wanted), "{wanted} {words:?}");
            }
            assert!(scene.points().iter().all(|(x, y)| x.is_finite() && y.is_finite() && *x <= width && *y <= height));
            assert!(scene.title.starts_with("With the rules $") && scene.description.contains("falls most from"));
        }
        assert!(scene(&EquityView { found: &found, width: 0.0, height: f64::NAN }).marks.is_empty());
        assert!(caption(&found).contains("model’s prices"));
    }

    #[test]
    fn every_table_has_a_cell_for_every_heading_and_a_row_for_every_thing() {
        let (found, plan) = (found(), Plan::example());
        let all = [
            (tables::trades(&found, &plan), found.trades.len()),
            (tables::rules(&found), found.rules.len()),
            (tables::explosions(&found), 22),
            (tables::days(&found), found.days.len()),
            (tables::compared(&found), 11),
        ];
        for ((head, rows), count) in all {
            assert_eq!(rows.len(), count, "{head:?}");
            assert!(
                rows.iter().all(|row| row.len() == head.len() && row.iter().all(|cell| !cell.is_empty())),
                "{head:?} {rows:?}"
            );
        }
        // No file of advances and declines: its rule has no figure, and the alarm, which has closes, has one.
        let (_, rules) = tables::rules(&found);
        let row = |name: &str| rules.iter().find(|row| row[0] == name).cloned().unwrap_or_default();
        assert_eq!(row("The A/D divergence")[2..6], ["not known"; 4]);
        assert_eq!(row("The A/D divergence")[6], format!("0 of {} trading days", found.pool_days));
        assert!(row("The correlation shift")[2].starts_with('$'), "{rules:?}");
        assert_eq!(row("The stress cap")[6], "—");
        let outside = found.explosions.iter().filter(|row| !row.has_eve).count();
        assert!(outside == 21 && found.said.iter().any(|said| said.starts_with("21 of 22 explosions began")));
        let sum: f64 = found.trades.iter().map(|trade| trade.pnl).sum();
        assert!((found.start + sum - found.with_rules.end).abs() < 0.005);
    }
}
