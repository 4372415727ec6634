/**
 * Keys for the whole page. Bindings stack: those registered last (an editor) win over those of the page below, and those of a
 * dialog hide them. Browser combinations and keys the focused element needs itself are never touched.
 */
/** Key, or two keys after another: `a`, `/`, `Enter`, `g c`. */
export type Bindings = Readonly<Record<string, () => void>>;

const SEQUENCE_MS = 1_200;

interface BindOptions {
  /** What was bound before rests until these are released: behind a dialog nothing happens unseen. */
  readonly modal?: boolean;
}

export interface Shortcuts {
  readonly bind: (bindings: Bindings, options?: BindOptions) => () => void;
  readonly handle: (event: KeyLike) => boolean;
}

/** The part of a KeyboardEvent that is looked at. */
export interface KeyLike {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly timeStamp: number;
  readonly isComposing: boolean;
  readonly defaultPrevented: boolean;
  readonly composedPath: () => EventTarget[];
}

/** `ownsKey` says whether the focused element has its own use of a key. */
export function createShortcuts(
  ownsKey: (target: EventTarget | undefined, key: string) => boolean,
): Shortcuts {
  const stack: { readonly bindings: Bindings; readonly modal: boolean }[] = [];
  let prefix: { key: string; at: number } | null = null;

  /** From the newest down to the newest modal one. */
  const active = (): Bindings[] => {
    const base = stack.findLastIndex(({ modal }) => modal);
    return stack
      .slice(Math.max(0, base))
      .map(({ bindings }) => bindings)
      .reverse();
  };
  const find = (key: string): (() => void) | undefined =>
    active().find((bindings) => bindings[key] !== undefined)?.[key];
  const opensSequence = (key: string): boolean =>
    active().some((bindings) => Object.keys(bindings).some((name) => name.startsWith(`${key} `)));

  return {
    bind: (bindings, { modal = false } = {}) => {
      const layer = { bindings, modal };
      stack.push(layer);
      return () => {
        const index = stack.indexOf(layer);
        if (index !== -1) stack.splice(index, 1);
      };
    },
    handle: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
        return false;
      if (ownsKey(event.composedPath()[0], event.key)) return false;
      const open = prefix !== null && event.timeStamp - prefix.at <= SEQUENCE_MS ? `${prefix.key} ` : '';
      prefix = null;
      const run = find(open + event.key) ?? (open === '' ? undefined : find(event.key));
      if (run !== undefined) {
        run();
        return true;
      }
      if (opensSequence(event.key)) prefix = { key: event.key, at: event.timeStamp };
      return false;
    },
  };
}
