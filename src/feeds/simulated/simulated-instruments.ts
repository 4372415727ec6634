/** What the simulated market quotes. Values and spreads are of the right order of magnitude, and nothing more. */

/** Value in US dollars at rest, and the standard deviation of a day's change of it. */
export const SIMULATED_CURRENCIES: Readonly<
  Record<string, { readonly dollars: number; readonly dailySigma: number }>
> = {
  USD: { dollars: 1, dailySigma: 0.0028 },
  EUR: { dollars: 1.1, dailySigma: 0.0028 },
  JPY: { dollars: 1 / 150, dailySigma: 0.0037 },
  GBP: { dollars: 1.29, dailySigma: 0.0032 },
  CHF: { dollars: 1.14, dailySigma: 0.0029 },
  AUD: { dollars: 0.66, dailySigma: 0.004 },
  NZD: { dollars: 0.6, dailySigma: 0.0041 },
  CAD: { dollars: 0.73, dailySigma: 0.0026 },
  XAU: { dollars: 2_650, dailySigma: 0.008 },
  XAG: { dollars: 31, dailySigma: 0.014 },
};

/** `spreadPips` in a calm hour; `ticksPerSecond` in an hour of average activity. */
export interface SimulatedInstrument {
  readonly id: string;
  readonly spreadPips: number;
  readonly ticksPerSecond: number;
}

const of = (id: string, spreadPips: number, ticksPerSecond: number): SimulatedInstrument => ({
  id,
  spreadPips,
  ticksPerSecond,
});

export const SIMULATED_INSTRUMENTS: readonly SimulatedInstrument[] = [
  of('EURUSD', 0.2, 1.2),
  of('USDJPY', 0.3, 1.2),
  of('GBPUSD', 0.5, 1),
  of('AUDUSD', 0.4, 0.7),
  of('USDCHF', 0.7, 0.6),
  of('USDCAD', 0.6, 0.6),
  of('NZDUSD', 0.8, 0.6),
  of('EURJPY', 0.6, 0.8),
  of('GBPJPY', 1.1, 0.9),
  of('AUDJPY', 0.8, 0.7),
  of('CHFJPY', 1.3, 0.5),
  of('CADJPY', 1.1, 0.5),
  of('NZDJPY', 1.2, 0.5),
  of('EURGBP', 0.6, 0.6),
  of('EURCHF', 0.9, 0.5),
  of('EURAUD', 1.3, 0.6),
  of('AUDNZD', 1.6, 0.5),
  of('XAUUSD', 2, 1.2),
  of('XAGUSD', 2, 0.7),
];
