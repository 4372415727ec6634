/** Channels: secrets go in, masks come out, and a mask that comes back in keeps the secret it stands for. */
import { randomBytes } from 'node:crypto';
import type { ChannelConfig } from '../../notify/channel.ts';
import type { ChannelInput, ChannelView } from '../contract/events.ts';
import { fieldProblem } from '../errors.ts';
import { quote } from '../quote.ts';
import type { ChannelTools } from '../services.ts';

export function channelView(channel: ChannelConfig, tools: Pick<ChannelTools, 'mask'>): ChannelView {
  const { name, type, language, zone, enabled, disabledReason } = channel;
  return { name, type, settings: { ...tools.mask(channel) }, language, zone, enabled, disabledReason };
}

/**
 * The channel to store. `current` is the stored one of the same name and type, if any: settings left out of the input that it has, and
 * settings given as their mask, stay as they are. `madeSecret` is a webhook secret made here, to be shown to its owner this once.
 */
export function channelOf(
  input: ChannelInput,
  current: ChannelConfig | null,
  tools: Pick<ChannelTools, 'mask'>,
): { readonly channel: ChannelConfig; readonly madeSecret: string | null } {
  const kept = current?.type === input.type ? current : null;
  const settings: Record<string, unknown> = { ...input.settings };
  const masks = kept === null ? {} : tools.mask(kept);
  for (const [key, value] of Object.entries(settings)) {
    if (kept !== null && typeof value === 'string' && value === masks[key])
      settings[key] = kept.settings[key];
  }
  const needsSecret = input.type === 'webhook' && settings['secret'] === undefined;
  const keptSecret = needsSecret ? kept?.settings['secret'] : undefined;
  const madeSecret =
    needsSecret && keptSecret === undefined ? `whsec_${randomBytes(32).toString('base64')}` : null;
  if (needsSecret) settings['secret'] = keptSecret ?? madeSecret;
  const channel: ChannelConfig = {
    name: input.name,
    type: input.type,
    settings,
    language: input.language,
    zone: zoneOf(input),
    enabled: input.enabled,
    disabledReason: null,
  };
  return { channel, madeSecret };
}

function zoneOf(input: ChannelInput): string {
  if (input.zone === undefined) return input.language === 'ja' ? 'Asia/Tokyo' : 'UTC';
  if (!isZone(input.zone))
    throw fieldProblem('/zone', `${quote(input.zone)} is no IANA time zone; write it like Asia/Tokyo`);
  return input.zone;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
