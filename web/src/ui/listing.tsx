/**
 * A paged list in each of its states: loading, failed, empty, filled. What was loaded once stays in sight when a later request
 * fails, with a word that it may be old and why.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { allItems, type Page } from '../api/pages.ts';
import { Failed, Skeletons } from './states.tsx';
import { useFailureText } from './use-failure-text.ts';
import './listing.css';

interface PagedQuery<T> {
  readonly data: { readonly pages: readonly Page<T>[] } | undefined;
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
  readonly refetch: () => Promise<unknown>;
}

/** The rest of a list: whether it can be asked for now, and how. */
export interface More {
  readonly available: boolean;
  readonly load: () => void;
}

interface ListingProps<T> {
  readonly query: PagedQuery<T>;
  readonly skeletons: number;
  readonly empty: ReactNode;
  readonly children: (items: readonly T[], more: More) => ReactNode;
}

export function Listing<T>({ query, skeletons, empty, children }: ListingProps<T>) {
  const { t } = useTranslation();
  const retry = (): void => void query.refetch();
  if (query.data === undefined)
    return query.error === null ? (
      <Skeletons rows={skeletons} label={t('loading')} />
    ) : (
      <Failed error={query.error} retry={retry} />
    );
  const items = allItems(query.data);
  const more = {
    available: query.hasNextPage && !query.isFetchingNextPage && query.error === null,
    load: () => void query.fetchNextPage(),
  };
  return (
    <div className="listing">
      {items.length === 0 ? empty : children(items, more)}
      {query.error !== null && <NotCurrent error={query.error} retry={retry} />}
    </div>
  );
}

function NotCurrent({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslation();
  const text = useFailureText();
  return (
    <p className="not-current" role="alert">
      <span>
        {t('failure.notCurrent')} {text(error)}
      </span>
      <button type="button" className="button" data-size="small" onClick={retry}>
        {t('failure.retry')}
      </button>
    </p>
  );
}
