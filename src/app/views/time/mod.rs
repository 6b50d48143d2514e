//! The tab of time: what waiting brings, what is due, close or roll or wait, and the exit rules in what really happened.

mod explained;
mod greeks;
mod unseen;
mod corridor;

use second_engine::book::exits::{self, Exit, Leave};
use second_engine::book::{Book, leaving};
use second_engine::numbers::pieces::in_pieces;
use second_engine::plan::Plan;
use second_engine::plan::holding::MOST;
use second_engine::views::gate::{self, About};
use second_engine::views::pinned::{Table, captioned};
use second_engine::views::time::crush_chart::{self, CrushView};
use second_engine::views::time::decay_chart::{self, DecayView, events};
use second_engine::views::time::lanes_chart::{self, LanesView, lanes, shock_day};
use second_engine::views::time::{
    TimeTab, choices, decay_of, decided, in_the_shock, of, steady_of, trades, walk, with,
};
use second_engine::words::{capital, kept, trading_days};
use yew::prelude::*;

use crate::app::figures::facts::tabled;
use crate::app::figures::figure::stacked;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::kept::{link_key, still_key, use_drawn, use_kept};
use crate::app::store::made::use_made;
use crate::app::store::pinned::{use_a, use_of_a};
use crate::app::store::rested::{REST_MS, use_rested};
use crate::app::views::props::ViewProps;
use crate::app::views::time::corridor::Corridor;
use crate::app::views::time::explained::Explained;
use crate::app::views::time::greeks::{Days, Greeks, choose_one};

/// The view.
pub fn view(props: &ViewProps) -> Html {
    html! { <TimeView ..props.clone() /> }
}

/// The panel. The sentence and the three choices move with the slider; the decay does not, the corridor and the walk wait
/// until it rests.
#[component]
fn TimeView(props: &ViewProps) -> Html {
    let ViewProps { book, plan, report, .. } = props;
    let steady = use_kept(still_key(plan), true, || steady_of(book));
    let tab = steady.map_or_else(|| of(book, report), |steady| with(book, report, &steady));
    let a = use_a();
    html! {
        <>
            <p class="answer" id="time-answer">{ kept(&tab.answer) }</p>
            <Lanes ..props.clone() />
            <div class="duo">
                <Choices props={props.clone()} exits={tab.exits.clone()} />
                <div>
                    if !report.condors.is_empty() {
                        { tabled("Trades", trades::finding(report), "Condors since they were sold, points and dollars", trades::table(report, a.as_deref().map(|a| &*a.report)).into(), "trades") }
                    }
                    if !tab.exits.is_empty() {
                        { triggers(&tab) }
                    }
                    <div class="more-inputs"><h2>{ "Exit rules" }</h2>{ props.knobs(&["exits."]) }</div>
                </div>
            </div>
            if book.holds_anything() {
                <Corridor ..props.clone() />
            }
            <Days ..props.clone() />
            <Explained ..props.clone() />
            <Decay ..props.clone() />
            <Crush ..props.clone() />
            <Greeks ..props.clone() />
            if plan.condors_sold() > 0.0 {
                <Walk ..props.clone() />
            }
        </>
    }
}

/// Whether condors are to be rolled, and by which trigger.
fn triggers(tab: &TimeTab) -> Html {
    let sheet = Sheet::from(gate::table(&tab.gates, true, About::Held));
    let table = sheet.table("Roll triggers");
    let acts = sheet.saving("Roll triggers", "roll-triggers");
    let said = format!("{} {}", tab.triggers, gate::AS_PRINTED);
    stacked(gate::finding(&tab.gates), gate::FORWARD_ABOVE, acts, table, said)
}

#[derive(Clone, Properties, PartialEq)]
struct ChoicesProps {
    props: ViewProps,
    /// Decided today.
    exits: Vec<Exit>,
}

