//! Import: a box for a position or a history of yields; what was read stands there before it is used.

use second_engine::data::history::yields_of;
use second_engine::data::uniswap::V3Position;
use second_engine::data::yields::Yields;
use second_engine::data::{Imported, read};
use second_engine::holdings::pool::since_entry;
use second_engine::plan::holding::{Kind, MOST, Terms};
use second_engine::plan::{Plan, PoolPlan, PoolToken};
use second_engine::views::data::of_sets::{later, with_yields};
use second_engine::words;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::app::figures::facts::{Facts, fact_list};
use crate::app::frame::open::read as read_file;
use crate::app::frame::top::{chosen, opens};
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// Bytes that the box reads: it does so on the page's own thread.
const MOST_HERE: usize = 1_000_000;

/// What the box needs.
#[derive(Properties, PartialEq)]
pub struct ImporterProps {
    /// The plan.
    pub plan: Shared<Plan>,
    /// Which pool takes what is read.
    pub selected: usize,
    /// Told which pool to show.
    pub select: Callback<usize>,
}

/// What was read, in words, and what can be done with it.
struct Offer {
    facts: Facts,
    note: String,
    uses: Vec<Use>,
}

/// One way to use what was read: a button, and what it does, act by act.
struct Use {
    id: &'static str,
    label: &'static str,
    acts: Vec<Act>,
    /// Which pool is looked at then.
    then: usize,
}

/// The box.
#[component]
pub fn Importer(props: &ImporterProps) -> Html {
    // What stands in the box, or why a file does not.
    let text = use_state_eq(|| Ok(AttrValue::default()));
    // Read once, whatever moves on the page meanwhile.
    let imported = use_memo((*text).clone(), |text| text.as_ref().ok().map(|text| read_here(text)));
    let chooser = use_node_ref();
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    let take = {
        let text = text.clone();
        Callback::from(move |read: Result<String, String>| text.set(read.map(AttrValue::from)))
    };
    let opened = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            if let Some(file) = chosen(&event) {
                read_file(&file, take.clone());
            }
        })
    };
    let oninput = {
        let take = take.clone();
        Callback::from(move |event: InputEvent| {
            take.emit(Ok(event.target_unchecked_into::<HtmlTextAreaElement>().value()));
        })
    };
    let choose = opens(&chooser);
    let found = match (&*text, &*imported) {
        (Err(said), _) => html! { <p class="err">{ said }</p> },
        (Ok(text), _) if text.trim().is_empty() => Html::default(),
        (_, None) => Html::default(),
        (_, Some(read)) => found(offer(read, &props.plan, props.selected), &text, &dispatch, &props.select),
    };
    html! {
        <details class="import">
            <summary>{ "Import a position or a pool's yields" }</summary>
            <div class="import-box">
                <label for="import-text">{ "Paste what positions(tokenId) or the subgraph returns, a DefiLlama pool's CSV or poolDayData. It stays on this device." }</label>
                <textarea id="import-text" rows="5" spellcheck="false" autocomplete="off" value={(*text).clone().unwrap_or_default()} {oninput} />
                <input ref={chooser} class="sr" type="file" id="import-file" tabindex="-1" aria-label="A position or a CSV" onchange={opened} />
                <button type="button" class="tool" onclick={choose}>{ "Open a file" }</button>
                <div id="import-read" aria-live="polite">{ found }</div>
            </div>
        </details>
    }
}

fn found(
    offer: Result<Offer, String>,
    text: &UseStateHandle<Result<AttrValue, String>>,
    dispatch: &Dispatch,
    select: &Callback<usize>,
) -> Html {
    let Offer { facts, note, uses } = match offer {
        Err(said) => return html! { <p class="err">{ said }</p> },
        Ok(offer) => offer,
    };
    let button = |Use { id, label, acts, then }: Use| {
        let (dispatch, text, select) = (dispatch.clone(), text.clone(), select.clone());
        let used = Callback::from(move |_: MouseEvent| {
            for act in &acts {
                dispatch.dispatch(act.clone());
            }
            text.set(Ok(AttrValue::default()));
            select.emit(then);
        });
        html! { <button type="button" class="tool update" {id} onclick={used}>{ label }</button> }
    };
    html! {
        <>
            { fact_list(facts) }
            if !note.is_empty() {
                <p class="note-row">{ note }</p>
            }
            { for uses.into_iter().map(button) }
        </>
    }
}

