/** Adding or editing a channel. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelView } from '../../../src/api/contract/events.ts';
import { useSaveChannel } from '../api/actions.ts';
import { ApiFailure } from '../api/problem.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import { channelDraftOf, fieldsOf, type ChannelFields } from './channel-draft.ts';

const TYPES = ['webhook', 'discord', 'email', 'console'] as const;

interface ChannelFormProps {
  /** Null for a new one. */
  readonly channel: ChannelView | null;
  readonly onSaved: (saved: ChannelView) => void;
  readonly onClose: () => void;
}

export function ChannelForm({ channel, onSaved, onClose }: ChannelFormProps) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const failureText = useFailureText();
  const { language, zone } = useSettings();
  const save = useSaveChannel();
  const [fields, setFields] = useState(() => fieldsOf(channel, { language, zone }));
  const change = (part: Partial<ChannelFields>): void => setFields((current) => ({ ...current, ...part }));
  const failure = save.error instanceof ApiFailure ? save.error : null;
  const needsUrl = fields.type === 'webhook' || fields.type === 'discord';

  return (
    <form
      className="channel-form"
      aria-label={t(channel === null ? 'channels.add' : 'edit')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { draft: channelDraftOf(fields, channel), isNew: channel === null },
          {
            onSuccess: (saved) => {
              notify({ tone: 'info', text: t('channels.saved', { name: fields.name }) });
              onSaved(saved);
            },
          },
        );
      }}
    >
      <Segments
        label={t('channels.type')}
        options={TYPES.filter((type) => channel === null || type === channel.type).map((value) => ({
          value,
          text: t(`channels.types.${value}`),
        }))}
        value={fields.type}
        onChange={(type) => change({ type })}
      />
      <div className="field-grid">
        <Field label={t('channels.name')} hint="a–z 0–9 - _" error={failure?.fieldError('/name') ?? null}>
          <input
            className="input"
            required
            pattern="[a-z0-9][a-z0-9_\-]*"
            maxLength={60}
            autoFocus
            disabled={channel !== null}
            value={fields.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label={t('channels.language')}>
          <select
            className="input"
            value={fields.language}
            onChange={(event) => change({ language: event.target.value === 'ja' ? 'ja' : 'en' })}
          >
            <option value="ja">日本語</option>
            <option value="en">English</option>
          </select>
        </Field>
        {needsUrl && (
          <div className="wide">
            <Field
              label={t(fields.type === 'discord' ? 'channels.discordUrl' : 'channels.webhookUrl')}
              hint={channel === null ? undefined : t('channels.urlKept')}
              error={failure?.fieldError('/settings/url') ?? null}
            >
              <input
                className="input code"
                type="url"
                required={channel === null}
                placeholder={placeholderOf(fields.type, channel)}
                value={fields.url}
                onChange={(event) => change({ url: event.target.value })}
              />
            </Field>
          </div>
        )}
        {fields.type === 'email' && (
          <div className="wide">
            <Field label={t('channels.to')} error={failure?.fieldError('/settings/to/0') ?? null}>
              <input
                className="input"
                required
                placeholder="desk@example.com, risk@example.com"
                value={fields.to}
                onChange={(event) => change({ to: event.target.value })}
              />
            </Field>
          </div>
        )}
      </div>
      {channel !== null && (
        <label className="check">
          <input
            type="checkbox"
            checked={fields.enabled}
            onChange={(event) => change({ enabled: event.target.checked })}
          />
          {t('channels.enabled')}
        </label>
      )}
      {save.error !== null && (
        <p className="bad" role="alert">
          {failureText(save.error)}
        </p>
      )}
      <div className="channel-card-actions">
        <button className="button" data-kind="primary" disabled={save.isPending}>
          {t('save')}
        </button>
        <button type="button" className="button" data-kind="quiet" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

/** Of a stored channel its masked address, so that one sees what stays. */
function placeholderOf(type: ChannelFields['type'], channel: ChannelView | null): string {
  const url = channel?.settings['url'];
  if (typeof url === 'string') return url;
  return type === 'discord' ? 'https://discord.com/api/webhooks/…' : 'https://';
}
