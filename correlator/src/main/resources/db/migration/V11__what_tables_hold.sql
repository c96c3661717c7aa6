-- What psql's \d+ shows beside the tables of alerts and incidents: what the notes in V1 say, where operators look.

comment on table shard is 'One row a partition of the log: who works on it, and how far it is. Alerts and incidents of a partition have its number.';
comment on column shard.epoch is 'rises with each owner; a write with an older one fails';
comment on column shard.owner is 'which process works on it';
comment on column shard.lease_until is 'the owner must renew before then (database clock)';
comment on column shard.next_offset is 'where the log is read on: this decides, not an offset committed to Kafka';
comment on column shard.clock is 'the shard''s time: that of its latest record';
comment on column shard.event_seq is 'number of the latest event';
comment on column shard.relayed_seq is 'the latest event handed on to the incidents topic';
comment on column shard.policy is 'what the shard decides by: rules, inhibition, topology, timing';
comment on column shard.state is 'counters per scope, storm mode, incidents whose growth is still to be told';

comment on table correlator_member is 'Which processes are alive: each takes its fair share of the partitions.';

comment on table alert is 'One row an alert identity (its labels), with its current or latest episode. Repeats of a firing alert are not written.';
comment on column alert.fingerprint is '16 hexadecimal digits, as amtool shows';
comment on column alert.site is 'value of the label that names the site';
comment on column alert.node is 'empty when no label names one';
comment on column alert.source is 'door it came through last';
comment on column alert.flapping is 'changes its state too often to believe each change: the episode goes on';
comment on column alert.transitions is 'recent changes of state, for flap detection';
comment on column alert.episode is 'counts up with each firing after a resolve';
comment on column alert.starts_at is 'sender''s clock';
comment on column alert.ends_at is 'sender''s clock; null while firing without a given end';
comment on column alert.first_seen is 'the log''s clock, of this episode';
comment on column alert.last_seen is 'the log''s clock, at the latest written change';
comment on column alert.repeats is 'messages of this episode, at the latest written change';
comment on column alert.silenced_by is 'ids of active silences that match it';
comment on column alert.inhibited_by is 'fingerprints of firing alerts that inhibit it';
comment on column alert.incident is 'where its current or latest episode belongs';

comment on table incident is 'Alerts that belong together. Closed and merged ones are kept for 90 days.';
comment on column incident.id is 'scope''s short id, dash, number';
comment on column incident.number is 'counts up within tenant and site';
comment on column incident.severity is 'the worst that its alerts have reached, resolved ones too';
comment on column incident.severity_rank is '0 is worst';
comment on column incident.head is 'fingerprint of the alert that names it';
comment on column incident.storm is 'opened or grown while more alerts came than people can read';
comment on column incident.updated_at is 'the log''s clock, of the latest change';
comment on column incident.resolved_by is 'null when its alerts ended by themselves';
comment on column incident.alert_count is 'episodes that belong to it, resolved ones too';
comment on column incident.firing_count is 'alerts of it that fire now';
comment on column incident.nodes is 'at most 100 of them, by name';
comment on column incident.explanation is 'likely causes with their factors, why it was opened, alerts that a person has split off';
comment on column incident.version is 'seq of its latest event';

comment on table member is 'Which episode of which alert belongs, or belonged, to which incident, and why.';
comment on column member.joined_at is 'the log''s clock';
comment on column member.left_at is 'when it was split off or merged away; null while it belongs';
comment on column member.reason is 'kind of evidence, its weight, the threshold, and what it was made of';

comment on table silence is 'Silences as each shard has them: the same ones in every partition.';
comment on column silence.matchers is '[{name, value, isRegex, isEqual}]';

comment on table event is 'What happened, in order: timeline of incidents, audit of what people did to them, and what the streams tell. Events of single alerts are kept for 24 hours, the others for 90 days.';
comment on column event.seq is 'counts up by one within the partition';
comment on column event.at is 'the log''s clock; never falls as seq rises';
comment on column event.kind is 'incident.opened, alert.firing, silence.expired, ...';
comment on column event.actor is 'a person, or tidegate';
comment on column event.body is 'the whole event as the streams tell it';
