/** Options that several commands have, and what a command gives back. */
import { InvalidArgumentError, Option } from 'commander';

export interface ApiFlags {
  readonly url: string;
  readonly key: string | undefined;
}

/** The number a command returns is the exit status. */
export function action<Args extends unknown[]>(
  work: (...args: Args) => Promise<number>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    process.exitCode = await work(...args);
  };
}

export const url = () =>
  new Option('--url <address>', 'where the product answers')
    .env('FXALERT_URL')
    .default('http://127.0.0.1:8000');
export const key = () => new Option('--key <key>', 'API key').env('FXALERT_KEY');

export function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number from 1.');
  return count;
}
