/** One run of one scenario: starts the processes, lets go wrong what the scenario says, then lets everything come to rest. */
import { Random } from '../../../src/kernel/random.ts';
import type { EpochMs } from '../../../src/kernel/units.ts';
import { channelFixture } from '../../support/event-fixtures.ts';
import { DatabaseLink, type StatementFate } from './database-link.ts';
import { type Fault, type ReceiverPlan, type Scenario } from './scenario.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { SimulatedProduct, startDispatcher, type Surroundings } from './simulated-product.ts';
import { SimulatedReceiver } from './simulated-receiver.ts';
import { SimulatedTables } from './simulated-tables.ts';
import { SimulatedTime } from './simulated-time.ts';
import { SimulatedUser } from './simulated-user.ts';

/** All that is open is done in this time after the last fault: the longest lease, the longest of the first waits, and some. */
const REST_MS = 45 * 60_000;
const TRACE_LINES = 60;

export class World {
  readonly scenario: Scenario;
  readonly time: SimulatedTime;
  readonly tables: SimulatedTables;
  readonly receivers = new Map<string, SimulatedReceiver>();
  readonly user: SimulatedUser;
  readonly trace: string[] = [];
  /** How often each kind of thing went wrong. */
  readonly happened = {
    kills: 0,
    'statements lost': 0,
    pauses: 0,
    outages: 0,
    'clock steps': 0,
    'odd answers': 0,
  };
  /** The product had no room for quotes. */
  wasFull = false;
  restMs = 0;
  readonly #random: Random;
  readonly #database = { downUntil: 0, frozenUntil: 0 };
  readonly #dispatchers: SimulatedProcess[] = [];
  #process: SimulatedProcess | null = null;
  #product: SimulatedProduct | null = null;
  #starts = 0;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.time = new SimulatedTime(scenario.startAt);
    this.#random = new Random(scenario.seed ^ 0x5eed);
    const channels = scenario.receivers.map(({ name, type }) => channelFixture({ name, type }));
    this.tables = new SimulatedTables(() => Math.floor(this.time.now) as EpochMs, channels);
    for (const plan of scenario.receivers) this.receivers.set(plan.name, this.#receiver(plan));
    this.user = new SimulatedUser({
      seed: scenario.seed,
      channels: scenario.receivers.map(({ name }) => name),
      revisionOf: (alert) => this.tables.alerts.get(alert)?.stored.alert.revision ?? 0,
      say: (text) => this.#say(text),
    });
  }

