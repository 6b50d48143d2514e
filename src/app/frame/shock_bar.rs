//! Shock bar, always in view: VIX from and to, days, the slider on its ridge, the linked moves, the chips.

use std::collections::BTreeMap;

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::Group;
use second_engine::views::report::Report;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::derived::token;
use crate::app::controls::rows::Shown;
use crate::app::frame::chips::{Chips, all, chips};
use crate::app::frame::moves::{Moves, moves};
use crate::app::frame::rail::rows;
use crate::app::frame::vix::Vix;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::shared::Shared;

/// What the bar shows.
#[derive(Properties, PartialEq)]
pub struct ShockBarProps {
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// What is typed wrong.
    pub wrong: BTreeMap<Address, Wrong>,
    /// Combined dollars along the link, by VIX.
    pub ridge: Shared<Vec<(f64, f64)>>,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The bar.
#[component]
pub fn ShockBar(props: &ShockBarProps) -> Html {
    let is_open = use_state_eq(|| false);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let (plan, report) = (&props.plan, &props.report);
    let shock = &report.shock;
    let (from, to) = (shock.vix_from.0, shock.vix.0);
    let chips = chips(plan);
    let chosen = chips.iter().position(|chip| chip.is_set(plan));
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(!*is_open))
    };
    let happened = all(plan).into_iter().find(|chip| chip.is_set(plan)).and_then(|chip| chip.happened);
    let held = plan.shock.spx.map(|x| x.0);
    let is_as_it_happened = happened.is_some_and(|(spx, _)| held == Some(crate::app::controls::scale::clean(spx, 6)));
    let shown = Shown { plan, report, wrong: &props.wrong, selected: 0 };
    html! {
        <section class="shock" aria-label="The shock">
            <div class="shock-read">
                <h2><small>{ "VIX" }</small><span class="from">{ words::fixed(from, 1) }</span>
                    <span class="arrow">{ "→" }</span><span id="vix-to">{ words::fixed(to, 1) }</span></h2>
                { stepper(plan.shock.days, moved(from, to), &dispatch) }
            </div>
            <Vix id="vix-slider" {from} value={plan.shock.vix.map_or(from, |vix| vix.0)} ridge={props.ridge.clone()}
                budget={report.combined.budget.0} gone={report.combined.budget_gone_at.map(|vix| vix.0)}
                is_dark={props.is_dark} is_big={true} />
            { moves(&Moves {
                spx: shock.spx_return.0,
                is_spx_linked: shock.is_spx_linked,
                token: shock.token_return.0,
                is_token_linked: shock.is_token_linked,
                token_name: token(plan),
                crypto: plan.shock.crypto.0,
            }, &dispatch) }
            <Chips {chips} {chosen} vix={[from, plan.shock.vix.map_or(from, |vix| vix.0), plan.shock.days]}
                spx={shock.spx_return.0} is_open={*is_open} {is_as_it_happened} {toggle} />
            if let Some((spx, crypto)) = happened {
                { as_it_happened(spx, crypto.map(|x| (token(plan), x)), is_as_it_happened, &dispatch) }
            }
            if *is_open {
                <div class="shock-more" id="shock-more">
                    <div class="shock-all">
                        <label for="explosion">{ "Every explosion since 1987" }</label>
                        { explosions(plan, dispatch.clone(), is_as_it_happened) }
                    </div>
                    <div class="only-phone-block">{ rows(Group::Shock, false, &shown) }</div>
                    { rows(Group::Shock, true, &shown) }
                </div>
            }
        </section>
    }
}

fn moved(from: f64, to: f64) -> String {
    let by = to - from;
    let sign = if by > 0.0 { "+" } else { "" };
    format!("{sign}{} points, × {:.2}", words::fixed(by, 1), to / from)
}

fn explosions(plan: &Plan, dispatch: Dispatch, is_as_it_happened: bool) -> Html {
    let chips = all(plan);
    let set = chips.iter().position(|chip| chip.is_set(plan));
    let own = set.is_none();
    let first = own.then_some(AttrValue::Static("None of them"));
    let names = chips.iter().map(|chip| {
        let [from, to, days] = chip.vix;
        format!("{}: {from:.0} → {to:.0} in {days} days, {}", chip.name, chip.said).into()
    });
    let labels: Vec<AttrValue> = first.into_iter().chain(names).collect();
    let choose = Callback::from(move |i: usize| {
        let chosen = if own { i.checked_sub(1) } else { Some(i) };
        if let Some(chip) = chosen.and_then(|i| chips.get(i)) {
            dispatch.dispatch(Act::turn(chip.changes(is_as_it_happened)));
        }
    });
    html! { <Select id="explosion" label="Every explosion since 1987" {labels} chosen={set.unwrap_or(0)} {choose} /> }
}

fn stepper(days: f64, said: String, dispatch: &Dispatch) -> Html {
    let step = |by: f64| {
        let dispatch = dispatch.clone();
        let to = (days + by).clamp(0.0, 252.0);
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn([("shock.days", Some(to))])))
    };
    html! {
        <div class="days">
            { "in " }
            <span class="stepper" role="group" aria-label="Trading days">
                <button type="button" aria-label="one day less" onclick={step(-1.0)} disabled={days <= 0.0}>{ "−" }</button>
                <b id="shock-days">{ words::number(days) }</b>
                <button type="button" aria-label="one day more" onclick={step(1.0)} disabled={days >= 252.0}>{ "+" }</button>
            </span>
            { if days == 1.0 { " trading day " } else { " trading days " } }
            <span class="quiet">{ said }</span>
        </div>
    }
}

fn as_it_happened(spx: f64, crypto: Option<(&str, f64)>, is_set: bool, dispatch: &Dispatch) -> Html {
    let exact = |x: f64| crate::app::controls::scale::clean(x, 6);
    let token = crypto.map_or(String::new(), |(name, x)| format!(", {name} {}", words::percent(x, 1)));
    let mut held = vec![("shock.spx", Some(exact(spx)))];
    let spx = words::percent(spx, 1);
    held.extend(crypto.map(|(_, x)| ("shock.token", Some(exact(x)))));
    let free = vec![("shock.spx", None), ("shock.token", None)];
    let press = |changes: Vec<(&'static str, Option<f64>)>| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(changes.clone())))
    };
    html! {
        <p class="happened">
            { format!("It really was SPX {spx}{token}. ") }
            if is_set {
                <button type="button" onclick={press(free)}>{ "Back to the model" }</button>
            } else {
                <button type="button" onclick={press(held)}>{ "As it happened" }</button>
            }
        </p>
    }
}
