// Runs before the first paint, so that a light page never flashes dark. The settings store (src/settings) takes over afterwards.
(() => {
  /** @type {{ theme?: unknown, colours?: unknown, language?: unknown }} */
  let settings = {};
  try {
    settings = /** @type {typeof settings} */ (
      JSON.parse(localStorage.getItem('fxalert.settings') ?? '{}') ?? {}
    );
  } catch (error) {
    console.warn('stored settings are not readable; the defaults are used', error);
  }
  const root = document.documentElement;
  if (settings.theme === 'light') root.dataset['theme'] = 'light';
  if (settings.colours === 'japanese') root.dataset['colours'] = 'japanese';
  if (settings.language === 'ja') root.lang = 'ja';
})();
