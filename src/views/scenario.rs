//! Scenario: the market that a shock makes, and where its smile comes from.

use crate::book::Book;
use crate::holdings::world::World;
use crate::market::Market;
use crate::market::curve::VIX_HORIZON;
use crate::market::spx::{dates_behind, level_share};
use crate::market::surface::{Skew, regime, usual_vvix};
use crate::units::{Frac, Points, Usd, Vol};
use crate::views::book::linked;
use crate::views::report::whole::{ShockReport, SmileReport};

/// The scenario's market on a book, and the world that it makes.
pub(in crate::views) fn of(book: &Book, world: &World) -> ShockReport {
    let shock = &book.shock;
    let (vix, from) = (shock.vix(), book.market.calibration.vix);
    let price = shock.token_price.0;
    let at = |z: f64| Frac(shock.as_set(z).token / price - 1.0);
    let response = shock.market_response(vix);
    ShockReport {
        vix_from: from,
        vix,
        days: shock.event.days,
        date: book.plan.market.today.map(|today| today.after_trading_days(shock.event.days.ceil())),
        spx: world.market.spx,
        spx_return: Frac(world.market.spx.0 / book.market.spx.0 - 1.0),
        spx_error: shock.link().error(vix),
        is_spx_linked: shock.event.spx.is_none(),
        token: Usd(world.token),
        token_return: Frac(world.token / price - 1.0),
        token_band: [at(-shock.response.band), at(shock.response.band)],
        is_token_linked: shock.event.token.is_none(),
        held: linked::held(&shock.event, book.plan.market.token.name()),
        beta_spx: response.beta_spx,
        beta_vix: response.beta_vix,
        residual: Vol(response.residual),
        token_vol: world.token_vol,
        correlation: response.correlation,
        vvix: world.market.vvix,
        smile_from: smile_report(&book.market),
        smile: smile_report(&world.market),
        fee_multiple: world.fee_multiple,
        gas_multiple: world.gas_multiple,
        depth: world.depth,
    }
}

fn smile_report(market: &Market) -> SmileReport {
    let vix = market.curve.vix();
    SmileReport {
        usual_vvix: usual_vvix(vix),
        regime: regime(vix, market.vvix),
        prints: Points(vix.0 * level_share(vix) * market.calibration.ratios.at(VIX_HORIZON)),
        dates: dates_behind(vix),
        is_typed: market.calibration.skew != Skew::default(),
    }
}
