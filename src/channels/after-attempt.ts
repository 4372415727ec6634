/** The delivery as the store has it after `finish`, without asking it. */
import type { EpochMs } from '../kernel/units.ts';
import type { Delivery, Finished } from '../notify/delivery.ts';

export function afterAttempt(
  delivery: Delivery,
  { attempt, as, now }: Pick<Finished, 'attempt' | 'as'> & { readonly now: EpochMs },
): Delivery {
  const { groupKey, ...rest } = delivery;
  const stays = groupKey !== undefined && !(as.status === 'pending' && as.alone === true);
  return {
    ...rest,
    ...(stays ? { groupKey } : {}),
    attempts: attempt.number,
    status: as.status,
    dueAt: as.status === 'pending' ? as.dueAt : delivery.dueAt,
    sentAt: as.status === 'sent' ? now : null,
    reason: as.status === 'sent' ? null : as.reason,
  };
}
