//! Run: a kind of paths that are walked in batches, and what is asked of it.
//!
//! For one more kind: a file like `horizon.rs`, and a line in `worker.rs`.

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
pub trait Run: 'static {
    /// What all batches share.
    type Setup;
    /// What batches have counted; they come in any order.
    type Tally: Default + Serialize + DeserializeOwned;
    /// What they say.
    type Figures: Serialize + DeserializeOwned;

    /// Names it in messages.
    const WORD: &'static str;
    /// Its place where several want to walk: the least goes first.
    const PLACE: u8;

    /// What all batches of a plan share.
    ///
    /// # Errors
    /// Why nothing is walked, in words.
    fn setup(plan: &Plan, asked: &Asked) -> Result<Self::Setup, String>;
    /// How many there are.
    fn batches(setup: &Self::Setup) -> u32;
    /// Walks one and counts it.
    fn add(tally: &mut Self::Tally, setup: &Self::Setup, batch: u32);
    /// Takes in what another has counted of other batches.
    fn merge(tally: &mut Self::Tally, other: &Self::Tally);
    /// Paths so far.
    fn paths(tally: &Self::Tally) -> u32;
    /// What they say so far.
    fn figures(tally: &Self::Tally, setup: &Self::Setup, asked: &Asked) -> Self::Figures;
    /// Whether that is of all paths.
    fn is_whole(figures: &Self::Figures) -> bool;
}
