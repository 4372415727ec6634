/**
 * 条件の誤りを伝える日本語。用語は docs/guide/conditions.ja.md に合わせる。書かれた語は「」で示し、何を書くべきかを続ける。
 * EXPECTED は「…が必要です」までの節で、後に「が、…と書かれています。」が続く。
 */
import type { Catalogue } from '../../kernel/sentence.ts';
import { tell } from '../../kernel/sentence.ts';
import type { Choice, ErrorWords, Expectations, Faults, Found, Lasting, Quantity } from './faults.ts';

const FAULTS: Catalogue<Faults> = {
  // the form
  expected: ({ expected, found }) => `${tell(EXPECTED, expected)}が、${seen(found)}。`,
  conditionAsValue: ({ text }) => `ここには数値または項目が必要ですが、「${text}」は条件です。`,
  upperEndMissing: ({ after }) => `「${after}」の後には「..」とレンジの上限が必要です。`,
  endMissing: ({ after, signatures }) => `「${after}」の後には終了時刻が必要です。${wayTo(signatures)}です。`,
  partMisplaced: ({ part, operand }) =>
    `「${part}」は「${operand}」の後には書けません。順序は 名前(パラメーター).出力@時間足 live[n] です。`,
  comparisonChained: ({ sign }) =>
    `比較は連ねて書けません（2 つ目の「${sign}」）。2 つの比較を「and」でつなぐか、「inside 下限 .. 上限」を使ってください。`,
  parenthesisStray: () => '「)」に対応する「(」がありません。',
  commaStray: () =>
    '「,」はパラメーターの区切りにしか使えません。数値は 1000.50 のように桁区切りなしで書いてください。',
  dayUnknown: ({ text }) => `「${text}」という日付はありません。`,
  timeUnknown: ({ text }) => `「${text}」という時刻はありません。`,

  // bounds
  sourceTooLong: ({ length, most }) => `条件が長すぎます（${length} 文字）。上限は ${most} 文字です。`,
  tooManyParts: ({ most }) => `条件の要素が ${most} 個を超えています。複数のアラートに分けてください。`,
  tooDeep: ({ most, found }) => `入れ子は ${most} 段までですが、${place(found)}で超えています。`,
  numberTooLarge: ({ text, most }) => `数値「${text}」は大きすぎます。上限は ${most} です。`,
  resultTooLarge: ({ text, most }) => `「${text}」の値は大きすぎます。上限は ${most} です。`,
  tooFarBack: ({ text, most }) => `「${text}」は多すぎます。さかのぼれるのは ${most} 本までです。`,
  durationTooLong: ({ text, most }) => `「${text}」は長すぎます。上限は ${most} です。`,
  needsTooMany: ({ candles, timeframe, instrument, most }) =>
    `この条件には ${instrument} の ${timeframe} の確定足が ${candles} 本必要です。上限は ${most} 本です。`,

  // names
  nameUnknown: ({ name }) => `「${name}」という名前はありません。`,
  indicatorUnknown: ({ name }) => `「${name}」という指標はありません。`,
  instrumentUnknown: ({ name }) => `「${name}」という通貨ペアはありません。`,
  instrumentOfUnknown: ({ name, of }) => `「${of}」の通貨ペア「${name}」はありません。`,
  timeframeUnknown: ({ name, known }) =>
    `「${name}」という時間足はありません。${known.join('、')} などを指定してください。`,
  notAvailableYet: ({ name }) => `「${name}」はまだ使えません。`,
  instrumentAlone: ({ text, instrument: id }) =>
    `「${text}」は通貨ペアです。${id}:bid や ${id}:close@H1 のように、何を見るかを書いてください。`,
  outputUnknown: ({ call, output, outputs }) =>
    `「${call}」に出力「${output}」はありません。出力は ${outputs.join('、')} ${outputs.length === 1 ? 'だけです' : 'です'}。`,
  outputOfSingle: ({ name, output }) => `「${name}」の値は 1 つだけで、出力「${output}」はありません。`,
  parametersOfNone: ({ name, found }) =>
    `「${name}」にパラメーターはありません。「${found}」を外してください。`,
  argumentWithoutPlace: ({ indicator, argument, signature }) =>
    `${indicator} に「${argument}」を受け取るパラメーターはありません。${signature} の形で書いてください。`,
  argumentOutOfRange: ({ indicator, parameter, isWhole, min, max, argument }) =>
    `${indicator} の ${parameter} は ${min}〜${max} の${isWhole ? '整数' : '数値'}で指定してください。「${argument}」は使えません。`,
  argumentUnknown: ({ indicator, argument, choices }) =>
    `${indicator} で「${argument}」は使えません。${choices.length === 0 ? '指定できるのは数値だけです' : `${choices.join('、')} のいずれかを指定してください`}。`,
  argumentTwice: ({ indicator, parameter, argument }) =>
    `「${argument}」は ${indicator} の 2 つ目の ${parameter} です。1 つだけ指定してください。`,
  argumentsInConflict: ({ call, conflict: { lesser, greater, mayBeEqual } }) =>
    `「${call}」の ${lesser} は ${greater} ${mayBeEqual ? '以下にしてください' : 'より小さくしてください'}。`,

  // what goes with what
  instrumentMissing: ({ text, example }) =>
    `「${text}」には通貨ペアが必要です。${example} のように書いてください。`,
  timeframeMissing: ({ text, example }) =>
    `「${text}」には時間足が必要です。${example} のように書いてください。`,
  timeframeOfOperand: (parts) => ambiguousTimeframe(parts),
  timeframeOfBars: (parts) => ambiguousTimeframe(parts),
  barsWithoutInstrument: ({ text }) =>
    `「${text}」を数える通貨ペアがありません。前の条件はどの通貨ペアも見ていません。`,
  timeframeOfQuote: ({ name, candle }) =>
    `「${name}」は現在の値で、時間足は付けられません。${candle === null ? '' : `足の価格は ${candle} です。`}`,
  candlePartOfQuote: ({ name, part, text }) =>
    `「${name}」は現在の値です。「${part}」は close@H1 などの足に付けるもので、「${text}」とは書けません。`,
  sidesUnlike: ({ left, leftIs, right, rightIs }) =>
    `「${left}」は${QUANTITIES[leftIs]}、「${right}」は${QUANTITIES[rightIs]}のため、比較できません。${hintFor(leftIs, rightIs)}`,
  endsUnlike: ({ left, leftIs, right, rightIs }) =>
    `レンジの両端は同じ種類にしてください。「${left}」は${QUANTITIES[leftIs]}、「${right}」は${QUANTITIES[rightIs]}です。${hintFor(leftIs, rightIs)}`,
  stepUnlike: ({ subject, step, amount, amountIs }) =>
    `「${subject}」の変動幅は${QUANTITIES[step]}${step === 'distance' ? '（40 pips など）' : ''}で指定してください。「${amount}」は${QUANTITIES[amountIs]}です。`,
  cannotAdd: ({ left, right, text }) =>
    `${QUANTITIES[left]}と${QUANTITIES[right]}は足せません（「${text}」）。`,
  cannotSubtract: ({ left, right, text }) =>
    `${QUANTITIES[left]}から${QUANTITIES[right]}は引けません（「${text}」）。`,
  instrumentsMixed: ({ one, other, text }) =>
    `「${text}」には異なる通貨ペア（${one} と ${other}）の価格があります。比較できるのは比または積だけです。`,
  divisionByZero: ({ text }) => `0 では割れません（「${text}」）。`,
  sidesEqual: ({ text }) => `両辺がどちらも「${text}」のため、比較の結果が変わることはありません。`,
  sidesConstant: ({ text }) =>
    `「${text}」は定数どうしの比較です。一方を close@H1 などの項目にしてください。`,
  neverChanges: ({ text }) => `「${text}」は変化しません。close@H1 などの項目を書いてください。`,
  spreadWithoutUnit: ({ text, pips, instrument }) =>
    `「${text}」はここでは金額で、${instrument} の ${pips} pips に相当します。単位を付けてください。`,
  pipsWithoutPrice: ({ text }) => `「${text}」と同じ比較の中に、close@H1 などの価格が必要です。`,
  pipsAmbiguous: ({ text, one, onePip, other, otherPip }) =>
    `「${text}」の大きさが決まりません。1 pip は ${one} では ${onePip}、${other} では ${otherPip} です。`,
  rangeReversed: ({ text }) => `レンジ「${text}」は下限が上限を上回っています。`,
  moveNotPositive: ({ text }) =>
    `変動幅には 0 より大きい値が必要ですが、「${text}」と書かれています。下落は「falls by」で表します。`,
  moveOfSingle: ({ window, value }) =>
    `「${window}」には「${value}」の値が 1 つしかなく、変動を測れません。「2 bars」以上にしてください。`,
  bounceTooSmall: ({ text }) =>
    `「${text}」の戻りでは、まだ水準に触れている範囲です。「within」より大きくしてください。`,
  notLasting: ({ word, text, lasting }) =>
    `「${word}」には続く状態が必要ですが、「${text}」は起きた瞬間だけ真になります。${instead(lasting)}「within」で真とみなす期間を指定してください。`,
  presentOnly: ({ text }) =>
    `「${text}」には現在の値しかありません。「in」の後を本数ではなく時間にするか、比較に使ってください。`,
  flagCompared: ({ text }) => `「${text}」はそれだけで真偽が決まるため、比較できません。`,
  clockMissing: ({ text }) =>
    `「${text}」には、いつ判定するかを決める項目がありません。一方に bid や close@H1 などの価格が必要です。`,

  // functions and flags
  argumentsTooMany: ({ found, signatures }) => `「${found}」は余分です。${wayTo(signatures)}です。`,
  choiceUnknown: ({ choice, found, words }) =>
    `${CHOICES[choice]}に「${found}」は使えません。${words.join('、')} のいずれかを指定してください。`,
  partOfCall: ({ name, part, text }) =>
    `「${name}」は 1 本の足の値ではないため、「${part}」は付けられません（「${text}」）。`,
  timeframeOfCall: ({ name, timeframe }) =>
    `「${name}」は足の値ではないため、時間足「${timeframe}」は付けられません。`,
  partOfFlag: ({ name, text, signature }) =>
    `「${name}」はそれだけで真偽が決まります。「${text}」ではなく、${signature} の形で書いてください。`,
  instrumentOfCall: ({ name, text, signature }) =>
    `「${name}」の前に通貨ペアは付けられません。「${text}」ではなく、${signature} の形で書いてください。`,
  hoursEmpty: ({ text }) => `「${text}」は開始と終了が同じ時刻です。`,
  aroundOutOfRange: ({ text, most }) =>
    `「${text}」は使えません。指定できるのは 1 ミリ秒から ${most} までです。`,
  instrumentTwice: ({ text }) => `異なる 2 つの通貨ペアが必要ですが、どちらも「${text}」です。`,
  triangleImpossible: ({ cross, one, other, example }) =>
    `${one} と ${other} から ${cross} は合成できません。${example} のような組み合わせにしてください。`,
  pairMissing: ({ text, one, other }) =>
    `「${text}」には ${one} と ${other} の通貨ペアが必要ですが、登録されていません。`,
  seriesExpected: ({ found }) =>
    `足の価格または指標（close、rsi(14) など）が必要ですが、「${found}」と書かれています。時間足はかっこの後に書いてください。`,
  normUnknown: ({ found }) =>
    `「typical」で通常の値がわかるのは spread、range、volume だけです。「${found}」は使えません。`,
  timeframeOfNorm: ({ timeframe }) =>
    `typical(spread) は現在の時間帯の値で、時間足「${timeframe}」は付けられません。`,
  normOfLongCandle: ({ timeframe, text }) =>
    `${timeframe} の足には曜日・時間帯がありません。「${text}」には D1 以下の時間足を使ってください。`,
  neverStale: ({ text }) =>
    `「${text}」は、市場が連続して開いている最長の時間（日曜から金曜までの 5d）を超えています。週末は stale になりません。`,
};

