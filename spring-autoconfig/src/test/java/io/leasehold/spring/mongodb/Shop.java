package io.leasehold.spring.mongodb;

import io.leasehold.SecretBroker;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.Map;

/** A stand-in for MongoDB, and a broker whose role makes users of the database {@code shop} there. Time is moved by hand. */
final class Shop implements AutoCloseable {

    /** How long a user lives; a role that allows no renewal rotates at two thirds of it. */
    private static final Duration LIFE = Duration.ofHours(1);

    private final StandInMongo server = StandInMongo.start();
    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final SecretBroker broker = SecretBroker.builder()
            .name("shop")
            .storage(new InMemoryStorage(time))
            .timeSource(time)
            .scheduler(scheduler)
            .build();

    Shop() {
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/shop",
                Map.of(
                        "plugin_name",
                        "mongodb-database-plugin",
                        "connection_url",
                        "mongodb://{{username}}:{{password}}@" + address() + "/admin",
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword(),
                        "allowed_roles",
                        "*"));
        broker.write(
                "database/roles/app",
                Map.of(
                        "db_name",
                        "shop",
                        "creation_statements",
                        "{\"db\":\"shop\",\"roles\":[{\"role\":\"readWrite\",\"db\":\"shop\"}]}",
                        "default_ttl",
                        LIFE.toSeconds() + "s",
                        "max_ttl",
                        LIFE.toSeconds() + "s"));
    }

    SecretBroker broker() {
        return broker;
    }

    StandInMongo server() {
        return server;
    }

    String address() {
        return server.host() + ":" + server.port();
    }

    /** Users of the shop that there are on the server. */
    long users() {
        return server.users().stream().filter(user -> user.startsWith("shop.")).count();
    }

    /** Lets the user grow old enough to be replaced. */
    void grow() {
        scheduler.advance(LIFE.multipliedBy(5).dividedBy(6));
    }

    /** Runs what is due. */
    void settle() {
        scheduler.advance(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        broker.close();
        server.close();
    }
}
