package io.leasehold.database;

import com.mongodb.MongoClientSettings;
import io.leasehold.RotatingSecret;
import io.leasehold.RotationOptions;
import io.leasehold.SecretBroker;
import io.leasehold.database.internal.mongoclient.ClientAddress;
import io.leasehold.database.internal.mongoclient.ClientHandle;
import io.leasehold.database.internal.mongoclient.ClientSettings;
import io.leasehold.database.internal.mongoclient.RotatingClients;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configures a {@link RotatingMongoClient}; made by {@link RotatingMongoClient#builder()}. Not thread-safe. */
public final class RotatingMongoClientBuilder {

    /** Clients of the driver at most: the current one, and those that drain. */
    public static final int DEFAULT_MAX_CLIENTS = 4;

    /** How long {@link RotatingMongoClient#close()} waits for operations under way. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable SecretBroker broker;
    private @Nullable String path;
    private Map<String, ?> parameters = Map.of();
    private @Nullable RotatingSecret secret;
    private @Nullable String url;
    private @Nullable MongoClientSettings settings;
    private @Nullable String authDatabase;
    private Duration drain = RotationOptions.DEFAULT.drain();
    private int maxClients = DEFAULT_MAX_CLIENTS;
    private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
    private TimeSource timeSource = TimeSource.system();

    RotatingMongoClientBuilder() {}

    /**
     * The broker that issues the credentials; needs a {@link #path}.
     *
     * @param value the broker, which stays the caller's to close, after this client
     * @return this
     */
    public RotatingMongoClientBuilder broker(SecretBroker value) {
        broker = value;
        return this;
    }

    /**
     * Where the credentials come from.
     *
     * @param value a path that answers username and password, such as {@code database/creds/app}
     * @return this
     */
    public RotatingMongoClientBuilder path(String value) {
        path = value;
        return this;
    }

    /**
     * Parameters sent with each read of the path.
     *
     * @param values fields by snake_case name; none by default
     * @return this
     */
    public RotatingMongoClientBuilder parameters(Map<String, ?> values) {
        parameters = Map.copyOf(values);
        return this;
    }

    /**
     * A secret made elsewhere, instead of broker and path.
     *
     * @param value a secret with username and password, which stays the caller's to close, after this client
     * @return this
     */
    public RotatingMongoClientBuilder secret(RotatingSecret value) {
        secret = value;
        return this;
    }

    /**
     * Where MongoDB is, and all options that a connection string has, {@code authSource} and {@code authMechanism} included.
     *
     * @param value a connection string without user and password
     * @return this
     */
    public RotatingMongoClientBuilder url(String value) {
        url = value;
        return this;
    }

    /**
     * The driver's settings, instead of a URL or together with one: the URL counts where both say something.
     *
     * @param value settings without a credential
     * @return this
     */
    public RotatingMongoClientBuilder settings(MongoClientSettings value) {
        settings = value;
        return this;
    }

    /**
     * The database that the users belong to: the {@code db} of the role's creation statement.
     *
     * @param value its name; by default what the URL says ({@code authSource}, else the database of its path), else
     *     {@code admin}
     * @return this
     */
    public RotatingMongoClientBuilder authDatabase(String value) {
        authDatabase = value;
        return this;
    }

    /**
     * How long cursors, sessions and operations that are under way may go on after a rotation: the broker rotates at least this
     * long before the old credential's hard end. Only for a secret made here.
     *
     * @param value zero or more; 10 seconds by default
     * @return this
     */
    public RotatingMongoClientBuilder drain(Duration value) {
        drain = value;
        return this;
    }

    /**
     * How many clients of the driver there may be at a time. When rotations come faster than drains end, the oldest is ended
     * before its limit, and what was open on it is counted as aborted. While a fresh credential is tried, its client comes on
     * top.
     *
     * @param value 2 or more; {@value #DEFAULT_MAX_CLIENTS} by default
     * @return this
     */
    public RotatingMongoClientBuilder maxClients(int value) {
        maxClients = value;
        return this;
    }

    /**
     * How long {@link RotatingMongoClient#close()} waits for operations under way.
     *
     * @param value zero or more; 10 seconds by default
     * @return this
     */
    public RotatingMongoClientBuilder closeTimeout(Duration value) {
        closeTimeout = value;
        return this;
    }

    /**
     * What measures time, for tests.
     *
     * @param value the process's monotonic clock by default
     * @return this
     */
    public RotatingMongoClientBuilder timeSource(TimeSource value) {
        timeSource = value;
        return this;
    }

    /**
     * Makes the client. With broker and path this fetches the first credential; whether MongoDB takes it shows with the first
     * operation, as with the driver.
     *
     * @return the client, to be closed before the broker
     * @throws InvalidRequestException when settings are missing, contradict each other or hold credentials; or the role's max
     *     TTL is too short for the drain asked for
     * @throws io.leasehold.error.LeaseholdException when the first credential cannot be had
     */
    public RotatingMongoClient build() {
        if (maxClients < 2) {
            throw new InvalidRequestException("maxClients", "must be 2 or more, was " + maxClients);
        }
        if (closeTimeout.isNegative()) {
            throw new InvalidRequestException("closeTimeout", "must not be negative, was " + closeTimeout);
        }
        RotatingSecret given = secret;
        if (given != null && (broker != null || path != null)) {
            throw new InvalidRequestException("secret", "excludes broker and path: give the one or the others");
        }
        // Before the secret, so that a wrong URL costs no credential.
        ClientSettings made = clientSettings();
        RotatingSecret rotating = given != null ? given : ownSecret();
        try {
            String from = rotating.status().path();
            String name = from.substring(from.lastIndexOf('/') + 1);
            return ClientHandle.open(
                    RotatingClients.open(rotating, made, maxClients, closeTimeout, name, timeSource),
                    given == null ? rotating::close : () -> {});
        } catch (RuntimeException e) {
            if (given == null) {
                rotating.close();
            }
            throw e;
        }
    }

    private ClientSettings clientSettings() {
        if (url != null) {
            return ClientAddress.parse(url).settings(settings, authDatabase);
        }
        if (settings != null) {
            return ClientSettings.of(settings, authDatabase);
        }
        throw new InvalidRequestException("url", "a url or settings are needed");
    }

    private RotatingSecret ownSecret() {
        if (broker == null || path == null) {
            throw new InvalidRequestException("path", "a broker with a path is needed, or a secret");
        }
        return broker.rotating(path, parameters, new RotationOptions(drain));
    }
}
