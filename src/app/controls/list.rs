//! List: a small table of days and values, each cell a box. It is one text for the store: `day:value; day:value:name`.

use second_engine::numbers::by_rising;
use second_engine::plan::address::Address;
use second_engine::plan::knobs::{ListKnob, RowHead, Unit};
use second_engine::units::clock::Clock;
use second_engine::units::day::Day;
use second_engine::words;
use second_engine::words::dates::{Counted, day_ahead, days_to};
use yew::prelude::*;

use crate::app::browser::dom::{focus, is_focused};
use crate::app::controls::choice::Select;
use crate::app::controls::field::Field;
use crate::app::controls::scale::clean;
use crate::app::controls::wrong::error_id;
use crate::app::store::Dispatch;
use crate::app::store::act::{Act, Wrong};
use crate::app::store::parse;

/// One row as it is typed: numbers as the link writes them where they are numbers, else as they stand.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    day: String,
    value: String,
    /// The name's word in a link; empty where the list has none.
    name: String,
    /// The further number; empty where there is none.
    further: String,
}

/// The rows of a text.
fn lines(text: &str) -> Vec<Line> {
    let line = |part: &str| {
        let mut words = part.split(':').map(|word| word.trim().to_string());
        let mut next = || words.next().unwrap_or_default();
        Line { day: next(), value: next(), name: next(), further: next() }
    };
    text.split(';').filter(|part| !part.trim().is_empty()).map(line).collect()
}

/// What a row of no name is called where a number follows the name.
const UNNAMED: &str = "other";

/// The text of rows.
fn text(lines: &[Line]) -> String {
    let line = |line: &Line| {
        let is_told = !["", "0"].contains(&line.further.as_str());
        let name = match (line.name.as_str(), is_told) {
            ("", false) => String::new(),
            // The first name is left out only where nothing follows it.
            ("", true) => format!(":{UNNAMED}:{}", line.further),
            (name, false) => format!(":{name}"),
            (name, true) => format!(":{name}:{}", line.further),
        };
        format!("{}:{}{name}", line.day, line.value)
    };
    lines.iter().map(line).collect::<Vec<_>>().join(";")
}

/// The rows by rising day, and where the `nth` of them goes; as they stand where one has no number for a day.
fn sorted(lines: &[Line], nth: usize) -> (Vec<Line>, usize) {
    let days: Option<Vec<f64>> = lines.iter().map(|line| words::decimal(&line.day)).collect();
    let Some(days) = days else { return (lines.to_vec(), nth) };
    let order = by_rising((0..lines.len()).collect(), |i| days[*i]);
    let to = order.iter().position(|from| *from == nth).unwrap_or(nth);
    (order.into_iter().map(|i| lines[i].clone()).collect(), to)
}

/// The focus goes with its row, where it is still in it.
fn follow(from: &str, to: &str) {
    if is_focused(from) {
        focus(to);
    }
}

/// What is typed into a cell, as the link writes it, a date in a cell of days as so many; what is neither stays, without what
/// parts rows.
fn typed_cell(unit: Unit, range: [f64; 2], typed: &str, clock: Clock) -> String {
    let days = || (unit == Unit::Days).then(|| days_to(typed, clock, Counted::Calendar)).flatten();
    parse::plain(unit, range, typed)
        .or_else(days)
        .map_or_else(|| typed.replace([':', ';', '&', '=', '#'], " ").trim().to_string(), |x| x.to_string())
}

/// A cell's number as it stands in its box.
fn shown_cell(unit: Unit, cell: &str) -> String {
    words::decimal(cell).map_or_else(|| cell.to_string(), |x| words::number(clean(x * unit.screen_factor(), 12)))
}

/// What a table of rows shows.
#[derive(Properties)]
pub struct ListTableProps {
    /// The list.
    pub list: &'static ListKnob,
    /// The plan's rows as text.
    pub text: AttrValue,
    /// Value of a row that is added, in the plan's unit.
    pub usual: f64,
    /// The day that its days are counted from, where it is known.
    pub today: Option<Day>,
    /// What was typed that cannot be used; its message is the caller's to place.
    pub wrong: Option<Wrong>,
}

impl PartialEq for ListTableProps {
    fn eq(&self, other: &ListTableProps) -> bool {
        let of =
            |props: &ListTableProps| (props.list.id, props.text.clone(), props.usual, props.today, props.wrong.clone());
        of(self) == of(other)
    }
}

