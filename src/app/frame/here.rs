//! Here: the inputs whose boxes stand in the strip of the shock, and nowhere else.

/// Their rows.
pub const HERE: [&str; 7] =
    ["market.vix", "shock.vix", "shock.days", "shock.spx", "shock.token", "shock.crypto", "shock.peg"];
