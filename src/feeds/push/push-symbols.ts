/** What a push source calls an instrument. A mapping table goes first; then names with a broker's suffix are recognised: USDJPYm, USDJPY.r, USDJPY#. */
import type { InstrumentId } from '../../kernel/units.ts';
import { type InstrumentTable, findInstrument } from '../../market/instruments.ts';

/** A suffix begins with a mark or is in lower case: `USDJPYX` could be another instrument, `USDJPYx` is not. */
const SUFFIX = /^(?:[.#_+!-][A-Za-z0-9.#_+!-]{0,10}|[a-z]{1,6}[.#_+!-]?)$/;

export class PushSymbols {
  readonly #known = new Map<string, InstrumentId | null>();
  readonly #instruments: InstrumentTable;
  readonly #table: ReadonlyMap<string, InstrumentId>;

  constructor(instruments: InstrumentTable, table: ReadonlyMap<string, InstrumentId> = new Map()) {
    this.#instruments = instruments;
    this.#table = table;
  }

  find(symbol: string): InstrumentId | null {
    const cached = this.#known.get(symbol);
    if (cached !== undefined) return cached;
    const found =
      this.#table.get(symbol) ?? findInstrument(this.#instruments, symbol) ?? this.#stripped(symbol);
    // Names come from outside: remember a bounded number of them.
    if (this.#known.size < 10_000) this.#known.set(symbol, found);
    return found;
  }

  #stripped(symbol: string): InstrumentId | null {
    const core = /^[A-Z]{3}[/_-]?[A-Z]{3}/.exec(symbol)?.[0];
    if (core === undefined || !SUFFIX.test(symbol.slice(core.length))) return null;
    return findInstrument(this.#instruments, core);
  }
}
