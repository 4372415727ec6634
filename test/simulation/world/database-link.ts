/**
 * A process's connection to the database of the simulation. A statement travels, is carried out at once as a whole, and its answer travels
 * back; each of the three may fail. Then the process is told of an error, although what it asked for may have happened.
 */
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What becomes of one statement. */
export type StatementFate =
  | 'answered'
  /** The request never arrives. */
  | 'lost-request'
  /** Carried out, but the answer never arrives: was it? */
  | 'lost-answer'
  /** The process is killed once the statement has left. */
  | 'killed-asking'
  /** The process is killed when it was carried out, before it knows. */
  | 'killed-answered';

export interface DatabaseState {
  /** Refuses connections before this instant. */
  readonly downUntil: number;
  /** Takes statements but carries out none before this instant. */
  readonly frozenUntil: number;
}

interface LinkOptions {
  readonly time: SimulatedTime;
  readonly process: SimulatedProcess;
  readonly database: DatabaseState;
  /** By the name of the statement; decides with the seed. */
  readonly fate: (statement: string) => StatementFate;
  readonly latencyMs: () => number;
  readonly onKill: (statement: string, fate: StatementFate) => void;
}

/** How long a process waits for a connection that broke. */
const BROKEN_MS = 200;

export class DatabaseLink {
  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Asks for `work`, which must be done when it returns: a transaction. */
  ask<T>(statement: string, work: () => T): Promise<Awaited<T>> {
    const { time, process, fate, latencyMs } = this.#options;
    const what = fate(statement);
    return new Promise<Awaited<T>>((resolve, reject) => {
      const fail = (reason: string) =>
        time.after(BROKEN_MS, process, () => reject(new Error(`${statement}: ${reason}`)));
      if (what === 'lost-request') {
        fail('connection reset');
        return;
      }
      time.after(latencyMs(), null, () =>
        this.#arrive(() => {
          const answer = outcomeOf(work);
          if (what === 'killed-answered') this.#kill(statement, what);
          else if (what === 'lost-answer') fail('connection reset');
          else
            time.after(latencyMs(), process, () => {
              if ('value' in answer) resolve(answer.value as Awaited<T>);
              else reject(answer.error);
            });
        }, fail),
      );
      if (what === 'killed-asking') this.#kill(statement, what);
    });
  }

  #arrive(carryOut: () => void, fail: (reason: string) => void): void {
    const { time, database } = this.#options;
    if (database.downUntil > time.now) fail('the database is away');
    else if (database.frozenUntil > time.now)
      time.at(database.frozenUntil, null, () => this.#arrive(carryOut, fail));
    else carryOut();
  }

  #kill(statement: string, fate: StatementFate): void {
    this.#options.process.kill();
    this.#options.onKill(statement, fate);
  }
}

function outcomeOf<T>(work: () => T): { readonly value: T } | { readonly error: Error } {
  try {
    return { value: work() };
  } catch (error) {
    return { error: error as Error };
  }
}
