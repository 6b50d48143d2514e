//! History: what really happened, as whole shocks, with the model's own move beside it.

use second_engine::book::{Book, pnl};
use second_engine::plan::knobs::{Group, KNOBS, knob};
use second_engine::plan::{Plan, Token};
use second_engine::shock::explosions::{EXPLOSIONS, Explosion, two_sigma};
use second_engine::shock::spot_vol::Link;
use second_engine::units::Points;
use second_engine::words;
use yew::prelude::*;

use crate::app::controls::scale::clean;
use crate::app::figures::sign::sign;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// Knobs and what they become.
type Changes = Vec<(&'static str, Option<f64>)>;

/// A whole shock by name.
struct Event {
    id: &'static str,
    name: &'static str,
    /// VIX before, after, trading days.
    vix: [f64; 3],
    spx: f64,
    token: Option<f64>,
}

/// Explosions that lead the list; the others are behind a button.
const CHOSEN: [&str; 8] =
    ["mar_2020", "oct_2008", "oct_1987", "apr_2025", "aug_2024", "ftx_2022", "mar_2023", "feb_2018"];

fn tenth(x: f64) -> f64 {
    (10.0 * x).round() / 10.0
}

fn event(explosion: &Explosion, plan: &Plan) -> Event {
    let token = match plan.market.token {
        Token::Eth => explosion.eth,
        Token::Btc => explosion.btc,
        Token::Own => None,
    };
    let (from, to) = (tenth(explosion.vix_from), tenth(explosion.vix_to).min(150.0));
    Event { id: explosion.id, name: explosion.name, vix: [from, to, explosion.days], spx: explosion.spx, token }
}

/// Every field of the shock, so that nothing of another shock stays under this one.
fn whole_shock([from, to, days]: [f64; 3], spx: Option<f64>, token: Option<f64>) -> Changes {
    let of = |id: &'static str| match id {
        "shock.vix" => Some(to),
        "shock.days" => Some(days),
        "shock.spx" => spx.map(|x| clean(x, 6)),
        "shock.token" => token.map(|x| clean(x, 6)),
        _ => None,
    };
    let fields = KNOBS.iter().filter(|knob| knob.group == Group::Shock).map(|knob| (knob.id, of(knob.id)));
    std::iter::once(("market.vix", Some(from))).chain(fields).collect()
}

impl Event {
    fn really(&self) -> Changes {
        whole_shock(self.vix, Some(self.spx), self.token)
    }

    fn by_model(&self) -> Changes {
        whole_shock(self.vix, None, None)
    }
}

fn is_set(changes: &Changes, plan: &Plan) -> bool {
    let mut turned = plan.clone();
    turn(&mut turned, changes);
    turned == *plan
}

fn turn(plan: &mut Plan, changes: &Changes) {
    for (id, value) in changes {
        if let Some(knob) = knob(id) {
            let _ = knob.set(plan, 0, *value);
        }
    }
}

/// What the book comes to in this shock.
fn comes_to(book: &Book, changes: &Changes) -> Option<f64> {
    let mut plan = book.plan.clone();
    turn(&mut plan, changes);
    let book = book.resolve_beside(&plan).ok()?;
    Some(pnl::of(&book, &book.shock.as_set(0.0)).combined())
}

/// Which event stands, in words.
pub fn standing(plan: &Plan) -> Option<String> {
    let event = EXPLOSIONS.iter().map(|explosion| event(explosion, plan)).find(|event| {
        plan.event.vix.is_some_and(|vix| vix.0 == event.vix[1])
            && [plan.market.vix.0, plan.event.days] == [event.vix[0], event.vix[2]]
    })?;
    if is_set(&event.really(), plan) {
        return Some(format!("{}, as it really was", event.name));
    }
    is_set(&event.by_model(), plan).then(|| format!("{}, as the model has it", event.name))
}

/// What the menu shows.
#[derive(Properties, PartialEq)]
pub struct HistoryProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// Closes the menu.
    pub close: Callback<()>,
}

