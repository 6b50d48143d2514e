//! Tokens that are known by their address, with the decimals that their contracts have.

/// Tokens that are known by their address: Ethereum, Arbitrum, Optimism and Base.
pub const KNOWN: &[(&str, &str, u8)] = &[
    ("0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48", "USDC", 6),
    ("0xdac17f958d2ee523a2206206994597c13d831ec7", "USDT", 6),
    ("0x6b175474e89094c44da98b954eedeac495271d0f", "DAI", 18),
    ("0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "WETH", 18),
    ("0x2260fac5e5542a773aa44fbcfedf7c193bc2c599", "WBTC", 8),
    ("0xaf88d065e77c8cc2239327c5edb3a432268e5831", "USDC", 6),
    ("0x82af49447d8a07e3bd95bd0d56f35241523fbab1", "WETH", 18),
    ("0x2f2a2543b76a4166549f7aab2e75bef0aefc5b0f", "WBTC", 8),
    ("0x0b2c639c533813f4aa9d7837caf62653d097ff85", "USDC", 6),
    ("0x4200000000000000000000000000000000000006", "WETH", 18),
    ("0x833589fcd6edb6e08f4c7c32d4f71b54bda02913", "USDC", 6),
];
