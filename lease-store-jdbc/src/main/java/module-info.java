/** Stores for leases and configuration in a relational database. */
module io.leasehold.store.jdbc {
    requires static org.jspecify;
    requires transitive io.leasehold.core;
    requires transitive java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;

    exports io.leasehold.store.jdbc;
}
