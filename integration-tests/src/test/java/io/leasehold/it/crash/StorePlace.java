package io.leasehold.it.crash;

import java.nio.file.Path;

/** Where a store is, as it is told to a child. */
sealed interface StorePlace {

    /** What it is called in the summary. */
    String product();

    /** An SQLite file. */
    record SqliteFile(Path file) implements StorePlace {
        @Override
        public String product() {
            return "SQLite";
        }
    }

    /** A database of a PostgreSQL. */
    record PostgresDatabase(String url, String user, String password) implements StorePlace {
        @Override
        public String product() {
            return "PostgreSQL";
        }

        /** The same database behind a proxy. */
        PostgresDatabase through(int port) {
            return new PostgresDatabase(url.replaceFirst(":[0-9]+/", ":" + port + "/"), user, password);
        }

        @Override
        public String toString() {
            return url;
        }
    }
}
