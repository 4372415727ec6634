/** The page one looks at for eight hours: quotes, chart, alerts and what happened. On a phone the columns are tabs. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentView } from '../../../src/api/contract/market.ts';
import type { EditorPreview } from '../alerts/alert-editor.tsx';
import { allItems } from '../api/pages.ts';
import { useAlerts, useInstruments } from '../api/queries.ts';
import { ChartPanel } from '../chart/chart-panel.tsx';
import { Watchlist } from '../quotes/watchlist.tsx';
import { useSettings } from '../settings/use-settings.ts';
import { Segments } from '../ui/segments.tsx';
import { Failed, Skeletons } from '../ui/states.tsx';
import { chartLevels } from './chart-levels.ts';
import { CockpitAlerts } from './cockpit-alerts.tsx';
import type { CockpitSearch } from './cockpit-search.ts';
import { CockpitEvents } from './cockpit-events.tsx';
import { EditorColumn } from './editor-column.tsx';
import { indicatorsInUse } from './indicators-in-use.ts';
import { useFirings } from './use-firings.ts';
import { useMoveLevel } from './use-move-level.ts';
import './cockpit-page.css';

const TABS = ['quotes', 'chart', 'alerts', 'events'] as const;
type Tab = (typeof TABS)[number];

/** What is looked at first, where the address does not say. */
const HOME = { en: 'EURUSD', ja: 'USDJPY' } as const;
const NOTHING: EditorPreview = { levels: [], firings: [] };

export function CockpitPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/' });
  const navigate = useNavigate();
  const { language } = useSettings();
  const { data: instruments, error, refetch } = useInstruments();
  const [tab, setTab] = useState<Tab>('chart');
  const [preview, setPreview] = useState<EditorPreview | null>(null);
  const instrument =
    instruments?.find((one) => one.id === (search.instrument ?? HOME[language])) ??
    instruments?.find((one) => one.live) ??
    instruments?.[0];
  const { price = 'bid', alert = null } = search;
  const go = (part: CockpitSearch): void => void navigate({ to: '/', search: { ...search, ...part } });
  const closeEditor = (): void => go({ alert: undefined, when: undefined });

  if (instruments === undefined && error !== null)
    return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="cockpit" data-tab={alert === null ? tab : 'editor'} data-editing={alert !== null}>
      <CockpitTabs
        tab={tab}
        onTab={(next) => {
          setTab(next);
          closeEditor();
        }}
      />
      <section className="panel cockpit-quotes" aria-label={t('cockpit.quotes')}>
        <div className="panel-body">
          <Watchlist
            selected={instrument?.id ?? ''}
            onSelect={(id) => {
              go({ instrument: id });
              setTab((current) => (current === 'quotes' ? 'chart' : current));
            }}
          />
        </div>
      </section>
      {instrument === undefined ? (
        <section className="panel cockpit-chart">
          <Skeletons rows={6} label={t('loading')} />
        </section>
      ) : (
        <CockpitChart
          key={instrument.id}
          instrument={instrument}
          search={search}
          preview={preview ?? NOTHING}
          onGo={go}
        />
      )}
      {alert === null ? (
        <>
          <CockpitAlerts
            instrument={instrument?.id}
            onOpen={(one) => go({ alert: one.id, instrument: one.instruments[0] })}
          />
          <CockpitEvents />
        </>
      ) : (
        <EditorColumn
          key={alert}
          id={alert}
          instrument={instrument?.id}
          price={price}
          when={search.when ?? ''}
          onPreview={setPreview}
          onClose={closeEditor}
          onReopen={(when) => go({ alert: 'new', when })}
        />
      )}
    </div>
  );
}

/** On a phone: one column at a time. */
function CockpitTabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useTranslation();
  return (
    <div className="cockpit-tabs">
      <Segments
        label={t('cockpit.columns')}
        options={TABS.map((value) => ({ value, text: t(`cockpit.${value}`) }))}
        value={tab}
        onChange={onTab}
      />
      <Link
        to="/"
        search={(now: object) => ({ ...now, alert: 'new' })}
        className="button"
        data-kind="primary"
        data-size="small"
      >
        {t('alerts.new')}
      </Link>
    </div>
  );
}

interface CockpitChartProps {
  readonly instrument: InstrumentView;
  readonly search: CockpitSearch;
  readonly preview: EditorPreview;
  readonly onGo: (part: CockpitSearch) => void;
}

/** The chart with the levels, indicators and firings of the instrument's alerts, and those of the alert in the editor. */
function CockpitChart({ instrument, search, preview, onGo }: CockpitChartProps) {
  const { timeframe = 'M5', price = 'bid', alert = null } = search;
  const alerts = allItems(useAlerts({ instrument: instrument.id }).data);
  const [since, setSince] = useState(Infinity);
  const events = useFirings(instrument.id, since);
  const dryRun = useMemo(
    () =>
      preview.firings
        .filter((firing) => firing.instrument === instrument.id)
        .map((firing) => ({ at: Date.parse(firing.at), event: null })),
    [preview, instrument.id],
  );
  const moveLevel = useMoveLevel(alerts);
  return (
    <div className="cockpit-chart">
      <ChartPanel
        instrument={instrument}
        timeframe={timeframe}
        price={price}
        levels={chartLevels(alerts, { editing: alert, draft: preview.levels })}
        events={events}
        dryRun={dryRun}
        inUse={indicatorsInUse(alerts, { instrument: instrument.id, timeframe, price })}
        onOldest={setSince}
        onChange={onGo}
        onMoveLevel={moveLevel}
        onEdit={(when) => onGo({ alert: 'new', when })}
      />
    </div>
  );
}
