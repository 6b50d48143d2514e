//! Dynamics: how VIX, and SPX with it, move from one trading day to the next.
//!
//! u = ln v is a slow part and one that passes: x += κ(ū − x)Δ + (1 − φ)e, y += −κ′yΔ + φe, e = σ√Δ·Z + J, Δ = 1/252, at most
//! one jump J a day, v held in [`HELD`] on every day of a path; today all of it is slow. SPX: r = (μ − ½(1 − ψ)²s²)Δ less what
//! jumps add to its mean + s√Δ·Z′ − 0.11·J − (1 − b)q, s in proportion to VIX^1.5; of s√Δ·Z′ the share ψ passes, so that
//! what stays is in proportion to VIX: q goes to bq + ψs√Δ·Z′. Fitted to what was counted; source: model book 14.

use crate::numbers::in_line::{at_least, between};
use crate::numbers::quadrature::normal_rule;
use crate::plan::Plan;
use crate::units::{Points, TRADING_DAYS};

/// Levels within which VIX is held.
pub const HELD: [f64; 2] = [8.0, 150.0];
/// Mean jump of ln VIX.
pub const MEAN_JUMP: f64 = 0.25;
/// Nodes over a jump's logarithm: of twice as many the last digits are the same.
const JUMP_NODES: usize = 24;
/// VIX at which SPX moves by [`Dynamics::spx_vol`].
const USUAL: f64 = 17.0;

/// What the moves of VIX and SPX are drawn by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dynamics {
    /// Level that VIX comes back to.
    pub mean: Points,
    /// κ: speed at which ln VIX does, per year.
    pub reversion: f64,
    /// φ: share of a day's move that passes soon.
    pub passing: f64,
    /// κ′: speed at which that share is gone, per year.
    pub passing_speed: f64,
    /// σ: diffusion of ln VIX, per √year.
    pub diffusion: f64,
    /// Jumps a year.
    pub jumps: f64,
    /// Mean and deviation of a jump's logarithm (mean jump 0.25, deviation 0.15).
    pub jump: [f64; 2],
    /// μ: what SPX gains a year on average.
    pub drift: f64,
    /// Deviation of SPX a year without its jumps, where VIX stands at 17.
    pub spx_vol: f64,
    /// Correlation of a day's SPX with its VIX, jumps apart.
    pub leverage: f64,
    /// What SPX loses, in logs, per jump of 1 in ln VIX.
    pub spx_jump: f64,
    /// How much of what SPX moves out of proportion to VIX comes back: 1 for all of it.
    pub spx_passing: f64,
    /// b: what of that is left after one day.
    pub spx_passing_decay: f64,
}

impl Default for Dynamics {
    fn default() -> Self {
        Dynamics {
            mean: Points(18.5),
            reversion: 1.75,
            passing: 0.45,
            passing_speed: 50.0,
            diffusion: 1.0,
            jumps: 2.5,
            jump: [-1.540, 0.555],
            drift: 0.0,
            spx_vol: 0.12,
            leverage: -0.80,
            spx_jump: 0.11,
            spx_passing: 1.0,
            spx_passing_decay: 0.5,
        }
    }
}

impl Dynamics {
    /// Those of a plan. SPX gains the risk-free rate and the equity premium less its dividends: house choice.
    pub fn of(plan: &Plan) -> Dynamics {
        let (odds, market) = (&plan.odds, &plan.market);
        let usual = Dynamics::default();
        Dynamics {
            mean: odds.vix_mean,
            reversion: odds.half_life.map_or(usual.reversion, halved_in),
            jumps: odds.jumps,
            drift: market.rate.0 - market.dividend_yield.0 + plan.sizing.equity_premium.0,
            ..usual
        }
    }

    /// Trading days in which half of VIX's distance from its mean, in logs, is gone.
    pub fn half_life(&self) -> f64 {
        -std::f64::consts::LN_2 / libm::log1p(-self.reversion / TRADING_DAYS)
    }

    /// ū: the mean's logarithm less what jumps add on average.
    pub fn resting_log(&self) -> f64 {
        let stays = (1.0 - self.passing) / self.reversion + self.passing / self.passing_speed;
        let jumps = TRADING_DAYS * self.jump_chance();
        let added = if self.reversion > 0.0 { jumps * MEAN_JUMP * stays } else { 0.0 };
        libm::log(self.mean.0) - added
    }

