//! Book.
pub mod curves;
