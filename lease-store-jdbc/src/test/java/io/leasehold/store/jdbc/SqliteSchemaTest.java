package io.leasehold.store.jdbc;

import io.leasehold.spi.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchemaTest extends SchemaTests {

    @TempDir
    Path folder;

    @Override
    Database connect() {
        SqliteFile file = new SqliteFile(folder.resolve("leases.db"), Duration.ofSeconds(10));
        file.prepare();
        Tables tables = new Tables(null, Tables.DEFAULT_PREFIX);
        return new Database(
                new SqliteConnections(file, 2), new SqliteDialect(tables), TimeSource.system(), Duration.ofSeconds(10));
    }

    @Override
    JdbcStorage open() {
        return JdbcStorage.sqlite(folder.resolve("leases.db"));
    }
}
