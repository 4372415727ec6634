/** The state of an engine in parts: a million alerts are written bit by bit, between commits. */
export const sql = `
create table checkpoint_parts (
  checkpoint  uuid not null,
  number      int not null,
  part        text not null,
  saved_at    timestamptz(3) not null default clock_timestamp(),
  primary key (checkpoint, number)
);

-- The first part stays in "state", so that an older program sees the version it does not know. Null: that is all.
alter table engine_checkpoints add column parts uuid;
alter table follower_checkpoints add column parts uuid;
`;
