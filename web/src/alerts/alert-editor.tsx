/** Making and changing an alert: condition, what it depends on, what it would have done, whom to tell. Ctrl+Enter arms. */
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView, DryRunAnswer } from '../../../src/api/contract/alerts.ts';
import { useInstruments } from '../api/queries.ts';
import { ConditionEditor } from '../editor/condition-editor.tsx';
import { withSuggestion } from '../editor/error-range.ts';
import { useServices } from '../services.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Segments } from '../ui/segments.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import { AlertActions } from './alert-actions.tsx';
import { AlertFields } from './alert-fields.tsx';
import { BlindTimes } from './blind-times.tsx';
import { ConditionFacts } from './condition-facts.tsx';
import { DryRunView } from './dry-run-view.tsx';
import { InstrumentPicker } from './instrument-picker.tsx';
import { useAlertEditing, type AlertStart } from './use-alert-editing.ts';
import './alert-editor.css';

/** What the chart beside the editor draws of it. */
export interface EditorPreview {
  readonly levels: readonly number[];
  readonly firings: DryRunAnswer['firings'];
}

interface AlertEditorProps {
  /** Null for a new one. */
  readonly alert: AlertView | null;
  readonly start: AlertStart;
  readonly onPreview: (preview: EditorPreview | null) => void;
  readonly onClose: () => void;
  /** Opens a new alert with this condition: the way back to one that was left. */
  readonly onReopen: (when: string) => void;
}

export function AlertEditor({ alert, start, onPreview, onClose, onReopen }: AlertEditorProps) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const editing = useAlertEditing({ alert, start, onSaved: onClose });
  const leave = (): void => {
    const { when } = editing.form;
    if (alert === null && when.trim() !== '')
      notify({
        tone: 'info',
        text: t('alerts.left', { when }),
        action: { label: t('alerts.goOn'), run: () => onReopen(when) },
      });
    onClose();
  };
  useShortcuts({ Escape: leave });
  usePreview(editing, onPreview);
  return (
    <form
      className="panel alert-editor"
      aria-label={t(alert === null ? 'alerts.new' : 'alerts.edit')}
      onSubmit={(event) => {
        event.preventDefault();
        editing.arm();
      }}
    >
      <div className="panel-head">
        <h2 className="clip">{alert === null ? t('alerts.new') : alert.name}</h2>
        {alert !== null && (
          <span className="muted alert-editor-history">
            {t('alerts.revision', { revision: alert.revision })} ·{' '}
            <Link to="/events" search={{ alert: alert.id }} className="link">
              {t('alerts.firings', { number: alert.firings })}
            </Link>
          </span>
        )}
        <button type="button" className="button push" data-kind="quiet" data-size="small" onClick={leave}>
          {t('close')} <kbd>Esc</kbd>
        </button>
      </div>
      <div className="panel-body alert-editor-body">
        <Condition editing={editing} isNew={alert === null} />
        {alert?.warnings.map(({ code, name }) => (
          <p key={name} className="accent">
            {t(`alertWarning.${code}`, { name })}
          </p>
        ))}
        {alert !== null && <BlindTimes alert={alert.id} />}
        <AlertFields form={editing.form} problems={editing.problems} onChange={editing.change} />
      </div>
      <Foot editing={editing} alert={alert} onCancel={leave} onDeleted={onClose} />
    </form>
  );
}

type Editing = ReturnType<typeof useAlertEditing>;

function usePreview(editing: Editing, onPreview: AlertEditorProps['onPreview']): void {
  const { fine, check, dryRun } = editing;
  const levels = check.answer?.ok === true ? check.answer.levels : undefined;
  const firings = fine ? dryRun.query.data?.firings : undefined;
  useEffect(() => onPreview({ levels: levels ?? [], firings: firings ?? [] }), [onPreview, levels, firings]);
  useEffect(() => () => onPreview(null), [onPreview]);
}

/** What is watched, and everything that is known of it beforehand. */
function Condition({ editing, isNew }: { editing: Editing; isNew: boolean }) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const { data: instruments } = useInstruments();
  const { form, change, check, dryRun, fine } = editing;
  const instrument = form.instruments[0] ?? '';
  return (
    <>
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
        instrument={instrument}
        basis={form.price}
        autoFocus={isNew}
        error={check.mistake}
        onChange={(when) => change({ when })}
        onSubmit={editing.arm}
      />
      {check.answer === undefined ? (
        <ConditionExamples onPick={(when) => change({ when })} />
      ) : (
        <ConditionFacts
          answer={check.answer}
          instrument={instrument}
          onMend={(error) => change({ when: withSuggestion(form.when, error) })}
        />
      )}
      {check.error !== null && <p className="bad">{failureText(check.error)}</p>}
      <DryRunView
        answer={dryRun.query.data}
        error={dryRun.query.error}
        busy={dryRun.query.isFetching}
        ready={fine}
        days={dryRun.days}
        digits={instruments?.find((one) => one.id === instrument)?.digits ?? 5}
        onDays={dryRun.setDays}
      />
    </>
  );
}

interface FootProps {
  readonly editing: Editing;
  readonly alert: AlertView | null;
  readonly onCancel: () => void;
  readonly onDeleted: () => void;
}

function Foot({ editing, alert, onCancel, onDeleted }: FootProps) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const { save, fine } = editing;
  return (
    <footer className="alert-editor-foot">
      {save.error !== null && (
        <p className="bad" role="alert">
          {failureText(save.error)}
        </p>
      )}
      <button className="button" data-kind="primary" disabled={!fine || save.pending}>
        {t(alert === null ? 'alerts.arm' : 'alerts.saveAndArm')} <kbd>Ctrl ⏎</kbd>
      </button>
      <button type="button" className="button" data-kind="quiet" onClick={onCancel}>
        {t('cancel')}
      </button>
      {alert !== null && (
        <span className="alert-editor-actions">
          <AlertActions alert={alert} onDeleted={onDeleted} />
        </span>
      )}
    </footer>
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
