import { expect, it } from 'vitest';
import { BUDGET, SequenceLedger } from './sequence-ledger.ts';

it('remembers the newest answers of all sources, as many as weigh no more than the budget', () => {
  const ledger = new SequenceLedger<{ readonly weight: number }>(({ weight }) => weight);
  const push = (source: string, seq: number, weight: number) => {
    const standing = ledger.look(source, seq, { seq });
    if (standing.kind === 'new') ledger.record(source, seq, { hash: standing.hash, answer: { weight } });
  };
  push('a', 1, 1);
  push('b', 1, BUDGET - 2);
  push('a', 2, 1);
  expect(ledger.look('a', 1, { seq: 1 }).kind).toBe('same');
  push('a', 3, 1);
  expect(ledger.look('a', 1, { seq: 1 })).toEqual({ kind: 'replay', lastSeq: 3 });
  expect(ledger.look('b', 1, { seq: 1 }).kind).toBe('same');
  push('b', 2, BUDGET);
  expect(ledger.look('b', 2, { seq: 2 }).kind).toBe('same');
  expect(ledger.look('a', 3, { seq: 3 })).toEqual({ kind: 'replay', lastSeq: 3 });
  expect(ledger.lastSeqs()).toEqual({ a: 3, b: 2 });
});
