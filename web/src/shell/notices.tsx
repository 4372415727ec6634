/** Short messages over the chart, where they cover no button. Errors stay until they are closed; the rest leaves by itself. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../notice.ts';
import { useServices } from '../services.ts';
import { useStore } from '../store.ts';

const SHOWN_MS = 8_000;

export function Notices() {
  const { t } = useTranslation();
  const { notices } = useServices();
  const shown = useStore(notices);
  const close = (id: number): void => notices.update((all) => all.filter((notice) => notice.id !== id));
  return (
    <div className="notices" role="region" aria-live="polite" aria-label={t('notices.label')}>
      {shown.map((notice) => (
        <Item key={notice.id} notice={notice} onClose={() => close(notice.id)} />
      ))}
    </div>
  );
}

function Item({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const { t } = useTranslation();
  const { notices } = useServices();
  const { id, tone } = notice;
  useEffect(() => {
    if (tone === 'error') return undefined;
    const timer = window.setTimeout(
      () => notices.update((all) => all.filter((other) => other.id !== id)),
      SHOWN_MS,
    );
    return () => window.clearTimeout(timer);
  }, [id, tone, notices]);
  return (
    <div className="notice" data-tone={tone} role={tone === 'error' ? 'alert' : undefined}>
      <p>{notice.text}</p>
      {notice.action !== undefined && (
        <button
          type="button"
          className="button"
          data-size="small"
          onClick={() => {
            notice.action?.run();
            onClose();
          }}
        >
          {notice.action.label}
        </button>
      )}
      <button
        type="button"
        className="button"
        data-kind="quiet"
        data-size="small"
        aria-label={t('close')}
        onClick={onClose}
      >
        ×
      </button>
    </div>
  );
}
