// Runs before the first paint, so that a light page never flashes dark. The settings store (src/settings) takes over afterwards.
(() => {
  /** @type {unknown} */
  let stored = null;
  try {
    stored = JSON.parse(localStorage.getItem('fxalert.settings') ?? '{}');
  } catch (error) {
    console.warn('stored settings are not readable; the defaults are used', error);
  }
  const settings = /** @type {Record<string, unknown>} */ (stored ?? {});
  const root = document.documentElement;
  if (settings['theme'] === 'light') root.dataset['theme'] = 'light';
  if (settings['colours'] === 'japanese') root.dataset['colours'] = 'japanese';
  if (settings['language'] === 'ja') root.lang = 'ja';
})();
