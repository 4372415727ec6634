import { expect, test } from 'vitest';
import type { QuoteView } from '../../../src/api/contract/market.ts';
import { createQuoteBoard } from './quote-board.ts';

function quote(instrument: string, bid: number, second: number): QuoteView {
  const at = new Date(Date.UTC(2026, 0, 5, 0, 0, second)).toISOString();
  return { instrument, bid, ask: bid + 0.01, at, spreadPips: 1, dayChangePercent: null, simulated: true };
}

function board() {
  const frames: (() => void)[] = [];
  return {
    frames,
    quotes: createQuoteBoard((run) => frames.push(run)),
    paint: () => frames.splice(0).forEach((run) => run()),
  };
}

test('many quotes within one frame tell a watcher once', () => {
  const { quotes, frames, paint } = board();
  let told = 0;
  quotes.watch('USDJPY', () => told++);
  for (let second = 0; second < 10; second++) quotes.apply([quote('USDJPY', 150 + second, second)]);
  expect(frames).toHaveLength(1);
  paint();
  expect(told).toBe(1);
  expect(quotes.get('USDJPY')?.quote.bid).toBe(159);
});

test('a watcher hears nothing of other instruments, and nothing after it left', () => {
  const { quotes, paint } = board();
  let told = 0;
  const leave = quotes.watch('USDJPY', () => told++);
  quotes.apply([quote('EURUSD', 1.1, 1)]);
  paint();
  leave();
  quotes.apply([quote('USDJPY', 150, 2)]);
  paint();
  expect(told).toBe(0);
});

test('moves carry their direction, and a repeated price is no move', () => {
  const { quotes } = board();
  quotes.apply([quote('USDJPY', 150, 1)]);
  expect(quotes.get('USDJPY')).toMatchObject({ bidMove: 0, moves: 0 });
  quotes.apply([quote('USDJPY', 150.1, 2)]);
  expect(quotes.get('USDJPY')).toMatchObject({ bidMove: 1, askMove: 1, moves: 1 });
  quotes.apply([quote('USDJPY', 150.1, 3)]);
  expect(quotes.get('USDJPY')).toMatchObject({ bidMove: 0, moves: 1 });
  quotes.apply([quote('USDJPY', 150.0, 4)]);
  expect(quotes.get('USDJPY')).toMatchObject({ bidMove: -1, moves: 2 });
});

test('an older quote that comes late does not overwrite a newer one', () => {
  const { quotes } = board();
  quotes.apply([quote('USDJPY', 150.2, 5)]);
  quotes.apply([quote('USDJPY', 149, 4)]);
  expect(quotes.get('USDJPY')?.quote.bid).toBe(150.2);
});
