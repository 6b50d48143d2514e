//! The smile chart: one expiry's quotes as vols from bid to ask, the shape common to the chain, the slice of this expiry
//! alone, and the plan's own.

use crate::calibration::report::Drawn;
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Point, Scene};
use crate::views::data::chains::{ChainExpiry, ChainTab, Fitted};
use crate::views::data::signals_chart::with_room;
use crate::views::pinned::Table;
use crate::words::{calendar_days, fixed, number, rounded};

/// Least height of a quote, css pixels.
const LEAST: f64 = 2.0;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct SmileView<'a> {
    /// The chain.
    pub chain: &'a ChainTab,
    /// Which of its expiries.
    pub nth: usize,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

impl SmileView<'_> {
    fn expiry(&self) -> Option<&ChainExpiry> {
        self.chain.expiries.get(self.nth)
    }
}

/// Names of the lines, as they are drawn over one another.
const NAMES: [&str; 3] = ["Plan", "Common shape", "This expiry alone"];

/// The finding: how far the common shape and the plan's surface are from the quotes.
pub fn headline(view: &SmileView) -> String {
    let Some(one) = view.expiry() else { return "No smile can be read of this chain".into() };
    let (of, plan) = (format!("{}, {}", one.label, calendar_days(one.days.round())), fixed(one.rule_rms, 2));
    match one.fitted {
        Some(Fitted { common_rms, .. }) => {
            let common = fixed(common_rms, 2);
            format!("{of}: the common shape is {common} vol points rms from the quotes, the plan's {plan}")
        }
        None => format!("{of}: the plan's smile is {plan} vol points rms from the quotes"),
    }
}

/// Which line is which, by its name, and how far each is from the quotes.
pub fn caption(view: &SmileView) -> String {
    let bars = "Bars: bid to ask.";
    let Some(one) = view.expiry() else { return bars.into() };
    let plan = fixed(one.rule_rms, 2);
    let Some(Fitted { rms, common_rms, is_common }) = one.fitted else {
        return format!("{bars} {}: its smile on this future, {plan} vol points rms from the quotes.", NAMES[0]);
    };
    let [common, alone] = [common_rms, rms].map(|rms| fixed(rms, 2));
    let is_one = |one: &&ChainExpiry| one.fitted.is_some_and(|fit| fit.is_common);
    let fitted = match (is_common, view.chain.expiries.iter().filter(is_one).count()) {
        (true, 0 | 1) => "fitted to this expiry",
        (true, _) => "fitted to this expiry and others",
        (false, _) => "fitted to other expiries",
    };
    format!(
        "{bars} From the quotes {}, vol points rms: {} {common}, {fitted}; {} {alone}; {} {plan}. Both fits weigh a quote by its vega over its spread, these errors do not.",
        view.chain.within, NAMES[1], NAMES[2], NAMES[0]
    )
}

/// A bar from bid to ask for each quote, and the lines through their strikes, in vol points.
pub fn scene(view: &SmileView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view);
    scene.description = format!("{}. Vols by strike; a bar from bid to ask for each quote.", scene.title);
    let Some(one) = view.expiry().filter(|one| one.points.len() > 1) else { return scene };
    let line = |of: fn(&Drawn) -> f64| -> Vec<Point> {
        one.points.iter().map(|drawn| (drawn.strike, 100.0 * of(drawn))).collect()
    };
    let all = [
        Curve { name: NAMES[0], role: Role::Ink3, width: 1.25, dash: &[], points: line(|drawn| drawn.rule) },
        Curve { name: NAMES[1], role: Role::Ink, width: 1.5, dash: &[], points: line(|drawn| drawn.common) },
        Curve { name: NAMES[2], role: Role::Profit, width: 1.5, dash: &[5.0, 3.0], points: line(|drawn| drawn.fitted) },
    ];
    let curves = if one.fitted.is_some() { &all[..] } else { &all[..1] };
    let mids: Vec<f64> = one.points.iter().map(|drawn| 100.0 * drawn.mid).collect();
    let lines = with_room(Lines::new(&scene, curves, &mids, 20.0, false));
    if !lines.has_room() {
        return scene;
    }
    lines.grid_in(&mut scene, |vol| format!("{} %", number(rounded(vol, 2))));
    for drawn in &one.points {
        let [low, high] = [drawn.bid, drawn.ask].map(|vol| lines.y.px(100.0 * vol));
        let more = 0.5 * (LEAST - (low - high)).max(0.0);
        let x = lines.x.px(drawn.strike);
        scene.line_in(&lines.area, &[(x, high - more), (x, low + more)], Role::Condor.into(), 1.5, &[]);
    }
    lines.draw(&mut scene, curves, &mut Taken::default());
    lines.places(&mut scene, number);
    scene
}

/// Headings and a row for every quote that is drawn.
pub fn table(view: &SmileView) -> Table {
    let is_fitted = view.expiry().is_none_or(|one| one.fitted.is_some());
    let fits = if is_fitted { &["This expiry alone %", "Common shape %"][..] } else { &[] };
    let head = ["Strike", "Bid %", "Mid %", "Ask %"].iter().chain(fits).chain(&["Plan %"]);
    let row = |drawn: &Drawn| {
        let fits = if is_fitted { &[drawn.fitted, drawn.common][..] } else { &[] };
        let quotes = [drawn.bid, drawn.mid, drawn.ask];
        let vols = quotes.iter().chain(fits).chain(std::slice::from_ref(&drawn.rule));
        std::iter::once(number(drawn.strike)).chain(vols.map(|vol| fixed(100.0 * vol, 2))).collect()
    };
    (
        head.map(|name| (*name).into()).collect(),
        view.expiry().map(|one| one.points.iter().map(row).collect()).unwrap_or_default(),
    )
}
