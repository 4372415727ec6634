/** The channel form's state, and the draft of the API it makes. Masked secrets that come back are never sent again. */
import type { ChannelDraft, ChannelView } from '../../../src/api/contract/events.ts';

export interface ChannelFields {
  readonly type: ChannelView['type'];
  readonly name: string;
  readonly language: 'en' | 'ja';
  readonly zone: string;
  readonly enabled: boolean;
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

export function channelDraftOf(fields: ChannelFields): ChannelDraft {
  const { name, language, zone, enabled } = fields;
  const base = { name, language, zone, enabled };
  switch (fields.type) {
    case 'console':
      return { ...base, type: 'console' };
    case 'webhook':
      return { ...base, type: 'webhook', settings: { url: fields.url.trim() } };
    case 'discord':
      return { ...base, type: 'discord', settings: { url: fields.url.trim() } };
    case 'email':
      return {
        ...base,
        type: 'email',
        settings: { to: fields.to.split(/[,;\s]+/).filter((one) => one !== '') },
      };
  }
}
