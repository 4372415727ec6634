/**
 * The simulated market: quotes and the instants at which they come, each a pure function of seed and time. So the past is there without
 * having been recorded, a restart goes on as if nothing had happened, and crosses agree: a price is the ratio of two currencies' values.
 * Cost: about half a microsecond a quote, for instants that come roughly in order.
 */
import type { EpochMs, Price } from '../../kernel/units.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { Tick } from '../../market/tick.ts';
import { BusinessTime } from './business-time.ts';
import { CurrencyPath } from './currency-path.ts';
import { hash, hashText, hashWide, uniform } from './hash.ts';
import {
  SIMULATED_CURRENCIES,
  SIMULATED_INSTRUMENTS,
  type SimulatedInstrument,
} from './simulated-instruments.ts';

/** In each slot an instrument ticks once or not at all. */
const SLOT_MS = 250;
const MAX_TICKS_PER_SECOND = 1_000 / SLOT_MS;
/** Spreads breathe this often. */
const BREATH_MS = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface SimulatedQuote {
  readonly bid: number;
  readonly ask: number;
}

/** One instrument's quotes and ticks. */
export class InstrumentPath {
  readonly instrument: Instrument;
  readonly #profile: SimulatedInstrument;
  readonly #seed: number;
  readonly #time: BusinessTime;
  readonly #base: CurrencyPath;
  readonly #quote: CurrencyPath;
  readonly #restPoints: number;
  readonly #pointsPerUnit: number;
  readonly #spreadPoints: number;

  constructor(
    instrument: Instrument,
    profile: SimulatedInstrument,
    market: { readonly seed: number; readonly time: BusinessTime; readonly currencies: Currencies },
  ) {
    const { base, quote, digits, pip } = instrument;
    this.instrument = instrument;
    this.#profile = profile;
    this.#seed = market.seed ^ hashText(instrument.id);
    this.#time = market.time;
    this.#base = market.currencies.get(base)!;
    this.#quote = market.currencies.get(quote)!;
    this.#pointsPerUnit = 10 ** digits;
    this.#restPoints =
      (SIMULATED_CURRENCIES[base]!.dollars / SIMULATED_CURRENCIES[quote]!.dollars) * this.#pointsPerUnit;
    this.#spreadPoints = profile.spreadPips * pip * this.#pointsPerUnit;
  }

  /** At any instant; at a weekend the last of the week. */
  quoteAt(at: number): SimulatedQuote {
    this.#time.moveTo(at);
    const { hours } = this.#time;
    const ratio = Math.exp(this.#base.logValueAt(hours) - this.#quote.logValueAt(hours));
    const spread = this.#spreadAt(at);
    const bid = Math.round(this.#restPoints * ratio - spread / 2);
    return { bid: bid / this.#pointsPerUnit, ask: (bid + spread) / this.#pointsPerUnit };
  }

  /** Expected number of ticks in a second; 0 while the market is closed. */
  tickRateAt(at: number): number {
    this.#time.moveTo(at);
    return Math.min(MAX_TICKS_PER_SECOND, this.#profile.ticksPerSecond * this.#time.activity);
  }

  /** The ticks of `[from, to)`, in order. */
  ticksBetween(from: number, to: number): Tick[] {
    const ticks: Tick[] = [];
    for (let slot = Math.floor(from / SLOT_MS); slot * SLOT_MS < to; slot++) {
      const rate = this.tickRateAt(slot * SLOT_MS);
      if (rate === 0 || uniform(hashWide(this.#seed, slot, 1)) * MAX_TICKS_PER_SECOND >= rate) continue;
      const at = slot * SLOT_MS + (hashWide(this.#seed, slot, 2) % SLOT_MS);
      if (at < from || at >= to) continue;
      const { bid, ask } = this.quoteAt(at);
      ticks.push({
        instrument: this.instrument.id,
        bid: bid as Price,
        ask: ask as Price,
        at: at as EpochMs,
      });
    }
    return ticks;
  }

  /** In points. Wide at the roll, when banks settle, and after a jump; a little wider when little happens. */
  #spreadAt(at: number): number {
    const { hours, activity, sinceRollMs } = this.#time;
    const shock = Math.max(this.#base.shockAt(hours), this.#quote.shockAt(hours));
    const calm = 1 + 0.6 * Math.max(0, 0.7 - activity);
    const breath = 0.8 + 0.4 * uniform(hash(this.#seed, Math.floor(at / BREATH_MS), 3));
    return Math.max(
      1,
      Math.round(this.#spreadPoints * calm * breath * rollFactor(sinceRollMs) * (1 + 5 * shock)),
    );
  }
}

type Currencies = ReadonlyMap<string, CurrencyPath>;

/** From two minutes before the roll to an hour after it. */
function rollFactor(sinceRollMs: number): number {
  if (sinceRollMs < 5 * MINUTE_MS || sinceRollMs >= DAY_MS - 2 * MINUTE_MS) return 6;
  if (sinceRollMs < 30 * MINUTE_MS) return 4;
  return sinceRollMs < 60 * MINUTE_MS ? 2 : 1;
}

/** Every simulated instrument that the table knows. */
export function simulatedMarket(seed: number, instruments: InstrumentTable): readonly InstrumentPath[] {
  const currencies: Currencies = new Map(
    Object.entries(SIMULATED_CURRENCIES).map(([code, { dailySigma }]) => [
      code,
      new CurrencyPath(seed ^ hashText(code), dailySigma),
    ]),
  );
  const time = new BusinessTime();
  return SIMULATED_INSTRUMENTS.flatMap((profile) => {
    const instrument = instruments.get(profile.id);
    return instrument === undefined
      ? []
      : [new InstrumentPath(instrument, profile, { seed, time, currencies })];
  });
}
