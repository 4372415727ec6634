import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertInput } from '../contract/alerts.ts';
import { alertInputOf, alertOf } from './alert-view.ts';

const identity = { id: 'a1', revision: 1 };
const inputs = fc.record({
  name: fc.constant('Euro'),
  instruments: fc.constant(['EURUSD']),
  when: fc.constant('bid > 1.1'),
  cooldown: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 3_000 }), fc.constantFrom('ms', 's', 'm', 'h', 'd'))
      .map(([n, unit]) => `${n / 4}${unit}`),
  ),
  hysteresis: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(' pips', 'pip', ' atr'))
      .map(([n, unit]) => `${(n / 1e8).toFixed(8)}${unit}`),
  ),
  expiresAt: fc.option(
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
  ),
});

describe('an alert', () => {
  it('goes in and comes out meaning the same, in a form that the contract takes', () => {
    fc.assert(
      fc.property(inputs, (draft) => {
        const alert = alertOf(AlertInput.parse(draft), identity);
        const shown = AlertInput.parse(alertInputOf(alert));
        expect(alertOf(shown, identity)).toEqual(alert);
        expect(shown.expiresAt).toBe(draft.expiresAt);
      }),
    );
  });
});