    /// Chance of a jump on one day.
    pub fn jump_chance(&self) -> f64 {
        -libm::expm1(-self.jumps / TRADING_DAYS)
    }

    /// What jumps add to the logarithm of SPX's mean a day: ln(1 + p(E e^(−0.11J) − 1)).
    fn jumps_growth(&self) -> f64 {
        let [middle, width] = self.jump;
        let one = |(z, weight)| weight * libm::expm1(-self.spx_jump * libm::exp(middle + width * z));
        libm::log1p(self.jump_chance() * normal_rule(JUMP_NODES).into_iter().map(one).sum::<f64>())
    }

    /// What is left of a distance from the mean after one day.
    pub fn decay(&self) -> f64 {
        1.0 - self.reversion / TRADING_DAYS
    }

    /// What is left of a share that passes after one day.
    pub fn passing_decay(&self) -> f64 {
        1.0 - self.passing_speed / TRADING_DAYS
    }

    /// What is left of a day's move after so many more.
    pub fn left(&self, days: usize) -> f64 {
        let days = days as f64;
        (1.0 - self.passing) * libm::pow(self.decay(), days) + self.passing * libm::pow(self.passing_decay(), days)
    }

    /// What one day does, worked out once for all.
    pub fn daily(&self) -> Daily {
        Daily {
            rest: self.resting_log(),
            decay: self.decay(),
            passing: self.passing,
            passing_decay: self.passing_decay(),
            diffusion: self.diffusion * (1.0 / TRADING_DAYS).sqrt(),
            held: HELD.map(libm::log),
            drift: self.drift / TRADING_DAYS - self.jumps_growth(),
            spx_vol: self.spx_vol * (1.0 / TRADING_DAYS).sqrt(),
            leverage: [self.leverage, (1.0 - self.leverage * self.leverage).max(0.0).sqrt()],
            spx_jump: self.spx_jump,
            spx_passing: self.spx_passing,
            spx_passing_decay: self.spx_passing_decay,
        }
    }
}

/// κ, per year, of which the share that is left after so many days is a half.
fn halved_in(days: f64) -> f64 {
    -TRADING_DAYS * libm::expm1(-std::f64::consts::LN_2 / days)
}

/// VIX between two days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vix {
    /// Its logarithm.
    pub log: f64,
    /// What of that passes.
    pub passing: f64,
}

impl Vix {
    /// At a level, held, of which nothing passes: house choice for today's.
    pub fn at(level: Points) -> Vix {
        Vix { log: libm::log(level.0.clamp(HELD[0], HELD[1])), passing: 0.0 }
    }
}

/// SPX between two days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spx {
    /// Its log return since the start.
    pub log: f64,
    /// What of that comes back.
    pub passing: f64,
}

/// What moves one day: standard normals of VIX and of SPX beside it, and VIX's jump.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// VIX's normal.
    pub vix: f64,
    /// SPX's own.
    pub own: f64,
    /// The jump of ln VIX; 0 on most days.
    pub jump: f64,
}

/// One trading day of VIX and SPX.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Daily {
    rest: f64,
    decay: f64,
    passing: f64,
    passing_decay: f64,
    diffusion: f64,
    held: [f64; 2],
    drift: f64,
    spx_vol: f64,
    leverage: [f64; 2],
    spx_jump: f64,
    spx_passing: f64,
    spx_passing_decay: f64,
}

impl Daily {
    /// VIX a day later, by a standard normal and a jump.
    #[inline(always)]
    pub fn vix(&self, before: Vix, normal: f64, jump: f64) -> Vix {
        let moved = self.diffusion * normal + jump;
        let passing = self.passing_decay * before.passing + self.passing * moved;
        let slow = self.rest + self.decay * (before.log - before.passing - self.rest) + (1.0 - self.passing) * moved;
        Vix { log: between(slow + passing, self.held), passing }
    }

    /// Deviation of SPX on a day that begins with VIX at `before`, jumps apart.
    #[inline(always)]
    pub fn spx_deviation(&self, before: f64) -> f64 {
        let over = before / USUAL;
        self.spx_vol * over * over.sqrt()
    }

    /// ψ: share of SPX's move that comes back, on a day that begins with VIX at `before`; none up to VIX 17.
    #[inline(always)]
    pub fn spx_share(&self, before: f64) -> f64 {
        self.spx_passing * at_least(1.0 - (USUAL / before).sqrt(), 0.0)
    }

