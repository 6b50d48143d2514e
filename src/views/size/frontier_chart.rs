//! Frontier: SPX against VIX, the side where the loss is more than the budget shaded, the spot–vol link and where it
//! crosses over.

use crate::book::frontier::{Frontier, Row};
use crate::draw::contour::Grid;
use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Point, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::units::Points;
use crate::views::book::gone::{self, Gone};
use crate::views::book::linked;
use crate::views::pinned::{self, with_column};
use crate::views::report::Report;
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct FrontierView<'a> {
    /// Where the budget breaks.
    pub frontier: &'a Frontier,
    /// Where plan A's breaks, and the VIX on its link at which it is gone.
    pub pinned: Option<(&'a Frontier, Option<Points>)>,
    /// Now, the shock, the VIX on the link at which the budget is gone.
    pub report: &'a Report,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// The finding: the VIX at which the budget is gone with SPX on the link.
pub fn headline(frontier: &Frontier, report: &Report) -> String {
    let budget = format!("the budget of {}", say::amount(frontier.budget));
    match gone::in_report(report) {
        Gone::At(vix) => format!("{} {budget} is gone at VIX {}", linked::with_spx(&report.shock.held), say::vix(vix)),
        Gone::Today(today, _) if report.shock.held.is_empty() => {
            format!("At today's VIX {} {budget} is gone already", say::vix(today))
        }
        Gone::Today(today, _) => {
            format!("With {} {budget} is gone at today's VIX {} already", report.shock.held, say::vix(today))
        }
        Gone::Nowhere => format!("{} nothing up to VIX 150 costs {budget}", linked::with_spx(&report.shock.held)),
    }
}

/// How to read it.
pub fn caption(frontier: &Frontier) -> String {
    let still = frontier.rows.iter().find(|row| row.breaks(0.0));
    let flat = match still {
        Some(row) => format!("With SPX unmoved the budget breaks near VIX {}.", say::vix(row.vix.0)),
        None => "With SPX unmoved no VIX up to 150 breaks the budget.".into(),
    };
    let crypto = match frontier.crypto {
        _ if !frontier.hangs_on_tokens => String::new(),
        Some(fall) => format!(" With both unmoved a token fall of {} does.", say::share(-fall.0, 0)),
        None => format!(" With both unmoved no token fall does: {} at −95 %.", say::usd(frontier.crypto_worst)),
    };
    format!("Shaded: the book loses more than {}. {flat}{crypto}", say::amount(frontier.budget))
}

/// SPX against VIX, shaded where the loss is more than the budget, the spot–vol link over it.
pub fn scene(view: &FrontierView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    let (frontier, report) = (view.frontier, view.report);
    scene.title = headline(frontier, report);
    let other = view.pinned.map(|(_, gone)| match gone {
        Some(vix) => format!(" In A it is gone at VIX {}.", say::vix(vix.0)),
        None => " In A it lasts to VIX 150.".into(),
    });
    scene.description = format!("{}. {}{}", scene.title, caption(frontier), other.unwrap_or_default());
    let area = Bounds { left: 40.0, top: 24.0, right: scene.width - 8.0, bottom: scene.height - 30.0 };
    let ends = |values: [Option<f64>; 2]| values.map(|x| x.unwrap_or(f64::NAN));
    let [from, to] = ends([frontier.moves.first().copied(), frontier.moves.last().copied()]);
    let [low, high] = ends([frontier.rows.first().map(|r| r.vix.0), frontier.rows.last().map(|r| r.vix.0)]);
    if area.width() < 60.0 || area.height() < 60.0 || frontier.rows.len() < 2 || frontier.moves.len() < 2 {
        return scene;
    }
    let x = Axis::new((from, area.left), (to, area.right), false);
    let y = Axis::new((low, area.bottom), (high, area.top), true);
    let (across, up) = ((frontier.moves.len() - 1) as f64, (frontier.rows.len() - 1) as f64);
    // Moves are equal steps, levels equal ratios: the grid's units are even in pixels.
    let to_px = |&(u, v): &(f64, f64)| (area.left + u / across * area.width(), area.bottom - v / up * area.height());
    let grid = Grid::new(frontier.moves.len(), frontier.rows.len(), &frontier.pnl);
    let mut taken = Taken::default();
    for (polygon, band) in grid.bands(&[-frontier.budget]) {
        let role = if band == 0 { Role::N1 } else { Role::Bg };
        scene.area(polygon.iter().map(to_px).collect(), role);
    }
    axes(&mut scene, &area, [&x, &y]);
    let mut of_a: Vec<Point> = Vec::new();
    if let Some((a, _)) = view.pinned.filter(|(a, _)| a.moves.len() > 1 && a.rows.len() > 1) {
        let (columns, rows) = (a.moves.len(), a.rows.len());
        let place = |&(u, v): &(f64, f64)| {
            let [low, high] = [a.rows.first(), a.rows.last()].map(|row| row.map_or(f64::NAN, |row| row.vix.0));
            let spx = a.moves[0] + u / (columns - 1) as f64 * (a.moves[columns - 1] - a.moves[0]);
            (x.px(spx), y.px(low * (high / low).powf(v / (rows - 1) as f64)))
        };
        for line in Grid::new(columns, rows, &a.pnl).lines(-a.budget) {
            let line: Vec<Point> = line.iter().map(place).collect();
            scene.line_in(&area, &line, pinned::ROLE.into(), pinned::WIDTH, &[]);
            of_a.extend(line.into_iter().step_by(3));
        }
    }
    for line in grid.lines(-frontier.budget) {
        let line: Vec<Point> = line.iter().map(to_px).collect();
        scene.line(&line, Role::Loss, 1.75, &[]);
        taken.add_line(&line);
    }
    let link: Vec<Point> = frontier.rows.iter().map(|row| (x.px(row.link), y.px(row.vix.0))).collect();
    scene.line_in(&area, &link, Paint { role: Role::Bg, opacity: 0.75 }, 4.5, &[]);
    scene.line_in(&area, &link, Role::Ink.into(), 2.0, &[]);
    taken.add_line(&link);
    marks(&mut scene, view, &area, [&x, &y], &mut taken);
    let named = |at: Point, words: &str, role| Text::new(at, words, role).anchored(Anchor::Middle).set_in(11.0, 500);
    let places = |points: Vec<Point>, words: &'static str, role| {
        points.into_iter().map(move |at| named(at, words, role).on_plate(0.86)).collect::<Vec<_>>()
    };
    let corners = [(0.12, 0.5), (0.12, 0.8), (0.9, 0.8), (0.9, 0.5)];
    let spots = corners.map(|(u, v)| (area.left + u * area.width(), area.top + v * area.height())).to_vec();
    let lost = |at: &Point| {
        let column = ((at.0 - area.left) / area.width() * across).round() as usize;
        let row = ((area.bottom - at.1) / area.height() * up).round() as usize;
        frontier.pnl.get(row * frontier.moves.len() + column).is_some_and(|pnl| *pnl < -frontier.budget)
    };
    let spots = spots.into_iter().filter(lost).collect();
    if let Some(text) = taken.place_best(places(spots, "budget broken", Role::Loss), &area.grown(-3.0)) {
        scene.text(text);
    }
    of_a.iter_mut().for_each(|p| p.1 += 4.0);
    if let Some(text) = taken.place_best(places(of_a, "A’s budget", pinned::ROLE), &area.grown(-3.0)) {
        scene.text(text);
    }
    let on_link: Vec<Point> = link.iter().rev().step_by(3).map(|p| (p.0, p.1 + 4.0)).collect();
    if let Some(text) = taken.place_best(places(on_link, "spot–vol link", Role::Ink), &area.grown(-3.0)) {
        scene.text(text);
    }
    scene
}

