/**
 * The product as far as the page sees it: alerts, events, deliveries and channels in memory, prices from mock-prices.
 * Requests are parsed with the contract's own schemas, so a page that sends what the API would refuse fails here too.
 */
import type { z } from 'zod';
import {
  AlertEdit,
  AlertInput,
  CheckRequest,
  DryRunRequest,
  type AlertView,
} from '../../src/api/contract/alerts.ts';
import {
  ChannelInput,
  type ChannelView,
  type DeliveryView,
  type EventView,
} from '../../src/api/contract/events.ts';
import type { StatusView, StreamMessage } from '../../src/api/contract/market.ts';
import type { Language } from '../../src/kernel/sentence.ts';
import { check, ConditionRefused, firings } from './mock-conditions.ts';
import { bidAt, candlesBefore, INSTRUMENTS, quoteAt } from './mock-prices.ts';

export type Publish = (message: StreamMessage) => void;
type EventPrice = { readonly at: number; readonly instrument: string };

export class MockProduct {
  readonly alerts = new Map<string, AlertView>();
  readonly events: EventView[] = [];
  readonly deliveries = new Map<string, DeliveryView>();
  readonly channels = new Map<string, ChannelView>();
  readonly #publish: Publish;
  #nextId = 1;

  constructor(publish: Publish, now: number) {
    this.#publish = publish;
    this.#seed(now);
  }

  createAlert(body: unknown, now: number): AlertView {
    const view = this.#view(AlertInput.parse(body), { id: this.#id('alr'), revision: 1, now });
    this.alerts.set(view.id, view);
    this.#publish({ type: 'alert', data: { id: view.id, status: view.status } });
    return view;
  }

  editAlert(current: AlertView, body: unknown, now: number): AlertView {
    const { revision, ...input } = AlertEdit.parse(body);
    const view = {
      ...this.#view(input, { id: current.id, revision: revision + 1, now }),
      createdAt: current.createdAt,
    };
    this.alerts.set(view.id, view);
    this.#publish({ type: 'alert', data: { id: view.id, status: view.status } });
    return view;
  }

  setStatus(current: AlertView, status: AlertView['status'], now: number): AlertView {
    const view = { ...current, status, updatedAt: iso(now) };
    this.alerts.set(view.id, view);
    this.#publish({ type: 'alert', data: { id: view.id, status } });
    return view;
  }

  putChannel(body: unknown): ChannelView {
    const input = ChannelInput.parse(body);
    const view: ChannelView = {
      name: input.name,
      type: input.type,
      settings: input.settings,
      language: input.language,
      zone: input.zone ?? (input.language === 'ja' ? 'Asia/Tokyo' : 'UTC'),
      enabled: input.enabled,
      disabledReason: null,
    };
    this.channels.set(view.name, view);
    return view;
  }

  /** As the API does: a webhook secret that is left out is made, and shown in this answer only. */
  addChannel(body: unknown): ChannelView {
    const view = this.putChannel(body);
    if (view.type !== 'webhook' || view.settings['secret'] !== undefined) return view;
    return { ...view, settings: { ...view.settings, secret: `whsec_${'mock'.repeat(10)}` } };
  }

  check(body: unknown, now: number, language: Language) {
    const { when, instrument } = CheckRequest.parse(body);
    return check(when, instrument ?? 'USDJPY', { now, language });
  }

  dryRun(body: unknown, now: number) {
    const { alert, days } = DryRunRequest.parse(body);
    const from = now - days * 86_400_000;
    const list = alert.instruments.flatMap((instrument) =>
      firings(alert.when, instrument, { from, to: now }).map((at) => {
        const { bid, ask } = quoteAt(instrument, at);
        return { at: iso(at), instrument, bid, ask };
      }),
    );
    return {
      from: iso(from),
      to: iso(now),
      basis: 'candles',
      daysCovered: days,
      steps: days * 1440,
      tookMs: 184.2,
      firings: list.slice(0, 1000),
      count: list.length,
      perWeek: Number(((list.length / days) * 7).toFixed(2)),
    };
  }

  /** Fires every alert whose level lies between the last and the current bid. */
  tick(now: number, last: number): void {
    const moves = new Map(INSTRUMENTS.map(({ id }) => [id, { from: bidAt(id, last), to: bidAt(id, now) }]));
    for (const alert of this.alerts.values()) {
      const instrument = alert.instruments[0] ?? '';
      const move = moves.get(instrument);
      if (alert.status !== 'armed' || move === undefined) continue;
      for (const level of alert.levels)
        if ((move.from < level && move.to > level) || (move.from > level && move.to < level))
          this.fire(alert, { at: now, instrument });
    }
  }

