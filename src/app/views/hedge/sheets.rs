//! The hedge's figures as findings, facts and tables.

use second_engine::book::convexity::{Bends, Convexity};
use second_engine::book::roll::LayerRoll;
use second_engine::units::Usd;
use second_engine::views::hedge::HedgeRange;
use second_engine::views::hedge::break_evens_chart;
use second_engine::views::hedge::convexity::finding;
use second_engine::views::hedge::explosions::ExplosionsReport;
use second_engine::views::hedge::findings;
use second_engine::views::hedge::legs::{Leg, each};
use second_engine::views::hedge::range::LegRange;
use second_engine::words;

use crate::app::figures::facts::{Facts, or_dash};
use crate::app::figures::sheet::Sheet;
use crate::app::views::hedge::made::View;
use crate::app::views::hedge::solvers::calls;

/// Dollars with cents: `$13.22`, `−$0.40`.
pub fn cents(usd: f64) -> String {
    let text = words::fixed(usd, 2);
    match text.strip_prefix(words::MINUS) {
        Some(rest) => format!("{}${rest}", words::MINUS),
        None => format!("${text}"),
    }
}

fn headed(head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    Sheet { head: head.iter().map(ToString::to_string).collect(), rows }
}

/// `✓ convex`, `✗ concave`, `✗ straight`: how a leg bends in what it is written on, and in VIX where that differs;
/// nothing of one that holds nothing.
pub fn bends(meter: &Convexity) -> String {
    let word = |bends: Bends| match bends {
        Bends::Nothing => "",
        Bends::Up => "✓ convex",
        Bends::Not => "✗ straight",
        Bends::Down => "✗ concave",
    };
    let (own, vix) = (meter.own.bends(), meter.in_vix.bends());
    let in_vix = if vix == own || vix == Bends::Nothing { String::new() } else { format!(", in VIX {}", word(vix)) };
    word(own).to_string() + &in_vix
}

/// Legs that hold something.
pub fn bending(range: &HedgeRange) -> impl Iterator<Item = &LegRange> {
    range.legs.iter().filter(|leg| leg.meter.own.bends() != Bends::Nothing)
}

/// Every leg, for a file.
pub fn legs(view: &View) -> Sheet {
    let head = [
        "Leg",
        "Kind",
        "Calendar days",
        "Strike",
        "Quantity",
        "Price",
        "Outlay",
        "Carry a day",
        "Carry a year",
        "In the shock",
        "Per $ paid",
        "Then",
        "Convexity",
    ];
    let row = |Leg { row, holding, carry }: Leg| {
        let meter = view.range.legs.iter().find(|leg| leg.meter.id == row.id);
        vec![
            holding.name.clone(),
            row.kind.into(),
            or_dash(holding.days, words::number),
            row.strike.clone(),
            words::quantity(holding.quantity),
            row.price.clone(),
            words::fixed(holding.outlay.0, 2),
            or_dash(row.carry_day, |usd| words::fixed(usd.0, 2)),
            or_dash(carry, |usd| words::fixed(usd.0, 2)),
            words::fixed(holding.pnl.0, 2),
            or_dash(row.per_dollar, |x| words::fixed(x.0, 2)),
            holding.state.into(),
            meter.map_or_else(String::new, |leg| bends(&leg.meter)),
        ]
    };
    headed(&head, each(&view.tab.legs, &view.props.report).into_iter().map(row).collect())
}

/// VIX one, two and three points higher at once.
pub fn steps(range: &HedgeRange) -> Sheet {
    let row = |name: &str, steps: [Usd; 3]| {
        std::iter::once(name.to_string()).chain(steps.map(|usd| words::signed(usd.0))).collect()
    };
    let held = range.legs.iter().filter(|leg| leg.is_held).map(|leg| row(&leg.meter.name, leg.steps));
    headed(&["VIX", "+1", "+2", "+3"], held.chain([row("All legs", range.steps)]).collect())
}

/// The finding about cost and cover.
pub fn cover_finding(view: &View) -> String {
    findings::cover(
        view.props.report.hedge.coverage,
        view.tab.efficiency,
        view.props.book.has_hedge(),
        view.tab.engines,
    )
}

/// Cost and cover.
pub fn cover(view: &View) -> Facts {
    let (tab, hedge) = (&view.tab, &view.props.report.hedge);
    let dollars = |usd: f64| words::usd(usd).trim_start_matches('+').to_string();
    vec![
        ("Paid today", dollars(hedge.outlay.0)),
        ("Carry a day, VIX unchanged", cents(tab.carry_day.0)),
        ("Carry a year", dollars(hedge.carry.0)),
        ("Of risk capital", or_dash(tab.cost, |cost| words::share(cost.0, 2))),
        ("The hedge makes", words::usd(hedge.pnl.0)),
        ("Condors and pools lose", words::amount(tab.loss.0)),
        ("Coverage", or_dash(hedge.coverage, |x| words::share(x.0, 1))),
        ("Coverage per 1\u{202f}% of cost", or_dash(tab.efficiency, |x| words::share(x.0, 1))),
    ]
}

