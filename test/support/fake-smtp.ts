/** A real SMTP server on loopback that keeps what it accepted, and can be told to refuse. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came over the wire. */
  readonly raw: string;
}

export interface SmtpRefusal {
  readonly at: 'mail' | 'rcpt' | 'data';
  readonly code: number;
  /** For `rcpt`: only this address. */
  readonly address?: string;
}

export class FakeSmtp {
  readonly mails: ReceivedMail[] = [];
  refusal: SmtpRefusal | null = null;
  readonly #server: SMTPServer;

  static async start(options: SMTPServerOptions = {}): Promise<FakeSmtp> {
    const fake = new FakeSmtp(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      closeTimeout: 10,
      disabledCommands: ['STARTTLS'],
      onMailFrom: (_address, _session, callback) => callback(this.refusalAt('mail')),
      onRcptTo: ({ address }, _session, callback) => callback(this.refusalAt('rcpt', address)),
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const refused = this.refusalAt('data');
          if (refused === null)
            this.mails.push({
              from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
              to: session.envelope.rcptTo.map(({ address }) => address),
              raw: Buffer.concat(chunks).toString('utf8'),
            });
          callback(refused);
        });
      },
      ...options,
    });
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  private refusalAt(at: SmtpRefusal['at'], address?: string): Error | null {
    const { refusal } = this;
    if (refusal?.at !== at) return null;
    if (refusal.address !== undefined && refusal.address !== address) return null;
    return Object.assign(new Error('refused by the test'), { responseCode: refusal.code });
  }
}
