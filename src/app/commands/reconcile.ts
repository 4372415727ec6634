/**
 * `fxalert reconcile`: whether every promise about events and deliveries was kept, on the real data. One JSON line a difference, the summary
 * on stderr. Exit status 0 without a difference, 1 with some.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AuditReader } from '../../storage/audit-reader.ts';
import { reconcile as compareAll, type Reconciled } from '../reconcile/reconcile.ts';
import { loadInstruments } from './instruments.ts';
import { type DatabaseFlags, withStores } from './offline.ts';
import { BadInput, drained, printLine, say } from './output.ts';

interface ReconcileFlags extends DatabaseFlags {
  readonly receiverLedger?: string;
  readonly settled?: boolean;
  readonly wait: number;
  readonly instrumentsFile: string;
}

export async function reconcile(flags: ReconcileFlags): Promise<number> {
  const instruments = await loadInstruments(flags.instrumentsFile);
  const ledger = flags.receiverLedger === undefined ? new Map() : await readLedger(flags.receiverLedger);
  const found = await withStores(flags, ({ database, stores: { journal, history } }) =>
    compareAll(
      { journal, history, instruments, audit: new AuditReader(database) },
      { ledger, waitMs: flags.wait * 1_000 },
    ),
  );
  for (const difference of found.differences) {
    printLine(difference);
    await drained();
  }
  const open = found.deliveries.pending + found.deliveries.sending;
  summarize(found, open);
  const isOpen = flags.settled === true && open > 0;
  if (isOpen) say(`${open} deliveries are neither sent nor dead, and --settled asks that none is`);
  return found.differences.length > 0 || isOpen ? 1 : 0;
}

function summarize(found: Reconciled, open: number): void {
  const { seq, expected, events, deliveries, uncheckedRevisions, differences } = found;
  say(`log to place ${seq}: ${expected} firings; ${events} events recorded`);
  say(`deliveries: ${deliveries.sent} sent, ${deliveries.dead} dead, ${open} open`);
  if (uncheckedRevisions > 0)
    say(
      `${uncheckedRevisions} revisions of alerts are older than the recorded ticks: their firings were not checked`,
    );
  say(differences.length === 0 ? 'no difference' : `${differences.length} differences`);
}

/** JSON lines `{"channel": …, "id": …}`: what receivers took. */
async function readLedger(file: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const ledger = new Map<string, Set<string>>();
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      number += 1;
      if (line.trim() === '') continue;
      const { channel, id } = entryOf(line) ?? {};
      if (typeof channel !== 'string' || typeof id !== 'string')
        throw new BadInput(`${file}, line ${number}: not {"channel": …, "id": …}: ${line.slice(0, 200)}`);
      ledger.set(channel, (ledger.get(channel) ?? new Set()).add(id));
    }
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${file} cannot be read: ${(error as Error).message}`);
  }
  return ledger;
}

/** Null when it is no JSON. */
function entryOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}
