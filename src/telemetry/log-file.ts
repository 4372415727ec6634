/**
 * Log lines into a file, in order, beside what goes to the terminal. The file is opened anew for each write, so that it may be rotated
 * by renaming it under the writer, and several processes may share it. A file that cannot be written costs lines, never the process:
 * it is said once when that begins and once when it ends. Memory: BUFFER_CHARS of lines that wait.
 */
import { appendFile } from 'node:fs/promises';
import type { LogDestination } from './log.ts';

const BUFFER_CHARS = 4_000_000;
const RETRY_MS = 5_000;

export class LogFile implements LogDestination {
  readonly #path: string;
  readonly #say: (sentence: string) => void;
  #waiting = '';
  #lost = 0;
  #writing = false;
  #isBroken = false;

  constructor(path: string, say: (sentence: string) => void) {
    this.#path = path;
    this.#say = say;
  }

  write(line: string): void {
    if (this.#waiting.length + line.length > BUFFER_CHARS) this.#lost++;
    else this.#waiting += line;
    if (!this.#writing && !this.#isBroken) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#waiting !== '') {
      const lines = this.#waiting;
      this.#waiting = '';
      try {
        await appendFile(this.#path, lines);
      } catch (error) {
        this.#waiting = lines + this.#waiting;
        this.#pause(error as NodeJS.ErrnoException);
        break;
      }
      if (this.#isBroken) this.#recovered();
    }
    this.#writing = false;
  }

  #pause({ code, message }: NodeJS.ErrnoException): void {
    if (!this.#isBroken)
      this.#say(
        `the log file ${this.#path} cannot be written (${code ?? message}); the log goes on without it`,
      );
    this.#isBroken = true;
    setTimeout(() => void this.#drain(), RETRY_MS).unref();
  }

  #recovered(): void {
    this.#isBroken = false;
    this.#say(`the log file ${this.#path} is written again; ${this.#lost} lines did not fit meanwhile`);
    this.#lost = 0;
  }
}
