/** A failure as one sentence that says what to do: the server's own where it has one. */
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../api/problem.ts';

export function useFailureText(): (error: Error) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiFailure)) return t('failure.unexpected', { text: error.message });
    const { problem } = error;
    if (problem !== null) {
      const fields = problem.errors?.map(({ path, message }) => `${path}: ${message}`).join(' · ');
      return fields === undefined || fields === '' ? problem.detail : `${problem.detail} (${fields})`;
    }
    if (error.code === 'timeout') return t('failure.timeout');
    if (error.status === 0) return t('failure.unreachable');
    return t('failure.status', { status: error.status });
  };
}
