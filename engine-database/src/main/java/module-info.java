import io.leasehold.database.internal.cassandra.CassandraPlugin;
import io.leasehold.database.internal.couchbase.CouchbasePlugin;
import io.leasehold.database.internal.elasticsearch.ElasticsearchPlugin;
import io.leasehold.database.internal.engine.DatabaseEngineProvider;
import io.leasehold.database.internal.influxdb.InfluxPlugin;
import io.leasehold.database.internal.mongodb.MongoPlugin;
import io.leasehold.database.internal.mssql.MsSqlPlugin;
import io.leasehold.database.internal.mysql.MySqlLegacyPlugin;
import io.leasehold.database.internal.mysql.MySqlPlugin;
import io.leasehold.database.internal.oracle.OraclePlugin;
import io.leasehold.database.internal.postgresql.PostgresPlugin;
import io.leasehold.database.internal.redis.RedisPlugin;
import io.leasehold.database.internal.snowflake.SnowflakePlugin;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.spi.engine.SecretEngineProvider;

/** Short-lived database users, and a {@code DataSource} that lives on them. */
module io.leasehold.database {
    requires com.github.benmanes.caffeine;
    requires static org.jspecify;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;
    requires static org.mongodb.bson;
    requires static org.mongodb.driver.core;
    requires static org.mongodb.driver.sync.client;
    requires static org.postgresql.jdbc;
    requires static redis.clients.jedis;
    requires transitive io.leasehold.core;
    requires transitive java.sql;
    requires transitive com.zaxxer.hikari;
    requires io.leasehold.rotation;
    requires java.naming;
    requires java.net.http;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports io.leasehold.database;
    exports io.leasehold.database.spi;

    opens io.leasehold.database to
            tools.jackson.databind;
    opens io.leasehold.database.internal.cassandra to
            tools.jackson.databind;
    opens io.leasehold.database.internal.config to
            tools.jackson.databind;
    opens io.leasehold.database.internal.couchbase to
            tools.jackson.databind;
    opens io.leasehold.database.internal.elasticsearch to
            tools.jackson.databind;
    opens io.leasehold.database.internal.engine to
            tools.jackson.databind;
    opens io.leasehold.database.internal.influxdb to
            tools.jackson.databind;
    opens io.leasehold.database.internal.mongodb to
            tools.jackson.databind;
    opens io.leasehold.database.internal.mssql to
            tools.jackson.databind;
    opens io.leasehold.database.internal.mysql to
            tools.jackson.databind;
    opens io.leasehold.database.internal.oracle to
            tools.jackson.databind;
    opens io.leasehold.database.internal.rotation to
            tools.jackson.databind;
    opens io.leasehold.database.internal.postgresql to
            tools.jackson.databind;
    opens io.leasehold.database.internal.redis to
            tools.jackson.databind;
    opens io.leasehold.database.internal.snowflake to
            tools.jackson.databind;
    opens io.leasehold.database.internal.staticrole to
            tools.jackson.databind;

    uses DatabasePlugin;
    uses java.sql.Driver;

    provides SecretEngineProvider with
            DatabaseEngineProvider;
    provides DatabasePlugin with
            CassandraPlugin,
            CouchbasePlugin,
            ElasticsearchPlugin,
            InfluxPlugin,
            MongoPlugin,
            MsSqlPlugin,
            MySqlLegacyPlugin,
            MySqlPlugin,
            OraclePlugin,
            PostgresPlugin,
            RedisPlugin,
            SnowflakePlugin;
}
