/**
 * Discord's webhook endpoint as its documents describe it: refuses what breaks a limit of a message, enforces 5 requests in 2 s and
 * 30 in a minute for each webhook, answers 429 with `retry_after` and its headers, and keeps a ledger of what it posted.
 * Lengths are counted in code points for content and in UTF-16 units for embeds, whichever Discord does: the sender holds both.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { listen, readBody, type LoopbackServer } from './http-server.ts';

const Body = z
  .strictObject({
    content: z.string().min(1).max(2_000).optional(),
    username: z.string().min(1).max(80).optional(),
    allowed_mentions: z.strictObject({ parse: z.array(z.string()) }).optional(),
    embeds: z
      .array(
        z.strictObject({
          title: z.string().max(256).optional(),
          description: z.string().max(4_096).optional(),
          color: z.int().min(0).max(0xffffff).optional(),
          timestamp: z.iso.datetime().optional(),
          footer: z.strictObject({ text: z.string().min(1).max(2_048) }).optional(),
        }),
      )
      .max(10)
      .optional(),
  })
  .refine((body) => body.content !== undefined || (body.embeds?.length ?? 0) > 0, 'empty message')
  .refine(
    (body) =>
      (body.embeds ?? []).reduce(
        (sum, { title = '', description = '', footer }) =>
          sum + title.length + description.length + (footer?.text.length ?? 0),
        0,
      ) <= 6_000,
    'embeds over 6000',
  );
export type DiscordBody = z.infer<typeof Body>;

export interface PostedMessage {
  readonly id: string;
  readonly at: number;
  readonly body: DiscordBody;
  readonly threadId: string | null;
}

const WINDOWS = [
  { requests: 5, ms: 2_000 },
  { requests: 30, ms: 60_000 },
];

export class FakeDiscord {
  readonly posted: PostedMessage[] = [];
  /** Every status answered, in order. */
  readonly statuses: number[] = [];
  readonly webhookId = '1234567890';
  readonly token = 'a-Very_secret-Token';
  /** When set, answers instead of Discord (Cloudflare, an outage, a deleted webhook). */
  intercept: ((response: ServerResponse) => boolean) | null = null;
  readonly #server: LoopbackServer;
  #requestedAt: number[] = [];

  static async start(): Promise<FakeDiscord> {
    let fake: FakeDiscord | null = null;
    const server = await listen((request, response) => void fake?.handle(request, response));
    return (fake = new FakeDiscord(server));
  }

  private constructor(server: LoopbackServer) {
    this.#server = server;
  }

  get url(): string {
    return `${this.#server.url}/api/webhooks/${this.webhookId}/${this.token}`;
  }

  get target(): string {
    return `127.0.0.1:${this.#server.port}`;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    response.on('finish', () => this.statuses.push(response.statusCode));
    if (this.intercept?.(response) === true) return;
    const url = new URL(request.url ?? '/', this.#server.url);
    const [id, token] = url.pathname.split('/').slice(-2);
    if (id !== this.webhookId) return answer(response, 404, { message: 'Unknown Webhook', code: 10015 });
    if (token !== this.token) return answer(response, 401, { message: 'Invalid Webhook Token', code: 50027 });
    const limits = this.count();
    if (limits.retryAfterMs > 0) {
      const seconds = limits.retryAfterMs / 1000;
      return answer(
        response,
        429,
        { message: 'You are being rate limited.', retry_after: seconds, global: false },
        { ...limits.headers, 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' },
      );
    }
    const body = Body.safeParse(JSON.parse(text));
    if (!body.success)
      return answer(
        response,
        400,
        { message: 'Invalid Form Body', code: 50035, errors: z.treeifyError(body.error) },
        limits.headers,
      );
    if (url.searchParams.get('wait') !== 'true') {
      response.writeHead(204).end();
      return;
    }
    const message = {
      id: String(9_000 + this.posted.length),
      at: Date.now(),
      body: body.data,
      threadId: url.searchParams.get('thread_id'),
    };
    this.posted.push(message);
    answer(
      response,
      200,
      { id: message.id, channel_id: '77', timestamp: new Date().toISOString() },
      limits.headers,
    );
  }

  private count(): { readonly retryAfterMs: number; readonly headers: Record<string, string> } {
    const now = performance.now();
    this.#requestedAt = this.#requestedAt.filter((at) => now - at < 60_000);
    const retryAfterMs = Math.max(
      0,
      ...WINDOWS.map(({ requests, ms }) => {
        const oldest = this.#requestedAt.at(-requests);
        return oldest === undefined ? 0 : oldest + ms - now;
      }),
    );
    if (retryAfterMs === 0) this.#requestedAt.push(now);
    const recent = this.#requestedAt.filter((at) => now - at < 2_000);
    return {
      retryAfterMs,
      headers: {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': String(Math.max(0, 5 - recent.length)),
        'x-ratelimit-reset-after': ((2_000 - (now - (recent[0] ?? now))) / 1000).toFixed(3),
        'x-ratelimit-bucket': 'webhook',
      },
    };
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
