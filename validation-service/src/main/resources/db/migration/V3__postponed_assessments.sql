-- A cluster whose assessment failed is taken again after a pause, so that it does not keep others from theirs.

alter table assessment_due add column not_before timestamptz not null default '-infinity';
