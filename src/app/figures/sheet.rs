//! Sheet: rows and columns as words, shown as a table and saved as CSV. Writing it takes six lines; a crate would be 20 KiB
//! of the chunk.

use second_engine::words::{decimal, kept};
use yew::prelude::*;

use crate::app::browser::dom;

/// Words in rows, the first of them the head.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Column names.
    pub head: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
}

impl From<(Vec<String>, Vec<Vec<String>>)> for Sheet {
    /// Rows under their head, as a chart's table gives them.
    fn from((head, rows): (Vec<String>, Vec<Vec<String>>)) -> Sheet {
        Sheet { head, rows }
    }
}

impl Sheet {
    /// As RFC 4180 text, with plain minus signs, no separators and no signs of unit in numbers.
    pub fn csv(&self) -> String {
        let line = |cells: &[String]| cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n";
        std::iter::once(line(&self.head)).chain(self.rows.iter().map(|row| line(row))).collect()
    }

    /// Hands it to the person as a CSV file.
    pub fn save(&self, name: &str) {
        dom::save_text(&format!("second-engine-{name}.csv"), "text/csv", &self.csv());
    }

    /// As a table, with a caption.
    pub fn table(&self, caption: &str) -> Html {
        let rows = self.rows.iter().map(|row| {
            let cell = |(i, cell): (usize, &String)| match i {
                0 => html! { <th scope="row">{ together(cell) }</th> },
                _ => html! { <td>{ together(cell) }</td> },
            };
            html! { <tr>{ for row.iter().enumerate().map(cell) }</tr> }
        });
        framed("sheet", caption, &self.head, rows.collect())
    }
}

/// A table that scrolls in its own room: its classes, what it is, the heads of its columns, its rows.
pub fn framed(class: &'static str, caption: &str, heads: &[impl AsRef<str>], rows: Html) -> Html {
    let head = |head: &str| html! { <th scope="col">{ head }</th> };
    html! {
        <div {class} tabindex="0" role="region" aria-label={caption.to_string()}>
            <table>
                <caption class="sr">{ caption.to_string() }</caption>
                <thead><tr>{ for heads.iter().map(|name| head(name.as_ref())) }</tr></thead>
                <tbody>{ rows }</tbody>
            </table>
        </div>
    }
}

/// A cell as it is shown: where it wraps an error keeps its sign.
fn together(cell: &str) -> String {
    kept(cell).replace("± ", "±\u{a0}")
}

/// A cell for a spreadsheet: what reads as a number is written as one; what a program might run is not.
fn quoted(cell: &str) -> String {
    let plain: String = cell
        .chars()
        .filter(|c| !matches!(c, ',' | '$' | '\u{202f}'))
        .map(|c| if c == second_engine::words::MINUS { '-' } else { c })
        .collect();
    let number = plain.trim_start_matches('+').trim_end_matches('%');
    if decimal(number).is_some() {
        return number.to_string();
    }
    let text = cell.trim_start_matches(['=', '+', '@', '\t']);
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers_again() {
        let sheet = Sheet {
            head: vec!["SPX".into(), "P&L, dollars".into()],
            rows: vec![vec!["5,851".into(), "−8,400".into()], vec!["=1+1".into(), "+12.5\u{202f}%".into()]],
        };
        assert_eq!(sheet.csv(), "SPX,\"P&L, dollars\"\r\n5851,-8400\r\n1+1,12.5\r\n");
    }
}
