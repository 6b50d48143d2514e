//! Verdict: the sentence, and the four sums under their line samples.

use second_engine::book::limits::LargestPool;
use second_engine::numbers::by_rising;
use second_engine::plan::Plan;
use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::derived::token;
use crate::app::controls::popover::Why;
use crate::app::figures::sample::sample;

/// A figure in the sentence that can be asked 'why?'.
pub struct Strong {
    /// As it stands in the sentence.
    pub figure: String,
    /// What it is.
    pub title: &'static str,
    /// Its formula.
    pub formula: AttrValue,
    /// The formula with its numbers.
    pub said: String,
    /// Where it comes from.
    pub source: &'static str,
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

/// The sentence with its strong figures set apart.
pub fn sentence(text: &str, strong: Vec<Strong>) -> Html {
    let place = |s: &Strong| text.find(&s.figure).filter(|_| s.figure.len() > 2);
    let strong = by_rising(strong, |s| place(s).map_or(f64::INFINITY, |at| at as f64));
    let mut out = Vec::new();
    let mut done = 0;
    for s in &strong {
        let Some(at) = place(s).filter(|at| *at >= done) else { continue };
        out.push(html! { { &text[done..at] } });
        out.push(html! {
            <Why title={s.title} formula={s.formula.clone()} said={s.said.clone()} source={s.source}
                label={format!("{}: why?", s.figure)}>{ &s.figure }</Why>
        });
        done = at + s.figure.len();
    }
    out.push(html! { { &text[done..] } });
    out.into_iter().collect()
}

/// Sentence and sums.
pub fn verdict(plan: &Plan, report: &Report) -> Html {
    let (condor, pool, hedge, combined) = (&report.condor, &report.pool, &report.hedge, &report.combined);
    let of_max = -condor.pnl.0 / condor.max_loss.0;
    let condor_said = match condor.pnl.0 {
        loss if loss < 0.0 && of_max.is_finite() => format!("{} of max loss", words::share(of_max, 0)),
        gain if condor.max_gain.0 > 0.0 => format!("{} of max gain", words::share(gain / condor.max_gain.0, 0)),
        _ => String::new(),
    };
    let range = match (pool.range, pool.is_in_range) {
        (None, _) => "",
        (_, true) => ", in range",
        (Some([low, _]), false) if pool.price_after < low => ", below range",
        _ => ", above range",
    };
    let coverage =
        hedge.coverage.map_or_else(|| "nothing to cover".into(), |c| format!("covers {}", words::share(c.0, 0)));
    html! {
        <section class="verdict" aria-label="The verdict">
            <p id="verdict">{ sentence(&report.verdict, strong(report)) }</p>
            <div><ul class="sum">
                { sum("Condor", "condor", condor.pnl.0, condor_said, None) }
                { sum("Pool", "pool", pool.pnl.0, format!("{} {}{range}", token(plan), words::price(report.shock.token.0)), Some("+")) }
                { sum("Hedge", "hedge", hedge.pnl.0, coverage, Some("+")) }
                <li class="total" data-op="=">
                    { name("Combined", "combined") }
                    <span id="sum-combined" class={classes!("big", sign(combined.pnl.0))}>{ words::usd(combined.pnl.0) }</span>
                    <span class="sub">{ format!("budget {}", words::amount(combined.budget.0)) }</span>
                    { gauge(-combined.pnl.0, combined.budget.0) }
                </li>
            </ul>{ asides(report) }</div>
        </section>
    }
}

/// What must be known about the shock itself; notes on other knobs stand beside their rows.
fn asides(report: &Report) -> Html {
    let notes = report.notes.iter().filter(|note| note.at.row.starts_with("shock."));
    html! { <ul class="asides">{ for notes.map(|note| html! { <li>{ &note.text }</li> }) }</ul> }
}

fn name(name: &'static str, series: &'static str) -> Html {
    html! { <span class="name">{ name }{ " " }{ sample(series) }</span> }
}

fn sum(label: &'static str, series: &'static str, usd: f64, said: String, op: Option<&'static str>) -> Html {
    html! {
        <li data-op={op}>
            { name(label, series) }
            <span id={format!("sum-{series}")} class={classes!("big", sign(usd))}>{ words::usd(usd) }</span>
            <span class="sub">{ said }</span>
        </li>
    }
}

/// Class of a profit or a loss.
pub fn sign(usd: f64) -> Option<&'static str> {
    match usd.round() {
        x if x < 0.0 => Some("minus"),
        x if x > 0.0 => Some("plus"),
        _ => None,
    }
}

/// The loss as a bar, the budget as a post on it.
pub fn gauge(loss: f64, budget: f64) -> Html {
    let full = (budget / 0.75).max(1.0);
    let width = (100.0 * loss / full).clamp(0.0, 100.0);
    html! {
        <svg class="gauge" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" y="3" width="100" height="4" /><rect class="loss" y="3" width={format!("{width:.2}")} height="4" />
            <line class="post" x1="75" x2="75" y1="0" y2="10" />
        </svg>
    }
}
