/** Events, deliveries and channels: what happened, who was told, and where to. */
import { describe, expect, it } from 'vitest';
import { testServer } from '../../../test/support/api-server.ts';
import { addEvent, NOW } from '../../../test/support/memory-services.ts';
import { instrumentId } from '../../kernel/units.ts';
import type { Problem } from '../contract/common.ts';
import { ChannelView, EventPage, EventView } from '../contract/events.ts';

describe('events', () => {
  it('come newest first with operands and deliveries', async () => {
    const { ask, world } = testServer();
    addEvent(world);
    addEvent(world, { instrument: instrumentId('USDJPY'), channels: ['desk', 'mail'] });
    const page = EventPage.parse((await ask({ url: '/api/v1/events' })).json());
    expect(page.items.map(({ id, deliveries }) => [id, deliveries.map(({ channel }) => channel)])).toEqual([
      ['2', ['desk', 'mail']],
      ['1', ['desk']],
    ]);
    expect(page.items[1]).toMatchObject({
      at: '2026-11-23T12:00:00.000Z',
      operands: { bid: 1.1, 'rsi(14)@H1': null },
      deliveries: [{ status: 'sent', attempts: 1, sentAt: '2026-11-23T12:00:00.000Z' }],
    });
    const one = EventView.parse((await ask({ url: '/api/v1/events/1' })).json());
    expect(one).toEqual(page.items[1]);
  });

  it('are filtered by instrument, alert and half-open time', async () => {
    const { ask, world } = testServer();
    addEvent(world);
    addEvent(world, { instrument: instrumentId('USDJPY'), alert: 'a2' });
    const count = async (query: string) =>
      (await ask({ url: `/api/v1/events?${query}` })).json<EventPage>().items.length;
    const now = new Date(NOW).toISOString();
    expect(await count('instrument=USDJPY')).toBe(1);
    expect(await count('alert=a1')).toBe(1);
    expect(await count(`from=${now}`)).toBe(2);
    expect(await count(`to=${now}`)).toBe(0);
  });
});

describe('deliveries', () => {
  it('show every attempt', async () => {
    const { ask, world } = testServer();
    addEvent(world);
    expect((await ask({ url: '/api/v1/deliveries/d1desk' })).json()).toMatchObject({
      eventId: '1',
      idempotencyKey: 'msg_1desk',
      log: [{ number: 1, result: 'ok', detail: '204', tookMs: 12 }],
    });
    const list = (
      await ask({ url: '/api/v1/deliveries?status=sent&channel=desk&event=1' })
    ).json<EventPage>();
    expect(list.items).toHaveLength(1);
    expect(list.items[0]).not.toHaveProperty('log');
  });

  it('are sent again once they are sent or dead, and not while they are on their way', async () => {
    const { ask, world } = testServer();
    addEvent(world);
    const redeliver = () => ask({ method: 'POST', url: '/api/v1/deliveries/d1desk/redeliver' });
    const first = await redeliver();
    expect([first.statusCode, first.json<{ status: string }>().status]).toEqual([202, 'pending']);
    const second = await redeliver();
    expect(second.json<Problem>()).toMatchObject({ status: 409, code: 'not-redeliverable' });
    expect((await ask({ method: 'POST', url: '/api/v1/deliveries/none/redeliver' })).statusCode).toBe(404);
  });

  it('go out again by range: what is asked for, no more, and nothing by a bad range', async () => {
    const { ask, world } = testServer();
    for (let i = 0; i < 3; i++) addEvent(world);
    const again = (payload: object) => ask({ method: 'POST', url: '/api/v1/deliveries/redeliver', payload });
    expect((await again({})).json()).toEqual({ redelivered: 0 });
    const sent = await again({ status: 'sent', channel: 'desk', limit: 2 });
    expect([sent.statusCode, sent.json()]).toEqual([202, { redelivered: 2 }]);
    const rest = await again({
      status: 'sent',
      from: '2000-01-01T00:00:00.000Z',
      to: '2001-01-01T00:00:00.000Z',
    });
    expect(rest.json()).toEqual({ redelivered: 0 });
    for (const bad of [{ status: 'pending' }, { from: 'yesterday' }, { limit: 0 }, { chanel: 'desk' }])
      expect((await again(bad)).statusCode).toBe(400);
  });
});

