import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig, settingNames } from './config.ts';

describe('configuration', () => {
  it('has defaults for everything', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      ok: true,
      value: { PORT: 8000, HOST: '127.0.0.1', DATA_DIR: './data', FEED: 'auto', LOG_LEVEL: 'debug' },
    });
  });

  it('takes flags before the environment, and the words of the manual for levels', () => {
    const config = readConfig(
      { PORT: '9000', LOG_LEVEL: 'WARNING', NODE_ENV: 'production' },
      { PORT: '9001' },
    );
    expect(config).toMatchObject({ ok: true, value: { PORT: 9001, LOG_LEVEL: 'warn' } });
  });

  it('names every wrong value at once and quotes it', () => {
    const config = readConfig({
      PORT: '70000',
      FEED: 'bloomberg',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
    });
    expect(config.ok).toBe(false);
    if (config.ok) return;
    expect(config.error).toHaveLength(4);
    expect(config.error.join('\n')).toMatch(
      /PORT="70000"[^]*FEED="bloomberg"|FEED="bloomberg"[^]*PORT="70000"/,
    );
  });

  it('does not quote the password of a URL', () => {
    const config = readConfig({ DATABASE_URL: 'mysql://fx:hunter2@db/fx' });
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  it('wants files for a replay', () => {
    expect(readConfig({ FEED: 'replay' })).toMatchObject({ ok: false });
  });

  it('is documented, every setting', () => {
    const page = readFileSync('docs/configuration.md', 'utf8');
    expect(settingNames().filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