fn axes(scene: &mut Scene, area: &Bounds, [x, y]: [&Axis; 2]) {
    let name = |at: Point, words: &str| Text::new(at, words, Role::Ink3).anchored(Anchor::End).set_in(11.0, 600);
    scene.text(name((area.left - 8.0, area.top - 9.0), "VIX"));
    scene.text(name((area.left - 8.0, area.bottom + 18.0), "SPX"));
    for vix in [10.0, 15.0, 20.0, 30.0, 50.0, 80.0, 150.0] {
        let at = y.px(vix);
        scene.level(at, area.left, area.right, Role::Line, &[]);
        scene.text(Text::new((area.left - 8.0, at + 4.0), say::fixed(vix, 0), Role::Ink3).anchored(Anchor::End));
    }
    scene.upright(x.px(0.0), area.top, area.bottom, Role::Edge, &[]);
    scene.level(area.bottom, area.left, area.right, Role::Edge, &[]);
    for spx in multiples(step((x.to.0 - x.from.0) / area.width() * 56.0), x.from.0, x.to.0) {
        let at = (x.px(spx), area.bottom + 18.0);
        let text = Text::new(at, say::percent(spx, 0), Role::Ink2).anchored(Anchor::Middle);
        if text.extent().left > area.left - 4.0 && text.extent().right <= scene.width {
            scene.upright(at.0, area.bottom, area.bottom + 4.0, Role::Line2, &[]);
            scene.text(text);
        }
    }
}

