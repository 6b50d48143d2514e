//! Say: the verdict, one sentence whose figures can be asked 'why?'.

use second_engine::book::limits::LargestPool;
use second_engine::views::report::Report;
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
    let mut all = vec![Strong {
        figure: words::amount(combined.pnl.0.abs()),
        title: "The book in this shock",
        formula: "condor + pool + hedge".into(),
        said: format!("{} {} {} = {}", words::usd(condor), plus(pool), plus(hedge), words::usd(combined.pnl.0)),
        source: "Model book 10",
    }];
    if let LargestPool::UpTo(largest) = combined.largest_pool {
        let shown = if largest.0 >= 1000.0 { (largest.0 / 100.0).floor() * 100.0 } else { largest.0.floor() };
        all.push(Strong {
            figure: words::amount(shown),
            title: "Largest pool this shock allows",
            formula: "(budget + condor + hedge) ÷ pool loss per dollar".into(),
            said: format!(
                "({} {} {}) ÷ loss per dollar = {}, shown rounded down. The pool’s loss is linear in its size, gas apart.",
                words::amount(combined.budget.0),
                plus(condor),
                plus(hedge),
                words::amount(largest.0)
            ),
            source: "Model book 11, stress cap",
        });
    }
    all
}

fn plus(x: f64) -> String {
    if x < 0.0 { format!("− {}", words::amount(x.abs())) } else { format!("+ {}", words::amount(x)) }
}
