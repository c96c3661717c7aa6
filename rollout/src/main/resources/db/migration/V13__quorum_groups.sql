-- What rollouts that are under way have of quorum groups, written together with their events. Several may have members of one
-- group only when one of them goes back; only one of them moves a member at a time.

create table rollout_quorum (
  tenant  text not null,                         -- whose group it is
  quorum  text not null,                         -- the group
  rollout text not null references rollout (id),
  node    text not null,                         -- the member that it has
  moving  boolean not null,                      -- it was told to go somewhere, and has not settled
  primary key (tenant, quorum, rollout)
);
create index rollout_quorum_by_rollout on rollout_quorum (rollout);
