package io.leasehold.spring.mongodb;

import com.mongodb.MongoClientSettings;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingMongoClient;
import io.leasehold.database.RotatingMongoClientBuilder;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import io.leasehold.spring.declaration.FieldNames;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;

/**
 * Makes the client as Boot would: from the settings bean and all customizers, of which Boot's own brings the address.
 *
 * @param properties what was said of credentials
 * @param details where MongoDB is
 * @param configuredAuthDatabase {@code spring.mongodb.authentication-database}, or null
 * @param patience how long a target that does not answer is waited for
 */
record MongoClientAssembly(
        LeaseholdMongoProperties properties,
        MongoConnectionDetails details,
        @Nullable String configuredAuthDatabase,
        StartPatience patience) {

    private static final String PREFIX = "leasehold.mongodb.";

    RotatingMongoClient make(
            SecretBroker broker, MongoClientSettings base, List<MongoClientSettingsBuilderCustomizer> customizers) {
        String path = properties.path();
        if (path == null || path.isBlank()) {
            throw wrong("path", path, "must name where credentials come from, such as database/creds/app");
        }
        requireNotNegative("drain", properties.drain());
        requireNotNegative("close-timeout", properties.closeTimeout());
        if (properties.maxClients() < 2) {
            throw wrong("max-clients", properties.maxClients(), "must be 2 or more");
        }
        MongoClientSettings settings = settings(base, customizers);
        RotatingMongoClientBuilder builder = RotatingMongoClient.builder()
                .broker(broker)
                .path(path)
                .parameters(FieldNames.fields(properties.parameters()))
                .settings(settings)
                .drain(properties.drain())
                .maxClients(properties.maxClients())
                .closeTimeout(properties.closeTimeout());
        String authDatabase = authDatabase();
        if (authDatabase != null) {
            builder.authDatabase(authDatabase);
        }
        try {
            return patience.await(path, builder::build);
        } catch (RuntimeException e) {
            throw LeaseholdStartException.unusable(PREFIX + "path", path, "the login of MongoDB", e);
        }
    }

    private static MongoClientSettings settings(
            MongoClientSettings base, List<MongoClientSettingsBuilderCustomizer> customizers) {
        MongoClientSettings.Builder builder = MongoClientSettings.builder(base);
        customizers.forEach(each -> each.customize(builder));
        MongoClientSettings settings = builder.build();
        if (settings.getCredential() != null) {
            // Two sources of logins: which one is meant, only the application can say.
            throw new InvalidConfigurationPropertyValueException(
                    "spring.mongodb.username",
                    "(a login)",
                    "must not be given, nor a login in spring.mongodb.uri, while leasehold.mongodb.path is set: users come"
                            + " from there");
        }
        return settings;
    }

    private @Nullable String authDatabase() {
        if (properties.authDatabase() != null) {
            return properties.authDatabase();
        }
        return configuredAuthDatabase != null ? configuredAuthDatabase : AuthDatabase.of(details.getConnectionString());
    }

    private static void requireNotNegative(String property, Duration value) {
        if (value.isNegative()) {
            throw wrong(property, value, "must not be negative");
        }
    }

    private static InvalidConfigurationPropertyValueException wrong(
            String property, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(PREFIX + property, value, reason);
    }
}
