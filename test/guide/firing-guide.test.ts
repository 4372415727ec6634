/** The guide to firing, played: every timeline of both languages, from the fields as a user writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Alert } from '../../src/alerts/alert.ts';
import { AlertInput } from '../../src/api/contract/alerts.ts';
import { alertOf } from '../../src/api/views/alert-view.ts';
import { arm, clock, expectTimeline, newEngine } from '../support/timeline.ts';

interface Example {
  /** The first is the one whose table it is; the others are armed before it. */
  readonly alerts: readonly Alert[];
  readonly table: string;
}

function examplesOf(file: string): readonly Example[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/guide', file), 'utf8');
  return [...text.matchAll(/^```timeline\n([\s\S]*?)^```$/gm)].map(([, block = '']) => {
    const [head = '', table = ''] = block.split('\n\n');
    const alerts = parseAllDocuments(head).map((document, index) => {
      const fields = { name: `Example ${index}`, instruments: ['EURUSD'], ...(document.toJS() as object) };
      return alertOf(AlertInput.parse(fields), { id: `example-${index}`, revision: 1 });
    });
    return { alerts, table };
  });
}

describe.each(['firing.md', 'firing.ja.md'])('%s', (file) => {
  const examples = examplesOf(file);

  test('has its examples', () => expect(examples).toHaveLength(9));

  test.each(examples)('$alerts.0.when, $alerts.0.frequency', ({ alerts: [main, ...others], table }) => {
    const engine = newEngine();
    for (const other of others) expect(arm(engine, other, clock('9:00')).problems).toEqual([]);
    expectTimeline(main as Alert, table, engine);
  });
});

test('both languages play the same examples', () => {
  expect(examplesOf('firing.ja.md')).toEqual(examplesOf('firing.md'));
});
