-- What was merged into an incident, or split off to make it, belongs to its timeline too.
create index event_into on event ((body -> 'details' ->> 'into')) where kind in ('incident.merged', 'incident.split');
