//! Say: the verdict, one sentence whose figures can be asked 'why?'.

use second_engine::book::limits::LargestPool;
use second_engine::views::report::{PoolReport, Report};
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::sentence::{Strong, sentence};

/// The strip with the sentence.
pub fn say(report: &Report) -> Html {
    html! { <p class="say"><span id="verdict">{ sentence(&report.verdict, strong(report)) }</span></p> }
}

fn strong(report: &Report) -> Vec<Strong> {
    let (condor, pool, hedge) = (report.condor.pnl.0, report.pool.pnl.0, report.hedge.pnl.0);
    let combined = &report.combined;
    if report.holdings.is_empty() {
        return Vec::new();
    }
    let mut all = vec![Strong {
        figure: words::amount(combined.pnl.0.abs()),
        title: "The book in this shock",
        formula: "condors + pools + hedge".into(),
        said: format!("{} {} {} = {}", words::usd(condor), plus(pool), plus(hedge), words::usd(combined.pnl.0)),
        source: "Model book 10",
    }];
    if let (Some(LargestPool::UpTo(largest)), Some(sized)) = (combined.largest_pool, sized_pool(report)) {
        let shown = if largest.0 >= 1000.0 { (largest.0 / 100.0).floor() * 100.0 } else { largest.0.floor() };
        all.push(Strong {
            figure: words::amount(shown),
            title: "Largest pool this shock allows",
            formula: "(budget + rest of the book) ÷ the pool’s loss per dollar".into(),
            said: format!(
                "({} {}) ÷ the loss of {} per dollar = {}, shown rounded down. Its loss is linear in its size, gas apart.",
                words::amount(combined.budget.0),
                plus(combined.pnl.0 - sized.money.pnl.0),
                sized.name,
                words::amount(largest.0)
            ),
            source: "Model book 11, stress cap",
        });
    }
    all
}

fn sized_pool(report: &Report) -> Option<&PoolReport> {
    report.pools.iter().find(|pool| Some(&pool.id) == report.combined.sized_pool.as_ref())
}

fn plus(x: f64) -> String {
    if x < 0.0 { format!("− {}", words::amount(x.abs())) } else { format!("+ {}", words::amount(x)) }
}
