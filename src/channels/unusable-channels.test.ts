/** What becomes of deliveries whose channel is missing, switched off, gone, or set up wrongly. */
import { describe, expect, it } from 'vitest';
import { SENT } from '../../test/support/dispatch-harness.ts';
import { dispatchStage } from '../../test/support/dispatch-stage.ts';
import { err } from '../kernel/result.ts';
import type { SendOutcome } from '../notify/delivery.ts';

const GONE: SendOutcome = { result: 'gone', reason: 'not-found', detail: 'HTTP 410' };

const { harness, pass } = dispatchStage();

describe('a channel that cannot be sent to', () => {
  it('ends deliveries to a channel that does not exist or is disabled as dead, with the reason', async () => {
    const h = harness({ channels: [{ name: 'off', enabled: false, disabledReason: 'not-found: HTTP 410' }] });
    h.fire('a', ['off', 'nobody']);
    h.dispatcher.start();
    await pass(0);
    expect(await h.statuses()).toEqual({
      'a:1:1 off': 'dead channel-disabled',
      'a:1:1 nobody': 'dead no-channel',
    });
    const details = [...(await h.deliveries.attempts('1')), ...(await h.deliveries.attempts('2'))];
    expect(details.map(({ detail }) => detail)).toEqual([
      'channel "off" is disabled: not-found: HTTP 410',
      'there is no channel "nobody"',
    ]);
  });

  it('sends to a channel that was made or switched on a moment before the event', async () => {
    const h = harness({ channels: [{ name: 'off', enabled: false }] });
    h.dispatcher.start();
    await pass(0);
    const off = (await h.channels.get('off'))!;
    await h.channels.save({ ...off, enabled: true });
    await h.channels.save({ ...off, name: 'new', enabled: true });
    h.fire('a', ['off', 'new']);
    h.dispatcher.wake();
    await pass(0);
    expect(await h.statuses()).toEqual({ 'a:1:1 off': 'sent', 'a:1:1 new': 'sent' });
  });

  it('disables a channel that is gone, once, and says which firing found it', async () => {
    const h = harness({ channels: [{ name: 'desk' }, { name: 'phone' }] });
    h.behaviour = (_message, channel) => (channel === 'desk' ? GONE : SENT);
    for (const alert of ['a', 'b', 'c']) h.fire(alert, ['desk', 'phone']);
    h.dispatcher.start();
    await pass(0);
    h.fire('d', ['desk']);
    h.dispatcher.wake();
    await pass(0);
    expect(h.disabled).toHaveLength(1);
    expect(h.disabled[0]).toMatchObject({
      channel: 'desk',
      reason: 'not-found: HTTP 410',
      event: { channels: ['desk', 'phone'] },
    });
    expect(await h.channels.get('desk')).toMatchObject({ enabled: false });
    expect(await h.statuses()).toMatchObject({
      'a:1:1 desk': 'dead not-found',
      'a:1:1 phone': 'sent',
      'd:1:4 desk': 'dead channel-disabled',
    });
  });

  it('sends again after a user enabled the channel and asked for redelivery', async () => {
    const h = harness({ channels: [{ name: 'desk' }] });
    h.behaviour = () => GONE;
    h.fire('a', ['desk']);
    h.dispatcher.start();
    await pass(0);
    h.behaviour = () => SENT;
    await h.channels.save({ ...(await h.channels.get('desk'))!, enabled: true, disabledReason: null });
    h.dispatcher.channelsChanged();
    await h.deliveries.redeliver('1');
    h.dispatcher.wake();
    await pass(0);
    expect(await h.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
    expect(new Set(h.sendings.map(({ message }) => message.idempotencyKey)).size).toBe(1);
  });

  it('keeps deliveries of a channel whose settings cannot be used until the operator mends them', async () => {
    let usable = false;
    const broken = harness({
      channels: [{ name: 'desk' }],
      createSender: () =>
        usable
          ? { ok: true, value: { send: () => Promise.resolve(SENT), close: () => Promise.resolve() } }
          : err([{ path: '/url', message: 'is not allowed' }]),
    });
    broken.fire('a', ['desk']);
    broken.dispatcher.start();
    await pass(0);
    expect(await broken.statuses()).toEqual({ 'a:1:1 desk': 'pending no-channel' });
    expect((await broken.deliveries.attempts('1'))[0]?.detail).toBe('settings/url: is not allowed');
    usable = true;
    await broken.channels.save({ ...(await broken.channels.get('desk'))!, settings: { mended: true } });
    await pass(3_000);
    expect(await broken.statuses()).toEqual({ 'a:1:1 desk': 'sent' });
  });
});
