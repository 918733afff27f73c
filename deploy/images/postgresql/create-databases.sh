#!/usr/bin/env bash
# Run once by the image when it creates the database cluster: a role and a database that it owns for each service.
set -euo pipefail

for name in inventory validation orchestration audit keycloak; do
  variable=$(printf '%s_PASSWORD' "$name" | tr '[:lower:]' '[:upper:]')
  psql --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres \
    --set=name="$name" --set=password="${!variable}" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect on database :"name" from public;
SQL
done
