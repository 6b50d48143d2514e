//! Draw: shapes as data and their one renderer; knows no finance.

pub mod clip;
pub mod contour;
pub mod labels;
pub mod lines;
pub mod palette;
pub mod render;
pub mod scene;
pub mod svg;
pub mod text;
pub mod ticks;
