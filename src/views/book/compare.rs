//! Compare: two plans side by side, results first and then the inputs that differ.

use serde::Serialize;

use crate::book::limits::LargestPool;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::knobs::{KNOBS, Knob, LISTS};
use crate::views::book::gone;
use crate::views::report::Report;
use crate::words::{MINUS, amount, number_read, percent, rounded, usd};

/// A plan and what it comes to.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it comes to.
    pub report: &'a Report,
}

/// One line: what, how A has it, how B has it, and B − A where both are numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Line {
    /// What it is.
    pub label: String,
    /// In A.
    pub a: String,
    /// In B.
    pub b: String,
    /// B − A; empty where that says nothing.
    pub by: String,
}

/// What tells two plans apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Differences {
    /// What the plans come to: always all of them.
    pub results: Vec<Line>,
    /// Inputs, only those that differ.
    pub inputs: Vec<Line>,
}

impl Differences {
    /// Heads of the table.
    pub const HEAD: [&'static str; 4] = ["", "A", "B", "B − A"];

    /// Every line as words: results, then inputs.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let words = |line: &Line| vec![line.label.clone(), line.a.clone(), line.b.clone(), line.by.clone()];
        self.results.iter().chain(&self.inputs).map(words).collect()
    }

    /// The finding: whether B loses less, and how many inputs make the difference.
    pub fn sentence(&self, a: Side, b: Side) -> String {
        let [from, to] = [a, b].map(|side| to_dollars(side.report.combined.pnl.0));
        let by = to - from;
        let inputs = match self.inputs.len() {
            0 => return "A and B are the same plan.".into(),
            1 => "one input differs".to_string(),
            count => format!("{count} inputs differ"),
        };
        match by {
            by if by.abs() < 0.5 => format!("In the shock B comes to the same as A; {inputs}."),
            by if by > 0.0 => format!("In the shock B is {} better than A; {inputs}.", amount(by)),
            by => format!("In the shock B is {} worse than A; {inputs}.", amount(-by)),
        }
    }
}

/// What tells B from A.
pub fn differences(a: Side, b: Side) -> Differences {
    Differences { results: results(a.report, b.report), inputs: inputs(a.plan, b.plan) }
}

/// How a figure stands in words, and the number that is read there.
#[derive(Clone, Copy)]
struct Unit {
    shown: fn(f64) -> String,
    read: fn(f64) -> f64,
}

fn results(a: &Report, b: &Report) -> Vec<Line> {
    // What is read in B less what is read in A: a reader who does the sum finds the same.
    let line = |label: &str, of: &dyn Fn(&Report) -> f64, Unit { shown, read }: Unit| {
        let [x, y] = [of(a), of(b)].map(read);
        let by = if x == y { String::new() } else { plus(y - x, &shown(y - x)) };
        Line { label: label.into(), a: shown(x), b: shown(y), by }
    };
    let words = |label: &str, of: &dyn Fn(&Report) -> String| Line {
        label: label.into(),
        a: of(a),
        b: of(b),
        by: String::new(),
    };
    let cash = Unit { shown: usd, read: to_dollars };
    let money = Unit { shown: money, ..cash };
    let move_of = Unit { shown: |x| percent(x, 1), read: |x| rounded(100.0 * x, 1) / 100.0 };
    let gone = |report: &Report| gone::row(gone::in_report(report));
    vec![
        line("Combined in the shock", &|r| r.combined.pnl.0, cash),
        line("Condors", &|r| r.condor.pnl.0, cash),
        line("Pools", &|r| r.pool.pnl.0, cash),
        line("Hedge", &|r| r.hedge.pnl.0, cash),
        line("Loss budget", &|r| r.combined.budget.0, money),
        line("Worst on the way", &|r| r.combined.worst_on_way.0, cash),
        words("Budget gone at VIX", &gone),
        words("Pool that survives the shock", &|r| largest(r.combined.largest_pool)),
        line("SPX in the shock", &|r| r.shock.spx_return.0, move_of),
        line("Token in the shock", &|r| r.shock.token_return.0, move_of),
        line("Credit received", &|r| r.condor.credit.0, money),
        line("Most the condors can lose", &|r| r.condor.max_loss.0, money),
        line("Margin, Reg T", &|r| r.condor.reg_t.0, money),
        line("Hedge’s cost a year", &|r| r.hedge.carry.0, money),
    ]
}

