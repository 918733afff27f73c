-- The keys of persons, apart from the log in which everything about them stands under these keys. What is deleted here is erased there.
create table person_key (
    id          text        primary key,
    name_tag    bytea       not null unique,
    wrapped     bytea       not null,
    sealed_name text        not null,
    made_at     timestamptz not null
);

comment on column person_key.id is 'the hash of the key, by which entries name it';
comment on column person_key.name_tag is 'HMAC of the name of the account under the secret of the key folder; it is found by that';
comment on column person_key.wrapped is 'key and name under the secret of the key folder';
comment on column person_key.sealed_name is 'the name under the key, as entries have it';
