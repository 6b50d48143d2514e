// Stands in the page itself, ahead of all that is fetched: it needs no other file. It sets the theme before the first
// paint, says so where the page does not start, and fetches what keeps the page for use offline.
(() => {
  const root = document.documentElement;

  // The theme: ?theme=, else what the person chose, else the system's.
  const system = matchMedia('(prefers-color-scheme: dark)');
  const known = theme => (theme === 'light' || theme === 'dark' ? theme : null);
  const stored = () => {
    try { return localStorage.getItem('second-engine.theme'); } catch { return null; }
  };
  const paint = () => {
    const chosen = known(new URLSearchParams(location.search).get('theme')) || known(stored());
    root.dataset.theme = chosen || (system.matches ? 'dark' : 'light');
  };
  paint();
  system.addEventListener('change', paint);
  // Chosen in another tab.
  addEventListener('storage', paint);

  // Files that are dropped before the app hears them are held for it: the browser would leave the page for them.
  root.early = [];
  const hold = event => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    if (event.type === 'drop') root.early.push(...event.dataTransfer.files);
  };
  const drops = ['dragover', 'drop'];
  drops.forEach(name => addEventListener(name, hold));
  root.addEventListener('second-engine-hears', () => drops.forEach(name => removeEventListener(name, hold)));

  // Whether the page has started: the app says so once its first picture stands.
  const started = () => 'ready' in root.dataset;
  const styled = () => getComputedStyle(root).getPropertyValue('--bg');
  const isFile = 'link[rel$=preload], link[rel=stylesheet]';
  const nameOf = url => url.split('/').pop();
  const wait = ms => new Promise(done => setTimeout(done, ms));
  // Ends what is fetched. Not every engine has AbortSignal.timeout.
  const within = ms => {
    const control = new AbortController();
    setTimeout(() => control.abort(), ms);
    return control.signal;
  };

  // What is wrong with a file of the page; nothing where it seems right. Not every engine looks at the integrity of a
  // preload.
  const faultOf = async ({ href: url, integrity }, cache) => {
    const signal = within(5000);
    try {
      const answer = await fetch(url, { cache, signal });
      const type = answer.headers.get('content-type') || '';
      if (!answer.ok) return `${answer.status} ${answer.statusText}`;
      if (type.startsWith('text/html')) return 'another page came in its place';
      if (url.endsWith('.wasm') && !WebAssembly.validate(await answer.arrayBuffer())) return 'damaged';
      if (integrity && !await fetch(url, { integrity }).catch(() => null)) return 'damaged';
    } catch {
      return signal.aborted ? 'not here yet' : 'it did not come';
    }
  };

  // Forgets what is kept of the page (not the plans) and fetches all of it anew, past whatever a cache holds. Where the
  // host does not answer, what is kept is all there is.
  const afresh = async () => {
    const fault = await faultOf({ href: 'sw.js' }, 'no-store');
    if (fault) {
      show(`Nothing came from the host (${fault}): what is kept stays.`);
      await wait(2000);
    } else {
      const tidy = async () => {
        const ours = (await caches.keys()).filter(key => key.startsWith(`second-engine ${new URL('.', location)} `));
        await Promise.all(ours.map(key => caches.delete(key)));
        await (await navigator.serviceWorker.getRegistration())?.unregister();
      };
      // Without storage nothing is kept.
      await tidy().catch(() => {});
      const files = [...document.querySelectorAll(isFile)].map(link => link.href);
      const signal = within(20000);
      await Promise.allSettled([...files, location].map(url => fetch(url, { cache: 'reload', signal })));
    }
    location.reload();
  };
  addEventListener('second-engine-afresh', afresh);

  let notice;
  const show = text => {
    if (!notice) {
      notice = document.createElement('section');
      notice.id = 'cannot-start';
      notice.className = 'banner';
      notice.setAttribute('role', 'alert');
      notice.innerHTML = '<p></p><button type="button" class="tool" id="afresh">Load afresh</button>';
      notice.lastChild.onclick = afresh;
    }
    notice.firstChild.textContent = text;
    document.body.prepend(notice);
  };

  // A file that did not come and is whole when it is asked for again was a slip of the line: the page loads once more by
  // itself. The note of it is gone once the page has started; without storage nothing would end the loading.
  const SLIPPED = 'second-engine.slipped';
  const once = () => {
    try {
      if (sessionStorage.getItem(SLIPPED)) return;
      sessionStorage.setItem(SLIPPED, 'yes');
    } catch {
      return;
    }
    location.reload();
  };

  let isMissed = false;
  const whys = new Set();
  // A page that has started stops only where its engine traps. The body is there before what the page waits for.
  const trouble = async (why, error) => {
    while (!document.body) await wait(50);
    if (started() && !(error instanceof WebAssembly.RuntimeError)) return;
    whys.add(why);
    if (!notice) {
      keep();
      Promise.all([...document.querySelectorAll(isFile)].map(async link => {
        const fault = await faultOf(link);
        if (fault) trouble(`${nameOf(link.href)}: ${fault}.`);
        return !fault;
      })).then(whole => isMissed && !started() && whole.every(Boolean) && once());
    }
    show(`The page has ${started() ? 'stopped' : 'not started'}. ${[...whys].join(' ')} Your plans are kept.`);
  };

  // Errors of files do not bubble; those of the page's own module name no file.
  addEventListener('error', ({ target, message, error }) => {
    if (target === window) return trouble(`${message.replace('Uncaught ', '')}.`, error);
    const isFileOfPage = target.matches(isFile);
    if (!isFileOfPage && !target.matches('script')) return;
    isMissed = true;
    trouble(isFileOfPage ? `${nameOf(target.href)} could not be loaded.` : 'A script could not be loaded.');
  }, true);
  addEventListener('unhandledrejection', ({ reason }) => trouble(`${reason}.`, reason));

  // First all that this visit needs, then what later ones will: both come over the same line. What is stuck on it keeps
  // neither waiting.
  const loaded = new Promise(done => addEventListener('load', done));
  let kept;
  const keep = () => {
    kept ??= Promise.race([loaded, wait(5000)]).then(() => import('./offline.js')).catch(() => {});
  };
  new MutationObserver(() => {
    notice?.remove();
    whys.clear();
    try { sessionStorage.removeItem(SLIPPED); } catch { /* nothing is noted where nothing is kept */ }
    window.secondEngine?.ready.then(keep);
    if (!styled()) show('The page looks odd: its style sheet has not come.');
  }).observe(root, { attributeFilter: ['data-ready'] });
  setTimeout(() => {
    keep();
    // A style sheet that does not come holds back all that is to be shown or run; one for another medium does not.
    if (!styled()) {
      const link = document.querySelector('link[rel=stylesheet]');
      const again = link.cloneNode();
      again.media = 'print';
      again.onload = () => {
        again.media = '';
        if (started()) notice?.remove();
      };
      link.replaceWith(again);
    }
    trouble('Five seconds have passed: the line may be slow.');
  }, 5000);
})();
