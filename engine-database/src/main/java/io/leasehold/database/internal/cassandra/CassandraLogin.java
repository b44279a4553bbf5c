package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.leasehold.database.internal.admin.Masker;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.text.Nearest;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The administrator's login at one cluster, and trials of others'. Thread-safe. */
final class CassandraLogin implements AutoCloseable {

    private static final int OLDEST_PROTOCOL = 3;
    private static final int LATEST_PROTOCOL = 5;

    private final CassandraAddress address;
    private final String username;
    private final SecretText password;
    private final LoginTrial trial;
    private final AdminSession session;

    private CassandraLogin(
            ConnectionSettings settings, CassandraOptions options, String connectionName, String applicationName) {
        this.address = CassandraAddress.of(settings.connectionUrl(), options);
        if (settings.username() == null || settings.username().isEmpty()) {
            throw new InvalidRequestException("username", "the administrator's name is missing");
        }
        if (settings.password() == null) {
            throw new InvalidRequestException("password", "the administrator's password is missing");
        }
        checkProtocol(options.protocolVersion());
        this.username = settings.username();
        this.password = settings.password();
        DriverConfiguration configuration =
                new DriverConfiguration(options, consistency(options.consistency()), connectionName);
        Optional<ClientTls> tls = CassandraTls.of(options);
        this.trial = new LoginTrial(configuration, tls);
        this.session = new AdminSession(
                new SessionOpener(address, configuration, tls, trial, applicationName), username, password);
    }

    /** Reads and checks settings, without any I/O. */
    static CassandraLogin of(
            ConnectionSettings settings, CassandraOptions options, String connectionName, String applicationName) {
        return new CassandraLogin(settings, options, connectionName, applicationName);
    }

    /** Begins a piece of work as administrator. */
    CassandraWork begin(TimeLimit limit) throws CommandException {
        return new CassandraWork(session, session.get(limit), limit);
    }

    /** Whether a node takes a login; false only if all of the address refuse it, and none is silent. */
    boolean takes(String user, SecretText secret, TimeLimit limit) throws CommandException {
        @Nullable CommandException unanswered = null;
        for (CassandraAddress.Host host : address.hosts()) {
            try {
                trial.login(host, user, secret, limit);
                return true;
            } catch (CommandException failure) {
                switch (failure.failure().kind()) {
                    case LOGIN_NOT_PERMITTED -> {
                        return true;
                    }
                    case LOGIN_REFUSED -> {
                        // By this node; another one may know better.
                    }
                    default -> unanswered = failure;
                }
            }
        }
        if (unanswered != null) {
            throw unanswered;
        }
        return false;
    }

    CassandraAddress address() {
        return address;
    }

    /** The administrator's name. */
    String username() {
        return username;
    }

    /** Whether a name is the administrator's own. */
    boolean isAdministrator(String name) {
        return username.equals(name);
    }

    /** What hides this login in messages. */
    Masker masker() {
        return Masker.of(password.reveal());
    }

    @Override
    public void close() {
        session.close();
    }

    private static void checkProtocol(@Nullable Integer version) {
        if (version != null && (version < OLDEST_PROTOCOL || version > LATEST_PROTOCOL)) {
            throw new InvalidRequestException(
                    "protocol_version", version + " is not between " + OLDEST_PROTOCOL + " and " + LATEST_PROTOCOL);
        }
    }

    private static DefaultConsistencyLevel consistency(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return DefaultConsistencyLevel.LOCAL_QUORUM;
        }
        String wanted = name.strip().replace("_", "");
        List<String> known = Arrays.stream(DefaultConsistencyLevel.values())
                .filter(level -> !level.isSerial())
                .map(DefaultConsistencyLevel::name)
                .toList();
        return known.stream()
                .filter(each -> each.replace("_", "").equalsIgnoreCase(wanted))
                .map(DefaultConsistencyLevel::valueOf)
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "consistency",
                        "\"" + name + "\" is none of " + String.join(", ", known)
                                + Nearest.hint(name.toUpperCase(Locale.ROOT), known)));
    }
}
