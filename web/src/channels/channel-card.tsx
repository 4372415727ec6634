/** One channel: where it goes, whether it works, a test send with the provider's own answer. */
import { useTranslation } from 'react-i18next';
import type { ChannelView } from '../../../src/api/contract/events.ts';
import { useRemoveChannel, useTestChannel, type TestResult } from '../api/actions.ts';
import { useFailureText } from '../ui/use-failure-text.ts';

export function ChannelCard({ channel, onEdit }: { channel: ChannelView; onEdit: () => void }) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const test = useTestChannel();
  const remove = useRemoveChannel();
  const error = test.error ?? remove.error;
  return (
    <li className="channel-card" data-enabled={channel.enabled}>
      <div className="channel-card-main">
        <b>{channel.name}</b>
        <span className="badge" data-tone="muted">
          {t(`channels.types.${channel.type}`)}
        </span>
        <span className="badge" data-tone={channel.enabled ? 'good' : 'bad'}>
          {t(channel.enabled ? 'channels.enabled' : 'channels.disabled')}
        </span>
        <span className="muted">
          {channel.language === 'ja' ? '日本語' : 'English'} · {channel.zone}
        </span>
      </div>
      <p className="code muted clip">{targetOf(channel)}</p>
      {channel.disabledReason !== null && (
        <p className="bad">
          {channel.disabledReason} · {t('channels.disabledNext')}
        </p>
      )}
      {test.data !== undefined && <TestLine answer={test.data} />}
      {error !== null && (
        <p className="bad" role="alert">
          {failureText(error)}
        </p>
      )}
      <div className="channel-card-actions">
        <button
          type="button"
          className="button"
          data-size="small"
          disabled={test.isPending}
          onClick={() => test.mutate(channel.name)}
        >
          {t(test.isPending ? 'channels.testing' : 'channels.test')}
        </button>
        <button type="button" className="button" data-size="small" onClick={onEdit}>
          {t('edit')}
        </button>
        <button
          type="button"
          className="button"
          data-kind="danger"
          data-size="small"
          disabled={remove.isPending}
          onClick={() => {
            if (window.confirm(t('channels.deleteQuestion', { name: channel.name })))
              remove.mutate(channel.name);
          }}
        >
          {t('delete')}
        </button>
      </div>
    </li>
  );
}

function TestLine({ answer }: { answer: TestResult }) {
  const { t } = useTranslation();
  const fine = answer.result === 'ok' || answer.result === 'duplicate-ok';
  return (
    <p role="status" className={fine ? 'channel-test-fine' : 'bad'}>
      {t(fine ? 'channels.testFine' : 'channels.testFailed', { ms: answer.tookMs.toFixed(0) })}{' '}
      {answer.reason} <span className="code">{answer.detail}</span>
    </p>
  );
}

function targetOf({ type, settings }: ChannelView): string {
  const { url, to } = settings;
  if (typeof url === 'string') return url;
  if (Array.isArray(to)) return to.join(', ');
  return type === 'console' ? 'stdout' : '';
}
