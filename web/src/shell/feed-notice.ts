/** What the feed wants people to know, in the reader's language. */
import type { StatusView } from '../../../src/api/contract/market.ts';
import type { Language } from '../settings/settings.ts';

/** Null where there is nothing to say. A feed process from before the last update tells English only. */
export function feedNotice(
  { notice, noticeIn }: Pick<StatusView['feed'], 'notice' | 'noticeIn'>,
  language: Language,
): string | null {
  return noticeIn?.[language] ?? notice;
}