const EXPECTED: Catalogue<Expectations> = {
  exactly: ({ text }) => `「${text}」が必要です`,
  operand: () => '数値または項目（close@H1、rsi(14)@M15、bid など）が必要です',
  operandOf: ({ instrument }) => `${instrument} の項目（close@H1 など）が必要です`,
  anyOperand: () => '項目（close など）が必要です',
  comparison: ({ after }) => `「${after}」の後には比較（「>」や「crosses above」など）が必要です`,
  connective: ({ after }) => `「${after}」の後に続けられるのは「and」か「or」だけです`,
  nothing: ({ after }) => `「${after}」の後には何も書けません`,
  closingOrOperator: () => '「)」または演算子が必要です',
  closingOrConnective: () => '「)」「and」「or」のいずれかが必要です',
  parameterEnd: ({ of }) => `「${of}」のパラメーターの後には「,」または「)」が必要です`,
  output: ({ of }) => `「${of}.」の後には出力の名前が必要です`,
  offset: () => '何本前の足かを表す整数（[1] など）が必要です',
  separatorless: () => '通貨ペアは区切り記号なしで書く必要があります',
  timeframe: ({ known }) => `「@」の後には時間足（${known.join('、')} など）が必要です`,
  trend: () => '「is」の後には「rising」または「falling」が必要です',
  trendBars: ({ direction }) => `「${direction}」の後には「for」と本数が必要です`,
  by: ({ relation }) => `「${relation}」の後には「by」が必要です`,
  inTime: () => '「in」と期間（in 15m など）が必要です',
  withinAfterThen: () => '「then …」の後には「within」と期間（within 8 bars など）が必要です',
  upperEnd: () => '「..」とレンジの上限が必要です',
  bounceOff: () => '「bounces」の後には「off」と水準が必要です',
  bounceBy: () => '「by」と戻りの幅（by 10 pips など）が必要です',
  operatorOrUnit: ({ number }) => `${number} の後には演算子または単位（pips、%、atr）が必要です`,
  unit: ({ number, units }) => `${number} の後には単位（${units.join('、')}）が必要です`,
  duration: () => '時間（30s、15m、4h、2d など）が必要です',
  window: () => '時間（30s、15m、4h、2d など）または本数（8 bars など）が必要です',
  durationSuchAs: ({ example }) => `時間（${example} など）が必要です`,
  wholeDuration: () => '時間は 1 ミリ秒以上で、ミリ秒未満の端数があってはなりません',
  bars: () => '本数（3 bars など）が必要です',
  barsAfter: ({ number }) => `${number} の後には「bars」が必要です`,
  wholeBars: () => '本数は 1 以上の整数でなければなりません',
  positiveAmount: () => '0 より大きい幅が必要です',
  indicator: () => '指標（rsi(14) など）が必要です',
  indicatorAlone: () => '指標だけ（rsi(14) など）を書く必要があります',
  plainParameter: ({ indicator }) => `「${indicator}」のパラメーターは数値または語でなければなりません`,
  call: ({ signatures }) => `${wayTo(signatures)}です`,
  instrument: () => '通貨ペア（EURUSD など）が必要です',
  oneOf: ({ words }) => `${words.join('、')} のいずれかが必要です`,
  candles: ({ min, max }) => `足の本数は ${min}〜${max} の整数でなければなりません`,
  weeks: ({ min, max }) => `週数は ${min}〜${max} の整数でなければなりません`,
  pips: () => '値幅（20 pips など）が必要です',
  price: () => '価格（bid、close@H1 など）が必要です',
  pricePoint: () => '価格（150.10 など）が必要です',
  instant: () => '日付と時刻（2026-01-02 10:00 など）が必要です',
  earlierFirst: () => '2 点は古い順に並べ、間に取引時間がなければなりません',
  clockOrEnd: ({ clocks }) => `時刻の後に続けられるのは地名（${clocks.join('、')}）だけです`,
  timeOfDay: () => '時刻（09:00 など）が必要です',
};

