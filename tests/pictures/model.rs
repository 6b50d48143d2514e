//! A stand-in for the engine: smooth, consistent, and fixed for ever, so that pictures change only when drawing does.

use second_engine::book::curves::{Heat, Payoff, PayoffAxis, PayoffPoint};

const TAU: f64 = 30.0 / 365.0;
const S0: f64 = 6400.0;
const P0: f64 = 3200.0;
const V0: f64 = 17.0;
const RATE: f64 = 0.04;
const DAYS: f64 = 5.0;
pub const STRIKES: [f64; 4] = [5920.0, 6020.0, 6720.0, 6820.0];
pub const RANGE: [f64; 2] = [2200.0, 4400.0];

fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

fn g(x: f64) -> f64 {
    if x < 1e-9 { 1.0 } else { (1.0 - libm::exp(-x)) / x }
}

fn response(t: f64) -> f64 {
    let mix = |t: f64| 0.66 * g(26.9 * t) + 0.34 * g(2.42 * t);
    mix(t) / mix(TAU)
}

fn spot_vol(t: f64, v: f64) -> f64 {
    let base = V0 * libm::pow(40.0 / V0, 1.0 - libm::pow(response(t), 0.3));
    if v >= V0 {
        libm::sqrt(base * base + (v * v - V0 * V0) * response(t))
    } else {
        base * libm::pow(v / V0, response(t))
    }
}

fn black(f: f64, k: f64, s: f64, t: f64, is_call: bool) -> f64 {
    if t <= 0.0 {
        return if is_call { (f - k).max(0.0) } else { (k - f).max(0.0) };
    }
    let q = s * libm::sqrt(t);
    let d1 = libm::log(f / k) / q + q / 2.0;
    let value = if is_call { f * normal(d1) - k * normal(d1 - q) } else { k * normal(q - d1) - f * normal(-d1) };
    libm::exp(-RATE * t) * value
}

fn ssvi(k: f64, theta: f64, rho: f64, phi: f64) -> f64 {
    theta / 2.0 * (1.0 + rho * phi * k + libm::sqrt((phi * k + rho) * (phi * k + rho) + 1.0 - rho * rho))
}

fn spx_option(s: f64, k: f64, t: f64, v: f64, is_call: bool) -> f64 {
    let f = s * libm::exp((RATE - 0.013) * t.max(0.0));
    if t <= 0.0 {
        return black(f, k, 0.0, 0.0, is_call);
    }
    let level = (0.845 + 0.17 * libm::log(v / 12.0)).clamp(0.8, 1.0) * 0.93;
    let theta = libm::pow(level * spot_vol(t, v) / 100.0, 2.0) * t;
    let phi = 1.55 / (libm::pow(theta, 0.385) * libm::pow(1.0 + theta, 0.615));
    black(f, k, libm::sqrt(ssvi(libm::log(k / f), theta, -0.53, phi) / t), t, is_call)
}

fn condor_value(s: f64, t: f64, v: f64) -> f64 {
    let [a, b, c, d] = STRIKES;
    spx_option(s, b, t, v, false) - spx_option(s, a, t, v, false) + spx_option(s, c, t, v, true)
        - spx_option(s, d, t, v, true)
}

fn condor(s: f64, v: f64, h: f64) -> f64 {
    let left = (45.0 - h * 365.0 / 252.0).max(0.0) / 365.0;
    300.0 * (condor_value(S0, 45.0 / 365.0, V0) - condor_value(s, left, v))
}

fn pool(p: f64, v: f64, h: f64) -> f64 {
    let unit = |p: f64| {
        let q = p.clamp(RANGE[0], RANGE[1]);
        (1.0 / libm::sqrt(q) - 1.0 / libm::sqrt(RANGE[1]), libm::sqrt(q) - libm::sqrt(RANGE[0]))
    };
    let value = |p: f64| {
        let (x, y) = unit(p);
        p * x + y
    };
    let liquidity = 30_000.0 / value(P0);
    let r = v / V0;
    let busy = if (r - 1.0).abs() < 1e-6 { 1.0 } else { (r - 1.0) / libm::log(r) };
    let share = if (RANGE[0]..=RANGE[1]).contains(&p) { 0.97 } else { 0.72 };
    let fees = 0.12 * liquidity * libm::sqrt(libm::sqrt(p * P0)) * busy * share * h / 252.0;
    liquidity * value(p) - 30_000.0 + fees - 14.0
}

