//! The hedge's figures as findings, facts and tables.

use second_engine::views::hedge::break_evens_chart;
use second_engine::views::hedge::convexity::Convexity;
use second_engine::views::hedge::explosions::ExplosionsReport;
use second_engine::views::hedge::roll::LayerRoll;
use second_engine::views::hedge::{HedgeRange, HedgeTab};
use second_engine::words;

use crate::app::figures::facts::{Facts, or_dash};
use crate::app::figures::sheet::Sheet;
use crate::app::views::hedge::View;

/// Dollars with cents: `$13.22`, `−$0.40`.
pub fn cents(usd: f64) -> String {
    let text = words::fixed(usd, 2);
    match text.strip_prefix(words::MINUS) {
        Some(rest) => format!("{}${rest}", words::MINUS),
        None => format!("${text}"),
    }
}

/// Rows under their head.
pub fn sheet((head, rows): (Vec<String>, Vec<Vec<String>>)) -> Sheet {
    Sheet { head, rows }
}

fn headed(head: &[&str], rows: Vec<Vec<String>>) -> Sheet {
    Sheet { head: head.iter().map(ToString::to_string).collect(), rows }
}

/// `up`, `down`, `straight`: how a leg bends.
pub fn bends(meter: &Convexity) -> &'static str {
    let size = meter.up.0.abs() + meter.down.0.abs();
    if size == 0.0 {
        ""
    } else if meter.protects {
        "✓ up"
    } else if meter.per_square.abs() < 1e-6 * size {
        "✗ not"
    } else {
        "✗ down"
    }
}

/// Every leg, for a file.
pub fn legs(view: &View) -> Sheet {
    let head = [
        "Leg",
        "Kind",
        "Days",
        "Strike",
        "Quantity",
        "Price",
        "Outlay",
        "Carry a day",
        "Carry a year",
        "In the shock",
        "Per $ paid",
        "Then",
        "Bends",
    ];
    let rows = view.tab.legs.iter().zip(&view.range.convexity).map(|(leg, meter)| {
        vec![
            leg.name.clone(),
            leg.kind.into(),
            or_dash(leg.days, words::number),
            leg.strike.clone(),
            words::number(leg.quantity),
            leg.price.clone(),
            words::fixed(leg.outlay.0, 2),
            or_dash(leg.carry_day, |usd| words::fixed(usd.0, 2)),
            or_dash(leg.carry_year, |usd| words::fixed(usd.0, 2)),
            words::fixed(leg.pnl.0, 2),
            or_dash(leg.per_dollar, |x| words::fixed(x.0, 2)),
            leg.state.into(),
            bends(meter).into(),
        ]
    });
    headed(&head, rows.collect())
}

/// VIX one, two and three points higher at once.
pub fn steps(range: &HedgeRange) -> Sheet {
    let held = range.legs.iter().filter(|leg| leg.steps.iter().any(|usd| usd.0 != 0.0));
    let mut total = [0.0; 3];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for leg in held {
        let steps = leg.steps.map(|usd| usd.0);
        total = [total[0] + steps[0], total[1] + steps[1], total[2] + steps[2]];
        rows.push(std::iter::once(leg.name.clone()).chain(steps.map(words::signed)).collect());
    }
    rows.push(std::iter::once("All legs".to_string()).chain(total.map(words::signed)).collect());
    headed(&["VIX", "+1", "+2", "+3"], rows)
}

/// The finding about cost and cover.
pub fn cover_finding(tab: &HedgeTab) -> String {
    match (tab.coverage, tab.efficiency) {
        (Some(coverage), Some(efficiency)) => format!(
            "Covers {} of the loss: {} for each 1\u{202f}% a year",
            words::share(coverage.0, 0),
            words::share(efficiency.0, 0)
        ),
        (Some(coverage), None) => format!("Covers {} of the loss", words::share(coverage.0, 0)),
        (None, _) => "Nothing to cover: condor and pool do not lose here".into(),
    }
}

/// Cost and cover.
pub fn cover(view: &View) -> Facts {
    let tab = &view.tab;
    vec![
        ("Paid today", words::usd(tab.outlay.0).trim_start_matches('+').to_string()),
        ("Carry a day, VIX unchanged", cents(tab.carry.0 / 365.0)),
        ("Carry a year", words::usd(tab.carry.0).trim_start_matches('+').to_string()),
        ("Of risk capital", or_dash(tab.cost, |cost| words::share(cost.0, 2))),
        ("The hedge makes", words::usd(tab.pnl.0)),
        ("Condor and pool lose", words::amount(tab.loss.0)),
        ("Coverage", or_dash(tab.coverage, |x| words::share(x.0, 1))),
        ("Coverage per 1\u{202f}% of cost", or_dash(tab.efficiency, |x| words::share(x.0, 1))),
    ]
}

/// The finding about drawdown.
pub fn cut_finding(explosions: &ExplosionsReport) -> String {
    match explosions.median_cut {
        Some(cut) => format!("{} less loss in the median; the claim is 35–40\u{202f}%", words::share(cut.0, 0)),
        None => "No explosion costs anything".into(),
    }
}

