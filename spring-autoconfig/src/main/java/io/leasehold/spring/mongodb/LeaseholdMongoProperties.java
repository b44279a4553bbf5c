package io.leasehold.spring.mongodb;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The application's MongoClient on rotating credentials. Where MongoDB is, spring.mongodb says, without a login.
 *
 * @param path Where the credentials come from, such as database/creds/app. Without it nothing is done.
 * @param parameters Sent with each read of the path. None by default.
 * @param authDatabase Database that the users belong to: db of the role's creation statement. Default is spring.mongodb.authentication-database, else what spring.mongodb.uri says (authSource, else its database), else admin.
 * @param drain How long cursors, sessions and operations may go on after a rotation; a number without a unit is seconds. At least 0. Default 10 seconds.
 * @param maxClients Clients of the driver at a time, the current one and those that drain. At least 2. Default 4.
 * @param closeTimeout How long the end of the application waits for operations under way; a number without a unit is seconds. At least 0. Default 10 seconds.
 */
@ConfigurationProperties("leasehold.mongodb")
public record LeaseholdMongoProperties(
        @Nullable String path,
        @DefaultValue Map<String, String> parameters,
        @Nullable String authDatabase,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s")
        Duration drain,

        @DefaultValue("4") int maxClients,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s")
        Duration closeTimeout) {}
