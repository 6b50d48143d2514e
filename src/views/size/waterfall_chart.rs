//! Waterfall: the pool's size after each rule, as rows of bars: grey start, vermilion cut, caps as posts, the answer in
//! the pool's colour.

use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::text;
use crate::draw::ticks::{multiples, step};
use crate::sizing::RuleKind;
use crate::sizing::waterfall::{Step, Waterfall};
use crate::views::pinned::{self, said_usd, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct WaterfallView<'a> {
    /// The rules.
    pub fall: &'a Waterfall,
    /// Plan A's: a tick a rule, and one for its answer.
    pub pinned: Option<&'a Waterfall>,
    /// In the pool now, dollars; 0 without one.
    pub held: f64,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// How a row is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A bar from nothing.
    Start,
    /// Nothing is taken away: the size goes through.
    Through,
    /// What is taken away.
    Cut,
    /// A post that does not bind.
    Post,
    /// The post that binds.
    Binds,
    /// A cap beyond the picture, or none.
    Beyond,
    /// The answer.
    Answer,
}

/// A row: where it starts and ends as shares of the picture's width.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// How it is drawn.
    pub look: Look,
    /// Left end, or the size before.
    pub from: f64,
    /// Right end, the size after, or the post.
    pub to: f64,
    /// Beside it; may be empty.
    pub note: String,
}

/// Dollars at the right end of the picture: what starts, what is held, what plan A allows and the caps near them are in
/// view.
pub fn most(fall: &Waterfall, held: f64, pinned: Option<&Waterfall>) -> f64 {
    let held = pinned.map_or(held, |a| held.max(a.size.0).min(1e12));
    let start = fall.steps.iter().filter(|step| step.kind == RuleKind::Baseline).filter_map(|step| step.after);
    let caps =
        || fall.steps.iter().filter(|step| step.kind == RuleKind::Cap).filter_map(|step| step.after).map(|x| x.0);
    let base = start.map(|x| x.0).fold(held, f64::max).max(caps().fold(f64::MAX, f64::min).min(1e12)).max(1.0);
    1.18 * caps().filter(|cap| *cap <= 1.5 * base).fold(base, f64::max)
}

/// The row of a rule.
pub fn bar(step: &Step, most: f64) -> Bar {
    let at = |usd: f64| (usd / most).clamp(0.0, 1.0);
    let after = step.after.map(|x| x.0);
    let bar = |look, from, to, note| Bar { look, from, to, note };
    match (step.kind, after) {
        (RuleKind::Baseline, after) => bar(Look::Start, 0.0, at(after.unwrap_or(0.0)), String::new()),
        (RuleKind::Multiplier, Some(after)) if step.before.0 - after > 0.5 => {
            bar(Look::Cut, at(after), at(step.before.0), say::usd(after - step.before.0))
        }
        (RuleKind::Multiplier, _) => bar(Look::Through, at(step.before.0), at(step.before.0), String::new()),
        (RuleKind::Cap, Some(cap)) if cap <= most && step.binds => bar(Look::Binds, 0.0, at(cap), "binds".into()),
        (RuleKind::Cap, Some(cap)) if cap <= most => bar(Look::Post, 0.0, at(cap), String::new()),
        (RuleKind::Cap, _) => bar(Look::Beyond, 0.0, 1.0, String::new()),
    }
}

/// Plan A's size after this rule as a share of the picture's width; `None` where it has no limit there, or one beyond.
pub fn tick_of_a(step: &Step, pinned: Option<&Waterfall>, most: f64) -> Option<f64> {
    let after = after_in_a(step, pinned?)?.after?.0;
    (after <= most).then(|| (after / most).clamp(0.0, 1.0))
}

/// Plan A's answer as such a share.
pub fn answer_of_a(pinned: Option<&Waterfall>, most: f64) -> Option<f64> {
    pinned.map(|a| (a.size.0 / most).clamp(0.0, 1.0))
}

fn after_in_a<'a>(step: &Step, a: &'a Waterfall) -> Option<&'a Step> {
    a.steps.iter().find(|one| one.id == step.id)
}