fn hedge(v: f64, h: f64) -> f64 {
    let svix = |t: f64| 0.95 * libm::sqrt(g(7.0 * t) / g(7.0 * TAU));
    let future = |t: f64, v: f64| {
        let front = spot_vol(t + TAU, v) * spot_vol(t + TAU, v) * (t + TAU);
        let back = if t > 0.0 { spot_vol(t, v) * spot_vol(t, v) * t } else { 0.0 };
        libm::sqrt((front - back) / TAU) * libm::exp(-0.5 * svix(t) * svix(t) * t)
    };
    let vvix = |v: f64| (95.0 * libm::sqrt(v / V0)).clamp(60.0, 250.0);
    let call = |k: f64, t: f64, v: f64| {
        let f = future(t, v);
        let jump = (vvix(v) * vvix(v) - 95.0 * 95.0) / 1e4 * g(53.8 * t) / g(53.8 * TAU);
        let theta = (svix(t) * svix(t) + jump).max(0.04) * t;
        let phi = 0.55 / libm::sqrt(theta * (1.0 + theta));
        black(f, k, libm::sqrt(ssvi(libm::log(k / f), theta, 0.7, phi) / t), t, true)
    };
    let layers = [(30.0, 19.0, 3.0), (110.0, 21.0, 3.0), (220.0, 22.0, 2.0)];
    let layer = |(d, k, n): (f64, f64, f64)| {
        100.0 * n * (call(k, (d - h * 365.0 / 252.0).max(1.0) / 365.0, v) - call(k, d / 365.0, V0))
    };
    layers.map(layer).iter().sum()
}

/// SPX log return that goes with a VIX.
pub fn link(v: f64, h: f64) -> f64 {
    let days = h.clamp(1.0, 42.0);
    let l = libm::log(days);
    let bend = |start: f64, power: f64, z: f64, zs: f64, slope: f64| {
        let f = |t: f64| libm::pow(V0 * libm::exp(start * t) / 20.0, power) * t;
        if z <= zs { f(z) } else { f(zs) + slope * libm::pow(V0 * libm::exp(start * zs) / 20.0, power) * (z - zs) }
    };
    if v >= V0 {
        let power = -0.9 + 0.28 * l;
        let scale = 0.145 * libm::pow(days, 0.13) * libm::pow(V0 / 20.0, 1.9 - 0.145 * l);
        0.0005 * h - scale * bend(1.0, power, libm::log(v / V0), if power < 0.0 { -0.625 / power } else { 1e9 }, 0.375)
    } else {
        let scale = 0.111 * libm::pow(days, 0.122) * libm::pow(V0 / 20.0, -0.49);
        0.0005 * h + scale * bend(-1.0, 1.39, libm::log(V0 / v), 0.45, 0.375)
    }
}

fn token(x: f64, v: f64, h: f64, z: f64) -> f64 {
    let beta = 1.5 + 0.5 * (libm::log(v / V0).max(0.0) / libm::log(1.5)).min(1.0);
    let own = 0.62 * libm::pow(v / 17.0, 0.35) * libm::pow((v / V0).clamp(1.0, 1.5), 0.8);
    P0 * libm::exp(beta * x - 0.004 * (v - V0) + z * own * libm::sqrt(h / 252.0))
}

