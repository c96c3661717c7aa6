-- Changes up to their approval. Everything people approve is in column content; what they answered is in change_approval;
-- each write adds to the audit in the same transaction.

create table change (
  id                 text primary key,
  tenant             text not null,
  author             text not null,                 -- of the newest revision
  revision           int not null,                  -- from 1
  hash               text not null,                 -- SHA-256 over the content, what people approve
  title              text not null,
  state              text not null check (state in ('draft', 'waiting', 'approved', 'refused', 'expired', 'emergency')),
                                                    -- at its last write; open ones expire with expires_at
  start_at           timestamptz not null,          -- the moment that was agreed to
  expires_at         timestamptz not null,          -- it may not begin any more after this
  content            jsonb not null,                -- of the newest revision
  answers            int not null default 0,        -- rows of this revision in change_approval
  emergency_by       text,                          -- broken glass: who answers for it
  emergency_reason   text,
  emergency_hash     text,
  emergency_at       timestamptz,
  emergency_reviewer text,                          -- who looked at it afterwards
  rollout            text,                          -- that carries it out
  rollout_ended_at   timestamptz,                   -- null while it runs
  created_at         timestamptz not null,
  updated_at         timestamptz not null
);
create index change_by_creation on change (created_at desc, id);
create index change_by_tenant on change (tenant, created_at desc, id);

create table change_revision (
  change   text not null references change (id),
  revision int not null,
  author   text not null,
  hash     text not null,
  content  jsonb not null,
  at       timestamptz not null,
  primary key (change, revision)
);

create table change_approval (
  change   text not null references change (id),
  revision int not null,
  number   int not null,                            -- from 1 within the revision
  side     text not null check (side in ('support', 'customer')),
  person   text not null,
  hash     text not null,                           -- of what was shown
  start_at timestamptz not null,                    -- moment that was agreed to
  granted  boolean not null,
  reason   text not null,
  at       timestamptz not null,
  primary key (change, revision, number)
);

-- What the selector takes, as it was when last looked at. Two changes that are approved or run never share a node.
create table change_reach (
  change text primary key references change (id),
  nodes  text[] not null,
  roles  text[] not null,
  sites  text[] not null,
  risk   double precision not null                  -- probability of failure that was told
);
create index change_reach_by_node on change_reach using gin (nodes);

-- Who is to be reminded. Rows are claimed, told and marked; a channel takes those that are told and not sent.
create table reminder (
  change        text not null references change (id),
  revision      int not null,
  number        int not null,
  due_at        timestamptz not null,
  to_role       text not null,
  words         text not null,
  state         text not null default 'waiting' check (state in ('waiting', 'told', 'dropped')),
  settled_at    timestamptz,
  why           text,                               -- of dropped
  claimed_by    text,
  claimed_until timestamptz,                        -- database clock
  sent_at       timestamptz,                        -- by a channel
  primary key (change, revision, number)
);
create index reminder_due on reminder (due_at) where state = 'waiting';

create table calendar (
  tenant     text not null,                         -- empty for all
  name       text not null,
  site       text not null,                         -- empty for all
  zone       text not null,                         -- such as Europe/Berlin
  rules      jsonb not null,                        -- [{kind, from, to, days, reason}]
  primary key (tenant, name)
);

-- What came of changes: the past that risk is judged by, and the score each began with.
create table execution_history (
  rollout  text primary key,
  change   text not null,
  tenant   text not null,
  ended_at timestamptz not null,
  failed   boolean not null,
  risk     double precision not null,
  states   text[] not null,
  roles    text[] not null,
  nodes    text[] not null
);
create index execution_history_by_end on execution_history (ended_at desc);
create index execution_history_by_node on execution_history using gin (nodes);

-- Tries in staging. A run is driven by its owner, fenced by epoch.
create table staging_run (
  id          text primary key,
  change      text not null references change (id),
  revision    int not null,
  hash        text not null,
  tenant      text not null,
  nodes       text[] not null,
  targets     text[] not null,                      -- what reaches each of them
  state       text not null default 'running' check (state in ('running', 'passed', 'failed')),
  reason      text not null,
  soak_until  timestamptz,                          -- a passing verdict counts from then on
  started_by  text not null,
  started_at  timestamptz not null,
  ended_at    timestamptz,
  owner       text,
  epoch       bigint not null default 0,            -- rises with each owner; a write with an older one must fail
  lease_until timestamptz                           -- database clock
);
create unique index staging_run_one_at_a_time on staging_run (change) where state = 'running';
create index staging_run_by_change on staging_run (change, revision, started_at desc);

create table staging_job (
  run    text not null references staging_run (id),
  target text not null,
  order_id text not null,                           -- written before it is sent
  job    text not null default '',                  -- under which the target knows it; empty until it has taken it
  primary key (run, target)
);

create table staging_finding (
  run    text not null references staging_run (id),
  number bigint generated always as identity,
  step   text not null,                             -- what it is evidence of; kept once
  at     timestamptz not null,
  kind   text not null,                             -- dispatch, packages, apply, proof, test, health
  node   text not null,                             -- empty when it is about all
  passed boolean not null,
  words  text not null,
  primary key (run, number)
);
