/** The few alerts on standby by their names: each answer about an alert that arms others looks whether they are there. */
export const index = 'alerts_standby';
export const sql = `create index concurrently if not exists ${index} on alerts (name) where definition ->> 'standby' = 'true'`;
