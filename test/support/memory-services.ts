/**
 * ApiServices in memory: the real language and catalog, and stores that are honest where routes depend on it (revisions, cursors, conflicts,
 * text that PostgreSQL refuses).
 */
import type { Alert, AlertStatus } from '../../src/alerts/alert.ts';
import type { AlertEvent } from '../../src/alerts/event.ts';
import type { BlindSpan, StoredAlert, StoredEvent } from '../../src/alerts/ports.ts';
import type { ApiKeyRecord, Scope } from '../../src/api/auth/api-key.ts';
import { newApiKey } from '../../src/api/auth/api-key.ts';
import type { IdempotencyRecord } from '../../src/api/idempotency.ts';
import { checkCondition } from '../../src/conditions/check.ts';
import { checkIndicator } from '../../src/conditions/check-indicator.ts';
import type { ApiServices, BackgroundJob, ReadinessCheck } from '../../src/api/services.ts';
import { StreamHub } from '../../src/api/stream/stream-hub.ts';
import { CATALOG } from '../../src/indicators/catalog.ts';
import { ok } from '../../src/kernel/result.ts';
import type { DurationMs, EpochMs, Price } from '../../src/kernel/units.ts';
import { instrumentId } from '../../src/kernel/units.ts';
import type { Candle } from '../../src/market/candle.ts';
import { BUILT_IN_INSTRUMENTS, instrumentTable } from '../../src/market/instruments.ts';
import type { ChannelConfig } from '../../src/notify/channel.ts';
import type { Attempt, Delivery, SendOutcome } from '../../src/notify/delivery.ts';

export const NOW = Date.UTC(2026, 10, 23, 12) as EpochMs;

const TABLE = instrumentTable(BUILT_IN_INSTRUMENTS.filter(({ id }) => id === 'EURUSD' || id === 'USDJPY'));

/** What a test can look at and change. */
export interface MemoryWorld {
  nowMs: number;
  /** Market time, from NOW on. */
  marketMs: number;
  /** Every store rejects while true. */
  away: boolean;
  /** Every store answers only after this long. */
  delayMs: number;
  stopping: boolean;
  pushFeed: boolean;
  checks: ReadinessCheck[];
  testOutcome: SendOutcome;
  readonly alerts: Map<string, { stored: StoredAlert; revisions: { alert: Alert; at: EpochMs }[] }>;
  readonly blindSpans: BlindSpan[];
  readonly events: StoredEvent[];
  readonly deliveries: Map<string, Delivery>;
  readonly attempts: Map<string, Attempt[]>;
  readonly channels: Map<string, ChannelConfig>;
  readonly keys: Map<string, ApiKeyRecord>;
  readonly idempotency: Map<string, IdempotencyRecord>;
  readonly jobs: Map<string, BackgroundJob>;
  /** Look-ups of keys, for proving that there were none. */
  keyLookups: number;
  lastIngestSeq: number;
}

class StoreAway extends Error {}
class BadCursor extends Error {}

export function memoryWorld(): MemoryWorld {
  return {
    nowMs: 0,
    marketMs: 0,
    away: false,
    delayMs: 0,
    stopping: false,
    pushFeed: true,
    checks: [{ name: 'database', ok: true, detail: 'answers' }],
    testOutcome: { result: 'ok', reference: 'message 1' },
    alerts: new Map(),
    blindSpans: [],
    events: [],
    deliveries: new Map(),
    attempts: new Map(),
    channels: new Map(),
    keys: new Map(),
    idempotency: new Map(),
    jobs: new Map(),
    keyLookups: 0,
    lastIngestSeq: -1,
  };
}

/** Adds a key with these scopes and gives its text. */
export function addKey(world: MemoryWorld, scopes: readonly Scope[], name = scopes.join('+')): string {
  const { id, key, hash } = newApiKey();
  world.keys.set(id, { id, name, scopes, hash, createdAt: NOW, revokedAt: null });
  return key;
}

