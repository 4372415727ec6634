/** What the server says of a condition and of its past, asked again whenever the text has rested. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AlertDraft, CheckAnswer, DryRunAnswer } from '../../../src/api/contract/alerts.ts';
import { useServices } from '../services.ts';
import { useSettings } from '../settings/use-settings.ts';
import { useSettled } from './use-settled.ts';

const CHECK_REST_MS = 250;
const DRY_RUN_REST_MS = 600;

interface CheckInput {
  readonly when: string;
  readonly instrument: string | undefined;
  readonly price: 'bid' | 'ask' | 'mid';
}

/** Operand values are asked again every two seconds while the condition is looked at; what is wrong comes in the language of the page. */
export function useCheck({ when, instrument, price }: CheckInput) {
  const { api } = useServices();
  const { language } = useSettings();
  const text = useSettled(when, CHECK_REST_MS);
  return useQuery({
    queryKey: ['check', text, instrument, price, language],
    queryFn: ({ signal }) =>
      api.post<CheckAnswer>('/alerts/check', { body: { when: text, instrument, price }, signal }),
    enabled: text.trim() !== '' && instrument !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 2_000,
    gcTime: 10_000,
  });
}

/** `draft` null: nothing to test yet. The name and the channels change nothing of the past, so they are left out. */
export function useDryRun(draft: AlertDraft | null, days: number) {
  const { api } = useServices();
  const asked =
    draft === null
      ? null
      : JSON.stringify({ ...draft, name: 'dry run', channels: [], message: null, tags: [] });
  const text = useSettled(asked, DRY_RUN_REST_MS);
  return useQuery({
    queryKey: ['dry-run', text, days],
    queryFn: ({ signal }) =>
      api.post<DryRunAnswer>('/alerts/dry-run', {
        body: { alert: JSON.parse(text ?? '{}') as AlertDraft, days },
        signal,
      }),
    enabled: text !== null && asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });
}
