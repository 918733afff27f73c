-- Snapshots are written beside the work that news brings.

create table snapshot_due (
    stream  text   primary key references known_stream,
    version bigint not null check (version > 0)
);

comment on table snapshot_due is 'Streams whose facts at a version are to be kept as a snapshot.';
