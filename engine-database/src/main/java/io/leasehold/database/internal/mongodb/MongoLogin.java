package io.leasehold.database.internal.mongodb;

import com.mongodb.AuthenticationMechanism;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.connection.MongoAddress;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's login, and the one client that has it: made when it is first needed, since making one starts the driver's
 * own threads. Names and passwords go to the driver as credentials, never in a URL. Thread-safe.
 */
final class MongoLogin implements AutoCloseable {

    static final String X509 = AuthenticationMechanism.MONGODB_X509.getMechanismName();

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SELECTION = Duration.ofSeconds(10);
    private static final Duration UNLIMITED = Duration.ofDays(1);

    private final MongoAddress address;
    private final MongoTls tls;
    private final MongoOptions options;
    private final ConnectionSettings settings;
    private final Optional<String> username;
    private final @Nullable SecretText password;
    private final boolean byCertificate;
    private final String applicationName;
    private final @Nullable WriteConcern writeConcern;

    /** Guarded by this. */
    private @Nullable MongoClient client;

    /** Guarded by this. */
    private boolean closed;

    private MongoLogin(ConnectionSettings settings, MongoOptions options, String applicationName) {
        this.settings = settings;
        this.options = options;
        this.applicationName = applicationName;
        this.address = MongoAddress.parse(settings.connectionUrl());
        this.tls = MongoTls.of(address, options);
        this.writeConcern = WriteConcernField.parse(options.writeConcern());
        this.username = address.username().or(() -> Optional.ofNullable(settings.username()));
        this.password = address.password().orElse(settings.password());
        this.byCertificate =
                address.mechanism().map(X509::equals).orElse(password == null) && MongoTls.hasOwnCertificate(options);
        if (address.mechanism().filter(X509::equals).isPresent() && !byCertificate) {
            throw new InvalidRequestException("tls_certificate_key", "is missing: MONGODB-X509 logs in with it");
        }
        if (!byCertificate && username.isEmpty()) {
            throw new InvalidRequestException("username", "the administrator's name is missing");
        }
        if (!byCertificate && password == null) {
            throw new InvalidRequestException("password", "the administrator's password is missing");
        }
    }

    /** Reads and checks settings, without any I/O. */
    static MongoLogin of(ConnectionSettings settings, MongoOptions options, String applicationName) {
        return new MongoLogin(settings, options, applicationName);
    }

    /** Begins a piece of work as administrator. */
    MongoSession session(TimeLimit limit) throws CommandException {
        return session(client(), limit);
    }

    /** Begins a piece of work on a client of the caller's own. */
    MongoSession session(MongoClient own, TimeLimit limit) {
        return new MongoSession(own, limit, longest(options.socketTimeout(), UNLIMITED), concern());
    }

    /** Makes a client for a login by password, for the caller to close. */
    MongoClient open(String user, String database, SecretText secret) throws CommandException {
        return make(credential(user, database, secret), 1);
    }

    /** Makes a client that does not log in, for the caller to close. */
    MongoClient openAnonymously() throws CommandException {
        return make(null, 1);
    }

    MongoAddress address() {
        return address;
    }

    /** Whether a name is the administrator's own. */
    boolean isAdministrator(String name) {
        return username.filter(name::equals).isPresent();
    }

    /** What hides this login in messages. */
    Masker masker() {
        return password == null ? Masker.of() : Masker.of(password.reveal());
    }

    /** What believes more than it should. */
    boolean believesAnyCertificate() {
        return tls.enabled() && tls.believesAny();
    }

    /** Whether the fields {@code username} and {@code password} are what counts. */
    boolean isByFields() {
        return !byCertificate
                && address.username().isEmpty()
                && address.password().isEmpty();
    }

    @Override
    public void close() {
        MongoClient open;
        synchronized (this) {
            closed = true;
            open = client;
            client = null;
        }
        if (open != null) {
            open.close();
        }
    }

    private synchronized MongoClient client() throws CommandException {
        if (closed) {
            throw new CommandException("connect", MongoFailure.unsent(new IllegalStateException("it is closed")));
        }
        if (client == null) {
            client = make(own(), settings.maxOpen());
        }
        return client;
    }

    private MongoCredential own() {
        if (byCertificate) {
            return username.map(MongoCredential::createMongoX509Credential)
                    .orElseGet(MongoCredential::createMongoX509Credential);
        }
        return credential(username.orElseThrow(), address.authDatabase(), Objects.requireNonNull(password));
    }

    private MongoCredential credential(String user, String database, SecretText secret) {
        char[] characters = secret.reveal().toCharArray();
        return switch (address.mechanism().orElse("")) {
            case "SCRAM-SHA-1" -> MongoCredential.createScramSha1Credential(user, database, characters);
            case "SCRAM-SHA-256" -> MongoCredential.createScramSha256Credential(user, database, characters);
            default -> MongoCredential.createCredential(user, database, characters);
        };
    }

    private MongoClient make(@Nullable MongoCredential credential, int connections) throws CommandException {
        try {
            // For mongodb+srv this asks the DNS.
            ConnectionString parsed = new ConnectionString(address.driverUrl());
            MongoClientSettings.Builder builder = MongoClientSettings.builder().applyConnectionString(parsed);
            if (parsed.getApplicationName() == null && !applicationName.isEmpty()) {
                builder.applicationName(applicationName);
            }
            if (credential != null) {
                builder.credential(credential);
            }
            builder.applyToClusterSettings(cluster -> serverSelection(parsed)
                    .ifPresent(time -> cluster.serverSelectionTimeout(time.toMillis(), TimeUnit.MILLISECONDS)));
            builder.applyToSocketSettings(
                    socket -> socket.connectTimeout(connect(parsed).toMillis(), TimeUnit.MILLISECONDS));
            builder.applyToConnectionPoolSettings(pool -> pool.minSize(0)
                    .maxSize(connections)
                    .maxConnectionLifeTime(settings.maxLifetime().toMillis(), TimeUnit.MILLISECONDS));
            builder.applyToSslSettings(ssl -> {
                ssl.enabled(tls.enabled());
                tls.context().ifPresent(ssl::context);
                if (tls.believesAny()) {
                    ssl.invalidHostNameAllowed(true);
                }
            });
            return MongoClients.create(builder.build());
        } catch (MongoException | IllegalArgumentException failure) {
            throw new CommandException("connect to " + address.displayUrl(), MongoFailure.unsent(failure));
        }
    }

    private Duration connect(ConnectionString parsed) {
        Integer millis = parsed.getConnectTimeout();
        Duration otherwise = millis == null || millis == 0 ? CONNECT : Duration.ofMillis(millis);
        return longest(options.connectTimeout(), otherwise);
    }

    private Optional<Duration> serverSelection(ConnectionString parsed) {
        return options.serverSelectionTimeout() == null && parsed.getServerSelectionTimeout() != null
                ? Optional.empty()
                : Optional.of(longest(options.serverSelectionTimeout(), SELECTION));
    }

    private WriteConcern concern() {
        if (writeConcern != null) {
            return writeConcern;
        }
        return WriteConcern.MAJORITY;
    }

    /** A time that a field gives; absent and zero mean another. */
    private static Duration longest(@Nullable Duration field, Duration otherwise) {
        return field == null || field.isZero() ? otherwise : field;
    }
}
