import { describe, expect, it } from 'vitest';
import { testServer } from '../../../test/support/api-server.ts';
import { AlertBatchAnswer } from '../contract/alerts.ts';
import type { Problem } from '../contract/common.ts';

const draft = { name: 'Euro above', instruments: ['EURUSD'], when: 'close@H1 crosses above 1.1' };
const post = (alerts: unknown, key?: string) =>
  ({
    method: 'POST',
    url: '/api/v1/alerts/batch',
    payload: { alerts } as object,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  }) as const;
const named = (count: number) => Array.from({ length: count }, (_, i) => ({ ...draft, name: `no. ${i}` }));

describe('a batch of alerts', () => {
  it('is made in its order, a thousand at once', async () => {
    const { ask, world } = testServer();
    const answer = await ask(post(named(1_000)));
    expect(answer.statusCode).toBe(201);
    const { alerts } = AlertBatchAnswer.parse(answer.json());
    expect(alerts.map(({ name }) => name)).toEqual(named(1_000).map(({ name }) => name));
    expect([...world.alerts.keys()]).toEqual(alerts.map(({ id }) => id));
    expect((await ask({ url: `/api/v1/alerts/${alerts[999]!.id}` })).json()).toMatchObject({
      name: 'no. 999',
      status: 'armed',
      revision: 1,
    });
  });

  it('tells what is armed in vain once all of them are there', async () => {
    const { ask } = testServer();
    const answer = await ask(
      post([
        { ...draft, arms: ['second', 'nobody'] },
        { ...draft, name: 'second', standby: true },
      ]),
    );
    const { alerts } = AlertBatchAnswer.parse(answer.json());
    expect(alerts.map(({ warnings }) => warnings.map(({ name }) => name))).toEqual([['nobody'], []]);
  });

  it('is refused whole, with every wrong field of every alert', async () => {
    const { ask, world } = testServer();
    const answer = await ask(
      post([
        draft,
        { ...draft, instruments: ['ABCXYZ'], channels: ['pager'] },
        { ...draft, when: 'bid > 1.1\n and rsl(14)@M15 < 30' },
        { ...draft, cooldown: '400000d' },
      ]),
    );
    expect(answer.statusCode).toBe(400);
    const { code, detail, errors } = answer.json<Problem>();
    expect(code).toBe('validation');
    expect(detail).toMatch(
      /^\/alerts\/1\/instruments\/0: "Euro above": unknown instrument "ABCXYZ".*\(and 3 more\)$/,
    );
    expect(errors?.map(({ path }) => path)).toEqual([
      '/alerts/1/instruments/0',
      '/alerts/1/channels/0',
      '/alerts/2/when',
      '/alerts/3/cooldown',
    ]);
    expect(errors?.[2]?.message).toMatch(/"rsl".*\(line 2, column 6\)$/);
    expect(world.alerts.size).toBe(0);
  });

  it('is refused in Japanese where that is asked for, each alert by its name', async () => {
    const { ask } = testServer();
    const request = post([
      { ...draft, hysteresis: '2 pips', when: 'rsi(14)@H1 < 30' },
      { ...draft, name: '円"安', when: 'bid > 1.1\n and rsl(14)@M15 < 30' },
      { ...draft, channels: ['pager'] },
    ]);
    const headers = { 'accept-language': 'ja' };
    const answer = await ask({ ...request, headers });
    expect(answer.headers['content-language']).toBe('ja');
    const rule = '「Euro above」: 「2 pips」は値幅ですが、「rsi(14)@H1 < 30」は価格の比較ではありません。';
    expect(answer.json<Problem>()).toMatchObject({
      code: 'validation',
      title: '使えない値があります',
      detail: `/alerts/0/hysteresis: ${rule}（ほか 2 件）`,
      errors: [
        { path: '/alerts/0/hysteresis', message: rule },
        {
          path: '/alerts/1/when',
          message: '「円"安」: 「rsl」という指標はありません。「rsi」ではありませんか？（2 行 6 列）',
        },
        {
          path: '/alerts/2/channels/0',
          message:
            '「Euro above」: 「pager」という通知先はありません。まだ 1 つもありません。POST /api/v1/channels で作成してください。',
        },
      ],
    });
  });

  it.each([
    ['no alert', []],
    ['more than a thousand', named(1_001)],
  ])('has 1 to 1,000 of them: %s', async (_what, alerts) => {
    const { ask, world } = testServer();
    const answer = await ask(post(alerts));
    expect(answer.json<Problem>()).toMatchObject({ status: 400, errors: [{ path: '/alerts' }] });
    expect(world.alerts.size).toBe(0);
  });

  it('under an Idempotency-Key is made once, and what an earlier try left out is made by its repetition', async () => {
    const { ask, world } = testServer();
    const first = await ask(post(named(3), 'k1'));
    for (const [key, record] of world.idempotency) world.idempotency.set(key, { ...record, answer: null });
    const [, lost] = [...world.alerts.keys()];
    world.alerts.delete(lost!);
    const again = await ask(post(named(3), 'k1'));
    expect(again.json()).toEqual(first.json());
    expect(world.alerts.size).toBe(3);
    expect((await ask(post(named(2), 'k1'))).json<Problem>().code).toBe('idempotency-mismatch');
  });
});
