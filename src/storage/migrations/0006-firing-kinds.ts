/** Events that follow a firing, or announce an end. */
export const sql = `
alter table events drop constraint events_kind_check;
alter table events add constraint events_kind_check
  check (kind in ('fired', 'confirmed', 'failed', 'expiring', 'expired'));
`;
