/** `j` `k` move, `Enter` opens: keys of the list a page is about. Gives the index that is selected, −1 at first. */
import { useState } from 'react';
import { useShortcuts } from '../shell/use-shortcuts.ts';

export function useListKeys(count: number, onOpen: (index: number) => void): number {
  const [chosen, setChosen] = useState(-1);
  const index = Math.min(chosen, count - 1);
  const select = (next: number): void => {
    setChosen(next);
    // Whatever was pressed last would take Enter for itself.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  useShortcuts({
    j: () => select(Math.min(count - 1, index + 1)),
    k: () => select(Math.max(0, index - 1)),
    Enter: () => {
      if (index >= 0) onOpen(index);
    },
  });
  return index;
}
