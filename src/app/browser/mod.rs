//! Browser: what only a document can tell or do.

pub mod canvas;
pub mod dom;
pub mod door;
pub mod fetch;
pub mod handed;
pub mod live;
pub mod observers;
pub mod print;
pub mod ready;
pub mod threads;
pub mod turns;