export const JAPANESE: ErrorWords = {
  faults: FAULTS,
  expected: EXPECTED,
  suggested: (message, suggestion) => `${message}「${suggestion}」ではありませんか？`,
  placed: (message, line, column) => `${message}（${line} 行 ${column} 列）`,
};

const QUANTITIES: Readonly<Record<Quantity, string>> = {
  price: '価格',
  distance: '値幅',
  difference: '価格の差',
  oscillator: 'オシレーター',
  percent: '割合（%）',
  number: '数値',
  volume: '出来高',
};

const CHOICES: Readonly<Record<Choice, string>> = {
  session: 'セッション',
  clock: '地名',
  side: '前後の指定',
  direction: '窓の方向',
  fix: 'フィックス',
  cut: 'オプションカット',
  weekday: '曜日',
  currency: '通貨',
};

function seen(found: Found): string {
  if (found === 'end') return 'ここで終わっています';
  return 'text' in found ? `「${found.text}」と書かれています` : `文字 ${found.character} があります`;
}

function place(found: Found): string {
  if (found === 'end') return '末尾';
  return 'text' in found ? `「${found.text}」` : `文字 ${found.character} `;
}

/** 後に「です」が続く。 */
function wayTo(signatures: readonly string[]): string {
  return `書き方は ${signatures.join(' または ')} `;
}

function instead(lasting: Lasting): string {
  if (lasting === null) return '';
  return 'compare' in lasting ? `「${lasting.compare}」で比較するか、` : `「${lasting.use}」を使うか、`;
}

function hintFor(...quantities: readonly Quantity[]): string {
  const isPriceAndDistance = quantities.includes('price') && quantities.includes('distance');
  return isPriceAndDistance ? '値幅は価格の差で、close@H1 - open@H1 のように表します。' : '';
}

function ambiguousTimeframe({ text, timeframes, example }: Faults['timeframeOfBars']): string {
  return `「${text}」の時間足が ${timeframes.join(' か ')} か決まりません。${example} のように指定してください。`;
}
