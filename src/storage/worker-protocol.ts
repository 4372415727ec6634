/** Messages between the embedded database's two sides. The worker answers every request once, in the order of arrival. */
export interface WorkerRequest {
  readonly id: number;
  readonly kind: 'query' | 'script' | 'close';
  readonly text: string;
  /** Already in PostgreSQL's text form. */
  readonly values: readonly (string | null)[];
}

export interface WorkerFailure {
  readonly message: string;
  /** SQLSTATE where PostgreSQL said it, or an errno such as ENOSPC. */
  readonly code: string | null;
  readonly detail: string | null;
}

export type WorkerAnswer =
  | { readonly type: 'ready' }
  /** The folder did not open. */
  | { readonly type: 'failed'; readonly failure: WorkerFailure }
  | { readonly type: 'rows'; readonly id: number; readonly rows: readonly object[] }
  | { readonly type: 'error'; readonly id: number; readonly failure: WorkerFailure };
