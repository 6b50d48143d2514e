// Writes a .br and a .gz beside each file of the page that gets smaller by it: what a server may send instead.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const brotli = promisify(zlib.brotliCompress); // on a thread of its own for each file
const gzip = promisify(zlib.gzip);
await Promise.all(readdirSync('dist').filter(name => /\.(html|css|js|wasm|svg|webmanifest|md|txt)$/.test(name)).map(async name => {
  const content = readFileSync(`dist/${name}`);
  writeFileSync(`dist/${name}.br`, await brotli(content, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  writeFileSync(`dist/${name}.gz`, await gzip(content, { level: 9 }));
}));
