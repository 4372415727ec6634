/** A `ConditionError` in the language of its reader: for an answer, the page, the command line. */
import { type Language, tell } from '../../kernel/sentence.ts';
import type { ConditionError } from '../condition-error.ts';
import { ENGLISH } from './english.ts';
import type { ErrorWords } from './faults.ts';
import { JAPANESE } from './japanese.ts';

export type ToldError = Omit<ConditionError, 'said'> & {
  /** Quotes the offending text and says what was expected; the position is not in it. */
  readonly message: string;
};

const WORDS: Readonly<Record<Language, ErrorWords>> = { en: ENGLISH, ja: JAPANESE };

export function tellError(error: ConditionError, language: Language = 'en'): ToldError {
  const { code, said, line, column, length, suggestion } = error;
  const words = WORDS[language];
  const sentence = tell(words.faults, said);
  const message = suggestion === null ? sentence : words.suggested(sentence, suggestion);
  return { code, message, line, column, length, suggestion };
}

/** `unknown indicator "rsl" — did you mean "rsi"? (line 1, column 1)` */
export function tellPlacedError(error: ConditionError, language: Language = 'en'): string {
  const { message, line, column } = tellError(error, language);
  return WORDS[language].placed(message, line, column);
}
