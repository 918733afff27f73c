-- One row a leaf of the Merkle tree. Every column but index, content and detached follows from content and is there to be searched.
create table entry (
    index          bigint primary key check (index >= 0),
    event_id       text        not null,
    source         text        not null,
    type           text        not null,
    stream         text        not null,
    stream_version bigint      not null check (stream_version > 0),
    time           timestamptz not null,
    actor          text,
    organization   text,
    cluster        text,
    rollout        uuid,
    content        text        not null,
    detached       text,
    unique (source, stream, stream_version)
);

comment on column entry.content is 'the leaf: the event as canonical JSON (RFC 8785) in the structured mode of CloudEvents';
comment on column entry.detached is 'the canonical data of an event too large for a leaf, which then has its SHA-256';

create index entry_by_organization on entry (organization, index);
create index entry_by_cluster on entry (cluster, index) where cluster is not null;
create index entry_by_rollout on entry (rollout, index) where rollout is not null;
create index entry_by_actor on entry (actor, index);
create index entry_by_type on entry (type text_pattern_ops, index);
create index entry_by_time on entry using brin (time);

-- Tiles of C2SP tlog-tiles: up to 256 hashes of 32 bytes; hashes do not compress.
create table tile (
    level  smallint not null check (level between 0 and 7),
    index  bigint   not null check (index >= 0),
    hashes bytea    not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
    primary key (level, index)
);
alter table tile alter column hashes set storage external;

-- The checkpoints that were signed, as C2SP signed notes. The latest one is the head of the tree.
create table checkpoint (
    size      bigint primary key check (size > 0),
    note      text        not null,
    signed_at timestamptz not null
);

-- Which log this is. A process with another key must not write here.
create table log_identity (
    only_one     boolean primary key default true check (only_one),
    origin       text not null,
    verifier_key text not null
);

-- Where clusters are, learnt from inventory.
create table cluster_site (
    cluster text primary key,
    site    text not null
);
create index cluster_site_by_site on cluster_site (site);
