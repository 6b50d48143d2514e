//! What the keys need; they come with the later chunk.

use yew::prelude::*;

use crate::app::views::which::View;

/// What the keys move.
#[derive(Clone, Properties, PartialEq)]
pub struct KeysProps {
    /// Opens the help, and prints: at the browser's own command the picture is taken before a memo could be drawn.
    pub to: [Callback<()>; 2],
    /// Brings a view to the front.
    pub turn: Callback<View>,
    /// The condor whose strikes they move where no other has the focus.
    pub condor: Option<usize>,
}
