/** A dealer's price: pip digits enlarged, a flash of 300 ms in the direction it moved, the width never changes. */
import type { PriceScale } from '../../../src/market/instrument.ts';
import { splitPrice } from '../format/price.ts';
import './price-text.css';

interface PriceTextProps {
  readonly value: number;
  readonly scale: PriceScale;
  readonly move: -1 | 0 | 1;
  /** Changes with every move, so that a second move in the same direction flashes again. */
  readonly moves: number;
}

export function PriceText({ value, scale, move, moves }: PriceTextProps) {
  const { lead, pips, point } = splitPrice(value, scale);
  const flash = move === 0 ? undefined : `${move > 0 ? 'up' : 'down'}-${moves % 2}`;
  return (
    <span className="price-text" data-flash={flash}>
      {lead}
      <b>{pips}</b>
      <small>{point}</small>
    </span>
  );
}
