//! Model book 6 and 7.
