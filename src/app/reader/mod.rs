//! Reader: files are read in a thread of their own, so that the page never waits for one.
//!
//! The thread runs the page's own engine a second time: `static/reader.js` starts it, [`worker`] answers in it. It keeps the
//! files, as they came, in the browser's database ([`shelf`]) and tells the page what they say for a plan, as one value
//! ([`protocol`]). [`desk`] is the page's side: what was asked, how far it is, what came. To stop is to end the thread:
//! what was kept is read again by the next one.

pub mod desk;
pub mod drop;
pub mod protocol;
pub mod shelf;
pub mod worker;
