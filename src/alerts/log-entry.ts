/**
 * The one ordered log that determines everything downstream. The engine is `step(entry) -> outputs`: no clock, no I/O,
 * so the same entries give the same events, live, in replay and after a crash.
 */
import type { EpochMs } from '../kernel/units.ts';
import type { CandleSource } from '../conditions/resolved.ts';
import type { Candle } from '../market/candle.ts';
import type { Tick } from '../market/tick.ts';
import type { Alert, AlertId } from './alert.ts';

export type LogEntry =
  | { readonly type: 'tick'; readonly tick: Tick }
  /** Market time has reached `at`: candles that end by then close. Results do not depend on how often beats come, only how soon. */
  | { readonly type: 'beat'; readonly at: EpochMs }
  /**
   * Closed candles from before the engine began to watch a series, oldest first; they warm indicators up and complete forming candles
   * of longer timeframes that contain them. Give longer timeframes first. Candles the engine has itself are left alone.
   */
  | { readonly type: 'history'; readonly source: CandleSource; readonly candles: readonly Candle[] }
  /** Arms the alert, or replaces an armed one by a newer revision. */
  | { readonly type: 'arm'; readonly alert: Alert; readonly at: EpochMs }
  /** Stops evaluation: paused or deleted. */
  | { readonly type: 'disarm'; readonly alert: AlertId; readonly at: EpochMs };