/// What a text is that stands in the box.
fn read_here(text: &str) -> Result<Imported, String> {
    if text.len() > MOST_HERE {
        return Err(
            "This is more than this box reads: drop it on the page, which reads files of any size aside.".into()
        );
    }
    read(text)
}

fn offer(read: &Result<Imported, String>, plan: &Plan, nth: usize) -> Result<Offer, String> {
    let read = read.as_ref().map_err(Clone::clone)?;
    let later = later(read, plan.market.today);
    match read {
        Imported::Position(position) => of_position(position, plan, nth),
        Imported::Series(series) if let Some(yields) = yields_of(&series.until(plan.market.today)) => {
            if plan.pool(nth).is_none() {
                return Err("There is no pool that could earn these yields: add one first.".into());
            }
            match (yields, later) {
                (Err(_), Some(later)) if series.days_until(plan.market.today).is_empty() => Err(later),
                (yields, later) => {
                    let offer = of_yields(&yields?, plan, nth)?;
                    let note = later.into_iter().chain([offer.note]).collect::<Vec<_>>().join(" ");
                    Ok(Offer { note, ..offer })
                }
            }
        }
        other => Err(format!("This is {}, no pool: nothing of it is taken here.", other.what())),
    }
}

/// The pool of a position: at the price that it was copied with, else at today's in the plan. It takes the place of
/// the pool that is shown, or becomes one of its own.
fn of_position(position: &V3Position, plan: &Plan, nth: usize) -> Result<Offer, String> {
    let fresh = PoolPlan::default();
    let like = plan.pool(nth).unwrap_or(&fresh);
    let token = position.token()?;
    let today = || PoolPlan { token, token_price: None, ..PoolPlan::default() }.base_usd(&plan.market).0;
    let (price, source) = match position.price_then() {
        Some(price) => (price, "the pool's when it was copied"),
        None if token == PoolToken::Own => {
            return Err("This position does not say the pool's tick, and the plan has no price of its token.".into());
        }
        None => (today(), "today's in the plan"),
    };
    let pool = position.pool_plan(price, like)?;
    let since = since_entry::of(&pool);
    let mut facts = vec![
        ("Pair", format!("{} / {}", position.token0.symbol, position.token1.symbol)),
        ("Fee tier", words::share(pool.tier.0, 2)),
        (
            "Range",
            format!("{} to {} {}", words::price(pool.low), words::price(pool.high), pool.price_unit(&plan.market)),
        ),
        ("Ticks", format!("{} to {}", position.tick_lower, position.tick_upper)),
        ("Liquidity", position.liquidity.to_string()),
        ("Price", format!("{}, {source}", words::price(price))),
        ("Worth", words::amount(pool.deposit.0)),
        ("Fees collected", words::amount(pool.collected.0)),
    ];
    facts.push(match since {
        Some(since) => {
            ("P&L since entry", format!("{}, paid in {}", words::usd(since.pnl.0), words::amount(since.paid_in.0)))
        }
        None => ("P&L since entry", "not known: the text does not say what was paid in".into()),
    });
    let (count, taken) = (plan.count(Kind::Pool), Act::TakeTerms(nth, Box::new(Terms::Pool(Box::new(pool.clone())))));
    let here = Use { id: "import-use", label: "Use it for this pool", acts: vec![taken], then: nth };
    let held = Act::Hold(Box::new(Terms::Pool(Box::new(pool))));
    let beside = Use { id: "import-add", label: "Add it as a pool", acts: vec![held], then: count };
    let is_there = plan.pool(nth).is_some();
    let uses = is_there.then_some(here).into_iter().chain((plan.holdings.len() < MOST).then_some(beside)).collect();
    Ok(Offer { facts, note: position.note().unwrap_or_default(), uses })
}

