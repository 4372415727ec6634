/** What one person likes: language, zone, theme, colours of up and down. Kept in this browser, applied to the document. */
import { createStore, type Readable } from '../store.ts';

export type Language = 'en' | 'ja';
export type Theme = 'dark' | 'light';
/** `western`: green up, red down. `japanese`: red up, blue down. */
export type Colours = 'western' | 'japanese';

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly colours: Colours;
  /** IANA zone in which every time is shown. */
  readonly zone: string;
}

export interface SettingsStore extends Readable<Settings> {
  readonly change: (part: Partial<Settings>) => void;
}

const STORAGE = 'fxalert.settings';

export function defaultSettings(languages: readonly string[], zone: string): Settings {
  const language: Language = languages[0]?.toLowerCase().startsWith('ja') === true ? 'ja' : 'en';
  return {
    language,
    theme: 'dark',
    colours: language === 'ja' ? 'japanese' : 'western',
    zone: language === 'ja' ? 'Asia/Tokyo' : zone,
  };
}

export function createSettings(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  defaults: Settings,
): SettingsStore {
  const store = createStore<Settings>({ ...defaults, ...readStored(storage.getItem(STORAGE)) });
  return {
    get: store.get,
    subscribe: store.subscribe,
    change: (part) => {
      store.set({ ...store.get(), ...part });
      storage.setItem(STORAGE, JSON.stringify(store.get()));
    },
  };
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Only values this version knows; a broken or foreign entry leaves the defaults. */
export function readStored(text: string | null): Partial<Settings> {
  if (text === null) return {};
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
  if (typeof stored !== 'object' || stored === null) return {};
  const { language, theme, colours, zone } = stored as Record<string, unknown>;
  return {
    ...(language === 'en' || language === 'ja' ? { language } : {}),
    ...(theme === 'dark' || theme === 'light' ? { theme } : {}),
    ...(colours === 'western' || colours === 'japanese' ? { colours } : {}),
    ...(typeof zone === 'string' && isZone(zone) ? { zone } : {}),
  };
}

export function applyToDocument(settings: Settings, root: HTMLElement): void {
  root.lang = settings.language;
  root.dataset['theme'] = settings.theme;
  root.dataset['colours'] = settings.colours;
}
