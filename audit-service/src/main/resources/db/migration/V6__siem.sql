-- How far the log was handed over to a SIEM, and which replica does so now.
create table siem_position (
    destination text        primary key,
    next_index  bigint      not null check (next_index >= 0),
    holder      uuid,
    held_until  timestamptz not null default now()
);

comment on column siem_position.next_index is 'every entry before this one was handed over; it is the next, perhaps again';
