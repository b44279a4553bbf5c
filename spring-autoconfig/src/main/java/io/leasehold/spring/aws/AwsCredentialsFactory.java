package io.leasehold.spring.aws;

import io.leasehold.SecretBroker;
import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.aws.RotatingAwsCredentialsBuilder;
import io.leasehold.aws.RotatingAwsCredentialsProvider;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import io.leasehold.spring.aws.LeaseholdAwsProperties.Credentials;
import io.leasehold.spring.declaration.FieldNames;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes the credentials that properties describe; the beans by name come from its methods. Thread-safe. */
public final class AwsCredentialsFactory {

    private static final String PREFIX = "leasehold.aws.";

    private final SecretBroker broker;
    private final LeaseholdAwsProperties properties;
    private final StartPatience patience;

    AwsCredentialsFactory(SecretBroker broker, LeaseholdAwsProperties properties, StartPatience patience) {
        this.broker = broker;
        this.properties = properties;
        this.patience = patience;
    }

    RotatingAwsCredentials own() {
        if (properties.primary() != null) {
            throw wrong(PREFIX + "primary", properties.primary(), "must not be given together with leasehold.aws.path");
        }
        return open(PREFIX, properties.own());
    }

    /**
     * Makes credentials by name; called by the bean factory.
     *
     * @param name a name in {@code leasehold.aws.credentials}
     * @return the credentials, closed with the context
     */
    public RotatingAwsCredentials named(String name) {
        Credentials settings = properties.credentials().get(name);
        if (settings == null) {
            throw wrong(PREFIX + "credentials", name, "has no credentials of this name any more");
        }
        return open(PREFIX + "credentials." + name + ".", settings);
    }

    /**
     * What clients of the SDK are given; called by the bean factory.
     *
     * @param credentials whose
     * @return their provider
     */
    public RotatingAwsCredentialsProvider provider(RotatingAwsCredentials credentials) {
        return credentials.provider();
    }

    private RotatingAwsCredentials open(String prefix, Credentials settings) {
        String path = settings.path();
        if (path == null || path.isBlank()) {
            throw wrong(prefix + "path", path, "must name where credentials come from, such as aws/creds/deploy");
        }
        requireNotNegative(prefix + "drain", settings.drain());
        requireNotNegative(prefix + "expiry-skew", settings.expirySkew());
        if (settings.refreshInterval().isNegative()
                || settings.refreshInterval().isZero()) {
            throw wrong(prefix + "refresh-interval", settings.refreshInterval(), "must be more than zero");
        }
        RotatingAwsCredentialsBuilder builder = RotatingAwsCredentials.builder()
                .broker(broker)
                .path(path)
                .parameters(FieldNames.fields(settings.parameters()))
                .drain(settings.drain())
                .expirySkew(settings.expirySkew())
                .refreshInterval(settings.refreshInterval());
        try {
            return patience.await(path, builder::build);
        } catch (RuntimeException e) {
            throw LeaseholdStartException.unusable(prefix + "path", path, "the credentials of AWS", e);
        }
    }

    private static void requireNotNegative(String property, Duration value) {
        if (value.isNegative()) {
            throw wrong(property, value, "must not be negative");
        }
    }

    static InvalidConfigurationPropertyValueException wrong(String property, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }
}
