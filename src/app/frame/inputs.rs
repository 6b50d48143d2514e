//! Inputs of what is held: its preset and names, a box a row, two boxes where they belong together, a slider where a
//! drag is the job.

use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::{Access, KNOBS, Knob, TEXTS, TextKnob, help, knob};
use second_engine::plan::{Plan, Token};
use second_engine::views::derived;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::number::NumberBox;
use crate::app::controls::popover::Why;
use crate::app::controls::rows::{note, row_at, text_row};
use crate::app::controls::shown::Shown;
use crate::app::controls::wrong::wrong_note;
use crate::app::frame::inputs_props::InputsProps;
use crate::app::frame::order::OrderBox;
use crate::app::frame::presets::preset_list;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// Rows with a slider on a line of its own, the rail's whole width.
const SLIDERS: [&str; 3] = ["condor.days", "pool.deposit", "etp.shares"];

/// A row of inputs: one box, or two side by side under a name of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    /// A knob's own row.
    One(Address),
    /// Two boxes.
    Pair(&'static str, [Address; 2]),
}

/// Rows that stand side by side.
const PAIRS: [(&str, [&str; 2]); 3] = [
    ("Put side", ["condor.long_put", "condor.short_put"]),
    ("Call side", ["condor.short_call", "condor.long_call"]),
    ("Range", ["pool.low", "pool.high"]),
];

/// Rows of a pool that stand beside what they drive in the view Pool.
const IN_VIEW: [&str; 8] = [
    "pool.loan",
    "pool.cover",
    "pool.deductible",
    "pool.slippage",
    "pool.active_liquidity",
    "pool.stock_",
    "pool.vetting.",
    "pool.reit.",
];

/// What stands under an opened holding.
#[component]
pub fn Inputs(props: &InputsProps) -> Html {
    let InputsProps { kind, nth, name, book, plan, report, wrong, dispatch } = props;
    let (kind, nth) = (*kind, *nth);
    let shown = &Shown { book, plan, report, wrong, selected: nth, derive: derived::value };
    let rows = |inputs: &[Input]| inputs.iter().map(|one| input(one, shown, dispatch)).collect::<Html>();
    let more = inputs(kind, nth, plan, true);
    let preset = |switch: &Knob| preset_list(switch.group, nth, &kind.id(nth), name, plan, dispatch);
    html! {
        <>
            { for knob(kind.switch()).map(preset) }
            { names(kind, true, shown, dispatch) }
            if kind == Kind::Condor {
                <OrderBox plan={plan.clone()} {nth} />
            }
            <div class="ins">
                { rows(&inputs(kind, nth, plan, false)) }
                { names(kind, false, shown, dispatch) }
                if !more.is_empty() {
                    <details class="more"><summary>{ "More" }</summary>{ rows(&more) }</details>
                }
            </div>
        </>
    }
}

/// The texts that can be typed here: the holding's own name, and names of tokens that have none.
fn names(kind: Kind, is_own: bool, shown: &Shown, dispatch: &Dispatch) -> Html {
    let is_here = |text: &&TextKnob| {
        text.kind == kind
            && (Address::from(text.id).rest() == "name") == is_own
            && is_asked(text, shown.selected, shown.plan)
    };
    TEXTS.iter().filter(is_here).map(|text| text_row(text, shown.selected, shown, dispatch)).collect()
}

/// Whether a token's name is the person's to give: that of ETH or BTC is not.
fn is_asked(text: &TextKnob, nth: usize, plan: &Plan) -> bool {
    let Some(pool) = plan.pool(nth).filter(|_| text.kind == Kind::Pool) else { return true };
    let is_known = |token: Option<Token>| token.is_some_and(|token| token != Token::Own);
    match text.id {
        "pool.base_name" => !is_known(pool.base_in(&plan.market)),
        "pool.quote_name" => !is_known(pool.quote_in(&plan.market)),
        _ => true,
    }
}

