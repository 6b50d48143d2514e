//! Dates: the book or a part of it by SPX level or token price and trading day, as a tinted table; days, rows, part and
//! rule are the page's.

use second_engine::book::Book;
use second_engine::book::by_date::{self, DAYS, DatePart, DateRow, DateTable, Later};
use second_engine::book::curves::HeatAxis;
use second_engine::plan::Plan;
use second_engine::views::book::date_words::{
    self, dek, dek_beside, dek_over_token, finding, finding_beside, part_name,
};
use second_engine::words;
use second_engine::words::dates::{date, short_date};
use yew::prelude::*;

use crate::app::controls::days_box::DaysBox;
use crate::app::figures::figure::{act, dates_room, figure, segment, segments};
use crate::app::figures::sheet::Sheet;
use crate::app::store::kept::{link_key, use_grown, use_kept};
use crate::app::store::pinned::use_a;
use crate::app::store::shared::Shared;

const RULES: [(Later, &str); 2] = [(Later::Linked, "Linked"), (Later::Held, "Held")];

/// What the table is made from.
#[derive(Clone, Properties, PartialEq)]
pub struct DatesProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// Whether anybody looks.
    pub is_in_view: bool,
}

/// What is asked of the table: page state, no part of a plan.
#[derive(Clone, PartialEq)]
struct Asked {
    days: Vec<f64>,
    part: DatePart,
    later: Later,
    of_token: bool,
}

/// The price and date table with its days, its part and its rule.
#[component]
pub fn DatesFigure(props: &DatesProps) -> Html {
    let asked =
        use_state_eq(|| Asked { days: DAYS.to_vec(), part: DatePart::Book, later: Later::Linked, of_token: false });
    let book = &props.book;
    let parts = by_date::parts(book);
    // A part of which nothing is on any more is no choice: the whole book again.
    let chosen = if parts.contains(&asked.part) { asked.part } else { DatePart::Book };
    // Nor is a token's price on which nothing hangs any more.
    let (token, has_token) = (book.plan.market.token.name(), book.hangs_on_tokens());
    let of_token = asked.of_token && has_token;
    let key: (Plan, Asked) = (book.plan.clone(), Asked { part: chosen, of_token, ..(*asked).clone() });
    let is_linked = book.plan.event.spx.is_none();
    let table = use_grown(key, props.is_in_view, |(_, now), before| {
        if now.of_token {
            return by_date::over_token(book, &now.days, chosen, now.later);
        }
        let same = |(plan, asked): &(Plan, Asked)| asked == now && link_key(plan) == link_key(&book.plan);
        let before = before.filter(|(old, _)| is_linked && old.0.event.spx.is_none() && same(old));
        by_date::after(book, &now.days, chosen, now.later, before.map(|(_, table)| table))
    });
    let (a, wants_less) = (use_a(), use_state_eq(|| false));
    let is_less = *wants_less && a.is_some();
    let less = use_kept((table.clone(), a.clone()), props.is_in_view && is_less, || {
        table.as_ref().zip(a.as_ref()).map(|(table, a)| Shared::new(by_date::less(table, &a.book)))
    });
    let less = less.filter(|_| is_less).and_then(|less| Option::clone(&less));
    let Some(table) = less.clone().or(table) else { return dates_room() };
    let ask = |next: Asked| {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(next.clone()))
    };
    let part = |part: &DatePart| {
        let name = part_name(*part).to_string();
        segment(name.clone(), name, *part == chosen, ask(Asked { part: *part, ..(*asked).clone() }))
    };
    let event = &book.plan.event;
    let (is_vix_linked, linked) = (event.spx.is_none(), has_token.then_some(event.token.is_none()));
    let rule = |(later, name): &(Later, &str)| {
        let press = ask(Asked { later: *later, ..(*asked).clone() });
        let said = date_words::rule(*later, is_vix_linked, linked);
        segment((*name).to_string(), said.to_string(), *later == asked.later, press)
    };
    let save = {
        let table = table.clone();
        let name = if is_less { "price-by-date-b-less-a" } else { "price-by-date" };
        Callback::from(move |()| sheet(&table).save(name))
    };
    let rows = {
        let asked = asked.clone();
        Callback::from(move |i| asked.set(Asked { of_token: i == 1, ..(*asked).clone() }))
    };
    let read = {
        let asked = asked.clone();
        Callback::from(move |days| asked.set(Asked { days, ..(*asked).clone() }))
    };
    let compare = Callback::from(move |i| wants_less.set(i == 1));
    let acts = html! {
        <>
            <span></span>
            <span>{ act("CSV", "Save the table as CSV", save) }</span>
        </>
    };
    let picture = html! {
        <>
            <div class="dates-asked">
                <DaysBox id="dates-days" label="Trading days of the table" days={asked.days.clone()} clock={book.shock.clock} read={read} />
                if has_token {
                    { segments("Rows", &["SPX", token], usize::from(of_token), &rows) }
                }
                if parts.len() > 2 {
                    <span class="seg" role="group" aria-label="Part of the book">{ for parts.iter().map(part) }</span>
                }
                <span class="seg" role="group" aria-label="Where VIX and the token stand later">{ for RULES.iter().map(rule) }</span>
                if a.is_some() {
                    { segments("Compared with A", &["B", "B − A"], usize::from(is_less), &compare) }
                }
            </div>
            { grid(&table, token) }
        </>
    };
    if less.is_some() {
        return figure(finding_beside(&table), dek_beside(&table), acts, picture);
    }
    let dek = match table.axis {
        HeatAxis::Spx => dek(&table, is_vix_linked, linked),
        HeatAxis::Token => dek_over_token(&table, token, is_vix_linked, linked == Some(true)),
    };
    figure(finding(&table), dek, acts, picture)
}

