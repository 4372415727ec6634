/**
 * `fxalert indicator 'rsi(14)' --candles FILE`: the values of an indicator over a file of candles, one JSON line a candle.
 * Lines that are no candle, and candles that are not after the one before, are said on stderr and left out; the rest goes on.
 */
import { checkIndicator } from '../../conditions/check-indicator.ts';
import { tellError, tellPlacedError } from '../../conditions/sentences/tell-error.ts';
import { type FileCandle, readCandleFile } from '../../feeds/files/candle-file.ts';
import { CATALOG } from '../../indicators/catalog.ts';
import type { IndicatorDefinition, IndicatorParams } from '../../indicators/indicator.ts';
import { instrumentOrBadInput, loadInstruments } from './instruments.ts';
import { BadInput, drained, printLine, say } from './output.ts';

interface IndicatorOptions {
  readonly candles: string;
  readonly instrument?: string;
  readonly timeframe?: string;
  readonly instrumentsFile: string;
}

export async function indicator(source: string, options: IndicatorOptions): Promise<number> {
  const checked = checkIndicator(source);
  if (!checked.ok) {
    printLine({ ok: false, ...tellError(checked.error) });
    say(tellPlacedError(checked.error));
    return 2;
  }
  const { definition, params, text } = checked.value;
  const instruments = await loadInstruments(options.instrumentsFile);
  const stream = definition.create(params);
  const series = new OneSeries(options.candles);
  const file = readCandleFile(options.candles, {
    instruments,
    ...(options.instrument !== undefined && {
      instrument: instrumentOrBadInput(instruments, options.instrument),
    }),
    ...(options.timeframe !== undefined && { timeframe: options.timeframe }),
  });
  for await (const { candles, rejects } of file) {
    for (const { line, reason, text: quoted } of rejects)
      series.refuse(`line ${line ?? '?'}: ${reason}: "${quoted}"`);
    for (const each of candles) {
      if (!series.takes(each)) continue;
      stream.push(each.candle);
      printLine({ at: new Date(each.stamp).toISOString(), ...valuesOf(definition, params, stream.outputs) });
    }
    await drained();
  }
  if (definition.needsVolume && !series.hasVolume) say(volumeWarning(definition, options.candles));
  say(`${text}: ${series.summary}`);
  return 0;
}

/** The candles of the file as one series in the order of time; what does not belong to it is said, the first twenty in full. */
class OneSeries {
  hasVolume = false;
  readonly #path: string;
  #name: string | null = null;
  #last: number = -Infinity;
  #count = 0;
  #refused = 0;

  constructor(path: string) {
    this.#path = path;
  }

  takes({ candle, stamp, instrument, timeframe, line }: FileCandle): boolean {
    const name = `${instrument} ${timeframe.name}`;
    this.#name ??= name;
    if (this.#name !== name)
      throw new BadInput(`${this.#path} holds ${this.#name} and ${name}: one series a file`);
    if (stamp <= this.#last) {
      const [at, before] = [stamp, this.#last].map((each) => new Date(each).toISOString());
      this.refuse(`line ${line}: ${at} is not after ${before}, the candle before it`);
      return false;
    }
    this.#last = stamp;
    this.#count += 1;
    this.hasVolume ||= candle.volume > 0;
    return true;
  }

  refuse(reason: string): void {
    this.#refused += 1;
    if (this.#refused <= 20) say(reason);
  }

  get summary(): string {
    return `${this.#count} candles${this.#refused > 0 ? `, ${this.#refused} lines refused` : ''}`;
  }
}

/** Null while unknown; outputs that there are not with these parameters are left out. */
function valuesOf(
  definition: IndicatorDefinition,
  params: IndicatorParams,
  outputs: Float64Array,
): Record<string, number | null> {
  const absent = definition.absent?.(params) ?? [];
  const values: Record<string, number | null> = {};
  definition.outputs.forEach(({ name }, i) => {
    if (!absent.includes(name)) values[name] = Number.isFinite(outputs[i]) ? outputs[i]! : null;
  });
  return values;
}

function volumeWarning({ name }: IndicatorDefinition, path: string): string {
  const all = [...CATALOG.values()].filter(({ needsVolume }) => needsVolume).map((each) => each.name);
  return `${name} needs volume, and ${path} has none: its values are unknown. Need volume: ${all.join(', ')}`;
}
