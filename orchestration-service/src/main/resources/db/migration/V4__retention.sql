-- What rollouts needed while they ran is forgotten some time after they are over; their events stay.

create index task_of_rollout on task (rollout);
create index gate_answer_of_rollout on gate_answer (rollout);
alter table rollout add column over_since timestamptz;
update rollout set over_since = now() where not active;
create index rollout_over on rollout (over_since) where over_since is not null;