export function addEvent(world: MemoryWorld, fields: Partial<AlertEvent> = {}): StoredEvent {
  const id = String(world.events.length + 1);
  const event: AlertEvent = {
    key: `a1:1:${id}`,
    alert: 'a1',
    revision: 1,
    name: 'Euro above',
    instrument: instrumentId('EURUSD'),
    kind: 'fired',
    at: NOW,
    bid: 1.1,
    ask: 1.1001,
    operands: { bid: 1.1, 'rsi(14)@H1': null },
    severity: 'high',
    channels: ['desk'],
    tags: ['euro'],
    message: null,
    condition: 'bid > 1.1',
    simulated: false,
    ...fields,
  };
  const stored: StoredEvent = { id, event, recordedAt: NOW, late: false };
  world.events.push(stored);
  for (const channel of event.channels) {
    const delivery: Delivery = {
      id: `d${id}${channel}`,
      eventId: id,
      channel,
      idempotencyKey: `msg_${id}${channel}`,
      status: 'sent',
      attempts: 1,
      dueAt: NOW,
      createdAt: NOW,
      sentAt: NOW,
      reason: null,
    };
    world.deliveries.set(delivery.id, delivery);
    world.attempts.set(delivery.id, [
      { number: 1, startedAt: NOW, tookMs: 12 as DurationMs, result: 'ok', reason: null, detail: '204' },
    ]);
  }
  return stored;
}

