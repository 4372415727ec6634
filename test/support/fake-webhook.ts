/**
 * A receiver of signed webhooks that verifies every signature with the standard's own library and keeps a ledger by `webhook-id`.
 * It answers by a script, one step for each request, then 204 for the rest.
 */
import type { ServerResponse } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { listen, readBody, type LoopbackServer } from './http-server.ts';

export type WebhookStep =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** Keeps the message, then never answers. */
  | 'accept-then-hang'
  /** Never answers, keeps nothing. */
  | 'hang'
  /** Cuts the connection. */
  | 'reset'
  /** A body without end. */
  | 'endless'
  /** 200, and then a body that never comes. */
  | 'header-then-hang';

export interface ReceivedWebhook {
  readonly id: string;
  readonly body: string;
  readonly payload: WebhookBody;
  readonly verified: boolean;
  readonly accepted: boolean;
  readonly path: string;
  /** By the monotonic clock of this process. */
  readonly receivedAtMs: number;
}

export interface WebhookBody {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export class FakeWebhook {
  readonly received: ReceivedWebhook[] = [];
  readonly #server: LoopbackServer;
  readonly #script: WebhookStep[] = [];

  static async start(secret: string): Promise<FakeWebhook> {
    const verifier = new Webhook(secret);
    let fake: FakeWebhook | null = null;
    const server = await listen((request, response) => {
      void readBody(request).then((body) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        fake?.answer(
          { body, headers, path: request.url ?? '', verified: verifies(verifier, body, headers) },
          response,
        );
      });
    });
    return (fake = new FakeWebhook(server));
  }

  private constructor(server: LoopbackServer) {
    this.#server = server;
  }

  get url(): string {
    return `${this.#server.url}/hook`;
  }

  get target(): string {
    return `127.0.0.1:${this.#server.port}`;
  }

  /** What comes next, before everything is accepted. */
  script(...steps: readonly WebhookStep[]): void {
    this.#script.push(...steps);
  }

  /** Whatever was still to come is accepted instead. */
  clearScript(): void {
    this.#script.length = 0;
  }

  /** Bodies taken, by id: what a receiver that removes duplicates has. */
  ledger(): ReadonlyMap<string, readonly ReceivedWebhook[]> {
    const ledger = new Map<string, ReceivedWebhook[]>();
    for (const one of this.received) {
      if (!one.accepted) continue;
      ledger.set(one.id, [...(ledger.get(one.id) ?? []), one]);
    }
    return ledger;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  private answer(
    request: Omit<ReceivedWebhook, 'id' | 'payload' | 'accepted' | 'receivedAtMs'> & {
      headers: Record<string, string>;
    },
    response: ServerResponse,
  ): void {
    const step = this.#script.shift() ?? { status: 204 };
    const accepted =
      typeof step === 'string'
        ? step !== 'hang' && step !== 'reset'
        : step.status >= 200 && step.status < 300;
    const { headers, ...rest } = request;
    const receivedAtMs = performance.now();
    const payload = JSON.parse(request.body) as WebhookBody;
    this.received.push({ ...rest, payload, id: headers['webhook-id'] ?? '', accepted, receivedAtMs });
    if (typeof step === 'object') {
      response.writeHead(step.status, step.headers).end(step.body);
      return;
    }
    if (step === 'reset') response.destroy();
    if (step === 'header-then-hang') response.writeHead(200, { 'content-length': '10' }).flushHeaders();
    if (step === 'endless') pourForever(response);
  }
}

function verifies(verifier: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    verifier.verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

function pourForever(response: ServerResponse): void {
  response.writeHead(200);
  const chunk = 'x'.repeat(16 * 1024);
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
}
