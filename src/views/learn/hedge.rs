//! Claims about the layered hedge.

use crate::book::{Book, carry, conversions, convexity, explosions, pnl, vega};
use crate::holdings::{Entry, Held};
use crate::plan::EventPlan;
use crate::plan::holding::Kind;
use crate::units::{Frac, MULTIPLIER, Points};
use crate::views::engines::Engines;
use crate::views::hedge::convexity as meter;
use crate::views::hedge::explosions::CLAIMED_CUT;
use crate::views::learn::claim::Finding;
use crate::words::{amount, fixed, percent, share, usd, vix};

const NO_HEDGE: &str = "There is no hedge to test it on.";

/// The most of risk capital that the hedge is said to cost a year.
const CLAIMED_COST: f64 = 0.02;
/// VIX above which the hedge is said to cut losses.
const ABOVE: f64 = 25.0;
/// Part of the losses that it is said to cut there.
const CLAIMED_COVER: f64 = 0.4;
/// Part of the pool's move that may be left where its delta is neutral.
const NEUTRAL: f64 = 0.2;

/// Carry a year as a share of risk capital.
pub(super) fn cost(book: &Book) -> Finding {
    let capital = book.plan.account.risk_capital().0;
    let carry: f64 = carry::of(book).iter().map(|usd| usd.0).sum();
    if !book.has_hedge() || capital <= 0.0 {
        return Finding::nothing(NO_HEDGE);
    }
    let part = carry / capital;
    let is_unknown = |leg: &&Entry| leg.held.quantity() != 0.0 && leg.held.carry(&book.today).is_none();
    if let Some(leg) = book.legs().find(is_unknown) {
        let name = book.plan.name(leg.kind, leg.nth);
        return Finding::nothing(format!("{name} is too short to be rolled: what it costs a year is not known."));
    }
    let said = if carry > 0.0 {
        format!("{} a year with VIX unchanged, of {} risk capital.", amount(carry), amount(capital))
    } else {
        format!("It earns {} a year with VIX unchanged, of {} risk capital.", amount(-carry), amount(capital))
    };
    Finding::new(part <= CLAIMED_COST, share(part, 1), format!("{said} At most 2 % is a yes."))
}

/// What the short and the long layer gain per dollar paid.
pub(super) fn short_layer(book: &Book) -> Finding {
    let world = book.shock.as_set(0.0);
    let all = book.layers().filter(|layer| layer.contracts * layer.premium > 0.0);
    let per_dollar = all.map(|layer| {
        let paid = MULTIPLIER * layer.contracts * layer.premium;
        (layer.days, layer.pnl(&world.market, world.days) / paid)
    });
    let by_days = crate::numbers::by_rising(per_dollar.collect::<Vec<_>>(), |one| one.0);
    let (Some((near, short)), Some((far, long))) = (by_days.first(), by_days.last()) else {
        return Finding::nothing(NO_HEDGE);
    };
    if near >= far {
        return Finding::nothing("It takes two layers of different days to test it.");
    }
    if short.abs().max(long.abs()) < 0.005 {
        return Finding::nothing("In this shock a dollar in either layer makes less than a cent.");
    }
    let text = format!(
        "At VIX {} after {} each dollar in the layer of {} calendar days makes {}, in the one of {} {}: a gain, and the larger one, is a yes.",
        vix(book.shock.vix().0),
        crate::views::size::risk_answers::days(book.shock.event.days),
        fixed(*near, 0),
        dollars(*short),
        fixed(*far, 0),
        dollars(*long)
    );
    Finding::new(*short > 0.0 && short > long, format!("{} against {} per $1", dollars(*short), dollars(*long)), text)
}

fn dollars(x: f64) -> String {
    let sign = if x.abs() < 0.005 {
        String::new()
    } else if x < 0.0 {
        crate::words::MINUS.to_string()
    } else {
        "+".into()
    };
    format!("{sign}${}", fixed(x.abs(), 2))
}

/// The hedge's gain against the loss of condor and pool in this shock, where it takes VIX above 25.
pub(super) fn coverage_above_25(book: &Book) -> Finding {
    if !book.has_hedge() {
        return Finding::nothing(NO_HEDGE);
    }
    let at = book.shock.vix();
    if at.0 < ABOVE {
        return Finding::nothing(format!(
            "This shock leaves VIX at {}: it is said of VIX above {}.",
            vix(at.0),
            vix(ABOVE)
        ));
    }
    let pnl = pnl::of(book, &book.shock.as_set(0.0));
    let rest = pnl.condor + pnl.pool;
    if rest >= 0.0 {
        return Finding::nothing(Engines::of(book).without_loss(rest));
    }
    let part = pnl.hedge / -rest;
    let text = format!(
        "At VIX {} {} {}, the hedge {}; 40 % of the loss is a yes.",
        vix(book.shock.vix().0),
        Engines::of(book).does("makes"),
        usd(rest),
        usd(pnl.hedge)
    );
    Finding::new(part >= CLAIMED_COVER, format!("{} less", share(part, 0)), text)
}

