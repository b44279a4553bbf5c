package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.secret.SecretText;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes sessions of the driver; names and passwords go to it as credentials. Immutable. */
final class SessionOpener {

    private final CassandraAddress address;
    private final DriverConfiguration configuration;
    private final Optional<ClientTls> tls;
    private final LoginTrial trial;
    private final String applicationName;

    SessionOpener(
            CassandraAddress address,
            DriverConfiguration configuration,
            Optional<ClientTls> tls,
            LoginTrial trial,
            String applicationName) {
        this.address = address;
        this.configuration = configuration;
        this.tls = tls;
        this.trial = trial;
        this.applicationName = applicationName;
    }

    /** Opens a session with a connection to each node, for work. The caller closes it. */
    CqlSession open(String username, SecretText password, TimeLimit limit) throws CommandException {
        requireLogin(username, password, limit);
        CqlSessionBuilder builder = new CarefulBuilder()
                .withConfigLoader(DriverConfigLoader.fromMap(configuration.options(limit)))
                .withAuthCredentials(username, password.reveal());
        address.hosts().forEach(host -> builder.addContactPoint(host.resolve()));
        tls.ifPresent(own -> builder.withSslEngineFactory(new NodeTls(own)));
        if (!applicationName.isEmpty()) {
            builder.withApplicationName(applicationName);
        }
        configuration.localDatacenter().ifPresent(builder::withLocalDatacenter);
        CompletionStage<CqlSession> opening = builder.buildAsync();
        try {
            return Opening.await(opening.toCompletableFuture(), "connect to " + address.displayUrl(), limit);
        } catch (CommandException late) {
            opening.thenAccept(CqlSession::forceCloseAsync);
            throw late;
        }
    }

    /** A session with a login that is refused would warn of it in the log, at every try. */
    private void requireLogin(String username, SecretText password, TimeLimit limit) throws CommandException {
        @Nullable CommandException last = null;
        for (CassandraAddress.Host host : address.hosts()) {
            try {
                trial.login(host, username, password, limit);
                return;
            } catch (CommandException failure) {
                last = failure;
            }
        }
        if (last != null) {
            throw last;
        }
    }
}
