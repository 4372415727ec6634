/** What the editor offers at a place: the language's own options, until the word that is typed is one of them. */
import type { CompletionResult } from '@codemirror/autocomplete';
import { complete } from '../../../src/conditions/complete.ts';
import type { ConditionContext } from '../../../src/conditions/context.ts';
import type { Language } from '../settings/settings.ts';

interface Place {
  readonly source: string;
  readonly offset: number;
  /** Asked for by key, not by typing. */
  readonly explicit: boolean;
}

/** Null closes the list: over a word that is whole it would only hide the text below it. */
export function completionsAt(
  { source, offset, explicit }: Place,
  context: ConditionContext,
  language: Language,
): CompletionResult | null {
  const { from, to, options } = complete(source, offset, context);
  const typed = source.slice(from, offset).toLowerCase();
  const goesOn = options.some(
    ({ insert, kind }) =>
      insert.toLowerCase().startsWith(typed) &&
      // After the name of a call its parameters are still to come: its signature stays in sight.
      (insert.length > typed.length || kind === 'indicator' || kind === 'function'),
  );
  if (options.length === 0 || (!explicit && (typed === '' || (isOneOf(typed, options) && !goesOn))))
    return null;
  return {
    from,
    to,
    options: options.map((option) => ({
      label: option.label,
      apply: option.insert,
      type: option.kind,
      detail: option.detail[language],
    })),
  };
}

function isOneOf(word: string, options: readonly { readonly insert: string }[]): boolean {
  return options.some(({ insert }) => insert.toLowerCase() === word);
}
