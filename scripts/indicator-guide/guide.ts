/** The guide to the indicators, made of the catalog, the lists of peers and the conformance results. The same input gives the same text. */
import { signature } from '../../src/indicators/call.ts';
import { CATALOG } from '../../src/indicators/catalog.ts';
import { CONVENTIONS_JA } from '../../src/indicators/conventions-ja.ts';
import type { IndicatorDefinition, IndicatorParameter } from '../../src/indicators/indicator.ts';
import { TECHNICAL_INDICATORS } from '../../test/peers/technical-peers.ts';
import { TRADING_SIGNALS } from '../../test/peers/trading-signals.ts';
import type { Conformance } from '../../test/vectors/conformance.ts';
import { INTRODUCTION } from './introduction.ts';
import { REASONS_JA } from './reasons-ja.ts';

type Language = 'en' | 'ja';

const WORDS = {
  en: {
    index: ['indicator', '', 'outputs', 'known after', 'volume'],
    candles: (count: number) => `${count} ${count === 1 ? 'candle' : 'candles'}`,
    numbers: 'Numbers',
    words: 'Words',
    source: 'Source',
    vectors: 'Vectors',
    agree: 'agree',
    departs: 'We depart from',
    note: 'Agrees where both speak',
    peers: 'Peers from npm that agree on random series',
    none: 'none; the slow oracle alone',
    needsVolume: 'Needs volume.',
    needed: 'needed',
  },
  ja: {
    index: ['指標', '', '出力', '値が出るまで', '出来高'],
    candles: (count: number) => `${count} 本`,
    numbers: '数値',
    words: '語',
    source: '出典',
    vectors: '検証値',
    agree: '一致',
    departs: '次とは異なります',
    note: '双方に値がある範囲で一致',
    peers: '乱数系列で一致する npm ライブラリ',
    none: 'なし（低速の参照実装のみ）',
    needsVolume: '出来高が必要です。',
    needed: '必要',
  },
} as const;

export function guide(
  language: Language,
  results: ReadonlyMap<string, readonly Conformance[]> | null,
): string {
  const definitions = [...CATALOG.values()];
  const sections = definitions.map((definition) =>
    sectionOf(definition, language, results?.get(definition.name) ?? []),
  );
  return [INTRODUCTION[language](definitions.length), ...index(definitions, language), '', ...sections].join(
    '\n',
  );
}

/** Lines that only a run of the vectors can tell begin so. */
export function isVectorLine(line: string): boolean {
  return line.startsWith(`- ${WORDS.en.vectors}: `) || line.startsWith(`- ${WORDS.ja.vectors}: `);
}

function index(definitions: readonly IndicatorDefinition[], language: Language): string[] {
  const { index: head, candles, needed } = WORDS[language];
  const rows = definitions.map((definition) =>
    [
      `[\`${definition.name}\`](#${definition.name})`,
      definition.title[language],
      definition.outputs.map(({ name }) => name).join(', '),
      candles(defaultWarmUp(definition)),
      definition.needsVolume ? needed : '',
    ].join(' | '),
  );
  return [`| ${head.join(' | ')} |`, '|---|---|---|---:|---|', ...rows.map((row) => `| ${row} |`)];
}

function sectionOf(
  definition: IndicatorDefinition,
  language: Language,
  results: readonly Conformance[],
): string {
  const words = WORDS[language];
  const numbers = definition.parameters.flatMap((parameter) => describedNumber(parameter));
  const choices = definition.parameters.flatMap((parameter) => describedChoice(parameter));
  const lines = [
    `### ${definition.name}`,
    '',
    `**${definition.title[language]}** · \`${signature(definition)}\` · ${definition.outputs.map(({ name }) => name).join(', ')} · ${words.candles(defaultWarmUp(definition))}`,
    '',
    conventionOf(definition, language) + (definition.needsVolume ? ` ${words.needsVolume}` : ''),
    '',
    ...(numbers.length > 0 ? [`- ${words.numbers}: ${numbers.join(', ')}`] : []),
    ...(choices.length > 0 ? [`- ${words.words}: ${choices.join('; ')}`] : []),
    `- ${words.source}: ${definition.source}`,
    `- ${words.peers}: ${peersOf(definition.name) || words.none}`,
    `- ${words.vectors}: ${vectorsOf(results, language)}`,
    '',
  ];
  return lines.join('\n');
}

function describedNumber(parameter: IndicatorParameter): string[] {
  return parameter.kind === 'choice'
    ? []
    : [`${parameter.name} ${parameter.default} (${parameter.min}–${parameter.max})`];
}

/** The default first. */
function describedChoice(parameter: IndicatorParameter): string[] {
  if (parameter.kind !== 'choice') return [];
  const others = parameter.choices.filter((choice) => choice !== parameter.default);
  return [`${parameter.name} **${parameter.default}** ${others.join(' ')}`];
}

function conventionOf({ name, convention }: IndicatorDefinition, language: Language): string {
  if (language === 'en') return convention;
  const translated = CONVENTIONS_JA[name];
  if (translated === undefined) throw new Error(`no Japanese convention of ${name}: scripts/indicator-guide`);
  return translated;
}

function defaultWarmUp(definition: IndicatorDefinition): number {
  return definition.warmUp(definition.parameters.map((parameter) => parameter.default));
}

function peersOf(name: string): string {
  const has = (peers: readonly { readonly call: readonly [string, ...unknown[]] }[]) =>
    peers.some(({ call }) => call[0] === name);
  return [
    ...(has(TRADING_SIGNALS) ? ['trading-signals'] : []),
    ...(has(TECHNICAL_INDICATORS) ? ['technicalindicators'] : []),
  ].join(', ');
}

function vectorsOf(results: readonly Conformance[], language: Language): string {
  const words = WORDS[language];
  if (results.length === 0) return words.none;
  const agreeing = results.filter(({ agrees }) => agrees);
  const counts = [...new Set(agreeing.map(({ source }) => source))].map(
    (source) => `${source} ${agreeing.filter((result) => result.source === source).length}`,
  );
  const parts = [
    ...(counts.length > 0 ? [`${words.agree} ${counts.join(', ')}.`] : []),
    ...grouped(
      results.filter(({ agrees }) => !agrees),
      words.departs,
      language,
    ),
    ...grouped(
      agreeing.filter(({ reason }) => reason !== null),
      words.note,
      language,
    ),
  ];
  return parts.join(' ');
}

/** One sentence for each reason. */
function grouped(results: readonly Conformance[], opening: string, language: Language): string[] {
  return [...new Set(results.map(({ reason }) => reason!))].map((reason) => {
    const files = results
      .filter((result) => result.reason === reason)
      .map(({ file }) => file.replace('.json', ''));
    return `${opening} ${files.join(', ')}: ${language === 'en' ? reason : reasonInJapanese(reason)}.`;
  });
}

function reasonInJapanese(reason: string): string {
  const translated = REASONS_JA[reason];
  if (translated === undefined) throw new Error(`no Japanese for "${reason}": scripts/indicator-guide`);
  return translated;
}