/// The finding about drawdown.
pub fn cut_finding(explosions: &ExplosionsReport) -> String {
    findings::cut(&explosions.cuts, explosions.rows.iter().any(|row| row.hedge.0 != 0.0))
}

/// How much of the loss the hedge takes away.
pub fn cuts(explosions: &ExplosionsReport) -> Facts {
    let by_claim = explosions.by_claim;
    vec![
        (
            "Explosions that lose more than the loss budget",
            format!("{} of {}", explosions.broken.count, explosions.broken.total),
        ),
        ("Explosions in which condors and pools lose", explosions.cuts.losing.to_string()),
        ("Median cut of the loss", or_dash(explosions.cuts.median, |x| words::share(x.0, 0))),
        ("Mean cut, the whole at most", or_dash(explosions.cuts.mean, |x| words::share(x.0, 0))),
        ("Cut below 35\u{202f}%", by_claim.below.to_string()),
        ("35 to 40\u{202f}%", by_claim.within.to_string()),
        ("Above 40\u{202f}%", by_claim.above.to_string()),
    ]
}

/// The finding about the budget.
pub fn budget_finding(view: &View) -> String {
    let (budget, hedge) = (&view.tab.budget, &view.props.report.hedge);
    let (vix, nearest) = (words::amount(hedge.budget.0), calls(&budget.nearest));
    if hedge.budget.0 <= 0.0 {
        "A budget of $0 affords no contract".into()
    } else if budget.nearest.is_empty() {
        format!("{vix} a year for VIX; no layer is on")
    } else if budget.nearest.iter().all(|n| *n == 0.0) {
        format!("{vix} a year affords no whole contract")
    } else if hedge.sets_affordable >= 1.0 {
        format!("{vix} a year affords the set {nearest}, {} times", words::number(hedge.sets_affordable))
    } else {
        format!("{vix} a year affords {nearest}, not the whole set")
    }
}

/// Budget, set, nearest whole set and what is left.
pub fn budget(view: &View) -> Facts {
    let (b, hedge) = (&view.tab.budget, &view.props.report.hedge);
    let dollars = |usd: f64| words::usd(usd).trim_start_matches('+').to_string();
    let mut facts = vec![("For VIX, a year", words::amount(hedge.budget.0))];
    if !b.nearest.is_empty() {
        facts.extend([
            ("One set as held carries", dollars(b.set_carry.0)),
            ("Whole sets that fit", words::number(hedge.sets_affordable)),
            ("Nearest whole contracts", calls(&b.nearest)),
            ("They carry", dollars(b.nearest_carry.0)),
        ]);
    }
    if b.others_carry.0 != 0.0 {
        facts.push(("Other legs on VIX carry", dollars(b.others_carry.0)));
    }
    facts.extend([
        ("Left for VIX", dollars(hedge.budget_left.0)),
        ("For the chain, a year", words::amount(b.chain.0)),
        ("The legs there carry", dollars(b.chain_carry.0)),
        ("Left for the chain", dollars(b.chain_left.0)),
    ]);
    facts
}

/// Where the whole book breaks even.
pub fn break_even_facts(range: &HedgeRange) -> Facts {
    let b = &range.break_evens;
    vec![
        ("Break-evens with the hedge", break_evens_chart::levels(&b.with)),
        ("Without", break_evens_chart::levels(&b.without)),
    ]
}

/// Condors where there are any, each leg that is held, and all of them: dollars per VIX point.
pub fn vega(range: &HedgeRange) -> Vec<(String, f64)> {
    let v = &range.vega;
    let legs = range.legs.iter().filter(|leg| leg.is_held).map(|leg| (leg.meter.name.clone(), leg.vega.0));
    let condors = (v.condor.0 != 0.0).then(|| ("Condors".to_string(), v.condor.0));
    condors.into_iter().chain(legs).chain([("Net".to_string(), v.net.0)]).collect()
}

/// The finding about net vega.
pub fn vega_finding(range: &HedgeRange) -> String {
    findings::vega(&range.vega)
}

