/** What the word under the pointer means. */
import { signature } from '../indicators/call.ts';
import { CONVENTIONS_JA } from '../indicators/conventions-ja.ts';
import type { Span } from './fault.ts';
import { type Bilingual, helpFor, timeframeHelp } from './help.ts';
import { type HighlightToken, tokenize } from './tokenize.ts';
import { callableNamed, indicatorNamed } from './vocabulary.ts';

type Hover = Span & { readonly title: string; readonly text: Bilingual };

/** Null where there is nothing to say. */
export function hover(source: string, offset: number): Hover | null {
  const tokens = tokenize(source);
  const token = tokens.find(({ from, to }) => from <= offset && offset < to);
  if (token === undefined) return null;
  const word = source.slice(token.from, token.to).toLowerCase();
  const said = explain(token, word, source.slice(0, token.from));
  return said === null ? null : { from: token.from, to: token.to, ...said };
}

function explain({ kind }: HighlightToken, word: string, before: string): Omit<Hover, keyof Span> | null {
  switch (kind) {
    case 'function':
      return functionHelp(word);
    case 'indicator':
      return /\d\s*$/.test(before) ? helped(word) : indicatorHelp(word);
    case 'timeframe':
      return { title: word.toUpperCase(), text: timeframeHelp(word.toUpperCase()) };
    case 'keyword':
    case 'unit':
    case 'field':
      return helped(word);
    default:
      return null;
  }
}

function helped(word: string): Omit<Hover, keyof Span> | null {
  const text = helpFor(word);
  return text === null ? null : { title: word, text };
}

function functionHelp(name: string): Omit<Hover, keyof Span> | null {
  const called = callableNamed(name);
  return called === null ? null : { title: called.signature, text: called.help };
}

function indicatorHelp(name: string): Omit<Hover, keyof Span> {
  const definition = indicatorNamed(name);
  if (definition === null)
    return { title: name, text: { en: `${name} is not available yet`, ja: `${name} はまだ使えません` } };
  const outputs = definition.outputs.map((output) => output.name).join(', ');
  const { title, convention } = definition;
  const said = { en: convention, ja: CONVENTIONS_JA[name] ?? convention };
  return {
    title: signature(definition),
    text: { en: `${title.en}: ${outputs}\n${said.en}`, ja: `${title.ja}: ${outputs}\n${said.ja}` },
  };
}
