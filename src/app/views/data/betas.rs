//! Betas: what the token answered to SPX and the VIX family in these files, and what of it goes into the scenario.

use second_engine::signals::betas::Factor;
use second_engine::views::data::betas::{self, BetaRow, BetaTable};
use second_engine::views::data::offers::Beside;
use second_engine::views::data::rolling_chart::{self, Rolled, RollingView};
use second_engine::words::{fixed, kept, number};
use yew::prelude::*;

use crate::app::controls::choice::Select;
use crate::app::figures::figure::figure;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::{Sheet, framed};
use crate::app::views::data::offers::{Put, about};

/// What the figure shows.
#[derive(Clone, PartialEq, Properties)]
pub struct BetasProps {
    /// What the files say, and where it goes.
    pub put: Put,
    /// The plan's token.
    pub token: &'static str,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The table of one factor, and how its beta changed.
#[component]
pub fn Betas(props: &BetasProps) -> Html {
    let BetasProps { put, token, is_dark } = props;
    let token = *token;
    let chosen = use_state_eq(|| 0_usize);
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |nth| chosen.set(nth))
    };
    let tab = put.tab.clone();
    let nth = (*chosen).min(tab.betas.len().saturating_sub(1));
    let Some(table) = tab.betas.get(nth) else { return Html::default() };
    let all = Sheet::from(betas::table(&tab.betas));
    let acts = all.saving("Betas", "betas");
    let labels: Vec<AttrValue> = tab.betas.iter().map(|one| format!("SPX and {}", one.factor).into()).collect();
    let has_rolling = table.rolling.iter().filter(|one| one.spx.is_some()).nth(1).is_some();
    let picture = |id: &'static str, of: Rolled| {
        let draw = {
            let tab = tab.clone();
            Callback::from(move |(width, height)| {
                rolling_chart::scene(&RollingView { rolling: &tab.betas[nth].rolling, of, token, width, height })
            })
        };
        let sheet = Sheet::from(rolling_chart::table(&table.rolling, &table.factor));
        let caption = "One standard error to each side. A year of moves, drawn once a month.";
        let to = match of {
            Rolled::Spx => "SPX",
            Rolled::Factor(factor) => factor.name(),
        };
        html! { <Picture {id} dek={format!("Beta of {token} to {to}, a year at a time")} {caption} {draw} {sheet} is_dark={*is_dark} /> }
    };
    let factor = Factor::named(&table.factor);
    let pictures = has_rolling.then(|| {
        html! {
            <>
                { picture("rolling", Rolled::Spx) }
                { for factor.map(|factor| picture("rolling-factor", Rolled::Factor(factor))) }
            </>
        }
    });
    html! {
        <div>
            { figure(table.headline.clone(), "Regression of the token's log returns, errors by Newey and West", acts, html! {
                <>
                    <Select id="factor-shown" label="What stands for volatility" {labels} chosen={nth} {choose} />
                    { rows(put, table) }
                    <p class="note-row">{ kept(&table.said) }</p>
                </>
            }) }
            { pictures.unwrap_or_default() }
        </div>
    }
}

fn rows(put: &Put, table: &BetaTable) -> Html {
    let factor = format!("Per {}", table.factor);
    let heads = ["Sample", "Per SPX", "± s.e.", &factor, "± s.e.", "Moves", "R²"];
    let in_plan = table.in_plan.map(|[spx, vix]| {
        let [to_spx, to_vix] = &table.sources;
        let sources = if to_spx == to_vix { to_spx.clone() } else { format!("SPX {to_spx}, VIX {to_vix}") };
        html! { <tr><th scope="row">{ format!("In the plan, {sources}") }</th><td>{ fixed(spx, 2) }</td><td>{ "—" }</td><td>{ fixed(vix, 4) }</td><td>{ "—" }</td><td>{ "—" }</td><td>{ "—" }</td></tr> }
    });
    let rows = html! {
        <>
            { in_plan.unwrap_or_default() }
            { for table.rows.iter().map(|row| beta(put, table, row)) }
        </>
    };
    framed("sheet", "Betas fitted to these files", &heads, rows)
}

fn beta(put: &Put, table: &BetaTable, row: &BetaRow) -> Html {
    let cells = match &row.fitted {
        None => html! { <td class="text" colspan="6">{ kept(&row.said) }</td> },
        Some(one) => html! {
            <>
                <td>{ fixed(one.spx[0], 2) }</td><td>{ fixed(one.spx[1], 2) }</td>
                <td>{ fixed(one.factor[0], 4) }</td><td>{ fixed(one.factor[1], 4) }</td>
                <td>{ number(one.count as f64) }</td><td>{ fixed(one.r_squared, 2) }</td>
            </>
        },
    };
    let said = put.tab.offers.iter().find(|offer| table.is_offered && offer.beside == Beside::Betas(row.id.clone()));
    let said = said.map_or_else(|| row.said.clone(), |offer| offer.said.join(" "));
    html! {
        <>
            <tr key={row.id.clone()}><th scope="row">{ &row.name }</th>{ cells }</tr>
            if row.fitted.is_some() {
                <tr key={format!("{}-more", row.id)} class="set-more"><td colspan="7">
                    <div class="offer">
                    if table.is_offered {
                        { put.buttons(&Beside::Betas(row.id.clone())) }
                    }
                    <details><summary id={about(&Beside::Betas(row.id.clone()))}>{ "In words" }</summary>
                        <p class="note-row">{ kept(&said) }</p>
                        if !row.why_not.is_empty() {
                            <p class="note-row">{ kept(&row.why_not) }</p>
                        }
                    </details>
                    </div>
                </td></tr>
            }
        </>
    }
}
