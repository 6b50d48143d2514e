//! Order: a box for the line of an order; what was read stands under it before it is used, or why it is refused.

use second_engine::data::order::read;
use second_engine::plan::Plan;
use second_engine::plan::holding::{Kind, MOST, Terms};
use second_engine::units::day::Day;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::app::browser::dom::{focus, today};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// What the box needs.
#[derive(Properties, PartialEq)]
pub struct OrderBoxProps {
    /// The plan.
    pub plan: Shared<Plan>,
    /// Which condor it stands with.
    pub nth: usize,
}

/// What was read, in words, and what can be done with it.
struct Offer {
    said: String,
    changes: String,
    note: String,
    uses: Vec<Use>,
}

/// One way to use an order: a button, what it does, and what is said then.
struct Use {
    id: &'static str,
    label: &'static str,
    act: Act,
    then: String,
}

/// What an order comes to in this plan, read on this day.
fn offer(text: &str, plan: &Plan, nth: usize, today: Day) -> Result<Offer, String> {
    let order = read(text)?;
    let here = order.placed(plan, nth, today)?;
    let count = plan.count(Kind::Condor);
    let beside = order.placed(plan, count, today)?;
    let (name, changes) = (plan.name(Kind::Condor, nth), here.said());
    let used = Use {
        id: "use",
        label: "Use it for this condor",
        act: Act::TakeTerms(nth, Box::new(Terms::Condor(here.terms))),
        then: format!("{name} is this order now. Undo brings back what it was."),
    };
    let added = Use {
        id: "add",
        label: "Add it as a condor",
        act: Act::Hold(Box::new(Terms::Condor(beside.terms))),
        then: "A condor of this order was added. Undo takes it away.".into(),
    };
    let is_same = changes.is_empty();
    let uses = (!is_same).then_some(used).into_iter().chain((plan.holdings.len() < MOST).then_some(added)).collect();
    let changes = if is_same { format!("{name} is this order already.") } else { changes };
    Ok(Offer { said: order.said(today)?, changes, note: order.note(), uses })
}

/// The box, folded to a line.
#[component]
pub fn OrderBox(props: &OrderBoxProps) -> Html {
    let text = use_state_eq(String::new);
    // What was done with the order that stood here last.
    let done = use_state_eq(String::new);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let id = format!("{}-order", Kind::Condor.id(props.nth));
    let oninput = {
        let (text, done) = (text.clone(), done.clone());
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlTextAreaElement>().value());
            done.set(String::new());
        })
    };
    // Of the day that the plan is of, so that days left are of one day; without it that of the person's clock.
    let today = props.plan.market.today.or_else(|| Day::iso(&today()));
    let read = today.filter(|_| !text.trim().is_empty()).map(|today| offer(&text, &props.plan, props.nth, today));
    let is_bad = matches!(read, Some(Err(_)));
    let button = |Use { id: end, label, act, then }: Use| {
        let (dispatch, text, done, id) = (dispatch.clone(), text.clone(), done.clone(), id.clone());
        let button = format!("{id}-{end}");
        let press = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(act.clone());
            text.set(String::new());
            done.set(then.clone());
            focus(&id);
        });
        html! { <button type="button" class="tool update" id={button} onclick={press}>{ label }</button> }
    };
    let found = match read {
        None => html! { if !done.is_empty() { <p>{ &*done }</p> } },
        Some(Err(said)) => html! { <p class="err">{ said }</p> },
        Some(Ok(Offer { said, changes, note, uses })) => html! {
            <>
                <p>{ said }</p>
                <p>{ changes }</p>
                if !note.is_empty() {
                    <p>{ note }</p>
                }
                { for uses.into_iter().map(button) }
            </>
        },
    };
    html! {
        <details class="more order">
            <summary>{ "Paste an order" }</summary>
            <div class="import-box">
                <label for={id.clone()}>{ "An iron condor on SPX, as your broker writes it: one line, or a leg a line. It stays on this device." }</label>
                <textarea id={id.clone()} rows="4" spellcheck="false" autocomplete="off" value={(*text).clone()} {oninput}
                    aria-describedby={format!("{id}-read")} aria-invalid={is_bad.then_some("true")} />
                <div id={format!("{id}-read")} aria-live="polite">{ found }</div>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "SELL -5 IRON CONDOR SPX 100 (Weeklys) 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80";
    /// 28 November 2025, and a year later.
    const TODAY: Day = Day(20_420);
    const LATER: Day = Day(20_785);

    #[test]
    fn an_order_is_offered_for_this_condor_and_beside_it() {
        let Ok(offer) = offer(LINE, &Plan::default(), 0, TODAY) else { unreachable!() };
        assert!(offer.said.starts_with("Read: 5 SPXW condors") && offer.changes.starts_with("It changes"));
        assert!(matches!(&offer.uses[0].act, Act::TakeTerms(0, terms) if matches!(&**terms, Terms::Condor(condor)
            if condor.days == 49.0)));
        assert!(matches!(&offer.uses[1].act, Act::Hold(terms) if matches!(**terms, Terms::Condor(_))));
    }

    #[test]
    fn one_that_stands_here_already_and_one_that_is_refused_say_so() {
        let mut plan = Plan::default();
        let placed = read(LINE).and_then(|order| order.placed(&plan, 0, TODAY));
        if let (Some(condor), Ok(placed)) = (plan.condor_mut(0), placed) {
            *condor = placed.terms;
        }
        let offered = offer(LINE, &plan, 0, TODAY);
        assert!(offered.is_ok_and(|offer| offer.changes == "Condor is this order already." && offer.uses.len() == 1));
        assert!(offer(LINE, &plan, 0, LATER).is_err_and(|said| said.contains("expired")));
    }
}
