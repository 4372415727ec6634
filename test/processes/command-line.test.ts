/** The command line from outside: JSON lines on stdout, sentences on stderr, 0 for done and 2 for bad input, never a stack. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Finished, ProductProcess, runCommand } from '../support/product-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-line-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lines = ({ stdout }: Finished): readonly Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function fileOf(name: string, ...rows: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${rows.join('\n')}\n`);
  return path;
}

/** One sentence for people, and the status that scripts look at. */
function expectRefusal(finished: Finished, sentence: RegExp): void {
  expect(finished.stderr).toMatch(sentence);
  expect(finished.stderr).not.toMatch(/^\s+at /m);
  expect(finished.code).toBe(2);
}

describe('fmt', () => {
  test('writes a condition in the canonical way', async () => {
    const finished = await runCommand(['fmt', 'RSI(14)@m15<30']);
    expect(lines(finished)).toEqual([{ ok: true, text: 'rsi(14)@M15 < 30', changed: true }]);
    expect((await runCommand(['fmt', '--check', 'RSI(14)@m15<30'])).code).toBe(1);
    expectRefusal(await runCommand(['fmt', 'bid >']), /found the end/);
  });

  test('rewrites the conditions of a file in place, and only those', async () => {
    const path = await fileOf('format.yaml', 'alerts: # mine', '  - name: a', '    when: BID>1');
    expect((await runCommand(['fmt', '--check', path])).code).toBe(1);
    const finished = await runCommand(['fmt', path]);
    expect(lines(finished)).toEqual([{ file: path, line: 3, from: 'BID>1', to: 'bid > 1' }]);
    expect(await readFile(path, 'utf8')).toBe('alerts: # mine\n  - name: a\n    when: bid > 1\n');
    expect((await runCommand(['fmt', '--check', path])).code).toBe(0);
    expectRefusal(await runCommand(['fmt', join(folder, 'none.yaml')]), /none.yaml cannot be read/);
  });
});

describe('check', () => {
  test('says what a good condition means', async () => {
    const finished = await runCommand(['check', 'rsi(14)@m15 < 30', '--instrument', 'USDJPY']);
    expect(finished.code).toBe(0);
    expect(lines(finished)).toMatchObject([
      {
        ok: true,
        kind: 'state',
        clock: { ticks: [], closes: [{ instrument: 'USDJPY', timeframe: 'M15' }] },
        instruments: ['USDJPY'],
      },
    ]);
  });

  test('points at what is wrong and suggests the near name', async () => {
    const finished = await runCommand(['check', 'bid > 1 and\nrsl(14)@M15 < 30']);
    expect(lines(finished)).toMatchObject([
      { ok: false, code: 'unknown-name', line: 2, column: 1, length: 3, suggestion: 'rsi' },
    ]);
    expectRefusal(finished, /"rsl".*"rsi".*\(line 2, column 1\)/);
  });

  test('refuses an unknown instrument', async () => {
    expectRefusal(
      await runCommand(['check', 'bid > 1', '--instrument', 'DOGEUSD']),
      /unknown instrument "DOGEUSD"/,
    );
  });
});