/// The last row; where what is held stands is the second figure.
pub fn answer(fall: &Waterfall, held: f64, most: f64) -> (Bar, Option<f64>) {
    let at = |usd: f64| (usd / most).clamp(0.0, 1.0);
    let yours = (held > 0.0).then(|| at(held));
    let note = if held > 0.0 { format!("yours {}", say::amount(held)) } else { String::new() };
    (Bar { look: Look::Answer, from: 0.0, to: at(fall.size.0), note }, yours)
}

/// Round dollars along the picture, as shares of its width.
pub fn ticks(most: f64) -> Vec<(f64, String)> {
    let word = |usd: f64| say::usd_short(usd).trim_start_matches('+').to_string();
    multiples(step(most / 4.2), 0.0, 0.96 * most).into_iter().map(|usd| (usd / most, word(usd))).collect()
}

/// The finding: the size after every rule, and the rule that binds.
pub fn headline(fall: &Waterfall) -> String {
    format!("{} after every rule: {} binds", say::amount(fall.size.0), fall.binding_name)
}

/// A row a rule with the size that is left after it, the answer last.
pub fn scene(view: &WaterfallView) -> Scene {
    let WaterfallView { fall, held, width, height, pinned: a } = *view;
    let mut scene = Scene::new(width, height, Some(Role::Bg));
    scene.title = headline(fall);
    scene.description = description(view);
    let words = fall.steps.iter().map(|step| step.label).chain(["Pool"]);
    let left = 20.0 + words.map(|label| text::width(label, 12.0, 500)).fold(0.0, f64::max);
    let area = Bounds { left, top: 28.0, right: width - 84.0, bottom: height - 8.0 };
    if area.width() < 40.0 || area.height() < 60.0 {
        return scene;
    }
    let most = most(fall, held, a);
    let x = |share: f64| area.left + share * area.width();
    for (share, word) in ticks(most) {
        scene.upright(x(share), area.top, area.bottom, Role::Line, &[]);
        scene.text(Text::new((x(share), 18.0), word, Role::Ink3).anchored(Anchor::Middle));
    }
    let tall = area.height() / (fall.steps.len() + 1) as f64;
    let row = |i: usize| (area.top + tall * i as f64, area.top + tall * (i + 1) as f64);
    for (i, step) in fall.steps.iter().enumerate() {
        let (top, bottom) = row(i);
        let role = if step.is_on { Role::Ink } else { Role::Ink3 };
        let weight = if step.binds { 600 } else { 400 };
        label(&mut scene, [12.0, width - 12.0], 0.5 * (top + bottom) + 4.0, (step.label, &after(step)), (role, weight));
        draw(&mut scene, &bar(step, most), &x, [top, bottom]);
        if let Some(at) = tick_of_a(step, a, most) {
            pinned::tick(&mut scene, x(at), [top + 4.0, bottom - 4.0]);
        }
    }
    let (top, bottom) = row(fall.steps.len());
    scene.level(top, 12.0, width - 12.0, Role::Ink, &[]);
    let size = say::amount(fall.size.0);
    label(&mut scene, [12.0, width - 12.0], 0.5 * (top + bottom) + 4.0, ("Pool", &size), (Role::Ink, 600));
    let (answer, yours) = answer(fall, held, most);
    draw(&mut scene, &answer, &x, [top, bottom]);
    if let Some(at) = answer_of_a(a, most) {
        pinned::tick(&mut scene, x(at), [top + 4.0, bottom - 4.0]);
    }
    if let Some(yours) = yours {
        scene.upright(x(yours), top + 4.0, bottom - 4.0, Role::Ink, &[2.0, 2.0]);
        let at = (x(yours.max(answer.to)) + 6.0, 0.5 * (top + bottom) + 4.0);
        scene.text(crate::draw::lines::inside(
            Text::new(at, answer.note, Role::Ink2).with_halo(),
            area.left,
            width - 70.0,
        ));
    }
    scene
}

