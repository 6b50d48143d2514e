//! Progress: how far the threads are that walk the paths.

/// Paths asked for, and how many each thread has walked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Asked for.
    pub of: f64,
    /// Walked by each thread.
    pub walked: Vec<f64>,
}

/// Share of the paths below which nobody knows how long the rest takes.
const SOON: f64 = 0.02;

impl Progress {
    /// None walked yet, by so many threads.
    pub fn new(of: f64, threads: usize) -> Progress {
        Progress { of, walked: vec![0.0; threads] }
    }

    /// Paths walked by all.
    pub fn done(&self) -> f64 {
        self.walked.iter().sum()
    }

    /// Seconds that the rest takes, from when it began to now in milliseconds; `None` so soon that nobody knows.
    pub fn left(&self, began: f64, now: f64) -> Option<f64> {
        let done = self.done();
        let passed = 1e-3 * (now - began);
        (self.of > 0.0 && done > SOON * self.of).then(|| (passed * (self.of - done) / done).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_what_is_done_did() {
        let mut progress = Progress::new(1000.0, 2);
        assert_eq!((progress.done(), progress.left(100.0, 600.0)), (0.0, None));
        progress.walked = vec![100.0, 150.0];
        assert_eq!(progress.left(100.0, 600.0), Some(1.5));
        progress.walked = vec![500.0, 500.0];
        assert_eq!(progress.left(0.0, 2000.0), Some(0.0));
        assert_eq!(Progress::default().left(0.0, 1.0), None);
    }
}