/// The table, with a button that adds a row.
#[component]
pub fn ListTable(props: &ListTableProps) -> Html {
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let list = props.list;
    let rows = lines(props.wrong.as_ref().map_or(&*props.text, |wrong| &wrong.text));
    let wrong = props.wrong.as_ref();
    let wrong_row = wrong.and_then(|wrong| list.wrong_row(&wrong.text));
    let table = Table { list, rows: &rows, dispatch: &dispatch, today: props.today, wrong, wrong_row };
    html! {
        <div class="cells" id={list.id} role="group" aria-label={list.label}>
            if !rows.is_empty() {
                <table>
                    <thead><tr>
                        if list.names.is_some() {
                            <th scope="col">{ "What" }</th>
                        }
                        { for list.columns.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }
                        { for list.further.iter().map(|number| html! { <th scope="col">{ number.column }</th> }) }
                        <th><span class="sr">{ "Remove" }</span></th>
                    </tr></thead>
                    <tbody>{ for (0..rows.len()).map(|i| table.row(i)) }</tbody>
                </table>
            }
            { table.adder(props.usual) }
        </div>
    }
}

/// What the rows of a table are drawn from.
struct Table<'a> {
    list: &'static ListKnob,
    rows: &'a [Line],
    dispatch: &'a Dispatch,
    today: Option<Day>,
    wrong: Option<&'a Wrong>,
    /// Which row it is about; all of them where it is none by itself.
    wrong_row: Option<usize>,
}

impl Table<'_> {
    fn at(&self) -> Address {
        self.list.id.into()
    }

    /// Takes these rows as one step.
    fn take(&self, rows: &[Line]) -> Callback<MouseEvent> {
        let (dispatch, at, text) = (self.dispatch.clone(), self.at(), text(rows));
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Act::Typed(at, text.clone()));
            dispatch.dispatch(Act::Commit);
        })
    }

    fn row(&self, i: usize) -> Html {
        let mut others = self.rows.to_vec();
        others.remove(i);
        let of = format!("{}, row {}", self.list.label, i + 1);
        let [low, high] = self.list.range;
        let date = self.today.map(|today| {
            html! { <i class="date">{ day_ahead(today, words::decimal(&self.rows[i].day).map(f64::round)) }</i> }
        });
        html! {
            <tr key={i}>
                if self.list.names.is_some() {
                    <td>{ self.name(i, &of) }</td>
                }
                <td>{ self.cell(i, "day", &of, Unit::Days, [0.0, 1000.0]) }{ for date }</td>
                <td>{ self.cell(i, "value", &of, self.list.unit, [low, high]) }</td>
                { for self.list.further.iter().map(|number| html! { <td>{ self.cell(i, number.label, &of, Unit::Number, number.range) }</td> }) }
                <td><button type="button" class="tool" id={format!("{}-{i}-remove", self.list.id)} title="Remove this row"
                    aria-label={format!("{of}: remove")} onclick={self.take(&others)}>{ "×" }</button></td>
            </tr>
        }
    }

    fn cell(&self, i: usize, which: &'static str, of: &str, unit: Unit, range: [f64; 2]) -> Html {
        let line = &self.rows[i];
        let (rows, dispatch, at, today) = (self.rows.to_vec(), self.dispatch.clone(), self.at(), self.today);
        let typed = Callback::from(move |typed: String| {
            let mut rows = rows.clone();
            let cell = typed_cell(unit, range, &typed, Clock(today));
            let row = &mut rows[i];
            let place = match which {
                "day" => &mut row.day,
                "value" => &mut row.value,
                _ => &mut row.further,
            };
            *place = cell;
            dispatch.dispatch(Act::Typed(at, text(&rows)));
        });
        let dispatch = self.dispatch.clone();
        let forget = {
            let dispatch = dispatch.clone();
            Callback::from(move |()| dispatch.dispatch(Act::Forget(at)))
        };
        let rest = Callback::from(move |()| dispatch.dispatch(Act::Rested(at)));
        // Only a row that is left goes to its place: it would leave the fingers otherwise.
        let (dispatch, rows, list) = (self.dispatch.clone(), self.rows.to_vec(), self.list);
        let commit = Callback::from(move |()| {
            let (in_order, to) = sorted(&rows, i);
            // What is wrong by more than its place stays where it is put right.
            if in_order != rows && list.wrong_row(&text(&in_order)).is_none() {
                dispatch.dispatch(Act::Typed(at, text(&in_order)));
                let [from, to] = [i, to].map(|row| format!("{}-{row}-{which}", list.id));
                gloo::timers::callback::Timeout::new(0, move || follow(&from, &to)).forget();
            }
            dispatch.dispatch(Act::Commit);
        });
        let now = match which {
            "day" => &line.day,
            "value" => &line.value,
            _ if line.further.is_empty() => "0",
            _ => &line.further,
        };
        let shown = shown_cell(unit, now);
        let is_here = self.wrong_row.is_none_or(|row| row == i);
        let error = self.wrong.filter(|wrong| is_here && wrong.is_said).map(|_| error_id(at));
        html! {
            <Field id={format!("{}-{i}-{which}", self.list.id)} label={format!("{of}: {which}")} text={shown}
                unit={parse::unit(unit)} {error} {typed} {rest} {commit} {forget} />
        }
    }

    /// What the row is called; another name brings its usual size.
    fn name(&self, i: usize, of: &str) -> Html {
        let choices = self.list.names.map_or(&[][..], |names| names.choices);
        let chosen = choices.iter().position(|choice| choice.0 == self.rows[i].name).unwrap_or(0);
        let labels: Vec<AttrValue> = choices.iter().map(|choice| AttrValue::Static(choice.1)).collect();
        let (rows, dispatch, at) = (self.rows.to_vec(), self.dispatch.clone(), self.at());
        let choose = Callback::from(move |name: usize| {
            let mut rows = rows.clone();
            if let Some((word, _, usual)) = choices.get(name) {
                rows[i].name = if name == 0 { String::new() } else { (*word).to_string() };
                if name > 0 {
                    rows[i].value = usual.to_string();
                }
            }
            dispatch.dispatch(Act::Typed(at, text(&rows)));
            dispatch.dispatch(Act::Commit);
        });
        html! { <Select id={format!("{}-{i}-name", self.list.id)} label={format!("{of}: what")} {labels} {chosen} {choose} /> }
    }

    /// A button that adds a row a month after the last.
    fn adder(&self, usual: f64) -> Html {
        let last = self.rows.iter().filter_map(|line| words::decimal(&line.day)).fold(0.0, f64::max);
        let named = self.list.names.and_then(|names| names.choices.get(1));
        let days = if last > 0.0 { (last + 30.0).min(1000.0) } else { 7.0 };
        let fresh = Line {
            day: if self.list.head == RowHead::Event { days_to_trade(self.today, days) } else { days }.to_string(),
            value: named.map_or(usual, |name| name.2).to_string(),
            name: named.map_or(String::new(), |name| name.0.to_string()),
            further: String::new(),
        };
        let rows = [self.rows, &[fresh]].concat();
        html! { <button type="button" class="tool" id={format!("{}-add", self.list.id)} onclick={self.take(&rows)}>{ "+ Add" }</button> }
    }
}

