/**
 * The logarithm of one currency's value over business time: Brownian between fixed points (Lévy's construction by bisection, so any
 * instant can be had in 20 steps, and the next one in three or four), stationary over months, with rare jumps that fade within a day.
 * Source: P. Lévy, Processus stochastiques et mouvement brownien (1948); midpoint displacement of a bridge of length T is normal with
 * variance T/4.
 */
import { hash, normal, uniform } from './hash.ts';

/** Business hours between the fixed points: a little over four weeks. */
const SPAN_HOURS = 512;
/** The finest step is 512 h / 2^20, below two seconds of an average hour. */
const LEVELS = 20;
/** Counted in 32 bits since 2000: enough beyond 2080. */
const STEPS = 2 ** LEVELS;
const HOURS_A_DAY = 24;

const JUMP_SLOT_HOURS = 4;
const JUMP_PROBABILITY = 1 / 90;
const JUMP_LIFE_HOURS = 24;
const SHOCK_HOURS = 0.25;

interface Jump {
  readonly hours: number;
  /** Of the logarithm. */
  readonly size: number;
}

export class CurrencyPath {
  readonly #seed: number;
  readonly #sigma: number;
  /** Standard deviation of a displacement at each level. */
  readonly #displacements: Float64Array;
  /** The path's values at both ends of the interval of each level that holds `#step`. */
  readonly #lefts = new Float64Array(LEVELS + 1);
  readonly #rights = new Float64Array(LEVELS + 1);
  #step = NaN;
  #jumpSlot = NaN;
  #jumps: readonly Jump[] = [];

  /** `dailySigma`: standard deviation of a day's change, as a fraction. */
  constructor(seed: number, dailySigma: number) {
    this.#seed = seed;
    this.#sigma = dailySigma / Math.sqrt(HOURS_A_DAY);
    this.#displacements = Float64Array.from(
      { length: LEVELS },
      (_, level) => (this.#sigma * Math.sqrt(SPAN_HOURS / 2 ** level)) / 2,
    );
  }

  logValueAt(hours: number): number {
    return this.#diffusionAt(hours) + this.#jumpsAt(hours);
  }

  /** 1 at a jump, falling to 0 within a quarter of an hour: how upset the market is. */
  shockAt(hours: number): number {
    let shock = 0;
    for (const jump of this.#jumpsBefore(hours)) {
      const since = hours - jump.hours;
      if (since >= 0 && since < SHOCK_HOURS) shock = Math.max(shock, 1 - since / SHOCK_HOURS);
    }
    return shock;
  }

  /** Halves the span again and again; below the last level the path is a straight line. */
  #diffusionAt(hours: number): number {
    const position = (hours / SPAN_HOURS) * STEPS;
    const step = Math.floor(position);
    for (let level = this.#levelSharedWith(step); level < LEVELS; level++) {
      const left = this.#lefts[level]!;
      const right = this.#rights[level]!;
      const index = step >> (LEVELS - level);
      const middle =
        (left + right) / 2 + this.#displacements[level]! * normal(hash(this.#seed, index, level));
      const isSecondHalf = ((step >> (LEVELS - level - 1)) & 1) === 1;
      this.#lefts[level + 1] = isSecondHalf ? middle : left;
      this.#rights[level + 1] = isSecondHalf ? right : middle;
    }
    const left = this.#lefts[LEVELS]!;
    return left + (this.#rights[LEVELS]! - left) * (position - step);
  }

  /** Instants come roughly in order, so most of the halving was done for the one before. */
  #levelSharedWith(step: number): number {
    const difference = step ^ this.#step;
    const isFirst = Number.isNaN(this.#step);
    this.#step = step;
    const level = LEVELS - (32 - Math.clz32(difference));
    if (level >= 0 && !isFirst) return level;
    const span = step >> LEVELS;
    // Independent ends whose difference has the variance of a walk over the span: stationary, yet of the right size.
    const sigma = this.#sigma * Math.sqrt(SPAN_HOURS / 2);
    this.#lefts[0] = sigma * normal(hash(this.#seed, span, -1));
    this.#rights[0] = sigma * normal(hash(this.#seed, span + 1, -1));
    return 0;
  }

  #jumpsAt(hours: number): number {
    let value = 0;
    for (const jump of this.#jumpsBefore(hours)) {
      const age = (hours - jump.hours) / JUMP_LIFE_HOURS;
      // Exactly zero at the end of its life, so that forgetting it moves nothing.
      if (age >= 0 && age < 1) value += jump.size * (1 - age) ** 4;
    }
    return value;
  }

  #jumpsBefore(hours: number): readonly Jump[] {
    const slot = Math.floor(hours / JUMP_SLOT_HOURS);
    if (slot !== this.#jumpSlot) {
      this.#jumpSlot = slot;
      this.#jumps = this.#findJumps(slot);
    }
    return this.#jumps;
  }

  #findJumps(slot: number): readonly Jump[] {
    const jumps: Jump[] = [];
    for (let past = slot - JUMP_LIFE_HOURS / JUMP_SLOT_HOURS; past <= slot; past++) {
      if (uniform(hash(this.#seed, past, 101)) >= JUMP_PROBABILITY) continue;
      const bits = hash(this.#seed, past, 102);
      const days = 0.3 + 0.9 * uniform(bits) ** 2;
      const direction = (hash(this.#seed, past, 103) & 1) === 0 ? 1 : -1;
      jumps.push({
        hours: (past + uniform(hash(this.#seed, past, 104))) * JUMP_SLOT_HOURS,
        size: direction * days * this.#sigma * Math.sqrt(HOURS_A_DAY),
      });
    }
    return jumps;
  }
}
