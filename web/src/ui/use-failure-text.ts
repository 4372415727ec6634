/** A failure as one sentence that says what to do, in the reader's language: the server's own are English, but for what is wrong with an alert. */
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../api/problem.ts';
import { useSettings } from '../settings/use-settings.ts';

/** Codes whose sentence is as good without the culprit that the server quotes. */
const KNOWN = [
  'forbidden',
  'not-found',
  'revision-conflict',
  'already-exists',
  'not-redeliverable',
  'too-many-requests',
  'unavailable',
  'internal',
] as const;

export function useFailureText(): (error: Error) => string {
  const { t } = useTranslation();
  const { language } = useSettings();
  return (error) => {
    if (!(error instanceof ApiFailure)) return t('failure.unexpected', { text: error.message });
    const { problem } = error;
    if (problem !== null) {
      const known = KNOWN.find((code) => code === problem.code);
      if (known !== undefined && language !== 'en') return t(`failure.codes.${known}`);
      const { detail, errors = [] } = problem;
      // The first is the detail already.
      return errors.length < 2
        ? detail
        : errors.map(({ path, message }) => `${path}: ${message}`).join(' · ');
    }
    if (error.code === 'timeout') return t('failure.timeout');
    if (error.status === 0) return t('failure.unreachable');
    return t('failure.status', { status: error.status });
  };
}
