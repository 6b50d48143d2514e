//! Views: one folder a view of the page.

pub mod book;
pub mod hedge;
pub mod learn;
pub mod pool;
pub mod size;
pub mod tabs;
