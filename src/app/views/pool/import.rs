//! Import: a box for a position or a history of yields; what was read stands there before it is used.

use second_engine::data::defillama::Yields;
use second_engine::data::uniswap::V3Position;
use second_engine::data::{Imported, read};
use second_engine::plan::address::Address;
use second_engine::plan::{Plan, PoolPlan};
use second_engine::words;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::frame::top::opened;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// What the box needs.
#[derive(Properties, PartialEq)]
pub struct ImporterProps {
    /// The plan.
    pub plan: Shared<Plan>,
    /// Which pool takes what is read.
    pub selected: usize,
}

/// What was read, in words, and what using it does.
struct Offer {
    facts: Facts,
    note: String,
    act: Act,
}

/// The box.
#[component]
pub fn Importer(props: &ImporterProps) -> Html {
    let text = use_state_eq(String::new);
    let chooser = use_node_ref();
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let take = {
        let text = text.clone();
        Callback::from(move |read: String| text.set(read))
    };
    let oninput = {
        let take = take.clone();
        Callback::from(move |event: InputEvent| take.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value()))
    };
    let choose = {
        let chooser = chooser.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = chooser.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let found = if text.trim().is_empty() {
        Html::default()
    } else {
        found(offer(&text, &props.plan, props.selected), &text, &dispatch)
    };
    html! {
        <details class="import">
            <summary>{ "Import a position or a pool's yields" }</summary>
            <div class="import-box">
                <label for="import-text">{ "Paste what positions(tokenId) or the subgraph returns, or a DefiLlama pool's CSV. It stays on this device." }</label>
                <textarea id="import-text" rows="5" spellcheck="false" autocomplete="off" value={(*text).clone()} {oninput} />
                <input ref={chooser} class="sr" type="file" id="import-file" tabindex="-1" aria-label="A position or a CSV" onchange={opened(take)} />
                <button type="button" class="tool" onclick={choose}>{ "Open a file" }</button>
                <div id="import-read" aria-live="polite">{ found }</div>
            </div>
        </details>
    }
}

fn found(offer: Result<Offer, String>, text: &UseStateHandle<String>, dispatch: &Dispatch) -> Html {
    match offer {
        Err(said) => html! { <p class="err">{ said }</p> },
        Ok(Offer { facts, note, act }) => {
            let (dispatch, text) = (dispatch.clone(), text.clone());
            let used = Callback::from(move |_: MouseEvent| {
                dispatch.dispatch(act.clone());
                text.set(String::new());
            });
            html! {
                <>
                    { fact_list(facts) }
                    if !note.is_empty() {
                        <p class="note-row">{ note }</p>
                    }
                    <button type="button" class="tool update" id="import-use" onclick={used}>{ "Use it for this pool" }</button>
                </>
            }
        }
    }
}

fn offer(text: &str, plan: &Plan, pool: usize) -> Result<Offer, String> {
    match read(text)? {
        Imported::Position(position) => of_position(&position, plan, pool),
        Imported::Yields(yields) => Ok(of_yields(&yields, pool)),
    }
}

/// The pool of a position: at the price that it was copied with, else at today's in the plan.
fn of_position(position: &V3Position, plan: &Plan, index: usize) -> Result<Offer, String> {
    let like = plan.positions().nth(index).unwrap_or(&plan.pool);
    let token = position.pool_plan(1.0, like)?.token;
    let today = PoolPlan { token, token_price: None, ..PoolPlan::default() }.price_in(&plan.market).0;
    let (price, source) = match position.price_then() {
        Some(price) => (price, "the pool's when it was copied"),
        None => (today, "today's in the plan"),
    };
    let pool = position.pool_plan(price, like)?;
    let facts = vec![
        ("Pair", format!("{} / {}", position.token0.symbol, position.token1.symbol)),
        ("Fee tier", words::share(pool.tier.0, 2)),
        ("Range", format!("{} to {}", words::price(pool.low), words::price(pool.high))),
        ("Ticks", format!("{} to {}", position.tick_lower, position.tick_upper)),
        ("Liquidity", position.liquidity.to_string()),
        ("Price", format!("{}, {source}", words::price(price))),
        ("Worth", words::amount(pool.deposit.0)),
    ];
    Ok(Offer { facts, note: position.note().unwrap_or_default(), act: Act::TakePool(index, Box::new(pool)) })
}

fn of_yields(yields: &Yields, pool: usize) -> Offer {
    let facts = vec![
        ("Fee APR, simple", words::share(yields.fee_apr.0, 2)),
        ("Reward APR, not used", words::share(yields.reward_apr.0, 2)),
        ("In the pool", yields.tvl.map_or_else(|| "—".into(), |usd| words::amount(usd.0))),
    ];
    let mut changes = vec![("pool.fee_by", Some(0.0)), ("pool.fee_apr", Some(yields.fee_apr.0))];
    changes.extend(yields.tvl.map(|usd| ("pool.vetting.tvl", Some(usd.0))));
    Offer {
        facts,
        note: yields.note(),
        act: Act::turn(changes.into_iter().map(|(row, x)| (Address::new(row, pool), x))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITION: &str = include_str!("../../../../tests/fixtures/uniswap_positions.txt");
    const YIELDS: &str = include_str!("../../../../tests/fixtures/defillama_pool.csv");

    #[test]
    fn a_position_is_offered_at_the_plans_price() {
        let offer = offer(POSITION, &Plan::default(), 0);
        assert!(offer.is_ok_and(|offer| match offer.act {
            Act::TakePool(0, pool) => pool.token_price.map(|usd| usd.0) == Some(Plan::default().market.token_price.0),
            _ => false,
        }));
    }

    #[test]
    fn yields_turn_the_fee_apr_and_nonsense_is_said() {
        let offered = offer(YIELDS, &Plan::default(), 1);
        assert!(offered.is_ok_and(
            |offer| matches!(&offer.act, Act::turn(changes) if changes.contains(&(Address::new("pool.fee_apr", 1), Some(0.0625))))
        ));
        assert!(offer("hello", &Plan::default(), 0).is_err());
    }
}
