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
import { dropAlert, putAlert } from './alert-cache.ts';

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

export type AlertAction = 'arm' | 'pause' | 'delete';

/** Requests under way at once when many alerts are changed: the server's limit is meant for one person, too. */
const AT_ONCE = 4;

/** One alert or many. Answers with those that could not be changed, and why; the rest are changed. */
export function useAlertAction() {
  const { api, queries } = useServices();
  const act = async (id: string, action: AlertAction): Promise<void> => {
    if (action === 'delete') {
      await api.remove(`/alerts/${id}`);
      dropAlert(queries, id);
    } else putAlert(queries, await api.post<AlertView>(`/alerts/${id}/${action}`));
  };
  return useMutation({
    mutationFn: async ({ ids, action }: { ids: readonly string[]; action: AlertAction }) => {
      const failed: { id: string; error: Error }[] = [];
      for (let start = 0; start < ids.length; start += AT_ONCE)
        await Promise.all(
          ids.slice(start, start + AT_ONCE).map((id) =>
            act(id, action).catch((error: Error) => {
              failed.push({ id, error });
            }),
          ),
        );
      return failed;
    },
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
