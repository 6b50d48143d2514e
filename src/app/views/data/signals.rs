//! Signals: where each stands, on how many days it acted, what it sets in the plan, and the days as a picture.

use second_engine::views::data::offers::Beside;
use second_engine::views::data::signals::{self, SignalRow, SignalState};
use second_engine::views::data::signals_chart::{self, SignalsView, Span};
use second_engine::words::{kept, number};
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::figures::figure::{act, figure};
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::{Sheet, framed};
use crate::app::views::data::offers::{Put, about};

/// What the figure shows.
#[derive(Clone, PartialEq, Properties)]
pub struct SignalsProps {
    /// What the files say, and where it goes.
    pub put: Put,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The table, and the picture of one of them.
#[component]
pub fn Signals(props: &SignalsProps) -> Html {
    let SignalsProps { put, is_dark } = props;
    let chosen = use_state_eq(|| None::<usize>);
    let spanned = use_state_eq(|| 0_usize);
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |nth| chosen.set(Some(nth)))
    };
    let choose_span = {
        let spanned = spanned.clone();
        Callback::from(move |nth| spanned.set(nth))
    };
    let tab = put.tab.clone();
    let [all, runs] = [signals::table(&tab.signals), signals::runs_table(&tab.signal_series)].map(Sheet::from);
    let save_runs = Callback::from(move |()| runs.save("signal-days"));
    let acts = html! {
        <span>
            { put.buttons(&Beside::Signals) }
            { act("All runs", "All runs of days on which a signal acted: save as CSV", save_runs) }
            { all.saving("Signals", "signals") }
        </span>
    };
    let heads = ["Signal", "Now", "Acted, trading days", "Last"];
    let rows = tab.signals.iter().map(|row| signal(put, row)).collect();
    let table = framed("sheet signals", "Signals of these files", &heads, rows);
    // Until one is chosen the first that has days.
    let first = tab.signal_series.iter().position(|one| !one.days.is_empty());
    let nth = chosen.or(first).unwrap_or(0).min(tab.signal_series.len().saturating_sub(1));
    let labels: Vec<AttrValue> = tab.signal_series.iter().map(|one| one.name.clone().into()).collect();
    let picture = tab.signal_series.get(nth).filter(|_| first.is_some()).map(|one| {
        let draw = {
            let tab = tab.clone();
            let span = Span::BOTH.get(*spanned).copied().unwrap_or_default();
            Callback::from(move |(width, height)| signals_chart::scene(&SignalsView { series: &tab.signal_series[nth], span, width, height }))
        };
        let spans: Vec<AttrValue> = Span::BOTH.iter().map(|span| span.label().into()).collect();
        let sheet = Sheet::from(signals_chart::table(one));
        html! {
            <>
                <div class="chosen-of">
                    <Select id="signal-shown" label="The signal that is drawn" {labels} chosen={nth} {choose} />
                    <Select id="signal-span" label="The days that are drawn" labels={spans} chosen={*spanned} choose={choose_span} />
                </div>
                <Picture id="signals" dek={one.line.clone()} caption="Marked: days on which it acted. Dashed: what it is held against." {draw} {sheet} is_dark={*is_dark} />
            </>
        }
    });
    html! {
        <div>
            { figure(tab.signals_said.clone(), "By rows up to each day; a signal without data is unknown, and never a pass", acts, table) }
            { picture.unwrap_or_default() }
        </div>
    }
}

fn signal(put: &Put, row: &SignalRow) -> Html {
    let name = if row.sets { row.name.clone() } else { format!("{}, shown only", row.name) };
    let days = if row.known == 0 {
        "—".into()
    } else {
        format!("{} of {}", number(row.acted as f64), number(row.known as f64))
    };
    let last = match row.state {
        SignalState::On => html! { <b>{ &row.last_said }</b> },
        _ => html! { { &row.last_said } },
    };
    let acts_at = format!("Acts at: {}.", row.acts_at);
    let why_not = Some(row.why_not.clone()).filter(|why| row.sets && !why.is_empty());
    let more: Vec<String> = std::iter::once(acts_at).chain(row.notes.clone()).chain(why_not).collect();
    html! {
        <>
            <tr key={row.id.clone()}>
                <th scope="row">{ name }</th><td>{ &row.now }</td><td>{ days }</td><td>{ last }</td>
            </tr>
            <tr key={format!("{}-more", row.id)} class="set-more"><td colspan="4">
                <div class="offer">{ put.buttons(&Beside::Signal(row.id.clone())) }<details><summary id={about(&Beside::Signal(row.id.clone()))}>{ kept(&format!("{}.", row.standing)) }</summary><p class="note-row">{ kept(&more.join(" ")) }</p></details></div>
            </td></tr>
        </>
    }
}
