//! Book: the model book as the page shows it.

use second_engine::views::learn::text::{Block, Span, blocks, number_of};
use yew::prelude::*;

use crate::app::browser::dom::focus_soon;
use crate::app::views::learn::paper::{Paper, missing, use_paper};
use crate::app::views::learn::way;

/// The model book.
#[component]
pub fn ModelBook() -> Html {
    let paper = use_paper("model.md", blocks);
    // A section that was asked for before the text was there.
    use_effect_with(matches!(paper, Paper::Here(_)), |is_here| {
        if *is_here {
            way::wanted().into_iter().for_each(focus_soon);
        }
    });
    match &paper {
        Paper::Here(all) => html! {
            <div class="paper" id="model-book">
                <nav class="paper-parts" aria-label="Sections of the model book">{ for all.iter().filter_map(part) }</nav>
                { for shown(all) }
            </div>
        },
        paper => missing(paper),
    }
}

/// A section's name as a button that goes there.
fn part(block: &Block) -> Option<Html> {
    let Block::Heading(2, heading) = block else { return None };
    Some(way::link(number_of(heading)?, heading))
}

/// The blocks, numbered items with the anchor of their section.
fn shown(all: &[Block]) -> Vec<Html> {
    let mut section = String::new();
    let one = |block: &Block| match block {
        Block::Heading(level, heading) => {
            if let Some(number) = number_of(heading) {
                section = number.to_string();
                html! { <h2 id={way::anchor(number)} tabindex="-1">{ heading }</h2> }
            } else if *level == 1 {
                Html::default()
            } else {
                html! { <h3>{ heading }</h3> }
            }
        }
        Block::Paragraph(words) => html! { <p>{ line(words) }</p> },
        Block::Bullets(items) => {
            let item = |lines: &Vec<Vec<Span>>| html! { <li>{ for lines.iter().map(|words| html! { <p>{ line(words) }</p> }) }</li> };
            html! { <ul>{ for items.iter().map(item) }</ul> }
        }
        Block::Numbered(items) => {
            let item = |(number, words): &(String, Vec<Span>)| {
                html! { <li id={way::anchor(&format!("{section}.{number}"))} tabindex="-1" value={number.clone()}>{ line(words) }</li> }
            };
            html! { <ol>{ for items.iter().map(item) }</ol> }
        }
        Block::Table(head, rows) => html! {
            <div class="scroll-x" tabindex="0" role="region" aria-label={format!("Table: {}", head.join(", "))}>
                <table>
                    <thead><tr>{ for head.iter().map(|cell| html! { <th scope="col">{ cell }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().map(|row| html! { <tr>{ for row.iter().map(|cell| html! { <td>{ cell }</td> }) }</tr> }) }</tbody>
                </table>
            </div>
        },
    };
    all.iter().map(one).collect()
}

fn line(words: &[Span]) -> Html {
    let one = |span: &Span| match span {
        Span::Plain(words) => html! { { words } },
        Span::Code(words) => html! { <code>{ words }</code> },
    };
    html! { <>{ for words.iter().map(one) }</> }
}
