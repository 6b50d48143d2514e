//! Greeks: any of them, of any part, against SPX, VIX, the token or time; today and in the shock.

use crate::book::by_date::DatePart;
use crate::book::greeks::{Against, Greek, GreekCurves, VEGA_DAYS};
use crate::book::greeks_by_day::{DayGreeks, Scenario};
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::units::day::Day;
use crate::views::book::date_words::part_name;
use crate::views::pinned::{self, Table, said_usd, value_at, with_column};
use crate::views::time::decay_chart::day_words;
use crate::words as say;
use crate::words::dates::short_date;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct GreeksView<'a> {
    /// The curves.
    pub found: &'a GreekCurves,
    /// The name of the one holding that they are of; none where they are of a part.
    pub one: Option<&'a str>,
    /// Plan A's of the same Greek, part and axis.
    pub pinned: Option<&'a GreekCurves>,
    /// Short name of the market's token.
    pub token: &'a str,
    /// The day that the plan is of, where it is known.
    pub today: Option<Day>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// What a Greek is called.
pub fn name(greek: Greek, token: &str) -> String {
    match greek {
        Greek::Pnl => "P&L".into(),
        Greek::Delta => "Delta".into(),
        Greek::Gamma => "Gamma".into(),
        Greek::Vega => "Vega".into(),
        Greek::Theta => "Theta".into(),
        Greek::Rho => "Rho".into(),
        Greek::Token => format!("{token} delta"),
        Greek::TokenGamma => format!("{token} gamma"),
        Greek::PoolVega => "Pool vega".into(),
    }
}

/// Its unit.
pub fn unit(greek: Greek, token: &str) -> String {
    match greek {
        Greek::Pnl => "dollars since today, of condors since they were sold".into(),
        Greek::Delta => "dollars per 1 % of SPX".into(),
        Greek::Gamma => "dollars of delta per further 1 % of SPX, both of one level".into(),
        Greek::Vega => "dollars per VIX point".into(),
        Greek::Theta => "dollars the next calendar day".into(),
        Greek::Rho => "dollars per percentage point of the rate".into(),
        Greek::Token => format!("dollars per 1 % of {token}"),
        Greek::TokenGamma => format!("dollars of {token} delta per further 1 % of {token}, both of one price"),
        Greek::PoolVega => {
            format!("dollars of rebalancing expected in {VEGA_DAYS} calendar days, per point of the pool's vol")
        }
    }
}

/// What an axis is called.
pub fn axis_name(against: Against, token: &str) -> String {
    match against {
        Against::Spx => "SPX".into(),
        Against::Vix => "VIX".into(),
        Against::Token => token.into(),
        Against::Date => "Date".into(),
    }
}

/// Where the rest stands, under the headline.
pub fn dek(found: &GreekCurves, token: &str) -> String {
    let of = capital_unit(found.greek, token);
    match found.against {
        Against::Spx => format!("{of}, against SPX; VIX and tokens linked"),
        Against::Vix => format!("{of}, against VIX; SPX and tokens linked"),
        Against::Token => format!("{of}, against {token}; SPX and VIX where the shock puts them"),
        Against::Date => format!("{of}, by calendar day; today's levels, and the shock's held"),
    }
}

fn capital_unit(greek: Greek, token: &str) -> String {
    say::capital(&unit(greek, token))
}

/// How the two curves are told apart.
pub fn caption(found: &GreekCurves) -> &'static str {
    match found.against {
        Against::Date => "Dashed: with today's levels. Solid: with the shock's.",
        _ => "Dashed: today. Solid: on the shock's day.",
    }
}

/// The finding: the Greek today and in the shock, of a part or of one holding by its name.
pub fn headline(found: &GreekCurves, one: Option<&str>, token: &str) -> String {
    let [now, then] = found.values.map(say::usd_finely);
    let of = match (one, found.part) {
        (Some(name), _) => name,
        (None, DatePart::Book) => "the book",
        (None, DatePart::Condor) => "the condors",
        (None, DatePart::Pool) => "the pools",
        (None, DatePart::Hedge) => "the hedge",
    };
    format!("{} of {of}: {now} today, {then} in the shock", name(found.greek, token))
}

