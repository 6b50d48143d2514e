//! Rows: the row of any input of any holding, made from its address.

use second_engine::plan::address::Address;
use second_engine::plan::knobs::{Help, KNOBS, Knob, ListKnob, TextKnob, Unit, knob, list_help, text};
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::field::Field;
use crate::app::controls::list::ListTable;
use crate::app::controls::popover::Why;
use crate::app::controls::row::{Row, RowProps};
use crate::app::controls::shown::Shown;
use crate::app::controls::wrong::{error_id, wrong_note};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;

/// The rows of the knobs that apply to this plan and are wanted, with sliders where there is room for them.
pub fn rows_where(is_wanted: &dyn Fn(&Knob) -> bool, has_sliders: bool, shown: &Shown) -> Html {
    let wanted = KNOBS.iter().filter(|knob| is_wanted(knob)).flat_map(|knob| shown.each(knob.id));
    wanted.filter(|at| shown.plan.applies(*at)).map(|at| row_at(at, has_sliders, shown)).collect()
}

/// The row of an input.
pub fn row_at(at: Address, has_slider: bool, shown: &Shown) -> Html {
    row_as("", at, has_slider, shown)
}

/// The row of an input whose own ids the rail has: `prefix` stands before them.
pub fn row_as(prefix: &'static str, at: Address, has_slider: bool, shown: &Shown) -> Html {
    let Shown { plan, report, wrong, .. } = *shown;
    let props = RowProps {
        at,
        name: plan.named(at, knob(at.row).map_or("", |knob| knob.label)).into(),
        value: plan.value(at),
        derived: shown.derived(at),
        initial: knob(at.row).and_then(|knob| knob.initial(at.nth)),
        window: plan.window(at),
        wrong: wrong.get(&at).cloned(),
        note: note(at, report),
        day: plan.words_under(at).map(AttrValue::from),
        has_slider,
        prefix,
    };
    html! { <Row key={at.to_string()} ..props /> }
}

/// All there is to know about an input.
pub fn note(at: Address, report: &Report) -> Option<AttrValue> {
    let of_it: Vec<&str> = report.notes.iter().filter(|note| note.at == at).map(|note| note.text.as_str()).collect();
    (!of_it.is_empty()).then(|| of_it.join(" ").into())
}

/// The row of a list: a small table, or one box where its rows are drawn elsewhere. The message has its place whether
/// it is there or not.
pub fn list_row(list: &'static ListKnob, shown: &Shown, dispatch: &Dispatch) -> Html {
    let at = Address::from(list.id);
    let wrong = shown.wrong.get(&at);
    let text = list.text(shown.plan);
    let is_bad = wrong.is_some_and(|wrong| wrong.is_said);
    let is_table = !list.columns.is_empty();
    let input = if is_table {
        // A level of VIX, or a part that changes nothing.
        let usual = if list.unit == Unit::Percent { 1.0 } else { shown.plan.market.vix.0 };
        html! { <ListTable {list} {text} {usual} today={shown.plan.market.today} wrong={wrong.cloned()} /> }
    } else {
        let text = wrong.map_or(text, |wrong| wrong.text.clone());
        html! { <span class="wide">{ typed_box(at, list.label.into(), text, is_bad, dispatch) }</span> }
    };
    // One place, whatever is said: the table above it would be made anew under the person's fingers.
    let day = shown.plan.words_under(at).map(|words| html! { <p class="note-row day-row">{ words }</p> });
    let notes = note(at, shown.report).map(|note| html! { <p class="note-row">{ note }</p> });
    let under: Html = day.into_iter().chain(notes).collect();
    html! {
        <div key={list.id}>
            <div class={classes!("row", "list", is_table.then_some("tabled"), is_bad.then_some("bad"))}>
                <label for={(!is_table).then_some(list.id)}>{ list.label }</label>
                { input }
                if let Some(Help { said, source }) = list_help(list.id) {
                    <Why class="ask" title={list.label} {said} formula={if is_table { String::new() } else { format!("For example {}", list.example) }}
                        {source} label={format!("What is {}?", list.label)}>{ "?" }</Why>
                }
            </div>
            { wrong.map(|wrong| wrong_note(at, wrong, None, dispatch)).unwrap_or_default() }
            { under }
        </div>
    }
}

/// A box of text that tells the store what is typed; it is as wide as its row.
fn typed_box(at: Address, label: String, text: String, is_bad: bool, dispatch: &Dispatch) -> Html {
    let tell = |act: Act| {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(act.clone()))
    };
    let (rest, commit, forget) = (tell(Act::Rested(at)), tell(Act::Commit), tell(Act::Forget(at)));
    let dispatch = dispatch.clone();
    let typed = Callback::from(move |typed: String| dispatch.dispatch(Act::Typed(at, typed)));
    let error = is_bad.then(|| error_id(at));
    html! { <Field id={at.to_string()} {label} {text} is_number={!is_name(at)} {error} {typed} {rest} {commit} {forget} /> }
}

/// Whether words are typed there, not numbers.
fn is_name(at: Address) -> bool {
    text(at.row).is_some()
}

/// The row of a text of holding `nth`, such as its name; nothing where there is no such holding.
pub fn text_row(field: &'static TextKnob, nth: usize, shown: &Shown, dispatch: &Dispatch) -> Html {
    let at = Address::new(field.id, nth);
    let Some(value) = field.value(shown.plan, nth) else { return Html::default() };
    let wrong = shown.wrong.get(&at);
    let stands = wrong.map_or(value, |wrong| &wrong.text).to_string();
    let name = shown.plan.named(at, field.label);
    let is_bad = wrong.is_some_and(|wrong| wrong.is_said);
    let input = typed_box(at, name.clone(), stands, is_bad, dispatch);
    html! {
        <div key={at.to_string()}>
            <div class={classes!("row", "text", is_bad.then_some("bad"))}>
                <label for={at.to_string()}>{ field.label }</label>
                <span class="wide">{ input }</span>
                <Why class="ask" title={name.clone()} said={field.help} source="House choice"
                    label={format!("What is {name}?")}>{ "?" }</Why>
            </div>
            { wrong.map(|wrong| wrong_note(at, wrong, None, dispatch)).unwrap_or_default() }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use second_engine::book::Book;
    use second_engine::plan::{EventDay, EventName, Plan};
    use second_engine::units::Frac;
    use second_engine::views::assemble;

    #[test]
    fn an_input_shows_everything_that_is_to_be_known_about_it() {
        let mut plan = Plan::default();
        let event = |days: f64| EventDay { days, size: Frac(0.009), name: EventName::Fomc, surprise: 2.0 };
        plan.market.events = vec![event(3.0), event(400.0)];
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let report = assemble::report(&book);
        let said = note("market.events".into(), &report).unwrap_or_default();
        for part in ["Within the shock", "After the shock's day", "after the last date of what is held"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(note("market.rate".into(), &report), None);
    }
}
