// Prints what a first visit downloads: the page's files, raw and compressed as a web server would send them.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const row = (name, sizes) => console.log(name.padEnd(46) + sizes.map(n => (n / 1024).toFixed(1).padStart(9)).join(''));
const files = readdirSync('dist').filter(name => /\.(wasm|js|css|html)$/.test(name)).sort();
const total = [0, 0, 0];

console.log('Download, KiB'.padEnd(46) + ['raw', 'gzip', 'brotli'].map(name => name.padStart(9)).join(''));
for (const name of files) {
  const content = readFileSync(`dist/${name}`);
  const sizes = [content, gzipSync(content, { level: 9 }), brotliCompressSync(content)].map(bytes => bytes.length);
  sizes.forEach((size, i) => { total[i] += size; });
  row(name, sizes);
}
row('total', total);
