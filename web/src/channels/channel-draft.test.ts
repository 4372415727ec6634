import { expect, test } from 'vitest';
import { ChannelInput, type ChannelView } from '../../../src/api/contract/events.ts';
import { channelDraftOf, fieldsOf } from './channel-draft.ts';

const defaults = { language: 'ja', zone: 'Asia/Tokyo' } as const;
const fresh = fieldsOf(null, defaults);

test('every kind of channel makes a draft the API accepts', () => {
  const drafts = [
    { ...fresh, type: 'console', name: 'screen' },
    { ...fresh, type: 'webhook', name: 'hook', url: ' https://example.com/a ' },
    { ...fresh, type: 'discord', name: 'desk', url: 'https://discord.com/api/webhooks/1/x' },
    { ...fresh, type: 'email', name: 'mail', to: 'a@example.com, b@example.com' },
  ] as const;
  const parsed = drafts.map((fields) => ChannelInput.parse(channelDraftOf(fields)));
  expect(parsed.map((channel) => channel.settings)).toEqual([
    {},
    { url: 'https://example.com/a' },
    { url: 'https://discord.com/api/webhooks/1/x' },
    { to: ['a@example.com', 'b@example.com'] },
  ]);
  expect(parsed.every((channel) => channel.zone === 'Asia/Tokyo' && channel.language === 'ja')).toBe(true);
});

test('a masked address is asked for again instead of being sent back', () => {
  const stored: ChannelView = {
    name: 'desk',
    type: 'discord',
    settings: { url: 'https://discord.com/api/webhooks/1/••••Q3xZ' },
    language: 'en',
    zone: 'UTC',
    enabled: true,
    disabledReason: null,
  };
  expect(fieldsOf(stored, defaults).url).toBe('');
  expect(fieldsOf({ ...stored, settings: { url: 'https://example.com/hook' } }, defaults).url).toBe(
    'https://example.com/hook',
  );
});
