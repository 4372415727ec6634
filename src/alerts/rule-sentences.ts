/** Why firing rules do not go with a condition, in each language. A sentence quotes the rule and the condition. */
import type { Catalogue, Language } from '../kernel/sentence.ts';
import type { RuleFaults } from './firing-rules.ts';

export const RULE_SENTENCES: Readonly<Record<Language, Catalogue<RuleFaults>>> = {
  en: {
    nothingToMeasureFrom: ({ distance, text }) =>
      `"${distance}" needs one crossing, or one comparison with < <= > >=, to measure from; "${text}" has none or several`,
    nothingToMeasure: ({ distance, text }) =>
      `"${distance}" is a distance of prices, but "${text}" compares no prices`,
    confirmedAlready: () => 'an alert "at-close" fires at the close: nothing is left to confirm',
    firesAtClose: ({ text }) =>
      `"${text}" fires when candles close: only what fires within a candle can be confirmed`,
    nothingHolds: ({ text }) => `nothing in "${text}" can still hold at the close of the candle`,
  },
  ja: {
    nothingToMeasureFrom: ({ distance, text }) =>
      `「${distance}」を測る起点が決まりません。「${text}」には、価格のクロス、または <、<=、>、>= による比較がちょうど 1 つ必要です。`,
    nothingToMeasure: ({ distance, text }) =>
      `「${distance}」は値幅ですが、「${text}」は価格の比較ではありません。`,
    confirmedAlready: () =>
      '「at-close」のアラートは足の確定時に判定されるため、その後に確認できるものがありません。',
    firesAtClose: ({ text }) =>
      `「${text}」は足の確定時に判定されます。確認できるのは、足の途中で成立する条件だけです。`,
    nothingHolds: ({ text }) =>
      `「${text}」には、足の確定時にまだ成立しているかを確認できるものがありません。`,
  },
};
