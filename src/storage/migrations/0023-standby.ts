/** The few alerts on standby by their names: each answer about an alert that arms others looks whether they are there. */
export const sql = `
create index alerts_standby on alerts (name) where definition ->> 'standby' = 'true';
`;