describe('replay', () => {
  const START = Date.parse('2024-05-15T08:00:00Z');
  const ticks = () =>
    fileOf(
      'ticks.csv',
      'timestamp,symbol,bid,ask',
      `${START},EURUSD,1.0799,1.0800`,
      `${START + 1_000},EURUSD,1.0801,1.0802`,
      'this is no tick',
      `${START + 2_000},EURUSD,1.0900,1.0700`,
      `${START + 3_000},EURUSD,1.0799,1.0800`,
    );
  const alerts = (...fields: readonly string[]) =>
    fileOf(
      'alerts.yaml',
      'alerts:',
      '  - name: level',
      '    instrument: EURUSD',
      ...fields.map((field) => `    ${field}`),
    );

  test('prints an event a line, quotes the broken line, counts the crossed quote, and repeats itself to the byte', async () => {
    const args = ['replay', '--ticks', await ticks(), '--alerts', await alerts('when: bid crosses 1.0800')];
    const finished = await runCommand(args);
    expect(finished.code).toBe(0);
    expect(lines(finished)).toEqual([
      {
        alert: 'level',
        instrument: 'EURUSD',
        at: '2024-05-15T08:00:01.000Z',
        bid: 1.0801,
        ask: 1.0802,
        key: 'level:1:1',
        kind: 'fired',
        operands: { bid: 1.0801 },
      },
      {
        alert: 'level',
        instrument: 'EURUSD',
        at: '2024-05-15T08:00:03.000Z',
        bid: 1.0799,
        ask: 1.08,
        key: 'level:1:2',
        kind: 'fired',
        operands: { bid: 1.0799 },
      },
    ]);
    expect(finished.stderr).toContain('line 4: bad-line: "this is no tick"');
    expect(finished.stderr).toMatch(/rejected 1: EURUSD crossed/);
    expect(finished.stderr).toContain('broken lines: 1');
    expect((await runCommand(args)).stdout).toBe(finished.stdout);
  });

  test('refuses an unknown key with its line', async () => {
    const file = await alerts('when: bid > 1', 'colour: red');
    expectRefusal(
      await runCommand(['replay', '--ticks', await ticks(), '--alerts', file]),
      /alerts\.yaml:\d+: .*"colour"/,
    );
  });

  test('refuses a condition with a typo before the first tick', async () => {
    const file = await alerts('when: bidd > 1');
    const finished = await runCommand(['replay', '--ticks', await ticks(), '--alerts', file]);
    expectRefusal(finished, /alert "level": .*"bidd".*\(line 1, column 1\)/);
    expect(finished.stdout).toBe('');
  });

  test('names files that are not there', async () => {
    const file = await alerts('when: bid > 1');
    const absent = join(folder, 'absent');
    expectRefusal(await runCommand(['replay', '--ticks', absent, '--alerts', file]), /absent/);
    expectRefusal(
      await runCommand(['replay', '--ticks', await ticks(), '--alerts', absent]),
      /absent cannot be read/,
    );
  });
});

