//! Sheet: rows and columns as words, shown as a table and saved as CSV. Writing it takes six lines; a crate would be 20 KiB
//! of the chunk.

use second_engine::words::{decimal, kept};
use yew::prelude::*;

use crate::app::browser::dom;
use crate::app::figures::figure::act;

/// Between a figure and its error.
const ERROR: &str = " ± ";

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
    /// As RFC 4180 text, with plain minus signs, no separators and no signs of unit in numbers; errors have columns of their
    /// own behind their figures.
    pub fn csv(&self) -> String {
        let erring = |nth: usize| self.rows.iter().any(|row| row.get(nth).is_some_and(|cell| cell.contains(ERROR)));
        let errs: Vec<bool> = (0..self.head.len()).map(erring).collect();
        let line = |cells: &[String], error_of: &dyn Fn(&str) -> [String; 2]| {
            let each = cells.iter().enumerate().flat_map(|(nth, cell)| match errs.get(nth) {
                Some(true) => error_of(cell).map(|cell| quoted(&cell)).to_vec(),
                _ => vec![quoted(cell)],
            });
            each.collect::<Vec<_>>().join(",") + "\r\n"
        };
        let head = line(&self.head, &|name| [name.into(), format!("{name}, standard error")]);
        let apart = |cell: &str| {
            let (figure, error) = cell.split_once(ERROR).unwrap_or((cell, ""));
            [figure.into(), error.into()]
        };
        std::iter::once(head).chain(self.rows.iter().map(|row| line(row, &apart))).collect()
    }

    /// Hands it to the person as a CSV file.
    pub fn save(&self, name: &str) {
        dom::save_text(&format!("second-engine-{name}.csv"), "text/csv", &self.csv());
    }

    /// A button that saves it: the button's whole name begins with what it is of.
    pub fn saving(&self, of: &str, name: impl Into<AttrValue>) -> Html {
        let (sheet, name) = (self.clone(), name.into());
        act("CSV", format!("{of}: save as CSV"), Callback::from(move |()| sheet.save(&name)))
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
    // A loss that is none is one below nothing.
    let cell = &match cell.strip_prefix("gains ") {
        Some(rest) => format!("-{rest}"),
        None => cell.to_string(),
    };
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

    #[test]
    fn an_error_has_a_column_of_its_own_where_any_figure_of_the_column_has_one() {
        let of = |cells: [&str; 3]| cells.map(String::from).to_vec();
        let sheet = Sheet {
            head: of(["Part", "Mean", "Paths"]),
            rows: vec![
                of(["Pool", "−$1,100 ± $34", "gains $512"]),
                of(["Hedge", "25.7\u{202f}% ± 0.2", "—"]),
                of(["All", "—", "1"]),
            ],
        };
        let wanted =
            "Part,Mean,\"Mean, standard error\",Paths\r\nPool,-1100,34,-512\r\nHedge,25.7,0.2,—\r\nAll,—,,1\r\n";
        assert_eq!(sheet.csv(), wanted);
    }
}
