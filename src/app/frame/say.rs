//! Say: the verdict, one sentence whose figures can be asked 'why?'.

use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::sentence::{Strong, sentence};

/// The strip with the sentence, and behind it how large the pool may be.
pub fn say(report: &Report, size: Html) -> Html {
    html! { <p class="say"><span id="verdict">{ sentence(&report.verdict, strong(report)) }</span>{ size }</p> }
}

fn strong(report: &Report) -> Vec<Strong> {
    let (condor, pool, hedge) = (report.condor.pnl.0, report.pool.pnl.0, report.hedge.pnl.0);
    let combined = &report.combined;
    if report.holdings.is_empty() {
        return Vec::new();
    }
    vec![
        Strong {
            figure: words::amount(combined.pnl.0.abs()),
            title: "The book in this shock",
            formula: "condors + pools + hedge".into(),
            said: format!("{} {} {} = {}", words::usd(condor), plus(pool), plus(hedge), words::usd(combined.pnl.0)),
            source: "Model book 10",
        },
        Strong {
            figure: words::amount(combined.worst_on_way.0.abs()),
            title: "The worst of the way",
            formula: "the least of that at every VIX from today’s to the shock’s".into(),
            said: format!(
                "{} at {}",
                words::usd(combined.worst_on_way.0),
                words::place(combined.worst_vix_on_way.0, combined.worst_spx_on_way.map(|spx| spx.0))
            ),
            source: "Model book 10, survives",
        },
    ]
}

fn plus(x: f64) -> String {
    if x < 0.0 { format!("− {}", words::amount(x.abs())) } else { format!("+ {}", words::amount(x)) }
}
