/** Short-lived database users, and a {@code DataSource} that lives on them. */
module io.leasehold.database {
    requires static org.jspecify;
    requires static org.postgresql.jdbc;
    requires transitive io.leasehold.core;
    requires transitive java.sql;
    requires transitive com.zaxxer.hikari;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports io.leasehold.database;

    uses java.sql.Driver;
}
