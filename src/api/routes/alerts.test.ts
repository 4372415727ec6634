import { describe, expect, it } from 'vitest';
import { addKey, NOW } from '../../../test/support/memory-services.ts';
import { testServer } from '../../../test/support/api-server.ts';
import { channelFixture } from '../../../test/support/event-fixtures.ts';
import type { EpochMs } from '../../kernel/units.ts';
import { AlertPage, AlertView } from '../contract/alerts.ts';
import type { Problem } from '../contract/common.ts';

const draft = { name: 'Euro above', instruments: ['EURUSD'], when: 'close@H1 crosses above 1.1' };
const post = { method: 'POST', url: '/api/v1/alerts' } as const;

describe('creating an alert', () => {
  it('gives the alert armed, with defaults, clock, levels and what it waits for', async () => {
    const { ask } = testServer();
    const answer = await ask({ ...post, payload: draft });
    expect(answer.statusCode).toBe(201);
    const alert = AlertView.parse(answer.json());
    expect(alert).toMatchObject({
      ...draft,
      revision: 1,
      status: 'armed',
      price: 'bid',
      frequency: 'every',
      kind: 'pulse',
      clock: { ticks: [], closes: [{ instrument: 'EURUSD', timeframe: 'H1' }] },
      levels: [1.1],
      indicators: [],
      unknown: { EURUSD: [{ operand: 'close@H1', reason: 'warming-up', candlesMissing: 1 }] },
    });
    expect(answer.headers.location).toBe(`/api/v1/alerts/${alert.id}`);
    expect((await ask({ url: `/api/v1/alerts/${alert.id}` })).json()).toEqual(alert);
  });

  it('tells which indicators it reads, of every instrument and once, whatever output', async () => {
    const { ask } = testServer();
    const when = 'close@H1 crosses above bb(20, 2).upper or close@H1 < bb(20).lower and rsi()@M15 < 30';
    const payload = { ...draft, instruments: ['EURUSD', 'USDJPY'], price: 'mid', when };
    const alert = (await ask({ ...post, payload })).json<AlertView>();
    const read = (instrument: string) => [
      { instrument, timeframe: 'H1', price: 'mid', indicator: 'bb(20, 2)' },
      { instrument, timeframe: 'M15', price: 'mid', indicator: 'rsi(14)' },
    ];
    expect(alert.indicators).toEqual([...read('EURUSD'), ...read('USDJPY')]);
  });

  it('keeps every field as it was given', async () => {
    const { ask, world } = testServer();
    world.channels.set('desk', channelFixture());
    const full = {
      ...draft,
      instruments: ['USDJPY', 'EURUSD'],
      price: 'mid',
      frequency: 'once-per-bar',
      cooldown: '90m',
      hysteresis: '2.5 pips',
      maxFirings: 3,
      expiresAt: '2026-12-01T00:00:00.000Z',
      onArm: 'fire',
      severity: 'critical',
      channels: ['desk'],
      tags: ['fomc', '円'],
      message: 'look',
    };
    const answer = await ask({ ...post, payload: full });
    expect(answer.json()).toMatchObject(full);
  });

  it('refuses a broken condition with its position', async () => {
    const { ask, world } = testServer();
    const answer = await ask({ ...post, payload: { ...draft, when: 'bid > 1.1\n  and rsl(14)@M15 < 30' } });
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json<Problem>()).toMatchObject({
      code: 'condition',
      detail: expect.stringMatching(/^unknown indicator "rsl".*\(line 2, column 7\)$/) as string,
      condition: { code: 'unknown-name', line: 2, column: 7, length: 3, suggestion: 'rsi' },
    });
    expect(world.alerts.size).toBe(0);
  });

  it('refuses it in Japanese where that is asked for, title and all', async () => {
    const { ask } = testServer();
    const answer = await ask({
      ...post,
      payload: { ...draft, when: 'bid > 1.1\n  and rsl(14)@M15 < 30' },
      headers: { 'accept-language': 'ja-JP' },
    });
    expect(answer.json<Problem>()).toMatchObject({
      status: 422,
      code: 'condition',
      title: 'この条件は使えません',
      detail: '「rsl」という指標はありません。「rsi」ではありませんか？（2 行 7 列）',
      condition: {
        code: 'unknown-name',
        message: expect.stringContaining('指標') as string,
        line: 2,
        column: 7,
      },
    });
    expect(answer.headers).toMatchObject({
      'content-language': 'ja',
      vary: expect.stringContaining('Accept-Language') as string,
    });
  });

  it('says nothing of a language where the answer has none', async () => {
    const { ask } = testServer();
    const headers = { 'accept-language': 'ja' };
    for (const payload of [draft, { ...draft, instruments: [] }]) {
      const answer = await ask({ ...post, payload, headers });
      expect(answer.headers['content-language']).toBeUndefined();
    }
  });

  it.each([
    ['an unknown field', { ...draft, colour: 'red' }, '/colour', 'unknown field "colour"'],
    [
      'a mistyped field',
      { ...draft, cooldwn: '5m' },
      '/cooldwn',
      'unknown field "cooldwn" — did you mean "cooldown"?',
    ],
    ['a missing field', { name: 'x', when: 'bid > 1' }, '/instruments', 'is missing'],
    ['a wrong type', { ...draft, maxFirings: 'many' }, '/maxFirings', '"many" is not right'],
    ['a wrong choice', { ...draft, price: 'last' }, '/price', '"last" is not right'],
    [
      'an unknown instrument',
      { ...draft, instruments: ['EURUSD', 'ABCXYZ'] },
      '/instruments/1',
      'unknown instrument "ABCXYZ"',
    ],
    [
      'a doubled instrument',
      { ...draft, instruments: ['EURUSD', 'EURUSD'] },
      '/instruments/1',
      '"EURUSD" is there twice',
    ],
    ['an unknown channel', { ...draft, channels: ['pager'] }, '/channels/0', 'unknown channel "pager"'],
    [
      'a passed expiry',
      { ...draft, expiresAt: new Date(NOW).toISOString() },
      '/expiresAt',
      'has passed already',
    ],
    [
      'a cooldown of a thousand years',
      { ...draft, cooldown: '400000d' },
      '/cooldown',
      'no length of time up to ten years',
    ],
    ['a list as a body', [draft], '', 'a list of 1 is not right'],
    ['no body', undefined, '', 'is missing'],
  ])('names the field and quotes the culprit: %s', async (_title, payload, path, message) => {
    const { ask, world } = testServer();
    const answer = await ask({ ...post, ...(payload === undefined ? {} : { payload }) });
    expect(answer.statusCode).toBe(400);
    const problem = answer.json<Problem>();
    expect(problem.code).toBe('validation');
    expect(problem.errors?.[0]).toMatchObject({ path, message: expect.stringContaining(message) as string });
    expect(problem.detail).toContain(message);
    expect(world.alerts.size).toBe(0);
  });

  it('names every wrong field at once', async () => {
    const { ask } = testServer();
    const answer = await ask({
      ...post,
      payload: { ...draft, instruments: ['ABCXYZ'], channels: ['pager'] },
    });
    expect(answer.json<Problem>().errors?.map(({ path }) => path)).toEqual(['/instruments/0', '/channels/0']);
  });
});

