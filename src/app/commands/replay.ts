/**
 * `fxalert replay`: recorded ticks through the same engine, one JSON line an event. Deterministic: the same files give the same bytes.
 * Nothing is stored or sent.
 */
import { Engine } from '../../alerts/engine.ts';
import type { AlertEvent } from '../../alerts/event.ts';
import type { StepResult } from '../../alerts/engine.ts';
import type { AlertInput } from '../../api/contract/alerts.ts';
import { ApiError } from '../../api/errors.ts';
import { alertOf } from '../../api/views/alert-view.ts';
import { parseAlertFile } from '../../config/alert-file.ts';
import { checkCondition } from '../../conditions/check.ts';
import { tellPlacedError } from '../../conditions/sentences/tell-error.ts';
import type { FeedReject } from '../../feeds/feed.ts';
import { mergeTickFiles } from '../../feeds/files/merge-tick-files.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { EpochMs, InstrumentId } from '../../kernel/units.ts';
import { instrumentOrBadInput, loadInstruments } from './instruments.ts';
import { BadInput, drained, orBadInput, printLine, say } from './output.ts';
import { readText } from './read-text.ts';

export interface ReplayOptions {
  readonly ticks: readonly string[];
  readonly alerts: string;
  /** `max`, `real`, or a factor such as 60. */
  readonly speed: number | 'max';
  /** For tick files without a symbol column. */
  readonly instrument?: string;
  readonly instrumentsFile: string;
}

export async function replay(options: ReplayOptions): Promise<number> {
  const instruments = await loadInstruments(options.instrumentsFile);
  const alerts = await loadAlerts(options.alerts, instruments);
  const engine = new Engine({ instruments });
  const instrument =
    options.instrument === undefined ? undefined : instrumentOrBadInput(instruments, options.instrument);
  const summary = new Summary();
  const pacer = options.speed === 'max' ? null : new Pacer(options.speed);

  const started = performance.now();
  let isArmed = false;
  for await (const batch of mergeTickFiles(options.ticks, {
    instruments,
    ...(instrument && { instrument }),
  })) {
    for (const reject of batch.rejects) summary.line(reject);
    for (const tick of batch.ticks) {
      if (pacer !== null) await pacer.until(tick.at);
      if (!isArmed) for (const event of armAll(engine, alerts, tick.at)) summary.event(event);
      isArmed = true;
      const result = engine.step({ type: 'tick', tick });
      summary.step(result, tick.instrument);
      for (const event of result.events) summary.event(event);
    }
    await drained();
  }
  summary.print((performance.now() - started) / 1_000);
  return 0;
}

/** Before the first tick, at its instant: what the calendar says is known from there on. */
function armAll(engine: Engine, alerts: readonly Alert[], at: EpochMs): readonly AlertEvent[] {
  return alerts.flatMap((alert) => engine.step({ type: 'arm', alert, at }).events);
}

/** Every alert of the file is checked on each of its instruments before the first tick is read. */
async function loadAlerts(file: string, instruments: InstrumentTable): Promise<readonly Alert[]> {
  const inputs = orBadInput(parseAlertFile(await readText(file), file));
  const problems: string[] = [];
  for (const input of inputs) {
    for (const name of input.instruments) {
      const defaultInstrument = instruments.get(name)?.id;
      if (defaultInstrument === undefined) {
        problems.push(`${file}: alert "${input.name}": unknown instrument "${name}"`);
        continue;
      }
      const checked = checkCondition(input.when, { instruments, defaultInstrument, basis: input.price });
      if (!checked.ok) problems.push(`${file}: alert "${input.name}": ${tellPlacedError(checked.error)}`);
    }
  }
  if (problems.length > 0) throw new BadInput(problems.join('\n'));
  return inputs.map((input) => definitionOf(input, file));
}

function definitionOf(input: AlertInput, file: string): Alert {
  try {
    return alertOf(input, { id: input.name, revision: 1 });
  } catch (error) {
    if (error instanceof ApiError) throw new BadInput(`${file}: alert "${input.name}": ${error.message}`);
    throw error;
  }
}

/** Prints each event, and counts what was read and refused, for stderr. */
class Summary {
  static readonly #MAX_QUOTES = 20;
  #ticks = 0;
  #events = 0;
  #late = 0;
  #badLines = 0;
  readonly #rejected = new Map<string, number>();

  line(reject: FeedReject): void {
    this.#badLines += 1;
    if (this.#badLines <= Summary.#MAX_QUOTES)
      say(`line ${reject.line ?? '?'}: ${reject.reason}: "${reject.text}"`);
    if (this.#badLines === Summary.#MAX_QUOTES + 1) say('more broken lines are counted, not quoted');
  }

  event({ alert, instrument, at, bid, ask, key, kind, operands }: AlertEvent): void {
    this.#events += 1;
    printLine({ alert, instrument, at: new Date(at).toISOString(), bid, ask, key, kind, operands });
  }

  step(result: StepResult, instrument: InstrumentId): void {
    this.#ticks += 1;
    if (result.late) this.#late += 1;
    if (result.rejected === null) return;
    const reason = `${instrument} ${result.rejected}`;
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
  }

  print(seconds: number): void {
    const rate = seconds > 0 ? Math.round(this.#ticks / seconds) : 0;
    say(`${this.#ticks} ticks, ${this.#events} events in ${seconds.toFixed(2)} s (${rate} ticks/s)`);
    for (const [reason, count] of this.#rejected) say(`rejected ${count}: ${reason}`);
    if (this.#late > 0) say(`late: ${this.#late}`);
    if (this.#badLines > 0) say(`broken lines: ${this.#badLines}`);
  }
}

/** Lets a tick through when its time has come, at `factor` times the speed of the recording. */
class Pacer {
  readonly #factor: number;
  #firstAt: number | null = null;
  #startedAt = 0;

  constructor(factor: number) {
    this.#factor = factor;
  }

  async until(at: number): Promise<void> {
    if (this.#firstAt === null) {
      this.#firstAt = at;
      this.#startedAt = performance.now();
    }
    const wait = this.#startedAt + (at - this.#firstAt) / this.#factor - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
