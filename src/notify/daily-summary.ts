/**
 * What a desk reads once a day: how often its alerts fired, and what became of each message. A day on which nothing fired says so; a
 * summary that does not come is no proof of a quiet day.
 */
import type { AlertEvent } from '../alerts/event.ts';
import type { EpochMs, InstrumentId } from '../kernel/units.ts';
import type { Message } from './channel.ts';
import { cleanLine } from './clean-text.ts';
import type { Language } from './words.ts';

interface SendingCounts {
  readonly sent: number;
  readonly late: number;
  readonly dead: number;
  readonly open: number;
}

export interface DayFigures {
  readonly firings: number;
  readonly alerts: number;
  /** The most frequent first; maybe not all of them. */
  readonly byAlert: readonly (SendingCounts & { readonly name: string; readonly firings: number })[];
  readonly byChannel: readonly (SendingCounts & { readonly channel: string })[];
}

interface SummaryInput {
  /** Local date on which the day ended: `2026-11-25`. */
  readonly date: string;
  /** As a reader would write them: `2026-11-24 07:00 – 2026-11-25 07:00 Asia/Tokyo`. */
  readonly span: string;
  readonly endedAt: EpochMs;
  readonly channel: string;
  readonly language: Language;
  readonly figures: DayFigures;
}

export const ALERTS_LISTED = 15;
const NAME_LIMIT = 60;

interface SummaryWords {
  title(date: string, firings: number, alerts: number): string;
  readonly nothing: string;
  sendings(counts: SendingCounts): string;
  alert(firings: number, name: string): string;
  channel(name: string, counts: string): string;
  more(alerts: number): string;
}

const WORDS: Readonly<Record<Language, SummaryWords>> = {
  en: {
    title: (date, firings, alerts) =>
      firings === 0
        ? `Daily summary ${date} · no alert fired`
        : `Daily summary ${date} · ${firings} ${firings === 1 ? 'firing' : 'firings'} of ${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`,
    nothing: 'No alert fired in this time.',
    sendings: ({ sent, late, dead, open }) =>
      `${sent} delivered (${late} late), ${dead} dead, ${open} on their way`,
    alert: (firings, name) => `${firings} × ${name}`,
    channel: (name, counts) => `${name}: ${counts}`,
    more: (alerts) => `… and ${alerts} more alerts`,
  },
  ja: {
    title: (date, firings, alerts) =>
      firings === 0
        ? `日次まとめ ${date} 発火なし`
        : `日次まとめ ${date} アラート${alerts}件が${firings}回発火`,
    nothing: 'この期間に発火したアラートはありません。',
    sendings: ({ sent, late, dead, open }) =>
      `配信済み${sent}件（うち遅延${late}件）、配信不能${dead}件、配信中${open}件`,
    alert: (firings, name) => `${name}: ${firings}回`,
    channel: (name, counts) => `${name}: ${counts}`,
    more: (alerts) => `… ほか${alerts}件のアラート`,
  },
};

/** Every try of a day's summary carries the same idempotency key. */
export function composeSummary({ date, span, endedAt, channel, language, figures }: SummaryInput): Message {
  const words = WORDS[language];
  const listed = figures.byAlert.slice(0, ALERTS_LISTED);
  const unlisted = figures.alerts - listed.length;
  return {
    event: summaryEvent(channel, date, endedAt),
    idempotencyKey: `msg_summary_${date}_${channel}`,
    attempt: 1,
    recordedAt: endedAt,
    title: words.title(date, figures.firings, figures.alerts),
    lines: [
      span,
      ...(figures.firings === 0 ? [words.nothing] : []),
      ...listed.map(
        (alert) =>
          `${words.alert(alert.firings, cleanLine(alert.name, NAME_LIMIT))} · ${words.sendings(alert)}`,
      ),
      ...(unlisted > 0 ? [words.more(unlisted)] : []),
      ...figures.byChannel.map((counts) => words.channel(counts.channel, words.sendings(counts))),
    ],
    grouped: 1,
    plain: false,
    test: false,
    summary: { date, ...figures },
  };
}

/** Senders take time and gravity from an event; this one is of no alert. */
function summaryEvent(channel: string, date: string, at: EpochMs): AlertEvent {
  return {
    ...{ key: `summary:${date}`, alert: 'summary', revision: 1, name: 'Daily summary', kind: 'fired', at },
    ...{ instrument: '' as InstrumentId, bid: null, ask: null, operands: {}, severity: 'low' },
    ...{ channels: [channel], tags: [], message: null, condition: '', simulated: false },
  };
}
