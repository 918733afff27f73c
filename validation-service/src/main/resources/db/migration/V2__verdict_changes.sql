-- Which inventory versions each cluster's verdicts were compared up to, and which clusters have newer ones.

create table assessment (
    cluster              text   primary key,
    organization_version bigint not null,
    cluster_version      bigint not null,
    stream_version       bigint not null check (stream_version >= 0)
);

comment on column assessment.stream_version is 'How many events of changed verdicts there are about the cluster.';

create table assessment_due (
    id      bigint generated always as identity primary key,
    cluster text   not null
);

create index assessment_due_cluster on assessment_due (cluster);

comment on table assessment_due is 'A row for every event that concerns a cluster; an assessment removes those that it has seen.';

create index gate_cluster on gate (cluster, requested_at);
