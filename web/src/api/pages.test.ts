import { expect, test } from 'vitest';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import type { EventView } from '../../../src/api/contract/events.ts';
import { allItems, matches, withAlert, withEvent, withFiring, withoutAlert, type Pages } from './pages.ts';

const instant = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 9, minute)).toISOString();

function event(id: string, minute: number, more: Partial<EventView> = {}): EventView {
  const at = instant(minute);
  return {
    id,
    key: id,
    alert: 'a1',
    revision: 1,
    name: 'one',
    instrument: 'USDJPY',
    kind: 'fired',
    at,
    recordedAt: at,
    late: false,
    bid: 150,
    ask: 150.01,
    operands: {},
    severity: 'low',
    tags: [],
    message: null,
    condition: 'bid > 1',
    simulated: true,
    deliveries: [],
    ...more,
  };
}

function alert(id: string, minute: number, more: Partial<AlertView> = {}): AlertView {
  return {
    id,
    name: id,
    instruments: ['USDJPY'],
    price: 'bid',
    when: 'bid > 1',
    frequency: 'every',
    cooldown: null,
    hysteresis: null,
    maxFirings: null,
    expiresAt: null,
    expiryWarning: null,
    confirm: false,
    arms: [],
    standby: false,
    onArm: 'wait',
    severity: 'low',
    channels: [],
    tags: [],
    message: null,
    revision: 1,
    status: 'armed',
    createdAt: instant(minute),
    updatedAt: instant(minute),
    lastFiredAt: null,
    firings: 0,
    kind: 'state',
    clock: { ticks: ['USDJPY'], closes: [] },
    levels: [1],
    indicators: [],
    unknown: {},
    warnings: [],
    ...more,
  };
}

const pages = <T>(...items: T[]): Pages<T> => ({ pages: [{ items, next: null }], pageParams: [null] });
const ids = (all: Pages<{ readonly id: string }>) => allItems(all).map(({ id }) => id);

test('a new event comes first, a late one where its time belongs', () => {
  const start = pages(event('c', 30), event('a', 10));
  expect(ids(withEvent(start, event('d', 40)))).toEqual(['d', 'c', 'a']);
  expect(ids(withEvent(start, event('b', 20)))).toEqual(['c', 'b', 'a']);
  expect(ids(withEvent(start, event('0', 1)))).toEqual(['c', 'a', '0']);
});

test('an event that is sent twice is shown once, in its newest form', () => {
  const twice = withEvent(pages(event('a', 10)), event('a', 10, { late: true }));
  expect(ids(twice)).toEqual(['a']);
  expect(allItems(twice)[0]?.late).toBe(true);
});

test('an event enters only the lists it belongs to', () => {
  const one = event('a', 10);
  expect(matches(one, {})).toBe(true);
  expect(matches(one, { instrument: 'USDJPY', alert: 'a1' })).toBe(true);
  expect(matches(one, { instrument: 'EURUSD' })).toBe(false);
  expect(matches(one, { alert: 'a2' })).toBe(false);
});

test('an alert that changed is replaced where it stands, and leaves a list that no longer wants it', () => {
  const list = pages(alert('b', 20), alert('a', 10));
  const paused = alert('a', 10, { status: 'paused' });
  expect(allItems(withAlert(list, paused, {}))[1]?.status).toBe('paused');
  expect(ids(withAlert(list, paused, { status: 'armed' }))).toEqual(['b']);
  expect(ids(withAlert(list, alert('a', 10, { instruments: ['EURUSD'] }), { instrument: 'USDJPY' }))).toEqual(
    ['b'],
  );
  expect(ids(withoutAlert(list, 'b'))).toEqual(['a']);
});

test('a new alert takes its place by age; what belongs behind the loaded pages waits for the next one', () => {
  const list: Pages<AlertView> = {
    pages: [
      { items: [alert('d', 40), alert('b', 20)], next: 'more' },
      { items: [alert('a', 10)], next: 'more' },
    ],
    pageParams: [null, 'more'],
  };
  expect(ids(withAlert(list, alert('e', 50), {}))).toEqual(['e', 'd', 'b', 'a']);
  expect(ids(withAlert(list, alert('c', 30), {}))).toEqual(['d', 'c', 'b', 'a']);
  expect(ids(withAlert(list, alert('0', 1), {}))).toEqual(['d', 'b', 'a']);
  expect(ids(withAlert(pages(alert('a', 10)), alert('0', 1), {}))).toEqual(['a', '0']);
});

test('a search is not answered here: a new alert stays out of its list', () => {
  expect(ids(withAlert(pages(alert('a', 10)), alert('b', 20), { search: 'a' }))).toEqual(['a']);
});

test('a firing is counted at its alert once, and the lists it does not concern stay the same objects', () => {
  const list = pages(alert('a1', 10));
  const counted = withFiring(list, event('e', 30));
  expect(allItems(counted)[0]).toMatchObject({ firings: 1, lastFiredAt: instant(30) });
  expect(withFiring(counted, event('e', 30))).toBe(counted);
  expect(withFiring(list, event('e', 30, { alert: 'other' }))).toBe(list);
  expect(withFiring(list, event('e', 30, { kind: 'expiring' }))).toBe(list);
});
