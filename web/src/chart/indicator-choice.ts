/**
 * Which indicators the chart draws: those that armed alerts read, but for the ones taken away, and those added by hand. What a person
 * changed is kept in this browser, for every instrument and timeframe.
 */
import { createStore, type Readable } from '../store.ts';

/** More lines than this nobody tells apart. */
export const MOST_INDICATORS = 6;
/** Remembered of each kind; the oldest is forgotten. */
const MOST_REMEMBERED = 50;
const STORAGE = 'fxalert.indicators';

/** Canonical calls: `sma(200)`. */
interface IndicatorChoice {
  readonly added: readonly string[];
  /** Taken away, although alerts read them. */
  readonly removed: readonly string[];
}

export interface IndicatorChoiceStore extends Readable<IndicatorChoice> {
  readonly add: (indicator: string) => void;
  readonly remove: (indicator: string, its: { readonly isInUse: boolean }) => void;
}

export function createIndicatorChoice(storage: Pick<Storage, 'getItem' | 'setItem'>): IndicatorChoiceStore {
  const store = createStore(readStored(storage.getItem(STORAGE)));
  const change = (next: IndicatorChoice): void => {
    store.set(next);
    storage.setItem(STORAGE, JSON.stringify(next));
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    add: (indicator) => {
      const { added, removed } = store.get();
      change({ added: withNewest(added, indicator), removed: without(removed, indicator) });
    },
    remove: (indicator, { isInUse }) => {
      const { added, removed } = store.get();
      change({
        added: without(added, indicator),
        removed: isInUse ? withNewest(removed, indicator) : removed,
      });
    },
  };
}

/** What is drawn, in this order, and how many more are wanted than can be. */
export function shownIndicators(
  inUse: readonly string[],
  { added, removed }: IndicatorChoice,
): { readonly shown: readonly string[]; readonly left: number } {
  // What was added by hand is meant; it must not wait behind what was not asked for.
  const wanted = [...new Set([...added, ...inUse])].filter((one) => !removed.includes(one));
  return { shown: wanted.slice(0, MOST_INDICATORS), left: Math.max(0, wanted.length - MOST_INDICATORS) };
}

function without(all: readonly string[], one: string): readonly string[] {
  return all.filter((each) => each !== one);
}

function withNewest(all: readonly string[], one: string): readonly string[] {
  return [...without(all, one), one].slice(-MOST_REMEMBERED);
}

/** A broken or foreign entry is as good as none. */
function readStored(text: string | null): IndicatorChoice {
  let stored: unknown = null;
  try {
    stored = JSON.parse(text ?? 'null');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const { added, removed } = (stored ?? {}) as Record<string, unknown>;
  return { added: textsOf(added), removed: textsOf(removed) };
}

function textsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is string => typeof one === 'string').slice(-MOST_REMEMBERED);
}
