-- Rollouts: what happened in each, who runs it, and what people want of it.

create table rollout (
  id          text primary key,
  tenant      text not null,                   -- whose nodes it touches
  change      text not null,                   -- what is rolled out
  hash        text not null,                   -- of the content that was approved
  title       text not null,
  executor    text not null,                   -- who began it
  brief       text not null,                   -- JSON: all that running it needs; never changes
  nodes       text[] not null,                 -- all nodes of its waves
  phase       text not null,                   -- after the last event
  over        boolean not null default false,  -- nothing is left to do
  seq         bigint not null default 0,       -- number of the last event
  blocked     text not null default '',        -- why the next step is not taken, for people
  owner       text,                            -- the gateway that runs it; null when none does
  epoch       bigint not null default 0,       -- rises with each take-over; every write and dispatch carries it
  lease_until timestamptz,                     -- by the clock of this database
  begun_at    timestamptz not null,
  updated_at  timestamptz not null default clock_timestamp()
);
create unique index rollout_one_of_a_change on rollout (change) where not over;
create index rollout_open on rollout (begun_at, id) where not over;
create index rollout_by_tenant on rollout (tenant, begun_at desc, id desc);
create index rollout_by_change on rollout (change, begun_at desc);

create table rollout_event (
  rollout text not null references rollout (id),
  seq     bigint not null,                     -- from 1, without gaps
  at      timestamptz not null,
  kind    text not null,
  body    text not null,                       -- JSON
  primary key (rollout, seq)
);

-- What people want, as it came to any gateway; answered by the one that runs the rollout.
create table rollout_command (
  number      bigint generated always as identity primary key,
  rollout     text not null references rollout (id),
  body        text not null,                   -- JSON
  asked_at    timestamptz not null,
  answered_at timestamptz,
  reply       text                             -- JSON
);
create index rollout_command_open on rollout_command (rollout, number) where answered_at is null;

-- Who has the health stream open at any gateway; a gateway that dies takes nobody's presence with it for longer than this.
create table rollout_presence (
  rollout text not null references rollout (id),
  person  text not null,
  until   timestamptz not null,                -- by the clock of this database
  primary key (rollout, person)
);
