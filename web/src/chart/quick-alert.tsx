/** The shortest way to an alert: a point on the chart, Enter. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import { newAlertKey, useSaveAlert } from '../api/actions.ts';
import { useChannels } from '../api/queries.ts';
import { useServices } from '../services.ts';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { Segments } from '../ui/segments.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import type { ChartPoint } from './chart-canvas.tsx';
import './quick-alert.css';

type Direction = 'crosses' | 'crosses above' | 'crosses below';

interface QuickAlertProps {
  readonly instrument: InstrumentView;
  readonly basis: 'bid' | 'ask' | 'mid';
  readonly point: ChartPoint;
  /** Opens the editor with this condition. */
  readonly onEdit: (when: string) => void;
  readonly onClose: () => void;
}

export function QuickAlert({ instrument, basis, point, onEdit, onClose }: QuickAlertProps) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const failureText = useFailureText();
  const { data: channels } = useChannels();
  const save = useSaveAlert();
  const [direction, setDirection] = useState<Direction>('crosses');
  const [level, setLevel] = useState(point.price.toFixed(instrument.digits));
  const [key] = useState(newAlertKey);
  useShortcuts({ Escape: onClose });

  const names = channels?.filter((channel) => channel.enabled).map((channel) => channel.name) ?? [];
  const when = `${basis} ${direction} ${level}`;
  const arm = (event: FormEvent): void => {
    event.preventDefault();
    const draft = { name: `${instrument.id} ${when}`, instruments: [instrument.id], when, channels: names };
    save.mutate(
      { draft, from: null, key },
      {
        onSuccess: () => {
          notify({ tone: 'info', text: t('alerts.armedNotice', { name: draft.name }) });
          onClose();
        },
      },
    );
  };

  return (
    <form
      className="quick-alert"
      aria-label={t('quick.label')}
      style={{
        left: `clamp(8px, ${point.x}px, calc(100% - 328px))`,
        top: `clamp(8px, ${point.y}px, calc(100% - 190px))`,
      }}
      onSubmit={arm}
    >
      <p>
        {t('quick.when')} <b>{instrument.id}</b> {t(`quotes.${basis}`)}
      </p>
      <Segments
        label={t('quick.direction')}
        options={(['crosses', 'crosses above', 'crosses below'] as const).map((value) => ({
          value,
          text: t(`quick.${value === 'crosses' ? 'either' : value === 'crosses above' ? 'above' : 'below'}`),
        }))}
        value={direction}
        onChange={(value) => setDirection(value)}
      />
      <input
        className="input number code"
        aria-label={t('quick.level')}
        inputMode="decimal"
        pattern="\d+(\.\d+)?"
        required
        autoFocus
        value={level}
        onChange={(event) => setLevel(event.target.value)}
      />
      <p className="muted clip">
        {names.length === 0 ? t('quick.noChannel') : t('quick.to', { channels: names.join(', ') })}
      </p>
      {save.error !== null && (
        <p className="field-error" role="alert">
          {failureText(save.error)}
        </p>
      )}
      <div className="quick-alert-actions">
        <button className="button" data-kind="primary" disabled={save.isPending}>
          {t('quick.arm')} <kbd>⏎</kbd>
        </button>
        <button type="button" className="button" onClick={() => onEdit(when)}>
          {t('quick.more')}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
