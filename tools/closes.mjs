// Writes the tables of daily closes that the library reads, from a folder with the files they are made from:
//
//   SECOND_ENGINE_DATA=<folder> node tools/closes.mjs
//
// - src/shock/vix_closes.bin, from import/02_datasets_vix-daily_iso.csv: VIX closes since 2 January 1990
//   (github.com/datasets/finance-vix, Public Domain Dedication and License; Cboe's own series).
// - src/shock/explosion_closes.bin, from explosion_closes.csv and explosions.json: what SPX, ETH and BTC had moved by on
//   every trading day from 21 before an explosion's lowest VIX close to 60 after its highest, and where these days stand
//   in the table of VIX (Cboe, FRED for the VXO of 1987, Yahoo, CoinMarketCap).
//
// Every number is the difference to the one before it, zigzag (0, -1, 1, -2 … as 0, 1, 2, 3 …), seven bits a byte, lowest
// first, the high bit set where more follow. VIX in hundredths, moves since their first close in tenths of a per cent.
// `tests/data.rs` holds both tables against the files.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = process.env.SECOND_ENGINE_DATA;
if (!folder) throw new Error('SECOND_ENGINE_DATA names no folder');
const csv = name => readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n').slice(1).map(line => line.trim().split(','));
const hundredths = text => Math.round(100 * Number(text));

const unsigned = (out, x) => {
  for (; x >= 128; x = Math.floor(x / 128)) out.push(x % 128 + 128);
  out.push(x);
};
const series = (out, values) => values.forEach((x, i) => {
  const step = x - (i ? values[i - 1] : 0);
  unsigned(out, step < 0 ? -2 * step - 1 : 2 * step);
});

const daily = csv('import/02_datasets_vix-daily_iso.csv');
const vix = [];
series(vix, daily.map(row => hundredths(row[4])));
writeFileSync('src/shock/vix_closes.bin', Buffer.from(vix));

const events = new Map();
for (const row of csv('explosion_closes.csv')) events.set(row[0], [...(events.get(row[0]) ?? []), row]);
const place = new Map(daily.map((row, i) => [row[0], i]));
const known = JSON.parse(readFileSync(`${folder}/explosions.json`, 'utf8'));
const out = [];
[...events.values()].forEach((days, i) => {
  const at = date => days.findIndex(day => day[1] === date);
  const [low, peak] = [at(known[i].vix_low_date), at(known[i].vix_peak_date)];
  // Days before the lowest close, from it to the highest, and after that.
  [low, peak - low, days.length - 1 - peak].forEach(count => unsigned(out, count));
  // VIX: its first day in the table, counted from 1, and the days there that were holidays; 0 and the closes themselves
  // before 1990.
  const first = place.get(days[0][1]);
  if (first === undefined) {
    unsigned(out, 0);
    series(out, days.map(day => hundredths(day[2])));
  } else {
    const last = place.get(days.at(-1)[1]);
    const holidays = daily.slice(first, last + 1).map((row, at) => days.some(day => day[1] === row[0]) ? -1 : at).filter(at => at >= 0);
    days.forEach(day => { if (hundredths(day[2]) !== hundredths(daily[place.get(day[1])][4])) throw new Error(`VIX of ${day[1]}`); });
    [first + 1, holidays.length, ...holidays].forEach(count => unsigned(out, count));
  }
  // SPX, ETH, BTC: the first day with a close, how many follow it, and the moves since it.
  for (const column of [3, 4, 5]) {
    const start = days.findIndex(day => day[column]);
    const closes = start < 0 ? [] : days.slice(start).map(day => day[column]);
    const end = closes.findIndex(close => !close);
    const traded = (end < 0 ? closes : closes.slice(0, end)).map(Number);
    if (closes.filter(Boolean).length !== traded.length) throw new Error(`a gap in column ${column} of ${days[0][0]}`);
    [Math.max(start, 0), traded.length].forEach(count => unsigned(out, count));
    series(out, traded.map(close => Math.round(1e3 * (close / traded[0] - 1))));
  }
});
writeFileSync('src/shock/explosion_closes.bin', Buffer.from(out));
console.log(`VIX: ${daily.length} closes, ${daily[0][0]} to ${daily.at(-1)[0]}, ${vix.length} bytes`);
console.log(`explosions: ${events.size}, ${out.length} bytes`);
