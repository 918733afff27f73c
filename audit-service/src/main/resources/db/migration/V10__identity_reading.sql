-- How far back records of the identity provider may be read again: of earlier ones it is forgotten that they were taken over.
create table identity_reading (
    source           text primary key,
    forgotten_before timestamptz not null
);
insert into identity_reading (source, forgotten_before)
select source, least(max(acted_at), now()) - interval '1 hour' from identity_act group by source;

-- Failed requests of nobody known, counted until they are written together. No client is ''.
create table identity_failure (
    act      text        not null,
    error    text        not null,
    client   text        not null,
    network  text        not null,
    count    bigint      not null check (count > 0),
    first_at timestamptz not null,
    last_at  timestamptz not null,
    primary key (act, error, client, network)
);

-- When they may be written the next time.
create table identity_failure_due (
    only_one boolean     primary key default true check (only_one),
    due      timestamptz not null
);
insert into identity_failure_due (due) values ('epoch');
