-- Watches and what was said of them. A watch's row is written by its owner, fenced by epoch, and by whoever closes it;
-- verdicts are only ever added.

create table watch (
  id           text primary key,
  tenant       text not null,
  name         text not null,
  policy       text not null,                    -- the policy's own text: what is judged by does not change with a file
  watched      text[] not null,
  control      text[] not null,
  changed_at   timestamptz not null,
  until        timestamptz,                      -- closes by itself then; null for never
  opened_by    text not null,
  opened_at    timestamptz not null,
  state        text not null default 'open' check (state in ('open', 'closed')),
  closed_at    timestamptz,
  closed_by    text,
  close_reason text,
  verdict      text,                             -- kind of the latest verdict; null before the first
  owner        text,                             -- which process runs it
  epoch        bigint not null default 0,        -- rises with each owner; a write with an older one must fail
  lease_until  timestamptz,                      -- the owner must renew before then (database clock)
  frame_seq    bigint not null default 0         -- numbers of frames up to here may have been used
);
create index watch_by_opening on watch (tenant, opened_at desc, id);
create index watch_open on watch (opened_at) where state = 'open';

create table watch_verdict (
  watch    text not null references watch (id),
  number   bigint not null,                      -- counts up from 1 within the watch
  at       timestamptz not null,                 -- time of the round that led to it
  told_at  timestamptz not null,                 -- when it was written; later than at when the past was read again
  verdict  text not null check (verdict in ('healthy', 'unhealthy', 'inconclusive')),
  signal   text,                                 -- of unhealthy
  cause    text,                                 -- of unhealthy
  doubt    text,                                 -- of inconclusive
  reason   text not null,
  report   jsonb not null,                       -- queries, raw values, statistics and thresholds of every signal
  primary key (watch, number)
);
