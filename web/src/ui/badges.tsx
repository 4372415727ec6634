/** Small marks with a shape and a word, never colour alone. */
import { useTranslation } from 'react-i18next';

type SeverityName = 'low' | 'medium' | 'high' | 'critical';

const SHAPES: Readonly<Record<SeverityName, string>> = {
  low: 'M1 5h8',
  medium: 'M5 1a4 4 0 1 0 0 8a4 4 0 0 0 0-8z',
  high: 'M5 1l4.5 8h-9z',
  critical: 'M5 0l5 5l-5 5l-5-5z',
};

export function Severity({ value, wordless = false }: { value: SeverityName; wordless?: boolean }) {
  const { t } = useTranslation();
  const word = t(`severity.${value}`);
  return (
    <span className="severity" data-severity={value} title={word}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path
          d={SHAPES[value]}
          fill={value === 'low' ? 'none' : 'currentColor'}
          stroke="currentColor"
          strokeWidth="1.6"
        />
      </svg>
      {wordless ? <span className="visually-hidden">{word}</span> : word}
    </span>
  );
}

export function SimulatedBadge() {
  const { t } = useTranslation();
  return (
    <span className="badge" data-tone="simulated" title={t('feed.simulatedWhy')}>
      {t('feed.simulated')}
    </span>
  );
}
