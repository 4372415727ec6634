/** What each word of the language means, in a sentence, for hover and completion. */
export interface Bilingual {
  readonly en: string;
  readonly ja: string;
}

const HELP: ReadonlyMap<string, Bilingual> = new Map(
  Object.entries({
    bid: { en: 'Price at which the market buys, now', ja: '現在の買気配（Bid）' },
    ask: { en: 'Price at which the market sells, now', ja: '現在の売気配（Ask）' },
    mid: { en: 'Middle of bid and ask, now', ja: '現在の仲値（Bid と Ask の中間）' },
    spread: { en: 'Ask minus bid, now', ja: '現在のスプレッド（Ask − Bid）' },
    open: { en: 'First price of the candle', ja: '始値' },
    high: { en: 'Highest price of the candle', ja: '高値' },
    low: { en: 'Lowest price of the candle', ja: '安値' },
    close: { en: 'Last price of the candle', ja: '終値' },
    volume: {
      en: 'Volume of the candle: the number of its ticks where the feed has none',
      ja: '出来高（配信がない場合はティック数）',
    },
    and: { en: 'Both are true', ja: '両方が真' },
    or: { en: 'At least one is true', ja: '少なくとも一方が真' },
    not: { en: 'It is not true', ja: '否定' },
    crosses: { en: 'Goes from one side to the other, at this step', ja: '反対側へ抜けた瞬間' },
    above: { en: 'From below to above', ja: '下から上へ' },
    below: { en: 'From above to below', ja: '上から下へ' },
    enters: { en: 'Comes into the range low .. high, at this step', ja: 'レンジ low .. high に入った瞬間' },
    leaves: { en: 'Goes out of the range low .. high, at this step', ja: 'レンジ low .. high から出た瞬間' },
    inside: {
      en: 'Is in the range low .. high, ends included',
      ja: 'レンジ low .. high の内側（両端を含む）',
    },
    outside: { en: 'Is out of the range low .. high', ja: 'レンジ low .. high の外側' },
    rises: {
      en: 'Is at least so much above its lowest in the time given',
      ja: '期間内の最安値から指定幅以上の上昇',
    },
    falls: {
      en: 'Is at least so much below its highest in the time given',
      ja: '期間内の最高値から指定幅以上の下落',
    },
    moves: {
      en: 'Rises or falls by at least so much in the time given',
      ja: '期間内に指定幅以上の変動（上下どちらでも）',
    },
    by: { en: 'Followed by how much: 40 pips, 0.5%, 2 atr', ja: '変動幅（40 pips、0.5%、2 atr など）' },
    in: { en: 'Followed by a time or a number of bars: 15m, 3 bars', ja: '期間（15m、3 bars など）' },
    is: { en: 'is rising for N bars, is falling for N bars', ja: 'is rising for N bars（N 本連続上昇）など' },
    rising: {
      en: 'Each of the last N candles is above the one before',
      ja: '直近 N 本がいずれも前の足より上',
    },
    falling: {
      en: 'Each of the last N candles is below the one before',
      ja: '直近 N 本がいずれも前の足より下',
    },
    for: { en: 'Has been true without a break for a time', ja: '指定時間、途切れずに真' },
    within: { en: 'Was true at some point of the last time or bars', ja: '直近の期間内に一度でも真' },
    then: { en: 'The second after the first, within a time', ja: '前の条件のあと、期間内に次の条件' },
    touches: {
      en: 'Comes to the level, or jumps over it, at this step',
      ja: '水準に達した瞬間（飛び越えた場合を含む）',
    },
    breaks: {
      en: 'Gets beyond the level, by a distance where one is said, at this step',
      ja: '水準を（指定幅だけ）抜けた瞬間',
    },
    bounces: {
      en: 'Touches the level and comes back by a distance, at this step',
      ja: '水準に触れて指定幅だけ戻した瞬間',
    },
    off: { en: 'The level it bounces off', ja: '跳ね返る水準' },
    up: { en: 'Upwards, from above the level', ja: '水準の上側で上向きに' },
    down: { en: 'Downwards, from below the level', ja: '水準の下側で下向きに' },
    unless: { en: 'Cancels a sequence that has begun', ja: '始まった順序条件を取り消す条件' },
    live: {
      en: 'The forming candle instead of the last closed one; changes with every tick',
      ja: '確定足ではなく形成中の足（ティックごとに変化）',
    },
    pips: { en: 'Pips of the instrument beside it', ja: '隣の通貨ペアの pips' },
    atr: { en: 'Average true range; after a number, a multiple of it', ja: 'ATR。数値の後では ATR の倍数' },
    bars: { en: 'Closed candles; 3 bars@M15 names which', ja: '確定足の本数（3 bars@M15 で時間足を指定）' },
    s: { en: 'Seconds', ja: '秒' },
    m: { en: 'Minutes', ja: '分' },
    h: { en: 'Hours', ja: '時間' },
    d: { en: 'Days of 24 hours', ja: '日（24 時間）' },
  }),
);

/** Other spellings of one word. */
const SAME: Readonly<Record<string, string>> = { pip: 'pips', bar: 'bars', candle: 'bars', candles: 'bars' };

export function helpFor(word: string): Bilingual | null {
  const canonical = Object.hasOwn(SAME, word) ? SAME[word] : word;
  return HELP.get(canonical ?? word) ?? null;
}

/** `H1`: what `@H1` says. */
export function timeframeHelp(name: string): Bilingual {
  return { en: `Closed ${name} candles`, ja: `${name} の確定足` };
}
