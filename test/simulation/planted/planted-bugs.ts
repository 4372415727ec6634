/**
 * Twelve faults that products of this kind have had, each planted into the real code by replacing real lines, and the check that must notice.
 * A line that is no longer there, or is there twice, is an error: a planted bug does not rot in silence.
 */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly put: string }[];
  /** The simulation, or the suite that guards what a simulation does not run: SQL, HTTP, calendars. */
  readonly noticedBy: 'simulation' | readonly [project: 'unit' | 'integration', file: string, test?: string];
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'event and deliveries in two transactions',
    edits: [
      {
        file: 'src/storage/event-rows.ts',
        find: 'from fresh, unnest(channels)',
        put: 'from (select * from fresh where false) as fresh, unnest(channels)',
      },
      {
        file: 'src/storage/journal.ts',
        find: `      return events;
    });
  }

  async saveCheckpoint`,
        put: `      return events;
    }).then(async (events) => {
      await this.#database.query(
        \`insert into deliveries (event_id, alert, channel, idempotency_key)
         select id, alert, channel,
                'msg_' || rtrim(translate(encode(sha256(convert_to(key || '|' || channel, 'UTF8')), 'base64'), '+/', '-_'), '=')
         from events, unnest(channels) as channel where key = any($1::text[])
         on conflict (idempotency_key) do nothing\`,
        [events.map(({ event }) => event.key)],
      );
      return events;
    });
  }

  async saveCheckpoint`,
      },
    ],
    noticedBy: ['integration', 'test/integration/commit-crash.test.ts'],
  },
  {
    name: 'marked as sent before sending',
    edits: [
      {
        file: 'src/channels/dispatcher.ts',
        find: '    const made = await attemptDeliveries(group, lane, this.#ports, { ...this.#options, now });',
        put: `    await this.#recorder.record(
      group.map((claimed) => ({
        claimed,
        attempt: { number: 1, startedAt: now(), tookMs: 0 as never, result: 'ok', reason: null, detail: '' },
        as: { status: 'sent' },
      })),
      claimedAtMs,
    );
    const made = await attemptDeliveries(group, lane, this.#ports, { ...this.#options, now });`,
      },
    ],
    noticedBy: 'simulation',
  },
  {
    name: 'polling by the last id seen',
    edits: [
      {
        file: 'src/storage/delivery-claims.ts',
        find: 'and group_key is null and not ${BLOCKED}`;',
        put: 'and group_key is null and not ${BLOCKED}\n    and id > (select coalesce(max(delivery_id), 0) from attempts)`;',
      },
    ],
    noticedBy: [
      'integration',
      'test/integration/storage-laws.test.ts',
      'on embedded a redelivery starts afresh',
    ],
  },
  {
    name: 'time of the tick in the key',
    edits: [
      {
        file: 'src/alerts/arming/unit.ts',
        find: '    return String(this.record?.firings ?? 0);',
        put: '    return String(_moment.stamp);',
      },
    ],
    noticedBy: 'simulation',
  },
  {
    name: 'key from a row id',
    edits: [
      {
        file: 'src/storage/event-rows.ts',
        find: "convert_to(key || '|' || channel, 'UTF8')",
        put: "convert_to(fresh.id || '|' || channel, 'UTF8')",
      },
    ],
    noticedBy: ['integration', 'test/integration/commit-crash.test.ts'],
  },
  {
    name: 'wall clock in a cooldown',
    edits: [
      {
        file: 'src/alerts/arming/unit.ts',
        find: 'moment.now - record.lastFiredAt < alert.cooldownMs',
        put: 'Date.now() - record.lastFiredAt < alert.cooldownMs',
      },
    ],
    noticedBy: 'simulation',
  },
  {
    name: 'a day roll that counts 86,400 s from the last one, whatever New York does',
    edits: [
      {
        file: 'src/market/fx-time.ts',
        find: '  return NEW_YORK.instantOf(dayNumber * DAY_MS + ROLL);',
        put: '  return (dayNumber * 86_400_000 + ROLL + 5 * 3_600_000) as EpochMs;',
      },
    ],
    noticedBy: ['unit', 'src/market/fx-time.test.ts'],
  },
  {
    name: 'Retry-After ignored',
    edits: [
      {
        file: 'src/notify/retry-policy.ts',
        find: 'return pending(now + restsMs, outcome.reason, restsMs);',
        put: 'return pending(now + scheduledWaitMs(policy, delivery.attempts + 1, random), outcome.reason);',
      },
    ],
    noticedBy: 'simulation',
  },
  {
    name: 'candles that fill a gap fire',
    edits: [
      {
        file: 'src/alerts/engine.ts',
        find: '          book.addHistory(entry.source, entry.candles, this.#now);',
        put: `          book.addHistory(entry.source, entry.candles, this.#now);
          this.#moment.begin(this.#now, this.#now, false);
          for (const watcher of book.find(entry.source.basis, entry.source.timeframe)?.watchers ?? [])
            watcher.look(this.#moment);
          this.#finishStep();`,
      },
    ],
    noticedBy: ['unit', 'src/alerts/engine-candles.test.ts'],
  },
  {
    name: 'a true jump discarded',
    edits: [
      { file: 'src/market/quote-filter.ts', find: 'const MAX_JUMP = 0.2;', put: 'const MAX_JUMP = 0.05;' },
    ],
    noticedBy: ['unit', 'src/market/quote-filter.test.ts'],
  },
  {
    name: 'redirects followed',
    edits: [
      {
        file: 'src/channels/http-post.ts',
        find: `      signal,
    });
    const text`,
        put: `      signal,
    });
    const location = answer.headers['location'];
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string')
      return await httpPost({ ...post, url: new URL(location, post.url).href });
    const text`,
      },
    ],
    noticedBy: ['unit', 'src/channels/webhook/webhook-sender.test.ts'],
  },
  {
    name: 'no sweep',
    edits: [
      {
        file: 'src/channels/dispatcher.ts',
        find: '    if (this.#running) this.#timer = setTimeout(() => this.wake(), waitMs);',
        put: '    void waitMs;',
      },
    ],
    noticedBy: 'simulation',
  },
];
