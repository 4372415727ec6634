import { expect, test } from 'vitest';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { AlertInput } from '../../../src/api/contract/alerts.ts';
import { draftOf, draftOfView, formOf, newForm, problemsOf, suggestedName } from './alert-form.ts';

const start = {
  instruments: ['USDJPY'],
  price: 'bid',
  when: 'bid crosses 150 -- round',
  channels: ['desk'],
} as const;
const NOW = Date.UTC(2026, 0, 5);

const stored: AlertView = {
  id: 'a1',
  revision: 3,
  status: 'armed',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  lastFiredAt: null,
  firings: 2,
  kind: 'pulse',
  clock: { ticks: ['USDJPY'], closes: [] },
  levels: [150],
  indicators: [],
  unknown: {},
  warnings: [],
  name: 'Round number',
  instruments: ['USDJPY'],
  price: 'ask',
  when: 'ask crosses 150',
  expiryWarning: '1h',
  confirm: true,
  arms: ['b2'],
  standby: false,
  frequency: 'once-per-bar',
  cooldown: '15m',
  hysteresis: '2 pips',
  maxFirings: 5,
  expiresAt: '2026-02-01T00:00:00.000Z',
  onArm: 'fire',
  severity: 'high',
  channels: ['desk'],
  tags: ['a', 'b'],
  message: 'look',
};

test('a new form makes a draft the API accepts, with a name made from the condition', () => {
  const draft = draftOf(newForm(start), 'UTC');
  expect(AlertInput.parse(draft)).toMatchObject({ name: 'USDJPY bid crosses 150', cooldown: null, tags: [] });
});

test('a stored alert goes through the form unchanged', () => {
  const expected = draftOfView(stored);
  expect(AlertInput.parse(expected)).toEqual(expected);
  for (const zone of ['Asia/Tokyo', 'America/New_York'])
    expect(draftOf(formOf(stored, zone), zone)).toEqual(expected);
});

test('a warning before the end needs an end', () => {
  expect(problemsOf({ ...newForm(start), expiryWarning: '1d' }, 'UTC', NOW)).toEqual({
    expiryWarning: 'noExpiry',
  });
});

test('tags are parted by commas of both scripts', () => {
  expect(draftOf({ ...newForm(start), tags: 'trend、 tokyo, ' }, 'UTC').tags).toEqual(['trend', 'tokyo']);
});

test('a suggested name fits the limit of the API', () => {
  expect(suggestedName({ instruments: ['USDJPY'], when: 'bid > 1 and '.repeat(40) })).toHaveLength(120);
});

test('fields the server would refuse are told beforehand', () => {
  const form = {
    ...newForm(start),
    cooldown: '15 min',
    hysteresis: '2',
    maxFirings: '0',
    expiresAt: '2025-01-01T00:00',
  };
  expect(problemsOf(form, 'UTC', NOW)).toEqual({
    cooldown: 'duration',
    hysteresis: 'hysteresis',
    maxFirings: 'number',
    expiresAt: 'past',
  });
  expect(problemsOf({ ...newForm(start), instruments: [], when: ' ' }, 'UTC', NOW)).toEqual({
    instruments: 'required',
    when: 'required',
  });
  expect(
    problemsOf({ ...newForm(start), cooldown: '1.5h', hysteresis: '0.5 atr', maxFirings: '3' }, 'UTC', NOW),
  ).toEqual({});
});
