/** How often, how loud, whom to tell: the plain fields of an alert. What one rarely needs is folded away. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../api/queries.ts';
import { zoneName } from '../format/time.ts';
import { useZone } from '../settings/use-settings.ts';
import { Field } from '../ui/field.tsx';
import { suggestedName, type AlertForm, type FieldName, type Problems } from './alert-form.ts';

interface AlertFieldsProps {
  readonly form: AlertForm;
  readonly problems: Problems;
  readonly onChange: (part: Partial<AlertForm>) => void;
}

const FREQUENCIES = ['every', 'once', 'once-per-bar', 'at-close'] as const;
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

export function AlertFields({ form, problems, onChange }: AlertFieldsProps) {
  const { t } = useTranslation();
  const zone = useZone();
  const problem = (name: FieldName): string | null => {
    const kind = problems[name];
    return kind === undefined ? null : t(`alerts.problems.${kind}`);
  };
  const text = (
    name: 'name' | 'cooldown' | 'hysteresis' | 'maxFirings' | 'expiryWarning' | 'arms' | 'tags' | 'message',
    placeholder: string,
  ) => (
    <Field label={t(`alerts.${name}`)} error={problem(name)}>
      <input
        className="input"
        value={form[name]}
        placeholder={placeholder}
        aria-invalid={problems[name] !== undefined}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </Field>
  );
  const tick = (name: 'confirm' | 'standby') => (
    <label className="check wide">
      <input
        type="checkbox"
        checked={form[name]}
        onChange={(event) => onChange({ [name]: event.target.checked })}
      />
      {t(`alerts.${name}`)}
    </label>
  );
  return (
    <>
      <ChannelChips value={form.channels} onChange={(channels) => onChange({ channels })} />
      <div className="field-grid">
        <Field label={t('alerts.frequency')}>
          <select
            className="input"
            value={form.frequency}
            onChange={(event) => onChange({ frequency: event.target.value as AlertForm['frequency'] })}
          >
            {FREQUENCIES.map((value) => (
              <option key={value} value={value}>
                {t(`frequency.${value}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('alerts.severity')}>
          <select
            className="input"
            value={form.severity}
            onChange={(event) => onChange({ severity: event.target.value as AlertForm['severity'] })}
          >
            {SEVERITIES.map((value) => (
              <option key={value} value={value}>
                {t(`severity.${value}`)}
              </option>
            ))}
          </select>
        </Field>
        <div className="wide">{text('name', suggestedName(form))}</div>
      </div>
      <details>
        <summary>{t('alerts.more')}</summary>
        <div className="field-grid">
          {text('cooldown', '15m')}
          {text('hysteresis', '2 pips')}
          {text('maxFirings', '10')}
          <Field label={t('alerts.expiresAt')} hint={zoneName(zone, 0)} error={problem('expiresAt')}>
            <input
              className="input"
              type="datetime-local"
              value={form.expiresAt}
              onChange={(event) => onChange({ expiresAt: event.target.value })}
            />
          </Field>
          {text('expiryWarning', '1d')}
          <Field label={t('alerts.onArm')}>
            <select
              className="input"
              value={form.onArm}
              onChange={(event) => onChange({ onArm: event.target.value as AlertForm['onArm'] })}
            >
              <option value="wait">{t('alerts.onArmWait')}</option>
              <option value="fire">{t('alerts.onArmFire')}</option>
            </select>
          </Field>
          {text('tags', 'tokyo, breakout')}
          <div className="wide">{text('arms', t('alerts.armsExample'))}</div>
          {tick('confirm')}
          {tick('standby')}
          <div className="wide">{text('message', t('alerts.messageExample'))}</div>
        </div>
      </details>
    </>
  );
}

function ChannelChips({
  value,
  onChange,
}: {
  value: readonly string[];
  onChange: (value: string[]) => void;
}) {
  const { t } = useTranslation();
  const { data } = useChannels();
  const toggle = (name: string): void =>
    onChange(value.includes(name) ? value.filter((other) => other !== name) : [...value, name]);
  return (
    <div className="field" role="group" aria-label={t('alerts.channels')}>
      <span className="caption">{t('alerts.channels')}</span>
      <div className="chips">
        {data?.map((channel) => (
          <button
            key={channel.name}
            type="button"
            className="chip"
            aria-pressed={value.includes(channel.name)}
            onClick={() => toggle(channel.name)}
          >
            {channel.name}
            {!channel.enabled && ` (${t('channels.disabled')})`}
          </button>
        ))}
        {data?.length === 0 && (
          <p className="muted">
            {t('alerts.noChannels')}{' '}
            <Link to="/channels" className="link">
              {t('channels.add')}
            </Link>
          </p>
        )}
      </div>
    </div>
  );
}
