//! Pieces: long work that pauses on its way, for whoever cannot stay for all of it.
//!
//! The work is a future that awaits nothing but [`pause`]: a turn of the page's takes as many pieces as it has time for.
//! Where something is found both ways, `making` (or another word in -ing) is the future and the plain word is [`whole`] of it.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// The end of a piece: whoever asked for one gets the word.
pub async fn pause() {
    let mut is_asked = false;
    std::future::poll_fn(|_| if std::mem::replace(&mut is_asked, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}

/// A call of its own: a browser gives a function its quick code when it is called anew, not in the midst of it, and all of a
/// long work in one call would never have it.
#[inline(never)]
fn next<T>(work: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Option<T> {
    match work.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Work that is taken a piece at a time: the value with the last of them. Asked again after that it panics, as any future.
pub fn in_pieces<T: 'static>(work: impl Future<Output = T> + 'static) -> Box<dyn FnMut() -> Option<T>> {
    let mut work: Pin<Box<dyn Future<Output = T>>> = Box::pin(work);
    Box::new(move || next(work.as_mut()))
}

/// The value and how many pieces it took.
#[cfg(test)]
pub(crate) fn counted<T>(work: impl Future<Output = T>) -> (T, u32) {
    let mut work = pin!(work);
    let mut count = 1;
    loop {
        match next(work.as_mut()) {
            Some(value) => return (value, count),
            None => count += 1,
        }
    }
}

/// All pieces at once.
pub fn whole<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Some(value) = next(work.as_mut()) {
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sum(to: u32) -> u32 {
        let mut sum = 0;
        for i in 1..=to {
            sum += i;
            pause().await;
        }
        sum
    }

    #[test]
    fn work_in_pieces_comes_to_what_it_comes_to_at_once_and_a_pause_ends_a_piece() {
        let mut pieces = in_pieces(sum(4));
        let found: Vec<Option<u32>> = (0..5).map(|_| pieces()).collect();
        assert_eq!(found, [None, None, None, None, Some(10)]);
        assert_eq!(whole(sum(4)), 10);
    }
}
