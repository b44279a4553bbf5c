package io.leasehold.database.internal.mongoclient;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import io.leasehold.error.InvalidRequestException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application's connection string, read by the driver itself. Which database logs in, and how, the driver says only of a
 * string with a login; so a placeholder stands in, which every client gets its own credential in the place of.
 */
public final class ClientAddress {

    private static final String PLACEHOLDER = "user:password@";

    private final ConnectionString parsed;
    private final MongoCredential placeholder;

    private ClientAddress(ConnectionString parsed) {
        this.parsed = parsed;
        this.placeholder = Objects.requireNonNull(parsed.getCredential());
    }

    /**
     * Reads a connection string; for {@code mongodb+srv} this asks the DNS.
     *
     * @param url the string
     * @return the address
     * @throws InvalidRequestException when it holds a login, or the driver does not take it
     */
    public static ClientAddress parse(String url) {
        int hosts = url.indexOf("://") + 3;
        if (hosts < 3 || !(url.startsWith("mongodb://") || url.startsWith("mongodb+srv://"))) {
            throw new InvalidRequestException("url", "must start with mongodb:// or mongodb+srv://");
        }
        if (url.indexOf('@') >= 0) {
            throw new InvalidRequestException(
                    "url",
                    "holds a user or password; leave them out, they come from the secret with every rotation"
                            + " (an @ that belongs to an option is written %40)");
        }
        try {
            return new ClientAddress(
                    new ConnectionString(url.substring(0, hosts) + PLACEHOLDER + url.substring(hosts)));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("url", "is not taken by the driver: " + e.getMessage(), e);
        }
    }

    /**
     * Settings with all that the string says, except for a login.
     *
     * @param given settings that count where the string says nothing; null for the driver's defaults
     * @param authDatabase the database that logs in; null for what the string says
     * @return the settings
     */
    public ClientSettings settings(@Nullable MongoClientSettings given, @Nullable String authDatabase) {
        if (given != null) {
            ClientSettings.refuseCredential(given);
        }
        MongoClientSettings.Builder builder =
                given == null ? MongoClientSettings.builder() : MongoClientSettings.builder(given);
        return new ClientSettings(
                builder.applyConnectionString(parsed).build(),
                authDatabase == null ? placeholder.getSource() : authDatabase,
                placeholder.getMechanism());
    }
}
