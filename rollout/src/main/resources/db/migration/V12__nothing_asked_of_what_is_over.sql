-- What was asked of a rollout just as it ended stayed unanswered, and would be done when somebody takes it up again much later.
-- From here on nothing can be asked of a rollout that is over, and none ends before everything is answered.

update rollout_command c
   set answered_at = clock_timestamp(), reply = '{"v":1,"kind":"refused","why":"it was over"}'
  from rollout r
 where r.id = c.rollout and r.over and c.answered_at is null;
