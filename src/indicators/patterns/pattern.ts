/**
 * Candle patterns: 1 where a bullish one is complete at this candle, −1 a bearish one, 0 none; one without a side is 1. So
 * `engulfing@H1 = 1` reads as it is said. Known once the candles are that its measures take. Cost: O(1) a candle, five shapes, three means.
 */
import type { Candle } from '../../market/candle.ts';
import type { IndicatorDefinition, IndicatorParams } from '../indicator.ts';
import { Composite } from '../parts/composite.ts';
import type { StateReader } from '../parts/part.ts';
import { RollingMean } from '../parts/rolling-mean.ts';
import { Shape, type Usual } from './shape.ts';

/** Newest first. */
export type Shapes = readonly [Shape, Shape, Shape, Shape];

type Signal = 1 | 0 | -1;

interface PatternDefinition extends Omit<
  IndicatorDefinition,
  'outputs' | 'overlay' | 'needsVolume' | 'warmUp' | 'create'
> {
  /** Closed candles until all its measures are known. */
  readonly warmUp: number;
  recognise(shapes: Shapes, params: IndicatorParams): Signal;
}

export function pattern(definition: PatternDefinition): IndicatorDefinition {
  const { warmUp, ...described } = definition;
  return {
    ...described,
    outputs: [{ name: described.name, dimension: 'number' }],
    overlay: false,
    needsVolume: false,
    warmUp: () => warmUp,
    create: (params) => new Pattern(warmUp, (shapes) => definition.recognise(shapes, params)),
  };
}

class Pattern extends Composite {
  readonly #warmUp: number;
  readonly #recognise: (shapes: Shapes) => Signal;
  readonly #shapes: [Shape, Shape, Shape, Shape] = [new Shape(), new Shape(), new Shape(), new Shape()];
  /** What a peek shows: the forming candle in a shape of its own, and the newest three. */
  readonly #forming = new Shape();
  readonly #peeked: [Shape, Shape, Shape, Shape] = [
    this.#forming,
    this.#forming,
    this.#forming,
    this.#forming,
  ];
  readonly #body = new RollingMean(10);
  readonly #range = new RollingMean(10);
  readonly #nearRange = new RollingMean(5);
  /** For the next candle. */
  readonly #usual: Usual = { body: NaN, range: NaN, nearRange: NaN };
  /** Candles in a row that are of finite numbers; no more are counted than it takes. */
  #sound = 0;

  constructor(warmUp: number, recognise: (shapes: Shapes) => Signal) {
    super();
    this.#warmUp = warmUp;
    this.#recognise = recognise;
  }

  push(candle: Candle): void {
    const shapes = this.#shapes;
    const shape = shapes[3];
    shapes[3] = shapes[2];
    shapes[2] = shapes[1];
    shapes[1] = shapes[0];
    shapes[0] = shape;
    shape.take(candle, this.#usual);
    this.#sound = isSound(candle) ? Math.min(this.#sound + 1, this.#warmUp) : 0;
    this.#usual.body = this.#body.push(shape.body);
    this.#usual.range = this.#range.push(shape.range);
    this.#usual.nearRange = this.#nearRange.push(shape.range);
    this.outputs[0] = this.#sound < this.#warmUp ? NaN : this.#recognise(shapes);
  }

  peek(candle: Candle, into: Float64Array): void {
    const shapes = this.#shapes;
    this.#forming.take(candle, this.#usual);
    this.#peeked[1] = shapes[0];
    this.#peeked[2] = shapes[1];
    this.#peeked[3] = shapes[2];
    const known = isSound(candle) && this.#sound + 1 >= this.#warmUp;
    into[0] = known ? this.#recognise(this.#peeked) : NaN;
  }

  save(state: number[]): void {
    state.push(this.#sound, this.#usual.body, this.#usual.range, this.#usual.nearRange);
    for (const { open, high, low, close, usual } of this.#shapes)
      state.push(open, high, low, close, usual.body, usual.range, usual.nearRange);
  }

  load(state: StateReader): void {
    this.#sound = state.number();
    loadUsual(this.#usual, state);
    for (const shape of this.#shapes) {
      shape.open = state.number();
      shape.high = state.number();
      shape.low = state.number();
      shape.close = state.number();
      loadUsual(shape.usual, state);
    }
  }

  protected parts() {
    return [this, this.#body, this.#range, this.#nearRange];
  }
}

function isSound({ open, high, low, close }: Candle): boolean {
  return Number.isFinite(open + high + low + close);
}

function loadUsual(usual: Usual, state: StateReader): void {
  usual.body = state.number();
  usual.range = state.number();
  usual.nearRange = state.number();
}
