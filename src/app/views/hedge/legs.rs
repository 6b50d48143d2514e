//! The table of legs: terms that can be typed, and what they cost and pay.

use second_engine::plan::StrikeBy;
use second_engine::plan::knobs::{Access, knob};
use second_engine::views::hedge::legs::LegRow;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::number::number;
use crate::app::store::Dispatch;
use crate::app::figures::figure::{act, figure};
use crate::app::store::act::Act;
use crate::app::figures::facts::or_dash;
use crate::app::figures::figure::{act, figure};
use crate::app::figures::sign::sign;
use crate::app::store::Act;
use crate::app::views::hedge::{View, sheets};

/// Ids of a layer's cells: held, days, rule, delta, % OTM, strike, spread, calls per ten condors,
/// contracts.
type Cells = [&'static str; 9];

const LAYERS: [Cells; 3] = [
    [
        "hedge.short.on",
        "hedge.short.days",
        "hedge.short.by",
        "hedge.short.delta",
        "hedge.short.otm",
        "hedge.short.strike",
        "hedge.short.spread",
        "hedge.short.per_ten",
        "hedge.short.contracts",
    ],
    [
        "hedge.medium.on",
        "hedge.medium.days",
        "hedge.medium.by",
        "hedge.medium.delta",
        "hedge.medium.otm",
        "hedge.medium.strike",
        "hedge.medium.spread",
        "hedge.medium.per_ten",
        "hedge.medium.contracts",
    ],
    [
        "hedge.long.on",
        "hedge.long.days",
        "hedge.long.by",
        "hedge.long.delta",
        "hedge.long.otm",
        "hedge.long.strike",
        "hedge.long.spread",
        "hedge.long.per_ten",
        "hedge.long.contracts",
    ],
];

const HEAD: [&str; 15] = [
    "Leg",
    "Held",
    "Days",
    "Strike by",
    "At",
    "Strike",
    "Spread",
    "Per 10",
    "Contracts",
    "Price",
    "Outlay",
    "Carry a year",
    "In the shock",
    "Per $ paid",
    "Bends",
];

/// The table under its finding, what is typed wrong under it, and the split of the budget.
pub fn figure_of(view: &View, dispatch: &Dispatch) -> Html {
    let tab = &view.tab;
    let title = format!(
        "{} paid today, {} a year while VIX stays",
        words::amount(tab.outlay.0.max(0.0)),
        words::amount(tab.carry.0.max(0.0))
    );
    let dek = "Points for VIX options, dollars otherwise. An empty strike or count follows its rule: so many calls per ten condors";
    let sheet = sheets::legs(view);
    let save = act("CSV", "Legs: save as CSV", Callback::from(move |()| sheet.save("hedge-legs")));
    let rows = tab.legs.iter().enumerate().map(|(i, leg)| match LAYERS.get(i) {
        Some(cells) => html! { <tr key={leg.id}>{ terms(view, leg, cells, dispatch) }{ figures(view, leg, i) }</tr> },
        None => html! { <tr key={leg.id}>{ words_only(leg) }{ figures(view, leg, i) }</tr> },
    });
    let body = html! {
        <>
            <div class="sheet legs" tabindex="0" role="region" aria-label="Legs of the hedge">
                <table id="legs">
                    <caption class="sr">{ "Legs of the hedge: terms, cost and what they pay" }</caption>
                    <thead><tr>{ for HEAD.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }</tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            <div>{ for said(view) }</div>
        </>
    };
    figure(title, dek, save, body)
}

/// What is wrong with a cell, and what is to be known about a leg.
fn said(view: &View) -> Vec<Html> {
    let wrong = view.props.wrong.iter().filter(|(at, _)| LAYERS.iter().any(|cells| cells.contains(&at.row)));
    let wrong = wrong.filter(|(_, wrong)| wrong.is_said).map(|(at, wrong)| {
        // The rail has the same message, with its ways out, under the id.
        html! { <p key={at.row} class="err" role="alert">{ &wrong.said }</p> }
    });
    let notes = view.props.report.notes.iter().filter(|note| LAYERS.iter().any(|cells| cells.contains(&note.at.row)));
    let notes = notes.map(|note| html! { <p key={note.text.clone()} class="note-row">{ &note.text }</p> });
    wrong.chain(notes).collect()
}

fn terms(view: &View, leg: &LegRow, cells: &Cells, dispatch: &Dispatch) -> Html {
    let [on, days, by, delta, otm, strike, spread, per_ten, contracts] = *cells;
    let chosen = knob(by).and_then(|knob| knob.value(&view.props.plan)).unwrap_or(0.0) as usize;
    let at = if chosen == StrikeBy::Otm as usize { otm } else { delta };
    let cell = |id| html! { <td>{ cell(view, id, dispatch) }</td> };
    html! {
        <>
            <th scope="row">{ &leg.name }</th>
            { cell(on) }
            { cell(days) }
            { cell(by) }
            { cell(at) }
            { cell(strike) }
            { cell(spread) }
            { cell(per_ten) }
            { cell(contracts) }
        </>
    }
}

/// A leg that has its knobs under the table.
fn words_only(leg: &LegRow) -> Html {
    let cells = [
        String::new(),
        or_dash(leg.days, words::number),
        leg.kind.to_string(),
        String::new(),
        leg.strike.clone(),
        String::new(),
        String::new(),
        words::number(leg.quantity),
    ];
    html! {
        <>
            <th scope="row">{ &leg.name }</th>
            { for cells.into_iter().map(|words| html! { <td>{ words }</td> }) }
        </>
    }
}

fn figures(view: &View, leg: &LegRow, i: usize) -> Html {
    let bends = view.range.convexity.get(i).map_or("", |meter| sheets::bends(meter));
    let carry = or_dash(leg.carry_year, |usd| words::fixed(usd.0, 0));
    html! {
        <>
            <td>{ &leg.price }</td>
            <td>{ words::fixed(leg.outlay.0, 0) }</td>
            <td>{ carry }</td>
            <td class={classes!("num", sign(leg.pnl.0))}>{ words::signed(leg.pnl.0) }</td>
            <td>{ or_dash(leg.per_dollar, |x| words::fixed(x.0, 2)) }</td>
            <td>{ bends }</td>
        </>
    }
}

/// The control of a knob in a cell: a switch, a list or a box without its slider.
fn cell(view: &View, id: &'static str, dispatch: &Dispatch) -> Html {
    let Some(knob) = knob(id) else { return Html::default() };
    // The rail has the same inputs under their own ids.
    let dom = id.replacen("hedge.", "legs.", 1);
    let value = knob.value(&view.props.plan);
    let dispatch = dispatch.clone();
    match knob.access {
        Access::Switch(..) => {
            let on = value == Some(1.0);
            let next = if on { 0.0 } else { 1.0 };
            let onchange = Callback::from(move |_: Event| dispatch.dispatch(Act::turn(vec![(id, Some(next))])));
            html! { <input id={dom} type="checkbox" checked={on} aria-label={knob.label} {onchange} /> }
        }
        Access::Choice(options, ..) => {
            let choose = Callback::from(move |i: usize| dispatch.dispatch(Act::turn(vec![(id, Some(i as f64))])));
            let labels: Vec<AttrValue> = options.iter().map(|(_, label)| AttrValue::Static(label)).collect();
            html! { <Select id={dom} label={knob.label} {labels} chosen={value.map_or(0, |x| x as usize)} {choose} /> }
        }
        _ => number(knob, dom, &view.props.shown()),
    }
}
