-- Views: built from the log, and built again whenever wanted.

create table cluster_view (
    id               text        not null primary key,
    organization     text        not null,
    name             text        not null,
    site             text        not null,
    version          bigint      not null,
    nodes            int         not null,
    disks            int         not null,
    virtual_servers  int         not null,
    changed_at       timestamptz not null
);

create index cluster_view_site on cluster_view (site, id);
create index cluster_view_organization on cluster_view (organization, id);

create table organization_view (
    id          text        not null primary key,
    name        text        not null,
    version     bigint      not null,
    changed_at  timestamptz not null
);
