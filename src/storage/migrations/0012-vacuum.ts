/** Queues change all the time and stay small: vacuumed by the hundred, not by a fifth of their history. */
export const sql = `
alter table deliveries set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
alter table delivery_counts set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
alter table dispatchers set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
`;
