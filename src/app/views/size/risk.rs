//! Risk: the correlation map, where the budget breaks, the worst of the horizon.

use std::sync::Arc;

use second_engine::book::Book;
use second_engine::book::limits::LargestPool;
use second_engine::numbers::pieces::in_pieces;
use second_engine::plan::Plan;
use second_engine::simulation::correlation_map::{CorrelationMap, IMPLIED_AT, SEEN_BY_HORIZON, SEEN_BY_VIX, WINGS};
use second_engine::simulation::cvar::Outcomes;
use second_engine::sizing::ledger::SizedPosition;
use second_engine::units::Points;
use second_engine::views::engines::Engines;
use second_engine::views::pinned::captioned;
use second_engine::views::size::correlation_chart;
use second_engine::views::size::correlation_chart::CorrelationView;
use second_engine::views::size::frontier_chart;
use second_engine::views::size::frontier_chart::FrontierView;
use second_engine::views::size::risk::{self, RiskMap};
use second_engine::views::size::risk_answers;
use second_engine::views::size::second_engine_check;
use second_engine::words;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::browser::observers::use_in_view;
use crate::app::figures::facts::{Facts, facts};
use crate::app::figures::figure::segment;
use crate::app::figures::picture::Picture;
use crate::app::figures::sheet::Sheet;
use crate::app::store::kept::link_key;
use crate::app::store::made::use_made;
use crate::app::store::pinned::{Pinned, use_of_a};
use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;
use crate::app::views::size::checks;
use crate::app::views::size::sized::SizedA;

/// What the sections need.
#[derive(Properties, PartialEq)]
pub struct RiskProps {
    /// What every panel is made from.
    pub tab: ViewProps,
    /// The plan without where VIX ends, as it last rested: what the kept half depends on.
    pub line: Plan,
    /// The horizon's outcomes.
    pub outcomes: Shared<Arc<Outcomes>>,
    /// The sized position; none where the terms allow no deposit.
    pub ledger: Shared<Option<SizedPosition>>,
    /// Whether both are of this plan.
    pub is_now: bool,
    /// Plan A's, where one is pinned.
    pub pinned: Option<Shared<SizedA>>,
}

/// The sections. The pictures of the link wait until a drag rests and the eye is here; the tests move with the slider.
#[component]
pub fn Risk(props: &RiskProps) -> Html {
    let room = use_node_ref();
    let is_seen = use_in_view(room.clone());
    let wing = use_state_eq(|| 0_usize);
    let RiskProps { tab, line, outcomes, ledger, is_now, pinned } = props;
    let ViewProps { book, report, is_dark, .. } = tab;
    let made = use_made(line.clone(), is_seen && *is_now, 0.0, || {
        let (book, outcomes, gone_at) = (book.clone(), outcomes.clone(), report.combined.budget_gone_at);
        in_pieces(async move { risk::making(&book, &outcomes, gone_at).await })
    });
    // A drag that goes on leaves the link that rested; what is of it is not of this book.
    let waits = (!made.is_now || *line != link_key(&tab.plan)).then_some("waits");
    let risk = made.value;
    let a = {
        let pinned = pinned.clone();
        use_of_a(is_seen && pinned.is_some(), move |a: &Pinned| {
            let gone = a.report.combined.budget_gone_at;
            pinned.map(|sized| (risk::of(&a.book, &sized.outcomes, gone), gone))
        })
    };
    let still = use_memo((risk.clone(), a.clone(), *wing, *is_dark), |(risk, a, which, is_dark)| {
        let risk = risk.as_ref()?;
        let switch = {
            let wing = wing.clone();
            Callback::from(move |to| wing.set(to))
        };
        let both = book.has_condor() && book.has_pool();
        let map = if both { map(book, risk, a, *which, &switch, *is_dark) } else { Html::default() };
        let answer = html! { <p class="answer" id="risk-answer">{ kept(&risk.answer) }</p> };
        Some(html! { <div>{ answer }{ map }</div> })
    });
    let body = match (risk, &*still) {
        (Some(risk), Some(map)) => {
            let test = second_engine_check::of(book, report, &risk, (**ledger).as_ref());
            html! {
                <>
                    <div class="duo wide">{ map.clone() }<div>{ worst(&risk, Engines::of(book)) }if book.hangs_on_tokens() { { observed(&risk.map) } }</div></div>
                    <div class="duo wide">{ breaks(tab, &risk, &a) }<div>{ checks::second(&test) }{ checks::steward(&test) }</div></div>
                    <div class="duo"><div>{ checks::gate(tab, &test) }</div><div>{ checks::cash(&risk.cash, &risk.cash_answer) }</div></div>
                </>
            }
        }
        _ => Html::default(),
    };
    html! { <div ref={room} class={classes!("risk", waits)} id="risk" aria-busy={waits.is_some().to_string()}>{ body }</div> }
}

