/** What completion says beside an option that has no sentence of its own: what an output measures, what a word in parentheses is for. */
import type { Dimension } from '../indicators/indicator.ts';
import type { Bilingual } from './help.ts';

export const DIMENSION_DETAILS: Readonly<Record<Dimension, Bilingual>> = {
  price: { en: 'price', ja: '価格' },
  distance: { en: 'distance', ja: '値幅' },
  oscillator: { en: 'oscillator', ja: 'オシレーター' },
  percent: { en: 'percent', ja: '割合（%）' },
  number: { en: 'number', ja: '数値' },
  volume: { en: 'volume', ja: '出来高' },
};

/** Parameters of indicators whose values are words, by their name in the catalog. */
const PARAMETER_DETAILS: ReadonlyMap<string, Bilingual> = new Map(
  Object.entries({
    source: { en: 'price it is made of', ja: '計算に使う価格' },
    price: { en: 'prices it looks at', ja: '対象の価格' },
    seed: { en: 'what it starts from', ja: '初期値' },
    mean: { en: 'kind of mean', ja: '平均の種類' },
    'signal-mean': { en: 'mean of the signal', ja: 'シグナルの平均' },
    smoothing: { en: 'kind of smoothing', ja: '平滑の種類' },
    deviation: { en: 'kind of deviation', ja: '標準偏差の種類' },
    measure: { en: 'measure of the trend', ja: 'トレンドの測り方' },
    anchor: { en: 'where it starts', ja: '計算の起点' },
    placing: { en: 'candle it stands at', ja: '値を置く足' },
    window: { en: 'whether this candle counts', ja: 'この足を含むか' },
    trail: { en: 'what it trails', ja: '追う値' },
    between: { en: 'between the two means', ja: '2 つの平均の間での扱い' },
    kind: { en: 'kind of pivots', ja: 'ピボットの種類' },
    force: { en: 'kind of volume force', ja: '出来高の力の求め方' },
    market: { en: 'whether a gap is wanted', ja: '窓を求めるか' },
  }),
);

/** Words among the arguments of functions and flags. */
const WORD_DETAILS: ReadonlyMap<string, Bilingual> = new Map(
  Object.entries({
    sydney: { en: 'Sydney', ja: 'シドニー' },
    tokyo: { en: 'Tokyo', ja: '東京' },
    london: { en: 'London', ja: 'ロンドン' },
    newyork: { en: 'New York', ja: 'ニューヨーク' },
    auckland: { en: 'Auckland', ja: 'オークランド' },
    frankfurt: { en: 'Frankfurt', ja: 'フランクフルト' },
    utc: { en: 'Coordinated Universal Time', ja: '協定世界時' },
    ecb: { en: 'European Central Bank', ja: '欧州中央銀行' },
    week: { en: 'trading week', ja: '取引週' },
    mon: { en: 'Monday', ja: '月曜' },
    tue: { en: 'Tuesday', ja: '火曜' },
    wed: { en: 'Wednesday', ja: '水曜' },
    thu: { en: 'Thursday', ja: '木曜' },
    fri: { en: 'Friday', ja: '金曜' },
    before: { en: 'only before the moment', ja: '時刻の前だけ' },
    after: { en: 'only after the moment', ja: '時刻の後だけ' },
    higher: { en: 'opened above the close', ja: '上に開いた窓' },
    lower: { en: 'opened below the close', ja: '下に開いた窓' },
    USD: { en: 'US dollar', ja: '米ドル' },
    EUR: { en: 'euro', ja: 'ユーロ' },
    JPY: { en: 'yen', ja: '円' },
    GBP: { en: 'pound sterling', ja: '英ポンド' },
    CHF: { en: 'Swiss franc', ja: 'スイスフラン' },
    CAD: { en: 'Canadian dollar', ja: 'カナダドル' },
    AUD: { en: 'Australian dollar', ja: '豪ドル' },
    NZD: { en: 'New Zealand dollar', ja: 'NZ ドル' },
  }),
);

/** Null where there is none; a test wants one for each parameter of the catalog whose values are words. */
export function parameterDetail(name: string): Bilingual | null {
  return PARAMETER_DETAILS.get(name) ?? null;
}

/** Null where there is none; a test wants one for each word that a call offers. */
export function wordDetail(word: string): Bilingual | null {
  return WORD_DETAILS.get(word) ?? null;
}
