//! Explosions: today's book in each, without the hedge and with it, one line an event, oldest first.

use crate::book::explosions::{Broken, ExplosionRow};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Paint, Scene, Text};
use crate::draw::text;
use crate::draw::ticks::{Axis, multiples, step};
use crate::views::hedge::explosions::ExplosionsReport;
use crate::views::pinned::{self, said_usd, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct ExplosionsView<'a> {
    /// The events.
    pub explosions: &'a ExplosionsReport,
    /// The same on plan A's book: a tick an event, its hedge in it.
    pub pinned: Option<&'a ExplosionsReport>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DASHED: &[f64] = &[4.0, 3.0];

/// The finding: how many explosions break the budget, and what the hedge takes off in the median.
pub fn headline(explosions: &ExplosionsReport) -> String {
    let Broken { count, total, .. } = explosions.broken;
    let budget = match count {
        0 => format!("None of {total} explosions breaks the budget"),
        1 => format!("1 of {total} explosions breaks the budget"),
        n => format!("{n} of {total} explosions break the budget"),
    };
    let hedge = match (explosions.cuts.median, explosions.rows.iter().any(|row| row.hedge.0 != 0.0)) {
        (Some(cut), true) if cut.0 >= 0.0 => {
            format!("in the median the hedge takes {} off the loss", say::share(cut.0, 0))
        }
        (Some(_), true) => "in the median the hedge loses too".into(),
        (Some(_), false) => format!("without a hedge the book loses in {}", explosions.cuts.losing),
        (None, _) if explosions.engines.is_empty() => "nothing but the hedge is held".into(),
        (None, _) => format!("{} in none", explosions.engines.does("loses")),
    };
    format!("{budget}; {hedge}")
}

/// What an event costs plan A, its hedge in it.
fn in_a(pinned: Option<&ExplosionsReport>, row: &ExplosionRow) -> Option<f64> {
    pinned?.rows.iter().find(|one| one.name == row.name).map(|one| one.hedged.0).filter(|usd| usd.is_finite())
}

/// How to read it.
pub fn caption(explosions: &ExplosionsReport) -> String {
    let any = |is_it: fn(&ExplosionRow) -> bool| explosions.rows.iter().any(is_it);
    let star = match (any(|row| row.is_settled), any(|row| row.is_path_unknown)) {
        (false, _) => "",
        (true, false) => " *: something settled on the way, at the close of its own day.",
        (true, true) => {
            " *: something settled on the way: condors and VIX layers at the close of their own day, the rest where the event ends, path unknown."
        }
    };
    format!(
        "Ring: {}. Dot: with the hedge. Bar left of it: the worst on the way there, which is what counts, red beyond the loss budget. Dashed: that budget, {}. Today’s book, the event’s VIX ratio, days, SPX and token.{star}",
        if explosions.engines.is_empty() { "without the hedge" } else { explosions.engines.name() },
        say::amount(explosions.budget.0)
    )
}

/// Whether the way there costs more than the end, by a dollar that is shown.
fn is_worse_before(row: &ExplosionRow) -> bool {
    row.worst.0 < row.hedged.0 - 0.5
}

/// Name of an event, starred where something settled on the way.
fn name(row: &ExplosionRow) -> String {
    if row.is_settled { format!("{} *", row.name) } else { row.name.to_string() }
}

/// A line an event, oldest first: the book without the hedge, and with it.
pub fn scene(view: &ExplosionsView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    let rows = &view.explosions.rows;
    scene.title = headline(view.explosions);
    scene.description = description(view);
    let widest = rows.iter().map(|row| text::width(&name(row), 11.0, 400)).fold(0.0, f64::max);
    let area = Bounds {
        left: widest + 14.0,
        top: 18.0,
        right: (scene.width - 14.0).max(widest + 15.0),
        bottom: (scene.height - 26.0).max(19.0),
    };
    if area.width() < 60.0 || area.height() < 40.0 || rows.is_empty() {
        return scene;
    }
    let own = || rows.iter().flat_map(|row| [row.unhedged.0, row.hedged.0, row.worst.0]).filter(|usd| usd.is_finite());
    let values = || own().chain(rows.iter().filter_map(|row| in_a(view.pinned, row)));
    let (worst, best) = (values().fold(0.0, f64::min).max(-1e12), values().fold(0.0, f64::max).min(1e12));
    let budget = -view.explosions.budget.0;
    // A budget far beyond every loss would squeeze them into a corner: it is said and not drawn.
    let has_budget = budget >= worst - 2.0 * (best - worst).max(1.0);
    let (low, high) = (if has_budget { worst.min(budget) } else { worst }, best);
    let pad = 0.04 * (high - low).max(1.0);
    let x = Axis::new((low - pad, area.left), (high + pad, area.right), false);
    let ticks = multiples(step((high - low).max(1.0) * 56.0 / area.width()), low - pad, high + pad);
    for usd in ticks {
        let role = if usd == 0.0 { Role::Edge } else { Role::Line };
        scene.upright(x.px(usd), area.top, area.bottom, role, &[]);
        let at = (x.px(usd), area.bottom + 16.0);
        scene.text(Text::new(at, say::usd_short(usd), Role::Ink3).anchored(Anchor::Middle));
    }
    if has_budget {
        let at = x.px(budget);
        scene.upright(at, area.top, area.bottom, Role::Loss, DASHED);
        scene.text(Text::new((at, area.top - 6.0), "budget", Role::Loss).anchored(Anchor::Middle));
    }
    let gap = area.height() / rows.len() as f64;
    for (i, row) in rows.iter().enumerate() {
        let y = area.top + gap * (i as f64 + 0.5);
        scene.text(Text::new((area.left - 8.0, y + 4.0), name(row), Role::Ink2).anchored(Anchor::End));
        let [without, with] = [row.unhedged.0, row.hedged.0].map(|usd| x.px(usd));
        let line = Paint { role: Role::Hedge, opacity: 0.7 };
        scene.line(&[(without, y), (with, y)], line, 1.75, &[]);
        if let Some(usd) = in_a(view.pinned, row) {
            pinned::tick(&mut scene, x.px(usd), [y - 0.4 * gap, y + 0.4 * gap]);
        }
        if is_worse_before(row) {
            let role = if row.worst.0 < budget { Role::Loss } else { Role::Ink2 };
            let at = x.px(row.worst.0);
            scene.line(&[(with, y), (at, y)], Paint { role, opacity: 1.0 }, 1.25, &[]);
            scene.line(&[(at, y - 0.3 * gap), (at, y + 0.3 * gap)], Paint { role, opacity: 1.0 }, 1.75, &[]);
        }
        scene.dot((without, y), 3.5, Role::Bg, Some((Role::Ink2, 1.5)));
        scene.dot((with, y), 4.0, Role::Hedge, None);
    }
    scene
}

fn description(view: &ExplosionsView) -> String {
    let explosions = view.explosions;
    let worst = explosions.rows.iter().reduce(|worst, row| if row.hedged.0 < worst.hedged.0 { row } else { worst });
    let worst = worst.map_or(String::new(), |row| {
        let other = view.pinned.map(|_| said_usd(in_a(view.pinned, row), row.hedged.0));
        format!(
            " Worst with the hedge: {}, {}; without it {}.{}",
            row.name,
            say::usd(row.hedged.0),
            say::usd(row.unhedged.0),
            other.unwrap_or_default()
        )
    });
    let broken = view.pinned.map(|a| format!(" The budget breaks in {} of them in A.", a.broken.count));
    format!("{}{worst}{}", explosions.sentence, broken.unwrap_or_default())
}

/// Headings and a row an event.
pub fn table(explosions: &ExplosionsReport, pinned: Option<&ExplosionsReport>) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "Event",
        "Low",
        "Peak",
        "Trading days",
        "VIX then",
        "SPX",
        "Token",
        "Without",
        "Hedge",
        "With",
        "Worst on the way",
        "at VIX",
        "Breaks the budget",
        "Loss cut",
    ];
    let rows = explosions.rows.iter().map(|row| {
        let token = say::percent(row.token.0, 0) + if row.is_token_real { "" } else { " model" };
        vec![
            name(row),
            row.from.to_string(),
            row.date.to_string(),
            say::number(row.days),
            say::vix(row.vix.0),
            say::percent(row.spx.0, 1),
            token,
            say::fixed(row.unhedged.0, 0),
            say::fixed(row.hedge.0, 0),
            say::fixed(row.hedged.0, 0),
            say::fixed(row.worst.0, 0),
            say::vix(row.worst_vix.0),
            if row.breaks(explosions.budget.0) { "yes" } else { "no" }.into(),
            row.cut.map_or_else(|| "—".into(), |cut| say::share(cut.0, 0)),
        ]
    });
    let table = (head.map(String::from).to_vec(), rows.collect());
    if pinned.is_none() {
        return table;
    }
    let at = |row: &ExplosionRow| in_a(pinned, row).map(|usd| say::fixed(usd, 0));
    with_column(table, "A: with", explosions.rows.iter().map(at))
}
