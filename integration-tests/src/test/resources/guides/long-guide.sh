vault secrets enable database
vault write database/config/myapp-db \
plugin_name="postgresql-database-plugin" \
allowed_roles="myapp-readonly,myapp-readwrite,myapp-admin" \
connection_url="postgresql://{{username}}:{{password}}@db.internal:5432/myapp?sslmode=require" \
username="vault_admin" \
password="vault-admin-password" \
max_open_connections=5 \
max_idle_connections=3 \
max_connection_lifetime="5s"
vault write database/roles/myapp-readonly \
db_name="myapp-db" \
creation_statements="CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; \
GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{{name}}\"; \
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO \"{{name}}\";" \
revocation_statements="REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM \"{{name}}\"; \
REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM \"{{name}}\"; \
REVOKE USAGE ON SCHEMA public FROM \"{{name}}\"; \
DROP ROLE IF EXISTS \"{{name}}\";" \
renew_statements="ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}';" \
default_ttl="1h" \
max_ttl="24h"
vault write database/roles/myapp-readwrite \
db_name="myapp-db" \
creation_statements="CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'; \
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{{name}}\"; \
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO \"{{name}}\"; \
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO \"{{name}}\"; \
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO \"{{name}}\";" \
revocation_statements="REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM \"{{name}}\"; \
REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM \"{{name}}\"; \
REVOKE USAGE ON SCHEMA public FROM \"{{name}}\"; \
DROP ROLE IF EXISTS \"{{name}}\";" \
renew_statements="ALTER ROLE \"{{name}}\" VALID UNTIL '{{expiration}}';" \
default_ttl="1h" \
max_ttl="8h"
vault write database/roles/myapp-admin \
db_name="myapp-db" \
creation_statements="CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' CREATEROLE; \
GRANT ALL PRIVILEGES ON DATABASE myapp TO \"{{name}}\"; \
GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO \"{{name}}\"; \
GRANT ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public TO \"{{name}}\";" \
revocation_statements="REVOKE ALL PRIVILEGES ON DATABASE myapp FROM \"{{name}}\"; \
REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM \"{{name}}\"; \
REVOKE ALL PRIVILEGES ON ALL SEQUENCES IN SCHEMA public FROM \"{{name}}\"; \
DROP ROLE IF EXISTS \"{{name}}\";" \
default_ttl="15m" \
max_ttl="1h"
vault read database/creds/myapp-readonly
vault list sys/leases/lookup/database/creds/myapp-readonly/
vault lease lookup database/creds/myapp-readonly/abcd-1234-efgh-5678
vault lease renew database/creds/myapp-readonly/abcd-1234-efgh-5678
vault lease renew -increment=2h database/creds/myapp-readonly/abcd-1234-efgh-5678
vault lease revoke database/creds/myapp-readonly/abcd-1234-efgh-5678
vault lease revoke -prefix database/creds/myapp-readonly/
vault lease revoke -prefix database/
vault lease revoke -force database/creds/myapp-readonly/abcd-1234-efgh-5678
vault write sys/config/default-lease-ttl ttl="768h"
vault secrets tune -max-lease-ttl=24h database/
vault secrets tune -default-lease-ttl=1h database/
vault read -ttl=30m database/creds/myapp-readonly
vault write database/roles/myapp-readonly \
default_ttl="1h" \
max_ttl="8h"
vault write -f database/config/myapp-db/rotate-root
vault write database/static-roles/legacy-app \
db_name="myapp-db" \
username="legacy_app_user" \
rotation_period="24h" \
rotation_statements="ALTER USER \"{{name}}\" WITH PASSWORD '{{password}}';"
vault read database/static-creds/legacy-app
vault write -f database/static-roles/legacy-app/rotate-credentials
