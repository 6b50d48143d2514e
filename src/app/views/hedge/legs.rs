//! The table of legs: terms that can be typed, and what they cost and pay.

use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::knob;
use second_engine::views::hedge::legs::{Leg, each};
use second_engine::words;
use second_engine::words::dates::short_date;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::number::NumberBox;
use crate::app::controls::wrong::error_id;
use crate::app::figures::facts::or_dash;
use crate::app::figures::figure::figure;
use crate::app::figures::sign::sign;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::hedge::made::View;
use crate::app::views::hedge::sheets;

const HEAD: [&str; 15] = [
    "Leg",
    "Held",
    "Calendar days",
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
    "Convexity",
];

/// The table under its finding, what is typed wrong under it. A leg that is off stands there with its switch.
pub fn figure_of(view: &View, dispatch: &Dispatch) -> Html {
    let (plan, report) = (&view.props.plan, &view.props.report);
    let title = format!(
        "{} paid today, {} a year while VIX stays",
        words::amount(report.hedge.outlay.0.max(0.0)),
        words::amount(report.hedge.carry.0.max(0.0))
    );
    let dek = "Points for VIX options, dollars otherwise. An empty strike or count follows its rule: so many calls per ten condors";
    let sheet = sheets::legs(view);
    let save = sheet.saving("Legs", "hedge-legs");
    let found = each(&view.tab.legs, report);
    let rows = plan.each().filter(|(kind, ..)| kind.is_hedge()).map(|(kind, nth, _)| {
        let id = kind.id(nth);
        let leg = found.iter().find(|leg| leg.row.id == id);
        let terms =
            if kind == Kind::Layer { terms(view, nth, dispatch) } else { words_only(view, (kind, nth), leg, dispatch) };
        html! { <tr key={id}><th scope="row">{ plan.name(kind, nth) }</th>{ terms }{ figures(view, leg) }</tr> }
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

/// What is wrong with a cell, and what is to be known about a layer.
fn said(view: &View) -> Vec<Html> {
    let wrong = view.props.wrong.iter().filter(|(at, wrong)| at.is_of(Kind::Layer) && wrong.is_said);
    let wrong = wrong.map(|(at, wrong)| {
        // The rail has the same message, with its ways out, under its own id.
        let id = error_id(cell_id(*at));
        html! { <p key={at.to_string()} class="err" {id} role="alert">{ view.props.plan.named(*at, &wrong.said) }</p> }
    });
    let notes = view.props.report.notes.iter().filter(|note| note.at.is_of(Kind::Layer));
    let notes =
        notes.map(|note| html! { <p key={format!("{} note", note.at)} class="note-row">{ kept(&note.text) }</p> });
    wrong.chain(notes).collect()
}

/// A layer's cells: held, days, rule, delta or % OTM, strike, spread, calls per ten condors, contracts.
fn terms(view: &View, nth: usize, dispatch: &Dispatch) -> Html {
    let delta = "layer.delta";
    let at = if view.props.plan.applies(Address::new(delta, nth)) { delta } else { "layer.otm" };
    let rows =
        ["layer.on", "layer.days", "layer.by", at, "layer.strike", "layer.spread", "layer.per_ten", "layer.contracts"];
    let one = |row| {
        let at = Address::new(row, nth);
        let day = (row == "layer.days").then(|| date(view, Kind::Layer, nth));
        html! { <td>{ cell(view, at, dispatch) }{ for day }</td> }
    };
    rows.map(one).into_iter().collect()
}

/// The day of its expiry, where today's date is known.
fn date(view: &View, kind: Kind, nth: usize) -> Html {
    view.props.plan.expiry(kind, nth).map(|day| html! { <i class="date">{ short_date(day) }</i> }).unwrap_or_default()
}

/// A leg that has its rows elsewhere: its switch, and its terms in words.
fn words_only(view: &View, (kind, nth): (Kind, usize), leg: Option<&Leg>, dispatch: &Dispatch) -> Html {
    let none = String::new;
    let cells = match leg {
        Some(leg) => [
            or_dash(leg.holding.days, words::number),
            leg.row.kind.to_string(),
            none(),
            leg.row.strike.clone(),
            none(),
            none(),
            words::quantity(leg.holding.quantity),
        ],
        None => std::array::from_fn(|_| none()),
    };
    html! {
        <>
            <td>{ cell(view, Address::new(kind.switch(), nth), dispatch) }</td>
            { for cells.into_iter().enumerate().map(|(i, words)| html! {
                <td>{ words }if i == 0 { { date(view, kind, nth) } }</td>
            }) }
        </>
    }
}

fn figures(view: &View, leg: Option<&Leg>) -> Html {
    let Some(leg) = leg else {
        return (0..6).map(|_| html! { <td>{ "—" }</td> }).collect();
    };
    let bends = view.range.legs.iter().find(|one| one.meter.id == leg.row.id);
    let (holding, row) = (leg.holding, leg.row);
    html! {
        <>
            <td>{ &row.price }</td>
            <td>{ words::fixed(holding.outlay.0, 0) }</td>
            <td>{ or_dash(leg.carry, |usd| words::fixed(usd.0, 0)) }</td>
            <td class={classes!("num", sign(holding.pnl.0))}>{ words::signed(holding.pnl.0) }</td>
            <td>{ or_dash(row.per_dollar, |x| words::fixed(x.0, 2)) }</td>
            <td>{ bends.map_or_else(String::new, |one| sheets::bends(&one.meter)) }</td>
        </>
    }
}

/// The DOM id of an input's cell: the rail has the same inputs under their own ids.
fn cell_id(at: Address) -> String {
    format!("legs.{at}")
}

/// The control of an input in a cell: a switch, a list or a box without its slider.
fn cell(view: &View, at: Address, dispatch: &Dispatch) -> Html {
    let (Some(knob), plan) = (knob(at.row), &view.props.plan) else { return Html::default() };
    let id = AttrValue::from(cell_id(at));
    let kind = knob.kind().unwrap_or(Kind::Layer);
    let label = AttrValue::from(format!("{}: {}", plan.name(kind, at.nth), knob.label));
    let value = plan.value(at);
    if knob.is_switch() {
        let (dispatch, on) = (dispatch.clone(), value == Some(1.0));
        let next = f64::from(u8::from(!on));
        let onchange = Callback::from(move |_: Event| dispatch.dispatch(Act::turn([(at, Some(next))])));
        return html! { <input {id} type="checkbox" checked={on} aria-label={label} {onchange} /> };
    }
    if let Some(options) = knob.options() {
        let dispatch = dispatch.clone();
        let choose = Callback::from(move |i: usize| dispatch.dispatch(Act::turn([(at, Some(i as f64))])));
        let labels: Vec<AttrValue> = options.iter().map(|(_, label)| AttrValue::Static(label)).collect();
        return html! { <Select {id} {label} {labels} chosen={value.map_or(0, |x| x as usize)} {choose} /> };
    }
    let derived = view.props.shown().derived(at);
    html! { <NumberBox {at} {id} {label} {value} {derived} wrong={view.props.wrong.get(&at).cloned()} /> }
}
