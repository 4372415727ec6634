/** Key bindings of a component, for as long as it is shown. */
import { createContext, use, useEffect, useEffectEvent } from 'react';
import { createShortcuts, type Bindings, type Shortcuts } from './shortcuts.ts';

export const ShortcutsContext = createContext<Shortcuts>(createShortcuts(() => false));

export function useShortcuts(bindings: Bindings): void {
  const shortcuts = use(ShortcutsContext);
  const keys = Object.keys(bindings).join('\n');
  const run = useEffectEvent((key: string) => bindings[key]?.());
  useEffect(() => {
    if (keys === '') return undefined;
    return shortcuts.bind(Object.fromEntries(keys.split('\n').map((key) => [key, () => run(key)])));
  }, [shortcuts, keys]);
}

/** Where letters are text: fields, and the editor, whose text is editable content. */
export function isTextField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}