/// Close, roll or wait of every condor, decided today or on the shock's day.
#[component]
fn Choices(ChoicesProps { props, exits }: &ChoicesProps) -> Html {
    let book = &props.book;
    let is_later = use_state_eq(|| false);
    let dispatch = use_context::<Dispatch>();
    let exits_of_a = use_of_a(true, |a| of(&a.book, &a.report).exits);
    let then_of_a = use_of_a(*is_later, |a| exits::then(&a.book));
    let of_a = if *is_later { &then_of_a } else { &exits_of_a };
    let of_a = of_a.as_deref().map(|a| &a[..]);
    if exits.is_empty() {
        return Html::default();
    }
    let names = decided(book).into_iter().zip([false, true]).map(|(name, later)| (later, name)).collect::<Vec<_>>();
    let choose = {
        let is_later = is_later.clone();
        Callback::from(move |later| is_later.set(later))
    };
    let acts = |exit: &Exit| {
        let button = |word: &'static str, made: fn(&Book, usize) -> Option<Plan>| {
            let (book, dispatch, nth) = (book.clone(), dispatch.clone(), exit.nth);
            let press = Callback::from(move |_: MouseEvent| {
                if let (Some(plan), Some(dispatch)) = (made(&book, nth), &dispatch) {
                    dispatch.dispatch(Act::Become(Box::new(plan), "The condor stays as it is."));
                }
            });
            let id = format!("{}-{word}", exit.id);
            html! { <button type="button" class="tool line" {id} onclick={press}>{ format!("{} {}", capital(word), exit.name) }</button> }
        };
        let has_room = book.plan.holdings.len() < MOST;
        let is_rolled = has_room && !choices::is_same(exit) && exit.choice(Leave::Roll).is_some();
        html! {
            <p class="offer">
                { button("close", leaving::closed) }
                if is_rolled { { button("roll", leaving::rolled) } }
                if !has_room { <span>{ format!("A roll is one more holding, and {MOST} are the most that a plan has.") }</span> }
                <span class="quiet">{ "In the plan: bought back at the mark, the new one sold at the model’s price, what both slip by paid with the old one, by cash as far as it goes; VIX calls and equity stay, what is realised stands beside the book. Undo takes it back." }</span>
            </p>
        }
    };
    let when = in_the_shock(book);
    let then = if *is_later { exits::then(book) } else { Vec::new() };
    let days = trading_days(book.shock.event.days);
    let one = |exit: &Exit| {
        if *is_later {
            let (title, words) = (choices::finding_then(exit, &when), choices::rules_then(exit, &when));
            choice(exit, choices::table_then(exit, of_a), [title, THEN.into(), words], Html::default())
        } else {
            let (title, words) = (choices::finding(exit), choices::rules(exit, &when));
            choice(exit, choices::table(exit, &days, of_a), [title, NOW.into(), words], acts(exit))
        }
    };
    html! {
        <>
            <div class="positions decided">
                { choose_one("When it is decided", &names, *is_later, &choose) }
                if let Some(settled) = choices::settled(exits, &then).filter(|_| *is_later) {
                    <p class="cap">{ settled }</p>
                }
            </div>
            { for (if *is_later { &then } else { exits }).iter().map(one) }
        </>
    }
}

/// What the three are, decided today.
const NOW: &str = "Decided today, taken to the same shock; costs of every trade counted";
/// And on its day.
const THEN: &str = "Decided where the shock puts the market, at that day's marks; costs of every trade counted";

/// Close, roll or wait: finding, what it is and what the rules say of it.
fn choice(exit: &Exit, table: Table, [title, dek, words]: [String; 3], below: Html) -> Html {
    let sheet = Sheet::from(table);
    let acts = sheet.saving(&format!("{}, close, roll or wait", exit.name), format!("{}-exits", exit.id));
    let table = html! {
        <>
            <div class="choices">{ sheet.table(&format!("{}: close, roll or wait", exit.name)) }</div>
            { below }
        </>
    };
    stacked(title, dek, acts, table, words)
}

