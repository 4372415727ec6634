/** Everything that leaves the house: the guarded way out, the mail server, senders and the dispatcher. */
import { randomUUID } from 'node:crypto';
import { Dispatcher } from '../channels/dispatcher.ts';
import type { CreateSender } from '../channels/channel-lanes.ts';
import type { DispatchMetrics, DispatcherPorts } from '../channels/dispatch-ports.ts';
import { parseAllowList } from '../channels/allow-list.ts';
import { createMailServer } from '../channels/email/email-sender.ts';
import { parseSmtpUrl } from '../channels/email/smtp-options.ts';
import { formatTime } from '../channels/format-time.ts';
import { createSender } from '../channels/senders.ts';
import { createGuardedDispatcher } from '../channels/ssrf-guard.ts';
import type { Config } from '../config/config.ts';
import { type Result, ok } from '../kernel/result.ts';
import type { InstrumentTable } from '../market/instruments.ts';
import { CHANNEL_PROFILES } from '../notify/channel-profile.ts';
import type { MessagePorts } from '../notify/message.ts';
import { systemClock } from './system-clock.ts';
import type { Metrics } from '../telemetry/metrics.ts';

export interface Outbound {
  readonly createSender: CreateSender;
  readonly message: MessagePorts;
  dispatcher(
    ports: Pick<
      DispatcherPorts,
      'deliveries' | 'channels' | 'random' | 'metrics' | 'log' | 'onChange' | 'onChannelDisabled'
    >,
    ownClock: boolean,
  ): Dispatcher;
  /** Breaks off what is still under way: whoever could record what becomes of it has given it up. */
  close(): Promise<void>;
}

/** Fails with a sentence about the setting that is wrong. */
export function openOutbound(
  config: Pick<Config, 'WEBHOOK_ALLOW' | 'SMTP_URL' | 'SMTP_FROM' | 'CANARY_URL'>,
  instruments: InstrumentTable,
): Result<Outbound, string> {
  // The canary's receiver is the operator's own and may well be on this machine.
  const canary = config.CANARY_URL === undefined ? [] : [new URL(config.CANARY_URL).host];
  const allow = parseAllowList([...config.WEBHOOK_ALLOW, ...canary]);
  if (!allow.ok) return { ok: false, error: `WEBHOOK_ALLOW: ${allow.error}` };
  const smtp = config.SMTP_URL === undefined ? null : parseSmtpUrl(config.SMTP_URL, config.SMTP_FROM);
  if (smtp !== null && !smtp.ok) return { ok: false, error: `SMTP_URL: ${smtp.error}` };

  const wayOut = createGuardedDispatcher({ allow: allow.value, connectTimeoutMs: 5_000 });
  const mail = smtp === null ? null : createMailServer(smtp.value);
  const ports = { dispatcher: wayOut, allow: allow.value, clock: systemClock, console: process.stdout, mail };
  const message: MessagePorts = { formatTime, instrument: (id) => instruments.get(id) ?? null };
  const makeSender: CreateSender = (channel) => createSender(channel, ports);
  return ok({
    createSender: makeSender,
    message,
    dispatcher: (given, ownClock) =>
      new Dispatcher(
        { ...given, owner: randomUUID(), createSender: makeSender, message, clock: systemClock },
        { marketTimeIsWallTime: !ownClock },
      ),
    async close() {
      mail?.transport.close();
      await wayOut.destroy();
    },
  });
}

/** The dispatcher's figures in the registry. */
export function dispatchMetrics(metrics: Metrics): DispatchMetrics {
  // A rule sees an increase only of what was there before: the first dead letter would raise no alarm.
  for (const type of ['none', ...Object.keys(CHANNEL_PROFILES)])
    metrics.deliveriesDead.inc({ channel_type: type }, 0);
  return {
    attempted: ({ channelType, result, reason }) =>
      metrics.deliveryAttempts.inc({ channel_type: channelType, result, reason }),
    finished: (channelType, status) => {
      if (status === 'dead') metrics.deliveriesDead.inc({ channel_type: channelType });
    },
    firstAttemptAfterMs: (channelType, ms) =>
      metrics.eventToAttemptSeconds.observe({ channel_type: channelType }, ms / 1_000),
    deliveredAfterMs: (channelType, ms) =>
      metrics.tickToDeliveredSeconds.observe({ channel_type: channelType }, ms / 1_000),
    tookMs: (channelType, ms) => metrics.sendSeconds.observe({ channel_type: channelType }, ms / 1_000),
    grouped: (channelType, events) => metrics.eventsGrouped.inc({ channel_type: channelType }, events),
    leasesFreed: (count) => metrics.leasesFreed.inc(count),
    leaseLost: () => metrics.leasesLost.inc(),
    storeFailed: (operation) => metrics.storeFailures.inc({ operation }),
  };
}