/// Dollars as they are read.
fn to_dollars(x: f64) -> f64 {
    rounded(x, 0)
}

/// Dollars that are no gain: without a plus.
fn money(x: f64) -> String {
    if x < 0.0 { usd(x) } else { amount(x) }
}

fn largest(pool: Option<LargestPool>) -> String {
    match pool {
        Some(LargestPool::Unlimited) => "any up to the risk capital".into(),
        Some(LargestPool::UpTo(most)) => amount(most.0),
        Some(LargestPool::None) => "none".into(),
        // No pool is on: there is none to size.
        None => "—".into(),
    }
}

/// A difference with its sign also where it is a gain.
fn plus(x: f64, shown: &str) -> String {
    if x > 0.0 && !shown.starts_with('+') { format!("+{shown}") } else { shown.to_string() }
}

/// Inputs that differ where they matter in either plan, in the order of the page, holding by holding.
fn inputs(a: &Plan, b: &Plan) -> Vec<Line> {
    let mut lines = Vec::new();
    for knob in KNOBS {
        let [least, most] = knob.kind().map_or([1, 1], |kind| {
            let counts = [a.count(kind), b.count(kind)];
            [counts[0].min(counts[1]), counts[0].max(counts[1])]
        });
        // Names tell holdings apart where either plan has several.
        let names = if knob.kind().is_some_and(|kind| a.count(kind) > b.count(kind)) { a } else { b };
        for at in (0..most).map(|nth| Address::new(knob.id, nth)) {
            let values = [a.value(at), b.value(at)];
            // Of a holding that only one plan has, its switch says that it is there.
            if at.nth >= least && at.rest() != "on" {
                continue;
            }
            if (a.applies(at) || b.applies(at)) && values[0] != values[1] {
                lines.push(input(knob, names.named(at, knob.label), [shown(a, knob, at), shown(b, knob, at)], values));
            }
        }
    }
    for list in LISTS {
        if list.text(a) != list.text(b) {
            lines.push(Line { label: list.label.into(), a: list.said(a), b: list.said(b), by: String::new() });
        }
    }
    lines
}

fn input(knob: &Knob, label: String, [a, b]: [String; 2], values: [Option<f64>; 2]) -> Line {
    let is_number = knob.options().is_none() && !knob.is_switch();
    let by = match values {
        [Some(x), Some(y)] if is_number => {
            let factor = knob.unit.screen_factor();
            let read = [x, y].map(|x| number_read(factor * x) / factor);
            // Two that read the same differ all the same.
            let by = clean(if read[0] == read[1] { y - x } else { read[1] - read[0] });
            plus(by, &knob.shown(by))
        }
        _ => String::new(),
    };
    Line { label, a, b, by: by.replace("× +", "+× ").replace(&format!("× {MINUS}"), &format!("{MINUS}× ")) }
}

/// A difference without what is left of the two numbers' last digits.
fn clean(x: f64) -> f64 {
    (x * 1e9).round() / 1e9
}