describe('channels', () => {
  const webhook = { name: 'desk', type: 'webhook', settings: { url: 'https://example.com/hook' } };

  it('show a webhook secret that was made for them once, and its mask ever after', async () => {
    const { ask, world } = testServer();
    const created = await ask({ method: 'POST', url: '/api/v1/channels', payload: webhook });
    expect(created.statusCode).toBe(201);
    const secret = String(created.json<ChannelView>().settings['secret']);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(world.channels.get('desk')?.settings['secret']).toBe(secret);
    const listed = await ask({ url: '/api/v1/channels' });
    expect(listed.body).not.toContain(secret);
    expect(listed.json<ChannelView[]>()[0]?.settings['secret']).toBe(`…${secret.slice(-4)}`);
  });

  it('never show a secret that was given', async () => {
    const { ask } = testServer();
    const secret = `whsec_${'A'.repeat(40)}Zz9=`;
    const payload = { ...webhook, settings: { ...webhook.settings, secret } };
    const created = await ask({ method: 'POST', url: '/api/v1/channels', payload });
    expect(created.statusCode).toBe(201);
    expect(created.body).not.toContain(secret);
  });

  it('keep a secret that an edit leaves out, and take another one', async () => {
    const { ask, world } = testServer();
    await ask({ method: 'POST', url: '/api/v1/channels', payload: webhook });
    const secret = world.channels.get('desk')?.settings['secret'];
    const put = (settings: object) =>
      ask({ method: 'PUT', url: '/api/v1/channels/desk', payload: { ...webhook, settings } });
    const moved = await put({ url: 'https://example.com/other' });
    expect(moved.statusCode).toBe(200);
    expect(moved.body).not.toContain(secret);
    expect(world.channels.get('desk')?.settings).toEqual({ url: 'https://example.com/other', secret });
    const other = `whsec_${'B'.repeat(44)}`;
    await put({ url: 'https://example.com/other', secret: other });
    expect(world.channels.get('desk')?.settings['secret']).toBe(other);
  });

  it('keep what an edit gives as its mask', async () => {
    const { ask, world, services } = testServer();
    const mask = 'https://discord.com/api/webhooks/1/masked';
    Object.assign(services.channelTools, { mask: () => ({ url: mask }) });
    const discord = (url: string) => ({ name: 'chat', type: 'discord', settings: { url } });
    const real = 'https://discord.com/api/webhooks/1/token';
    await ask({ method: 'POST', url: '/api/v1/channels', payload: discord(real) });
    await ask({ method: 'PUT', url: '/api/v1/channels/chat', payload: { ...discord(mask), enabled: false } });
    expect(world.channels.get('chat')).toMatchObject({ enabled: false, settings: { url: real } });
  });

  it('are in Asia/Tokyo for Japanese and in UTC for English unless they say so', async () => {
    const { ask } = testServer();
    const add = (payload: object) => ask({ method: 'POST', url: '/api/v1/channels', payload });
    const zone = async (payload: object) => (await add(payload)).json<ChannelView>().zone;
    expect(await zone({ name: 'a', type: 'console', language: 'ja' })).toBe('Asia/Tokyo');
    expect(await zone({ name: 'b', type: 'console' })).toBe('UTC');
    expect(await zone({ name: 'c', type: 'console', zone: 'Europe/London' })).toBe('Europe/London');
    const wrong = await add({ name: 'd', type: 'console', zone: 'Tokio' });
    expect(wrong.json<Problem>()).toMatchObject({ errors: [{ path: '/zone' }] });
  });

  it('refuse a taken name, a renaming, an unknown type, and an address that is never called', async () => {
    const { ask } = testServer();
    const add = (payload: object) => ask({ method: 'POST', url: '/api/v1/channels', payload });
    await add(webhook);
    expect((await add(webhook)).json<Problem>().code).toBe('already-exists');
    const renamed = await ask({
      method: 'PUT',
      url: '/api/v1/channels/desk',
      payload: { ...webhook, name: 'new' },
    });
    expect(renamed.json<Problem>()).toMatchObject({ errors: [{ path: '/name' }] });
    expect((await add({ name: 'p', type: 'pager', settings: {} })).json<Problem>().errors?.[0]?.path).toBe(
      '/type',
    );
    const plain = await add({ ...webhook, name: 'plain', settings: { url: 'http://example.com' } });
    expect(plain.json<Problem>()).toMatchObject({ code: 'validation', errors: [{ path: '/settings/url' }] });
    expect((await ask({ method: 'PUT', url: '/api/v1/channels/none', payload: webhook })).statusCode).toBe(
      404,
    );
  });

  it('are removed once', async () => {
    const { ask } = testServer();
    await ask({ method: 'POST', url: '/api/v1/channels', payload: webhook });
    const remove = () => ask({ method: 'DELETE', url: '/api/v1/channels/desk' });
    const done = await remove();
    expect([done.statusCode, done.body]).toEqual([204, '']);
    expect((await remove()).statusCode).toBe(404);
  });

  it('give the outcome of a test message, good or bad', async () => {
    const { ask, world } = testServer();
    await ask({ method: 'POST', url: '/api/v1/channels', payload: webhook });
    const test = async () =>
      (await ask({ method: 'POST', url: '/api/v1/channels/desk/test' })).json<unknown>();
    expect(await test()).toEqual({ result: 'ok', reason: null, detail: 'message 1', tookMs: 34 });
    world.testOutcome = { result: 'gone', reason: 'not-found', detail: '404 Unknown Webhook' };
    expect(await test()).toEqual({
      result: 'gone',
      reason: 'not-found',
      detail: '404 Unknown Webhook',
      tookMs: 34,
    });
  });

  it('are tested twenty times in a minute at most: tests pass by the limits of deliveries', async () => {
    const { ask } = testServer();
    await ask({ method: 'POST', url: '/api/v1/channels', payload: webhook });
    const test = async () => (await ask({ method: 'POST', url: '/api/v1/channels/desk/test' })).statusCode;
    const codes: number[] = [];
    for (let n = 0; n < 21; n++) codes.push(await test());
    expect(codes).toEqual([...Array<number>(20).fill(200), 429]);
  });

  it('enabled again lose the reason for which they were disabled', async () => {
    const { ask, world } = testServer();
    await ask({ method: 'POST', url: '/api/v1/channels', payload: webhook });
    const channel = world.channels.get('desk')!;
    world.channels.set('desk', { ...channel, enabled: false, disabledReason: '410 Gone' });
    const listed = (await ask({ url: '/api/v1/channels' })).json<ChannelView[]>();
    expect(listed[0]).toMatchObject({ enabled: false, disabledReason: '410 Gone' });
    const saved = await ask({ method: 'PUT', url: '/api/v1/channels/desk', payload: webhook });
    expect(ChannelView.parse(saved.json())).toMatchObject({ enabled: true, disabledReason: null });
  });
});
