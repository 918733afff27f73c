-- Whether a rollout is paused: lists show it.

alter table rollout add column paused boolean not null default false;
