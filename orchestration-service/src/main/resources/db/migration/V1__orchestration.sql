-- Plans, rollouts as they stand, work for runners, locks, and what this service has heard of inventory and validation.

create table plan (
    hash          text        primary key,
    cluster       text        not null,
    site          text        not null,
    scenario      text        not null,
    planned_by    text        not null,
    planned_at    timestamptz not null,
    content       text        not null,
    number        bigint      generated always as identity
);

-- A projection of the rollouts' streams, written with their events. wake_at says when the automation looks at a rollout again;
-- wake_number changes whenever something happened to it.
create table rollout (
    id            uuid        primary key,
    cluster       text        not null,
    site          text        not null,
    plan_hash     text        not null,
    status        text        not null,
    active        boolean     not null,
    step          text,
    attempt       int         not null default 0,
    phase         text,
    actor         text,
    wait_cause    text,
    phase_since   timestamptz not null,
    requested_at  timestamptz not null,
    version       bigint      not null,
    wake_at       timestamptz,
    wake_number   bigint      not null default 0,
    number        bigint      generated always as identity
);

create unique index rollout_one_active_per_cluster on rollout (cluster) where active;
create index rollout_wake on rollout (wake_at) where active and wake_at is not null;
create index rollout_cluster on rollout (cluster, number);

create sequence fencing_token;

create table task (
    id               uuid        primary key,
    rollout          uuid        not null,
    step             text        not null,
    attempt          int         not null,
    purpose          text        not null,
    site             text        not null,
    cluster          text        not null,
    work             text        not null,
    timeout          interval    not null,
    not_before       timestamptz not null,
    state            text        not null check (state in ('READY', 'LEASED', 'ENDED')),
    runner           text,
    fencing_token    bigint,
    granted_at       timestamptz,
    lease_expires_at timestamptz
);

create index task_ready on task (site, not_before) where state = 'READY';
create index task_rollout on task (rollout) where state <> 'ENDED';

create table task_output (
    task        uuid   not null,
    first_line  bigint not null,
    lines       text   not null,
    primary key (task, first_line)
);

-- Locks, from coarse to fine. A free lock keeps its last token and the moment of its release.
create table lock (
    resource      text   primary key,
    parent        text,
    fencing_token bigint not null default 0,
    rollout       uuid,
    step          text,
    taken_at      timestamptz,
    released_at   timestamptz
);

create index lock_parent on lock (parent) where rollout is not null;

-- Inventory as it was published, at every version.
create table inventory_event (
    stream  text   not null,
    version bigint not null,
    type    text   not null,
    data    text   not null,
    primary key (stream, version)
);

-- Answers of validation, until the automation has taken them.
create table gate_answer (
    gate                 uuid   primary key,
    rollout              uuid   not null,
    organization_version bigint not null,
    cluster_version      bigint not null,
    blocking             text   not null
);
