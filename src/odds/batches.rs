//! Batches: paths counted some hundred at a time, by whoever walks them, and put together in any order.

use serde::{Deserialize, Serialize};

use crate::odds::draws::{BATCH, REPLICATES};

/// What some paths have counted, all in whole numbers.
pub trait Counted: Default {
    /// How many paths.
    fn paths(&self) -> u32;
    /// Takes in what others have counted.
    fn add(&mut self, more: &Self);

    /// So many of the paths as a share.
    fn share(&self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.paths().max(1))
    }

    /// Several together.
    fn together(all: &[Self]) -> Self {
        let mut sums = Self::default();
        all.iter().for_each(|one| sums.add(one));
        sums
    }
}

/// One batch of paths, as a worker sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batch<S> {
    /// Its number.
    pub index: u32,
    pub(crate) sums: S,
}

/// Every batch that has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally<S> {
    pub(crate) replicates: Vec<S>,
}

impl<S: Counted> Tally<S> {
    /// Takes a batch in; each may come once.
    pub fn add(&mut self, batch: &Batch<S>) {
        self.replicates.resize_with(REPLICATES as usize, S::default);
        self.replicates[(batch.index % REPLICATES) as usize].add(&batch.sums);
    }

    /// Takes in what another has of other batches.
    pub fn merge(&mut self, other: &Tally<S>) {
        self.replicates.resize_with(REPLICATES as usize, S::default);
        for (sums, more) in self.replicates.iter_mut().zip(&other.replicates) {
            sums.add(more);
        }
    }

    /// Paths so far.
    pub fn paths(&self) -> u32 {
        self.replicates.iter().map(S::paths).sum()
    }
}

/// How many batches so many paths are.
pub fn count(paths: u32) -> u32 {
    paths.div_ceil(BATCH)
}

/// Paths of a batch; the last may have fewer.
pub fn paths_of(paths: u32, index: u32) -> usize {
    paths.saturating_sub(index.saturating_mul(BATCH)).min(BATCH) as usize
}

/// Replicates without which what they differ by says little: of two an error may come out at next to nothing.
pub const FEWEST: usize = 8;

/// Whether so many paths are too few for an error.
pub fn is_without_error(paths: u32) -> bool {
    count(paths) < FEWEST as u32
}

#[cfg(test)]
pub(crate) mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    /// What several threads count that share the batches as workers do, each in a setup of its own and every batch as text.
    pub fn by_threads<T, S>(
        of: u32,
        setup: impl Fn() -> T + Clone + Send + 'static,
        batches: fn(&T) -> u32,
        batch: fn(&T, u32) -> Batch<S>,
    ) -> Tally<S>
    where
        T: 'static,
        S: Counted + Serialize + DeserializeOwned + Send + 'static,
    {
        let thread = |turn: u32| {
            let setup = setup.clone();
            std::thread::spawn(move || {
                let (setup, mut tally) = (setup(), Tally::default());
                for index in (0..batches(&setup)).rev().filter(|index| index % of == turn) {
                    let sent = serde_json::to_string(&batch(&setup, index)).unwrap_or_default();
                    let Ok(batch) = serde_json::from_str(&sent) else { unreachable!("{sent}") };
                    tally.add(&batch);
                }
                tally
            })
        };
        let threads: Vec<_> = (0..of).rev().map(thread).collect();
        let mut tally = Tally::default();
        for thread in threads {
            let Ok(part) = thread.join() else { unreachable!() };
            tally.merge(&part);
        }
        tally
    }
}
