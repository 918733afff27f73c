-- What validation knows of the inventory: its own copy of the events that matter to the versions that gates may ask for.

create table known_stream (
    stream  text   primary key,
    version bigint not null check (version > 0),
    name    text   not null,
    site    text
);

comment on table known_stream is 'Each organization and cluster, and how far its events have arrived. The site is that of a cluster.';

create table known_event (
    stream  text   not null references known_stream,
    version bigint not null check (version > 0),
    type    text   not null,
    data    json   not null,
    primary key (stream, version)
);

create table known_snapshot (
    stream  text   not null references known_stream,
    version bigint not null check (version > 0),
    facts   json   not null,
    primary key (stream, version)
);

comment on table known_snapshot is 'All facts at a version, so that no more than a hundred events are applied to reach another.';

-- Gates that rollouts asked for.
create table gate (
    gate                 uuid        primary key,
    cluster              text        not null,
    organization_stream  text        not null,
    organization_version bigint      not null,
    cluster_stream       text        not null,
    cluster_version      bigint      not null,
    request              json        not null,
    correlation_id       uuid        not null,
    requested_by         uuid        not null,
    requested_at         timestamptz not null,
    not_before           timestamptz not null,
    answered_at          timestamptz
);

create index gate_open on gate (not_before) where answered_at is null;

comment on column gate.requested_by is 'The event that asked.';
comment on column gate.not_before is 'When to try again after a failure; the time of the request otherwise.';
