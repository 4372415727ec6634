/** Every sentence about a field of an alert, in both languages, as a client is answered. */
import { describe, expect, it } from 'vitest';
import { testServer } from '../../test/support/api-server.ts';
import { channelFixture } from '../../test/support/event-fixtures.ts';
import { NOW } from '../../test/support/memory-services.ts';
import type { Problem } from './contract/common.ts';

const draft = { name: 'Euro above', instruments: ['EURUSD'], when: 'close@H1 crosses above 1.1' };
const post = { method: 'POST', url: '/api/v1/alerts' } as const;

describe('an alert with a wrong field', () => {
  it.each([
    [
      { hysteresis: '2 pips', when: 'bid > 1.1 or ask < 1' },
      '/hysteresis',
      '"2 pips" needs one crossing, or one comparison with < <= > >=, to measure from; "bid > 1.1 or ask < 1" has none or several',
      '「2 pips」を測る起点が決まりません。「bid > 1.1 or ask < 1」には、価格のクロス、または <、<=、>、>= による比較がちょうど 1 つ必要です。',
    ],
    [
      { hysteresis: '2 pips', when: 'rsi(14)@H1 < 30' },
      '/hysteresis',
      '"2 pips" is a distance of prices, but "rsi(14)@H1 < 30" compares no prices',
      '「2 pips」は値幅ですが、「rsi(14)@H1 < 30」は価格の比較ではありません。',
    ],
    [
      { hysteresis: `${'9'.repeat(400)} pips` },
      '/hysteresis',
      `"${'9'.repeat(78)}… is no distance`,
      `「${'9'.repeat(78)}…」は値幅として使えません。`,
    ],
    [
      { confirm: true, frequency: 'at-close', when: 'bid > 1.1' },
      '/confirm',
      'an alert "at-close" fires at the close: nothing is left to confirm',
      '「at-close」のアラートは足の確定時に判定されるため、その後に確認できるものがありません。',
    ],
    [
      { confirm: true },
      '/confirm',
      '"close@H1 crosses above 1.1" fires when candles close: only what fires within a candle can be confirmed',
      '「close@H1 crosses above 1.1」は足の確定時に判定されます。確認できるのは、足の途中で成立する条件だけです。',
    ],
    [
      { confirm: true, when: '(bid crosses 1.1) within 5m' },
      '/confirm',
      'nothing in "bid crosses 1.1 within 5m" can still hold at the close of the candle',
      '「bid crosses 1.1 within 5m」には、足の確定時にまだ成立しているかを確認できるものがありません。',
    ],
    [
      { cooldown: '400000d' },
      '/cooldown',
      '"400000d" is no length of time up to ten years',
      '「400000d」は使えません。指定できる長さは 10 年までです。',
    ],
    [
      { expiresAt: new Date(NOW).toISOString() },
      '/expiresAt',
      `"${new Date(NOW).toISOString()}" has passed already`,
      `「${new Date(NOW).toISOString()}」はすでに過ぎています。`,
    ],
    [
      { expiryWarning: '1d' },
      '/expiryWarning',
      'there is nothing to warn of without expiresAt',
      '期限（expiresAt）がないため、予告するものがありません。',
    ],
    [
      { instruments: ['ABCXYZ'] },
      '/instruments/0',
      'unknown instrument "ABCXYZ"; GET /api/v1/instruments lists them',
      '「ABCXYZ」という通貨ペアはありません。一覧は GET /api/v1/instruments で取得できます。',
    ],
    [
      { instruments: ['EURUSD', 'EURUSD'] },
      '/instruments/1',
      '"EURUSD" is there twice',
      '「EURUSD」が重複しています。',
    ],
    [
      { channels: ['pager'] },
      '/channels/0',
      'unknown channel "pager"; there is none yet: make one with POST /api/v1/channels',
      '「pager」という通知先はありません。まだ 1 つもありません。POST /api/v1/channels で作成してください。',
    ],
  ])('is refused in both languages: %j', async (fields, path, english, japanese) => {
    const { ask } = testServer();
    const refused = async (language: string) => {
      const headers = { 'accept-language': language };
      const answer = await ask({ ...post, payload: { ...draft, ...fields }, headers });
      expect(answer.headers['content-language']).toBe(language);
      return answer.json<Problem>();
    };
    expect(await refused('en')).toMatchObject({
      status: 400,
      code: 'validation',
      title: 'The request does not have the documented shape',
      detail: `${path}: ${english}`,
      errors: [{ path, message: english }],
    });
    expect(await refused('ja')).toMatchObject({
      status: 400,
      code: 'validation',
      title: '使えない値があります',
      detail: `${path}: ${japanese}`,
      errors: [{ path, message: japanese }],
    });
  });

  it.each([
    [['desk'], 'there is desk', '登録されているのは desk です。'],
    [['desk', 'night'], 'there are desk, night', '登録されているのは desk、night です。'],
    [
      [...'abcdefghijk'],
      'there are a, b, c, d, e, f, g, h, i, j and more',
      '登録されているのは a、b、c、d、e、f、g、h、i、j などです。',
    ],
  ])('names the channels there are, up to ten: %j', async (names, english, japanese) => {
    const { ask, world } = testServer();
    for (const name of names) world.channels.set(name, channelFixture({ name }));
    const detail = async (language: string) => {
      const headers = { 'accept-language': language };
      const answer = await ask({ ...post, payload: { ...draft, channels: ['pager'] }, headers });
      return answer.json<Problem>().detail;
    };
    expect(await detail('en')).toBe(`/channels/0: unknown channel "pager"; ${english}`);
    expect(await detail('ja')).toBe(`/channels/0: 「pager」という通知先はありません。${japanese}`);
  });
});
