/** Where in the log an event comes from: a start at one place must not count what another engine fired beyond it. */
export const sql = `
-- Null for events from before this was known: they count from every place.
alter table events add column seq bigint;
`;