/// How much of the loss the hedge takes away.
pub fn cuts(explosions: &ExplosionsReport) -> Facts {
    let [low, high] = second_engine::views::hedge::explosions::CLAIMED_CUT;
    let count = |is_wanted: &dyn Fn(f64) -> bool| {
        explosions.rows.iter().filter(|row| row.cut.is_some_and(|cut| is_wanted(cut.0))).count().to_string()
    };
    vec![
        ("Explosions in which the book loses", explosions.losing.to_string()),
        ("Median cut of the loss", or_dash(explosions.median_cut, |x| words::share(x.0, 0))),
        ("Mean cut, the whole at most", or_dash(explosions.mean_cut, |x| words::share(x.0, 0))),
        ("Cut below 35\u{202f}%", count(&|cut| cut < low)),
        ("35 to 40\u{202f}%", count(&|cut| (low..=high).contains(&cut))),
        ("Above 40\u{202f}%", count(&|cut| cut > high)),
    ]
}

/// The finding about the budget.
pub fn budget_finding(tab: &HedgeTab) -> String {
    let budget = &tab.budget;
    let [short, medium, long] = budget.nearest.map(words::number);
    let nearest = format!("{short}/{medium}/{long}");
    if budget.vix.0 <= 0.0 {
        "A budget of $0 affords no contract".into()
    } else if budget.nearest.iter().all(|n| *n == 0.0) {
        format!("{} a year affords no whole contract", words::amount(budget.vix.0))
    } else if budget.sets >= 1.0 {
        format!(
            "{} a year affords the set {nearest}, {} times",
            words::amount(budget.vix.0),
            words::number(budget.sets)
        )
    } else {
        format!("{} a year affords {nearest}, not the whole set", words::amount(budget.vix.0))
    }
}

/// Budget, set, nearest whole set and what is left.
pub fn budget(view: &View) -> Facts {
    let b = &view.tab.budget;
    let [short, medium, long] = b.nearest.map(words::number);
    let dollars = |usd: f64| words::usd(usd).trim_start_matches('+').to_string();
    let mut facts = vec![
        ("For VIX, a year", words::amount(b.vix.0)),
        ("One set as held carries", dollars(b.set_carry.0)),
        ("Whole sets that fit", words::number(b.sets)),
        ("Nearest whole contracts", format!("{short} / {medium} / {long}")),
        ("They carry", dollars(b.nearest_carry.0)),
    ];
    if b.etp_carry.0 != 0.0 {
        facts.push(("The ETP carries", dollars(b.etp_carry.0)));
    }
    facts.extend([
        ("Left for VIX", dollars(b.vix_left.0)),
        ("For the chain, a year", words::amount(b.chain.0)),
        ("The leg there carries", dollars(b.chain_carry.0)),
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

/// Condor, each leg that is held, and all of them: dollars per VIX point.
pub fn vega(range: &HedgeRange) -> Vec<(String, f64)> {
    let v = &range.vega;
    let names = range.convexity.iter().map(|leg| leg.name.clone());
    let legs = v.legs.iter().zip(names).filter(|((_, usd), _)| usd.0 != 0.0).map(|((_, usd), name)| (name, usd.0));
    std::iter::once(("Condor".to_string(), v.condor.0)).chain(legs).chain([("Net".to_string(), v.net.0)]).collect()
}

/// The finding about net vega.
pub fn vega_finding(range: &HedgeRange) -> String {
    let v = &range.vega;
    if v.condor.0 >= 0.0 {
        return format!("A VIX point more makes {}", words::usd(v.net.0));
    }
    let back = (v.hedge.0 / -v.condor.0).max(0.0);
    format!(
        "A VIX point costs the condors {}; the hedge pays back {}",
        words::amount(-v.condor.0),
        words::share(back, 0)
    )
}

/// The finding about a layer's roll.
pub fn roll_finding(layer: &LayerRoll) -> String {
    let name = match layer.name {
        "short" => "Short",
        "medium" => "Medium",
        _ => "Long",
    };
    if layer.contracts == 0.0 {
        return format!("{name} layer: not held");
    }
    let when = match layer.due_in {
        0.0 => "due today".into(),
        1.0 => "due in 1 trading day".into(),
        days => format!("due in {} trading days", words::number(days)),
    };
    format!("{name} layer: {when}; with VIX where it is that roll costs {}", words::amount(layer.due_cost.0))
}

/// What one layer becomes.
pub fn roll(layer: &LayerRoll) -> Sheet {
    let head = ["Trading days", "Days left", "Future", "Price", "Curve", "Time", "P&L $", "Then", "A roll costs $"];
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
    let held = || range.convexity.iter().filter(|meter| meter.up.0 != 0.0 || meter.down.0 != 0.0);
    let all = held().count();
    match held().filter(|meter| meter.protects).count() {
        _ if all == 0 => "No leg is held".into(),
        n if n == all => format!("All {all} legs bend upward: they protect"),
        0 => "No leg bends upward: none protects".into(),
        n => format!("{n} of {all} legs bend upward and protect"),
    }
}
