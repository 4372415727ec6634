/** What the feed wants people to know. It comes as `code: sentence`; known codes are told in the reader's language. */
import { useTranslation } from 'react-i18next';
import { useSettings } from '../settings/use-settings.ts';

const KNOWN = [
  'simulated-prices',
  'simulated-weekday',
  'simulated-clock',
  'market-closed',
  'connection-lost',
  'maintenance',
] as const;

export function useNoticeText(): (notice: string) => string {
  const { t } = useTranslation();
  const { language } = useSettings();
  return (notice) => {
    const { code, sentence } = parseNotice(notice);
    const known = KNOWN.find((one) => one === code);
    // The sentence of the feed says more than ours (a reason, a time), so English readers get it.
    return known === undefined || language === 'en' ? sentence : t(`notices.${known}`);
  };
}

export function parseNotice(notice: string): { code: string | null; sentence: string } {
  const match = /^([a-z]+(?:-[a-z]+)*): (.+)$/s.exec(notice);
  return { code: match?.[1] ?? null, sentence: match?.[2] ?? notice };
}
