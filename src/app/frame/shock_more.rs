//! More of the shock: its inputs that have no box in the strip.

use second_engine::plan::knobs::{Group, Knob};
use yew::prelude::*;

use crate::app::controls::rows::rows_where;
use crate::app::controls::shown::Shown;
use crate::app::frame::here::HERE;

/// The rows.
pub fn shock_more(shown: &Shown) -> Html {
    rows_where(&|knob: &Knob| knob.group == Group::Shock && !HERE.contains(&knob.id), true, shown)
}
