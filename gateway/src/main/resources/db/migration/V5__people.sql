-- Who may do what. Secrets are here as hashes only.

create table person (
  name       text primary key,
  tenant     text not null,                    -- empty for our own staff, who see all tenants
  roles      text[] not null,
  password   text not null,                    -- {scheme}hash, salted and slow
  disabled   boolean not null default false,
  created_at timestamptz not null,
  created_by text not null
);

create table access_token (
  id         text primary key,
  hash       text not null unique,             -- SHA-256: the token is 256 random bits
  person     text not null references person (name),
  label      text not null,
  roles      text[] not null,                  -- at most; the person must still have them
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,                      -- null for never
  revoked_at timestamptz,
  used_on    date                              -- the last day it was used
);
create index access_token_by_person on access_token (person);

create table browser_session (
  hash       text primary key,                 -- SHA-256 of the cookie
  person     text references person (name),    -- null when it was opened with a token
  token      text,                             -- hash of that token: the session ends with it
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((person is null) <> (token is null))
);
create index browser_session_by_person on browser_session (person, created_at);

-- Counts every write above, so that gateways see at a glance that there is something to read.
create table people_revision (
  one    boolean primary key default true check (one),
  number bigint not null default 0
);
insert into people_revision default values;
