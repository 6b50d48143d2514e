//! Rule: which numbers a column of a table may have.

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Above 0; 0 stands for none.
    Price,
    /// 0 or more.
    Size,
    /// Any.
    Any,
}
