/**
 * The API key of this browser. `/#key=…` (printed by the first start) signs in; the key leaves the address bar before
 * anything else runs, so that it is not bookmarked or shared by accident.
 */
import { createStore, type Readable } from '../store.ts';

const STORAGE = 'fxalert.key';

interface SessionState {
  readonly key: string | null;
  /** The server refused the last key. */
  readonly refused: boolean;
}

export interface Session extends Readable<SessionState> {
  readonly signIn: (key: string) => void;
  readonly signOut: () => void;
  readonly refuse: () => void;
}

interface SessionPorts {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
}

export function createSession({ storage, location, history }: SessionPorts): Session {
  const fromAddress = new URLSearchParams(location.hash.slice(1)).get('key');
  if (fromAddress !== null && fromAddress !== '') {
    storage.setItem(STORAGE, fromAddress);
    history.replaceState(null, '', location.pathname + location.search);
  }
  const store = createStore<SessionState>({ key: storage.getItem(STORAGE), refused: false });
  const forget = (refused: boolean): void => {
    storage.removeItem(STORAGE);
    store.set({ key: null, refused });
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    signIn: (key) => {
      storage.setItem(STORAGE, key);
      store.set({ key, refused: false });
    },
    signOut: () => forget(false),
    refuse: () => forget(true),
  };
}
