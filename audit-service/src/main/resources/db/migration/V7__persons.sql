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

-- Persons whose key is gone, while entries are still found by words of theirs. No text finds those entries meanwhile.
create table words_to_forget (
    person    text        primary key,
    erased_at timestamptz not null,
    done_to   bigint      not null default -1
);

comment on column words_to_forget.person is 'the id of the key that was destroyed';
comment on column words_to_forget.done_to is 'the last entry up to which the words are forgotten';
