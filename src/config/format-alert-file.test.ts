import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkableConditions } from '../../test/arbitraries/condition.ts';
import { format } from '../conditions/format.ts';
import { formatAlertFile } from './format-alert-file.ts';

const FILE = `# my alerts
alerts:
  - name: "breakout"   # the name stays in quotes
    instrument: USDJPY
    when: BID crosses above 150.00   # keep me
    channels: [desk]
  - name: dip
    when: >-   # folded
      rsi( 14 )@m15 < 30
      and bid>140
    instrument: USDJPY
  - when: |
      close@H1>150 -- above the figure
      and spread<1.5pips
    name: commented
  - { name: flow, when: 'bid>1 and (EURUSD:bid > 2)' }
  - name: good
    when: bid > 1
`;

function formatted(text: string): string {
  const result = formatAlertFile(text, 'a.yaml');
  if (!result.ok) throw new Error(result.error.join('\n'));
  return result.value.text;
}

describe('the conditions of a file', () => {
  test('are rewritten, and nothing else is', () => {
    expect(formatted(FILE)).toBe(`# my alerts
alerts:
  - name: "breakout"   # the name stays in quotes
    instrument: USDJPY
    when: bid crosses above 150   # keep me
    channels: [desk]
  - name: dip
    when: rsi(14)@M15 < 30 and bid > 140 # folded
    instrument: USDJPY
  - when: |-
      close@H1 > 150 -- above the figure
      and spread < 1.5 pips
    name: commented
  - { name: flow, when: bid > 1 and EURUSD:bid > 2 }
  - name: good
    when: bid > 1
`);
  });

  test('are told one by one, with their lines', () => {
    const result = formatAlertFile(FILE, 'a.yaml');
    expect(result.ok && result.value.changes.map(({ line }) => line)).toEqual([5, 8, 12, 16]);
  });

  test('with mistakes leave the file alone, each mistake with its line', () => {
    expect(formatAlertFile('alerts:\n  - when: bid >\n  - when: ask <\n', 'a.yaml')).toMatchObject({
      ok: false,
      error: [/^a\.yaml:2: when: expected/, /^a\.yaml:3: when: expected/].map(
        (line) => expect.stringMatching(line) as string,
      ),
    });
    expect(formatAlertFile('alerts: {', 'a.yaml').ok).toBe(false);
    expect(formatAlertFile('name: x', 'a.yaml')).toEqual({
      ok: false,
      error: ['a.yaml:1: expected "alerts", a list'],
    });
  });
});

test('any conditions in any style keep their meaning, and a second pass changes nothing', () => {
  const sources = checkableConditions({
    timeframes: ['M5', 'H1'],
    level: { min: 1, max: 2, digits: 4 },
    ticks: true,
    calendar: true,
    timed: true,
  });
  const styles = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
  fc.assert(
    fc.property(fc.array(sources, { minLength: 1, maxLength: 4 }), styles, (conditions, style) => {
      const spaced = conditions.map((source) => source.replaceAll(' and ', '   and '));
      const text = stringify(
        { alerts: spaced.map((when, index) => ({ name: String(index), when })) },
        { defaultStringType: style, defaultKeyType: 'PLAIN' },
      );
      const once = formatted(text);
      const read = parse(once) as { alerts: { when: string }[] };
      expect(read.alerts.map(({ when }) => ({ ok: true, value: when.trimEnd() }))).toEqual(
        conditions.map((source) => format(source)),
      );
      expect(formatted(once)).toBe(once);
    }),
    { numRuns: 300 },
  );
});
