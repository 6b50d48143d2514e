//! What every view is made from.

use std::sync::Arc;

use second_engine::book::Book;
use second_engine::book::way::Scan;
use second_engine::plan::Plan;
use second_engine::plan::knobs::Knob;
use second_engine::views::derived;
use second_engine::views::report::Report;
use yew::prelude::*;

use crate::app::controls::rows::rows_where;
use crate::app::controls::shown::Shown;
use crate::app::store::shared::Shared;
use crate::app::store::wrongs::Wrongs;

/// What a view is made from.
#[derive(Clone, Properties, PartialEq)]
pub struct ViewProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// The plan.
    pub plan: Shared<Plan>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// The book on every way to a shock.
    pub scan: Arc<Scan>,
    /// What is typed wrong.
    pub wrong: Wrongs,
    /// Which pool's details are shown, and whose inputs; it moves no number.
    pub selected: usize,
    /// Told which pool to show.
    pub select: Callback<usize>,
    /// Counts steps: what is not computed while a slider moves follows it.
    pub step: u32,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether it is laid out for a phone.
    pub is_narrow: bool,
}

/// What the heat map and the table of dates are made from.
#[derive(Clone, Properties, PartialEq)]
pub struct PairProps {
    /// The plan, resolved.
    pub book: Shared<Book>,
    /// What it comes to.
    pub report: Shared<Report>,
    /// Whether anybody looks.
    pub is_in_view: bool,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether it is a phone.
    pub is_narrow: bool,
}

impl ViewProps {
    /// Rows of the knobs whose id begins with one of these.
    pub fn knobs(&self, starts: &'static [&'static str]) -> Html {
        let is_wanted = |knob: &Knob| starts.iter().any(|start| knob.id.starts_with(start));
        html! { <div class="knobs">{ rows_where(&is_wanted, true, &self.shown()) }</div> }
    }

    /// Short name of the market's token; empty where nothing held hangs on it.
    pub fn token(&self) -> &'static str {
        if self.book.hangs_on_tokens() { self.plan.market.token.name() } else { "" }
    }

    /// What rows and boxes are made from.
    pub fn shown(&self) -> Shown<'_> {
        Shown {
            book: &self.book,
            plan: &self.plan,
            report: &self.report,
            wrong: &self.wrong,
            selected: self.selected,
            derive: derived::value,
        }
    }
}
