/** When the alert could not be judged since its last edit: nobody learns of it from silence. Shows nothing where there is nothing. */
import { useTranslation } from 'react-i18next';
import { useBlindTimes } from '../api/queries.ts';
import { formatAge } from '../format/age.ts';
import { formatDayMinute, formatExact } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';

const LISTED = 3;

export function BlindTimes({ alert }: { alert: string }) {
  const { t } = useTranslation();
  const zone = useZone();
  const { data: spans = [] } = useBlindTimes(alert);
  if (spans.length === 0) return null;
  return (
    <section aria-label={t('alerts.blind')}>
      <h3 title={t('alerts.blindLong')}>{t('alerts.blind')}</h3>
      <ul className="muted">
        {spans.slice(0, LISTED).map(({ from, to }) => (
          <li key={from}>
            <time
              dateTime={from}
              title={`${formatExact(Date.parse(from), zone)} – ${formatExact(Date.parse(to), zone)}`}
            >
              {formatDayMinute(Date.parse(from), zone)}
            </time>{' '}
            · {formatAge(Date.parse(to) - Date.parse(from))}
          </li>
        ))}
        {spans.length > LISTED && <li>{t('alerts.blindMore', { number: spans.length - LISTED })}</li>}
      </ul>
    </section>
  );
}
