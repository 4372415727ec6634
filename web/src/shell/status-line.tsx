/** The last line: what the whole system is doing, in figures. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/queries.ts';
import { useMarketClock } from '../clock/use-now.ts';
import { formatDate, formatTime, zoneName } from '../format/time.ts';
import { useSettings, useZone } from '../settings/use-settings.ts';
import { feedNotice } from './feed-notice.ts';

export function StatusLine() {
  const { t } = useTranslation();
  const zone = useZone();
  const { language } = useSettings();
  const { now } = useMarketClock(1_000);
  const { data } = useStatus();
  const notice = data === undefined ? null : feedNotice(data.feed, language);
  const rejected = Object.values(data?.rejectedTicks ?? {}).reduce((sum, count) => sum + count, 0);
  const reasons = Object.entries(data?.rejectedTicks ?? {}).map(([reason, count]) => `${reason} ${count}`);
  return (
    <footer className="status-line">
      {data !== undefined && (
        <>
          <span>
            {t('status.armed')} <b>{data.alertsArmed}</b>
          </span>
          <Link to="/events">
            {t('status.sent')} <b>{data.deliveries.sent}</b>
          </Link>
          <span>
            {t('status.pending')} <b>{data.deliveries.pending + data.deliveries.sending}</b>
          </span>
          <Link to="/events" data-bad={data.deliveries.dead > 0}>
            {t('status.dead')} <b>{data.deliveries.dead}</b>
          </Link>
          <span title={reasons.join(' · ')}>
            {t('status.rejected')} <b>{rejected}</b>
          </span>
          {notice !== null && <span className="clip">{notice}</span>}
        </>
      )}
      <span className="push">
        {formatDate(now, zone)} <b>{formatTime(now, zone)}</b> {zoneName(zone, now)}
      </span>
      <span>{data === undefined ? '' : `${data.feed.name} · ${data.version}`}</span>
    </footer>
  );
}
