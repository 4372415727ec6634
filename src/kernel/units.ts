/**
 * Branded numbers: the unit is part of the type, so a pip is never mistaken for a price.
 * Constructors validate where data enters; the inside trusts. Arithmetic on brands gives a plain number on purpose.
 */
declare const unit: unique symbol;
type Brand<T, Name extends string> = T & { readonly [unit]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
export type EpochMs = Brand<number, 'EpochMs'>;
/** A length of time in milliseconds. */
export type DurationMs = Brand<number, 'DurationMs'>;
/** A price in units of the quote currency, as quoted: 1.38695, 150.123. */
export type Price = Brand<number, 'Price'>;
/** A price difference counted in pips of its instrument. */
export type Pips = Brand<number, 'Pips'>;
/** Canonical instrument name: base and quote without a separator, upper case: `EURUSD`. */
export type InstrumentId = Brand<string, 'InstrumentId'>;

export const SECOND_MS = 1_000 as DurationMs;
export const MINUTE_MS = 60_000 as DurationMs;
export const HOUR_MS = 3_600_000 as DurationMs;

export function epochMs(value: number): EpochMs {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an instant in whole milliseconds: ${value}`);
  return value as EpochMs;
}

export function durationMs(value: number): DurationMs {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`not a length in whole milliseconds: ${value}`);
  return value as DurationMs;
}

export function price(value: number): Price {
  if (!(value > 0) || value === Infinity) throw new RangeError(`not a price: ${value}`);
  return value as Price;
}

export function instrumentId(value: string): InstrumentId {
  if (!/^[A-Z0-9]{3,20}$/.test(value))
    throw new RangeError(`not an instrument name: "${value}" (write it like EURUSD)`);
  return value as InstrumentId;
}