/// Plan A's sections and the VIX on its link at which its budget is gone, once they are there.
type RiskOfA = Option<Shared<Option<(RiskMap, Option<Points>)>>>;

fn in_a(a: &RiskOfA) -> Option<&(RiskMap, Option<Points>)> {
    a.as_ref().and_then(|a| (**a).as_ref())
}

/// The map with its switch of wings.
fn map(book: &Book, risk: &Shared<RiskMap>, a: &RiskOfA, wing: usize, switch: &Callback<usize>, is_dark: bool) -> Html {
    let engines = Engines::of(book);
    let map_of_a = in_a(a).map(|(risk, _)| &risk.map);
    let caption = correlation_chart::caption(map_of_a.is_some());
    let table = correlation_chart::table(&risk.map, map_of_a, engines);
    let draw = {
        let (risk, a) = (risk.clone(), a.clone());
        Callback::from(move |(width, height)| {
            let (pinned, days) = (in_a(&a).map(|(risk, _)| &risk.map), risk.cvar.days);
            correlation_chart::scene(&CorrelationView { map: &risk.map, pinned, wing, days, width, height })
        })
    };
    let one = |(i, name): (usize, &&str)| {
        let switch = switch.clone();
        let choose = Callback::from(move |_: MouseEvent| switch.emit(i));
        segment((*name).to_string(), format!("{name} against the pool"), i == wing, choose)
    };
    html! {
        <>
            <div class="positions"><span class="seg" role="group" aria-label="What is held against the pool">{ for WINGS.iter().enumerate().map(one) }</span></div>
            <Picture id="correlation" dek="Correlation of condor and pool P&L by VIX and horizon" {draw}
                {caption} sheet={Sheet::from(table)} {is_dark} />
        </>
    }
}

/// The distribution over the horizon.
fn worst(risk: &RiskMap, engines: Engines) -> Html {
    let c = &risk.cvar;
    let largest = match c.largest {
        LargestPool::None => "none: the rest breaks it".into(),
        LargestPool::UpTo(most) if c.least.0 > 0.0 => {
            format!("from {} to {}", words::amount(c.least.0), words::amount(most.0))
        }
        LargestPool::Unlimited if c.least.0 > 0.0 => format!("from {} on", words::amount(c.least.0)),
        LargestPool::UpTo(most) => words::amount(most.0),
        LargestPool::Unlimited => "no limit".into(),
    };
    let mut list: Facts = vec![
        ("Mean", words::usd(c.mean.0)),
        ("One in twenty loses more than", words::amount(c.var.0.max(0.0))),
        ("CVaR 95, their mean", words::usd(-c.cvar.0)),
        ("Of equity", words::share(c.share_of_equity.0, 1)),
        ("Largest pool within the budget", largest),
    ];
    // Without both there is nothing to hold against the other.
    list.extend(c.correlation.map(|rho| ("Condor and pool, VIX unknown", words::correlation(rho))));
    list.extend(c.pools_in_tail.map(|tail| (engines.pool_in_tail(), words::usd(tail[0].0))));
    let dek = "The horizon. VIX, SPX and token as the model draws them, by quadrature; dollars";
    facts("CVaR", words::headline(&c.answer), dek, list)
}

/// What was seen of token and SPX beside what the parameters imply of token and shock.
fn observed(map: &CorrelationMap) -> Html {
    let seen = SEEN_BY_HORIZON.iter().chain(&SEEN_BY_VIX).map(|(name, rho)| (*name, words::correlation(*rho)));
    let mut list: Facts = seen.collect();
    let implied = |(name, vix)| Some((name, words::correlation(map.implied_at(vix)?.0)));
    list.extend(IMPLIED_AT.into_iter().filter_map(implied));
    let dek = "Seen: correlation of ETH and SPX since 2020. Implied: of the token with SPX and VIX together, by betas and residual";
    facts("Token and shock", words::headline(&risk_answers::implied(map)), dek, list)
}

/// The frontier.
fn breaks(tab: &ViewProps, risk: &Shared<RiskMap>, a: &RiskOfA) -> Html {
    let of_a = in_a(a).map(|(risk, _)| &risk.frontier);
    let caption = captioned(frontier_chart::caption(&risk.frontier), of_a.is_some());
    let table = frontier_chart::table(&risk.frontier, of_a);
    let draw = {
        let (risk, report, a) = (risk.clone(), tab.report.clone(), a.clone());
        Callback::from(move |(width, height)| {
            let pinned = in_a(&a).map(|(risk, gone)| (&risk.frontier, *gone));
            frontier_chart::scene(&FrontierView { frontier: &risk.frontier, pinned, report: &report, width, height })
        })
    };
    html! {
        <Picture id="frontier" dek="Where the loss is the budget, SPX against VIX at the shock's date" {draw}
            {caption} sheet={Sheet::from(table)} is_dark={tab.is_dark} />
    }
}
