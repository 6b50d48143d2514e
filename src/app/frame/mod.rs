//! Frame: head, rail and foot around the view.

pub mod banner;
pub mod dock;
pub mod foot;
pub mod held;
pub mod help;
pub mod history;
pub mod holdings;
pub mod inputs;
pub mod keys;
pub mod memo;
pub mod moves;
pub mod presets;
pub mod rail;
pub mod rail_props;
pub mod say;
pub mod share;
pub mod sheet_state;
pub mod shock_bar;
pub mod terms;
pub mod top;
pub mod view_state;
pub mod views_row;
pub mod vix;
