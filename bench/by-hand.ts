/** The least an indicator can cost: its bare arithmetic in one loop over a Float64Array, no classes, no guards. Each returns a checksum. */
export type Columns = Readonly<Record<'high' | 'low' | 'close', Float64Array>>;

export function smaByHand({ close }: Columns): number {
  let sum = 0;
  let check = 0;
  for (let i = 0; i < close.length; i++) {
    sum += close[i]!;
    if (i >= 20) sum -= close[i - 20]!;
    check += sum / 20;
  }
  return check;
}

export function emaByHand({ close }: Columns): number {
  let ema = close[0]!;
  let check = 0;
  for (let i = 0; i < close.length; i++) {
    ema += (2 / 21) * (close[i]! - ema);
    check += ema;
  }
  return check;
}

export function rsiByHand({ close }: Columns): number {
  let gain = 0;
  let loss = 0;
  let check = 0;
  for (let i = 1; i < close.length; i++) {
    const change = close[i]! - close[i - 1]!;
    gain += ((change > 0 ? change : 0) - gain) / 14;
    loss += ((change < 0 ? -change : 0) - loss) / 14;
    check += (100 * gain) / (gain + loss);
  }
  return check;
}

export function macdByHand({ close }: Columns): number {
  let fast = close[0]!;
  let slow = fast;
  let signal = 0;
  let check = 0;
  for (let i = 0; i < close.length; i++) {
    fast += (2 / 13) * (close[i]! - fast);
    slow += (2 / 27) * (close[i]! - slow);
    signal += 0.2 * (fast - slow - signal);
    check += fast - slow - signal;
  }
  return check;
}

export function bbByHand({ close }: Columns): number {
  let sum = 0;
  let squares = 0;
  let check = 0;
  for (let i = 0; i < close.length; i++) {
    const x = close[i]!;
    sum += x;
    squares += x * x;
    if (i >= 20) {
      const old = close[i - 20]!;
      sum -= old;
      squares -= old * old;
    }
    const mean = sum / 20;
    const reach = 2 * Math.sqrt(Math.max(0, squares / 20 - mean * mean));
    const percentb = (x - mean + reach) / (2 * reach);
    check += mean + reach + (mean - reach) + (percentb || 0) + (200 * reach) / mean;
  }
  return check;
}

export function atrByHand({ high, low, close }: Columns): number {
  let atr = 0;
  let check = 0;
  for (let i = 1; i < close.length; i++) {
    const before = close[i - 1]!;
    const range = Math.max(high[i]!, before) - Math.min(low[i]!, before);
    atr += (range - atr) / 14;
    check += atr;
  }
  return check;
}

export function adxByHand({ high, low, close }: Columns): number {
  let range = 0;
  let plus = 0;
  let minus = 0;
  let adx = 0;
  let check = 0;
  for (let i = 1; i < close.length; i++) {
    const up = high[i]! - high[i - 1]!;
    const down = low[i - 1]! - low[i]!;
    const before = close[i - 1]!;
    range += (Math.max(high[i]!, before) - Math.min(low[i]!, before) - range) / 14;
    plus += ((up > down && up > 0 ? up : 0) - plus) / 14;
    minus += ((down > up && down > 0 ? down : 0) - minus) / 14;
    const plusIndex = (100 * plus) / range;
    const minusIndex = (100 * minus) / range;
    adx += ((100 * Math.abs(plusIndex - minusIndex)) / (plusIndex + minusIndex) - adx) / 14 || 0;
    check += adx;
  }
  return check;
}

export function stochByHand({ high, low, close }: Columns): number {
  let check = 0;
  let k1 = 0;
  let k2 = 0;
  let d1 = 0;
  let d2 = 0;
  for (let i = 13; i < close.length; i++) {
    let highest = high[i]!;
    let lowest = low[i]!;
    for (let j = i - 13; j < i; j++) {
      if (high[j]! > highest) highest = high[j]!;
      if (low[j]! < lowest) lowest = low[j]!;
    }
    const raw = (100 * (close[i]! - lowest)) / (highest - lowest);
    const k = (raw + k1 + k2) / 3;
    check += (k + d1 + d2) / 3;
    k2 = k1;
    k1 = raw;
    d2 = d1;
    d1 = k;
  }
  return check;
}

/**
 * The least that an indicator can cost as an object: the arithmetic of the EMA, its state in a field, its value in `outputs`. What a loop keeps
 * in a register goes through memory here, from one candle to the next.
 */
export class LeastObject {
  readonly outputs = new Float64Array(1);
  #value = 1.38;

  push({ close }: { readonly close: number }): void {
    this.outputs[0] = this.#value += (2 / 21) * (close - this.#value);
  }
}