fn grid(table: &DateTable, token: &str) -> Html {
    let head = |i: usize, days: f64| {
        let above = match i {
            i if i == table.shock_column => "shock",
            i if i == table.expiry_column => "expiry",
            _ => "",
        };
        let date = table.dates.get(i).map(|date| html! { <i class="date">{ short_date(*date) }</i> });
        html! { <th scope="col">{ above }<b>{ day(days, &table.days) }</b>{ for date }</th> }
    };
    let most = table.rows.iter().flat_map(|row| &row.pnl).fold(1.0_f64, |most, x| most.max(x.abs()));
    let rows = if table.axis == HeatAxis::Token { format!("price of {token}") } else { "SPX level".into() };
    let label = format!("{} by {rows} and trading day", part_name(table.part));
    let head_of_rows = if table.axis == HeatAxis::Token { token } else { "SPX" };
    html! {
        <div class="scroll-x" tabindex="0" role="region" aria-label={label}>
            <table class="grid-t" id="dates">
                <thead><tr><th scope="col"><b>{ head_of_rows }</b></th><th scope="col">{ "move" }</th><th scope="col">{ "VIX" }</th>
                    { for table.days.iter().enumerate().map(|(i, days)| head(i, *days)) }</tr></thead>
                <tbody>{ for table.rows.iter().map(|row| line(row, table, most)) }</tbody>
            </table>
        </div>
    }
}

/// A column's day; with a decimal where another column would read the same.
fn day(days: f64, all: &[f64]) -> String {
    let is_alone = all.iter().filter(|one| one.round() == days.round()).count() < 2;
    if days == 0.0 { "Now".into() } else { format!("day {}", words::fixed(days, usize::from(!is_alone))) }
}

fn line(row: &DateRow, table: &DateTable, most: f64) -> Html {
    let cell = |(i, usd): (usize, &f64)| {
        let step = (10.0 * usd.abs() / most).ceil() as u8;
        let tint = (step > 0).then(|| format!("{}{step}", if *usd < 0.0 { "tn" } else { "tp" }));
        let is_here = row.is_shock && i == table.shock_column;
        html! { <td class={classes!(tint, is_here.then_some("sel"))}>{ words::signed(*usd) }</td> }
    };
    let (level, by) = match table.axis {
        HeatAxis::Spx => (words::fixed(row.spx, 0), row.spx_return),
        HeatAxis::Token => (words::price(row.token), row.token_return),
    };
    html! {
        <tr class={row.is_shock.then_some("here")}>
            <th scope="row">{ level }</th><td>{ words::percent(by, 1) }</td>
            <td>{ words::vix(row.vix) }</td>
            { for row.pnl.iter().enumerate().map(cell) }
        </tr>
    }
}

fn sheet(table: &DateTable) -> Sheet {
    let date_of = |i: usize| table.dates.get(i).map_or_else(String::new, |day| format!(", {}", date(*day)));
    let days = table.days.iter().enumerate();
    let days = days.map(|(i, days)| format!("trading day {}{}", words::number(*days), date_of(i)));
    let of_token = table.axis == HeatAxis::Token;
    let leads = if of_token { ["Token", "Token move", "VIX"] } else { ["SPX", "SPX move", "VIX"] };
    let head = leads.into_iter().map(String::from).chain(days).collect();
    let rows = table.rows.iter().map(|row| {
        let (level, by) = if of_token { (row.token, row.token_return) } else { (row.spx, row.spx_return) };
        let lead = [words::fixed(level, 2), words::percent(by, 2), words::fixed(row.vix, 2)];
        lead.into_iter().chain(row.pnl.iter().map(|usd| words::fixed(*usd, 2))).collect()
    });
    Sheet { head, rows: rows.collect() }
}