/// Calendar days to the first day of trade that is so many off or more; as they are without today's date.
fn days_to_trade(today: Option<Day>, days: f64) -> f64 {
    let off = today.map(|today| (today, today.plus(days))).filter(|(_, day)| !day.is_trading_day());
    off.map_or(days, |(today, day)| day.next_trading_day().since(today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_offered_on_a_day_of_trade() {
        let today = Day::iso("2026-11-30");
        // 40 days on is Saturday, 9 January.
        assert_eq!([40.0, 41.0, 42.0].map(|days| days_to_trade(today, days)), [42.0; 3]);
        assert_eq!((days_to_trade(today, 7.0), days_to_trade(None, 40.0)), (7.0, 40.0));
    }

    #[test]
    fn a_text_is_its_rows_and_back() {
        for said in
            ["3:0.009;12:0.008:cpi", "20:17.6", "", "x:", "3:0.009:fomc", "3:0.009:other:2", "3:0.009:fomc:-1.5"]
        {
            assert_eq!(text(&lines(said)), said);
        }
    }

    #[test]
    fn a_cell_is_read_in_its_unit_and_nonsense_stays_to_be_named() {
        assert_eq!(typed_cell(Unit::Percent, [0.0, 0.2], "0,9 %", Clock(None)), "0.009");
        assert_eq!(typed_cell(Unit::Points, [5.0, 150.0], "17,6", Clock(None)), "17.6");
        assert_eq!(typed_cell(Unit::Days, [0.0, 1000.0], "soon; now", Clock(None)), "soon  now");
        let clock = Clock(Day::iso("2026-11-30"));
        let day = |typed: &str| typed_cell(Unit::Days, [0.0, 1000.0], typed, clock);
        assert_eq!(
            [day("10 Dec"), day("13,5"), day("13.5"), day("10 d"), day("soon")],
            ["10", "13.5", "13.5", "10", "soon"]
        );
        assert_eq!(shown_cell(Unit::Percent, "0.009"), "0.9");
        assert_eq!(shown_cell(Unit::Percent, "soon"), "soon");
    }

    #[test]
    fn rows_are_put_in_order_by_their_days() {
        let order = |said: &str| text(&sorted(&lines(said), 0).0);
        assert_eq!(order("12:0.008:cpi;3:0.009"), "3:0.009;12:0.008:cpi");
        assert_eq!(order("12:0.008;x:0.009"), "12:0.008;x:0.009");
        let to = |said: &str, nth| sorted(&lines(said), nth).1;
        assert_eq!([0, 1, 2].map(|nth| to("12:0.008;3:0.009;7:0.01", nth)), [2, 0, 1]);
    }
}
