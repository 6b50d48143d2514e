// Around the app: says so when it cannot start, and keeps the page available offline.

// Where the app fails before it is ready, the page shows why nothing moves.
for (const failure of ['error', 'unhandledrejection']) {
  window.addEventListener(failure, () => {
    const notice = document.getElementById('cannot-start');
    if (notice) notice.hidden = false; // gone once the app has taken over
  });
}

// Registers the service worker and tells the page about it, as an event on window and, for whoever
// listens later, as an attribute of <html>:
//   second-engine-offline-ready   data-offline="ready"    everything is stored: the page works offline
//   second-engine-update          data-update="waiting"   a newer version is stored and waits
// The page answers with the event second-engine-apply-update, which activates the newer version and reloads.
(async () => {
  if (!('serviceWorker' in navigator)) return;

  const tell = (name, key, value) => {
    document.documentElement.dataset[key] = value;
    window.dispatchEvent(new CustomEvent(name));
  };
  const offlineReady = () => tell('second-engine-offline-ready', 'offline', 'ready');
  const updateWaits = () => tell('second-engine-update', 'update', 'waiting');

  let reloading = false;
  const reload = () => {
    if (reloading) return;
    reloading = true;
    location.reload();
  };

  const follow = (worker, update) => worker.addEventListener('statechange', () => {
    if (worker.state === 'installed' && update) updateWaits();
    if (worker.state === 'activated') update ? reload() : offlineReady();
  });

  const script = new URL('sw.js', document.currentScript.src);
  // First all that this visit needs, then what later ones will: both come over the same line. A page that does not
  // start is stored nevertheless, so that a newer one can take its place.
  await Promise.race([
    new Promise(done => setTimeout(done, 5000)),
    new Promise(done => window.addEventListener('TrunkApplicationStarted', () => done(window.secondEngine?.ready))),
  ]);
  const registration = await navigator.serviceWorker.register(script).catch(error => {
    console.warn('Not available offline:', error.message);
  });
  if (!registration) return;

  const { installing, waiting, active } = registration;
  if (active) offlineReady();
  if (waiting) {
    follow(waiting, true);
    updateWaits();
  }
  if (installing) follow(installing, Boolean(active));
  registration.addEventListener('updatefound', () => {
    if (registration.installing !== installing) follow(registration.installing, Boolean(registration.active));
  });

  // Another tab may have applied the update: this one must not go on with files that are gone.
  navigator.serviceWorker.addEventListener('controllerchange', reload);
  window.addEventListener('second-engine-apply-update', () => registration.waiting?.postMessage('apply-update'));
})();
