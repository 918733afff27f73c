-- Files that show what attended work did. The event that attests the work names their hashes; nothing here can be changed afterwards.

create table evidence_file (
    rollout     uuid        not null,
    step        text        not null,
    sha256      text        not null,
    name        text        not null,
    media_type  text        not null,
    content     bytea       not null,
    given_at    timestamptz not null,
    number      bigint      generated always as identity unique,
    primary key (rollout, step, sha256)
);

-- What people give as evidence is mostly packed already.
alter table evidence_file alter column content set storage external;
