/** The instruments this installation knows: the built-in ones and those of `config/instruments.yaml`. */
import { readInstrumentsFile } from '../../config/instruments-file.ts';
import {
  BUILT_IN_INSTRUMENTS,
  type InstrumentTable,
  findInstrument,
  instrumentTable,
} from '../../market/instruments.ts';
import type { InstrumentId } from '../../kernel/units.ts';
import { BadInput, orBadInput, printLine } from './output.ts';

export async function loadInstruments(file: string): Promise<InstrumentTable> {
  return instrumentTable(BUILT_IN_INSTRUMENTS, orBadInput(await readInstrumentsFile(file)));
}

export function instrumentOrBadInput(table: InstrumentTable, text: string): InstrumentId {
  const found = findInstrument(table, text);
  if (found === null)
    throw new BadInput(`unknown instrument "${text}": fxalert instruments lists those there are`);
  return found;
}

/** `fxalert instruments`. */
export async function listInstruments(file: string): Promise<number> {
  for (const instrument of (await loadInstruments(file)).values()) printLine(instrument);
  return 0;
}
