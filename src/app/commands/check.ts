/** `fxalert check '<condition>'`: what a condition means, or exactly what is wrong with it. */
import type { PriceBasis } from '../../market/tick.ts';
import { checkCondition } from '../../conditions/check.ts';
import { tellError, tellPlacedError } from '../../conditions/sentences/tell-error.ts';
import type { CandleSource } from '../../conditions/resolved.ts';
import { instrumentOrBadInput, loadInstruments } from './instruments.ts';
import { printLine, say } from './output.ts';

interface CheckOptions {
  readonly instrument?: string;
  readonly price: PriceBasis;
  readonly instrumentsFile: string;
}

const series = ({ instrument, timeframe }: CandleSource) => ({ instrument, timeframe });

/** Resolves with the exit status: 0 for a good condition, 2 for a broken one. */
export async function check(source: string, options: CheckOptions): Promise<number> {
  const instruments = await loadInstruments(options.instrumentsFile);
  const defaultInstrument =
    options.instrument === undefined ? null : instrumentOrBadInput(instruments, options.instrument);
  const checked = checkCondition(source, { instruments, defaultInstrument, basis: options.price });
  if (!checked.ok) {
    printLine({ ok: false, ...tellError(checked.error) });
    say(tellPlacedError(checked.error));
    return 2;
  }
  const { kind, clock, warmUp, text } = checked.value;
  printLine({
    ok: true,
    text,
    kind,
    clock: { ticks: clock.ticks, closes: clock.closes.map(series), calendar: clock.calendar },
    instruments: checked.value.instruments,
    warmUp: warmUp.map((need) => ({ ...series(need), candles: need.candles })),
  });
  return 0;
}
