-- What witnesses cosigned: one signature line of C2SP tlog-cosignature each, on the checkpoint of so many entries.
create table cosignature (
    size        bigint      not null check (size > 0),
    witness     text        not null,
    name        text        not null,
    signature   text        not null,
    cosigned_at timestamptz not null,
    primary key (size, witness)
);
create index cosignature_by_witness on cosignature (witness, size);

comment on column cosignature.witness is 'the verifier key of the witness, which tells keys of one name apart';