describe('an alert that arms others', () => {
  const arming = { ...draft, arms: ['Euro back', 'second'] };

  it('is told by name which of them nobody answers to, until they are there', async () => {
    const { ask } = testServer();
    const made = AlertView.parse((await ask({ ...post, payload: arming })).json());
    const warning = (name: string) => ({
      code: 'arms-nobody',
      name,
      message: `arms: no alert on standby has the name or id "${name}": a firing arms nothing there`,
    });
    expect(made.warnings).toEqual([warning('Euro back'), warning('second')]);
    await ask({ ...post, payload: { ...draft, name: 'Euro back', standby: true } });
    await ask({ ...post, payload: { ...draft, name: 'second' } });
    const page = AlertPage.parse((await ask({ url: '/api/v1/alerts' })).json());
    expect(page.items.map(({ warnings }) => warnings)).toContainEqual([warning('second')]);
  });

  it('may be one of two that arm each other', async () => {
    const { ask } = testServer();
    const make = (name: string, arms: string) =>
      ask({ ...post, payload: { ...draft, name, arms: [arms], standby: true } });
    expect((await make('left', 'right')).statusCode).toBe(201);
    expect(AlertView.parse((await make('right', 'left')).json()).warnings).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string, payload: object) => ({ ...post, payload, headers: { 'idempotency-key': key } });

  it('gives the same answer for the same body and creates one alert', async () => {
    const { ask, world } = testServer();
    const first = await ask(keyed('k1', draft));
    world.nowMs += 1000;
    const again = await ask(keyed('k1', draft));
    expect(again.statusCode).toBe(201);
    expect(again.json()).toEqual(first.json());
    expect(world.alerts.size).toBe(1);
  });

  it('refuses another body', async () => {
    const { ask, world } = testServer();
    await ask(keyed('k1', draft));
    const other = await ask(keyed('k1', { ...draft, name: 'Other' }));
    expect(other.statusCode).toBe(422);
    expect(other.json<Problem>().code).toBe('idempotency-mismatch');
    expect(world.alerts.size).toBe(1);
  });

  it('finishes what crashed after its commit and before its answer was kept', async () => {
    const { ask, world } = testServer();
    const first = await ask(keyed('k1', draft));
    for (const [key, record] of world.idempotency) world.idempotency.set(key, { ...record, answer: null });
    const again = await ask(keyed('k1', draft));
    expect(again.json<AlertView>().id).toBe(first.json<AlertView>().id);
    expect(world.alerts.size).toBe(1);
  });

  it('repeats the answer although the alert could not be made any more', async () => {
    const { ask, world } = testServer();
    const soon = { ...draft, expiresAt: new Date(NOW + 5_000).toISOString() };
    const first = await ask(keyed('k1', soon));
    world.marketMs = 10_000;
    expect((await ask(keyed('k2', soon))).statusCode).toBe(400);
    const again = await ask(keyed('k1', soon));
    expect([again.statusCode, again.json()]).toEqual([201, first.json()]);
  });

  it('is not used up by a refused body', async () => {
    const { ask } = testServer();
    expect((await ask(keyed('k1', { ...draft, when: 'nonsense' }))).statusCode).toBe(422);
    expect((await ask(keyed('k1', draft))).statusCode).toBe(201);
  });

  it('belongs to the API key: two clients never meet', async () => {
    const { ask, world } = testServer();
    const other = addKey(world, ['trade']);
    await ask(keyed('k1', draft));
    const request = keyed('k1', draft);
    await ask({ ...request, headers: { ...request.headers, authorization: `Bearer ${other}` } });
    expect(world.alerts.size).toBe(2);
  });

  it('creates one alert for the same request sent twice at once', async () => {
    const { ask, world } = testServer();
    world.delayMs = 5;
    const answers = await Promise.all([ask(keyed('k1', draft)), ask(keyed('k1', draft))]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    expect(world.alerts.size).toBe(1);
  });
});

describe('editing an alert', () => {
  it('makes a new revision and keeps a paused alert paused', async () => {
    const { ask } = testServer();
    const { id } = (await ask({ ...post, payload: draft })).json<AlertView>();
    await ask({ method: 'POST', url: `/api/v1/alerts/${id}/pause` });
    const edited = await ask({
      method: 'PUT',
      url: `/api/v1/alerts/${id}`,
      payload: { ...draft, name: 'New', revision: 1 },
    });
    expect(edited.json()).toMatchObject({ name: 'New', revision: 2, status: 'paused', unknown: {} });
    const armed = await ask({ method: 'POST', url: `/api/v1/alerts/${id}/arm` });
    expect(armed.json()).toMatchObject({ status: 'armed', revision: 2 });
    const revisions = (await ask({ url: `/api/v1/alerts/${id}/revisions` })).json<
      { revision: number; name: string }[]
    >();
    expect(revisions.map(({ revision, name }) => [revision, name])).toEqual([
      [2, 'New'],
      [1, 'Euro above'],
    ]);
  });

  it('from an old revision is refused', async () => {
    const { ask } = testServer();
    const { id } = (await ask({ ...post, payload: draft })).json<AlertView>();
    const edit = { method: 'PUT', url: `/api/v1/alerts/${id}`, payload: { ...draft, revision: 1 } } as const;
    expect((await ask(edit)).statusCode).toBe(200);
    const second = await ask(edit);
    expect(second.statusCode).toBe(409);
    expect(second.json<Problem>().code).toBe('revision-conflict');
  });

  it('by two at once lets one of them through', async () => {
    const { ask, world } = testServer();
    const { id } = (await ask({ ...post, payload: draft })).json<AlertView>();
    world.delayMs = 5;
    const edit = { method: 'PUT', url: `/api/v1/alerts/${id}`, payload: { ...draft, revision: 1 } } as const;
    const answers = await Promise.all([ask(edit), ask(edit)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  it('of an alert that is not there says so', async () => {
    const { ask } = testServer();
    for (const [method, url] of [
      ['GET', '/api/v1/alerts/nope'],
      ['PUT', '/api/v1/alerts/nope'],
      ['DELETE', '/api/v1/alerts/nope'],
      ['POST', '/api/v1/alerts/nope/arm'],
      ['POST', '/api/v1/alerts/nope/pause'],
      ['GET', '/api/v1/alerts/nope/revisions'],
      ['GET', '/api/v1/alerts/nope/blind-times'],
    ] as const) {
      const answer = await ask({
        method,
        url,
        ...(method === 'PUT' ? { payload: { ...draft, revision: 1 } } : {}),
      });
      expect([method, url, answer.statusCode]).toEqual([method, url, 404]);
      expect(answer.json<Problem>().detail).toContain('"nope"');
    }
  });
});

describe('listing alerts', () => {
  it('pages by cursor and filters', async () => {
    const { ask } = testServer();
    for (const name of ['a', 'b', 'c']) await ask({ ...post, payload: { ...draft, name } });
    const first = AlertPage.parse((await ask({ url: '/api/v1/alerts?limit=2' })).json());
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'b']);
    const rest = AlertPage.parse((await ask({ url: `/api/v1/alerts?limit=2&cursor=${first.next}` })).json());
    expect(rest.items.map(({ name }) => name)).toEqual(['c']);
    expect(rest.next).toBeNull();
    expect((await ask({ url: '/api/v1/alerts?search=b' })).json<AlertPage>().items).toHaveLength(1);
    expect((await ask({ url: '/api/v1/alerts?status=paused' })).json<AlertPage>().items).toEqual([]);
  });

  it.each([
    ['limit=0', 'query/limit'],
    ['limit=501', 'query/limit'],
    ['limit=ten', 'query/limit'],
    ['colour=red', 'query/colour'],
    ['search=%00', 'query/search'],
  ])('refuses %s', async (query, path) => {
    const { ask } = testServer();
    const answer = await ask({ url: `/api/v1/alerts?${query}` });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<Problem>().errors?.[0]?.path).toBe(path);
  });

  it('refuses a cursor that it did not give out', async () => {
    const { ask } = testServer();
    const answer = await ask({ url: '/api/v1/alerts?cursor=mine' });
    expect(answer.json<Problem>()).toMatchObject({ status: 400, code: 'bad-cursor' });
  });

  it('still shows an alert whose condition no longer checks', async () => {
    const { ask, world } = testServer();
    const { id } = (await ask({ ...post, payload: draft })).json<AlertView>();
    const entry = world.alerts.get(id)!;
    entry.stored = { ...entry.stored, alert: { ...entry.stored.alert, when: 'removed(3) > 1' } };
    const page = (await ask({ url: '/api/v1/alerts' })).json<AlertPage>();
    expect(page.items[0]).toMatchObject({ id, clock: { ticks: [], closes: [] } });
    const arm = await ask({ method: 'POST', url: `/api/v1/alerts/${id}/arm` });
    expect(arm.json<Problem>().code).toBe('condition');
  });
});

describe('blind times of an alert', () => {
  it('are those since its last edit, cut where it was made', async () => {
    const { ask, world } = testServer();
    const { id } = (await ask({ ...post, payload: draft })).json<{ id: string }>();
    const span = (from: number, to: number) =>
      ({ from: (NOW + from) as EpochMs, to: (NOW + to) as EpochMs, reason: 'no-feed' }) as const;
    world.blindSpans.push(span(60_000, 90_000), span(-30_000, 20_000), span(-90_000, -60_000));
    const iso = (ms: number) => new Date(NOW + ms).toISOString();
    expect((await ask({ url: `/api/v1/alerts/${id}/blind-times` })).json()).toEqual([
      { from: iso(60_000), to: iso(90_000), reason: 'no-feed' },
      { from: iso(0), to: iso(20_000), reason: 'no-feed' },
    ]);
  });
});
