//! Run: a kind of paths that are walked in batches, and what is asked of it.
//!
//! For one more kind: a file like `horizon.rs`, and a line in `worker.rs`.

use second_engine::odds::batches::{Batch, Counted, Tally};
use second_engine::plan::Plan;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What is asked beside the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// Dollars that the rules allow in the pool, where that is known.
    pub rules: Option<f64>,
    /// The shock's trading day and what the book gains there, dollars.
    pub shock: [f64; 2],
}

/// A kind of paths.
pub trait Run: Default + 'static {
    /// What all batches share.
    type Setup;
    /// What a batch has counted.
    type Sums: Counted + Serialize + DeserializeOwned;
    /// What they say.
    type Figures: Serialize + DeserializeOwned;

    /// Names it in messages.
    const WORD: &'static str;

    /// A plan of which the paths are the same, for all plans of which they are.
    fn walked(plan: &Plan) -> Plan;
    /// What all batches of a plan share, in pieces.
    ///
    /// # Errors
    /// Why nothing is walked, in words.
    fn making(plan: &Plan, asked: &Asked) -> impl Future<Output = Result<Self::Setup, String>>;
    /// How many there are.
    fn batches(setup: &Self::Setup) -> u32;
    /// Walks one and counts it, in pieces.
    fn batching(setup: &Self::Setup, index: u32) -> impl Future<Output = Batch<Self::Sums>>;
    /// What they say so far.
    fn figures(tally: &Tally<Self::Sums>, setup: &Self::Setup, asked: &Asked) -> Self::Figures;
    /// Whether nothing is to be added to figures of all paths.
    fn is_finished(figures: &Self::Figures) -> bool;
    /// Adds what takes longer to them, in pieces.
    fn finishing(setup: &Self::Setup, figures: Self::Figures) -> impl Future<Output = Self::Figures>;
    /// Gives figures of a run what stays of those it said before.
    fn go_on(before: Option<&Self::Figures>, figures: &mut Self::Figures);
    /// Whether that is of all paths.
    fn is_whole(figures: &Self::Figures) -> bool;
}
