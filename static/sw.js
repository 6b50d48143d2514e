// The page works offline: everything it is made of is stored at the first visit and served from there.
// The build fills in the version (a hash of all files) and the list (tools/src/bin/precache.rs).
const VERSION = 'VERSION';
const FILES = [
  /* FILES */
];

// Other pages may live on the same origin: only caches with this name and folder are ours.
const OURS = `second-engine ${self.registration.scope} `;
const CACHE = OURS + VERSION;
const PAGE = new URL('./', self.registration.scope).href;

self.addEventListener('install', event => {
  const fresh = FILES.map(file => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(fresh)));
});

self.addEventListener('activate', event => {
  const old = key => key.startsWith(OURS) && key !== CACHE;
  event.waitUntil(caches.keys().then(keys => Promise.all(keys.filter(old).map(key => caches.delete(key)))));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(PAGE)) return;
  // Whatever the query, it is the same page.
  const wanted = request.mode === 'navigate' ? PAGE : request;
  event.respondWith(
    caches.open(CACHE)
      .then(cache => cache.match(wanted, { ignoreSearch: true, ignoreVary: true }))
      .then(stored => stored || fetch(request)),
  );
});

self.addEventListener('message', event => {
  if (event.data === 'apply-update') self.skipWaiting();
});
