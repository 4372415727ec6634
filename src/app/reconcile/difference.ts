/** One way in which what is stored differs from what must be. The names are those of docs/reliability.md. */
export interface Difference {
  readonly invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6';
  readonly what: string;
  /** Trigger key of the event. */
  readonly key: string;
  readonly alert: string;
  /** Market time of the firing. */
  readonly at: string;
  readonly channel?: string;
  readonly detail?: string;
}

export function differenceOf(
  invariant: Difference['invariant'],
  what: string,
  {
    event,
    ...more
  }: {
    readonly event: { readonly key: string; readonly alert: string; readonly at: number };
    readonly channel?: string;
    readonly detail?: string;
  },
): Difference {
  const { key, alert, at } = event;
  return { invariant, what, key, alert, at: new Date(at).toISOString(), ...more };
}
