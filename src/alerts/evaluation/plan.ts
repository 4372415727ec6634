/** A compiled condition, shared by all alerts with the same canonical text, default instrument and price basis. */
import type { CheckedCondition } from '../../conditions/resolved.ts';
import type { EpochMs } from '../../kernel/units.ts';
import { type Timeframe, timeframe } from '../../market/timeframe.ts';
import type { InstrumentBook } from '../series/instrument-book.ts';
import type { Series } from '../series/series.ts';
import type { WindowCursor } from './calendar.ts';
import { Compilation } from './compilation.ts';
import type { Operand } from './value.ts';
import { compileCondition } from './compile-condition.ts';
import type { Node } from './node.ts';
import type { Sources } from './sources.ts';

const MINUTE = timeframe('M1');

export class Plan {
  readonly text: string;
  readonly kind: CheckedCondition['kind'];
  readonly root: Node;
  readonly ticks: readonly InstrumentBook[];
  readonly closes: readonly Series[];
  readonly operands: readonly Operand[];
  /** Numbers of state for each armed alert. */
  readonly slots: number;
  /** Finest timeframe of the candles it reads; null when it reads none. */
  readonly finest: Timeframe | null;
  /** Timeframe whose candles name the firings (event.ts); null when they are counted. */
  readonly keyTimeframe: Timeframe | null;
  readonly #windows: readonly WindowCursor[];
  /** Armed alerts that share it. */
  uses = 0;
  readonly #releases: readonly (() => void)[];

  constructor(checked: CheckedCondition, sources: Sources, isAtClose = false) {
    const compilation = new Compilation(sources, isAtClose);
    this.text = checked.text;
    this.kind = checked.kind;
    this.root = compileCondition(checked.condition, compilation);
    this.ticks = [...compilation.ticks];
    this.closes = [...compilation.closes];
    this.#windows = [...compilation.windows];
    this.operands = [...compilation.operands.values()];
    this.slots = compilation.slots;
    this.finest = finestOf([...compilation.read]);
    this.keyTimeframe = this.ticks.length > 0 ? null : nestedFinest(this.closes);
    this.#releases = compilation.takeReleases();
  }

  /** When the calendar next changes what the condition reads; Infinity where it reads none. */
  calendarChangesAt(now: EpochMs): number {
    let next = Infinity;
    for (const window of this.#windows) next = Math.min(next, window.changesAt(now));
    return next;
  }

  /** Value of each operand now; null where unknown. */
  values(): Record<string, number | null> {
    const values: Record<string, number | null> = {};
    for (const { text, value } of this.operands) {
      const now = value.now();
      values[text] = Number.isFinite(now) ? now : null;
    }
    return values;
  }

  release(): void {
    for (const release of this.#releases) release();
  }
}

function finestOf(series: readonly Series[]): Timeframe | null {
  const timeframes = series.map((one) => one.timeframe);
  return timeframes.reduce<Timeframe | null>(
    (finest, next) => (finest === null || next.minutes < finest.minutes ? next : finest),
    null,
  );
}

/**
 * The finest timeframe when every other ends only where a candle of it may end: then its period names a step, and no two steps share
 * a name. M45 and H1 do not nest; nor do W1 and MN1, nor a session and anything else.
 */
function nestedFinest(closes: readonly Series[]): Timeframe | null {
  const finest = finestOf(closes);
  if (finest === null) return null;
  const nests = closes.every(({ timeframe: other }) =>
    other.unit === 'session'
      ? false
      : finest.unit === 'minute'
        ? other.unit !== 'minute' || other.minutes % finest.minutes === 0
        : finest.unit === 'day' || other.unit === finest.unit,
  );
  return nests ? finest : null;
}

/** Whose candle an alert calls its bar. */
export function barOf(plan: Plan): Timeframe {
  return plan.finest ?? MINUTE;
}
