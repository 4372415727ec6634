/**
 * Slows down whoever guesses keys: after 10 wrong ones in a minute an address is refused without a look-up until the minute is over.
 * Addresses are kept in the order of their window, at most 10,000; when full the oldest is forgotten. O(1) a call.
 */
import type { DurationMs } from '../../kernel/units.ts';
import { MINUTE_MS } from '../../kernel/units.ts';

export const WRONG_KEYS_PER_MINUTE = 10;
const MAX_ADDRESSES = 10_000;

export class WrongKeyThrottle {
  readonly #windows = new Map<string, { wrong: number; endsAtMs: number }>();

  /** Milliseconds until the address may try again; 0 when it may now. */
  waitMs(address: string, nowMs: number): DurationMs {
    const window = this.#windows.get(groupOf(address));
    if (window === undefined || window.endsAtMs <= nowMs || window.wrong < WRONG_KEYS_PER_MINUTE)
      return 0 as DurationMs;
    return (window.endsAtMs - nowMs) as DurationMs;
  }

  wrong(address: string, nowMs: number): void {
    const group = groupOf(address);
    const window = this.#windows.get(group);
    if (window !== undefined && window.endsAtMs > nowMs) {
      window.wrong++;
      return;
    }
    this.#windows.delete(group);
    if (this.#windows.size >= MAX_ADDRESSES) this.#forgetOldest();
    this.#windows.set(group, { wrong: 1, endsAtMs: nowMs + MINUTE_MS });
  }

  get size(): number {
    return this.#windows.size;
  }

  #forgetOldest(): void {
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}

/** One household or host has a whole IPv6 /64; IPv4 inside IPv6 is the IPv4 address. */
export function groupOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':').toLowerCase();
}
