-- What was done, by whom. Rows are only ever added; each holds the hash of the one before, so a row that was changed or
-- taken away afterwards shows.

create table audit (
  number  bigint primary key,                  -- from 1, without gaps
  at      timestamptz not null,                -- clock of who wrote it
  actor   text not null,                       -- a person, or tidegate itself
  tenant  text not null,                       -- whose it is about; empty for all
  action  text not null,                       -- such as change.approved
  subject text not null,                       -- such as a rollout's id
  detail  text not null,                       -- JSON as it was hashed, byte for byte
  before  text not null,                       -- hash of the row before; 64 zeros for the first
  hash    text not null
);
create index audit_by_subject on audit (subject, number);
create index audit_by_tenant on audit (tenant, number);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is only ever added to';
end $$;
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function audit_is_append_only();

-- The end of the chain: one row, locked by whoever adds, so that the chain never forks.
create table audit_head (
  one    boolean primary key default true check (one),
  number bigint not null default 0,
  hash   text not null default repeat('0', 64)
);
insert into audit_head default values;
