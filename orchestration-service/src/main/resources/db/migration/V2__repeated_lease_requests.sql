-- A runner whose request for work was answered, but to nobody, asks again under the request's id.
alter table task add column lease_request uuid;
create index task_lease_request on task (lease_request) where state = 'LEASED';
