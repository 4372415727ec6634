/**
 * Holds what is stored against what must be: I1 and I2 by the recorded log through a fresh engine, I3 to I6 by reading every delivery.
 * Reads only, and may run beside a running product: what is being recorded meanwhile gets `waitMs` to arrive.
 *
 * A revision of an alert is held against the log when the log has its first arming and all ticks since; the others are counted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal, MarketHistory } from '../../alerts/ports.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { InstrumentTable } from '../../market/instruments.ts';
import type { AuditReader } from '../../storage/audit-reader.ts';
import { DeliveryAudit, type ReceiverLedger } from './delivery-audit.ts';
import { type Difference, differenceOf } from './difference.ts';
import { ExpectedFirings, type Firing } from './expected-firings.ts';

interface ReconcilePorts {
  readonly journal: Pick<Journal, 'entriesAfter'>;
  readonly history: MarketHistory;
  readonly audit: Pick<AuditReader, 'eventsAfter' | 'horizon'>;
  readonly instruments: InstrumentTable;
}

interface ReconcileOptions {
  readonly ledger: ReceiverLedger;
  readonly waitMs: number;
}

export interface Reconciled {
  readonly differences: readonly Difference[];
  /** Up to this place of the log. */
  readonly seq: number;
  readonly expected: number;
  readonly events: number;
  /** Revisions whose beginning is not in the recorded log. */
  readonly uncheckedRevisions: number;
  readonly deliveries: DeliveryAudit['counts'];
}

const PAUSE_MS = 500;

export async function reconcile(
  ports: ReconcilePorts,
  { ledger, waitMs }: ReconcileOptions,
): Promise<Reconciled> {
  const expected = new ExpectedFirings(ports.instruments, ports.history);
  const stored = new Map<string, Firing>();
  const horizon = await ports.audit.horizon();
  const deadline = performance.now() + waitMs;
  let lastId = 0;
  for (;;) {
    await expected.read(ports.journal.entriesAfter(expected.seq));
    for await (const { id, key, alert, revision, kind, at } of ports.audit.eventsAfter(lastId)) {
      stored.set(key, { key, alert, revision, kind, at });
      lastId = id;
    }
    // Events recorded while the log was read belong to places after it.
    await expected.read(ports.journal.entriesAfter(expected.seq));
    const firings = compare(expected, stored, horizon);
    if (firings.differences.length > 0 && performance.now() < deadline) {
      await sleep(PAUSE_MS);
      continue;
    }
    const deliveries = await auditDeliveries(ports, ledger);
    return {
      differences: [...firings.differences, ...deliveries.differences],
      ...{ seq: expected.seq, expected: expected.size, events: stored.size },
      ...{ uncheckedRevisions: firings.unchecked, deliveries: deliveries.counts },
    };
  }
}

async function auditDeliveries(
  { audit }: ReconcilePorts,
  ledger: ReceiverLedger,
): Promise<{ readonly differences: readonly Difference[]; readonly counts: DeliveryAudit['counts'] }> {
  const check = new DeliveryAudit(ledger);
  const differences: Difference[] = [];
  for await (const event of audit.eventsAfter(0)) differences.push(...check.check(event));
  differences.push(...check.unknownToUs());
  return { differences, counts: check.counts };
}

function compare(
  expected: ExpectedFirings,
  stored: ReadonlyMap<string, Firing>,
  horizon: number | null,
): { readonly differences: readonly Difference[]; readonly unchecked: number } {
  const lastAt = [...stored.values()].reduce((last, { at }) => Math.max(last, at), -Infinity);
  const wanted = expected.until(lastAt as EpochMs);
  const unchecked = new Set<string>();
  const isChecked = ({ alert, revision }: Firing): boolean => {
    const armed = expected.armed(alert, revision);
    return armed !== null && (horizon === null || armed.seq > horizon);
  };
  for (const event of stored.values()) {
    const armed = expected.armed(event.alert, event.revision);
    if (!isChecked(event) || (armed !== null && event.at < armed.at))
      unchecked.add(`${event.alert}:${event.revision}`);
  }
  const isHeld = (firing: Firing): boolean =>
    isChecked(firing) && !unchecked.has(`${firing.alert}:${firing.revision}`);
  const differences: Difference[] = [];
  for (const event of wanted.values())
    if (isHeld(event) && !stored.has(event.key))
      differences.push(differenceOf('I1', 'fires by the log, and is no event', { event }));
  for (const event of stored.values()) {
    if (!isHeld(event)) continue;
    const at = wanted.get(event.key)?.at;
    if (at === undefined)
      differences.push(differenceOf('I2', 'is an event, and does not fire by the log', { event }));
    else if (at !== event.at) {
      const detail = `by the log at ${new Date(at).toISOString()}`;
      differences.push(differenceOf('I2', 'is an event of another time', { event, detail }));
    }
  }
  return { differences, unchecked: unchecked.size };
}
