/** Whether prices are live, simulated or old, and how old; and whether this page still hears the server. */
import { useTranslation } from 'react-i18next';
import type { StatusView } from '../../../src/api/contract/market.ts';
import { useStatus } from '../api/queries.ts';
import { useNow } from '../clock/use-now.ts';
import { formatAge } from '../format/age.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { useStore } from '../store.ts';
import { SimulatedBadge } from '../ui/badges.tsx';
import { feedNotice } from './feed-notice.ts';

/** Something comes every two seconds, the state of the system at least; a pause of this length is worth a word. */
const OLD_MS = 5_000;

export function FeedState() {
  const { t } = useTranslation();
  const { stream } = useServices();
  const { phase, opened } = useStore(stream);
  const { data } = useStatus();
  const now = useNow(1_000);
  const last = stream.lastMessageAt();
  const silentMs = last === null ? null : Math.max(0, now - last);
  const silent = silentMs !== null && silentMs >= OLD_MS;
  const { language } = useSettings();
  const feed = data?.feed;
  const { tone, word } = stateOf({ connected: phase === 'open', wasOpen: opened > 0, silent }, feed?.state);
  const notice = feed === undefined ? undefined : (feedNotice(feed, language) ?? feed.name);
  const age = phase === 'open' && !silent ? (feed?.ageMs ?? silentMs) : silentMs;

  return (
    <>
      {feed?.simulated === true && <SimulatedBadge />}
      <span className="feed-state" data-tone={tone} role="status" title={notice}>
        <i aria-hidden="true" />
        {t(`feed.${word}`)}
        {age !== null && <span aria-hidden="true">{formatAge(age)}</span>}
      </span>
    </>
  );
}

interface Hearing {
  readonly connected: boolean;
  readonly wasOpen: boolean;
  readonly silent: boolean;
}

type FeedStateName = StatusView['feed']['state'];
type Word = FeedStateName | 'reconnecting' | 'silent';

/** The page's own hearing comes first: what the feed was doing when it was heard last says nothing of now. */
function stateOf(
  { connected, wasOpen, silent }: Hearing,
  feed: FeedStateName | undefined,
): { tone: 'good' | 'warn' | 'bad'; word: Word } {
  if (!connected)
    return wasOpen ? { tone: 'bad', word: 'reconnecting' } : { tone: 'warn', word: 'connecting' };
  if (silent) return { tone: 'bad', word: 'silent' };
  if (feed === undefined) return { tone: 'warn', word: 'connecting' };
  return { tone: feed === 'live' ? 'good' : feed === 'down' ? 'bad' : 'warn', word: feed };
}
