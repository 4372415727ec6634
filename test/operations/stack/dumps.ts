/** What the proofs of backup and recovery do with dumps and databases. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran } from '../../support/shell.ts';
import type { Stack } from './stack.ts';

export const LONG_MS = 300_000;

interface Dumps {
  /** The newest backup of an ending, as a path in the clone. */
  readonly newest: (ending: string) => string;
  /** What a statement answers, without decoration. */
  readonly sql: (text: string, database?: string) => Promise<string>;
  readonly restore: (file: string, more?: string) => Promise<Ran>;
}

export function dumpsOf(stack: Stack): Dumps {
  return {
    newest(ending) {
      const names = readdirSync(join(stack.folder, 'backups')).filter((name) => name.endsWith(ending));
      return `backups/${names.sort().at(-1) ?? 'none'}`;
    },
    async sql(text, database = 'forex_alert_db') {
      const psql = `psql -X -q -A -t -U forex_user -d ${database}`;
      return (await stack.done(`docker exec forex_alert_postgres ${psql} -c "${text}"`)).trim();
    },
    restore: (file, more = '') =>
      stack.run(`./scripts/restore.sh production ${file} --yes ${more}`, { timeoutMs: LONG_MS }),
  };
}
