/** What is counted of firings and deliveries, whichever database counts. */
import { expect, test } from 'vitest';
import { createStores } from '../../src/storage/create-stores.ts';
import type { Database } from '../../src/storage/database.ts';
import { statisticsOf } from '../../src/storage/statistics.ts';
import { at, sampleBatch, sampleEvent } from '../support/samples.ts';

export function statisticsLaws(database: () => Database): void {
  const HOUR = 3_600_000;
  const count = (options: object = {}) =>
    statisticsOf(database(), { from: at(0), to: at(24 * HOUR), limit: 10, except: ['canary'], ...options });

  test('firings are counted by alert and by channel, with what became of each message', async () => {
    const event = (n: number, fields: object) => sampleEvent({ key: `k:1:${n}`, at: at(n), ...fields });
    await createStores(database()).journal.commit(
      sampleBatch({
        events: [
          event(1, { alert: 'a', name: 'old name', channels: ['desk', 'mail'] }),
          event(2, { alert: 'a', name: 'new name', channels: ['desk'] }),
          event(3, { alert: 'b', channels: ['desk'] }),
          event(4, { alert: 'b', kind: 'expired', channels: ['desk'] }),
          event(5, { alert: 'canary', channels: ['canary'] }),
          event(-1, { alert: 'a', channels: ['desk'] }),
          event(24 * HOUR, { alert: 'a', channels: ['desk'] }),
        ],
      }),
    );
    const settle = (event: string, channel: string, set: string) =>
      database().query(
        `update deliveries set ${set} from events where events.id = event_id and key = $1 and channel = $2`,
        [event, channel],
      );
    await settle('k:1:1', 'desk', `status = 'sent', sent_at = recorded_at + interval '1 s'`);
    await settle('k:1:2', 'desk', `status = 'sent', sent_at = recorded_at + interval '61 s'`);
    await settle('k:1:1', 'mail', `status = 'dead', reason = 'gone'`);
    const day = await count();
    expect(day).toEqual({
      firings: 3,
      alerts: 2,
      byAlert: [
        { alert: 'a', name: 'new name', firings: 2, sent: 2, late: 1, dead: 1, open: 0 },
        { alert: 'b', name: expect.any(String) as string, firings: 1, sent: 0, late: 0, dead: 0, open: 1 },
      ],
      byChannel: [
        { channel: 'desk', sent: 2, late: 1, dead: 0, open: 1 },
        { channel: 'mail', sent: 0, late: 0, dead: 1, open: 0 },
      ],
    });
    expect(await count({ limit: 1 })).toEqual({ ...day, byAlert: day.byAlert.slice(0, 1) });
  });

  test('a quiet time has zeros and no rows', async () => {
    expect(await count()).toEqual({ firings: 0, alerts: 0, byAlert: [], byChannel: [] });
  });
}