/// The finding about a layer's roll.
pub fn roll_finding(layer: &LayerRoll) -> String {
    let name = &layer.name;
    if layer.contracts == 0.0 {
        return format!("{name}: not held");
    }
    let when = match layer.due_in {
        0.0 => "due today".into(),
        days => format!("due in {}", words::trading_days(days)),
    };
    let costs = if layer.due_cost.0 < 0.0 { "brings" } else { "costs" };
    format!("{name}: {when}; with VIX where it is that roll {costs} {}", words::amount(layer.due_cost.0.abs()))
}

/// What one layer becomes.
pub fn roll(layer: &LayerRoll) -> Sheet {
    let head =
        ["Trading days", "Calendar days left", "Future", "Price", "Curve", "Time", "P&L $", "Then", "A roll costs $"];
    let rows = layer.rows.iter().map(|row| {
        vec![
            words::number(row.days),
            words::fixed(row.days_left, 0),
            words::fixed(row.future.0, 2),
            words::fixed(row.price.0, 2),
            words::fixed(row.slide.0, 2),
            words::fixed(row.decay.0, 2),
            words::signed(row.pnl.0),
            row.state.into(),
            words::fixed(row.roll_cost.0, 0),
        ]
    });
    headed(&head, rows.collect())
}

/// The finding about convexity.
pub fn bend_finding(range: &HedgeRange) -> String {
    finding(bending(range).map(|leg| &leg.meter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use second_engine::book::Book;
    use second_engine::plan::Plan;
    use second_engine::plan::holding::Kind;
    use second_engine::views::{assemble, hedge};
    use yew::Callback;

    use crate::app::store::shared::Shared;
    use crate::app::views::props::ViewProps;

    fn view(change: impl Fn(&mut Plan)) -> View {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        let report = assemble::report(&book);
        let (tab, range) = (Shared::new(hedge::of(&book, &report)), Shared::new(hedge::range(&book)));
        let scan = std::sync::Arc::new(second_engine::book::way::scan(&book));
        let props = ViewProps {
            scan,
            book: Shared::new(book),
            plan: Shared::new(plan),
            report: Shared::new(report),
            wrong: crate::app::store::wrongs::Wrongs::default(),
            selected: 0,
            select: Callback::noop(),
            step: 0,
            is_dark: false,
            is_narrow: false,
        };
        View { tab, range, pinned: None, props }
    }

    fn five_layers_and_the_rest(plan: &mut Plan) {
        for kind in
            [Kind::Layer, Kind::Layer, Kind::Pool, Kind::Etp, Kind::Etp, Kind::Chain, Kind::Strip, Kind::Conversion]
        {
            plan.add_fresh(kind);
        }
    }

    /// Every word that the sheets say.
    fn said(view: &View) -> Vec<String> {
        let range = &*view.range;
        let sheets = [legs(view), steps(range)].into_iter().chain(range.roll.iter().map(roll));
        let cells = sheets.flat_map(|sheet| sheet.rows).flatten();
        let explosions = second_engine::views::hedge::explosions::of(&view.props.book);
        let facts = [cover(view), cuts(&explosions), budget(view), break_even_facts(range)];
        let facts = facts.into_iter().flatten().map(|(_, said)| said);
        let findings = [cover_finding(view), cut_finding(&explosions), budget_finding(view), vega_finding(range)];
        let rolls = range.roll.iter().map(roll_finding);
        cells.chain(facts).chain(findings).chain(rolls).chain([bend_finding(range)]).collect()
    }

    #[test]
    fn an_empty_book_and_a_full_one_say_numbers_only() {
        for change in [(|plan: &mut Plan| plan.holdings.clear()) as fn(&mut Plan), five_layers_and_the_rest, |_| ()] {
            for said in said(&view(change)) {
                assert!(!said.contains("NaN") && !said.contains("inf"), "{said}");
            }
        }
    }

    #[test]
    fn every_leg_that_is_on_has_its_row_and_its_bend() {
        let full = view(five_layers_and_the_rest);
        let sheet = legs(&full);
        assert_eq!(sheet.rows.len(), 10);
        assert!(sheet.rows.iter().all(|row| row.len() == sheet.head.len()));
        assert_eq!(vega(&full.range).len(), 2 + full.range.legs.iter().filter(|leg| leg.is_held).count());
        assert_eq!(full.range.roll.len(), 5);
        assert!(view(|plan| plan.holdings.clear()).range.roll.is_empty());
    }

    #[test]
    fn the_legs_together_are_the_hedge() {
        let full = view(five_layers_and_the_rest);
        let last = steps(&full.range).rows.pop().unwrap_or_default();
        let sum: f64 = full.range.legs.iter().map(|leg| leg.steps[0].0).sum();
        assert_eq!(last.get(1), Some(&words::signed(sum)));
    }
}
