/** `changes when an H1 candle of EURUSD closes`, from the clock of a condition. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';

export function useClockText(): (clock: AlertView['clock']) => string {
  const { t } = useTranslation();
  return ({ ticks, closes }) => {
    const parts = [
      ...(ticks.length > 0 ? [t('clockText.ticks', { instruments: ticks.join(', ') })] : []),
      ...closes.map((close) => t('clockText.close', { ...close })),
    ];
    return parts.join(t('clockText.or'));
  };
}
