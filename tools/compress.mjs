// Writes a .br and a .gz beside each file of the page that gets smaller by it: what a server may send instead.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const brotli = promisify(zlib.brotliCompress); // on a thread of its own for each file
const gzip = promisify(zlib.gzip);
const { BROTLI_PARAM_SIZE_HINT: HINT, BROTLI_PARAM_LGBLOCK: BLOCK, BROTLI_PARAM_NDIRECT: DIRECT } = zlib.constants;
// Blocks as the encoder has them, of 64 KiB and of 1 MiB, plain or with fifteen direct distances: which of them suits wasm
// best, by 1 to 2 KiB, changes with each build. What is large has two tries.
const TRIES = [[0, 0], [16, 0], [16, 15], [20, 0], [20, 15]];
const smallest = async content => {
  const tries = content.length < 2 ** 20 ? TRIES : TRIES.slice(0, 2);
  const tried = await Promise.all(tries.map(([block, direct]) =>
    brotli(content, { params: { [HINT]: content.length, [BLOCK]: block, [DIRECT]: direct } })));
  return tried.reduce((least, one) => (one.length < least.length ? one : least));
};
await Promise.all(readdirSync('dist').filter(name => /\.(html|css|js|wasm|svg|webmanifest|md|txt)$/.test(name)).map(async name => {
  const content = readFileSync(`dist/${name}`);
  writeFileSync(`dist/${name}.br`, await smallest(content));
  writeFileSync(`dist/${name}.gz`, await gzip(content, { level: 9 }));
}));