    /// SPX after a day that began with VIX at `before`. What its spread adds to the mean is taken off as far as it stays.
    #[inline(always)]
    pub fn spx(&self, from: Spx, before: f64, moved: Moved) -> Spx {
        let (deviation, share) = (self.spx_deviation(before), self.spx_share(before));
        let stays = (1.0 - share) * deviation;
        let beside = deviation * (self.leverage[0] * moved.vix + self.leverage[1] * moved.own);
        let gone = (1.0 - self.spx_passing_decay) * from.passing;
        Spx {
            log: from.log + self.drift - 0.5 * stays * stays + beside - self.spx_jump * moved.jump - gone,
            passing: self.spx_passing_decay * from.passing + share * beside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SPX after a first day with VIX at a level.
    fn day(daily: &Daily, vix: f64, own: f64) -> Spx {
        daily.spx(Spx::default(), vix, Moved { vix: 0.0, own, jump: 0.0 })
    }

    #[test]
    fn those_of_the_opening_plan_are_the_models() {
        let (of, model) = (Dynamics::of(&Plan::default()), Dynamics::default());
        assert_eq!(
            (of.reversion, of.mean, of.jumps, of.diffusion, of.jump),
            (model.reversion, model.mean, model.jumps, model.diffusion, model.jump)
        );
        assert!((of.drift - 0.077).abs() < 1e-12);
        let added = 252.0 * (1.0 - (-2.5f64 / 252.0).exp()) * 0.25 * (0.55 / 1.75 + 0.45 / 50.0);
        assert!((model.resting_log() - (18.5f64.ln() - added)).abs() < 1e-14);
    }

    #[test]
    fn of_a_distance_from_the_mean_half_is_gone_after_the_half_life_that_is_typed() {
        for days in [1.0, 2.0, 5.0, 100.0, 1_000.0] {
            let mut plan = Plan::default();
            (plan.odds.half_life, plan.odds.jumps) = (Some(days), 0.0);
            let dynamics = Dynamics { passing: 0.0, ..Dynamics::of(&plan) };
            let daily = dynamics.daily();
            let [mut far, mut near] = [30.0, 20.0].map(|vix| Vix::at(Points(vix)));
            let before = far.log - near.log;
            for _ in 0..days as u32 {
                (far, near) = (daily.vix(far, 0.0, 0.0), daily.vix(near, 0.0, 0.0));
            }
            // A last digit of a logarithm for every day.
            assert!(((far.log - near.log) / before - 0.5).abs() < 1e-11, "{days}");
            assert!((dynamics.half_life() / days - 1.0).abs() < 1e-11, "{days}");
        }
    }

    #[test]
    fn however_many_jumps_there_are_vix_rests_at_its_mean_and_spx_grows_by_its_drift() {
        for jumps in [0.0, 2.5, 50.0] {
            let dynamics = Dynamics { jumps, drift: 0.07, ..Dynamics::default() };
            let (daily, p) = (dynamics.daily(), dynamics.jump_chance());
            let [middle, width] = dynamics.jump;
            let nodes = crate::numbers::quadrature::normal_rule(48);
            // A day of average noise, and one move of the mean's size a day: where both parts come to rest.
            let mean_jump: f64 = nodes.iter().map(|(z, weight)| weight * (middle + width * z).exp()).sum();
            let mut at = Vix { log: 18.5f64.ln(), passing: 0.0 };
            for _ in 0..20_000 {
                at = daily.vix(at, 0.0, p * mean_jump);
            }
            // The constant is 0.25, two ten-thousandths of it off the logarithms' mean.
            assert!((at.log - 18.5f64.ln()).abs() < 1e-3 * (1.0 + jumps) / 10.0, "{jumps}: {}", at.log.exp());
            let mut mean = 0.0;
            for (own, weight) in &nodes {
                let one = |jump| daily.spx(Spx::default(), 17.0, Moved { vix: 0.0, own: own / 0.6, jump }).log.exp();
                let jumped: f64 = nodes.iter().map(|(z, weight)| weight * one((middle + width * z).exp())).sum();
                mean += weight * ((1.0 - p) * one(0.0) + p * jumped);
            }
            assert!((252.0 * mean.ln() - 0.07).abs() < 1e-11, "{jumps}: {}", 252.0 * mean.ln());
        }
    }

    #[test]
    fn a_days_move_is_left_as_its_slow_part_and_the_one_that_passes_have_it() {
        // Two paths that differ by one day's move alone.
        let dynamics = Dynamics::default();
        let daily = dynamics.daily();
        let [mut moved, mut still] = [1.5, 0.0].map(|z| daily.vix(Vix::at(Points(20.0)), z, 0.02 * z));
        for days in 0..40 {
            let want = (1.5 / 252f64.sqrt() + 0.03) * dynamics.left(days);
            assert!((moved.log - still.log - want).abs() < 1e-14, "{days}");
            (moved, still) = (daily.vix(moved, 0.0, 0.0), daily.vix(still, 0.0, 0.0));
        }
    }

    #[test]
    fn the_mean_jump_is_that_of_its_logarithms_mean_and_deviation() {
        let [middle, width] = Dynamics::default().jump;
        let mean = (middle + 0.5 * width * width).exp();
        let deviation = mean * f64::sqrt((width * width).exp_m1());
        assert!((mean - MEAN_JUMP).abs() < 2e-4 && (deviation - 0.15).abs() < 2e-4, "{mean} {deviation}");
    }

    #[test]
    fn vix_is_held_on_every_day_and_nothing_of_a_move_beyond_its_ends_is_kept() {
        let daily = Dynamics::default().daily();
        let high = daily.vix(Vix::at(Points(140.0)), 5.0, 1.0);
        assert_eq!(high.log, 150f64.ln());
        assert!(daily.vix(high, 0.0, 0.0).log < high.log);
        assert_eq!(daily.vix(Vix::at(Points(8.2)), -5.0, 0.0).log, 8f64.ln());
        // From the level before the day, by its power of 1.5: four times as far at VIX 17·4^(1/1.5) as at 17.
        let [calm, wild] =
            [17.0, 17.0 * 4f64.powf(1.0 / 1.5)].map(|vix| day(&daily, vix, 1.0).log - day(&daily, vix, -1.0).log);
        assert!((wild / calm - 4.0).abs() < 1e-12);
    }
    #[test]
    fn of_a_move_of_spx_what_is_in_proportion_to_vix_stays_and_half_of_the_rest_is_gone_each_day() {
        let daily = Dynamics::default().daily();
        let root = f64::sqrt(1.0 / 252.0);
        for (vix, stays) in [(12.0, f64::powf(12.0 / 17.0, 1.5)), (17.0, 1.0), (34.0, 2.0), (68.0, 4.0)] {
            // Two paths that differ by one day's move alone.
            let [mut up, mut down] = [1.0, -1.0].map(|own| day(&daily, vix, own));
            let whole = 0.5 * (up.log - down.log);
            assert!((whole - 0.6 * 0.12 * root * f64::powf(vix / 17.0, 1.5)).abs() < 1e-15);
            for days in 0..40 {
                let want = 0.6 * 0.12 * root * stays;
                let left = want + (whole - want) * f64::powi(0.5, days);
                assert!((0.5 * (up.log - down.log) - left).abs() < 1e-14, "{vix} {days}");
                let still = Moved { vix: 0.0, own: 0.0, jump: 0.0 };
                (up, down) = (daily.spx(up, 20.0, still), daily.spx(down, 20.0, still));
            }
        }
    }

    #[test]
    fn what_spx_is_worth_on_average_grows_by_its_drift_but_for_what_has_not_come_back_yet() {
        // By Gauss–Hermite of two days at VIX 40, the first day's move half gone: e^(2μ) and the spread that passes.
        let daily = Dynamics { leverage: 0.0, jumps: 0.0, drift: 0.05, ..Dynamics::default() }.daily();
        let nodes = crate::numbers::quadrature::normal_rule(20);
        let mut mean = 0.0;
        for (a, p) in &nodes {
            let one = daily.spx(Spx::default(), 40.0, Moved { vix: 0.0, own: *a, jump: 0.0 });
            for (b, q) in &nodes {
                mean += p * q * daily.spx(one, 40.0, Moved { vix: 0.0, own: *b, jump: 0.0 }).log.exp();
            }
        }
        let (s, share) = (daily.spx_deviation(40.0), 1.0 - f64::sqrt(17.0 / 40.0));
        let (half, stays) = (1.0 - 0.5 * share, 1.0 - share);
        let want = 2.0 * 0.05 / 252.0 + 0.5 * s * s * (1.0 + half * half - 2.0 * stays * stays);
        assert!((mean.ln() - want).abs() < 1e-13, "{} for {want}", mean.ln());
    }
}
