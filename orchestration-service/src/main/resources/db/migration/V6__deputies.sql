-- Arrangements by which approvers lend authority to deputies: a projection of their streams, written with their events.

create table deputy (
    id            uuid        primary key,
    organization  text        not null,
    site          text,
    deputy        text        not null,
    lender        text        not null,
    delegations   text[]      not null,
    valid_from    timestamptz not null,
    valid_until   timestamptz not null,
    reason        text        not null,
    appointed_at  timestamptz not null,
    agreed_by     text,
    agreed_at     timestamptz,
    ended_by      text,
    ended_at      timestamptz,
    end_reason    text,
    number        bigint      generated always as identity unique
);

create index deputy_organization on deputy (organization, number);
