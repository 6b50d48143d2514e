//! Fan: what a way has made by the end of each month of the year, the middle, half of the years, nine in ten.

use crate::draw::labels::Taken;
use crate::draw::lines::Lines;
use crate::draw::palette::Role;
use crate::draw::scene::{Point, Scene};
use crate::odds::figures::Figure;
use crate::units::day::Day;
use crate::views::odds::fan_chart::{FIRST, HIGH, LOW, MIDDLE, THIRD, bands, days, figures, limit, limit_named, named};
use crate::views::odds::say::{gained, is_near, none_walked, on_day};
use crate::views::pinned::{self, Table};
use crate::views::year::say::name;
use crate::views::year::years_chart::{of, of_a};
use crate::words::{amount, usd};
use crate::year::calendar::MONTH;
use crate::year::figures::Year;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct FanView<'a> {
    /// What the years say.
    pub year: &'a Year,
    /// What they say of plan A, where one is pinned.
    pub pinned: Option<&'a Year>,
    /// The place of the way among them.
    pub way: usize,
    /// The day that the years begin on, where it is known.
    pub today: Option<Day>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// What the middle year of plan A has made by each month, by trading days.
fn middle_of_a(year: &Year, a: Option<&Year>, way: usize) -> Vec<Point> {
    let fan = of_a(year, a, way).map_or(&[][..], |one| &one.fan);
    fan.iter().enumerate().map(|(month, usd)| ((MONTH * month) as f64, usd[MIDDLE])).collect()
}

/// The finding: the month by which one year in twenty has lost most.
pub fn headline(year: &Year, way: usize, today: Option<Day>) -> String {
    let Some(found) = of(year, way).filter(|_| year.paths > 0) else { return none_walked().into() };
    let last = found.fan.len() - 1;
    if year.paths == 1 {
        return format!("The only year so far ends at {}", usd(found.fan[last][MIDDLE]));
    }
    let ruin = year.ruin.0 - year.equity.0;
    match found.fan.iter().position(|month| month[LOW] < ruin) {
        Some(month) => format!("By {} one year in twenty is past ruin", on_day(MONTH * month, today)),
        None => format!("After a year one in twenty stands below {}", usd(found.fan[last][LOW])),
    }
}

/// How to read it.
pub fn caption(year: &Year, way: usize) -> String {
    let way = year.ways.get(way).map_or_else(String::new, |one| name(one.way, year));
    format!(
        "{way}: dollars made by the end of each month of 21 trading days, the middle year, half of them in the dark band, nine in ten in the light one. Dotted: {} of the account are gone.",
        amount(year.equity.0 - year.ruin.0)
    )
}

/// The bands, the middle and ruin.
pub fn scene(view: &FanView) -> Scene {
    let year = view.year;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(year, view.way, view.today);
    scene.description = format!("{}. {}", scene.title, caption(year, view.way));
    let Some(found) = of(year, view.way) else { return scene };
    let line = |which: usize| -> Vec<Point> {
        found.fan.iter().enumerate().map(|(month, usd)| ((MONTH * month) as f64, usd[which])).collect()
    };
    let of_a = middle_of_a(year, view.pinned, view.way);
    let mut curves = named(&line).to_vec();
    curves.extend(pinned::curve(&of_a, &curves));
    if let (Some(a), Some(end)) = (of_a.last(), found.fan.last()) {
        scene.description += &format!(" The middle at the end:{}", pinned::said_usd(Some(a.1), end[MIDDLE]));
    }
    let all = || curves.iter().flat_map(|curve| &curve.points).map(|p| p.1).filter(|x| x.is_finite());
    let seen = [all().fold(0.0, f64::min), all().fold(0.0, f64::max)];
    let ruin = Some(year.ruin.0 - year.equity.0).filter(|usd| is_near(seen, *usd));
    let with: Vec<f64> = seen.into_iter().chain(ruin).collect();
    let lines = Lines::new(&scene, &curves, &with, 14.0, false);
    if !lines.has_room() {
        return scene;
    }
    bands(&mut scene, &lines, [line(LOW), line(FIRST), line(THIRD), line(HIGH)]);
    lines.grid(&mut scene);
    let mut taken = Taken::default();
    limit(&mut scene, &lines, ruin, &mut taken);
    lines.draw(&mut scene, &curves, &mut taken);
    limit_named(&mut scene, &lines, ruin.map(|usd| (usd, "ruin")), &mut taken);
    days(&mut scene, &lines, view.today, (MONTH * (found.fan.len() - 1)) as f64);
    scene
}

/// Headings and a row for every month; plan A's middle last, where one is pinned.
pub fn table(year: &Year, a: Option<&Year>, way: usize, today: Option<Day>) -> Table {
    let head = ["By", "5\u{202f}%", "25\u{202f}%", "Middle", "75\u{202f}%", "95\u{202f}%"].map(String::from).to_vec();
    let months = of(year, way).map_or_else(Vec::new, |one| figures(&one.fan, &one.fan_errors));
    let row = |(month, fan): (usize, [Figure; 7])| {
        let shown = [LOW, FIRST, MIDDLE, THIRD, HIGH].map(|which| gained(fan[which]));
        std::iter::once(on_day(MONTH * month, today)).chain(shown).collect()
    };
    let table = (head, months.into_iter().enumerate().map(row).collect());
    let of_a = middle_of_a(year, a, way);
    if of_a.is_empty() {
        return table;
    }
    pinned::with_column(table, "A: middle", of_a.into_iter().map(|at| Some(usd(at.1))))
}
