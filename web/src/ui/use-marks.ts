/** Which things of a list are selected for an action on many, by id. */
import { useState } from 'react';

export interface Marks {
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  readonly replace: (ids: readonly string[]) => void;
}

export function useMarks(): Marks {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  return {
    has: (id) => marked.has(id),
    toggle: (id) =>
      setMarked((current) => {
        const next = new Set(current);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    replace: (ids) => setMarked(new Set(ids)),
  };
}
