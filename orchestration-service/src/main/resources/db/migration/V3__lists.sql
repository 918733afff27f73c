-- Lists go through their tables by number, newest first; consumers wake what runs in an organization.

create index rollout_number on rollout (number);
create index rollout_organization on rollout (split_part(cluster, ':', 1)) where active;
create index plan_number on plan (number);
create index plan_cluster on plan (cluster, number);
