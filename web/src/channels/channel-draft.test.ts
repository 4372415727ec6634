import { expect, test } from 'vitest';
import { ChannelInput, type ChannelView } from '../../../src/api/contract/events.ts';
import { channelDraftOf, fieldsOf, madeSecretOf } from './channel-draft.ts';

const defaults = { language: 'ja', zone: 'Asia/Tokyo' } as const;
const fresh = fieldsOf(null, defaults);

test('every kind of channel makes a draft the API accepts', () => {
  const drafts = [
    { ...fresh, type: 'console', name: 'screen' },
    { ...fresh, type: 'webhook', name: 'hook', url: ' https://example.com/a ' },
    { ...fresh, type: 'discord', name: 'desk', url: 'https://discord.com/api/webhooks/1/x' },
    { ...fresh, type: 'email', name: 'mail', to: 'a@example.com, b@example.com' },
  ] as const;
  const parsed = drafts.map((fields) => ChannelInput.parse(channelDraftOf(fields, null)));
  expect(parsed.map((channel) => channel.settings)).toEqual([
    {},
    { url: 'https://example.com/a' },
    { url: 'https://discord.com/api/webhooks/1/x' },
    { to: ['a@example.com', 'b@example.com'] },
  ]);
  expect(parsed.every((channel) => channel.zone === 'Asia/Tokyo' && channel.language === 'ja')).toBe(true);
});

const stored: ChannelView = {
  name: 'desk',
  type: 'discord',
  settings: { url: 'https://discord.com/••••Q3xZ', username: 'fx', threadId: '42' },
  language: 'en',
  zone: 'UTC',
  enabled: true,
  disabledReason: null,
};

test('a masked address is not shown as if it were one; left empty, it goes back and stays', () => {
  const fields = fieldsOf(stored, defaults);
  expect(fields.url).toBe('');
  expect(channelDraftOf({ ...fields, enabled: false }, stored)).toMatchObject({
    enabled: false,
    settings: stored.settings,
  });
  expect(
    channelDraftOf({ ...fields, url: 'https://discord.com/api/webhooks/2/new' }, stored).settings,
  ).toEqual({
    url: 'https://discord.com/api/webhooks/2/new',
    username: 'fx',
    threadId: '42',
  });
  expect(fieldsOf({ ...stored, settings: { url: 'https://example.com/hook' } }, defaults).url).toBe(
    'https://example.com/hook',
  );
});

test('a secret is shown when it was made just now, never its mask', () => {
  const hook = (secret: string): ChannelView => ({ ...stored, type: 'webhook', settings: { secret } });
  expect(madeSecretOf(hook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'))).toBe(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );
  expect(madeSecretOf(hook('••••LaSw'))).toBeNull();
  expect(madeSecretOf(stored)).toBeNull();
});
