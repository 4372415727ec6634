/** Whether prices are live, simulated or old, and how old; and whether this page still hears the server. */
import { useTranslation } from 'react-i18next';
import { useStatus } from '../api/queries.ts';
import { useNow } from '../clock/use-now.ts';
import { formatAge } from '../format/age.ts';
import { useServices } from '../services.ts';
import { useStore } from '../store.ts';
import { SimulatedBadge } from '../ui/badges.tsx';
import { useNoticeText } from './feed-notice.ts';

/** Quotes come ten times a second; a pause of this length is worth a word. */
const OLD_MS = 5_000;

export function FeedState() {
  const { t } = useTranslation();
  const { stream } = useServices();
  const { phase, opened } = useStore(stream);
  const { data } = useStatus();
  const now = useNow(1_000);
  const last = stream.lastMessageAt();
  const silentMs = last === null ? null : Math.max(0, now - last);
  const noticeText = useNoticeText();
  const connected = phase === 'open';
  const feed = data?.feed;

  const notice = feed === undefined || feed.notice === null ? feed?.name : noticeText(feed.notice);

  const state = !connected
    ? { tone: opened > 0 ? 'bad' : 'warn', text: t(opened > 0 ? 'feed.reconnecting' : 'feed.connecting') }
    : feed === undefined
      ? { tone: 'warn', text: t('feed.connecting') }
      : {
          tone: feed.state === 'live' ? 'good' : feed.state === 'down' ? 'bad' : 'warn',
          text: t(`feed.${feed.state}`),
        };
  const age = connected && silentMs !== null && silentMs < OLD_MS ? (feed?.ageMs ?? silentMs) : silentMs;

  return (
    <>
      {feed?.simulated === true && <SimulatedBadge />}
      <span className="feed-state" data-tone={state.tone} role="status" title={notice}>
        <i aria-hidden="true" />
        {state.text}
        {age !== null && <span aria-hidden="true">{formatAge(age)}</span>}
      </span>
    </>
  );
}
