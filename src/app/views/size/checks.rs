//! Tests of this shock: second engine, steward score, cash flow, VIX gate. A mark, and the word for it.

use second_engine::sizing::checks::Check;
use second_engine::sizing::checks::cash_flow::{CashFlow, CashFlowTest};
use second_engine::views::gate::{self, About};
use second_engine::views::size::second_engine_check::EngineTest;
use second_engine::words;
use yew::prelude::*;

use crate::app::figures::facts::tabled;
use crate::app::figures::figure::figure;
use crate::app::figures::sheet::Sheet;
use crate::app::views::props::ViewProps;

fn list(id: &'static str, checks: &[Check]) -> Html {
    let line = |check: &Check| {
        let (class, mark, said) = match check.holds {
            Some(true) => ("plus", "✓", "holds"),
            Some(false) if check.is_unknown => ("quiet", "?", "unknown, no pass"),
            Some(false) => ("minus", "✗", "fails"),
            None => ("quiet", "–", "nothing to test"),
        };
        html! {
            <li>
                <span class={class} aria-hidden="true">{ mark }</span>
                <span><span class="sr">{ format!("{said}: ") }</span><b>{ check.label }</b>{ " " }{ words::kept(&check.said) }</span>
                <span class="quiet">{ said }</span>
            </li>
        }
    };
    html! { <ul class="list ticked" {id}>{ for checks.iter().map(line) }</ul> }
}

/// Three questions to the pool.
pub fn second(test: &EngineTest) -> Html {
    figure(
        test.answer.clone(),
        "Second-engine test in this shock",
        Html::default(),
        list("second-engine", &test.second),
    )
}

/// Seven questions to whoever holds the book.
pub fn steward(test: &EngineTest) -> Html {
    let Some(seven) = &test.steward else { return Html::default() };
    figure(
        format!(
            "Steward score {} of {}{}",
            test.score,
            test.score_of,
            if test.score_of < 7 { " that can be tested" } else { "" }
        ),
        "What a steward keeps; it sizes nothing by itself",
        Html::default(),
        list("steward", seven),
    )
}

/// A flow by its name, and how it is read.
type Flow = (&'static str, fn(&CashFlow) -> f64);

/// Cash flow at both ends of VIX.
pub fn cash(test: &CashFlowTest, answer: &str) -> Html {
    let row = |name: &str, pick: fn(&CashFlow) -> f64| {
        std::iter::once(name.to_string()).chain(test.ends.iter().map(|end| words::signed(pick(end)))).collect()
    };
    let price = |end: &CashFlow| end.price.map_or_else(|| "n/m".into(), |price| words::fixed(price, 1));
    let at = |end: &CashFlow| format!("VIX {}", words::vix(end.vix.0));
    let [low, high] = &test.ends;
    // What costs nothing and brings nothing at either end has no row.
    let flows: [Flow; 6] = [
        ("Condor decay", |end| end.decay.0),
        ("Pool fees", |end| end.fees.0),
        ("Hedge carry", |end| -end.hedge.0),
        ("Gas", |end| -end.gas.0),
        ("Interest and premium", |end| -end.debts().0),
        ("Margin funding", |end| -end.funding.0),
    ];
    let flows = flows.into_iter().filter(|(_, pick)| test.ends.iter().any(|end| pick(end) != 0.0));
    let mut rows: Vec<Vec<String>> = flows.map(|(name, pick)| row(name, pick)).collect();
    rows.extend([
        row("Cash flow", |end| end.total.0),
        vec!["P/CF".into(), price(low), price(high)],
        row("The book’s P&L there, marks and all", |end| end.mark.0),
    ]);
    let sheet = Sheet { head: vec!["Over the horizon".into(), at(low), at(high)], rows };
    tabled("Cash-flow test", words::headline(answer), "Dollars with VIX two deviations down and up", sheet, "cash-flow")
}

/// Which tiers may be opened, now and in the shock.
pub fn gate(tab: &ViewProps, test: &EngineTest) -> Html {
    let sheet = Sheet::from(gate::table(&test.gates, tab.book.has_condor(), About::New));
    let dek = format!("By tier. {}", gate::FORWARD_ABOVE);
    html! {
        <>
            { tabled("VIX gate", words::headline(&test.gate_answer), &dek, sheet, "vix-gate") }
            <details class="more"><summary>{ "Change" }</summary>{ tab.knobs(&["sizing.gate."]) }</details>
            <p class="cap">{ gate::AS_PRINTED }</p>
        </>
    }
}