describe('indicator', () => {
  test('prints a value a candle, null while it warms up', async () => {
    const row = (i: number) => `2024-05-15T0${i}:00:00Z,EURUSD,H1,1.1,1.9,1.0,1.${i},1`;
    const file = await fileOf(
      'candles.csv',
      'timestamp,symbol,timeframe,open,high,low,close,volume',
      row(1),
      row(2),
      row(3),
    );
    const args = ['--candles', file, '--instrument', 'EURUSD', '--timeframe', 'H1'];
    const finished = await runCommand(['indicator', 'sma(2)', ...args]);
    expect(finished.stderr).toContain('3 candles');
    expect(finished.code).toBe(0);
    const values = lines(finished).map((line) => Object.values(line)[1]);
    expect(values[0]).toBeNull();
    expect(values[1]).toBeCloseTo(1.15);
    expect(values[2]).toBeCloseTo(1.25);
  });

  test('leaves out what is no candle or not after the one before, and says which lines', async () => {
    const file = await fileOf(
      'broken.csv',
      'timestamp,symbol,timeframe,open,high,low,close',
      '2024-05-15T01:00:00Z,EURUSD,H1,1.1,1.9,1.0,1.1',
      '2024-05-15T02:00:00Z,EURUSD,H1,1.1,NaN,1.0,1.1',
      '2024-05-15T02:00:00Z,EURUSD,H1,1.1,Infinity,1.0,1.1',
      '2024-05-15T02:00:00Z,EURUSD,H1,1.1,1.9,0,1.1',
      '2024-05-15T02:00:00Z,EURUSD,H1,-1.1,1.9,-1.2,1.1',
      '2024-05-15T02:00:00Z,EURUSD,H1,1.1,1.0,1.9,1.1',
      '2024-05-15T01:00:00Z,EURUSD,H1,1.1,1.9,1.0,1.2',
      '2024-05-15T00:00:00Z,EURUSD,H1,1.1,1.9,1.0,1.2',
      '2024-05-15T03:00:00Z,EURUSD,H1,1.1,1.9,1.0,1.3',
    );
    const finished = await runCommand(['indicator', 'sma(2)', '--candles', file]);
    expect(finished.code).toBe(0);
    expect(lines(finished).map((line) => Object.values(line)[1])).toEqual([null, expect.closeTo(1.2)]);
    for (const quoted of [
      'line 3: bad-line: "2024-05-15T02:00:00Z,EURUSD,H1,1.1,NaN',
      'Infinity',
      '1.9,0,',
      '-1.1',
    ])
      expect(finished.stderr).toContain(quoted);
    expect(finished.stderr).toMatch(/line 7: bad-line.*1\.0,1\.9/);
    expect(finished.stderr).toContain(
      'line 8: 2024-05-15T01:00:00.000Z is not after 2024-05-15T01:00:00.000Z',
    );
    expect(finished.stderr).toContain('line 9: 2024-05-15T00:00:00.000Z is not after');
    expect(finished.stderr).toContain('2 candles, 7 lines refused');
  });

  test('says what needs volume where there is none', async () => {
    const file = await fileOf(
      'no-volume.csv',
      'timestamp,symbol,timeframe,open,high,low,close',
      '2024-05-15T01:00:00Z,EURUSD,H1,1.1,1.9,1.0,1.1',
    );
    const finished = await runCommand(['indicator', 'obv', '--candles', file]);
    expect(finished.code).toBe(0);
    expect(finished.stdout).toContain('"obv":null');
    expect(finished.stderr).toMatch(/obv needs volume, and .*no-volume.csv has none.*vwma, vwap, obv/);
    expect((await runCommand(['indicator', 'rsi', '--candles', file])).stderr).not.toContain('volume,');
  });

  test('prints only the outputs that there are with these parameters', async () => {
    const file = await fileOf(
      'day.csv',
      'timestamp,symbol,timeframe,open,high,low,close',
      '2024-05-15T01:00:00Z,EURUSD,H1,1.1,1.4,1.0,1.2',
    );
    const [row] = lines(await runCommand(['indicator', 'pivots(demark)', '--candles', file]));
    expect(Object.keys(row!)).toEqual(['at', 'pp', 'r1', 's1']);
  });

  test.each([
    ['rsi(0)', /period of rsi must be a whole number from 1 to 5000, not "0"/],
    ['sma(5001)', /not "5001"/],
    ['ema(-3)', /not "-3"/],
    ['bb(20, 0)', /width of bb must be a number from 0.01 to 50, not "0"/],
    ['pivots(gann)', /pivots does not know "gann"; expected one of classic/],
  ])('refuses %s and quotes it', async (call, message) => {
    expectRefusal(await runCommand(['indicator', call, '--candles', 'none.csv']), message);
  });

  test('points at a typo', async () => {
    const finished = await runCommand(['indicator', 'smaa(2)', '--candles', 'none.csv']);
    expect(lines(finished)).toMatchObject([{ ok: false, line: 1, column: 1, length: 4, suggestion: 'sma' }]);
    expectRefusal(finished, /"smaa"/);
  });
});

test('instruments lists at least forty pairs and the metals', async () => {
  const names = lines(await runCommand(['instruments'])).map(({ id }) => id);
  expect(names.length).toBeGreaterThanOrEqual(42);
  expect(names).toEqual(expect.arrayContaining(['EURUSD', 'USDJPY', 'XAUUSD', 'XAGUSD']));
});

