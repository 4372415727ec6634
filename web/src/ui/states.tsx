/** A list that is empty, loading or failed: each keeps the place and says what comes next. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureText } from './use-failure-text.ts';

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function Skeletons({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton" />
      ))}
    </div>
  );
}

export function Failed({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  const text = useFailureText();
  return (
    <div className="empty" role="alert">
      <strong>{text(error)}</strong>
      <button type="button" className="button" onClick={retry}>
        {t('failure.retry')}
      </button>
    </div>
  );
}
