//! Glossary: the method's terms with a box that searches them.

use second_engine::plan::knobs::{LISTS, knob};
use second_engine::views::learn::terms::{Term, found, terms};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::views::learn::paper::{Paper, missing, use_paper};
use crate::app::views::learn::way;
use crate::app::views::which::View;

/// The terms.
#[component]
pub fn Glossary() -> Html {
    let paper = use_paper("glossary.md", terms);
    let typed = use_state_eq(String::new);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let Paper::Here(all) = &paper else { return missing(&paper) };
    let shown = found(all, &typed);
    let count = match shown.len() {
        0 => "No term is about that.".to_string(),
        n if n == all.len() => format!("{n} terms."),
        n => format!("{n} of {} terms.", all.len()),
    };
    html! {
        <div class="paper">
            <div class="terms-ask">
                <label for="terms-typed">{ "Find a term" }</label>
                <div class="field"><input type="text" id="terms-typed" autocomplete="off" spellcheck="false" value={(*typed).clone()} {oninput} /></div>
                <p class="quiet" role="status" id="terms-count">{ count }</p>
            </div>
            <ul class="terms">{ for shown.into_iter().map(term) }</ul>
        </div>
    }
}

fn term(term: &Term) -> Html {
    let places = term.places.iter().map(|(view, place)| {
        let id = View::of(view).id();
        let onclick = Callback::from(move |_: MouseEvent| way::to_view(id));
        html! { <button type="button" class="to" {onclick}>{ format!("{}: {place}", View::of(view).name()) }</button> }
    });
    let sections = term.sections.iter().map(|section| way::link(section, &format!("Model book {section}")));
    html! {
        <li key={term.id.clone()} id={format!("term-{}", term.id)}>
            <h2>{ &term.name }</h2>
            <p>{ &term.said }</p>
            <p class="quiet">{ "From " }{ for term.inputs.iter().enumerate().map(|(i, id)| input(i, id)) }</p>
            <p class="term-ways">{ for places }{ for sections }</p>
        </li>
    }
}

/// An input's words, its id behind them.
fn input(i: usize, id: &str) -> Html {
    let list = || LISTS.iter().find(|list| list.id == id).map(|list| list.label);
    let label = knob(id).map(|knob| knob.label).or_else(list).unwrap_or_default();
    html! { <>{ if i > 0 { ", " } else { "" } }<span title={id.to_string()}>{ label }</span></> }
}
