-- The entries whose data were decided to be given up. It keeps the decision from being taken twice; what counts is the log, which says
-- so too, and by whose entry the data go.
create table data_given_up (
    index      bigint primary key,
    decided_at timestamptz not null
);

-- Entries with data beside them: what the periods of retention are looked for in.
create index entry_with_data on entry (type, index) where detached is not null;
