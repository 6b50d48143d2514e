// Keeps the page for use offline and brings its newer versions. Fetched once the page has started, or has not.
//
// What it has to say it says as an event on window and, for whoever listens later, as an attribute of <html>:
//   second-engine-offline-ready   data-offline="ready"    the page works offline
//   second-engine-unkept          data-unkept="…"         a sentence: what is not kept, and why. Without the mark before
//                                                         it, the page does not work offline
//   second-engine-update          data-update="waiting"   a newer version is stored and waits
//   second-engine-mark                                    with each of these, for what one says may end another
// The page answers with the event second-engine-apply-update, which activates the newer version and reloads. Where the
// page has not started, a newer version takes over by itself.
const root = document.documentElement;
const started = () => 'ready' in root.dataset;

const tell = (name, key, value) => {
  root.dataset[key] = value;
  for (const event of [name, 'mark']) window.dispatchEvent(new CustomEvent(`second-engine-${event}`));
};
// What is not kept: of this version, of a newer one.
const whys = ['', ''];
const unkept = (why, isNewer) => {
  if (why) console.info(why);
  whys[Number(isNewer)] = why;
  const all = whys.filter(Boolean).join(' ');
  if (all) tell('unkept', 'unkept', all);
  else delete root.dataset.unkept;
};

let isReloading = false;
const reload = () => {
  if (!isReloading) location.reload();
  isReloading = true;
};

const apply = worker => worker.postMessage('apply-update');
const visible = () => new Promise(done => document.addEventListener('visibilitychange', done, { once: true }));
// Tabs reload when a newer version takes over: one that nobody looks at does not ask for that, and is given time to
// start once it is looked at.
const waits = async worker => {
  while (!started() && document.hidden) {
    await visible();
    await new Promise(done => setTimeout(done, 5000));
  }
  if (started()) tell('update', 'update', 'waiting');
  else apply(worker);
};
const follow = (worker, isUpdate) => worker.addEventListener('statechange', () => {
  if (worker.state === 'installed' && isUpdate) waits(worker);
  if (worker.state !== 'activated') return;
  // A page that has not started is tried again with the files that were checked.
  if (isUpdate || !started()) reload();
  else worker.postMessage('mend');
});

const register = async () => {
  if (!isSecureContext) throw 'this address does not begin with https';
  const workers = navigator.serviceWorker;
  if (!workers) throw 'this browser keeps no pages, or not in private windows';
  // What a worker keeps, once it has looked at every byte. A newer one that could not keep all leaves the older one in
  // its place.
  workers.addEventListener('message', ({ data: { isKept, isNewer, missing } }) => {
    const files = missing.join('; ');
    if (isKept) {
      unkept(files && `Kept for use offline, but for ${files}.`, isNewer);
      tell('offline-ready', 'offline', 'ready');
    } else {
      if (!isNewer) delete root.dataset.offline;
      unkept(`${isNewer ? 'A newer version is out, but not all of it came' : 'Not kept for use offline'}: ${files}.`, isNewer);
    }
  });
  // Another tab may have applied the update: this one must not go on with files that are gone.
  workers.addEventListener('controllerchange', reload);

  const registration = await workers.register('sw.js');
  const { installing, waiting, active } = registration;
  active?.postMessage('mend');
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

register().catch(error => unkept(`Not kept for use offline: ${error.message ?? error}.`, false));
