/** What the editor knows while an alert is written: the form, what the language and the past say of it, and the saving. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { newAlertKey, useSaveAlert } from '../api/actions.ts';
import { ApiFailure } from '../api/problem.ts';
import { useServices } from '../services.ts';
import { useZone } from '../settings/use-settings.ts';
import { draftOf, formOf, newForm, problemsOf, type AlertForm } from './alert-form.ts';
import { useCheck, useDryRun } from './use-check.ts';

export type AlertStart = Pick<AlertForm, 'instruments' | 'price' | 'when' | 'channels'>;

interface EditingOptions {
  /** Null for a new one. */
  readonly alert: AlertView | null;
  readonly start: AlertStart;
  readonly onSaved: () => void;
}

export function useAlertEditing({ alert, start, onSaved }: EditingOptions) {
  const zone = useZone();
  const [openedAt] = useState(() => Date.now());
  const [form, setForm] = useState(() => (alert === null ? newForm(start) : formOf(alert, zone)));
  const [days, setDays] = useState(30);

  const check = useCheck({ when: form.when, instrument: form.instruments[0], price: form.price });
  const answer = form.when.trim() === '' ? undefined : check.data;
  const problems = problemsOf(form, zone, openedAt);
  const fine = answer?.ok === true && Object.keys(problems).length === 0;
  const draft = fine ? draftOf(form, zone) : null;
  const dryRun = useDryRun(draft, days);
  const { save, arm } = useArming(alert, onSaved);
  const refused = save.error instanceof ApiFailure ? save.error.problem?.condition : undefined;

  return {
    form,
    change: (part: Partial<AlertForm>): void => setForm((current) => ({ ...current, ...part })),
    problems,
    /** The whole form can be armed as it stands. */
    fine,
    check: {
      answer,
      error: check.error,
      /** Where the condition is wrong, if it is. */
      mistake: answer?.ok === false ? answer.error : (refused ?? null),
    },
    dryRun: { query: dryRun, days, setDays },
    save: { error: save.error, pending: save.isPending },
    arm: (): void => {
      if (draft !== null && !save.isPending) arm(draft);
    },
  };
}

/** Saves, tells so, and passes on what the server warns of. */
function useArming(alert: AlertView | null, onSaved: () => void) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const save = useSaveAlert();
  const [key] = useState(newAlertKey);
  const arm = (draft: ReturnType<typeof draftOf>): void =>
    save.mutate(
      { draft, from: alert, key },
      {
        onSuccess: ({ warnings }) => {
          const text = t(alert === null ? 'alerts.armedNotice' : 'alerts.savedNotice', { name: draft.name });
          notify({ tone: 'info', text });
          for (const { code, name } of warnings)
            notify({ tone: 'error', text: t(`alertWarning.${code}`, { name }) });
          onSaved();
        },
      },
    );
  return { save, arm };
}
