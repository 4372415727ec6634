/** The words of messages, in both languages. */
import type { Severity } from '../alerts/alert.ts';
import type { AlertEvent } from '../alerts/event.ts';
import type { ChannelConfig } from './channel.ts';

export type Language = ChannelConfig['language'];

export interface Words {
  /** A label at the head of a title. */
  label(text: string): string;
  /** Between the parts of a title. */
  readonly separator: string;
  readonly simulated: string;
  readonly simulatedNotice: string;
  readonly test: string;
  readonly testNotice: string;
  /** What an event says that is no firing. */
  readonly kinds: Readonly<Record<Exclude<AlertEvent['kind'], 'fired'>, string>>;
  late(minutes: number): string;
  grouped(alerts: number): string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly bid: string;
  readonly ask: string;
  readonly spread: string;
  readonly condition: string;
  readonly time: string;
  readonly tags: string;
  readonly unknown: string;
  more(count: number): string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    label: (text) => `[${text}] `,
    separator: ' · ',
    simulated: 'SIMULATED',
    simulatedNotice: 'Simulated prices: not a real market.',
    test: 'TEST',
    testNotice: 'A test of this channel: no alert has fired.',
    kinds: {
      confirmed: 'confirmed at the close',
      failed: 'failed at the close',
      expiring: 'expires soon',
      expired: 'expired without firing again',
    },
    late: (minutes) => `${minutes} min late`,
    grouped: (alerts) => `${alerts} alerts`,
    severity: { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'CRITICAL' },
    bid: 'Bid',
    ask: 'Ask',
    spread: 'Spread',
    condition: 'Condition',
    time: 'Time',
    tags: 'Tags',
    unknown: 'unknown',
    more: (count) => `… and ${count} more`,
  },
  ja: {
    label: (text) => `【${text}】`,
    separator: ' ',
    simulated: 'シミュレーション',
    simulatedNotice: 'シミュレーションの価格です。実際の市場ではありません。',
    test: 'テスト',
    testNotice: 'チャネルのテスト送信です。アラートは発生していません。',
    kinds: {
      confirmed: '終値で確定',
      failed: '終値で不成立',
      expiring: 'まもなく期限切れ',
      expired: '有効期限が切れました',
    },
    late: (minutes) => `${minutes}分遅れ`,
    grouped: (alerts) => `アラート${alerts}件`,
    severity: { low: '低', medium: '中', high: '高', critical: '重大' },
    bid: 'Bid（売値）',
    ask: 'Ask（買値）',
    spread: 'スプレッド',
    condition: '条件',
    time: '時刻',
    tags: 'タグ',
    unknown: '不明',
    more: (count) => `… ほか${count}件`,
  },
};
