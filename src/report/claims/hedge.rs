//! Claims about the layered hedge.

use super::Finding;
use crate::book::setup::Setup;
use crate::plan::ShockPlan;
use crate::report::Report;
use crate::report::hedge_tab::explosions::CLAIMED_CUT;
use crate::units::{Frac, Points};
use crate::words::{amount, fixed, share, usd, vix};

const NO_HEDGE: &str = "There is no hedge to test it on.";

/// Carry a year as a share of risk capital.
pub(super) fn cost(setup: &Setup, report: &Report) -> Finding {
    let capital = setup.plan.account.risk_capital().0;
    let carry = report.hedge.carry.0;
    if report.hedge.outlay.0 <= 0.0 || capital <= 0.0 {
        return Finding::nothing(NO_HEDGE);
    }
    let part = carry / capital;
    let text = format!(
        "{} a year with VIX unchanged, of {} risk capital; it is 2 % from {} upward.",
        amount(carry),
        amount(capital),
        amount(carry / 0.02)
    );
    Finding::new((0.01..=0.02).contains(&part), share(part, 1), text)
}

/// What the short and the long layer pay per dollar paid.
pub(super) fn long_layer(_: &Setup, report: &Report) -> Finding {
    let per_dollar = |name: &str| {
        let layer = report.hedge.layers.iter().find(|layer| layer.name == name)?;
        let paid = crate::units::MULTIPLIER * layer.contracts * layer.premium.0;
        (paid > 0.0).then(|| layer.pnl.0 / paid)
    };
    let (Some(short), Some(long)) = (per_dollar("short"), per_dollar("long")) else {
        return Finding::nothing(NO_HEDGE);
    };
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
pub(super) fn crypto_crash(setup: &Setup, report: &Report) -> Finding {
    if report.hedge.outlay.0 <= 0.0 || !setup.has_pool() {
        return Finding::nothing("It takes a hedge and a pool to test it.");
    }
    let vix = Points(1.04 * setup.market.ground.vix.0);
    let plan = ShockPlan { vix: Some(vix), crypto: Frac(-0.27), ..ShockPlan::default() };
    let shock = setup.shock_of(&plan, 1.0);
    let pnl = setup.pnl(&shock, &shock.as_set(0.0));
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
pub(super) fn drawdown(setup: &Setup, report: &Report) -> Finding {
    if report.hedge.outlay.0 <= 0.0 {
        return Finding::nothing(NO_HEDGE);
    }
    let found = setup.explosions();
    let Some(cut) = found.median_cut else {
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
pub(super) fn net_vega(setup: &Setup, report: &Report) -> Finding {
    if report.hedge.outlay.0 <= 0.0 || setup.condor.contracts == 0.0 {
        return Finding::nothing("It takes condors and a hedge to test it.");
    }
    let vega = setup.net_vega();
    let text = format!(
        "VIX one point up along the curve, SPX held: condors {}, hedge {}. Within a tenth of the condors’ is a yes.",
        usd(vega.condor.0),
        usd(vega.hedge.0)
    );
    Finding::new(vega.net.0.abs() <= 0.1 * vega.condor.0.abs(), format!("{} a point", usd(vega.net.0)), text)
}

/// How the leg on the chain bends, and what it makes in the shock.
pub(super) fn negative_convexity(setup: &Setup, report: &Report) -> Finding {
    let Some(bend) = setup.convexities().into_iter().find(|leg| leg.id == "hedge.chain") else {
        return Finding::nothing("There is no leg on the chain to test it on.");
    };
    let made = setup.chain_pnl(&setup.shock.as_set(0.0));
    let text = format!(
        "{} In this shock it makes {} while the pool makes {}.",
        bend.sentence,
        usd(made),
        usd(report.pool.pnl.0)
    );
    Finding::new(bend.protects && made > 0.0, usd(made), text)
}

/// The parity edge of a conversion against its costs.
pub(super) fn conversion(setup: &Setup, _: &Report) -> Finding {
    let Some(found) = setup.conversion() else {
        return Finding::nothing("There is no pool to convert.");
    };
    let text = format!(
        "{} What is left is the pool’s gamma: a move of 10 % down costs {}.",
        found.label,
        amount(-found.left_at_ten[0].0)
    );
    Finding::new(found.edge.0 > found.costs.0, format!("{} after costs", usd(found.edge.0 - found.costs.0)), text)
}
