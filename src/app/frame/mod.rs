//! Frame: head, rail and foot around the view.

pub mod banner;
pub mod chips;
pub mod dock;
pub mod foot;
pub mod help;
pub mod keys;
pub mod moves;
pub mod rail;
pub mod share;
pub mod sheet_state;
pub mod shock_bar;
pub mod top;
pub mod vix;
