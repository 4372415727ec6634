/** What a snapshot under way must hear of armed alerts, beside what changes in their units (evaluation/changes.ts). */
import type { ArmedAlert } from './alert-table.ts';

export interface AlertChanges {
  beforeAlert(armed: ArmedAlert): void;
  /** It comes, or begins anew, only now. */
  passOver(armed: ArmedAlert): void;
}
