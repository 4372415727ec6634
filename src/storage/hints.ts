/**
 * Hints between processes by LISTEN and NOTIFY: "there is something new in the database". They make things fast and carry no truth; every
 * listener also looks by itself from time to time. A lost connection is made again, and everything is then hinted once. One that is half
 * open says nothing, like one on which nothing happens: it is asked every LOOK_MS.
 */
import pg from 'pg';
import type { Database } from './database.ts';

/** edits: wait for a place · answers: got one · events: recorded · deliveries: changed · channels: changed */
type HintTopic = 'edits' | 'answers' | 'events' | 'deliveries' | 'channels';

const PREFIX = 'fxalert_';
const CONNECT_MS = 5_000;
const AGAIN_MS = 1_000;
const LOOK_MS = 5_000;
const ANSWER_MS = 5_000;
/** PostgreSQL takes 8,000 bytes. */
const PAYLOAD_BYTES = 7_000;

export async function sendHint(
  database: Database,
  topic: HintTopic,
  names: readonly string[] = [],
): Promise<void> {
  const payload = names.join(' ');
  await database.query('select pg_notify($1, $2)', [
    PREFIX + topic,
    payload.length <= PAYLOAD_BYTES ? payload : '',
  ]);
}

/** `names` is empty when it is not known what is new. */
type HintListeners = Readonly<Partial<Record<HintTopic, (names: readonly string[]) => void>>>;

export class HintReceiver {
  readonly #url: string;
  readonly #listeners: HintListeners;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, listeners: HintListeners) {
    this.#url = url;
    this.#listeners = listeners;
  }

  start(): void {
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      application_name: 'fxalert hints',
    });
    this.#client = client;
    let isOver = false;
    const over = (): void => {
      if (isOver || this.#closed) return;
      isOver = true;
      // With a question under way it does not wait for the server, which may be gone without a word.
      void client.end();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#connect(), AGAIN_MS);
    };
    // What is away says so to everybody who asks the database; here it only means to try again.
    client.on('error', over);
    client.on('end', over);
    client.on('notification', ({ channel, payload = '' }) => {
      const names = payload === '' ? [] : payload.split(' ');
      this.#listeners[channel.slice(PREFIX.length) as HintTopic]?.(names);
    });
    try {
      await client.connect();
      for (const topic of Object.keys(this.#listeners)) await client.query(`listen ${PREFIX}${topic}`);
      for (const onHint of Object.values(this.#listeners)) onHint([]);
      this.#lookAgain(client, over);
    } catch {
      over();
    }
  }

  #lookAgain(client: pg.Client, over: () => void): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      client.query('select 1').then(() => this.#lookAgain(client, over), over);
    }, LOOK_MS);
  }
}