export function memoryServices(world: MemoryWorld): ApiServices {
  /** Every call of a store passes here. */
  const store = async <T>(work: () => T, ...texts: readonly unknown[]): Promise<T> => {
    if (world.away) throw new StoreAway('connect ECONNREFUSED 10.0.0.5:5432');
    if (world.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, world.delayMs));
    // As PostgreSQL: invalid byte sequence for encoding "UTF8": 0x00.
    const text = JSON.stringify(texts);
    if (/\\u0000|\\u[dD][89a-fA-F]/.test(text)) throw new Error(`unstorable text: ${text}`);
    return work();
  };
  return {
    clock: { now: () => (NOW + world.nowMs) as EpochMs, monotonicMs: () => world.nowMs },
    isUnavailable: (error) => error instanceof StoreAway,
    isBadCursor: (error) => error instanceof BadCursor,
    blindSpans: { since: (at) => store(() => world.blindSpans.filter(({ to }) => to > at)) },
    alerts: {
      get: (id) => store(() => world.alerts.get(id)?.stored ?? null, id),
      list: (query) =>
        store(() => {
          const all = [...world.alerts.values()]
            .map(({ stored }) => stored)
            .filter(({ status }) => query.status === undefined || status === query.status)
            .filter(
              ({ alert }) =>
                query.instrument === undefined || alert.instruments.some((id) => id === query.instrument),
            )
            .filter(({ alert }) => query.search === undefined || alert.name.includes(query.search));
          return pageOf(all, query);
        }, query),
      revisions: (id, limit) =>
        store(() => (world.alerts.get(id)?.revisions ?? []).toReversed().slice(0, limit), id),
      onStandby: (names) =>
        store(() => {
          const waiting = [...world.alerts.values()].filter(({ stored }) => stored.alert.standby);
          const there = new Set(waiting.flatMap(({ stored: { alert } }) => [alert.id, alert.name]));
          return new Set(names.filter((name) => there.has(name)));
        }, names),
    },
    commands: alertCommands(world, store),
    conditions: {
      check: (when, { instrument, price }) =>
        checkCondition(when, { instruments: TABLE, defaultInstrument: instrument ?? null, basis: price }),
      operandsNow: () => ({ bid: 1.1, 'close@H1': null }),
      unknownOperands: () => ({
        EURUSD: [{ operand: 'close@H1', reason: 'warming-up', candlesMissing: 1 }],
        USDJPY: [],
      }),
      dryRun: (alert, { days }) =>
        store(() => ({
          from: (NOW - days * 86_400_000) as EpochMs,
          to: NOW,
          basis: 'ticks',
          daysCovered: days,
          steps: 1000,
          tookMs: 1 as DurationMs,
          firings: alert.instruments.map((instrument) => ({ at: NOW, instrument, bid: 1.1, ask: null })),
          count: alert.instruments.length,
        })),
    },
    events: {
      get: (id) => store(() => world.events.find((event) => event.id === id) ?? null, id),
      list: (query) =>
        store(() => {
          const all = [...world.events]
            .reverse()
            .filter(({ event }) => query.alert === undefined || event.alert === query.alert)
            .filter(({ event }) => query.instrument === undefined || event.instrument === query.instrument)
            .filter(({ event }) => query.from === undefined || event.at >= query.from)
            .filter(({ event }) => query.to === undefined || event.at < query.to);
          return pageOf(all, query);
        }, query),
    },
    deliveries: {
      get: (id) => store(() => world.deliveries.get(id) ?? null, id),
      attempts: (id) => store(() => world.attempts.get(id) ?? [], id),
      list: (query) =>
        store(() => {
          const all = [...world.deliveries.values()]
            .filter(({ status }) => query.status === undefined || status === query.status)
            .filter(({ channel }) => query.channel === undefined || channel === query.channel)
            .filter(({ eventId }) => query.eventId === undefined || eventId === query.eventId);
          return pageOf(all, query);
        }, query),
      redeliver: (id) =>
        store(() => {
          const delivery = world.deliveries.get(id);
          if (delivery === undefined || delivery.status === 'pending' || delivery.status === 'sending')
            return false;
          world.deliveries.set(id, { ...delivery, status: 'pending', sentAt: null });
          return true;
        }, id),
      redeliverAll: ({ status, channel, from = 0, to = Infinity, limit }) =>
        store(() => {
          const chosen = [...world.deliveries.values()]
            .filter((delivery) => delivery.status === status)
            .filter((delivery) => channel === undefined || delivery.channel === channel)
            .filter(({ createdAt }) => createdAt >= from && createdAt < to)
            .slice(0, limit);
          for (const delivery of chosen)
            world.deliveries.set(delivery.id, { ...delivery, status: 'pending', sentAt: null });
          return chosen.length;
        }, channel),
      ofEvents: (ids) =>
        store(
          () =>
            new Map(
              ids.map((id) => [id, [...world.deliveries.values()].filter((each) => each.eventId === id)]),
            ),
        ),
    },
    channels: {
      get: (name) => store(() => world.channels.get(name) ?? null, name),
      list: () => store(() => [...world.channels.values()]),
      save: (channel) => store(() => void world.channels.set(channel.name, channel), channel),
      remove: (name) => store(() => world.channels.delete(name), name),
    },
    channelTools: {
      mask: ({ settings }) =>
        Object.fromEntries(
          Object.entries(settings).map(([name, value]) => [
            name,
            name === 'secret' && typeof value === 'string' ? `…${value.slice(-4)}` : value,
          ]),
        ),
      problems: ({ settings }) =>
        String(settings['url']).startsWith('http:')
          ? [{ path: '/url', message: 'the address must begin with https://' }]
          : [],
      testSend: () => store(() => ({ outcome: world.testOutcome, tookMs: 34 as DurationMs })),
    },
    market: {
      now: () => (NOW + world.marketMs) as EpochMs,
      instruments: () => [...TABLE.values()].map((instrument, index) => ({ instrument, live: index === 0 })),
      instrument: (id) => TABLE.get(id) ?? null,
      quotes: () => [
        {
          tick: { instrument: instrumentId('EURUSD'), bid: 1.1 as Price, ask: 1.10018 as Price, at: NOW },
          dayChangePercent: null,
          simulated: true,
        },
      ],
      candles: (_source, { limit, before }) =>
        store(() => ({
          candles: candles(limit, before ?? NOW),
          forming: before === undefined ? candle(NOW) : null,
        })),
      indicator: (_source, indicator, { limit, before }) =>
        store(() => {
          const checked = checkIndicator(indicator);
          if (!checked.ok) return checked;
          const { definition, params, text } = checked.value;
          const stream = definition.create(params);
          const values = candles(limit, before ?? NOW).map((each) => {
            stream.push(each);
            return { at: each.at, values: [...stream.outputs] };
          });
          return ok({ indicator: text, definition, values });
        }),
      catalog: [...CATALOG.values()],
    },
    keys: {
      find: (id) =>
        store(() => {
          world.keyLookups++;
          return world.keys.get(id) ?? null;
        }, id),
      touch: () => store(() => undefined),
    },
    idempotency: {
      find: (key) => store(() => world.idempotency.get(key) ?? null),
      claim: (key, requestHash) =>
        store(() => {
          const record = world.idempotency.get(key) ?? { requestHash, answer: null };
          world.idempotency.set(key, record);
          return record;
        }),
      complete: (key, answer) =>
        store(() => {
          const record = world.idempotency.get(key);
          if (record !== undefined) world.idempotency.set(key, { ...record, answer });
        }),
    },
    ingest: {
      push: ({ seq, ticks }) => {
        if (!world.pushFeed) return { result: 'off' };
        if (seq <= world.lastIngestSeq) return { result: 'replayed', lastSeq: world.lastIngestSeq };
        world.lastIngestSeq = seq;
        const rejected = ticks.flatMap(({ symbol }, index) =>
          symbol.startsWith('EURUSD')
            ? []
            : [{ index, reason: 'unknown-instrument', message: `unknown symbol "${symbol}"` }],
        );
        return { result: 'accepted', accepted: ticks.length - rejected.length, lastSeq: seq, rejected };
      },
    },
    statistics: () => store(() => ({ firings: 0, alerts: 0, byAlert: [], byChannel: [] })),
    jobs: jobDesk(world, store),
    hub: new StreamHub(),
    operation: {
      status: () =>
        store(() => ({
          version: '0.0.0',
          feed: {
            name: 'simulated',
            state: 'live',
            simulated: true,
            notice: null,
            noticeIn: null,
            lastTickAt: NOW,
            ageMs: 120 as DurationMs,
          },
          marketTime: NOW,
          marketOpen: true,
          alertsArmed: world.alerts.size,
          deliveries: { pending: 0, sending: 0, sent: 1, dead: 0 },
          rejectedTicks: { crossed: 2 },
        })),
      readiness: () => Promise.resolve(world.checks),
      stopping: () => world.stopping,
      metrics: () =>
        Promise.resolve({ contentType: 'text/plain; version=0.0.4; charset=utf-8', text: 'up 1\n' }),
    },
  };
}

