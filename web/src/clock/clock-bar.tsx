/** The clock of the top bar: the three centres, the next fix or cut with its countdown, and weeks of unequal clocks. */
import { useTranslation } from 'react-i18next';
import { formatCountdown } from '../format/age.ts';
import { formatExact } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { centresAt, hoursBehindLondon, nextMoment } from './fx-clock.ts';
import { useMarketClock } from './use-now.ts';
import './clock-bar.css';

/** Where there is no room for the names. */
const CODES = { tokyo: 'TYO', london: 'LDN', newYork: 'NYC' } as const;

export function ClockBar() {
  const { t } = useTranslation();
  const zone = useZone();
  const { now, ownClock } = useMarketClock(1_000);
  const moment = nextMoment(now);
  const behind = hoursBehindLondon(now);
  return (
    <div className="clock-bar" role="group" aria-label={t('clock.label')}>
      {centresAt(now).map((centre) => (
        <span
          key={centre.name}
          className="clock-centre"
          data-open={centre.open}
          title={t(centre.open ? 'clock.open' : 'clock.closed', { centre: t(`clock.${centre.name}`) })}
        >
          <i aria-hidden="true" />
          <span className="clock-name">{t(`clock.${centre.name}`)}</span>
          <abbr>{CODES[centre.name]}</abbr> <b>{centre.time}</b>
        </span>
      ))}
      <span className="clock-next" title={formatExact(moment.at, zone)}>
        {t(`clock.moments.${moment.name}`)} <b>{formatCountdown(moment.at - now)}</b>
      </span>
      {behind !== null && <span className="clock-notice">{t('clock.unequal', { hours: behind })}</span>}
      {ownClock && <span className="clock-notice">{t('clock.own')}</span>}
    </div>
  );
}
