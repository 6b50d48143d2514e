//! Hand's props: what the payoff shows, and where a person points in it.

use second_engine::book::curves::{Payoff, PayoffAxis, PayoffPoint};
use second_engine::plan::Plan;
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::store::shared::Shared;

/// What the figure shows.
#[derive(Clone, Properties, PartialEq)]
pub struct PayoffProps {
    /// The curves; `None` until they have been in view.
    pub payoff: Option<Shared<Payoff>>,
    /// The same without where the shock stands: equal while only the shock moves.
    pub curves: Option<Shared<Payoff>>,
    /// Strikes, range, budget.
    pub report: Shared<Report>,
    /// The plan, by which holdings are called.
    pub plan: Shared<Plan>,
    /// Short name of the market's token; empty where nothing held hangs on it.
    pub token: &'static str,
    /// Whether anything held moves with a token: else there is no axis of its price.
    pub has_token: bool,
    /// Which axis.
    pub axis: PayoffAxis,
    /// Told which axis is wanted.
    pub turn: Callback<PayoffAxis>,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether it is a phone.
    pub is_narrow: bool,
    /// Plan A's curves, where it is pinned.
    #[prop_or_default]
    pub pinned: Option<Shared<Payoff>>,
}

/// What is laid over the picture.
pub struct HandProps {
    /// What the figure shows.
    pub shown: PayoffProps,
    /// The curves.
    pub payoff: Shared<Payoff>,
    /// The element that css pixels count from.
    pub room: NodeRef,
    /// Its width and height, css pixels.
    pub size: [f64; 2],
    /// Where somebody points, on the axis.
    pub crosshair: Option<f64>,
    /// What stands there; the shock where nobody points.
    pub point: PayoffPoint,
    /// Told where somebody points.
    pub cross: UseStateSetter<Option<(PayoffAxis, f64)>>,
}