/// The hedge's gain against the pool's loss where crypto falls alone, as on 19 May 2021: ETH −27 %, VIX up 4 %, a day.
pub(super) fn crypto_crash(book: &Book) -> Finding {
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
        "As on 19 May 2021, VIX 4 % up and crypto 27 % down in a day: the pool makes {}, the hedge {}. Half the loss covered is a yes.",
        usd(pool),
        usd(hedge)
    );
    Finding::new(hedge >= -0.5 * pool, format!("{} covered", share((hedge / -pool).max(0.0), 0)), text)
}

/// What of the loss in 22 explosions the hedge takes away.
pub(super) fn drawdown(book: &Book) -> Finding {
    if !book.has_hedge() {
        return Finding::nothing(NO_HEDGE);
    }
    let each = explosions::each_cut(book);
    let found = explosions::cuts(each.iter().copied());
    if Engines::of(book).is_empty() {
        return Finding::nothing(Engines::default().without_loss(0.0));
    }
    let Some(cut) = found.median else {
        return Finding::nothing(format!("{} in none of the explosions.", Engines::of(book).begins("loses")));
    };
    let least = CLAIMED_CUT[0];
    let enough = each.iter().flatten().filter(|cut| cut.0 >= least).count();
    let text = format!(
        "Median of the {} of {} explosions, 1987 to 2026, in which {} would lose today; {} of the loss or more is a yes, and so it is in {enough} of them.",
        found.losing,
        each.len(),
        Engines::of(book).name(),
        share(least, 0)
    );
    let (part, word) = if cut.0 < -0.0005 { (-cut.0, "more") } else { (cut.0, "less") };
    Finding::new(cut.0 >= least, format!("{} {word}", share(part, 0)), text)
}

/// Condor and hedge per VIX point.
pub(super) fn net_vega(book: &Book) -> Finding {
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

/// What the leg on the chain makes in the shock while the pool loses: one that is sold where there is one, else the
/// first that is held.
pub(super) fn negative_convexity(book: &Book) -> Finding {
    let chains = || book.of_kind(Kind::Chain).filter(|leg| leg.held.quantity() != 0.0);
    let sold = chains().find(|leg| matches!(&leg.held, Held::Chain(chain) if chain.sign() < 0.0));
    let bend_of = |id: String| convexity::of(book).into_iter().find(|one| one.id == id);
    let Some((leg, bend)) = sold.and_then(|leg| Some((leg, bend_of(leg.id())?))) else {
        return Finding::nothing("No leg on the chain is sold: there is no negative convexity to test it on.");
    };
    let world = book.shock.as_set(0.0);
    let (made, pool) = (leg.held.pnl(&world), pnl::pools(book, &world).total());
    if pool >= 0.0 {
        return Finding::nothing("There is no pool that loses in this shock.");
    }
    let text = format!(
        "{} In this shock it makes {} while the pool makes {}; a gain is a yes.",
        meter::sentence(&bend),
        usd(made),
        usd(pool)
    );
    Finding::new(made > 0.0, usd(made), text)
}

/// What a conversion leaves of its pool's move in the shock: of the first that sells anything.
pub(super) fn conversion(book: &Book) -> Finding {
    let world = book.shock.as_set(0.0);
    let Some(one) = conversions::written(book).find(|one| one.conversion.tokens != 0.0) else {
        return Finding::nothing("There is no conversion to test it on.");
    };
    let pool = one.position.pnl(&world);
    let (alone, short) = (pool.price_move + pool.divergence, one.conversion.pnl(&world));
    if alone.abs() < 0.5 {
        return Finding::nothing("The pool’s value does not move in this shock.");
    }
    let left = alone + short;
    let text = format!(
        "{} {}: the pool’s value makes {}, the tokens {} by options {}. What is left is the pool’s gamma; a fifth of the move at most is a yes.",
        one.pool_plan.base_label(&book.plan.market),
        percent(one.position.price_in(&world) / one.position.entry - 1.0, 1),
        usd(alone),
        if one.conversion.tokens > 0.0 { "sold short" } else { "bought" },
        usd(short)
    );
    Finding::new(left.abs() <= NEUTRAL * alone.abs(), format!("{} left", usd(left)), text)
}
