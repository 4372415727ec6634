/** Moments that are not state: a firing, a candle. Listeners hear what happens after they came, nothing is kept. */
export interface Emitter<T> {
  readonly emit: (value: T) => void;
  readonly listen: (listener: (value: T) => void) => () => void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    emit: (value) => {
      for (const listener of listeners) listener(value);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
