/** Brand, pages, the FX clock, the feed. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ClockBar } from '../clock/clock-bar.tsx';
import { FeedState } from './feed-state.tsx';
import { PAGES } from './nav.ts';

export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <Link to="/" className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="var(--accent)" strokeWidth="2.6">
          <path d="M2 20h7l3-10 6 15 3-10 2 5h7" strokeLinejoin="round" strokeLinecap="round" />
        </svg>
        <span>fxalert</span>
      </Link>
      <nav className="nav" aria-label={t('nav.label')}>
        {PAGES.map((page) => (
          <Link
            key={page.to}
            to={page.to}
            activeOptions={{ exact: page.to === '/', includeSearch: false }}
            title={`${t(`nav.${page.name}`)} (${page.keys})`}
          >
            {t(`nav.${page.name}`)}
          </Link>
        ))}
      </nav>
      <ClockBar />
      <div className="top-bar-end">
        <FeedState />
        <button type="button" className="button" data-kind="quiet" data-size="small" onClick={onSearch}>
          {t('nav.search')} <kbd className="wide-only">/</kbd>
        </button>
        <button
          type="button"
          className="button wide-only"
          data-kind="quiet"
          data-size="small"
          aria-label={t('help.title')}
          onClick={onHelp}
        >
          <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}
