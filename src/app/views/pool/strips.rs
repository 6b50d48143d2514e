//! Strips: options against one pool's impermanent loss, held, off or proposed, with the rows of those it has.

use second_engine::plan::StripPlan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::{Kind, MOST, Terms};
use second_engine::views::pool::PositionTab;
use second_engine::views::pool::strip::{StripReport, StripState};
use second_engine::words;
use yew::prelude::*;

use crate::app::browser::dom::focus_soon;
use crate::app::figures::facts::{fact_list, table};
use crate::app::figures::figure::{figure, item};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::views::hedge::held::rows_of;
use crate::app::views::pool::made::View;
use crate::app::views::pool::sections::whose;
use crate::app::views::pool::sheets;

/// The figure beside the pool's loss.
pub fn strips(view: &View, one: &PositionTab, dispatch: &Dispatch) -> Html {
    let Some(strip) = &one.strip else {
        let none = "Balancer and Curve pools have none here";
        return figure("No strip of options", none, Html::default(), Html::default());
    };
    let instead = [("A perpetual instead?", &strip.perpetual), ("A variance swap?", &strip.variance_swap)];
    let body = html! {
        <>
            { rows(view, one) }
            { button(view, one, strip, dispatch) }
            { fact_list(sheets::strip(one)) }
            { for sheets::held_strips(one).map(|sheet| table("Strips on this pool", sheet, "strips")) }
            { for sheets::options(one).map(|sheet| table(options_named(strip), sheet, "strip-options")) }
            <ul class="list">{ for instead.iter().map(|(name, other)| item(name, &other.sentence, String::new())) }</ul>
        </>
    };
    figure(whose(view, one, finding(strip)), dek(strip), Html::default(), body)
}

fn finding(strip: &StripReport) -> String {
    if strip.options.is_empty() {
        return format!(
            "Expect {} of impermanent loss in {} calendar days",
            words::amount(strip.expected_il.0),
            words::number(strip.days)
        );
    }
    // A range that is hardly one has no strip that is worth its name.
    if -strip.worst_leftover.0 > 20.0 * strip.cost.0.abs() {
        return format!(
            "Options a side hedge nothing here: {} of it would be left",
            words::amount(-strip.worst_leftover.0)
        );
    }
    let buys = if strip.state == StripState::Held { "buys" } else { "would buy" };
    format!("{} {buys} back all but {}", words::amount(strip.cost.0), words::amount(-strip.worst_leftover.0))
}

fn dek(strip: &StripReport) -> &'static str {
    match strip.state {
        StripState::Held => "Hedge the IL: puts and calls a side at the pair's vol; in the book",
        StripState::Off => "Hedge the IL: puts and calls a side at the pair's vol; switched off, not in the book",
        StripState::Proposed => "Hedge the IL: puts and calls a side at the pair's vol; proposed, not in the book",
    }
}

fn options_named(strip: &StripReport) -> &'static str {
    if strip.state == StripState::Held { "Options held" } else { "Options to buy" }
}

/// Rows of every strip that the plan has on this pool, on or off.
fn rows(view: &View, one: &PositionTab) -> Html {
    let plan = &view.props.plan;
    let on_it = plan.strips().enumerate().filter(|(_, strip): &(usize, &StripPlan)| strip.pool_nth() == one.nth);
    on_it.map(|(nth, _)| html! { <div key={nth}>{ rows_of(&view.props, Kind::Strip, nth) }</div> }).collect()
}

/// A button that brings the proposed options into the book.
fn button(view: &View, one: &PositionTab, strip: &StripReport, dispatch: &Dispatch) -> Html {
    if strip.state != StripState::Proposed {
        return Html::default();
    }
    let (dispatch, plan) = (dispatch.clone(), &view.props.plan);
    let terms = Terms::Strip(StripPlan { pool: (one.nth + 1) as f64, ..StripPlan::default() });
    let on = Address::new(Kind::Strip.switch(), plan.count(Kind::Strip));
    let press = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Act::Hold(Box::new(terms.clone())));
        // The button goes, the rows of what it holds come.
        focus_soon(format!("view.{on}"));
    });
    html! {
        <button type="button" class="tool" id="strip-hold" disabled={plan.holdings.len() >= MOST} onclick={press}>
            { "+ Hold these options" }
        </button>
    }
}
