-- Who gave a file first: the id of the account, which is no name. Files from before have none.

alter table evidence_file add column given_by text;

-- Nothing here can be changed afterwards.
create function evidence_file_stays() returns trigger
language plpgsql as $$
begin
    raise exception 'evidence stays as it was given' using errcode = 'restrict_violation';
end
$$;

create trigger evidence_file_stays before update or delete on evidence_file
    for each row execute function evidence_file_stays();

create trigger evidence_files_stay before truncate on evidence_file
    for each statement execute function evidence_file_stays();
