//! Sets: the files that were read, what each covers, and what had to be repaired.

use second_engine::units::day::Day;
use second_engine::views::data::offers::Beside;
use second_engine::views::data::sets::{self, SetRow};
use second_engine::words::dates::date;
use second_engine::words::{kept, number};
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::figures::figure::{act, figure};
use crate::app::figures::sheet::{Sheet, framed};
use crate::app::reader::desk;
use crate::app::reader::protocol::Wish;
use crate::app::views::data::offers::{Put, about};

/// The figure.
pub fn sets(put: &Put) -> Html {
    let tab = &put.tab;
    let [all, repairs] = [sets::table(&tab.sets), sets::repairs_table(&tab.sets)].map(Sheet::from);
    let save_repairs = Callback::from(move |()| repairs.save("repairs"));
    let acts = html! {
        <span>
            { act("All repairs", "All repairs and refused lines: save as CSV", save_repairs) }
            { all.saving("Files", "files") }
            <ForgetAll count={tab.sets.len()} />
        </span>
    };
    let heads = ["File", "From", "To", "Rows", "1990 to now", "Missing and repairs", "Used for", "Read as", "Kept"];
    let rows = tab.sets.iter().map(|row| set(put, row)).collect();
    let picture = framed("sheet sets", "Files that were read", &heads, rows);
    figure(
        tab.sets_said.clone(),
        "What each file covers and what had to be repaired; nothing of it leaves this device",
        acts,
        picture,
    )
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "—".into(), date)
}

fn set(put: &Put, row: &SetRow) -> Html {
    let id = row.id;
    let forget = Callback::from(move |_: MouseEvent| desk::forget(id));
    let name = format!("Forget {}", row.file);
    let labels: Vec<AttrValue> = row.may_say.iter().map(|say| say.label().into()).collect();
    let chosen = row.may_say.iter().position(|say| *say == row.say).unwrap_or(0);
    let choose = {
        let may_say = row.may_say.clone();
        Callback::from(move |nth: usize| {
            may_say.get(nth).into_iter().for_each(|say| desk::ask(Wish::Say(id, *say)));
        })
    };
    html! {
        <>
            <tr key={format!("set-{id}")}>
                <th scope="row">{ &row.what }<br /><span class="note">{ &row.file }</span></th>
                <td>{ day(row.from) }</td>
                <td>{ day(row.to) }</td>
                <td>{ number(row.rows as f64) }</td>
                <td>{ coverage(row) }</td>
                <td class="text">{ sets::repaired(row) }</td>
                <td class="text">{ &row.used_for }</td>
                <td><Select id={format!("say-{id}")} label={format!("Read {} as", row.file)} {labels} {chosen} {choose} /></td>
                <td><button type="button" class="tool" title={name.clone()} aria-label={name} onclick={forget}>{ "Forget" }</button></td>
            </tr>
            <tr key={format!("set-{id}-more")} class="set-more"><td colspan="9">{ more(put, row) }</td></tr>
        </>
    }
}

/// Stretches with rows on one scale for all files.
fn coverage(row: &SetRow) -> Html {
    let said = format!("{} to {}", day(row.from), day(row.to));
    let bar = |[from, to]: &[f64; 2]| {
        let (x, width) = (1000.0 * from, (1000.0 * (to - from)).max(4.0));
        html! { <rect class="has" x={format!("{x:.1}")} y="3" width={format!("{width:.1}")} height="12" /> }
    };
    html! {
        <svg class="coverage" viewBox="0 0 1000 18" preserveAspectRatio="none" role="img" aria-label={said}>
            <rect class="all" x="0" y="8" width="1000" height="2" />
            { for row.coverage.iter().map(bar) }
        </svg>
    }
}

/// Everything else, folded: what was done to it, what was refused, what it offers.
fn more(put: &Put, row: &SetRow) -> Html {
    let said = row.put_right().chain(&row.remarks);
    html! {
        <>
            { put.beside(&Beside::Set(row.id)) }
            if !row.why_not.is_empty() {
                <p class="note-row">{ kept(&row.why_not.join(" ")) }</p>
            }
            <details>
                <summary id={about(&Beside::Set(row.id))}>{ format!("What was read of {}", row.file) }</summary>
                <ul>
                    if !row.format.is_empty() {
                        <li>{ format!("Read as: {}.", row.format) }</li>
                    }
                    { for said.map(|said| html! { <li>{ kept(said) }</li> }) }
                    { for row.refusals.iter().map(|one| html! { <li>{ kept(&format!("Line {}: {}", number(one.line as f64), one.reason)) }</li> }) }
                    { for row.more_refused().map(|said| html! { <li>{ said }</li> }) }
                    { for row.has.iter().map(|said| html! { <li>{ kept(said) }</li> }) }
                    <li>{ row.kept.map_or_else(|| "Not kept for the next visit.".into(), |day| format!("Kept on this device since {}, {} bytes.", date(day), number(row.bytes as f64))) }</li>
                </ul>
            </details>
        </>
    }
}

/// What the button is told.
#[derive(Clone, PartialEq, Properties)]
struct ForgetAllProps {
    /// Files that there are.
    count: usize,
}

/// Forgets all files at the second press: it cannot be taken back.
#[component]
fn ForgetAll(props: &ForgetAllProps) -> Html {
    let is_sure = use_state_eq(|| false);
    let files = if props.count == 1 { "this file" } else { "all files" };
    let press = {
        let is_sure = is_sure.clone();
        Callback::from(move |_: MouseEvent| {
            if *is_sure {
                desk::forget_all();
            }
            is_sure.set(!*is_sure);
        })
    };
    let rest = {
        let is_sure = is_sure.clone();
        Callback::from(move |_: FocusEvent| is_sure.set(false))
    };
    let words = if *is_sure { format!("Really forget {files}") } else { "Forget all".to_string() };
    html! { <button type="button" class="tool" id="forget-all" onclick={press} onblur={rest}>{ words }</button> }
}
