/** The pages and their addresses. */
import { createRootRoute, createRoute, createRouter, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AlertsPage } from './alerts/alerts-page.tsx';
import { ChannelsPage } from './channels/channels-page.tsx';
import { CockpitPage } from './cockpit/cockpit-page.tsx';
import { parseCockpitSearch } from './cockpit/cockpit-search.ts';
import { EventsPage } from './events/events-page.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { Shell } from './shell/shell.tsx';
import { Empty } from './ui/states.tsx';

type StatusName = 'armed' | 'paused' | 'done' | 'expired';

interface AlertsSearch {
  readonly status?: StatusName | undefined;
  readonly search?: string | undefined;
}

const STATUSES: readonly string[] = ['armed', 'paused', 'done', 'expired'] satisfies StatusName[];

function parseAlertsSearch({ status, search }: Record<string, unknown>): AlertsSearch {
  return {
    status: typeof status === 'string' && STATUSES.includes(status) ? (status as StatusName) : undefined,
    search: typeof search === 'string' || typeof search === 'number' ? String(search) : undefined,
  };
}

/** Only the events of one alert. */
function parseEventsSearch({ alert }: Record<string, unknown>): { readonly alert?: string | undefined } {
  return { alert: typeof alert === 'string' || typeof alert === 'number' ? String(alert) : undefined };
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty title={t('notFound.title')}>
      <Link to="/" className="button">
        {t('notFound.back')}
      </Link>
    </Empty>
  );
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: CockpitPage,
    validateSearch: parseCockpitSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/alerts',
    component: AlertsPage,
    validateSearch: parseAlertsSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events',
    component: EventsPage,
    validateSearch: parseEventsSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/events/$id',
    component: EventsPage,
    validateSearch: parseEventsSearch,
  }),
  createRoute({ getParentRoute: () => root, path: '/channels', component: ChannelsPage }),
  createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage }),
] as const;

export const router = createRouter({ routeTree: root.addChildren([...routes]), defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
