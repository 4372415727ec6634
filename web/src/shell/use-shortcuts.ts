/** Key bindings of a component, for as long as it is shown. */
import { createContext, use, useEffect, useEffectEvent } from 'react';
import { createShortcuts, type Bindings, type Shortcuts } from './shortcuts.ts';

export const ShortcutsContext = createContext<Shortcuts>(createShortcuts(() => false));

export function useShortcuts(bindings: Bindings, { modal = false } = {}): void {
  const shortcuts = use(ShortcutsContext);
  const keys = Object.keys(bindings).join('\n');
  const run = useEffectEvent((key: string) => bindings[key]?.());
  useEffect(() => {
    if (keys === '') return undefined;
    const bound = Object.fromEntries(keys.split('\n').map((key) => [key, () => run(key)]));
    return shortcuts.bind(bound, { modal });
  }, [shortcuts, keys, modal]);
}

const SCROLLING = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End']);

/**
 * Fields (and the editor, whose text is editable content) take every key but Escape; buttons and links are pressed with Enter and space,
 * a list that has the focus is scrolled.
 */
export function ownsKey(target: EventTarget | undefined, key: string): boolean {
  if (key === 'Escape' || !(target instanceof HTMLElement)) return false;
  if (isTextField(target)) return true;
  if (SCROLLING.has(key) && target.closest('.virtual-list') !== null) return true;
  return (key === 'Enter' || key === ' ') && target.closest('button, a, summary, input') !== null;
}

function isTextField(target: HTMLElement): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}
