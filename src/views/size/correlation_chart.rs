//! Correlation map: a cell a VIX level and horizon, darker where condor and pool move together, framed where they do
//! so too much. Ink, not teal and vermilion: a correlation is no profit.

use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Scene, Text};
use crate::simulation::correlation_map::{CorrelationMap, TAIL, Together, WINGS};
use crate::sizing::checks::second_engine::MOST;
use crate::views::engines::Engines;
use crate::views::pinned::{self, said, with_column};
use crate::views::size::risk_answers::days;
use crate::words as say;

/// What the map shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct CorrelationView<'a> {
    /// The cells.
    pub map: &'a CorrelationMap,
    /// Plan A's: its correlation is each cell's lower figure.
    pub pinned: Option<&'a CorrelationMap>,
    /// Which of [`WINGS`].
    pub wing: usize,
    /// The shock's horizon, trading days.
    pub days: f64,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// Flat steps: up to this correlation, ink at this opacity.
const STEPS: [(f64, f64); 5] = [(0.0, 0.0), (0.15, 0.07), (MOST, 0.13), (0.6, 0.22), (1.0, 0.32)];

fn wing(map: &CorrelationMap, level: usize, horizon: usize, wing: usize) -> Option<&Together> {
    map.cell(level, horizon)?.wings.get(wing)
}

/// Largest correlation, its level and horizon.
fn most(map: &CorrelationMap, which: usize) -> Option<(f64, f64, f64)> {
    let all = map.cells.iter().filter_map(|cell| Some((cell.wings.get(which)?.correlation?, cell.vix.0, cell.days)));
    all.reduce(|a, b| if b.0 > a.0 { b } else { a })
}

/// The finding: the highest correlation on the map, with its VIX and horizon.
pub fn headline(map: &CorrelationMap, which: usize) -> String {
    let name = WINGS.get(which).copied().unwrap_or_default();
    match most(map, which) {
        None => "Nothing to correlate".into(),
        Some((rho, ..)) if rho <= 0.005 => format!("{name} and pool never move together once VIX is known"),
        Some((rho, vix, day)) => {
            format!("{name} and pool: at most {}, at VIX {} over {}", say::correlation(rho), say::vix(vix), days(day))
        }
    }
}

/// How to read it, and where a plan is pinned its figures.
pub fn caption(is_pinned: bool) -> String {
    let lower = if is_pinned {
        "that of A, the pinned plan".to_string()
    } else {
        format!("what the pool gains on average in the wing's worst {} of outcomes, dollars", say::share(TAIL, 0))
    };
    format!(
        "Upper figure: correlation once VIX stands there, by where SPX and the token may then be. Lower: {lower}. Framed: above {}, no second engine.",
        say::fixed(MOST, 1)
    )
}

/// What tells B's largest correlation from A's.
fn said_of_a(view: &CorrelationView) -> String {
    let [a, b] = [view.pinned, Some(view.map)].map(|map| map.and_then(|map| most(map, view.wing)).map(|most| most.0));
    match (view.pinned, a, b) {
        (None, ..) => String::new(),
        (_, Some(a), Some(b)) => format!(" The largest:{}", said(a, b, say::correlation)),
        (_, Some(a), None) => format!(" A: at most {}.", say::correlation(a)),
        (_, None, _) => " A has nothing to correlate.".into(),
    }
}

