/**
 * A minute closes on 100 instruments with 20,000 live indicator streams on M1 and a million armed alerts: from the beat to the last
 * event. `npx tsx bench/minute.ts [alerts [file.cpuprofile]]`, the file being the samples of the minutes that count. Memory of the machine
 * matters more than its clock: everything is touched once.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { Engine } from '../src/alerts/engine.ts';
import { type EpochMs, epochMs } from '../src/kernel/units.ts';
import { FIELD_FROM, FIELD_TABLE, fieldAlerts, fieldTicks } from './field.ts';
import { count, median, quantile, report, timed } from './measure.ts';

const INSTRUMENTS = 100;
const MINUTES = 60;
const WARM = 45;
const [size = '1000000', profileFile] = process.argv.slice(2);
const alerts = Number(size);
const session = new Session();

const engine = new Engine({ instruments: FIELD_TABLE });
for (const alert of fieldAlerts({ count: alerts, instruments: INSTRUMENTS, timeframes: ['M1'], periods: 40 }))
  engine.step({ type: 'arm', alert, at: FIELD_FROM });

const perMinute = INSTRUMENTS * 4;
const of = { seed: 5, count: MINUTES * perMinute, instruments: INSTRUMENTS, from: FIELD_FROM, stepPoints: 4 };
const ticks = [...fieldTicks({ ...of, gapMs: 60_000 / perMinute })];
const cpu: number[] = [];
const wall: number[] = [];
let events = 0;
let streams = 0;
for (let minute = 0; minute < MINUTES; minute++) {
  if (minute === WARM && profileFile !== undefined) await profile();
  for (const tick of ticks.slice(minute * perMinute, (minute + 1) * perMinute))
    engine.step({ type: 'tick', tick });
  const at: EpochMs = epochMs(FIELD_FROM + (minute + 1) * 60_000);
  const started = performance.now();
  let closed = 0;
  let fired = 0;
  const ms = timed(() => {
    const result = engine.step({ type: 'beat', at });
    closed = result.indicators.length;
    fired = result.events.length;
  });
  // Minutes that end longer candles too are another matter.
  if (minute < WARM || at % 300_000 === 0) continue;
  streams = closed;
  events += fired;
  cpu.push(ms);
  wall.push(performance.now() - started);
}
if (profileFile !== undefined)
  writeFileSync(profileFile, JSON.stringify((await session.post('Profiler.stop')).profile));
report({
  what: `a minute closes on ${INSTRUMENTS} instruments, ${count(streams)} streams, ${count(engine.counters.armed)} alerts`,
  goal: '≤ 25 ms',
  figure: `${median(cpu).toFixed(1)} ms processor, ${median(wall).toFixed(1)} ms wall (longest ${quantile(wall, 1).toFixed(0)}), ${count(events / cpu.length)} events`,
  isMet: median(cpu) <= 25,
});

async function profile(): Promise<void> {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 100 });
  await session.post('Profiler.start');
}
