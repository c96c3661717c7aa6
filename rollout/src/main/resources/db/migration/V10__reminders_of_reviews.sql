-- Reminders are about answers that are missing, or about an emergency that waits for its review.
alter table reminder add column about text not null default 'ANSWER' check (about in ('ANSWER', 'REVIEW'));

-- What people are waited for is looked up at every beat.
create index change_unreviewed on change (emergency_at) where emergency_by is not null and emergency_reviewer is null;
create index change_to_answer on change (start_at) where rollout is null and emergency_by is null;

-- The risk with its factors as those who approved were told it; column risk is its probability.
alter table change_reach add column told jsonb;
