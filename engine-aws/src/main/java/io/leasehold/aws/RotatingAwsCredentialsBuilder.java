package io.leasehold.aws;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationOptions;
import io.leasehold.SecretBroker;
import io.leasehold.aws.internal.provider.CurrentCredentials;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configures {@link RotatingAwsCredentials}; made by {@link RotatingAwsCredentials#builder()}. Not thread-safe. */
public final class RotatingAwsCredentialsBuilder {

    /** How long a replaced user is kept unless told otherwise: five minutes. */
    public static final Duration DEFAULT_DRAIN = Duration.ofMinutes(5);

    /** How long before its expiry a session is not served any more: one minute, as the SDK's own providers do. */
    public static final Duration DEFAULT_EXPIRY_SKEW = Duration.ofMinutes(1);

    /** The least time between refreshes that are asked for: 30 seconds. A new user's key takes up to 15 to be known. */
    public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofSeconds(30);

    private @Nullable SecretBroker broker;
    private @Nullable String path;
    private Map<String, ?> parameters = Map.of();
    private @Nullable RotatingSecret secret;
    private Duration drain = DEFAULT_DRAIN;
    private Duration expirySkew = DEFAULT_EXPIRY_SKEW;
    private Duration refreshInterval = DEFAULT_REFRESH_INTERVAL;
    private TimeSource timeSource = TimeSource.system();

    RotatingAwsCredentialsBuilder() {}

    /**
     * The broker that issues the credentials; needs a {@link #path}.
     *
     * @param value the broker, which stays the caller's to close, after these credentials
     * @return this
     */
    public RotatingAwsCredentialsBuilder broker(SecretBroker value) {
        broker = value;
        return this;
    }

    /**
     * Where the credentials come from.
     *
     * @param value a path that answers an access key, such as {@code aws/creds/deploy}, {@code aws/sts/deploy} or
     *     {@code aws/static-creds/deploy}
     * @return this
     */
    public RotatingAwsCredentialsBuilder path(String value) {
        path = value;
        return this;
    }

    /**
     * Parameters sent with each read of the path.
     *
     * @param values fields by snake_case name, such as {@code role_arn} and {@code ttl}; none by default
     * @return this
     */
    public RotatingAwsCredentialsBuilder parameters(Map<String, ?> values) {
        parameters = Map.copyOf(values);
        return this;
    }

    /**
     * A secret made elsewhere, instead of broker and path.
     *
     * @param value a secret with an access key, which stays the caller's to close, after these credentials. Its drain should
     *     not be shorter than the {@link #drain} here.
     * @return this
     */
    public RotatingAwsCredentialsBuilder secret(RotatingSecret value) {
        secret = value;
        return this;
    }

    /**
     * How long a credential must stay good after it was replaced, for the calls that have resolved it already: a replaced
     * user is kept for this long, and the broker rotates at least this long before the end of a user's lease or of a session.
     * The longest {@code apiCallTimeout} of the clients, or more. The SDK has none by default: set one.
     *
     * @param value zero or more; 5 minutes by default
     * @return this
     */
    public RotatingAwsCredentialsBuilder drain(Duration value) {
        drain = value;
        return this;
    }

    /**
     * How long before its expiry a session is not served any more, while no fresh one can be had.
     *
     * @param value zero or more; 1 minute by default
     * @return this
     */
    public RotatingAwsCredentialsBuilder expirySkew(Duration value) {
        expirySkew = value;
        return this;
    }

    /**
     * The least time between two refreshes that are asked for, be it by {@link RotatingAwsCredentials#refresh} or by reports
     * of refused keys. Each makes a user. Rotations by time are not limited by it.
     *
     * @param value more than zero; 30 seconds by default
     * @return this
     */
    public RotatingAwsCredentialsBuilder refreshInterval(Duration value) {
        refreshInterval = value;
        return this;
    }

    /**
     * What measures time, for tests.
     *
     * @param value the process's monotonic clock by default
     * @return this
     */
    public RotatingAwsCredentialsBuilder timeSource(TimeSource value) {
        timeSource = value;
        return this;
    }

    /**
     * Fetches the first credential, unless a secret is given.
     *
     * @return the credentials, to be closed after the clients that use them
     * @throws InvalidRequestException when settings are missing or contradict each other; the path answers no access key; or
     *     the role's max TTL is too short for the drain asked for, with the numbers
     * @throws io.leasehold.error.LeaseholdException when the first credential cannot be had
     */
    public RotatingAwsCredentials build() {
        requireNotNegative("drain", drain);
        requireNotNegative("expirySkew", expirySkew);
        if (refreshInterval.isNegative() || refreshInterval.isZero()) {
            throw new InvalidRequestException("refreshInterval", "must be more than zero, was " + refreshInterval);
        }
        RotatingSecret given = secret;
        if (given != null && (broker != null || path != null)) {
            throw new InvalidRequestException("secret", "excludes broker and path: give the one or the others");
        }
        RotatingSecret rotating = given != null ? given : ownSecret();
        try {
            CurrentCredentials current =
                    new CurrentCredentials(rotating, drain, expirySkew, refreshInterval, timeSource);
            return new RotatingAwsCredentials(rotating, given == null, current);
        } catch (RuntimeException e) {
            if (given == null) {
                rotating.close();
            }
            throw e;
        }
    }

    private static void requireNotNegative(String field, Duration value) {
        if (value.isNegative()) {
            throw new InvalidRequestException(field, "must not be negative, was " + value);
        }
    }

    private RotatingSecret ownSecret() {
        if (broker == null || path == null) {
            throw new InvalidRequestException("path", "a broker with a path is needed, or a secret");
        }
        return broker.rotating(path, parameters, new RotationOptions(drain));
    }
}
