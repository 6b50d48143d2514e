//! A plan as JSON on standard input, its report as JSON on standard output.
//!
//! Exit code 2 and a sentence on standard error where the plan cannot be read or is at fault.
fn main() {}
