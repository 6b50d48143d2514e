// For a host that replaces all files at each upload: takes into dist/ what the page that is live has by names with a hash,
// and what it has kept so itself, each for a day after its version was replaced. A page that is open, or half fetched,
// then still finds the files of its version.
//   node tools/previous.mjs https://name.github.io/page/ [folder]
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LIST = 'previous.json'; // [name, SHA-256 in base 64, until when in milliseconds]
const DAY = 24 * 60 * 60 * 1000;
const [address, folder = 'dist'] = process.argv.slice(2);
const home = new URL(address.replace(/\/?$/, '/'));

const fetched = async name => {
  const answer = await fetch(new URL(name, home), { cache: 'no-store', signal: AbortSignal.timeout(60_000) });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
};

// Before the first version there is nothing to keep.
const worker = await fetched('sw.js').catch(error => {
  console.log(`No version is live at ${home} (${error.message}): nothing to keep.`);
  return Buffer.from('');
});
const live = [...worker.toString().matchAll(/^ *\['\.\/([^'/]+)', \d+, '([^']+)'\]/gm)]
  .filter(([, name]) => /-[0-9a-f]{12,16}(_bg)?\.\w+$/.test(name))
  .map(([, name, hash]) => [name, hash, Date.now() + DAY]);
const before = await fetched(LIST).then(JSON.parse).catch(() => []);

const wanted = new Map();
for (const [name, hash, until] of [...before, ...live]) {
  // A name with a slash would leave the folder.
  if (until > Date.now() && !/[/\\]/.test(name) && !existsSync(join(folder, name))) wanted.set(name, [name, hash, until]);
}
const kept = [];
for (const entry of wanted.values()) {
  const [name, hash] = entry;
  const file = await fetched(name).catch(error => console.log(`${error.message}: not kept.`));
  if (!file) continue;
  if (createHash('sha256').update(file).digest('base64') !== hash) {
    console.log(`${name}: other bytes, not kept.`);
    continue;
  }
  writeFileSync(join(folder, name), file);
  kept.push(entry);
  console.log(`${name}: kept.`);
}
writeFileSync(join(folder, LIST), JSON.stringify(kept));
