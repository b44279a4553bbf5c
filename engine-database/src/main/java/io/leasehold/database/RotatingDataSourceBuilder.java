package io.leasehold.database;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationOptions;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Configures a {@link RotatingDataSource}; made by {@link RotatingDataSource#builder()}. Not thread-safe. */
public final class RotatingDataSourceBuilder {

    /** Physical connections at most, while no pool is linked. */
    public static final int DEFAULT_MAX_CONNECTIONS = 10;

    private @Nullable SecretBroker broker;
    private @Nullable String path;
    private Map<String, ?> parameters = Map.of();
    private @Nullable RotatingSecret secret;
    private @Nullable String url;
    private final Map<String, String> properties = new HashMap<>();
    private @Nullable ConnectionOpener opener;
    private Duration drain = RotationOptions.DEFAULT.drain();
    private int maxConnections = DEFAULT_MAX_CONNECTIONS;
    private boolean abortAtDrainLimit = true;
    private TimeSource timeSource = TimeSource.system();

    RotatingDataSourceBuilder() {}

    /**
     * The broker that issues the credentials; needs a {@link #path}.
     *
     * @param value the broker, which stays the caller's to close, after this data source
     * @return this
     */
    public RotatingDataSourceBuilder broker(SecretBroker value) {
        broker = value;
        return this;
    }

    /**
     * Where the credentials come from.
     *
     * @param value a path that answers username and password, such as {@code database/creds/app}
     * @return this
     */
    public RotatingDataSourceBuilder path(String value) {
        path = value;
        return this;
    }

    /**
     * Parameters sent with each read of the path.
     *
     * @param values fields by snake_case name; none by default
     * @return this
     */
    public RotatingDataSourceBuilder parameters(Map<String, ?> values) {
        parameters = Map.copyOf(values);
        return this;
    }

    /**
     * A secret made elsewhere, instead of broker and path.
     *
     * @param value a secret with username and password, which stays the caller's to close, after this data source
     * @return this
     */
    public RotatingDataSourceBuilder secret(RotatingSecret value) {
        secret = value;
        return this;
    }

    /**
     * The database.
     *
     * @param value a JDBC URL without user and password
     * @return this
     */
    public RotatingDataSourceBuilder url(String value) {
        url = value;
        return this;
    }

    /**
     * A driver property for the connects to the URL.
     *
     * @param name the driver's name for it, such as {@code sslmode}
     * @param value its value
     * @return this
     */
    public RotatingDataSourceBuilder property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /**
     * What opens connections, instead of a URL.
     *
     * @param value the function, such as {@code pgSimpleDataSource::getConnection}
     * @return this
     */
    public RotatingDataSourceBuilder opener(ConnectionOpener value) {
        opener = value;
        return this;
    }

    /**
     * How long work that is under way may go on after a rotation: the broker rotates at least this long before the old
     * credential's hard end. Only for a secret made here.
     *
     * @param value zero or more; 10 seconds by default
     * @return this
     */
    public RotatingDataSourceBuilder drain(Duration value) {
        drain = value;
        return this;
    }

    /**
     * How many physical connections there may be while no pool is linked; a linked pool's maximum size counts instead.
     *
     * @param value 1 or more; {@value #DEFAULT_MAX_CONNECTIONS} by default
     * @return this
     */
    public RotatingDataSourceBuilder maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    /**
     * What happens to connections that are still in use when their credential has to go.
     *
     * @param value true, the default: they are aborted, counted and logged; false: they are left to the database, which
     *     refuses or ends them as it does for a user that is gone
     * @return this
     */
    public RotatingDataSourceBuilder abortAtDrainLimit(boolean value) {
        abortAtDrainLimit = value;
        return this;
    }

    /**
     * What measures time, for tests.
     *
     * @param value the process's monotonic clock by default
     * @return this
     */
    public RotatingDataSourceBuilder timeSource(TimeSource value) {
        timeSource = value;
        return this;
    }

    /**
     * Makes the data source. With broker and path this fetches the first credential.
     *
     * @return the data source, to be closed after the pool that uses it
     * @throws InvalidRequestException when settings are missing, contradict each other, hold credentials, or no driver takes
     *     the URL; or the role's max TTL is too short for the drain asked for
     * @throws io.leasehold.error.LeaseholdException when the first credential cannot be had
     */
    public RotatingDataSource build() {
        if (maxConnections < 1) {
            throw new InvalidRequestException("maxConnections", "must be 1 or more, was " + maxConnections);
        }
        RotatingSecret given = secret;
        if (given != null && (broker != null || path != null)) {
            throw new InvalidRequestException("secret", "excludes broker and path: give the one or the others");
        }
        // Before the secret, so that a wrong URL costs no credential.
        AtomicInteger loginTimeout = new AtomicInteger();
        ConnectionOpener opens = opener(loginTimeout);
        RotatingSecret rotating = given != null ? given : ownSecret();
        try {
            return RotatingDataSource.create(
                    rotating, given == null, opens, loginTimeout, maxConnections, abortAtDrainLimit, timeSource);
        } catch (RuntimeException e) {
            if (given == null) {
                rotating.close();
            }
            throw e;
        }
    }

    private ConnectionOpener opener(AtomicInteger loginTimeout) {
        if (opener != null && url == null) {
            return opener;
        }
        if (url != null && opener == null) {
            return RotatingDataSource.urlOpener(url, properties, loginTimeout);
        }
        throw new InvalidRequestException("url", "either a url or an opener is needed, and not both");
    }

    private RotatingSecret ownSecret() {
        if (broker == null || path == null) {
            throw new InvalidRequestException("path", "a broker with a path is needed, or a secret");
        }
        return broker.rotating(path, parameters, new RotationOptions(drain));
    }
}
