/**
 * Keeps a level or crossing quiet after a firing until the value has been `h` on the other side. Each direction is freed for itself:
 * upwards by a value at or below level - h, downwards by one at or above level + h.
 */
import { type Sided, inQuanta } from '../evaluation/comparison.ts';
import type { Value } from '../evaluation/value.ts';

export class HysteresisGate {
  readonly #sided: Sided;
  readonly #width: Value;
  readonly #quanta: number;
  /** Of a comparison; null for a crossing, which goes to where it leaves the value. */
  readonly #isUpward: boolean | null;
  isUpFree = true;
  isDownFree = true;

  /** `width` is h in the unit of the value. */
  constructor(
    sided: Sided,
    of: { readonly width: Value; readonly quanta: number; readonly isUpward: boolean | null },
  ) {
    this.#sided = sided;
    this.#width = of.width;
    this.#quanta = of.quanta;
    this.#isUpward = of.isUpward;
  }

  /** To be called at every step of the clock. */
  observe(): void {
    if (this.isUpFree && this.isDownFree) return;
    const distance = this.#sided.distance();
    const width = inQuanta(this.#width.now(), this.#quanta);
    if (distance <= -width) this.isUpFree = true;
    if (distance >= width) this.isDownFree = true;
  }

  /** Whether an edge may fire now. */
  admits(): boolean {
    return (this.#isUpward ?? this.#sided.distance() > 0) ? this.isUpFree : this.isDownFree;
  }

  close(): void {
    this.isUpFree = false;
    this.isDownFree = false;
  }
}
