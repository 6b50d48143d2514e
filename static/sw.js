// The page works offline: everything it is made of is stored at the first visit and served from there.
// The build fills in the version (a hash of all files) and the list (tools/src/precache.rs).
const VERSION = 'VERSION';
// Name, length in bytes, SHA-256 in base 64. Nothing counts as kept, and nothing is answered with, that is not this.
const FILES = [
  /* FILES */
];

// Other pages may live on the same origin: only caches with this name and folder are ours.
const SCOPE = self.registration.scope;
const OURS = `second-engine ${SCOPE} `;
const CACHE = OURS + VERSION;
const PAGE = new URL('./', SCOPE).href;
const byUrl = new Map(FILES.map(([name, length, hash]) => [new URL(name, SCOPE).href, { name, length, hash }]));

// Without these the page does not work; without an icon it does.
const isNeeded = name => /(\/|\.js|\.wasm|\.css)$/.test(name);

// Where a file may be had: what is kept, what the browser has of this visit, the host.
const kept = url => caches.open(CACHE).then(cache => cache.match(url, { ignoreVary: true }));
const keptBefore = url => caches.match(url, { ignoreVary: true });
const visited = url => begun(fetch(url));
const host = url => begun(fetch(url, { cache: 'reload' }));

// The answer, where it begins within a minute.
const begun = answer => Promise.race([answer, new Promise((done, fail) => {
  setTimeout(fail, 60000, new Error('no answer within a minute'));
})]);

// What is wrong with an answer for a file; nothing where it is the file to the byte.
async function faultOf({ length, hash }, answer) {
  if (!answer.ok) return `${answer.status} ${answer.statusText}`.trim();
  const bytes = await answer.arrayBuffer();
  if (bytes.byteLength !== length) return `${bytes.byteLength} of ${length} bytes`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digest)) === hash ? '' : 'other bytes';
}

// The file from the first place that has it as it should be; why not, where none has.
async function found(url, places) {
  let fault = 'it did not come';
  for (const place of places) {
    try {
      const answer = await place(url);
      if (!answer) continue;
      fault = await faultOf(byUrl.get(url), answer.clone());
      if (!fault) return answer;
    } catch (error) {
      fault = error instanceof TypeError ? 'the host did not answer' : error.message;
    }
  }
  throw new Error(fault);
}

const put = async (url, answer) => (await caches.open(CACHE)).put(url, answer);

// Keeps what is not kept to the byte yet; the names of what could not be, with why. An unchanged file of an older version
// need not come again.
async function keep() {
  const missing = [];
  await Promise.all([...byUrl].map(async ([url, { name }]) => {
    try {
      await found(url, [kept]).catch(async () => put(url, await found(url, [keptBefore, visited, host])));
    } catch (error) {
      missing.push([name, error.message]);
    }
  }));
  return missing;
}

const isWhole = missing => !missing.some(([name]) => isNeeded(name));

// Tells every tab what could not be kept.
async function tell(missing, isNewer) {
  const said = missing.map(([name, why]) => `${name.slice(2) || 'the page'} (${why})`);
  const tabs = await self.clients.matchAll({ includeUncontrolled: true });
  tabs.forEach(tab => tab.postMessage({ isKept: isWhole(missing), isNewer, missing: said }));
}

// One that is whole is asked once it is active.
self.addEventListener('install', event => {
  const isNewer = Boolean(self.registration.active);
  event.waitUntil(keep().then(async missing => {
    if (isWhole(missing)) return;
    await caches.delete(CACHE);
    await tell(missing, isNewer);
    throw new Error('not all files came');
  }));
});

self.addEventListener('activate', event => {
  const old = key => key.startsWith(OURS) && key !== CACHE;
  event.waitUntil(caches.keys().then(keys => Promise.all(keys.filter(old).map(key => caches.delete(key)))));
});

// A bad or missing entry heals from the host. Where the host has only another version's file, the page (whose files
// bear their own names) is that version's, a needed file an error that says why, anything else what the host says.
async function answer(url, request) {
  const entry = await found(url, [kept]).catch(() => null);
  if (entry) return entry;
  try {
    const fresh = await found(url, [visited, host]);
    await put(url, fresh.clone()).catch(() => {}); // a full device does not keep the page from starting
    return fresh;
  } catch (error) {
    if (url === PAGE || !isNeeded(url)) return fetch(request);
    return new Response(null, { status: 502, statusText: error.message.replace(/[^ -~]/g, '') });
  }
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const [file, query = ''] = request.url.split('#')[0].split('?');
  // Whatever the query, it is the same file; the folder's page has two names.
  const url = file.replace(/\/index\.html$/, '/');
  // But for a text, whose name stays when it changes: the page that asks names its script, and one of another version
  // gets its own text.
  const isOthers = query.startsWith('./') && !byUrl.has(new URL(query, SCOPE).href);
  if (request.method === 'GET' && byUrl.has(url) && !isOthers) event.respondWith(answer(url, request));
});

self.addEventListener('message', event => {
  if (event.data === 'apply-update') self.skipWaiting();
  if (event.data === 'mend') event.waitUntil(keep().then(missing => tell(missing, false)));
});
