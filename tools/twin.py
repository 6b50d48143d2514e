"""The odds of the opening book by numpy and by the engine, on one core in the same run: `python3 tools/twin.py [paths]`.

The same work a path and day as `src/odds`: VIX in its two parts with jumps, SPX of which a part comes back, ether with a Student-t residual; condors from
a table of (SPX, VIX) for each day, VIX calls from one of VIX, the pool and its fees exactly; every part in whole cents, counted
in bins on each day and at the end, falls, first days out of range, chances by size. Easier than there: tables are read by
straight lines and not by cubics, their smile is a line, starts are no Sobol sequence. Needs numpy and nothing else.
"""

import os
import re
import subprocess
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy as np  # noqa: E402  (threads are set before it starts any)

DAYS, STEP, SPX, VIX, TOKEN = 32, 1 / 252, 6400.0, 17.0, 3200.0
LOW, HIGH = np.log(8.0), np.log(150.0)
STRIKES, CONDORS, SETTLES, BUDGET = (5970.0, 6020.0, 6720.0, 6770.0), 5, 32, 750_000
CALLS = ((2, 22), (2, 78), (1, 155))  # contracts and trading days to expiry
PARTS, DAY_BINS, SIZES = 5, 240, np.linspace(0, 60_000, 26)


def cdf(x):
    """The normal distribution function, Abramowitz & Stegun 26.2.17."""
    t = 1 / (1 + 0.2316419 * np.abs(x))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-0.5 * x * x) / np.sqrt(2 * np.pi) * poly
    return np.where(x > 0, 1 - upper, upper)


def call(forward, strike, vol, years):
    spread = vol * np.sqrt(np.maximum(years, 1e-9))
    d = np.log(forward / strike) / spread + spread / 2
    return forward * cdf(d) - strike * cdf(d - spread)


class Grid:
    """Even nodes along one axis."""

    def __init__(self, low, high, count):
        self.low, self.count, self.per = low, count, (count - 1) / (high - low)
        self.nodes = np.linspace(low, high, count)

    def place(self, x):
        at = np.clip((x - self.low) * self.per, 0, self.count - 1.000001)
        first = at.astype(np.int64)
        return first, at - first


class Book:
    """Tables of every day and the bins of its parts."""

    def __init__(self):
        self.vix, self.spx = Grid(LOW, HIGH, 64), Grid(-0.9, 0.6, 256)
        v, x = np.exp(self.vix.nodes)[:, None], self.spx.nodes[None, :]
        self.condor = [self.condors(SPX * np.exp(x), v, SETTLES - day) for day in range(SETTLES + 1)]
        credit = self.condor[0][np.abs(self.vix.nodes - np.log(VIX)).argmin(), np.abs(self.spx.nodes).argmin()]
        self.condor = [(value - credit).ravel() for value in self.condor]
        level = np.exp(self.vix.nodes)
        now = [self.calls(VIX, n, days) for n, days in CALLS]
        self.hedge = [
            [self.calls(level, n, days - day) - cost for (n, days), cost in zip(CALLS, now)] for day in range(DAYS + 1)
        ]
        self.liquidity = 30_000 / (2 * np.sqrt(TOKEN) - TOKEN / np.sqrt(4400.0) - np.sqrt(2200.0))
        self.bins = [np.full((DAYS + 1, PARTS), -4e6), np.full((DAYS + 1, PARTS), 8e6 / DAY_BINS)]

    @staticmethod
    def condors(spx, vix, left):
        total = 0.0
        for strike, sign in zip(STRIKES, (-1, 1, 1, -1)):
            vol = np.clip(vix / 100 * (0.9 - 1.6 * np.log(strike / spx)), 0.03, 3)
            price = call(spx, strike, vol, left * STEP)
            total = total + sign * (price if strike > SPX else price - spx + strike)
        return -100 * CONDORS * total

    @staticmethod
    def calls(vix, contracts, left):
        future = 20 + (vix - 20) * np.exp(-3 * max(left, 0) * STEP)
        return 100 * contracts * call(future, 18.0, 0.9, left * STEP)


