//! Walked: the programme of the plan through the files, by the rules and untouched, when the person asks for it.

use second_engine::backtest::BackTest;
use second_engine::plan::{Plan, url};
use second_engine::units::day::Day;
use second_engine::views::data::backtest::equity_chart::{self, EquityView};
use second_engine::views::data::backtest::tables;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::figures::facts::{table, tabled};
use crate::app::figures::figure::figure;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::reader::desk::{self, Seen};
use crate::app::reader::protocol::Wish;
use crate::app::store::shared::Shared;

/// First days that may be chosen.
const FROM: [(&str, &str); 5] = [
    ("from the first day", ""),
    ("from 2000 on", "2000-01-01"),
    ("from 2010 on", "2010-01-01"),
    ("from 2018 on", "2018-01-01"),
    ("from 2022 on", "2022-01-01"),
];

/// What the figure shows.
#[derive(Clone, PartialEq, Properties)]
pub struct WalkedProps {
    /// The plan on the page.
    pub plan: Shared<Plan>,
    /// What is known of the reader.
    pub seen: Seen,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The figure. It is of the plan for which it was asked, and says so where the plan has changed since.
#[component]
pub fn WalkedFigure(props: &WalkedProps) -> Html {
    let WalkedProps { plan, seen, is_dark } = props;
    let from = use_state_eq(|| 0_usize);
    let choose = {
        let from = from.clone();
        Callback::from(move |nth| from.set(nth))
    };
    let day = FROM.get(*from).and_then(|one| Day::iso(one.1));
    let walk = Callback::from(move |_: MouseEvent| desk::ask(Wish::Walk(day)));
    let stop = Callback::from(|_: MouseEvent| desk::stop_walk());
    let labels: Vec<AttrValue> = FROM.iter().map(|one| one.0.into()).collect();
    let ask = html! {
        <p class="walk-ask">
            <Select id="walk-from" label="Where the back-test begins" {labels} chosen={*from} {choose} />
            <button type="button" class="tool update" id="walk-through" disabled={seen.is_walking} onclick={walk}>{ "Walk this plan through it" }</button>
            if seen.is_walking {
                <progress max="1" value={seen.doing.as_ref().map_or(0.0, |doing| doing.share).to_string()} aria-label="How far the back-test is"></progress>
                <button type="button" class="tool" id="stop-walk" onclick={stop}>{ "Stop" }</button>
            }
        </p>
    };
    let about = "This plan's programme through real closes: condors sold and left by their rules, calls rolled, the pool at the size that the rules gave by what was known then, asked each month and where a signal or VIX turns; untouched beside it. Prices are the model's.";
    match &seen.walked {
        None => figure("What would the rules have made of it?", about, Html::default(), ask),
        Some(walked) => {
            let is_of_plan = *walked.plan == *url::fragment(plan);
            let is_of_start = walked.from == day;
            let stale = html! {
                <>
                    if !is_of_plan {
                        <p class="note-row">{ "The plan has changed since: this is of the plan as it was." }</p>
                    }
                    if !is_of_start {
                        <p class="note-row" id="walked-from">{ said_from(walked.from) }</p>
                    }
                </>
            };
            match &walked.found {
                Err(said) => figure(
                    "There is no back-test",
                    about,
                    Html::default(),
                    html! { <>{ ask }{ stale }<p class="err">{ said }</p></> },
                ),
                Ok(found) => {
                    html! { <>{ figure("What would the rules have made of it?", about, Html::default(), ask) }{ stale }<div class={classes!((!is_of_plan || !is_of_start).then_some("waits"))}>{ result(found, &walked_plan(walked, plan), *is_dark) }</div></> }
                }
            }
        }
    }
}

/// That another start was chosen than the one that was walked from.
fn said_from(from: Option<Day>) -> String {
    let words = FROM.iter().find(|one| Day::iso(one.1) == from).map_or("from another day", |one| one.0);
    format!("Another start is chosen: this was walked {words}, and stays so until it is walked again.")
}

/// The plan that was walked: trades are called as they are in it.
fn walked_plan(walked: &desk::Walked, now: &Plan) -> Plan {
    url::recall(&walked.plan).map_or_else(|_| now.clone(), |opened| opened.plan)
}

fn result(found: &std::rc::Rc<BackTest>, plan: &Plan, is_dark: bool) -> Html {
    let draw = {
        let found = found.clone();
        Callback::from(move |(width, height)| equity_chart::scene(&EquityView { found: &found, width, height }))
    };
    let trades = Sheet::from(tables::trades(found, plan));
    let said = html! { <ul class="note">{ for found.said.iter().map(|said| html! { <li>{ kept(said) }</li> }) }</ul> };
    if !found.is_walked() {
        return html! { <>{ said }{ explosions(found) }</> };
    }
    html! {
        <>
            <div class="wide-figure">
                <Picture id="equity" dek="Equity, dollars" caption={equity_chart::caption(found)} {draw} sheet={Sheet::from(tables::days(found))} {is_dark} />
            </div>
            <div class="wide-figure">
                { tabled("Three ways", found.won_said(), "The programme by the rules; untouched, at the typed size without exits; a promoter, without rules of the size and calls", tables::compared(found).into(), "backtest") }
            </div>
            <div class="wide-figure">
                { tabled("Rules", "Each rule switched over, the others as they are".into(), "Equity at the end and deepest fall, model's prices", tables::rules(found).into(), "backtest-rules") }
            </div>
            { explosions(found) }
            <details class="more"><summary>{ "Every trade" }</summary>{ table("Trades by the rules, model's prices", trades, "backtest-trades") }</details>
            { said }
        </>
    }
}

/// What the rules would have held on the eve of each explosion, and lost.
fn explosions(found: &BackTest) -> Html {
    html! {
        <div class="wide-figure explosions-eve">
            { tabled("Explosions", found.broken_said(), "What the rules would have held on the eve, and the worst on the way with it", tables::explosions(found).into(), "backtest-explosions") }
            <details class="more"><summary>{ "What each way made, and what was known on the eve" }</summary>
                { table("Profit and loss at its end by the eve’s book, and as it was walked", tables::explosions_made(found).into(), "backtest-explosions-made") }
                { table("Eves: the days, the token’s closes, the signals that were known and the sizes", tables::explosions_eves(found).into(), "backtest-explosions-eves") }
            </details>
        </div>
    }
}
