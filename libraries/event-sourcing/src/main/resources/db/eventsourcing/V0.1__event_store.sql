-- The event store: the log of events, the relay's and the consumers' progress, and what consumers had to put aside.

create table event_log (
    position        bigint generated always as identity,
    transaction_id  xid8        not null default pg_current_xact_id(),
    stream          text        not null,
    version         bigint      not null check (version > 0),
    event_id        uuid        not null,
    type            text        not null,
    data            json        not null,
    actor           text        not null,
    correlation_id  uuid        not null,
    causation_id    uuid        not null,
    partition_key   text        not null,
    happened_at     timestamptz not null,
    constraint event_log_stream_version primary key (stream, version),
    constraint event_log_event_id unique (event_id)
);

-- Readers move through the log in this order, behind the oldest transaction that still runs.
create unique index event_log_order on event_log (transaction_id, position);

comment on table event_log is 'Every event, append only. Order: (transaction_id, position); safe to read below pg_snapshot_xmin(pg_current_snapshot()).';

-- Takes the locks of streams, always in the same order. Must come before anything that gives the transaction its id: only
-- then do the ids of the transactions that append to a stream ascend with its versions.
create function lock_streams(streams text[]) returns void language plpgsql as $$
begin
    if pg_current_xact_id_if_assigned() is not null then
        raise exception 'Stream locks must be taken before the transaction writes anything' using errcode = 'LS001';
    end if;
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Events are appended in read committed transactions' using errcode = 'LS001';
    end if;
    perform pg_advisory_xact_lock(lock_key)
       from (select distinct hashtextextended(stream, 0) as lock_key from unnest(streams) as stream order by 1) as lock_keys;
end $$;

-- Appends to streams whose locks are held. Returns null, or {index of the first stream in conflict, its actual version}.
create function append_events(
    streams text[], expected_versions bigint[], partition_keys text[],
    stream_indexes int[], versions bigint[], event_ids uuid[], types text[], data text[],
    actors text[], correlation_ids uuid[], causation_ids uuid[], times timestamptz[]
) returns bigint[] language plpgsql as $$
declare
    last_version bigint;
    last_key text;
begin
    for i in 1 .. cardinality(streams) loop
        select e.version, e.partition_key into last_version, last_key
          from event_log e where e.stream = streams[i] order by e.version desc limit 1;
        if coalesce(last_version, 0) <> expected_versions[i] then
            return array[i::bigint, coalesce(last_version, 0)];
        end if;
        if last_key <> partition_keys[i] then
            raise exception '%', last_key using errcode = 'LS002', detail = streams[i], hint = partition_keys[i];
        end if;
    end loop;
    insert into event_log (stream, version, event_id, type, data, actor, correlation_id, causation_id, partition_key, happened_at)
    select streams[n.stream_index], n.version, n.event_id, n.type, n.data::json, n.actor, n.correlation_id, n.causation_id,
           partition_keys[n.stream_index], n.happened_at
      from unnest(stream_indexes, versions, event_ids, types, data, actors, correlation_ids, causation_ids, times) with ordinality
           as n (stream_index, version, event_id, type, data, actor, correlation_id, causation_id, happened_at, place)
     order by n.place;
    return null;
end $$;

-- A whole append in one statement, for a transaction of its own.
create function lock_and_append_events(
    streams text[], expected_versions bigint[], partition_keys text[],
    stream_indexes int[], versions bigint[], event_ids uuid[], types text[], data text[],
    actors text[], correlation_ids uuid[], causation_ids uuid[], times timestamptz[]
) returns bigint[] language plpgsql as $$
begin
    perform lock_streams(streams);
    return append_events(streams, expected_versions, partition_keys, stream_indexes, versions, event_ids, types, data,
                         actors, correlation_ids, causation_ids, times);
end $$;

-- The same for what almost every command appends: events of one stream with the same metadata. Takes less than half the time.
create function append_to_stream(
    locking boolean, target_stream text, expected_version bigint, stream_key text, event_ids uuid[], types text[], data text[],
    acting text, correlation uuid, causation uuid, happening timestamptz
) returns bigint[] language plpgsql as $$
declare
    last_version bigint;
    last_key text;