/// What is held on one calendar.
#[component]
fn Lanes(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let made = use_kept(link_key(plan), true, || (lanes(book), events(book), shock_day(book)));
    let a = use_of_a(true, |a| lanes(&a.book));
    use_drawn((made, a, plan.market.today, *is_dark), |(made, a, today, is_dark)| {
        let (Some(made), a, today) = (made.clone(), a.clone(), *today) else { return Html::default() };
        let sheet = Sheet::from(lanes_chart::table(&made.0, a.as_deref().map_or(&[][..], |a| a), &made.1));
        let caption = captioned(
            "Posts: exits of condors, rolls of the hedge. Pale: no end of its own, or beyond the picture.",
            a.is_some(),
        );
        let draw = Callback::from(move |(width, height)| {
            let (lanes, events, shock) = &*made;
            let pinned = a.as_deref().map_or(&[][..], |a| a);
            lanes_chart::scene(&LanesView { lanes, pinned, events, shock: *shock, today, width, height })
        });
        html! {
            <div class="wide-figure">
                <Picture id="lanes" dek="What is held, from today to its expiry, calendar days" {draw} {caption} {sheet} is_dark={*is_dark} />
            </div>
        }
    })
}

/// What time alone brings.
#[component]
fn Decay(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let made = use_kept(still_key(plan), true, || (decay_of(book), decay_chart::posts(book)));
    let a = use_of_a(true, |a| decay_of(&a.book));
    let parts = [book.has_condor(), book.has_pool(), book.has_hedge()];
    use_drawn((made, a, parts, plan.market.today, *is_dark), |(made, a, parts, today, is_dark)| {
        let (Some(made), a, parts, today) = (made.clone(), a.clone(), *parts, *today) else { return Html::default() };
        let sheet = Sheet::from(decay_chart::table(&made.0, a.as_deref().map_or(&[][..], |a| a)));
        let caption = captioned(decay_chart::caption(&made.0), a.is_some());
        let draw = Callback::from(move |(width, height)| {
            let (passed, posts) = &*made;
            let pinned = a.as_deref().map_or(&[][..], |a| a);
            decay_chart::scene(&DecayView { passed, pinned, posts, parts, today, width, height })
        });
        html! {
            <div class="wide-figure">
                <Picture id="decay" dek="What time alone brings from today, dollars by calendar day" {draw} {caption} {sheet} is_dark={*is_dark} />
            </div>
        }
    })
}

/// What the events do to VIX.
#[component]
fn Crush(props: &ViewProps) -> Html {
    let ViewProps { book, plan, is_dark, .. } = props;
    let made = use_kept(still_key(plan), true, || crush_chart::of(book));
    let a = use_of_a(true, |a| crush_chart::of(&a.book));
    use_drawn((made, a, *is_dark), |(made, a, is_dark)| {
        let (Some(made), a) = (made.clone(), a.clone()) else { return Html::default() };
        let of_a = |a: Option<&crush_chart::Crush>| a.map_or_else(Vec::new, |a| a.printed.clone());
        let sheet = Sheet::from(crush_chart::table(&made, &of_a(a.as_deref())));
        let caption = captioned(
            "An event takes its variance out of VIX once it is over and adds it when it comes within 30 calendar days. No path: a surprise stays. Events are typed in the rail, under Market and More.",
            a.is_some(),
        );
        let dek = crush_chart::dek(&made);
        let draw = Callback::from(move |(width, height)| {
            crush_chart::scene(&CrushView { crush: &made, pinned: &of_a(a.as_deref()), width, height })
        });
        html! {
            <div class="wide-figure">
                <Picture id="crush" {dek} {draw} {caption} {sheet} is_dark={*is_dark} />
            </div>
        }
    })
}

/// The exit rules in every explosion.
#[component]
fn Walk(props: &ViewProps) -> Html {
    let ViewProps { book, plan, .. } = props;
    let is_still = use_rested(plan.clone(), REST_MS) == *plan;
    let made = use_made(still_key(plan), is_still, 0.0, || {
        let book = book.clone();
        in_pieces(async move { walk::making(&book).await })
    });
    let a = use_of_a(made.value.is_some(), |a| walk::of(&a.book));
    let Some(found) = made.value else { return Html::default() };
    let sheet = Sheet::from(walk::table(&found, a.as_deref()));
    let dek = walk::dek(book);
    html! {
        <div class={classes!("wide-figure", (!made.is_now).then_some("waits"))} id="walk">
            { tabled("Walk", found.finding.clone(), &dek, sheet, "exit-rules") }
        </div>
    }
}
