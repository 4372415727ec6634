/** What follows from bid and ask, as the decimals they are: written out and read again, prices having at most eight decimals. */
interface BothSides {
  readonly bid: number;
  readonly ask: number;
}

export function middleOf({ bid, ask }: BothSides): number {
  return Number(((bid + ask) / 2).toFixed(9));
}

export function spreadOf({ bid, ask }: BothSides): number {
  return Number((ask - bid).toFixed(8));
}