  /** Tells the open pages that the newest candle closed. */
  closeCandle(series: { instrument: string; timeframe: string; price: string }, now: number): void {
    const [candle] = candlesBefore(series.instrument, series.timeframe, { before: now, limit: 1 });
    if (candle !== undefined) this.#publish({ type: 'candle', data: { ...series, candle } });
  }

  fire(alert: AlertView, { at, instrument }: EventPrice): EventView {
    const event = this.#event(alert, { at, instrument });
    this.alerts.set(alert.id, { ...alert, firings: alert.firings + 1, lastFiredAt: event.at });
    this.events.unshift(event);
    this.#publish({ type: 'event', data: event });
    for (const { id, channel } of event.deliveries) setTimeout(() => this.#deliver(id, channel), 700);
    return event;
  }

  redeliver(id: string): DeliveryView | null {
    const delivery = this.deliveries.get(id);
    if (delivery === undefined) return null;
    const pending: DeliveryView = { ...delivery, status: 'pending', reason: null };
    this.#store(pending);
    setTimeout(() => this.#deliver(id, pending.channel), 900);
    return pending;
  }

  status(now: number): StatusView {
    const count = (status: string) =>
      [...this.deliveries.values()].filter((one) => one.status === status).length;
    return {
      version: '0.1.0',
      feed: {
        name: 'simulated',
        state: 'live',
        simulated: true,
        notice: 'simulated-prices: Prices are invented. The market is simulated and follows the clock.',
        noticeIn: {
          en: 'Prices are invented. The market is simulated and follows the clock.',
          ja: '架空のレートによるシミュレーションです。市場は実際の時刻どおりに動きます。',
        },
        lastTickAt: iso(now),
        ageMs: 84,
      },
      marketTime: iso(now),
      marketOpen: true,
      alertsArmed: [...this.alerts.values()].filter((alert) => alert.status === 'armed').length,
      deliveries: { pending: count('pending'), sending: 0, sent: count('sent'), dead: count('dead') },
      rejectedTicks: { crossed: 3 },
    };
  }

  #view(input: z.infer<typeof AlertInput>, at: { id: string; revision: number; now: number }): AlertView {
    const answer = check(input.when, input.instruments[0] ?? 'USDJPY', { now: at.now, language: 'en' });
    if (!answer.ok) throw new ConditionRefused(answer.error);
    return {
      ...input,
      id: at.id,
      revision: at.revision,
      status: 'armed',
      createdAt: iso(at.now),
      updatedAt: iso(at.now),
      lastFiredAt: null,
      firings: 0,
      kind: answer.kind,
      clock: answer.clock,
      levels: answer.levels,
      indicators: answer.indicators,
      unknown: {},
      warnings: [],
    };
  }

  #event(alert: AlertView, { at, instrument }: EventPrice): EventView {
    const { bid, ask } = quoteAt(instrument, at);
    const answer = check(alert.when, instrument, { now: at, language: 'en' });
    const id = this.#id('evt');
    const event: EventView = {
      id,
      key: `${alert.id}:${alert.revision}:${alert.firings}`,
      alert: alert.id,
      revision: alert.revision,
      name: alert.name,
      instrument,
      kind: 'fired',
      at: iso(at),
      recordedAt: iso(at + 14),
      late: false,
      bid,
      ask,
      operands: answer.ok ? answer.operands : {},
      severity: alert.severity,
      tags: alert.tags,
      message: alert.message,
      condition: alert.when,
      simulated: true,
      deliveries: [],
    };
    const deliveries = alert.channels.map((channel): DeliveryView => ({
      id: this.#id('dlv'),
      channel,
      status: 'pending',
      attempts: 0,
      reason: null,
      sentAt: null,
      eventId: id,
      idempotencyKey: `${event.key}:${channel}`,
      createdAt: event.recordedAt,
      dueAt: event.recordedAt,
      groupKey: null,
      log: [],
    }));
    for (const delivery of deliveries) this.deliveries.set(delivery.id, delivery);
    return { ...event, deliveries: deliveries.map(summary) };
  }

