/** Alerts as rows: name and condition, its state, how often and when it fired last; arm, pause, delete, edit. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { formatDayMinute, formatExact } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { Severity } from '../ui/badges.tsx';
import type { More } from '../ui/listing.tsx';
import type { Marks } from '../ui/use-marks.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { AlertActions } from './alert-actions.tsx';
import './alert-list.css';

const ROW_PX = 48;

interface AlertListProps {
  readonly alerts: readonly AlertView[];
  readonly selected?: number;
  /** Where many can be acted on at once: a box before each row. */
  readonly marks?: Marks;
  readonly more?: More;
  readonly onOpen: (alert: AlertView) => void;
}

export function AlertList({ alerts, selected, marks, more, onOpen }: AlertListProps) {
  const { t } = useTranslation();
  return (
    <VirtualList
      label={t('nav.alerts')}
      items={alerts}
      rowHeight={ROW_PX}
      {...(selected === undefined ? {} : { selected })}
      {...(more === undefined ? {} : { more })}
      keyOf={(alert) => alert.id}
      row={(alert) => <Row alert={alert} marks={marks} onOpen={() => onOpen(alert)} />}
    />
  );
}

interface RowProps {
  readonly alert: AlertView;
  readonly marks: Marks | undefined;
  readonly onOpen: () => void;
}

function Row({ alert, marks, onOpen }: RowProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const unknown = Object.values(alert.unknown).flat();
  const warnings = alert.warnings.map(({ code, name }) => t(`alertWarning.${code}`, { name })).join('\n');
  return (
    <div className="alert-row" data-status={alert.status} data-marked={marks?.has(alert.id)}>
      {marks !== undefined && (
        <label className="alert-row-mark">
          <input
            type="checkbox"
            aria-label={t('alerts.mark', { name: alert.name })}
            checked={marks.has(alert.id)}
            onChange={() => marks.toggle(alert.id)}
          />
        </label>
      )}
      <button type="button" className="alert-row-main" onClick={onOpen}>
        <span className="alert-row-name">
          <Severity value={alert.severity} wordless />
          <span className="clip">{alert.name}</span>
          {warnings !== '' && (
            <span className="badge" data-tone="accent" role="img" aria-label={warnings} title={warnings}>
              !
            </span>
          )}
        </span>
        <span className="alert-row-condition clip">
          <span className="muted">{alert.instruments.join(' ')}</span> <code>{alert.when}</code>
        </span>
      </button>
      <span className="alert-row-facts">
        <span>
          {alert.status === 'armed' && unknown.length > 0 ? (
            <span className="badge" data-tone="muted" title={unknown.map((one) => one.operand).join(', ')}>
              {t(`unknown.${unknown[0]?.reason ?? 'stale'}`)}
            </span>
          ) : (
            <span className="badge" data-tone={alert.status === 'armed' ? 'good' : 'muted'}>
              {t(`alertStatus.${alert.status}`)}
            </span>
          )}
        </span>
        <span className="muted">
          {alert.lastFiredAt === null ? (
            t('alerts.neverFired')
          ) : (
            <time dateTime={alert.lastFiredAt} title={formatExact(Date.parse(alert.lastFiredAt), zone)}>
              ×{alert.firings} · {formatDayMinute(Date.parse(alert.lastFiredAt), zone)}
            </time>
          )}
        </span>
      </span>
      <span className="alert-row-actions">
        <AlertActions alert={alert} />
      </span>
    </div>
  );
}