/// Now as a ring, the shock as a dot, the crossing of link and frontier as a ring in the loss's colour.
fn marks(scene: &mut Scene, view: &FrontierView, area: &Bounds, [x, y]: [&Axis; 2], taken: &mut Taken) {
    let report = view.report;
    let shock = &report.shock;
    let rows = &view.frontier.rows;
    // The link between two rows, by the logarithm of VIX.
    let crossing = report.combined.budget_gone_at.and_then(|gone| {
        let i = rows.partition_point(|row| row.vix.0 < gone.0).clamp(1, rows.len() - 1);
        let (a, b) = (&rows[i - 1], &rows[i]);
        let share = (gone.0 / a.vix.0).ln() / (b.vix.0 / a.vix.0).ln();
        Some((a.link + share * (b.link - a.link), gone.0)).filter(|at| at.0.is_finite())
    });
    let mut wanted = vec![((0.0, shock.vix_from.0), "now".to_string(), Role::Ink, false)];
    wanted.extend(crossing.map(|at| (at, format!("VIX {}", say::vix(at.1)), Role::Loss, false)));
    wanted.push((
        (shock.spx_return.0, shock.vix.0),
        format!("shock {}", say::usd(report.combined.pnl.0)),
        Role::Ink,
        true,
    ));
    for ((spx, vix), words, role, is_full) in wanted {
        let at = (x.px(spx).clamp(area.left, area.right), y.px(vix).clamp(area.top, area.bottom));
        if is_full {
            scene.dot(at, 6.0, role, Some((Role::Bg, 2.0)));
        } else {
            scene.dot(at, 4.5, Role::Bg, Some((role, 2.0)));
        }
        taken.add(Bounds { left: at.0 - 6.0, top: at.1 - 6.0, right: at.0 + 6.0, bottom: at.1 + 6.0 });
        let beside = |dx: f64, dy: f64, anchor| {
            let text = Text::new((at.0 + dx, at.1 + dy), words.clone(), role);
            inside(text.anchored(anchor).set_in(11.0, 600).on_plate(0.86), area.left + 2.0, area.right)
        };
        let places = [
            beside(12.0, 4.0, Anchor::Start),
            beside(-12.0, 4.0, Anchor::End),
            beside(12.0, 20.0, Anchor::Start),
            beside(-12.0, 20.0, Anchor::End),
            beside(12.0, -12.0, Anchor::Start),
            beside(-12.0, -12.0, Anchor::End),
        ];
        if let Some(text) = taken.place_best(places, area) {
            scene.text(text);
        }
    }
}

/// Headings and a row a VIX level: stretches of SPX that break the budget.
pub fn table(frontier: &Frontier, pinned: Option<&Frontier>) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["VIX", "SPX that goes with it", "Budget broken where SPX is"].map(String::from).to_vec();
    let table = (head, frontier.rows.iter().map(|row| cells(frontier, row)).collect());
    let Some(a) = pinned else { return table };
    let same = |vix: Points| a.rows.iter().find(move |one| (one.vix.0 / vix.0 - 1.0).abs() < 1e-9);
    with_column(table, "A: where SPX is", frontier.rows.iter().map(|row| same(row.vix).map(|row| broken(a, row))))
}

fn cells(frontier: &Frontier, row: &Row) -> Vec<String> {
    vec![say::vix(row.vix.0), say::percent(row.link, 1), broken(frontier, row)]
}

/// Stretches of SPX that break the budget at a VIX level, in words.
fn broken(frontier: &Frontier, row: &Row) -> String {
    let span = |[low, high]: [f64; 2]| {
        let is_end = |x: f64, end: Option<&f64>| end.is_some_and(|end| (x - end).abs() < 1e-12);
        match (is_end(low, frontier.moves.first()), is_end(high, frontier.moves.last())) {
            (true, true) => "everywhere".to_string(),
            (true, false) => format!("below {}", say::percent(high, 1)),
            (false, true) => format!("above {}", say::percent(low, 1)),
            _ => format!("{} to {}", say::percent(low, 1), say::percent(high, 1)),
        }
    };
    let found: Vec<String> = row.broken().into_iter().map(span).collect();
    if found.is_empty() { "nowhere".into() } else { found.join("; ") }
}
