/** Changing things through the API; each hook refreshes what it changed. Failures are ApiFailures for the caller to show. */
import { useMutation } from '@tanstack/react-query';
import type { AlertDraft, AlertView } from '../../../src/api/contract/alerts.ts';
import type {
  ChannelDraft,
  ChannelView,
  DeliveryView,
  TestSendAnswer,
} from '../../../src/api/contract/events.ts';
import type { z } from 'zod';
import { useServices } from '../services.ts';

export type TestResult = z.infer<typeof TestSendAnswer>;

function useRefresh() {
  const { queries } = useServices();
  return (...keys: string[]) =>
    Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] }))).then(() => undefined);
}

/** One for each alert that is being made: a repeated click with the same key creates nothing new. */
export function newAlertKey(): string {
  // crypto.randomUUID is missing on plain http addresses of a local network.
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) =>
    word.toString(16).padStart(8, '0'),
  ).join('');
}

interface AlertSave {
  readonly draft: AlertDraft;
  /** The revision the edit was made from; null creates. */
  readonly from: Pick<AlertView, 'id' | 'revision'> | null;
  readonly key: string;
}

export function useSaveAlert() {
  const { api } = useServices();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ draft, from, key }: AlertSave) =>
      from === null
        ? api.post<AlertView>('/alerts', { body: draft, headers: { 'idempotency-key': key } })
        : api.put<AlertView>(`/alerts/${from.id}`, { body: { ...draft, revision: from.revision } }),
    onSuccess: () => refresh('alerts', 'alert'),
  });
}

export function useAlertAction() {
  const { api } = useServices();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ id, action }: { id: string; action: 'arm' | 'pause' | 'delete' }) => {
      if (action === 'delete') await api.remove(`/alerts/${id}`);
      else await api.post<AlertView>(`/alerts/${id}/${action}`);
    },
    onSuccess: () => refresh('alerts', 'alert'),
  });
}

export function useRedeliver() {
  const { api } = useServices();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => api.post<DeliveryView>(`/deliveries/${id}/redeliver`),
    onSuccess: () => refresh('event', 'events', 'delivery'),
  });
}

export function useSaveChannel() {
  const { api } = useServices();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ draft, isNew }: { draft: ChannelDraft; isNew: boolean }) =>
      isNew
        ? api.post<ChannelView>('/channels', { body: draft })
        : api.put<ChannelView>(`/channels/${draft.name}`, { body: draft }),
    onSuccess: () => refresh('channels'),
  });
}

export function useRemoveChannel() {
  const { api } = useServices();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (name: string) => api.remove(`/channels/${name}`),
    onSuccess: () => refresh('channels'),
  });
}

export function useTestChannel() {
  const { api } = useServices();
  return useMutation({ mutationFn: (name: string) => api.post<TestResult>(`/channels/${name}/test`) });
}