  #deliver(id: string, channel: string): void {
    const delivery = this.deliveries.get(id);
    if (delivery === undefined) return;
    const dead = channel === 'old-desk';
    const startedAt = new Date().toISOString();
    this.#store({
      ...delivery,
      status: dead ? 'dead' : 'sent',
      attempts: delivery.attempts + 1,
      reason: dead ? 'gone' : null,
      sentAt: dead ? null : startedAt,
      log: [
        ...delivery.log,
        {
          number: delivery.attempts + 1,
          startedAt,
          tookMs: 42.7,
          result: dead ? 'gone' : 'ok',
          reason: dead ? 'webhook-deleted' : null,
          detail: dead ? '404 Unknown Webhook (10015)' : '204 No Content',
        },
      ],
    });
  }

  #store(delivery: DeliveryView): void {
    this.deliveries.set(delivery.id, delivery);
    const index = this.events.findIndex((event) => event.id === delivery.eventId);
    const event = this.events[index];
    if (event === undefined) return;
    const deliveries = event.deliveries.map((one) => (one.id === delivery.id ? summary(delivery) : one));
    this.events[index] = { ...event, deliveries };
    this.#publish({ type: 'delivery', data: { eventId: event.id, delivery: summary(delivery) } });
  }

  #seed(now: number): void {
    this.putChannel({
      name: 'desk-discord',
      type: 'discord',
      settings: { url: 'https://discord.com/api/webhooks/1/••••Q3xZ' },
    });
    this.putChannel({
      name: 'risk-webhook',
      type: 'webhook',
      settings: { url: 'https://risk.example.com/hooks/fx' },
    });
    this.putChannel({
      name: 'mail-tanaka',
      type: 'email',
      language: 'ja',
      settings: { to: ['tanaka@example.com'] },
    });
    this.channels.set('old-desk', {
      ...this.putChannel({
        name: 'old-desk',
        type: 'discord',
        settings: { url: 'https://discord.com/api/webhooks/2/••••aaaa' },
      }),
      enabled: false,
      disabledReason: 'gone: Discord answered 404 Unknown Webhook',
    });
    const usdjpy = (bidAt('USDJPY', now) + 0.12).toFixed(2);
    const below = (bidAt('USDJPY', now) - 0.18).toFixed(2);
    const seeds: readonly Record<string, unknown>[] = [
      {
        name: `USDJPY above ${usdjpy}`,
        instruments: ['USDJPY'],
        when: `close@M5 crosses above ${usdjpy}`,
        severity: 'high',
        channels: ['desk-discord', 'risk-webhook'],
      },
      {
        name: 'Tokyo low lost',
        instruments: ['USDJPY'],
        when: `bid crosses below ${below}`,
        severity: 'critical',
        channels: ['desk-discord', 'mail-tanaka'],
        cooldown: '15m',
      },
      {
        name: 'ドル円 RSI 売られすぎ',
        instruments: ['USDJPY'],
        when: 'rsi(14)@M15 < 30 and close@H1 > ema(50)',
        channels: ['mail-tanaka'],
        tags: ['mean-reversion'],
      },
      {
        name: 'Euro band touch',
        instruments: ['EURUSD'],
        when: 'close@M15 crosses above bb(20, 2).upper',
        channels: ['desk-discord'],
      },
      {
        name: 'Cable drops 40 pips',
        instruments: ['GBPUSD'],
        when: 'mid falls by 40 pips in 15m',
        severity: 'high',
        channels: ['desk-discord', 'old-desk'],
      },
      {
        name: 'Gold spread',
        instruments: ['XAUUSD'],
        when: 'spread > 6 pips for 20s',
        severity: 'low',
        channels: ['risk-webhook'],
      },
      {
        name: 'Euro yen trend',
        instruments: ['EURJPY'],
        when: 'ema(20)@H1 crosses above ema(50)',
        channels: ['desk-discord'],
      },
    ];
    const alerts = seeds.map((seed) => this.createAlert(seed, now - 86_400_000));
    alerts.forEach((alert, i) => {
      for (let n = 0; n < 6; n++) {
        const fresh = this.alerts.get(alert.id) ?? alert;
        const at = now - (n * 7 + i) * 1_930_000 - 600_000;
        this.fire(fresh, { at, instrument: alert.instruments[0] ?? 'USDJPY' });
      }
    });
    this.events.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    const paused = this.alerts.get(alerts[5]?.id ?? '');
    if (paused !== undefined) this.setStatus(paused, 'paused', now);
  }

  #id(prefix: string): string {
    return `${prefix}_${String(this.#nextId++).padStart(6, '0')}`;
  }
}

function summary(delivery: DeliveryView): EventView['deliveries'][number] {
  const { id, channel, status, attempts, reason, sentAt } = delivery;
  return { id, channel, status, attempts, reason, sentAt };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
