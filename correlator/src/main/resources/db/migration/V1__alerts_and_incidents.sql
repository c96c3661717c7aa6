-- The truth about alerts and incidents. Written by the owner of each partition, in one transaction per micro-batch,
-- fenced by the owner's epoch in table shard. Times are the log's unless a column says otherwise.

create table shard (
  partition    int primary key,
  epoch        bigint not null default 0,         -- rises with each owner; a write with an older one must fail
  owner        text,                              -- which process, for people
  lease_until  timestamptz,                       -- the owner must renew before then (database clock)
  next_offset  bigint not null default 0,         -- where the log is read on: decides, not Kafka's committed offset
  clock        timestamptz not null default 'epoch', -- the shard's time: that of its latest record
  event_seq    bigint not null default 0,         -- number of the latest event
  relayed_seq  bigint not null default 0,         -- the latest event handed on to the incidents topic
  policy       jsonb,                             -- what the shard decides by
  state        jsonb not null default '{}'        -- small rest of its state: counters per scope, storm mode
);

-- Which correlators are alive: each takes its fair share of the partitions.
create table correlator_member (
  node  text primary key,
  seen  timestamptz not null                      -- database clock
);

create table alert (
  partition     int not null,
  tenant        text not null,
  fingerprint   text not null,                    -- 16 hexadecimal digits, as amtool shows
  site          text not null,
  alertname     text not null,
  severity      text not null,
  node          text not null,                    -- empty when no label names one
  labels        jsonb not null,
  annotations   json not null,
  generator_url text not null,
  source        text not null,                    -- door it came through last
  state         text not null check (state in ('firing', 'resolved')),
  flapping      boolean not null default false,
  transitions   timestamptz[] not null default '{}', -- recent changes of state, for flap detection
  episode       int not null,
  starts_at     timestamptz not null,             -- sender's clock
  ends_at       timestamptz,                      -- sender's clock; null while firing without a given end
  first_seen    timestamptz not null,             -- of this episode
  last_seen     timestamptz not null,             -- at the latest written change; repeats are not written
  repeats       bigint not null default 0,        -- messages of this episode, at the latest written change
  silenced_by   text[] not null default '{}',
  inhibited_by  text[] not null default '{}',
  incident      text,
  primary key (partition, tenant, fingerprint)
) with (fillfactor = 75);                          -- room to update a row in its page
create index alert_by_fingerprint on alert (tenant, fingerprint);
create index alert_by_labels on alert using gin (labels jsonb_path_ops);
create index alert_by_incident on alert (incident) where incident is not null;

create table incident (
  id              text primary key,               -- scope's short id, dash, number
  partition       int not null,
  tenant          text not null,
  site            text not null,
  number          bigint not null,                -- counts up within the scope
  state           text not null check (state in ('open', 'acknowledged', 'resolved', 'closed', 'merged')),
  severity        text not null,
  severity_rank   int not null,                   -- 0 is worst
  title           text not null,
  head            text not null,                  -- fingerprint of the alert that names it
  storm           boolean not null default false,
  opened_at       timestamptz not null,
  updated_at      timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at     timestamptz,
  resolved_by     text,                           -- null when its alerts ended by themselves
  closed_at       timestamptz,
  merged_into     text,
  alert_count     int not null,                   -- episodes that ever belonged to it
  firing_count    int not null,
  node_count      int not null,
  nodes           text[] not null,                -- at most 100 of them, by name
  explanation     json not null,                  -- likely causes with their factors, why it opened, split constraints
  version         bigint not null                 -- seq of its latest event: its ETag
);
create index incident_by_state on incident (state, severity_rank, opened_at desc, id);
create index incident_by_update on incident (updated_at desc, id);
create index incident_by_partition on incident (partition) where state in ('open', 'acknowledged', 'resolved');

create table member (
  incident    text not null,
  partition   int not null,
  tenant      text not null,
  fingerprint text not null,
  episode     int not null,
  joined_at   timestamptz not null,
  left_at     timestamptz,                        -- set when it was split off or merged away
  reason      json not null,                      -- kind, weight, threshold, inputs
  primary key (incident, tenant, fingerprint, episode)
);
create index member_by_partition on member (partition);

create table silence (
  partition  int not null,                        -- each shard keeps its own copy, as it stands in its part of the log
  id         text not null,
  matchers   jsonb not null,                      -- [{name, value, isRegex, isEqual}]
  starts_at  timestamptz not null,
  ends_at    timestamptz not null,
  updated_at timestamptz not null,
  created_by text not null,
  comment    text not null,
  primary key (partition, id)
);

-- What happened, in order, per partition: timeline, audit of actions, and outbox of the streams in one table.
create table event (
  partition   int not null,
  seq         bigint not null,
  at          timestamptz not null,
  kind        text not null,                      -- incident.opened, alert.firing, silence.expired, …
  tenant      text not null,
  site        text not null,
  incident    text,
  fingerprint text,
  actor       text not null,
  body        json not null,                      -- the whole event as the streams tell it
  primary key (partition, seq)
);
create index event_by_incident on event (incident, seq) where incident is not null;
create index event_kept on event (partition, seq) where kind not like 'alert.%'; -- kept for longer than the others
create index event_by_time on event using brin (at);
