//! Shelved: where the plan on the page is kept; passed down as a context.

use second_engine::plan::history::History;
use yew::prelude::*;

use crate::app::store::plans::Kept;

/// Where the plan on the page is kept; passed down as a context.
#[derive(Clone, PartialEq)]
pub struct Shelved {
    /// Its place and name.
    pub kept: Kept,
    /// What is to be known of where plans are kept.
    pub notice: Option<AttrValue>,
    /// When it was last kept.
    pub saved: Option<AttrValue>,
    /// Keeps it at once: where it is kept then, `None` where it could not be; and its steps.
    pub flush: Callback<(), (Option<Kept>, History)>,
}
