/** From a stored channel to something that sends: the one place that knows every kind of channel. */
import type { Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { unreachable } from '../kernel/assert.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { ChannelConfig, ChannelType, Sender } from '../notify/channel.ts';
import type { AllowList } from './allow-list.ts';
import { createConsoleSender } from './console/console-sender.ts';
import { createDiscordSender } from './discord/discord-sender.ts';
import { parseDiscordSettings } from './discord/discord-settings.ts';
import { createEmailSender, type MailServer } from './email/email-sender.ts';
import { parseEmailSettings } from './email/email-settings.ts';
import { problemsOf, type SettingsProblem } from './settings-problem.ts';
import { newWebhookSecret } from './webhook/signature.ts';
import { createWebhookSender } from './webhook/webhook-sender.ts';
import { parseWebhookSettings } from './webhook/webhook-settings.ts';

export interface SenderPorts {
  /** The guarded way out (ssrf-guard.ts). */
  readonly dispatcher: Dispatcher;
  readonly allow: AllowList;
  readonly clock: Clock;
  /** Where console channels write. */
  readonly console: Writable;
  /** null when the operator configured no mail server. */
  readonly mail: MailServer | null;
}

/** The problems say what is wrong with the settings, for the user who typed them. */
export function createSender(
  channel: Pick<ChannelConfig, 'type' | 'settings'>,
  ports: SenderPorts,
): Result<Sender, readonly SettingsProblem[]> {
  const { type, settings } = channel;
  switch (type) {
    case 'console': {
      const parsed = z.strictObject({}).safeParse(settings);
      return parsed.success ? ok(createConsoleSender(ports.console)) : err(problemsOf(parsed.error));
    }
    case 'webhook': {
      const parsed = parseWebhookSettings(settings, ports.allow);
      return parsed.ok ? ok(createWebhookSender(parsed.value, ports)) : parsed;
    }
    case 'discord': {
      const parsed = parseDiscordSettings(settings, ports.allow);
      return parsed.ok ? ok(createDiscordSender(parsed.value, ports)) : parsed;
    }
    case 'email': {
      const parsed = parseEmailSettings(settings);
      if (!parsed.ok) return parsed;
      if (ports.mail === null)
        return err([{ path: '', message: 'no mail server is configured: set SMTP_URL and SMTP_FROM' }]);
      return ok(createEmailSender(parsed.value, ports.mail));
    }
    default:
      return unreachable(type);
  }
}

/** What is made for the user when left out: the signing secret of a webhook. */
export function completeSettings(
  type: ChannelType,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (type !== 'webhook' || settings['secret'] !== undefined) return settings;
  return { ...settings, secret: newWebhookSecret() };
}

/** Empty when the settings can be used. */
export function settingsProblems(
  channel: Pick<ChannelConfig, 'type' | 'settings'>,
  ports: SenderPorts,
): readonly SettingsProblem[] {
  const sender = createSender(channel, ports);
  return sender.ok ? [] : sender.error;
}
