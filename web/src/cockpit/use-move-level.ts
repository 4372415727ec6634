/** A level dragged on the chart: the number in the alert's condition is edited, and a notice offers the way back. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { draftOfView } from '../alerts/alert-form.ts';
import { newAlertKey, useSaveAlert } from '../api/actions.ts';
import { useInstruments } from '../api/queries.ts';
import { moveLevel } from '../chart/level-text.ts';
import { useServices } from '../services.ts';
import { useFailureText } from '../ui/use-failure-text.ts';
import { parseLevelKey } from './chart-levels.ts';

export function useMoveLevel(alerts: readonly AlertView[]): (key: string, price: number) => void {
  const { t } = useTranslation();
  const { notify, queries } = useServices();
  const failureText = useFailureText();
  const { data: instruments } = useInstruments();
  const save = useSaveAlert();
  const fail = (error: Error): void => {
    notify({ tone: 'error', text: failureText(error) });
    // The line is where it was dropped; the stored alert says where it belongs.
    void queries.invalidateQueries({ queryKey: ['alerts'] });
  };

  return (key, price) => {
    const { alert: id, price: from } = parseLevelKey(key);
    const alert = alerts.find((one) => one.id === id);
    if (alert === undefined) return;
    const digits = instruments?.find((one) => one.id === alert.instruments[0])?.digits ?? 5;
    const when = moveLevel(alert.when, from, price.toFixed(digits));
    if (when === null) {
      fail(new Error(t('alerts.levelNotFound', { name: alert.name })));
      return;
    }
    const edit = (text: string, at: AlertView, onSuccess: (saved: AlertView) => void): void =>
      save.mutate(
        { draft: { ...draftOfView(at), when: text }, from: at, key: newAlertKey() },
        { onSuccess, onError: fail },
      );
    edit(when, alert, (saved) =>
      notify({
        tone: 'info',
        text: t('alerts.levelMoved', {
          name: alert.name,
          from: from.toFixed(digits),
          to: price.toFixed(digits),
        }),
        action: { label: t('undo'), run: () => edit(alert.when, saved, () => undefined) },
      }),
    );
  };
}
