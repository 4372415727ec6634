import { describe, expect, it } from 'vitest';
import { createLog, maskSecrets } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void, pretty = false): string {
  const lines: string[] = [];
  write(
    createLog({ level: 'debug', pretty, role: 'api', destination: { write: (line) => lines.push(line) } }),
  );
  return lines.join('');
}
const json = (write: Parameters<typeof logged>[0]) => JSON.parse(logged(write)) as Record<string, unknown>;

describe('a log line', () => {
  it('has the time, the role, the level of the manual and the allowed fields', () => {
    const line = json((log) => log.warn({ event: 'authentication', keyId: 'abc' }, 'authentication failed'));
    expect(line).toMatchObject({
      level: 'warning',
      role: 'api',
      event: 'authentication',
      keyId: 'abc',
      msg: 'authentication failed',
    });
    expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('leaves out what is not on the list and names it', () => {
    const line = json((log) =>
      log.info({ status: 200, headers: { authorization: 'Bearer x' }, body: 'secret' }, 'x'),
    );
    expect(line).toMatchObject({ status: 200, droppedFields: 'headers body' });
    expect(JSON.stringify(line)).not.toMatch(/Bearer|secret/);
  });

  it('leaves out an object under an allowed name', () => {
    const line = json((log) =>
      log.info({ detail: { token: 'secret' }, names: ['a', 'b'], notice: null }, 'x'),
    );
    expect(line).toMatchObject({ names: ['a', 'b'], notice: null, droppedFields: 'detail' });
  });

  it('of a child logger obeys the list too', () => {
    const line = json((log) => log.child({ reqId: 'r1', password: 'secret' }).info('x'));
    expect(line).toMatchObject({ reqId: 'r1', droppedFields: 'password' });
  });

  it('has of an error its name, code, message, stack and causes, and nothing else', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      config: { password: 'secret' },
    });
    const line = json((log) => log.error({ err: new TypeError('no answer', { cause }) }, 'x'));
    expect(line['err']).toMatchObject({
      type: 'TypeError',
      message: 'no answer',
      cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
    });
    expect(JSON.stringify(line)).not.toContain('secret');
    expect(json((log) => log.error({ error: cause }, 'x'))['error']).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is written from its level on', () => {
    const lines: string[] = [];
    const log = createLog({
      level: 'warn',
      pretty: false,
      role: 'api',
      destination: { write: (line) => lines.push(line) },
    });
    log.info('no');
    log.warn('yes');
    expect(lines).toHaveLength(1);
  });
});

describe('secrets', () => {
  it.each([
    [
      'an API key',
      'key fxa_0123456789ab_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE refused',
      'key fxa_0123456789ab_*** refused',
    ],
    ['a webhook secret', '"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"', '"whsec_***"'],
    [
      'a Discord address',
      'POST https://discord.com/api/webhooks/123/ab-C_d failed',
      'POST https://discord.com/api/webhooks/123/*** failed',
    ],
    ['a password in a URL', 'postgres://fx:hunter2@db:5432/fx', 'postgres://fx:***@db:5432/fx'],
  ])('are masked wherever they stand: %s', (_title, text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
    expect(logged((log) => log.error({ err: new Error(text) }, text))).not.toContain(text);
  });

  it('leave other text alone', () => {
    for (const text of [
      'EURUSD 1.10000',
      'https://example.com:8000/x@y',
      'fxalert_ticks_total',
      'at 12:00:01',
    ])
      expect(maskSecrets(text)).toBe(text);
  });
});

describe('a line for a person', () => {
  const plain = (text: string) => text.replace(/\p{Cc}\[\d+m/gu, '');

  it('is one line: time, level, role, message, fields', () => {
    const text = plain(
      logged((log) => log.info({ route: '/api/v1/alerts', status: 200, detail: 'a b' }, 'request'), true),
    );
    expect(text).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} INFO {4}api {2}request route=\/api\/v1\/alerts status=200 detail="a b"\n$/,
    );
  });

  it('shows the stack of an error below', () => {
    const text = plain(logged((log) => log.error({ err: new Error('broken') }, 'x'), true));
    expect(text.split('\n')[1]).toBe('    Error: broken');
    expect(text.split('\n')[2]).toMatch(/^ {4}\s+at /);
  });

  it('cannot be forged, and cannot move the cursor', () => {
    const text = logged((log) => log.info('\x1b[2J line\nINFO fake'), true);
    expect(text).not.toContain('\x1b[2J');
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });
});