  /** False when it did not come to rest. */
  async run(): Promise<boolean> {
    const { alerts, faults, edits, endAt, moreDispatchers } = this.scenario;
    const restore = this.time.install();
    try {
      this.#arm(alerts);
      this.#startProduct();
      for (let index = 0; index < moreDispatchers; index++) this.#startDispatcher(index);
      for (const fault of faults) this.time.at(fault.at, null, () => this.#happen(fault));
      for (const at of edits)
        this.time.at(at, null, () => {
          const product = this.#product;
          if (product !== null && this.#process?.isAlive === true)
            this.time.at(at, this.#process, () => this.user.act(product.commands));
        });
      await this.time.run(() => false, endAt);
      this.#mend();
      const rests = await this.time.run(() => this.#isAtRest(), endAt + REST_MS);
      this.restMs = this.time.now - endAt;
      return rests === 'done';
    } finally {
      restore();
    }
  }

  #arm(alerts: Scenario['alerts']): void {
    const at = 0 as EpochMs;
    this.tables.commit({
      ...{ ticks: [], candles: [], indicators: [], events: [], statuses: [] },
      edits: alerts.map((alert, index) => ({ type: 'save', seq: index + 1, at, alert, status: 'armed' })),
      ...{ seq: alerts.length, feedPosition: null, ownClock: false },
    });
  }

  #startProduct(): void {
    const { mode, arrivals, moreDispatchers } = this.scenario;
    const process = new SimulatedProcess(`product ${++this.#starts}`, this.time);
    this.#process = process;
    this.#product = null;
    this.#say(`${process.name} starts`);
    const isOnlyOwner = moreDispatchers === 0;
    this.time.at(this.time.now, process, () => {
      SimulatedProduct.start(this.#around(process), { mode, arrivals, isOnlyOwner }).then(
        (product) => {
          this.#product = product;
          this.#say(`${process.name} runs`);
        },
        (error: Error) => {
          this.#say(`${process.name} ends at its start: ${error.message}`);
          process.kill();
          this.#restartSoon(process);
        },
      );
    });
  }

  #startDispatcher(index: number): void {
    const process = new SimulatedProcess(`dispatcher ${index + 1}.${++this.#starts}`, this.time);
    this.#dispatchers[index] = process;
    this.time.at(this.time.now, process, () => {
      startDispatcher(this.#around(process), this.scenario.mode === 'live');
    });
  }

  #around(process: SimulatedProcess): Surroundings {
    const { statementFaults, killsAtStatements, endAt, seed } = this.scenario;
    const random = this.#random;
    const link = new DatabaseLink({
      ...{ time: this.time, process, database: this.#database },
      latencyMs: () => 1 + random.uniform() * 4,
      fate: (): StatementFate => {
        if (this.time.now >= endAt) return 'answered';
        const dice = random.uniform();
        if (dice < killsAtStatements)
          return dice < killsAtStatements / 2 ? 'killed-asking' : 'killed-answered';
        if (dice > statementFaults + killsAtStatements) return 'answered';
        this.happened['statements lost']++;
        return random.uniform() < 0.5 ? 'lost-request' : 'lost-answer';
      },
      onKill: (statement, fate) => {
        this.#say(`${process.name} ${fate} ${statement}`);
        this.#restartSoon(process);
      },
    });
    const { tables, receivers, time } = this;
    return { time, process, tables, link, receivers, seed: seed + this.#starts };
  }

  #receiver({ name, type, knowsKeys, stretches, oddMood, oddOnes }: ReceiverPlan): SimulatedReceiver {
    const { endAt, killsAfterTaking } = this.scenario;
    const random = this.#random;
    const isOver = (): boolean => this.time.now >= endAt;
    return new SimulatedReceiver({
      ...{ name, type, knowsKeys, time: this.time },
      latencyMs: () => 5 + random.uniform() * 60,
      restMs: () => random.integer(500, 40_000),
      mood: () => {
        if (isOver()) return 'well';
        const stretch = stretches.find(({ from, to }) => from <= this.time.now && this.time.now < to);
        const mood = stretch?.mood ?? (random.uniform() < oddOnes ? oddMood : 'well');
        if (mood !== 'well') this.happened['odd answers']++;
        return mood;
      },
      killsAfterTaking: () => !isOver() && random.uniform() < killsAfterTaking,
      onKill: (process) => {
        this.#say(`${process.name} killed after a message was taken by ${name}`);
        this.#restartSoon(process);
      },
    });
  }

  #happen(fault: Fault): void {
    const { time } = this;
    this.#say(`${fault.kind}${'ms' in fault ? ` ${fault.ms} ms` : ''}`);
    switch (fault.kind) {
      case 'kill':
        return this.#killOne();
      case 'restart':
        return this.#stopAndStart();
      case 'pause':
        this.happened.pauses++;
        this.#victim().pausedUntil = time.now + fault.ms;
        return;
      case 'clock step':
        this.happened['clock steps']++;
        this.#victim().clockErrorMs += fault.ms;
        return;
      case 'database down':
        this.happened.outages++;
        this.#database.downUntil = time.now + fault.ms;
        return;
      case 'database frozen':
        this.happened.outages++;
        this.#database.frozenUntil = time.now + fault.ms;
    }
  }

  #victim(): SimulatedProcess {
    const all = [this.#process!, ...this.#dispatchers];
    return all[this.#random.integer(0, all.length)]!;
  }

  #killOne(): void {
    const victim = this.#victim();
    if (!victim.isAlive) return;
    victim.kill();
    this.#say(`${victim.name} killed`);
    this.#restartSoon(victim);
  }

  /** As a supervisor does. */
  #restartSoon(dead: SimulatedProcess): void {
    this.happened.kills++;
    this.time.after(this.#random.integer(200, 5_000), null, () => {
      if (dead === this.#process) this.#startProduct();
      else this.#startDispatcher(this.#dispatchers.indexOf(dead));
    });
  }

  /** SIGTERM, and SIGKILL after the time a supervisor gives. */
  #stopAndStart(): void {
    const process = this.#process!;
    const product = this.#product;
    if (!process.isAlive || product === null) return;
    const end = (): void => {
      if (!process.isAlive) return;
      process.kill();
      this.#say(`${process.name} ended`);
      this.#restartSoon(process);
    };
    this.time.at(this.time.now, process, () => void product.stop().then(end));
    this.time.after(10_000, null, end);
  }

  #mend(): void {
    this.#say('nothing goes wrong any more');
    Object.assign(this.#database, { downUntil: 0, frozenUntil: 0 });
    for (const process of [this.#process!, ...this.#dispatchers]) Object.assign(process, { clockErrorMs: 0 });
  }

  #isAtRest(): boolean {
    const product = this.#product;
    if (product === null || this.#process?.isAlive !== true) return false;
    this.wasFull ||= product.isFull;
    const { mode, arrivals } = this.scenario;
    if (this.time.now < this.scenario.endAt + 5_000) return false;
    if (mode === 'stored' && this.tables.feedPosition !== String(arrivals.length)) return false;
    return this.tables.deliveries.openCount === 0;
  }

  #say(text: string): void {
    this.trace.push(`${((this.time.now - this.scenario.startAt) / 1_000).toFixed(3)} s  ${text}`);
    if (this.trace.length > TRACE_LINES) this.trace.shift();
  }
}