test('alerts as code: diff, apply, export and back', async () => {
  const product = await ProductProcess.start({ DATA_DIR: join(folder, 'data'), FEED: 'push' });
  try {
    const settings = { FXALERT_URL: product.url, FXALERT_KEY: product.key ?? '' };
    const alerts = (...args: readonly string[]) => runCommand(['alerts', ...args], settings);
    const level = (price: string) =>
      fileOf(
        'mine.yaml',
        'alerts:',
        '  - { name: mine, instrument: USDJPY, when: bid > ' +
          price +
          ', cooldown: 5m, channels: [console] }',
      );
    const file = await level('900');

    expect(lines(await alerts('diff', file))).toEqual([
      { change: 'create', name: 'mine', when: 'bid > 900' },
    ]);
    expect((await alerts('apply', file)).stderr).toContain('1 applied, 0 unchanged');
    expect(lines(await alerts('diff', file))).toEqual([{ change: 'none', name: 'mine' }]);
    await level('901');
    expect(lines(await alerts('apply', file))).toEqual([
      { change: 'edit', name: 'mine', fields: { when: { from: 'bid > 900', to: 'bid > 901' } } },
    ]);

    const exported = await alerts('export');
    expect(parse(exported.stdout)).toEqual({
      alerts: [
        { name: 'mine', instruments: ['USDJPY'], when: 'bid > 901', cooldown: '5m', channels: ['console'] },
      ],
    });
    expect((await alerts('apply', await fileOf('back.yaml', exported.stdout))).stderr).toContain(
      '0 applied, 1 unchanged',
    );

    expectRefusal(await runCommand(['alerts', 'export'], { ...settings, FXALERT_KEY: 'fxa_no_key' }), /./);
    expectRefusal(await runCommand(['alerts', 'export', '--url', product.url]), /an API key is needed/);
    expectRefusal(await alerts('apply', await level('bidd')), /bidd/);
    expectRefusal(
      await alerts('diff', file, join(folder, 'back.yaml')),
      /alert "mine" is in .*mine\.yaml and in .*back\.yaml: a name stands for one alert/,
    );
  } finally {
    await product.kill();
  }
});

test.each(['api', 'worker', 'scheduler'])('%s names the servers it needs', async (role) => {
  const settings = { PORT: '0', HEALTH_PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  expectRefusal(
    await runCommand([role]),
    new RegExp(`"fxalert ${role}" needs DATABASE_URL .* and REDIS_URL`),
  );
  expectRefusal(await runCommand([role], settings), new RegExp(`"fxalert ${role}" needs REDIS_URL`));
});

test('doctor says what is wrong to people and to programs, and ends with 1 when something fails', async () => {
  const settings = {
    FEED: 'simulated',
    PORT: '0',
    DATABASE_URL: 'postgres://nobody:hidden@127.0.0.1:1/none',
  };
  const forPrograms = await runCommand(['doctor', '--json'], settings);
  const findings = forPrograms.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { check: string });
  expect(findings.find(({ check }) => check === 'database')).toEqual({
    check: 'database',
    result: 'fail',
    seen: expect.stringContaining('127.0.0.1:1') as string,
    why: expect.any(String) as string,
    help: expect.stringContaining('pg_isready') as string,
  });
  expect(forPrograms).toMatchObject({ code: 1, stderr: '' });
  const forPeople = await runCommand(['doctor'], settings);
  expect(forPeople.stderr).toMatch(
    /^FAIL {3}database: .*\n {9}nothing can be recorded.*\n {9}→ docker exec/m,
  );
  expect(forPeople.code).toBe(1);
  expect(JSON.stringify([forPrograms, forPeople])).not.toContain('hidden');
});

test.each([
  'up',
  'api',
  'worker',
  'scheduler',
  'doctor',
  'check',
  'fmt',
  'replay',
  'indicator',
  'instruments',
  'events',
  'migrate',
  'alerts diff',
  'alerts apply',
  'alerts export',
  'import candles',
  'import ticks',
  'keys create',
])('%s explains itself', async (command) => {
  const { code, stdout } = await runCommand([...command.split(' '), '--help']);
  expect(stdout).toMatch(new RegExp(`^Usage: fxalert ${command}`));
  expect(stdout).toContain('-h, --help');
  expect(code).toBe(0);
});

test.each([
  [['chekc'], /unknown command 'chekc'[^]*check/],
  [['check'], /missing required argument 'condition'/],
  [['up', '--prot', '1'], /unknown option '--prot'[^]*--port/],
] as const)('%j is refused with a hint', async (args, sentence) => {
  expectRefusal(await runCommand(args), sentence);
});
