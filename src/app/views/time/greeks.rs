//! Greeks: any of them, of any part or holding, against SPX, VIX, the token or time; and the book on days of one's own choosing.

use second_engine::book::Book;
use second_engine::book::by_date::{self, DAYS, DatePart};
use second_engine::book::greeks::{self, Against, Greek};
use second_engine::book::greeks_by_day::{self, Scenario};
use second_engine::views::book::date_words::part_name;
use second_engine::views::pinned::captioned;
use second_engine::views::time::greeks_chart::{
    self, GreeksView, axis_name, caption, days_dek, days_finding, days_table, dek, name,
};
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::controls::choice::Select;
use crate::app::controls::days_box::DaysBox;
use crate::app::figures::figure::{figure, segment, segments};
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::kept::use_kept;
use crate::app::store::pinned::use_a;
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::views::props::ViewProps;
use crate::app::views::time::unseen::unseen;

/// What is asked of the curves: page state, no part of a plan.
#[derive(Clone, Copy, Default, PartialEq)]
struct Asked {
    greek: Greek,
    part: DatePart,
    against: Against,
}

/// A row of choices, one of which stands.
pub(super) fn choose_one<T: Copy + PartialEq + 'static>(
    label: &'static str,
    all: &[(T, String)],
    stands: T,
    choose: &Callback<T>,
) -> Html {
    let one = |(value, name): &(T, String)| {
        let (choose, value) = (choose.clone(), *value);
        let press = Callback::from(move |_: MouseEvent| choose.emit(value));
        segment(name.clone(), name.clone(), value == stands, press)
    };
    html! { <span class="seg" role="group" aria-label={label}>{ for all.iter().map(one) }</span> }
}

/// What is asked about: all that is held, or one of it alone.
struct OneOf {
    /// The id of its entry; `None` for all.
    id: Option<String>,
    /// The book of it alone.
    alone: Option<Book>,
    chosen: UseStateHandle<Option<String>>,
}

#[hook]
fn use_one_of(book: &Book) -> OneOf {
    let chosen = use_state_eq(|| None::<String>);
    // What is not held any more is no choice.
    let alone = chosen.as_ref().and_then(|id| book.alone(id));
    let id = alone.is_some().then(|| (*chosen).clone()).flatten();
    OneOf { id, alone, chosen }
}

impl OneOf {
    /// The book that is asked about, out of all that is held.
    fn of<'a>(&'a self, whole: &'a Book) -> &'a Book {
        self.alone.as_ref().unwrap_or(whole)
    }

    /// What it is called; `None` for all.
    fn name(&self) -> Option<&str> {
        self.alone.as_ref()?.entries.first().map(|entry| entry.name.as_str())
    }

    /// A figure of the same in another book; `None` where that does not hold it.
    fn in_other<T>(&self, other: &Book, of: impl Fn(&Book) -> T) -> Option<T> {
        match &self.id {
            Some(id) => other.alone(id).as_ref().map(of),
            None => Some(of(other)),
        }
    }

    /// The choice, where there are several.
    fn select(&self, id: &'static str, book: &Book) -> Html {
        if book.entries.len() < 2 {
            return Html::default();
        }
        let ids: Vec<String> = book.entries.iter().map(|entry| entry.id()).collect();
        let names = book.entries.iter().map(|entry| AttrValue::from(entry.name.clone()));
        let labels: Vec<AttrValue> = std::iter::once("Of all that is held".into()).chain(names).collect();
        let stands = self.id.as_ref().and_then(|stands| ids.iter().position(|id| id == stands));
        let set = self.chosen.setter();
        let choose = Callback::from(move |at: usize| set.set(at.checked_sub(1).and_then(|at| ids.get(at).cloned())));
        let chosen = stands.map_or(0, |at| at + 1);
        html! { <span class="one-of"><Select {id} label="Which holding" {labels} {chosen} {choose} /></span> }
    }
}

