/**
 * Keys for the whole page. Bindings stack: those registered last (a dialog, an editor) win over those of the page below.
 * Typing in a field and browser combinations are never touched; `Escape` works everywhere.
 */
/** Key, or two keys after another: `a`, `/`, `Enter`, `g c`. */
export type Bindings = Readonly<Record<string, () => void>>;

const SEQUENCE_MS = 1_200;

export interface Shortcuts {
  readonly bind: (bindings: Bindings) => () => void;
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

export function createShortcuts(isField: (target: EventTarget | undefined) => boolean): Shortcuts {
  const stack: Bindings[] = [];
  let prefix: { key: string; at: number } | null = null;

  const find = (key: string): (() => void) | undefined => {
    for (const bindings of stack.toReversed()) if (bindings[key] !== undefined) return bindings[key];
    return undefined;
  };
  const opensSequence = (key: string): boolean =>
    stack.some((bindings) => Object.keys(bindings).some((name) => name.startsWith(`${key} `)));

  return {
    bind: (bindings) => {
      stack.push(bindings);
      return () => {
        const index = stack.indexOf(bindings);
        if (index !== -1) stack.splice(index, 1);
      };
    },
    handle: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
        return false;
      if (event.key !== 'Escape' && isField(event.composedPath()[0])) return false;
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
