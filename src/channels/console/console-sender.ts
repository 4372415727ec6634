/** One line for each message on a given stream: for demonstrations, logs, and pipes into other programs. */
import type { Writable } from 'node:stream';
import type { Message, Sender } from '../../notify/channel.ts';
import { TimeoutError, withTimeout } from '../with-timeout.ts';

export function createConsoleSender(stream: Writable): Sender {
  return {
    async send(message, timeoutMs) {
      try {
        await withTimeout(write(stream, `${consoleLine(message)}\n`), timeoutMs);
        return { result: 'ok', reference: null };
      } catch (error) {
        const reason = error instanceof TimeoutError ? 'timeout' : 'network';
        return { result: 'retry', reason, detail: String(error) };
      }
    },
    close: () => Promise.resolve(),
  };
}

function consoleLine(message: Message): string {
  return [message.title, ...message.lines, message.idempotencyKey].join(' | ');
}

/** Resolves when the stream took it, so a reader that stops reading shows as a time-out and not as growing memory. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
