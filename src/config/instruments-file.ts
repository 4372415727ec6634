/** `config/instruments.yaml`: instruments that the built-in table lacks, or corrections to it. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Result, err, ok } from '../kernel/result.ts';
import { instrumentId } from '../kernel/units.ts';
import type { Instrument } from '../market/instrument.ts';

const Entry = z
  .strictObject({
    id: z.string().regex(/^[A-Z0-9]{3,20}$/, 'upper case letters and digits, such as EURUSD'),
    base: z.string().min(1).max(10).optional(),
    quote: z.string().min(1).max(10).optional(),
    digits: z.int().min(0).max(8),
    pip: z.number().positive(),
  })
  .transform((entry): Instrument => ({
    id: instrumentId(entry.id),
    base: entry.base ?? entry.id.slice(0, 3),
    quote: entry.quote ?? entry.id.slice(3),
    digits: entry.digits,
    pip: entry.pip,
  }));
const File = z.strictObject({ instruments: z.array(Entry).nullable().default([]) });

/** An absent file means no additions. */
export async function readInstrumentsFile(path: string): Promise<Result<readonly Instrument[], string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok([]);
    return err(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    const parsed = File.safeParse(parse(text) ?? {});
    if (parsed.success) return ok(parsed.data.instruments ?? []);
    const issue = parsed.error.issues[0];
    return err(`${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
  } catch (error) {
    return err(`${path} is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
