-- The first alerts of an incident, and how many joined it lately, without reading all that it has.
create index member_by_joining on member (incident, joined_at, fingerprint, episode);