/// Rows of a holding, by the table of knobs: the everyday ones, or those behind 'More'.
fn inputs(kind: Kind, nth: usize, plan: &Plan, is_more: bool) -> Vec<Input> {
    let is_here = |knob: &&Knob| {
        knob.kind() == Some(kind)
            && knob.is_advanced == is_more
            && !matches!(knob.access, Access::On(_))
            && !IN_VIEW.iter().any(|start| knob.id.starts_with(start))
    };
    let rows = KNOBS.iter().filter(is_here).map(|knob| Address::new(knob.id, nth)).filter(|at| plan.applies(*at));
    rows.filter_map(input_of).collect()
}

/// The row of an input; `None` for the second of a pair.
fn input_of(at: Address) -> Option<Input> {
    let pair = PAIRS.iter().find(|(_, rows)| rows.contains(&at.row));
    match pair {
        Some((_, [_, second])) if *second == at.row => None,
        Some((name, rows)) => Some(Input::Pair(name, rows.map(|row| Address { row, ..at }))),
        None => Some(Input::One(at)),
    }
}

fn input(one: &Input, shown: &Shown, dispatch: &Dispatch) -> Html {
    match one {
        Input::One(at) => row_at(*at, SLIDERS.contains(&at.row), shown),
        Input::Pair(name, both) => pair(name, *both, shown, dispatch),
    }
}

/// Two boxes in one row, their messages under it.
fn pair(name: &str, both: [Address; 2], shown: &Shown, dispatch: &Dispatch) -> Html {
    // Prices say what they are counted in.
    let pool = shown.plan.pool(both[0].nth).filter(|_| both[0].is_of(Kind::Pool));
    let name = AttrValue::from(match pool {
        Some(pool) => format!("{name}, {}", pool.price_unit(&shown.plan.market)),
        None => name.to_string(),
    });
    let ([Some(first), Some(second)], Some(help)) = (both.map(|at| knob(at.row)), help(both[0].row)) else {
        return Html::default();
    };
    let usual = |at: Address| knob(at.row).and_then(|knob| knob.initial(at.nth));
    let changed = both.into_iter().filter(|at| shown.plan.value(*at) != usual(*at));
    let back: Vec<(Address, Option<f64>)> = changed.map(|at| (at, usual(at))).collect();
    let reset = (!back.is_empty()).then(|| {
        let dispatch = dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::turn(back.clone())));
        html! {
            <button type="button" class="reset" onclick={press} title="Back to the default"
                aria-label={format!("{name}: back to the default")} />
        }
    });
    let is_bad = both.iter().any(|at| shown.wrong.get(at).is_some_and(|wrong| wrong.is_said));
    let under = |at: Address| {
        let value = shown.plan.value(at).or_else(|| shown.derived(at));
        html! {
            <>
                { for shown.wrong.get(&at).map(|wrong| wrong_note(at, wrong, value, dispatch)) }
                { for note(at, shown.report).map(|note| html! { <p class="note-row">{ kept(&note) }</p> }) }
            </>
        }
    };
    let ids = both.map(|at| AttrValue::from(at.to_string()));
    // The messages have their place whether they are there or not, so that no box is made anew under the person's fingers.
    html! {
        <div key={ids[0].to_string()}>
            <div class={classes!("row", "both", is_bad.then_some("bad"))}>
                { reset.unwrap_or_default() }
                <label for={ids[0].clone()}>{ name.clone() }</label>
                { boxed(first, both[0], shown) }
                { boxed(second, both[1], shown) }
                <Why class="ask" title={name.clone()} said={help.said} source={help.source} label={format!("What is {name}?")}>{ "?" }</Why>
            </div>
            <div>{ under(both[0]) }{ under(both[1]) }</div>
        </div>
    }
}

fn boxed(knob: &Knob, at: Address, shown: &Shown) -> Html {
    let (value, derived, wrong) = (shown.plan.value(at), shown.derived(at), shown.wrong.get(&at).cloned());
    html! { <NumberBox {at} label={shown.plan.named(at, knob.label)} {value} {derived} {wrong} /> }
}