def jumps(random, count):
    """One a day at most: 2.5 a year of mean 0.25 and deviation 0.15."""
    out = np.zeros((DAYS, count))
    where = random.random((DAYS, count)) < -np.expm1(-2.5 * STEP)
    out[where] = np.exp(-1.540 + 0.555 * random.standard_normal(where.sum()))
    return out


def batch(book, random, count):
    """Walks `count` paths and counts them."""
    z, own, token_z = random.standard_normal((3, DAYS, count))
    token_z /= np.sqrt(-np.log(random.random((DAYS, count)) * random.random((DAYS, count))))
    jumped = jumps(random, count)
    rest = np.log(18.5) - 2.5 * 0.25 * (0.55 / 1.75 + 0.45 / 50)
    root, keep, passes = np.sqrt(STEP), 1 - 1.75 * STEP, 1 - 50 * STEP
    drift = (0.077 + 0.11 * 2.5 * 0.25) * STEP
    log, passing, vix = np.full(count, np.log(VIX)), np.zeros(count), np.full(count, VIX)
    spx, comes_back, token, fees, rate = np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count), None
    settled_condor, settled_hedge = np.zeros(count), np.zeros(count)
    left, called = np.zeros(count, np.int64), np.zeros(count, bool)
    top, fall = np.zeros((PARTS, count), np.int64), np.zeros((PARTS, count), np.int64)
    ever, days = np.zeros((PARTS, count), bool), np.zeros((DAYS, PARTS, DAY_BINS), np.int64)
    low, high = np.sqrt(2200.0), np.sqrt(4400.0)
    yearly = 0.06 * 2 * book.liquidity
    rate = np.full(count, yearly * np.sqrt(TOKEN))
    for day in range(1, DAYS + 1):
        d = day - 1
        moved = root * z[d] + jumped[d]
        before, before_log = vix, log
        slow = rest + keep * (log - passing - rest) + 0.55 * moved
        passing = passes * passing + 0.45 * moved
        log = np.clip(slow + passing, LOW, HIGH)
        vix = np.exp(log)
        over = before / 17
        deviation = 0.12 * root * over * np.sqrt(over)
        share = np.maximum(0, 1 - 1 / np.sqrt(over))
        beside, stays = deviation * (-0.8 * z[d] + 0.6 * own[d]), (1 - share) * deviation
        x = drift - 0.5 * stays * stays + beside - 0.11 * jumped[d] - 0.5 * comes_back
        comes_back = 0.5 * comes_back + share * beside
        spx = spx + x
        rise = np.clip(log - before_log, 0, np.log(1.5))
        residual = 0.62 * np.exp(0.35 * (log - np.log(17)) + 0.8 * rise)
        beta = 1.5 + 0.5 * rise / np.log(1.5)
        token = token + beta * x - 0.004 * (vix - before) + residual * root * token_z[d]
        # The pool: its value, and fees as half of what a day earns at either end.
        price = TOKEN * np.exp(token)
        at = np.sqrt(price)
        inside = (at > low) & (at < high)
        now = yearly * at * (vix / VIX) * inside
        fees, rate = fees + 0.5 * (rate + now) * STEP, now
        held = np.clip(at, low, high)
        value = book.liquidity * (price * (1 / held - 1 / high) + held - low)
        left = np.where((left == 0) & ~inside, day, left)
        pool = value - 30_000 + fees - 14
        # Condors and calls.
        row, part = book.vix.place(log)
        if day < SETTLES:
            column, along = book.spx.place(spx)
            table, first = book.condor[day], row * book.spx.count + column
            under, above = table[first], table[first + book.spx.count]
            under = under + along * (table[first + 1] - under)
            above = above + along * (table[first + book.spx.count + 1] - above)
            condor = under + part * (above - under)
            called |= condor < -25_000 - 18_544
        else:
            if day == SETTLES:
                level = SPX * np.exp(spx)
                put = np.clip(STRIKES[1] - level, 0, 50)
                settled_condor = 6_456 - 100 * CONDORS * (put + np.clip(level - STRIKES[2], 0, 50))
            condor = settled_condor
        hedge = settled_hedge
        for (contracts, expires), table in zip(CALLS, book.hedge[day]):
            if day < expires:
                hedge = hedge + table[row] + part * (table[row + 1] - table[row])
            elif day == expires:
                gain = 100 * contracts * np.maximum(vix - 18, 0) - 300
                settled_hedge = settled_hedge + gain
                hedge = hedge + gain
        # Parts in cents, their bins, their falls.
        cents = np.empty((PARTS, count), np.int64)
        for i, usd in enumerate((condor, pool, hedge)):
            cents[i] = np.rint(100 * usd)
        cents[4] = cents[0] + cents[1]
        cents[3] = cents[4] + cents[2]
        for i in range(PARTS):
            bins = ((cents[i] - book.bins[0][day, i]) / book.bins[1][day, i]).astype(np.int64)
            days[d, i] = np.bincount(np.clip(bins, 0, DAY_BINS - 1), minlength=DAY_BINS)
        np.maximum(top, cents, out=top)
        np.maximum(fall, top - cents, out=fall)
        ever |= cents < -BUDGET
    ends = []
    for i in range(PARTS):
        bins = np.clip((cents[i] + 4_000_000) // 8_000, 0, 999)
        ends.append((np.bincount(bins, minlength=1000), np.bincount(bins, weights=cents[i], minlength=1000)))
        ends.append(np.bincount(np.clip(fall[i] // 6_000, 0, 799), minlength=800))
        ends.append(((cents[i] < 0).sum(), (cents[i] < -BUDGET).sum(), ever[i].sum()))
    pair = [np.clip((cents[i] + 2_000_000) // 40_000, 0, 47) for i in (0, 1)]
    joint = np.bincount(pair[0] * 48 + pair[1], minlength=48 * 48)
    band = np.searchsorted((15, 20, 25, 35), vix, side="right")
    scaled = [np.rint(cents[i] / 1e6 * 1024) for i in (0, 1)]
    products = (scaled[0], scaled[1], scaled[0] ** 2, scaled[1] ** 2, scaled[0] * scaled[1])
    bands = [np.bincount(band, weights=one, minlength=5) for one in products]
    other = condor + hedge
    by_size = [(np.rint(100 * (other + size / 30_000 * pool)) < -BUDGET).sum() for size in SIZES]
    return days, ends, joint, bands, by_size, np.bincount(left, minlength=DAYS + 1), called.sum(), cents


def numpy_speed(paths):
    """Million path-days a second at the batch that suits numpy best, and the mean and chance of its whole book."""
    book, best = Book(), (0.0, 0, 0.0, 0.0)
    for count in (512, 1024, 2048, 4096, 8192):
        random = np.random.Generator(np.random.SFC64(1))
        batch(book, random, count)
        start, sums, breaches = time.perf_counter(), 0.0, 0
        batches = max(paths // count, 1)
        for _ in range(batches):
            cents = batch(book, random, count)[-1][3]
            sums, breaches = sums + cents.sum(), breaches + (cents < -BUDGET).sum()
        walked = batches * count
        speed = walked * DAYS / (time.perf_counter() - start) / 1e6
        best = max(best, (speed, count, sums / walked / 100, breaches / walked))
    return best


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    speed, count, mean, chance = numpy_speed(paths)
    print(f"numpy {np.__version__}, batches of {count}: {speed:.2f} million path-days a second, mean {mean:.0f}, past the budget {chance:.3f}")
    command = ["cargo", "run", "--release", "--locked", "--quiet", "--example", "odds"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    engine = float(re.search(r"([\d.]+) million path-days", said)[1])
    combined = re.search(r"Combined: mean (\S+) .*?past the budget (\S+)", said)
    print(f"engine, batches of 512: {engine:.2f} million path-days a second, mean {float(combined[1]):.0f}, past the budget {float(combined[2]):.3f}")
    print(f"engine over numpy: {engine / speed:.1f} times")


if __name__ == "__main__":
    main()
