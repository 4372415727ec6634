/** Indicator values computed elsewhere, kept outside the repository: $FXALERT_SHARED/vectors, by default ../shared/vectors. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { candle } from '../oracles/candles.ts';
import type { Candle } from '../../src/market/candle.ts';

const FOLDER = join(process.env['FXALERT_SHARED'] ?? join(import.meta.dirname, '../../../shared'), 'vectors');

type Series = readonly (number | null)[];

export interface VectorEntry {
  readonly file: string;
  readonly group: string;
}

export interface Vector extends VectorEntry {
  readonly source: string;
  readonly indicator: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly kind: 'published' | 'reference-run';
  /** Null in an output is "not asserted", not "not known". */
  readonly sparse: boolean;
  readonly tolerance: number;
  /** x and y are two series beside each other, close2 one beside the close. */
  readonly inputs: Readonly<
    Partial<Record<'open' | 'high' | 'low' | 'close' | 'volume' | 'x' | 'y' | 'close2', Series>>
  >;
  readonly outputs: Readonly<Record<string, Series>>;
  /** Of each candle, where periods of the calendar matter. */
  readonly dates?: readonly string[];
  /** A few candles each, with what is or is not to be found at the last; instead of inputs and outputs. */
  readonly cases?: readonly {
    readonly pattern: string;
    readonly inputs: Vector['inputs'];
    readonly expected: boolean;
  }[];
}

/** Every vector listed, or null where the folder is absent. */
export function vectorEntries(): VectorEntry[] | null {
  const manifest = join(FOLDER, 'MANIFEST.json');
  if (!existsSync(manifest)) return null;
  return JSON.parse(readFileSync(manifest, 'utf8')) as VectorEntry[];
}

export function readVector(entry: VectorEntry): Vector {
  const vector = JSON.parse(readFileSync(join(FOLDER, entry.file), 'utf8')) as Omit<Vector, 'file' | 'group'>;
  return { ...vector, file: entry.file, group: entry.group };
}

/** Fields the vector has no series for repeat the close (or the high). */
export function vectorCandles({ inputs }: Vector): Candle[] {
  const base = inputs.close ?? inputs.high;
  if (base === undefined) throw new Error('a vector without prices');
  return base.map((value, i) => {
    const close = value ?? NaN;
    return candle(i, {
      close,
      open: inputs.open?.[i] ?? close,
      high: inputs.high?.[i] ?? close,
      low: inputs.low?.[i] ?? close,
      volume: inputs.volume?.[i] ?? 0,
    });
  });
}
