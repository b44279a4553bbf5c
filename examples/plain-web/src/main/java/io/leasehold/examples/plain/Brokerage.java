package io.leasehold.examples.plain;

import io.leasehold.MountOptions;
import io.leasehold.SecretBroker;
import io.leasehold.alert.AlertRules;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.key.MasterKey;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The broker, and what is set up in it. Everything here can be done again at each start. */
final class Brokerage {

    static final String USERS = "database/creds/shop";

    private static final String MIGRATION = "database/creds/shop-migration";

    private Brokerage() {}

    static SecretBroker open(Settings settings) {
        Path key = settings.store().resolveSibling(settings.store().getFileName() + ".key");
        SecretBroker broker = SecretBroker.builder()
                .name("shop")
                .storage(JdbcStorage.sqlite(settings.store()))
                .masterKey(MasterKey.fromFileOrCreate(key))
                .alerts(AlertRules.DEFAULT)
                .listener(event -> System.getLogger("shop").log(System.Logger.Level.DEBUG, event.toString()))
                .build();
        database(broker, settings);
        certificates(broker);
        return broker;
    }

    private static void database(SecretBroker broker, Settings settings) {
        enable(broker, "database", "database", MountOptions.builder().build());
        broker.write(
                "database/config/shop",
                Map.of(
                        "plugin_name", "postgresql-database-plugin",
                        "connection_url", settings.url(),
                        "username", settings.admin(),
                        "password", settings.password(),
                        "allowed_roles", "shop,shop-migration"));
        broker.write(
                "database/roles/shop",
                Map.of(
                        "db_name", "shop",
                        "creation_statements", """
                                CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';
                                GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO "{{name}}";""",
                        "default_ttl", "1h",
                        "max_ttl", "24h"));
        // The tables belong to a role that stays, so that the next migration may alter them.
        broker.write(
                "database/roles/shop-migration",
                Map.of(
                        "db_name", "shop",
                        "creation_statements", """
                                CREATE ROLE "{{name}}" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE shop_owner;
                                ALTER ROLE "{{name}}" SET role TO shop_owner;""",
                        "default_ttl", "10m",
                        "max_ttl", "1h"));
    }

    private static void certificates(SecretBroker broker) {
        MountOptions tenYears =
                MountOptions.builder().maxLeaseTtl(Duration.ofDays(3_650)).build();
        enable(broker, "pki", "pki", tenYears);
        if (broker.list("pki/issuers").isEmpty()) {
            broker.write(
                    "pki/root/generate/internal",
                    Map.of("common_name", "Shop Internal CA", "key_type", "ec", "ttl", "87600h"));
        }
        broker.write(
                "pki/roles/services",
                Map.of(
                        "allowed_domains", "shop.internal,localhost",
                        "allow_subdomains", true,
                        "allow_bare_domains", true,
                        "key_type", "ec",
                        "max_ttl", "24h"));
    }

    private static void enable(SecretBroker broker, String path, String type, MountOptions options) {
        if (!broker.mounts().list().containsKey(path + "/")) {
            broker.mounts().enable(path, type, options);
        }
    }

    /** On a user that is removed when the migration has ended, whatever comes of it. */
    static void migrate(SecretBroker broker, String url) {
        var secret = broker.read(MIGRATION);
        try {
            DatabaseCredentials login = secret.as(DatabaseCredentials.class);
            Flyway.configure()
                    .dataSource(url, login.username(), login.password())
                    .load()
                    .migrate();
        } finally {
            broker.leases().revoke(secret.lease().orElseThrow().id());
        }
    }
}
