//! Book: the verdict, the notes and the charts of the first view.

pub mod compare;
pub mod condor_words;
pub mod date_words;
pub mod differs;
pub mod event_notes;
pub mod gone;
pub mod heat_chart;
pub mod history;
pub mod leg_notes;
pub mod linked;
pub mod liquidations;
pub mod notes;
pub mod nudge_notes;
pub mod odds;
pub mod payoff_chart;
pub mod pnl_by_vix_chart;
pub mod say;
pub mod verdict;
