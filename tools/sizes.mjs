// Prints what a visit downloads, raw and compressed as a web server would send it: first what the first picture needs,
// then what comes after it. What the service worker stores for later visits (large icons) is in neither.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const TARGETS = { first: 280, rest: 270 }; // KiB, brotli

const script = readdirSync('dist').filter(name => /^second-engine.*\.js$/.test(name)).map(name => readFileSync(`dist/${name}`, 'utf8')).join();
const isLater = name => name.endsWith('.wasm') && script.includes(`"./${name}"`); // what the script itself fetches
const isAfter = name => isLater(name) || /^(sw|offline-.*)\.js$/.test(name);
const files = readdirSync('dist').filter(name => /\.(html|css|js|wasm)$|^icon\.svg$|\.webmanifest$/.test(name)).sort();

const line = (name, cells, note = '') => console.log(name.padEnd(46) + cells.map(cell => cell.padStart(9)).join('') + note);
const row = (name, sizes, note) => line(name, sizes.map(size => (size / 1024).toFixed(1)), note);

line('Download, KiB', ['raw', 'gzip', 'brotli']);
for (const [title, target, part] of [
  ['first download', TARGETS.first, files.filter(name => !isAfter(name))],
  ['the rest', TARGETS.rest, files.filter(isAfter)],
]) {
  const total = [0, 0, 0];
  for (const name of part) {
    const content = readFileSync(`dist/${name}`);
    const sent = `dist/${name}.br`; // what tools/compress.mjs has put beside it
    const brotli = existsSync(sent) ? readFileSync(sent) : brotliCompressSync(content);
    const sizes = [content, gzipSync(content, { level: 9 }), brotli].map(bytes => bytes.length);
    sizes.forEach((size, i) => { total[i] += size; });
    row(name, sizes);
  }
  row(title, total, `   target ${target}: ${total[2] <= target * 1024 ? 'met' : 'missed'}`);
}