fn label(scene: &mut Scene, [left, right]: [f64; 2], y: f64, (name, usd): (&str, &str), (role, weight): (Role, u16)) {
    scene.text(Text::new((left, y), name, role).set_in(12.0, weight));
    scene.text(Text::new((right, y), usd, role).set_in(12.0, weight).anchored(Anchor::End));
}

fn draw(scene: &mut Scene, bar: &Bar, x: &dyn Fn(f64) -> f64, [top, bottom]: [f64; 2]) {
    let middle = 0.5 * (top + bottom);
    let (from, to) = (x(bar.from), x(bar.to));
    let block = |scene: &mut Scene, role: Role| {
        let block = Bounds { left: from, top: top + 7.0, right: to, bottom: bottom - 7.0 };
        scene.area(block.corners(), role);
    };
    match bar.look {
        Look::Start => {
            block(scene, Role::Ink3);
            scene.upright(to, top + 7.0, bottom, Role::Ink3, &[]);
        }
        Look::Through => scene.upright(to, top, bottom, Role::Ink3, &[]),
        Look::Cut => {
            block(scene, Role::Loss);
            scene.upright(to, top, top + 7.0, Role::Ink3, &[]);
            scene.upright(from, top + 7.0, bottom, Role::Ink3, &[]);
            // Near the right end the words stand before the bar.
            let (at, anchor) = if bar.to > 0.75 { (from - 6.0, Anchor::End) } else { (to + 6.0, Anchor::Start) };
            scene.text(Text::new((at, middle + 4.0), bar.note.clone(), Role::Loss).anchored(anchor).with_halo());
        }
        Look::Post | Look::Binds => {
            let (line, post, wide) =
                if bar.look == Look::Binds { (Role::Ink, Role::Ink, 3.0) } else { (Role::Line2, Role::Edge, 2.0) };
            scene.level(middle, from, to, line, &[]);
            scene.line(&[(to, top + 6.0), (to, bottom - 6.0)], post, wide, &[]);
            if bar.look == Look::Binds {
                scene.text(
                    Text::new((to + 9.0, middle + 4.0), bar.note.clone(), Role::Ink).set_in(11.0, 600).with_halo(),
                );
            }
        }
        Look::Beyond => scene.level(middle, from, to, Role::Line2, &[]),
        Look::Answer => block(scene, Role::Pool),
    }
}

fn after(step: &Step) -> String {
    step.after.map_or_else(|| "no limit".into(), |usd| say::amount(usd.0))
}

fn description(view: &WaterfallView) -> String {
    let said = |step: &Step| {
        let off = if step.is_on { "" } else { " (off)" };
        format!("{}{off} {}", step.label, after(step))
    };
    let rules: Vec<String> = view.fall.steps.iter().map(said).collect();
    let other = view.pinned.map(|a| said_usd(Some(a.size.0), view.fall.size.0));
    format!(
        "Pool size in dollars after each rule: {}. The answer: {}.{}",
        rules.join(", "),
        say::amount(view.fall.size.0),
        other.unwrap_or_default()
    )
}

/// Headings and a row a rule.
pub fn table(fall: &Waterfall, pinned: Option<&Waterfall>) -> (Vec<String>, Vec<Vec<String>>) {
    let yes = |is: bool, word: &str| if is { word.to_string() } else { String::new() };
    let row = |step: &Step| {
        vec![step.label.into(), step.finds.clone(), step.mark.clone(), after(step), yes(step.binds, "binds")]
    };
    let mut rows: Vec<Vec<String>> = fall.steps.iter().map(row).collect();
    rows.push(vec!["Pool".into(), String::new(), String::new(), say::amount(fall.size.0), fall.binding_name.into()]);
    let table = (["Rule", "Finds", "Takes", "Pool", "Binds"].map(String::from).to_vec(), rows);
    let Some(a) = pinned else { return table };
    let each = fall.steps.iter().map(|step| after_in_a(step, a).map(after));
    with_column(table, "A: pool", each.chain([Some(say::amount(a.size.0))]))
}
