/** Arm, pause and delete, wherever an alert is shown. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { useAlertAction } from '../api/actions.ts';
import { useServices } from '../services.ts';
import { useFailureText } from '../ui/use-failure-text.ts';

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

export function AlertActions({ alert, onDeleted }: { alert: AlertView; onDeleted?: () => void }) {
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
      {
        onSuccess: () => onDeleted?.(),
        onError: (error) => notify({ tone: 'error', text: failureText(error) }),
      },
    );
  };
  return (
    <>
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
    </>
  );
}
