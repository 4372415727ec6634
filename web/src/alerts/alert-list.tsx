/** Alerts as rows: name and condition, its state, how often and when it fired last; arm, pause, delete, edit. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { useAlertAction } from '../api/actions.ts';
import { formatDayMinute, formatExact } from '../format/time.ts';
import { useServices } from '../services.ts';
import { useZone } from '../settings/use-settings.ts';
import { Severity } from '../ui/badges.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import './alert-list.css';

const ROW_PX = 48;

export interface AlertListProps {
  readonly alerts: readonly AlertView[];
  readonly selected?: number;
  readonly more?: { readonly available: boolean; readonly load: () => void };
  readonly onOpen: (alert: AlertView) => void;
}

export function AlertList({ alerts, selected, more, onOpen }: AlertListProps) {
  const { t } = useTranslation();
  return (
    <VirtualList
      label={t('nav.alerts')}
      items={alerts}
      rowHeight={ROW_PX}
      {...(selected === undefined ? {} : { selected })}
      {...(more === undefined ? {} : { more })}
      keyOf={(alert) => alert.id}
      row={(alert) => <Row alert={alert} onOpen={() => onOpen(alert)} />}
    />
  );
}

function Row({ alert, onOpen }: { alert: AlertView; onOpen: () => void }) {
  const { t } = useTranslation();
  const zone = useZone();
  const unknown = Object.values(alert.unknown).flat();
  return (
    <div className="alert-row" data-status={alert.status}>
      <button type="button" className="alert-row-main" onClick={onOpen}>
        <span className="alert-row-name">
          <Severity value={alert.severity} wordless />
          <span className="clip">{alert.name}</span>
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
      <AlertActions alert={alert} />
    </div>
  );
}

export function useAlertToggle(): (alert: AlertView) => void {
  const { notify } = useServices();
  const failureText = useFailureText();
  const action = useAlertAction();
  return (alert) =>
    action.mutate(
      { id: alert.id, action: alert.status === 'armed' ? 'pause' : 'arm' },
      { onError: (error) => notify({ tone: 'error', text: failureText(error) }) },
    );
}

function AlertActions({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const failureText = useFailureText();
  const toggle = useAlertToggle();
  const action = useAlertAction();
  const armed = alert.status === 'armed';
  const remove = (): void => {
    // A question, because no undo brings back the alert's history of revisions.
    if (!window.confirm(t('alerts.deleteQuestion', { name: alert.name }))) return;
    action.mutate(
      { id: alert.id, action: 'delete' },
      { onError: (error) => notify({ tone: 'error', text: failureText(error) }) },
    );
  };
  return (
    <span className="alert-row-actions">
      <button
        type="button"
        className="button"
        data-size="small"
        aria-label={t(armed ? 'alerts.pauseNamed' : 'alerts.armNamed', { name: alert.name })}
        onClick={() => toggle(alert)}
      >
        {t(armed ? 'alerts.pause' : 'alerts.armAgain')}
      </button>
      <button
        type="button"
        className="button"
        data-kind="danger"
        data-size="small"
        aria-label={t('alerts.deleteNamed', { name: alert.name })}
        onClick={remove}
      >
        {t('delete')}
      </button>
    </span>
  );
}
