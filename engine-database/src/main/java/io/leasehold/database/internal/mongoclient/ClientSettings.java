package io.leasehold.database.internal.mongoclient;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.leasehold.database.internal.drain.Login;
import io.leasehold.error.InvalidRequestException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The application's settings, from which a client is made for each credential. Immutable. */
public final class ClientSettings implements ClientSource {

    /** How long a trial of a fresh credential may take, where the application would wait longer for a server. */
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(10);

    /** The driver's own default ("Server Selection", MongoDB specifications), also where settings wait without end. */
    private static final Duration DEFAULT_SELECTION = Duration.ofSeconds(30);

    private static final String DEFAULT_AUTH_DATABASE = "admin";

    private final MongoClientSettings settings;
    private final String authDatabase;
    private final @Nullable String mechanism;

    /**
     * Takes settings.
     *
     * @param settings the settings; a credential in them is not used
     * @param authDatabase the database whose users log in
     * @param mechanism {@code SCRAM-SHA-1} or {@code SCRAM-SHA-256}; null for what the server offers
     * @throws InvalidRequestException when the mechanism takes no password
     */
    ClientSettings(MongoClientSettings settings, String authDatabase, @Nullable String mechanism) {
        if (mechanism != null && !mechanism.equals("SCRAM-SHA-1") && !mechanism.equals("SCRAM-SHA-256")) {
            throw new InvalidRequestException(
                    "authMechanism",
                    "must be SCRAM-SHA-1 or SCRAM-SHA-256, which log in with a password, was " + mechanism);
        }
        this.settings = settings;
        this.authDatabase = authDatabase;
        this.mechanism = mechanism;
    }

    /**
     * Takes settings of the driver.
     *
     * @param settings the settings
     * @param authDatabase the database whose users log in; null for {@code admin}
     * @return the same
     * @throws InvalidRequestException when the settings hold a credential
     */
    public static ClientSettings of(MongoClientSettings settings, @Nullable String authDatabase) {
        refuseCredential(settings);
        return new ClientSettings(settings, authDatabase == null ? DEFAULT_AUTH_DATABASE : authDatabase, null);
    }

    static void refuseCredential(MongoClientSettings settings) {
        if (settings.getCredential() != null) {
            throw new InvalidRequestException(
                    "settings", "hold a credential; leave it out, it comes from the secret with every rotation");
        }
    }

    @Override
    public MongoClient open(Login login) {
        return MongoClients.create(MongoClientSettings.builder(settings)
                .credential(credential(login.username(), login.password().toCharArray()))
                .build());
    }

    private MongoCredential credential(String user, char[] password) {
        if (mechanism == null) {
            return MongoCredential.createCredential(user, authDatabase, password);
        }
        return mechanism.equals("SCRAM-SHA-1")
                ? MongoCredential.createScramSha1Credential(user, authDatabase, password)
                : MongoCredential.createScramSha256Credential(user, authDatabase, password);
    }

    /** Goes to a server that the application's reads may go to. */
    @Override
    public void ping(MongoClient client) {
        Duration limit = selection().compareTo(LONGEST_TRIAL) < 0 ? selection() : LONGEST_TRIAL;
        client.getDatabase(authDatabase)
                .withTimeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)
                .runCommand(new Document("ping", 1), settings.getReadPreference());
    }

    /** As long as the application waits until there is a server that takes its operation. */
    @Override
    public Duration patience() {
        return shorter(settings.getTimeout(TimeUnit.MILLISECONDS), selection());
    }

    /** A timeout of the driver's in milliseconds, where null and 0 mean none, if it is shorter than another. */
    static Duration shorter(@Nullable Long timeout, Duration longest) {
        return timeout == null || timeout == 0 || timeout >= longest.toMillis() ? longest : Duration.ofMillis(timeout);
    }

    private Duration selection() {
        long millis = settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.MILLISECONDS);
        return millis < 0 ? DEFAULT_SELECTION : Duration.ofMillis(millis);
    }
}
