//! Bands: the table of rules by VIX, a row a band and a column a layer; it grows by rows.

use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::plan::holding::Kind;
use second_engine::plan::knobs::adaptive::{ACTIONS, BANDS};
use second_engine::plan::knobs::{MOST_ROWS, NO_WORD, Unit};
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::controls::field::Field;
use crate::app::controls::wrong::error_id;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::parse;

/// What the table shows.
pub struct Bands<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What was typed that cannot be used; its message is the caller's to place.
    pub wrong: Option<&'a Wrong>,
    /// Takes what is done.
    pub dispatch: &'a Dispatch,
}

/// A row as its link has it: VIX, the word of all layers, the words of single ones.
type Row = Vec<String>;

fn rows(text: &str) -> Vec<Row> {
    let row = |part: &str| part.split(':').map(|word| word.trim().to_string()).collect();
    text.split(';').filter(|part| !part.trim().is_empty()).map(row).collect()
}

/// The text of rows; words that say nothing at a row's end are left out.
fn text(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let said = row.iter().rposition(|word| word != NO_WORD).map_or(0, |last| last + 1);
        row[..said].join(":")
    };
    rows.iter().map(row).collect::<Vec<_>>().join(";")
}

/// The rows with another word in one cell.
fn with(rows: &[Row], (i, cell): (usize, usize), word: &str) -> Vec<Row> {
    let mut rows = rows.to_vec();
    if let Some(row) = rows.get_mut(i) {
        while row.len() <= cell {
            row.push(NO_WORD.to_string());
        }
        row[cell] = word.to_string();
    }
    rows
}

/// The rows with one more, five points above the last, in which nothing is traded.
fn one_more(rows: &[Row]) -> Vec<Row> {
    let last = rows.last().and_then(|row| words::decimal(row.first()?));
    let from = last.map_or(0.0, |last| (last + 5.0).min(150.0));
    [rows, &[vec![from.to_string(), ACTIONS[1].0.to_string()]]].concat()
}