fn vix_at(x: f64, h: f64) -> f64 {
    let (mut low, mut high) = (9.0, 150.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if link(middle, h) > x { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

fn combined(s: f64, v: f64, h: f64, z: f64) -> f64 {
    condor(s, v, h) + pool(token(libm::log(s / S0), v, h, z), v, h) + hedge(v, h)
}

fn point(x: f64, v: f64) -> PayoffPoint {
    let spx = S0 * libm::exp(x);
    let token_price = token(x, v, DAYS, 0.0);
    let parts = [condor(spx, v, DAYS), pool(token_price, v, DAYS), hedge(v, DAYS)];
    PayoffPoint {
        spx,
        vix: v,
        token: token_price,
        condor: parts[0],
        pool: parts[1],
        hedge: parts[2],
        combined: parts.iter().sum(),
        low: combined(spx, v, DAYS, -1.645),
        high: combined(spx, v, DAYS, 1.645),
        expiry: combined(spx, vix_at(x, 31.1), 31.1, 0.0),
    }
}

/// The payoff over SPX 5,700 to 6,840, or over VIX 10 to 80.
pub fn payoff(axis: PayoffAxis, vix: f64, count: usize) -> Payoff {
    let along = |i: usize| i as f64 / (count - 1) as f64;
    let points: Vec<PayoffPoint> = match axis {
        PayoffAxis::Spx => (0..count)
            .map(|i| libm::log((5700.0 + 1140.0 * along(i)) / S0))
            .map(|x| point(x, vix_at(x, DAYS)))
            .collect(),
        PayoffAxis::Vix | PayoffAxis::Token => {
            (0..count).map(|i| 10.0 * libm::pow(8.0, along(i))).map(|v| point(link(v, DAYS), v)).collect()
        }
    };
    let place = |p: &PayoffPoint| if axis == PayoffAxis::Spx { p.spx } else { p.vix };
    let crossing = |level: f64, value: fn(&PayoffPoint) -> f64| -> Vec<f64> {
        let between = |pair: &[PayoffPoint]| {
            let (a, b) = (value(&pair[0]) - level, value(&pair[1]) - level);
            (a * b < 0.0).then(|| place(&pair[0]) + a / (a - b) * (place(&pair[1]) - place(&pair[0])))
        };
        points.windows(2).filter_map(between).collect()
    };
    let break_evens = crossing(0.0, |p| p.combined);
    let bounds = RANGE.map(|price| crossing(price, |p| p.token).first().map(|place| (*place, price)));
    let worst = *points.iter().min_by(|a, b| a.combined.total_cmp(&b.combined)).expect("points");
    let now = PayoffPoint { spx: S0, vix: V0, ..point(0.0, V0) };
    Payoff { axis, now, shock: point(link(vix, DAYS), vix), worst, bounds, break_evens, points }
}

/// The heat map of this many columns and rows.
pub fn heat(columns: usize, rows: usize) -> Heat {
    let moves: Vec<f64> = (0..columns).map(|i| -0.15 + 0.24 * i as f64 / (columns - 1) as f64).collect();
    let levels: Vec<f64> = (0..rows).map(|j| 10.0 * libm::pow(10.0, j as f64 / (rows - 1) as f64)).collect();
    let pnl = levels.iter().flat_map(|v| moves.iter().map(|r| combined(S0 * (1.0 + r), *v, DAYS, 0.0))).collect();
    let error = |v: f64| {
        let share = if v >= V0 { 0.55 } else { 0.45 };
        share * libm::sqrt(V0 * v) / 100.0 * libm::sqrt(DAYS / 252.0)
    };
    let row = |v: f64| {
        let x = link(v, DAYS);
        [v, libm::expm1(x), libm::expm1(x - 2.0 * error(v)), libm::expm1(x + 2.0 * error(v))]
    };
    let link = (0..90).map(|i| row(10.0 * libm::pow(10.0, f64::from(i) / 89.0))).collect();
    Heat { moves, levels, pnl, link }
}

/// The book along the link: VIX and dollars.
pub fn ridge() -> Vec<(f64, f64)> {
    (0..160)
        .map(|i| 9.0 * libm::pow(150.0 / 9.0, f64::from(i) / 159.0))
        .map(|v| (v, point(link(v, DAYS), v).combined))
        .collect()
}
