/** The last twelve hours in a corner: shape only, the figures stand beside it. Asked for again as each candle closes. */
import { useCandles } from '../api/queries.ts';
import { sparkPath } from './spark-path.ts';

const M15_MS = 900_000;
const BOX = { width: 46, height: 16 };

export function Sparkline({ instrument }: { instrument: string }) {
  const { data } = useCandles(
    { instrument, timeframe: 'M15', price: 'bid', limit: 48 },
    { refetchInterval: M15_MS },
  );
  const path = sparkPath(data?.candles.map((candle) => candle.close) ?? [], BOX);
  return (
    <svg className="sparkline" width={BOX.width} height={BOX.height} viewBox="-1 -1 48 18" aria-hidden="true">
      {path !== null && <path d={path} />}
    </svg>
  );
}
