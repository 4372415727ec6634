/**
 * What can be wrong with a field of an alert after its shape was checked, by key, and the sentences about it in each language. The shape
 * itself, and fields of everything else, are told in English only: their errors are finished sentences.
 */
import type { RuleFaults } from '../alerts/firing-rules.ts';
import { RULE_SENTENCES } from '../alerts/rule-sentences.ts';
import type { ConditionError } from '../conditions/condition-error.ts';
import { tellPlacedError } from '../conditions/sentences/tell-error.ts';
import { type Catalogue, type Language, type NoParts, type Said, tell } from '../kernel/sentence.ts';
import { quote } from './quote.ts';

interface FieldFaults extends RuleFaults {
  instrumentUnknown: { name: string };
  channelUnknown: { name: string; known: ReadonlySet<string> };
  twice: { name: string };
  nothingToWarnOf: NoParts;
  passed: { instant: string };
  tooLong: { duration: string };
  noDistance: { text: string };
  /** Among many alerts, where it is one wrong field of several. */
  condition: { error: ConditionError };
  /** Among many alerts: which one. */
  ofAlert: { name: string; fault: FieldFault };
}

/** Which sentence it is, or a finished English one. */
type FieldFault = string | Said<FieldFaults>;

/** `path` is a JSON pointer into the body, or `query/name`. */
export interface FieldError {
  readonly path: string;
  readonly message: FieldFault;
}

/** Every wrong field of a request, or the first of them: `count` says how many there are. `whole` names what an empty path means. */
export interface FieldErrors {
  readonly errors: readonly FieldError[];
  readonly count: number;
  readonly whole: string;
}

export function tellFault(fault: FieldFault, language: Language): string {
  return typeof fault === 'string' ? fault : tell(SENTENCES[language], fault);
}

/** One sentence for all of them: the first, and how many more there are. */
export function tellFields({ errors, count, whole }: FieldErrors, language: Language): string {
  const [first] = errors;
  const where = first === undefined || first.path === '' ? whole : first.path;
  const what = first === undefined ? 'is not as documented' : tellFault(first.message, language);
  return `${where}: ${what}${count > 1 ? MORE[language](count - 1) : ''}`;
}

const MOST_NAMED = 10;

const SENTENCES: Readonly<Record<Language, Catalogue<FieldFaults>>> = {
  en: {
    ...RULE_SENTENCES.en,
    instrumentUnknown: ({ name }) => `unknown instrument ${quote(name)}; GET /api/v1/instruments lists them`,
    channelUnknown: ({ name, known }) => `unknown channel ${quote(name)}; ${knownInEnglish(known)}`,
    twice: ({ name }) => `${quote(name)} is there twice`,
    nothingToWarnOf: () => 'there is nothing to warn of without expiresAt',
    passed: ({ instant }) => `${quote(instant)} has passed already`,
    tooLong: ({ duration }) => `${quote(duration)} is no length of time up to ten years`,
    noDistance: ({ text }) => `${quote(text)} is no distance`,
    condition: ({ error }) => tellPlacedError(error, 'en'),
    ofAlert: ({ name, fault }) => `${quote(name)}: ${tellFault(fault, 'en')}`,
  },
  ja: {
    ...RULE_SENTENCES.ja,
    instrumentUnknown: ({ name }) =>
      `${quoted(name)}という通貨ペアはありません。一覧は GET /api/v1/instruments で取得できます。`,
    channelUnknown: ({ name, known }) => `${quoted(name)}という通知先はありません。${knownInJapanese(known)}`,
    twice: ({ name }) => `${quoted(name)}が重複しています。`,
    nothingToWarnOf: () => '期限（expiresAt）がないため、予告するものがありません。',
    passed: ({ instant }) => `${quoted(instant)}はすでに過ぎています。`,
    tooLong: ({ duration }) => `${quoted(duration)}は使えません。指定できる長さは 10 年までです。`,
    noDistance: ({ text }) => `${quoted(text)}は値幅として使えません。`,
    condition: ({ error }) => tellPlacedError(error, 'ja'),
    ofAlert: ({ name, fault }) => `${quoted(name)}: ${tellFault(fault, 'ja')}`,
  },
};

const MORE: Readonly<Record<Language, (more: number) => string>> = {
  en: (more) => ` (and ${more} more)`,
  ja: (more) => `（ほか ${more} 件）`,
};

function knownInEnglish(known: ReadonlySet<string>): string {
  if (known.size === 0) return 'there is none yet: make one with POST /api/v1/channels';
  const more = known.size > MOST_NAMED ? ' and more' : '';
  return `there ${known.size === 1 ? 'is' : 'are'} ${someOf(known).join(', ')}${more}`;
}

function knownInJapanese(known: ReadonlySet<string>): string {
  if (known.size === 0) return 'まだ 1 つもありません。POST /api/v1/channels で作成してください。';
  const more = known.size > MOST_NAMED ? ' など' : ' ';
  return `登録されているのは ${someOf(known).join('、')}${more}です。`;
}

function someOf(known: ReadonlySet<string>): readonly string[] {
  return [...known].slice(0, MOST_NAMED);
}

/** As `quote`, in the marks of Japanese, among which a quotation mark is a character like any other. */
function quoted(text: string): string {
  return `「${quote(text).replace(/^"|"$/g, '').replaceAll('\\"', '"')}」`;
}