/// The menu; it exists while it is open, and its figures are computed then.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let is_whole = use_state_eq(|| false);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let plan = &props.book.plan;
    let leading = CHOSEN.iter().filter_map(|id| EXPLOSIONS.iter().find(|explosion| explosion.id == *id));
    let shown: Vec<Event> = match *is_whole {
        true => EXPLOSIONS.iter().rev().map(|explosion| event(explosion, plan)).collect(),
        false => leading.map(|explosion| event(explosion, plan)).collect(),
    };
    let whole = {
        let is_whole = is_whole.clone();
        Callback::from(move |_: MouseEvent| is_whole.set(!*is_whole))
    };
    html! {
        <div class="menu-sheet" id="history-menu" role="region" aria-label="History">
            <h2>{ "What really happened" }</h2>
            <p class="quiet">{ format!("VIX, SPX and {} as they really went, on your terms; grey: the model’s own move for the same VIX. A row sets every field of the shock and VIX now.", plan.market.token.name()) }</p>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Events, with what the book comes to">
            <table>
                <thead><tr>
                    <th scope="col">{ "Event" }</th><th scope="col">{ "VIX" }</th><th scope="col">{ "days" }</th><th scope="col">{ "SPX" }</th>
                    <th scope="col">{ plan.market.token.name() }</th><th scope="col">{ "really" }</th><th scope="col">{ "model" }</th>
                </tr></thead>
                <tbody>{ for shown.iter().map(|event| line(event, props, &dispatch)) }</tbody>
            </table>
            </div>
            <p class="menu-acts">
                <button type="button" class="tool line" onclick={whole}>{ if *is_whole { "Fewer".to_string() } else { format!("All {}", EXPLOSIONS.len()) } }</button>
                { for by_model(plan).into_iter().map(|(id, name, changes)| html! {
                    <button type="button" class="tool line" id={format!("event-{id}")} onclick={press(changes, props, &dispatch)}>{ name }</button>
                }) }
            </p>
        </div>
    }
}

fn press(changes: Changes, props: &HistoryProps, dispatch: &Dispatch) -> Callback<MouseEvent> {
    let (dispatch, close) = (dispatch.clone(), props.close.clone());
    Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Act::turn(changes.clone()));
        close.emit(());
    })
}

fn line(event: &Event, props: &HistoryProps, dispatch: &Dispatch) -> Html {
    let [from, to, days] = event.vix;
    let (really, model) = (event.really(), event.by_model());
    let usd = |changes: &Changes| comes_to(&props.book, changes);
    let said = |x: Option<f64>| x.map_or_else(|| "—".to_string(), words::signed);
    let (was, says) = (usd(&really), usd(&model));
    let token = event.token.map_or_else(|| "no market".into(), |x| words::percent(x, 1));
    html! {
        <tr key={event.id}>
            <th scope="row"><button type="button" id={format!("event-{}", event.id)} onclick={press(really, props, dispatch)}>{ event.name }</button></th>
            <td>{ format!("{} → {}", words::vix(from), words::vix(to)) }</td><td>{ words::number(days) }</td>
            <td>{ words::percent(event.spx, 1) }</td><td>{ token }</td>
            <td class={classes!(was.and_then(sign))}>{ said(was) }</td>
            <td><button type="button" class="quiet" id={format!("event-{}-model", event.id)} onclick={press(model, props, dispatch)}
                aria-label={format!("{} as the model has it: {}", event.name, said(says))}>{ said(says) }</button></td>
        </tr>
    }
}

/// Shocks that only the model knows, from today's VIX.
fn by_model(plan: &Plan) -> [(&'static str, String, Changes); 2] {
    let (vix, days) = (plan.market.vix.0, plan.event.days);
    [("two_sigma", "Two sigma", two_sigma(plan).0), ("doubling", "Doubling", 2.0 * vix)].map(|(id, name, to)| {
        let to = tenth(to).clamp(9.0, 150.0);
        let spx = Link::new(Points(vix), days, plan.response.severity).spx_move(Points(to)).0;
        let words = format!("{name}: VIX {}, SPX {}", words::vix(to), words::percent(spx, 1));
        (id, words, whole_shock([vix, to, days], None, None))
    })
}
