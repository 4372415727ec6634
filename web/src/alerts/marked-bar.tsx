/** In place of the filters while alerts are selected: how many, and what can be done with them. */
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../src/api/contract/alerts.ts';
import { toggleOf, useChangeAlerts } from './alert-actions.tsx';

interface MarkedBarProps {
  readonly marked: readonly AlertView[];
  /** What the list has loaded. */
  readonly all: readonly AlertView[];
  readonly onMark: (ids: readonly string[]) => void;
}

export function MarkedBar({ marked, all, onMark }: MarkedBarProps) {
  const { t } = useTranslation();
  const change = useChangeAlerts();
  const toggle = toggleOf(marked);
  return (
    <div
      className="panel-head marked-bar"
      role="group"
      aria-label={t('alerts.marked', { number: marked.length })}
    >
      <h1 aria-live="polite">{t('alerts.marked', { number: marked.length })}</h1>
      <button type="button" className="button" onClick={() => change(marked, toggle)}>
        {t(toggle === 'pause' ? 'alerts.pause' : 'alerts.armAgain')} <kbd>p</kbd>
      </button>
      <button
        type="button"
        className="button"
        data-kind="danger"
        onClick={() => change(marked, 'delete', () => onMark([]))}
      >
        {t('delete')}
      </button>
      {marked.length < all.length && (
        <button
          type="button"
          className="button push"
          data-kind="quiet"
          onClick={() => onMark(all.map((alert) => alert.id))}
        >
          {t('alerts.markAll', { number: all.length })}
        </button>
      )}
      <button
        type="button"
        className={marked.length < all.length ? 'button' : 'button push'}
        data-kind="quiet"
        onClick={() => onMark([])}
      >
        {t('cancel')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}