fn shown(plan: &Plan, knob: &Knob, at: Address) -> String {
    match (knob.options(), plan.value(at)) {
        _ if at.kind().is_some_and(|kind| at.nth >= plan.count(kind)) => "not held".into(),
        (_, None) => knob.left_empty().into(),
        (Some(options), Some(x)) => options.get(x as usize).map_or_else(String::new, |(_, label)| (*label).to_string()),
        (None, Some(x)) if knob.is_switch() => if x == 1.0 { "on" } else { "off" }.into(),
        (None, Some(x)) => knob.shown(x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::StrikeRule;
    use crate::plan::holding::Kind;
    use crate::units::{Frac, Points, Usd};
    use crate::views::report::evaluate;

    fn compared(a: &Plan, b: &Plan) -> (Differences, String) {
        let (Ok(x), Ok(y)) = (evaluate(a), evaluate(b)) else { unreachable!() };
        let (a, b) = (Side { plan: a, report: &x }, Side { plan: b, report: &y });
        let found = differences(a, b);
        let said = found.sentence(a, b);
        (found, said)
    }

    #[test]
    fn a_plan_is_the_same_as_itself() {
        let (found, said) = compared(&Plan::default(), &Plan::default());
        assert!(found.inputs.is_empty() && found.results.iter().all(|line| line.by.is_empty() && line.a == line.b));
        assert_eq!(said, "A and B are the same plan.");
    }

    #[test]
    fn results_come_first_and_only_inputs_that_differ() {
        let mut plan = Plan::default();
        plan.a_pool().deposit = Usd(20_000.0);
        plan.event.spx = Some(Frac(-0.1));
        let (found, said) = compared(&Plan::default(), &plan);
        let line = |label: &str| found.inputs.iter().find(|line| line.label == label).cloned();
        assert_eq!(found.inputs.len(), 2);
        assert_eq!(
            line("Deposit"),
            Some(Line { label: "Deposit".into(), a: "$30,000".into(), b: "$20,000".into(), by: "−$10,000".into() })
        );
        assert!(found.inputs.iter().any(|line| line.a == "follows the model" && line.b == "−10\u{202f}%"));
        assert!(
            !said.contains('+') && said.ends_with("2 inputs differ.") && found.rows()[0][0] == "Combined in the shock"
        );
        let combined = &found.results[0];
        assert!(combined.by.starts_with(['+', MINUS]) && combined.a != combined.b);
    }

    #[test]
    fn every_difference_is_that_of_the_two_figures_that_are_read() {
        let read = |words: &str| {
            let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            let size = digits.parse::<f64>().unwrap_or(0.0);
            if words.starts_with(MINUS) { -size } else { size }
        };
        let mut seen = 0;
        for step in 1..40 {
            let mut plan = Plan::default();
            plan.a_pool().deposit = Usd(30_000.0 + 37.0 * f64::from(step));
            plan.event.vix = Some(Points(45.0 + 0.31 * f64::from(step)));
            plan.account.loss_budget = Frac(0.03 + 0.000_001_7 * f64::from(step));
            let (found, said) = compared(&Plan::default(), &plan);
            for line in found.results.iter().filter(|line| !line.by.is_empty()) {
                let by = read(&line.b) - read(&line.a);
                assert!((by - read(&line.by)).abs() < 1e-6, "{line:?}");
                seen += 1;
            }
            let combined = read(&found.results[0].by);
            assert!(said.contains(&format!(
                "{} {}",
                amount(combined),
                if combined > 0.0 { "better" } else { "worse" }
            )));
        }
        assert!(seen > 200, "{seen}");
    }

    #[test]
    fn an_input_of_more_digits_than_are_read_differs_by_what_is_read() {
        let with = |usd: f64| {
            let mut plan = Plan::default();
            plan.a_pool().deposit = Usd(usd);
            plan
        };
        let line = |a: f64, b: f64| compared(&with(a), &with(b)).0.inputs.remove(0);
        let found = line(30_123.456, 40_000.0);
        assert_eq!([found.a, found.b, found.by], ["$30,123.5", "$40,000", "+$9,876.5"]);
        // Where both read the same, by what they differ all the same.
        assert_eq!(line(30_123.456, 30_123.46).by, "+$0.004");
    }

    #[test]
    fn what_does_not_matter_in_either_plan_is_left_out() {
        let mut plan = Plan::default();
        plan.a_condor().short_put = Points(6000.0);
        assert!(compared(&Plan::default(), &plan).0.inputs.is_empty());
        plan.a_condor().strikes_by = StrikeRule::Level;
        assert!(compared(&Plan::default(), &plan).0.inputs.iter().any(|line| line.label == "Short put"));
    }

    #[test]
    fn where_no_pool_is_on_there_is_none_to_survive() {
        let mut plan = Plan::default();
        plan.holdings.retain(|holding| holding.kind() != Kind::Pool);
        let found = compared(&Plan::default(), &plan).0;
        let line = found.results.iter().find(|line| line.label.starts_with("Pool that survives"));
        assert!(line.is_some_and(|line| line.a.starts_with('$') && line.b == "—"), "{line:?}");
    }

    #[test]
    fn a_pool_that_only_one_plan_has_is_named() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        let found = compared(&Plan::default(), &plan).0;
        let line = found.inputs.iter().find(|line| line.label == "Pool 2: Held");
        assert!(line.is_some_and(|line| line.a == "not held" && line.b == "on" && line.by.is_empty()));
        assert!(found.inputs.len() == 1);
    }
}
