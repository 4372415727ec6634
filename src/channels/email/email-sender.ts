/**
 * A mail over the operator's server. The Message-ID is made from the idempotency key, so mailboxes and receivers can tell a second
 * sending; one mail goes to all recipients. Accepted by some of them counts as sent, and the reference names the others.
 */
import { createTransport, type Transporter } from 'nodemailer';
import { withTimeout } from '../with-timeout.ts';
import type { Sender } from '../../notify/channel.ts';
import type { EmailSettings } from './email-settings.ts';
import { mailHtml, mailText } from './mail-body.ts';
import { smtpOutcome } from './smtp-outcome.ts';
import { domainOf, type SmtpOptions } from './smtp-options.ts';

export interface MailServer {
  readonly transport: Transporter;
  readonly from: string;
}

/** One pool of connections for all e-mail channels. */
export function createMailServer(options: SmtpOptions): MailServer {
  const { host, port, security, user, password, from } = options;
  const transport = createTransport({
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
  });
  return { transport, from };
}

export function createEmailSender(settings: EmailSettings, { transport, from }: MailServer): Sender {
  return {
    async send(message, timeoutMs) {
      const { severity } = message.event;
      const urgent = severity === 'critical' && !message.test;
      try {
        const { messageId, rejected = [] } = await withTimeout(
          transport.sendMail({
            from,
            to: [...settings.to],
            subject: message.title,
            messageId: `<${message.idempotencyKey.replace(/[^A-Za-z0-9._-]/g, '_')}@${domainOf(from)}>`,
            headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
            ...(urgent ? { priority: 'high' } : {}),
            text: mailText(message),
            ...(message.plain ? {} : { html: mailHtml(message) }),
          }),
          timeoutMs,
        );
        const refused = rejected.length === 0 ? '' : ` (refused: ${rejected.map(addressOf).join(', ')})`;
        return { result: 'ok', reference: messageId + refused };
      } catch (error) {
        return smtpOutcome(error);
      }
    },
    close: () => Promise.resolve(),
  };
}

function addressOf(recipient: string | { readonly address: string }): string {
  return typeof recipient === 'string' ? recipient : recipient.address;
}
