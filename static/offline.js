// Keeps the page for use offline and brings its newer versions. Fetched once the page has started, or has not.
//
// What it has to say it says as an event on window and, for whoever listens later, as an attribute of <html>:
//   second-engine-offline-ready   data-offline="ready"    the page works offline
//   second-engine-unkept          data-unkept="…"         a sentence: what is not kept, and why
//   second-engine-update          data-update="waiting"   a newer version is stored and waits
// The page answers with the event second-engine-apply-update, which activates the newer version and reloads. Where the
// page has not started, a newer version takes over by itself.
const root = document.documentElement;
const started = () => 'ready' in root.dataset;

const tell = (name, key, value) => {
  root.dataset[key] = value;
  window.dispatchEvent(new CustomEvent(`second-engine-${name}`));
};
const offlineReady = () => tell('offline-ready', 'offline', 'ready');
const unkept = why => {
  console.info(why);
  tell('unkept', 'unkept', why);
};

let isReloading = false;
const reload = () => {
  if (!isReloading) location.reload();
  isReloading = true;
};

const apply = worker => worker.postMessage('apply-update');
const waits = worker => (started() ? tell('update', 'update', 'waiting') : apply(worker));
const follow = (worker, isUpdate) => worker.addEventListener('statechange', () => {
  if (worker.state === 'installed' && isUpdate) waits(worker);
  // A page that has not started is tried again with the files that were checked.
  if (worker.state === 'activated') isUpdate || !started() ? reload() : offlineReady();
});

const register = async () => {
  if (!isSecureContext) throw 'this address does not begin with https';
  const workers = navigator.serviceWorker;
  if (!workers) throw 'this browser keeps no pages, or not in private windows';
  // What a worker could not keep. A newer one that could not keep all leaves the older one in its place.
  workers.addEventListener('message', ({ data: { isKept, isNewer, missing } }) => {
    const files = missing.join('; ');
    if (!isKept) unkept(`${isNewer ? 'A newer version is out, but not all of it came' : 'Not kept for use offline'}: ${files}.`);
    else if (files) unkept(`Kept for use offline, but for ${files}.`);
  });
  // Another tab may have applied the update: this one must not go on with files that are gone.
  workers.addEventListener('controllerchange', reload);

  const registration = await workers.register('sw.js');
  const { installing, waiting, active } = registration;
  if (active) {
    offlineReady();
    active.postMessage('mend');
  }
  if (waiting) {
    follow(waiting, true);
    waits(waiting);
  }
  if (installing) follow(installing, Boolean(active));
  registration.addEventListener('updatefound', () => {
    if (registration.installing !== installing) follow(registration.installing, Boolean(registration.active));
  });
  window.addEventListener('second-engine-apply-update', () => registration.waiting && apply(registration.waiting));
  if (active && !started()) registration.update().catch(() => {});
};

register().catch(error => unkept(`Not kept for use offline: ${error.message ?? error}.`));
