/** Runnable programs that show Leasehold at work. */
module io.leasehold.examples {
    requires static org.jspecify;
    requires com.zaxxer.hikari;
    requires embedded.postgres;
    requires io.leasehold.core;
    requires io.leasehold.database;
    requires io.leasehold.store.jdbc;
    requires java.sql;
}
