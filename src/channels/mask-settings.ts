/**
 * Settings for eyes: secrets masked, their last four characters left to tell one from another. An edit may send the mask back and
 * means "as it was". The path of a webhook URL counts as secret, because for many receivers it is the only key they have.
 */
import type { ChannelConfig } from '../notify/channel.ts';

type Settings = Readonly<Record<string, unknown>>;

export function maskSettings(channel: Pick<ChannelConfig, 'type' | 'settings'>): Settings {
  return Object.fromEntries(
    Object.entries(channel.settings).map(([field, value]) => [field, maskField(channel.type, field, value)]),
  );
}

/** `edited` with each masked value replaced by the stored one. */
export function unmaskSettings(edited: Settings, stored: Pick<ChannelConfig, 'type' | 'settings'>): Settings {
  const masked = maskSettings(stored);
  return Object.fromEntries(
    Object.entries(edited).map(([field, value]) => [
      field,
      typeof value === 'string' && value === masked[field] ? stored.settings[field] : value,
    ]),
  );
}

function maskField(type: ChannelConfig['type'], field: string, value: unknown): unknown {
  if (typeof value !== 'string' || type === 'email' || type === 'console') return value;
  if (field === 'secret') return maskText(value);
  if (field !== 'url') return value;
  if (!URL.canParse(value)) return maskText(value);
  const { origin, pathname, search } = new URL(value);
  const rest = pathname + search;
  return rest === '/' ? origin : `${origin}/${maskText(rest)}`;
}

/** Text too short to spare four characters shows none. */
function maskText(text: string): string {
  return `••••${text.length >= 12 ? text.slice(-4) : ''}`;
}
