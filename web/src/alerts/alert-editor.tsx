/** Making and changing an alert: condition, what it depends on, what it would have done, whom to tell. Ctrl+Enter arms. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView, DryRunAnswer } from '../../../src/api/contract/alerts.ts';
import { newAlertKey, useSaveAlert } from '../api/actions.ts';
import { ApiFailure } from '../api/problem.ts';
import { useInstruments } from '../api/queries.ts';
import { ConditionEditor } from '../editor/condition-editor.tsx';
import { withSuggestion } from '../editor/error-range.ts';
import { useServices } from '../services.ts';
import { useZone } from '../settings/use-settings.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Segments } from '../ui/segments.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import { AlertActions } from './alert-actions.tsx';
import { AlertFields } from './alert-fields.tsx';
import { draftOf, formOf, newForm, problemsOf, type AlertForm } from './alert-form.ts';
import { ConditionFacts } from './condition-facts.tsx';
import { DryRunView } from './dry-run-view.tsx';
import { InstrumentPicker } from './instrument-picker.tsx';
import { useCheck, useDryRun } from './use-check.ts';
import './alert-editor.css';

/** What the chart beside the editor draws of it. */
export interface EditorPreview {
  readonly levels: readonly number[];
  readonly firings: DryRunAnswer['firings'];
}

interface AlertEditorProps {
  /** Null for a new one. */
  readonly alert: AlertView | null;
  readonly start: Pick<AlertForm, 'instruments' | 'price' | 'when' | 'channels'>;
  readonly onPreview: (preview: EditorPreview | null) => void;
  readonly onClose: () => void;
}

export function AlertEditor({ alert, start, onPreview, onClose }: AlertEditorProps) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const zone = useZone();
  const failureText = useFailureText();
  const { data: instruments } = useInstruments();
  const save = useSaveAlert();
  const [key] = useState(newAlertKey);
  const [openedAt] = useState(() => Date.now());
  const [form, setForm] = useState(() => (alert === null ? newForm(start) : formOf(alert, zone)));
  const [days, setDays] = useState(30);
  const change = (part: Partial<AlertForm>): void => setForm((current) => ({ ...current, ...part }));

  const [instrument] = form.instruments;
  const check = useCheck({ when: form.when, instrument, price: form.price });
  const answer = form.when.trim() === '' ? undefined : check.data;
  const problems = problemsOf(form, zone, openedAt);
  const fine = answer?.ok === true && Object.keys(problems).length === 0;
  const draft = fine ? draftOf(form, zone) : null;
  const dryRun = useDryRun(draft, days);
  const digits = instruments?.find((one) => one.id === instrument)?.digits ?? 5;

  const levels = answer?.ok === true ? answer.levels : undefined;
  const firings = fine ? dryRun.data?.firings : undefined;
  useEffect(() => onPreview({ levels: levels ?? [], firings: firings ?? [] }), [onPreview, levels, firings]);
  useEffect(() => () => onPreview(null), [onPreview]);
  useShortcuts({ Escape: onClose });

  const refused = save.error instanceof ApiFailure ? save.error.problem?.condition : undefined;
  const arm = (): void => {
    if (draft === null || save.isPending) return;
    save.mutate(
      { draft, from: alert, key },
      {
        onSuccess: ({ warnings }) => {
          notify({
            tone: 'info',
            text: t(alert === null ? 'alerts.armedNotice' : 'alerts.savedNotice', { name: draft.name }),
          });
          for (const { code, name } of warnings)
            notify({ tone: 'error', text: t(`alertWarning.${code}`, { name }) });
          onClose();
        },
      },
    );
  };

  return (
    <form
      className="panel alert-editor"
      aria-label={t(alert === null ? 'alerts.new' : 'alerts.edit')}
      onSubmit={(event) => {
        event.preventDefault();
        arm();
      }}
    >
      <div className="panel-head">
        <h2 className="clip">{alert === null ? t('alerts.new') : alert.name}</h2>
        {alert !== null && (
          <span className="muted">{t('alerts.revision', { revision: alert.revision })}</span>
        )}
        <button type="button" className="button push" data-kind="quiet" data-size="small" onClick={onClose}>
          {t('close')} <kbd>Esc</kbd>
        </button>
      </div>
      <div className="panel-body alert-editor-body">
        <div className="alert-editor-row">
          <InstrumentPicker value={form.instruments} onChange={(next) => change({ instruments: next })} />
          <Segments
            label={t('alerts.basis')}
            options={(['bid', 'mid', 'ask'] as const).map((value) => ({ value, text: t(`quotes.${value}`) }))}
            value={form.price}
            onChange={(price) => change({ price })}
          />
        </div>
        <ConditionEditor
          value={form.when}
          label={t('condition.label')}
          example={t('condition.example')}
          instrument={instrument ?? ''}
          basis={form.price}
          autoFocus={alert === null}
          error={answer?.ok === false ? answer.error : (refused ?? null)}
          onChange={(when) => change({ when })}
          onSubmit={arm}
        />
        {answer !== undefined ? (
          <ConditionFacts
            answer={answer}
            instrument={instrument ?? ''}
            onMend={(error) => change({ when: withSuggestion(form.when, error) })}
          />
        ) : (
          <ConditionExamples onPick={(when) => change({ when })} />
        )}
        {check.error !== null && <p className="bad">{failureText(check.error)}</p>}
        <DryRunView
          answer={dryRun.data}
          error={dryRun.error}
          busy={dryRun.isFetching}
          ready={fine}
          days={days}
          digits={digits}
          onDays={setDays}
        />
        {alert?.warnings.map(({ code, name }) => (
          <p key={name} className="accent">
            {t(`alertWarning.${code}`, { name })}
          </p>
        ))}
        <AlertFields form={form} problems={problems} onChange={change} />
      </div>
      <footer className="alert-editor-foot">
        {save.error !== null && (
          <p className="bad" role="alert">
            {failureText(save.error)}
          </p>
        )}
        <button className="button" data-kind="primary" disabled={!fine || save.isPending}>
          {t(alert === null ? 'alerts.arm' : 'alerts.saveAndArm')} <kbd>Ctrl ⏎</kbd>
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onClose}>
          {t('cancel')}
        </button>
        {alert !== null && (
          <span className="alert-editor-actions">
            <AlertActions alert={alert} onDeleted={onClose} />
          </span>
        )}
      </footer>
    </form>
  );
}

const EXAMPLES = [
  'close@H1 crosses above highest(20)[1]',
  'rsi(14)@M15 < 30 and close@H1 > sma(200)',
  'mid rises by 20 pips in 15m',
];

function ConditionExamples({ onPick }: { onPick: (when: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="condition-examples">
      <h3>{t('condition.examples')}</h3>
      {EXAMPLES.map((example) => (
        <button key={example} type="button" className="code" onClick={() => onPick(example)}>
          {example}
        </button>
      ))}
    </div>
  );
}
