//! IL cap: the budget over the loss per dollar at the price where the cap on impermanent loss begins to count.
//!
//! The cap is on the gap to holding; the price has fallen by then, and that loss is the person's. Model book 11.5.

use crate::book::limits::LargestPool;
use crate::sizing::{Case, Effect, Rule, RuleKind, most};
use crate::units::Usd;
use crate::words::share;

/// Cap: the budget over the loss per dollar at the cap's lower trigger.
pub const RULE: Rule = Rule {
    id: "sizing.rule.il",
    file: "il_cap",
    label: "IL cap",
    name: "the IL cap",
    kind: RuleKind::Cap,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.il,
    effect: |case: &Case| Effect::Cap(cap(case.il_loss, case.budget)),
    finds: |case| match case.il_loss {
        Some(loss) => format!("{} lost where it begins", share(loss, 0)),
        None => "never that far behind holding below".into(),
    },
    sum: |case| ["budget ÷ loss per dollar at the lower trigger price".into(), most(cap(case.il_loss, case.budget))],
    source: "Model book 7, 11.5",
};

/// The largest pool for a loss per dollar at the lower trigger; no limit where nothing is lost there.
pub fn cap(loss: Option<f64>, budget: f64) -> LargestPool {
    match loss {
        Some(loss) if loss > 0.0 => LargestPool::UpTo(Usd(budget / loss)),
        _ => LargestPool::Unlimited,
    }
}
