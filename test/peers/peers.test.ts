/** Our indicators beside two libraries from npm on random series, where conventions agree. Always run. */
import { describe, expect, test } from 'vitest';
import { resolveParams } from '../../src/indicators/call.ts';
import { indicatorDefinition } from '../../src/indicators/catalog.ts';
import type { Candle } from '../../src/market/candle.ts';
import { randomCandles } from '../oracles/candles.ts';
import type { Peer } from './peer.ts';
import { TECHNICAL_INDICATORS } from './technical-peers.ts';
import { TRADING_SIGNALS } from './trading-signals.ts';

describe('trading-signals agrees', () => {
  test.each(TRADING_SIGNALS)('on $call', (peer) => expect(compared(peer)).toBeGreaterThan(300));
});

describe('technicalindicators agrees', () => {
  test.each(TECHNICAL_INDICATORS)('on $call', (peer) => expect(compared(peer)).toBeGreaterThan(300));
});

/** Fails at the first difference; the number of values compared otherwise. */
function compared({ call: [name, ...args], stream, from = 0, tolerance = 1e-9 }: Peer): number {
  const definition = indicatorDefinition(name)!;
  const params = resolveParams(definition, args);
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const indicator = definition.create(params.value);
  const answer = stream();
  let count = 0;
  lively(1_000).forEach((candle, i) => {
    indicator.push(candle);
    const theirs = answer(candle);
    if (i < from || theirs === null) return;
    definition.outputs.forEach((output, k) => {
      const [ours, wanted] = [indicator.outputs[k]!, theirs[output.name]];
      if (wanted === undefined || Number.isNaN(ours)) return;
      count++;
      if (Math.abs(ours - wanted) > tolerance * Math.max(1, Math.abs(wanted)))
        expect.fail(`${name}.${output.name} at ${i}: ${ours}, theirs ${wanted}`);
    });
  });
  return count;
}

/** Without flat stretches, where the peers divide zero by zero. */
function lively(count: number): Candle[] {
  return randomCandles(3, 2 * count)
    .filter(({ high, low }) => high > low)
    .slice(0, count);
}
