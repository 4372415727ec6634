/**
 * Gives back the room of rows that are gone and refreshes what the planner knows. The embedded database has no process of its own for
 * that; a PostgreSQL server does it by itself, told by the tables' settings (migration 12), and is left alone.
 */
import type { Database } from './database.ts';

const CHANGING_TABLES = [
  'deliveries',
  'delivery_counts',
  'dispatchers',
  'events',
  'attempts',
  'alerts',
  'candles',
  'checkpoint_parts',
];

export async function vacuum(database: Database): Promise<void> {
  if (database.kind === 'postgres') return;
  for (const table of CHANGING_TABLES) await database.script(`vacuum (analyze) ${table}`);
}
