import { expect, test } from 'vitest';
import { createShortcuts, type KeyLike } from './shortcuts.ts';

const FIELD = new EventTarget();

function setUp() {
  const shortcuts = createShortcuts((target, key) => target === FIELD && key !== 'Escape');
  const ran: string[] = [];
  let timeStamp = 0;
  const press = (key: string, more: Partial<KeyLike> = {}): boolean =>
    shortcuts.handle({
      key,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      isComposing: false,
      defaultPrevented: false,
      timeStamp: (timeStamp += 100),
      composedPath: () => [],
      ...more,
    });
  const note = (name: string) => () => void ran.push(name);
  return { shortcuts, ran, press, note, pause: (ms: number) => (timeStamp += ms) };
}

test('a key runs its binding, and the last registered wins', () => {
  const { shortcuts, ran, press, note } = setUp();
  shortcuts.bind({ Escape: note('page') });
  const leave = shortcuts.bind({ Escape: note('dialog') });
  press('Escape');
  leave();
  press('Escape');
  expect(ran).toEqual(['dialog', 'page']);
});

test('two keys after another make a sequence, but not after a long pause', () => {
  const { shortcuts, ran, press, note, pause } = setUp();
  shortcuts.bind({ 'g a': note('alerts'), a: note('new') });
  press('g');
  press('a');
  press('g');
  pause(2_000);
  press('a');
  expect(ran).toEqual(['alerts', 'new']);
});

test('a second key that completes nothing keeps its own meaning', () => {
  const { shortcuts, ran, press, note } = setUp();
  shortcuts.bind({ 'g a': note('alerts'), j: note('down') });
  press('g');
  press('j');
  expect(ran).toEqual(['down']);
});

test('behind a dialog no key acts, until it is closed', () => {
  const { shortcuts, ran, press, note } = setUp();
  shortcuts.bind({ p: note('pause'), 'g a': note('alerts'), Escape: note('page') });
  const close = shortcuts.bind({ Escape: note('dialog') }, { modal: true });
  for (const key of ['p', 'g', 'a', 'Escape']) press(key);
  expect(ran).toEqual(['dialog']);
  close();
  press('p');
  expect(ran).toEqual(['dialog', 'pause']);
});

test('typing in a field is left alone, except for Escape', () => {
  const { shortcuts, ran, press, note } = setUp();
  shortcuts.bind({ a: note('new'), Escape: note('back') });
  expect(press('a', { composedPath: () => [FIELD] })).toBe(false);
  press('Escape', { composedPath: () => [FIELD] });
  expect(ran).toEqual(['back']);
});

test('combinations of the browser and input methods are left alone', () => {
  const { shortcuts, ran, press, note } = setUp();
  shortcuts.bind({ a: note('new') });
  for (const held of [
    { ctrlKey: true },
    { metaKey: true },
    { altKey: true },
    { isComposing: true },
    { defaultPrevented: true },
  ])
    expect(press('a', held)).toBe(false);
  expect(ran).toEqual([]);
});