begin
    if locking then
        if pg_current_xact_id_if_assigned() is not null or current_setting('transaction_isolation') <> 'read committed' then
            perform lock_streams(array[target_stream]);
        end if;
        perform pg_advisory_xact_lock(hashtextextended(target_stream, 0));
    end if;
    select e.version, e.partition_key into last_version, last_key
      from event_log e where e.stream = target_stream order by e.version desc limit 1;
    if coalesce(last_version, 0) <> expected_version then
        return array[1, coalesce(last_version, 0)];
    end if;
    if last_key <> stream_key then
        raise exception '%', last_key using errcode = 'LS002', detail = target_stream, hint = stream_key;
    end if;
    insert into event_log (stream, version, event_id, type, data, actor, correlation_id, causation_id, partition_key, happened_at)
    select target_stream, expected_version + n.place, n.event_id, n.type, n.data::json, acting, correlation, causation,
           stream_key, happening
      from unnest(event_ids, types, data) with ordinality as n (event_id, type, data, place);
    return null;
end $$;

-- The next events of the log, in order, as far as no running transaction can still get in front of them. The planner is not
-- left to choose: without statistics it would sort the whole rest of the table for every batch.
create function read_event_log(after_transaction_id xid8, after_position bigint, most int)
returns setof event_log language sql stable
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    select e.*
      from event_log e
     where (e.transaction_id, e.position) > (after_transaction_id, after_position)
       and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
     order by e.transaction_id, e.position
     limit most
$$;

-- How many events wait behind a place, hidden ones included, and when the first of them happened.
create function event_log_backlog(after_transaction_id xid8, after_position bigint, most int)
returns table (events bigint, oldest timestamptz) language sql stable
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    select count(*), min(waiting.happened_at)
      from (select e.happened_at
              from event_log e
             where (e.transaction_id, e.position) > (after_transaction_id, after_position)
             order by e.transaction_id, e.position
             limit most) as waiting
$$;

create table stream_snapshot (
    stream   text   not null,
    schema   text   not null,
    version  bigint not null,
    state    json   not null,
    primary key (stream, schema)
);

comment on table stream_snapshot is 'An optimisation: may be emptied at any time.';

create table relay_progress (
    relay           text primary key,
    transaction_id  xid8        not null,
    position        bigint      not null,
    updated_at      timestamptz not null default now()
);

create table inbox_message (
    consumer    text        not null,
    message_id  uuid        not null,
    handled_at  timestamptz not null default now(),
    primary key (consumer, message_id)
);

create table inbox_stream (
    consumer  text   not null,
    source    text   not null,
    stream    text   not null,
    version   bigint not null,
    primary key (consumer, source, stream)
);

comment on table inbox_stream is 'The last version of each stream that a consumer has handled; versions must arrive without gaps.';

create table parked_key (
    consumer       text        not null,
    topic          text        not null,
    partition_key  text        not null,
    partition      int         not null,
    reason         text        not null check (reason in ('POISON', 'GAP', 'UNREADABLE')),
    detail         text        not null,
    parked_at      timestamptz not null default now(),
    primary key (consumer, topic, partition_key)
);

create table parked_event (
    sequence       bigint generated always as identity primary key,
    consumer       text        not null,
    topic          text        not null,
    partition_key  text        not null,
    partition      int         not null,
    log_offset     bigint      not null,
    event_id       uuid,
    headers        json        not null,
    value          bytea       not null,
    announced      boolean     not null default false,
    constraint parked_event_once unique nulls not distinct (consumer, topic, partition, log_offset, event_id),
    foreign key (consumer, topic, partition_key) references parked_key
);

create index parked_event_queue on parked_event (consumer, topic, partition_key, sequence);
create index parked_event_unannounced on parked_event (consumer) where not announced;

create table parking_decision (
    id             bigint generated always as identity primary key,
    consumer       text        not null,
    topic          text        not null,
    partition_key  text        not null,
    event_id       uuid,
    action         text        not null check (action in ('RETRIED', 'SKIPPED')),
    reason         text        not null,
    actor          text        not null,
    decided_at     timestamptz not null default now()
);

create table projection_progress (
    projection      text   not null,
    generation      text   not null check (generation in ('LIVE', 'NEXT')),
    transaction_id  xid8   not null,
    position        bigint not null,
    primary key (projection, generation)
);

-- A transaction left open holds back every reader of the log: the server ends it.
do $$ begin
    execute format('alter role %I set idle_in_transaction_session_timeout = %L', current_user, '10s');
end $$;
