-- The latest records of the identity provider that were taken over, so that each is taken over once.
create table identity_act (
    source   text        not null,
    record   text        not null,
    acted_at timestamptz not null,
    primary key (source, record)
);

create index identity_act_moment on identity_act (source, acted_at);
