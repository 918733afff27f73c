-- What entries are found by besides what they had. Step and words follow from content and are filled by the next migration; the
-- site follows from what inventory registered, and is added to earlier entries when it becomes known.
alter table entry add column step text;
alter table entry add column site text;
alter table entry add column words tsvector;

update entry e set site = place.site from cluster_site place where place.cluster = e.cluster;

create index entry_by_site on entry (site, index) where site is not null;
create index entry_by_source on entry (source, index);
create index entry_by_words on entry using gin (words) with (gin_pending_list_limit = 1024);

-- The earliest and the latest time in each block of 4,096 entries: which part of the log a span of time can be in.
create table entry_span (
    block       bigint primary key check (block >= 0),
    first_time  timestamptz not null,
    last_time   timestamptz not null
);
insert into entry_span (block, first_time, last_time)
select index / 4096, min(time), max(time) from entry group by index / 4096;
drop index entry_by_time;
