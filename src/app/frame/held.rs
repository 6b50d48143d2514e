//! Held: one holding of the rail: switch, name, dollars in the shock; its name, preset and inputs when it is opened.

use gloo::utils::document;
use second_engine::plan::Plan;
use second_engine::plan::holding::{Kind, MOST};
use second_engine::words;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::app::browser::dom::focus;
use crate::app::figures::sign::sign;
use crate::app::frame::holdings::RailHolding;
use crate::app::frame::inputs_props::InputsProps;
use crate::app::frame::opened::Opened;
use crate::app::frame::rail_props::RailProps;
use crate::app::later::{Arrival, part};
use crate::app::store::act::Act;

/// Where the focus goes once the plan holds so many.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// Holdings of the plan by then.
    pub count: usize,
    /// `pool2`; `None` where nothing is left.
    pub id: Option<String>,
    /// Whether it is opened, or closed.
    pub is_opened: bool,
}

impl Aim {
    /// One more of the kind of `one`, behind the others.
    fn copy(one: &RailHolding, plan: &Plan) -> Aim {
        let id = one.kind.id(plan.count(one.kind));
        Aim { count: plan.holdings.len() + 1, id: Some(id), is_opened: true }
    }

    /// The one that stands next in the rail once `all[place]` is gone, the last one otherwise.
    fn next(all: &[RailHolding], place: usize) -> Aim {
        let moved_up = |next: &RailHolding| {
            let is_behind = all.get(place).is_some_and(|gone| gone.kind == next.kind && gone.nth < next.nth);
            next.kind.id(next.nth - usize::from(is_behind))
        };
        let before = || place.checked_sub(1).and_then(|before| all.get(before));
        let next = all.get(place + 1).or_else(before).map(moved_up);
        Aim { count: all.len().saturating_sub(1), id: next, is_opened: false }
    }

    /// Brings the focus there.
    pub fn reach(&self) {
        let Some(id) = &self.id else { return focus("add") };
        if let Some(details) = document().get_element_by_id(&format!("held-{id}")) {
            let _ = if self.is_opened { details.set_attribute("open", "") } else { details.remove_attribute("open") };
        }
        focus(&format!("hold-{id}"));
    }
}

/// What a holding of the rail is drawn with.
pub struct Around<'a> {
    /// The rail's own props.
    pub props: &'a RailProps,
    /// Told where the focus goes after one was doubled or removed.
    pub aim: &'a Callback<Aim>,
    /// Which holdings are open.
    pub opened: &'a Opened,
    /// How far the chunk is, from which the inputs come.
    pub arrival: Arrival,
}

/// The holding `all[place]`; its inputs exist while it is open.
pub fn held(all: &[RailHolding], place: usize, around: &Around) -> Html {
    let Some(one) = all.get(place) else { return Html::default() };
    let Around { props, aim, opened, arrival } = *around;
    let id = format!("held-{}", one.id);
    let is_open = opened.has(&id);
    // A person who opens a pool looks at it; one that is put into the document open tells that too.
    let looked = (one.kind == Kind::Pool && !is_open).then(|| (props.select.clone(), one.nth));
    let toggled = opened.toggled(&id);
    let ontoggle = Callback::from(move |event: Event| {
        let is_opened = event.target_unchecked_into::<HtmlDetailsElement>().open();
        if let Some((select, nth)) = looked.as_ref().filter(|_| is_opened) {
            select.emit(*nth);
        }
        toggled.emit(event);
    });
    let pnl = match (one.pnl, one.is_on) {
        (Some(usd), _) => html! { <span class={classes!(sign(usd))}>{ words::usd(usd) }</span> },
        (None, true) => html! { <span class="quiet">{ "not held" }</span> },
        (None, false) => html! { <span class="quiet">{ "off" }</span> },
    };
    html! {
        <li class={classes!("hold", one.pnl.is_none().then_some("off"))} key={one.id.clone()}>
            { switch(one, props) }
            <details {id} open={is_open} {ontoggle}>
                <summary id={format!("hold-{}", one.id)} title={one.line.clone()}><b>{ &one.name }</b>{ pnl }<small>{ &one.line }</small></summary>
                if is_open {
                    { part(arrival, "inputs-again", |later| (later.inputs)(&inputs_of(one, props))) }
                    { acts(all, place, props, aim) }
                }
            </details>
        </li>
    }
}

fn inputs_of(one: &RailHolding, props: &RailProps) -> InputsProps {
    InputsProps {
        kind: one.kind,
        nth: one.nth,
        name: one.name.clone(),
        book: props.book.clone(),
        plan: props.plan.clone(),
        report: props.report.clone(),
        wrong: props.wrong.clone(),
        dispatch: props.dispatch.clone(),
    }
}

fn switch(one: &RailHolding, props: &RailProps) -> Html {
    let (at, toggle, dispatch) = (one.switch(), one.toggle(), props.dispatch.clone());
    let onchange = Callback::from(move |_: Event| dispatch.dispatch(toggle.clone()));
    html! {
        <input type="checkbox" role="switch" class="switch" id={at.to_string()} aria-label={one.name.clone()}
            checked={one.is_on} {onchange} />
    }
}

fn acts(all: &[RailHolding], place: usize, props: &RailProps, aim: &Callback<Aim>) -> Html {
    let Some(one) = all.get(place) else { return Html::default() };
    let button = |word: &'static str, act: Act, to: Aim| {
        let (dispatch, aim) = (props.dispatch.clone(), aim.clone());
        let press = Callback::from(move |_: MouseEvent| {
            aim.emit(to.clone());
            dispatch.dispatch(act.clone());
        });
        let id = format!("{}-{}", word.to_ascii_lowercase(), one.id);
        html! { <button type="button" class="tool" {id} aria-label={format!("{word} {}", one.name)} onclick={press}>{ word }</button> }
    };
    let (kind, nth) = (one.kind, one.nth);
    html! {
        <p class="acts">
            if all.len() < MOST {
                { button("Duplicate", Act::Duplicate(kind, nth), Aim::copy(one, &props.plan)) }
            }
            { button("Remove", Act::Remove(kind, nth), Aim::next(all, place)) }
        </p>
    }
}
