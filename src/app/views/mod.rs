//! Views: one folder a view of the page. Each draws itself from the same props.

pub mod book;
pub mod data;
pub mod hedge;
pub mod learn;
pub mod odds;
pub mod pool;
pub mod props;
pub mod size;
pub mod time;
pub mod which;