fn of_yields(yields: &Yields, plan: &Plan, nth: usize) -> Result<Offer, String> {
    let facts = vec![
        ("Fee APR, simple", words::share(yields.fee_apr.0, 2)),
        ("Reward APR, not used", words::share(yields.reward_apr.0, 2)),
        ("In the pool", yields.tvl.map_or_else(|| "—".into(), |usd| words::amount(usd.0))),
    ];
    let act = Act::Estimated(Box::new(with_yields(plan, yields, nth)?));
    let here = Use { id: "import-use", label: "Use it for this pool", acts: vec![act], then: nth };
    Ok(Offer { facts, note: yields.note(), uses: vec![here] })
}

#[cfg(test)]
mod tests {
    use super::*;

    use second_engine::plan::address::Address;
    use second_engine::units::day::Day;

    const POSITION: &str = include_str!("../../../../tests/fixtures/uniswap_positions.txt");
    const YIELDS: &str = include_str!("../../../../tests/fixtures/files/defillama.csv");

    fn of(text: &str, plan: &Plan, nth: usize) -> Result<Offer, String> {
        offer(&read_here(text), plan, nth)
    }

    fn acts(offer: Result<Offer, String>) -> Vec<Vec<Act>> {
        offer.map(|offer| offer.uses.into_iter().map(|one| one.acts).collect()).unwrap_or_default()
    }

    #[test]
    fn a_position_is_offered_at_the_plans_price_for_this_pool_or_beside_it() {
        let found = acts(of(POSITION, &Plan::default(), 0));
        assert!(matches!(&found[0][..], [Act::TakeTerms(0, terms)] if matches!(&**terms, Terms::Pool(pool)
            if pool.token_price.map(|usd| usd.0) == Some(Plan::default().market.token_price.0))));
        assert!(matches!(&found[1][..], [Act::Hold(terms)] if matches!(**terms, Terms::Pool(_))));
    }

    #[test]
    fn without_a_pool_a_position_becomes_one_and_yields_are_refused_in_words() {
        let none = Plan { holdings: Vec::new(), ..Plan::default() };
        let found = acts(of(POSITION, &none, 0));
        assert!(found.len() == 1 && matches!(&found[0][..], [Act::Hold(_)]));
        assert!(of(YIELDS, &none, 0).is_err_and(|said| said.contains("no pool")));
    }

    #[test]
    fn yields_turn_the_fee_apr_of_the_pool_that_is_shown_and_nonsense_is_said() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        let found = acts(of(YIELDS, &plan, 1));
        let Some([Act::Estimated(then)]) = found.first().map(|acts| &acts[..]) else { unreachable!("{found:?}") };
        let fee = Address::new("pool.fee_apr", 1);
        assert!(then.pool(1).is_some_and(|pool| (pool.fee_apr.0 - 0.0625).abs() < 1e-12));
        // As the tab of data marks what is from data.
        assert_eq!(then.estimate(fee).and_then(|mark| mark.to), Day::of(2026, 10, 5));
        assert!(of("hello", &plan, 0).is_err());
        // Days after the plan's are none of its own.
        plan.market.today = Day::of(2026, 9, 1);
        assert!(
            of(YIELDS, &plan, 1)
                .is_err_and(|said| said.ends_with("are of days after the plan's, 1 Sep 2026: not read."))
        );
        plan.market.today = Day::of(2026, 10, 2);
        let part = of(YIELDS, &plan, 1);
        assert!(part.is_ok_and(
            |part| part.note.starts_with("2 rows are of days after the plan's") && part.note.contains("Mean of 2 ")
        ));
    }

    #[test]
    fn what_is_no_pool_is_named() {
        let vix = of("observation_date,VIXCLS\n2026-01-16,15.5\n", &Plan::default(), 0);
        assert!(vix.is_err_and(|said| said.starts_with("This is a history of VIX (FRED series), no pool")));
    }
}