impl Bands<'_> {
    /// The table, with a button that adds a row.
    pub fn html(&self) -> Html {
        let typed = self.wrong.map_or_else(|| BANDS.text(self.plan), |wrong| wrong.text.clone());
        let rows = rows(&typed);
        let layers: Vec<String> =
            (0..self.plan.count(Kind::Layer)).map(|nth| self.plan.name(Kind::Layer, nth)).collect();
        let more = one_more(&rows);
        let is_full = rows.len() >= MOST_ROWS
            || more.last().and_then(|row| row.first()) == rows.last().and_then(|row| row.first());
        html! {
            <div class="cells sheet" id={BANDS.id} role="group" aria-label={BANDS.label} tabindex="0">
                if !rows.is_empty() {
                    <table>
                        <thead><tr>
                            { for BANDS.columns.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }
                            { for layers.iter().map(|name| html! { <th scope="col">{ name }</th> }) }
                            <th><span class="sr">{ "Remove" }</span></th>
                        </tr></thead>
                        <tbody>{ for (0..rows.len()).map(|i| self.row(&rows, i, &layers)) }</tbody>
                    </table>
                }
                <button type="button" class="tool" id={format!("{}-add", BANDS.id)} disabled={is_full} onclick={self.take(&more)}>{ "+ Add a band" }</button>
            </div>
        }
    }

    /// Takes these rows as one step.
    fn take(&self, rows: &[Row]) -> Callback<MouseEvent> {
        let (dispatch, text) = (self.dispatch.clone(), text(rows));
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Act::Typed(BANDS.id.into(), text.clone()));
            dispatch.dispatch(Act::Commit);
        })
    }

    fn row(&self, rows: &[Row], i: usize, layers: &[String]) -> Html {
        let mut others = rows.to_vec();
        others.remove(i);
        let of = format!("{}, row {}", BANDS.label, i + 1);
        html! {
            <tr key={i}>
                <td>{ self.from(rows, i, &of) }</td>
                <td>{ self.action(rows, (i, 1), format!("{of}: all layers")) }</td>
                { for layers.iter().enumerate().map(|(nth, name)| html! { <td>{ self.action(rows, (i, 2 + nth), format!("{of}: {name}")) }</td> }) }
                <td><button type="button" class="tool" id={format!("{}-{i}-remove", BANDS.id)} title="Remove this band"
                    aria-label={format!("{of}: remove")} onclick={self.take(&others)}>{ "×" }</button></td>
            </tr>
        }
    }

    /// The VIX from which on a band holds.
    fn from(&self, rows: &[Row], i: usize, of: &str) -> Html {
        let (all, at) = (rows.to_vec(), Address::from(BANDS.id));
        let dispatch = self.dispatch.clone();
        let typed = Callback::from(move |typed: String| {
            let plain = parse::plain(Unit::Points, [0.0, 150.0], &typed);
            let word = plain.map_or_else(|| typed.replace([':', ';', '&', '=', '#'], " "), |x| x.to_string());
            dispatch.dispatch(Act::Typed(at, text(&with(&all, (i, 0), word.trim()))));
        });
        let dispatch = self.dispatch.clone();
        let rest = Callback::from(move |()| dispatch.dispatch(Act::Rested(at)));
        let dispatch = self.dispatch.clone();
        let commit = Callback::from(move |()| dispatch.dispatch(Act::Commit));
        let word = rows[i].first().cloned().unwrap_or_default();
        let shown = words::decimal(&word).map_or(word, words::number);
        let error = self.wrong.filter(|wrong| wrong.is_said).map(|_| error_id(at));
        html! {
            <Field id={format!("{}-{i}-from", BANDS.id)} label={format!("{of}: from VIX")} text={shown}
                unit={parse::unit(Unit::Points)} {error} {typed} {rest} {commit} />
        }
    }

    /// What is done in a band with all layers (cell 1) or with one (cell 2 on), which may do as all do.
    fn action(&self, rows: &[Row], cell: (usize, usize), label: String) -> Html {
        let words: Vec<&'static str> =
            (cell.1 > 1).then_some(NO_WORD).into_iter().chain(ACTIONS.iter().map(|one| one.0)).collect();
        let labels: Vec<AttrValue> = (cell.1 > 1)
            .then_some("As all")
            .into_iter()
            .chain(ACTIONS.iter().map(|one| one.1))
            .map(AttrValue::Static)
            .collect();
        let said = rows[cell.0].get(cell.1).map_or(NO_WORD, String::as_str);
        let chosen = words.iter().position(|word| *word == said).unwrap_or(0);
        let (rows, dispatch) = (rows.to_vec(), self.dispatch.clone());
        let choose = Callback::from(move |choice: usize| {
            let word = words.get(choice).copied().unwrap_or(NO_WORD);
            dispatch.dispatch(Act::Typed(BANDS.id.into(), text(&with(&rows, cell, word))));
            dispatch.dispatch(Act::Commit);
        });
        html! { <Select id={format!("{}-{}-{}", BANDS.id, cell.0, cell.1)} {label} {labels} {chosen} {choose} /> }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_rows_and_back_and_a_cell_that_says_nothing_is_left_out() {
        let said = "0:refresh;20:keep:-:hold;25:take_profit";
        assert_eq!(text(&rows(said)), said);
        let own = with(&rows(said), (2, 3), "keep");
        assert_eq!(text(&own), "0:refresh;20:keep:-:hold;25:take_profit:-:keep");
        assert_eq!(text(&with(&own, (2, 3), NO_WORD)), said);
    }

    #[test]
    fn a_band_is_added_above_the_last_until_there_is_no_room() {
        assert_eq!(text(&one_more(&rows("0:refresh;25:keep"))), "0:refresh;25:keep;30:hold");
        assert_eq!(text(&one_more(&[])), "0:hold");
        assert_eq!(text(&one_more(&rows("148:keep"))), "148:keep;150:hold");
    }
}