/// A cell a VIX level and horizon, darker where condor and pool move together.
pub fn scene(view: &CorrelationView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    let map = view.map;
    scene.title = headline(map, view.wing);
    scene.description = format!("{}. Rows are VIX, columns trading days.{}", scene.title, said_of_a(view));
    let area = Bounds { left: 40.0, top: 24.0, right: scene.width - 1.0, bottom: scene.height - 26.0 };
    let (columns, rows) = (map.days.len(), map.levels.len());
    if area.width() < 100.0 || area.height() < 100.0 || columns == 0 || rows == 0 {
        return scene;
    }
    let (wide, tall) = (area.width() / columns as f64, area.height() / rows as f64);
    scene.text(Text::new((area.left - 8.0, area.top - 9.0), "VIX", Role::Ink3).anchored(Anchor::End).set_in(11.0, 600));
    for (column, day) in map.days.iter().enumerate() {
        let is_own = *day == view.days;
        let (role, weight) = if is_own { (Role::Ink, 600) } else { (Role::Ink3, 400) };
        let at = (area.left + wide * (column as f64 + 0.5), area.bottom + 17.0);
        // The first one says what they all count.
        let name = if column == 0 { days(*day) } else { say::number(say::rounded(*day, 2)) };
        scene.text(Text::new(at, name, role).anchored(Anchor::Middle).set_in(11.0, weight));
    }
    for (row, vix) in map.levels.iter().enumerate() {
        // VIX rises upward.
        let top = area.bottom - tall * (row + 1) as f64;
        let name = Text::new((area.left - 8.0, top + 0.5 * tall + 4.0), say::vix(vix.0), Role::Ink2);
        scene.text(name.anchored(Anchor::End));
        for column in 0..columns {
            let left = area.left + wide * column as f64;
            let cell = Bounds { left, top, right: left + wide, bottom: top + tall }.grown(-1.0);
            let a = view.pinned.map(|a| wing(a, row, column, view.wing).and_then(|one| one.correlation));
            draw(&mut scene, wing(map, row, column, view.wing), a, &cell);
        }
    }
    scene
}

fn draw(scene: &mut Scene, together: Option<&Together>, a: Option<Option<f64>>, cell: &Bounds) {
    let rho = together.and_then(|one| one.correlation);
    let step = rho.and_then(|rho| STEPS.iter().find(|step| rho <= step.0));
    let opacity = step.map_or(0.0, |step| step.1);
    if opacity > 0.0 {
        scene.area(cell.corners(), Paint { role: Role::Ink, opacity });
    }
    if rho.is_some_and(|rho| rho > MOST) {
        let mut rim = cell.grown(-0.5).corners();
        rim.extend_from_within(..2);
        scene.line(&rim, Role::Ink, 1.5, &[]);
    }
    let middle = 0.5 * (cell.left + cell.right);
    let centre = 0.5 * (cell.top + cell.bottom);
    let is_double = cell.height() >= 30.0;
    let words = rho.map_or_else(|| "—".into(), say::correlation);
    let y = if is_double { centre - 1.0 } else { centre + 4.0 };
    scene.text(Text::new((middle, y), words, Role::Ink).anchored(Anchor::Middle).set_in(13.0, 600));
    let below = match (a, together) {
        (Some(a), _) => Some((format!("A {}", a.map_or_else(|| "—".into(), say::correlation)), pinned::ROLE)),
        (None, Some(one)) => Some((say::usd_short(one.pool_in_tail.0), Role::Ink2)),
        (None, None) => None,
    };
    if let (true, Some((words, role))) = (is_double, below) {
        scene.text(Text::new((middle, centre + 12.0), words, role).anchored(Anchor::Middle));
    }
}

/// Headings and a row a VIX level and horizon.
pub fn table(
    map: &CorrelationMap,
    pinned: Option<&CorrelationMap>,
    engines: Engines,
) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "VIX",
        "Trading days",
        "Condor",
        "Put spread",
        "Call spread",
        "Condor, mean",
        "Pool, mean",
        engines.pool_in_tail(),
        "Token and shock, implied",
    ];
    let rho = |one: &Together| one.correlation.map_or_else(|| "—".into(), say::correlation);
    let row = |(i, cell): (usize, &crate::simulation::correlation_map::Cell)| {
        let implied = map.implied.get(i / map.days.len().max(1)).map_or(0.0, |share| share.0);
        let [whole, put, call] = &cell.wings;
        let mut row = vec![say::vix(cell.vix.0), say::number(cell.days), rho(whole), rho(put), rho(call)];
        row.extend([whole.own.mean, cell.pool.mean, whole.pool_in_tail].map(|usd| say::fixed(usd.0, 0)));
        row.push(say::fixed(implied, 2));
        row
    };
    let table = (head.map(String::from).to_vec(), map.cells.iter().enumerate().map(row).collect());
    let Some(a) = pinned else { return table };
    let whole = |cell: &crate::simulation::correlation_map::Cell| {
        let same = |one: &&crate::simulation::correlation_map::Cell| one.vix == cell.vix && one.days == cell.days;
        a.cells.iter().find(same).map(|one| rho(&one.wings[0]))
    };
    with_column(table, "A: condor", map.cells.iter().map(whole))
}
