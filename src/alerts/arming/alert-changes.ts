/** What a snapshot under way must hear of armed alerts, beside what changes in their units (evaluation/changes.ts). */
import type { ArmedAlert } from './alert-table.ts';

export interface AlertChanges {
  beforeAlert(armed: ArmedAlert): void;
  /** Of an instrument whose levels lose a watcher: indexes that go with their last one, and who stood apart in them. */
  beforeMarket(instrument: string): void;
  /** It comes, or begins anew, only now. */
  passOver(armed: ArmedAlert): void;
}