/// Two curves over the axis, posts where today and the shock stand.
pub fn scene(view: &GreeksView) -> Scene {
    let GreeksView { found, token, .. } = *view;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(found, view.one, token);
    scene.description = format!("{}. {}.", scene.title, dek(found, token));
    if let Some(a) = view.pinned {
        scene.description += &said_usd(Some(a.values[1]), found.values[1]);
    }
    let names = if found.against == Against::Date { ["As today", "As shocked"] } else { ["Today", "Shock"] };
    let line =
        |name, role, width, dash, points: &[(f64, f64)]| Curve { name, role, width, dash, points: points.to_vec() };
    let dashed: &[f64] = &[6.0, 4.0];
    let mut curves = vec![line(names[0], Role::Ink2, 1.5, dashed, &found.today)];
    if found.shocked.is_empty() {
        curves[0].name = "Now";
    } else {
        curves.push(line(names[1], Role::Combined, 2.5, &[], &found.shocked));
    }
    let of_a = |a: &GreekCurves| if a.shocked.is_empty() { a.today.clone() } else { a.shocked.clone() };
    let a = view.pinned.and_then(|a| pinned::curve(&of_a(a), &curves));
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[0.0], 30.0, found.against == Against::Vix);
    if !lines.has_room() {
        return scene;
    }
    lines.grid(&mut scene);
    let mut taken = Taken::default();
    let room = Bounds { left: 0.0, top: 0.0, right: scene.width, bottom: lines.area.top };
    for (place, words) in
        found.here.into_iter().zip(["now", "shock"]).take(if found.here[0] == found.here[1] { 1 } else { 2 })
    {
        let x = lines.x.px(place);
        if x < lines.area.left - 0.5 || x > lines.area.right + 0.5 {
            continue;
        }
        scene.upright(x, lines.area.top - 4.0, lines.area.bottom, Role::Line2, &[2.0, 3.0]);
        let at = |dy: f64, anchor| Text::new((x, lines.area.top - dy), words, Role::Ink2).anchored(anchor);
        let places = [at(9.0, Anchor::Middle), at(9.0, Anchor::Start), at(9.0, Anchor::End), at(20.0, Anchor::Middle)];
        if let Some(text) = taken.place_best(places, &room) {
            scene.text(text);
        }
    }
    lines.draw(&mut scene, &curves, &mut taken);
    match found.against {
        Against::Spx => lines.places(&mut scene, |spx| say::fixed(spx, 0)),
        Against::Vix => {
            lines.places_at(&mut scene, &[10.0, 15.0, 20.0, 30.0, 45.0, 70.0, 100.0, 150.0], 34.0, say::vix);
        }
        Against::Token => lines.places(&mut scene, say::price),
        Against::Date => lines.places(&mut scene, |days| day_words(view.today, days)),
    }
    scene
}

/// Headings and a row a place.
pub fn table(found: &GreekCurves, pinned: Option<&GreekCurves>, token: &str) -> Table {
    let axis = match found.against {
        Against::Date => "Calendar days".into(),
        against => axis_name(against, token),
    };
    let dollars = |usd: f64| say::fixed(usd, 2);
    let mut head = vec![axis, if found.against == Against::Date { "As today" } else { "Today" }.into()];
    if !found.shocked.is_empty() {
        head.push(if found.against == Against::Date { "As in the shock" } else { "Shock's day" }.into());
    }
    let row = |(i, (place, usd)): (usize, &(f64, f64))| {
        let then = found.shocked.get(i).map(|then| dollars(then.1));
        [say::number(say::rounded(*place, 2)), dollars(*usd)].into_iter().chain(then).collect::<Vec<_>>()
    };
    let rows = found.today.iter().enumerate().map(row).collect();
    let Some(a) = pinned else { return (head, rows) };
    let line = if a.shocked.is_empty() { &a.today } else { &a.shocked };
    let cells = found.today.iter().map(|(place, _)| value_at(line, *place).map(dollars));
    with_column((head, rows), "A", cells)
}