/// The curves.
#[component]
pub fn Greeks(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let (asked, one) = (use_state_eq(Asked::default), use_one_of(book));
    let token = props.token();
    let shown = one.of(book);
    let parts = by_date::parts(shown);
    // What is not held any more is no choice.
    let part = if parts.contains(&asked.part) { asked.part } else { DatePart::Book };
    let against = if token.is_empty() && asked.against == Against::Token { Against::Spx } else { asked.against };
    let held: Vec<Greek> = Greek::of(&parts, !token.is_empty()).collect();
    let greek = if held.contains(&asked.greek) { asked.greek } else { Greek::Delta };
    let room = use_node_ref();
    let is_seen = use_in_view(room.clone());
    let is_still = use_rested(plan.clone(), REST_MS) == *plan;
    let now = Asked { greek, part, against };
    let made = use_kept((plan.clone(), now, one.id.clone()), is_seen && is_still, || {
        greeks::curves(shown, part, greek, against)
    });
    let a = use_a();
    let of_a = use_kept((a.clone(), now, one.id.clone()), is_seen, || {
        a.and_then(|a| one.in_other(&a.book, |book| greeks::curves(book, part, greek, against)))
    });
    let Some(made) = made else { return unseen(room) };
    let of_a = of_a.and_then(|a| Option::clone(&a));
    let today = plan.market.today;
    let sheet = Sheet::from(greeks_chart::table(&made, of_a.as_ref(), token));
    let caption = captioned(caption(&made), of_a.is_some());
    let dek = dek(&made, token);
    let set = asked.setter();
    let (of_greek, of_axis, of_part) = (set.clone(), set.clone(), set);
    let greeks: Vec<(Greek, String)> = held.into_iter().map(|greek| (greek, name(greek, token))).collect();
    let axes: Vec<(Against, String)> = [Against::Spx, Against::Vix, Against::Token, Against::Date]
        .into_iter()
        .filter(|against| *against != Against::Token || !token.is_empty())
        .map(|against| (against, axis_name(against, token)))
        .collect();
    let parts: Vec<(DatePart, String)> = parts.into_iter().map(|part| (part, part_name(part).to_string())).collect();
    let draw = {
        let (made, of_a) = (made.clone(), of_a.clone());
        let named = one.name().map(String::from);
        Callback::from(move |(width, height)| {
            let (pinned, one) = (of_a.as_ref(), named.as_deref());
            greeks_chart::scene(&GreeksView { found: &made, one, pinned, token, today, width, height })
        })
    };
    html! {
        <div ref={room} class={classes!("wide-figure", (!is_still).then_some("waits"))}>
            <div class="dates-asked">
                { choose_one("Greek", &greeks, greek, &Callback::from(move |greek| of_greek.set(Asked { greek, ..now }))) }
                { choose_one("Against", &axes, against, &Callback::from(move |against| of_axis.set(Asked { against, ..now }))) }
                if one.id.is_none() && parts.len() > 2 {
                    { choose_one("Of", &parts, part, &Callback::from(move |part| of_part.set(Asked { part, ..now }))) }
                }
                { one.select("greeks-of", book) }
            </div>
            <Picture id="greeks" {dek} {draw} {caption} {sheet} is_dark={*is_dark} />
        </div>
    }
}

/// The book on days of one's own choosing: what each part has made, and every Greek.
#[component]
pub fn Days(props: &ViewProps) -> Html {
    let ViewProps { book, plan, .. } = props;
    let days = use_state_eq(|| DAYS.to_vec());
    let (is_unmoved, part) = (use_state_eq(|| false), use_state_eq(DatePart::default));
    let one = use_one_of(book);
    let shown = one.of(book);
    let scenario = if *is_unmoved { Scenario::Still } else { Scenario::Shocked };
    let parts = by_date::parts(shown);
    let chosen = if parts.contains(&part) { *part } else { DatePart::Book };
    let key = (plan.clone(), (*days).clone(), chosen, scenario, one.id.clone());
    let room = use_node_ref();
    let is_seen = use_in_view(room.clone());
    let is_still = use_rested(plan.clone(), REST_MS) == *plan;
    let made = use_kept(key, is_seen && is_still, || greeks_by_day::by_day(shown, &days, chosen, scenario));
    let a = use_a();
    let of_a = {
        // The days are those that stand here: A's own last expiry may be another.
        let same: Vec<f64> = made.iter().flat_map(|made| made.iter().map(|one| one.days)).collect();
        use_kept((a.clone(), same.clone(), scenario, one.id.clone()), is_seen, || {
            a.and_then(|a| one.in_other(&a.book, |book| greeks_by_day::by_day(book, &same, DatePart::Book, scenario)))
        })
    };
    let Some(made) = made else { return unseen(room) };
    let of_a = of_a.as_deref().and_then(Option::as_deref);
    let sheet = Sheet::from(days_table(&made, of_a, (chosen, &parts), props.token()));
    let read = {
        let days = days.clone();
        Callback::from(move |next| days.set(next))
    };
    let turn = Callback::from(move |i| is_unmoved.set(i == 1));
    let of = Callback::from(move |next| part.set(next));
    let parts: Vec<(DatePart, String)> = parts.into_iter().map(|part| (part, part_name(part).to_string())).collect();
    let dek = days_dek(scenario, one.name());
    let table = html! {
        <>
            <div class="dates-asked">
                <DaysBox id="time-days" label="Trading days of the book" days={(*days).clone()} clock={book.shock.clock} {read} />
                { segments("Levels", &["As in the shock", "As today"], usize::from(scenario == Scenario::Still), &turn) }
                if one.id.is_none() && parts.len() > 2 {
                    { choose_one("Greeks of", &parts, chosen, &of) }
                }
                { one.select("days-of", book) }
            </div>
            <div id="by-day">{ sheet.table(&dek) }</div>
        </>
    };
    html! {
        <div ref={room} class={classes!("wide-figure", (!is_still).then_some("waits"))}>
            { figure(days_finding(&made, scenario), dek, sheet.saving("The book by day", "days"), table) }
        </div>
    }
}
