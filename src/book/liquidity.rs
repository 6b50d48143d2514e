//! Liquidity: ready cash over what falls due, today and in a shock.
//!
//! Source: model book 15, quick ratio.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::pool::depth::{quick_ratio, withdrawable};
use crate::holdings::vix_layer::{Layer, State};
use crate::market::Market;
use crate::plan::LayerPlan;
use crate::shock::{Scenario, Shock};
use crate::units::{Usd, Years};

/// Ready cash over what falls due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct QuickRatio {
    /// Cash and stablecoins at hand.
    pub at_hand: Usd,
    /// Out of the pools within their slippage.
    pub withdrawable: Usd,
    /// Rise of the condor's margin and the loss on its mark.
    pub margin_call: Usd,
    /// Layers due to be rolled: the new call less the old one.
    pub rolls: Usd,
    /// Loans.
    pub loans: Usd,
    /// Gas to leave every pool.
    pub gas: Usd,
    /// Ready over due; none where nothing is due.
    pub ratio: Option<f64>,
}

impl QuickRatio {
    /// The ratio from its parts, in this order.
    fn of(at_hand: Usd, withdrawable: Usd, [margin_call, rolls, loans, gas]: [Usd; 4]) -> QuickRatio {
        let due = margin_call + rolls + loans + gas;
        let ratio = quick_ratio(at_hand + withdrawable, due);
        QuickRatio { at_hand, withdrawable, margin_call, rolls, loans, gas, ratio }
    }

    /// Everything that falls due; positive dollars.
    pub fn due(&self) -> Usd {
        self.margin_call + self.rolls + self.loans + self.gas
    }
}

/// The quick ratio today: nothing called, nothing shocked.
pub fn calm(book: &Book) -> QuickRatio {
    let [mut ready, mut loans, mut gas] = [Usd(0.0); 3];
    for (position, plan) in book.positions().zip(book.plan.positions()) {
        let Some(pool) = &position.pool else { continue };
        let quote = Usd(pool.reserves(position.entry).quote);
        ready = ready + withdrawable(quote, plan.slippage, 1.0);
        loans = loans + position.loan.debt(Years(0.0));
        gas = gas + position.gas;
    }
    QuickRatio::of(at_hand(book), ready, [Usd(0.0), rolls_due(book, &book.shock.today, 0.0), loans, gas])
}

/// The quick ratio in a scenario of a shock; `call` is the condor's margin call, nothing where it is negative.
pub fn stressed(book: &Book, shock: &Shock, scenario: &Scenario, call: f64) -> QuickRatio {
    let time = Years::from_trading_days(scenario.days);
    let (depth, dearer) = (shock.depth(scenario.vix_ratio), shock.gas_multiple(scenario.vix_ratio));
    let [mut ready, mut loans, mut gas] = [Usd(0.0); 3];
    for (i, (position, plan)) in book.positions().zip(book.plan.positions()).enumerate() {
        let Some(pool) = &position.pool else { continue };
        let quote = Usd(scenario.peg * pool.reserves(book.pool_price(i, position, scenario)).quote);
        ready = ready + withdrawable(quote, plan.slippage, depth);
        loans = loans + position.loan_in(shock).debt(time);
        gas = gas + Usd(position.gas.0 * dearer);
    }
    let rolls = rolls_due(book, &scenario.market, scenario.days);
    QuickRatio::of(at_hand(book), ready, [Usd(call.max(0.0)), rolls, loans, gas])
}

fn at_hand(book: &Book) -> Usd {
    book.plan.account.cash + book.plan.account.stablecoins
}

/// What rolling the layers that are due costs: the call of the layer's own age less what the old one still brings.
fn rolls_due(book: &Book, market: &Market, days: f64) -> Usd {
    let plans = book.plan.hedge.layers();
    let due = |layer: &Layer| layer.contracts > 0.0 && layer.state(days) != State::Hold;
    let cost = |(layer, plan): (&Layer, &LayerPlan)| layer.roll_cost(market, plan, days).0;
    let layers = book.layers.iter().zip(plans.iter().map(|(_, plan)| *plan));
    Usd(layers.filter(|(layer, _)| due(layer)).map(cost).sum::<f64>().max(0.0))
}
