// Sets the theme before the first paint, so that nothing flashes: ?theme=, else what the person chose, else the system's.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const known = theme => (theme === 'light' || theme === 'dark' ? theme : null);
  const stored = () => {
    try { return localStorage.getItem('second-engine.theme'); } catch { return null; }
  };
  const chosen = () => known(new URLSearchParams(location.search).get('theme')) || known(stored());
  const apply = () => {
    document.documentElement.dataset.theme = chosen() || (system.matches ? 'dark' : 'light');
  };
  apply();
  system.addEventListener('change', apply);
  window.addEventListener('storage', apply); // chosen in another tab
})();