/// Headings and a row a line: P&L of each part, then every Greek that the book's parts have of the chosen one, by day.
pub fn days_table(
    days: &[DayGreeks],
    pinned: Option<&[DayGreeks]>,
    (part, parts): (DatePart, &[DatePart]),
    token: &str,
) -> Table {
    let number = |days: f64| say::number(say::rounded(days, 1));
    let day = |one: &DayGreeks| match one.date {
        _ if one.days == 0.0 => "Now".to_string(),
        Some(date) => format!("Day {}, {}", number(one.days), short_date(date)),
        None => format!("Day {}", number(one.days)),
    };
    let head = std::iter::once("Dollars".to_string()).chain(days.iter().map(day)).collect();
    let row = |name: String, of: &dyn Fn(&DayGreeks) -> f64| {
        std::iter::once(name).chain(days.iter().map(|one| say::signed(of(one)))).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<String>> = ["P&L condors", "P&L pools", "P&L hedge"]
        .iter()
        .enumerate()
        .map(|(i, name)| row((*name).to_string(), &|one| one.parts[i]))
        .collect();
    rows.push(row("P&L together".into(), &|one| one.parts.iter().sum()));
    if let Some(a) = pinned {
        let sum = |one: &DayGreeks| say::signed(one.parts.iter().sum());
        let of_a = |one: &DayGreeks| a.iter().find(|a| a.days == one.days).map_or_else(|| "—".into(), sum);
        rows.push(std::iter::once("A: P&L together".to_string()).chain(days.iter().map(of_a)).collect());
    }
    let carry = |one: &DayGreeks| one.carry;
    if days.iter().any(|one| carry(one) != 0.0) {
        rows.push(row("Of it fees less interest and premium".into(), &carry));
    }
    rows.extend(["condors", "pools", "hedge"].iter().enumerate().filter_map(|(i, name)| {
        let is_held = days.iter().any(|one| one.worth[i] != 0.0);
        is_held.then(|| row(format!("Paid and made, {name}"), &|one: &DayGreeks| one.worth[i]))
    }));
    rows.push(row("Paid and made, together".into(), &|one| one.worth.iter().sum()));
    let of = if part == DatePart::Book { String::new() } else { format!(", {}", part_name(part).to_lowercase()) };
    let greeks = Greek::of(parts, !token.is_empty()).filter(|greek| *greek != Greek::Pnl);
    rows.extend(greeks.map(|greek| {
        let unit = match greek {
            Greek::Pnl => "",
            Greek::Delta => " per 1 % of SPX",
            Greek::Gamma => " per 1 % more",
            Greek::Vega => " per VIX point",
            Greek::Theta => " the next calendar day",
            Greek::Rho => " per point of the rate",
            Greek::Token => " per 1 %",
            Greek::TokenGamma => " per 1 % more",
            Greek::PoolVega => " per vol point, 30 days' rebalancing",
        };
        row(format!("{}{unit}{of}", name(greek, token)), &|one: &DayGreeks| one.greeks.of(greek))
    }));
    if days.iter().any(|one| one.rebalancing != 0.0) {
        rows.push(row("Rebalancing on average, not in P&L".into(), &|one: &DayGreeks| -one.rebalancing));
    }
    (head, rows)
}

/// What the table of days shows.
pub fn days_dek(scenario: Scenario, one: Option<&str>) -> String {
    let stand = match scenario {
        Scenario::Shocked => "where the shock puts them",
        Scenario::Still => "where they are today",
    };
    format!("{} on these trading days, dollars: SPX, VIX and tokens {stand}", one.unwrap_or("The book"))
}

/// The finding of the days: the best and the worst of them.
pub fn days_finding(days: &[DayGreeks], scenario: Scenario) -> String {
    let sum = |one: &DayGreeks| one.parts.iter().sum::<f64>();
    let when = |one: &DayGreeks| match one.date {
        _ if one.days == 0.0 => "today".to_string(),
        Some(date) => format!("on {}", short_date(date)),
        None => format!("on trading day {}", say::number(say::rounded(one.days, 1))),
    };
    let by = |a: &&DayGreeks, b: &&DayGreeks| sum(a).total_cmp(&sum(b));
    let (Some(worst), Some(best)) = (days.iter().min_by(by), days.iter().max_by(by)) else {
        return "No day to look at".into();
    };
    let levels = if scenario == Scenario::Still { "today's levels" } else { "the shock's levels" };
    let [low, high] = [worst, best].map(|one| format!("{} {}", say::usd(sum(one)), when(one)));
    if low == high { format!("At {levels} {high}") } else { format!("At {levels} at worst {low}, at best {high}") }
}
