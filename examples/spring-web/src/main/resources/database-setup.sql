-- Once, by whoever runs the database: the role that owns the tables, and the administrator that makes users.
CREATE ROLE shop_owner NOLOGIN;
GRANT USAGE, CREATE ON SCHEMA public TO shop_owner;
