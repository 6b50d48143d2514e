//! Controls: the inputs.

pub mod choice;
pub mod compare_menu;
pub mod days_box;
pub mod field;
pub mod icons;
pub mod list;
pub mod number;
pub mod plan_list;
pub mod plan_menu;
pub mod pop;
pub mod popover;
pub mod row;
pub mod rows;
pub mod scale;
pub mod shelved;
pub mod shown;
pub mod slider;
pub mod wrong;
