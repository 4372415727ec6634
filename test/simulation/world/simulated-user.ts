/** Somebody who creates, changes, pauses and removes alerts while everything goes wrong, and remembers what was acknowledged. */
import type { Alert } from '../../../src/alerts/alert.ts';
import type { AlertCommands } from '../../../src/api/services.ts';
import { Random } from '../../../src/kernel/random.ts';
import { sampleAlert } from '../../support/samples.ts';
import { conditionOn, EURUSD } from './scenario.ts';

interface Acknowledged {
  readonly seq: number;
  readonly alert: string;
  /** Null for what makes no revision. */
  readonly revision: number | null;
}

interface UserOptions {
  readonly seed: number;
  readonly channels: readonly string[];
  /** As a page shows it before somebody edits. */
  readonly revisionOf: (alert: string) => number;
  readonly say: (text: string) => void;
}

export class SimulatedUser {
  readonly acknowledged: Acknowledged[] = [];
  readonly #options: UserOptions;
  readonly #random: Random;
  readonly #removed = [0, 0];

  constructor(options: UserOptions) {
    this.#options = options;
    this.#random = new Random(options.seed ^ 0xed17);
  }

  act(commands: AlertCommands): void {
    const place = this.#random.integer(0, 2);
    const id = `u${place}-${this.#removed[place]!}`;
    const dice = this.#random.uniform();
    const revision = this.#options.revisionOf(id) + 1;
    if (revision === 1 || dice < 0.5) {
      return this.#wait(`save ${id}:${revision}`, { alert: id, revision }, () =>
        commands.save(this.#alert(id, revision), dice < 0.1 ? 'paused' : 'armed'),
      );
    }
    const edit = dice < 0.7 ? 'pause' : dice < 0.9 ? 'arm' : 'remove';
    // An id is not given again.
    if (edit === 'remove') this.#removed[place]!++;
    this.#wait(`${edit} ${id}`, { alert: id, revision: null }, () => commands[edit](id));
  }

  #wait(what: string, of: Omit<Acknowledged, 'seq'>, ask: () => Promise<object | null>): void {
    this.#options.say(`user: ${what}`);
    ask().then(
      (answer) => {
        const seq = answer !== null && 'seq' in answer ? Number(answer.seq) : 0;
        if (seq > 0) this.acknowledged.push({ ...of, seq });
        this.#options.say(`user: ${what}: ${seq > 0 ? `acknowledged at ${seq}` : 'nothing to do'}`);
      },
      (error: Error) => this.#options.say(`user: ${what}: refused: ${error.message}`),
    );
  }

  #alert(id: string, revision: number): Alert {
    return sampleAlert({
      ...{ id, revision, name: id, instruments: [EURUSD] },
      when: conditionOn(this.#random, EURUSD),
      channels: this.#options.channels,
    });
  }
}
