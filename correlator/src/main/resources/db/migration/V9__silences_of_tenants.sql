-- Whose alerts a silence is for; empty for everybody's, which is what all were.
alter table silence add column tenant text not null default '';
