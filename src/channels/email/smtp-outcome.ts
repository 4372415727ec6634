/**
 * What a failed sending means.
 *
 *   4xx retry · 550, 551, 553 for every recipient gone · any other 5xx to sender, recipient or message rejected · a server that refuses
 *   us as such (greeting, TLS, log-in) retry, for that is the operator's to mend and no fault of the address · no answer retry
 */
import { z } from 'zod';
import type { FailureReason, SendOutcome } from '../../notify/delivery.ts';
import { cleanText, cutUnits } from '../../notify/clean-text.ts';

/** The fields nodemailer sets on its errors. */
const SmtpError = z.object({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  rejectedErrors: z
    .array(z.object({ responseCode: z.number() }))
    .optional()
    .catch(undefined),
});

/** The steps at which a server judges this mail, and no longer us. */
const ABOUT_THE_MAIL: ReadonlySet<string> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
const NO_SUCH_MAILBOX: ReadonlySet<number> = new Set([550, 551, 553]);

export function smtpOutcome(error: unknown): SendOutcome {
  const parsed = SmtpError.safeParse(error);
  if (!parsed.success) return { result: 'retry', reason: 'network', detail: String(error).slice(0, 500) };
  const { message, code, command, responseCode, rejectedErrors } = parsed.data;
  const detail = cutUnits(cleanText(code === undefined ? message : `${code}: ${message}`, 2_000), 2_000);
  const failed = (result: 'retry' | 'gone' | 'rejected', reason: FailureReason): SendOutcome => ({
    result,
    reason,
    detail,
  });

  if (code === 'EAUTH') return failed('retry', 'unauthorized');
  const answers = rejectedErrors?.map((rejected) => rejected.responseCode) ?? [];
  if (responseCode !== undefined && answers.length === 0) answers.push(responseCode);
  if (answers.some((answer) => answer >= 400 && answer < 500)) return failed('retry', 'smtp-4xx');
  if (answers.length > 0) {
    if (code === 'ETLS' || !ABOUT_THE_MAIL.has(command ?? '')) return failed('retry', 'smtp-5xx');
    const gone = command === 'RCPT TO' && answers.every((answer) => NO_SUCH_MAILBOX.has(answer));
    return failed(gone ? 'gone' : 'rejected', 'smtp-5xx');
  }
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return failed('rejected', 'bad-answer');
  return failed('retry', code === 'ETIMEDOUT' ? 'timeout' : 'network');
}
