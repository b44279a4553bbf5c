package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class ServerSchemaIT {

    abstract static class OnServer extends SchemaTests {

        private final Function<Tables, Dialect> dialect;
        private String prefix = "";

        OnServer(Function<Tables, Dialect> dialect) {
            this.dialect = dialect;
        }

        abstract TestServer server();

        @BeforeEach
        void choosePrefix() {
            prefix = server().freshPrefix();
        }

        @Override
        Database connect() {
            return new Database(
                    new DataSourceConnections(server().dataSource(), Duration.ofSeconds(10)),
                    dialect.apply(new Tables(null, prefix)),
                    TimeSource.system(),
                    Duration.ofSeconds(10));
        }

        @Override
        JdbcStorage open() {
            return server().open(prefix, ClockOffset.NONE);
        }
    }

    @Nested
    class Postgres extends OnServer {

        Postgres() {
            super(PostgresDialect::new);
        }

        @Override
        TestServer server() {
            return TestServer.postgres(18);
        }
    }

    @Nested
    class MariaDb extends OnServer {

        MariaDb() {
            super(MySqlDialect::new);
        }

        @Override
        TestServer server() {
            return TestServer.mariaDb();
        }
    }

    @Nested
    class MariaDbByMySqlDriver extends OnServer {

        MariaDbByMySqlDriver() {
            super(MySqlDialect::new);
        }

        @Override
        TestServer server() {
            return TestServer.mariaDbByMySqlDriver();
        }
    }

    @Nested
    class MySql extends OnServer {

        MySql() {
            super(MySqlDialect::new);
        }

        @Override
        TestServer server() {
            return TestServer.mySql();
        }
    }
}
