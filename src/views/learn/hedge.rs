//! Claims about the layered hedge.

use crate::book::{Book, convexity, explosions, pnl, vega};
use crate::holdings::Held;
use crate::plan::EventPlan;
use crate::plan::holding::Kind;
use crate::units::{Frac, Points};
use crate::views::hedge::conversion::ConversionReport;
use crate::views::hedge::explosions::CLAIMED_CUT;
use crate::views::hedge::{conversion, convexity as meter};
use crate::views::learn::Finding;
use crate::views::report::{LayerReport, Report};
use crate::words::{amount, fixed, share, usd, vix};

const NO_HEDGE: &str = "There is no hedge to test it on.";

/// Carry a year as a share of risk capital.
pub(super) fn cost(book: &Book, report: &Report) -> Finding {
    let capital = book.plan.account.risk_capital().0;
    let carry = report.hedge.carry.0;
    if !book.has_hedge() || capital <= 0.0 {
        return Finding::nothing(NO_HEDGE);
    }
    let part = carry / capital;
    if carry <= 0.0 {
        let text =
            format!("It earns {} a year with VIX unchanged, of {} risk capital.", amount(-carry), amount(capital));
        return Finding::new(false, share(part, 1), text);
    }
    let text = format!(
        "{} a year with VIX unchanged, of {} risk capital; it is 2 % from {} upward.",
        amount(carry),
        amount(capital),
        amount(carry / 0.02)
    );
    Finding::new((0.01..=0.02).contains(&part), share(part, 1), text)
}

/// What the short and the long layer pay per dollar paid.
pub(super) fn long_layer(_: &Book, report: &Report) -> Finding {
    let per_dollar = |layer: &LayerReport| {
        let paid = crate::units::MULTIPLIER * layer.contracts * layer.premium.0;
        (paid > 0.0).then(|| (layer.days, layer.pnl.0 / paid))
    };
    let layers = || report.hedge.layers.iter().filter_map(per_dollar);
    let ends = (layers().min_by(|a, b| a.0.total_cmp(&b.0)), layers().max_by(|a, b| a.0.total_cmp(&b.0)));
    let (Some((near, short)), Some((far, long))) = ends else { return Finding::nothing(NO_HEDGE) };
    if near >= far {
        return Finding::nothing("It takes two layers of different days to test it.");
    }
    let figure = format!("{} against {} per $1", signed_dollars(long), signed_dollars(short));
    let text = format!(
        "At VIX {} each dollar in the long layer gains {}, in the short one {}: its future moves less than VIX.",
        vix(report.shock.vix.0),
        signed_dollars(long),
        signed_dollars(short)
    );
    Finding::new(short > 0.0 && long >= 0.8 * short, figure, text)
}

fn signed_dollars(x: f64) -> String {
    let sign = if x < 0.0 { crate::words::MINUS.to_string() } else { "+".into() };
    format!("{sign}${}", fixed(x.abs(), 2))
}

/// The hedge's gain against the pool's loss where crypto falls alone, as on 19 May 2021: ETH −27 %, VIX up 4 %, a day.
pub(super) fn crypto_crash(book: &Book, _: &Report) -> Finding {
    if !book.has_hedge() || !book.has_pool() {
        return Finding::nothing("It takes a hedge and a pool to test it.");
    }
    let vix = Points(1.04 * book.market.calibration.vix.0);
    let event = EventPlan { vix: Some(vix), crypto: Frac(-0.27), ..EventPlan::calm(1.0) };
    let pnl = pnl::of(book, &book.shock.with_event(event).as_set(0.0));
    let (hedge, pool) = (pnl.hedge, pnl.pool);
    if pool >= 0.0 {
        return Finding::nothing("The pool does not lose when crypto falls.");
    }
    let text = format!(
        "As on 19 May 2021, VIX 4 % up and crypto 27 % down in a day: the pool makes {}, the hedge {}. Half the loss covered would be a yes.",
        usd(pool),
        usd(hedge)
    );
    Finding::new(hedge >= -0.5 * pool, format!("{} covered", share((hedge / -pool).max(0.0), 0)), text)
}

/// What of the loss in 22 explosions the hedge takes away.
pub(super) fn drawdown(book: &Book, _: &Report) -> Finding {
    if !book.has_hedge() {
        return Finding::nothing(NO_HEDGE);
    }
    let found = explosions::cuts(&explosions::of(book));
    let Some(cut) = found.median else {
        return Finding::nothing("Condor and pool lose in none of the explosions.");
    };
    let [low, high] = CLAIMED_CUT;
    let text = format!(
        "Median of {} explosions in which condor and pool lose, 1987 to 2026, today’s book put through each; from {} to {} is a yes.",
        found.losing,
        share(low, 0),
        share(high, 0)
    );
    Finding::new((low - 0.005..=high + 0.005).contains(&cut.0), format!("{} less", share(cut.0, 0)), text)
}

/// Condor and hedge per VIX point.
pub(super) fn net_vega(book: &Book, _: &Report) -> Finding {
    if !book.has_hedge() || !book.has_condor() {
        return Finding::nothing("It takes condors and a hedge to test it.");
    }
    let vega = vega::of(book);
    let text = format!(
        "VIX one point up along the curve, SPX held: condors {}, hedge {}. Within a tenth of the condors’ is a yes.",
        usd(vega.condor.0),
        usd(vega.hedge.0)
    );
    Finding::new(vega.net.0.abs() <= 0.1 * vega.condor.0.abs(), format!("{} a point", usd(vega.net.0)), text)
}

/// How the leg on the chain bends, and what it makes in the shock: one that is sold where there is one, else the first
/// that is held.
pub(super) fn negative_convexity(book: &Book, report: &Report) -> Finding {
    let chains = || book.of_kind(Kind::Chain).filter(|leg| leg.held.quantity() != 0.0);
    let sold = chains().find(|leg| matches!(&leg.held, Held::Chain(chain) if chain.sign() < 0.0));
    let chain = sold.or_else(|| chains().next());
    let bend_of = |id: String| convexity::of(book).into_iter().find(|one| one.id == id);
    let Some((leg, bend)) = chain.and_then(|leg| Some((leg, bend_of(leg.id())?))) else {
        return Finding::nothing("There is no leg on the chain to test it on.");
    };
    let made = leg.held.pnl(&book.shock.as_set(0.0));
    let text = format!(
        "{} In this shock it makes {} while the pool makes {}.",
        meter::sentence(&bend),
        usd(made),
        usd(report.pool.pnl.0)
    );
    Finding::new(bend.protects && made > 0.0, usd(made), text)
}

/// The parity edge of a conversion against its costs: of the one that earns most after them, where there are several.
pub(super) fn conversion(book: &Book, _: &Report) -> Finding {
    let after_costs = |one: &ConversionReport| one.left.edge.0 - one.left.costs.0;
    let all = conversion::of(book).into_iter().filter(|one| one.tokens != 0.0);
    let Some(found) = all.max_by(|a, b| after_costs(a).total_cmp(&after_costs(b))) else {
        return Finding::nothing("There is no conversion to test it on.");
    };
    let text = format!(
        "{} What is left is the pool’s gamma: a move of 10 % down costs {}.",
        found.label,
        amount(-found.left.left_at_ten[0].0)
    );
    Finding::new(after_costs(&found) > 0.0, format!("{} after costs", usd(after_costs(&found))), text)
}
