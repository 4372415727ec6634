/** The signing secret of a webhook, in the only moment it is known: until its owner says that it is kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services.ts';
import { useFailureText } from '../ui/use-failure-text.ts';

interface MadeSecretProps {
  readonly channel: string;
  readonly secret: string;
  readonly onKept: () => void;
}

export function MadeSecret({ channel, secret, onKept }: MadeSecretProps) {
  const { t } = useTranslation();
  const { notify } = useServices();
  const failureText = useFailureText();
  const [copied, setCopied] = useState(false);
  // The clipboard is missing on plain http addresses of a local network; the text can be selected all the same.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  return (
    <section className="made-secret" aria-label={t('channels.secret', { name: channel })}>
      <h2>{t('channels.secret', { name: channel })}</h2>
      <p className="muted">{t('channels.secretLong')}</p>
      <code className="made-secret-text">{secret}</code>
      <div className="channel-card-actions">
        {clipboard !== undefined && (
          <button
            type="button"
            className="button"
            data-kind="primary"
            onClick={() =>
              void clipboard.writeText(secret).then(
                () => setCopied(true),
                (error: Error) => notify({ tone: 'error', text: failureText(error) }),
              )
            }
          >
            {t(copied ? 'channels.secretCopied' : 'channels.secretCopy')}
          </button>
        )}
        <button type="button" className="button" onClick={onKept}>
          {t('channels.secretKept')}
        </button>
      </div>
    </section>
  );
}
