/** The first visit: asks for the API key and tries it before keeping it. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { useFailureText } from '../ui/use-failure-text.ts';
import './sign-in.css';

export function SignIn({ refused }: { refused: boolean }) {
  const { t } = useTranslation();
  const { session, settings } = useServices();
  const { language } = useSettings();
  const failureText = useFailureText();
  const [key, setKey] = useState('');
  const [failure, setFailure] = useState<string | null>(refused ? t('signIn.refused') : null);
  const [trying, setTrying] = useState(false);

  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTrying(true);
    const problem = await tryKey(key.trim()).catch((error: Error) => failureText(error));
    setTrying(false);
    if (problem === null) session.signIn(key.trim());
    else setFailure(problem === 'refused' ? t('signIn.refused') : problem);
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={(event) => void signIn(event)}>
        <h1>{t('signIn.title')}</h1>
        <p className="muted">{t('signIn.text')}</p>
        <Field label={t('signIn.key')} error={failure}>
          <input
            className="input code"
            type="password"
            name="key"
            autoComplete="current-password"
            placeholder="fxa_…"
            required
            value={key}
            aria-invalid={failure !== null}
            onChange={(event) => setKey(event.target.value)}
          />
        </Field>
        <button className="button" data-kind="primary" disabled={trying || key.trim() === ''}>
          {t(trying ? 'signIn.trying' : 'signIn.action')}
        </button>
        <p className="muted">{t('signIn.forgotten')}</p>
        <code className="sign-in-command">npx fxalert keys create</code>
        <Segments
          label={t('settings.language')}
          options={[
            { value: 'ja', text: '日本語' },
            { value: 'en', text: 'English' },
          ]}
          value={language}
          onChange={(next) => settings.change({ language: next })}
        />
      </form>
    </main>
  );
}

/** Null when the server takes the key. Outside the session, so that a wrong try does not end anything. */
async function tryKey(key: string): Promise<'refused' | null> {
  const response = await fetch('/api/v1/status', {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (response.ok) return null;
  if (response.status === 401 || response.status === 403) return 'refused';
  throw new Error(`HTTP ${response.status}`);
}
