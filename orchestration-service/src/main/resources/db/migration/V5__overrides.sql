-- How often the glass was broken in a rollout: lists show it.

alter table rollout add column overrides integer not null default 0;
