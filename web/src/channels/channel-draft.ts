/** The channel form's state, and the draft of the API it makes. What the form does not show of a stored channel goes back as it came. */
import type { ChannelDraft, ChannelView } from '../../../src/api/contract/events.ts';

export interface ChannelFields {
  readonly type: ChannelView['type'];
  readonly name: string;
  readonly language: 'en' | 'ja';
  readonly zone: string;
  readonly enabled: boolean;
  /** Empty in an edit: the stored one, which the page knows only masked, stays. */
  readonly url: string;
  readonly to: string;
}

export function fieldsOf(
  channel: ChannelView | null,
  defaults: { language: 'en' | 'ja'; zone: string },
): ChannelFields {
  if (channel === null) return { type: 'webhook', name: '', enabled: true, url: '', to: '', ...defaults };
  const { type, name, language, zone, enabled, settings } = channel;
  const to = Array.isArray(settings['to']) ? settings['to'].join(', ') : '';
  // An address may hold the secret itself (Discord) and is then masked: it is asked for again.
  const stored = typeof settings['url'] === 'string' ? settings['url'] : '';
  return { type, name, language, zone, enabled, to, url: isMasked(stored) ? '' : stored };
}

function isMasked(text: string): boolean {
  return /[•*…]{2,}|…/.test(text);
}

/** A webhook secret that the server made and shows this once; null where the answer holds none. */
export function madeSecretOf({ settings }: ChannelView): string | null {
  const { secret } = settings;
  return typeof secret === 'string' && secret.startsWith('whsec_') && !isMasked(secret) ? secret : null;
}

/** `stored` null makes a new channel. */
export function channelDraftOf(fields: ChannelFields, stored: ChannelView | null): ChannelDraft {
  const { name, language, zone, enabled } = fields;
  const base = { name, language, zone, enabled };
  // A mask that comes back keeps the address it stands for.
  const mask = stored?.settings['url'];
  const url = fields.url.trim() === '' && typeof mask === 'string' ? mask : fields.url.trim();
  switch (fields.type) {
    case 'console':
      return { ...base, type: 'console' };
    case 'webhook':
      return { ...base, type: 'webhook', settings: { url } };
    case 'discord':
      return { ...base, type: 'discord', settings: { ...discordExtras(stored), url } };
    case 'email':
      return {
        ...base,
        type: 'email',
        settings: { to: fields.to.split(/[,;\s]+/).filter((one) => one !== '') },
      };
  }
}

/** Settings of Discord that only the API sets. */
function discordExtras(stored: ChannelView | null): { username?: string; threadId?: string } {
  const { username, threadId } = stored?.settings ?? {};
  return {
    ...(typeof username === 'string' ? { username } : {}),
    ...(typeof threadId === 'string' ? { threadId } : {}),
  };
}
