/** `fxalert indicator 'rsi(14)' --candles FILE`: the values of an indicator over a file of candles, one JSON line a candle. */
import { checkIndicator } from '../../conditions/check-indicator.ts';
import { formatConditionError } from '../../conditions/condition-error.ts';
import { readCandleFile } from '../../feeds/files/candle-file.ts';
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
    printLine({ ok: false, ...checked.error });
    say(formatConditionError(checked.error));
    return 2;
  }
  const { definition, params } = checked.value;
  const instruments = await loadInstruments(options.instrumentsFile);
  const stream = definition.create(params);
  const names = definition.outputs.map((output) => output.name);
  let volume = 0;
  let count = 0;
  let broken = 0;
  let series: string | null = null;

  const file = readCandleFile(options.candles, {
    instruments,
    ...(options.instrument !== undefined && {
      instrument: instrumentOrBadInput(instruments, options.instrument),
    }),
    ...(options.timeframe !== undefined && { timeframe: options.timeframe }),
  });
  for await (const { candles, rejects } of file) {
    for (const reject of rejects) {
      broken += 1;
      if (broken <= 20) say(`line ${reject.line ?? '?'}: ${reject.reason}: "${reject.text}"`);
    }
    for (const { candle, stamp, instrument, timeframe } of candles) {
      series ??= `${instrument} ${timeframe.name}`;
      if (series !== `${instrument} ${timeframe.name}`) {
        throw new BadInput(
          `${options.candles} holds ${series} and ${instrument} ${timeframe.name}: one series a file`,
        );
      }
      stream.push(candle);
      volume += candle.volume;
      count += 1;
      const values = Object.fromEntries(names.map((name, i) => [name, known(stream.outputs[i])]));
      printLine({ at: new Date(stamp).toISOString(), ...values });
    }
    await drained();
  }
  if (definition.needsVolume && volume === 0)
    say(`${definition.name} needs volume, and ${options.candles} has none`);
  say(`${checked.value.text}: ${count} candles${broken > 0 ? `, ${broken} broken lines` : ''}`);
  return 0;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
