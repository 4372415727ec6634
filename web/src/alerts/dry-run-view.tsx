/** "Would have fired N times in the last D days, here": the count, how sure it is, and the last times. */
import { useTranslation } from 'react-i18next';
import type { DryRunAnswer } from '../../../src/api/contract/alerts.ts';
import { ApiFailure } from '../api/problem.ts';
import { formatPrice } from '../format/price.ts';
import { formatDayMinute, formatExact, zoneName } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { Segments } from '../ui/segments.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import './dry-run-view.css';

const LISTED = 6;

interface DryRunViewProps {
  readonly answer: DryRunAnswer | undefined;
  readonly error: Error | null;
  readonly busy: boolean;
  /** There is a condition that can be tested. */
  readonly ready: boolean;
  readonly days: number;
  readonly digits: number;
  readonly onDays: (days: number) => void;
}

export function DryRunView({ answer, error, busy, ready, days, digits, onDays }: DryRunViewProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const failureText = useFailureText();
  return (
    <section className="dry-run" aria-busy={busy}>
      <header>
        <h3>{t('dryRun.title')}</h3>
        <Segments
          label={t('dryRun.days')}
          options={['7', '30', '90'].map((value) => ({ value, text: t('dryRun.lastDays', { days: value }) }))}
          value={String(days)}
          onChange={(value) => onDays(Number(value))}
        />
      </header>
      {error !== null ? (
        <p className="bad">{isTooLong(error) ? t('dryRun.tooLong') : failureText(error)}</p>
      ) : !ready ? (
        <p className="muted">{t('dryRun.notYet')}</p>
      ) : answer === undefined ? (
        <p className="muted">{t('dryRun.running')}</p>
      ) : answer.basis === 'none' ? (
        <p className="muted">{t('dryRun.noData')}</p>
      ) : (
        <div data-old={busy}>
          <p className="dry-run-count">
            <b>{answer.count}</b> {t('dryRun.times', { count: answer.count })}
            {answer.perWeek !== null && (
              <span className="muted">{t('dryRun.perWeek', { number: answer.perWeek.toFixed(1) })}</span>
            )}
          </p>
          <p className="muted">
            {t('dryRun.covered', { days: answer.daysCovered.toFixed(1) })} ·{' '}
            {t(`dryRun.basis.${answer.basis}`)} · {Math.round(answer.tookMs)} ms
          </p>
          <ul>
            {answer.firings
              .slice(-LISTED)
              .reverse()
              .map((firing) => (
                <li key={`${firing.at} ${firing.instrument}`}>
                  <time dateTime={firing.at} title={formatExact(Date.parse(firing.at), zone)}>
                    {formatDayMinute(Date.parse(firing.at), zone)}
                  </time>
                  <span>{firing.instrument}</span>
                  <span className="number">{formatPrice(firing.bid, digits)}</span>
                </li>
              ))}
            {answer.count > 0 && (
              <li className="muted">
                {t('dryRun.onChart', { zone: zoneName(zone, Date.parse(answer.to)) })}
              </li>
            )}
          </ul>
        </div>
      )}
    </section>
  );
}

function isTooLong(error: Error): boolean {
  return error instanceof ApiFailure && (error.code === 'timeout' || error.code === 'unavailable');
}
