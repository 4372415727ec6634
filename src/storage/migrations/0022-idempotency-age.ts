/** Old idempotency keys are forgotten each day, by their age. */
export const index = 'idempotency_keys_age';
export const sql = `create index concurrently if not exists ${index} on idempotency_keys (created_at)`;
