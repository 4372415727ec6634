/** technicalindicators, through require: its ES modules do not load in Node, and its types are wrong about nextValue. */
import { createRequire } from 'node:module';

interface Stream {
  nextValue(input: unknown): unknown;
}

type StreamClass = new (options: Readonly<Record<string, unknown>>) => Stream;

const require = createRequire(import.meta.url);

export const technicalIndicators = require('technicalindicators') as Readonly<
  Record<
    | 'SMA'
    | 'EMA'
    | 'WMA'
    | 'RSI'
    | 'MACD'
    | 'BollingerBands'
    | 'ATR'
    | 'ADX'
    | 'Stochastic'
    | 'CCI'
    | 'ROC'
    | 'SD'
    | 'WEMA'
    | 'TRIX'
    | 'WilliamsR'
    | 'TrueRange'
    | 'Highest'
    | 'Lowest'
    | 'AwesomeOscillator'
    | 'OBV'
    | 'ForceIndex',
    StreamClass
  >
>;