type Store = <T>(work: () => T, ...texts: readonly unknown[]) => Promise<T>;

function alertCommands(world: MemoryWorld, store: Store): ApiServices['commands'] {
  let seq = 0;
  const setStatus = (id: string, status: AlertStatus) =>
    store(() => {
      const entry = world.alerts.get(id);
      if (entry === undefined) return null;
      entry.stored = { ...entry.stored, status };
      return { seq: ++seq };
    }, id);
  const save = (alert: Alert, status: AlertStatus) => {
    const entry = world.alerts.get(alert.id);
    if ((entry?.stored.alert.revision ?? 0) !== alert.revision - 1) return { result: 'conflict' } as const;
    const at = (NOW + world.nowMs) as EpochMs;
    const before = entry?.stored ?? { createdAt: at, lastFiredAt: null, firings: 0 };
    world.alerts.set(alert.id, {
      stored: { ...before, alert, status, updatedAt: at },
      revisions: [...(entry?.revisions ?? []), { alert, at }],
    });
    return { result: 'saved', seq: ++seq } as const;
  };
  return {
    create: (alerts) => store(() => alerts.forEach((alert) => save(alert, 'armed')), alerts),
    save: (alert, status) => store(() => save(alert, status), alert),
    arm: (id) => setStatus(id, 'armed'),
    pause: (id) => setStatus(id, 'paused'),
    remove: (id) => store(() => (world.alerts.delete(id) ? { seq: ++seq } : null), id),
  };
}

const MOST_JOBS = 20;

function jobDesk(world: MemoryWorld, store: Store): ApiServices['jobs'] {
  const isOpen = ({ status }: BackgroundJob) => status === 'waiting' || status === 'running';
  return {
    add: (request, requestedBy) =>
      store(() => {
        if ([...world.jobs.values()].filter(isOpen).length >= MOST_JOBS) return null;
        const job: BackgroundJob = {
          id: String(world.jobs.size + 1),
          kind: request.kind,
          request,
          status: 'waiting',
          progress: 0,
          cancelling: false,
          requestedBy,
          createdAt: NOW,
          startedAt: null,
          endedAt: null,
          outcome: null,
          file: null,
        };
        world.jobs.set(job.id, job);
        return job;
      }, requestedBy),
    get: (id) => store(() => world.jobs.get(id) ?? null, id),
    list: (query) =>
      store(() => {
        const all = [...world.jobs.values()]
          .reverse()
          .filter(({ status }) => query.status === undefined || status === query.status)
          .filter(({ kind }) => query.kind === undefined || kind === query.kind);
        return pageOf(all, query);
      }, query),
    cancel: (id) =>
      store(() => {
        const job = world.jobs.get(id);
        if (job === undefined || !isOpen(job)) return false;
        world.jobs.set(id, { ...job, status: 'cancelled', cancelling: true, endedAt: NOW });
        return true;
      }, id),
    // eslint-disable-next-line @typescript-eslint/require-await -- pages without waiting
    async *parts() {
      yield 'timestamp,symbol\n';
      yield '2026,EURUSD\n';
    },
  };
}

function pageOf<T>(
  all: readonly T[],
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): { items: T[]; next: string | null } {
  const start = cursor === undefined ? 0 : Number(/^c(\d+)$/.exec(cursor)?.[1]);
  if (Number.isNaN(start)) throw new BadCursor(`"${cursor}" is no cursor`);
  const next = start + limit;
  return { items: all.slice(start, next), next: next < all.length ? `c${next}` : null };
}

function candle(at: number): Candle {
  return {
    at: at as EpochMs,
    closesAt: (at + 60_000) as EpochMs,
    open: 1.1,
    high: 1.2,
    low: 1.05,
    close: 1.15,
    volume: 7,
  };
}

function candles(limit: number, before: number): Candle[] {
  return Array.from({ length: limit }, (_, index) => candle(before - (limit - index) * 60_000));
}
