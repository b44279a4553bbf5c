CREATE TABLE migrated_orders (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, article TEXT NOT NULL);
INSERT INTO migrated_orders (article) VALUES ('book');
