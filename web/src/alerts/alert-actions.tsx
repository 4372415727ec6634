/** Arm, pause and delete, one alert or many, wherever they are shown. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { useAlertAction, type AlertAction } from '../api/actions.ts';
import { useServices } from '../services.ts';
import { useFailureText } from '../ui/use-failure-text.ts';

type ChangeAlerts = (alerts: readonly AlertView[], action: AlertAction, onDone?: () => void) => void;

/** Asks before it deletes; tells in a notice what could not be done, and why. */
export function useChangeAlerts(): ChangeAlerts {
  const { t } = useTranslation();
  const { notify } = useServices();
  const failureText = useFailureText();
  const action = useAlertAction();
  return (alerts, what, onDone) => {
    const [first] = alerts;
    if (first === undefined) return;
    const question =
      alerts.length === 1
        ? t('alerts.deleteQuestion', { name: first.name })
        : t('alerts.deleteManyQuestion', { number: alerts.length });
    // A question, because no undo brings back the alert's history of revisions.
    if (what === 'delete' && !window.confirm(question)) return;
    action.mutate(
      { ids: alerts.map((alert) => alert.id), action: what },
      {
        onSuccess: (failed) => {
          const [refusal] = failed;
          if (refusal === undefined) return onDone?.();
          const text = failureText(refusal.error);
          const name = alerts.find((alert) => alert.id === refusal.id)?.name ?? '';
          notify({
            tone: 'error',
            text:
              failed.length === 1
                ? `${name}: ${text}`
                : t('alerts.manyFailed', { number: failed.length, text }),
          });
        },
      },
    );
  };
}

/** What one key or button does to these alerts: while any is armed, they are paused. */
export function toggleOf(alerts: readonly AlertView[]): 'arm' | 'pause' {
  return alerts.some((alert) => alert.status === 'armed') ? 'pause' : 'arm';
}

export function AlertActions({ alert, onDeleted }: { alert: AlertView; onDeleted?: () => void }) {
  const { t } = useTranslation();
  const change = useChangeAlerts();
  const toggle = toggleOf([alert]);
  return (
    <>
      <button
        type="button"
        className="button"
        data-size="small"
        aria-label={t(`alerts.${toggle}Named`, { name: alert.name })}
        onClick={() => change([alert], toggle)}
      >
        {t(toggle === 'pause' ? 'alerts.pause' : 'alerts.armAgain')}
      </button>
      <button
        type="button"
        className="button"
        data-kind="danger"
        data-size="small"
        aria-label={t('alerts.deleteNamed', { name: alert.name })}
        onClick={() => change([alert], 'delete', onDeleted)}
      >
        {t('delete')}
      </button>
    </>
  );
}
