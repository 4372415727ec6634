/** A guarded way out that allows the given targets on loopback, for senders under test. */
import { PassThrough, type Writable } from 'node:stream';
import { ALLOW_NOTHING, parseAllowList, type AllowList } from '../../src/channels/allow-list.ts';
import type { MailServer } from '../../src/channels/email/email-sender.ts';
import type { SenderPorts } from '../../src/channels/senders.ts';
import { createGuardedDispatcher } from '../../src/channels/ssrf-guard.ts';
import { systemClock } from './system-clock.ts';

export function allowing(...entries: readonly string[]): AllowList {
  const parsed = parseAllowList(entries);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

export function senderPorts(
  targets: readonly string[],
  rest: { readonly mail?: MailServer; readonly console?: Writable } = {},
): SenderPorts {
  const allow = targets.length === 0 ? ALLOW_NOTHING : allowing(...targets);
  return {
    dispatcher: createGuardedDispatcher({ allow, connectTimeoutMs: 1_000 }),
    allow,
    clock: systemClock,
    console: rest.console ?? new PassThrough().resume(),
    mail: rest.mail ?? null,
  };
}
