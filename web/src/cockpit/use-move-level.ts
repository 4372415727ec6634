/** A level dragged on the chart: the number in the alert's condition is edited, and a notice offers the way back. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { draftOfView } from '../alerts/alert-form.ts';
import { newAlertKey, useSaveAlert } from '../api/actions.ts';
import { useInstruments } from '../api/queries.ts';
import { moveLevel } from '../chart/level-text.ts';
import type { MoveLevel } from '../chart/price-chart.ts';
import { useServices } from '../services.ts';
import { useFailureText } from '../ui/use-failure-text.ts';
import { parseLevelKey } from './chart-levels.ts';

export function useMoveLevel(alerts: readonly AlertView[]): MoveLevel {
  const { t } = useTranslation();
  const { notify } = useServices();
  const failureText = useFailureText();
  const { data: instruments } = useInstruments();
  const save = useSaveAlert();
  const tell = (text: string): void => notify({ tone: 'error', text });

  return (key, price, putBack) => {
    const { alert: id, price: from } = parseLevelKey(key);
    const alert = alerts.find((one) => one.id === id);
    if (alert === undefined) return;
    const digits = instruments?.find((one) => one.id === alert.instruments[0])?.digits ?? 5;
    const when = moveLevel(alert.when, from, price.toFixed(digits));
    if (when === null) {
      putBack();
      return tell(t('alerts.levelNotFound', { name: alert.name }));
    }
    const edit = (text: string, at: AlertView, onSuccess: (saved: AlertView) => void): void =>
      save.mutate(
        { draft: { ...draftOfView(at), when: text }, from: at, key: newAlertKey() },
        {
          onSuccess,
          onError: (error) => {
            putBack();
            tell(failureText(error));
          },
        },
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
