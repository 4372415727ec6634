/** `j` `k` move, `Enter` opens: keys of the list a page is about. Gives the index that is selected, −1 at first. */
import { useState } from 'react';
import { useShortcuts } from '../shell/use-shortcuts.ts';

interface ListKeys {
  readonly index: number;
  readonly select: (index: number) => void;
}

export function useListKeys(count: number, onOpen: (index: number) => void): ListKeys {
  const [chosen, select] = useState(-1);
  const index = Math.min(chosen, count - 1);
  useShortcuts({
    j: () => select(Math.min(count - 1, index + 1)),
    k: () => select(Math.max(0, index - 1)),
    Enter: () => {
      if (index >= 0) onOpen(index);
    },
  });
  return { index, select };
}
