//! Smile: one SSVI slice, for SPX and for VIX options.
//!
//! Source: Gatheral & Jacquier (2014), Arbitrage-free SVI volatility surfaces, eq. 4.1.

use crate::units::{Vol, Years};

/// Total implied variance against log-moneyness k = ln(K/F).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    /// At-the-money total variance (σ²T).
    pub theta: f64,
    /// Slope, −1 to 1.
    pub rho: f64,
    /// Curvature.
    pub phi: f64,
}

impl Slice {
    /// w(k): total implied variance, positive.
    pub fn total_variance(&self, k: f64) -> f64 {
        let z = self.phi * k + self.rho;
        0.5 * self.theta * (1.0 + self.rho * self.phi * k + (z * z + 1.0 - self.rho * self.rho).sqrt())
    }

    /// w′(k).
    pub fn slope(&self, k: f64) -> f64 {
        let z = self.phi * k + self.rho;
        0.5 * self.theta * self.phi * (self.rho + z / (z * z + 1.0 - self.rho * self.rho).sqrt())
    }

    /// w(k) and w′(k), for the price of one root.
    pub fn variance_and_slope(&self, k: f64) -> (f64, f64) {
        let z = self.phi * k + self.rho;
        let root = (z * z + 1.0 - self.rho * self.rho).sqrt();
        let half = 0.5 * self.theta;
        (half * (1.0 + self.rho * self.phi * k + root), half * self.phi * (self.rho + z / root))
    }

    /// Implied volatility at k for an option of this time to expiry; 0 at expiry.
    pub fn vol(&self, k: f64, expiry: Years) -> Vol {
        if expiry.0 <= 0.0 {
            return Vol(0.0);
        }
        Vol((self.total_variance(k) / expiry.0).sqrt())
    }

    /// Whether the slice is free of butterfly arbitrage: θφ(1+|ρ|) < 4 and θφ²(1+|ρ|) ≤ 4.
    pub fn is_free_of_butterflies(&self) -> bool {
        let wing = self.theta * self.phi * (1.0 + self.rho.abs());
        wing < 4.0 && wing * self.phi <= 4.0
    }
}

/// Shape of the smile of VIX options, the same at every expiry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VixShape {
    /// Slope ρ.
    pub rho: f64,
    /// Wing size.
    pub wing: f64,
}

impl VixShape {
    /// Its slice of a total variance at the future.
    pub fn slice(&self, theta: f64) -> Slice {
        Slice { theta, rho: self.rho, phi: self.wing / (theta * (1.0 + theta)).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_money_variance_is_theta_and_the_slope_is_its_derivative() {
        let slice = Slice { theta: 0.02, rho: -0.53, phi: 6.0 };
        assert!((slice.total_variance(0.0) - 0.02).abs() < 1e-16);
        let bump = (slice.total_variance(0.05 + 1e-6) - slice.total_variance(0.05 - 1e-6)) / 2e-6;
        assert!((bump - slice.slope(0.05)).abs() < 1e-9);
    }
}
