/** A process of a simulation: alive until it is killed, and able to stand still in between. */
import type { Clock } from '../../../src/kernel/clock.ts';
import type { EpochMs } from '../../../src/kernel/units.ts';
import type { Owner, SimulatedTime } from './simulated-time.ts';

export class SimulatedProcess implements Owner {
  readonly name: string;
  isAlive = true;
  pausedUntil = 0;
  /** How far its wall clock is off. */
  clockErrorMs = 0;
  readonly #time: SimulatedTime;

  constructor(name: string, time: SimulatedTime) {
    this.name = name;
    this.#time = time;
  }

  /** As after `kill -9`: nothing of it runs any more; what it has sent out is on its way. */
  kill(): void {
    this.isAlive = false;
  }

  get clock(): Clock {
    return {
      now: () => Math.floor(this.#time.now + this.clockErrorMs) as EpochMs,
      monotonicMs: () => this.#time.now,
    };
  }
}
